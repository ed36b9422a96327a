//! Changes in a clerk's words, and the holes of ten broken policies.

use super::*;
use crate::policy::tests::{LUCKNOW, lucknow};

fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(LUCKNOW.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "the policy has no {from:?}");
        text.replacen(from, to, 1)
    })
}

fn check_snapshot(name: &str, said: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, said));
}

#[test]
fn changes_are_told_in_words() {
    let new = edited(&[
        (
            "compensatory = []",
            "compensatory = [\"2026-12-13\"]\nlocal_holidays = [{ date = \"2026-12-07\", hi = \"मेला\", en = \"Fair\", order = \"117/2026\" }]",
        ),
        ("limit = { days = 10, count = \"calendar\" }", "limit = { days = 7, count = \"working\" }"),
        ("phone = \"+919000010025\"", "phone = \"+919000019999\""),
        ("silence_days = 7 ", "silence_days = 9 "),
        (
            "from = \"22:00\"\nto = \"06:00\"\nofficer = \"duty-3\"",
            "from = \"22:00\"\nto = \"06:00\"\nofficer = \"duty-6\"",
        ),
        ("supervisor = \"dswo-lko\"", "supervisor = \"dpo-lko\""),
    ]);
    let new = Policy::from_toml(&new).unwrap();
    let lines = diff(lucknow(), &new);
    assert!(lines.iter().all(|line| !line.contains("+91")));
    check_snapshot("policy_changes", &lines.join("\n"));
    let hindi = diff_in(lucknow(), &new, Language::Hindi);
    assert_eq!(hindi.len(), lines.len(), "the same changes");
    check_snapshot("policy_changes_hi", &hindi.join("\n"));
    assert_eq!(diff(lucknow(), lucknow()), [""; 0]);
    assert!(declares_holidays(lucknow(), &new) && !declares_holidays(&new, lucknow()));
}

#[test]
fn a_holiday_that_comes_late_needs_its_order() {
    let with = |entry: &str| {
        let list = format!("local_holidays = [{entry}]\ncompensatory = []");
        Policy::from_toml(&edited(&[("compensatory = []", &list)])).unwrap()
    };
    let today: NaiveDate = "2026-12-01".parse().unwrap();
    let late = |entry| late_without_order(lucknow(), &with(entry), today, 90);
    assert_eq!(
        late("{ date = \"2026-12-07\", hi = \"मेला\", en = \"Fair\" }"),
        ["2026-12-07".parse().unwrap()]
    );
    assert_eq!(late("{ date = \"2026-12-07\", hi = \"मेला\", en = \"Fair\", order = \"1\" }"), []);
    assert_eq!(late("{ date = \"2028-01-26\", hi = \"गणतंत्र दिवस\", en = \"Republic Day\" }"), []);
}

/// Ten files as clerks break them, and what each is told.
#[test]
fn ten_broken_policies_are_told_what_is_missing() {
    const TUESDAY: (&str, &str) = (
        "days = [\"mon\", \"tue\", \"wed\", \"thu\"]\nfrom = \"14:00\"",
        "days = [\"mon\", \"wed\", \"thu\"]\nfrom = \"14:00\"",
    );
    let broken: [(&str, &[(&str, &str)]); 10] = [
        ("nobody is on duty on Tuesday afternoons", &[TUESDAY]),
        (
            "the supervisor has left",
            &[("role = \"supervisor\"\n", "role = \"supervisor\"\nactive = false\n")],
        ),
        ("a number with a digit too few", &[("phone = \"+919000010025\"", "phone = \"+91900001002\"")]),
        (
            "a nodal officer whom nobody knows",
            &[("officer = \"pension-north\"", "officer = \"pension-nroth\"")],
        ),
        ("a time limit of no days", &[("limit = { days = 10, count", "limit = { days = 0, count")]),
        (
            "a ladder that tells two levels at once",
            &[("unacknowledged = [0, 15, 30]", "unacknowledged = [0, 15, 15]")],
        ),
        ("a place in two tehsils", &[("[\"ससपन\", \"Saspan\"]", "[\"Hazratganj\"]")]),
        ("nobody sits on Tuesday morning", &[("days = [\"tue\", \"fri\"]", "days = [\"fri\"]")]),
        (
            "a calendar with three slips",
            &[
                (
                    "compensatory = []",
                    "compensatory = [\"2026-12-07\"]\npolling_days = [{ date = \"2026-12-08\", hi = \"\", en = \"Poll\", offices = [\"tehsil-x\"] }]",
                ),
                ("id = \"dswo\"\n", "id = \"dswo\"\nweek = \"five-day\"\n"),
            ],
        ),
        ("a line that cannot be read", &[("close = \"17:00\"", "close = \"5 pm\"")]),
    ];
    let told: Vec<String> = broken
        .iter()
        .map(|(what, edits)| {
            let refused = Policy::from_toml(&edited(edits)).expect_err(what).to_string();
            assert!(!refused.contains("+9190"), "{what}: a message holds a number");
            format!("{what}\n  {}", refused.replace('\n', "\n  "))
        })
        .collect();
    check_snapshot("ten_broken_policies", &told.join("\n\n"));
}
