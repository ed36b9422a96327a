//! Who answers for what: officers, the DutyRoster by weekday, and the
//! NodalOfficers by category and area.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::category::{Category, Language, Name};
use crate::ids::{AreaId, OfficeId, OfficerId};
use crate::roster_dated::{Leave, Override, Swap};

/// Minutes in a day.
pub const DAY: u16 = 24 * 60;
/// Minutes in a week.
pub const WEEK: u16 = 7 * DAY;

/// An officer's standing in the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads figures and the course of complaints, never whose they are.
    Auditor,
    /// Takes complaints.
    Officer,
    /// Hears first of a breach in a category (level 1).
    Supervisor,
    /// In charge of the cell (level 2).
    InCharge,
    /// The District Magistrate (level 3).
    Dm,
}

impl Role {
    /// The level of the ladder at which they stand; an auditor stands on none.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::Auditor | Self::Officer => 0,
            Self::Supervisor => 1,
            Self::InCharge => 2,
            Self::Dm => 3,
        }
    }

    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auditor => "auditor",
            Self::Officer => "officer",
            Self::Supervisor => "supervisor",
            Self::InCharge => "in_charge",
            Self::Dm => "dm",
        }
    }
}

/// An officer. `Debug` holds neither number nor PIN hash.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// As the policy names them.
    pub id: OfficerId,
    /// The person.
    pub name: Name,
    /// Where they sit.
    pub office: OfficeId,
    /// Mobile number, E.164: where SMS go.
    pub phone: String,
    /// In which language they are written to.
    pub language: Language,
    /// Their standing in the ladder.
    pub role: Role,
    /// Whether a woman: complaints of violence go to women first.
    #[serde(default)]
    pub woman: bool,
    /// Whether in post. Who is not (leave, transfer) is passed over.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub active: bool,
    /// Argon2id hash of the PIN, in PHC string format.
    pub pin_hash: String,
    /// To whom they report; without it see [`crate::conflict`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reports_to: Option<OfficerId>,
    /// Designations by which people name them, each enough alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub called: Vec<String>,
    /// Designations that name them only beside their surname.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub posts: Vec<String>,
}

impl fmt::Debug for Officer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Officer").field("id", &self.id).field("role", &self.role).finish_non_exhaustive()
    }
}

impl Officer {
    /// Whether an SMS can be sent to them: in post, with an Indian mobile
    /// number (+91 and ten digits of which the first is 6 to 9, as in the
    /// National Numbering Plan of the Department of Telecommunications).
    #[must_use]
    pub fn is_reachable(&self) -> bool {
        self.active && is_indian_mobile(&self.phone)
    }

    /// Whether their PIN hash is `$argon2id$v=19$<parameters>$<salt>$<hash>`: the
    /// PHC string format of the Password Hashing Competition.
    pub(crate) fn has_pin(&self) -> bool {
        let rest = self.pin_hash.strip_prefix("$argon2id$v=19$").map(|rest| rest.split('$'));
        rest.is_some_and(|mut parts| parts.clone().count() == 3 && parts.all(|part| !part.is_empty()))
    }
}

fn is_indian_mobile(phone: &str) -> bool {
    phone.strip_prefix("+91").is_some_and(|rest| {
        rest.len() == 10 && rest.starts_with(['6', '7', '8', '9']) && rest.bytes().all(|b| b.is_ascii_digit())
    })
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_yes(value: &bool) -> bool {
    *value
}

/// A set of weekdays: bit 0 is Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Days(pub u8);

impl Days {
    /// Whether the day (0 = Monday) is among them.
    #[must_use]
    pub fn contains(self, day: u16) -> bool {
        day < 7 && self.0 >> day & 1 == 1
    }

    /// These days, 0 = Monday.
    pub fn iter(self) -> impl Iterator<Item = u16> {
        (0..7).filter(move |day| self.contains(*day))
    }
}

/// An officer's hours on some weekdays, in India Standard Time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// The days on which it begins.
    #[serde(rename = "d")]
    pub days: Days,
    /// Minute of the day at which it begins.
    #[serde(rename = "f")]
    pub from: u16,
    /// Minute of the day at which it ends, itself outside; at or before `from`
    /// it is on the next day.
    #[serde(rename = "t")]
    pub to: u16,
    /// Who.
    #[serde(rename = "o")]
    pub officer: OfficerId,
}

