//! Mails as programs write them, and as they break.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

use domain::message::{Inbound, InboundMessage, MailVerdicts, MessageKind, Verdict};
use proptest::prelude::*;

use super::super::parse;
use super::super::ses::{Place, Received};

const HEAD: &str = "From: Sita <Sita@Example.org>\r\nTo: mahila@helpline.example.gov.in\r\n\
                    Message-ID: <m1@example.org>\r\nSubject: pension\r\n";
const HINDI: &str = "मेरी पेंशन नहीं आई";

fn received(verdicts: MailVerdicts) -> Received {
    Received {
        id: "ses-1".to_owned(),
        source: "sita@example.org".to_owned(),
        recipients: vec!["Mahila@helpline.example.gov.in".to_owned()],
        sent_at: Some("2026-12-01T04:30:00.000Z".to_owned()),
        verdicts,
        place: Place::Here(Vec::new()),
    }
}

fn parts(raw: &[u8]) -> Vec<Inbound> {
    parse(&received(MailVerdicts::default()), raw)
}

fn one(raw: &[u8]) -> InboundMessage {
    match parts(raw).remove(0) {
        Inbound::Message(message) => *message,
        other => panic!("{other:?}"),
    }
}

fn said(rest: &str) -> Option<String> {
    one(format!("{HEAD}{rest}").as_bytes()).text
}

#[test]
fn a_mail_is_a_message() {
    let mail = format!("{HEAD}In-Reply-To: <out@x>\r\n\r\nMy pension has not come.\r\n");
    let message = one(mail.as_bytes());
    assert_eq!(message.provider_message_id, "<m1@example.org>");
    assert_eq!(message.receiver, "mahila@helpline.example.gov.in");
    assert_eq!(message.sender.email.as_deref(), Some("sita@example.org"));
    assert_eq!(message.reply_to.as_deref(), Some("<out@x>"));
    assert_eq!(message.subject.as_deref(), Some("pension"));
    assert_eq!(message.text.as_deref(), Some("My pension has not come."));
    assert_eq!((message.kind, message.media_count), (MessageKind::Text, 0));
    assert!(message.sent_at.is_some() && message.verdicts.is_some() && message.raw.is_none());
    let without_id = one(b"From: a@b.org\r\n\r\nx");
    assert_eq!(without_id.provider_message_id, "ses-1");
}

#[test]
fn hindi_in_each_encoding() {
    use base64::Engine as _;
    let quoted: String =
        HINDI.bytes().map(|b| if b == b' ' { " ".to_owned() } else { format!("={b:02X}") }).collect();
    let encoded = base64::engine::general_purpose::STANDARD.encode(HINDI);
    for (name, body) in [("8bit", HINDI.to_owned()), ("quoted-printable", quoted), ("base64", encoded)] {
        let rest = format!(
            "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: {name}\r\n\r\n{body}\r\n"
        );
        assert_eq!(said(&rest).as_deref(), Some(HINDI), "{name}");
    }
}

#[test]
fn html_alone_becomes_text() {
    let html = "Content-Type: text/html; charset=UTF-8\r\n\r\n<p>उसने <b>मारा</b></p><script>x()</script>";
    let text = said(html).unwrap();
    assert!(text.contains("उसने मारा") && !text.contains('<') && !text.contains("x()"), "{text}");
    let both = "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nplain\r\n\
                --b\r\nContent-Type: text/html\r\n\r\n<p>html</p>\r\n--b--\r\n";
    assert_eq!(said(both).as_deref(), Some("plain"));
    let blank = both.replace("plain\r\n--b", " \r\n--b");
    assert_eq!(said(&blank).as_deref(), Some("html"));
}

#[test]
fn attachments_are_counted() {
    let file = |kind: &str| {
        format!(
            "--b\r\nContent-Type: {kind}; name=a\r\nContent-Disposition: attachment; filename=a\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
        )
    };
    let mail = |files: &str, words: &str| {
        format!("{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{words}{files}--b--\r\n")
            .replace("Subject: pension\r\n", "")
    };
    let words = "--b\r\nContent-Type: text/plain\r\n\r\nwords\r\n";
    let two = one(mail(&(file("image/jpeg") + &file("application/pdf")), words).as_bytes());
    assert_eq!(
        (two.kind, two.media_count, two.media_type.as_deref()),
        (MessageKind::Text, 2, Some("image/jpeg"))
    );
    for (kind, expected) in [
        ("image/jpeg", MessageKind::Image),
        ("audio/ogg", MessageKind::Audio),
        ("video/mp4", MessageKind::Video),
        ("application/pdf", MessageKind::Document),
    ] {
        let mute = one(mail(&file(kind), "").as_bytes());
        assert_eq!((mute.kind, mute.media_count), (expected, 1), "{kind}");
    }
}

