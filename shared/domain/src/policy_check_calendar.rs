//! Checks of the calendar, each fault in a clerk's words.

use std::collections::BTreeSet;

use crate::policy::{Policy, PolicyError};

/// Every fault of holidays, working weeks and compensatory working days.
pub(crate) fn check(policy: &Policy, errors: &mut Vec<PolicyError>) {
    let mut fault = |place: String, why: String| errors.push(PolicyError::Calendar { place, why });
    check_weeks(policy, &mut fault);
    check_holidays(policy, &mut fault);
    check_compensatory(policy, &mut fault);
}

fn check_weeks(policy: &Policy, fault: &mut impl FnMut(String, String)) {
    let mut seen = BTreeSet::new();
    for week in &policy.weeks {
        let place = || format!("week {}", week.id);
        if !seen.insert(&week.id) {
            fault(place(), "described twice".into());
        }
        if week.days.iter().next().is_none() {
            fault(place(), "no day of the week is a working day".into());
        }
        if week.periods.iter().any(|period| period.from >= period.to) {
            fault(place(), "a period ends before it begins".into());
        }
    }
    for office in &policy.offices {
        let named = office.week.as_ref().filter(|id| policy.weeks.iter().all(|week| week.id != **id));
        if let Some(id) = named {
            fault(format!("office {}", office.id), format!("no working week {id} is described"));
        }
    }
}

fn check_holidays(policy: &Policy, fault: &mut impl FnMut(String, String)) {
    let mut seen = BTreeSet::new();
    for holiday in &policy.calendar.holidays {
        let place = || format!("holiday {}", holiday.date);
        if holiday.offices.is_empty() && !seen.insert((holiday.date, holiday.kind)) {
            fault(place(), "described twice".into());
        }
        for office in holiday.offices.iter().filter(|office| policy.office(office).is_none()) {
            fault(place(), format!("no office {office}"));
        }
        if holiday.name.hi.trim().is_empty() || holiday.name.en.trim().is_empty() {
            fault(place(), "needs a name in Hindi and in English".into());
        }
        if holiday.order.as_ref().is_some_and(|order| order.trim().is_empty()) {
            fault(place(), "the order has no number".into());
        }
    }
}

/// A working day given in exchange lies on a day that is otherwise closed.
fn check_compensatory(policy: &Policy, fault: &mut impl FnMut(String, String)) {
    let mut seen = BTreeSet::new();
    for date in &policy.calendar.compensatory {
        let place = || format!("working day in compensation {date}");
        if !seen.insert(date) {
            fault(place(), "described twice".into());
        }
        let holiday = policy.calendar.holidays.iter().any(|holiday| holiday.date == *date);
        let offices = policy.offices.iter().map(|office| Some(&office.id)).chain([None]);
        let mut closed = offices.map(|office| policy.week_of(office).closed(*date).is_some());
        if !holiday && !closed.any(|closed| closed) {
            fault(place(), "all offices are open on that day anyway".into());
        }
    }
}
