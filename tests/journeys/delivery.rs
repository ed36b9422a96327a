//! Messages that did not reach her: each failure has one consequence, and what
//! it says on a phone that may be shared is her number and nothing else.

use journeys::stack::text;
use journeys::woman::{Carrier, deliver_meta, meta_body, meta_document};
use journeys::{Helpline, Woman};
use serde_json::{Value, json};

use crate::statuses::{META_NUMBER_ID, fails, last_id, meta_status, meta_tells, sms_to};

const STORY: &str = "मलिहाबाद में मेरी विधवा पेंशन तीन महीने से नहीं आई है";
const PHONE: &str = "+919000000071";

/// She has a complaint: her draft, left alone, was registered.
async fn complains(helpline: &Helpline, she: &Woman<'_>) -> String {
    let before = helpline.complaints().await.len();
    she.writes(STORY).await;
    helpline.pass(chrono::TimeDelta::minutes(31)).await;
    helpline.sweep().await;
    let complaints = helpline.complaints().await;
    assert_eq!(complaints.len(), before + 1);
    let mine = complaints.iter().max_by_key(|it| text(&it["registered_at"])).expect("a complaint");
    text(&mine["reference"])
}

async fn undelivered(helpline: &Helpline, reference: &str) -> usize {
    let complaints = helpline.complaints().await;
    let hers = complaints.iter().find(|it| text(&it["reference"]) == reference).expect("her complaint");
    let history = hers["history"].as_array().expect("a list");
    history.iter().filter(|it| it["event"] == "message_undelivered").count()
}

/// Neutral: her number, how to read, the sender's name.
fn is_neutral(words: &str, reference: &str) {
    assert_eq!(words, format!("{reference} पर सूचना है। पढ़ने हेतु WhatsApp/SMS पर 1 भेजें। LKOMPK"));
}

#[tokio::test]
async fn a_failed_message_becomes_one_sms_whoever_carried_it() {
    let helpline = Helpline::start().await;
    for (carrier, phone) in [
        (Carrier::Meta, "+919000000071"),
        (Carrier::TwilioWhatsapp, "+919000000072"),
        (Carrier::Gupshup, "+919000000073"),
        (Carrier::InfobipWhatsapp, "+919000000074"),
        (Carrier::TwilioSms, "+919000000075"),
        (Carrier::InfobipSms, "+919000000076"),
    ] {
        let she = helpline.woman_through(carrier, phone);
        let reference = complains(&helpline, &she).await;
        let id = last_id(&helpline, &she).await;
        for time in 1..=3 {
            let answer = fails(&helpline, carrier, &id, phone).await;
            assert_eq!(answer.status, 200, "{carrier:?}, time {time}: {}", answer.body);
        }
        let sms = sms_to(&helpline, phone).await;
        assert_eq!(sms.len(), 1, "{carrier:?}: {sms:?}");
        is_neutral(&sms[0], &reference);
        assert_eq!(undelivered(&helpline, &reference).await, 1, "{carrier:?}");
        // Another of her messages is another failure.
        assert_eq!(fails(&helpline, carrier, "another", phone).await.status, 200);
        assert_eq!(sms_to(&helpline, phone).await.len(), 2, "{carrier:?}");
        // She reads it by the way that she was told.
        assert!(she.writes("1").await.text.contains(&reference), "{carrier:?}");
    }
    helpline.end(&["90000000", "पेंशन"]).await;
}

#[tokio::test]
async fn a_failure_that_comes_before_anything_is_recorded_counts_all_the_same() {
    let helpline = Helpline::start().await;
    let she = helpline.woman(PHONE);
    let failed = meta_status("wamid.NEVER-SEEN", "failed", PHONE, Some(131_026));
    // Of somebody who never wrote: nothing, and no complaint of ours about it.
    meta_tells(&helpline, std::slice::from_ref(&failed)).await;
    assert!(sms_to(&helpline, PHONE).await.is_empty());
    she.writes(STORY).await;
    meta_tells(&helpline, &[failed]).await;
    assert_eq!(sms_to(&helpline, PHONE).await.len(), 1, "her draft has a number already");
    helpline.end(&["90000000"]).await;
}

