//! What seniors do: consent by somebody above and never the same person, the
//! third transfer, hastening, reassignment, call-backs.

use super::*;
use crate::Category;
use crate::access;
use crate::complaint::Outcome;
use crate::event::Action;
use crate::ids::OfficerId;
use crate::policy::tests::lucknow;
use crate::testing::{Helpline, ist};

fn registered() -> Helpline {
    let mut line = Helpline::new();
    line.register(Category::Certificate);
    line
}

fn asked_for() -> Helpline {
    let mut line = registered();
    line.now = ist("2026-12-04 12:00");
    let until = "2026-12-15".parse().expect("a day");
    line.officer_does(Action::RequestExtension {
        until, text: "अभिलेख पुराने हैं".into()
    })
    .expect("asked for");
    line
}

fn consent() -> Action {
    Action::Consent { text: "आपका काम 15 तारीख़ तक होगा".into() }
}

#[test]
fn consent_moves_the_limit_and_replies_to_her() {
    let mut line = asked_for();
    let old = line.complaint().due_at;
    line.acts("adm-fr-lko", consent()).expect("the supervisor consents");
    let complaint = line.complaint();
    assert_eq!((complaint.due_at, &complaint.course.request), (ist("2026-12-15 17:00"), &None));
    let entry = line.history.last().expect("a line");
    assert_eq!(entry.event, Happening::ExtensionGranted);
    assert_eq!(entry.due, Some(crate::complaint::DueMoved { old, new: complaint.due_at }));
    assert_eq!(entry.actor, Actor::Officer(OfficerId::new("adm-fr-lko")));
    assert_eq!(line.told_officers(), [(Notice::Decided, "tehsildar-sadar".to_owned())]);
    // Her window is closed: she is told that there is news, and reads it when she writes.
    let told = line.told_her();
    assert!(told[0].template.as_ref().is_some_and(|template| template.name == "news_waits"), "{told:?}");
    let read = line.she_writes("1");
    assert!(read[0].text.contains("15 तारीख़ तक"), "{}", read[0].text);
    // The reminder and the ladder are those of the new limit.
    let told: Vec<String> = line.sweep_until("2026-12-15 17:00").into_iter().map(|(at, ..)| at).collect();
    assert_eq!(told, ["14 17:00", "15 17:00"]);
}

#[test]
fn nobody_consents_to_their_own_request() {
    let mut line = asked_for();
    for (who, expected) in [
        ("tehsildar-sadar", Refused::NotForYou { action: "consent" }),
        ("tehsildar-malihabad", Refused::NotYours),
        ("dpo-lko", Refused::NotYours),
    ] {
        assert_eq!(line.acts(who, consent()), Err(expected), "{who}");
    }
    // What a supervisor asks for, the next above decides.
    let mut line = registered();
    let to = OfficerId::new("adm-fr-lko");
    line.officer_does(Action::Transfer { to, reason: "बड़ा मामला".into() }).expect("transferred");
    let until = "2026-12-15".parse().expect("a day");
    let request = Action::RequestExtension { until, text: "समय चाहिए".into() };
    line.acts("adm-fr-lko", request).expect("asked for");
    assert_eq!(line.told_officers(), [(Notice::Consent, "adm-lko".to_owned())]);
    assert_eq!(line.acts("adm-fr-lko", consent()), Err(Refused::NotForYou { action: "consent" }));
    line.acts("adm-lko", consent()).expect("the in-charge consents");
}

#[test]
fn a_refusal_moves_nothing() {
    let mut line = asked_for();
    let old = line.complaint().due_at;
    line.acts("adm-fr-lko", Action::Refuse { text: "समय में करें".into() }).expect("refused");
    assert_eq!((line.complaint().due_at, &line.complaint().course.request), (old, &None));
    assert!(line.told_her().is_empty());
    let again = line.acts("adm-fr-lko", consent());
    assert!(matches!(again, Err(Refused::NotNow { .. })), "{again:?}");
}

/// Consent that comes when the new limit is over too grants nothing.
#[test]
fn a_request_lapses() {
    let mut line = asked_for();
    line.sweep_until("2026-12-15 17:00");
    assert_eq!(line.acts("adm-fr-lko", consent()), Err(Refused::Unfit { field: "until" }));
}

#[test]
fn the_third_transfer_goes_to_the_senior() {
    let mut line = registered();
    for (to, gets) in [
        ("edistrict-manager", "edistrict-manager"),
        ("duty-1", "duty-1"),
        ("cell-1", "adm-fr-lko"),
        ("cell-2", "adm-lko"),
    ] {
        let action = Action::Transfer {
            to: OfficerId::new(to), reason: "हमारा विषय नहीं".into()
        };
        line.officer_does(action).expect("passed on");
        assert_eq!(line.complaint().officer.as_str(), gets, "named {to}");
    }
    // A senior gives it to whom they choose, and that is no transfer.
    let to = OfficerId::new("tehsildar-bkt");
    line.officer_does(Action::Reassign { to, reason: "आपका क्षेत्र".into() }).expect("given");
    assert_eq!(line.complaint().officer.as_str(), "tehsildar-bkt");
    assert_eq!(line.told_officers(), [(Notice::Transferred, "tehsildar-bkt".to_owned())]);
}

