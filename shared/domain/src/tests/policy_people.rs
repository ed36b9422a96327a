//! Leave, overrides, swaps and the tree of who reports to whom, as a clerk writes them.

use crate::policy::Policy;
use crate::policy::tests::LUCKNOW;

/// The policy of Lucknow with this put before its officers, and each `from`
/// replaced.
fn refused(more: &str, edits: &[(&str, &str)]) -> String {
    let mark = "[[officer]]\nid = \"dm-lko\"";
    assert!(LUCKNOW.contains(mark));
    let text = LUCKNOW.replacen(mark, &format!("{more}\n\n{mark}"), 1);
    let text = edits.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "the policy has no {from:?}");
        text.replace(from, to)
    });
    Policy::from_toml(&text).map_or_else(|errors| errors.to_string(), |_| "nothing".to_owned())
}

fn check(more: &str, expected: &str) {
    let said = refused(more, &[]);
    assert!(said.contains(expected), "wanted {expected:?} in: {said}");
}

fn leave(officer: &str, from: &str, to: &str, stand_in: &str) -> String {
    format!(
        "[[leave]]\nofficer = \"{officer}\"\nfrom = \"{from}\"\nto = \"{to}\"\nstand_in = \"{stand_in}\"\n"
    )
}

fn on_duty(date: &str, from: &str, to: &str, officer: &str) -> String {
    format!(
        "[[override]]\nroster = \"duty\"\ndate = \"{date}\"\nfrom = \"{from}\"\nto = \"{to}\"\nofficer = \"{officer}\"\n"
    )
}

#[test]
fn leave_is_checked_in_a_clerks_words() {
    let of = |officer, from, to, by| leave(officer, from, to, by);
    check(
        &of("nobody", "2026-12-01", "2026-12-02", "cell-1"),
        "leave of nobody from 2026-12-01: there is no officer nobody",
    );
    check(
        &of("cell-1", "2026-12-02", "2026-12-01", "cell-2"),
        "leave of cell-1 from 2026-12-02: ends on 2026-12-01, before it begins",
    );
    check(&of("cell-1", "2026-12-01", "2026-12-01", "cell-1"), "the officer would stand in for themself");
    check(&of("cell-1", "2026-12-01", "2026-12-01", "ghost"), "the stand-in ghost is not among the officers");
    check(
        &of("cell-1", "2026-12-01", "2026-12-01", "commissioner-lko"),
        "the stand-in commissioner-lko is not among the officers",
    );
    let twice = of("cell-1", "2026-12-01", "2026-12-05", "cell-2")
        + &of("cell-1", "2026-12-05", "2026-12-06", "cell-3");
    check(&twice, "leave of cell-1 from 2026-12-01: overlaps the leave from 2026-12-05");
    let circle = of("cell-1", "2026-12-01", "2026-12-05", "cell-2")
        + &of("cell-2", "2026-12-03", "2026-12-09", "cell-3")
        + &of("cell-3", "2026-12-05", "2026-12-05", "cell-1");
    check(
        &circle,
        "leave of cell-1 from 2026-12-01: on 2026-12-05 the stand-ins stand in for each other in a circle",
    );
    let chain = of("cell-1", "2026-12-01", "2026-12-05", "cell-2")
        + &of("cell-2", "2026-12-03", "2026-12-09", "cell-3")
        + &of("cell-3", "2026-12-06", "2026-12-08", "cell-1");
    check(&chain, "nothing");
}

#[test]
fn overrides_and_swaps_are_checked() {
    check(
        &on_duty("2026-12-01", "06:00", "10:00", "ghost"),
        "override of duty on 2026-12-01 from 06:00 to 10:00: there is no officer ghost",
    );
    let both = on_duty("2026-12-01", "22:00", "06:00", "duty-1")
        + &on_duty("2026-12-02", "05:00", "07:00", "duty-2");
    check(&both, "overlaps the override of duty on 2026-12-02 from 05:00 to 07:00");
    let away = on_duty("2026-12-01", "22:00", "06:00", "duty-1")
        + &leave("duty-1", "2026-12-02", "2026-12-02", "duty-2");
    check(&away, "officer duty-1 is on leave on 2026-12-02");
    let swap = |officer: &str, with: &str, date: &str| {
        format!(
            "[[swap]]\nroster = \"duty\"\nofficer = \"{officer}\"\nwith = \"{with}\"\ndate = \"{date}\"\n"
        )
    };
    check(&swap("duty-1", "duty-1", "2026-12-01"), "an officer cannot swap with themself");
    check(&swap("duty-1", "duty-4", "2026-12-01"), "officer duty-4 has no duty on 2026-12-01 to give away");
    check(&swap("duty-1", "duty-2", "2026-12-01"), "nothing");
    check(
        "[[override]]\nroster = \"duty\"\ndate = \"2026-12-01\"\nfrom = \"6\"\nto = \"10:00\"\nofficer = \"duty-1\"\n",
        "override: '6' is no time of day",
    );
}

#[test]
fn the_tree_is_checked() {
    let check = |edits: &[(&str, &str)], expected: &str| {
        let said = refused("", edits);
        assert!(said.contains(expected), "wanted {expected:?} in: {said}");
    };
    check(&[("[appellate]", "[[appellates]]")], "unknown field");
    check(
        &[("reports_to = \"cdo-lko\"", "reports_to = \"ghost\"")],
        "reports to ghost, and there is no officer ghost",
    );
    check(
        &[("id = \"cdo-lko\"\n", "id = \"cdo-lko\"\nreports_to = \"dept-nodal\"\n")],
        "officer cdo-lko: reports to themself, by way of others",
    );
    check(&[("id = \"dpo\"\n", "id = \"dpo\"\nhead = \"ghost\"\n")], "office dpo: its head is ghost");
    check(
        &[("phone = \"+919000010099\"", "phone = \"+912200010099\"")],
        "appellate: officer commissioner-lko has no Indian mobile number",
    );
    check(
        &[("id = \"commissioner-lko\"", "id = \"cell-1\"")],
        "appellate: officer cell-1 stands among the district's officers too",
    );
}
