//! A woman through Gupshup, Infobip, MSG91 and Exotel: she is answered, or heard
//! all the same where nothing can be sent.

use std::collections::BTreeMap;

use journeys::stack::{Answer, text};
use journeys::woman::Carrier;
use journeys::{Helpline, Reply, Woman};
use serde_json::{Value, json};

const PHONE: &str = "+919000000001";
const STORY: &str = "मलिहाबाद में मेरा आय प्रमाण पत्र नहीं बन रहा है";
const OFFICER: &str = "tehsildar-malihabad";

async fn list(helpline: &Helpline, route: &str) -> Vec<Value> {
    helpline.local(route).await.as_array().expect("a list").clone()
}

/// By its id where it can be tapped, by its number elsewhere.
async fn pick(she: &Woman<'_>, id: &str, title: &str) -> Reply {
    let offered = she.reply().await;
    let by_id = offered.options.iter().any(|(known, _)| known == id);
    if by_id { she.taps(id).await } else { she.picks(title).await }
}

async fn registers(helpline: &Helpline, she: &Woman<'_>) {
    she.writes("नमस्ते").await;
    pick(she, "category:certificate", "प्रमाण पत्र").await;
    she.writes(STORY).await;
    let registered = pick(she, "register:yes", "दर्ज करें").await;
    let complaint = helpline.complaint().await;
    assert_eq!((&complaint["status"], &complaint["officer"]), (&json!("registered"), &json!(OFFICER)));
    assert!(registered.text.contains(&text(&complaint["reference"])), "{registered:?}");
}

/// From the first word to her 'yes', two days later: by taps where there are
/// buttons, by numbers on SMS; what starts after her 24 hours is a template.
async fn lives(carrier: Carrier, kinds: &[&str]) {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman_through(carrier, PHONE);
    registers(&helpline, &she).await;
    let sent = helpline.outbound().await.len();
    assert_eq!(she.again().await.status, 200);
    assert_eq!((helpline.outbound().await.len(), helpline.complaints().await.len()), (sent, 1));
    helpline.clock("2026-12-03 12:00").await;
    let done = json!({"outcome": "relief", "text": "प्रमाण पत्र जारी किया"});
    helpline.link_of(OFFICER).await.does("dispose", &done).await;
    let asked = she.reply().await;
    let (id, _) = asked.options.first().expect("she is asked").clone();
    she.taps(&id).await;
    assert_eq!(helpline.complaint().await["status"], "closed");
    let mut seen: Vec<String> = she.replies().await.into_iter().map(|reply| reply.kind).collect();
    seen.sort();
    seen.dedup();
    assert_eq!(seen, kinds, "{carrier:?}");
    helpline.end(&["90000000", "प्रमाण"]).await;
}

#[tokio::test]
async fn a_whole_complaint_through_gupshup() {
    lives(Carrier::Gupshup, &["buttons", "list", "template", "text"]).await;
}

#[tokio::test]
async fn a_whole_complaint_through_infobip() {
    lives(Carrier::InfobipWhatsapp, &["buttons", "list", "template", "text"]).await;
}

#[tokio::test]
async fn a_whole_complaint_by_sms_through_infobip() {
    lives(Carrier::InfobipSms, &["text"]).await;
}

#[tokio::test]
async fn what_a_provider_would_not_take_at_once_is_sent_once_later() {
    for (service, carrier) in [("gupshup", Carrier::Gupshup), ("infobip", Carrier::InfobipWhatsapp)] {
        for kind in ["throttle", "error"] {
            let helpline = Helpline::start_at("2026-12-01 10:00").await;
            let she = helpline.woman_through(carrier, PHONE);
            helpline.tell("POST", "faults", &json!({"service": service, "kind": kind})).await;
            assert_eq!(she.tries_to_write("नमस्ते").await.status, 200, "{service} {kind}");
            assert!(she.replies().await.is_empty(), "{service} {kind}");
            helpline.sweep_at("2026-12-01 10:02").await;
            assert_eq!(she.replies().await.len(), 1, "{service} {kind}");
            helpline.sweep_at("2026-12-01 10:04").await;
            assert_eq!(she.replies().await.len(), 1, "{service} {kind}");
            helpline.end(&["90000000"]).await;
        }
    }
}

