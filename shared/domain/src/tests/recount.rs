//! Late holidays on open complaints: outward only, once, with the order.

use chrono::{DateTime, Utc};

use super::*;
use crate::calendar::HolidayKind;
use crate::category::{Category, Name};
use crate::complaint::HistoryEntry;
use crate::decision::State;
use crate::effect::Effect;
use crate::event::Event;
use crate::policy::tests::lucknow;
use crate::testing::{Helpline, ist};

fn with_holiday(policy: &Policy, date: &str, order: Option<&str>) -> Policy {
    let mut policy = policy.clone();
    policy.version = format!("{}+{date}", policy.version);
    policy.calendar.holidays.push(Holiday {
        date: date.parse().unwrap(),
        name: Name { hi: "मेला".into(), en: "Fair".into() },
        kind: HolidayKind::Local,
        order: order.map(str::to_owned),
        offices: Vec::new(),
    });
    policy
}

/// A certificate registered on Tuesday 1 December, 10:00, due on Monday the 7th.
fn registered(category: Category) -> Complaint {
    let mut line = Helpline::new();
    line.register(category);
    let complaint = line.complaint().clone();
    assert!(category != Category::Certificate || complaint.due_at == ist("2026-12-07 17:00"));
    complaint
}

#[test]
fn a_late_holiday_moves_the_limit_outward_with_its_order() {
    let policy = with_holiday(lucknow(), "2026-12-07", Some("117/2026"));
    let mut complaint = registered(Category::Certificate);
    let expected = Recounted { due_at: ist("2026-12-08 17:00"), orders: vec!["117/2026".into()] };
    assert_eq!(recount(&policy, &complaint), Some(expected));
    complaint.due_at = ist("2026-12-08 17:00");
    assert_eq!(recount(&policy, &complaint), None, "counted twice, moved once");
    // A second order for the new day is the only one named.
    let again = with_holiday(&policy, "2026-12-08", Some("121/2026"));
    let expected = Recounted { due_at: ist("2026-12-09 17:00"), orders: vec!["121/2026".into()] };
    assert_eq!(recount(&again, &complaint), Some(expected));
}

#[test]
fn what_does_not_move_stays() {
    let complaint = registered(Category::Certificate);
    let stays =
        |policy: &Policy, complaint: &Complaint, why| assert_eq!(recount(policy, complaint), None, "{why}");
    stays(lucknow(), &complaint, "no order");
    stays(&with_holiday(lucknow(), "2026-12-07", None), &complaint, "a holiday without an order");
    stays(
        &with_holiday(lucknow(), "2026-12-04", Some("1")),
        &complaint,
        "a day inside a count of calendar days",
    );
    stays(&with_holiday(lucknow(), "2026-12-06", Some("1")), &complaint, "a Sunday");
    stays(&with_holiday(lucknow(), "2026-12-08", Some("1")), &complaint, "a day after it");
    let moved = with_holiday(lucknow(), "2026-12-07", Some("1"));
    let disposed = Complaint { status: crate::complaint::Status::Disposed, ..complaint.clone() };
    stays(&moved, &disposed, "disposed of");
    let later = Complaint { due_at: ist("2026-12-20 17:00"), ..complaint };
    stays(&moved, &later, "extended beyond it");
    let violence = registered(Category::Violence);
    stays(&with_holiday(lucknow(), "2026-12-02", Some("1")), &violence, "violence runs day and night");
}

#[test]
fn an_extended_limit_moves_off_the_closed_day() {
    let extended = Complaint { due_at: ist("2026-12-15 17:00"), ..registered(Category::Certificate) };
    let policy = with_holiday(lucknow(), "2026-12-15", Some("9"));
    let expected = Recounted { due_at: ist("2026-12-16 17:00"), orders: vec!["9".into()] };
    assert_eq!(recount(&policy, &extended), Some(expected));
}

fn ring(policy: &Policy, state: &State, now: DateTime<Utc>) -> Decision {
    let reference = state.complaints[0].reference.clone();
    let context = Context { policy, now, fresh_reference: &crate::testing::reference(9) };
    crate::decide::decide(state, Event::ComplaintAlarmRang { reference }, &context).unwrap()
}

#[test]
fn the_clock_counts_before_it_rings_and_tells_both() {
    let mut line = Helpline::new();
    line.register(Category::Certificate);
    let (mut state, policy) = (line.state.clone(), with_holiday(lucknow(), "2026-12-07", Some("117/2026")));
    // At the old limit: no breach, but the new date.
    let now = ist("2026-12-07 17:00");
    let decision = ring(&policy, &state, now);
    let lines: Vec<&HistoryEntry> = decision.history.iter().collect();
    assert_eq!(lines[0].event, Happening::HolidayDeclared);
    assert_eq!(lines[0].code.as_deref(), Some("117/2026"));
    assert_eq!(lines[0].due.map(|due| (due.old, due.new)), Some((now, ist("2026-12-08 17:00"))));
    assert!(lines.iter().all(|line| line.event != Happening::Breached));
    let notices: Vec<Notice> = decision
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::SendSms(sms) => Some(sms.notice),
            _ => None,
        })
        .collect();
    assert!(notices.contains(&Notice::DateMoved) && !notices.contains(&Notice::Breach), "{notices:?}");
    assert_eq!(decision.effects.iter().filter(|effect| effect.tells_her()).count(), 1);
    state.apply(&decision);
    // The same again: nothing more of it. The day after, the breach.
    assert!(ring(&policy, &state, now).history.iter().all(|line| line.event != Happening::HolidayDeclared));
    let late = ring(&policy, &state, ist("2026-12-08 17:00"));
    assert!(late.history.iter().any(|line| line.event == Happening::Breached));
}

proptest::proptest! {
    /// Whatever holidays are declared, a limit never moves nearer, and a second
    /// count moves nothing.
    #[test]
    fn only_outward_and_once(days in proptest::collection::btree_set(1u32..28, 0..8), ordered in 0u8..=255) {
        let mut policy = lucknow().clone();
        for (place, day) in days.iter().enumerate() {
            let order = (ordered >> (place % 8) & 1 == 1).then_some("7/2026");
            policy = with_holiday(&policy, &format!("2026-12-{day:02}"), order);
        }
        let mut complaint = registered(Category::Certificate);
        if let Some(moved) = recount(&policy, &complaint) {
            proptest::prop_assert!(moved.due_at > complaint.due_at && !moved.orders.is_empty());
            complaint.due_at = moved.due_at;
            proptest::prop_assert_eq!(recount(&policy, &complaint), None);
        }
    }
}
