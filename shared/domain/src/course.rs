//! What officers have set in motion on a complaint: a pause, a request that
//! waits for a senior's consent, a hand-off that lacks its number. Dates and
//! ids only: the words stand in the history, sealed.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::complaint::Complaint;
use crate::ids::OfficerId;
use crate::reference::Reference;
use crate::same_matter::Merged;

/// The longest pause, in days.
pub const MOST_PAUSE_DAYS: u8 = 3;
/// The longest extension, counted from the limit as it stands.
pub const MOST_EXTENSION: TimeDelta = TimeDelta::days(30);
/// Within which a hand-off needs its outside number.
pub const OUTSIDE_NUMBER_WITHIN: TimeDelta = TimeDelta::hours(24);
/// The transfer that goes to the senior, whomever it names.
pub const TRANSFERS_TO_SENIOR: u8 = 3;

/// Why the disposal ladder is held back while she is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// A document is needed from her.
    Document,
    /// Something that only she knows is needed.
    Information,
    /// She must come, or be visited.
    Visit,
    /// She cannot be reached.
    Unreachable,
}

impl PauseReason {
    /// All reasons, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Document, Self::Information, Self::Visit, Self::Unreachable];

    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Information => "information",
            Self::Visit => "visit",
            Self::Unreachable => "unreachable",
        }
    }

    /// The reason with this name on the wire.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == name)
    }
}

/// To whom outside the helpline a complaint is handed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outside {
    /// The police: an FIR or general diary (GD) number is owed.
    Police,
    /// The emergency service 112: its event number is owed.
    Emergency,
}

impl Outside {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Police, Self::Emergency];

    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Police => "police",
            Self::Emergency => "emergency",
        }
    }

    /// The one with this name on the wire.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outside| outside.as_str() == name)
    }
}

/// What a call-back found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallBack {
    /// It is drawn for a call-back, and nobody has called yet.
    Drawn,
    /// She says that it is solved.
    Confirmed,
    /// She says that it is not.
    Untrue,
    /// She was not reached.
    Unreached,
}

impl CallBack {
    /// What may be found, in the order of the form.
    pub const FOUND: [Self; 3] = [Self::Confirmed, Self::Untrue, Self::Unreached];

    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Drawn => "drawn",
            Self::Confirmed => "confirmed",
            Self::Untrue => "untrue",
            Self::Unreached => "unreached",
        }
    }

    /// What may be found under this name on the wire.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::FOUND.into_iter().find(|found| found.as_str() == name)
    }
}

/// The one pause of a complaint: until its end no reminder and no step of the
/// disposal ladder comes. The limit itself stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// When it ends, or ended: at her answer, or after so many days.
    #[serde(rename = "u", with = "chrono::serde::ts_seconds")]
    pub until: DateTime<Utc>,
    /// Whether its end is written down.
    #[serde(rename = "o", default, skip_serializing_if = "std::ops::Not::not")]
    pub over: bool,
}

/// A later limit that waits for a senior's consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// The limit asked for.
    #[serde(rename = "d", with = "chrono::serde::ts_seconds")]
    pub due_at: DateTime<Utc>,
    /// Who asks: never who consents.
    #[serde(rename = "o")]
    pub by: OfficerId,
}

/// A hand-off to the police or to 112.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOff {
    /// To whom.
    #[serde(rename = "t")]
    pub to: Outside,
    /// When it climbs for want of its outside number; `None` once at the top,
    /// where the District Magistrate is told daily.
    #[serde(
        rename = "d",
        with = "chrono::serde::ts_seconds_option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub due_at: Option<DateTime<Utc>>,
}

