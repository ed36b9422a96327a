//! Every minute reaches a living person.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};

use super::*;
use crate::policy::tests::lucknow;
use crate::roster_dated::{Leave, Override, Swap};
use crate::testing::{ist, tuesday};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn every_complaint_goes_to_somebody_competent() {
    let check = |category, area: Option<&str>, time, expected| {
        let area = area.map(AreaId::new);
        let officer = lucknow().route(category, area.as_ref(), at(time));
        assert_eq!(officer.id.as_str(), expected, "{category} in {area:?} at {time}");
    };
    let noon = "2026-12-01T06:30:00Z";
    check(Category::Certificate, Some("malihabad"), noon, "tehsildar-malihabad");
    check(Category::Certificate, None, noon, "edistrict-manager");
    check(Category::Certificate, Some("nowhere"), noon, "edistrict-manager");
    check(Category::Pension, Some("bkt"), noon, "pension-north");
    check(Category::Pension, Some("sadar"), noon, "pension-city");
    check(Category::Scheme, Some("sadar"), noon, "protection-officer");
    check(Category::Department, Some("malihabad"), noon, "bdo-malihabad");
    check(Category::Other, None, noon, "cell-1");
    check(Category::Violence, Some("malihabad"), noon, "duty-1");
    // The night of Tuesday, 22:00 IST; the small hours of Friday still
    // belong to Thursday's shift, those of Monday to Sunday's.
    check(Category::Violence, None, "2026-12-01T16:29:59Z", "duty-2");
    check(Category::Violence, None, "2026-12-01T16:30:00Z", "duty-3");
    check(Category::Violence, None, "2026-12-03T20:00:00Z", "duty-3");
    check(Category::Violence, None, "2026-12-06T20:00:00Z", "duty-6");
}

#[test]
fn levels_are_held() {
    for category in Category::ALL {
        let holder = |level| lucknow().reach(tuesday()).at_level(category, EscalationLevel::new(level));
        assert_eq!(holder(1).role, Role::Supervisor, "{category}");
        assert_eq!(holder(2).id.as_str(), "adm-lko");
        assert_eq!(holder(3).id.as_str(), "dm-lko");
        let ids: std::collections::BTreeSet<_> = (0..4).map(|level| &holder(level).id).collect();
        assert!(ids.len() == 4 || category == Category::Violence, "{category}: a level tells nobody new");
    }
}

#[test]
fn who_cannot_be_reached_is_passed_over_upwards() {
    let check = |tried: &[&str], expected: Option<&str>| {
        let tried: Vec<_> = tried.iter().map(|id| OfficerId::new(*id)).collect();
        let next = lucknow().reach(at("2026-12-01T06:30:00Z")).next_after(Category::Pension, &tried);
        assert_eq!(next.map(|officer| officer.id.as_str()), expected, "{tried:?}");
    };
    check(&["pension-city"], Some("duty-1"));
    check(&["duty-1"], Some("dswo-lko"));
    check(&["pension-city", "duty-1"], Some("dswo-lko"));
    check(&["dswo-lko"], Some("adm-lko"));
    check(&["pension-city", "duty-1", "dswo-lko", "adm-lko"], Some("dm-lko"));
    check(&["dm-lko"], None);
    check(&["pension-city", "duty-1", "dswo-lko", "adm-lko", "dm-lko"], None);
}

/// The policy with these officers out of post, as after a transfer.
fn without(absent: &[&str]) -> Policy {
    let mut policy = lucknow().clone();
    for officer in policy.officers.iter_mut().filter(|officer| absent.contains(&officer.id.as_str())) {
        officer.active = false;
    }
    policy
}

#[test]
fn vacant_posts_fall_to_duty_then_upwards() {
    let noon = at("2026-12-01T06:30:00Z");
    let check = |absent: &[&str], expected: &str| {
        let policy = without(absent);
        let officer = policy.route(Category::Certificate, Some(&AreaId::new("bkt")), noon);
        assert_eq!(officer.id.as_str(), expected, "without {absent:?}");
    };
    check(&["tehsildar-bkt"], "edistrict-manager");
    check(&["tehsildar-bkt", "edistrict-manager"], "duty-1");
    check(&["tehsildar-bkt", "edistrict-manager", "duty-1"], "adm-lko");
    check(&["tehsildar-bkt", "edistrict-manager", "duty-1", "adm-lko"], "dm-lko");
    let policy = without(&["dswo-lko"]);
    assert_eq!(policy.reach(noon).supervisor(Category::Pension).id.as_str(), "adm-lko");
}

#[test]
fn violence_reaches_a_woman_at_every_minute() {
    let monday = at("2026-11-29T18:30:00Z");
    for minute in 0..i64::from(crate::roster::WEEK) {
        let officer = lucknow().route(Category::Violence, None, monday + chrono::TimeDelta::minutes(minute));
        assert!(officer.woman && officer.role == Role::Officer, "minute {minute}");
    }
}

