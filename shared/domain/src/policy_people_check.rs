//! Checks of what the policy says of people: who reports to whom, leave,
//! overrides, swaps, and who decides where the District Magistrate is accused.
//! Each fault is told in a clerk's words.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::ids::OfficerId;
use crate::policy::{Policy, PolicyError};
use crate::roster_dated::{Leave, Override, Swap};

/// Every fault of people and dates.
pub(crate) fn check(policy: &Policy, errors: &mut Vec<PolicyError>) {
    let mut fault = |place: String, why: String| errors.push(PolicyError::People { place, why });
    check_appellate(policy, &mut fault);
    check_tree(policy, &mut fault);
    for leave in &policy.roster.leave {
        check_leave(policy, leave, &mut fault);
    }
    check_overlapping_leave(policy, &mut fault);
    check_overrides(policy, &mut fault);
    for swap in &policy.roster.swaps {
        check_swap(policy, swap, &mut fault);
    }
}

fn check_appellate(policy: &Policy, fault: &mut impl FnMut(String, String)) {
    let place = || "appellate".to_owned();
    let Some(officer) = &policy.appellate else {
        return fault(place(), "nobody is named to decide where the District Magistrate is accused".into());
    };
    if !officer.is_reachable() {
        fault(place(), format!("officer {} has no Indian mobile number", officer.id));
    }
    if policy.officers().any(|other| other.id == officer.id) {
        fault(place(), format!("officer {} stands among the district's officers too", officer.id));
    }
    if policy.office(&officer.office).is_none() {
        fault(place(), format!("officer {}: no office {}", officer.id, officer.office));
    }
    if !officer.has_pin() {
        fault(place(), format!("officer {}: pin_hash is no argon2id PHC string", officer.id));
    }
}

/// Whoever is reported to exists, and nobody reports to themself by way of others.
fn check_tree(policy: &Policy, fault: &mut impl FnMut(String, String)) {
    for officer in policy.officers() {
        let place = || format!("officer {}", officer.id);
        if let Some(to) = officer.reports_to.as_ref().filter(|to| is_unknown(policy, to)) {
            fault(place(), format!("reports to {to}, and there is no officer {to}"));
        }
        let mut seen = BTreeSet::from([&officer.id]);
        let mut at = officer;
        while let Some(next) = crate::conflict::senior(policy, at) {
            if next.id == officer.id {
                fault(place(), "reports to themself, by way of others".into());
            }
            if !seen.insert(&next.id) {
                break;
            }
            at = next;
        }
    }
    for office in &policy.offices {
        if let Some(head) = office.head.as_ref().filter(|head| is_unknown(policy, head)) {
            fault(
                format!("office {}", office.id),
                format!("its head is {head}, and there is no officer {head}"),
            );
        }
    }
}

fn is_unknown(policy: &Policy, id: &OfficerId) -> bool {
    !policy.officers().any(|officer| officer.id == *id)
}

fn check_leave(policy: &Policy, leave: &Leave, fault: &mut impl FnMut(String, String)) {
    let Leave { officer, from, to, stand_in } = leave;
    let place = || format!("leave of {officer} from {from}");
    if is_unknown(policy, officer) {
        fault(place(), format!("there is no officer {officer}"));
    }
    if to < from {
        fault(place(), format!("ends on {to}, before it begins"));
    }
    let Some(stand_in) = stand_in else { return };
    if stand_in == officer {
        fault(place(), "the officer would stand in for themself".into());
    } else if is_unknown(policy, stand_in) {
        fault(place(), format!("the stand-in {stand_in} is not among the officers"));
    } else if policy.officer(stand_in).is_some_and(|officer| !officer.is_reachable()) {
        fault(place(), format!("the stand-in {stand_in} is not in post, or has no Indian mobile number"));
    } else if let Some(day) = circle(policy, leave) {
        fault(
            place(),
            format!("on {day} the stand-ins stand in for each other in a circle, and nobody is there"),
        );
    }
}