/// What has been set in motion on one complaint.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Course {
    /// Its one pause.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub pause: Option<Pause>,
    /// What waits for consent.
    #[serde(rename = "q", default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Request>,
    /// A hand-off whose outside number is owed; gone once it is recorded.
    #[serde(rename = "h", default, skip_serializing_if = "Option::is_none")]
    pub hand_off: Option<HandOff>,
    /// How often an officer said that it does not pertain to them.
    #[serde(rename = "n", default, skip_serializing_if = "is_zero")]
    pub transfers: u8,
    /// Whose claim of disposal it was: they answer for its truth.
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    pub disposed_by: Option<OfficerId>,
    /// Whether it is drawn for a call-back, and what that found.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub call_back: Option<CallBack>,
    /// When it turned out to be violence: the immediate ladders count from then.
    #[serde(
        rename = "s",
        with = "chrono::serde::ts_seconds_option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub since: Option<DateTime<Utc>>,
    /// Whether a message did not reach her, and nobody has acted since.
    #[serde(rename = "m", default, skip_serializing_if = "std::ops::Not::not")]
    pub missed: bool,
    /// Whether an officer's SMS failed, and nobody has acted since.
    #[serde(rename = "u", default, skip_serializing_if = "std::ops::Not::not")]
    pub unreached: bool,
    /// The earlier complaint of the same matter that it is answered with.
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<Merged>,
    /// Later complaints of the same matter that are answered with it.
    #[serde(rename = "w", default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<Reference>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(count: &u8) -> bool {
    *count == 0
}

impl Course {
    /// Whether nothing has been set in motion.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Complaint {
    /// From when its immediate ladders count: from registration, or from when
    /// it turned out to be violence.
    #[must_use]
    pub fn ladders_from(&self) -> DateTime<Utc> {
        self.course.since.unwrap_or(self.registered_at)
    }

    /// Whether an officer has acknowledged it since its ladders began.
    #[must_use]
    pub fn is_acknowledged(&self) -> bool {
        self.acknowledged_at.is_some_and(|at| at >= self.ladders_from())
    }

    /// Whether an officer has reported a first action since its ladders began.
    #[must_use]
    pub fn is_acted_on(&self) -> bool {
        self.first_action_at.is_some_and(|at| at >= self.ladders_from())
    }

    /// Until when the disposal ladder is held back, if it is, or was.
    #[must_use]
    pub fn held_until(&self) -> Option<DateTime<Utc>> {
        self.course.pause.map(|pause| pause.until)
    }

    /// Whether the cell in-charge is to call her back, and has not reached her.
    #[must_use]
    pub fn awaits_call_back(&self) -> bool {
        self.status.is_closed()
            && matches!(self.course.call_back, Some(CallBack::Drawn | CallBack::Unreached))
    }

    /// Whether the chance of the call-back falls on it: by its number, so that
    /// nobody can choose, in so many of a hundred.
    #[must_use]
    pub fn is_drawn(&self, percent: u32) -> bool {
        fnv1a(self.reference.as_str().as_bytes()) % 100 < u64::from(percent)
    }
}

/// FNV-1a, 64 bits, folded so that its low digits are even: spreads, and
/// protects nothing.
pub(crate) fn fnv1a(bytes: &[u8]) -> u64 {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Category;
    use crate::testing::{Helpline, reference};

    #[test]
    fn names_on_the_wire_come_back() {
        assert!(PauseReason::ALL.iter().all(|it| PauseReason::from_name(it.as_str()) == Some(*it)));
        assert!(Outside::ALL.iter().all(|it| Outside::from_name(it.as_str()) == Some(*it)));
        assert!(CallBack::FOUND.iter().all(|it| CallBack::from_name(it.as_str()) == Some(*it)));
        assert_eq!(CallBack::from_name("drawn"), None);
    }

    /// The draw is fair: of ten thousand numbers, within four standard deviations.
    #[test]
    fn about_so_many_of_a_hundred_are_drawn() {
        let mut line = Helpline::new();
        line.register(Category::Certificate);
        let mut complaint = line.complaint().clone();
        for (percent, least, most) in [(0, 0, 0), (20, 1840, 2160), (100, 10_000, 10_000)] {
            let drawn = (0..10_000).filter(|number| {
                complaint.reference = reference(*number);
                complaint.is_drawn(percent)
            });
            let drawn = drawn.count();
            assert!((least..=most).contains(&drawn), "{drawn} of 10,000 at {percent} %");
        }
    }

    #[test]
    fn nothing_set_in_motion_takes_no_room() {
        assert_eq!(serde_json::to_string(&Course::default()).ok().as_deref(), Some("{}"));
        assert_eq!(serde_json::from_str::<Course>("{}").ok(), Some(Course::default()));
    }
}
