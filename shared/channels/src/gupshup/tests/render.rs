//! Gupshup: answers, and what the API says of them.

use domain::message::{Channel, Choice, Options, Outgoing, Provider, ReplyAddress, Sender, TemplateMessage};
use serde_json::json;

use crate::gupshup::{Account, parse_send_answer, render};
use crate::tests::support::{address, fields};
use crate::{RenderError, SendOutcome};

const ACCOUNT: Account<'_> = Account { source: "+915220000001", app: "LkoHelpline" };

fn hers() -> ReplyAddress {
    address(Provider::Gupshup, Channel::Whatsapp, Sender::phone("+919000000001"))
}

fn outgoing(options: Options) -> Outgoing {
    let template = TemplateMessage {
        name: "ask".into(),
        language: "hi".into(),
        parameters: vec!["LKO 1\n".into()],
        payloads: vec!["Y".into()],
    };
    Outgoing { text: "हल हुआ?".into(), options, template: Some(template) }
}

fn choice(id: &str, description: Option<&str>) -> Choice {
    Choice { id: id.into(), title: format!("t{id}"), description: description.map(str::to_owned) }
}

#[test]
fn answers_are_written_as_gupshup_takes_them() {
    let check = |options: Options, open: bool, path: &str, name: &str, value: serde_json::Value| {
        let request = render(&outgoing(options), &hers(), ACCOUNT, open, Some("tid")).unwrap();
        assert_eq!(
            (request.path.as_str(), request.content_type),
            (path, "application/x-www-form-urlencoded")
        );
        let expected = [
            ("channel", "whatsapp"),
            ("source", "915220000001"),
            ("destination", "919000000001"),
            ("src.name", "LkoHelpline"),
        ];
        let got = fields(&request);
        for (got, (name, value)) in got.iter().zip(expected) {
            assert_eq!((got.0.as_str(), got.1.as_str()), (name, value));
        }
        assert_eq!((got.len(), got[4].0.as_str()), (5, name));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&got[4].1).unwrap(), value);
    };
    let message = "/wa/api/v1/msg";
    check(Options::None, true, message, "message", json!({ "type": "text", "text": "हल हुआ?" }));
    check(
        Options::Buttons(vec![choice("Y", None)]),
        true,
        message,
        "message",
        json!({ "type": "quick_reply", "content": { "type": "text", "text": "हल हुआ?" },
            "options": [{ "type": "text", "title": "tY", "postbackText": "Y" }] }),
    );
    check(
        Options::List { button: "चुनें".into(), rows: vec![choice("B7", Some("Block"))] },
        true,
        message,
        "message",
        json!({ "type": "list", "title": "", "body": "हल हुआ?",
            "globalButtons": [{ "type": "text", "title": "चुनें" }],
            "items": [{ "title": "चुनें", "options":
                [{ "type": "text", "title": "tB7", "postbackText": "B7", "description": "Block" }] }] }),
    );
    let template = json!({ "id": "tid", "params": ["LKO 1"] });
    check(Options::None, false, "/wa/api/v1/template/msg", "template", template);
}

#[test]
fn what_cannot_be_written_says_why() {
    let by_id = Sender { user_id: Some("IN.1349".into()), ..Sender::default() };
    let unknown = address(Provider::Gupshup, Channel::Whatsapp, by_id);
    let plain = outgoing(Options::None);
    assert_eq!(render(&plain, &unknown, ACCOUNT, true, None), Err(RenderError::NoRecipient));
    assert_eq!(render(&plain, &hers(), ACCOUNT, false, None), Err(RenderError::WindowClosed));
    let untimed = Outgoing { template: None, ..plain };
    assert_eq!(render(&untimed, &hers(), ACCOUNT, false, Some("tid")), Err(RenderError::WindowClosed));
    let empty = Outgoing { text: " ".into(), ..untimed };
    assert_eq!(render(&empty, &hers(), ACCOUNT, true, None), Err(RenderError::Empty { what: "the text" }));
    let shown = format!("{:?}", render(&outgoing(Options::None), &hers(), ACCOUNT, true, None));
    assert!(!shown.contains("9190") && shown.starts_with("Ok(SendRequest(/wa/api/v1/msg"), "{shown}");
}

#[test]
fn answers_of_the_api_are_understood() {
    let answer = |status, body: &str| parse_send_answer(status, body.as_bytes());
    let sent = SendOutcome::Sent { provider_message_id: "gs-1".into() };
    for status in [200, 202] {
        assert_eq!(answer(status, r#"{"status":"submitted","messageId":"gs-1"}"#), sent);
    }
    assert_eq!(answer(400, r#"{"status":"error","code":470}"#), SendOutcome::WindowClosed);
    for (status, body) in [(429, ""), (400, r#"{"code":"471"}"#), (429, "Too many requests")] {
        assert_eq!(answer(status, body), SendOutcome::RateLimited);
    }
    let never = SendOutcome::Unreachable { code: "1002".into() };
    assert_eq!(answer(400, r#"{"status":"error","code":1002}"#), never);
    for (status, body) in [
        (500, ""),
        (401, r#"{"status":"error","message":"Authentication Failed"}"#),
        (200, r#"{"status":"error","message":"Invalid App Details","messageId":"x"}"#),
        (500, r#"{"status":"submitted","messageId":"gs-1"}"#),
        (200, "{}"),
        (200, "\u{0}"),
    ] {
        assert!(matches!(answer(status, body), SendOutcome::Retry { .. }), "{status} {body}");
    }
}
