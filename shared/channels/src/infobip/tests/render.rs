//! Infobip: answers, and what the API says of them.

use domain::message::{Channel, Choice, Options, Outgoing, Provider, ReplyAddress, Sender, TemplateMessage};
use serde_json::{Value, json};

use crate::infobip::{parse_send_answer, render};
use crate::tests::support::address;
use crate::{RenderError, SendOutcome};

fn hers(channel: Channel) -> ReplyAddress {
    address(Provider::Infobip, channel, Sender::phone("+919000000001"))
}

fn choice(id: &str, description: Option<&str>) -> Choice {
    Choice { id: id.into(), title: format!("t{id}"), description: description.map(str::to_owned) }
}

fn outgoing(options: Options) -> Outgoing {
    let template = TemplateMessage {
        name: "ask".into(),
        language: "hi".into(),
        parameters: vec!["LKO1".into()],
        payloads: vec!["Y".into()],
    };
    Outgoing { text: "हल हुआ?".into(), options, template: Some(template) }
}

#[test]
fn answers_are_written_as_infobip_takes_them() {
    let check = |options: Options, channel: Channel, open: bool, path: &str, expected: Value| {
        let request = render(&outgoing(options), &hers(channel), open).unwrap();
        assert_eq!((request.path.as_str(), request.content_type), (path, "application/json"));
        assert_eq!(serde_json::from_slice::<Value>(&request.body).unwrap(), expected);
    };
    let to_her = |content: Value| json!({ "from": "915220000001", "to": "919000000001", "content": content });
    let buttons = || Options::Buttons(vec![choice("Y", None)]);
    let text = to_her(json!({ "text": "हल हुआ?" }));
    check(Options::None, Channel::Whatsapp, true, "/whatsapp/1/message/text", text);
    check(
        buttons(),
        Channel::Whatsapp,
        true,
        "/whatsapp/1/message/interactive/buttons",
        to_her(json!({ "body": { "text": "हल हुआ?" },
            "action": { "buttons": [{ "type": "REPLY", "id": "Y", "title": "tY" }] } })),
    );
    check(
        Options::List { button: "चुनें".into(), rows: vec![choice("B7", Some("Block"))] },
        Channel::Whatsapp,
        true,
        "/whatsapp/1/message/interactive/list",
        to_her(json!({ "body": { "text": "हल हुआ?" }, "action": { "title": "चुनें",
            "sections": [{ "rows": [{ "id": "B7", "title": "tB7", "description": "Block" }] }] } })),
    );
    let template = to_her(json!({ "templateName": "ask", "language": "hi", "templateData": {
        "body": { "placeholders": ["LKO1"] }, "buttons": [{ "type": "QUICK_REPLY", "parameter": "Y" }] } }));
    let template = json!({ "messages": [template] });
    check(buttons(), Channel::Whatsapp, false, "/whatsapp/1/message/template", template);
    let sms = json!({ "messages": [{ "sender": "915220000001", "destinations": [{ "to": "919000000001" }],
        "content": { "text": "हल हुआ?\n\n1. tY" } }] });
    check(buttons(), Channel::Sms, false, "/sms/3/messages", sms);
}

#[test]
fn what_cannot_be_written_says_why() {
    let by_id = Sender { user_id: Some("IN.1349".into()), ..Sender::default() };
    let unknown = address(Provider::Infobip, Channel::Whatsapp, by_id);
    let plain = Outgoing { template: None, ..outgoing(Options::None) };
    assert_eq!(render(&plain, &unknown, true), Err(RenderError::NoRecipient));
    assert_eq!(render(&plain, &hers(Channel::Whatsapp), false), Err(RenderError::WindowClosed));
    let long = Outgoing { text: "x".repeat(1601), ..plain };
    let limit = RenderError::TooLong { what: "the text with its options", limit: 1600 };
    assert_eq!(render(&long, &hers(Channel::Sms), true), Err(limit));
    let empty = Outgoing { text: " ".into(), ..long };
    for channel in [Channel::Sms, Channel::Whatsapp] {
        assert_eq!(render(&empty, &hers(channel), true), Err(RenderError::Empty { what: "the text" }));
    }
}

#[test]
fn answers_of_the_api_are_understood() {
    let answer = |status, body: &str| parse_send_answer(status, body.as_bytes());
    let message = |group: &str| {
        format!(
            r#"{{"messageId":"ib-1","messageCount":1,"status":{{"groupName":"{group}","id":7,"name":"N_{group}"}}}}"#
        )
    };
    let sent = SendOutcome::Sent { provider_message_id: "ib-1".into() };
    assert_eq!(answer(200, &message("PENDING")), sent);
    assert_eq!(answer(200, &format!(r#"{{"bulkId":"b","messages":[{}]}}"#, message("PENDING"))), sent);
    let refused = SendOutcome::Unreachable { code: "N_REJECTED".into() };
    assert_eq!(answer(200, &message("REJECTED")), refused);
    let bad = |code: &str| SendOutcome::Unreachable { code: code.into() };
    assert_eq!(answer(400, r#"{"errorCode":"E400","description":"d"}"#), bad("E400"));
    assert_eq!(
        answer(400, r#"{"requestError":{"serviceException":{"messageId":"BAD_REQUEST"}}}"#),
        bad("BAD_REQUEST")
    );
    assert_eq!(answer(429, "{}"), SendOutcome::RateLimited);
    for (status, body) in [(500, ""), (401, "{}"), (200, "{}"), (200, r#"{"messages":[]}"#), (200, "x")] {
        assert!(matches!(answer(status, body), SendOutcome::Retry { .. }), "{status} {body}");
    }
}
