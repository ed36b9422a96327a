//! The ladders as tables: who is told what, at which minute, and nothing else.

use super::*;
use crate::Category;
use crate::complaint::Outcome;
use crate::event::{Action, Event};
use crate::policy::tests::lucknow;
use crate::testing::{Helpline, ist, reference};

fn registered(category: Category) -> Helpline {
    let mut line = Helpline::new();
    line.register(category);
    line
}

/// Swept every minute until then, exactly these are told.
fn check(line: &mut Helpline, until: &str, expected: &[(&str, Notice, &str)]) {
    let told = line.sweep_until(until);
    let told: Vec<_> = told.iter().map(|(at, notice, who)| (at.as_str(), *notice, who.as_str())).collect();
    assert_eq!(told, expected, "until {until}");
}

fn words() -> String {
    "देखा".to_owned()
}

use Notice::{Breach, Daily, Reminder, Unacknowledged as Unack};

#[test]
fn violence_unacknowledged_climbs_at_15_30_and_45_minutes() {
    let expected = [
        ("01 10:15", Unack, "adcp-women-lko"),
        ("01 10:30", Unack, "adm-lko"),
        ("01 10:45", Unack, "dm-lko"),
        // What is missed later, the top is told once.
        ("01 12:00", Unack, "dm-lko"),
        ("02 10:00", Breach, "dm-lko"),
        ("02 10:45", Daily, "dm-lko"),
        ("03 10:45", Daily, "dm-lko"),
        ("04 10:45", Daily, "dm-lko"),
    ];
    check(&mut registered(Category::Violence), "2026-12-05 00:00", &expected);
}

#[test]
fn violence_acknowledged_owes_a_first_action_in_two_hours() {
    for (minutes, first) in [
        (10, None),
        // Acknowledged late: the supervisor knows already, and hears of the second miss too.
        (20, Some(("01 10:15", Unack, "adcp-women-lko"))),
    ] {
        let mut line = registered(Category::Violence);
        let until = if minutes == 10 { "2026-12-01 10:10" } else { "2026-12-01 10:20" };
        check(&mut line, until, first.as_slice());
        line.officer_does(Action::Acknowledge).expect("acknowledged");
        let expected = [
            ("01 12:00", Unack, "adcp-women-lko"),
            ("01 12:15", Unack, "adm-lko"),
            ("01 12:30", Unack, "dm-lko"),
            ("02 10:00", Breach, "dm-lko"),
            ("02 12:30", Daily, "dm-lko"),
        ];
        check(&mut line, "2026-12-03 00:00", &expected);
    }
}

#[test]
fn violence_acted_on_owes_disposal_in_24_hours() {
    let mut line = registered(Category::Violence);
    line.wait(9);
    line.officer_does(Action::FirstAction { text: words() }).expect("a first action");
    let expected = [
        ("02 10:00", Breach, "adcp-women-lko"),
        ("02 10:15", Breach, "adm-lko"),
        ("02 10:30", Breach, "dm-lko"),
        ("03 10:30", Daily, "dm-lko"),
    ];
    check(&mut line, "2026-12-04 10:00", &expected);
}

/// Whoever passes a complaint on has not answered her: the ladder climbs on.
#[test]
fn a_transfer_stops_no_ladder() {
    let mut line = registered(Category::Violence);
    let to = OfficerId::new("duty-2");
    line.officer_does(Action::Transfer { to, reason: words() }).expect("transferred");
    check(&mut line, "2026-12-01 10:20", &[("01 10:15", Unack, "adcp-women-lko")]);
    line.officer_does(Action::Acknowledge).expect("the next officer acknowledges");
    check(&mut line, "2026-12-01 11:59", &[]);
}

#[test]
fn days_are_reminded_then_climb_a_day_apart_then_daily() {
    for (category, officer, supervisor) in [
        (Category::Scheme, "protection-officer", "dpo-lko"),
        (Category::Certificate, "tehsildar-sadar", "adm-fr-lko"),
        (Category::Department, "dept-nodal", "cdo-lko"),
        (Category::Other, "cell-1", "city-magistrate-lko"),
    ] {
        let expected = [
            ("06 17:00", Reminder, officer),
            ("07 17:00", Breach, supervisor),
            ("08 17:00", Breach, "adm-lko"),
            ("09 17:00", Breach, "dm-lko"),
            ("10 17:00", Daily, "dm-lko"),
            ("11 17:00", Daily, "dm-lko"),
        ];
        check(&mut registered(category), "2026-12-12 00:00", &expected);
    }
    let pension = [
        ("10 17:00", Reminder, "pension-city"),
        ("11 17:00", Breach, "dswo-lko"),
        ("12 17:00", Breach, "adm-lko"),
        ("13 17:00", Breach, "dm-lko"),
        ("14 17:00", Daily, "dm-lko"),
    ];
    check(&mut registered(Category::Pension), "2026-12-15 00:00", &pension);
}

#[test]
fn disposed_of_nobody_is_told_more() {
    let mut line = registered(Category::Certificate);
    line.officer_disposes();
    check(&mut line, "2026-12-20 00:00", &[]);
    assert_eq!(line.complaint().status, Status::ClosedUnconfirmed);
}

