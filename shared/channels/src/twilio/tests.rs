//! Twilio: every sample, every kind, every way to be refused.

use domain::message::{
    Channel, Choice, Inbound, InboundMessage, MessageKind, Options, Outgoing, Provider, Sender,
    TemplateMessage,
};
use proptest::prelude::*;

use super::*;
use crate::RenderError;
use crate::testing::{address, messages, posted, samples, shape};

const URL: &str = "https://helpline.example.gov.in";
const TOKEN: &str = "sample-twilio-token";

fn post(
    secrets: &str,
    url: &str,
    path: (&str, &str),
    signature: Option<&str>,
    body: &[u8],
) -> Result<(), Refusal> {
    let secrets = Secrets::parse(secrets);
    posted(|request| verify(&secrets, url, request), path, (SIGNATURE_HEADER, signature), body)
}

fn one(body: &str) -> InboundMessage {
    let inbound = parse(body.as_bytes());
    messages(&inbound).first().copied().cloned().unwrap_or_else(|| panic!("{inbound:?} of {body}"))
}

/// A WhatsApp message with these parameters added.
fn with(parameters: &str) -> String {
    format!("MessageSid=SM1&From=whatsapp%3A%2B919000000001&To=whatsapp%3A%2B915220000001&{parameters}")
}

#[test]
fn samples_are_accepted_and_read() {
    let mut read = Vec::new();
    for sample in samples("twilio") {
        let header = signature(TOKEN, &format!("{URL}{}", sample.path), &sample.body);
        let path = (sample.path.as_str(), "");
        assert_eq!(post(TOKEN, URL, path, Some(&header), &sample.body), Ok(()), "{}", sample.name);
        let parsed =
            if sample.path.ends_with("/status") { parse_status(&sample.body) } else { parse(&sample.body) };
        read.push(format!(
            "{}: {}",
            sample.name,
            shape(&parsed).replace("000000000000000000000000000000", "-")
        ));
    }
    assert_eq!(
        read,
        [
            "tw-sms-text: SM-02",
            "tw-status-delivered: Delivered SM-64",
            "tw-status-undelivered-30008: Failed SM-66",
            "tw-wa-button: SM-05",
            "tw-wa-location: SM-04",
            "tw-wa-text-hindi: SM-01",
        ]
    );
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
fn signatures() {
    let body = b"To=%2B91&From=&To=%2B91&To=%2B1&Body=%E0%A4%95+x";
    let path = ("/webhooks/twilio", "");
    let at = |url: &str| signature("s", url, body);
    let check = |secrets: &str, header: Option<String>, expected| {
        assert_eq!(post(secrets, URL, path, header.as_deref(), body), expected, "{header:?}");
    };
    let full = format!("{URL}/webhooks/twilio");
    check("", Some(at(&full)), Err(Refusal::NotConfigured));
    check("s", None, Err(Refusal::MissingSignature));
    check("s", Some(at(&full)), Ok(()));
    check("new,s", Some(at(&full)), Ok(()));
    check("t", Some(at(&full)), Err(Refusal::WrongSignature));
    check("s", Some(at(&full.replace(".in", ".in:443"))), Ok(()));
    check("s", Some(at(&full.replace("https", "http"))), Err(Refusal::WrongSignature));
    check("s", Some(at(&full.replace(".in", ".in:8443"))), Err(Refusal::WrongSignature));
    check("s", Some(at(&format!("{full}/"))), Err(Refusal::WrongSignature));
    check("s", Some(at(&format!("{full}?a=1"))), Err(Refusal::WrongSignature));
    for malformed in ["", "x", "c2hvcnQ=", "!!!!"] {
        check("s", Some(malformed.to_owned()), Err(Refusal::MalformedSignature));
    }
    // Twilio's own example, from its validators' tests.
    let form =
        b"Digits=1234&CallSid=CA1234567890ABCDE&To=%2B18005551212&Caller=%2B14158675309&From=%2B14158675309";
    assert_eq!(
        signature("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", form),
        "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    );
}

#[test]
fn urls_are_tried_in_three_spellings() {
    for (url, others) in [
        ("https://h/p?q", vec!["https://h:443/p?q"]),
        ("http://h/p", vec!["http://h:80/p"]),
        ("http://127.0.0.1:9000/p", vec!["http://127.0.0.1/p"]),
        ("https://[::1]/p", vec!["https://[::1]:443/p"]),
        ("https://[::1]:9/p", vec!["https://[::1]/p"]),
        ("https://h?q=a:1", vec!["https://h:443?q=a:1"]),
        ("nonsense", vec![]),
    ] {
        assert_eq!(url_spellings(url)[1..], others, "{url}");
    }
    let header = |_: &str| None;
    let request = Request { method: "POST", path: "/w", query: "a=1", header: &header, body: b"" };
    for base in ["https://h", "https://h/", "https://h/w"] {
        assert_eq!(requested_url(base, &request), "https://h/w?a=1");
    }
}

#[test]
fn a_json_body_is_bound_by_its_digest() {
    let body = br#"{"a":1}"#;
    let query = format!("bodySHA256={}", text::hex(&Sha256::digest(body)));
    let signed = signature("s", &format!("{URL}/w?{query}"), b"");
    let check = |query: &str, body: &[u8], expected| {
        assert_eq!(post("s", URL, ("/w", query), Some(&signed), body), expected);
    };
    check(&query, body, Ok(()));
    check(&query, br#"{"a":2}"#, Err(Refusal::WrongBodyDigest));
    check(&query, b"", Err(Refusal::WrongBodyDigest));
    check("", b"", Err(Refusal::WrongSignature));
    check(&format!("{query}&x=1"), body, Err(Refusal::WrongSignature));
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
    check("Body=STOP&OptOutType=STOP", K::Text, Some("STOP"), None, 0, false);
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
    check("NumMedia=2&MediaUrl0=u&MediaContentType0=image/png&MediaUrl1=v", K::Image, None, None, 2, true);
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

proptest! {
    #[test]
    fn a_changed_bit_is_refused(sample in 0_usize..6, at: prop::sample::Index, bit in 0_u8..8, in_body: bool) {
        let sample = &samples("twilio")[sample];
        let mut header = signature(TOKEN, &format!("{URL}{}", sample.path), &sample.body).into_bytes();
        let mut body = sample.body.clone();
        let changed = if in_body { &mut body } else { &mut header };
        let at = at.index(changed.len());
        changed[at] ^= 1 << bit;
        let header = String::from_utf8(header).ok();
        prop_assert!(post(TOKEN, URL, (&sample.path, ""), header.as_deref(), &body).is_err());
    }

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
