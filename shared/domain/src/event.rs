//! Everything that can happen, in the past tense: the complainant's, the
//! officer's, the providers' and the clock's.

use serde::{Deserialize, Serialize};

use crate::complaint::Outcome;
use crate::effect::OfficerSms;
use crate::ids::OfficerId;
use crate::message::InboundMessage;
use crate::reference::Reference;

/// Something happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// She wrote.
    MessageReceived(Box<InboundMessage>),
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
    /// A draft may have been left alone too long. The rule looks at the time.
    DraftAlarmRang,
    /// A complaint may have come to a limit. The rule looks at the time.
    ComplaintAlarmRang {
        /// The complaint.
        reference: Reference,
    },
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
            | Self::Dispose { text, .. } => Some(text),
            Self::Transfer { reason, .. } => Some(reason),
        }
    }
}

impl std::fmt::Debug for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Action({})", self.name())
    }
}
