//! From the policy's calendar data to a calendar that counts.

use chrono::Weekday;

use crate::calendar::{Calendar, WorkingWeek};
use crate::policy::CalendarData;

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

impl CalendarData {
    /// The calendar on which the limits of this cell are counted.
    #[must_use]
    pub fn calendar(&self) -> Calendar {
        let days: Vec<Weekday> =
            self.working_week.iter().filter_map(|day| WEEK.get(usize::from(day)).copied()).collect();
        Calendar::new(
            WorkingWeek::new(&days, self.second_saturday_off),
            self.holidays.iter().map(|holiday| (holiday.date, holiday.name.clone())).collect(),
            self.compensatory.iter().copied().collect(),
        )
    }
}
