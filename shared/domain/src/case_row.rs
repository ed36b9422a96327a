//! A complaint as lists show it, and which list it stands on. Holds nothing of
//! hers but the number.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::category::Category;
use crate::complaint::{Complaint, Status};
use crate::conflict::{self, Accused};
use crate::ids::{AreaId, EscalationLevel, OfficeId, OfficerId};
use crate::policy::Policy;
use crate::reference::Reference;
use crate::tally;

/// A list on which complaints stand, each on one at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum List {
    /// The helpline owes something.
    Open,
    /// Disposed of, and waiting for her word.
    Disposed,
    /// Closed without her word, and drawn for a call-back that has not reached her.
    CallBack,
}

impl List {
    /// The list of a complaint; `None` where it stands on none.
    #[must_use]
    pub fn of(complaint: &Complaint) -> Option<Self> {
        match complaint.status {
            // The one that answers for it stands there.
            _ if complaint.course.merged.is_some() => None,
            status if status.is_open() => Some(Self::Open),
            Status::Disposed => Some(Self::Disposed),
            _ if complaint.awaits_call_back() => Some(Self::CallBack),
            _ => None,
        }
    }

    /// The name in the table.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Disposed => "disposed",
            Self::CallBack => "callback",
        }
    }
}

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    /// The number.
    pub reference: Reference,
    /// Of what nature.
    pub category: Category,
    /// Where, if she said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub area: Option<AreaId>,
    /// Of which office.
    pub office: OfficeId,
    /// Who is answerable.
    pub officer: OfficerId,
    /// How high it has climbed.
    pub level: EscalationLevel,
    /// Where it stands.
    pub status: Status,
    /// When it was registered.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub registered_at: DateTime<Utc>,
    /// When it must be disposed of.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub due_at: DateTime<Utc>,
    /// When an officer acknowledged it.
    #[serde(skip_serializing_if = "Option::is_none", with = "chrono::serde::ts_seconds_option", default)]
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// When an officer said that it was solved.
    #[serde(skip_serializing_if = "Option::is_none", with = "chrono::serde::ts_seconds_option", default)]
    pub disposed_at: Option<DateTime<Utc>>,
    /// Whether danger was heard.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub urgent: bool,
    /// Whom it accuses: they and all under them are not to see the line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accused: Vec<Accused>,
    /// Whether a message did not reach her, and nobody has acted since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub missed: bool,
    /// Whether an officer's SMS failed, and nobody has acted since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unreached: bool,
}

impl CaseRow {
    /// The line of a complaint.
    #[must_use]
    pub fn of(complaint: &Complaint, policy: &Policy) -> Self {
        Self {
            reference: complaint.reference.clone(),
            category: complaint.category,
            area: complaint.area.clone(),
            office: tally::office_of(&complaint.officer, policy),
            officer: complaint.officer.clone(),
            level: complaint.level,
            status: complaint.status,
            registered_at: complaint.registered_at,
            due_at: complaint.due_at,
            acknowledged_at: complaint.acknowledged_at,
            disposed_at: complaint.disposed_at,
            urgent: complaint.urgent,
            accused: complaint.accused.clone(),
            missed: complaint.course.missed,
            unreached: complaint.course.unreached,
        }
    }

    /// When this line comes on its list: open ones by limit, the others by disposal.
    #[must_use]
    pub fn order(&self) -> DateTime<Utc> {
        if self.status.is_open() { self.due_at } else { self.disposed_at.unwrap_or(self.due_at) }
    }

    /// Whether a list may show it to this officer: not one whom it accuses, nor
    /// anybody under them as the policy stands now.
    #[must_use]
    pub fn is_shown_to(&self, officer: &OfficerId, policy: &Policy) -> bool {
        self.accused.is_empty() || !conflict::barred(policy, &self.accused).contains(officer)
    }

    /// Whether its limit has passed.
    #[must_use]
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.due_at < now
    }
}
