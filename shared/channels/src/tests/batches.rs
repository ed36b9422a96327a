//! Batches of one to a thousand messages with bad ones in any places, for every
//! parser whose bodies hold several: every good one is read, in order, every bad
//! one is odd.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use domain::message::Inbound;

use crate::tests::support::shape;
use crate::{exotel, gupshup, infobip, meta, msg91};

type Parse = fn(&[u8]) -> Vec<Inbound>;

/// A parser, what stands around its list, and a good message, `@` its number.
type Batch = (Parse, (&'static str, &'static str), &'static str);

const META: (&str, &str) = (
    r#"{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1"},"messages":["#,
    "]}}]}]}",
);
const META_TEXT: &str = r#"{"from":"919000000001","id":"id@","type":"text","text":{"body":"मदद"}}"#;

const BATCHES: [Batch; 5] = [
    (meta::parse, META, META_TEXT),
    (gupshup::parse, META, META_TEXT),
    (
        infobip::parse,
        (r#"{"results":["#, "]}"),
        r#"{"messageId":"id@","from":"919000000001","to":"915220000001","text":"मदद"}"#,
    ),
    (
        msg91::parse,
        ("[", "]"),
        r#"{"uuid":"id@","customerNumber":"919000000001","integratedNumber":"915220000001","text":"x"}"#,
    ),
    (
        exotel::parse,
        (r#"{"whatsapp":{"messages":["#, "]}}"),
        r#"{"sid":"id@","from":"919000000001","to":"915220000001","content":{"type":"text","text":{"body":"x"}}}"#,
    ),
];

const POISON: [&str; 8] = [
    "7",
    "{}",
    "[]",
    r#""x""#,
    "-1e999",
    "true",
    r#"{"id":{},"from":"919000000001","type":"text"}"#,
    r#"{"messageId":"x","from":"nobody","text":"\ud800"}"#,
];

/// A batch of this size with the bad ones `(place, which)`.
fn check(batch: &Batch, size: usize, bad: &[(usize, usize)]) {
    let (parse, (head, tail), good) = batch;
    let poison =
        |place: usize| bad.iter().find(|(at, _)| at % size == place).map(|(_, which)| which % POISON.len());
    let messages: Vec<String> = (0..size)
        .map(|place| {
            poison(place).map_or_else(|| good.replace('@', &place.to_string()), |it| POISON[it].to_owned())
        })
        .collect();
    let expected: Vec<String> = (0..size)
        .map(|place| if poison(place).is_some() { "odd".to_owned() } else { format!("id{place}") })
        .collect();
    let body = format!("{head}{}{tail}", messages.join(","));
    assert_eq!(shape(&parse(body.as_bytes())), expected.join(", "), "{size} with {bad:?}");
}

#[test]
fn one_bad_one_in_every_place_of_every_small_size() {
    for batch in &BATCHES {
        for size in 1..=20 {
            (0..size).for_each(|place| check(batch, size, &[(place, place + size)]));
        }
    }
}

#[test]
fn one_bad_one_in_every_place_of_a_thousand() {
    // All places of one parser: the cutting is the same for all.
    for place in (0..1_000).step_by(9).chain([1, 998, 999]) {
        check(&BATCHES[0], 1_000, &[(place, place)]);
    }
    for batch in &BATCHES {
        [0, 1, 500, 999].iter().for_each(|place| check(batch, 1_000, &[(*place, 1)]));
    }
}

#[test]
fn any_size_with_any_bad_ones() {
    let bad = prop::collection::vec((any::<usize>(), any::<usize>()), 0..12);
    TestRunner::new(Config::with_cases(100))
        .run(&(0..BATCHES.len(), 1_usize..=1_000, bad), |(which, size, bad)| {
            check(&BATCHES[which], size, &bad);
            Ok(())
        })
        .unwrap();
}
