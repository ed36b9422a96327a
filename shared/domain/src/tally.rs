//! What is counted, and for whom. Each event that a figure counts is one
//! [`Row`], kept so that the figure can be opened down to it; the sum of a
//! month's rows, kept beside them in the same transaction, is a [`Tally`].
//! Both come out of [`rows`] and [`Counts::add`] alone, so that a recount is
//! the same sum once more.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::category::Category;
use crate::complaint::{Complaint, Happening, HistoryEntry};
pub use crate::counted::Counted;
use crate::ids::{AreaId, OfficeId, OfficerId};
use crate::month::Month;
use crate::policy::Policy;
use crate::reference::Reference;

/// One counted event. Holds nothing that names her.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// As what it counts.
    pub counted: Counted,
    /// When.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub at: DateTime<Utc>,
    /// Of which complaint.
    pub reference: Reference,
    /// Of what nature the complaint was then.
    pub category: Category,
    /// Where, if she said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub area: Option<AreaId>,
    /// Where they sat.
    pub office: OfficeId,
    /// Who answers for it: who held the complaint, or claimed the disposal.
    pub officer: OfficerId,
    /// For an acknowledgement: minutes since the registration.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub minutes: Option<u64>,
}

impl Row {
    /// In which tally it is counted.
    #[must_use]
    pub fn key(&self) -> TallyKey {
        TallyKey {
            month: Month::of(self.at),
            category: self.category,
            area: self.area.clone(),
            office: self.office.clone(),
            officer: self.officer.clone(),
        }
    }
}

/// Whose events are counted together: so many rows a month, however many
/// complaints there are.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TallyKey {
    /// In which month it happened.
    pub month: Month,
    /// Of what nature.
    pub category: Category,
    /// Where, if she said.
    pub area: Option<AreaId>,
    /// Of which office.
    pub office: OfficeId,
    /// Of which officer.
    pub officer: OfficerId,
}

/// How often what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    events: [u64; Counted::ALL.len()],
    /// The sum of the minutes to each acknowledgement.
    pub acknowledged_minutes: u64,
}

impl Counts {
    /// The attribute that holds [`Counts::acknowledged_minutes`].
    pub const MINUTES: &'static str = "acknowledged_minutes";

    /// How often this happened.
    #[must_use]
    pub fn of(&self, counted: Counted) -> u64 {
        self.events.get(counted as usize).copied().unwrap_or_default()
    }

    /// Disposals, in time or late.
    #[must_use]
    pub fn disposed(&self) -> u64 {
        self.of(Counted::DisposedInTime) + self.of(Counted::DisposedLate)
    }

    /// Disposals that she was heard on, and of these, those that were untrue.
    #[must_use]
    pub fn answered(&self) -> (u64, u64) {
        let untrue = self.of(Counted::Denied) + self.of(Counted::CalledBackUntrue);
        (untrue + self.of(Counted::Confirmed) + self.of(Counted::CalledBackConfirmed), untrue)
    }

    /// Counts an event.
    pub fn count(&mut self, row: &Row) {
        self.raise(row.counted, 1);
        self.acknowledged_minutes += row.minutes.unwrap_or_default();
    }

    /// Adds so many of one event.
    pub fn raise(&mut self, counted: Counted, by: u64) {
        if let Some(count) = self.events.get_mut(counted as usize) {
            *count += by;
        }
    }

    /// Adds others.
    pub fn add(&mut self, other: &Self) {
        for counted in Counted::ALL {
            self.raise(counted, other.of(counted));
        }
        self.acknowledged_minutes += other.acknowledged_minutes;
    }

    /// What is not zero, by attribute.
    pub fn attributes(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let events = Counted::ALL.map(|counted| (counted.as_str(), self.of(counted)));
        events.into_iter().chain([(Self::MINUTES, self.acknowledged_minutes)]).filter(|(_, n)| *n > 0)
    }

    /// The counts that these attributes hold; a name that is not known is passed over.
    #[must_use]
    pub fn from_attributes<'a>(attributes: impl IntoIterator<Item = (&'a str, u64)>) -> Self {
        let mut counts = Self::default();
        for (name, number) in attributes {
            match Counted::from_name(name) {
                Some(counted) => counts.raise(counted, number),
                None if name == Self::MINUTES => counts.acknowledged_minutes += number,
                None => {}
            }
        }
        counts
    }
}

/// The events of one month of one officer, category and area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Whose.
    pub key: TallyKey,
    /// How many.
    pub counts: Counts,
}

/// What one change of a complaint adds to what is counted: for each row the
/// place of its line in `history`; an acknowledgement that lay in another
/// action has none.
///
/// `before` is the complaint as it was, `after` as it is; of `history` only
/// the lines of this complaint count.
#[must_use]
pub fn rows(
    before: Option<&Complaint>,
    after: &Complaint,
    history: &[HistoryEntry],
    policy: &Policy,
) -> Vec<(Option<usize>, Row)> {
    let own = history.iter().enumerate().filter(|(_, entry)| entry.reference == after.reference);
    let counted = own.filter_map(|(place, entry)| {
        let counted = Counted::of(entry, before, after)?;
        let officer = counted.answerable(before, after);
        Some((Some(place), row(counted, entry.at, after, officer, policy)))
    });
    let mut rows: Vec<_> = counted.collect();
    if let Some((at, minutes)) = acknowledgement(before, after) {
        let named = |entry: &HistoryEntry| {
            entry.reference == after.reference && entry.event == Happening::Acknowledged
        };
        let acknowledged = row(Counted::Acknowledged, at, after, &after.officer, policy);
        rows.push((history.iter().position(named), Row { minutes: Some(minutes), ..acknowledged }));
    }
    rows
}

/// The first acknowledgement, if this change made it: when, and after how many minutes.
fn acknowledgement(before: Option<&Complaint>, after: &Complaint) -> Option<(DateTime<Utc>, u64)> {
    let at = after.acknowledged_at?;
    let is_new = before.is_none_or(|before| before.acknowledged_at.is_none());
    let minutes = (at - after.registered_at).num_minutes();
    is_new.then(|| (at, u64::try_from(minutes).unwrap_or_default()))
}

fn row(
    counted: Counted,
    at: DateTime<Utc>,
    complaint: &Complaint,
    officer: &OfficerId,
    policy: &Policy,
) -> Row {
    Row {
        counted,
        at,
        reference: complaint.reference.clone(),
        category: complaint.category,
        area: complaint.area.clone(),
        office: office_of(officer, policy),
        officer: officer.clone(),
        minutes: None,
    }
}

/// The office of an officer. Who is not in the policy any more has none: such
/// are counted together.
#[must_use]
pub fn office_of(officer: &OfficerId, policy: &Policy) -> OfficeId {
    policy.officer(officer).map_or_else(|| OfficeId::new("none"), |officer| officer.office.clone())
}

/// The tallies of rows: the recount of any figure.
pub fn recount<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<Tally> {
    let mut sums: BTreeMap<TallyKey, Counts> = BTreeMap::new();
    for row in rows {
        sums.entry(row.key()).or_default().count(row);
    }
    sums.into_iter().map(|(key, counts)| Tally { key, counts }).collect()
}

#[cfg(test)]
#[path = "tests/tally.rs"]
pub(crate) mod tests;
