//! How often one woman is answered: a flood is kept whole and answered once.
//!
//! Beyond the policy's number of messages in a time, what she writes joins her
//! draft or her complaint and nothing is asked. Three things pass: a cry for
//! help, what registers a draft, and her word on a disposal. A draft is begun
//! even then where she has nothing that could be joined: what is kept is read.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar;
use crate::closure;
use crate::complaint::Complaint;
use crate::conversation::Turn;
use crate::decision::{Context, State};
use crate::effect::{Effect, Notice};
use crate::hearing::Heard;
use crate::message::InboundMessage;
use crate::prompts::{self, Tap};
use crate::texts_limits as texts;
use crate::words::Command;

/// In a flood a cry for help is answered at most once in this time.
const CRY_ANSWERED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// How much a woman has written of late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Pace {
    /// When the first of the messages that are counted came.
    #[serde(rename = "s", with = "chrono::serde::ts_seconds_option", default)]
    since: Option<DateTime<Utc>>,
    /// How many have come since.
    #[serde(rename = "n", default)]
    count: u32,
    /// Whether the time before was full, and is hardly over: a flood goes on.
    #[serde(rename = "f", default, skip_serializing_if = "std::ops::Not::not")]
    goes_on: bool,
    /// Whether she was told that all are kept.
    #[serde(rename = "t", default, skip_serializing_if = "std::ops::Not::not")]
    told: bool,
    /// When a cry for help was last answered.
    #[serde(
        rename = "c",
        with = "chrono::serde::ts_seconds_option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    cry_at: Option<DateTime<Utc>>,
    /// The day on which she was told that no further complaint is registered.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    full_on: Option<NaiveDate>,
}

impl Pace {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        *self == Self::default()
    }

    /// Counts a message; whether it is more than is answered.
    pub(crate) fn counts_too_many(&mut self, context: &Context<'_>) -> bool {
        let timers = &context.policy.timers;
        let window = TimeDelta::minutes(timers.messages_window_minutes.into());
        let passed = self.since.map(|since| context.now - since);
        if passed.is_none_or(|passed| passed >= window) {
            let goes_on =
                self.count > timers.messages_most && passed.is_some_and(|passed| passed < window * 2);
            *self = Self { since: Some(context.now), count: 0, goes_on, told: false, ..self.clone() };
        }
        self.count = self.count.saturating_add(1);
        self.count > timers.messages_most
    }

    /// The pace of a woman who wrote under two names: the faster one.
    pub(crate) fn joined(&self, other: &Self) -> Self {
        if other.count > self.count { other.clone() } else { self.clone() }
    }
}

/// One message of hers that may be heard. A flood of words keeps no draft from
/// being registered in its time.
pub(crate) fn hear(turn: &mut Turn<'_>, message: &InboundMessage) {
    let too_many = turn.her.pace.counts_too_many(turn.context);
    let began = turn.her.draft.as_ref().map(|draft| (draft.reference.clone(), draft.touched_at));
    if too_many {
        hear_in_flood(turn, message);
    } else {
        turn.hear(message);
    }
    let is_flood = (too_many || turn.her.pace.goes_on) && message.choice.is_none();
    if let (true, Some(draft), Some((reference, touched_at))) = (is_flood, &mut turn.her.draft, began)
        && draft.reference == reference
    {
        draft.touched_at = touched_at;
    }
}

/// One message more than is answered. What she says is done where it registers
/// or closes something, or cries for help; anything else is kept.
fn hear_in_flood(turn: &mut Turn<'_>, message: &InboundMessage) {
    let before = turn.her.clone();
    let heard = Heard::of(message, &before.offered);
    let is_answered = if begins_one_too_many(turn, &heard) {
        join_newest(turn, &heard);
        turn.decision.effects.iter().any(Effect::tells_her)
    } else if heard == Heard::Distress {
        turn.distress(message);
        cry_is_answered(turn)
    } else {
        listen(turn, message, heard);
        !turn.decision.complaints.is_empty()
    };
    if !is_answered {
        turn.decision.effects.retain(|effect| !effect.tells_her());
        turn.her.offered = before.offered;
        turn.her.joined_told_at = before.joined_told_at;
        tell_once(turn);
    }
}

