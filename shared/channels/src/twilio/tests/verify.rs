//! Twilio: whose request it is. Every way to be refused.

use proptest::prelude::*;
use sha2::{Digest, Sha256};

use crate::tests::support::{posted, samples, shape};
use crate::text;
use crate::twilio::{SIGNATURE_HEADER, parse, parse_status, requested_url, signature, url_spellings, verify};
use crate::{Refusal, Request, Secrets};

const URL: &str = "https://helpline.example.gov.in";
const TOKEN: &str = "sample-twilio-token";

fn post(
    secrets: &str,
    url: &str,
    path: (&str, &str),
    signature: Option<&str>,
    body: &[u8],
) -> Result<(), Refusal> {
    let secrets = Secrets::parse(secrets);
    posted(|request| verify(&secrets, url, request), path, (SIGNATURE_HEADER, signature), body)
}

#[test]
fn samples_are_accepted_and_read() {
    let mut read = Vec::new();
    for sample in samples("twilio") {
        let header = signature(TOKEN, &format!("{URL}{}", sample.path), &sample.body);
        let path = (sample.path.as_str(), "");
        assert_eq!(post(TOKEN, URL, path, Some(&header), &sample.body), Ok(()), "{}", sample.name);
        let parsed =
            if sample.path.ends_with("/status") { parse_status(&sample.body) } else { parse(&sample.body) };
        read.push(format!(
            "{}: {}",
            sample.name,
            shape(&parsed).replace("000000000000000000000000000000", "-")
        ));
    }
    assert_eq!(
        read,
        [
            "tw-sms-text: SM-02",
            "tw-status-delivered: Delivered SM-64",
            "tw-status-undelivered-30008: Failed SM-66",
            "tw-wa-button: SM-05",
            "tw-wa-location: SM-04",
            "tw-wa-text-hindi: SM-01",
        ]
    );
}

#[test]
fn signatures() {
    let body = b"To=%2B91&From=&To=%2B91&To=%2B1&Body=%E0%A4%95+x";
    let path = ("/webhooks/twilio", "");
    let at = |url: &str| signature("s", url, body);
    let check = |secrets: &str, header: Option<String>, expected| {
        assert_eq!(post(secrets, URL, path, header.as_deref(), body), expected, "{header:?}");
    };
    let full = format!("{URL}/webhooks/twilio");
    check("", Some(at(&full)), Err(Refusal::NotConfigured));
    check("s", None, Err(Refusal::MissingSignature));
    check("s", Some(at(&full)), Ok(()));
    check("new,s", Some(at(&full)), Ok(()));
    check("t", Some(at(&full)), Err(Refusal::WrongSignature));
    check("s", Some(at(&full.replace(".in", ".in:443"))), Ok(()));
    check("s", Some(at(&full.replace("https", "http"))), Err(Refusal::WrongSignature));
    check("s", Some(at(&full.replace(".in", ".in:8443"))), Err(Refusal::WrongSignature));
    check("s", Some(at(&format!("{full}/"))), Err(Refusal::WrongSignature));
    check("s", Some(at(&format!("{full}?a=1"))), Err(Refusal::WrongSignature));
    for malformed in ["", "x", "c2hvcnQ=", "!!!!"] {
        check("s", Some(malformed.to_owned()), Err(Refusal::MalformedSignature));
    }
    // Twilio's own example, from its validators' tests.
    let form =
        b"Digits=1234&CallSid=CA1234567890ABCDE&To=%2B18005551212&Caller=%2B14158675309&From=%2B14158675309";
    assert_eq!(
        signature("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", form),
        "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    );
}

#[test]
fn urls_are_tried_in_three_spellings() {
    for (url, others) in [
        ("https://h/p?q", vec!["https://h:443/p?q"]),
        ("http://h/p", vec!["http://h:80/p"]),
        ("http://127.0.0.1:9000/p", vec!["http://127.0.0.1/p"]),
        ("https://[::1]/p", vec!["https://[::1]:443/p"]),
        ("https://[::1]:9/p", vec!["https://[::1]/p"]),
        ("https://h?q=a:1", vec!["https://h:443?q=a:1"]),
        ("nonsense", vec![]),
    ] {
        assert_eq!(url_spellings(url)[1..], others, "{url}");
    }
    let header = |_: &str| None;
    let request = Request { method: "POST", path: "/w", query: "a=1", header: &header, body: b"" };
    for base in ["https://h", "https://h/", "https://h/w"] {
        assert_eq!(requested_url(base, &request), "https://h/w?a=1");
    }
}

#[test]
fn a_json_body_is_bound_by_its_digest() {
    let body = br#"{"a":1}"#;
    let query = format!("bodySHA256={}", text::hex(&Sha256::digest(body)));
    let signed = signature("s", &format!("{URL}/w?{query}"), b"");
    let check = |query: &str, body: &[u8], expected| {
        assert_eq!(post("s", URL, ("/w", query), Some(&signed), body), expected);
    };
    check(&query, body, Ok(()));
    check(&query, br#"{"a":2}"#, Err(Refusal::WrongBodyDigest));
    check(&query, b"", Err(Refusal::WrongBodyDigest));
    check("", b"", Err(Refusal::WrongSignature));
    check(&format!("{query}&x=1"), body, Err(Refusal::WrongSignature));
}

proptest! {
    #[test]
    fn a_changed_bit_is_refused(sample in 0_usize..6, at: prop::sample::Index, bit in 0_u8..8, in_body: bool) {
        let sample = &samples("twilio")[sample];
        let mut header = signature(TOKEN, &format!("{URL}{}", sample.path), &sample.body).into_bytes();
        let mut body = sample.body.clone();
        let changed = if in_body { &mut body } else { &mut header };
        let at = at.index(changed.len());
        changed[at] ^= 1 << bit;
        let header = String::from_utf8(header).ok();
        prop_assert!(post(TOKEN, URL, (&sample.path, ""), header.as_deref(), &body).is_err());
    }
}
