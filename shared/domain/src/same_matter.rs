//! Two complaints of one woman about the same matter: the later one is answered
//! with the earlier. It stays a complaint with its number, its words and its
//! clock; it only sends nothing of its own while the other answers for both.
//!
//! Here is what is kept of it, and who answers; the rules are in `merge`.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::complaint::Complaint;
use crate::decision::State;
use crate::reference::Reference;

/// How often the clock looks whether the earlier complaint still answers.
pub const WATCHED_EVERY: TimeDelta = TimeDelta::days(7);
/// So many are answered with one at most, for a complaint's item stays small.
pub const MOST_WITH: usize = 6;

/// With which complaint another one is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// The earlier complaint.
    #[serde(rename = "i")]
    pub into: Reference,
    /// When the clock next looks whether that one still answers. If ever it did
    /// not, this one would climb again by itself.
    #[serde(rename = "w", with = "chrono::serde::ts_seconds")]
    pub watch_at: DateTime<Utc>,
}

/// Why two complaints are one matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SameMatter {
    /// She tells of the same event.
    SameEvent,
    /// She asks for the same thing.
    SameRequest,
    /// She asks how the earlier one stands.
    Reminder,
    /// It was registered twice by mistake.
    Mistake,
}

impl SameMatter {
    /// All reasons, in the order of the form.
    pub const ALL: [Self; 4] = [Self::SameEvent, Self::SameRequest, Self::Reminder, Self::Mistake];

    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SameEvent => "same_event",
            Self::SameRequest => "same_request",
            Self::Reminder => "reminder",
            Self::Mistake => "mistake",
        }
    }

    /// The reason with this name on the wire.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == name)
    }
}

/// Why two complaints cannot be answered together. Safe to show to the officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Apart {
    /// The other is no open complaint of hers that was registered before.
    #[error("choose an open complaint of hers that was registered before this one and is not merged itself")]
    NotEarlier,
    /// The officer may not see the other, or not act on both.
    #[error("the other complaint is not open to you: both must be")]
    NotYours,
    /// They are of different categories.
    #[error("the two are of different categories: change the category of one first")]
    Category,
    /// The later one is violence, the earlier is not.
    #[error("this one is violence: change the category of the earlier one to violence first")]
    Violence,
    /// She was asked something on it, or a number of the police or 112 is owed.
    #[error("it waits for her answer or for an outside number: bring that to an end first")]
    Waits,
    /// Others are answered with it.
    #[error("others are answered with it: separate those first")]
    HasOthers,
    /// As many are answered with the other as may be.
    #[error("too many are answered with that one already")]
    Full,
}

impl Apart {
    /// All reasons.
    pub const ALL: [Self; 7] = [
        Self::NotEarlier,
        Self::NotYours,
        Self::Category,
        Self::Violence,
        Self::Waits,
        Self::HasOthers,
        Self::Full,
    ];
}

impl Complaint {
    /// The earlier complaint that it is answered with, if it is.
    #[must_use]
    pub fn merged_into(&self) -> Option<&Reference> {
        self.course.merged.as_ref().map(|merged| &merged.into)
    }

    /// Whether it is answered with another, or another with it: what becomes of
    /// one then concerns the other.
    #[must_use]
    pub fn is_one_of_several(&self) -> bool {
        self.course.merged.is_some() || !self.course.with.is_empty()
    }

    /// Whether another complaint, by its state alone, may be answered with this
    /// one: this is the earlier, and answers for itself. Of two registered at
    /// the same second the number decides.
    #[must_use]
    pub fn may_answer_for(&self, later: &Self) -> bool {
        let order = |it: &Self| (it.registered_at, it.reference.as_str().to_owned());
        self.status.is_open() && self.course.merged.is_none() && order(self) < order(later)
    }
}

impl State {
    /// The complaint that answers for this number: itself, or the earlier one
    /// that it is answered with.
    #[must_use]
    pub fn answering(&self, reference: &Reference) -> Option<&Complaint> {
        let named = self.complaint(reference)?;
        Some(named.merged_into().and_then(|into| self.complaint(into)).unwrap_or(named))
    }

    /// To which number a message belongs that was written to this one: what
    /// belongs to a merged complaint belongs to the one that answers for it.
    pub(crate) fn number_answering(&self, number: Option<Reference>) -> Option<Reference> {
        let answers = number.as_ref().and_then(|number| self.answering(number));
        answers.map(|complaint| complaint.reference.clone()).or(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_on_the_wire_come_back() {
        assert!(SameMatter::ALL.iter().all(|it| SameMatter::from_name(it.as_str()) == Some(*it)));
        assert_eq!(SameMatter::from_name(""), None);
    }
}
