//! The last word on who is answerable and who is told: after every event, and
//! in one place, so that no rule can forget it.
//!
//! A complaint that is with somebody who is barred from it moves at once, and
//! an SMS to somebody who is barred or on leave goes to whoever stands there.

use crate::complaint::{Actor, Complaint, Happening};
use crate::decision::{Context, Decision, Happened, State};
use crate::effect::{Effect, Notice, OfficerSms};
use crate::ids::OfficerId;

/// Moves and redirects what the decision would leave with, or send to, the wrong person.
pub(crate) fn settle(state: &State, decision: &mut Decision, context: &Context<'_>) {
    let mut complaints = std::mem::take(&mut decision.complaints);
    for complaint in &mut complaints {
        let before = state.complaint(&complaint.reference);
        move_on(before, complaint, context, decision);
    }
    decision.complaints = complaints;
    redirect(state, decision, context);
}

/// Moves a complaint away from whom it accuses, and to a woman once it is
/// known to concern a minor.
fn move_on(
    before: Option<&Complaint>,
    complaint: &mut Complaint,
    context: &Context<'_>,
    decision: &mut Decision,
) {
    // Merged, it is nobody's to answer; separated, it comes here again.
    let nobodys = complaint.status.is_closed() || complaint.course.merged.is_some();
    if nobodys || (complaint.accused.is_empty() && !complaint.minor) {
        return;
    }
    let reach = context.reach(complaint);
    let barred = reach.bars(&complaint.officer);
    let newly_minor = complaint.minor && before.is_some_and(|before| !before.minor);
    let man = context.policy.officer(&complaint.officer).is_some_and(|officer| !officer.woman);
    let moves = barred || (newly_minor && man);
    if !moves {
        return;
    }
    let next = reach.route(complaint.category, complaint.area.as_ref()).id.clone();
    if next == complaint.officer {
        return;
    }
    let left = std::mem::replace(&mut complaint.officer, next.clone());
    complaint.stand_ins.retain(|officer| *officer != left);
    let moved = if barred { Happening::ConflictFound } else { Happening::Transferred };
    decision.happened(Happened::new(&complaint.reference, moved, context.now, Actor::Clock).to(&next));
    // Who was about to be told in the old one's stead is told by the transfer.
    decision.effects.retain(|effect| !tells(effect, &left, complaint));
    decision.tell_officer(Notice::Transferred, &next, &complaint.reference);
}

fn tells(effect: &Effect, officer: &OfficerId, complaint: &Complaint) -> bool {
    matches!(effect, Effect::SendSms(sms) if sms.officer == *officer && sms.reference == complaint.reference)
}

fn redirect(state: &State, decision: &mut Decision, context: &Context<'_>) {
    let effects = std::mem::take(&mut decision.effects);
    let mut told: Vec<Effect> = Vec::with_capacity(effects.len());
    for effect in effects {
        let effect = match effect {
            Effect::SendSms(sms) => Effect::SendSms(redirected(sms, state, decision, context)),
            other => other,
        };
        if !told.iter().any(|earlier| effect.repeats(earlier)) {
            told.push(effect);
        }
    }
    decision.effects = told;
}

/// The SMS, to whoever may get it; they get a link that opens.
fn redirected(
    mut sms: OfficerSms,
    state: &State,
    decision: &mut Decision,
    context: &Context<'_>,
) -> OfficerSms {
    let new = decision.complaints.iter().find(|complaint| complaint.reference == sms.reference);
    let Some(complaint) = new.or_else(|| state.complaint(&sms.reference)) else { return sms };
    let reach = context.reach(complaint);
    if !reach.bars(&sms.officer) && !reach.is_away(&sms.officer) {
        return sms;
    }
    let next = reach.instead_of(&sms.officer, complaint.category);
    if next.id == sms.officer {
        return sms;
    }
    sms.officer = next.id.clone();
    if complaint.admits(&next.id, context.policy) {
        return sms;
    }
    let mut complaint = complaint.clone();
    complaint.admit(&next.id);
    match decision.complaints.iter_mut().find(|known| known.reference == complaint.reference) {
        Some(known) => *known = complaint,
        None => decision.put(complaint),
    }
    sms
}
