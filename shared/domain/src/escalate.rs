//! The clock's rules: reminders, breaches, the ladder, silence.

use chrono::{DateTime, Utc};

use crate::alarm::{self, Alarm};
use crate::complainant::Complainant;
use crate::complaint::{Actor, Complaint, Escalation, Happening, Status};
use crate::course::CallBack;
use crate::decision::{Context, Decision, Happened, State};
use crate::effect::{Effect, Hold, Notice, OfficerSms, Way};
use crate::event::StepFailed;
use crate::ids::{EscalationLevel, OfficerId};
use crate::ladder::{Owed, Rung};
use crate::ladder_step::{Means, Step};
use crate::merge;
use crate::officer_course;
use crate::prompts;
use crate::recount;
use crate::reference::Reference;

/// More alarms than one complaint can have overdue at once: three ladders of
/// three, a reminder, a pause, a hand-off's three, a repeat, and room. A bound, so that the loop ends
/// whatever the data.
const MOST_AT_ONCE: usize = 24;

/// Rings every alarm of a complaint that is due, in order. Nothing due, nothing
/// decided: the same at any second run.
pub(crate) fn ring(state: &State, reference: &Reference, context: &Context<'_>) -> Decision {
    let mut decision = Decision::default();
    let Some(found) = state.complaint(reference) else { return decision };
    if found.course.merged.is_some() {
        return merge::watch(state, found, context);
    }
    let mut complaint = found.clone();
    let mut complainant = state.complainant.clone();
    recount::apply(&mut complaint, complainant.as_mut(), context, &mut decision);
    for _ in 0..MOST_AT_ONCE {
        match alarm::next(&complaint, context.policy.timers.silence_days) {
            Some((at, alarm)) if at <= context.now => {
                ring_one(alarm, at, &mut complaint, complainant.as_mut(), context, &mut decision);
            }
            _ => break,
        }
    }
    tell_once(&mut decision.effects);
    if complaint.status.is_closed() {
        merge::follow(state, &complaint, &Actor::Clock, context.now, &mut decision);
    }
    if complaint != *found {
        decision.put(complaint);
    }
    if complainant != state.complainant {
        decision.complainant = complainant.map(|her| Complainant { version: her.version + 1, ..her });
    }
    decision
}

/// After an outage several steps may fall together: nobody is told the same twice.
fn tell_once(effects: &mut Vec<Effect>) {
    let mut once: Vec<Effect> = Vec::with_capacity(effects.len());
    for effect in effects.drain(..) {
        if !once.iter().any(|told| effect.repeats(told)) {
            once.push(effect);
        }
    }
    *effects = once;
}

fn ring_one(
    alarm: Alarm,
    at: DateTime<Utc>,
    complaint: &mut Complaint,
    complainant: Option<&mut Complainant>,
    context: &Context<'_>,
    decision: &mut Decision,
) {
    match alarm {
        Alarm::Remind => remind(complaint, context, decision),
        Alarm::Climb(rung) => climb(rung, complaint, context, decision),
        Alarm::PauseEnds => officer_course::end_pause(complaint, context.now, decision),
        Alarm::NumberMissing => officer_course::number_missing(complaint, context, decision),
        Alarm::Repeat => repeat(at, complaint, context, decision),
        Alarm::CloseUnconfirmed => close_unconfirmed(complaint, complainant, context, decision),
        // A merged complaint does not come here: see `merge::watch`.
        Alarm::Watch => {}
    }
}

/// The reminder; after an outage that outlasted the limit it is only marked,
/// since the breach says more.
fn remind(complaint: &mut Complaint, context: &Context<'_>, decision: &mut Decision) {
    complaint.fired.reminder = true;
    if context.now < complaint.due_at {
        decision.happened(Happened::new(
            &complaint.reference,
            Happening::Reminded,
            context.now,
            Actor::Clock,
        ));
        decision.tell_officer(Notice::Reminder, &complaint.officer, &complaint.reference);
    }
}

