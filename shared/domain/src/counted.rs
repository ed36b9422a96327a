//! Which events are counted, and who answers for each.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::complaint::{Complaint, Happening, HistoryEntry};
use crate::ids::{EscalationLevel, OfficerId};

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
    /// It is answered with an earlier complaint of the same matter: it leaves
    /// what is open, and is never counted as disposed of.
    Merged,
    /// It is answered by itself again: it comes back to what is open.
    Separated,
}

impl Counted {
    /// All that is counted.
    pub const ALL: [Self; 15] = [
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
        Self::Merged,
        Self::Separated,
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
            Self::Merged => "merged",
            Self::Separated => "separated",
        }
    }

    /// The one with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|counted| counted.as_str() == name)
    }

    /// As what a line of history counts. An acknowledgement may lie in any
    /// action, and is found by [`crate::tally::rows`].
    pub(crate) fn of(
        entry: &HistoryEntry,
        before: Option<&Complaint>,
        complaint: &Complaint,
    ) -> Option<Self> {
        let was_merged = before.is_some_and(|before| before.course.merged.is_some());
        match entry.event {
            // Both histories say it; it is counted for the later complaint.
            Happening::Merged => complaint.course.merged.is_some().then_some(Self::Merged),
            Happening::Separated => was_merged.then_some(Self::Separated),
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
    pub(crate) fn answerable<'a>(self, before: Option<&'a Complaint>, after: &'a Complaint) -> &'a OfficerId {
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
