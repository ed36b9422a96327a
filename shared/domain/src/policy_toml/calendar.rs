//! The calendar as its authors write it: weekdays and hours in words, a list
//! of dates for each kind of holiday.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{read_days, read_minute};
use crate::calendar::{HolidayKind, Period};
use crate::category::Name;
use crate::ids::OfficeId;
use crate::policy::{CalendarData, Holiday, OfficeWeek, PolicyError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCalendar {
    working_week: Vec<String>,
    second_saturday_off: bool,
    holidays: Vec<RawHoliday>,
    #[serde(default)]
    local_holidays: Vec<RawHoliday>,
    #[serde(default)]
    polling_days: Vec<RawHoliday>,
    #[serde(default)]
    compensatory: Vec<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHoliday {
    date: NaiveDate,
    hi: String,
    en: String,
    order: Option<String>,
    #[serde(default)]
    offices: Vec<OfficeId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWeek {
    id: String,
    days: Vec<String>,
    second_saturday_off: bool,
    #[serde(default)]
    periods: Vec<[String; 2]>,
}

impl RawCalendar {
    pub(super) fn read(self, errors: &mut Vec<PolicyError>) -> CalendarData {
        let kinds = [
            (HolidayKind::State, self.holidays),
            (HolidayKind::Local, self.local_holidays),
            (HolidayKind::Polling, self.polling_days),
        ];
        let holidays = kinds
            .into_iter()
            .flat_map(|(kind, list)| list.into_iter().map(move |holiday| holiday.read(kind)));
        CalendarData {
            working_week: read_days("working_week", &self.working_week, errors),
            second_saturday_off: self.second_saturday_off,
            holidays: holidays.collect(),
            compensatory: self.compensatory,
        }
    }
}

impl RawHoliday {
    fn read(self, kind: HolidayKind) -> Holiday {
        let Self { date, hi, en, order, offices } = self;
        Holiday { date, name: Name { hi, en }, kind, order, offices }
    }
}

impl RawWeek {
    pub(super) fn read(self, errors: &mut Vec<PolicyError>) -> OfficeWeek {
        let place = format!("week {}", self.id);
        let days = read_days(&place, &self.days, errors);
        let mut period = |[from, to]: [String; 2]| Period {
            from: read_minute(&place, &from, errors),
            to: read_minute(&place, &to, errors),
        };
        let periods = self.periods.into_iter().map(&mut period).collect();
        OfficeWeek { id: self.id, days, second_saturday_off: self.second_saturday_off, periods }
    }
}
