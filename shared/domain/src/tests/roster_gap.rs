//! What tomorrow lacks.

use super::*;
use crate::policy::tests::lucknow;
use crate::roster_dated::Leave;
use crate::testing::ist;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The policy with these officers away on 2 December 2026, a Wednesday.
fn without(away: &[(&str, Option<&str>)]) -> Policy {
    let mut policy = lucknow().clone();
    let (from, to) = (day("2026-12-02"), day("2026-12-02"));
    policy.roster.leave = away
        .iter()
        .map(|(officer, by)| Leave {
            officer: OfficerId::new(*officer),
            from,
            to,
            stand_in: by.map(OfficerId::new),
        })
        .collect();
    policy
}

fn words(policy: &Policy, date: &str) -> Vec<String> {
    gaps(policy, day(date)).iter().map(|gap| in_words(gap, policy, Language::English)).collect()
}

#[test]
fn the_sample_has_no_gap_around_its_dates() {
    for date in day("2027-03-15").iter_days().take(100) {
        assert_eq!(gaps(lucknow(), date), [], "{date}");
    }
}

#[test]
fn each_gap_is_named() {
    let check = |away: &[(&str, Option<&str>)], expected: &[&str]| {
        assert_eq!(words(&without(away), "2026-12-02"), expected, "{away:?}");
    };
    check(&[("duty-1", None)], &["06:00 to 14:00: nobody is on duty"]);
    // The night of Tuesday belongs to the 1st until midnight; leave to the 2nd.
    check(&[("duty-3", None)], &["00:00 to 06:00: nobody is on duty", "22:00 to 24:00: nobody is on duty"]);
    check(&[("cell-3", None)], &["09:30 to 11:30: nobody sits in the women's cell"]);
    check(&[("cell-3", Some("cell-2"))], &[]);
    check(
        &[("pension-north", None)],
        &[
            "Smt. Usha Rawat (Pension, Bakshi Ka Talab): away, and nobody stands in",
            "Smt. Usha Rawat (Pension, Malihabad): away, and nobody stands in",
        ],
    );
    check(&[("adm-lko", None)], &["Smt. Shalini Trivedi: away, and nobody stands in"]);
    check(&[("pension-city", Some("pension-north")), ("pension-north", Some("pension-south"))], &[]);
}

#[test]
fn nobody_need_sit_on_a_holiday() {
    let mut policy = lucknow().clone();
    policy.roster.sitting.clear();
    assert_eq!(words(&policy, "2026-12-25"), Vec::<String>::new());
    assert_eq!(words(&policy, "2026-12-24").len(), 1);
}

#[test]
fn the_evening_before_it_is_reported_to_whoever_heads_the_cell() {
    let policy = without(&[("cell-3", None), ("adm-lko", Some("cdo-lko"))]);
    let told = |now: &str| match report(&policy, ist(now)) {
        Some(Effect::SendList(sms)) => Some((sms.notice, sms.officer.to_string(), sms.numbers)),
        _ => None,
    };
    assert_eq!(told("2026-11-30 18:00"), None);
    assert_eq!(told("2026-12-01 18:00"), Some((ListNotice::RosterGap, "adm-lko".to_owned(), vec![1])));
    assert_eq!(told("2026-12-02 18:00"), None);
}
