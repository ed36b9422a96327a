//! Conflict of interest: a complaint that accuses an officer or an office
//! reaches neither them nor anybody under them, on any way.
//!
//! The organisation is a tree in the policy. An officer reports to whom
//! `reports_to` names; without it to the head of their office; the head of an
//! office, and whoever has none above, to the District Magistrate. The head is
//! whom the office names, else its first officer of the highest rank. The tree
//! is read anew each time, so that a promotion counts from its day on.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::complaint::Complaint;
use crate::ids::{OfficeId, OfficerId};
use crate::policy::Policy;
use crate::roster::Officer;

/// Whom a complaint accuses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Accused {
    /// An officer.
    #[serde(rename = "o")]
    Officer(OfficerId),
    /// An office: all who sit there.
    #[serde(rename = "f")]
    Office(OfficeId),
}

/// So many are kept by name, for a complaint's item stays small.
const MOST: usize = 6;

/// Adds whom she accuses; whether that was news. More than six at once are the
/// whole district: the District Magistrate is named in their stead, so that it
/// goes to the appellate authority.
pub fn add(accused: &mut Vec<Accused>, more: Vec<Accused>, policy: &Policy) -> bool {
    let before = accused.clone();
    for one in more {
        if !accused.contains(&one) {
            accused.push(one);
        }
    }
    if accused.len() > MOST {
        *accused = vec![Accused::Officer(policy.dm().id.clone())];
    }
    *accused != before
}

/// Everybody who is kept away from what accuses these: they, and all under them.
#[must_use]
pub fn barred(policy: &Policy, accused: &[Accused]) -> BTreeSet<OfficerId> {
    let mut barred: BTreeSet<OfficerId> = BTreeSet::new();
    for one in accused {
        match one {
            Accused::Officer(id) => {
                barred.insert(id.clone());
            }
            Accused::Office(office) => {
                let staff = policy.officers().filter(|officer| officer.office == *office);
                barred.extend(staff.map(|officer| officer.id.clone()));
                barred.extend(policy.office(office).and_then(|office| office.head.clone()));
            }
        }
    }
    if !barred.is_empty() {
        let below = policy.officers().filter(|officer| is_under(policy, officer, &barred));
        let below: Vec<OfficerId> = below.map(|officer| officer.id.clone()).collect();
        barred.extend(below);
    }
    // Above the last there is nobody to whom it could go.
    if let Some(above) = &policy.appellate {
        barred.remove(&above.id);
    }
    barred
}

/// Whether somebody above this officer is among these.
fn is_under(policy: &Policy, officer: &Officer, above: &BTreeSet<OfficerId>) -> bool {
    let mut at = officer;
    // A line up is no longer than there are officers, whatever the data.
    for _ in 0..=policy.officers.len() {
        let Some(next) = senior(policy, at) else { return false };
        if above.contains(&next.id) {
            return true;
        }
        at = next;
    }
    false
}

/// To whom an officer reports; `None` at the top.
#[must_use]
pub fn senior<'a>(policy: &'a Policy, officer: &Officer) -> Option<&'a Officer> {
    let dm = policy.dm();
    if officer.id == dm.id {
        return None;
    }
    let named = officer.reports_to.as_ref().and_then(|id| policy.officer(id));
    let head = || head(policy, &officer.office).filter(|head| head.id != officer.id);
    Some(named.or_else(head).unwrap_or(dm))
}

/// Who heads an office: whom it names, else its first officer of the highest rank.
fn head<'a>(policy: &'a Policy, office: &OfficeId) -> Option<&'a Officer> {
    let named = policy.office(office).and_then(|office| office.head.as_ref());
    named.and_then(|id| policy.officer(id)).or_else(|| {
        let staff = policy.officers().filter(|officer| officer.office == *office);
        // Of equals `max_by_key` takes the last; the first of the file counts.
        staff.collect::<Vec<_>>().into_iter().rev().max_by_key(|officer| officer.role)
    })
}

impl Complaint {
    /// Whether this officer is kept away from it, as the policy stands now. No
    /// page, list, digest or export may show it to them.
    #[must_use]
    pub fn bars(&self, officer: &OfficerId, policy: &Policy) -> bool {
        !self.accused.is_empty() && barred(policy, &self.accused).contains(officer)
    }
}

#[cfg(test)]
#[path = "tests/conflict.rs"]
mod tests;
