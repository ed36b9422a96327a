//! Worked examples of the law, and a day-by-day oracle beside the rule.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;

use super::*;
use crate::category::Language;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An instant written in IST: `2026-12-01 10:00`.
fn at(text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    ist_at(local.date(), local.time())
}

fn plain() -> Calendar {
    Calendar::new(WorkingWeek::six_day(), BTreeMap::new(), BTreeSet::new())
}

fn christmas() -> Calendar {
    let mut calendar = plain();
    calendar.declare_holiday(date("2026-12-25"), Name { hi: "क्रिसमस".into(), en: "Christmas".into() });
    calendar
}

fn check(calendar: &Calendar, filed: &str, days: u16, count: DayCount, due: &str) {
    assert_eq!(deadline(calendar, at(filed), days, count).due_at, at(due), "{filed} + {days} {count:?}");
}

#[test]
fn worked_examples() {
    use DayCount::{Calendar as Every, Working};
    let compensated = Calendar::new(
        WorkingWeek::six_day(),
        christmas().holidays,
        BTreeSet::from([date("2026-12-25"), date("2026-12-13")]),
    );
    for (calendar, filed, days, count, due) in [
        // A certificate: the 6th is a Sunday. A pension: the 12th is a second Saturday.
        (plain(), "2026-12-01 10:00", 5, Every, "2026-12-07 17:00"),
        (plain(), "2026-12-02 10:00", 10, Every, "2026-12-14 17:00"),
        // The local day decides, to the minute.
        (plain(), "2026-12-01 23:59", 5, Every, "2026-12-07 17:00"),
        (plain(), "2026-12-02 00:00", 5, Every, "2026-12-07 17:00"),
        (plain(), "2026-12-03 00:00", 5, Every, "2026-12-08 17:00"),
        // Other Saturdays are open; a five-day office closes on both days.
        (plain(), "2026-11-30 09:00", 5, Every, "2026-12-05 17:00"),
        (
            Calendar::new(WorkingWeek::five_day(), BTreeMap::new(), BTreeSet::new()),
            "2026-11-30 09:00",
            5,
            Every,
            "2026-12-07 17:00",
        ),
        // Christmas on a Friday; a compensatory working day beats it, and a Sunday.
        (christmas(), "2026-12-20 12:00", 5, Every, "2026-12-26 17:00"),
        (compensated.clone(), "2026-12-20 12:00", 5, Every, "2026-12-25 17:00"),
        (compensated, "2026-12-02 10:00", 10, Every, "2026-12-13 17:00"),
        // Working days skip what is closed.
        (plain(), "2026-12-10 10:00", 2, Working, "2026-12-14 17:00"),
        (christmas(), "2026-12-24 10:00", 1, Working, "2026-12-26 17:00"),
        // Zero days: today, unless the office has closed.
        (plain(), "2026-12-01 16:59", 0, Every, "2026-12-01 17:00"),
        (plain(), "2026-12-01 17:00", 0, Every, "2026-12-02 17:00"),
        // The turn of the year.
        (plain(), "2026-12-31 10:00", 5, Every, "2027-01-05 17:00"),
        (plain(), "2028-02-26 10:00", 3, Every, "2028-02-29 17:00"),
    ] {
        check(&calendar, filed, days, count, due);
    }
}

#[test]
fn a_calendar_that_never_opens_still_has_deadlines() {
    let never = Calendar::new(WorkingWeek::new(&[], false), BTreeMap::new(), BTreeSet::new());
    for count in [DayCount::Calendar, DayCount::Working] {
        check(&never, "2026-12-01 10:00", 5, count, "2026-12-06 17:00");
    }
    assert_eq!(never.next_working_day(date("2026-12-01")), None);
    let ends = deadline(&plain(), DateTime::<Utc>::MAX_UTC, u16::MAX, DayCount::Working);
    assert!(ends.steps.contains(&Step::NeverOpen));
}

#[test]
fn violence_runs_day_and_night() {
    let due = Deadline::after_hours(at("2026-12-05 22:15"), 24);
    assert_eq!(due.due_at, at("2026-12-06 22:15"));
    assert_eq!(
        due.explain(Language::English),
        "immediate action, day and night: within 24 hours, by Sun 6 Dec 2026, 10:15 pm"
    );
}