#[tokio::test]
async fn what_was_delivered_has_not_failed_in_whatever_order_a_body_says_it() {
    let helpline = Helpline::start().await;
    let she = helpline.woman(PHONE);
    complains(&helpline, &she).await;
    let of = |id: &str, states: &[&str]| -> Vec<Value> {
        let code = |state: &str| (state == "failed").then_some(131_026);
        states.iter().map(|state| meta_status(id, state, PHONE, code(state))).collect()
    };
    meta_tells(&helpline, &of("a", &["sent", "delivered", "failed"])).await;
    meta_tells(&helpline, &of("b", &["failed", "read"])).await;
    meta_tells(&helpline, &of("c", &["delivered", "sent", "read"])).await;
    assert!(sms_to(&helpline, PHONE).await.is_empty());
    meta_tells(&helpline, &of("d", &["failed", "sent"])).await;
    assert_eq!(sms_to(&helpline, PHONE).await.len(), 1);
    helpline.end(&["90000000"]).await;
}

#[tokio::test]
async fn one_body_tells_one_woman_once_and_each_woman() {
    let helpline = Helpline::start().await;
    let (she, other) = (helpline.woman(PHONE), helpline.woman("+919000000079"));
    let reference = complains(&helpline, &she).await;
    complains(&helpline, &other).await;
    let failed = |id: &str, phone: &str| meta_status(id, "failed", phone, Some(131_026));
    let body = [failed("a", PHONE), failed("b", PHONE), failed("a2", &other.phone), failed("c", PHONE)];
    meta_tells(&helpline, &body).await;
    assert_eq!(sms_to(&helpline, PHONE).await.len(), 1);
    assert_eq!(sms_to(&helpline, &other.phone).await.len(), 1);
    assert_eq!(undelivered(&helpline, &reference).await, 3, "a line each");
    // In parts, out of order, with one that is new.
    meta_tells(&helpline, &body[2..]).await;
    meta_tells(&helpline, &[failed("b", PHONE), failed("d", PHONE), failed("a", PHONE)]).await;
    assert_eq!(sms_to(&helpline, PHONE).await.len(), 2);
    assert_eq!(undelivered(&helpline, &reference).await, 4);
    assert_eq!(sms_to(&helpline, &other.phone).await.len(), 1);
    helpline.end(&["90000000"]).await;
}

#[tokio::test]
async fn a_closed_window_is_answered_by_the_template_and_then_by_sms() {
    let helpline = Helpline::start().await;
    let she = helpline.woman(PHONE);
    let reference = complains(&helpline, &she).await;
    let failed = |id: &str| meta_status(id, "failed", PHONE, Some(131_047));
    for _ in 0..2 {
        meta_tells(&helpline, &[failed("a")]).await;
    }
    let last = she.reply().await;
    assert_eq!((last.kind.as_str(), last.text.contains(&reference)), ("template", true), "{last:?}");
    assert!(sms_to(&helpline, PHONE).await.is_empty());
    let sent = she.replies().await.len();
    // The template fails as well: no third try on the same way.
    meta_tells(&helpline, &[failed("b")]).await;
    assert_eq!((she.replies().await.len(), sms_to(&helpline, PHONE).await.len()), (sent, 1));
    helpline.end(&["90000000"]).await;
}

#[tokio::test]
async fn too_many_is_tried_later_a_few_times_and_then_by_sms() {
    let helpline = Helpline::start().await;
    let she = helpline.woman(PHONE);
    let reference = complains(&helpline, &she).await;
    for (time, minutes) in [(0, 15), (1, 60), (2, 240)] {
        let sent = she.replies().await.len();
        let id = format!("wamid.{time}");
        meta_tells(&helpline, &[meta_status(&id, "failed", PHONE, Some(131_056))]).await;
        helpline.pass(chrono::TimeDelta::minutes(minutes - 1)).await;
        helpline.sweep().await;
        assert_eq!(she.replies().await.len(), sent, "not before its time");
        helpline.pass(chrono::TimeDelta::minutes(1)).await;
        helpline.sweep().await;
        assert_eq!(she.replies().await.len(), sent + 1, "{minutes}");
        assert!(she.reply().await.text.contains(&reference));
    }
    assert!(sms_to(&helpline, PHONE).await.is_empty());
    meta_tells(&helpline, &[meta_status("wamid.3", "failed", PHONE, Some(131_056))]).await;
    assert_eq!(sms_to(&helpline, PHONE).await.len(), 1);
    helpline.end(&["90000000"]).await;
}

