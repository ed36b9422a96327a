//! Who is told what in the morning, as tables.

use super::*;
use crate::policy::tests::lucknow;
use crate::testing::{Helpline, ist, reference};
use crate::{Category, EscalationLevel};

/// A line as it stands after its registration, Tuesday 1 December at 10:00.
fn row(category: Category, number: u64) -> CaseRow {
    let mut line = Helpline::new();
    line.register(category);
    CaseRow { reference: reference(number), ..CaseRow::of(line.complaint(), lucknow()) }
}

fn told(open: &[CaseRow], now: &str) -> Vec<(String, u32, u32)> {
    let digests = for_officers(open, lucknow(), ist(now));
    digests.into_iter().map(|it| (it.officer.to_string(), it.due_today, it.overdue)).collect()
}

#[test]
fn officers_hear_what_is_due_today_and_overdue_on_working_days() {
    let open = [row(Category::Certificate, 1), row(Category::Certificate, 2), row(Category::Scheme, 3)];
    // Due on Monday 7 December at 17:00.
    for (now, expected) in [
        ("2026-12-01 09:30", &[][..]),
        ("2026-12-05 09:30", &[]),
        // A Sunday: nobody is told.
        ("2026-12-06 09:30", &[]),
        ("2026-12-07 09:30", &[("protection-officer", 1, 0), ("tehsildar-sadar", 2, 0)]),
        ("2026-12-08 09:30", &[("protection-officer", 0, 1), ("tehsildar-sadar", 0, 2)]),
        // Christmas.
        ("2026-12-25 09:30", &[]),
    ] {
        let mut told = told(&open, now);
        told.sort();
        let expected: Vec<_> = expected.iter().map(|(id, a, b)| ((*id).to_owned(), *a, *b)).collect();
        assert_eq!(told, expected, "{now}");
    }
}

#[test]
fn whom_it_has_climbed_to_hears_of_it_too() {
    let raised = CaseRow { level: EscalationLevel::new(1), ..row(Category::Certificate, 1) };
    let mut told = told(&[raised], "2026-12-08 09:30");
    told.sort();
    assert_eq!(told, [("adm-fr-lko".to_owned(), 0, 1), ("tehsildar-sadar".to_owned(), 0, 1)]);
}

#[test]
fn the_district_magistrate_hears_the_day_in_numbers_and_small_ones_hidden() {
    let counted = |counted, at: &str| Row { at: ist(at), counted, ..counted_row() };
    let rows = [
        counted(Counted::Registered, "2026-12-07 10:00"),
        counted(Counted::DisposedLate, "2026-12-07 11:00"),
        counted(Counted::Denied, "2026-12-05 11:00"),
        counted(Counted::Registered, "2026-11-28 11:00"),
        counted(Counted::Registered, "2026-11-20 11:00"),
    ];
    let open: Vec<CaseRow> = (0..7).map(|n| row(Category::Certificate, n)).collect();
    let digest = for_dm(&open, &rows, lucknow(), ist("2026-12-08 09:30"));
    assert_eq!(digest.day, Week { new: 1, disposed: 1, untrue: 0 });
    assert_eq!(
        digest.weeks,
        [Week { new: 1, disposed: 1, untrue: 1 }, Week { new: 1, disposed: 0, untrue: 0 }]
    );
    assert_eq!(digest.overdue, 7);
    let silent: Vec<_> = digest.silent.iter().map(|(officer, count)| (officer.as_str(), *count)).collect();
    assert_eq!(silent, [("tehsildar-sadar", Shown::Number(7))]);
    let few = for_dm(&open[..2], &[], lucknow(), ist("2026-12-08 09:30"));
    assert!(few.silent.iter().all(|(_, count)| !matches!(count, Shown::Number(_))), "{few:?}");
    let sms = effects(&[], &digest, lucknow());
    assert!(matches!(&sms[..], [Effect::SendList(list)] if list.numbers == [1, 7]));
    let nothing = for_dm(&[], &[], lucknow(), ist("2026-12-08 09:30"));
    assert!(effects(&[], &nothing, lucknow()).is_empty());
}

fn counted_row() -> Row {
    let mut line = Helpline::new();
    line.register(Category::Certificate);
    let complaint = line.complaint().clone();
    let rows = crate::tally::rows(None, &complaint, &line.history, lucknow());
    rows.into_iter().next().expect("a registration is counted").1
}
