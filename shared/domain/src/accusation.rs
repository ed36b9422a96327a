//! Whom her words accuse: an officer by name or designation, or an office,
//! together with a word that accuses. The words are data, in
//! `policy/accusations.tsv`; the names are those of the policy.
//!
//! To name an office accuses nobody, or no pension complaint could go to the
//! pension officer. Rather one too many is kept away from a complaint than one
//! too few: it goes to somebody else, and nobody need know why.

use std::ops::Range;
use std::sync::LazyLock;

use crate::conflict::Accused;
use crate::normalise::{Word, words};
use crate::phrases::Phrases;
use crate::policy::Policy;
use crate::roster::Officer;

const FILE: &str = include_str!("../policy/accusations.tsv");

/// So many words may stand between a name and a word that accuses by acting.
const NEAR: usize = 8;
/// Just after a name, or just before.
const JUST: usize = 3;
/// A subject stands at most so many words before its verb.
const SUBJECT: usize = 4;

struct Lists {
    after: Phrases,
    before: Phrases,
    money: Phrases,
    harm: Phrases,
    acts: Phrases,
    place: Phrases,
    told_after: Phrases,
    told_before: Phrases,
    other: Phrases,
    title: Phrases,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let of = |list| Phrases::of(FILE, list);
    Lists {
        after: of("after"),
        before: of("before"),
        money: of("money"),
        harm: of("harm"),
        acts: of("acts"),
        place: of("place"),
        told_after: of("told_after"),
        told_before: of("told_before"),
        other: of("other"),
        title: of("title"),
    }
});

/// The words that accuse, where they stand.
struct Heard {
    after: Vec<Range<usize>>,
    before: Vec<Range<usize>>,
    money: Vec<Range<usize>>,
    harm: Vec<Range<usize>>,
}

/// Whom a text accuses, by the policy's names; nobody where it only names.
#[must_use]
pub fn accused(text: &str, policy: &Policy) -> Vec<Accused> {
    let said = words(text);
    let lists = &*LISTS;
    let heard = Heard {
        after: lists.after.find(&said),
        before: lists.before.find(&said),
        money: lists.money.find(&said),
        harm: lists.harm.find(&said),
    };
    if [&heard.after, &heard.before, &heard.money, &heard.harm].iter().all(|found| found.is_empty()) {
        return Vec::new();
    }
    let is_accused = |names: Vec<Range<usize>>| names.iter().any(|name| heard.accuses(name, &said));
    let officers = policy
        .officers()
        .filter(|officer| is_accused(names_of(officer, &said)))
        .map(|officer| Accused::Officer(officer.id.clone()));
    let offices = policy
        .offices
        .iter()
        .filter(|office| {
            let names = [office.name.hi.as_str(), office.name.en.as_str()].into_iter();
            let called = office.called.iter().map(String::as_str);
            is_accused(Phrases::new(names.chain(called)).find(&said))
        })
        .map(|office| Accused::Office(office.id.clone()));
    officers.chain(offices).collect()
}

/// Where an officer is named: whole name, a designation that is enough, or
/// surname and designation together.
fn names_of(officer: &Officer, said: &[Word]) -> Vec<Range<usize>> {
    let mut found = Phrases::new(officer.called.iter().map(String::as_str)).find(said);
    found.retain(|at| !is_another(at, said));
    let posts = Phrases::new(officer.posts.iter().map(String::as_str)).find(said);
    for name in [&officer.name.hi, &officer.name.en] {
        let mut parts = words(name);
        while parts.first().is_some_and(|first| LISTS.title.has(first)) {
            parts.remove(0);
        }
        // A single name is anybody's.
        let Some(surname) = parts.last().filter(|_| parts.len() > 1) else { continue };
        for at in 0..said.len() {
            let here = said.get(at..at + parts.len());
            if here.is_some_and(|here| here.iter().zip(&parts).all(|(said, part)| said.fold == part.fold)) {
                found.push(at..at + parts.len());
            }
            if said.get(at).is_some_and(|word| word.fold == surname.fold) {
                let near = posts.iter().filter(|post| gap(post, &(at..at + 1)).is_some_and(|gap| gap < 2));
                found.extend(near.map(|post| post.start.min(at)..post.end.max(at + 1)));
            }
        }
    }
    found
}

/// Whether the designation is a lower one's: the additional, the deputy.
fn is_another(name: &Range<usize>, said: &[Word]) -> bool {
    let before = name.start.checked_sub(1).and_then(|at| said.get(at));
    before.is_some_and(|word| LISTS.other.has(word))
}

/// How many words stand between two places; `None` where they overlap.
fn gap(one: &Range<usize>, other: &Range<usize>) -> Option<usize> {
    other.start.checked_sub(one.end).or_else(|| one.start.checked_sub(other.end))
}

impl Heard {
    fn accuses(&self, name: &Range<usize>, said: &[Word]) -> bool {
        let follows =
            |word: &Range<usize>, most| word.start.checked_sub(name.end).is_some_and(|gap| gap < most);
        let precedes = |word: &Range<usize>| name.start.checked_sub(word.end).is_some_and(|gap| gap <= JUST);
        if self.after.iter().any(|word| follows(word, JUST)) || self.before.iter().any(precedes) {
            return true;
        }
        let next = said.get(name.end..).unwrap_or_default();
        let is = |list: &Phrases, most: usize| next.iter().take(most).any(|word| list.has(word));
        let told = name.start.checked_sub(1).into_iter().chain(name.start.checked_sub(2));
        let told_before = told.filter_map(|at| said.get(at)).any(|word| LISTS.told_before.has(word));
        if told_before || is(&LISTS.told_after, 1) {
            return false;
        }
        let acts = is(&LISTS.acts, JUST);
        let place = is(&LISTS.place, 2);
        let near = |word: &&Range<usize>| gap(word, name).is_some_and(|gap| gap <= NEAR);
        let money = self.money.iter().filter(near).any(|word| acts || place || follows(word, SUBJECT));
        let harm = self
            .harm
            .iter()
            .filter(near)
            .any(|word| acts || (!is(&LISTS.place, 1) && follows(word, SUBJECT)));
        money || harm
    }
}

#[cfg(test)]
#[path = "tests/accusation.rs"]
mod tests;
