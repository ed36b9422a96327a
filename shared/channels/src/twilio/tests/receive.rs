//! Twilio: bodies. Every sample, every kind, and forms made to break the reader.

use domain::message::{Channel, Inbound, InboundMessage, MessageKind, Sender};
use proptest::prelude::*;

use crate::tests::support::{messages, samples, shape};
use crate::twilio::{parse, parse_status};

fn one(body: &str) -> InboundMessage {
    let inbound = parse(body.as_bytes());
    messages(&inbound).first().copied().cloned().unwrap_or_else(|| panic!("{inbound:?} of {body}"))
}

/// A WhatsApp message with these parameters added.
fn with(parameters: &str) -> String {
    format!("MessageSid=SM1&From=whatsapp%3A%2B919000000001&To=whatsapp%3A%2B915220000001&{parameters}")
}

#[test]
fn samples_keep_what_they_say() {
    let find = |name: &str| samples("twilio").into_iter().find(|s| s.name == name).unwrap().body;
    let message = |name| one(&String::from_utf8(find(name)).unwrap());
    let sms = message("tw-sms-text");
    assert_eq!(
        (sms.channel, sms.kind, sms.receiver.as_str()),
        (Channel::Sms, MessageKind::Text, "+915220000001")
    );
    assert_eq!(sms.sender, Sender::phone("+919000000002"));
    assert!(sms.text.unwrap().starts_with("mere husband roz marte hai, 2 din"));
    let button = message("tw-wa-button");
    assert_eq!((button.channel, button.kind), (Channel::Whatsapp, MessageKind::Button));
    assert_eq!((button.text.as_deref(), button.choice.as_deref()), (Some("हाँ"), Some("RESOLVED_YES")));
    assert_eq!(button.reply_to.as_deref(), Some("MM00000000000000000000000000000000"));
    let pin = message("tw-wa-location");
    assert_eq!(pin.kind, MessageKind::Location);
    assert_eq!(pin.location.map(|at| (at.latitude, at.longitude)), Some((26.8467, 80.9462)));
    assert_eq!(pin.text.as_deref(), Some("Hazratganj, MG Marg"));
    let hindi = message("tw-wa-text-hindi");
    assert_eq!(hindi.text.as_deref(), Some("मेरे पति रोज़ शराब पीकर मारते हैं, कृपया मदद करें। पता: आलमबाग, लखनऊ"));
    let failed = parse_status(&find("tw-status-undelivered-30008"));
    assert!(
        matches!(failed.as_slice(), [Inbound::Status(status)] if status.error.as_deref() == Some("30008"))
    );
}

#[test]
fn every_kind_is_kept() {
    use MessageKind as K;
    let check = |parameters: &str,
                 kind: MessageKind,
                 text: Option<&str>,
                 choice: Option<&str>,
                 media: u32,
                 raw: bool| {
        let message = one(&with(parameters));
        let got = (message.kind, message.text.as_deref(), message.choice.as_deref(), message.media_count);
        assert_eq!(got, (kind, text, choice, media), "{parameters}");
        assert_eq!(message.raw.is_some(), raw, "{parameters}");
        assert_eq!(message.media_id.is_some(), media > 0);
    };
    check("Body=x&MessageType=text&NewOne=1", K::Text, Some("x"), None, 0, false);
    check("Body=", K::Text, Some(""), None, 0, false);
    check("", K::Text, Some(""), None, 0, false);
    check("Body=STOP&OptOutType=STOP", K::Text, Some("STOP"), Some("write:stop"), 0, false);
    check("Body=x&OptOutType=START", K::Text, Some("x"), Some("write:start"), 0, false);
    check("Body=HELP&OptOutType=HELP", K::Text, Some("HELP"), None, 0, false);
    for (media_type, kind) in [
        ("image/jpeg", K::Image),
        ("audio/ogg", K::Audio),
        ("VIDEO/mp4", K::Video),
        ("application/pdf", K::Document),
        ("", K::Document),
    ] {
        let parameters = format!("Body=c&NumMedia=1&MediaUrl0=https://m/1&MediaContentType0={media_type}");
        check(&parameters, kind, Some("c"), None, 1, false);
    }
    check("NumMedia=1&MediaUrl0=u&MediaContentType0=text/vcard", K::Contacts, None, None, 1, true);
    check(
        "NumMedia=1&MediaUrl0=u&MediaContentType0=image/webp&MessageType=sticker",
        K::Sticker,
        None,
        None,
        1,
        false,
    );
    check("NumMedia=2&MediaUrl0=u&MediaContentType0=image/png&MediaUrl1=v", K::Image, None, None, 2, false);
    check("NumMedia=2&MediaUrl0=u&MediaContentType0=image/png", K::Image, None, None, 2, true);
    check("NumMedia=zero&MediaUrl0=u", K::Document, None, None, 1, false);
    check(
        "MessageType=interactive&ListId=B7&ListTitle=Chinhat&Body=b",
        K::List,
        Some("Chinhat"),
        Some("B7"),
        0,
        false,
    );
    check("MessageType=interactive&ButtonPayload=Y&ButtonText=t", K::Button, Some("t"), Some("Y"), 0, false);
    check("MessageType=button&Body=b", K::Button, Some("b"), None, 0, false);
    check("MessageType=interactive&InteractiveData=%7B%7D", K::Flow, Some("{}"), None, 0, true);
    check("MessageType=location", K::Location, None, None, 0, true);
    check("MessageType=reaction&Body=%F0%9F%91%8D", K::Reaction, Some("👍"), None, 0, false);
    check("MessageType=order&Body=o", K::Order, Some("o"), None, 0, true);
    check("MessageType=poll&Body=p", K::Text, Some("p"), None, 0, true);
    check("MessageType=poll", K::Unsupported, None, None, 0, true);
    check("Body=%FFa%00", K::Text, Some("\u{fffd}a"), None, 0, false);
}

