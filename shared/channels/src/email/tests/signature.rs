//! SNS's signature, on messages signed with a key of the tests' own; what is
//! not SNS's is refused before anything is fetched.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use super::super::sns::{Envelope, Hosts, Kind};
use crate::{Refusal, Secrets};

const CERTIFICATE: &[u8] = include_bytes!("certificate.pem");
const OTHER: &[u8] = include_bytes!("other.pem");
const SIGNED: [&[u8]; 4] = [
    include_bytes!("notification-1.json"),
    include_bytes!("notification-2.json"),
    include_bytes!("notification-no-subject.json"),
    include_bytes!("confirmation.json"),
];
const TOPIC: &str = "arn:aws:sns:ap-south-1:000000000000:helpline-mail";

fn envelope(signed: &[u8]) -> Envelope {
    Envelope::read(signed).unwrap()
}

#[test]
fn what_sns_signed_holds() {
    for signed in SIGNED {
        let envelope = envelope(signed);
        assert_eq!(envelope.admit(&Secrets::parse(TOPIC), &Hosts::default()), Ok(()));
        assert_eq!(envelope.verify(CERTIFICATE), Ok(()));
        assert_eq!(envelope.verify(OTHER), Err(Refusal::WrongSignature));
        assert_eq!(envelope.verify(b"no certificate"), Err(Refusal::WrongSignature));
    }
    assert_eq!(envelope(SIGNED[3]).kind, Kind::SubscriptionConfirmation);
}

#[test]
fn whatever_is_changed_is_noticed() {
    type Change = fn(&mut Envelope);
    let changes: [Change; 8] = [
        |it| it.message.push(' '),
        |it| it.message_id.push('0'),
        |it| it.subject = Some("x".to_owned()),
        |it| it.timestamp.push('0'),
        |it| it.topic_arn.push('0'),
        |it| it.kind = Kind::UnsubscribeConfirmation,
        |it| it.signature_version = if it.signature_version == "1" { "2" } else { "1" }.to_owned(),
        |it| it.signature.replace_range(..4, "AAAA"),
    ];
    for signed in &SIGNED[..3] {
        for (place, change) in changes.iter().enumerate() {
            let mut changed = envelope(signed);
            change(&mut changed);
            assert_eq!(changed.verify(CERTIFICATE), Err(Refusal::WrongSignature), "{place}");
        }
    }
    let mut changed = envelope(SIGNED[3]);
    changed.subscribe_url = Some("https://sns.ap-south-1.amazonaws.com/?x".to_owned());
    assert_eq!(changed.verify(CERTIFICATE), Err(Refusal::WrongSignature));
    for version in ["", "3", "SHA256"] {
        let mut odd = envelope(SIGNED[1]);
        odd.signature_version = version.to_owned();
        assert_eq!(odd.verify(CERTIFICATE), Err(Refusal::MalformedSignature), "{version}");
    }
}

#[test]
fn what_has_not_the_form_is_refused() {
    let twice = String::from_utf8(SIGNED[1].to_vec()).unwrap().replacen('{', "{\"TopicArn\":\"x\",", 1);
    for body in ["", "{}", "[]", "\u{feff}{}", r#"{"Type":"Other"}"#, &twice] {
        assert_eq!(Envelope::read(body.as_bytes()), Err(Refusal::MalformedSignature), "{body}");
    }
}

#[test]
fn the_topic_is_ours_and_the_host_is_snss() {
    let check = |topics: &str, url: &str, expected: Result<(), Refusal>| {
        let mut envelope = envelope(SIGNED[1]);
        envelope.certificate_url = url.to_owned();
        assert_eq!(envelope.admit(&Secrets::parse(topics), &Hosts::default()), expected, "{topics} {url}");
    };
    let sound = "https://sns.ap-south-1.amazonaws.com/SimpleNotificationService-0.pem";
    check("", sound, Err(Refusal::NotConfigured));
    check("arn:aws:sns:ap-south-1:111111111111:helpline-mail", sound, Err(Refusal::ForeignTopic));
    check(&format!("{TOPIC},arn:old"), sound, Ok(()));
    check(TOPIC, "https://sns.cn-north-1.amazonaws.com.cn/a.pem", Ok(()));
    for url in [
        "http://sns.ap-south-1.amazonaws.com/a.pem",
        "https://sns.ap-south-1.amazonaws.com/a.crt",
        "https://sns.ap-south-1.amazonaws.com/?x=.pem",
        "https://sns.ap-south-1.amazonaws.com:444/a.pem",
        "https://sns.ap-south-1.amazonaws.com@evil.example/a.pem",
        "https://evil.example/sns.ap-south-1.amazonaws.com/a.pem",
        "https://evil.example\\@sns.ap-south-1.amazonaws.com/a.pem",
        "https://sns.ap-south-1.amazonaws.com.evil.example/a.pem",
        "https://evil-sns.ap-south-1.amazonaws.com/a.pem",
        "https://sns.s3.amazonaws.com/a.pem",
        "https://sns.s3-us-west-2.amazonaws.com/a.pem",
        "https://sns.us-west-2.s3.amazonaws.com/a.pem",
        "https://sns..amazonaws.com/a.pem",
        "https://SNS.AP-SOUTH-1.AMAZONAWS.COM/a.pem",
        "https://sns.ap-south-1.amazonaws.com/%2e%2e/a.pem",
        "https://sns.ap-south-1.amazonaws.com/../a.pem",
        "https://sns.ap-south-1.amazonaws.com/\r\na.pem",
        "",
    ] {
        check(TOPIC, url, Err(Refusal::ForeignHost));
    }
}

#[test]
fn a_confirmation_is_opened_only_where_it_confirms() {
    let own = "https://sns.ap-south-1.amazonaws.com/?Action=ConfirmSubscription&Token=t&TopicArn=";
    let check = |url: Option<String>, sound: bool| {
        let mut envelope = envelope(SIGNED[3]);
        envelope.subscribe_url = url.clone();
        assert_eq!(envelope.subscription(&Hosts::default()).is_ok(), sound, "{url:?}");
    };
    check(Some(format!("{own}{TOPIC}")), true);
    check(Some(format!("{own}arn%3Aaws%3Asns%3Aap-south-1%3A000000000000%3Ahelpline-mail")), true);
    check(Some(format!("{own}arn:other")), false);
    check(Some(format!("https://evil.example/?Action=ConfirmSubscription&TopicArn={TOPIC}")), false);
    check(Some(format!("https://sns.ap-south-1.amazonaws.com/?Action=Publish&TopicArn={TOPIC}")), false);
    check(None, false);
}

#[test]
fn hosts_of_ones_own() {
    let hosts = Hosts::parse("http://127.0.0.1:9000/local/sns, ");
    for (url, allowed) in [
        ("http://127.0.0.1:9000/local/sns/cert.pem", true),
        ("http://127.0.0.1:90001/local/sns/cert.pem", false),
        ("http://127.0.0.1:9000/local/snsx", false),
        ("http://127.0.0.1:9000/local/sns/../fetches", false),
        ("https://sns.ap-south-1.amazonaws.com/a.pem", false),
    ] {
        assert_eq!(hosts.allow(url), allowed, "{url}");
    }
}

#[test]
fn nothing_personal_is_shown() {
    assert_eq!(format!("{:?}", envelope(SIGNED[3])), "Envelope(SubscriptionConfirmation, 42 bytes)");
}