#[test]
fn the_count_in_words() {
    let christmas_rush = deadline(&christmas(), at("2026-12-20 12:00"), 5, DayCount::Calendar);
    let pension = deadline(&plain(), at("2026-12-02 10:00"), 10, DayCount::Calendar);
    let open = deadline(&plain(), at("2026-12-02 10:00"), 5, DayCount::Working);
    for (deadline, language, words) in [
        (
            &pension,
            Language::English,
            "10 days from Wed 2 Dec (day of filing not counted) end on Sat 12 Dec, when offices are closed \
             (second Saturday; Sun 13 Dec: Sunday); so by Mon 14 Dec 2026, 5 pm",
        ),
        (
            &pension,
            Language::Hindi,
            "बुधवार 2 दिसंबर से 10 दिन (दर्ज होने का दिन नहीं गिना) शनिवार 12 दिसंबर को पूरे होते हैं, उस दिन कार्यालय बंद हैं \
             (दूसरा शनिवार; रविवार 13 दिसंबर: रविवार); इसलिए सोमवार 14 दिसंबर 2026, शाम 5 बजे तक",
        ),
        (
            &christmas_rush,
            Language::English,
            "5 days from Sun 20 Dec (day of filing not counted) end on Fri 25 Dec, when offices are closed \
             (Christmas); so by Sat 26 Dec 2026, 5 pm",
        ),
        (
            &open,
            Language::English,
            "5 working days from Wed 2 Dec (day of filing not counted) end on Tue 8 Dec; so by Tue 8 Dec 2026, 5 pm",
        ),
    ] {
        assert_eq!(deadline.explain(language), words);
    }
}

#[test]
fn a_calendar_is_read_from_its_written_form() {
    let calendar: Calendar = serde_json::from_str(
        r#"{"working_week": ["mon", "tue", "sat"], "second_saturday_off": true,
            "holidays": ["2026-12-01", {"date": "2026-12-08", "hi": "ईद", "en": "Eid"}],
            "compensatory": ["2026-12-12"]}"#,
    )
    .unwrap();
    for (day, open) in [
        ("2026-11-30", true),
        ("2026-12-01", false),
        ("2026-12-02", false),
        ("2026-12-08", false),
        ("2026-12-12", true),
        ("2027-01-09", false),
    ] {
        assert_eq!(calendar.is_working_day(date(day)), open, "{day}");
    }
    assert_eq!(calendar.last_holiday(), Some(date("2026-12-08")));
}

/// The rule again, one day at a time and sharing nothing with it.
fn oracle(
    open: &[bool; 7],
    second_off: bool,
    shut: &BTreeSet<NaiveDate>,
    extra: &BTreeSet<NaiveDate>,
    filed: NaiveDate,
    days: u16,
    working: bool,
) -> NaiveDate {
    let is_open = |day: NaiveDate| {
        let saturdays = (1..=day.day())
            .filter(|d| day.with_day(*d).is_some_and(|it| it.weekday() == Weekday::Sat))
            .count();
        let second = day.weekday() == Weekday::Sat && saturdays == 2;
        extra.contains(&day)
            || (!shut.contains(&day) && open[day.weekday() as usize] && !(second_off && second))
    };
    let (mut day, mut left) = (filed, days);
    while left > 0 {
        day += TimeDelta::days(1);
        if !working || is_open(day) {
            left -= 1;
        }
    }
    while !is_open(day) {
        day += TimeDelta::days(1);
    }
    day
}

proptest! {
    #[test]
    fn agrees_with_the_oracle(
        open in any::<[bool; 7]>().prop_filter("opens sometime", |days| days.contains(&true)),
        second_off in any::<bool>(),
        offset in 0i64..29_584,
        seconds in 0i64..86_400,
        days in 1u16..40,
        working in any::<bool>(),
        shut in proptest::collection::btree_set(0i64..60, 0..15),
        extra in proptest::collection::btree_set(0i64..60, 0..6),
    ) {
        // 2020-01-01 to 2100-12-31.
        let filed = date("2020-01-01") + TimeDelta::days(offset);
        let on = |set: BTreeSet<i64>| -> BTreeSet<NaiveDate> {
            set.into_iter().map(|day| filed + TimeDelta::days(day)).collect()
        };
        let (shut, extra) = (on(shut), on(extra));
        let week: Vec<Weekday> = (0..7u8).filter(|d| open[*d as usize]).map(|d| Weekday::try_from(d).unwrap()).collect();
        let names = shut.iter().map(|day| (*day, Name { hi: "छुट्टी".into(), en: "holiday".into() })).collect();
        let calendar = Calendar::new(WorkingWeek::new(&week, second_off), names, extra.clone());
        let registered_at = ist_at(filed, NaiveTime::default()) + TimeDelta::seconds(seconds);
        let count = if working { DayCount::Working } else { DayCount::Calendar };
        let got = deadline(&calendar, registered_at, days, count);
        let expected = oracle(&open, second_off, &shut, &extra, filed, days, working);
        prop_assert_eq!(got.due_at, ist_at(expected, NaiveTime::from_hms_opt(17, 0, 0).unwrap()));
        for language in Language::ALL {
            prop_assert!(!got.explain(language).is_empty());
        }
    }
}
