//! What an officer sets in motion: a pause, a request for a later limit, a
//! hand-off, another category. And what becomes of pause and hand-off when the
//! clock rings.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::calendar;
use crate::category::Category;
use crate::complaint::{Actor, Complaint, Happening, Status};
use crate::course::{
    HandOff, MOST_EXTENSION, MOST_PAUSE_DAYS, OUTSIDE_NUMBER_WITHIN, Outside, Pause, Request,
};
use crate::decision::{Context, Decision, Happened, Refused};
use crate::effect::Notice;
use crate::escalate;
use crate::ids::{AreaId, EscalationLevel};
use crate::officer::Work;
use crate::officer_pass::senior_to;
use crate::register;
use crate::same_matter::Apart;

/// An outside number has at most so many characters.
const MOST_NUMBER: usize = 40;

/// Asks her, and holds the disposal ladder back until she answers, at most
/// three days, once. The limit itself stays; over it, nothing is held back.
pub(crate) fn pause(work: &mut Work<'_>, days: u8, question: &str) -> Result<(), Refused> {
    if work.complaint.category == Category::Violence || work.complaint.urgent {
        return Err(Refused::Violence);
    }
    if days == 0 {
        return Err(Refused::Unfit { field: "days" });
    }
    if days > MOST_PAUSE_DAYS || work.complaint.course.pause.is_some() {
        return Err(Refused::NeedsConsent);
    }
    let now = work.context.now;
    if now >= work.complaint.due_at {
        return Err(Refused::NeedsConsent);
    }
    let until = now + TimeDelta::days(days.into());
    work.complaint.course.pause = Some(Pause { until, over: false });
    work.ask(question);
    Ok(())
}

/// A pause is over once she has answered, or the officer goes on without her.
pub(crate) fn end_pause_if_moved(complaint: &mut Complaint, now: DateTime<Utc>, decision: &mut Decision) {
    if complaint.status != Status::AwaitingComplainant {
        end_pause(complaint, now, decision);
    }
}

/// Ends a pause that runs, and writes down when.
pub(crate) fn end_pause(complaint: &mut Complaint, now: DateTime<Utc>, decision: &mut Decision) {
    let Some(pause) = complaint.course.pause.as_mut().filter(|pause| !pause.over) else { return };
    pause.until = pause.until.min(now);
    pause.over = true;
    decision.happened(Happened::new(&complaint.reference, Happening::Resumed, now, Actor::Clock));
}

/// Asks the next senior for a later limit. Until there is consent the clock
/// runs and the ladder climbs as before.
pub(crate) fn request(work: &mut Work<'_>, until: NaiveDate) -> Result<(), Refused> {
    let (now, old) = (work.context.now, work.complaint.due_at);
    if work.complaint.category == Category::Violence || work.complaint.urgent {
        return Err(Refused::Violence);
    }
    let due_at = closing(work.context, until).ok_or(Refused::Unfit { field: "until" })?;
    if now >= old || due_at <= old || due_at > old + MOST_EXTENSION {
        return Err(Refused::Unfit { field: "until" });
    }
    let action = work.acted.action.name();
    let senior = senior_to(&work.complaint, &work.acted.officer, work.context);
    let senior = senior.ok_or(Refused::NotForYou { action })?;
    work.see();
    if work.complaint.status == Status::Registered {
        work.complaint.status = Status::Acknowledged;
    }
    work.complaint.course.request = Some(Request { due_at, by: work.acted.officer.clone() });
    work.complaint.admit(&senior);
    work.line.goes_to(&senior);
    work.line.moves(old, due_at);
    work.decision.tell_officer(Notice::Consent, &senior, &work.complaint.reference);
    Ok(())
}

/// The close of office on a day.
fn closing(context: &Context<'_>, day: NaiveDate) -> Option<DateTime<Utc>> {
    let seconds = u32::from(context.policy.hours.close) * 60;
    let close = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)?;
    Some(calendar::ist_at(day, close))
}

