//! A short run of the simulation; the ten years are a command (see README).

use domain::policy::Policy;
use simulation::simulate;

#[test]
fn nothing_is_missed_doubled_or_early_in_six_months() {
    let policy = Policy::from_toml(include_str!("../../../shared/domain/policy/lucknow.toml"));
    let policy = policy.expect("the sample policy holds");
    let start = chrono::DateTime::from_timestamp(1_798_741_800, 0).expect("1 January 2027, 00:00 IST");
    let report = simulate(&policy, start, 180 * 24 * 60, 7);
    println!("{report}");
    assert!(report.is_clean(), "{report}");
    assert!(report.complaints > 300 && report.held > 100, "{report}");
    assert!(
        report.conflicts > 0 && report.deaths > 0 && report.runs.iter().all(|runs| *runs > 0),
        "{report}"
    );
}
