//! What an officer may do, and what it does to the complaint. No action
//! restarts a clock.

use crate::complainant::{Complainant, HeldQuestion};
use crate::complaint::{Actor, Complaint, Happening, LastAction, Status};
use crate::decision::{Context, Decision, Happened, Refused, State};
use crate::effect::Notice;
use crate::event::{Action, OfficerActed};
use crate::ids::OfficerId;
use crate::prompts;
use crate::reference::Reference;
use crate::texts;

/// The longest text of an officer, in characters. With the words around it a
/// question stays within one WhatsApp message.
pub const MOST_TEXT: usize = 1000;

/// Decides on an officer's action.
///
/// # Errors
///
/// [`Refused`] says why not, in words for the officer.
pub(crate) fn act(state: &State, acted: &OfficerActed, context: &Context<'_>) -> Result<Decision, Refused> {
    let found = state.complaint(&acted.reference).ok_or(Refused::NoSuchComplaint)?;
    // First: who transferred it and presses again has no part in it any more,
    // and yet did what was pressed.
    if is_repeat(found, acted) {
        return Ok(Decision::default());
    }
    if !found.admits(&acted.officer) {
        return Err(Refused::NotYours);
    }
    check_words(&acted.action)?;
    if found.version != acted.seen_version {
        return Err(Refused::Stale);
    }
    check_edge(found, &acted.action)?;
    let mut complaint = found.clone();
    let mut her = state.complainant.clone();
    let mut decision = Decision::default();
    apply(acted, &mut complaint, her.as_mut(), context, &mut decision)?;
    complaint.last_action = Some(last_action(acted));
    decision.put(complaint);
    if her != state.complainant {
        decision.complainant = her.map(|her| Complainant { version: her.version + 1, ..her });
    }
    Ok(decision)
}

/// The same press twice is one: same officer, same action, same words, same
/// version seen.
fn is_repeat(complaint: &Complaint, acted: &OfficerActed) -> bool {
    complaint.last_action.as_ref().is_some_and(|last| *last == last_action(acted))
}

fn last_action(acted: &OfficerActed) -> LastAction {
    // The whole action, target and outcome included: only the same is a repeat.
    let whole = serde_json::to_vec(&acted.action).unwrap_or_default();
    let key = format!("{}:{:x}", acted.action.name(), fnv1a(&whole));
    LastAction { officer: acted.officer.clone(), key, version: acted.seen_version }
}

/// FNV-1a, 64 bits: tells one press from another, protects nothing.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A text is there and not too long, where the action needs one.
fn check_words(action: &Action) -> Result<(), Refused> {
    let field = match action {
        Action::Acknowledge => return Ok(()),
        Action::Transfer { .. } => "reason",
        _ => "text",
    };
    let text = action.text().unwrap_or_default();
    if text.trim().is_empty() {
        return Err(Refused::Missing { field });
    }
    if text.chars().count() > MOST_TEXT {
        return Err(Refused::TooLong { field, most: MOST_TEXT });
    }
    Ok(())
}

/// Whether the workflow has this edge.
fn check_edge(complaint: &Complaint, action: &Action) -> Result<(), Refused> {
    let allowed = match action {
        Action::Acknowledge => complaint.acknowledged_at.is_none() && complaint.status.is_open(),
        Action::Note { .. } => true,
        _ => complaint.status.is_open(),
    };
    let status = texts::status(crate::Language::English, complaint.status);
    if allowed { Ok(()) } else { Err(Refused::NotNow { action: action.name(), status }) }
}