/// It is of another nature, or from elsewhere: the elapsed time is kept, the
/// limit is the nearer of both, and the competent officer gets it. What turns
/// out to be violence begins its immediate ladders now.
pub(crate) fn reclassify(
    work: &mut Work<'_>,
    category: Category,
    area: Option<&AreaId>,
) -> Result<(), Refused> {
    let (policy, now, complaint) = (work.context.policy, work.context.now, &mut work.complaint);
    if area.is_some_and(|area| policy.area(area).is_none()) {
        return Err(Refused::Unfit { field: "area" });
    }
    let area = area.or(complaint.area.as_ref()).cloned();
    if (category, &area) == (complaint.category, &complaint.area) {
        return Err(Refused::Unfit { field: "category" });
    }
    if category != complaint.category && !complaint.course.with.is_empty() {
        return Err(Refused::Apart(Apart::HasOthers));
    }
    let old = complaint.due_at;
    if category != complaint.category {
        complaint.terms = policy.sla(category);
        if complaint.terms.limit.is_continuous() {
            complaint.course.since = Some(now);
            complaint.urgent |= category == Category::Violence;
        }
        let counted = register::deadline(policy, category, complaint.ladders_from()).due_at;
        complaint.due_at = counted.min(old);
        complaint.course.request = None;
    }
    (complaint.category, complaint.area) = (category, area);
    if complaint.urgent {
        end_pause(complaint, now, &mut work.decision);
    }
    let reach = work.context.reach(complaint);
    let next = reach.route(category, complaint.area.as_ref()).id.clone();
    if complaint.due_at != old {
        work.line.moves(old, complaint.due_at);
    }
    if next != work.complaint.officer {
        work.hand_to(&next, Notice::Assigned);
    } else if category == Category::Violence {
        work.decision.tell_officer(Notice::Assigned, &next, &work.complaint.reference);
    }
    Ok(())
}

/// Handed to the police or to 112: it stays open here, and their number is
/// owed within a day.
pub(crate) fn hand_off(work: &mut Work<'_>, to: Outside, number: Option<&str>) -> Result<(), Refused> {
    let now = work.context.now;
    work.begin();
    match number.map(str::trim).filter(|number| !number.is_empty()) {
        Some(given) => {
            check_number(given)?;
            let line = Happened::new(
                &work.acted.reference,
                Happening::OutsideNumberRecorded,
                now,
                Actor::Officer(work.acted.officer.clone()),
            );
            work.decision.happened(line.saying(given));
        }
        None => {
            work.complaint.course.hand_off = Some(HandOff { to, due_at: Some(now + OUTSIDE_NUMBER_WITHIN) });
        }
    }
    Ok(())
}

/// The number that the police or 112 gave it.
pub(crate) fn number(work: &mut Work<'_>, number: &str) -> Result<(), Refused> {
    check_number(number)?;
    work.see();
    work.complaint.course.hand_off = None;
    Ok(())
}

/// A number has a digit, and is no essay.
fn check_number(number: &str) -> Result<(), Refused> {
    let fits = number.chars().count() <= MOST_NUMBER && number.chars().any(char::is_numeric);
    if fits { Ok(()) } else { Err(Refused::Unfit { field: "number" }) }
}

/// A hand-off still lacks its number: one level up, each day, to the top.
pub(crate) fn number_missing(complaint: &mut Complaint, context: &Context<'_>, decision: &mut Decision) {
    let now = context.now;
    decision.happened(Happened::new(&complaint.reference, Happening::OutsideNumberMissed, now, Actor::Clock));
    if complaint.level == EscalationLevel::TOP {
        let dm = context.reach(complaint).top().id.clone();
        complaint.admit(&dm);
        decision.tell_officer(Notice::Unacknowledged, &dm, &complaint.reference);
    } else {
        let level = complaint.level.up();
        escalate::raise(complaint, level, Notice::Unacknowledged, Actor::Clock, context, decision);
    }
    escalate::start_daily(complaint, now, now);
    let top = complaint.level == EscalationLevel::TOP;
    if let Some(hand_off) = complaint.course.hand_off.as_mut() {
        hand_off.due_at = (!top).then_some(now + OUTSIDE_NUMBER_WITHIN);
    }
}

#[cfg(test)]
#[path = "tests/officer_course.rs"]
mod tests;