#[tokio::test]
async fn what_her_provider_never_takes_becomes_an_sms_once() {
    let helpline = Helpline::start().await;
    let she = helpline.woman(PHONE);
    complains(&helpline, &she).await;
    helpline.tell("POST", "faults", &json!({"service": "graph", "kind": "error", "count": 1000})).await;
    let status = she.tries_to_write("status").await.status;
    assert_eq!(status, 200);
    // Ten times as words, a day later ten times as a template.
    for _ in 0..30 {
        helpline.pass(chrono::TimeDelta::hours(4)).await;
        helpline.sweep().await;
    }
    assert_eq!(sms_to(&helpline, PHONE).await.len(), 1);
    let logs = helpline.local("logs").await.to_string();
    assert!(logs.contains("her_sms_sent") && logs.contains("message_failed"));
    helpline.end(&["90000000"]).await;
}

/// Two answers of one body, and her provider takes neither: two failures, and she
/// is told once.
#[tokio::test]
async fn of_what_was_given_up_together_each_counts() {
    let helpline = Helpline::start().await;
    let she = helpline.woman(PHONE);
    let reference = complains(&helpline, &she).await;
    // Each is tried ten times.
    helpline.tell("POST", "faults", &json!({"service": "graph", "kind": "error", "count": 20})).await;
    let asks = |_| she.meta_message(&json!({"type": "text", "text": {"body": "status"}}));
    let body = meta_body(&(0..2).map(asks).collect::<Vec<_>>());
    assert_eq!(deliver_meta(&helpline, body).await.status, 200);
    for _ in 0..60 {
        helpline.pass(chrono::TimeDelta::minutes(15)).await;
        helpline.sweep().await;
    }
    assert_eq!(undelivered(&helpline, &reference).await, 2);
    assert_eq!(sms_to(&helpline, PHONE).await.len(), 1);
    helpline.end(&["90000000"]).await;
}

#[tokio::test]
async fn an_sms_to_her_that_fails_is_logged_and_starts_nothing() {
    let helpline = Helpline::start().await;
    let she = helpline.woman(PHONE);
    complains(&helpline, &she).await;
    helpline.tell("POST", "faults", &json!({"service": "sns", "kind": "error", "count": 3})).await;
    meta_tells(&helpline, &[meta_status("a", "failed", PHONE, Some(131_026))]).await;
    for _ in 0..4 {
        helpline.pass(chrono::TimeDelta::minutes(5)).await;
        helpline.sweep().await;
    }
    assert!(sms_to(&helpline, PHONE).await.is_empty());
    assert!(helpline.local("logs").await.to_string().contains("her_sms_failed"));
    helpline.end(&["90000000"]).await;
}

#[tokio::test]
async fn who_is_known_by_her_whatsapp_id_alone_is_not_lost_from_sight() {
    let helpline = Helpline::start().await;
    let says = |words: &str| {
        meta_body(&[
            json!({"id": format!("wamid.B{}", helpline.next_id()), "from_user_id": "IN.7100000000000000001",
            "timestamp": "1796100000", "type": "text", "text": {"body": words}}),
        ])
    };
    assert_eq!(deliver_meta(&helpline, says(STORY)).await.status, 200);
    helpline.pass(chrono::TimeDelta::minutes(31)).await;
    helpline.sweep().await;
    let reference = text(&helpline.complaint().await["reference"]);
    let sms = helpline.sms().await.len();
    let failed = json!({"id": "a", "status": "failed", "timestamp": "1796100000",
        "recipient_user_id": "IN.7100000000000000001", "errors": [{"code": 131_026}]});
    let body = meta_document(&json!({"messaging_product": "whatsapp", "statuses": [failed],
        "metadata": {"display_phone_number": "915220000001", "phone_number_id": META_NUMBER_ID}}));
    for _ in 0..2 {
        assert_eq!(deliver_meta(&helpline, body.clone()).await.status, 200);
    }
    assert_eq!(helpline.sms().await.len(), sms);
    assert_eq!(undelivered(&helpline, &reference).await, 1);
    helpline.end(&["71000000"]).await;
}
