//! She does not want to be written to: obeyed for what we begin, never for what
//! she asks.

use journeys::carrier::deliver_gupshup;
use journeys::stack::text;
use journeys::woman::{Carrier, deliver_meta, deliver_twilio};
use journeys::{Helpline, Woman};
use serde_json::json;

use crate::statuses::{META_NUMBER_ID, meta_status, meta_tells, sms_to};

const STORY: &str = "मलिहाबाद में मेरी विधवा पेंशन तीन महीने से नहीं आई है";
const PHONE: &str = "+919000000081";

/// She complains; the officer's link to it.
async fn complains(helpline: &Helpline, she: &Woman<'_>) -> String {
    she.writes(STORY).await;
    helpline.pass(chrono::TimeDelta::minutes(31)).await;
    helpline.sweep().await;
    helpline.last_sms().await.officer
}

async fn disposes(helpline: &Helpline, officer: &str) {
    let fields = json!({"outcome": "granted", "text": "हो गया"});
    helpline.link_of(officer).await.does("dispose", &fields).await;
}

#[tokio::test]
async fn stop_is_obeyed_until_start() {
    let helpline = Helpline::start().await;
    let she = helpline.woman(PHONE);
    let officer = complains(&helpline, &she).await;
    assert!(she.writes("STOP").await.text.contains("START"), "she is told how to undo it");
    let sent = she.replies().await.len();
    disposes(&helpline, &officer).await;
    meta_tells(&helpline, &[meta_status("a", "failed", PHONE, Some(131_026))]).await;
    assert_eq!(she.replies().await.len(), sent, "we begin nothing");
    assert!(sms_to(&helpline, PHONE).await.is_empty());
    let history = helpline.complaint().await["history"].to_string();
    assert!(history.contains("withheld") && history.contains("message_undelivered"), "{history}");
    // What she asks is answered, and the question that was held with it.
    assert!(she.writes("मेरा काम हुआ?").await.options.iter().any(|(id, _)| id.starts_with("solved_yes:")));
    assert!(she.writes("status").await.text.contains("LKO"));
    assert!(she.writes("बचाओ").await.text.contains("112"));
    she.writes("START").await;
    meta_tells(&helpline, &[meta_status("b", "failed", PHONE, Some(131_026))]).await;
    assert_eq!(sms_to(&helpline, PHONE).await.len(), 1);
    helpline.end(&["90000000"]).await;
}

/// Whether what we begin reaches her: an SMS for a failure.
async fn is_written_to(helpline: &Helpline) -> bool {
    let before = sms_to(helpline, PHONE).await.len();
    let id = format!("wamid.{}", helpline.next_id());
    meta_tells(helpline, &[meta_status(&id, "failed", PHONE, Some(131_026))]).await;
    sms_to(helpline, PHONE).await.len() > before
}

#[tokio::test]
async fn each_provider_s_own_word_counts_too() {
    let helpline = Helpline::start().await;
    let she = helpline.woman(PHONE);
    complains(&helpline, &she).await;
    assert!(is_written_to(&helpline).await);
    let now = helpline.now().await;
    let gupshup = |event: &str, seconds: i64| {
        let at = (now + chrono::TimeDelta::seconds(seconds)).timestamp_millis();
        json!({"app": "LkoHelpline", "timestamp": at, "version": 2, "type": "user-event",
            "payload": {"phone": PHONE.trim_start_matches('+'), "type": event}})
        .to_string()
        .into_bytes()
    };
    let meta = |value: &str, seconds: i64| {
        let wish = json!({"wa_id": PHONE.trim_start_matches('+'), "detail": "User requested to stop marketing messages",
            "category": "marketing_messages", "value": value,
            "timestamp": (now + chrono::TimeDelta::seconds(seconds)).timestamp()});
        let value = json!({"messaging_product": "whatsapp", "user_preferences": [wish],
            "metadata": {"display_phone_number": "915220000001", "phone_number_id": META_NUMBER_ID}});
        json!({"object": "whatsapp_business_account", "entry": [{"id": "200000000000001",
            "changes": [{"value": value, "field": "user_preferences"}]}]})
        .to_string()
        .into_bytes()
    };
    helpline.pass(chrono::TimeDelta::minutes(5)).await;
    assert_eq!(deliver_gupshup(&helpline, gupshup("opted-out", 1)).await.status, 200);
    assert!(!is_written_to(&helpline).await);
    assert_eq!(deliver_gupshup(&helpline, gupshup("opted-in", 2)).await.status, 200);
    assert!(is_written_to(&helpline).await);
    // Redelivered, it says nothing new.
    assert_eq!(deliver_gupshup(&helpline, gupshup("opted-out", 1)).await.status, 200);
    assert!(is_written_to(&helpline).await);
    assert_eq!(deliver_meta(&helpline, meta("stop", 3)).await.status, 200);
    assert!(!is_written_to(&helpline).await);
    assert_eq!(deliver_meta(&helpline, meta("resume", 4)).await.status, 200);
    assert!(is_written_to(&helpline).await);
    meta_tells(&helpline, &[meta_status("z", "failed", PHONE, Some(131_050))]).await;
    assert!(!is_written_to(&helpline).await);
    assert!(helpline.local("quarantine").await.as_array().is_some_and(Vec::is_empty));
    helpline.end(&["90000000"]).await;
}

#[tokio::test]
async fn twilio_has_told_her_already() {
    let helpline = Helpline::start().await;
    let she = helpline.woman_through(Carrier::TwilioSms, PHONE);
    complains(&helpline, &she).await;
    let sent = she.replies().await.len();
    let says = |words: &str, wish: &str| {
        let sid = format!("SM{:032x}", helpline.next_id());
        let fields = [
            ("MessageSid", sid.as_str()),
            ("From", PHONE),
            ("To", "+915220000001"),
            ("AccountSid", "AC0"),
            ("Body", words),
            ("NumMedia", "0"),
            ("OptOutType", wish),
        ];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        channels::form_encode(&fields).into_bytes()
    };
    assert_eq!(deliver_twilio(&helpline, says("रोको", "STOP")).await.status, 200);
    assert_eq!(she.replies().await.len(), sent, "nothing of ours would come through");
    assert!(!is_written_to(&helpline).await);
    assert_eq!(deliver_twilio(&helpline, says("START", "START")).await.status, 200);
    assert!(is_written_to(&helpline).await);
    let messages = helpline.local("messages").await;
    assert_eq!(text(&messages[1]["text"]), "रोको", "her words are kept");
    helpline.end(&["90000000"]).await;
}
