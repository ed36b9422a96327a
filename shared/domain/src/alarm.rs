//! When a complaint next needs the clock, and for what. The one place that
//! knows every limit: the sweeper's index holds what [`next`] says.

use chrono::{DateTime, TimeDelta, Utc};

use crate::complaint::{Complaint, Status};
use crate::ladder::{Owed, Rung};

/// What is to happen at a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alarm {
    /// Remind the officer: the limit is a day away.
    Remind,
    /// Something owed was missed: tell the next level.
    Climb(Rung),
    /// It has reached the top and is still open: tell the District Magistrate again.
    Repeat,
    /// She has been silent since the disposal: close it, unconfirmed.
    CloseUnconfirmed,
}

/// The next alarm of a complaint and its time; `None` only where it is closed.
///
/// `silence_days` is how long she may be silent after a disposal.
#[must_use]
pub fn next(complaint: &Complaint, silence_days: u32) -> Option<(DateTime<Utc>, Alarm)> {
    match complaint.status {
        Status::Closed | Status::ClosedUnconfirmed => None,
        Status::Disposed => {
            let since = complaint.disposed_at.unwrap_or(complaint.registered_at);
            Some((since + TimeDelta::days(i64::from(silence_days)), Alarm::CloseUnconfirmed))
        }
        _ => [climb(complaint), reminder(complaint), repeat(complaint)]
            .into_iter()
            .flatten()
            .min_by_key(|(at, _)| *at),
    }
}

/// Whether this is still owed.
fn is_owed(complaint: &Complaint, owed: Owed) -> bool {
    match owed {
        Owed::Acknowledgement => complaint.acknowledged_at.is_none() && complaint.first_action_at.is_none(),
        Owed::FirstAction => complaint.first_action_at.is_none(),
        Owed::Disposal => true,
    }
}

/// The lowest rung not yet climbed of what is still owed.
fn climb(complaint: &Complaint) -> Option<(DateTime<Utc>, Alarm)> {
    complaint
        .terms
        .rungs(complaint.registered_at, complaint.due_at)
        .into_iter()
        .find(|rung| is_owed(complaint, rung.owed) && complaint.fired.of(rung.owed) < rung.level.number())
        .map(|rung| (rung.at, Alarm::Climb(rung)))
}

fn reminder(complaint: &Complaint) -> Option<(DateTime<Utc>, Alarm)> {
    let at = complaint.terms.reminder_at(complaint.due_at)?;
    (!complaint.fired.reminder && at > complaint.registered_at).then_some((at, Alarm::Remind))
}

fn repeat(complaint: &Complaint) -> Option<(DateTime<Utc>, Alarm)> {
    complaint.daily_at.map(|at| (at, Alarm::Repeat))
}

#[cfg(test)]
#[path = "tests/alarm.rs"]
mod tests;
