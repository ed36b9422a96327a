//! What holds for every provider without a signature of its own: samples, ways
//! to be refused, hostile bodies, batches.

use std::fmt::Write;

use domain::message::{Inbound, InboundMessage};
use proptest::prelude::*;

use crate::tests::support::{Sample, samples, shape};
use crate::{Refusal, email, exotel, gupshup, infobip, meta, msg91, twilio};

#[allow(unreachable_pub, reason = "public for the fuzz targets")]
#[path = "../../fuzz/src/invariants.rs"]
mod invariants;

/// The providers, with the secrets of their samples.
const PROVIDERS: [(&str, &str); 4] = [
    ("gupshup", "sample-gs-path"),
    ("infobip", "hb:heldout-ib"),
    ("msg91", "sample-msg91-path"),
    ("exotel", "sample-exotel-path"),
];
type Parse = fn(&[u8]) -> Vec<Inbound>;
const PARSERS: [Parse; 4] = [gupshup::parse, infobip::parse, msg91::parse, exotel::parse];

fn told(inbound: &[Inbound]) -> String {
    let mut out = String::new();
    for part in inbound {
        match part {
            Inbound::Message(message) => out.push_str(&told_message(message)),
            Inbound::Status(status) => {
                let error = status.error.as_deref().unwrap_or("-");
                writeln!(out, "  {:?} {} error {error}", status.status, status.provider_message_id).unwrap();
            }
            Inbound::Consent(change) => writeln!(out, "  wanted {}", change.wanted).unwrap(),
            Inbound::Odd(part) => writeln!(out, "  ODD {}", part.why).unwrap(),
        }
    }
    if out.is_empty() { "  nothing\n".to_owned() } else { out }
}

fn told_message(m: &InboundMessage) -> String {
    let mut out = format!("  {:?} {:?} {}\n", m.channel, m.kind, m.provider_message_id);
    let who = m.sender.identity().unwrap_or("-");
    write!(out, "    {who} -> {} at {}", m.receiver, m.sent_at.as_deref().unwrap_or("-")).unwrap();
    for (name, value) in [
        ("text", m.text.as_deref()),
        ("choice", m.choice.as_deref()),
        ("media", m.media_id.as_deref()),
        ("type", m.media_type.as_deref()),
        ("reply", m.reply_to.as_deref()),
        ("raw", m.raw.as_deref().map(|_| "kept")),
    ] {
        if let Some(value) = value {
            write!(out, "\n    {name} {value}").unwrap();
        }
    }
    if let Some(at) = m.location {
        write!(out, "\n    at {} {}", at.latitude, at.longitude).unwrap();
    }
    if m.media_count > 1 {
        write!(out, "\n    files {}", m.media_count).unwrap();
    }
    out + "\n"
}

/// The snapshot says what each sample means; it was read line by line against
/// the providers' documentation.
#[test]
fn samples_mean_what_is_expected() {
    let mut out = String::new();
    for (provider, secret) in PROVIDERS {
        for sample in samples(provider) {
            assert_eq!(sample.verified(secret), Ok(()), "{}", sample.name);
            let parsed = sample.parsed();
            assert_eq!(parsed, sample.parsed(), "sent again, {} means the same", sample.name);
            writeln!(out, "{}\n{}", sample.name, told(&parsed).trim_end()).unwrap();
        }
    }
    insta::assert_snapshot!(out);
}

#[test]
fn requests_are_refused() {
    let check = |sample: &Sample, secrets: &str, expected: Result<(), Refusal>| {
        assert_eq!(sample.verified(secrets), expected, "{} {secrets}", sample.name);
    };
    for (provider, secret) in PROVIDERS {
        let basic = provider == "infobip";
        let wrong = if basic { Refusal::WrongCredential } else { Refusal::WrongSecret };
        for sample in samples(provider) {
            check(&sample, secret, Ok(()));
            check(&sample, &format!("new:one,{secret}"), Ok(()));
            check(&sample, &format!("{secret},old:one"), Ok(()));
            check(&sample, "", Err(Refusal::NotConfigured));
            check(&sample, "other", Err(wrong));
            check(&sample, &secret[1..], Err(wrong));
            check(&sample, &format!("{secret}x"), Err(wrong));
        }
        let mut sample = samples(provider).remove(0);
        if basic {
            for (header, why) in [
                ("", Refusal::MissingCredential),
                ("Basic", wrong),
                ("Basic !!!", wrong),
                ("Bearer aGI6aGVsZG91dC1pYg==", wrong),
                ("aGI6aGVsZG91dC1pYg==", wrong),
                ("basic aGI6aGVsZG91dC1pYg==", wrong),
            ] {
                header.clone_into(&mut sample.authorization);
                check(&sample, secret, Err(why));
            }
        } else {
            sample.authorization = infobip::credential(secret);
            sample.path = sample.path.replace(secret, "Sample-path");
            check(&sample, secret, Err(wrong));
        }
    }
}

