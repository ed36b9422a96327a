//! What a senior does: consents or refuses, hastens, wants an explanation,
//! calls her back, replies, or opens what is with others.

use crate::complaint::{Actor, Complaint, Happening, Status};
use crate::course::{CallBack, Request};
use crate::decision::Refused;
use crate::effect::Notice;
use crate::merge;
use crate::officer::Work;
use crate::prompts;
use crate::reopen;

/// A later limit, as it was asked for; she gets an interim reply with it. The
/// only thing besides a declared holiday that moves a limit outward.
pub(crate) fn consent(work: &mut Work<'_>, reply: &str) -> Result<(), Refused> {
    let request = asked(work)?;
    let (old, new) = (work.complaint.due_at, request.due_at);
    if new <= work.context.now || new <= old {
        return Err(Refused::Unfit { field: "until" });
    }
    work.complaint.due_at = new;
    work.complaint.course.request = None;
    remind_of(&mut work.complaint);
    work.line.moves(old, new);
    let reference = work.complaint.reference.clone();
    work.decision.tell_officer(Notice::Decided, &work.complaint.officer, &reference);
    work.hold_for_her(reply, true);
    work.tell_her(|language| prompts::interim(language, &reference, reply, new));
    Ok(())
}

/// The new limit has a reminder of its own, and the District Magistrate hears
/// daily only from there on.
fn remind_of(complaint: &mut Complaint) {
    complaint.fired.reminder = false;
    complaint.daily_at = complaint.daily_at.map(|at| at.max(complaint.due_at));
}

/// No later limit.
pub(crate) fn refuse(work: &mut Work<'_>) -> Result<(), Refused> {
    asked(work)?;
    work.complaint.course.request = None;
    let reference = work.complaint.reference.clone();
    work.decision.tell_officer(Notice::Decided, &work.complaint.officer, &reference);
    Ok(())
}

/// What waits for consent, if this officer may give it: of a higher rank than
/// who asks, and never the same person.
fn asked(work: &Work<'_>) -> Result<Request, Refused> {
    let action = work.acted.action.name();
    let request = work.complaint.course.request.clone().ok_or(Refused::NotForYou { action })?;
    let rank = |officer| work.context.policy.officer(officer).map_or(0, |officer| officer.role.rank());
    if request.by == work.acted.officer || rank(&work.acted.officer) <= rank(&request.by) {
        return Err(Refused::NotForYou { action });
    }
    Ok(request)
}

/// The officer is told that a senior wants it sooner, or explained.
pub(crate) fn press(work: &mut Work<'_>, notice: Notice) {
    let (officer, reference) = (work.complaint.officer.clone(), work.complaint.reference.clone());
    work.line.goes_to(&officer);
    work.decision.tell_officer(notice, &officer, &reference);
}

/// Tells her something in the office's words; where it stands is not changed.
pub(crate) fn reply(work: &mut Work<'_>, text: &str) {
    let reference = work.complaint.reference.clone();
    work.hold_for_her(text, true);
    work.tell_her(|language| prompts::reply(language, &reference, text));
}

/// Somebody at the head, without a part in it, opens it: they read her from now
/// on, and do no more than before. The District Magistrate (or whoever is above
/// all) is told.
pub(crate) fn break_glass(work: &mut Work<'_>) {
    let top = work.context.reach(&work.complaint).top().id.clone();
    if !work.complaint.readers.contains(&work.acted.officer) {
        work.complaint.readers.push(work.acted.officer.clone());
    }
    if top != work.acted.officer {
        work.decision.tell_officer(Notice::GlassBroken, &top, &work.complaint.reference);
    }
}

/// She was called back after her silence. Only what she writes closes it as
/// confirmed; what was untrue is open again, one level up.
pub(crate) fn call_back(work: &mut Work<'_>, found: CallBack) {
    work.complaint.course.call_back = Some(found);
    if found == CallBack::Untrue {
        work.complaint.status = Status::InProgress;
        let actor = Actor::Officer(work.acted.officer.clone());
        reopen::one_level_up(&mut work.complaint, actor.clone(), work.context, &mut work.decision);
        merge::follow(work.state, &work.complaint, &actor, work.context.now, &mut work.decision);
    }
}

/// What the history says of a call-back.
pub(crate) fn found(found: CallBack) -> Happening {
    match found {
        CallBack::Confirmed => Happening::CalledBackConfirmed,
        CallBack::Untrue => Happening::CalledBackUntrue,
        CallBack::Unreached | CallBack::Drawn => Happening::CalledBackUnreached,
    }
}

#[cfg(test)]
#[path = "tests/officer_senior.rs"]
mod tests;
