//! Pause, request, hand-off, another category: what they hold back, what they
//! move, and what they never do.

use super::*;
use crate::course::PauseReason;
use crate::event::Action;
use crate::ids::OfficerId;
use crate::testing::{Helpline, ist};

fn registered(category: Category) -> Helpline {
    let mut line = Helpline::new();
    line.register(category);
    line
}

fn pause(days: u8) -> Action {
    Action::Pause {
        text: "कौन सा काग़ज़ है?".into(), reason: PauseReason::Document, days
    }
}

fn request(day: &str) -> Action {
    Action::RequestExtension {
        until: day.parse().expect("a day"), text: "अभिलेख दूसरे तहसील में".into()
    }
}

fn becomes(category: Category, area: Option<&str>) -> Action {
    Action::Reclassify {
        category, area: area.map(AreaId::new), text: "विषय दूसरा है".into()
    }
}

fn handed(number: Option<&str>) -> Action {
    Action::HandOff {
        to: Outside::Police, text: "थाने को भेजा".into(), number: number.map(str::to_owned)
    }
}

fn climbs(line: &Helpline) -> Vec<(u8, String)> {
    let told = |it: &crate::complaint::Escalation| {
        (it.level.number(), crate::calendar::ist(it.at).format("%d %H:%M").to_string())
    };
    line.complaint().escalations.iter().map(told).collect()
}

/// A certificate of the 1st is due on the 7th at 17:00. Paused on the 6th for
/// two days, it climbs on the 8th at noon; the limit stands.
#[test]
fn a_pause_holds_the_ladder_back_and_moves_no_limit() {
    let mut line = registered(Category::Certificate);
    let due = line.complaint().due_at;
    line.now = ist("2026-12-06 12:00");
    line.officer_does(pause(2)).expect("paused");
    let told = line.sweep_until("2026-12-08 11:59");
    assert!(told.is_empty(), "{told:?}");
    line.sweep_until("2026-12-10 12:00");
    assert_eq!(climbs(&line), [(1, "08 12:00".into()), (2, "08 17:00".into()), (3, "09 17:00".into())]);
    assert_eq!(line.complaint().due_at, due);
    let happened = line.happenings();
    assert!(happened.contains(&Happening::Paused) && happened.contains(&Happening::Resumed));
}

#[test]
fn her_answer_ends_a_pause_at_once() {
    let mut line = registered(Category::Certificate);
    line.now = ist("2026-12-06 12:00");
    line.officer_does(pause(3)).expect("paused");
    line.now = ist("2026-12-06 15:00");
    // Her window is closed: first she reads the question.
    line.she_writes("1");
    assert_eq!(line.complaint().held_until(), Some(ist("2026-12-09 12:00")));
    line.she_writes("आधार कार्ड और राशन कार्ड दे चुकी हूँ");
    assert_eq!(line.complaint().held_until(), Some(ist("2026-12-06 15:00")));
    line.sweep_until("2026-12-07 18:00");
    assert_eq!(climbs(&line), [(1, "07 17:00".into())]);
}

/// Going on without her answer ends it too: by any action that leaves the question.
#[test]
fn going_on_ends_a_pause() {
    for name in ["first_action", "dispose"] {
        let mut line = registered(Category::Certificate);
        line.officer_does(pause(3)).expect("paused");
        line.wait(60);
        let text = "देखा".to_owned();
        let action = match name {
            "dispose" => Action::Dispose { outcome: crate::complaint::Outcome::Granted, text },
            _ => Action::FirstAction { text },
        };
        line.officer_does(action).expect(name);
        assert_eq!(line.complaint().held_until(), Some(line.now), "{name}");
    }
}

#[test]
fn a_pause_cannot_be_abused() {
    let check = |change: fn(&mut Helpline), days, expected| {
        let mut line = registered(Category::Certificate);
        change(&mut line);
        assert_eq!(line.officer_does(pause(days)).map(drop), expected, "{days} days");
    };
    check(|_| {}, 3, Ok(()));
    check(|_| {}, 4, Err(Refused::NeedsConsent));
    check(|_| {}, 255, Err(Refused::NeedsConsent));
    check(|_| {}, 0, Err(Refused::Unfit { field: "days" }));
    let again: fn(&mut Helpline) = |line| {
        line.officer_does(pause(1)).expect("the first");
        line.she_writes("यह रहा मेरा उत्तर, देख लीजिए");
    };
    check(again, 1, Err(Refused::NeedsConsent));
    // Over the limit nothing is held back any more.
    check(|line| line.now = ist("2026-12-07 17:00"), 1, Err(Refused::NeedsConsent));
}

#[test]
fn violence_and_danger_are_never_paused_nor_extended() {
    for category in [Category::Violence, Category::Certificate] {
        let mut line = registered(category);
        line.state.complaints[0].urgent = true;
        for action in [pause(1), request("2026-12-10")] {
            let refused = line.officer_does(action).expect_err("never");
            assert!(matches!(refused, Refused::NotNow { .. }), "{category}: {refused:?}");
        }
    }
}

/// While a request waits the clock runs, and the ladder climbs, as before.
#[test]
fn a_request_that_waits_stops_nothing() {
    let mut line = registered(Category::Certificate);
    line.now = ist("2026-12-05 12:00");
    line.officer_does(request("2026-12-20")).expect("asked for");
    assert_eq!(line.told_officers(), [(Notice::Consent, "adm-fr-lko".to_owned())]);
    let due = line.complaint().due_at;
    line.sweep_until("2026-12-08 18:00");
    assert_eq!(climbs(&line), [(1, "07 17:00".into()), (2, "08 17:00".into())]);
    assert_eq!(line.complaint().due_at, due);
    assert!(matches!(line.officer_does(request("2026-12-21")), Err(Refused::NotNow { .. })), "one at a time");
}

