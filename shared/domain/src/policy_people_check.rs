//! Checks of what the policy says of people: who reports to whom, leave,
//! overrides, swaps, and who decides where the District Magistrate is accused.
//! Each fault is told in a clerk's words.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::category::{Language, Name};
use crate::ids::OfficerId;
use crate::policy::{Policy, PolicyError};
use crate::policy_words::{Words, both};
use crate::roster_dated::{Leave, Override, Swap};

/// Every fault of people and dates.
pub(crate) fn check(policy: &Policy, errors: &mut Vec<PolicyError>) {
    let mut fault = |place: Name, why: Name| errors.push(PolicyError::People { place, why });
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

fn check_appellate(policy: &Policy, fault: &mut impl FnMut(Name, Name)) {
    let place = || both!("अपीलीय अधिकारी", "appellate");
    let Some(officer) = &policy.appellate else {
        return fault(
            place(),
            both!(
                "जिलाधिकारी पर आरोप हो तो कौन तय करे, यह नहीं लिखा है",
                "nobody is named to decide where the District Magistrate is accused"
            ),
        );
    };
    let (id, office) = (&officer.id, &officer.office);
    if !officer.is_reachable() {
        fault(place(), both!("{id} का भारतीय मोबाइल नंबर नहीं है", "officer {id} has no Indian mobile number"));
    }
    if policy.officers().any(|other| other.id == officer.id) {
        fault(
            place(),
            both!("{id} ज़िले के अधिकारियों में भी है", "officer {id} stands among the district's officers too"),
        );
    }
    if policy.office(&officer.office).is_none() {
        fault(place(), both!("{id}: कार्यालय {office} नहीं है", "officer {id}: no office {office}"));
    }
    if !officer.has_pin() {
        fault(
            place(),
            both!("{id}: पिन का हैश ठीक नहीं है", "officer {id}: pin_hash is no argon2id PHC string"),
        );
    }
}

/// Whoever is reported to exists, and nobody reports to themself by way of others.
fn check_tree(policy: &Policy, fault: &mut impl FnMut(Name, Name)) {
    for officer in policy.officers() {
        let (id, who) = (&officer.id, named(policy, &officer.id));
        let place = || both!("अधिकारी {who}", "officer {id}");
        if let Some(to) = officer.reports_to.as_ref().filter(|to| is_unknown(policy, to)) {
            fault(
                place(),
                both!("जिनके अधीन हैं ({to}) वह अधिकारी नहीं हैं", "reports to {to}, and there is no officer {to}"),
            );
        }
        let mut seen = BTreeSet::from([&officer.id]);
        let mut at = officer;
        while let Some(next) = crate::conflict::senior(policy, at) {
            if next.id == officer.id {
                fault(place(), both!("घूमकर अपने ही अधीन हैं", "reports to themself, by way of others"));
            }
            if !seen.insert(&next.id) {
                break;
            }
            at = next;
        }
    }
    for office in &policy.offices {
        if let Some(head) = office.head.as_ref().filter(|head| is_unknown(policy, head)) {
            let (id, hi) = (&office.id, &office.name.hi);
            fault(
                both!("कार्यालय {hi}", "office {id}"),
                both!("प्रमुख {head} कोई अधिकारी नहीं हैं", "its head is {head}, and there is no officer {head}"),
            );
        }
    }
}

fn is_unknown(policy: &Policy, id: &OfficerId) -> bool {
    !policy.officers().any(|officer| officer.id == *id)
}

fn check_leave(policy: &Policy, leave: &Leave, fault: &mut impl FnMut(Name, Name)) {
    let Leave { officer, from, to, stand_in } = leave;
    let (who, since) = (named(policy, officer), in_hindi(*from));
    let place = || both!("{who} का {since} से अवकाश", "leave of {officer} from {from}");
    if is_unknown(policy, officer) {
        fault(place(), no_officer(officer));
    }
    if to < from {
        let end = in_hindi(*to);
        fault(place(), both!("शुरू होने से पहले {end} को ख़त्म होता है", "ends on {to}, before it begins"));
    }
    let Some(stand_in) = stand_in else { return };
    let stands = named(policy, stand_in);
    if stand_in == officer {
        fault(place(), both!("अपने ही स्थानापन्न नहीं हो सकते", "the officer would stand in for themself"));
    } else if is_unknown(policy, stand_in) {
        fault(
            place(),
            both!("स्थानापन्न {stands} अधिकारियों में नहीं हैं", "the stand-in {stand_in} is not among the officers"),
        );
    } else if policy.officer(stand_in).is_some_and(|officer| !officer.is_reachable()) {
        fault(
            place(),
            both!(
                "स्थानापन्न {stands} पद पर नहीं हैं, या उनका भारतीय मोबाइल नंबर नहीं है",
                "the stand-in {stand_in} is not in post, or has no Indian mobile number"
            ),
        );
    } else if let Some(day) = circle(policy, leave) {
        let on = in_hindi(day);
        fault(
            place(),
            both!(
                "{on} को स्थानापन्न घूमकर एक-दूसरे के हैं, और कोई उपलब्ध नहीं है",
                "on {day} the stand-ins stand in for each other in a circle, and nobody is there"
            ),
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

fn check_overlapping_leave(policy: &Policy, fault: &mut impl FnMut(Name, Name)) {
    for (place, leave) in policy.roster.leave.iter().enumerate() {
        for other in policy.roster.leave.iter().skip(place + 1) {
            if leave.officer == other.officer && leave.from <= other.to && other.from <= leave.to {
                let (officer, from, again) = (&leave.officer, leave.from, other.from);
                let (who, since, also) = (named(policy, officer), in_hindi(from), in_hindi(again));
                fault(
                    both!("{who} का {since} से अवकाश", "leave of {officer} from {from}"),
                    both!("{also} से दर्ज अवकाश से टकराता है", "overlaps the leave from {again}"),
                );
            }
        }
    }
}

fn check_overrides(policy: &Policy, fault: &mut impl FnMut(Name, Name)) {
    let overrides = &policy.roster.overrides;
    for (number, entry) in overrides.iter().enumerate() {
        let place = || place_of(entry);
        let (officer, who) = (&entry.officer, named(policy, &entry.officer));
        if is_unknown(policy, officer) {
            fault(place(), no_officer(officer));
        } else if policy.officer(officer).is_some_and(|officer| !officer.is_reachable()) {
            fault(
                place(),
                both!(
                    "{who} पद पर नहीं हैं, या उनका भारतीय मोबाइल नंबर नहीं है",
                    "officer {officer} is not in post, or has no Indian mobile number"
                ),
            );
        }
        let (from, to) = entry.span();
        let last = to - chrono::TimeDelta::minutes(1);
        for day in BTreeSet::from([from.date(), last.date()]) {
            if is_away(policy, officer, day) {
                let on = in_hindi(day);
                fault(place(), both!("{who} {on} को अवकाश पर हैं", "officer {officer} is on leave on {day}"));
            }
        }
        for other in overrides.iter().skip(number + 1).filter(|other| other.roster == entry.roster) {
            let (begins, ends) = other.span();
            if from < ends && begins < to {
                let Name { hi, en } = place_of(other);
                fault(place(), both!("इससे टकराता है: {hi}", "overlaps the {en}"));
            }
        }
    }
}

fn place_of(entry: &Override) -> Name {
    let (from, to) = entry.span();
    let (from, to) = (from.format("%H:%M"), to.format("%H:%M"));
    let (roster, date, on) = (entry.roster.as_str(), entry.date, in_hindi(entry.date));
    both!("{on} को {from} से {to} तक कोई और", "override of {roster} on {date} from {from} to {to}")
}

/// An officer as the desk knows them.
fn named(policy: &Policy, id: &OfficerId) -> String {
    Words::of(policy, Language::Hindi).officer(id)
}

fn in_hindi(day: NaiveDate) -> String {
    crate::policy_words::day(day, Language::Hindi)
}

fn no_officer(officer: &OfficerId) -> Name {
    both!("{officer} कोई अधिकारी नहीं है", "there is no officer {officer}")
}

fn is_away(policy: &Policy, officer: &OfficerId, day: NaiveDate) -> bool {
    policy.roster.leave.iter().any(|leave| leave.officer == *officer && leave.covers(day))
}

/// Both exist, have a shift that begins on the date which they give away, and
/// are there on the date that they take.
fn check_swap(policy: &Policy, swap: &Swap, fault: &mut impl FnMut(Name, Name)) {
    let place = || {
        let (one, other, date) = (&swap.officer, &swap.with, swap.date);
        let (who, with, on) = (named(policy, one), named(policy, other), in_hindi(date));
        both!("{who} और {with} की {on} की अदला-बदली", "swap of {one} and {other} on {date}")
    };
    if swap.officer == swap.with {
        fault(place(), both!("अपने ही साथ अदला-बदली नहीं हो सकती", "an officer cannot swap with themself"));
    }
    for (officer, gives, takes) in
        [(&swap.officer, swap.date, swap.with_date), (&swap.with, swap.with_date, swap.date)]
    {
        let who = named(policy, officer);
        if is_unknown(policy, officer) {
            fault(place(), no_officer(officer));
        } else if !has_shift(policy, swap, officer, gives) {
            let roster = swap.roster.as_str();
            let on = in_hindi(gives);
            fault(
                place(),
                both!(
                    "{who} की {on} को ऐसी कोई ड्यूटी नहीं जो दें",
                    "officer {officer} has no {roster} on {gives} to give away"
                ),
            );
        } else if is_away(policy, officer, takes) {
            let on = in_hindi(takes);
            fault(place(), both!("{who} {on} को अवकाश पर हैं", "officer {officer} is on leave on {takes}"));
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
