//! The calendar against a naive oracle: one day at a time, with its own leap
//! years and weekdays, sharing no code with the rule (nor with chrono).
//!
//! 20,000 random cases in a debug build; in release a million:
//! `cargo test -p domain --release --test calendar_oracle -- --nocapture`.
//! `CALENDAR_SEED` repeats a run whose seed was printed.

#![allow(clippy::unwrap_used, reason = "a test may stop")]
#![allow(clippy::print_stderr, clippy::disallowed_methods, reason = "it tells its seed and its time")]

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use chrono::{NaiveDate, TimeDelta, Weekday};
use domain::Name;
use domain::calendar::{
    Calendar, Closure, DayCount, HolidayKind, Period, Step, WorkingWeek, deadline, ist_at, ist_date, ist_time,
};

/// How many cases.
const CASES: u32 = if cfg!(debug_assertions) { 20_000 } else { 1_000_000 };

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: i64) -> i64 {
        (self.roll() % bound.unsigned_abs()).cast_signed()
    }

    fn one_in(&mut self, n: i64) -> bool {
        self.below(n) == 0
    }
}

/// A day as the oracle knows it: year, month, day of the month, day of the
/// week (0 = Monday), and how many Saturdays of the month have come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Day {
    number: i64,
    year: i64,
    month: usize,
    day: u32,
    week: usize,
    saturdays: u32,
}

const FIRST: Day = Day { number: 0, year: 2020, month: 0, day: 1, week: 2, saturdays: 0 };

fn month_length(year: i64, month: usize) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month]
}

fn tomorrow(mut day: Day) -> Day {
    day.number += 1;
    day.week = (day.week + 1) % 7;
    day.day += 1;
    if day.day > month_length(day.year, day.month) {
        (day.day, day.month, day.saturdays) = (1, day.month + 1, 0);
    }
    if day.month == 12 {
        (day.month, day.year) = (0, day.year + 1);
    }
    if day.week == 5 {
        day.saturdays += 1;
    }
    day
}

/// 1 January 2020, a Wednesday, to well past 2100.
fn all_days() -> Vec<Day> {
    std::iter::successors(Some(FIRST), |day| (day.year < 2110).then(|| tomorrow(*day))).collect()
}

/// One case; dates are numbers of days after 1 January 2020.
#[derive(Debug)]
struct Case {
    open: [bool; 7],
    second_off: bool,
    /// Number, and 0 state, 1 local, 2 polling.
    shut: Vec<(i64, u8)>,
    extra: BTreeSet<i64>,
    periods: Vec<(u16, u16)>,
    filed: i64,
    minute: i64,
    days: u16,
    working: bool,
}

fn case(dice: &mut Dice) -> Case {
    let mut open = [true, true, true, true, true, true, false];
    match dice.below(4) {
        0 => open[5] = false,
        1 => open = std::array::from_fn(|_| dice.one_in(2)),
        _ => {}
    }
    // Thirty years of days in a window would hardly meet; these lie close.
    let filed = dice.below(29_585);
    let near = |dice: &mut Dice| filed + dice.below(70);
    let shut = (0..dice.below(16)).map(|_| (near(dice), u8::try_from(dice.below(3)).unwrap())).collect();
    let extra = (0..dice.below(6)).map(|_| near(dice)).collect();
    let periods = (0..=dice.below(3))
        .map(|_| {
            let from = dice.below(1_439);
            (u16::try_from(from).unwrap(), u16::try_from(from + 1 + dice.below(1_440 - from)).unwrap())
        })
        .collect();
    let (minute, working) = (dice.below(1_440), dice.one_in(2));
    let days = u16::try_from(if dice.one_in(10) { dice.below(400) } else { dice.below(31) }).unwrap();
    Case { open, second_off: dice.one_in(2), shut, extra, periods, filed, minute, days, working }
}

