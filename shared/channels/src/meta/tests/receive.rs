//! Meta: bodies. Every sample, every type, and bodies made to break the reader.

use domain::message::{DeliveryState, Inbound, InboundMessage, MessageKind};
use proptest::prelude::*;

use crate::meta::{parse, parse_send_answer};
use crate::tests::support::{messages, samples, shape};

/// A webhook whose one value is given.
fn webhook(value: &str) -> String {
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"messages","value":{value}}}]}}]}}"#
    )
}

/// A webhook with these raw messages and contacts.
fn with_contacts(contacts: &str, messages: &[&str]) -> String {
    webhook(&format!(
        r#"{{"metadata":{{"display_phone_number":"+91 5220 000001","phone_number_id":"100000000000001"}},"contacts":{contacts},"messages":[{}]}}"#,
        messages.join(",")
    ))
}

fn with(messages: &[&str]) -> String {
    with_contacts("[]", messages)
}

fn text_message(id: &str) -> String {
    format!(
        r#"{{"from":"919000000001","id":"{id}","timestamp":"1767225600","type":"text","text":{{"body":"मदद"}}}}"#
    )
}

fn one(body: &str) -> InboundMessage {
    let inbound = parse(body.as_bytes());
    assert_eq!(inbound.len(), 1, "{inbound:?} of {body}");
    messages(&inbound).first().copied().cloned().unwrap_or_else(|| panic!("{inbound:?} of {body}"))
}

#[test]
fn samples_keep_what_they_say() {
    let all: Vec<InboundMessage> = samples("meta")
        .iter()
        .filter(|sample| sample.query.is_empty())
        .flat_map(|sample| messages(&parse(&sample.body)).into_iter().cloned().collect::<Vec<_>>())
        .collect();
    let show = |m: &InboundMessage| {
        let parts = [&m.sender.phone, &m.text, &m.choice, &m.media_id, &m.reply_to]
            .map(|p| p.as_deref().unwrap_or("-"));
        format!("{:?} {}", m.kind, parts.join(" | "))
    };
    assert_eq!(
        all.iter().map(show).collect::<Vec<_>>(),
        [
            "Audio +919000000010 | - | - | 900005 | -",
            "Button +919000000017 | घरेलू हिंसा | CAT_DV | - | wamid.OUT0002=",
            "Image +919000000006 | चोट की फोटो | - | 900001 | -",
            "List +919000000018 | Chinhat | BLOCK_7 | - | -",
            "Location +919000000014 | - | - | - | -",
            "Text +919000000001 | मेरे पति रोज़ शराब पीकर मारते हैं, कृपया मदद करें। पता: आलमबाग, लखनऊ | - | - | -",
            "Text +919000000005 | mere husband roz marte hai, 2 din se ghar se nikal diya, please help Gomti Nagar | - | - | wamid.OUT0001=",
            "Unsupported +919000000027 | - | - | - | -",
        ]
    );
    for message in &all {
        assert_eq!(message.receiver, "100000000000001");
        assert_eq!(message.sent_at.as_deref(), Some("1767225600"));
        assert_eq!(message.media_count, u32::from(message.kind.is_media()));
        assert_eq!(message.raw.is_some(), message.kind == MessageKind::Unsupported);
    }
}

/// Kind, text, choice, reply_to, and whether it is kept raw.
type Kept<'a> = (MessageKind, Option<&'a str>, Option<&'a str>, Option<&'a str>, bool);

