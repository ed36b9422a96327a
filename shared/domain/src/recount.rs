//! A holiday that is declared late moves open deadlines, outward only.
//!
//! The limit stays the one that was frozen into the complaint; only the days
//! are counted again. A holiday counts as declared late if it carries the
//! number of its order, which is written into the history with the old and the
//! new limit. Counting twice finds nothing new, so that nothing has to be
//! remembered of having counted. The clock counts before it rings anything, so
//! that a complaint which was registered meanwhile, or opened again, is not
//! called late for a day on which the offices were closed.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::calendar::{Calendar, ist_date};
use crate::complainant::Complainant;
use crate::complaint::{Actor, Complaint, Happening};
use crate::decision::{Context, Decision, Happened};
use crate::effect::Notice;
use crate::ladder::Limit;
use crate::policy::{Holiday, Policy};
use crate::prompts;
use crate::register::count;

/// A deadline counted again, and why it is later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recounted {
    /// The later limit.
    pub due_at: DateTime<Utc>,
    /// The numbers of the orders that moved it.
    pub orders: Vec<String>,
}

/// The later limit of an open complaint under the holidays that were declared
/// by order; `None` where it stays.
#[must_use]
pub fn recount(policy: &Policy, complaint: &Complaint) -> Option<Recounted> {
    let limit = complaint.terms.limit;
    if !complaint.status.is_open() || limit.is_continuous() {
        return None;
    }
    let office = policy.officer(&complaint.officer).map(|officer| &officer.office);
    policy.ordered_holidays(office).next()?;
    let (with, without) = (policy.calendar_of(office), policy.calendar_without_orders(office));
    let [counted, plain] = [&with, &without].map(|it| count(limit, it, complaint.registered_at).due_at);
    let counted = Some(counted).filter(|_| counted > plain);
    let due_at = counted.max(roll(&with, &without, complaint.due_at))?;
    if due_at <= complaint.due_at {
        return None;
    }
    let first = match limit {
        Limit::WorkingDays(_) => ist_date(complaint.registered_at),
        _ => last_day(complaint.due_at),
    };
    let moved = |holiday: &&Holiday| {
        (first..=last_day(due_at)).contains(&holiday.date) && without.is_working_day(holiday.date)
    };
    let orders = policy.ordered_holidays(office).filter(moved).filter_map(|it| it.order.clone());
    Some(Recounted { due_at, orders: orders.collect() })
}

/// The date on which a limit ends; one that ends at midnight ends on the day
/// before.
fn last_day(due_at: DateTime<Utc>) -> NaiveDate {
    ist_date(due_at - TimeDelta::seconds(1))
}

/// A limit, perhaps one that was extended, that now ends on a closed day: the
/// next open one.
fn roll(with: &Calendar, without: &Calendar, due_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let day = last_day(due_at);
    if with.is_working_day(day) || !without.is_working_day(day) {
        return None;
    }
    with.next_working_day(day).map(|day| with.closes_on(day))
}

/// Counts a complaint again and, where its limit moves, tells the officer and her.
pub(crate) fn apply(
    complaint: &mut Complaint,
    complainant: Option<&mut Complainant>,
    context: &Context<'_>,
    decision: &mut Decision,
) {
    let Some(Recounted { due_at, orders }) = recount(context.policy, complaint) else { return };
    let reference = complaint.reference.clone();
    let mut line = Happened::new(&reference, Happening::HolidayDeclared, context.now, Actor::Clock);
    line.moves(complaint.due_at, due_at);
    decision.happened(line);
    if let Some(line) = decision.history.last_mut() {
        line.code = Some(orders.join(", ")).filter(|orders| !orders.is_empty());
    }
    complaint.due_at = due_at;
    // The new limit has a reminder of its own, and the top hears daily only
    // from there on.
    complaint.fired.reminder = false;
    complaint.daily_at = complaint.daily_at.map(|at| at.max(due_at));
    decision.tell_officer(Notice::DateMoved, &complaint.officer, &reference);
    if let Some(her) = complainant {
        her.hold_news(&reference, prompts::date_moved(her.language, &reference, due_at));
        let notice = prompts::news_waits(her.language, &reference);
        decision.tell_her_unasked(her, &reference, context.now, notice);
    }
}

#[cfg(test)]
#[path = "tests/recount.rs"]
mod tests;
