//! The calendar as the policy holds it, and from it the calendar that an
//! office's limits are counted on.

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, Closure, HolidayKind, Period, WorkingWeek};
use crate::category::Name;
use crate::ids::OfficeId;
use crate::policy::Policy;
use crate::roster::Days;

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// Working week of the district, holidays and compensatory working days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarData {
    /// The days of the working week.
    pub working_week: Days,
    /// Whether the second Saturday of a month is off.
    pub second_saturday_off: bool,
    /// Days on which offices are closed, of all kinds.
    pub holidays: Vec<Holiday>,
    /// Days on which they are open although the week or a holiday says not.
    pub compensatory: Vec<NaiveDate>,
}

/// A day on which offices are closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// The day.
    pub date: NaiveDate,
    /// What is kept.
    pub name: Name,
    /// Of what kind.
    #[serde(default, skip_serializing_if = "is_of_state")]
    pub kind: HolidayKind,
    /// The number of the order by which it was declared. A holiday with one may
    /// have come late: it moves open deadlines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
    /// The offices that keep it; all, if none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offices: Vec<OfficeId>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_of_state(kind: &HolidayKind) -> bool {
    *kind == HolidayKind::State
}

impl Holiday {
    /// Whether this office keeps it; an office not named keeps what all keep.
    #[must_use]
    pub fn is_kept_by(&self, office: Option<&OfficeId>) -> bool {
        self.offices.is_empty() || office.is_some_and(|office| self.offices.contains(office))
    }
}

/// A working week that offices name when it is not the district's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeWeek {
    /// By what they name it.
    pub id: String,
    /// The days.
    pub days: Days,
    /// Whether the second Saturday of a month is off.
    pub second_saturday_off: bool,
    /// The hours of a working day; those of the district, if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub periods: Vec<Period>,
}

/// Which holidays a calendar holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holidays {
    All,
    WithoutOrders,
}

impl Policy {
    /// The calendar on which the limits of this office are counted; without an
    /// office, that of the district.
    #[must_use]
    pub fn calendar_of(&self, office: Option<&OfficeId>) -> Calendar {
        self.build(office, Holidays::All)
    }

    /// The same without the holidays that an order declared.
    #[must_use]
    pub fn calendar_without_orders(&self, office: Option<&OfficeId>) -> Calendar {
        self.build(office, Holidays::WithoutOrders)
    }

    /// The holidays that an order declared and that this office keeps.
    pub fn ordered_holidays<'a>(&'a self, office: Option<&'a OfficeId>) -> impl Iterator<Item = &'a Holiday> {
        let kept = self.calendar.holidays.iter().filter(move |it| it.is_kept_by(office));
        kept.filter(|holiday| holiday.order.is_some())
    }

    /// The working week of this office.
    #[must_use]
    pub fn week_of(&self, office: Option<&OfficeId>) -> WorkingWeek {
        let hours = [Period { from: self.hours.open, to: self.hours.close }];
        let named = office.and_then(|id| self.office(id)).and_then(|office| office.week.as_deref());
        let own = named.and_then(|id| self.weeks.iter().find(|week| week.id == id));
        let (days, second_saturday_off) = own
            .map_or((self.calendar.working_week, self.calendar.second_saturday_off), |week| {
                (week.days, week.second_saturday_off)
            });
        let days: Vec<Weekday> = days.iter().filter_map(|day| WEEK.get(usize::from(day)).copied()).collect();
        let week = WorkingWeek::new(&days, second_saturday_off).with_periods(&hours);
        own.map_or_else(|| week.clone(), |own| week.clone().with_periods(&own.periods))
    }

    fn build(&self, office: Option<&OfficeId>, holidays: Holidays) -> Calendar {
        let compensatory = self.calendar.compensatory.iter().copied().collect();
        let mut calendar = Calendar::new(self.week_of(office), [].into(), compensatory);
        for holiday in self.calendar.holidays.iter().filter(|holiday| holiday.is_kept_by(office)) {
            if holidays == Holidays::All || holiday.order.is_none() {
                let Holiday { date, name, kind, order, .. } = holiday.clone();
                calendar.close(date, Closure { name, kind, order });
            }
        }
        calendar
    }
}
