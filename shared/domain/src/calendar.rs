//! The office calendar in India Standard Time.
//!
//! IST is UTC+05:30 and knows no
//! daylight saving. Every function here is total, for any date: a calendar
//! without a single working day still yields a deadline, by the fallback of
//! [`deadline`], and no loop has a bound that could cut a count short.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc, Weekday};
use serde::Deserialize;

use crate::category::Name;

pub use crate::calendar_count::{DayCount, Deadline, Step, deadline};
pub use crate::calendar_week::{Closed, Closure, HolidayKind, Period, WorkingWeek};

/// Seconds by which IST is ahead of UTC.
const IST_AHEAD: TimeDelta = TimeDelta::seconds(5 * 3600 + 1800);

/// What IST calendars and clocks show at an instant.
#[must_use]
pub fn ist(at: DateTime<Utc>) -> NaiveDateTime {
    let utc = at.naive_utc();
    utc.checked_add_signed(IST_AHEAD).unwrap_or(utc)
}

/// The IST date of an instant; the local day turns at 18:30 UTC.
#[must_use]
pub fn ist_date(at: DateTime<Utc>) -> NaiveDate {
    ist(at).date()
}

/// The IST time of day of an instant.
#[must_use]
pub fn ist_time(at: DateTime<Utc>) -> NaiveTime {
    ist(at).time()
}

/// The instant at which IST clocks show this date and time.
#[must_use]
pub fn ist_at(date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = date.and_time(time);
    local.checked_sub_signed(IST_AHEAD).unwrap_or(local).and_utc()
}

/// When an office is open.
///
/// What is laid down for a date is read in this order, the first that speaks
/// decides:
///
/// 1. a compensatory working day: open, whatever else is said of the date;
/// 2. a polling day, 3. a local holiday of the District Magistrate, 4. a holiday
///    of the state: closed. All are closed alike; the order decides which is
///    named where several fall on one date;
/// 5. the second Saturday, 6. the day of the week.
///
/// A compensatory working day has the hours of any other.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "CalendarSpec")]
pub struct Calendar {
    week: WorkingWeek,
    closures: BTreeMap<NaiveDate, Closure>,
    compensatory: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// A calendar of this week, these holidays of the state and these
    /// compensatory working days.
    #[must_use]
    pub fn new(
        week: WorkingWeek,
        holidays: BTreeMap<NaiveDate, Name>,
        compensatory: BTreeSet<NaiveDate>,
    ) -> Self {
        let closures = holidays.into_iter().map(|(date, name)| (date, Closure::of_state(name))).collect();
        Self { week, closures, compensatory }
    }

    /// Adds a day on which the office is closed. Of several for one date the
    /// one of the highest kind is named; of one kind, the last.
    pub fn close(&mut self, date: NaiveDate, closure: Closure) {
        match self.closures.get(&date) {
            Some(known) if known.kind > closure.kind => {}
            _ => {
                self.closures.insert(date, closure);
            }
        }
    }

    /// Adds a holiday of the state.
    pub fn declare_holiday(&mut self, date: NaiveDate, name: Name) {
        self.close(date, Closure::of_state(name));
    }

    /// The last date for which a holiday is known: beyond its year the data has
    /// run out.
    #[must_use]
    pub fn last_holiday(&self) -> Option<NaiveDate> {
        self.closures.keys().next_back().copied()
    }

    /// Why the office is closed on this date; `None` when it is open.
    #[must_use]
    pub fn closed(&self, date: NaiveDate) -> Option<Closed> {
        if self.compensatory.contains(&date) {
            return None;
        }
        match self.closures.get(&date) {
            Some(closure) => Some(Closed::Holiday(closure.clone())),
            None => self.week.closed(date),
        }
    }

    /// Whether the office is open on this date.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.compensatory.contains(&date)
            || (!self.closures.contains_key(&date) && self.week.closed(date).is_none())
    }

    /// The hours of this date, in order; none when the office is closed.
    #[must_use]
    pub fn periods(&self, date: NaiveDate) -> &[Period] {
        if self.is_working_day(date) { self.week.periods() } else { &[] }
    }

    /// Whether the office is open at this instant.
    #[must_use]
    pub fn is_open_at(&self, at: DateTime<Utc>) -> bool {
        let minute = minute_of_day(ist_time(at));
        self.periods(ist_date(at)).iter().any(|period| period.contains(minute))
    }

    /// The first instant, at or after this one, at which the office is open;
    /// `None` if it never opens again.
    #[must_use]
    pub fn opens_at(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.is_open_at(at) {
            return Some(at);
        }
        let today = ist_date(at);
        let starts = |day| {
            self.periods(day).iter().map(move |period| on_minute(day, period.from)).find(|start| *start > at)
        };
        starts(today).or_else(|| starts(self.next_working_day(today)?))
    }

    /// The first working day after this date; `None` only if there is none.
    #[must_use]
    pub fn next_working_day(&self, date: NaiveDate) -> Option<NaiveDate> {
        let mut day = date;
        while self.opens_after(day) {
            day = day.succ_opt()?;
            if self.is_working_day(day) {
                return Some(day);
            }
        }
        None
    }

    /// Whether the office ever opens after this date. The lists of dates are
    /// finite, so a week with an open day always opens again; one without opens
    /// on compensatory working days alone. This is what lets every loop over
    /// days run without a bound of its own.
    pub(crate) fn opens_after(&self, date: NaiveDate) -> bool {
        self.week.ever_opens()
            || self.compensatory.range((Bound::Excluded(date), Bound::Unbounded)).next().is_some()
    }

    /// The instant at which the limits that end on this date run out: when the
    /// office closes.
    pub(crate) fn closes_on(&self, date: NaiveDate) -> DateTime<Utc> {
        on_minute(date, self.week.closes())
    }
}

/// A calendar as it is written in a request.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarSpec {
    working_week: Vec<Weekday>,
    #[serde(default)]
    second_saturday_off: bool,
    #[serde(default)]
    holidays: Vec<HolidaySpec>,
    #[serde(default)]
    compensatory: Vec<NaiveDate>,
}

/// A bare date, or a date with its name in both languages.
#[derive(Deserialize)]
#[serde(untagged)]
enum HolidaySpec {
    Date(NaiveDate),
    Named { date: NaiveDate, hi: String, en: String },
}

impl From<CalendarSpec> for Calendar {
    fn from(spec: CalendarSpec) -> Self {
        let holidays = spec.holidays.into_iter().map(|holiday| match holiday {
            HolidaySpec::Date(date) => (date, Name { hi: "अवकाश".into(), en: "a holiday".into() }),
            HolidaySpec::Named { date, hi, en } => (date, Name { hi, en }),
        });
        Self::new(
            WorkingWeek::new(&spec.working_week, spec.second_saturday_off),
            holidays.collect(),
            spec.compensatory.into_iter().collect(),
        )
    }
}

/// The instant of this minute of an IST day; minute 1,440 is the next midnight.
fn on_minute(date: NaiveDate, minute: u16) -> DateTime<Utc> {
    let midnight = ist_at(date, NaiveTime::default());
    midnight.checked_add_signed(TimeDelta::minutes(minute.into())).unwrap_or(midnight)
}

/// The minute of the day.
fn minute_of_day(time: NaiveTime) -> u16 {
    u16::try_from(time.hour() * 60 + time.minute()).unwrap_or(0)
}

#[cfg(test)]
#[path = "tests/calendar.rs"]
mod tests;