/// The first day on which a chain of stand-ins comes back to where it began.
/// It can first do so only on a day on which some leave begins.
fn circle(policy: &Policy, leave: &Leave) -> Option<NaiveDate> {
    let begins = policy.roster.leave.iter().map(|other| other.from).filter(|day| leave.covers(*day));
    let comes_back = |day: &NaiveDate| {
        let mut at = leave.stand_in.as_ref();
        for _ in 0..=policy.roster.leave.len() {
            match at {
                Some(id) if *id == leave.officer => return true,
                Some(id) => {
                    let away = |other: &&Leave| other.officer == *id && other.covers(*day);
                    at = policy.roster.leave.iter().find(away).and_then(|other| other.stand_in.as_ref());
                }
                None => return false,
            }
        }
        false
    };
    begins.filter(comes_back).min()
}

fn check_overlapping_leave(policy: &Policy, fault: &mut impl FnMut(String, String)) {
    for (place, leave) in policy.roster.leave.iter().enumerate() {
        for other in policy.roster.leave.iter().skip(place + 1) {
            if leave.officer == other.officer && leave.from <= other.to && other.from <= leave.to {
                let whose = format!("leave of {} from {}", leave.officer, leave.from);
                fault(whose, format!("overlaps the leave from {}", other.from));
            }
        }
    }
}

fn check_overrides(policy: &Policy, fault: &mut impl FnMut(String, String)) {
    let overrides = &policy.roster.overrides;
    for (number, entry) in overrides.iter().enumerate() {
        let place = || place_of(entry);
        let officer = &entry.officer;
        if is_unknown(policy, officer) {
            fault(place(), format!("there is no officer {officer}"));
        } else if policy.officer(officer).is_some_and(|officer| !officer.is_reachable()) {
            fault(place(), format!("officer {officer} is not in post, or has no Indian mobile number"));
        }
        let (from, to) = entry.span();
        let last = to - chrono::TimeDelta::minutes(1);
        for day in BTreeSet::from([from.date(), last.date()]) {
            if is_away(policy, officer, day) {
                fault(place(), format!("officer {officer} is on leave on {day}"));
            }
        }
        for other in overrides.iter().skip(number + 1).filter(|other| other.roster == entry.roster) {
            let (begins, ends) = other.span();
            if from < ends && begins < to {
                fault(place(), format!("overlaps the {}", place_of(other)));
            }
        }
    }
}

fn place_of(entry: &Override) -> String {
    let (from, to) = entry.span();
    let roster = entry.roster.as_str();
    format!("override of {roster} on {} from {} to {}", entry.date, from.format("%H:%M"), to.format("%H:%M"))
}

fn is_away(policy: &Policy, officer: &OfficerId, day: NaiveDate) -> bool {
    policy.roster.leave.iter().any(|leave| leave.officer == *officer && leave.covers(day))
}

/// Both exist, have a shift that begins on the date which they give away, and
/// are there on the date that they take.
fn check_swap(policy: &Policy, swap: &Swap, fault: &mut impl FnMut(String, String)) {
    let place = || format!("swap of {} and {} on {}", swap.officer, swap.with, swap.date);
    if swap.officer == swap.with {
        fault(place(), "an officer cannot swap with themself".into());
    }
    for (officer, gives, takes) in
        [(&swap.officer, swap.date, swap.with_date), (&swap.with, swap.with_date, swap.date)]
    {
        if is_unknown(policy, officer) {
            fault(place(), format!("there is no officer {officer}"));
        } else if !has_shift(policy, swap, officer, gives) {
            let roster = swap.roster.as_str();
            fault(place(), format!("officer {officer} has no {roster} on {gives} to give away"));
        } else if is_away(policy, officer, takes) {
            fault(place(), format!("officer {officer} is on leave on {takes}"));
        }
    }
}

fn has_shift(policy: &Policy, swap: &Swap, officer: &OfficerId, day: NaiveDate) -> bool {
    use chrono::Datelike;
    let weekday = u16::try_from(day.weekday().num_days_from_monday()).unwrap_or(0);
    let shifts = policy.roster.shifts(swap.roster);
    shifts.iter().any(|shift| shift.officer == *officer && shift.days.contains(weekday))
}

#[cfg(test)]
#[path = "tests/policy_people.rs"]
mod tests;