#[test]
fn a_later_limit_is_later_and_in_bounds() {
    for (at, day, fits) in [
        ("2026-12-01 12:00", "2026-12-08", true),
        ("2026-12-01 12:00", "2027-01-06", true),
        ("2026-12-01 12:00", "2027-01-07", false),
        ("2026-12-01 12:00", "2026-12-07", false),
        ("2026-12-01 12:00", "2026-11-30", false),
        ("2026-12-07 17:00", "2026-12-10", false),
    ] {
        let mut line = registered(Category::Certificate);
        line.now = ist(at);
        let expected = if fits { Ok(()) } else { Err(Refused::Unfit { field: "until" }) };
        assert_eq!(line.officer_does(request(day)).map(drop), expected, "{day} asked for on {at}");
    }
}

/// The elapsed time is kept: the limit is what it would have been from the
/// first day, and never later than it was.
#[test]
fn another_category_keeps_the_elapsed_time() {
    for (from, to, due, officer) in [
        (Category::Pension, Category::Certificate, "2026-12-07 17:00", "tehsildar-sadar"),
        (Category::Certificate, Category::Pension, "2026-12-07 17:00", "pension-city"),
        (Category::Certificate, Category::Department, "2026-12-07 17:00", "dept-nodal"),
    ] {
        let mut line = registered(from);
        line.now = ist("2026-12-03 12:00");
        let before = line.complaint().clone();
        line.officer_does(becomes(to, None)).expect("reclassified");
        let after = line.complaint();
        assert_eq!((after.category, after.registered_at), (to, before.registered_at));
        assert_eq!((after.due_at, after.officer.as_str()), (ist(due), officer), "{from} to {to}");
        assert_eq!(after.acknowledged_at, before.acknowledged_at);
        assert!(!after.admits(&before.officer, crate::policy::tests::lucknow()));
    }
}

/// What turns out to be violence is urgent from that moment: 15 minutes to be
/// acknowledged anew, whatever was acknowledged before.
#[test]
fn what_turns_out_to_be_violence_begins_at_once() {
    let mut line = registered(Category::Certificate);
    line.officer_does(Action::Acknowledge).expect("acknowledged");
    line.officer_does(pause(3)).expect("paused");
    line.now = ist("2026-12-03 12:00");
    line.officer_does(becomes(Category::Violence, None)).expect("reclassified");
    let complaint = line.complaint().clone();
    assert!(complaint.urgent && complaint.course.pause.is_some_and(|pause| pause.over));
    assert_eq!(complaint.due_at, ist("2026-12-04 12:00"));
    assert_eq!(complaint.registered_at, ist("2026-12-01 10:00"));
    assert!(matches!(line.told_officers()[..], [(Notice::Assigned, _)]), "{:?}", line.told_officers());
    line.sweep_until("2026-12-03 12:46");
    assert_eq!(climbs(&line), [(1, "03 12:15".into()), (2, "03 12:30".into()), (3, "03 12:45".into())]);
    line.officer_does(Action::Acknowledge).expect("anew");
    assert!(line.complaint().is_acknowledged());
}

#[test]
fn a_category_or_area_that_changes_nothing_is_refused() {
    let mut line = registered(Category::Certificate);
    for (category, area, field) in [
        (Category::Certificate, None, "category"),
        (Category::Certificate, Some("sadar"), "category"),
        (Category::Pension, Some("atlantis"), "area"),
    ] {
        assert_eq!(line.officer_does(becomes(category, area)), Err(Refused::Unfit { field }));
    }
    line.officer_does(becomes(Category::Certificate, Some("malihabad"))).expect("elsewhere");
    assert_eq!(line.complaint().officer, OfficerId::new("tehsildar-malihabad"));
}

/// Without a number of the police it climbs every 24 hours, and stays open.
#[test]
fn a_hand_off_without_its_number_climbs() {
    let mut line = registered(Category::Pension);
    line.officer_does(handed(None)).expect("handed over");
    assert_eq!(line.complaint().status, Status::InProgress);
    assert_eq!(line.next_alarm(), Some(ist("2026-12-02 10:00")));
    let dispose = Action::Dispose {
        outcome: crate::complaint::Outcome::LegalAction, text: "थाने में है".into()
    };
    assert_eq!(line.officer_does(dispose.clone()), Err(Refused::Missing { field: "number" }));
    line.sweep_until("2026-12-05 09:00");
    assert_eq!(climbs(&line), [(1, "02 10:00".into()), (2, "03 10:00".into()), (3, "04 10:00".into())]);
    for (number, fits) in [("कोई नहीं", false), (&"1".repeat(41), false), ("FIR 0123/2026 हज़रतगंज", true)]
    {
        let given = line.officer_does(Action::OutsideNumber { number: number.to_owned() });
        assert_eq!(given.is_ok(), fits, "{number}");
    }
    line.officer_does(dispose).expect("with a number");
}

#[test]
fn a_hand_off_with_its_number_owes_nothing() {
    let mut line = registered(Category::Violence);
    line.officer_does(handed(Some("FIR 0123/2026"))).expect("handed over");
    assert_eq!(line.complaint().course.hand_off, None);
    assert_eq!(
        line.history.iter().rev().take(2).map(|it| it.event).collect::<Vec<_>>(),
        [Happening::HandedOff, Happening::OutsideNumberRecorded]
    );
    assert!(line.complaint().first_action_at.is_some(), "it is a first action");
}
