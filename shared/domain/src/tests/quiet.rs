//! Quiet hours as properties: never dropped, never early, never later than the
//! quiet period, and violence untouched.

use proptest::prelude::*;

use super::*;
use crate::effect::{Hold, Notice, SendMessage};
use crate::outgoing::{Options, Outgoing};
use crate::policy::tests::lucknow;
use crate::testing::{Helpline, ist as at, reference};

#[test]
fn hours_end_when_they_say() {
    let night = QuietHours { from: 22 * 60, to: 6 * 60 };
    let noon = QuietHours { from: 13 * 60, to: 14 * 60 };
    for (hours, moment, until) in [
        (night, "2026-12-01 21:59", None),
        (night, "2026-12-01 22:00", Some("2026-12-02 06:00")),
        (night, "2026-12-01 23:59", Some("2026-12-02 06:00")),
        (night, "2026-12-02 00:00", Some("2026-12-02 06:00")),
        (night, "2026-12-02 05:59", Some("2026-12-02 06:00")),
        (night, "2026-12-02 06:00", None),
        (noon, "2026-12-02 12:59", None),
        (noon, "2026-12-02 13:00", Some("2026-12-02 14:00")),
        (noon, "2026-12-02 14:00", None),
        (QuietHours { from: 0, to: 0 }, "2026-12-02 00:00", None),
        (QuietHours { from: 20 * 60, to: 1440 }, "2026-12-02 23:00", Some("2026-12-03 00:00")),
    ] {
        assert_eq!(hours.until(at(moment)), until.map(at), "{hours:?} at {moment}");
    }
}

/// A decision of the clock with one SMS of each kind and a message to her, held
/// as the policy says at this moment.
fn held(
    notice: Notice,
    pressing: bool,
    cause: &Cause,
    quiet: Quiet,
    now: DateTime<Utc>,
) -> (Hold, SendMessage) {
    let mut line = Helpline::new();
    line.register(Category::Certificate);
    let mut complaint = line.complaint().clone();
    complaint.urgent = pressing;
    let policy = crate::policy::Policy { quiet, ..lucknow().clone() };
    let mut decision = Decision::default();
    decision.tell_officer(notice, &complaint.officer, &complaint.reference);
    let mut her = line.state.complainant.clone().unwrap();
    let message = Outgoing { text: "x".to_owned(), options: Options::None, template: None };
    decision.tell_her(&mut her, message);
    decision.complaints.push(complaint);
    let fresh_reference = &reference(7);
    let context = Context { policy: &policy, now, fresh_reference };
    hold(&mut decision, cause, &State::default(), &context);
    let [Effect::SendSms(sms), Effect::SendMessage(sent)] = &decision.effects[..] else {
        panic!("two effects")
    };
    (sms.hold, (**sent).clone())
}

fn clock() -> Cause {
    let mut line = Helpline::new();
    Cause::Clock(line.register(Category::Certificate))
}

#[test]
fn what_waits_is_data() {
    let (night, evening) = (at("2026-12-01 23:00"), at("2026-12-01 20:30"));
    let sample = lucknow().quiet;
    let officer = match clock() {
        Cause::Clock(reference) => Cause::Officer(reference),
        other => other,
    };
    let all = Quiet { assignments_wait: true, officers_words_wait: true, ..sample };
    for (notice, cause, quiet, now, sms_waits, she_waits) in [
        (Notice::Breach, clock(), sample, night, Some("2026-12-02 06:00"), Some("2026-12-02 08:00")),
        (Notice::Breach, clock(), sample, evening, None, Some("2026-12-02 08:00")),
        (Notice::Assigned, Cause::Other, sample, night, None, None),
        (Notice::Assigned, Cause::Other, all, night, Some("2026-12-02 06:00"), None),
        (Notice::Transferred, officer.clone(), sample, night, None, None),
        (Notice::Transferred, officer, all, night, Some("2026-12-02 06:00"), Some("2026-12-02 08:00")),
        (Notice::Breach, clock(), Quiet::default(), night, None, None),
    ] {
        let (hold, sent) = held(notice, false, &cause, quiet, now);
        assert_eq!(hold.not_before, sms_waits.map(at), "{notice:?} by {cause:?}");
        assert_eq!(sent.not_before, she_waits.map(at), "her, at {notice:?} by {cause:?}");
        assert_eq!(hold.groups, notice.is_routine());
    }
}

proptest! {
    #[test]
    fn never_dropped_never_early_never_later_than_the_quiet_period(
        from in 0_u16..1440, to in 0_u16..=1440, seconds in 1_700_000_000_i64..4_000_000_000,
    ) {
        let hours = QuietHours { from, to };
        let now = DateTime::from_timestamp(seconds, 0).unwrap();
        match hours.until(now) {
            Some(until) => {
                prop_assert!(until > now, "never early");
                prop_assert!(until - now <= TimeDelta::minutes(hours.minutes().into()), "never later");
                prop_assert_eq!(hours.until(until), None, "sent when it says");
                prop_assert!(hours.until(until - TimeDelta::seconds(1)).is_some());
            }
            None => {
                let into = (i64::from(minute_of_day(ist(now).time())) - i64::from(from)).rem_euclid(1440);
                prop_assert!(into >= i64::from(hours.minutes()));
            }
        }
    }

    #[test]
    fn what_presses_never_waits(
        from in 0_u16..1440, to in 0_u16..=1440, seconds in 1_700_000_000_i64..1_900_000_000,
        notice in proptest::sample::select(Notice::ALL.to_vec()), waits: bool,
    ) {
        let hours = Some(QuietHours { from, to });
        let quiet =
            Quiet { officers: hours, assignments_wait: waits, her: hours, officers_words_wait: waits };
        let now = DateTime::from_timestamp(seconds, 0).unwrap();
        let (hold, sent) = held(notice, true, &clock(), quiet, now);
        let hold = Hold { taken_by: None, ..hold };
        prop_assert_eq!((hold, sent.not_before), (Hold::default(), None));
    }
}
