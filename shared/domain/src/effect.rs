//! What must be done in the world once a decision is stored. Effects are
//! values: they are recorded in the commit and carried out after it, at least
//! once. Every text names the complaint, so a double is harmless.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::category::Language;
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
    /// Tell her by SMS, on her own phone, that there is news.
    SendSmsToHer(HerSms),
    /// Fetch a file that she sent, and store it.
    FetchMedia(Box<Media>),
    /// Tell an officer by SMS of all that is with them.
    SendList(ListSms),
    /// Answer an officer's WhatsApp message.
    AnswerOfficer(Box<SendMessage>),
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
    /// Until when it waits; `None` if it is to be carried out at once.
    #[must_use]
    pub fn not_before(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::SendSms(sms) => sms.hold.not_before,
            Self::SendMessage(sent) => sent.not_before,
            _ => None,
        }
    }

    /// Whether it says to the same officer what another says already: a notice
    /// that would be told twice is told once, by the first one's way.
    #[must_use]
    pub fn repeats(&self, earlier: &Self) -> bool {
        match (self, earlier) {
            (Self::SendSms(new), Self::SendSms(old)) => {
                let same = new.notice == old.notice && new.officer == old.officer;
                same && new.reference == old.reference && (new.by == Way::Besides) == (old.by == Way::Besides)
            }
            _ => self == earlier,
        }
    }

    /// By when its carrier is to have taken it, if by some moment.
    #[must_use]
    pub fn taken_by(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::SendSms(sms) => sms.hold.taken_by,
            _ => None,
        }
    }

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
    /// Whether it may wait, or be told with others.
    #[serde(default, skip_serializing_if = "Hold::is_none")]
    pub hold: Hold,
    /// Whether it goes by WhatsApp.
    #[serde(default, skip_serializing_if = "Way::is_sms")]
    pub by: Way,
}

/// By which way one notice goes to an officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// By SMS.
    #[default]
    Sms,
    /// By WhatsApp, and by SMS where that fails.
    Whatsapp,
    /// By WhatsApp beside an SMS of its own, which tells all that this would.
    Besides,
}

impl Way {
    fn is_sms(&self) -> bool {
        *self == Self::Sms
    }
}

/// What may be done with an SMS before it is sent. By default nothing: it goes
/// at once and alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Hold {
    /// Until when it waits: the end of the quiet hours.
    #[serde(default, with = "chrono::serde::ts_seconds_option", skip_serializing_if = "Option::is_none")]
    pub not_before: Option<DateTime<Utc>>,
    /// Whether it may become one SMS with others for the same officer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub groups: bool,
    /// By when its carrier is to have taken it: one that is not by then goes to
    /// the next person, and one that is stands in the history. `None` where
    /// neither is so.
    #[serde(default, with = "chrono::serde::ts_seconds_option", skip_serializing_if = "Option::is_none")]
    pub taken_by: Option<DateTime<Utc>>,
}

impl Hold {
    fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// A registered SMS to one officer: numbers, and the officer's link to the list
/// of what is with them. It names no complaint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListSms {
    /// Which template.
    pub notice: ListNotice,
    /// To whom.
    pub officer: OfficerId,
    /// What the template counts, in its order.
    pub numbers: Vec<u32>,
}

/// The SMS templates that lead to a list. Names are those of the DLT file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListNotice {
    /// So many complaints are due or over their limit: instead of as many SMS.
    Several,
    /// In the morning: so many are due today, so many over their limit.
    DigestOfficer,
    /// In the morning, to the District Magistrate: so many new, so many over
    /// their limit.
    DigestDm,
    /// In the evening, to the cell in-charge: so many places of tomorrow's roster
    /// have nobody.
    RosterGap,
}

impl ListNotice {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Several, Self::DigestOfficer, Self::DigestDm, Self::RosterGap];

    /// The template's name in the DLT file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Several => "several",
            Self::DigestOfficer => "digest_officer",
            Self::DigestDm => "digest_dm",
            Self::RosterGap => "roster_gap",
        }
    }
}

/// A registered SMS to her own phone, which may be shared: neutral words and the
/// number that she knows. Personal: `Debug` is redacted.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HerSms {
    /// Her number in E.164.
    pub to: String,
    /// The language she is answered in.
    pub language: Language,
    /// Which template, with what fills it.
    pub notice: HerNotice,
}

impl std::fmt::Debug for HerSms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HerSms({:?})", self.notice)
    }
}

/// The SMS templates for her. A reference is all that fits into one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HerNotice {
    /// A message did not reach her; she reads it when she writes.
    NewsWaits(Reference),
}

impl HerNotice {
    /// The template's name in the DLT file.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NewsWaits(_) => "news_waits",
        }
    }

    /// The number that it names.
    #[must_use]
    pub fn reference(&self) -> &Reference {
        match self {
            Self::NewsWaits(reference) => reference,
        }
    }
}

/// A message to her.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendMessage {
    /// Where it goes.
    pub to: ReplyAddress,
    /// What it says.
    pub message: Outgoing,
    /// Until when it waits: nothing that we begin comes at night.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<DateTime<Utc>>,
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
    /// A senior wants it done sooner.
    Hasten,
    /// A senior wants an explanation.
    Explain,
    /// A request waits for your consent.
    Consent,
    /// Your request is decided.
    Decided,
    /// A holiday was declared: the limit is later.
    DateMoved,
    /// Somebody without a part in it opened it, and said why.
    GlassBroken,
}

impl Notice {
    /// All notices.
    pub const ALL: [Self; 16] = [
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
        Self::Hasten,
        Self::Explain,
        Self::Consent,
        Self::Decided,
        Self::DateMoved,
        Self::GlassBroken,
    ];

    /// Whether the clock alone caused it: a reminder or a step of the ladder,
    /// which can wait for the morning and be told with others.
    #[must_use]
    pub fn is_routine(self) -> bool {
        matches!(self, Self::Reminder | Self::Breach | Self::Unacknowledged | Self::Daily)
    }

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
            Self::Hasten => "hasten",
            Self::Explain => "explain",
            Self::Consent => "consent",
            Self::Decided => "decided",
            Self::DateMoved => "date_moved",
            Self::GlassBroken => "glass_broken",
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
