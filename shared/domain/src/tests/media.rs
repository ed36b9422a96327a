//! The life of a file as tables.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use proptest::prelude::*;

use super::*;

fn start() -> DateTime<Utc> {
    "2026-12-01T04:30:00Z".parse().unwrap()
}

fn recorded() -> Media {
    Media {
        reference: Reference::generate("LKO", 42).unwrap(),
        provider: Provider::Meta,
        message_id: "wamid.1".to_owned(),
        place: 0,
        media_id: "900001".to_owned(),
        state: MediaState::Recorded,
        tries: 0,
        next_at: start(),
        expires_at: start() + KEPT_BY_PROVIDER,
    }
}

fn stored() -> Outcome {
    Outcome::Stored { object: "lko/1".to_owned(), bytes: 7, kind: FileKind::Jpeg }
}

fn check(after_hours: i64, outcomes: &[Outcome], expected: MediaState) {
    let now = start() + TimeDelta::hours(after_hours);
    let media = outcomes.iter().fold(recorded(), |media, outcome| media.next(outcome.clone(), now));
    assert_eq!(media.state, expected, "{outcomes:?} after {after_hours} h");
}

#[test]
fn each_outcome_has_its_state() {
    use Outcome::{Later, Missing, Refused};
    let failed = |why| MediaState::Failed { why };
    let kept = || MediaState::Stored { object: "lko/1".to_owned(), bytes: 7, kind: FileKind::Jpeg };
    check(0, &[], MediaState::Recorded);
    check(0, &[stored()], kept());
    check(0, &[Later], MediaState::Recorded);
    check(0, &[Later, Later, Later, stored()], kept());
    check(167, &[Later], MediaState::Recorded);
    check(168, &[Later], failed(Lost::Expired));
    check(192, &[Later], failed(Lost::Expired));
    check(168, &[stored()], kept());
    check(0, &[Missing], MediaState::Recorded);
    check(0, &[const { Missing }; 7], MediaState::Recorded);
    check(0, &[const { Missing }; 8], failed(Lost::Missing));
    check(168, &[Missing], failed(Lost::Expired));
    for why in [Lost::ForeignAddress, Lost::TooLarge, Lost::UnknownKind] {
        check(0, &[Refused(why)], failed(why));
        check(0, &[Refused(why), stored(), Later], failed(why));
    }
    check(0, &[stored(), Refused(Lost::TooLarge)], kept());
}

#[test]
fn waits_grow_and_end_with_its_life() {
    let (mut media, mut now, mut waited) = (recorded(), start(), Vec::new());
    while media.state == MediaState::Recorded {
        media = media.next(Outcome::Later, now);
        waited.push((media.next_at - now).num_minutes());
        now = media.next_at;
    }
    assert_eq!(waited[..10], [1, 2, 4, 8, 16, 32, 64, 128, 240, 240]);
    assert_eq!(now, media.expires_at, "the last try is at the end");
    assert_eq!(media.state, MediaState::Failed { why: Lost::Expired });
    assert!(!recorded().is_worth_a_try(media.expires_at) && recorded().is_worth_a_try(start()));
}

#[test]
fn debug_names_no_file() {
    let said = format!("{:?}", recorded());
    assert!(!said.contains("900001") && !said.contains("wamid"), "{said}");
}

fn any_outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        Just(stored()),
        Just(Outcome::Later),
        Just(Outcome::Missing),
        Just(Outcome::Refused(Lost::TooLarge)),
    ]
}

proptest! {
    #[test]
    fn it_ends_once_and_never_waits_beyond_its_life(
        tries in proptest::collection::vec((any_outcome(), 0_i64..20_000), 1..40),
    ) {
        let (mut media, mut now) = (recorded(), start());
        for (outcome, minutes) in tries {
            now += TimeDelta::minutes(minutes);
            let next = media.next(outcome, now);
            if media.state == MediaState::Recorded {
                prop_assert!(next.next_at >= now && next.next_at <= media.expires_at.max(now));
                prop_assert!(next.state != MediaState::Recorded || now < media.expires_at);
            } else {
                prop_assert_eq!(&next, &media);
            }
            media = next;
        }
    }
}
