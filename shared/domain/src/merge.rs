//! Merging two complaints about the same matter, and undoing it.
//!
//! The earlier one takes the stricter of everything: limit, level, danger, whom
//! it accuses. The later one keeps its own, so that separated it goes on as if
//! its clock had never stopped: what it missed is climbed then.

use chrono::{DateTime, Utc};

use crate::access;
use crate::category::Category;
use crate::complaint::{Actor, Complaint, Happening, Status};
use crate::conflict;
use crate::decision::{Context, Decision, Happened, Refused, State};
use crate::effect::Notice;
use crate::escalate;
use crate::ids::EscalationLevel;
use crate::officer::Work;
use crate::officer_course;
use crate::outgoing::Outgoing;
use crate::prompts;
use crate::reference::Reference;
use crate::same_matter::{Apart, MOST_WITH, Merged, WATCHED_EVERY};

/// What may be done with a complaint that is answered with another.
pub(crate) const WHILE_MERGED: [&str; 2] = ["separate", "break_glass"];

/// The later complaint is answered with the earlier from now on.
pub(crate) fn merge(work: &mut Work<'_>, into: &Reference) -> Result<(), Refused> {
    let state = work.state;
    let earlier = state.complaint(into).ok_or(Refused::Apart(Apart::NotEarlier))?;
    check(work, earlier).map_err(Refused::Apart)?;
    let (mut earlier, now) = (earlier.clone(), work.context.now);
    let due = earlier.due_at;
    take(&mut earlier, work);
    let mut line = Happened::new(into, Happening::Merged, now, actor(work)).about(&work.complaint.reference);
    if earlier.due_at != due {
        line.moves(due, earlier.due_at);
    }
    work.decision.happened(line);
    // Whoever answers for both has new words of hers to read.
    if earlier.officer != work.acted.officer {
        work.decision.tell_officer(Notice::Answered, &earlier.officer, into);
    }
    work.line.concerns(into);
    work.line.goes_to(&earlier.officer);
    work.decision.put(earlier);
    work.complaint.course.merged = Some(Merged { into: into.clone(), watch_at: now + WATCHED_EVERY });
    let later = work.complaint.reference.clone();
    tell_her(work, into, |language| prompts::together(language, into, &later));
    Ok(())
}

/// What in a complaint itself keeps it from being answered with another.
pub(crate) fn hindered(complaint: &Complaint) -> Option<Apart> {
    let waits = complaint.status == Status::AwaitingComplainant || complaint.course.hand_off.is_some();
    match () {
        () if !complaint.course.with.is_empty() => Some(Apart::HasOthers),
        () if waits => Some(Apart::Waits),
        () => None,
    }
}

/// Why an action cannot be done now, where it has to do with another complaint.
pub(crate) fn why_not(complaint: &Complaint, action: &str) -> Option<Refused> {
    if let Some(into) = complaint.merged_into() {
        return Some(Refused::Merged { into: into.clone() });
    }
    let merges = action == "merge" && complaint.status.is_open();
    hindered(complaint).filter(|_| merges).map(Refused::Apart)
}

/// Whether the two may be answered together.
fn check(work: &Work<'_>, earlier: &Complaint) -> Result<(), Apart> {
    let (later, policy) = (&work.complaint, work.context.policy);
    let violent = |it: &Complaint| it.category == Category::Violence;
    if !access::officer_may(policy, earlier, &work.acted.officer, access::READ) {
        return Err(Apart::NotYours);
    }
    if !earlier.may_answer_for(later) {
        return Err(Apart::NotEarlier);
    }
    match () {
        () if earlier.course.with.len() >= MOST_WITH => Err(Apart::Full),
        () if violent(later) && !violent(earlier) => Err(Apart::Violence),
        () if later.category != earlier.category && !violent(earlier) => Err(Apart::Category),
        () => Ok(()),
    }
}

/// The earlier complaint takes the stricter of everything.
fn take(earlier: &mut Complaint, work: &mut Work<'_>) {
    let (later, context) = (&work.complaint, work.context);
    let stricter = later.due_at < earlier.due_at || (later.urgent && !earlier.urgent);
    earlier.due_at = earlier.due_at.min(later.due_at);
    earlier.urgent |= later.urgent;
    earlier.minor |= later.minor;
    conflict::add(&mut earlier.accused, later.accused.clone(), context.policy);
    earlier.course.missed |= later.course.missed;
    earlier.course.unreached |= later.course.unreached;
    earlier.course.with.push(later.reference.clone());
    // What was granted or asked for the earlier alone holds nothing of the later back.
    if stricter {
        earlier.course.request = None;
    }
    officer_course::end_pause(earlier, context.now, &mut work.decision);
    let notice = if context.now >= earlier.due_at { Notice::Breach } else { Notice::Unacknowledged };
    for level in earlier.level.number() + 1..=later.level.number() {
        let by = Actor::Officer(work.acted.officer.clone());
        escalate::raise(earlier, EscalationLevel::new(level), notice, by, context, &mut work.decision);
    }
    escalate::start_daily(earlier, context.now, context.now);
}

