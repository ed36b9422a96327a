//! Everything that can happen, in the past tense: the complainant's, the
//! officer's, the providers' and the clock's.

use chrono::NaiveDate;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::category::Category;
use crate::complainant::Complainant;
use crate::complaint::Outcome;
use crate::course::{CallBack, Outside, PauseReason};
use crate::delivery::Failure;
use crate::effect::OfficerSms;
use crate::ids::{AreaId, OfficerId};
use crate::message::{InboundMessage, ReplyAddress};
use crate::reference::Reference;
use crate::same_matter::SameMatter;
use crate::walk_in::WalkIn;

/// Something happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// She wrote.
    MessageReceived(Box<InboundMessage>),
    /// She, who is known under two names, wrote with both.
    IdentitiesJoined(IdentitiesJoined),
    /// A complaint was brought to the desk.
    WalkInRegistered(Box<WalkIn>),
    /// An officer acted on a complaint.
    OfficerActed(OfficerActed),
    /// Five wrong PINs were entered on an officer's link to a complaint.
    LinkLocked {
        /// The complaint.
        reference: Reference,
        /// Whose link.
        officer: OfficerId,
    },
    /// An SMS to an officer could not be sent.
    SmsFailed(OfficerSms),
    /// A WhatsApp message to an officer did not arrive, as the provider tells.
    StepFailed(StepFailed),
    /// Messages of ours did not reach her, as her provider tells.
    MessagesFailed(Vec<Failure>),
    /// Her provider tells whether she wants to be written to.
    WishTold {
        /// Whether she does.
        wanted: bool,
        /// Since when, if it tells.
        at: Option<DateTime<Utc>>,
    },
    /// A draft may have been left alone too long. The rule looks at the time.
    DraftAlarmRang,
    /// A complaint may have come to a limit. The rule looks at the time.
    ComplaintAlarmRang {
        /// The complaint.
        reference: Reference,
    },
}

/// One woman was known under two names, each with a state of its own. The state
/// that is decided on is that of the name which stays; the complaints are those
/// of both.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentitiesJoined {
    /// What was known under the other name.
    pub other: Box<Complainant>,
    /// The other name (a keyed hash): where her earlier complaints lie.
    pub other_key: String,
    /// The way in which she now wrote.
    pub address: ReplyAddress,
}

/// What an officer did, on which version of which complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerActed {
    /// Who.
    pub officer: OfficerId,
    /// On what.
    pub reference: Reference,
    /// The version of the complaint that the officer saw.
    pub seen_version: u64,
    /// What.
    pub action: Action,
}

/// What an officer may do.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Says that the complaint has been seen.
    Acknowledge,
    /// Reports what was done first.
    FirstAction {
        /// What was done.
        text: String,
    },
    /// Adds a note.
    Note {
        /// What it says.
        text: String,
    },
    /// Asks her something.
    Ask {
        /// The question.
        text: String,
    },
    /// Passes it to another officer.
    Transfer {
        /// To whom.
        to: OfficerId,
        /// Why.
        reason: String,
    },
    /// Claims that it is solved.
    Dispose {
        /// How.
        outcome: Outcome,
        /// In the officer's words.
        text: String,
    },
    /// Asks her something, and holds the disposal ladder back meanwhile.
    Pause {
        /// The question.
        text: String,
        /// Why the ladder should wait.
        reason: PauseReason,
        /// For how many days at most.
        days: u8,
    },
    /// Asks a senior for a later limit.
    RequestExtension {
        /// The day to whose close it is asked for, in Indian time.
        until: NaiveDate,
        /// Why.
        text: String,
    },
    /// Grants the later limit that was asked for.
    Consent {
        /// The interim reply that she is sent.
        text: String,
    },
    /// Refuses the later limit that was asked for.
    Refuse {
        /// Why.
        text: String,
    },
    /// Says that it is of another nature, or from elsewhere.
    Reclassify {
        /// What it is.
        category: Category,
        /// Where; `None` keeps what is known.
        area: Option<AreaId>,
        /// Why.
        text: String,
    },
    /// Hands it to the police or to 112, and stays answerable.
    HandOff {
        /// To whom.
        to: Outside,
        /// What was handed over.
        text: String,
        /// The number that they gave it, if they did at once.
        number: Option<String>,
    },
    /// Records the number of an FIR, a general diary entry or an event of 112.
    OutsideNumber {
        /// The number.
        number: String,
    },
    /// A senior wants it done sooner.
    Hasten {
        /// What is wanted.
        text: String,
    },
    /// A senior wants to know why.
    AskExplanation {
        /// What is to be explained.
        text: String,
    },
    /// A senior gives it to another officer.
    Reassign {
        /// To whom.
        to: OfficerId,
        /// Why.
        reason: String,
    },
    /// Somebody of the cell called her back after her silence.
    CallBack {
        /// What she says.
        found: CallBack,
        /// In the caller's words.
        text: String,
    },
    /// Tells her something, in the office's words.
    Reply {
        /// What she is told.
        text: String,
    },
    /// Somebody at the head opens what is with others, and says why.
    BreakGlass {
        /// Why.
        text: String,
    },
    /// It is the same matter as an earlier complaint of hers: both are answered
    /// there.
    Merge {
        /// The earlier complaint.
        into: Reference,
        /// Why.
        reason: SameMatter,
        /// What is to be said besides; may be empty.
        text: String,
    },
    /// It is another matter after all.
    Separate {
        /// Why.
        text: String,
    },
    /// Says that they have an interest in it: it moves on.
    DeclareConflict {
        /// What it is.
        text: String,
    },
}

