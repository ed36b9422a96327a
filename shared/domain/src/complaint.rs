//! A complaint: what the helpline promises, to whom, by when.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::category::Category;
use crate::conflict::Accused;
use crate::course::Course;
use crate::ids::{AreaId, CellId, EscalationLevel, OfficerId};
use crate::ladder::{Owed, SlaPolicy};
use crate::policy::Policy;
use crate::reference::Reference;

pub use crate::outcome::Outcome;

/// Where a complaint stands. Names on the wire are those of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Registered and taken to an officer.
    Registered,
    /// The officer has seen it.
    Acknowledged,
    /// Something has been done.
    InProgress,
    /// The officer asked her something. The clock runs on.
    AwaitingComplainant,
    /// An officer says that it is solved. A claim, until she confirms.
    Disposed,
    /// She says that it is solved.
    Closed,
    /// An officer says that it is solved, and she was silent.
    ClosedUnconfirmed,
}

impl Status {
    /// Whether the helpline still owes something: not disposed of, not closed.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Registered | Self::Acknowledged | Self::InProgress | Self::AwaitingComplainant)
    }

    /// Whether nothing more will happen unless she writes.
    #[must_use]
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Closed | Self::ClosedUnconfirmed)
    }
}

/// One step up the ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    /// The level reached.
    #[serde(rename = "l")]
    pub level: EscalationLevel,
    /// When.
    #[serde(rename = "t", with = "chrono::serde::ts_seconds")]
    pub at: DateTime<Utc>,
    /// Who answers at that level.
    #[serde(rename = "o")]
    pub officer: OfficerId,
}

/// How far each ladder has been climbed. A step fires once: the counters are
/// what makes a second sweep harmless.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Fired {
    /// Steps of the acknowledgement ladder.
    #[serde(rename = "a", default)]
    pub acknowledge: u8,
    /// Steps of the first-action ladder.
    #[serde(rename = "f", default)]
    pub first_action: u8,
    /// Steps of the disposal ladder.
    #[serde(rename = "d", default)]
    pub dispose: u8,
    /// Whether the reminder before the limit has gone.
    #[serde(rename = "r", default)]
    pub reminder: bool,
}

impl Fired {
    /// How many steps of this ladder have been climbed.
    #[must_use]
    pub fn of(self, owed: Owed) -> u8 {
        match owed {
            Owed::Acknowledgement => self.acknowledge,
            Owed::FirstAction => self.first_action,
            Owed::Disposal => self.dispose,
        }
    }

    /// Marks the step to this level as climbed.
    pub fn mark(&mut self, owed: Owed, level: EscalationLevel) {
        let counter = match owed {
            Owed::Acknowledgement => &mut self.acknowledge,
            Owed::FirstAction => &mut self.first_action,
            Owed::Disposal => &mut self.dispose,
        };
        *counter = (*counter).max(level.number());
    }
}

/// What an officer did last, so that the same press twice is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastAction {
    /// By whom.
    #[serde(rename = "o")]
    pub officer: OfficerId,
    /// What, with a digest of what was written.
    #[serde(rename = "k")]
    pub key: String,
    /// On which version of the complaint.
    #[serde(rename = "v")]
    pub version: u64,
}

/// One complaint. At most about 1 KB when stored: words and files live in
/// message items, the past in history items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    /// Grows by one with each change.
    pub version: u64,
    /// Under which of her names it is stored; the store sets it when it reads,
    /// and `None` is where she is herself.
    #[serde(skip)]
    pub key: Option<String>,
    /// What she is told, and every message names.
    pub reference: Reference,
    /// Whose.
    pub cell: CellId,
    /// Of what nature.
    pub category: Category,
    /// Where, if she said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub area: Option<AreaId>,
    /// Where it stands.
    pub status: Status,
    /// When it was registered: the start of every limit.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub registered_at: DateTime<Utc>,
    /// When it must be disposed of.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub due_at: DateTime<Utc>,
    /// Who is answerable. Stays answerable when it climbs.
    pub officer: OfficerId,
    /// Who else holds a live link: reached in another's stead.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub stand_ins: Vec<OfficerId>,
    /// Who opened it with a motive and without a part in it: they read her.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub readers: Vec<OfficerId>,
    /// How high it has climbed.
    pub level: EscalationLevel,
    /// The climbs.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub escalations: Vec<Escalation>,
    /// The limits and ladder in force when it was registered.
    pub terms: SlaPolicy,
    /// Which policy that was.
    pub policy_version: String,
    /// When an officer acknowledged it.
    #[serde(skip_serializing_if = "Option::is_none", with = "chrono::serde::ts_seconds_option", default)]
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// When an officer reported a first action.
    #[serde(skip_serializing_if = "Option::is_none", with = "chrono::serde::ts_seconds_option", default)]
    pub first_action_at: Option<DateTime<Utc>>,
    /// When an officer said that it was solved.
    #[serde(skip_serializing_if = "Option::is_none", with = "chrono::serde::ts_seconds_option", default)]
    pub disposed_at: Option<DateTime<Utc>>,
    /// How, as the officer says.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub outcome: Option<Outcome>,
    /// How far the ladders have been climbed.
    pub fired: Fired,
    /// When the District Magistrate is told again, once it has reached the top.
    #[serde(skip_serializing_if = "Option::is_none", with = "chrono::serde::ts_seconds_option", default)]
    pub daily_at: Option<DateTime<Utc>>,
    /// What an officer did last.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_action: Option<LastAction>,
    /// Whether she used a distress word, or triage heard danger.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub urgent: bool,
    /// What officers have set in motion: pause, request, hand-off.
    #[serde(default, rename = "k", skip_serializing_if = "Course::is_empty")]
    pub course: Course,
    /// Whether it concerns somebody under eighteen, and violence (POCSO Act, 2012).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub minor: bool,
    /// Whom it accuses: it reaches neither them nor anybody under them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accused: Vec<Accused>,
}

