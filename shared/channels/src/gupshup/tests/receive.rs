//! Gupshup: what the samples do not show.

use domain::message::{Inbound, MessageKind};

use crate::gupshup::parse;
use crate::tests::support::{messages, shape};

fn v2(kind: &str, payload: &str) -> String {
    format!(r#"{{"app":"A","timestamp":1,"version":2,"type":"{kind}","payload":{payload}}}"#)
}

#[test]
fn shapes_of_version_2() {
    for (kind, payload, expected) in [
        ("message", r#"{"id":"1","source":"919000000001","type":"text","payload":{"text":"x"}}"#, "1"),
        ("message", r#"{"id":1,"sender":{"phone":"+919000000001"},"type":"poll"}"#, "1"),
        ("message", r#"{"id":"1","source":"IN.1349","type":"text","payload":{"text":"x"}}"#, "1"),
        ("message", r#"{"id":"1","source":"me","type":"text","payload":{"text":"x"}}"#, "odd"),
        ("message", r#"{"source":"919000000001","type":"text","payload":{"text":"x"}}"#, "odd"),
        ("message", "7", "odd"),
        ("message-event", r#"{"id":"1","type":"sent","payload":{"ts":"1"}}"#, "Sent 1"),
        ("message-event", r#"{"id":"1","gsId":null,"type":"read"}"#, "Read 1"),
        ("message-event", r#"{"type":"read"}"#, "odd"),
        ("message-event", r#"{"id":"1"}"#, "odd"),
        ("message-event", r#"{"id":"1","type":"deleted"}"#, ""),
        ("user-event", r#"{"type":"opted-in","phone":"919000000001"}"#, "wanted true"),
        ("user-event", r#"{"type":"opted-out","phone":"919000000001"}"#, "wanted false"),
        ("user-event", r#"{"type":"opted-out"}"#, "odd"),
        ("user-event", r#"{"type":"opted-in"}"#, ""),
        ("user-event", "{}", "odd"),
        ("billing-event", "{}", ""),
        ("new-event", "{}", "odd"),
    ] {
        assert_eq!(shape(&parse(v2(kind, payload).as_bytes())), expected, "{kind} {payload}");
    }
}

#[test]
fn kinds_of_version_2() {
    let check = |kind: &str, part: &str, expected: MessageKind, text: Option<&str>, choice: Option<&str>| {
        let payload = format!(r#"{{"id":"1","source":"919000000001","type":"{kind}","payload":{part}}}"#);
        let inbound = parse(v2("message", &payload).as_bytes());
        let message = messages(&inbound)[0];
        let got = (message.kind, message.text.as_deref(), message.choice.as_deref());
        assert_eq!(got, (expected, text, choice), "{kind} {part}");
        assert_eq!(message.media_id.is_some(), message.kind.is_media(), "{kind} {part}");
    };
    use MessageKind as K;
    check("text", r#"{"text":7}"#, K::Unsupported, None, None);
    check("image", r#"{"caption":"c"}"#, K::Unsupported, None, None);
    check("image", &format!(r#"{{"url":"{}"}}"#, "u".repeat(3000)), K::Unsupported, None, None);
    check("location", r#"{"latitude":"x","longitude":"1"}"#, K::Location, None, None);
    check("button_reply", r#"{"id":"Y","title":"t"}"#, K::Button, Some("t"), Some("Y"));
    check("button_reply", r#"{"id":"m","postbackText":"Y","title":"t"}"#, K::Button, Some("t"), Some("Y"));
    check("button_reply", r#"{"id":"","title":"t"}"#, K::Button, Some("t"), None);
    check("list_reply", r#"{"reply":"t 1"}"#, K::Unsupported, None, None);
    check("quick_reply", r#"{"text":"t","payload":"Y"}"#, K::Button, Some("t"), Some("Y"));
    check("order", r#"{"text":"o"}"#, K::Order, Some("o"), None);
}

#[test]
fn shapes_of_the_enterprise_form() {
    let good = "waNumber=915220000001&mobile=919000000001&type=text&text=x";
    for (body, expected) in [
        (format!("{good}&messageId=m&timestamp=1"), "m-1"),
        (format!("{good}&replyId=r&messageId=m&timestamp=2"), "r-m-2"),
        ("mobile=919000000001&type=text&text=x&messageId=m".to_owned(), "odd"),
        ("waNumber=915220000001&mobile=me&type=text&text=x&messageId=m".to_owned(), "odd"),
        ("waNumber=915220000001&mobile=919000000001&messageId=m".to_owned(), "odd"),
        ("response=7".to_owned(), "odd"),
        ("response=%5B7%5D".to_owned(), "odd"),
        (r#"{"response":"[{\"externalId\":\"1-2\",\"eventType\":\"READ\"}]"}"#.to_owned(), "Read 1-2"),
        (r#"{"response":[{"externalId":"1-2","eventType":"SENT"}]}"#.to_owned(), "Sent 1-2"),
        (r#"{"response":[{"externalId":"1-2","eventType":"CLICKED"}]}"#.to_owned(), ""),
        (
            r#"{"waNumber":"915220000001","mobile":"919000000001","messageId":"m","type":"text","text":"x"}"#
                .to_owned(),
            "m",
        ),
    ] {
        assert_eq!(shape(&parse(body.as_bytes())), expected, "{body}");
    }
}

/// Two answers to one message of ours may come with the same two ids.
#[test]
fn answers_to_one_message_are_told_apart() {
    let form = |ids: &str, text: &str| {
        parse(format!("waNumber=915220000001&mobile=919000000001&type=text&text={text}{ids}").as_bytes())
    };
    let id = |inbound: &[Inbound]| messages(inbound)[0].provider_message_id.clone();
    let ids = |at: &str| format!("&replyId=r&messageId=m&timestamp={at}");
    assert_ne!(id(&form(&ids("1"), "x")), id(&form(&ids("2"), "x")));
    assert_eq!(id(&form(&ids("1"), "x")), id(&form(&ids("1"), "x")));
    assert_ne!(id(&form("", "x")), id(&form("", "y")));
    assert_eq!(id(&form("", "x")), id(&form("", "x")));
}

#[test]
fn parts_of_the_enterprise_form_that_are_broken_are_kept_raw() {
    for (kind, part) in
        [("image", "x"), ("image", "%7B%7D"), ("button", "%7B%7D"), ("interactive", ""), ("poll", "x")]
    {
        let body = format!("waNumber=915220000001&mobile=919000000001&messageId=m&type={kind}&{kind}={part}");
        let inbound = parse(body.as_bytes());
        assert_eq!(messages(&inbound)[0].kind, MessageKind::Unsupported, "{body}");
        assert_eq!(messages(&inbound)[0].raw.as_deref(), Some(body.as_str()));
    }
}
