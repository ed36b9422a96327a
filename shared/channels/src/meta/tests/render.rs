//! Meta: answers, and what the API says of them.

use domain::message::{Channel, Choice, Options, Outgoing, Provider, Sender, TemplateMessage};
use serde_json::{Value, json};

use crate::meta::{parse_send_answer, render};
use crate::tests::support::address;
use crate::{RenderError, SendOutcome};

fn choices(n: usize, title: &str) -> Vec<Choice> {
    (0..n)
        .map(|i| Choice { id: format!("id{i}"), title: format!("{i} {title}"), description: None })
        .collect()
}

fn rendered(text: &str, options: Options) -> Result<Value, RenderError> {
    let to = address(Provider::Meta, Channel::Whatsapp, Sender::phone("+919000000001"));
    render(&Outgoing { text: text.into(), options, template: None }, &to, true)
}

#[test]
fn answers_take_the_shape_that_fits() {
    let kind = |text: &str, options: Options| {
        let value = rendered(text, options).unwrap();
        let inner = value["interactive"]["type"].as_str().unwrap_or("");
        format!("{} {inner}", value["type"].as_str().unwrap()).trim_end().to_owned()
    };
    let list = |n, title| Options::List { button: "चुनें".into(), rows: choices(n, title) };
    let long = "क".repeat(1025);
    for (text, options, expected) in [
        ("q", Options::None, "text"),
        (&long, Options::None, "text"),
        ("q", Options::Buttons(vec![]), "text"),
        ("q", Options::Buttons(choices(3, "t")), "interactive button"),
        ("q", Options::Buttons(choices(4, "t")), "interactive list"),
        ("q", Options::Buttons(choices(11, "t")), "text"),
        (&long, Options::Buttons(choices(1, "t")), "text"),
        ("q", list(10, "t"), "interactive list"),
        ("q", list(11, "t"), "text"),
        (&long, list(2, "t"), "text"),
    ] {
        assert_eq!(kind(text, options.clone()), expected, "{options:?}");
    }
    let numbered = rendered("q", Options::Buttons(choices(11, "t"))).unwrap();
    assert!(numbered["text"]["body"].as_str().unwrap().ends_with("\n11. 10 t"));
}

#[test]
fn answers_are_written_as_meta_takes_them() {
    let yes = Choice {
        id: "Y".into(),
        title: "हाँ, समस्या पूरी तरह हल हो गई".into(),
        description: Some("d".repeat(80)),
    };
    let value = rendered("q", Options::Buttons(vec![yes.clone()])).unwrap();
    assert_eq!(
        value,
        json!({ "messaging_product": "whatsapp", "recipient_type": "individual", "to": "919000000001", "type": "interactive",
            "interactive": { "type": "button", "body": { "text": "q" }, "action": { "buttons": [
                { "type": "reply", "reply": { "id": "Y", "title": value["interactive"]["action"]["buttons"][0]["reply"]["title"] } }] } } })
    );
    let title = value["interactive"]["action"]["buttons"][0]["reply"]["title"].as_str().unwrap();
    assert!(title.chars().count() <= 20 && title.ends_with('…'), "{title}");
    let value = rendered("प्रश्न", Options::List { button: String::new(), rows: vec![yes] }).unwrap();
    let action = &value["interactive"]["action"];
    assert_eq!(action["button"], "चुनें");
    assert_eq!(action["sections"][0]["rows"][0]["description"].as_str().unwrap().chars().count(), 72);
}