#[test]
fn who_wrote_and_on_what() {
    let check = |from: &str, to: &str, expected: Option<(Channel, Option<&str>, Option<&str>)>| {
        let body = format!("MessageSid=SM1&From={from}&To={to}&Body=x");
        let inbound = parse(body.as_bytes());
        let got = messages(&inbound);
        let got = got.first().map(|m| (m.channel, m.sender.phone.as_deref(), m.sender.user_id.as_deref()));
        assert_eq!(got, expected, "{body}");
        assert_eq!(inbound.len(), 1);
    };
    let phone = Some("+919000000001");
    check("%2B919000000001", "%2B915220000001", Some((Channel::Sms, phone, None)));
    check("whatsapp:%2B919000000001", "whatsapp:%2B915220000001", Some((Channel::Whatsapp, phone, None)));
    check("whatsapp:IN.1349", "whatsapp:%2B915220000001", Some((Channel::Whatsapp, None, Some("IN.1349"))));
    check(
        "whatsapp:&ExternalUserId=IN.1349",
        "whatsapp:%2B91522",
        Some((Channel::Whatsapp, None, Some("IN.1349"))),
    );
    check("VM-BANK", "%2B915220000001", None);
    check("57575", "%2B915220000001", None);
    check("", "%2B915220000001", None);
    check("%2B919000000001", "", None);
    check("messenger:1", "messenger:2", None);
}

#[test]
fn shapes() {
    let check = |parse: fn(&[u8]) -> Vec<Inbound>, body: &str, expected: &str| {
        assert_eq!(shape(&parse(body.as_bytes())), expected, "{body}");
    };
    check(parse, "", "odd");
    check(parse, "{\"a\":1}", "odd");
    check(parse, "From=%2B919000000001&To=%2B915220000001&Body=x", "odd");
    check(parse, &format!("MessageSid=&{}", &with("")["MessageSid=SM1&".len()..]), "odd");
    // A status on the wrong route is no message from ourselves.
    check(parse, "MessageSid=SM1&MessageStatus=sent&From=%2B915220000001&To=%2B919000000001", "Sent SM1");
    check(parse_status, "MessageSid=SM1&MessageStatus=read", "Read SM1");
    check(parse_status, "MessageSid=SM1&MessageStatus=failed", "Failed SM1");
    for quiet in ["queued", "accepted", "sending", "scheduled", "canceled", "new-one"] {
        check(parse_status, &format!("MessageSid=SM1&MessageStatus={quiet}"), "");
    }
    check(parse_status, "MessageSid=SM1", "odd");
    check(parse_status, "MessageStatus=sent", "odd");
    check(parse_status, &with("Body=x"), "odd");
}

proptest! {
    #[test]
    fn any_bytes_are_read(body: Vec<u8>) {
        prop_assert_eq!(parse(&body).len(), 1);
        prop_assert_eq!(parse_status(&body).len(), 1);
    }

    #[test]
    fn a_mutated_sample_is_read(sample in 0_usize..6, at: prop::sample::Index, cut in 0_usize..20, put: Vec<u8>) {
        let mut body = samples("twilio").swap_remove(sample).body;
        let at = at.index(body.len());
        let end = (at + cut).min(body.len());
        body.splice(at..end, put);
        prop_assert!(parse(&body).len() <= 1 && parse_status(&body).len() <= 1);
    }
}