/// Reopened before the limit: the level it has reached hears of the breach,
/// the levels below are passed over, those above follow in time.
#[test]
fn reopened_at_each_level() {
    for (denials, expected) in [
        (1, &[("07 17:00", "adm-fr-lko"), ("08 17:00", "adm-lko"), ("09 17:00", "dm-lko")][..]),
        (2, &[("07 17:00", "adm-lko"), ("09 17:00", "dm-lko")]),
        (3, &[("07 17:00", "dm-lko")]),
    ] {
        let mut line = registered(Category::Certificate);
        for _ in 0..denials {
            line.officer_disposes();
            line.she_writes("नहीं");
        }
        let breaches: Vec<_> =
            line.sweep_until("2026-12-09 23:59").into_iter().filter(|told| told.1 == Breach).collect();
        let breaches: Vec<_> = breaches.iter().map(|(at, _, who)| (at.as_str(), who.as_str())).collect();
        assert_eq!(breaches, expected, "{denials} times denied");
        assert_eq!(line.complaint().level, EscalationLevel::TOP);
        assert!(line.complaint().daily_at.is_some());
    }
}

/// An outage: everything missed is told at once, each level once, nobody the
/// same twice, and the days without a notice are not made up for.
#[test]
fn an_outage_is_made_up_for_once() {
    for (category, back, expected, next) in [
        (Category::Certificate, "2026-12-07 16:59", &[(Reminder, "tehsildar-sadar")][..], "2026-12-07 17:00"),
        (Category::Certificate, "2026-12-07 17:00", &[(Breach, "adm-fr-lko")], "2026-12-08 17:00"),
        (
            Category::Certificate,
            "2026-12-08 18:00",
            &[(Breach, "adm-fr-lko"), (Breach, "adm-lko")],
            "2026-12-09 17:00",
        ),
        (
            Category::Certificate,
            "2026-12-20 12:00",
            &[(Breach, "adm-fr-lko"), (Breach, "adm-lko"), (Breach, "dm-lko")],
            "2026-12-20 17:00",
        ),
        (
            Category::Violence,
            "2026-12-01 10:31",
            &[(Unack, "adcp-women-lko"), (Unack, "adm-lko")],
            "2026-12-01 10:45",
        ),
        (
            Category::Violence,
            "2026-12-04 12:00",
            &[(Unack, "adcp-women-lko"), (Unack, "adm-lko"), (Unack, "dm-lko"), (Breach, "dm-lko")],
            "2026-12-05 10:45",
        ),
    ] {
        let mut line = registered(category);
        let told = line.sweep_at(back);
        let told: Vec<_> = told.iter().map(|(notice, who)| (*notice, who.as_str())).collect();
        assert_eq!(told, expected, "{category} at {back}");
        assert_eq!(line.next_alarm(), Some(ist(next)), "{category} at {back}");
        assert!(line.sweep().iter().all(Decision::is_empty), "a second run decides nothing");
    }
}

/// An SMS that cannot be sent goes to the next person, each once, up to the top.
#[test]
fn who_is_not_reached_is_passed_over() {
    let mut line = registered(Category::Certificate);
    let mut last = line.all_sms().last().map(|(_, sms)| (*sms).clone()).expect("the officer is told");
    assert_eq!((last.notice, last.officer.as_str()), (Notice::Assigned, "tehsildar-sadar"));
    for next in ["duty-1", "adm-fr-lko", "adm-lko", "dm-lko"] {
        line.decide(Event::SmsFailed(last)).expect("no refusal");
        assert_eq!(line.told_officers(), [(Notice::Undelivered, next.to_owned())]);
        last = line.all_sms().last().map(|(_, sms)| (*sms).clone()).expect("the next is told");
    }
    line.decide(Event::SmsFailed(last)).expect("no refusal");
    assert_eq!(line.told_officers(), [], "nobody is left");
    assert_eq!(line.complaint().officer.as_str(), "tehsildar-sadar", "the officer stays answerable");
    assert_eq!(line.complaint().level, EscalationLevel::OFFICER);
    let unreached = line.happenings().iter().filter(|event| **event == Happening::OfficerUnreached).count();
    assert_eq!(unreached, 5);
}

#[test]
fn of_an_unknown_complaint_nothing_is_decided() {
    let mut line = registered(Category::Certificate);
    let (unknown, officer) = (reference(999), OfficerId::new("dm-lko"));
    let sms = OfficerSms {
        notice: Notice::Assigned,
        officer: officer.clone(),
        reference: unknown.clone(),
        tried: Vec::new(),
        hold: Hold::default(),
        by: Way::Sms,
    };
    for event in [
        Event::SmsFailed(sms),
        Event::ComplaintAlarmRang { reference: unknown.clone() },
        Event::LinkLocked { reference: unknown, officer },
        Event::DraftAlarmRang,
    ] {
        assert!(line.decide(event).expect("no refusal").is_empty());
    }
}

