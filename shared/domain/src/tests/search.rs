//! Every state that a complaint can reach, found by trying everything
//! everywhere: what was promised holds in each, and the edges are these.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::alarm;
use crate::complaint::{Complaint, Outcome, Status};
use crate::event::{Action, Event};
use crate::ids::OfficerId;
use crate::policy::tests::lucknow;
use crate::testing::Helpline;
use crate::{Category, EscalationLevel};

/// One thing that may happen next to a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Acts(&'static str),
    SheSays(&'static str),
    Rings,
    LinkLocks,
    SmsFails,
}

const MOVES: [Move; 15] = [
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
    Move::LinkLocks,
    Move::SmsFails,
];

/// The first complaint: whatever else she begins, this one is watched.
fn watched(line: &Helpline) -> &Complaint {
    line.state.complaints.first().expect("the complaint")
}

fn action(name: &str, line: &Helpline) -> Action {
    let text = || "देखा".to_owned();
    match name {
        "acknowledge" => Action::Acknowledge,
        "first_action" => Action::FirstAction { text: text() },
        "note" => Action::Note { text: text() },
        "ask" => Action::Ask { text: text() },
        "dispose" => Action::Dispose { outcome: Outcome::Settled, text: text() },
        _ => {
            let to = if watched(line).officer.as_str() == "duty-1" { "cell-1" } else { "duty-1" };
            Action::Transfer { to: OfficerId::new(to), reason: text() }
        }
    }
}

/// Makes a move; false where there is nothing to make it with.
fn play(line: &mut Helpline, play: Move) -> bool {
    match play {
        // An action that is refused is a move without effect.
        Move::Acts(name) => line.officer_does(action(name, line)).is_ok(),
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
    let complaint = watched(line);
    let alarm = alarm::next(complaint, lucknow().timers.silence_days).map(|(_, alarm)| match alarm {
        alarm::Alarm::Climb(rung) => format!("{:?} {}", rung.owed, rung.level),
        other => format!("{other:?}"),
    });
    let draft = line.state.complainant.as_ref().is_some_and(|her| her.draft.is_some());
    let held = line.state.complainant.as_ref().is_some_and(|her| her.held_question.is_some());
    format!(
        "{:?} {} {:?} ack {} act {} daily {} {alarm:?} draft {draft} held {held}",
        complaint.status,
        complaint.level,
        complaint.fired,
        complaint.acknowledged_at.is_some(),
        complaint.first_action_at.is_some(),
        complaint.daily_at.is_some(),
    )
}

type Edges = BTreeMap<(String, String), BTreeSet<String>>;

/// A search that forgets what lies behind it, so that each state is small.
fn forget(line: &mut Helpline) {
    line.state.complaints.truncate(1);
    line.kept.clear();
    line.history.clear();
    let last = line.effects.len().saturating_sub(1);
    line.effects.drain(..last);
}

/// All shapes that a complaint of this category can take, and the edges
/// between statuses. The driver holds every step against the rules.
fn search(category: Category) -> (usize, Edges) {
    let mut start = Helpline::new();
    start.register(category);
    let mut seen = BTreeSet::from([shape(&start)]);
    let (mut edges, mut open) = (Edges::new(), VecDeque::from([start]));
    while let Some(here) = open.pop_front() {
        for next in MOVES {
            let mut there = here.clone();
            if !play(&mut there, next) {
                continue;
            }
            let (from, to) = (watched(&here).status, watched(&there).status);
            if from != to {
                let what = match next {
                    Move::Acts(name) => name.to_owned(),
                    Move::SheSays(_) => "her word".to_owned(),
                    other => format!("{other:?}"),
                };
                edges.entry((format!("{from:?}"), format!("{to:?}"))).or_default().insert(what);
            }
            forget(&mut there);
            if seen.insert(shape(&there)) {
                open.push_back(there);
            }
        }
        // From every state the clock alone brings it to the DM or to its end.
        clock_ends_it(here);
    }
    (seen.len(), edges)
}

fn clock_ends_it(mut line: Helpline) {
    for _ in 0..20 {
        let complaint = watched(&line);
        if complaint.status.is_closed() || complaint.level == EscalationLevel::TOP {
            return;
        }
        let next = alarm::next(complaint, lucknow().timers.silence_days);
        line.now = line.now.max(next.expect("an alarm while it is not closed").0);
        line.sweep();
    }
    panic!("neither closed nor at the top: {}", shape(&line));
}

fn check(category: Category, at_least: usize) {
    let (states, edges) = search(category);
    let found: Vec<String> = edges
        .iter()
        .map(|((from, to), by)| {
            format!("{from} > {to}: {}", by.iter().cloned().collect::<Vec<_>>().join(", "))
        })
        .collect();
    let expected = [
        "Acknowledged > AwaitingComplainant: ask",
        "Acknowledged > Disposed: dispose",
        "Acknowledged > InProgress: first_action",
        "AwaitingComplainant > Acknowledged: her word",
        "AwaitingComplainant > Disposed: dispose",
        "AwaitingComplainant > InProgress: first_action, her word",
        "ClosedUnconfirmed > InProgress: her word",
        "Disposed > Closed: her word",
        "Disposed > ClosedUnconfirmed: Rings",
        "Disposed > InProgress: her word",
        "InProgress > AwaitingComplainant: ask",
        "InProgress > Disposed: dispose",
        "Registered > Acknowledged: acknowledge",
        "Registered > AwaitingComplainant: ask",
        "Registered > Disposed: dispose",
        "Registered > InProgress: first_action",
    ];
    assert_eq!(found, expected, "{category}");
    assert!(states >= at_least, "{category}: only {states} states were searched");
    println!("{category}: {states} states");
}

#[test]
fn every_state_of_days() {
    check(Category::Certificate, 100);
}

#[test]
fn every_state_of_violence() {
    check(Category::Violence, 100);
}

/// No edge leads out of what she confirmed.
#[test]
fn her_yes_is_the_end() {
    let (_, edges) = search(Category::Pension);
    assert!(edges.keys().all(|(from, _)| *from != format!("{:?}", Status::Closed)));
}
