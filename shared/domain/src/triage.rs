//! Triage: what a first message is about, and whether it cannot wait.
//!
//! Each word of the text is folded and looked up in the lexicon; rules say which
//! concepts near each other mean what. A rule knows concepts, never sentences.
//! Violence wins on strong words wherever they stand; among the others the
//! strongest noun decides, and of equals the first. The answer is a suggestion:
//! she confirms the category, but violence need not wait for that.

use crate::category::Category;
use crate::normalise::{Word, words};
use crate::triage_concept::{Concept, Marks};
use crate::triage_context::refine;
use crate::triage_rules::{RULES, Rule};
use crate::triage_train::score;
use crate::words::cries_out;

/// What the rules alone say.
#[cfg(test)]
fn by_rules(text: &str) -> Triage {
    let mut said = triage(text);
    if said.rules.last() == Some(&MODEL) {
        said.rules.pop();
        said.urgent = false;
    }
    said
}

/// What triage says of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Triage {
    /// The likely category; [`Category::Other`] where no rule speaks.
    pub category: Category,
    /// Whether immediate action is called for.
    pub urgent: bool,
    /// The rules that spoke, by name, in the order of the rule table. Nothing
    /// of the text.
    pub rules: Vec<&'static str>,
}

/// From here on violence wins whatever else the text is about.
const CERTAIN: u32 = 8;

/// Up to here a rule only hints.
const HINT: u32 = 2;

/// The name under which the model speaks, among the rules'.
const MODEL: &str = "model";

/// Above this the model raises what the rules took for harmless: odds of some
/// seven to one. It was chosen by cross-validation, which the tests repeat.
const SURE: f32 = 48.0;

/// Fewer words are for the rules alone: a name or a greeting sounds like anything.
const FEWEST: usize = 3;

/// Says what a text is about. The rules speak first; the model, a table of
/// weights, may then raise and never lower.
#[must_use]
pub fn triage(text: &str) -> Triage {
    let said = words(text);
    let mut marks: Vec<Marks> = said.iter().map(look_up).collect();
    refine(&said, &mut marks);
    let mut tally = Tally::default();
    if cries_out(text, &said) {
        tally.add("cry_for_help", Category::Violence, CERTAIN, 0);
    }
    for rule in RULES {
        if let Some(at) = find(rule, &said, &marks) {
            tally.add(rule.name, rule.category, rule.weight, at);
        }
    }
    let mut verdict = tally.verdict();
    if !verdict.urgent && said.len() >= FEWEST && score(&WEIGHTS, &said) > SURE {
        verdict.rules.push(MODEL);
        (verdict.category, verdict.urgent) = (Category::Violence, true);
    }
    verdict
}

/// What the rules found, as it comes.
#[derive(Default)]
struct Tally {
    rules: Vec<&'static str>,
    violence: u32,
    /// The best of the others: weight, where it stands, category.
    best: Option<(u32, usize, Category)>,
}

impl Tally {
    fn add(&mut self, name: &'static str, category: Category, weight: u32, at: usize) {
        self.rules.push(name);
        if category == Category::Violence {
            // A hint counts where nothing stronger is heard; it does not tip a balance.
            if weight > HINT || self.violence == 0 {
                self.violence += weight;
            }
            return;
        }
        let better =
            |(most, first, _): (u32, usize, Category)| weight > most || (weight == most && at < first);
        if self.best.is_none_or(better) {
            self.best = Some((weight, at, category));
        }
    }

    fn verdict(self) -> Triage {
        let rest = self.best.map_or(0, |(weight, ..)| weight);
        let urgent = self.violence >= CERTAIN || (self.violence > 0 && self.violence >= rest);
        let category = match self.best {
            _ if urgent => Category::Violence,
            Some((.., category)) => category,
            None => Category::Other,
        };
        Triage { category, urgent, rules: self.rules }
    }
}

/// Where a rule's first group stands with all the others near it and nothing
/// that makes it mild.
fn find(rule: &Rule, said: &[Word], marks: &[Marks]) -> Option<usize> {
    let (key, others) = rule.near.split_first()?;
    marks.iter().enumerate().position(|(at, here)| {
        let around = |reach: usize| at.saturating_sub(reach)..(at + reach + 1).min(marks.len());
        let near = |group: &Marks| {
            around(rule.within).any(|other| other != at && marks.get(other).is_some_and(|m| m & group != 0))
        };
        let mild = || {
            let reach = rule.within.max(MILD_REACH);
            marks.get(around(reach)).unwrap_or_default().iter().any(|m| m & rule.unless != 0)
        };
        here & key != 0
            && others.iter().all(near)
            && !mild()
            && !(rule.category == Category::Violence && is_denied(said, marks, at))
    })
}

/// How far a word that makes another mild is heard, in words.
const MILD_REACH: usize = 4;

/// Whether the word here is denied: `koi marpit nahi`, `no violence`, `marta
/// nahi hai`. A `nahi` that belongs to another verb denies nothing.
fn is_denied(said: &[Word], marks: &[Marks], at: usize) -> bool {
    const DENIABLE: Marks = Concept::Beat.mark()
        | Concept::Strike.mark()
        | Concept::Threat.mark()
        | Concept::Quarrel.mark()
        | Concept::Dowry.mark();
    let has = |index: Option<usize>, concept: Concept| {
        index.and_then(|index| marks.get(index)).is_some_and(|m| m & concept.mark() != 0)
    };
    if !has_any(marks, at, DENIABLE) {
        return false;
    }
    let before = |by: usize| at.checked_sub(by);
    let any = has(before(1), Concept::Any) || has(before(2), Concept::Any);
    let not_after = has(Some(at + 1), Concept::Not) || has(Some(at + 2), Concept::Not);
    // `no` alone is both: in Hindi a `nahi` before belongs to what came before.
    let english_not = has(before(1), Concept::Not) && has(before(1), Concept::Any);
    let is_not = has(Some(at + 1), Concept::Not)
        && said.get(at + 2).is_none_or(|word| {
            matches!(word.fold.as_str(), "hai" | "hain" | "he" | "h" | "ha" | "ta" | "te")
        });
    (any && not_after) || english_not || is_not
}

fn has_any(marks: &[Marks], at: usize, wanted: Marks) -> bool {
    marks.get(at).is_some_and(|m| m & wanted != 0)
}

// The folded lexicon: `FOLDS` (spelling, whether longer words count too,
// concepts) and `SKELETONS` (consonants, concepts), each sorted.
include!(concat!(env!("OUT_DIR"), "/folded_lexicon.rs"));
// The model: `WEIGHTS`, a byte a bucket.
include!(concat!(env!("OUT_DIR"), "/model.rs"));

/// All concepts of a word.
fn look_up(word: &Word) -> Marks {
    let mut marks = 0;
    for length in 1..=word.fold.len() {
        let Some(beginning) = word.fold.get(..length) else { continue };
        let from = FOLDS.partition_point(|(fold, ..)| *fold < beginning);
        let same = FOLDS.iter().skip(from).take_while(|(fold, ..)| *fold == beginning);
        for (_, longer, mark) in same {
            if *longer || length == word.fold.len() {
                marks |= mark;
            }
        }
    }
    match SKELETONS.binary_search_by(|(skeleton, _)| (*skeleton).cmp(&word.skeleton)) {
        Ok(at) => marks | SKELETONS.get(at).map_or(0, |(_, mark)| *mark),
        Err(_) => marks,
    }
}

#[cfg(test)]
#[path = "tests/triage.rs"]
mod tests;
