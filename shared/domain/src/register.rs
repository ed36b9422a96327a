//! Registration: from a draft to a complaint with a number, a limit and an
//! officer. The only place where a complaint is born.

use chrono::{DateTime, Utc};

use crate::calendar::{self, Calendar, DayCount, Deadline};
use crate::category::Category;
use crate::complainant::{Complainant, Draft};
use crate::complaint::{Actor, Complaint, Fired, Happening, Status};
use crate::course::Course;
use crate::decision::{Context, Decision, Happened, State};
use crate::effect::Notice;
use crate::ids::{EscalationLevel, OfficeId, OfficerId};
use crate::ladder::Limit;
use crate::outgoing::Outgoing;
use crate::policy::Policy;
use crate::roster::Officer;
use crate::{held_news, prompts, texts};

/// Who registers a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Registrar {
    /// She confirmed it.
    Herself,
    /// She left it; the sweeper registers it as it stands.
    Clock,
    /// This officer wrote it down at the desk.
    Desk(OfficerId),
}

/// By when a complaint of this category, registered then, is to be disposed of
/// on the district's calendar.
#[must_use]
pub fn deadline(policy: &Policy, category: Category, registered_at: DateTime<Utc>) -> Deadline {
    count(policy.sla(category).limit, &policy.calendar_of(None), registered_at)
}

/// By when it is to be disposed of in this office, on the office's calendar.
#[must_use]
pub fn deadline_in(
    policy: &Policy,
    category: Category,
    office: &OfficeId,
    registered_at: DateTime<Utc>,
) -> Deadline {
    count(policy.sla(category).limit, &policy.calendar_of(Some(office)), registered_at)
}

/// When a limit runs out on this calendar.
#[must_use]
pub fn count(limit: Limit, calendar: &Calendar, registered_at: DateTime<Utc>) -> Deadline {
    match limit {
        Limit::Hours(hours) => Deadline::after_hours(registered_at, hours.into()),
        Limit::CalendarDays(days) => calendar::deadline(calendar, registered_at, days, DayCount::Calendar),
        Limit::WorkingDays(days) => calendar::deadline(calendar, registered_at, days, DayCount::Working),
    }
}

/// Registers a draft: assigns it, tells the officer and her.
pub(crate) fn register(
    draft: Draft,
    registrar: &Registrar,
    her: &mut Complainant,
    context: &Context<'_>,
    decision: &mut Decision,
) {
    let hushed = draft.hushed;
    let category =
        draft.category.unwrap_or(if draft.distress { Category::Violence } else { Category::Other });
    let draft = Draft { minor: draft.minor && (category == Category::Violence || draft.urgent), ..draft };
    let reach = context.policy.reach_for(&draft.accused, draft.minor, context.now);
    let officer = reach.route(category, draft.area.as_ref());
    let deadline = deadline_in(context.policy, category, &officer.office, context.now);
    let complaint = born(draft, category, officer, &deadline, context);
    record(&complaint, registrar, context, decision);
    decision.tell_officer(Notice::Assigned, &complaint.officer, &complaint.reference);
    let counted = deadline.explain(her.language);
    let mut answer =
        prompts::registered(her.language, &complaint.reference, category, complaint.due_at, &counted);
    if complaint.minor {
        answer.text = format!("{}\n{}", answer.text, texts::child_helpline(her.language));
    }
    if *registrar == Registrar::Clock {
        // Her phone may be in other hands by now.
        her.hold_news(&complaint.reference, answer);
        answer = held_news::registered(her.language, &complaint.reference);
    }
    give_notice(&mut answer, her, context);
    // She asked for it by writing; unless 'stop' was her last word on it.
    if *registrar == Registrar::Clock && hushed {
        decision.tell_her_unasked(her, &complaint.reference, context.now, answer);
    } else {
        decision.tell_her(her, answer);
    }
    decision.put(complaint);
}

/// Who cried for help was put no question that came with the notice: she gets
/// it with the number, unless only a template may be sent.
fn give_notice(answer: &mut Outgoing, her: &mut Complainant, context: &Context<'_>) {
    let window_is_open = her.window_until().is_none_or(|until| context.now < until);
    if !her.notified && window_is_open {
        answer.text = format!("{}\n\n{}", answer.text, texts::notice(her.language));
        her.notified = true;
    }
}

fn born(
    draft: Draft,
    category: Category,
    officer: &Officer,
    deadline: &Deadline,
    context: &Context<'_>,
) -> Complaint {
    let policy = context.policy;
    Complaint {
        version: 0,
        key: None,
        officer: officer.id.clone(),
        reference: draft.reference,
        cell: policy.cell.id.clone(),
        category,
        area: draft.area,
        status: Status::Registered,
        registered_at: context.now,
        due_at: deadline.due_at,
        stand_ins: Vec::new(),
        readers: Vec::new(),
        level: EscalationLevel::OFFICER,
        escalations: Vec::new(),
        terms: policy.sla(category),
        policy_version: policy.version.clone(),
        acknowledged_at: None,
        first_action_at: None,
        disposed_at: None,
        outcome: None,
        fired: Fired::default(),
        daily_at: None,
        last_action: None,
        urgent: draft.urgent,
        minor: draft.minor,
        accused: draft.accused,
        course: Course::default(),
    }
}

fn record(complaint: &Complaint, registrar: &Registrar, context: &Context<'_>, decision: &mut Decision) {
    let actor = match registrar {
        Registrar::Herself => Actor::Complainant,
        Registrar::Clock => Actor::Clock,
        Registrar::Desk(officer) => Actor::Officer(officer.clone()),
    };
    decision.happened(Happened::new(&complaint.reference, Happening::Registered, context.now, actor.clone()));
    let assigned = Happened::new(&complaint.reference, Happening::Assigned, context.now, actor);
    decision.happened(assigned.to(&complaint.officer));
}

/// The draft's alarm: left alone long enough, it is registered as it stands;
/// one with nothing in it is dropped.
pub(crate) fn draft_alarm(state: &State, context: &Context<'_>) -> Decision {
    let mut decision = Decision::default();
    let Some(her) = &state.complainant else { return decision };
    let Some(draft) = her.draft.clone().filter(|draft| draft.due_at() <= context.now) else {
        return decision;
    };
    let mut her = Complainant { draft: None, version: her.version + 1, offered: Vec::new(), ..her.clone() };
    if !draft.is_empty() {
        register(draft, &Registrar::Clock, &mut her, context, &mut decision);
    }
    decision.complainant = Some(her);
    decision
}

#[cfg(test)]
#[path = "tests/register.rs"]
mod tests;
