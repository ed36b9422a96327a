//! Whether her words say that somebody under eighteen is concerned (POCSO Act,
//! 2012). The words are data, in `policy/minors.tsv`.

use std::sync::LazyLock;

use crate::normalise::{Word, ascii_digit, is_word_character, words};
use crate::phrases::Phrases;

const FILE: &str = include_str!("../policy/minors.tsv");

/// A child is heard so many words before its age, and so many after.
const BEFORE: usize = 4;
const AFTER: usize = 3;

struct Lists {
    word: Phrases,
    small: Phrases,
    year: Phrases,
    child: Phrases,
    age: Phrases,
    passed: Phrases,
    of: Phrases,
    own: Phrases,
    class: Phrases,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let of = |list| Phrases::of(FILE, list);
    Lists {
        word: of("word"),
        small: of("small"),
        year: of("year"),
        child: of("child"),
        age: of("age"),
        passed: of("passed"),
        of: of("of"),
        own: of("self"),
        class: of("class"),
    }
});

/// What was said, as words and as the numbers that words begin with.
struct Said {
    words: Vec<Word>,
    numbers: Vec<Option<u32>>,
}

/// Whether a text says that somebody under eighteen is concerned.
#[must_use]
pub fn concerns_minor(text: &str) -> bool {
    // Numbers are read before folding, which makes one of doubled digits.
    let raw = text.split(|c: char| !is_word_character(c)).filter(|word| !word.is_empty());
    let said = Said { words: words(text), numbers: raw.map(number).collect() };
    let small = |end: usize| said.has(&LISTS.small, end);
    LISTS.word.find(&said.words).into_iter().any(|found| !small(found.end))
        || (0..said.words.len()).any(|at| said.is_young(at) || said.is_class(at))
}

/// The number that a word begins with: `14`, `8th`.
fn number(word: &str) -> Option<u32> {
    let digits: String = word.chars().map(ascii_digit).take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

impl Said {
    fn has(&self, list: &Phrases, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| list.has(word))
    }

    fn is_number_below(&self, most: u32, at: usize) -> bool {
        self.numbers.get(at).copied().flatten().is_some_and(|number| (1..most).contains(&number))
    }

    /// Whether the word here is an age below eighteen, of a child or her own.
    fn is_young(&self, at: usize) -> bool {
        let lists = &*LISTS;
        if !self.is_number_below(18, at) {
            return false;
        }
        let before =
            |list: &Phrases, reach: usize| (at.saturating_sub(reach)..at).any(|at| self.has(list, at));
        if !self.has(&lists.year, at + 1) || self.has(&lists.passed, at + 2) {
            // `umar 14`, `aged 14`
            return before(&lists.age, 1);
        }
        let after = |list: &Phrases| (at + 2..at + 2 + AFTER).any(|at| self.has(list, at));
        let own = self.has(&lists.of, at + 2) && (self.has(&lists.own, at + 3) || before(&lists.own, 1));
        before(&lists.child, BEFORE) || after(&lists.child) || before(&lists.age, 2) || own
    }

    /// Whether a school class stands here: `class 8`, `8th class`.
    fn is_class(&self, at: usize) -> bool {
        let school = |at: usize| self.is_number_below(13, at);
        self.has(&LISTS.class, at) && (school(at + 1) || at.checked_sub(1).is_some_and(school))
    }
}

#[cfg(test)]
#[path = "tests/minor.rs"]
mod tests;