#[test]
fn what_a_program_wrote_is_no_complaint() {
    for header in [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner-email=x",
        "Precedence: bulk",
        "Precedence: Auto_Reply",
        "X-Auto-Response-Suppress: All",
        "List-Id: <list.example.org>",
        "Return-Path: <>",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
    ] {
        let mail = format!("{HEAD}{header}\r\n\r\nI am away.\r\n");
        assert_eq!(one(mail.as_bytes()).kind, MessageKind::System, "{header}");
    }
    let bounce = b"From: MAILER-DAEMON@mail.example\r\nSubject: Undelivered\r\n\r\nNo such address";
    assert_eq!(one(bounce).kind, MessageKind::System);
    for header in ["Auto-Submitted: no", "Precedence: normal", "Return-Path: <sita@example.org>"] {
        let mail = format!("{HEAD}{header}\r\n\r\nMy pension.\r\n");
        assert_eq!(one(mail.as_bytes()).kind, MessageKind::Text, "{header}");
    }
}

#[test]
fn what_cannot_be_read_is_odd() {
    for raw in [
        &b""[..],
        b"\xff\xfe\x00",
        b"no header at all",
        b"Subject: nobody\r\n\r\nx",
        b"From: nobody\r\n\r\nx",
    ] {
        let mut from_nobody = received(MailVerdicts::default());
        from_nobody.source.clear();
        let parts = parse(&from_nobody, raw);
        assert!(matches!(&parts[..], [Inbound::Odd(odd)] if odd.raw == raw), "{raw:?}");
    }
    let fail = |spam, virus| MailVerdicts { spam, virus, ..MailVerdicts::default() };
    for verdicts in [fail(Verdict::Fail, Verdict::Pass), fail(Verdict::Pass, Verdict::Fail)] {
        let parts = parse(&received(verdicts), format!("{HEAD}\r\nx").as_bytes());
        assert!(matches!(&parts[..], [Inbound::Odd(_)]));
    }
}

#[test]
fn what_is_damaged_is_kept_twice() {
    let mut raw = format!("{HEAD}Content-Type: text/plain; charset=UTF-8\r\n\r\nwords ").into_bytes();
    raw.extend(b"\xff\xfe\r\n");
    let parts = parts(&raw);
    assert!(matches!(&parts[..], [Inbound::Message(_), Inbound::Odd(odd)] if odd.raw == raw), "{parts:?}");
}

#[test]
fn a_mail_of_nothing_is_kept_raw() {
    let message = one(b"From: a@b.org\r\n\r\n");
    assert_eq!(message.kind, MessageKind::Unsupported);
    assert!(message.raw.is_some());
}

#[test]
fn the_sample_of_ses() {
    let sample = include_str!("../../../samples/email/ses-sns-pass.json");
    let sample: serde_json::Value = serde_json::from_str(sample).unwrap();
    let message = sample["request"]["lambda_event"]["Records"][0]["Sns"]["Message"].as_str().unwrap();
    let received = Received::read(message).unwrap();
    let Place::Here(raw) = &received.place else { panic!("an object") };
    let [Inbound::Message(message)] = &parse(&received, raw)[..] else { panic!("no message") };
    assert_eq!(message.subject.as_deref(), Some("उत्पीड़न की शिकायत"));
    assert!(message.text.as_deref().is_some_and(|text| text.starts_with("मेरे पति रोज़ शराब पीकर")));
    assert_eq!(message.verdicts.unwrap().dmarc, Verdict::Pass);
}

#[test]
fn where_the_mail_lies() {
    let read = |action: &str, content: &str| {
        Received::read(&format!(
            r#"{{"mail":{{"messageId":"m","destination":["a@b.org"]}},"receipt":{{"action":{action}}}{content}}}"#
        ))
    };
    let object = r#"{"type":"S3","bucketName":"b","objectKey":"mail/k"}"#;
    let place = Place::Object { bucket: "b".to_owned(), key: "mail/k".to_owned() };
    assert!(read(object, "").unwrap().place == place);
    assert!(
        read(r#"{"encoding":"BASE64"}"#, r#","content":"aGk=""#).unwrap().place
            == Place::Here(b"hi".to_vec())
    );
    assert!(
        read(r#"{"encoding":"UTF8"}"#, r#","content":"hi""#).unwrap().place == Place::Here(b"hi".to_vec())
    );
    assert_eq!(read("{}", ""), None);
    assert_eq!(Received::read("Successfully validated SNS topic"), None);
}

proptest! {
    #[test]
    fn any_bytes_are_taken(raw in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(!parts(&raw).is_empty());
    }

    #[test]
    fn any_mail_is_taken(rest in "(Content-Type: multipart/(mixed|report|alternative); boundary=b\r\n)?\r\n(--b|--b--|\r\n|[a-zऀ-ॿ<>=:; ]{0,9}){0,20}") {
        let mail = [HEAD, &rest].concat();
        prop_assert!(!parts(mail.as_bytes()).is_empty());
    }
}