/// One rung. It is told to the level it names, or, where the complaint is
/// higher already, once to the level it is at; and to whom the step names besides.
fn climb(rung: Rung, complaint: &mut Complaint, context: &Context<'_>, decision: &mut Decision) {
    complaint.fired.mark(rung.owed, rung.level);
    let first = rung.level.number() == 1;
    if first {
        let missed = Happened::new(&complaint.reference, Happening::Breached, context.now, Actor::Clock);
        decision.happened(missed.at_level(rung.level));
    }
    let notice = match rung.owed {
        Owed::Disposal => Notice::Breach,
        Owed::Acknowledgement | Owed::FirstAction => Notice::Unacknowledged,
    };
    let step = complaint.terms.step(rung.owed, rung.level).cloned().unwrap_or_default();
    if rung.level > complaint.level {
        raise_by(step.by, complaint, rung.level, notice, Actor::Clock, context, decision);
    } else if first {
        let officer = holder(complaint, context);
        complaint.admit(&officer);
        decision.tell_officer_by(step.by, notice, &officer, &complaint.reference);
    }
    tell_besides(&step, notice, complaint, context, decision);
    start_daily(complaint, rung.at, context.now);
}

/// Tells whom a step names besides the level's own, each once, and lets them in.
fn tell_besides(
    step: &Step,
    notice: Notice,
    complaint: &mut Complaint,
    context: &Context<'_>,
    decision: &mut Decision,
) {
    let reach = context.reach(complaint);
    for officer in
        step.also.iter().filter_map(|whom| reach.named(whom, complaint).map(|it| &it.id)).collect::<Vec<_>>()
    {
        let told = |effect: &Effect| matches!(effect, Effect::SendSms(sms) if sms.officer == *officer && sms.notice == notice && sms.reference == complaint.reference);
        if decision.effects.iter().any(told) {
            continue;
        }
        complaint.admit(officer);
        let informed = Happened::new(&complaint.reference, Happening::Informed, context.now, Actor::Clock);
        decision.happened(informed.to(officer));
        decision.tell_officer_by(step.by, notice, officer, &complaint.reference);
    }
}

/// Raises a complaint to a level and tells who answers there, by SMS.
pub(crate) fn raise(
    complaint: &mut Complaint,
    level: EscalationLevel,
    notice: Notice,
    actor: Actor,
    context: &Context<'_>,
    decision: &mut Decision,
) {
    raise_by(Means::Sms, complaint, level, notice, actor, context, decision);
}

fn raise_by(
    by: Means,
    complaint: &mut Complaint,
    level: EscalationLevel,
    notice: Notice,
    actor: Actor,
    context: &Context<'_>,
    decision: &mut Decision,
) {
    let officer = context.reach(complaint).at_level(complaint.category, level).id.clone();
    complaint.level = level;
    complaint.escalations.push(Escalation { level, at: context.now, officer: officer.clone() });
    let climbed = Happened::new(&complaint.reference, Happening::Escalated, context.now, actor);
    decision.happened(climbed.to(&officer).at_level(level));
    decision.tell_officer_by(by, notice, &officer, &complaint.reference);
}

/// Once at the top, the District Magistrate is told daily from then on.
pub(crate) fn start_daily(complaint: &mut Complaint, from: DateTime<Utc>, now: DateTime<Utc>) {
    if complaint.level == EscalationLevel::TOP && complaint.daily_at.is_none() {
        complaint.daily_at = after(from, complaint, now);
    }
}

/// Days on which it was not open are not told afterwards.
pub(crate) fn skip_missed_days(complaint: &mut Complaint, now: DateTime<Utc>) {
    if let Some(missed) = complaint.daily_at.filter(|at| *at <= now) {
        complaint.daily_at = after(missed, complaint, now);
    }
}

/// Who is told at the level the complaint is at.
fn holder(complaint: &Complaint, context: &Context<'_>) -> OfficerId {
    if complaint.level == EscalationLevel::OFFICER {
        return complaint.officer.clone();
    }
    context.reach(complaint).at_level(complaint.category, complaint.level).id.clone()
}

