//! Checks of the calendar, each fault in a clerk's words.

use std::collections::BTreeSet;

use crate::category::{Language, Name};
use crate::policy::{Policy, PolicyError};
use crate::policy_words::{both, day};

/// Every fault of holidays, working weeks and compensatory working days.
pub(crate) fn check(policy: &Policy, errors: &mut Vec<PolicyError>) {
    let mut fault = |place: Name, why: Name| errors.push(PolicyError::Calendar { place, why });
    check_weeks(policy, &mut fault);
    check_holidays(policy, &mut fault);
    check_compensatory(policy, &mut fault);
}

fn check_weeks(policy: &Policy, fault: &mut impl FnMut(Name, Name)) {
    let mut seen = BTreeSet::new();
    for week in &policy.weeks {
        let id = &week.id;
        let place = || both!("कार्य-सप्ताह {id}", "week {id}");
        if !seen.insert(&week.id) {
            fault(place(), both!("दो बार लिखा है", "described twice"));
        }
        if week.days.iter().next().is_none() {
            fault(place(), both!("सप्ताह का कोई दिन कार्य-दिवस नहीं है", "no day of the week is a working day"));
        }
        if week.periods.iter().any(|period| period.from >= period.to) {
            fault(place(), both!("एक अवधि शुरू होने से पहले ख़त्म होती है", "a period ends before it begins"));
        }
    }
    for office in &policy.offices {
        let named = office.week.as_ref().filter(|id| policy.weeks.iter().all(|week| week.id != **id));
        if let Some(id) = named {
            let (office, hi) = (&office.id, &office.name.hi);
            fault(
                both!("कार्यालय {hi}", "office {office}"),
                both!("कार्य-सप्ताह {id} नहीं लिखा है", "no working week {id} is described"),
            );
        }
    }
}

fn check_holidays(policy: &Policy, fault: &mut impl FnMut(Name, Name)) {
    let mut seen = BTreeSet::new();
    for holiday in &policy.calendar.holidays {
        let (date, on) = (holiday.date, day(holiday.date, Language::Hindi));
        let place = || both!("{on} का अवकाश", "holiday {date}");
        if holiday.offices.is_empty() && !seen.insert((holiday.date, holiday.kind)) {
            fault(place(), both!("दो बार लिखा है", "described twice"));
        }
        for office in holiday.offices.iter().filter(|office| policy.office(office).is_none()) {
            fault(place(), both!("कार्यालय {office} नहीं है", "no office {office}"));
        }
        if holiday.name.hi.trim().is_empty() || holiday.name.en.trim().is_empty() {
            fault(place(), both!("हिंदी और अंग्रेज़ी में नाम चाहिए", "needs a name in Hindi and in English"));
        }
        if holiday.order.as_ref().is_some_and(|order| order.trim().is_empty()) {
            fault(place(), both!("आदेश की संख्या नहीं है", "the order has no number"));
        }
    }
}

/// A working day given in exchange lies on a day that is otherwise closed.
fn check_compensatory(policy: &Policy, fault: &mut impl FnMut(Name, Name)) {
    let mut seen = BTreeSet::new();
    for date in &policy.calendar.compensatory {
        let on = day(*date, Language::Hindi);
        let place = || both!("{on}, बदले का कार्य-दिवस", "working day in compensation {date}");
        if !seen.insert(date) {
            fault(place(), both!("दो बार लिखा है", "described twice"));
        }
        let holiday = policy.calendar.holidays.iter().any(|holiday| holiday.date == *date);
        let offices = policy.offices.iter().map(|office| Some(&office.id)).chain([None]);
        let mut closed = offices.map(|office| policy.week_of(office).closed(*date).is_some());
        if !holiday && !closed.any(|closed| closed) {
            fault(place(), both!("उस दिन सभी कार्यालय वैसे भी खुले हैं", "all offices are open on that day anyway"));
        }
    }
}
