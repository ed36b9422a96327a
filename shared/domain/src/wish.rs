//! Her wish not to be written to.
//!
//! It holds for what we begin: questions, 'is it solved?', notices. What she
//! asks for is always answered, and a cry for help goes before everything. Only
//! a message that is nothing but such words counts: 'stop him' is a plea.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::complainant::Complainant;
use crate::complaint::{Actor, Happening};
use crate::conversation::Turn;
use crate::decision::{Context, Decision, Happened, State};
use crate::message::Outgoing;
use crate::prompts;
use crate::reference::Reference;
use crate::texts;

/// What she said last of being written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// Whether she wants no message that she has not asked for.
    pub quiet: bool,
    /// Since when.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub since: DateTime<Utc>,
}

impl Complainant {
    /// Whether she wants no message that she has not asked for.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.wish.is_some_and(|wish| wish.quiet)
    }
}

impl Decision {
    /// Tells her something that she has not asked for: an officer's question,
    /// a disposal, a closure by the clock. Against her wish it is not sent;
    /// the officer reads so in the history, and she is told when she writes.
    pub(crate) fn tell_her_unasked(
        &mut self,
        complainant: &mut Complainant,
        reference: &Reference,
        now: DateTime<Utc>,
        message: Outgoing,
    ) {
        if complainant.is_quiet() {
            self.happened(Happened::new(reference, Happening::Withheld, now, Actor::Complainant));
        } else {
            self.tell_her(complainant, message);
        }
    }
}

/// She wants no messages of ours. She is told once how to undo it; not where
/// her provider has told her already, and would let nothing of ours through.
pub(crate) fn stop(turn: &mut Turn<'_>, told_already: bool) {
    turn.belongs_to = turn.current_reference();
    let before = turn.her.is_quiet();
    turn.her.wish = Some(Wish { quiet: true, since: turn.context.now });
    if let Some(draft) = &mut turn.her.draft {
        draft.hushed = true;
    }
    if !before && !told_already {
        let mut text = texts::quiet(turn.her.language).to_owned();
        // Her words stay: 'stop' is no 'cancel'.
        if turn.her.draft.as_ref().is_some_and(|draft| !draft.is_empty()) {
            text = format!("{text}\n{}", texts::draft_waits(turn.her.language));
        }
        turn.say(prompts::say(text));
    }
}

/// She wants messages again.
pub(crate) fn start(turn: &mut Turn<'_>) {
    turn.belongs_to = turn.current_reference();
    turn.her.wish = Some(Wish { quiet: false, since: turn.context.now });
    if let Some(draft) = &mut turn.her.draft {
        draft.hushed = false;
    }
    turn.say(prompts::say(texts::quiet_no_more(turn.her.language)));
}

/// Her provider tells of her wish. Such news may come twice and out of order:
/// what is older than what is known changes nothing.
pub(crate) fn told_by_provider(
    state: &State,
    wanted: bool,
    at: Option<DateTime<Utc>>,
    context: &Context<'_>,
) -> Decision {
    let Some(her) = &state.complainant else { return Decision::default() };
    let since = at.unwrap_or(context.now).min(context.now);
    let is_news = her.is_quiet() == wanted && her.wish.is_none_or(|wish| wish.since < since);
    if !is_news {
        return Decision::default();
    }
    let wish = Some(Wish { quiet: !wanted, since });
    let complainant = Some(Complainant { version: her.version + 1, wish, ..her.clone() });
    Decision { complainant, ..Decision::default() }
}

#[cfg(test)]
#[path = "tests/wish.rs"]
mod tests;
