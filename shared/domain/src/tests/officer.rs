//! Status times action: every edge of the workflow in one table, and every
//! reason for which an action is refused.

use super::*;
use crate::complaint::Outcome;
use crate::event::Event;
use crate::policy::tests::lucknow;
use crate::testing::{Helpline, ist, reference};
use crate::{Category, EscalationLevel};

fn words() -> String {
    "लेखपाल को भेजा".to_owned()
}

fn action(name: &str) -> Action {
    match name {
        "acknowledge" => Action::Acknowledge,
        "first_action" => Action::FirstAction { text: words() },
        "note" => Action::Note { text: words() },
        "ask" => Action::Ask { text: words() },
        "transfer" => Action::Transfer { to: OfficerId::new("edistrict-manager"), reason: words() },
        "dispose" => Action::Dispose { outcome: Outcome::Granted, text: words() },
        other => panic!("no action {other}"),
    }
}

/// A complaint brought to this status the way it comes there in life.
fn brought_to(status: Status) -> Helpline {
    let mut line = Helpline::new();
    line.register(Category::Certificate);
    let name = match status {
        Status::Registered => return line,
        Status::Acknowledged => "acknowledge",
        Status::InProgress => "first_action",
        Status::AwaitingComplainant => "ask",
        Status::Disposed | Status::Closed | Status::ClosedUnconfirmed => "dispose",
    };
    line.officer_does(action(name)).expect("an edge");
    if status == Status::Closed {
        line.she_writes("हाँ");
    } else if status == Status::ClosedUnconfirmed {
        line.sweep_at("2026-12-09 10:00");
    }
    assert_eq!(line.complaint().status, status);
    line
}

/// Every edge there is. What is not here is refused.
#[test]
fn the_workflow() {
    use Status::{
        Acknowledged, AwaitingComplainant, Closed, ClosedUnconfirmed, Disposed, InProgress, Registered,
    };
    let no = None;
    let actions = ["acknowledge", "first_action", "note", "ask", "transfer", "dispose"];
    let awaiting = Some(AwaitingComplainant);
    let (seen, acting, disposed) = (Some(Acknowledged), Some(InProgress), Some(Disposed));
    let table = [
        (Registered, [seen, acting, Some(Registered), awaiting, Some(Registered), disposed]),
        (Acknowledged, [no, acting, seen, awaiting, seen, disposed]),
        (InProgress, [no, acting, acting, awaiting, acting, disposed]),
        (AwaitingComplainant, [no, acting, awaiting, awaiting, awaiting, disposed]),
        (Disposed, [no, no, disposed, no, no, no]),
        (Closed, [no, no, Some(Closed), no, no, no]),
        (ClosedUnconfirmed, [no, no, Some(ClosedUnconfirmed), no, no, no]),
    ];
    for (from, row) in table {
        for (name, to) in actions.into_iter().zip(row) {
            let mut line = brought_to(from);
            let due = line.complaint().due_at;
            let result = line.officer_does(action(name));
            let status = texts::status(crate::Language::English, from);
            match to {
                Some(to) => assert_eq!(result.map(|_| line.complaint().status), Ok(to), "{from:?} {name}"),
                None => assert_eq!(result, Err(Refused::NotNow { action: action(name).name(), status })),
            }
            assert_eq!(line.complaint().due_at, due);
        }
    }
}

#[test]
fn no_words_no_action() {
    for (empty, field) in [
        (Action::FirstAction { text: String::new() }, "text"),
        (Action::Note { text: " \n\t".into() }, "text"),
        (Action::Ask { text: "\u{3000}".into() }, "text"),
        (Action::Transfer { to: OfficerId::new("duty-1"), reason: String::new() }, "reason"),
        (Action::Dispose { outcome: Outcome::Relief, text: "  ".into() }, "text"),
    ] {
        let refused = brought_to(Status::Registered).officer_does(empty);
        assert_eq!(refused, Err(Refused::Missing { field }));
    }
    let long = |count| Action::Note { text: "क".repeat(count) };
    assert!(brought_to(Status::Registered).officer_does(long(MOST_TEXT)).is_ok());
    let refused = brought_to(Status::Registered).officer_does(long(MOST_TEXT + 1));
    assert_eq!(refused, Err(Refused::TooLong { field: "text", most: MOST_TEXT }));
}

