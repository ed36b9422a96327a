//! Quiet hours: what can wait is not sent at night, and never dropped.
//!
//! Nothing of the ladder moves: a step is taken, and stands in the history, at
//! its minute. Only the message that tells of it waits for the end of the quiet
//! hours. What concerns violence, or a woman in distress, never waits.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::{ist, ist_at};
use crate::category::Category;
use crate::complaint::Complaint;
use crate::decision::{Context, Decision, State};
use crate::effect::{Effect, OfficerSms, Way};
use crate::event::Event;
use crate::reference::Reference;

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// Hours of each day, in India Standard Time as minutes of the day, in which
/// nothing that can wait is sent. They may run over midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// The first quiet minute.
    pub from: u16,
    /// The first minute that is quiet no more.
    pub to: u16,
}

/// What a policy says of quiet hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Quiet {
    /// When officers are not sent reminders, breaches and daily notices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub officers: Option<QuietHours>,
    /// Whether what somebody else caused (a new complaint, a transfer, her
    /// answer) waits too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub assignments_wait: bool,
    /// When she is sent nothing that the clock started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub her: Option<QuietHours>,
    /// Whether what an officer did is kept from her until then too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub officers_words_wait: bool,
}

impl QuietHours {
    /// How many minutes of a day are quiet.
    #[must_use]
    pub fn minutes(self) -> u16 {
        (self.to % DAY + DAY - self.from % DAY) % DAY
    }

    /// When the quiet hours end that this moment lies in; `None` outside them.
    #[must_use]
    pub fn until(self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let local = ist(at);
        let into = minute_of_day(local.time()) + DAY - self.from % DAY;
        if into % DAY >= self.minutes() {
            return None;
        }
        let to = self.to % DAY;
        let today = minute_of_day(local.time()) < to;
        let date = if today { local.date() } else { local.date().checked_add_days(Days::new(1))? };
        Some(ist_at(date, time_of(to)))
    }
}

fn minute_of_day(time: NaiveTime) -> u16 {
    let since = time.signed_duration_since(NaiveTime::MIN).num_minutes();
    u16::try_from(since).unwrap_or_default()
}

fn time_of(minute: u16) -> NaiveTime {
    NaiveTime::MIN.overflowing_add_signed(TimeDelta::minutes(minute.into())).0
}

/// What an event set going, for the question of what may wait.
#[derive(Debug, Clone)]
pub(crate) enum Cause {
    /// The clock, at a complaint.
    Clock(Reference),
    /// An officer, on a complaint.
    Officer(Reference),
    /// She herself, or what failed: what is said to her then is an answer.
    Other,
}

impl Cause {
    pub(crate) fn of(event: &Event) -> Self {
        match event {
            Event::ComplaintAlarmRang { reference } => Self::Clock(reference.clone()),
            Event::OfficerActed(acted) => Self::Officer(acted.reference.clone()),
            _ => Self::Other,
        }
    }
}

/// Marks the effects of a decision that can wait with the time at which they
/// may be carried out, and those that may be told together.
pub(crate) fn hold(decision: &mut Decision, cause: &Cause, state: &State, context: &Context<'_>) {
    let quiet = context.policy.quiet;
    let complaints = std::mem::take(&mut decision.complaints);
    let presses = |reference: &Reference| {
        let known = complaints.iter().find(|it| it.reference == *reference);
        known.or_else(|| state.complaint(reference)).is_none_or(is_pressing)
    };
    let unasked = match cause {
        Cause::Clock(reference) => !presses(reference),
        Cause::Officer(reference) => quiet.officers_words_wait && !presses(reference),
        Cause::Other => false,
    };
    for effect in &mut decision.effects {
        match effect {
            Effect::SendSms(sms) if !presses(&sms.reference) => hold_sms(sms, quiet, context.now),
            Effect::SendMessage(sent) if unasked => {
                sent.not_before = quiet.her.and_then(|hours| hours.until(context.now));
            }
            _ => {}
        }
    }
    decision.complaints = complaints;
}

/// Violence, and a woman in distress, never wait and are told one by one.
#[must_use]
pub fn is_pressing(complaint: &Complaint) -> bool {
    complaint.category == Category::Violence || complaint.urgent
}

fn hold_sms(sms: &mut OfficerSms, quiet: Quiet, now: DateTime<Utc>) {
    sms.hold.groups = sms.notice.is_routine() && sms.by == Way::Sms;
    if sms.notice.is_routine() || quiet.assignments_wait {
        sms.hold.not_before = quiet.officers.and_then(|hours| hours.until(now));
    }
}

#[cfg(test)]
#[path = "tests/quiet.rs"]
mod tests;
