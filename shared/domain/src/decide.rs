//! The one door: state and event in, decision out. Total and pure.

use crate::conversation;
use crate::decision::{Context, Decision, Refused, State};
use crate::escalate;
use crate::event::Event;
use crate::identity;
use crate::media;
use crate::notified;
use crate::officer;
use crate::quiet::{self, Cause};
use crate::register;
use crate::settle;
use crate::undelivered;
use crate::walk_in;
use crate::wish;

/// Decides what an event does.
///
/// # Errors
///
/// [`Refused`] only for an officer's action that cannot be done; every other
/// event has a decision, if an empty one.
pub fn decide(state: &State, event: Event, context: &Context<'_>) -> Result<Decision, Refused> {
    let cause = Cause::of(&event);
    let mut decision = rule(state, event, context)?;
    settle::settle(state, &mut decision, context);
    quiet::hold(&mut decision, &cause, state, context);
    notified::expect(&mut decision, state, context);
    Ok(decision)
}

/// The rule that an event belongs to.
fn rule(state: &State, event: Event, context: &Context<'_>) -> Result<Decision, Refused> {
    match event {
        Event::MessageReceived(message) => {
            let mut decision = conversation::receive(state, *message, context);
            media::record(&mut decision);
            Ok(decision)
        }
        Event::IdentitiesJoined(joined) => Ok(identity::join(state, &joined, context)),
        Event::WalkInRegistered(walk_in) => Ok(walk_in::register(state, &walk_in, context)),
        Event::OfficerActed(acted) => officer::act(state, &acted, context),
        Event::LinkLocked { reference, officer } => {
            Ok(officer::link_locked(state, &reference, &officer, context))
        }
        Event::SmsFailed(failed) => Ok(escalate::pass_on(state, &failed, context)),
        Event::StepFailed(failed) => Ok(escalate::step_failed(state, failed, context)),
        Event::MessagesFailed(failures) => Ok(undelivered::failed(state, failures, context)),
        Event::WishTold { wanted, at } => Ok(wish::told_by_provider(state, wanted, at, context)),
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