/// The answer of the oracle: the day on which it is due, and the minute.
fn oracle(case: &Case, days: &[Day]) -> (i64, u16) {
    let day = |number: i64| days[usize::try_from(number).unwrap()];
    let is_open = |number: i64| {
        let day = day(number);
        if case.extra.contains(&number) {
            return true;
        }
        if case.shut.iter().any(|(shut, _)| *shut == number) {
            return false;
        }
        if day.week == 5 && day.saturdays == 2 && case.second_off {
            return false;
        }
        case.open[day.week]
    };
    let closes = case.periods.iter().map(|(_, to)| *to).max().unwrap();
    let opens_again = |after: i64| case.open.contains(&true) || case.extra.iter().any(|day| *day > after);
    let given_up = (case.filed + i64::from(case.days), closes);
    let (mut at, mut left) = (case.filed, case.days);
    while left > 0 {
        if case.working && !opens_again(at) {
            return given_up;
        }
        at += 1;
        if !case.working || is_open(at) {
            left -= 1;
        }
    }
    loop {
        let still_open = at > case.filed || case.minute < i64::from(closes);
        if is_open(at) && still_open {
            return (at, closes);
        }
        if !opens_again(at) {
            return (if case.working { given_up.0.max(case.filed) } else { given_up.0 }, closes);
        }
        at += 1;
    }
}

/// The answer of the rule.
fn rule(case: &Case) -> (i64, u16, Vec<Step>) {
    let zero = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    let on = |number: i64| zero + TimeDelta::days(number);
    let week: Vec<Weekday> =
        (0..7u8).filter(|day| case.open[usize::from(*day)]).map(|day| day.try_into().unwrap()).collect();
    let periods: Vec<Period> =
        case.periods.iter().map(|(from, to)| Period { from: *from, to: *to }).collect();
    let week = WorkingWeek::new(&week, case.second_off).with_periods(&periods);
    let mut calendar = Calendar::new(week, BTreeMap::new(), case.extra.iter().map(|day| on(*day)).collect());
    for (day, kind) in &case.shut {
        let kind = [HolidayKind::State, HolidayKind::Local, HolidayKind::Polling][usize::from(*kind)];
        calendar.close(
            on(*day),
            Closure { name: Name { hi: String::new(), en: String::new() }, kind, order: None },
        );
    }
    let registered_at =
        ist_at(on(case.filed), chrono::NaiveTime::default()) + TimeDelta::minutes(case.minute);
    let count = if case.working { DayCount::Working } else { DayCount::Calendar };
    let found = deadline(&calendar, registered_at, case.days, count);
    // A minute before it, so that minute 1,440 is still the same day.
    let last = found.due_at - TimeDelta::minutes(1);
    let minute = (ist_time(last) - chrono::NaiveTime::default()).num_minutes() + 1;
    ((ist_date(last) - zero).num_days(), u16::try_from(minute).unwrap(), found.steps)
}

#[test]
fn the_calendar_agrees_with_a_naive_oracle() {
    let started = Instant::now();
    let given = std::env::var("CALENDAR_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed: u64 = given.unwrap_or(20_261_124);
    let (mut dice, days) = (Dice(seed), all_days());
    let mut differences = 0;
    for number in 0..CASES {
        let case = case(&mut dice);
        let (expected, (day, minute, steps)) = (oracle(&case, &days), rule(&case));
        if expected != (day, minute) {
            differences += 1;
            if differences <= 3 {
                eprintln!("case {number}: wanted {expected:?}, got {day} {minute}: {case:?} {steps:?}");
            }
        }
    }
    eprintln!("calendar: {CASES} cases, seed {seed}, {differences} differences, {:.1?}", started.elapsed());
    assert_eq!(differences, 0);
}

/// The oracle itself knows the days: the last of February, the turn of the
/// century, and one second Saturday.
#[test]
fn the_oracle_knows_its_days() {
    let days = all_days();
    let find = |year, month: usize, day| {
        *days.iter().find(|it| (it.year, it.month, it.day) == (year, month - 1, day)).unwrap()
    };
    assert_eq!(find(2028, 2, 29).week, 1);
    assert_eq!(find(2100, 3, 1).number - find(2100, 2, 28).number, 1);
    assert_eq!((find(2026, 12, 12).week, find(2026, 12, 12).saturdays), (5, 2));
    assert_eq!(find(2100, 12, 31).week, 4);
}
