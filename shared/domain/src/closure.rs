//! Closure is a claim: only her word closes a complaint, and her 'no' reopens
//! it one level up on its first clock. Also: how a message joins a complaint.

use chrono::TimeDelta;

use crate::Language;
use crate::complaint::{Actor, Complaint, Happening, Status};
use crate::conversation::Turn;
use crate::decision::{Context, Happened, State, office_name};
use crate::effect::Notice;
use crate::merge;
use crate::message::InboundMessage;
use crate::officer_course;
use crate::prompts;
use crate::reference::Reference;
use crate::reopen;
use crate::texts;
use crate::texts_merge;
use crate::words;

/// She is told that a message joined a complaint at most once in this time.
const TELL_JOINED_EVERY: TimeDelta = TimeDelta::minutes(10);
/// How many of her complaints an answer to 'status' lists.
const STATUS_LINES: usize = 5;

/// The newest complaint whose disposal waits for her word.
pub(crate) fn awaiting_her_word(state: &State) -> Option<Reference> {
    let disposed = state.complaints.iter().filter(|complaint| complaint.status == Status::Disposed);
    disposed.max_by_key(|complaint| complaint.disposed_at).map(|complaint| complaint.reference.clone())
}

/// Asks her whether a disposed complaint is truly solved.
pub(crate) fn ask_solved(turn: &mut Turn<'_>, reference: &Reference) {
    if let Some(complaint) = turn.state.complaint(reference) {
        turn.say(prompts::ask_solved_of(turn.her.language, complaint));
    }
}

/// Whether her words answer the question whether it is solved, and say no: with
/// nothing else begun or open that they might be about.
pub(crate) fn is_denied(turn: &Turn<'_>, message: &InboundMessage) -> bool {
    let asked = turn.open_complaint().is_some_and(|complaint| complaint.status == Status::Disposed);
    let text = message.text.as_deref().unwrap_or_default();
    asked && turn.her.draft.is_none() && words::denies(text)
}

/// The answer to 'status': her complaints, open ones first, newest first.
pub(crate) fn show_status(turn: &mut Turn<'_>) {
    let language = turn.her.language;
    let state = turn.state;
    let answers =
        |it: &&Complaint| state.answering(&it.reference).is_none_or(|by| by.reference == it.reference);
    let mut known: Vec<&Complaint> = state.complaints.iter().filter(answers).collect();
    known.sort_by_key(|complaint| (complaint.status.is_closed(), std::cmp::Reverse(complaint.registered_at)));
    let mut lines: Vec<String> = known
        .into_iter()
        .take(STATUS_LINES)
        .map(|complaint| status_line(complaint, language, turn.context))
        .collect();
    if lines.is_empty() {
        lines.push(texts::no_complaints(language).to_owned());
    }
    if turn.her.draft.as_ref().is_some_and(|draft| !draft.is_empty()) {
        lines.push(texts::draft_waits(language).to_owned());
    }
    turn.say(prompts::say(lines.join("\n\n")));
}

/// 'No' with nothing open: what was closed without her word is denied after all.
pub(crate) fn late_no(turn: &mut Turn<'_>) {
    match closed_without_her_word(turn.state) {
        Some(reference) => deny(turn, &reference),
        None => turn.cancel(),
    }
}

/// The complaint closed last in her silence, if none was closed after it by her word.
fn closed_without_her_word(state: &State) -> Option<Reference> {
    let last = state.complaints.iter().max_by_key(|complaint| complaint.disposed_at)?;
    let answers = state.answering(&last.reference)?;
    (last.status == Status::ClosedUnconfirmed).then(|| answers.reference.clone())
}

/// One line of the answer to 'status'.
fn status_line(complaint: &Complaint, language: Language, context: &Context<'_>) -> String {
    let office = office_name(context.policy, &complaint.officer, language);
    let line =
        texts::status_line(language, &complaint.reference, complaint.status, complaint.due_at, &office);
    texts_merge::with_others(line, language, &complaint.course.with)
}