/// Undoes it: the later complaint is answered by itself again, on its own clock.
pub(crate) fn separate(work: &mut Work<'_>) -> Result<(), Refused> {
    let action = work.acted.action.name();
    let merged = work.complaint.course.merged.take().ok_or(Refused::NotForYou { action })?;
    let (policy, officer, into) = (work.context.policy, &work.acted.officer, &merged.into);
    if let Some(earlier) = work.state.complaint(into) {
        if !access::officer_may(policy, earlier, officer, access::READ) {
            return Err(Refused::Apart(Apart::NotYours));
        }
        let mut earlier = earlier.clone();
        earlier.course.with.retain(|known| *known != work.complaint.reference);
        let line = Happened::new(into, Happening::Separated, work.context.now, actor(work));
        work.decision.happened(line.about(&work.complaint.reference));
        work.decision.put(earlier);
    }
    work.line.concerns(into);
    let (holder, reference) = (work.complaint.officer.clone(), work.complaint.reference.clone());
    if holder != *officer {
        work.decision.tell_officer(Notice::Assigned, &holder, &reference);
    }
    tell_her(work, &reference, |language| prompts::apart(language, &reference));
    Ok(())
}

fn actor(work: &Work<'_>) -> Actor {
    Actor::Officer(work.acted.officer.clone())
}

/// She is told once, by numbers alone; where she is not to be written to, or only
/// by a template, she reads it when she writes.
fn tell_her(work: &mut Work<'_>, about: &Reference, message: impl FnOnce(crate::Language) -> Outgoing) {
    let now = work.context.now;
    let Some(her) = work.her.as_mut() else { return };
    let message = message(her.language);
    if her.is_quiet() || her.window_until().is_some_and(|until| until <= now) {
        her.hold_news(about, message.clone());
    }
    work.decision.tell_her_unasked(her, about, now, message);
}

/// What became of a complaint becomes of those answered with it: closed
/// together, or open together again.
pub(crate) fn follow(
    state: &State,
    earlier: &Complaint,
    actor: &Actor,
    now: DateTime<Utc>,
    decision: &mut Decision,
) {
    let closed = earlier.status.is_closed();
    let event = if closed { Happening::ClosedTogether } else { Happening::Reopened };
    for later in earlier.course.with.iter().filter_map(|reference| state.complaint(reference)) {
        let answered_with = later.merged_into() == Some(&earlier.reference);
        if !answered_with || later.status == earlier.status || (!closed && !later.status.is_closed()) {
            continue;
        }
        let mut later = later.clone();
        (later.status, later.outcome, later.disposed_at) =
            (earlier.status, earlier.outcome, earlier.disposed_at);
        let line = Happened::new(&later.reference, event, now, actor.clone());
        decision.happened(line.about(&earlier.reference));
        decision.put(later);
    }
}

/// The clock looks at a merged complaint: while the earlier answers for it,
/// nothing is sent; if that one is not there or closed, it is set free and climbs.
pub(crate) fn watch(state: &State, found: &Complaint, context: &Context<'_>) -> Decision {
    let mut decision = Decision::default();
    let Some(merged) = &found.course.merged else { return decision };
    if found.status.is_closed() || merged.watch_at > context.now {
        return decision;
    }
    let mut complaint = found.clone();
    let answers =
        |earlier: &Complaint| !earlier.status.is_closed() && earlier.course.with.contains(&found.reference);
    if state.complaint(&merged.into).is_some_and(answers) {
        let watch_at = context.now + WATCHED_EVERY;
        complaint.course.merged = Some(Merged { watch_at, ..merged.clone() });
    } else {
        complaint.course.merged = None;
        let line = Happened::new(&found.reference, Happening::Separated, context.now, Actor::Clock);
        decision.happened(line.about(&merged.into));
    }
    decision.put(complaint);
    decision
}

#[cfg(test)]
#[path = "tests/merge.rs"]
mod tests;
