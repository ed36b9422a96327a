//! What changes from one policy to the next, in a clerk's words. Numbers are
//! shown by their last two digits, PINs not at all.

use std::collections::BTreeSet;
use std::fmt::Display;

use chrono::NaiveDate;

use crate::category::Category;
use crate::ladder::{Limit, SlaPolicy};
use crate::policy::{Holiday, Policy};
use crate::roster::{DAY, Officer, Role, Shift, minute_in_words};

/// Every change, one a line; none where nothing changes but the version.
#[must_use]
pub fn diff(old: &Policy, new: &Policy) -> Vec<String> {
    let mut lines = Vec::new();
    if old.cell != new.cell {
        lines.push("cell: name, prefix, numbers or languages changed".to_owned());
    }
    officers(old, new, &mut lines);
    posts(old, new, &mut lines);
    categories(old, new, &mut lines);
    calendar(old, new, &mut lines);
    lists(old, new, &mut lines);
    rest(old, new, &mut lines);
    lines
}

/// Holidays that come new and within so many days, and carry no order's number:
/// open deadlines could move on them, and nobody could say by what right.
#[must_use]
pub fn late_without_order(old: &Policy, new: &Policy, today: NaiveDate, within_days: u16) -> Vec<NaiveDate> {
    let last = today.checked_add_days(chrono::Days::new(within_days.into())).unwrap_or(today);
    let is_new = |holiday: &&Holiday| !old.calendar.holidays.iter().any(|it| it.date == holiday.date);
    let late = new.calendar.holidays.iter().filter(is_new);
    late.filter(|it| it.order.is_none() && it.date <= last).map(|it| it.date).collect()
}

/// Whether a holiday comes new that an order declared, so that open deadlines
/// have to be counted again.
#[must_use]
pub fn declares_holidays(old: &Policy, new: &Policy) -> bool {
    new.calendar.holidays.iter().any(|it| it.order.is_some() && !old.calendar.holidays.contains(it))
}

fn officers(old: &Policy, new: &Policy, lines: &mut Vec<String>) {
    let everybody = |policy: &Policy| -> Vec<Officer> {
        policy.officers().chain(policy.appellate.iter()).cloned().collect()
    };
    let (before, after) = (everybody(old), everybody(new));
    for officer in &after {
        match before.iter().find(|it| it.id == officer.id) {
            None => lines.push(format!("officer {} added: {}", officer.id, officer.name.en)),
            Some(known) if known != officer => lines.push(officer_changes(known, officer)),
            Some(_) => {}
        }
    }
    for gone in before.iter().filter(|it| after.iter().all(|other| other.id != it.id)) {
        lines.push(format!("officer {} removed: {}", gone.id, gone.name.en));
    }
}

fn officer_changes(old: &Officer, new: &Officer) -> String {
    let mut what = Vec::new();
    let mut note = |changed: bool, said: String| what.extend(changed.then_some(said));
    note(old.name != new.name, format!("now {}", new.name.en));
    note(old.phone != new.phone, format!("another number, ending in {}", last_two(&new.phone)));
    note(old.active != new.active, if new.active { "in post again" } else { "no longer in post" }.into());
    note(old.office != new.office, format!("now in office {}", new.office));
    note(old.role != new.role, format!("now {}", new.role.as_str()));
    note(old.language != new.language, "written to in another language".into());
    note(old.pin_hash != new.pin_hash, "another PIN".into());
    note(old.reports_to != new.reports_to, "reports to somebody else".into());
    note(old.woman != new.woman, format!("woman: {}", if new.woman { "yes" } else { "no" }));
    note((&old.called, &old.posts) != (&new.called, &new.posts), "called otherwise".into());
    format!("officer {}: {}", new.id, what.join(", "))
}

fn last_two(phone: &str) -> &str {
    phone.get(phone.len().saturating_sub(2)..).unwrap_or_default()
}

fn posts(old: &Policy, new: &Policy, lines: &mut Vec<String>) {
    if old.dm.id != new.dm.id {
        lines.push(format!("District Magistrate: {} instead of {}", new.dm.id, old.dm.id));
    }
    if old.in_charge != new.in_charge {
        lines.push(format!("in charge of the cell: {} instead of {}", new.in_charge, old.in_charge));
    }
}

fn categories(old: &Policy, new: &Policy, lines: &mut Vec<String>) {
    for category in Category::ALL {
        let (before, after) = (old.category(category), new.category(category));
        if before.sla != after.sla {
            lines.push(format!("category {category}: {}", sla_changes(&before.sla, &after.sla)));
        }
        if before.supervisor != after.supervisor {
            lines.push(format!(
                "category {category}: supervisor {} instead of {}",
                after.supervisor, before.supervisor
            ));
        }
        if (&before.name, &before.words) != (&after.name, &after.words) {
            lines.push(format!("category {category}: name or words changed"));
        }
    }
}

fn sla_changes(old: &SlaPolicy, new: &SlaPolicy) -> String {
    if old.limit == new.limit {
        return "ladder, reminder or first steps changed, for complaints registered from now on".to_owned();
    }
    let (old, new) = (limit_words(old.limit), limit_words(new.limit));
    format!("limit {new} instead of {old}, for complaints registered from now on")
}

