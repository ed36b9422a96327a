//! The one door: state and event in, decision out. Total and pure.

use crate::conversation;
use crate::decision::{Context, Decision, Refused, State};
use crate::escalate;
use crate::event::Event;
use crate::media;
use crate::officer;
use crate::register;

/// Decides what an event does.
///
/// # Errors
///
/// [`Refused`] only for an officer's action that cannot be done; every other
/// event has a decision, if an empty one.
pub fn decide(state: &State, event: Event, context: &Context<'_>) -> Result<Decision, Refused> {
    match event {
        Event::MessageReceived(message) => {
            let mut decision = conversation::receive(state, *message, context);
            media::record(&mut decision);
            Ok(decision)
        }
        Event::OfficerActed(acted) => officer::act(state, &acted, context),
        Event::LinkLocked { reference, officer } => {
            Ok(officer::link_locked(state, &reference, &officer, context))
        }
        Event::SmsFailed(failed) => Ok(escalate::pass_on(state, &failed, context)),
        Event::DraftAlarmRang => Ok(register::draft_alarm(state, context)),
        Event::ComplaintAlarmRang { reference } => Ok(escalate::ring(state, &reference, context)),
    }
}

#[cfg(test)]
#[path = "tests/search.rs"]
mod search;
#[cfg(test)]
#[path = "tests/decide.rs"]
mod tests;
