//! Whether her words say that somebody under eighteen is concerned (POCSO Act,
//! 2012). The words are data, in `policy/minors.tsv`.

use std::sync::LazyLock;

use crate::normalise::{Word, words};
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

/// Whether a text says that somebody under eighteen is concerned.
#[must_use]
pub fn concerns_minor(text: &str) -> bool {
    let said = words(text);
    let small = |end: usize| said.get(end).is_some_and(|word| LISTS.small.has(word));
    LISTS.word.find(&said).into_iter().any(|found| !small(found.end))
        || (0..said.len()).any(|at| is_young(&said, at) || is_class(&said, at))
}

/// The number that a word begins with: `14`, `8th`.
fn number(word: &Word) -> Option<u32> {
    let digits = word.fold.len() - word.fold.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    word.fold.get(..digits)?.parse().ok()
}

/// Whether the word here is an age below eighteen, of a child or her own.
fn is_young(said: &[Word], at: usize) -> bool {
    let lists = &*LISTS;
    let has = |list: &Phrases, at: usize| said.get(at).is_some_and(|word| list.has(word));
    let young = said.get(at).and_then(number).is_some_and(|years| (1..18).contains(&years));
    if !young || !has(&lists.year, at + 1) || has(&lists.passed, at + 2) {
        // `umar 14`, `aged 14`
        return young && at.checked_sub(1).is_some_and(|before| has(&lists.age, before));
    }
    let before = |list: &Phrases, reach: usize| (at.saturating_sub(reach)..at).any(|at| has(list, at));
    let after = |list: &Phrases| (at + 2..at + 2 + AFTER).any(|at| has(list, at));
    let own = has(&lists.of, at + 2) && (has(&lists.own, at + 3) || before(&lists.own, 1));
    before(&lists.child, BEFORE) || after(&lists.child) || before(&lists.age, 2) || own
}

/// Whether a school class stands here: `class 8`, `8th class`.
fn is_class(said: &[Word], at: usize) -> bool {
    let school = |at: usize| said.get(at).and_then(number).is_some_and(|class| (1..13).contains(&class));
    said.get(at).is_some_and(|word| LISTS.class.has(word))
        && (school(at + 1) || at.checked_sub(1).is_some_and(school))
}

#[cfg(test)]
#[path = "tests/minor.rs"]
mod tests;