#[tokio::test]
async fn without_a_key_the_log_says_so_and_her_words_are_kept() {
    for (setting, provider, carrier) in [
        ("GUPSHUP_API_KEY", "gupshup", Carrier::Gupshup),
        ("INFOBIP_API_KEY", "infobip", Carrier::InfobipWhatsapp),
    ] {
        let unset = BTreeMap::from([(setting.to_owned(), String::new())]);
        let helpline = Helpline::start_with("2026-12-01 10:00", unset).await;
        let she = helpline.woman_through(carrier, PHONE);
        assert_eq!(she.tries_to_write(STORY).await.status, 200);
        assert!(she.replies().await.is_empty());
        assert_eq!(failures(&helpline).await, [format!("{provider}: {setting} is not set")]);
        assert_eq!(list(&helpline, "messages").await.len(), 1);
        helpline.end(&["90000000"]).await;
    }
}

/// Whom no message could be sent to, and why: the log's lines.
async fn failures(helpline: &Helpline) -> Vec<String> {
    let lines = list(helpline, "logs").await.into_iter();
    let lines = lines.filter_map(|line| serde_json::from_str::<Value>(&text(&line["line"])).ok());
    let failed = lines.filter(|line| line["kind"] == "message_failed");
    failed.map(|line| format!("{}: {}", text(&line["provider"]), text(&line["why"]))).collect()
}

/// MSG91's and Exotel's SMS of hers.
async fn texts(helpline: &Helpline, provider: &str, words: &str) -> Answer {
    let id = helpline.next_id();
    let (path, fields) = match provider {
        "msg91" => (
            "/webhooks/msg91/sample-msg91-path",
            [("uuid", format!("m91-{id}")), ("mobile", PHONE[3..].to_owned()), ("message", words.into())],
        ),
        _ => (
            "/webhooks/exotel/sample-exotel-path",
            [("SmsSid", format!("exo-{id}")), ("From", format!("0{}", &PHONE[3..])), ("Body", words.into())],
        ),
    };
    let ours = if provider == "msg91" { ("receiver", "915220000001") } else { ("To", "05220000001") };
    let mut fields: Vec<(String, String)> =
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    fields.push((ours.0.to_owned(), ours.1.to_owned()));
    let body = channels::form_encode(&fields).into_bytes();
    helpline.request("POST", path, &[("content-type", "application/x-www-form-urlencoded")], body).await
}

#[tokio::test]
async fn where_nothing_can_be_sent_she_is_heard_all_the_same() {
    for provider in ["msg91", "exotel"] {
        let helpline = Helpline::start_at("2026-12-01 10:00").await;
        let answer = texts(&helpline, provider, STORY).await;
        assert_eq!(answer.status, 200, "{provider}: {}", answer.body);
        assert_eq!(list(&helpline, "messages").await[0]["text"], STORY, "{provider}");
        assert_eq!(failures(&helpline).await, [format!("{provider}: nothing is sent through {provider}")]);
        helpline.sweep_at("2026-12-01 10:31").await;
        assert_eq!(helpline.complaint().await["status"], "registered", "{provider}");
        assert_eq!(helpline.told().await.len(), 1, "{provider}");
        assert!(helpline.outbound().await.is_empty(), "{provider}");
        helpline.end(&["90000000"]).await;
    }
}

#[tokio::test]
async fn who_is_known_by_another_way_is_answered_there() {
    for provider in ["msg91", "exotel"] {
        let helpline = Helpline::start_at("2026-12-01 10:00").await;
        let she = helpline.woman(PHONE);
        she.writes("नमस्ते").await;
        assert_eq!(texts(&helpline, provider, STORY).await.status, 200, "{provider}");
        let sent = helpline.outbound().await;
        let ways: Vec<_> = sent.iter().map(|it| text(&it["provider"])).collect();
        assert_eq!(ways, ["meta", "meta"], "{provider}");
        assert!(failures(&helpline).await.is_empty(), "{provider}");
        helpline.end(&["90000000"]).await;
    }
}