#[test]
fn the_head_of_the_district_presses_without_a_link() {
    for (action, notice, event) in [
        (Action::Hasten { text: "आज करें".into() }, Notice::Hasten, Happening::Hastened),
        (Action::AskExplanation { text: "देर क्यों?".into() }, Notice::Explain, Happening::ExplanationAsked),
    ] {
        for who in ["dm-lko", "adm-lko"] {
            let mut line = registered();
            let before = line.complaint().clone();
            line.acts(who, action.clone()).expect("pressed");
            assert_eq!(line.told_officers(), [(notice, "tehsildar-sadar".to_owned())], "{who}");
            assert_eq!(line.happenings().last(), Some(&event));
            let after = line.complaint();
            assert_eq!((after.status, after.acknowledged_at), (before.status, None));
            assert_eq!((after.due_at, after.level), (before.due_at, before.level));
        }
        assert_eq!(
            registered().officer_does(action.clone()).map(drop),
            Err(Refused::NotForYou { action: action.name() })
        );
        assert_eq!(registered().acts("duty-1", action).map(drop), Err(Refused::NotYours));
    }
}

fn silent() -> Helpline {
    let mut line = registered();
    line.officer_does(Action::Dispose {
        outcome: Outcome::Granted, text: "जारी किया".into()
    })
    .expect("disposed of");
    line.sweep_at("2026-12-10 10:00");
    assert_eq!(line.complaint().status, Status::ClosedUnconfirmed);
    line
}

#[test]
fn chance_draws_by_the_number_and_says_so() {
    let line = silent();
    let drawn = line.complaint().is_drawn(lucknow().timers.call_back_percent);
    assert_eq!(line.complaint().awaits_call_back(), drawn);
    assert_eq!(line.happenings().contains(&Happening::DrawnForCallBack), drawn);
}

#[test]
fn what_a_call_back_finds_is_recorded_and_an_untrue_disposal_is_open_again() {
    let call = |found| Action::CallBack { found, text: "बात हुई".into() };
    for (found, status, level, event) in [
        (CallBack::Confirmed, Status::ClosedUnconfirmed, 0, Happening::CalledBackConfirmed),
        (CallBack::Unreached, Status::ClosedUnconfirmed, 0, Happening::CalledBackUnreached),
        (CallBack::Untrue, Status::InProgress, 1, Happening::CalledBackUntrue),
    ] {
        let mut line = silent();
        assert_eq!(line.officer_does(call(found)).map(drop), Err(Refused::NotForYou { action: "call_back" }));
        let due = line.complaint().due_at;
        line.acts("adm-lko", call(found)).expect("called back");
        let complaint = line.complaint();
        assert_eq!((complaint.status, complaint.level.number(), complaint.due_at), (status, level, due));
        assert_eq!(complaint.course.call_back, Some(found));
        assert_eq!(complaint.awaits_call_back(), found == CallBack::Unreached);
        assert!(line.happenings().contains(&event));
        assert_eq!(complaint.course.disposed_by, Some(OfficerId::new("tehsildar-sadar")));
        assert_eq!(line.told_officers().len(), usize::from(found == CallBack::Untrue));
    }
    let early = registered().acts("adm-lko", call(CallBack::Confirmed));
    assert!(matches!(early, Err(Refused::NotNow { .. })), "{early:?}");
}

#[test]
fn who_opens_what_is_with_others_says_why_and_whoever_is_above_all_hears() {
    let breaks =
        || Action::BreakGlass { text: "जनसुनवाई में पूछा गया".into() };
    for (who, told) in [("adm-lko", Some("dm-lko")), ("dm-lko", None)] {
        let mut line = registered();
        let before = line.complaint().clone();
        let reads = |line: &Helpline| access::reads_her(lucknow(), line.complaint(), &OfficerId::new(who));
        assert!(!reads(&line), "{who}: the course only");
        line.acts(who, breaks()).expect("opened");
        assert!(reads(&line), "{who}");
        let told: Vec<_> = told.into_iter().map(|to| (Notice::GlassBroken, to.to_owned())).collect();
        assert_eq!(line.told_officers(), told, "{who}");
        assert_eq!(line.happenings().last(), Some(&Happening::GlassBroken));
        let after = line.complaint();
        assert_eq!(
            (after.status, after.due_at, &after.officer),
            (before.status, before.due_at, &before.officer)
        );
        // Once is enough; and it is to read, not to work on it.
        assert!(line.acts(who, breaks()).is_err());
        for action in
            [Action::Note { text: "x".into() }, Action::Reply { text: "x".into() }, Action::Acknowledge]
        {
            let name = action.name();
            assert_eq!(line.acts(who, action).map(drop), Err(Refused::NotForYou { action: name }), "{who}");
        }
        assert!(!line.complaint().admits(&OfficerId::new(who), lucknow()), "{who}: no part in it");
        line.acts(who, Action::Hasten { text: "आज करें".into() }).expect("as before");
    }
    assert_eq!(registered().acts("duty-1", breaks()).map(drop), Err(Refused::NotYours));
    let silent = Action::BreakGlass { text: " ".into() };
    assert_eq!(registered().acts("adm-lko", silent).map(drop), Err(Refused::Missing { field: "text" }));
}

#[test]
fn a_reply_goes_to_her_and_moves_nothing() {
    let mut line = registered();
    let before = line.complaint().clone();
    line.officer_does(Action::Reply { text: "आपका आवेदन मिल गया".into() }).expect("replied");
    let after = line.complaint();
    assert_eq!((after.status, after.acknowledged_at, after.due_at), (before.status, None, before.due_at));
    assert_eq!(line.happenings().last(), Some(&Happening::Replied));
    assert!(line.told_officers().is_empty());
}
