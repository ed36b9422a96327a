//! What departs from the weekly DutyRoster on given dates: leave with a
//! stand-in, overrides and swaps.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::OfficerId;
use crate::roster::{DAY, DutyRoster, Shift};

/// One of the two rosters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Roster {
    /// Who takes what has no NodalOfficer.
    Duty,
    /// Who sits in the women's cell.
    Sitting,
}

impl Roster {
    /// The name in the policy's file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Duty => "duty",
            Self::Sitting => "sitting",
        }
    }
}

/// An officer is away: from the first day to the last, both whole, in India.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leave {
    /// Who.
    #[serde(rename = "o")]
    pub officer: OfficerId,
    /// The first day.
    #[serde(rename = "f")]
    pub from: NaiveDate,
    /// The last day.
    #[serde(rename = "t")]
    pub to: NaiveDate,
    /// Who stands in for them; may be away too, with a stand-in of their own.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub stand_in: Option<OfficerId>,
}

impl Leave {
    /// Whether the officer is away on this day.
    #[must_use]
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

/// Somebody else is on for some hours of one date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Of which roster.
    #[serde(rename = "r")]
    pub roster: Roster,
    /// The date on which it begins.
    #[serde(rename = "d")]
    pub date: NaiveDate,
    /// Minute of the day at which it begins.
    #[serde(rename = "f")]
    pub from: u16,
    /// Minute at which it ends, itself outside; at or before `from` it is on
    /// the next day.
    #[serde(rename = "t")]
    pub to: u16,
    /// Who is on instead.
    #[serde(rename = "o")]
    pub officer: OfficerId,
}

impl Override {
    /// Its first moment and the first after it, in Indian time.
    #[must_use]
    pub fn span(&self) -> (NaiveDateTime, NaiveDateTime) {
        let minutes = if self.to > self.from { self.to - self.from } else { self.to + DAY - self.from };
        let from = self.date.and_time(NaiveTime::MIN) + TimeDelta::minutes(self.from.into());
        (from, from + TimeDelta::minutes(minutes.into()))
    }
}

/// Two officers take each other's shifts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    /// Of which roster.
    #[serde(rename = "r")]
    pub roster: Roster,
    /// Whose shifts that begin on `date` the other takes.
    #[serde(rename = "o")]
    pub officer: OfficerId,
    /// The date.
    #[serde(rename = "d")]
    pub date: NaiveDate,
    /// The other, whose shifts that begin on `with_date` the first takes.
    #[serde(rename = "w")]
    pub with: OfficerId,
    /// The other's date.
    #[serde(rename = "e")]
    pub with_date: NaiveDate,
}

/// The moment by an Indian clock.
#[must_use]
pub fn india(at: DateTime<Utc>) -> NaiveDateTime {
    at.naive_utc().checked_add_signed(TimeDelta::minutes(330)).unwrap_or(NaiveDateTime::MAX)
}

impl Shift {
    /// The date on which the shift began that covers this moment (by an Indian
    /// clock), if one does.
    #[must_use]
    pub fn began(&self, local: NaiveDateTime) -> Option<NaiveDate> {
        use chrono::{Datelike, Timelike};
        let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap_or(0);
        // No shift is longer than a day, so it began today or yesterday.
        [0, 1].into_iter().find_map(|back| {
            let date = local.date().checked_sub_days(chrono::Days::new(u64::from(back)))?;
            let since = minute + back * DAY;
            let day = u16::try_from(date.weekday().num_days_from_monday()).unwrap_or(0);
            let covers = self.days.contains(day) && since >= self.from && since - self.from < self.length();
            covers.then_some(date)
        })
    }
}

impl DutyRoster {
    /// The shifts of one roster.
    #[must_use]
    pub fn shifts(&self, roster: Roster) -> &[Shift] {
        match roster {
            Roster::Duty => &self.duty,
            Roster::Sitting => &self.sitting,
        }
    }

    /// The leave that an officer is on at this moment.
    #[must_use]
    pub fn leave_of(&self, officer: &OfficerId, at: DateTime<Utc>) -> Option<&Leave> {
        let day = india(at).date();
        self.leave.iter().find(|leave| leave.officer == *officer && leave.covers(day))
    }

    /// Who is named for this moment, the first to be asked first: overrides,
    /// then the weekly shifts with their swaps. In post or not.
    pub fn named(&self, roster: Roster, at: DateTime<Utc>) -> impl Iterator<Item = &OfficerId> {
        let local = india(at);
        let covers = move |entry: &&Override| {
            let (from, to) = entry.span();
            entry.roster == roster && from <= local && local < to
        };
        let overrides = self.overrides.iter().filter(covers).map(|entry| &entry.officer);
        let weekly = self.shifts(roster).iter().filter_map(move |shift| {
            let began = shift.began(local)?;
            Some(self.swapped(roster, &shift.officer, began))
        });
        overrides.chain(weekly)
    }

    /// Who takes this officer's shift that begins on this date.
    fn swapped<'a>(&'a self, roster: Roster, officer: &'a OfficerId, date: NaiveDate) -> &'a OfficerId {
        let taken = |swap: &'a Swap| match () {
            () if swap.officer == *officer && swap.date == date => Some(&swap.with),
            () if swap.with == *officer && swap.with_date == date => Some(&swap.officer),
            () => None,
        };
        self.swaps.iter().filter(|swap| swap.roster == roster).find_map(taken).unwrap_or(officer)
    }
}
