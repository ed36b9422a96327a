//! By when an officer is to be told, and the line that says so.

use super::*;
use crate::category::Category;
use crate::event::Event;
use crate::testing::Helpline;

fn last(line: &Helpline) -> OfficerSms {
    line.all_sms().last().map(|(_, sms)| (*sms).clone()).expect("an officer is told")
}

fn registered(category: Category) -> Helpline {
    let mut line = Helpline::new();
    line.register(category);
    line
}

#[test]
fn violence_is_to_be_taken_within_minutes_by_whoever_is_told_next_too() {
    let mut line = registered(Category::Violence);
    let minutes = line.complaint().terms.notified_minutes.expect("the sample has them");
    for _ in 0..3 {
        let (sms, by) = (last(&line), line.now + TimeDelta::minutes(minutes.into()));
        assert_eq!(sms.hold.taken_by, Some(by), "{:?}", sms.officer);
        line.wait(minutes.into());
        line.decide(Event::SmsFailed(sms)).expect("no refusal");
    }
}

#[test]
fn its_line_names_who_was_told_and_nothing_else() {
    let line_of = registered(Category::Violence);
    let sms = last(&line_of);
    let entry = line(&sms, line_of.now).expect("a line");
    assert_eq!((entry.event, &entry.officer), (Happening::OfficerNotified, &Some(sms.officer.clone())));
    assert_eq!((entry.reference, entry.text), (sms.reference, None));
}

#[test]
fn elsewhere_nothing_hangs_on_it() {
    for category in [Category::Certificate, Category::Pension, Category::Other] {
        let line_of = registered(category);
        let sms = last(&line_of);
        assert_eq!((sms.hold.taken_by, line(&sms, line_of.now)), (None, None), "{category}");
    }
    // A step of the ladder hands nothing over.
    let mut climbs = registered(Category::Violence);
    climbs.sweep_until("2026-12-01 10:20");
    assert_eq!((last(&climbs).notice, last(&climbs).hold.taken_by), (Notice::Unacknowledged, None));
}