impl Complaint {
    /// Whether this officer may open and act on the complaint: the one
    /// answerable, those it has climbed to, and those reached in their stead;
    /// never one whom it accuses, nor anybody under them as the policy stands now.
    #[must_use]
    pub fn admits(&self, officer: &OfficerId, policy: &Policy) -> bool {
        self.involves(officer) && !self.bars(officer, policy)
    }

    fn involves(&self, officer: &OfficerId) -> bool {
        self.officer == *officer
            || self.stand_ins.contains(officer)
            || self.escalations.iter().any(|escalation| escalation.officer == *officer)
    }
}

impl Complaint {
    /// Lets an officer in who is told of it without being answerable, so that
    /// whoever gets an SMS has a link that opens.
    pub(crate) fn admit(&mut self, officer: &OfficerId) {
        if !self.involves(officer) {
            self.stand_ins.push(officer.clone());
        }
    }
}

/// Who made something happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The complainant.
    Complainant,
    /// An officer.
    Officer(OfficerId),
    /// The sweeper.
    Clock,
    /// A provider that could not deliver.
    Provider,
}

/// What happened, in the past tense, as the history names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name says itself")]
pub enum Happening {
    Registered,
    Assigned,
    Acknowledged,
    FirstActionReported,
    NoteAdded,
    QuestionAsked,
    Answered,
    Transferred,
    Disposed,
    Confirmed,
    Denied,
    Reopened,
    ClosedUnconfirmed,
    Reminded,
    Breached,
    Escalated,
    HeldAtTop,
    Informed,
    OfficerNotified,
    OfficerUnreached,
    MessageUndelivered,
    Withheld,
    LinkLocked,
    ConflictFound,
    ConflictDeclared,
    Paused,
    Resumed,
    ExtensionRequested,
    ExtensionGranted,
    ExtensionRefused,
    Reclassified,
    HandedOff,
    OutsideNumberRecorded,
    OutsideNumberMissed,
    Hastened,
    Replied,
    GlassBroken,
    ExplanationAsked,
    Reassigned,
    DrawnForCallBack,
    CalledBackConfirmed,
    CalledBackUntrue,
    CalledBackUnreached,
    HolidayDeclared,
    Merged,
    Separated,
    ClosedTogether,
}

/// A limit that moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueMoved {
    /// What it was.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub old: DateTime<Utc>,
    /// What it is.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub new: DateTime<Utc>,
}

/// One line of a complaint's history. Immutable.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// Of which complaint.
    pub reference: Reference,
    /// What happened.
    pub event: Happening,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub actor: Actor,
    /// To whom it went, for an assignment, transfer or climb.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub officer: Option<OfficerId>,
    /// The level, for a climb.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub level: Option<EscalationLevel>,
    /// The code that was chosen: outcome, reason of a pause, to whom it was
    /// handed, the category that it was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<String>,
    /// The limit, where it moved.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due: Option<DueMoved>,
    /// The other complaint, where two are answered together or no more.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub other: Option<Reference>,
    /// What the officer wrote. Personal: encrypted at rest, never logged.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
}

impl std::fmt::Debug for HistoryEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HistoryEntry({}, {:?}, {})", self.reference, self.event, self.at)
    }
}
