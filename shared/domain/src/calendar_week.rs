//! What a week of an office looks like, and what closes it on a date.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::category::Name;

/// Hours of a day in India Standard Time, as minutes after midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    /// The first minute.
    #[serde(rename = "f")]
    pub from: u16,
    /// The end, itself outside; at most 1,440.
    #[serde(rename = "t")]
    pub to: u16,
}

impl Period {
    /// Offices of the district: 10:00 to 17:00.
    pub const OFFICE: Self = Self { from: 10 * 60, to: 17 * 60 };

    /// Whether this minute of the day lies in it.
    #[must_use]
    pub fn contains(self, minute: u16) -> bool {
        (self.from..self.to).contains(&minute)
    }
}

/// The days of the week on which an office opens, and its hours on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingWeek {
    /// Open or not, Monday first.
    open: [bool; 7],
    second_saturday_off: bool,
    /// In order, none touching another; never empty.
    periods: Vec<Period>,
}

impl WorkingWeek {
    /// A week open on these days from 10:00 to 17:00, perhaps with the second
    /// Saturday of each month off.
    #[must_use]
    pub fn new(days: &[Weekday], second_saturday_off: bool) -> Self {
        let mut open = [false; 7];
        for day in days {
            if let Some(slot) = open.get_mut(day.num_days_from_monday() as usize) {
                *slot = true;
            }
        }
        Self { open, second_saturday_off, periods: vec![Period::OFFICE] }
    }

    /// The same days with these hours: the union of the periods, so that they
    /// may overlap and stand in any order. An empty period is none, and without
    /// any the hours stay as they are.
    #[must_use]
    pub fn with_periods(mut self, periods: &[Period]) -> Self {
        let mut sorted: Vec<Period> = periods.iter().copied().filter(|it| it.from < it.to).collect();
        sorted.sort_unstable();
        let mut union: Vec<Period> = Vec::with_capacity(sorted.len());
        for period in sorted {
            match union.last_mut().filter(|last| period.from <= last.to) {
                Some(last) => last.to = last.to.max(period.to),
                None => union.push(period),
            }
        }
        if !union.is_empty() {
            self.periods = union;
        }
        self
    }

    /// District offices of Uttar Pradesh: Monday to Saturday, second Saturday
    /// off.
    #[must_use]
    pub fn six_day() -> Self {
        use Weekday::{Fri, Mon, Sat, Thu, Tue, Wed};
        Self::new(&[Mon, Tue, Wed, Thu, Fri, Sat], true)
    }

    /// Offices of the secretariat type: Monday to Friday.
    #[must_use]
    pub fn five_day() -> Self {
        use Weekday::{Fri, Mon, Thu, Tue, Wed};
        Self::new(&[Mon, Tue, Wed, Thu, Fri], false)
    }

    /// The hours of a working day, in order.
    #[must_use]
    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// The minute of a working day at which the office closes for the last time.
    #[must_use]
    pub fn closes(&self) -> u16 {
        self.periods.last().map_or(Period::OFFICE.to, |period| period.to)
    }

    /// Whether any day of the week is a working day. A week of Saturdays alone
    /// opens on the others, if the second is off.
    #[must_use]
    pub fn ever_opens(&self) -> bool {
        self.open.contains(&true)
    }

    /// Why the week keeps the office closed on this date, if it does.
    #[must_use]
    pub fn closed(&self, date: NaiveDate) -> Option<Closed> {
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

/// Who closed the offices on a date; a later one is named before an earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayKind {
    /// A holiday of the state's list.
    #[default]
    State,
    /// A local holiday, declared by the District Magistrate.
    Local,
    /// A polling day.
    Polling,
}

/// A date on which the offices are closed although the week says that they
/// are open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    /// What is kept.
    pub name: Name,
    /// Of what kind it is.
    pub kind: HolidayKind,
    /// The number of the order that declared it, where it was declared late.
    pub order: Option<String>,
}

impl Closure {
    /// A holiday of the state's list.
    #[must_use]
    pub fn of_state(name: Name) -> Self {
        Self { name, kind: HolidayKind::State, order: None }
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
    /// A holiday, a local holiday or a polling day.
    Holiday(Closure),
}
