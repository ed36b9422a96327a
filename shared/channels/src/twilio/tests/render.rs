//! Twilio: answers, and what the API says of them.

use domain::message::{Channel, Choice, Options, Outgoing, Provider, Sender, TemplateMessage};

use crate::tests::support::address;
use crate::twilio::{parse_send_answer, render, twiml};
use crate::{RenderError, SendOutcome};

fn outgoing(text: &str, template: Option<TemplateMessage>) -> Outgoing {
    let choice = |id: &str, title: &str| Choice { id: id.into(), title: title.into(), description: None };
    let options = Options::Buttons(vec![choice("Y", "हाँ"), choice("N", "नहीं")]);
    Outgoing { text: text.into(), options, template }
}

#[test]
fn answers_are_written_as_twilio_takes_them() {
    let template = TemplateMessage {
        name: "ask".into(),
        language: "hi".into(),
        parameters: vec!["LKO\"1".into()],
        payloads: vec!["Y".into()],
    };
    let whatsapp = address(Provider::Twilio, Channel::Whatsapp, Sender::phone("+919000000001"));
    let sms = address(Provider::Twilio, Channel::Sms, Sender::phone("+919000000001"));
    let by_id = Sender { user_id: Some("IN.1349".into()), ..Sender::default() };
    let check = |outgoing: &Outgoing,
                 to: &domain::message::ReplyAddress,
                 open,
                 sid,
                 expected: Result<&[&str], RenderError>| {
        let fields = render(outgoing, to, open, sid);
        let shown =
            fields.map(|f| f.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>());
        assert_eq!(shown, expected.map(|e| e.iter().map(|&s| s.to_owned()).collect()));
    };
    let plain = outgoing("हल हुआ?", None);
    let body = "Body=हल हुआ?\n\n1. हाँ\n2. नहीं";
    let wa = ["From=whatsapp:+915220000001", "To=whatsapp:+919000000001"];
    check(&plain, &whatsapp, true, None, Ok(&[wa[0], wa[1], body]));
    check(&plain, &sms, false, None, Ok(&["From=+915220000001", "To=+919000000001", body]));
    check(&plain, &whatsapp, false, Some("HX1"), Err(RenderError::WindowClosed));
    let timed = outgoing("q", Some(template));
    check(&timed, &whatsapp, false, None, Err(RenderError::WindowClosed));
    let variables = r#"ContentVariables={"1":"LKO\"1","2":"Y"}"#;
    check(&timed, &whatsapp, false, Some("HX1"), Ok(&[wa[0], wa[1], "ContentSid=HX1", variables]));
    let id_on_whatsapp = address(Provider::Twilio, Channel::Whatsapp, by_id.clone());
    check(&plain, &id_on_whatsapp, true, None, Ok(&[wa[0], "To=whatsapp:IN.1349", body]));
    let id_on_sms = address(Provider::Twilio, Channel::Sms, by_id);
    check(&plain, &id_on_sms, true, None, Err(RenderError::NoRecipient));
    let long = outgoing(&"x".repeat(1590), None);
    let limit = RenderError::TooLong { what: "the text with its options", limit: 1600 };
    check(&long, &sms, true, None, Err(limit));
    check(&outgoing("", None), &sms, true, None, Err(RenderError::Empty { what: "the text" }));
}

#[test]
fn twiml_is_escaped() {
    let head = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    assert_eq!(twiml(&[]), format!("{head}<Response></Response>"));
    assert_eq!(twiml(&["a<b>&c"]), format!("{head}<Response><Message>a&lt;b&gt;&amp;c</Message></Response>"));
}

#[test]
fn answers_of_the_api_are_understood() {
    let answer = |status, body: &str| parse_send_answer(status, body.as_bytes());
    let error = |code: u32| format!(r#"{{"code":{code},"message":"m","status":400}}"#);
    let sent = SendOutcome::Sent { provider_message_id: "SM9".into() };
    assert_eq!(answer(201, r#"{"sid":"SM9","status":"queued","code":null}"#), sent);
    assert_eq!(answer(400, &error(63_016)), SendOutcome::WindowClosed);
    for code in [21_610, 21_211, 63_024] {
        assert_eq!(answer(400, &error(code)), SendOutcome::Unreachable { code: code.to_string() });
    }
    for (status, body) in [(429, String::new()), (429, error(20_429)), (400, error(21_611))] {
        assert_eq!(answer(status, &body), SendOutcome::RateLimited);
    }
    for (status, body) in
        [(500, String::new()), (401, error(20_003)), (400, error(21_606)), (200, "{}".into())]
    {
        assert!(matches!(answer(status, &body), SendOutcome::Retry { .. }), "{status} {body}");
    }
}