/// She says that it is truly solved.
pub(crate) fn confirm(turn: &mut Turn<'_>, reference: &Reference) {
    turn.belongs_to = Some(reference.clone());
    let Some(mut complaint) = turn.state.answering(reference).cloned() else { return say_nothing_open(turn) };
    let (reference, with) = (complaint.reference.clone(), complaint.course.with.clone());
    match complaint.status {
        Status::Disposed | Status::ClosedUnconfirmed => {
            complaint.status = Status::Closed;
            happened(turn, &reference, Happening::Confirmed);
            follow(turn, &complaint);
            turn.decision.put(complaint);
        }
        Status::Closed => {}
        _ => return say_status(turn, &complaint),
    }
    turn.her.offered.clear();
    let closed = texts::closed(turn.her.language, &reference);
    turn.say(prompts::say(texts_merge::with_others(closed, turn.her.language, &with)));
}

/// She says that it is not: one level up, the limit as it was.
pub(crate) fn deny(turn: &mut Turn<'_>, reference: &Reference) {
    turn.belongs_to = Some(reference.clone());
    let Some(mut complaint) = turn.state.answering(reference).cloned() else { return say_nothing_open(turn) };
    let (reference, with) = (complaint.reference.clone(), complaint.course.with.clone());
    if !matches!(complaint.status, Status::Disposed | Status::ClosedUnconfirmed) {
        return say_status(turn, &complaint);
    }
    complaint.status = Status::InProgress;
    happened(turn, &reference, Happening::Denied);
    let context = turn.context;
    reopen::one_level_up(&mut complaint, Actor::Complainant, context, &mut turn.decision);
    follow(turn, &complaint);
    let above = context.reach(&complaint).at_level(complaint.category, complaint.level);
    let office = office_name(context.policy, &above.id, turn.her.language);
    turn.decision.put(complaint);
    turn.her.offered.clear();
    let reopened = texts::reopened(turn.her.language, &reference, &office);
    turn.say(prompts::say(texts_merge::with_others(reopened, turn.her.language, &with)));
}

/// Her word on a complaint is her word on those answered with it.
fn follow(turn: &mut Turn<'_>, complaint: &Complaint) {
    let (state, now) = (turn.state, turn.context.now);
    merge::follow(state, complaint, &Actor::Complainant, now, &mut turn.decision);
}

/// A message of hers joins a complaint that is not closed.
pub(crate) fn join(turn: &mut Turn<'_>, complaint: Complaint) {
    turn.belongs_to = Some(complaint.reference.clone());
    match complaint.status {
        Status::AwaitingComplainant => answered(turn, complaint),
        Status::Disposed => turn.say(prompts::ask_solved_of(turn.her.language, &complaint)),
        _ => tell_joined(turn, &complaint.reference),
    }
}

/// What she writes after an officer's question is the answer.
fn answered(turn: &mut Turn<'_>, mut complaint: Complaint) {
    turn.her.asked = None;
    let reference = complaint.reference.clone();
    complaint.status =
        if complaint.first_action_at.is_some() { Status::InProgress } else { Status::Acknowledged };
    complaint.course.missed = false;
    officer_course::end_pause(&mut complaint, turn.context.now, &mut turn.decision);
    happened(turn, &reference, Happening::Answered);
    turn.decision.tell_officer(Notice::Answered, &complaint.officer, &reference);
    turn.decision.put(complaint);
    turn.say(prompts::say(texts::answer_passed_on(turn.her.language, &reference)));
}

fn tell_joined(turn: &mut Turn<'_>, reference: &Reference) {
    let now = turn.context.now;
    if turn.her.joined_told_at.is_none_or(|told| now - told >= TELL_JOINED_EVERY) {
        turn.her.joined_told_at = Some(now);
        turn.say(prompts::say(texts::joined(turn.her.language, reference)));
    }
}

fn say_status(turn: &mut Turn<'_>, complaint: &Complaint) {
    let line = status_line(complaint, turn.her.language, turn.context);
    turn.say(prompts::say(line));
}

fn say_nothing_open(turn: &mut Turn<'_>) {
    turn.say(prompts::say(texts::no_complaints(turn.her.language)));
}

fn happened(turn: &mut Turn<'_>, reference: &Reference, event: Happening) {
    let entry = Happened::new(reference, event, turn.context.now, Actor::Complainant);
    turn.decision.happened(entry);
}

#[cfg(test)]
#[path = "tests/closure.rs"]
mod tests;
