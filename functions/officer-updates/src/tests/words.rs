//! The wording is complete in both languages.

use super::*;
use domain::Refused;

fn is_hindi(text: &str) -> bool {
    text.chars().any(|letter| ('\u{900}'..='\u{97f}').contains(&letter))
}

fn check(name: &str, hi: &str, en: &str) {
    assert!(is_hindi(hi), "{name}: {hi:?} is not Hindi");
    assert!(!en.is_empty() && !is_hindi(en), "{name}: {en:?} is not English");
}

#[test]
fn every_fixed_text_is_in_both_languages() {
    // The switch names the other language in that language.
    for (name, text) in ALL.iter().filter(|(name, _)| *name != "OTHER_LANGUAGE") {
        check(name, text.say(Hindi), text.say(English));
    }
    assert_eq!((OTHER_LANGUAGE.say(Hindi), OTHER_LANGUAGE.say(English)), ("English", "हिंदी"));
    for actor in [BY_HER, BY_CLOCK, BY_PROVIDER] {
        check("actor", actor.say(Hindi), actor.say(English));
    }
}

#[test]
fn statuses_outcomes_and_actions_are_in_both_languages() {
    let statuses = [
        Status::Registered,
        Status::Acknowledged,
        Status::InProgress,
        Status::AwaitingComplainant,
        Status::Disposed,
        Status::Closed,
        Status::ClosedUnconfirmed,
    ];
    for value in statuses {
        check("status", status(Hindi, value), status(English, value));
    }
    for value in crate::words_happening::ALL {
        check("happening", happening(Hindi, *value), happening(English, *value));
    }
    for value in Outcome::ALL {
        check("outcome", outcome(Hindi, value), outcome(English, value));
    }
    for name in ["acknowledge", "first_action", "ask", "note", "transfer", "dispose"] {
        check(name, action(Hindi, name), action(English, name));
        check(name, done(Hindi, name).unwrap(), done(English, name).unwrap());
    }
    assert_eq!(done(English, "open"), None);
    assert_eq!(done(English, "<script>"), None);
}

#[test]
fn every_refusal_is_in_both_languages() {
    let refusals = [
        Refused::NoSuchComplaint,
        Refused::NotYours,
        Refused::Stale,
        Refused::NotNow { action: "acknowledge", status: "closed" },
        Refused::Missing { field: "text" },
        Refused::Missing { field: "reason" },
        Refused::Missing { field: "outcome" },
        Refused::TooLong { field: "text", most: 1000 },
        Refused::NoSuchOfficer,
        Refused::Merged { into: domain::Reference::generate("LKO", 1).unwrap() },
        Refused::Apart(domain::same_matter::Apart::Category),
    ];
    for refusal in refusals {
        let say = |language| refused(language, &refusal, Status::Closed);
        check(&refusal.to_string(), &say(Hindi), &say(English));
    }
}

#[test]
fn the_clock_tells_two_units_and_never_a_zero_more() {
    let check = |due: &str, hi: &str, en: &str| {
        let (due, now) = (due.parse().unwrap(), "2026-12-01T10:00:00Z".parse().unwrap());
        assert_eq!(clock(Hindi, due, now), hi);
        assert_eq!(clock(English, due, now), en);
    };
    check("2026-12-05T13:30:00Z", "4 दिन 3 घंटे बाकी", "4 days 3 hours left");
    check("2026-12-02T10:59:59Z", "1 दिन बाकी", "1 day left");
    check("2026-12-01T11:01:00Z", "1 घंटा 1 मिनट बाकी", "1 hour 1 minute left");
    check("2026-12-01T10:00:30Z", "0 मिनट बाकी", "0 minutes left");
    check("2026-12-01T10:00:00Z", "सीमा से 0 मिनट ऊपर", "Overdue by 0 minutes");
    check("2026-12-01T07:55:00Z", "सीमा से 2 घंटे 5 मिनट ऊपर", "Overdue by 2 hours 5 minutes");
    check("2026-11-30T09:55:00Z", "सीमा से 1 दिन ऊपर", "Overdue by 1 day");
}

#[test]
fn tries_left_and_the_lock() {
    check("wrong", &wrong_pin(Hindi, 1), &wrong_pin(English, 1));
    assert!(wrong_pin(English, 4).contains("4 tries"));
    let until = "2026-12-01T11:30:00Z".parse().unwrap();
    check("locked", &locked(Hindi, until), &locked(English, until));
    assert!(locked(English, until).contains("Tue 1 Dec 2026, 5 pm"));
    check("moved", &transferred_to(Hindi, "x"), &transferred_to(English, "x"));
}
