//! The first milestone of violence: that whoever has the complaint was told.
//!
//! The officer's SMS is to be taken by its carrier within the minutes that the
//! policy says; one that is not by then goes to the next person. That it was
//! taken stands in the history. SNS says no more of an SMS than that it took it:
//! whether a phone has it, only its own logs tell.

use chrono::{DateTime, TimeDelta, Utc};

use crate::complaint::{Actor, Complaint, Happening, HistoryEntry};
use crate::decision::{Context, Decision, State};
use crate::effect::{Effect, Notice, OfficerSms};
use crate::reference::Reference;

/// Whether such an SMS puts a complaint into its officer's hands.
fn hands_over(notice: Notice) -> bool {
    matches!(notice, Notice::Assigned | Notice::Transferred | Notice::Reopened | Notice::Undelivered)
}

/// Marks each SMS that hands a complaint over with the moment by which it is to
/// be taken, where the complaint's terms give minutes for it.
pub(crate) fn expect(decision: &mut Decision, state: &State, context: &Context<'_>) {
    let Decision { complaints, effects, .. } = decision;
    let by = |reference: &Reference| {
        let changed = complaints.iter().find(|it| it.reference == *reference);
        changed.or_else(|| state.complaint(reference)).and_then(|it| taken_by(it, context.now))
    };
    for effect in effects {
        if let Effect::SendSms(sms) = effect
            && hands_over(sms.notice)
        {
            sms.hold.taken_by = by(&sms.reference);
        }
    }
}

fn taken_by(complaint: &Complaint, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let minutes = complaint.terms.notified_minutes?;
    now.checked_add_signed(TimeDelta::minutes(minutes.into()))
}

/// The line of history that this SMS was taken at that moment; `None` for one
/// that nothing hangs on.
#[must_use]
pub fn line(sms: &OfficerSms, at: DateTime<Utc>) -> Option<HistoryEntry> {
    sms.hold.taken_by?;
    Some(HistoryEntry {
        reference: sms.reference.clone(),
        event: Happening::OfficerNotified,
        at,
        actor: Actor::Provider,
        officer: Some(sms.officer.clone()),
        level: None,
        code: None,
        due: None,
        other: None,
        text: None,
    })
}

#[cfg(test)]
#[path = "tests/notified.rs"]
mod tests;