impl Shift {
    /// Minutes that it lasts, 1 to 1,440.
    #[must_use]
    pub fn length(&self) -> u16 {
        if self.to > self.from { self.to - self.from } else { self.to + DAY - self.from }
    }

    /// Whether it covers this minute of the week (see [`minute_of_week`]).
    #[must_use]
    pub fn covers(&self, minute: u16) -> bool {
        self.days.iter().any(|day| {
            let start = day * DAY + self.from;
            (minute + WEEK - start % WEEK) % WEEK < self.length()
        })
    }
}

/// Who is on duty, by weekday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct DutyRoster {
    /// Who sits in the women's cell (09:30 to 11:30 on working days).
    pub sitting: Vec<Shift>,
    /// Who takes what has no NodalOfficer, every minute of the week.
    pub duty: Vec<Shift>,
    /// Who is away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leave: Vec<Leave>,
    /// Who is on instead, by date.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// Who takes whose shift, by date.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub swaps: Vec<Swap>,
}

/// The officer named for a category, in one area or in the whole district.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodalOfficer {
    /// The category.
    #[serde(rename = "c")]
    pub category: Category,
    /// The area; `None` is the whole district.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaId>,
    /// Who.
    #[serde(rename = "o")]
    pub officer: OfficerId,
}

/// The minute of the week in India Standard Time, 0 = Monday 00:00.
#[must_use]
pub fn minute_of_week(at: DateTime<Utc>) -> u16 {
    // 1 January 1970 was a Thursday, three days after a Monday; IST is five
    // and a half hours ahead of UTC all year.
    let minutes = at.timestamp().div_euclid(60) + 330 + 3 * i64::from(DAY);
    u16::try_from(minutes.rem_euclid(WEEK.into())).unwrap_or(0)
}

/// A minute of the week in words: `Tuesday 14:00`.
#[must_use]
pub fn minute_in_words(minute: u16) -> String {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let day = DAYS[usize::from(minute / DAY % 7)];
    format!("{day} {:02}:{:02}", minute % DAY / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_of_the_week_are_indian() {
        let check = |utc: &str, words: &str| {
            assert_eq!(minute_in_words(minute_of_week(utc.parse().unwrap())), words, "{utc}");
        };
        check("2026-11-30T18:29:59Z", "Monday 23:59");
        check("2026-11-30T18:30:00Z", "Tuesday 00:00");
        check("2026-12-01T08:30:00Z", "Tuesday 14:00");
        check("2026-12-06T18:30:00Z", "Monday 00:00");
        check("1970-01-01T00:00:00Z", "Thursday 05:30");
        check("1969-12-28T18:29:00Z", "Sunday 23:59");
    }

    #[test]
    fn shifts_pass_midnight_and_the_week() {
        let shift = |days, from, to| Shift { days: Days(days), from, to, officer: OfficerId::new("a") };
        let check = |shift: &Shift, day: u16, minute: u16, on: bool| {
            assert_eq!(shift.covers(day * DAY + minute), on, "{shift:?} day {day} minute {minute}");
        };
        let morning = shift(0b1, 570, 690);
        check(&morning, 0, 569, false);
        check(&morning, 0, 570, true);
        check(&morning, 0, 689, true);
        check(&morning, 0, 690, false);
        check(&morning, 1, 600, false);
        let sunday_night = shift(0b100_0000, 1320, 360);
        check(&sunday_night, 6, 1319, false);
        check(&sunday_night, 6, 1320, true);
        check(&sunday_night, 0, 359, true);
        check(&sunday_night, 0, 360, false);
        let all_day = shift(0b10, 0, DAY);
        check(&all_day, 1, 0, true);
        check(&all_day, 1, DAY - 1, true);
        check(&all_day, 2, 0, false);
        check(&all_day, 0, DAY - 1, false);
    }

    #[test]
    fn only_indian_mobiles_are_living_numbers() {
        for (phone, living) in [
            ("+919000010001", true),
            ("+916000010001", true),
            ("+915220000001", false),
            ("919000010001", false),
            ("+91900001000", false),
            ("+9190000100011", false),
            ("+91900001000a", false),
            ("+449000010001", false),
            ("", false),
        ] {
            assert_eq!(is_indian_mobile(phone), living, "{phone}");
        }
    }
}