#[test]
fn each_working_morning_somebody_sits() {
    let check = |time, expected: Option<&str>| {
        let officer = lucknow().reach(at(time)).sitting_officer();
        assert_eq!(officer.map(|officer| officer.id.as_str()), expected, "{time}");
    };
    check("2026-12-01T04:00:00Z", Some("cell-2"));
    check("2026-12-01T05:59:59Z", Some("cell-2"));
    check("2026-12-01T06:00:00Z", None);
    check("2026-12-06T04:00:00Z", None);
}

proptest! {
    #[test]
    fn routing_always_ends_with_somebody_in_post(
        category in (0..6usize).prop_map(|i| Category::ALL[i]),
        area in proptest::option::of("[a-z]{0,8}|sadar|bkt|malihabad|mohanlalganj|sarojini-nagar"),
        seconds in -10_000_000_000i64..10_000_000_000,
        absent in any::<u32>(),
    ) {
        let mut policy = lucknow().clone();
        for (place, officer) in policy.officers.iter_mut().enumerate() {
            officer.active = absent >> (place % 32) & 1 == 0;
        }
        let area = area.map(AreaId::new);
        let time = DateTime::from_timestamp(seconds, 0).unwrap();
        prop_assert!(policy.route(category, area.as_ref(), time).is_reachable());
        for level in 0..=3 {
            prop_assert!(policy.reach(time).at_level(category, EscalationLevel::new(level)).is_reachable());
        }
        // Passing on ends, at the DM, and never asks anybody twice.
        let mut tried = vec![policy.route(category, area.as_ref(), time).id.clone()];
        while let Some(next) = policy.reach(time).next_after(category, &tried) {
            prop_assert!(!tried.contains(&next.id) && tried.len() < 6);
            tried.push(next.id.clone());
        }
        prop_assert!(tried.contains(&policy.dm().id));
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn leave(officer: &str, from: &str, to: &str, stand_in: Option<&str>) -> Leave {
    Leave {
        officer: OfficerId::new(officer),
        from: day(from),
        to: day(to),
        stand_in: stand_in.map(OfficerId::new),
    }
}

/// The policy with these leaves.
fn with_leave(leaves: &[(&str, &str, &str, Option<&str>)]) -> Policy {
    let mut policy = lucknow().clone();
    policy.roster.leave = leaves.iter().map(|(who, from, to, by)| leave(who, from, to, *by)).collect();
    policy
}

#[test]
fn leave_counts_wherever_a_person_is_chosen() {
    let policy = with_leave(&[
        ("pension-city", "2026-12-01", "2026-12-03", Some("pension-north")),
        ("pension-north", "2026-12-02", "2026-12-02", Some("pension-south")),
        ("dswo-lko", "2026-12-01", "2026-12-01", None),
        ("adm-lko", "2026-12-02", "2026-12-02", Some("cdo-lko")),
        ("dm-lko", "2026-12-03", "2026-12-03", Some("cdo-lko")),
        ("dm-lko", "2026-12-04", "2026-12-04", None),
    ]);
    let check = |time: &str, who: fn(&Reach<'_>) -> OfficerId, expected: &str| {
        assert_eq!(who(&policy.reach(ist(time))).as_str(), expected, "{time}");
    };
    let route: fn(&Reach<'_>) -> OfficerId = |reach| reach.route(Category::Pension, None).id.clone();
    let supervisor: fn(&Reach<'_>) -> OfficerId = |reach| reach.supervisor(Category::Pension).id.clone();
    let in_charge: fn(&Reach<'_>) -> OfficerId = |reach| reach.in_charge().id.clone();
    let top: fn(&Reach<'_>) -> OfficerId = |reach| reach.top().id.clone();
    check("2026-11-30 23:59", route, "pension-city");
    check("2026-12-01 00:00", route, "pension-north");
    check("2026-12-02 00:00", route, "pension-south");
    check("2026-12-03 23:59", route, "pension-north");
    check("2026-12-04 00:00", route, "pension-city");
    check("2026-12-01 12:00", supervisor, "adm-lko");
    check("2026-12-02 12:00", supervisor, "dswo-lko");
    check("2026-12-02 12:00", in_charge, "cdo-lko");
    check("2026-12-03 12:00", top, "cdo-lko");
    check("2026-12-04 12:00", top, "dm-lko");
}

#[test]
fn without_a_stand_in_it_falls_to_the_next() {
    let policy = with_leave(&[("duty-1", "2026-12-01", "2026-12-01", None)]);
    let reach = policy.reach(ist("2026-12-01 10:00"));
    assert!(reach.duty_officer().is_none());
    assert_eq!(reach.route(Category::Violence, None).id.as_str(), "adm-lko");
    assert_eq!(reach.instead_of(&OfficerId::new("duty-1"), Category::Violence).id.as_str(), "adcp-women-lko");
}

#[test]
fn overrides_stand_before_the_week_and_swaps_exchange_it() {
    let mut policy = lucknow().clone();
    policy.roster.overrides.push(Override {
        roster: Roster::Duty,
        date: day("2026-12-01"),
        from: 1320,
        to: 120,
        officer: OfficerId::new("duty-4"),
    });
    policy.roster.swaps.push(Swap {
        roster: Roster::Duty,
        officer: OfficerId::new("duty-1"),
        date: day("2026-12-02"),
        with: OfficerId::new("duty-5"),
        with_date: day("2026-12-04"),
    });
    let check = |time: &str, expected: &str| {
        let duty = policy.reach(ist(time)).duty_officer().map(|officer| officer.id.clone());
        assert_eq!(duty, Some(OfficerId::new(expected)), "{time}");
    };
    check("2026-12-01 21:59", "duty-2");
    check("2026-12-01 22:00", "duty-4");
    check("2026-12-02 01:59", "duty-4");
    check("2026-12-02 02:00", "duty-3");
    check("2026-12-02 06:00", "duty-5");
    check("2026-12-02 13:59", "duty-5");
    check("2026-12-03 06:00", "duty-1");
    check("2026-12-04 14:00", "duty-1");
    check("2026-12-05 14:00", "duty-5");
}

#[test]
fn a_woman_is_required_preferred_or_neither() {
    let mut policy = lucknow().clone();
    let sadar = AreaId::new("sadar");
    let noon = ist("2026-12-01 12:00");
    let check = |policy: &Policy, minor: bool, expected: &str| {
        let officer = policy.reach_for(&[], minor, noon).route(Category::Certificate, Some(&sadar));
        assert_eq!(officer.id.as_str(), expected);
    };
    check(&policy, false, "tehsildar-sadar");
    check(&policy, true, "duty-1");
    policy.categories[Category::Certificate as usize].woman = Woman::Preferred;
    check(&policy, false, "duty-1");
    policy.roster.duty.clear();
    check(&policy, false, "tehsildar-sadar");
    policy.categories[Category::Certificate as usize].woman = Woman::Required;
    check(&policy, false, "adm-lko");
}

/// Every minute of 2027, with the sample's override, leave and swap.
#[test]
fn every_minute_of_the_year_reaches_a_living_person() {
    let policy = lucknow();
    let mut at = ist("2027-01-01 00:00");
    let end = ist("2028-01-01 00:00");
    while at < end {
        let reach = policy.reach(at);
        let duty = reach.duty_officer();
        assert!(duty.is_some_and(|officer| officer.woman && reach.may_take(officer)), "{at}");
        at += TimeDelta::minutes(1);
    }
}

/// An entry of a random roster: who, from which day of 2026, for how long, by whom.
type Entry = (usize, i64, i64, Option<usize>);

fn entries(most: usize) -> impl Strategy<Value = Vec<Entry>> {
    let entry = (0..30usize, 0..365i64, 0..20i64, proptest::option::of(0..30usize));
    proptest::collection::vec(entry, 0..most)
}

fn random(leaves: &[Entry], overrides: &[Entry]) -> Policy {
    let mut policy = lucknow().clone();
    let ids: Vec<OfficerId> = policy.officers().map(|officer| officer.id.clone()).collect();
    let id = |number: usize| ids[number % ids.len()].clone();
    let date = |days: i64| day("2026-01-01") + TimeDelta::days(days);
    policy.roster.leave = leaves
        .iter()
        .map(|(who, from, long, by)| Leave {
            officer: id(*who),
            from: date(*from),
            to: date(from + long),
            stand_in: by.map(id),
        })
        .collect();
    policy.roster.overrides = overrides
        .iter()
        .map(|(who, on, from, to)| Override {
            roster: Roster::Duty,
            date: date(*on),
            from: u16::try_from(from * 60).expect("small"),
            to: u16::try_from(to.unwrap_or(0) * 40).expect("small"),
            officer: id(*who),
        })
        .collect();
    policy
}

proptest! {
    /// Whatever the roster, circles of stand-ins among it: somebody living, who
    /// is not away, or the District Magistrate.
    #[test]
    fn any_roster_ends_with_a_living_person(
        leaves in entries(40),
        overrides in entries(10),
        minutes in proptest::collection::vec(0..525_600i64, 20),
    ) {
        let policy = random(&leaves, &overrides);
        for minute in minutes {
            let reach = policy.reach(ist("2026-01-01 00:00") + TimeDelta::minutes(minute));
            let living = |officer: &Officer| reach.may_take(officer) || officer.role == Role::Dm;
            for category in Category::ALL {
                prop_assert!(living(reach.route(category, None)));
                for level in 0..=3 {
                    prop_assert!(living(reach.at_level(category, EscalationLevel::new(level))));
                }
                for officer in policy.officers() {
                    prop_assert!(living(reach.instead_of(&officer.id, category)));
                }
            }
            prop_assert!(reach.duty_officer().is_none_or(living));
        }
    }

    /// Where nobody is away and nothing overridden, dates change nothing.
    #[test]
    fn without_dates_it_is_the_week(minute in 0..525_600i64) {
        let policy = random(&[], &[]);
        let at = ist("2026-01-01 00:00") + TimeDelta::minutes(minute);
        let weekly = policy.roster.duty.iter().find(|shift| shift.covers(crate::roster::minute_of_week(at)));
        prop_assert_eq!(policy.reach(at).duty_officer().map(|officer| &officer.id), weekly.map(|shift| &shift.officer));
    }
}
