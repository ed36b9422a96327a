//! The office calendar in India Standard Time, and the deadlines counted on it.
//!
//! General Clauses Act 1897: a period counted "from" a day excludes that day
//! (s.9); where its last day finds the office closed, the act is in time on
//! the next day on which it is open (s.10). IST is UTC+05:30 and knows no
//! daylight saving. Every function here is total: a calendar without a single
//! working day still yields a deadline, by the fallback of [`deadline`].

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Serialize};

use crate::category::Name;

/// Seconds by which IST is ahead of UTC.
const IST_AHEAD: TimeDelta = TimeDelta::seconds(5 * 3600 + 1800);

/// Hour of the local day at which a day-limit ends: offices close at 17:00.
const DUE_HOUR: u32 = 17;

/// How many days ahead an open office is looked for. No lawful calendar closes
/// an office for a year; one that does falls back (see [`deadline`]).
const LONGEST_CLOSURE: u32 = 366;

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

/// The days of the week on which an office opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkingWeek {
    /// Open or not, Monday first.
    open: [bool; 7],
    second_saturday_off: bool,
}

impl WorkingWeek {
    /// A week open on these days, perhaps with the second Saturday of each
    /// month off.
    #[must_use]
    pub fn new(days: &[Weekday], second_saturday_off: bool) -> Self {
        let mut open = [false; 7];
        for day in days {
            if let Some(slot) = open.get_mut(day.num_days_from_monday() as usize) {
                *slot = true;
            }
        }
        Self { open, second_saturday_off }
    }

    /// District offices of Uttar Pradesh: Monday to Saturday, second Saturday
    /// off.
    #[must_use]
    pub fn six_day() -> Self {
        Self { open: [true, true, true, true, true, true, false], second_saturday_off: true }
    }

    /// Offices of the secretariat type: Monday to Friday.
    #[must_use]
    pub fn five_day() -> Self {
        Self { open: [true, true, true, true, true, false, false], second_saturday_off: false }
    }

    /// Why the week keeps the office closed on this date, if it does.
    fn closed(self, date: NaiveDate) -> Option<Closed> {
        let weekday = date.weekday();
        if !self.open.get(weekday.num_days_from_monday() as usize).copied().unwrap_or(false) {
            return Some(Closed::WeeklyOff(weekday));
        }
        (self.second_saturday_off && is_second_saturday(date)).then_some(Closed::SecondSaturday)
    }
}

/// The second Saturday of a month falls on its 8th to 14th day.
fn is_second_saturday(date: NaiveDate) -> bool {
    date.weekday() == Weekday::Sat && (8..=14).contains(&date.day())
}

/// When an office is open. A compensatory working day beats a holiday and a
/// weekly day off on the same date.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "CalendarSpec")]
pub struct Calendar {
    week: WorkingWeek,
    holidays: BTreeMap<NaiveDate, Name>,
    compensatory: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// A calendar of this week, these holidays and these compensatory working
    /// days.
    #[must_use]
    pub fn new(
        week: WorkingWeek,
        holidays: BTreeMap<NaiveDate, Name>,
        compensatory: BTreeSet<NaiveDate>,
    ) -> Self {
        Self { week, holidays, compensatory }
    }

    /// Adds a holiday, as a DM may declare one late. A second name for a date
    /// replaces the first.
    pub fn declare_holiday(&mut self, date: NaiveDate, name: Name) {
        self.holidays.insert(date, name);
    }

    /// The last date for which a holiday is known: beyond its year the data has
    /// run out.
    #[must_use]
    pub fn last_holiday(&self) -> Option<NaiveDate> {
        self.holidays.keys().next_back().copied()
    }

    /// The holidays in order of date.
    pub fn holidays(&self) -> impl Iterator<Item = (NaiveDate, &Name)> {
        self.holidays.iter().map(|(date, name)| (*date, name))
    }

    /// Why the office is closed on this date; `None` when it is open.
    #[must_use]
    pub fn closed(&self, date: NaiveDate) -> Option<Closed> {
        if self.compensatory.contains(&date) {
            return None;
        }
        match self.holidays.get(&date) {
            Some(name) => Some(Closed::Holiday(name.clone())),
            None => self.week.closed(date),
        }
    }

