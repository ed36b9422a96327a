//! Figures out of tallies and the open list; each is a recount.

use proptest::prelude::*;

use super::*;
use crate::case_row::List;
use crate::policy::tests::lucknow;
use crate::tally::tests::{deeds, play};
use crate::tally::{Row, recount};
use crate::testing::{Helpline, ist};

fn open_rows(line: &Helpline) -> Vec<CaseRow> {
    let open = line.state.complaints.iter().filter(|it| List::of(it) == Some(List::Open));
    open.map(|it| CaseRow::of(it, lucknow())).collect()
}

fn figures(line: &Helpline, scope: Scope) -> Figures {
    of(&recount(&line.rows), &open_rows(line), scope, line.now, lucknow())
}

/// How many rows of a month count as one of these.
fn count(rows: &[Row], month: Month, takes: impl Fn(&Row) -> bool) -> u64 {
    rows.iter().filter(|row| Month::of(row.at) == month && takes(row)).count() as u64
}

fn is_disposal(row: &Row) -> bool {
    matches!(row.counted, Counted::DisposedInTime | Counted::DisposedLate)
}

#[test]
fn one_life_on_the_screen() {
    let mut line = Helpline::at(ist("2026-12-01 10:00"));
    line.register(Category::Scheme);
    line.wait(25 * 60);
    let shown = figures(&line, Scope::of(Month::of(line.now)));
    assert_eq!((shown.total.open, shown.total.overdue), (1, 0));
    assert_eq!(shown.silent.len(), 1, "nobody acknowledged it for a day");
    assert_eq!(shown.by_category.iter().map(|(_, it)| it.open).collect::<Vec<_>>(), [0, 1, 0, 0, 0, 0]);
    let age: Vec<(i64, Option<i64>, u64)> = shown.ageing.iter().map(|b| (b.from, b.to, b.open)).collect();
    assert_eq!(age, [(0, Some(2), 1), (3, Some(5), 0), (6, Some(10), 0), (11, None, 0)]);
    line.officer_disposes();
    line.she_writes("नहीं");
    let shown = figures(&line, Scope::of(Month::of(line.now)));
    assert_eq!((shown.silent.len(), shown.total.month.disposed()), (0, 1));
    let officer = &shown.officers[0];
    assert_eq!((officer.minutes_to_acknowledge(), officer.in_time()), (Some(1_500), (1, 1)));
    assert_eq!(officer.year.answered(), (1, 1));
    assert!(officer.untrue().rate > 0.99);
    // A month on, it is last month's, and overdue.
    line.wait(31 * 24 * 60);
    let shown = figures(&line, Scope::of(Month::of(line.now)));
    assert_eq!((shown.total.month.disposed(), shown.total.before.disposed()), (0, 1));
    assert_eq!((shown.total.overdue, shown.ageing[3].open), (1, 1));
    let trend: Vec<u64> = shown.trend.iter().rev().take(3).map(|(_, it)| it.disposed()).collect();
    assert_eq!(trend, [0, 1, 0]);
}

#[test]
fn due_today_at_risk_and_overdue_are_three_things() {
    let mut line = Helpline::at(ist("2026-12-01 10:00"));
    line.register(Category::Scheme);
    let due = line.complaint().due_at;
    let check = |before: TimeDelta, expected: (u64, u64, usize)| {
        let now = due - before;
        let shown = of(&[], &open_rows(&line), Scope::of(Month::of(now)), now, lucknow());
        assert_eq!((shown.total.due_today, shown.total.overdue, shown.at_risk.len()), expected, "{before}");
    };
    check(TimeDelta::days(2), (0, 0, 0));
    check(TimeDelta::hours(24), (0, 0, 1));
    check(TimeDelta::hours(1), (1, 0, 1));
    check(TimeDelta::zero(), (1, 0, 1));
    check(-TimeDelta::seconds(1), (0, 1, 0));
}

fn sum(lines: impl Iterator<Item = Line>) -> (u64, u64, u64, u64, u64) {
    lines.fold((0, 0, 0, 0, 0), |sum, line| {
        (
            sum.0 + line.open,
            sum.1 + line.overdue,
            sum.2 + line.due_today,
            sum.3 + line.month.disposed(),
            sum.4 + line.before.of(Counted::Registered),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_figure_is_a_recount(deeds in deeds(), back in 0..3_u32, only in prop::option::of(0..6_usize)) {
        let mut line = Helpline::new();
        play(&mut line, &deeds);
        let category = only.map(|place| Category::ALL[place]);
        let month = Month::of(line.now).back(back);
        let shown = figures(&line, Scope { category, ..Scope::of(month) });
        let own = |row: &Row| category.is_none_or(|wanted| wanted == row.category);
        let rows: Vec<Row> = line.rows.iter().filter(|row| own(row)).cloned().collect();

        prop_assert_eq!(shown.total.month.disposed(), count(&rows, month, is_disposal));
        let in_time = |row: &Row| row.counted == Counted::DisposedInTime;
        prop_assert_eq!(shown.total.month.of(Counted::DisposedInTime), count(&rows, month, in_time));
        prop_assert_eq!(shown.total.before.disposed(), count(&rows, month.back(1), is_disposal));
        for (at, counts) in &shown.trend {
            let registered = count(&rows, *at, |row| row.counted == Counted::Registered);
            prop_assert_eq!((counts.of(Counted::Registered), counts.disposed()), (registered, count(&rows, *at, is_disposal)));
        }
        // Open: told by the complaints themselves.
        let open: Vec<_> = line.state.complaints.iter()
            .filter(|it| it.status.is_open() && it.course.merged.is_none() && category.is_none_or(|wanted| wanted == it.category)).collect();
        prop_assert_eq!(shown.total.open, open.len() as u64);
        prop_assert_eq!(shown.total.overdue, open.iter().filter(|it| it.due_at < line.now).count() as u64);
        prop_assert_eq!(shown.ageing.iter().map(|band| band.open).sum::<u64>(), shown.total.open);
        // Each table sums up to the whole.
        let whole = sum([shown.total].into_iter());
        prop_assert_eq!(sum(shown.by_category.iter().map(|it| it.1)), whole);
        prop_assert_eq!(sum(shown.by_area.iter().map(|it| it.1)), whole);
        prop_assert_eq!(sum(shown.by_office.iter().map(|it| it.1)), whole);
        prop_assert_eq!(sum(shown.officers.iter().map(|it| it.line)), whole);
        for officer in &shown.officers {
            let year = |row: &&Row| row.officer == officer.officer
                && (month.back(11)..=month).contains(&Month::of(row.at));
            let denied = rows.iter().filter(year).filter(|row| row.counted == Counted::Denied).count() as u64;
            prop_assert_eq!(officer.year.of(Counted::Denied), denied);
        }
    }
}
