//! What is counted, and for whom. Each event that a figure counts is one
//! [`Row`], kept so that the figure can be opened down to it; the sum of a
//! month's rows, kept beside them in the same transaction, is a [`Tally`].
//! Both come out of [`rows`] and [`Counts::add`] alone, so that a recount is
//! the same sum once more.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::category::Category;
use crate::complaint::{Complaint, Happening, HistoryEntry};
use crate::ids::{AreaId, EscalationLevel, OfficeId, OfficerId};
use crate::month::Month;
use crate::policy::Policy;
use crate::reference::Reference;

/// An event that is counted. The names are those of the attributes and keys
/// in the table: none may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// A complaint got its number.
    Registered,
    /// An officer acted on it for the first time.
    Acknowledged,
    /// An officer said that it was solved, within the limit.
    DisposedInTime,
    /// The same, beyond the limit.
    DisposedLate,
    /// She said that it was true.
    Confirmed,
    /// She said that it was not.
    Denied,
    /// Nobody heard from her.
    ClosedUnconfirmed,
    /// Called back, she said that it was true.
    CalledBackConfirmed,
    /// Called back, she said that it was not.
    CalledBackUntrue,
    /// Called back, and not reached.
    CalledBackUnreached,
    /// It climbed to the supervisor.
    #[serde(rename = "escalated_1")]
    Escalated1,
    /// It climbed to the cell in-charge.
    #[serde(rename = "escalated_2")]
    Escalated2,
    /// It climbed to the District Magistrate.
    #[serde(rename = "escalated_3")]
    Escalated3,
}

impl Counted {
    /// All that is counted.
    pub const ALL: [Self; 13] = [
        Self::Registered,
        Self::Acknowledged,
        Self::DisposedInTime,
        Self::DisposedLate,
        Self::Confirmed,
        Self::Denied,
        Self::ClosedUnconfirmed,
        Self::CalledBackConfirmed,
        Self::CalledBackUntrue,
        Self::CalledBackUnreached,
        Self::Escalated1,
        Self::Escalated2,
        Self::Escalated3,
    ];

    /// The name in the table and in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Acknowledged => "acknowledged",
            Self::DisposedInTime => "disposed_in_time",
            Self::DisposedLate => "disposed_late",
            Self::Confirmed => "confirmed",
            Self::Denied => "denied",
            Self::ClosedUnconfirmed => "closed_unconfirmed",
            Self::CalledBackConfirmed => "called_back_confirmed",
            Self::CalledBackUntrue => "called_back_untrue",
            Self::CalledBackUnreached => "called_back_unreached",
            Self::Escalated1 => "escalated_1",
            Self::Escalated2 => "escalated_2",
            Self::Escalated3 => "escalated_3",
        }
    }

    /// The one with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|counted| counted.as_str() == name)
    }

    /// As what a line of history counts. An acknowledgement may lie in any
    /// action, and is found by [`rows`].
    fn of(entry: &HistoryEntry, complaint: &Complaint) -> Option<Self> {
        match entry.event {
            Happening::Registered => Some(Self::Registered),
            Happening::Disposed if entry.at <= complaint.due_at => Some(Self::DisposedInTime),
            Happening::Disposed => Some(Self::DisposedLate),
            Happening::Confirmed => Some(Self::Confirmed),
            Happening::Denied => Some(Self::Denied),
            Happening::ClosedUnconfirmed => Some(Self::ClosedUnconfirmed),
            Happening::CalledBackConfirmed => Some(Self::CalledBackConfirmed),
            Happening::CalledBackUntrue => Some(Self::CalledBackUntrue),
            Happening::CalledBackUnreached => Some(Self::CalledBackUnreached),
            Happening::Escalated => entry.level.and_then(Self::climb),
            _ => None,
        }
    }

    /// Who answers for it: for a disposal and what became of it, whose claim
    /// it was; else who holds the complaint.
    fn answerable<'a>(self, before: Option<&'a Complaint>, after: &'a Complaint) -> &'a OfficerId {
        let then = before.and_then(|before| before.course.disposed_by.as_ref());
        let now = after.course.disposed_by.as_ref();
        let claimed = match self {
            Self::DisposedInTime | Self::DisposedLate => now,
            Self::Confirmed
            | Self::Denied
            | Self::ClosedUnconfirmed
            | Self::CalledBackConfirmed
            | Self::CalledBackUntrue
            | Self::CalledBackUnreached => then.or(now),
            _ => None,
        };
        claimed.unwrap_or(&after.officer)
    }

    fn climb(level: EscalationLevel) -> Option<Self> {
        match level.number() {
            1 => Some(Self::Escalated1),
            2 => Some(Self::Escalated2),
            3 => Some(Self::Escalated3),
            _ => None,
        }
    }
}

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

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
        let counted = Counted::of(entry, after)?;
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
