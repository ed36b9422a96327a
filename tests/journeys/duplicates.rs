//! A message's id is a key for ever: sent again, regrouped, a week late, it is
//! answered as the first time and changes nothing.

use chrono::TimeDelta;
use journeys::woman::{deliver_meta, meta_body};
use journeys::{Helpline, Woman};
use serde_json::{Value, json};

const STORY: &str = "मलिहाबाद में मेरी विधवा पेंशन तीन महीने से नहीं आई है";

/// All that can be seen from outside: what must not change.
async fn seen(helpline: &Helpline) -> [Value; 4] {
    let mut all = [const { Value::Null }; 4];
    for (slot, route) in all.iter_mut().zip(["complaints", "messages", "sms", "outbound"]) {
        *slot = helpline.local(route).await;
    }
    all
}

/// The provider sends the last body again: the same answer, nothing changed.
async fn repeats(helpline: &Helpline, she: &Woman<'_>) {
    let before = seen(helpline).await;
    let (one, two) = tokio::join!(she.again(), she.again());
    for answer in [one, two, she.again().await] {
        assert_eq!(answer.status, 200);
        assert!(answer.body == "{}" || answer.body.contains("<Response/>"), "{}", answer.body);
    }
    assert_eq!(seen(helpline).await, before);
}

/// The message in a body of Meta's.
fn message_in(body: &[u8]) -> Value {
    let body: Value = serde_json::from_slice(body).expect("JSON");
    body["entry"][0]["changes"][0]["value"]["messages"][0].clone()
}

/// She registers a pension; her messages, as Meta sent them.
async fn registered(helpline: &Helpline, she: &Woman<'_>) -> Vec<Value> {
    let mut sent = Vec::new();
    she.writes(STORY).await;
    sent.push(message_in(&she.last_body()));
    for tap in ["category:pension", "register:yes"] {
        she.taps(tap).await;
        sent.push(message_in(&she.last_body()));
    }
    helpline.complaint().await;
    sent
}

#[tokio::test]
async fn the_same_body_again_at_every_step_through_meta() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    she.writes("नमस्ते").await;
    repeats(&helpline, &she).await;
    for tap in ["category:pension", "area:bkt"] {
        she.taps(tap).await;
        repeats(&helpline, &she).await;
    }
    let photo = json!({"type": "image", "image": {"mime_type": "image/jpeg", "id": "700001"}});
    assert_eq!(she.sends(&photo).await.status, 200);
    repeats(&helpline, &she).await;
    she.taps("register:yes").await;
    repeats(&helpline, &she).await;
    she.writes("और एक बात").await;
    repeats(&helpline, &she).await;
    she.writes("bachao").await;
    repeats(&helpline, &she).await;
    she.taps("register:violence").await;
    repeats(&helpline, &she).await;
    assert_eq!(helpline.told().await, ["pension-north", "duty-1"]);
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn the_same_form_again_at_every_step_through_twilio() {
    let helpline = Helpline::start().await;
    for she in [helpline.woman_on_twilio("+919000000001"), helpline.woman_by_sms("+919000000002")] {
        she.writes("namaste").await;
        repeats(&helpline, &she).await;
        for title in ["पेंशन", "पता नहीं"] {
            she.picks(title).await;
            repeats(&helpline, &she).await;
        }
        she.writes("teen mahine se pension nahi aayi hai").await;
        repeats(&helpline, &she).await;
        she.picks("दर्ज करें").await;
        repeats(&helpline, &she).await;
    }
    assert_eq!(helpline.complaints().await.len(), 2);
    assert_eq!(helpline.told().await, ["pension-city", "pension-city"]);
    helpline.end(&["900000000"]).await;
}

#[tokio::test]
async fn messages_regrouped_into_other_bodies_are_known() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    let sent = registered(&helpline, &she).await;
    let before = seen(&helpline).await;
    let (mut backwards, all) = (sent.clone(), sent.clone());
    backwards.reverse();
    for body in [all.clone(), backwards, [all.clone(), all].concat()] {
        assert_eq!(deliver_meta(&helpline, meta_body(&body)).await.status, 200);
        assert_eq!(seen(&helpline).await, before);
    }
    // With a new message of another woman between them, that one counts.
    let other = helpline.woman("+919000000002");
    let new = other.meta_message(&json!({"type": "text", "text": {"body": "नमस्ते"}}));
    let mixed = [sent[0].clone(), new, sent[1].clone(), sent[2].clone()];
    assert_eq!(deliver_meta(&helpline, meta_body(&mixed)).await.status, 200);
    assert_eq!(other.replies().await.len(), 1);
    let after = seen(&helpline).await;
    assert_eq!((&after[0], &after[2]), (&before[0], &before[2]), "no complaint, no SMS");
    helpline.end(&["900000000"]).await;
}

#[tokio::test]
async fn after_167_hours_they_are_still_known() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    let sent = registered(&helpline, &she).await;
    helpline.pass(TimeDelta::hours(167)).await;
    helpline.sweep().await;
    let before = seen(&helpline).await;
    for message in &sent {
        assert_eq!(deliver_meta(&helpline, meta_body(std::slice::from_ref(message))).await.status, 200);
    }
    assert_eq!(deliver_meta(&helpline, meta_body(&sent)).await.status, 200);
    assert_eq!(seen(&helpline).await, before);
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn the_same_message_twice_in_one_body_counts_once() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    let message = she.meta_message(&json!({"type": "text", "text": {"body": STORY}}));
    let body = meta_body(&[message.clone(), message]);
    assert_eq!(deliver_meta(&helpline, body).await.status, 200);
    assert_eq!(helpline.local("messages").await.as_array().expect("a list").len(), 1);
    assert_eq!(she.replies().await.len(), 1);
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn the_same_id_from_two_providers_is_two_messages() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    let id = "SM00000000000000000000000000000077";
    let message = she.meta_message(&json!({"id": id, "type": "text", "text": {"body": STORY}}));
    assert_eq!(deliver_meta(&helpline, meta_body(&[message])).await.status, 200);
    let form = format!(
        "MessageSid={id}&From=whatsapp%3A%2B919000000002&To=whatsapp%3A%2B915220000001&Body=hello&NumMedia=0"
    );
    let twilio = journeys::woman::deliver_twilio(&helpline, form.into_bytes()).await;
    assert_eq!(twilio.status, 200);
    assert_eq!(helpline.local("messages").await.as_array().expect("a list").len(), 2);
    helpline.end(&["900000000"]).await;
}
