//! Lists of phrases kept as data, a list a line, and found in folded words.

use std::ops::Range;

use crate::normalise::{Word, words};

/// Phrases of one kind.
#[derive(Debug, Clone, Default)]
pub(crate) struct Phrases(Vec<Phrase>);

#[derive(Debug, Clone)]
struct Phrase {
    words: Vec<Word>,
    /// Whether the last word may go on.
    goes_on: bool,
}

impl Phrases {
    /// The phrases of one list in a file of them: `list<TAB>phrase, phrase`.
    pub(crate) fn of(file: &str, list: &str) -> Self {
        let lines = file.lines().filter_map(|line| line.split_once('\t')).filter(|(name, _)| *name == list);
        Self(lines.flat_map(|(_, phrases)| phrases.split(',')).filter_map(Phrase::new).collect())
    }

    /// These phrases.
    pub(crate) fn new<'a>(phrases: impl IntoIterator<Item = &'a str>) -> Self {
        Self(phrases.into_iter().filter_map(Phrase::new).collect())
    }

    /// Whether a word is one of these.
    pub(crate) fn has(&self, word: &Word) -> bool {
        self.0.iter().any(|phrase| phrase.stands_in(std::slice::from_ref(word)))
    }

    /// Where these stand in what was said.
    pub(crate) fn find(&self, said: &[Word]) -> Vec<Range<usize>> {
        let here = |at: usize| {
            let rest = said.get(at..).unwrap_or_default();
            self.0
                .iter()
                .filter(|phrase| phrase.stands_in(rest))
                .map(move |phrase| at..at + phrase.words.len())
        };
        (0..said.len()).flat_map(here).collect()
    }
}

impl Phrase {
    fn new(text: &str) -> Option<Self> {
        let words = words(text);
        (!words.is_empty()).then(|| Self { words, goes_on: text.trim_end().ends_with('*') })
    }

    /// Whether what was said begins with it.
    fn stands_in(&self, said: &[Word]) -> bool {
        let Some(said) = said.get(..self.words.len()) else { return false };
        let last = self.words.len() - 1;
        self.words.iter().zip(said).enumerate().all(|(at, (known, word))| {
            let goes_on = at == last && self.goes_on && word.fold.starts_with(&known.fold);
            goes_on || sounds_like(known, word)
        })
    }
}

/// A long word is still known by its consonants.
fn sounds_like(known: &Word, word: &Word) -> bool {
    known.fold == word.fold || (known.skeleton.len() > 3 && known.skeleton == word.skeleton)
}