/// Still open at the top. Days missed in an outage are told once.
fn repeat(at: DateTime<Utc>, complaint: &mut Complaint, context: &Context<'_>, decision: &mut Decision) {
    let dm = context.reach(complaint).top().id.clone();
    complaint.admit(&dm);
    let held = Happened::new(&complaint.reference, Happening::HeldAtTop, context.now, Actor::Clock);
    decision.happened(held.to(&dm));
    decision.tell_officer(Notice::Daily, &dm, &complaint.reference);
    complaint.daily_at = after(at, complaint, context.now);
}

/// The next notice to the top after `last` that lies in the future.
fn after(last: DateTime<Utc>, complaint: &Complaint, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let step = complaint.terms.repeat_at(last)? - last;
    let missed = (now - last).num_seconds().max(0) / step.num_seconds().max(1);
    i32::try_from(missed).ok().map(|missed| last + step * (missed + 1))
}

fn close_unconfirmed(
    complaint: &mut Complaint,
    complainant: Option<&mut Complainant>,
    context: &Context<'_>,
    decision: &mut Decision,
) {
    complaint.status = Status::ClosedUnconfirmed;
    draw(complaint, context, decision);
    let closed = Happened::new(&complaint.reference, Happening::ClosedUnconfirmed, context.now, Actor::Clock);
    decision.happened(closed);
    if let Some(her) = complainant {
        let message = prompts::closed_unconfirmed(her.language, &complaint.reference);
        let message = prompts::with_others(message, her.language, complaint);
        decision.tell_her_unasked(her, &complaint.reference, context.now, message);
    }
}

/// Chance decides about which closures in silence the cell calls her back.
fn draw(complaint: &mut Complaint, context: &Context<'_>, decision: &mut Decision) {
    if complaint.is_drawn(context.policy.timers.call_back_percent) {
        complaint.course.call_back = Some(CallBack::Drawn);
        let (reference, now) = (&complaint.reference, context.now);
        decision.happened(Happened::new(reference, Happening::DrawnForCallBack, now, Actor::Clock));
    }
}

/// An SMS could not be sent: the next person is told, and holds a link.
pub(crate) fn pass_on(state: &State, failed: &OfficerSms, context: &Context<'_>) -> Decision {
    let mut decision = Decision::default();
    let Some(found) = state.complaint(&failed.reference) else { return decision };
    let mut complaint = found.clone();
    complaint.course.unreached = true;
    let mut tried = failed.tried.clone();
    tried.push(failed.officer.clone());
    let unreached =
        Happened::new(&complaint.reference, Happening::OfficerUnreached, context.now, Actor::Provider);
    decision.happened(unreached.to(&failed.officer));
    if complaint.course.merged.is_some() {
        // The ladder of the one that answers for it is for both.
        decision.put(complaint);
        return decision;
    }
    let reach = context.reach(&complaint);
    let stands_in = reach.in_post(&failed.officer).filter(|next| !tried.contains(&next.id));
    if let Some(next) = stands_in.or_else(|| reach.next_after(complaint.category, &tried)) {
        complaint.admit(&next.id);
        decision.effects.push(Effect::SendSms(OfficerSms {
            notice: Notice::Undelivered,
            officer: next.id.clone(),
            reference: complaint.reference.clone(),
            tried,
            hold: Hold::default(),
            by: Way::Sms,
        }));
    }
    decision.put(complaint);
    decision
}

/// A WhatsApp message of a ladder's step was taken and did not arrive: the same
/// is told by SMS, once for that failure, while the officer has a part in it.
pub(crate) fn step_failed(state: &State, failed: StepFailed, context: &Context<'_>) -> Decision {
    let StepFailed { reference, officer, failure } = failed;
    let Some(complaint) = state.complaint(&reference) else { return Decision::default() };
    if !complaint.status.is_open() || !complaint.admits(&officer, context.policy) {
        return Decision::default();
    }
    let over = complaint.due_at <= context.now;
    let notice = if over { Notice::Breach } else { Notice::Unacknowledged };
    let mut decision = Decision::default();
    decision.tell_officer(notice, &officer, &reference);
    decision.failures.push(failure);
    decision
}

#[cfg(test)]
#[path = "tests/escalate.rs"]
mod tests;