impl Action {
    /// The name on the wire.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::FirstAction { .. } => "first_action",
            Self::Note { .. } => "note",
            Self::Ask { .. } => "ask",
            Self::Transfer { .. } => "transfer",
            Self::Dispose { .. } => "dispose",
            Self::Pause { .. } => "pause",
            Self::RequestExtension { .. } => "request_extension",
            Self::Consent { .. } => "consent",
            Self::Refuse { .. } => "refuse",
            Self::Reclassify { .. } => "reclassify",
            Self::HandOff { .. } => "hand_off",
            Self::OutsideNumber { .. } => "outside_number",
            Self::Hasten { .. } => "hasten",
            Self::AskExplanation { .. } => "explain",
            Self::Reassign { .. } => "reassign",
            Self::CallBack { .. } => "call_back",
            Self::Reply { .. } => "reply",
            Self::BreakGlass { .. } => "break_glass",
            Self::Merge { .. } => "merge",
            Self::Separate { .. } => "separate",
            Self::DeclareConflict { .. } => "declare_conflict",
        }
    }

    /// What the officer wrote.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Acknowledge => None,
            Self::FirstAction { text }
            | Self::Note { text }
            | Self::Ask { text }
            | Self::Dispose { text, .. }
            | Self::Pause { text, .. }
            | Self::RequestExtension { text, .. }
            | Self::Consent { text }
            | Self::Refuse { text }
            | Self::Reclassify { text, .. }
            | Self::HandOff { text, .. }
            | Self::Hasten { text }
            | Self::AskExplanation { text }
            | Self::Reply { text }
            | Self::BreakGlass { text }
            | Self::Separate { text }
            | Self::DeclareConflict { text }
            | Self::CallBack { text, .. } => Some(text),
            Self::Transfer { reason, .. } | Self::Reassign { reason, .. } => Some(reason),
            Self::OutsideNumber { number } => Some(number),
            Self::Merge { text, .. } => Some(text.as_str()).filter(|text| !text.trim().is_empty()),
        }
    }

    /// The form's field that holds what the officer wrote.
    #[must_use]
    pub fn text_field(&self) -> &'static str {
        match self {
            Self::Transfer { .. } | Self::Reassign { .. } => "reason",
            Self::OutsideNumber { .. } => "number",
            _ => "text",
        }
    }

    /// The code chosen with it, by its name on the wire.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::Dispose { outcome, .. } => Some(outcome.as_str()),
            Self::Pause { reason, .. } => Some(reason.as_str()),
            Self::Reclassify { category, .. } => Some(category.as_str()),
            Self::HandOff { to, .. } => Some(to.as_str()),
            Self::CallBack { found, .. } => Some(found.as_str()),
            Self::Merge { reason, .. } => Some(reason.as_str()),
            _ => None,
        }
    }

    /// Whether it may concern another complaint of hers too, which then must be
    /// known when it is decided on.
    #[must_use]
    pub fn concerns_others(&self) -> bool {
        matches!(self, Self::Merge { .. } | Self::Separate { .. } | Self::CallBack { .. })
    }
}

impl std::fmt::Debug for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Action({})", self.name())
    }
}

/// A WhatsApp message of a ladder's step that did not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepFailed {
    /// About which complaint it was.
    pub reference: Reference,
    /// Whom it was to tell.
    pub officer: OfficerId,
    /// What failed: counts once, for ever.
    pub failure: Failure,
}