fn apply(
    acted: &OfficerActed,
    complaint: &mut Complaint,
    her: Option<&mut Complainant>,
    context: &Context<'_>,
    decision: &mut Decision,
) -> Result<(), Refused> {
    // Passing it on is no answer to her: the ladder climbs until somebody takes it.
    if !matches!(acted.action, Action::Note { .. } | Action::Transfer { .. }) {
        complaint.acknowledged_at.get_or_insert(context.now);
    }
    match &acted.action {
        Action::Acknowledge => complaint.status = Status::Acknowledged,
        Action::Note { .. } => {}
        Action::FirstAction { .. } => {
            complaint.first_action_at.get_or_insert(context.now);
            complaint.status = Status::InProgress;
        }
        Action::Ask { text } => ask(text, complaint, her, context, decision),
        Action::Transfer { to, .. } => transfer(to, acted, complaint, context, decision)?,
        Action::Dispose { outcome, .. } => {
            complaint.first_action_at.get_or_insert(context.now);
            complaint.outcome = Some(*outcome);
            dispose(complaint, her, context, decision);
        }
    }
    decision.happened(history(acted, context));
    Ok(())
}

fn history<'a>(acted: &'a OfficerActed, context: &Context<'_>) -> Happened<'a> {
    let event = match acted.action {
        Action::Acknowledge => Happening::Acknowledged,
        Action::FirstAction { .. } => Happening::FirstActionReported,
        Action::Note { .. } => Happening::NoteAdded,
        Action::Ask { .. } => Happening::QuestionAsked,
        Action::Transfer { .. } => Happening::Transferred,
        Action::Dispose { .. } => Happening::Disposed,
    };
    let mut entry =
        Happened::new(&acted.reference, event, context.now, Actor::Officer(acted.officer.clone()));
    if let Some(text) = acted.action.text() {
        entry = entry.saying(text);
    }
    if let Action::Transfer { to, .. } = &acted.action {
        entry = entry.to(to);
    }
    entry
}

/// Puts the question to her; where her window is closed it waits, and she is
/// told only that there is one.
fn ask(
    question: &str,
    complaint: &mut Complaint,
    her: Option<&mut Complainant>,
    context: &Context<'_>,
    decision: &mut Decision,
) {
    complaint.status = Status::AwaitingComplainant;
    let Some(her) = her else { return };
    if her.window_until().is_some_and(|until| until <= context.now) {
        her.held_question =
            Some(HeldQuestion { reference: complaint.reference.clone(), text: question.to_owned() });
    }
    let message = prompts::question(her.language, &complaint.reference, question);
    decision.tell_her(her, message);
}

/// Passes it on. The one who passes it keeps a link only if it has climbed to
/// them; the limit stays what it was.
fn transfer(
    to: &OfficerId,
    acted: &OfficerActed,
    complaint: &mut Complaint,
    context: &Context<'_>,
    decision: &mut Decision,
) -> Result<(), Refused> {
    let next = context
        .policy
        .officer(to)
        .filter(|officer| officer.is_reachable() && officer.id != complaint.officer);
    let next = next.ok_or(Refused::NoSuchOfficer)?;
    complaint.officer = next.id.clone();
    complaint.stand_ins.retain(|officer| *officer != acted.officer);
    decision.tell_officer(Notice::Transferred, &next.id, &complaint.reference);
    Ok(())
}

/// A claim that it is solved: she is asked.
fn dispose(
    complaint: &mut Complaint,
    her: Option<&mut Complainant>,
    context: &Context<'_>,
    decision: &mut Decision,
) {
    complaint.status = Status::Disposed;
    complaint.disposed_at = Some(context.now);
    if let Some(her) = her {
        let message = prompts::ask_solved(her.language, &complaint.reference);
        decision.tell_her(her, message);
    }
}

/// Five wrong PINs on a link: the cell in-charge is told.
pub(crate) fn link_locked(
    state: &State,
    reference: &Reference,
    officer: &OfficerId,
    context: &Context<'_>,
) -> Decision {
    let mut decision = Decision::default();
    let Some(found) = state.complaint(reference) else { return decision };
    let in_charge = context.policy.in_charge().id.clone();
    let mut complaint = found.clone();
    complaint.admit(&in_charge);
    let locked =
        Happened::new(reference, Happening::LinkLocked, context.now, Actor::Officer(officer.clone()));
    decision.happened(locked);
    decision.tell_officer(Notice::LinkLocked, &in_charge, reference);
    decision.put(complaint);
    decision
}

#[cfg(test)]
#[path = "tests/officer.rs"]
mod tests;
