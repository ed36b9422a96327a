//! Every number of a policy lies where it makes sense: 120 of a hundred, a
//! silence of a thousand days or a reminder after the limit is a slip of the
//! pen, and would be found only by whoever waits.

use crate::category::Category;
use crate::ladder::{Limit, SlaPolicy};
use crate::policy::{Policy, PolicyError};
use crate::policy_words::both;
use crate::quiet::QuietHours;

/// One number: what it is called in the file, what stands there, from where to
/// where it may be, and what it counts.
type Number = (&'static str, u64, (u64, u64), &'static str);

/// Every number out of its range.
pub(crate) fn check(policy: &Policy, errors: &mut Vec<PolicyError>) {
    check_all("timers", &timers(policy), errors);
    let timers = &policy.timers;
    let (urgent, draft) = (timers.urgent_draft_minutes, timers.draft_minutes);
    if urgent > draft {
        errors.push(PolicyError::People {
            place: both!("timers", "timers"),
            why: both!(
                "urgent_draft_minutes {urgent} है, draft_minutes ({draft}) से लंबा: मदद की पुकार बाकी से ज़्यादा रुकेगी",
                "urgent_draft_minutes is {urgent}, longer than draft_minutes ({draft}): a cry for help would wait longer than the rest"
            ),
        });
    }
    for category in Category::ALL {
        check_all(&format!("category {category}"), &of_category(&policy.sla(category)), errors);
    }
    check_quiet("officers", policy.quiet.officers, errors);
    check_quiet("her", policy.quiet.her, errors);
    for line in &policy.helplines {
        let digits = line.number.bytes().all(|b| b.is_ascii_digit());
        if !digits || !(3..=13).contains(&line.number.len()) {
            errors.push(PolicyError::Unreadable {
                place: both!("आपात नंबर", "helplines"),
                value: line.number.clone(),
                kind: both!(
                    "फ़ोन करने का नंबर (3 से 13 अंक, और कुछ नहीं)",
                    "number to call: 3 to 13 digits and nothing else"
                ),
            });
        }
    }
}

fn timers(policy: &Policy) -> [Number; 8] {
    let timers = &policy.timers;
    [
        ("draft_minutes", timers.draft_minutes.into(), (1, 1_440), "minutes"),
        ("urgent_draft_minutes", timers.urgent_draft_minutes.into(), (1, 60), "minutes"),
        ("silence_days", timers.silence_days.into(), (1, 60), "days"),
        ("pin_lock_minutes", timers.pin_lock_minutes.into(), (1, 1_440), "minutes"),
        ("call_back_percent", timers.call_back_percent.into(), (0, 100), "of a hundred"),
        ("messages_most", timers.messages_most.into(), (1, 1_000), "messages"),
        ("messages_window_minutes", timers.messages_window_minutes.into(), (1, 1_440), "minutes"),
        ("registrations_most", timers.registrations_most.into(), (1, 100), "complaints"),
    ]
}

/// The limit, and the reminder, which must fall within it.
fn of_category(sla: &SlaPolicy) -> Vec<Number> {
    let amount = u64::from(sla.limit.amount());
    let (limit, hours): (Number, u64) = match sla.limit {
        Limit::Hours(_) => (("limit.hours", amount, (1, 720), "hours"), amount),
        Limit::CalendarDays(_) | Limit::WorkingDays(_) => {
            (("limit.days", amount, (1, 180), "days"), amount * 24)
        }
    };
    let latest = hours.saturating_sub(1).max(1);
    let reminder = sla.reminder_hours.map(|hours| {
        ("reminder_hours_before", u64::from(hours), (1, latest), "hours, and less than the limit")
    });
    [Some(limit), reminder].into_iter().flatten().collect()
}

fn check_all(place: &str, numbers: &[Number], errors: &mut Vec<PolicyError>) {
    for &(name, value, (least, most), unit) in numbers {
        if !(least..=most).contains(&value) {
            let place = place.to_owned();
            errors.push(PolicyError::OutOfRange { place, name, value, least, most, unit });
        }
    }
}

