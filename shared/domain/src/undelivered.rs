//! A message of ours did not reach her: what is done about it.
//!
//! No record is kept of what was sent. A failed status names her and our number,
//! which is all that is needed; so none can come 'before' the record of its
//! message, and none has to wait for it. What the message said is not known
//! either, and is not repeated: she is told, in neutral words, that there is
//! news on her number, and reads it when she writes.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::complainant::Complainant;
use crate::complaint::{Actor, Complaint, Happening, Status};
use crate::conversation::Turn;
use crate::decision::{Context, Decision, Happened, State};
use crate::delivery::{Failure, FailureReason};
use crate::effect::{Effect, HerNotice, HerSms, SendMessage};
use crate::hearing::Heard;
use crate::message::{Channel, InboundMessage};
use crate::prompts::{self, Tap};
use crate::reference::Reference;
use crate::{closure, words};

/// Told later again so often; then by SMS.
const MOST_RETRIES: u8 = 3;
/// So many SMS until she writes: more would say nothing new.
const MOST_SMS: u8 = 6;
/// The first wait after the provider's 'too many'; each further one is four
/// times as long.
const FIRST_WAIT: TimeDelta = TimeDelta::minutes(15);

/// What did not reach her since she last wrote, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// The number that she was told there is news on.
    pub reference: Reference,
    /// Since when.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub since: DateTime<Utc>,
    /// How often she was told by SMS.
    #[serde(default)]
    pub sms: u8,
    /// How often by a template.
    #[serde(default)]
    pub templates: u8,
    /// How often later.
    #[serde(default)]
    pub retries: u8,
}

/// Messages of ours did not reach her: one consequence for all that are told
/// of at once, and one line of history each. The provider's ids count for ever.
pub(crate) fn failed(state: &State, failures: Vec<Failure>, context: &Context<'_>) -> Decision {
    let Some(her) = &state.complainant else { return Decision::default() };
    let Some(reason) = failures.iter().map(|failure| failure.reason).max() else {
        return Decision::default();
    };
    let mut her = Complainant { version: her.version + 1, ..her.clone() };
    let mut decision = Decision::default();
    let complaint = newest(state);
    if let Some(complaint) = complaint.filter(|complaint| !complaint.status.is_closed()) {
        record(complaint, &failures, context, &mut decision);
        hold_question(complaint, &mut her);
    }
    let drafted = her.draft.as_ref().map(|draft| draft.reference.clone());
    let about = complaint.map(|complaint| complaint.reference.clone()).or(drafted);
    match about {
        _ if reason == FailureReason::OptedOut => {
            her.wish = Some(crate::wish::Wish { quiet: true, since: context.now });
        }
        Some(reference) => tell_otherwise(reason, reference, &mut her, context, &mut decision),
        None => {}
    }
    decision.failures = failures;
    decision.complainant = Some(her);
    decision
}

/// The complaint that she is most likely to be written to about: the newest
/// that is not closed, else the newest.
fn newest(state: &State) -> Option<&Complaint> {
    let key = |complaint: &&Complaint| (!complaint.status.is_closed(), complaint.registered_at);
    state.complaints.iter().max_by_key(key).and_then(|complaint| state.answering(&complaint.reference))
}

/// The officer reads that she was not reached, and the provider's code.
fn record(complaint: &Complaint, failures: &[Failure], context: &Context<'_>, decision: &mut Decision) {
    for failure in failures {
        let entry =
            Happened::new(&complaint.reference, Happening::MessageUndelivered, context.now, Actor::Provider);
        let code = failure.code.as_deref().unwrap_or("-");
        decision.happened(entry.saying(&format!("{} {code}", failure.provider)));
    }
    let mut complaint = complaint.clone();
    complaint.course.missed = true;
    decision.put(complaint);
}

/// A question that she may not have seen is put when she writes, before her
/// words are taken for the answer.
fn hold_question(complaint: &Complaint, her: &mut Complainant) {
    let asked = her.asked.as_ref().filter(|asked| asked.reference == complaint.reference);
    if complaint.status == Status::AwaitingComplainant && her.held_question.is_none() {
        her.held_question = asked.cloned();
    }
}