/// What she says, as far as it is done in a flood.
fn listen(turn: &mut Turn<'_>, message: &InboundMessage, heard: Heard) {
    match heard {
        Heard::Tap(Tap::Cancel) => turn.belongs_to = turn.current_reference(),
        Heard::Tap(tap) => turn.tap(tap),
        Heard::Command(Command::No) if turn.her.draft.is_some() => keep_words(turn, message),
        Heard::Command(command @ (Command::Yes | Command::No | Command::Register | Command::Stop)) => {
            turn.command(command, message);
        }
        Heard::Words => keep_words(turn, message),
        _ => turn.belongs_to = turn.current_reference(),
    }
}

/// Keeps words where they will be read: in her draft, with her complaint, or in
/// a draft that is begun for them.
fn keep_words(turn: &mut Turn<'_>, message: &InboundMessage) {
    let open = turn.named_complaint(message).or_else(|| turn.open_complaint());
    match open.filter(|_| turn.her.draft.is_none()) {
        Some(complaint) => closure::join(turn, complaint),
        None if join_instead_of_beginning(turn) => {}
        None => {
            let mut draft = turn.take_draft();
            turn.keep_in(&mut draft, message);
            turn.her.draft = Some(draft);
        }
    }
}

fn cry_is_answered(turn: &mut Turn<'_>) -> bool {
    let now = turn.context.now;
    let is_answered = turn.her.pace.cry_at.is_none_or(|at| now - at >= CRY_ANSWERED_EVERY);
    if is_answered {
        turn.her.pace.cry_at = Some(now);
    }
    is_answered
}

fn tell_once(turn: &mut Turn<'_>) {
    if !turn.her.pace.told {
        turn.her.pace.told = true;
        turn.say(prompts::say(texts::all_is_kept(turn.her.language)));
    }
}

/// Whether a message would begin a draft on a day that has had its number of
/// complaints. A draft is begun in order to be registered, so this is the place
/// where the day's number is held.
pub(crate) fn begins_one_too_many(turn: &Turn<'_>, heard: &Heard) -> bool {
    let begins = match heard {
        Heard::Distress | Heard::Command(Command::Menu | Command::Start) => true,
        Heard::Tap(Tap::Category(_) | Tap::Area(_) | Tap::RegisterViolence) => true,
        Heard::Words | Heard::Command(_) | Heard::Tap(_) => false,
    };
    begins && turn.her.draft.is_none() && day_is_full(turn.state, turn.context)
}

/// Whether she has registered as many complaints on this day (of India) as a
/// day takes.
pub(crate) fn day_is_full(state: &State, context: &Context<'_>) -> bool {
    let most = context.policy.timers.registrations_most as usize;
    let today = calendar::ist_date(context.now);
    let is_of_today = |complaint: &&Complaint| calendar::ist_date(complaint.registered_at) == today;
    state.complaints.len() >= most && state.complaints.iter().filter(is_of_today).count() >= most
}

/// What would begin one complaint too many joins the newest. She is told so once
/// a day; a cry for help is answered all the same, and the officer hears of it.
pub(crate) fn join_newest(turn: &mut Turn<'_>, heard: &Heard) {
    let open = turn.open_complaint();
    let newest = turn.state.complaints.iter().max_by_key(|complaint| complaint.registered_at);
    let newest = newest.and_then(|complaint| turn.state.answering(&complaint.reference)).cloned();
    let Some(complaint) = open.or(newest) else { return };
    turn.belongs_to = Some(complaint.reference.clone());
    if *heard == Heard::Distress {
        if cry_is_answered(turn) {
            turn.decision.tell_officer(Notice::Answered, &complaint.officer, &complaint.reference);
            turn.say(prompts::say(crate::texts::distress(turn.her.language)));
        }
        return;
    }
    let today = calendar::ist_date(turn.context.now);
    if turn.her.pace.full_on != Some(today) {
        turn.her.pace.full_on = Some(today);
        turn.say(prompts::say(texts::day_is_full(turn.her.language, &complaint.reference)));
    }
}

/// Words that would begin one complaint too many.
pub(crate) fn join_instead_of_beginning(turn: &mut Turn<'_>) -> bool {
    let is_full = turn.her.draft.is_none() && day_is_full(turn.state, turn.context);
    if is_full {
        match turn.open_complaint() {
            Some(complaint) => closure::join(turn, complaint),
            None => join_newest(turn, &Heard::Words),
        }
    }
    is_full
}

#[cfg(test)]
#[path = "tests/limits.rs"]
mod tests;
