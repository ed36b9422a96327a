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
    /// The pause is over: what was held back comes.
    PauseEnds,
    /// A hand-off still lacks its outside number: tell the next level.
    NumberMissing,
    /// It has reached the top and is still open: tell the District Magistrate again.
    Repeat,
    /// She has been silent since the disposal: close it, unconfirmed.
    CloseUnconfirmed,
    /// It is answered with an earlier complaint: look whether that one still answers.
    Watch,
}

/// The next alarm of a complaint and its time; `None` only where it is closed.
///
/// `silence_days` is how long she may be silent after a disposal.
#[must_use]
pub fn next(complaint: &Complaint, silence_days: u32) -> Option<(DateTime<Utc>, Alarm)> {
    let merged = complaint.course.merged.as_ref();
    match complaint.status {
        Status::Closed | Status::ClosedUnconfirmed => None,
        // The earlier one's ladder is for both.
        _ if merged.is_some() => merged.map(|merged| (merged.watch_at, Alarm::Watch)),
        Status::Disposed => {
            let since = complaint.disposed_at.unwrap_or(complaint.registered_at);
            Some((since + TimeDelta::days(i64::from(silence_days)), Alarm::CloseUnconfirmed))
        }
        _ => [
            climb(complaint),
            reminder(complaint),
            pause_ends(complaint),
            number(complaint),
            repeat(complaint),
        ]
        .into_iter()
        .flatten()
        .min_by_key(|(at, _)| *at),
    }
}

/// Whether this is still owed.
fn is_owed(complaint: &Complaint, owed: Owed) -> bool {
    match owed {
        Owed::Acknowledgement => !complaint.is_acknowledged() && !complaint.is_acted_on(),
        Owed::FirstAction => !complaint.is_acted_on(),
        Owed::Disposal => true,
    }
}

/// The first rung not yet climbed of what is still owed. A pause holds back
/// what waits for disposal, until its end.
fn climb(complaint: &Complaint) -> Option<(DateTime<Utc>, Alarm)> {
    let held = complaint.held_until();
    let rungs = complaint.terms.rungs(complaint.ladders_from(), complaint.due_at).into_iter();
    rungs
        .filter(|rung| is_owed(complaint, rung.owed) && complaint.fired.of(rung.owed) < rung.level.number())
        .map(|rung| match (rung.owed, held) {
            (Owed::Disposal, Some(held)) => Rung { at: rung.at.max(held), ..rung },
            _ => rung,
        })
        .min_by_key(|rung| rung.at)
        .map(|rung| (rung.at, Alarm::Climb(rung)))
}

fn reminder(complaint: &Complaint) -> Option<(DateTime<Utc>, Alarm)> {
    let at = complaint.terms.reminder_at(complaint.due_at)?;
    let held = complaint.held_until().map_or(at, |held| at.max(held));
    (!complaint.fired.reminder && at > complaint.registered_at).then_some((held, Alarm::Remind))
}

fn pause_ends(complaint: &Complaint) -> Option<(DateTime<Utc>, Alarm)> {
    let pause = complaint.course.pause.filter(|pause| !pause.over)?;
    Some((pause.until, Alarm::PauseEnds))
}

fn number(complaint: &Complaint) -> Option<(DateTime<Utc>, Alarm)> {
    Some((complaint.course.hand_off?.due_at?, Alarm::NumberMissing))
}

fn repeat(complaint: &Complaint) -> Option<(DateTime<Utc>, Alarm)> {
    complaint.daily_at.map(|at| (at, Alarm::Repeat))
}

#[cfg(test)]
#[path = "tests/alarm.rs"]
mod tests;
