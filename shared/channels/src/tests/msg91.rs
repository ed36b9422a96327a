//! MSG91: what the samples do not show.

use domain::message::{Inbound, MessageKind};

use super::parse;
use crate::tests::support::{messages, shape};

/// A WhatsApp message of hers with these fields added.
fn with(fields: &str) -> String {
    format!(r#"{{"uuid":"1","customerNumber":"919000000001","integratedNumber":"915220000001",{fields}}}"#)
}

#[test]
fn shapes() {
    for (body, expected) in [
        ("[]", ""),
        ("[7,{}]", "odd, odd"),
        (r#"{"customerNumber":"919000000001","integratedNumber":"915220000001","text":"x"}"#, "odd"),
        (r#"{"uuid":"1","customerNumber":"MTN","integratedNumber":"915220000001","text":"x"}"#, "odd"),
        (r#"{"uuid":"1","customerNumber":"919000000001","text":"x"}"#, "odd"),
        (&with(r#""direction":"inbound","status":"delivered","text":"x""#), "1"),
        (&with(r#""status":"received","eventName":"On Inbound","text":"x""#), "1"),
        (&with(r#""direction":"outbound","status":"read""#), "Read 1"),
        (&with(r#""direction":"Outbound","eventName":"delivered""#), "Delivered 1"),
        (&with(r#""direction":"outbound","status":"submitted""#), ""),
        (r#"{"direction":"outbound","status":"sent"}"#, "odd"),
        ("data=7", "odd"),
        ("data=%5B%7B%7D%2C7%5D", "odd, odd"),
        ("uuid=1&mobile=9000000001&receiver=56070&message=x", "1"),
        ("mobile=9000000001&receiver=56070&message=x", "odd"),
    ] {
        assert_eq!(shape(&parse(body.as_bytes())), expected, "{body}");
    }
}

#[test]
fn kinds() {
    let check = |fields: &str, kind: MessageKind, text: Option<&str>| {
        let inbound = parse(with(fields).as_bytes());
        let message = messages(&inbound)[0];
        assert_eq!((message.kind, message.text.as_deref()), (kind, text), "{fields}");
        assert_eq!(message.raw.is_some(), kind == MessageKind::Unsupported);
    };
    check(r#""contentType":"TEXT","content":"x""#, MessageKind::Text, Some("x"));
    check(r#""contentType":"text","text":"""#, MessageKind::Unsupported, None);
    check(r#""contentType":"image","caption":"c""#, MessageKind::Unsupported, None);
    check(r#""contentType":"interactive","interactive":"{broken""#, MessageKind::Unsupported, None);
    check(r#""contentType":"button","button":"हाँ""#, MessageKind::Button, Some("हाँ"));
    check(r#""contentType":"button","button":{"text":"हाँ"}"#, MessageKind::Button, Some("हाँ"));
    // A file in Meta's own message, its address beside it.
    let image = r#""messages":"[{\"id\":\"w\",\"type\":\"image\",\"image\":{\"id\":\"7\"}}]""#;
    check(
        &format!(r#""contentType":"image","url":"https://m/1","caption":"c",{image}"#),
        MessageKind::Image,
        Some("c"),
    );
    check(&format!(r#""contentType":"image",{image}"#), MessageKind::Image, None);
}

#[test]
fn more_messages_than_documented_are_all_kept() {
    let list = r#""messages":"[{\"id\":\"a\",\"type\":\"text\",\"text\":{\"body\":\"x\"}},7,{\"id\":\"b\",\"type\":\"text\",\"text\":{\"body\":\"y\"}}]""#;
    let inbound = parse(with(list).as_bytes());
    assert_eq!(shape(&inbound), "1, odd, b");
    assert!(matches!(&inbound[2], Inbound::Message(message) if message.text.as_deref() == Some("y")));
}
