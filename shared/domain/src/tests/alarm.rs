//! Which alarm is next, and when, as one table over a complaint's life.

use super::*;
use crate::complaint::Fired;
use crate::testing::{Helpline, ist};
use crate::{Category, EscalationLevel};

fn complaint(category: Category) -> Complaint {
    let mut line = Helpline::new();
    line.register(category);
    line.complaint().clone()
}

type Change = fn(&mut Complaint);
type Case = (Category, Change, Option<(&'static str, &'static str)>);

fn check(category: Category, change: Change, expected: Option<(&str, &str)>) {
    let mut complaint = complaint(category);
    change(&mut complaint);
    let next = next(&complaint, 7).map(|(at, alarm)| {
        let name = match alarm {
            Alarm::Climb(rung) => format!("{:?} {}", rung.owed, rung.level),
            other => format!("{other:?}"),
        };
        (at, name)
    });
    assert_eq!(next, expected.map(|(at, name)| (ist(at), name.to_owned())), "{category}");
}

#[test]
fn the_next_alarm() {
    let cases: [Case; 17] = [
        (Category::Violence, |_| {}, Some(("2026-12-01 10:15", "Acknowledgement 1"))),
        (Category::Violence, |c| c.fired.acknowledge = 1, Some(("2026-12-01 10:30", "Acknowledgement 2"))),
        (Category::Violence, |c| c.fired.acknowledge = 2, Some(("2026-12-01 10:45", "Acknowledgement 3"))),
        (Category::Violence, |c| c.fired.acknowledge = 3, Some(("2026-12-01 12:00", "FirstAction 1"))),
        (
            Category::Violence,
            |c| c.acknowledged_at = Some(c.registered_at),
            Some(("2026-12-01 12:00", "FirstAction 1")),
        ),
        (
            Category::Violence,
            |c| c.first_action_at = Some(c.registered_at),
            Some(("2026-12-02 10:00", "Disposal 1")),
        ),
        (
            Category::Violence,
            |c| {
                c.first_action_at = Some(c.registered_at);
                c.fired.dispose = 2;
            },
            Some(("2026-12-02 10:30", "Disposal 3")),
        ),
        // All climbed: the daily notice is all that is left.
        (
            Category::Violence,
            |c| {
                c.fired = Fired { acknowledge: 3, first_action: 3, dispose: 3, reminder: false };
                c.level = EscalationLevel::TOP;
                c.daily_at = Some(ist("2026-12-02 10:45"));
            },
            Some(("2026-12-02 10:45", "Repeat")),
        ),
        (Category::Certificate, |_| {}, Some(("2026-12-06 17:00", "Remind"))),
        (Category::Certificate, |c| c.fired.reminder = true, Some(("2026-12-07 17:00", "Disposal 1"))),
        (
            Category::Certificate,
            |c| c.fired = Fired { reminder: true, dispose: 1, ..Fired::default() },
            Some(("2026-12-08 17:00", "Disposal 2")),
        ),
        (
            Category::Certificate,
            |c| {
                c.status = Status::AwaitingComplainant;
                c.acknowledged_at = Some(c.registered_at);
            },
            Some(("2026-12-06 17:00", "Remind")),
        ),
        // The earlier of ladder and daily notice.
        (
            Category::Certificate,
            |c| {
                c.fired.reminder = true;
                c.daily_at = Some(ist("2026-12-04 12:00"));
            },
            Some(("2026-12-04 12:00", "Repeat")),
        ),
        (
            Category::Certificate,
            |c| {
                c.status = Status::Disposed;
                c.disposed_at = Some(ist("2026-12-03 09:00"));
            },
            Some(("2026-12-10 09:00", "CloseUnconfirmed")),
        ),
        (Category::Pension, |_| {}, Some(("2026-12-10 17:00", "Remind"))),
        (Category::Pension, |c| c.status = Status::Closed, None),
        (Category::Pension, |c| c.status = Status::ClosedUnconfirmed, None),
    ];
    for (category, change, expected) in cases {
        check(category, change, expected);
    }
}

/// A limit shorter than its reminder has none: nobody is reminded at birth.
#[test]
fn no_reminder_before_registration() {
    let mut complaint = complaint(Category::Certificate);
    complaint.due_at = complaint.registered_at + TimeDelta::hours(24);
    let (at, alarm) = next(&complaint, 7).expect("open");
    assert_eq!(at, complaint.due_at);
    assert!(matches!(alarm, Alarm::Climb(_)));
}