fn limit_words(limit: Limit) -> String {
    match limit {
        Limit::CalendarDays(days) => format!("{days} days"),
        Limit::WorkingDays(days) => format!("{days} working days"),
        Limit::Hours(hours) => format!("{hours} hours"),
    }
}

fn calendar(old: &Policy, new: &Policy, lines: &mut Vec<String>) {
    let (before, after) = (&old.calendar, &new.calendar);
    for holiday in after.holidays.iter().filter(|it| !before.holidays.contains(it)) {
        let order = holiday.order.as_ref().map(|order| format!(", order {order}: open limits move"));
        lines.push(format!("holiday {} {}{}", holiday.date, holiday.name.en, order.unwrap_or_default()));
    }
    for gone in before.holidays.iter().filter(|it| after.holidays.iter().all(|other| other.date != it.date)) {
        lines.push(format!("no holiday any more on {} ({}); open limits stay", gone.date, gone.name.en));
    }
    let dates = |list: &[NaiveDate]| list.iter().copied().collect::<BTreeSet<_>>();
    let (was, is) = (dates(&before.compensatory), dates(&after.compensatory));
    lines.extend(is.difference(&was).map(|day| format!("working day in compensation on {day}")));
    lines.extend(was.difference(&is).map(|day| format!("no working day in compensation any more on {day}")));
    let week = |policy: &Policy| {
        let calendar = &policy.calendar;
        (calendar.working_week, calendar.second_saturday_off, policy.weeks.clone(), policy.hours)
    };
    if week(old) != week(new) {
        lines.push("working week or office hours changed, for complaints registered from now on".to_owned());
    }
}

/// Shifts, leave, overrides, swaps and nodal officers: what comes and what goes.
fn lists(old: &Policy, new: &Policy, lines: &mut Vec<String>) {
    let (was, is) = (&old.roster, &new.roster);
    compare("duty", &was.duty, &is.duty, shift_words, lines);
    compare("sitting", &was.sitting, &is.sitting, shift_words, lines);
    compare(
        "leave",
        &was.leave,
        &is.leave,
        |leave| {
            let stand_in = leave.stand_in.as_ref().map(|it| format!(", {it} stands in")).unwrap_or_default();
            format!("{} from {} to {}{stand_in}", leave.officer, leave.from, leave.to)
        },
        lines,
    );
    compare(
        "override",
        &was.overrides,
        &is.overrides,
        |it| format!("{} {} on {} {}", it.officer, it.roster.as_str(), it.date, hours(it.from, it.to)),
        lines,
    );
    compare(
        "swap",
        &was.swaps,
        &is.swaps,
        |it| format!("{} on {} with {} on {}", it.officer, it.date, it.with, it.with_date),
        lines,
    );
    compare(
        "nodal officer",
        &old.nodal,
        &new.nodal,
        |nodal| {
            let area = nodal.area.as_ref().map_or_else(|| "the district".to_owned(), ToString::to_string);
            format!("{} for {} in {area}", nodal.officer, nodal.category)
        },
        lines,
    );
    let offices = |policy: &Policy| policy.offices.clone();
    compare(
        "office",
        &offices(old),
        &offices(new),
        |office| format!("{} ({})", office.id, office.name.en),
        lines,
    );
}

fn compare<T: PartialEq, W: Display>(
    what: &str,
    old: &[T],
    new: &[T],
    words: impl Fn(&T) -> W,
    lines: &mut Vec<String>,
) {
    let added = new.iter().filter(|it| !old.contains(it)).map(|it| format!("{what} added: {}", words(it)));
    lines.extend(added);
    let removed =
        old.iter().filter(|it| !new.contains(it)).map(|it| format!("{what} removed: {}", words(it)));
    lines.extend(removed);
}

fn shift_words(shift: &Shift) -> String {
    let days: Vec<String> = shift.days.iter().map(|day| minute_in_words(day * DAY)).collect();
    let days: Vec<&str> = days.iter().filter_map(|day| day.split(' ').next()).collect();
    format!("{} on {} {}", shift.officer, days.join(", "), hours(shift.from, shift.to))
}

fn hours(from: u16, to: u16) -> String {
    format!("{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
}

fn rest(old: &Policy, new: &Policy, lines: &mut Vec<String>) {
    let mut note = |changed: bool, what: &str| lines.extend(changed.then(|| what.to_owned()));
    note(old.timers != new.timers, "how long we wait for what (timers) changed");
    note(old.quiet != new.quiet, "quiet hours changed");
    note(old.areas != new.areas, "tehsils or their localities changed");
    note(old.helplines != new.helplines, "emergency numbers changed");
}

/// How a policy stands, in one line.
#[must_use]
pub fn about(policy: &Policy) -> String {
    let leading = |role| policy.officers().filter(|officer| officer.role == role && officer.active).count();
    let last = policy.calendar.holidays.iter().map(|holiday| holiday.date).max();
    let until = last.map_or_else(|| "none".to_owned(), |date| date.to_string());
    format!(
        "{} version {}: {} officers in post, {} supervisors, {} holidays, the last on {until}",
        policy.cell.id,
        policy.version,
        policy.officers().filter(|officer| officer.active).count(),
        leading(Role::Supervisor),
        policy.calendar.holidays.len(),
    )
}

#[cfg(test)]
#[path = "tests/policy_diff.rs"]
mod tests;