fn tell_otherwise(
    reason: FailureReason,
    reference: Reference,
    her: &mut Complainant,
    context: &Context<'_>,
    decision: &mut Decision,
) {
    let mut missed = her.missed.take().unwrap_or_else(|| Missed {
        reference: reference.clone(),
        since: context.now,
        sms: 0,
        templates: 0,
        retries: 0,
    });
    missed.reference = reference;
    let whatsapp = her.address.channel == Channel::Whatsapp;
    match reason {
        // What we begin; and it would be one more that she wants not to get.
        _ if her.is_quiet() => {}
        // A template knows no window: refused once, it will not help again.
        FailureReason::WindowClosed if whatsapp && missed.templates == 0 => {
            missed.templates += 1;
            decision.effects.push(by_template(&missed, her, context));
        }
        FailureReason::RateLimited if missed.retries < MOST_RETRIES => {
            decision.effects.push(later(&missed, her, context));
            missed.retries += 1;
        }
        _ => by_sms(&mut missed, her, decision),
    }
    her.missed = Some(missed);
}

/// The approved template, whatever the window.
fn by_template(missed: &Missed, her: &Complainant, context: &Context<'_>) -> Effect {
    Effect::SendMessage(Box::new(SendMessage {
        to: her.address.clone(),
        window_until: Some(context.now),
        asks_on: false,
        not_before: None,
        message: prompts::news_waits(her.language, &missed.reference),
    }))
}

/// The same way again, later.
fn later(missed: &Missed, her: &Complainant, context: &Context<'_>) -> Effect {
    let wait = FIRST_WAIT * 4_i32.pow(missed.retries.into());
    Effect::SendMessage(Box::new(SendMessage {
        to: her.address.clone(),
        window_until: her.window_until(),
        asks_on: false,
        not_before: Some(context.now + wait),
        message: prompts::news_waits(her.language, &missed.reference),
    }))
}

/// To her own phone; she has none that is known where she writes by her WhatsApp
/// id or by e-mail alone.
fn by_sms(missed: &mut Missed, her: &Complainant, decision: &mut Decision) {
    let Some(phone) = her.address.to.phone.clone().filter(|_| missed.sms < MOST_SMS) else { return };
    missed.sms += 1;
    decision.effects.push(Effect::SendSmsToHer(HerSms {
        to: phone,
        language: her.language,
        notice: HerNotice::NewsWaits(missed.reference.clone()),
    }));
}

/// The question that waited for her to write; whether there was one still open.
pub(crate) fn put_held_question(turn: &mut Turn<'_>) -> bool {
    let Some(held) = turn.her.held_question.take() else { return false };
    let asked = turn.state.complaint(&held.reference).map(|complaint| complaint.status);
    if !held.reply && asked != Some(Status::AwaitingComplainant) {
        return false;
    }
    turn.belongs_to = Some(held.reference.clone());
    if held.reply {
        turn.say(prompts::say(crate::texts::reply(turn.her.language, &held.reference, &held.text)));
        return true;
    }
    turn.say(prompts::question(turn.her.language, &held.reference, &held.text));
    true
}

/// She writes after something did not reach her. What she was last offered she
/// may not have seen: '1' and 'yes' then ask for the news, and answer nothing.
/// Whether that was all she meant.
pub(crate) fn read_news(
    turn: &mut Turn<'_>,
    missed: Option<Missed>,
    heard: &Heard,
    message: &InboundMessage,
) -> bool {
    let Some(missed) = missed.filter(|_| *heard != Heard::Distress) else { return false };
    let text = message.text.as_deref().unwrap_or_default();
    let asks = message.choice.is_none() && (words::number(text).is_some() || is_yes_or_no(heard));
    if !asks {
        return false;
    }
    turn.belongs_to = Some(missed.reference.clone());
    turn.her.offered.clear();
    let disposed = closure::awaiting_her_word(turn.state);
    match disposed {
        Some(reference) => closure::ask_solved(turn, &reference),
        None if turn.state.complaint(&missed.reference).is_some() => closure::show_status(turn),
        // A draft: its question once more.
        None => {
            let draft = turn.take_draft();
            turn.ask(draft, "");
        }
    }
    true
}

fn is_yes_or_no(heard: &Heard) -> bool {
    matches!(
        heard,
        Heard::Command(words::Command::Yes | words::Command::No)
            | Heard::Tap(Tap::Solved(_) | Tap::NotSolved(_) | Tap::Register)
    )
}

#[cfg(test)]
#[path = "tests/undelivered.rs"]
mod tests;
