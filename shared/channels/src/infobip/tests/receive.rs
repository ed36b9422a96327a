//! Infobip: what the samples do not show.

use domain::message::{Channel, MessageKind};

use crate::infobip::parse;
use crate::tests::support::{messages, shape};

fn with(result: &str) -> String {
    format!(r#"{{"results":[{result}],"messageCount":1,"pendingMessageCount":0}}"#)
}

#[test]
fn shapes() {
    let message = r#""from":"919000000001","to":"915220000001","text":"x""#;
    for (body, expected) in [
        (r#"{"results":[]}"#.to_owned(), ""),
        (r#"{"results":{}}"#.to_owned(), "odd"),
        (with("7"), "odd"),
        (with("{}"), "odd"),
        (with(&format!("{{{message}}}")), "odd"),
        (with(&format!(r#"{{"messageId":7,{message}}}"#)), "7"),
        (with(r#"{"messageId":"1","from":"VM-BANK","to":"915220000001","text":"x"}"#), "odd"),
        (with(r#"{"messageId":"1","from":"919000000001","text":"x"}"#), "odd"),
        (with(r#"{"messageId":"1","from":"919000000001","to":"57575","cleanText":"x"}"#), "1"),
        (with(r#"{"messageId":"1","status":{"groupName":"REJECTED"}}"#), "Failed 1"),
        (with(r#"{"messageId":"1","status":{"groupName":"EXPIRED"},"error":{"id":0}}"#), "Failed 1"),
        (with(r#"{"messageId":"1","status":{"groupName":"NEW"}}"#), ""),
        (with(r#"{"status":{"groupName":"DELIVERED"}}"#), "odd"),
        (with(r#"{"seenAt":"x"}"#), "odd"),
        (with(r#"{"messageId":"1","event":"blocked"}"#), "odd"),
    ] {
        assert_eq!(shape(&parse(body.as_bytes())), expected, "{body}");
    }
}

#[test]
fn kinds() {
    let check = |part: &str, channel: Channel, kind: MessageKind, text: Option<&str>| {
        let result = format!(r#"{{"messageId":"1","from":"919000000001","to":"915220000001",{part}}}"#);
        let inbound = parse(with(&result).as_bytes());
        let message = messages(&inbound)[0];
        let got = (message.channel, message.kind, message.text.as_deref());
        assert_eq!(got, (channel, kind, text), "{part}");
        assert_eq!(message.raw.is_some(), kind == MessageKind::Unsupported, "{part}");
    };
    use Channel::{Sms, Whatsapp};
    use MessageKind as K;
    check(r#""message":{}"#, Whatsapp, K::Unsupported, None);
    check(r#""message":{"type":"TEXT"}"#, Whatsapp, K::Unsupported, None);
    check(r#""message":{"type":"IMAGE"}"#, Whatsapp, K::Unsupported, None);
    check(r#""message":{"type":"INTERACTIVE_CALL_PERMISSION_REPLY"}"#, Whatsapp, K::Unsupported, None);
    check(r#""message":{"type":"INTERACTIVE_FLOW_REPLY","response":"{}"}"#, Whatsapp, K::Flow, Some("{}"));
    check(r#""message":[]"#, Sms, K::Unsupported, None);
    check(
        r#""message":[{"contentType":"text/plain","value":"a"},{"value":"b"}]"#,
        Sms,
        K::Text,
        Some("a\nb"),
    );
    check(r#""message":[{"contentType":"audio/amr","url":"https://m/1"}]"#, Sms, K::Audio, None);
    check(r#""message":[{"contentType":"text/vcard","url":"https://m/1"}]"#, Sms, K::Document, None);
    check(r#""text":"","cleanText":"y""#, Sms, K::Text, Some(""));
    check(r#""text":7"#, Sms, K::Unsupported, None);
    check(r#""message":"x""#, Sms, K::Unsupported, None);
}
