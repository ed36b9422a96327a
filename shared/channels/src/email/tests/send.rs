//! Answers by e-mail, read back by the parser of mails.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::message::{Channel, Choice, MailThread, Options, Outgoing, Provider, ReplyAddress, Sender};
use mail_parser::MessageParser;
use serde_json::Value;

use super::super::{parse_send_answer, render};
use crate::{RenderError, SendOutcome};

fn address(to: &str, thread: Option<(&str, &str)>) -> ReplyAddress {
    let thread = thread
        .map(|(id, subject)| MailThread { message_id: id.to_owned(), subject: Some(subject.to_owned()) });
    ReplyAddress {
        provider: Provider::Email,
        channel: Channel::Email,
        from: "mahila@helpline.example.gov.in".to_owned(),
        to: Sender { email: Some(to.to_owned()), ..Sender::default() },
        thread,
    }
}

fn answer(text: &str) -> Outgoing {
    let choice = |id: &str, title: &str| Choice { id: id.into(), title: title.into(), description: None };
    let options = Options::Buttons(vec![choice("a", "हिंसा"), choice("b", "पेंशन")]);
    Outgoing { text: text.to_owned(), options, template: None }
}

fn mail(to: &ReplyAddress) -> String {
    let request = render(&answer("क्या हुआ?"), to).unwrap();
    assert_eq!(request.path, "/v2/email/outbound-emails");
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(body["FromEmailAddress"], "mahila@helpline.example.gov.in");
    assert_eq!(body["Destination"]["ToAddresses"][0], "sita@example.org");
    String::from_utf8(STANDARD.decode(body["Content"]["Raw"]["Data"].as_str().unwrap()).unwrap()).unwrap()
}

#[test]
fn an_answer_is_threaded_and_says_that_it_is_automatic() {
    let subject = "उत्पीड़न की शिकायत, जो बहुत लंबे विषय के साथ आई है और फिर भी पढ़ी जा सके";
    let raw = mail(&address("sita@example.org", Some(("<m1@example.org>", subject))));
    assert!(raw.lines().all(|line| line.len() <= 78 && line.is_ascii()), "{raw}");
    let mail = MessageParser::default().parse(raw.as_bytes()).unwrap();
    assert_eq!(mail.in_reply_to().as_text(), Some("m1@example.org"));
    assert_eq!(mail.references().as_text(), Some("m1@example.org"));
    assert_eq!(mail.subject(), Some(format!("Re: {subject}").as_str()));
    assert_eq!(mail.header_raw("Auto-Submitted").map(str::trim), Some("auto-replied"));
    let text = mail.body_text(0).unwrap();
    assert!(text.contains("क्या हुआ?") && text.contains("1. हिंसा") && text.contains("2. पेंशन"), "{text}");
}

#[test]
fn her_subject_and_id_write_no_header() {
    for (id, subject) in
        [("<m1@x>\r\nBcc: <evil@x.org>", "x"), ("m1@x", "x\r\nBcc: evil@x.org"), ("<m 1@x>", "\u{0}x")]
    {
        let raw = mail(&address("sita@example.org", Some((id, subject))));
        let mail = MessageParser::default().parse(raw.as_bytes()).unwrap();
        assert!(mail.bcc().is_none() && mail.in_reply_to().as_text().is_none(), "{raw}");
    }
    let again = mail(&address("sita@example.org", Some(("<m@x>", "RE: पेंशन"))));
    let again = MessageParser::default().parse(again.as_bytes()).unwrap();
    assert_eq!(again.subject(), Some("RE: पेंशन"));
}

#[test]
fn whom_no_mail_reaches() {
    for to in
        ["", "sita", "a@b", "a@b.org,c@d.org", "a@b.org\r\nBcc: c@d.org", "सीता@example.org", "a@b@c.org"]
    {
        assert_eq!(render(&answer("x"), &address(to, None)), Err(RenderError::NoRecipient), "{to}");
    }
    let empty = render(&answer(" "), &address("sita@example.org", None));
    assert_eq!(empty, Err(RenderError::Empty { what: "the text" }));
}

#[test]
fn what_ses_says() {
    let check = |status: u16, body: &str, expected: &str| {
        let outcome = match parse_send_answer(status, body.as_bytes()) {
            SendOutcome::Sent { provider_message_id } => provider_message_id,
            SendOutcome::RateLimited => "slow".to_owned(),
            SendOutcome::Retry { .. } => "again".to_owned(),
            other => format!("{other:?}"),
        };
        assert_eq!(outcome, expected, "{status} {body}");
    };
    check(200, r#"{"MessageId":"0100"}"#, "0100");
    check(200, "{}", "again");
    check(400, r#"{"message":"Email address is not verified."}"#, "again");
    check(403, "", "again");
    check(429, r#"{"message":"Maximum sending rate exceeded."}"#, "slow");
    check(500, "", "again");
}