#[test]
fn what_cannot_be_written_says_why() {
    let choice = |id: &str, title: &str| Choice { id: id.into(), title: title.into(), description: None };
    let buttons = |choices: Vec<Choice>| Options::Buttons(choices);
    for (text, options, why) in [
        (" ".to_owned(), Options::None, RenderError::Empty { what: "the text" }),
        ("x".repeat(4097), Options::None, RenderError::TooLong { what: "the text", limit: 4096 }),
        (
            "x".repeat(4090),
            buttons(vec![choice("a", "title")]),
            RenderError::TooLong { what: "the text", limit: 4096 },
        ),
        ("q".into(), buttons(vec![choice("a", "")]), RenderError::Empty { what: "an option's id or title" }),
        ("q".into(), buttons(vec![choice("a", "x"), choice("a", "y")]), RenderError::DuplicateId),
        (
            "q".into(),
            buttons(vec![choice(&"i".repeat(257), "x")]),
            RenderError::TooLong { what: "an option's id", limit: 256 },
        ),
        (
            "q".into(),
            Options::List { button: "b".into(), rows: vec![choice(&"i".repeat(201), "x")] },
            RenderError::TooLong { what: "an option's id", limit: 200 },
        ),
    ] {
        assert_eq!(rendered(&text, options), Err(why));
    }
    // Two titles that would be shortened to one are shown in full instead.
    let alike = vec![choice("a", "शिकायत दर्ज करनी है अभी"), choice("b", "शिकायत दर्ज करनी है बाद में")];
    assert_eq!(rendered("q", buttons(alike)).unwrap()["type"], "text");
}

#[test]
fn the_window_and_the_address_decide() {
    let message = TemplateMessage {
        name: "ask_resolved".into(),
        language: "hi".into(),
        parameters: vec!["LKO7K2M\n4".into()],
        payloads: vec!["YES".into(), "NO".into()],
    };
    let outgoing = |template| Outgoing { text: "q".into(), options: Options::None, template };
    let her = address(Provider::Meta, Channel::Whatsapp, Sender::phone("+919000000001"));
    assert_eq!(render(&outgoing(None), &her, false), Err(RenderError::WindowClosed));
    assert_eq!(render(&outgoing(Some(message.clone())), &her, true).unwrap()["type"], "text");
    let button = |index: &str, payload: &str| {
        json!({ "type": "button", "sub_type": "quick_reply", "index": index,
            "parameters": [{ "type": "payload", "payload": payload }] })
    };
    assert_eq!(
        render(&outgoing(Some(message)), &her, false).unwrap()["template"],
        json!({ "name": "ask_resolved", "language": { "code": "hi" }, "components": [
            { "type": "body", "parameters": [{ "type": "text", "text": "LKO7K2M 4" }] }, button("0", "YES"), button("1", "NO")] })
    );
    let by_id = address(
        Provider::Meta,
        Channel::Whatsapp,
        Sender { phone: None, user_id: Some("IN.1349".into()), email: None },
    );
    let value = render(&outgoing(None), &by_id, true).unwrap();
    assert_eq!((&value["recipient"], value.get("to")), (&json!("IN.1349"), None));
    let nobody = address(Provider::Meta, Channel::Whatsapp, Sender::default());
    assert_eq!(render(&outgoing(None), &nobody, true), Err(RenderError::NoRecipient));
}

#[test]
fn answers_of_the_api_are_understood() {
    let unreachable = |code: &str| SendOutcome::Unreachable { code: code.into() };
    let retry = |outcome: &SendOutcome| matches!(outcome, SendOutcome::Retry { .. });
    let error = |code: u32| format!(r#"{{"error":{{"message":"(#{code})","code":{code}}}}}"#);
    let answer = |status, body: &str| parse_send_answer(status, body.as_bytes());
    assert_eq!(
        answer(200, r#"{"messaging_product":"whatsapp","contacts":[],"messages":[{"id":"wamid.9"}]}"#),
        SendOutcome::Sent { provider_message_id: "wamid.9".into() }
    );
    for code in [131_026, 131_050, 100, 132_001] {
        assert_eq!(answer(400, &error(code)), unreachable(&code.to_string()));
    }
    assert_eq!(answer(400, &error(131_047)), SendOutcome::WindowClosed);
    for code in [131_048, 131_056, 130_429, 80_007, 4] {
        assert_eq!(answer(400, &error(code)), SendOutcome::RateLimited);
    }
    assert_eq!(answer(429, ""), SendOutcome::RateLimited);
    assert_eq!(answer(400, "<html>"), unreachable("400"));
    for (status, body) in [
        (500, String::new()),
        (503, "<html>".into()),
        (400, error(131_042)),
        (401, error(190)),
        (404, error(999)),
        (200, "{}".into()),
        (0, String::new()),
    ] {
        assert!(retry(&answer(status, &body)), "{status} {body}");
    }
}
