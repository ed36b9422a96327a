//! Every state that a complaint can reach, found by trying everything
//! everywhere: what was promised holds in each, and the edges are these.
//!
//! Bounded model checking through `decide` itself. A state is all of a complaint
//! but names and dates, with the place of the clock among its limits; a move is
//! anything that anybody may do, or the clock: at the next alarm, or a day late.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::alarm;
use crate::complaint::{Complaint, Outcome, Status};
use crate::course::{CallBack, Outside, PauseReason};
use crate::event::{Action, Event};
use crate::ids::OfficerId;
use crate::policy::tests::lucknow;
use crate::same_matter::SameMatter;
use crate::testing::Helpline;
use crate::{Category, EscalationLevel};

/// One thing that may happen next to a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Acts(&'static str),
    /// On the later of two complaints.
    ActsLater(&'static str),
    SheSays(&'static str),
    Rings,
    /// An outage: no sweep for a day, then one.
    RingsLate,
    LinkLocks,
    SmsFails,
}

/// Her words and the officer's everyday actions, with all that may go wrong.
const EVERYDAY: [Move; 16] = [
    Move::Acts("acknowledge"),
    Move::Acts("first_action"),
    Move::Acts("note"),
    Move::Acts("ask"),
    Move::Acts("transfer"),
    Move::Acts("dispose"),
    Move::SheSays("हाँ"),
    Move::SheSays("नहीं"),
    Move::SheSays("1"),
    Move::SheSays("यह भी देखिए, बहुत ज़रूरी है"),
    Move::SheSays("bachao"),
    Move::SheSays("cancel"),
    Move::Rings,
    Move::RingsLate,
    Move::LinkLocks,
    Move::SmsFails,
];

/// What moves limits and holds ladders back.
const LIMITS: [Move; 14] = [
    Move::Acts("acknowledge"),
    Move::Acts("first_action"),
    Move::Acts("ask"),
    Move::Acts("pause"),
    Move::Acts("request_extension"),
    Move::Acts("consent"),
    Move::Acts("refuse"),
    Move::Acts("reclassify"),
    Move::Acts("dispose"),
    Move::SheSays("हाँ"),
    Move::SheSays("नहीं"),
    Move::SheSays("यह भी देखिए, बहुत ज़रूरी है"),
    Move::Rings,
    Move::RingsLate,
];

/// What passes it on, inside and outside, and what seniors do.
const HANDS: [Move; 18] = [
    Move::Acts("acknowledge"),
    Move::Acts("transfer"),
    Move::Acts("reassign"),
    Move::Acts("hand_off"),
    Move::Acts("outside_number"),
    Move::Acts("hasten"),
    Move::Acts("explain"),
    Move::Acts("dispose"),
    Move::Acts("declare_conflict"),
    Move::Acts("reply"),
    Move::Acts("break_glass"),
    Move::Acts("call_back"),
    Move::Acts("call_back untrue"),
    Move::SheSays("हाँ"),
    Move::SheSays("नहीं"),
    Move::Rings,
    Move::RingsLate,
    Move::SmsFails,
];

/// Two complaints about one matter, merged and separated at any moment.
const MATTERS: [Move; 10] = [
    Move::ActsLater("merge"),
    Move::ActsLater("separate"),
    Move::ActsLater("acknowledge"),
    Move::ActsLater("dispose"),
    Move::Acts("acknowledge"),
    Move::Acts("dispose"),
    Move::SheSays("हाँ"),
    Move::SheSays("नहीं"),
    Move::Rings,
    Move::RingsLate,
];

/// The first complaint: whatever else she begins, this one is watched.
fn watched(line: &Helpline) -> &Complaint {
    line.state.complaints.first().expect("the complaint")
}

fn action(name: &str, line: &Helpline) -> Action {
    let text = || "देखा".to_owned();
    let complaint = watched(line);
    let other = || OfficerId::new(if complaint.officer.as_str() == "duty-1" { "cell-1" } else { "duty-1" });
    match name {
        "acknowledge" => Action::Acknowledge,
        "first_action" => Action::FirstAction { text: text() },
        "note" => Action::Note { text: text() },
        "ask" => Action::Ask { text: text() },
        "dispose" => Action::Dispose { outcome: Outcome::Settled, text: text() },
        "pause" => Action::Pause { text: text(), reason: PauseReason::Visit, days: 3 },
        "request_extension" => {
            let until = crate::calendar::ist(complaint.due_at).date() + chrono::TimeDelta::days(2);
            Action::RequestExtension { until, text: text() }
        }
        "consent" => Action::Consent { text: text() },
        "refuse" => Action::Refuse { text: text() },
        "reclassify" => {
            let violence = complaint.category == Category::Violence;
            let category = if violence { Category::Pension } else { Category::Violence };
            Action::Reclassify { category, area: None, text: text() }
        }
        "hand_off" => Action::HandOff { to: Outside::Emergency, text: text(), number: None },
        "outside_number" => Action::OutsideNumber { number: "P-112/7".to_owned() },
        "hasten" => Action::Hasten { text: text() },
        "explain" => Action::AskExplanation { text: text() },
        "call_back" => Action::CallBack { found: CallBack::Confirmed, text: text() },
        "call_back untrue" => Action::CallBack { found: CallBack::Untrue, text: text() },
        "declare_conflict" => Action::DeclareConflict { text: text() },
        "reply" => Action::Reply { text: text() },
        "break_glass" => Action::BreakGlass { text: text() },
        "reassign" => Action::Reassign { to: other(), reason: text() },
        _ => Action::Transfer { to: other(), reason: text() },
    }
}

/// The same for the later of two complaints.
fn action_on_later(name: &str, line: &Helpline) -> Action {
    let text = || "देखा".to_owned();
    match name {
        "merge" => {
            let into = watched(line).reference.clone();
            Action::Merge { into, reason: SameMatter::SameEvent, text: String::new() }
        }
        "separate" => Action::Separate { text: text() },
        other => action(other, line),
    }
}

/// Makes a move; false where there is nothing to make it with.
fn play(line: &mut Helpline, play: Move) -> bool {
    match play {
        // An action that is refused is a move without effect.
        Move::Acts(name) => {
            let action = action(name, line);
            let senior = ["consent", "refuse", "reassign", "hasten", "explain", "call_back", "break_glass"];
            match senior.contains(&action.name()) {
                true => line.acts("dm-lko", action).is_ok(),
                false => {
                    let (reference, officer) =
                        (watched(line).reference.clone(), watched(line).officer.clone());
                    line.acts_on(&reference, &officer, action).is_ok()
                }
            }
        }
        Move::ActsLater(name) => {
            let Some(later) = line.state.complaints.get(1) else { return false };
            let (reference, officer) = (later.reference.clone(), later.officer.clone());
            let action = action_on_later(name, line);
            line.acts_on(&reference, &officer, action).is_ok()
        }
        Move::RingsLate => line.next_alarm().is_some_and(|next| {
            line.now = line.now.max(next) + chrono::TimeDelta::hours(25);
            line.sweep();
            true
        }),
        Move::SheSays(text) => {
            line.she_writes(text);
            true
        }
        Move::Rings => line.next_alarm().is_some_and(|next| {
            line.now = line.now.max(next);
            line.sweep();
            true
        }),
        Move::LinkLocks => {
            let (reference, officer) = (watched(line).reference.clone(), watched(line).officer.clone());
            line.decide(Event::LinkLocked { reference, officer }).is_ok()
        }
        Move::SmsFails => {
            let sms = line.all_sms().last().map(|(_, sms)| (*sms).clone());
            sms.is_some_and(|sms| line.decide(Event::SmsFailed(sms)).is_ok())
        }
    }
}

/// What tells one state of the workflow from another: all but names and dates.
fn shape(line: &Helpline) -> String {
    line.state.complaints.iter().map(|complaint| shape_of(line, complaint)).collect()
}

fn shape_of(line: &Helpline, complaint: &Complaint) -> String {
    let alarm = alarm::next(complaint, lucknow().timers.silence_days).map(|(_, alarm)| match alarm {
        alarm::Alarm::Climb(rung) => format!("{:?} {}", rung.owed, rung.level),
        other => format!("{other:?}"),
    });
    let draft = line.state.complainant.as_ref().is_some_and(|her| her.draft.is_some());
    let held = line.state.complainant.as_ref().is_some_and(|her| her.held_question.is_some());
    let course = &complaint.course;
    let pause =
        course.pause.map(|pause| (pause.over, pause.until > line.now, pause.until > complaint.due_at));
    let request = course.request.as_ref().map(|request| request.due_at > line.now);
    let hand_off = course.hand_off.map(|hand_off| hand_off.due_at.is_some());
    format!(
        "{} {} {:?} {} {} {:?} ack {} {} act {} {} daily {} {alarm:?} draft {draft} held {held} over {} pause {pause:?} \
         request {request:?} hand off {hand_off:?} transfers {} called {:?} since {} urgent {}",
        course.merged.is_some(),
        course.with.len(),
        complaint.status,
        complaint.category,
        complaint.level,
        complaint.fired,
        complaint.acknowledged_at.is_some(),
        complaint.is_acknowledged(),
        complaint.first_action_at.is_some(),
        complaint.is_acted_on(),
        complaint.daily_at.is_some(),
        line.now >= complaint.due_at,
        course.transfers,
        course.call_back,
        course.since.is_some(),
        complaint.urgent,
    )
}

type Edges = BTreeMap<(String, String), BTreeSet<String>>;

/// A search that forgets what lies behind it, so that each state is small.
fn forget(line: &mut Helpline, complaints: usize) {
    line.state.complaints.truncate(complaints);
    line.kept.clear();
    line.history.clear();
    let last = line.effects.len().saturating_sub(1);
    line.effects.drain(..last);
}

/// All shapes that a complaint of this category can take, and the edges
/// between statuses. The driver holds every step against the rules.
fn search(category: Category, moves: &[Move]) -> (usize, usize, Edges) {
    let mut start = Helpline::new();
    start.register(category);
    let complaints = if moves.contains(&Move::ActsLater("merge")) { 2 } else { 1 };
    if complaints == 2 {
        start.wait(60);
        start.registers_again(category);
    }
    let mut seen = BTreeSet::from([shape(&start)]);
    let (mut edges, mut open, mut steps) = (Edges::new(), VecDeque::from([start]), 0);
    while let Some(here) = open.pop_front() {
        for next in moves.iter().copied() {
            let mut there = here.clone();
            if !play(&mut there, next) {
                continue;
            }
            steps += 1;
            let what = match next {
                Move::Acts(name) | Move::ActsLater(name) => name.to_owned(),
                Move::SheSays(_) => "her word".to_owned(),
                _ => "the clock".to_owned(),
            };
            let pairs = here.state.complaints.iter().zip(&there.state.complaints);
            for (place, (before, after)) in pairs.take(complaints).enumerate() {
                if before.status != after.status {
                    // Of two the later is told apart, and whether it was merged.
                    let which = ["", "later "][place.min(1)];
                    let merged = if before.course.merged.is_some() { " merged" } else { "" };
                    let (from, to) =
                        (format!("{which}{:?}{merged}", before.status), format!("{:?}", after.status));
                    edges.entry((from, to)).or_default().insert(what.clone());
                }
            }
            forget(&mut there, complaints);
            if seen.insert(shape(&there)) {
                open.push_back(there);
            }
        }
        // From every state the clock alone brings it to the DM or to its end.
        clock_ends_it(here);
    }
    (seen.len(), steps, edges)
}

fn clock_ends_it(mut line: Helpline) {
    for _ in 0..40 {
        // One that is merged ends as the one does that answers for it.
        let ends = |it: &&Complaint| {
            it.status.is_closed() || it.level == EscalationLevel::TOP || it.course.merged.is_some()
        };
        let on = line.state.complaints.iter().filter(|it| !ends(it));
        let nexts = on.map(|it| alarm::next(it, lucknow().timers.silence_days).expect("an alarm").0);
        let Some(next) = nexts.min() else { return };
        line.now = line.now.max(next);
        line.sweep();
    }
    panic!("neither closed nor at the top: {}", shape(&line));
}

fn check(category: Category, moves: &[Move], at_least: usize, expected: &[&str]) {
    let (states, steps, edges) = search(category, moves);
    let found: Vec<String> = edges
        .iter()
        .map(|((from, to), by)| {
            format!("{from} > {to}: {}", by.iter().cloned().collect::<Vec<_>>().join(", "))
        })
        .collect();
    println!("{category}: {states} states, {steps} edges\n{}", found.join("\n"));
    assert_eq!(found, expected, "{category}");
    assert!(states >= at_least, "{category}: only {states} states were searched");
    let from_closed = |from: &str| from == format!("{:?}", Status::Closed);
    assert!(!edges.keys().any(|(from, _)| from_closed(from)), "an edge leads out of what she confirmed");
}

const EVERY_DAY: [&str; 16] = [
    "Acknowledged > AwaitingComplainant: ask",
    "Acknowledged > Disposed: dispose",
    "Acknowledged > InProgress: first_action",
    "AwaitingComplainant > Acknowledged: her word",
    "AwaitingComplainant > Disposed: dispose",
    "AwaitingComplainant > InProgress: first_action, her word",
    "ClosedUnconfirmed > InProgress: her word",
    "Disposed > Closed: her word",
    "Disposed > ClosedUnconfirmed: the clock",
    "Disposed > InProgress: her word",
    "InProgress > AwaitingComplainant: ask",
    "InProgress > Disposed: dispose",
    "Registered > Acknowledged: acknowledge",
    "Registered > AwaitingComplainant: ask",
    "Registered > Disposed: dispose",
    "Registered > InProgress: first_action",
];

/// Where the compiler does not optimise, without the moves that multiply the
/// states most; `cargo test -p domain --release search -- --nocapture` makes all.
fn in_time(moves: &[Move], heavy: &[Move]) -> Vec<Move> {
    moves.iter().copied().filter(|it| !cfg!(debug_assertions) || !heavy.contains(it)).collect()
}

#[test]
fn every_state_of_days() {
    check(Category::Certificate, &EVERYDAY, 400, &EVERY_DAY);
}

#[test]
fn every_state_of_violence() {
    let heavy = [Move::RingsLate, Move::SheSays("bachao"), Move::SheSays("cancel")];
    check(Category::Violence, &in_time(&EVERYDAY, &heavy), 400, &EVERY_DAY);
}

#[test]
fn every_state_of_its_limits() {
    let heavy = [Move::Acts("reclassify"), Move::RingsLate];
    let expected = EVERY_DAY.map(|edge| match edge {
        "Registered > Acknowledged: acknowledge" => {
            "Registered > Acknowledged: acknowledge, request_extension"
        }
        "Acknowledged > AwaitingComplainant: ask" => "Acknowledged > AwaitingComplainant: ask, pause",
        "InProgress > AwaitingComplainant: ask" => "InProgress > AwaitingComplainant: ask, pause",
        "Registered > AwaitingComplainant: ask" => "Registered > AwaitingComplainant: ask, pause",
        other => other,
    });
    check(Category::Certificate, &in_time(&LIMITS, &heavy), 400, &expected);
}

#[test]
fn every_state_of_another_category() {
    let moves = ["acknowledge", "first_action", "reclassify", "pause", "dispose"].map(Move::Acts);
    let moves = [&moves[..], &[Move::SheSays("नहीं"), Move::SheSays("हाँ"), Move::Rings]].concat();
    let expected = [
        "Acknowledged > AwaitingComplainant: pause",
        "Acknowledged > Disposed: dispose",
        "Acknowledged > InProgress: first_action",
        "AwaitingComplainant > Acknowledged: her word",
        "AwaitingComplainant > Disposed: dispose",
        "AwaitingComplainant > InProgress: first_action, her word",
        "ClosedUnconfirmed > InProgress: her word",
        "Disposed > Closed: her word",
        "Disposed > ClosedUnconfirmed: the clock",
        "Disposed > InProgress: her word",
        "InProgress > AwaitingComplainant: pause",
        "InProgress > Disposed: dispose",
        "Registered > Acknowledged: acknowledge",
        "Registered > AwaitingComplainant: pause",
        "Registered > Disposed: dispose",
        "Registered > InProgress: first_action",
    ];
    check(Category::Pension, &moves, 400, &expected);
}

#[test]
fn every_state_of_whose_it_is() {
    let expected = [
        "Acknowledged > Disposed: dispose",
        "Acknowledged > InProgress: hand_off",
        "ClosedUnconfirmed > InProgress: call_back untrue, her word",
        "Disposed > Closed: her word",
        "Disposed > ClosedUnconfirmed: the clock",
        "Disposed > InProgress: her word",
        "InProgress > Disposed: dispose",
        "Registered > Acknowledged: acknowledge",
        "Registered > Disposed: dispose",
        "Registered > InProgress: hand_off",
    ];
    check(Category::Certificate, &HANDS, 400, &expected);
}

/// Two complaints, merged, separated and moved in any order: each has an alarm,
/// none closes apart from the other, and the clock brings both to an end.
#[test]
fn every_state_of_two_that_are_one_matter() {
    let expected = [
        "Acknowledged > Disposed: dispose",
        "ClosedUnconfirmed > InProgress: her word",
        "Disposed > Closed: her word",
        "Disposed > ClosedUnconfirmed: the clock",
        "Disposed > InProgress: her word",
        "InProgress > Disposed: dispose",
        "Registered > Acknowledged: acknowledge",
        "Registered > Disposed: dispose",
        "later Acknowledged > Disposed: dispose",
        "later Acknowledged merged > Closed: her word",
        "later Acknowledged merged > ClosedUnconfirmed: the clock",
        "later ClosedUnconfirmed > InProgress: her word",
        "later ClosedUnconfirmed merged > InProgress: her word",
        "later Disposed > Closed: her word",
        "later Disposed > ClosedUnconfirmed: the clock",
        "later Disposed > InProgress: her word",
        "later InProgress > Disposed: dispose",
        "later InProgress merged > Closed: her word",
        "later InProgress merged > ClosedUnconfirmed: the clock",
        "later Registered > Acknowledged: acknowledge",
        "later Registered > Disposed: dispose",
        "later Registered merged > Closed: her word",
        "later Registered merged > ClosedUnconfirmed: the clock",
    ];
    check(Category::Certificate, &in_time(&MATTERS, &[Move::RingsLate]), 400, &expected);
}