#[test]
fn empty_and_alien_bodies_are_odd() {
    for body in ["", " ", "null", "[]x", "7", "\"x\"", "{", "{}", "a=b", "\u{0}", "{\"type\":\"message\"}"] {
        for (parse, (provider, _)) in PARSERS.iter().zip(PROVIDERS) {
            assert_eq!(shape(&parse(body.as_bytes())), "odd", "{provider} {body:?}");
        }
    }
}

/// What the fuzzer found worth keeping is read again by every parser, its own
/// or not.
#[test]
fn the_fuzzers_corpus_is_read() {
    let all: [Parse; 8] = [
        meta::parse,
        twilio::parse,
        twilio::parse_status,
        gupshup::parse,
        infobip::parse,
        msg91::parse,
        exotel::parse,
        email::parse_raw,
    ];
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let mut read = 0;
    for target in std::fs::read_dir(corpus).unwrap() {
        for file in std::fs::read_dir(target.unwrap().path()).unwrap() {
            let body = std::fs::read(file.unwrap().path()).unwrap();
            all.iter().for_each(|parse| invariants::hold(*parse, &body));
            read += 1;
        }
    }
    assert!(read > 100, "{read} bodies");
}

/// A list of `n` good messages in the provider's batch, `poison` at one place.
fn batch(wrap: (&str, &str), n: usize, poison: Option<(usize, &str)>, good: fn(usize) -> String) -> String {
    let mut all: Vec<String> = (0..n).map(good).collect();
    if let Some((at, poison)) = poison {
        poison.clone_into(&mut all[at]);
    }
    format!("{}{}{}", wrap.0, all.join(","), wrap.1)
}

type Batch = (Parse, (&'static str, &'static str), fn(usize) -> String);