    /// Whether the office is open on this date.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.compensatory.contains(&date)
            || (!self.holidays.contains_key(&date) && self.week.closed(date).is_none())
    }

    /// The first working day after this date; `None` if there is none within
    /// 366 days.
    #[must_use]
    pub fn next_working_day(&self, date: NaiveDate) -> Option<NaiveDate> {
        let mut day = date;
        for _ in 0..LONGEST_CLOSURE {
            day = day.succ_opt()?;
            if self.is_working_day(day) {
                return Some(day);
            }
        }
        None
    }

    /// The `days`-th working day after this date, under the bound of
    /// [`Calendar::next_working_day`].
    fn nth_working_day(&self, date: NaiveDate, days: u16) -> Option<NaiveDate> {
        (0..days).try_fold(date, |day, _| self.next_working_day(day))
    }
}

/// A calendar as it is written in the policy or in a request.
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

/// Why an office is closed on a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closed {
    /// A day of the week on which it never opens.
    WeeklyOff(Weekday),
    /// The second Saturday of the month.
    SecondSaturday,
    /// A holiday.
    Holiday(Name),
}

/// Which days a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayCount {
    /// Every day.
    Calendar,
    /// Only days on which the office is open.
    Working,
}

/// One step of how a deadline was counted; put into words by
/// [`Deadline::explain`](crate::calendar::Deadline::explain).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// So many days after the day of filing end on this date.
    Counted {
        /// IST date of filing, itself not counted.
        filed: NaiveDate,
        /// How many days.
        days: u16,
        /// Which days count.
        count: DayCount,
        /// The last of them.
        end: NaiveDate,
    },
    /// The office is closed on this date, so the deadline moves on.
    Closed {
        /// The date.
        date: NaiveDate,
        /// Why it is closed.
        why: Closed,
    },
    /// The continuous clock: so many hours from filing, day and night.
    Hours(u32),
    /// The calendar opens on no day within a year: calendar days were counted
    /// and their last day stands.
    NeverOpen,
}

/// When something is due, and how that was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The instant. What happens at or after it is late.
    pub due_at: DateTime<Utc>,
    /// How it was counted, in order.
    pub steps: Vec<Step>,
}

impl Deadline {
    /// A deadline on the continuous clock: `hours` from filing, whatever the
    /// day. For violence.
    #[must_use]
    pub fn after_hours(registered_at: DateTime<Utc>, hours: u32) -> Self {
        let due_at = registered_at.checked_add_signed(TimeDelta::hours(hours.into()));
        Self { due_at: due_at.unwrap_or(DateTime::<Utc>::MAX_UTC), steps: vec![Step::Hours(hours)] }
    }
}

/// The deadline of a complaint with a limit in days: the day of filing (IST)
/// is not counted, a last day that is not a working day moves to the next
/// working day, and it is due there at 17:00 IST.
///
/// A limit of zero days ends on the day of filing, or on the next working day
/// if 17:00 has passed. Where the calendar opens on no day within a year, the
/// limit is counted in calendar days and its last day stands.
#[must_use]
pub fn deadline(calendar: &Calendar, registered_at: DateTime<Utc>, days: u16, count: DayCount) -> Deadline {
    let filed = ist_date(registered_at);
    let calendar_end = filed.checked_add_days(Days::new(days.into())).unwrap_or(filed);
    let end = match count {
        DayCount::Calendar => Some(calendar_end),
        DayCount::Working => calendar.nth_working_day(filed, days),
    };
    let counted = |end| Step::Counted { filed, days, count, end };
    let Some(end) = end else {
        return stands_on(calendar_end, vec![counted(calendar_end), Step::NeverOpen]);
    };
    let mut steps = vec![counted(end)];
    let mut day = end;
    // The bound is that of `next_working_day`; a closure beyond it falls back.
    for _ in 0..LONGEST_CLOSURE {
        match calendar.closed(day) {
            Some(why) => steps.push(Step::Closed { date: day, why }),
            None if due_on(day) > registered_at => return stands_on(day, steps),
            None => {}
        }
        let Some(next) = day.succ_opt() else { break };
        day = next;
    }
    stands_on(end, vec![counted(end), Step::NeverOpen])
}

/// The instant at which a limit ending on this date runs out.
fn due_on(date: NaiveDate) -> DateTime<Utc> {
    ist_at(date, NaiveTime::from_hms_opt(DUE_HOUR, 0, 0).unwrap_or_default())
}

fn stands_on(date: NaiveDate, steps: Vec<Step>) -> Deadline {
    Deadline { due_at: due_on(date), steps }
}

#[cfg(test)]
#[path = "tests/calendar.rs"]
mod tests;