#[test]
fn every_outcome_disposes_and_is_kept_with_its_words() {
    for outcome in Outcome::ALL {
        let mut line = brought_to(Status::Registered);
        line.officer_does(Action::Dispose { outcome, text: words() }).expect("disposed of");
        assert_eq!(line.complaint().outcome, Some(outcome));
        let last = line.history.last().expect("history");
        assert_eq!((last.event, last.text.clone()), (Happening::Disposed, Some(words())));
        assert_eq!(last.actor, Actor::Officer(OfficerId::new("tehsildar-sadar")));
    }
}

#[test]
fn who_may_act() {
    let mut line = brought_to(Status::Registered);
    assert_eq!(line.acts("duty-1", action("acknowledge")), Err(Refused::NotYours));
    assert_eq!(line.acts("nobody", action("note")), Err(Refused::NotYours));
    // Whom it has climbed to may act, and the officer still may.
    line.sweep_at("2026-12-07 17:00");
    assert!(line.acts("adm-fr-lko", action("note")).is_ok());
    assert_eq!(line.acts("adm-lko", action("note")), Err(Refused::NotYours));
    assert!(line.officer_does(action("acknowledge")).is_ok());
    let acted = OfficerActed {
        officer: OfficerId::new("dm-lko"),
        reference: reference(77),
        seen_version: 1,
        action: Action::Acknowledge,
    };
    assert_eq!(line.decide(Event::OfficerActed(acted)), Err(Refused::NoSuchComplaint));
}

/// A press on an old page is refused; the same press again changes nothing.
#[test]
fn a_version_seen_is_acted_on_once() {
    for name in ["acknowledge", "first_action", "note", "ask", "transfer", "dispose"] {
        let mut line = brought_to(Status::Registered);
        let complaint = line.complaint();
        let press = |seen_version, action| {
            let (officer, reference) = (complaint.officer.clone(), complaint.reference.clone());
            Event::OfficerActed(OfficerActed { officer, reference, seen_version, action })
        };
        let first = complaint.version;
        let (once, older, other) = (
            press(first, action(name)),
            press(first - 1, action(name)),
            press(first, Action::Note { text: "अलग".into() }),
        );
        assert_eq!(line.decide(older), Err(Refused::Stale), "{name}");
        assert!(line.decide(once.clone()).is_ok(), "{name}");
        let after = line.complaint().clone();
        assert!(line.decide(once).is_ok_and(|again| again.is_empty()), "{name} again");
        assert_eq!(line.complaint(), &after, "{name} again");
        let refused = if name == "transfer" { Refused::NotYours } else { Refused::Stale };
        assert_eq!(line.decide(other), Err(refused), "{name}, then something else on the old page");
    }
}

#[test]
fn another_target_or_outcome_is_another_press() {
    let mut line = brought_to(Status::Registered);
    let complaint = line.complaint().clone();
    line.sweep_at("2026-12-07 17:00");
    let seen_version = line.complaint().version;
    let passes = |to: &str| {
        let action = Action::Transfer { to: OfficerId::new(to), reason: words() };
        let (officer, reference) = (OfficerId::new("adm-fr-lko"), complaint.reference.clone());
        Event::OfficerActed(OfficerActed { officer, reference, seen_version, action })
    };
    assert!(line.decide(passes("duty-1")).is_ok());
    assert_eq!(line.decide(passes("duty-2")), Err(Refused::Stale));
    assert!(line.decide(passes("duty-1")).is_ok_and(|again| again.is_empty()));
}

#[test]
fn a_transfer_tells_the_next_and_restarts_nothing() {
    let mut line = brought_to(Status::Registered);
    line.sweep_at("2026-12-07 17:00");
    let before = line.complaint().clone();
    for to in ["nobody", "tehsildar-sadar"] {
        let action = Action::Transfer { to: OfficerId::new(to), reason: words() };
        assert_eq!(line.officer_does(action), Err(Refused::NoSuchOfficer), "{to}");
    }
    line.officer_does(action("transfer")).expect("transferred");
    assert_eq!(line.told_officers(), [(Notice::Transferred, "edistrict-manager".to_owned())]);
    let after = line.complaint();
    assert_eq!((after.level, after.due_at, after.fired), (before.level, before.due_at, before.fired));
    assert!(
        !after.admits(&before.officer, lucknow()) && after.admits(&OfficerId::new("adm-fr-lko"), lucknow())
    );
    assert_eq!(line.acts("tehsildar-sadar", action("note")), Err(Refused::NotYours));
    let (event, officer) =
        line.history.last().map(|last| (last.event, last.officer.clone())).expect("history");
    assert_eq!((event, officer), (Happening::Transferred, Some(OfficerId::new("edistrict-manager"))));
}