const BATCHES: [Batch; 3] = [
    (infobip::parse, (r#"{"results":["#, "]}"), |i| {
        format!(r#"{{"messageId":"id{i}","from":"919000000001","to":"915220000001","text":"मदद"}}"#)
    }),
    (msg91::parse, ("[", "]"), |i| {
        format!(
            r#"{{"uuid":"id{i}","customerNumber":"919000000001","integratedNumber":"915220000001","text":"x"}}"#
        )
    }),
    (exotel::parse, (r#"{"whatsapp":{"messages":["#, "]}}"), |i| {
        let content = r#"{"type":"text","text":{"body":"x"}}"#;
        format!(r#"{{"sid":"id{i}","from":"919000000001","to":"915220000001","content":{content}}}"#)
    }),
];

#[test]
fn a_batch_loses_nothing_to_poison() {
    for (parse, wrap, good) in BATCHES {
        for size in [1, 2, 3, 10, 40] {
            for at in 0..size {
                for poison in ["7", "{}", r#""x""#, r#"{"messageId":"x","from":"nobody","text":"\ud800"}"#] {
                    let body = batch(wrap, size, Some((at, poison)), good);
                    let expected: Vec<String> = (0..size)
                        .map(|i| if i == at { "odd".to_owned() } else { format!("id{i}") })
                        .collect();
                    assert_eq!(shape(&parse(body.as_bytes())), expected.join(", "), "{body}");
                }
            }
        }
        assert_eq!(parse(batch(wrap, 1000, None, good).as_bytes()).len(), 1000);
    }
}

/// One text of hers through each provider, `T` standing for it.
const TEXTS: [(Parse, &str); 5] = [
    (
        gupshup::parse,
        r#"{"app":"A","type":"message","payload":{"id":"1","source":"919000000001","type":"text","payload":{"text":"T"}}}"#,
    ),
    (
        infobip::parse,
        r#"{"results":[{"messageId":"1","from":"919000000001","to":"915220000001","text":"T"}]}"#,
    ),
    (
        infobip::parse,
        r#"{"results":[{"messageId":"1","from":"919000000001","to":"915220000001","message":{"type":"TEXT","text":"T"}}]}"#,
    ),
    (
        msg91::parse,
        r#"{"uuid":"1","customerNumber":"919000000001","integratedNumber":"915220000001","text":"T"}"#,
    ),
    (exotel::parse, r#"{"SmsSid":"1","From":"09000000001","To":"05220000001","Body":"T"}"#),
];

#[test]
fn hostile_texts_are_recovered() {
    let nested = format!("x\",\"deep\":{}{},\"y\":\"", "[".repeat(5000), "]".repeat(5000));
    let cases: [(&[u8], &str); 9] = [
        (br"\u092e\ud83d\ude00\/", "म😀/"),
        (br"a\ud800b", "a\u{fffd}b"),
        (b"a\xff\xc0b", "a\u{fffd}\u{fffd}b"),
        (b"a\nb\0c", "a\nbc"),
        (br"a\u0000\u202eb\u200d", "ab\u{200d}"),
        (nested.as_bytes(), "x"),
        (b"x\",\"huge\":1e99999,\"y\":\"", "x"),
        ("क्\u{200d}ष".as_bytes(), "क्\u{200d}ष"),
        (b"STOP", "STOP"),
    ];
    for (parse, template) in TEXTS {
        for (sent, kept) in cases {
            let (head, tail) = template.split_once("\"T\"").unwrap();
            let body = [b"\xef\xbb\xbf", head.as_bytes(), b"\"", sent, b"\"", tail.as_bytes()].concat();
            let inbound = parse(&body);
            let [Inbound::Message(message)] = inbound.as_slice() else { panic!("{inbound:?} of {template}") };
            assert_eq!(message.text.as_deref(), Some(kept), "{template}");
        }
    }
}

fn all_samples() -> Vec<Sample> {
    PROVIDERS.iter().flat_map(|(provider, _)| samples(provider)).collect()
}

proptest! {
    #[test]
    fn any_bytes_are_read(body: Vec<u8>) {
        for parse in PARSERS {
            prop_assert!(!parse(&body).is_empty());
        }
    }

    #[test]
    fn any_form_and_any_object_are_read(
        pairs in prop::collection::vec((prop::sample::select(vec![
            "type", "mobile", "response", "waNumber", "payload", "results", "data", "messages", "SmsSid", "From",
            "To", "Body", "Status", "uuid", "customerNumber", "integratedNumber", "status", "button", "image",
        ]), ".{0,12}"), 0..8),
    ) {
        let fields: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let object: serde_json::Map<String, serde_json::Value> =
            fields.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
        for parse in PARSERS {
            let _ = parse(crate::form_encode(&fields).as_bytes());
            let _ = parse(serde_json::Value::from(object.clone()).to_string().as_bytes());
        }
    }

    #[test]
    fn a_changed_bit_of_the_proof_is_refused(index: prop::sample::Index, at: prop::sample::Index, bit in 0_u8..7) {
        let all = all_samples();
        let sample = &all[index.index(all.len())];
        let (provider, secret) =
            *PROVIDERS.iter().find(|(name, _)| sample.path.contains(name)).unwrap();
        let mut changed = sample.clone();
        if provider == "infobip" {
            changed.authorization = flip(&sample.authorization, at, bit);
        } else {
            let start = sample.path.len() - secret.len();
            changed.path.replace_range(start.., &flip(secret, at, bit));
        }
        // What the change makes of the path may be another route, or none.
        if crate::adapter::find(&changed.method, &changed.path).is_some() {
            prop_assert!(changed.verified(secret).is_err());
        }
    }
}

fn flip(text: &str, at: prop::sample::Index, bit: u8) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let at = at.index(bytes.len());
    bytes[at] ^= 1 << bit;
    String::from_utf8(bytes).unwrap()
}

#[test]
fn mutated_samples_are_read() {
    use proptest::test_runner::{Config, TestRunner};
    let all = all_samples();
    let mutation =
        (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_usize..20, any::<Vec<u8>>());
    let mut runner = TestRunner::new(Config::with_cases(2000));
    runner
        .run(&mutation, |(index, at, cut, put)| {
            let mut body = all[index.index(all.len())].body.clone();
            let at = at.index(body.len() + 1);
            let end = (at + cut).min(body.len());
            body.splice(at..end, put);
            for parse in PARSERS {
                let _ = parse(&body);
            }
            Ok(())
        })
        .unwrap();
}
