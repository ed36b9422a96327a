//! The holiday lists must not run out unnoticed: 120 days before one ends this
//! fails, and somebody adds the next year's from the state's notification.

use chrono::{DateTime, TimeDelta, Utc};
use domain::calendar::ist_date;
use domain::policy::Policy;

const DAYS: i64 = 120;

#[expect(clippy::disallowed_methods, reason = "that the data runs out is a matter of the real date")]
fn now() -> DateTime<Utc> {
    std::time::SystemTime::now().into()
}

#[test]
fn the_holidays_reach_far_enough() {
    let policies = [include_str!("../policy/lucknow.toml"), include_str!("../policy/barabanki.toml")];
    for source in policies {
        let policy = Policy::from_toml(source).expect("a sample policy holds");
        let last = policy.calendar_of(None).last_holiday().expect("holidays");
        let needed = ist_date(now() + TimeDelta::days(DAYS));
        assert!(last >= needed, "{}: the holidays end on {last}; add the next year's", policy.cell.id);
    }
}