/// After her confirmation the clock has nothing to do.
#[test]
fn what_is_closed_rings_no_more() {
    let mut line = registered(Category::Violence);
    line.officer_does(Action::Dispose { outcome: Outcome::LegalAction, text: words() }).expect("disposed of");
    line.she_writes("हाँ");
    check(&mut line, "2027-12-01 10:00", &[]);
    assert!(line.sweep().iter().all(Decision::is_empty));
}

/// A scheme's complaint whose step to level 1 is this one, at that step.
fn stepped(also: &[&str], by: Means) -> (Helpline, Event) {
    let mut line = registered(Category::Scheme);
    let complaint = &mut line.state.complaints[0];
    let also = also.iter().map(|word| crate::ladder_step::Whom::from((*word).to_owned())).collect();
    complaint.terms.disposal.0[0] = Step { after_minutes: 0, also, by };
    complaint.fired.reminder = true;
    let rang = Event::ComplaintAlarmRang { reference: complaint.reference.clone() };
    line.now = ist("2026-12-07 17:00");
    (line, rang)
}

fn told(decision: &Decision) -> Vec<(&str, Way)> {
    let sms = decision.effects.iter().filter_map(|effect| match effect {
        Effect::SendSms(sms) => Some((sms.officer.as_str(), sms.by)),
        _ => None,
    });
    sms.collect()
}

#[test]
fn a_step_tells_whom_it_names_besides_once_by_its_channel() {
    use Way::{Besides, Sms, Whatsapp};
    for (also, by, expected) in [
        (&["cell-2"][..], Means::Sms, &[("dpo-lko", Sms), ("cell-2", Sms)][..]),
        (&["answerable"], Means::Whatsapp, &[("dpo-lko", Whatsapp), ("protection-officer", Whatsapp)]),
        (
            &["duty"],
            Means::Both,
            &[("dpo-lko", Sms), ("dpo-lko", Besides), ("duty-1", Sms), ("duty-1", Besides)],
        ),
        // At 17:00 nobody sits in the cell; who is named twice by two words is told once.
        (&["sitting", "in_charge"], Means::Sms, &[("dpo-lko", Sms), ("adm-lko", Sms)]),
        (&["dm", "dm-lko"], Means::Sms, &[("dpo-lko", Sms), ("dm-lko", Sms)]),
        (&["dpo-lko", "ghost"], Means::Sms, &[("dpo-lko", Sms)]),
    ] {
        let (mut line, rang) = stepped(also, by);
        let decision = line.decide(rang.clone()).expect("no refusal");
        let on_duty = lucknow().reach(line.now).duty_officer().expect("somebody").id.to_string();
        let expected: Vec<(&str, Way)> = expected
            .iter()
            .map(|(who, way)| (if who.starts_with("duty") { on_duty.as_str() } else { *who }, *way))
            .collect();
        assert_eq!(told(&decision), expected, "{also:?} {by:?}");
        assert!(line.decide(rang).expect("no refusal").is_empty(), "told twice: {also:?}");
    }
}

/// Whom it accuses hears nothing, whatever the ladder says.
#[test]
fn a_step_never_tells_whom_the_complaint_accuses() {
    let (mut line, rang) = stepped(&["cell-2"], Means::Both);
    line.state.complaints[0].accused = vec![crate::conflict::Accused::Officer(OfficerId::new("cell-2"))];
    let decision = line.decide(rang).expect("no refusal");
    assert_eq!(told(&decision), [("dpo-lko", Way::Sms), ("dpo-lko", Way::Besides)]);
}

/// A step already taken: after an outage nobody hears the same twice.
#[test]
fn after_an_outage_whom_two_steps_name_hears_once() {
    let (mut line, rang) = stepped(&["adm-lko", "dm-lko"], Means::Sms);
    line.now = ist("2026-12-10 09:00");
    let decision = line.decide(rang).expect("no refusal");
    let mut told = told(&decision);
    told.sort_by_key(|(who, _)| *who);
    assert_eq!(told, [("adm-lko", Way::Sms), ("dm-lko", Way::Sms), ("dpo-lko", Way::Sms)]);
}

/// WhatsApp failed afterwards: the same by SMS while it is open and theirs.
#[test]
fn a_step_that_did_not_arrive_is_told_by_sms() {
    let failure = || crate::delivery::Failure {
        provider: crate::message::Provider::Meta,
        id: "wamid.1".to_owned(),
        reason: crate::delivery::FailureReason::Unreachable,
        code: None,
    };
    let (mut line, rang) = stepped(&["cell-2"], Means::Whatsapp);
    line.decide(rang).expect("no refusal");
    for (officer, expected) in
        [("cell-2", vec![("cell-2", Way::Sms)]), ("cell-3", vec![]), ("dpo-lko", vec![("dpo-lko", Way::Sms)])]
    {
        let reference = line.complaint().reference.clone();
        let failed = StepFailed { reference, officer: OfficerId::new(officer), failure: failure() };
        let decision = line.decide(Event::StepFailed(failed)).expect("no refusal");
        assert_eq!(told(&decision), expected, "{officer}");
        assert_eq!(decision.failures.len(), expected.len());
    }
}
