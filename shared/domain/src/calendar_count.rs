//! Deadlines counted on the office calendar.
//!
//! General Clauses Act 1897: a period counted "from" a day excludes that day
//! (s.9); where its last day finds the office closed, the act is in time on
//! the next day on which it is open (s.10).

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, Closed, ist_date};

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
    /// The office is closed on this date, so it was not counted as a working day.
    Skipped {
        /// The date.
        date: NaiveDate,
        /// Why it is closed.
        why: Closed,
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
    /// The office is open on this date, but had closed when it was registered.
    TooLate(NaiveDate),
    /// The office never opens again: calendar days were counted and their last
    /// day stands.
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
/// working day, and it is due there when the office closes.
///
/// A limit of zero days ends on the day of filing, or on the next working day
/// if the office has closed. Where the office never opens again, the limit is
/// counted in calendar days and its last day stands.
#[must_use]
pub fn deadline(calendar: &Calendar, registered_at: DateTime<Utc>, days: u16, count: DayCount) -> Deadline {
    let filed = ist_date(registered_at);
    let calendar_end = filed.checked_add_days(Days::new(days.into())).unwrap_or(filed);
    let counted = match count {
        DayCount::Calendar => Some((calendar_end, Vec::new())),
        DayCount::Working => count_working(calendar, filed, days),
    };
    let step = |end| Step::Counted { filed, days, count, end };
    let never = |end| Deadline { due_at: calendar.closes_on(end), steps: vec![step(end), Step::NeverOpen] };
    let Some((end, skipped)) = counted else { return never(calendar_end) };
    let mut steps = vec![step(end)];
    steps.extend(skipped);
    match move_on(calendar, end, registered_at, &mut steps) {
        Some(day) => Deadline { due_at: calendar.closes_on(day), steps },
        None => never(end),
    }
}

/// The `days`-th working day after this date, and what was passed over on the
/// way; `None` if the office does not open so often again.
fn count_working(calendar: &Calendar, filed: NaiveDate, days: u16) -> Option<(NaiveDate, Vec<Step>)> {
    let (mut day, mut left, mut skipped) = (filed, days, Vec::new());
    while left > 0 {
        if !calendar.opens_after(day) {
            return None;
        }
        day = day.succ_opt()?;
        match calendar.closed(day) {
            None => left -= 1,
            Some(why) => skipped.push(Step::Skipped { date: day, why }),
        }
    }
    Some((day, skipped))
}

/// The first working day at or after `end` on which the office has not yet
/// closed; each day passed over is a step. `None` if there is none.
fn move_on(
    calendar: &Calendar,
    end: NaiveDate,
    registered_at: DateTime<Utc>,
    steps: &mut Vec<Step>,
) -> Option<NaiveDate> {
    let mut day = end;
    loop {
        match calendar.closed(day) {
            Some(why) => steps.push(Step::Closed { date: day, why }),
            None if calendar.closes_on(day) > registered_at => return Some(day),
            None => steps.push(Step::TooLate(day)),
        }
        if !calendar.opens_after(day) {
            return None;
        }
        day = day.succ_opt()?;
    }
}
