//! What must be done in the world once a decision is stored. Effects are
//! values: they are recorded in the commit and carried out after it, at least
//! once. Every text names the complaint, so a double is harmless.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::OfficerId;
use crate::media::Media;
use crate::message::{Outgoing, ReplyAddress};
use crate::reference::Reference;

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Tell an officer by SMS.
    SendSms(OfficerSms),
    /// Tell her.
    SendMessage(Box<SendMessage>),
    /// Fetch a file that she sent, and store it.
    FetchMedia(Box<Media>),
}

/// The first wait after a failure; each further one is twice as long.
const FIRST_WAIT: TimeDelta = TimeDelta::minutes(1);
/// No wait is longer.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(4);

/// How long to wait after so many failures: 1, 2, 4 ... minutes.
#[must_use]
pub fn wait_after(tries: u32) -> TimeDelta {
    let doubled = FIRST_WAIT * 2_i32.saturating_pow(tries.saturating_sub(1).min(16));
    doubled.min(LONGEST_WAIT)
}

impl Effect {
    /// Whether it is a message to her.
    #[must_use]
    pub fn tells_her(&self) -> bool {
        matches!(self, Self::SendMessage(_))
    }

    /// Whether a later message to her makes it needless.
    #[must_use]
    pub fn is_superseded(&self) -> bool {
        matches!(self, Self::SendMessage(sent) if sent.asks_on)
    }
}

/// A registered SMS to one officer about one complaint, with the officer's
/// own link. The words are those of the DLT template; nothing of hers is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerSms {
    /// Which template.
    pub notice: Notice,
    /// To whom. Number and language are those of the policy when it is sent.
    pub officer: OfficerId,
    /// About which complaint.
    pub reference: Reference,
    /// Who could not be reached before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tried: Vec<OfficerId>,
}

/// A message to her.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendMessage {
    /// Where it goes.
    pub to: ReplyAddress,
    /// What it says.
    pub message: Outgoing,
    /// Until when free text is allowed; afterwards only the template is.
    /// `None` where the channel has no window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_until: Option<DateTime<Utc>>,
    /// Whether it only asks the next question, so that the answer to her next
    /// message makes it needless.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks_on: bool,
}

/// The SMS templates for officers. Names are those of the DLT file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// A new complaint is yours.
    Assigned,
    /// The limit is a day away.
    Reminder,
    /// The limit is over.
    Breach,
    /// Nobody has acknowledged it, or acted.
    Unacknowledged,
    /// It is still open at the top.
    Daily,
    /// It was passed to you.
    Transferred,
    /// She says that it is not solved.
    Reopened,
    /// She answered, or wrote again in distress.
    Answered,
    /// Five wrong PINs on a link.
    LinkLocked,
    /// Another could not be reached; it is passed to you.
    Undelivered,
}

impl Notice {
    /// All notices.
    pub const ALL: [Self; 10] = [
        Self::Assigned,
        Self::Reminder,
        Self::Breach,
        Self::Unacknowledged,
        Self::Daily,
        Self::Transferred,
        Self::Reopened,
        Self::Answered,
        Self::LinkLocked,
        Self::Undelivered,
    ];

    /// The template's name in the DLT file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Reminder => "reminder",
            Self::Breach => "breach",
            Self::Unacknowledged => "unacknowledged",
            Self::Daily => "daily",
            Self::Transferred => "transferred",
            Self::Reopened => "reopened",
            Self::Answered => "answered",
            Self::LinkLocked => "link_locked",
            Self::Undelivered => "undelivered",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_are_bounded() {
        let minutes: Vec<i64> =
            [1, 2, 3, 4, 8, 9, 60].into_iter().map(|tries| wait_after(tries).num_minutes()).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 128, 240, 240]);
    }
}
