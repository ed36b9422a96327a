//! Worked examples of the law. The day-by-day oracle is in `tests/calendar_oracle.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

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
        BTreeMap::from([(date("2026-12-25"), Name { hi: "क्रिसमस".into(), en: "Christmas".into() })]),
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

fn named(hi: &str, en: &str) -> Name {
    Name { hi: hi.into(), en: en.into() }
}

/// Monday 7 December is a local holiday, and the Tuesday a polling day.
fn declared_late() -> Calendar {
    let mut calendar = plain();
    let order = Some("117/2026".to_owned());
    let local = Closure { name: named("मेला", "Fair"), kind: HolidayKind::Local, order };
    calendar.close(date("2026-12-07"), local);
    let polling = Closure {
        name: named("उपचुनाव", "By-election"), kind: HolidayKind::Polling, order: None
    };
    calendar.close(date("2026-12-08"), polling);
    calendar
}

#[test]
fn each_step_is_a_line() {
    let lines = |deadline: &Deadline| Language::ALL.map(|language| deadline.explain_steps(language)).concat();
    let all = [
        deadline(&declared_late(), at("2026-12-01 10:00"), 5, DayCount::Calendar),
        deadline(&declared_late(), at("2026-12-01 10:00"), 5, DayCount::Working),
        deadline(&plain(), at("2026-12-01 18:00"), 0, DayCount::Calendar),
        Deadline::after_hours(at("2026-12-05 22:15"), 24),
        deadline(&never_open(), at("2026-12-01 10:00"), 3, DayCount::Working),
    ];
    let told: Vec<String> = all.iter().map(|deadline| lines(deadline).join("\n")).collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("deadlines_step_by_step", told.join("\n\n")));
}

fn never_open() -> Calendar {
    Calendar::new(WorkingWeek::new(&[], false), BTreeMap::new(), BTreeSet::new())
}

#[test]
fn of_several_orders_for_a_date_the_stated_one_decides() {
    let day = date("2026-12-07");
    let closure = |kind, en: &str| Closure { name: named(en, en), kind, order: None };
    let told = |kinds: &[(HolidayKind, &str)]| {
        let mut calendar = plain();
        for (kind, en) in kinds {
            calendar.close(day, closure(*kind, en));
        }
        match calendar.closed(day) {
            Some(Closed::Holiday(closure)) => closure.name.en,
            other => panic!("{other:?}"),
        }
    };
    use HolidayKind::{Local, Polling, State};
    assert_eq!(told(&[(State, "s"), (Local, "l"), (Polling, "p")]), "p");
    assert_eq!(told(&[(Polling, "p"), (Local, "l"), (State, "s")]), "p");
    assert_eq!(told(&[(Local, "l"), (State, "s")]), "l");
    assert_eq!(told(&[(State, "s"), (State, "t")]), "t");
    // A compensatory working day beats them all.
    let mut open = Calendar::new(WorkingWeek::six_day(), BTreeMap::new(), BTreeSet::from([day]));
    open.close(day, closure(Polling, "p"));
    assert!(open.is_working_day(day) && open.closed(day).is_none());
}

#[test]
fn hours_are_the_union_of_several_periods() {
    let period = |from, to| Period { from, to };
    let hours = [period(840, 1080), period(570, 780), period(760, 800), period(900, 900)];
    let week = WorkingWeek::five_day().with_periods(&hours);
    assert_eq!(week.periods(), [period(570, 800), period(840, 1080)]);
    let calendar = Calendar::new(week, BTreeMap::new(), BTreeSet::new());
    for (moment, opens) in [
        ("2026-12-04 09:29", "2026-12-04 09:30"),
        ("2026-12-04 13:19", "2026-12-04 13:19"),
        ("2026-12-04 13:20", "2026-12-04 14:00"),
        ("2026-12-04 18:00", "2026-12-07 09:30"),
        ("2026-12-05 12:00", "2026-12-07 09:30"),
    ] {
        assert_eq!(calendar.opens_at(at(moment)), Some(at(opens)), "{moment}");
        assert_eq!(calendar.is_open_at(at(moment)), moment == opens, "{moment}");
    }
    // A limit ends when the office closes for the last time that day.
    check(&calendar, "2026-11-30 09:00", 5, DayCount::Calendar, "2026-12-07 18:00");
    check(&calendar, "2026-12-01 17:59", 0, DayCount::Calendar, "2026-12-01 18:00");
    assert_eq!(WorkingWeek::six_day().with_periods(&[]).periods(), [Period::OFFICE]);
    assert_eq!(never_open().opens_at(at("2026-12-01 10:00")), None);
}

/// Closed for two years, and open on one Sunday in eighty: nothing is cut short.
#[test]
fn no_bound_gives_a_wrong_answer() {
    let mut closed = plain();
    for day in date("2026-12-01").iter_days().take(800) {
        closed.declare_holiday(day, named("बंद", "shut"));
    }
    assert_eq!(closed.next_working_day(date("2026-12-01")), Some(date("2029-02-08")));
    check(&closed, "2026-12-01 10:00", 5, DayCount::Calendar, "2029-02-08 17:00");
    let far = BTreeSet::from([date("2100-12-31"), date("2099-06-07")]);
    let once = Calendar::new(WorkingWeek::new(&[], false), BTreeMap::new(), far);
    check(&once, "2020-01-01 10:00", 1, DayCount::Working, "2099-06-07 17:00");
    check(&once, "2020-01-01 10:00", 2, DayCount::Working, "2100-12-31 17:00");
    check(&once, "2020-01-01 10:00", 3, DayCount::Working, "2020-01-04 17:00");
}