/// Who stood in for another and passes it on has no part in it any more.
#[test]
fn a_stand_in_who_passes_it_on_keeps_no_link() {
    let mut line = brought_to(Status::Registered);
    let sms = line.all_sms().last().map(|(_, sms)| (*sms).clone()).expect("the officer is told");
    line.decide(Event::SmsFailed(sms)).expect("no refusal");
    line.acts("duty-1", action("transfer")).expect("a stand-in may act");
    assert!(!line.complaint().admits(&OfficerId::new("duty-1"), lucknow()));
    assert_eq!(line.acts("duty-1", action("note")), Err(Refused::NotYours));
}

/// The first time counts: what was acknowledged or begun stays so.
#[test]
fn milestones_are_reached_once() {
    let mut line = brought_to(Status::Registered);
    for (minutes, name, acknowledged, acted) in [
        (5, "note", None, None),
        (5, "transfer", None, None),
        (5, "acknowledge", Some("2026-12-01 10:15"), None),
        (5, "first_action", Some("2026-12-01 10:15"), Some("2026-12-01 10:20")),
        (5, "ask", Some("2026-12-01 10:15"), Some("2026-12-01 10:20")),
        (5, "first_action", Some("2026-12-01 10:15"), Some("2026-12-01 10:20")),
        (5, "dispose", Some("2026-12-01 10:15"), Some("2026-12-01 10:20")),
    ] {
        line.wait(minutes);
        line.officer_does(action(name)).expect(name);
        let complaint = line.complaint();
        assert_eq!(
            (complaint.acknowledged_at, complaint.first_action_at),
            (acknowledged.map(ist), acted.map(ist)),
            "{name}"
        );
    }
}

/// She is asked in her language; what the officer wrote reaches her only as
/// the question, and only while her window is open.
#[test]
fn what_she_hears_of_an_action() {
    for (name, minutes, template) in [
        ("acknowledge", 0, None),
        ("first_action", 0, None),
        ("note", 0, None),
        ("transfer", 0, None),
        ("ask", 0, Some("question_waits")),
        ("ask", 24 * 60, Some("question_waits")),
        ("dispose", 0, Some("is_it_solved")),
        ("dispose", 24 * 60, Some("is_it_solved")),
    ] {
        let mut line = brought_to(Status::Registered);
        line.wait(minutes);
        line.officer_does(action(name)).expect(name);
        let told = line.told_her();
        let named = told.first().and_then(|said| Some(said.template.as_ref()?.name.clone()));
        assert_eq!((named.as_deref(), told.len()), (template, usize::from(template.is_some())), "{name}");
        assert_eq!(told.iter().any(|said| said.text.contains(&words())), name == "ask", "{name}");
        let held = line.state.complainant.as_ref().is_some_and(|her| her.held_question.is_some());
        assert_eq!(held, name == "ask" && minutes > 0, "{name} after {minutes} minutes");
    }
}

#[test]
fn five_wrong_pins_are_told_to_the_in_charge() {
    let mut line = brought_to(Status::Registered);
    let (reference, officer) = (line.complaint().reference.clone(), line.complaint().officer.clone());
    line.decide(Event::LinkLocked { reference, officer: officer.clone() }).expect("no refusal");
    assert_eq!(line.told_officers(), [(Notice::LinkLocked, "adm-lko".to_owned())]);
    assert_eq!(line.happenings().last(), Some(&Happening::LinkLocked));
    let complaint = line.complaint();
    assert_eq!((complaint.officer.clone(), complaint.level), (officer, EscalationLevel::OFFICER));
}

/// Nothing of what was written is in what may be logged.
#[test]
fn debug_shows_no_words() {
    let mut line = brought_to(Status::Registered);
    let decision = line.officer_does(action("ask")).expect("a question");
    line.she_writes("मेरा नाम गुप्त है");
    let shown = format!("{decision:?} {:?} {:?} {:?}", action("dispose"), line.kept, line.state);
    for secret in ["लेखपाल", "गुप्त", "9000000001"] {
        assert!(!shown.contains(secret), "{secret}");
    }
}