/// Quiet hours are some hours of the night: what lasts longer than 14 hours was
/// written the wrong way round.
fn check_quiet(whose: &'static str, hours: Option<QuietHours>, errors: &mut Vec<PolicyError>) {
    let Some(hours) = hours else { return };
    let why = match hours.minutes() {
        0 => both!(
            "एक ही मिनट पर शुरू और ख़त्म होता है; न हो तो पंक्ति हटा दें",
            "begin and end at the same minute; leave the line out if there are none"
        ),
        1..=840 => return,
        _ => both!(
            "14 घंटे से लंबा है: क्या से और तक उलटे हैं?",
            "last longer than 14 hours: are from and to the wrong way round?"
        ),
    };
    errors.push(PolicyError::Calendar {
        place: both!("{whose} का शांत समय", "quiet hours of {whose}"), why
    });
}

#[cfg(test)]
mod tests {
    use crate::policy::Policy;
    use crate::policy::tests::LUCKNOW;

    fn check(from: &str, to: &str, expected: &str) {
        assert!(LUCKNOW.contains(from), "the policy has no {from:?}");
        let said = Policy::from_toml(&LUCKNOW.replacen(from, to, 1)).err().map(|e| e.to_string());
        let said = said.unwrap_or_else(|| "nothing".to_owned());
        assert!(said.contains(expected), "{to}: wanted {expected:?} in: {said}");
    }

    #[test]
    fn each_number_has_its_range() {
        for (name, standing, bad, good, expected) in [
            (
                "draft_minutes",
                30,
                1_441,
                1_440,
                "timers: draft_minutes is 1441; it must be from 1 to 1440 (minutes)",
            ),
            (
                "urgent_draft_minutes",
                5,
                31,
                30,
                "timers: urgent_draft_minutes is 31, longer than draft_minutes (30)",
            ),
            ("urgent_draft_minutes", 5, 0, 1, "urgent_draft_minutes is 0; it must be from 1 to 60 (minutes)"),
            ("silence_days", 7, 61, 60, "timers: silence_days is 61; it must be from 1 to 60 (days)"),
            ("pin_lock_minutes", 60, 1_441, 1_440, "timers: pin_lock_minutes is 1441"),
            (
                "call_back_percent",
                20,
                101,
                100,
                "timers: call_back_percent is 101; it must be from 0 to 100 (of a hundred)",
            ),
            ("call_back_percent", 20, 4_294_967_295, 0, "call_back_percent is 4294967295"),
            ("messages_most", 40, 1_001, 1_000, "timers: messages_most is 1001"),
            ("messages_most", 40, 0, 1, "timers: messages_most is 0; it must be from 1"),
            ("messages_window_minutes", 10, 1_441, 1_440, "timers: messages_window_minutes is 1441"),
            ("registrations_most", 10, 101, 100, "timers: registrations_most is 101"),
        ] {
            let line = |value: u64| format!("\n{name} = {value} ");
            check(&line(standing), &line(bad), expected);
            check(&line(standing), &line(good), "nothing");
        }
    }

    #[test]
    fn limits_and_reminders_have_theirs() {
        let pension = |days: u32| format!("limit = {{ days = {days}, count = \"calendar\" }}");
        check(
            &pension(10),
            &pension(181),
            "category pension: limit.days is 181; it must be from 1 to 180 (days)",
        );
        check(&pension(10), &pension(180), "nothing");
        check(
            &pension(10),
            &pension(1),
            "category pension: reminder_hours_before is 24; it must be from 1 to 23",
        );
        check("limit = { hours = 24,", "limit = { hours = 721,", "category violence: limit.hours is 721");
        check(
            "reminder_hours_before = 24",
            "reminder_hours_before = 0",
            "category scheme: reminder_hours_before is 0",
        );
        check(
            "reminder_hours_before = 24",
            "reminder_hours_before = 120",
            "it must be from 1 to 119 (hours, and less",
        );
        check("reminder_hours_before = 24", "reminder_hours_before = 119", "nothing");
    }

    #[test]
    fn quiet_hours_and_helplines() {
        let her = |from: &str, to: &str| format!("her = {{ from = \"{from}\", to = \"{to}\" }}");
        let standing = her("20:00", "08:00");
        check(&standing, &her("08:00", "08:00"), "quiet hours of her: begin and end at the same minute");
        check(&standing, &her("08:00", "22:01"), "quiet hours of her: last longer than 14 hours");
        check(&standing, &her("20:00", "10:00"), "nothing");
        check("number = \"1098\"", "number = \"10-98\"", "helplines: '10-98' is no number to call");
    }
}