fn check_types(table: &[(&str, Kept<'_>)]) {
    for (part, expected) in table {
        let m = one(&with(&[&format!(r#"{{"from":"919000000001","id":"wamid.1",{part}}}"#)]));
        let got = (m.kind, m.text.as_deref(), m.choice.as_deref(), m.reply_to.as_deref(), m.raw.is_some());
        assert_eq!(got, *expected, "{part}");
    }
}

#[test]
fn types_with_words_or_files_are_kept() {
    use MessageKind as K;
    let none = None;
    check_types(&[
        (r#""type":"text","text":{"body":""}"#, (K::Text, Some(""), none, none, false)),
        (
            r#""type":"text","text":{"body":"x"},"referral":{"source_id":"1"}"#,
            (K::Text, Some("x"), none, none, false),
        ),
        (r#""type":"voice","voice":{"id":"1"}"#, (K::Audio, none, none, none, false)),
        (r#""type":"video","video":{"id":"1","caption":"c"}"#, (K::Video, Some("c"), none, none, false)),
        (
            r#""type":"document","document":{"id":"1","filename":"f.pdf"}"#,
            (K::Document, none, none, none, false),
        ),
        (r#""type":"sticker","sticker":{"id":"1"}"#, (K::Sticker, none, none, none, false)),
        (r#""type":"contacts","contacts":[{"phones":[]}]"#, (K::Contacts, none, none, none, true)),
        (
            r#""type":"order","order":{"text":"t","product_items":[]}"#,
            (K::Order, Some("t"), none, none, true),
        ),
    ]);
}

#[test]
fn taps_and_changes_are_kept() {
    use MessageKind as K;
    let (none, target) = (None, Some("wamid.0"));
    check_types(&[
        (
            r#""type":"button","button":{"text":"हाँ","payload":"YES"}"#,
            (K::Button, Some("हाँ"), Some("YES"), none, false),
        ),
        (
            r#""type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"response_json":"{\"a\":1}"}}"#,
            (K::Flow, Some(r#"{"a":1}"#), none, none, false),
        ),
        (
            r#""type":"reaction","reaction":{"emoji":"👍","message_id":"wamid.0"}"#,
            (K::Reaction, Some("👍"), none, target, false),
        ),
        (
            r#""type":"reaction","reaction":{"message_id":"wamid.0"}"#,
            (K::Reaction, none, none, target, false),
        ),
        (r#""type":"system","system":{"body":"changed"}"#, (K::System, Some("changed"), none, none, true)),
        (r#""type":"request_welcome""#, (K::System, none, none, none, true)),
        (
            r#""type":"edit","edit":{"original_message_id":"wamid.0","message":{"type":"text","text":{"body":"नया"}}}"#,
            (K::Edit, Some("नया"), none, target, false),
        ),
        (
            r#""type":"edit","edit":{"original_message_id":"wamid.0","message":{"image":{"caption":"c"},"context":{"id":"M0"}}}"#,
            (K::Edit, Some("c"), none, target, false),
        ),
        (
            r#""type":"revoke","revoke":{"original_message_id":"wamid.0"}"#,
            (K::Revoke, none, none, target, false),
        ),
    ]);
}

#[test]
fn what_is_not_known_is_kept_raw() {
    let unsupported = (MessageKind::Unsupported, None, None, None, true);
    check_types(&[
        (r#""type":"poll","poll":{"name":"?"}"#, unsupported),
        (r#""type":"unsupported","errors":[{"code":131051}]"#, unsupported),
        (r#""type":"text""#, unsupported),
        (r#""type":"text","text":"flat""#, unsupported),
        (r#""type":"text","text":{"body":7}"#, unsupported),
        (r#""type":"image","image":{"caption":"no id"}"#, unsupported),
        (
            r#""type":"interactive","interactive":{"type":"call_permission_reply","call_permission_reply":{}}"#,
            unsupported,
        ),
        (r#""type":7"#, unsupported),
        (r#""text":{"body":"no type"}"#, unsupported),
    ]);
}

#[test]
fn pins() {
    let check = |location: &str, point: Option<(f64, f64)>, text: Option<&str>| {
        let message = one(&with(&[&format!(
            r#"{{"from":"919000000001","id":"1","type":"location","location":{location}}}"#
        )]));
        assert_eq!(message.kind, MessageKind::Location);
        assert_eq!(message.location.map(|at| (at.latitude, at.longitude)), point, "{location}");
        assert_eq!(message.text.as_deref(), text);
        assert_eq!(message.raw.is_some(), point.is_none());
    };
    check(r#"{"latitude":26.8467,"longitude":80.9462}"#, Some((26.8467, 80.9462)), None);
    check(r#"{"latitude":26,"longitude":"80.5"}"#, Some((26.0, 80.5)), None);
    check(
        r#"{"latitude":0,"longitude":0,"name":"घर","address":"MG Marg"}"#,
        Some((0.0, 0.0)),
        Some("घर, MG Marg"),
    );
    check(r#"{"latitude":91,"longitude":0}"#, None, None);
    check(r#"{"latitude":1e999,"longitude":0}"#, None, None);
    check(r#"{"latitude":"NaN","longitude":0}"#, None, None);
    check("{}", None, None);
}

#[test]
fn senders() {
    let check = |contacts: &str, who: &str, phone: Option<&str>, user_id: Option<&str>| {
        let message = one(&with_contacts(
            contacts,
            &[&format!(r#"{{{who}"id":"1","type":"text","text":{{"body":"x"}}}}"#)],
        ));
        let got = (message.sender.phone.as_deref(), message.sender.user_id.as_deref());
        assert_eq!(got, (phone, user_id), "{contacts} {who}");
    };
    let phone = Some("+919000000001");
    let bsuid = Some("IN.1349");
    check("[]", r#""from":"919000000001","#, phone, None);
    check("[]", r#""from":919000000001,"#, phone, None);
    check("[]", r#""from":"+919000000001","#, phone, None);
    check("null", r#""from":"919000000001","from_user_id":"IN.1349","#, phone, bsuid);
    check("[]", r#""from_user_id":"IN.1349","#, None, bsuid);
    check("[]", r#""user_id":"IN.1349","#, None, bsuid);
    check("[]", r#""from":"IN.1349","#, None, bsuid);
    check(r#"[{"user_id":"IN.1349"}]"#, "", None, bsuid);
    check(r#"[7,{"wa_id":"919000000001","user_id":"IN.1349"}]"#, r#""from":"919000000001","#, phone, bsuid);
    check(r#"[{"wa_id":"919000000001","user_id":"IN.1349"}]"#, r#""from_user_id":"IN.1349","#, phone, bsuid);
    check(r#"[{"wa_id":"919000000009","user_id":"IN.9"}]"#, r#""from":"919000000001","#, phone, None);
}

#[test]
fn times_are_kept_as_sent() {
    for (timestamp, kept) in [
        (r#""1767225600""#, "1767225600"),
        ("1767225600", "1767225600"),
        ("1767225600000", "1767225600000"),
        ("-1e99", "-1e99"),
        (r#""soon""#, "soon"),
        (r#"{"x":1}"#, r#"{"x":1}"#),
    ] {
        let message = text_message("1").replace(r#""1767225600""#, timestamp);
        assert_eq!(one(&with(&[&message])).sent_at.as_deref(), Some(kept), "{timestamp}");
    }
}

#[test]
fn shapes() {
    let good = text_message("good");
    let both = webhook(&format!(
        r#"{{"metadata":{{"phone_number_id":"1"}},"messages":[{good}],"statuses":[{{"id":"a","status":"failed","errors":[{{"code":131026}}]}}]}}"#
    ));
    let own = good.replace("919000000001", "915220000001");
    for (body, expected) in [
        // Not for us.
        (r#"{"object":"page","entry":[]}"#.to_owned(), ""),
        (with(&[&good]).replace("\"messages\",", "\"account_update\","), ""),
        (with(&[&good]).replace("\"messages\",", "\"smb_message_echoes\","), ""),
        (with(&[&own]), ""),
        (with(&[&own, &good]), "good"),
        (with(&[]), ""),
        // States that change what nobody does, and those of the wrong shape.
        (webhook(r#"{"statuses":[{"id":"a","status":"played"},{"id":"a","status":"sent"}]}"#), "Sent a"),
        (
            webhook(r#"{"statuses":[{"id":"a"},{"status":"sent"},7,{"id":"a","status":1}]}"#),
            "odd, odd, odd, odd",
        ),
        (webhook(r#"{"statuses":{}}"#), "odd"),
        (both, "good, Failed a"),
        // Wrong at one level, good beside it.
        (
            with(&["7", &good, "{}", r#"{"id":"x"}"#, r#"{"from":"919000000001"}"#]),
            "odd, good, odd, odd, odd",
        ),
        (with(&[&good.replace("good", "")]), "odd"),
        (with(&[&good.replace("good", &"x".repeat(600))]), "odd"),
        (with(&[&good.replace("919000000001", "nobody")]), "odd"),
        (webhook(r#"{"metadata":{"phone_number_id":"1"},"messages":{}}"#), "odd"),
        (
            webhook(&format!(r#"{{"messages":[{good}],"statuses":[{{"id":"a","status":"read"}}]}}"#)),
            "odd, Read a",
        ),
        (webhook(r#"{"errors":[{"code":1}]}"#), "odd"),
        (webhook("7"), "odd"),
        (with(&[&good]).replace("\"field\":\"messages\",", ""), "odd"),
        (
            with(&[&good]).replace("\"entry\":[", "\"entry\":[7,{},{\"changes\":[null]},"),
            "odd, odd, odd, good",
        ),
        (r#"{"object":"whatsapp_business_account"}"#.to_owned(), "odd"),
        (r#"{"object":"whatsapp_business_account","entry":[]}"#.to_owned(), "odd"),
        (with(&[&good]).replace("\"object\"", "\"subject\""), "odd"),
        (String::new(), "odd"),
        ("null".to_owned(), "odd"),
        (with(&[&good]).trim_end_matches('}').to_owned(), "odd"),
    ] {
        assert_eq!(shape(&parse(body.as_bytes())), expected, "{body}");
    }
}

#[test]
fn failures_keep_their_code() {
    for (errors, code) in [
        (r#"[{"code":131047}]"#, Some("131047")),
        (r#"[{"code":"470"}]"#, Some("470")),
        ("[]", None),
        ("7", None),
    ] {
        let body = webhook(&format!(r#"{{"statuses":[{{"id":"a","status":"failed","errors":{errors}}}]}}"#));
        let inbound = parse(body.as_bytes());
        let [Inbound::Status(status)] = inbound.as_slice() else { panic!("{inbound:?}") };
        assert_eq!((status.status, status.error.as_deref()), (DeliveryState::Failed, code));
    }
}

#[test]
fn hostile_bodies_are_recovered() {
    let body = with(&[&text_message("1")]);
    let with_text = |text: &[u8]| {
        let at = body.find("मदद").unwrap();
        [&body.as_bytes()[..at], text, &body.as_bytes()[at + "मदद".len()..]].concat()
    };
    let check = |body: &[u8], text: &str| {
        let inbound = parse(body);
        let texts: Vec<_> = messages(&inbound).iter().map(|m| m.text.clone().unwrap()).collect();
        assert_eq!(texts, [text], "{inbound:?}");
    };
    check(&[b"\xef\xbb\xbf", body.as_bytes()].concat(), "मदद");
    check(&with_text(br"a\ud83d"), "a\u{fffd}");
    check(&with_text(br"\u092e\ud83d\ude00\/"), "म😀/");
    check(&with_text(b"a\xff\xc0b"), "a\u{fffd}\u{fffd}b");
    check(&with_text(b"a\nb\0c"), "a\nbc");
    check(&with_text(br"a\u0000\u0007\u202eb\u200d"), "ab\u{200d}");
    let depth = |n| format!(r#""deep":{}{},"type""#, "[".repeat(n), "]".repeat(n));
    check(body.replace("\"type\"", &depth(10_000)).as_bytes(), "मदद");
    check(body.replace("\"type\"", "\"huge\":1e99999,\"type\":\"image\",\"type\"").as_bytes(), "मदद");
    check(body.replace("{\"object\"", "{\"object\":\"x\",\"object\"").as_bytes(), "मदद");
}

#[test]
fn a_batch_loses_nothing_to_poison() {
    for size in [1, 2, 3, 10, 40] {
        for at in 0..size {
            for poison in ["7", "{}", r#"{"id":"x","from":"nobody","type":"text","text":{"body":"x"}}"#] {
                let mut all: Vec<String> = (0..size).map(|i| text_message(&format!("id{i}"))).collect();
                poison.clone_into(&mut all[at]);
                let parts: Vec<&str> = all.iter().map(String::as_str).collect();
                let expected: Vec<String> =
                    (0..size).map(|i| if i == at { "odd".to_owned() } else { format!("id{i}") }).collect();
                assert_eq!(shape(&parse(with(&parts).as_bytes())), expected.join(", "));
            }
        }
    }
}

#[test]
fn a_thousand_messages_are_all_read() {
    let all: Vec<String> =
        (0..1000).map(|i| text_message(&format!("id{i}")).replace("मदद", &"क".repeat(950))).collect();
    let parts: Vec<&str> = all.iter().map(String::as_str).collect();
    let body = with(&parts);
    assert!(body.len() > 2_800_000);
    assert_eq!(messages(&parse(body.as_bytes())).len(), 1000);
}

proptest! {
    #[test]
    fn any_bytes_are_read(body: Vec<u8>) {
        prop_assert_eq!(parse(&body).len(), 1);
    }

    #[test]
    fn a_mutated_sample_is_never_lost_in_silence_by_a_panic(
        sample in 0_usize..8, at: prop::sample::Index, cut in 0_usize..20, put: Vec<u8>,
    ) {
        let samples: Vec<_> = samples("meta").into_iter().filter(|s| s.query.is_empty()).collect();
        let mut body = samples[sample].body.clone();
        let at = at.index(body.len());
        let end = (at + cut).min(body.len());
        body.splice(at..end, put);
        let _ = parse(&body);
        let _ = parse_send_answer(200, &body);
    }

    #[test]
    fn regrouping_changes_nothing(sizes in prop::collection::vec(1_usize..5, 1..5)) {
        let total: usize = sizes.iter().sum();
        let ids: Vec<String> = (0..total).map(|i| format!("id{i}")).collect();
        let all: Vec<String> = ids.iter().map(|id| text_message(id)).collect();
        let mut rest = all.as_slice();
        let mut entries = Vec::new();
        for size in sizes {
            let (group, tail) = rest.split_at(size);
            rest = tail;
            let parts: Vec<&str> = group.iter().map(String::as_str).collect();
            let doc = with(&parts);
            let start = doc.find("[{\"id\":\"1\"").unwrap() + 1;
            entries.push(doc[start..doc.len() - 2].to_owned());
        }
        let body = format!(r#"{{"object":"whatsapp_business_account","entry":[{}]}}"#, entries.join(","));
        prop_assert_eq!(shape(&parse(body.as_bytes())), ids.join(", "));
    }
}
