//! Meta: whose request it is. Every way to be refused, and the handshake.

use proptest::prelude::*;

use crate::meta::{SIGNATURE_HEADER, handshake, parse, signature, verify};
use crate::tests::support::{posted, samples, shape};
use crate::{Refusal, Secrets};

const SECRET: &str = "sample-meta-app-secret";
const PATH: (&str, &str) = ("/webhooks/meta", "");

fn post(secrets: &str, signature: Option<&str>, body: &[u8]) -> Result<(), Refusal> {
    let secrets = Secrets::parse(secrets);
    posted(|request| verify(&secrets, request), PATH, (SIGNATURE_HEADER, signature), body)
}

#[test]
fn samples_are_accepted_and_read() {
    let mut read = Vec::new();
    for sample in samples("meta").iter().filter(|sample| sample.query.is_empty()) {
        assert_eq!(post(SECRET, Some(&sample.signature), &sample.body), Ok(()), "{}", sample.name);
        read.push(format!("{}: {}", sample.name, shape(&parse(&sample.body))));
    }
    assert_eq!(
        read,
        [
            "meta-audio-forwarded: wamid.SAMPLE0010=",
            "meta-button-reply: wamid.SAMPLE0017=",
            "meta-image-caption: wamid.SAMPLE0006=",
            "meta-list-reply: wamid.SAMPLE0018=",
            "meta-location-pin: wamid.SAMPLE0014=",
            "meta-status-delivered: Delivered wamid.OUT0101=",
            "meta-status-read: Read wamid.OUT0102=",
            "meta-status-sent: Sent wamid.OUT0100=",
            "meta-text-hindi-utf8: wamid.SAMPLE0001=",
            "meta-text-hinglish-context-reply: wamid.SAMPLE0005=",
            "meta-unsupported: wamid.SAMPLE0028=",
        ]
    );
}

#[test]
fn signatures() {
    let body = "{\"a\":\"\\u0915\\/\"}".as_bytes();
    let signed = |secret| signature(secret, body);
    let check = |secrets: &str, header: Option<String>, expected| {
        assert_eq!(post(secrets, header.as_deref(), body), expected, "{secrets} {header:?}");
    };
    check("", Some(signed("")), Err(Refusal::NotConfigured));
    check("s", None, Err(Refusal::MissingSignature));
    check("s", Some(signed("s")), Ok(()));
    check("new,s", Some(signed("s")), Ok(()));
    check("new,s", Some(signed("new")), Ok(()));
    check("s", Some(signed("t")), Err(Refusal::WrongSignature));
    check("s", Some(signature("s", b"other")), Err(Refusal::WrongSignature));
    for malformed in [
        String::new(),
        "sha256=".to_owned(),
        signed("s").to_uppercase(),
        format!("sha256={}", signed("s")["sha256=".len()..].to_uppercase()),
        signed("s").replace("sha256", "sha1"),
        format!("{} ", signed("s")),
        format!("{0},{0}", signed("s")),
    ] {
        check("s", Some(malformed), Err(Refusal::MalformedSignature));
    }
    // RFC 4231, test case 2.
    assert_eq!(
        signature("Jefe", b"what do ya want for nothing?"),
        "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
}

#[test]
fn handshakes() {
    let check = |tokens: &str, query: &str, expected: Result<&str, Refusal>| {
        assert_eq!(handshake(&Secrets::parse(tokens), query), expected.map(str::to_owned), "{query}");
    };
    for sample in samples("meta").iter().filter(|sample| !sample.query.is_empty()) {
        check("old,sample-verify-token", &sample.query, Ok("1158201444"));
        check("", &sample.query, Err(Refusal::NotConfigured));
        check("other", &sample.query, Err(Refusal::WrongToken));
    }
    check("a b&c", "hub.mode=subscribe&hub.challenge=1%2B2+3&hub.verify_token=a%20b%26c", Ok("1+2 3"));
    check("t", "hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=t", Err(Refusal::NotAHandshake));
    check("t", "hub.mode=subscribe&hub.verify_token=t", Err(Refusal::NotAHandshake));
    check("t", "hub.mode=subscribe&hub.challenge=1", Err(Refusal::NotAHandshake));
    check("t", "hub.mode=subscribe&hub.challenge=1&hub.verify_token=", Err(Refusal::WrongToken));
    check("t", "", Err(Refusal::NotAHandshake));
}

proptest! {
    #[test]
    fn a_changed_bit_is_refused(sample in 0_usize..8, at: prop::sample::Index, bit in 0_u8..8, in_body: bool) {
        let samples: Vec<_> = samples("meta").into_iter().filter(|s| s.query.is_empty()).collect();
        let sample = &samples[sample];
        let (mut body, mut header) = (sample.body.clone(), sample.signature.clone().into_bytes());
        let changed = if in_body { &mut body } else { &mut header };
        let at = at.index(changed.len());
        changed[at] ^= 1 << bit;
        // A header that is not text never reaches us as one.
        let header = String::from_utf8(header).ok();
        prop_assert!(post(SECRET, header.as_deref(), &body).is_err());
    }
}
