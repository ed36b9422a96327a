//! Many messages at once: all are stored, none twice, and nobody's complaint
//! becomes another's.

use std::collections::BTreeSet;

use journeys::stack::text;
use journeys::woman::{deliver_meta, meta_body};
use journeys::{Helpline, Woman};
use serde_json::{Value, json};

/// So many messages of one sender.
const MANY: usize = 200;
/// So many senders in one body.
const CROWD: usize = 50;

fn says(she: &Woman<'_>, n: usize) -> Value {
    she.meta_message(&json!({"type": "text", "text": {"body": format!("मलिहाबाद में पेंशन नहीं आई, बात {n}")}}))
}

/// The messages stored, by the ids of their providers.
async fn stored(helpline: &Helpline) -> Vec<Value> {
    let all = helpline.local("messages").await.as_array().unwrap().clone();
    let ids: BTreeSet<String> = all.iter().map(|message| text(&message["provider_message_id"])).collect();
    assert_eq!(ids.len(), all.len(), "one was stored twice");
    all
}

/// Meta delivers these bodies as often as it must, as it does for seven days.
async fn deliver(helpline: &Helpline, bodies: &[Vec<u8>]) {
    for body in bodies {
        let mut status = 0;
        for _ in 0..10 {
            status = deliver_meta(helpline, body.clone()).await.status;
            if status == 200 {
                break;
            }
        }
        assert_eq!(status, 200);
    }
}

/// One sender's messages in these many bodies: one draft, one complaint.
async fn check(bodies: usize) {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    let messages: Vec<Value> = (0..MANY).map(|n| says(&she, n)).collect();
    let bodies: Vec<Vec<u8>> = messages.chunks(MANY / bodies).map(meta_body).collect();
    deliver(&helpline, &bodies).await;
    assert_eq!(stored(&helpline).await.len(), MANY);
    assert_eq!(helpline.complaints().await.len(), 0);
    helpline.sweep_at("2026-12-01 10:31").await;
    let complaint = helpline.complaint().await;
    assert_eq!(complaint["messages"].as_array().unwrap().len(), MANY);
    assert_eq!(helpline.sms().await.len(), 1);
    deliver(&helpline, &bodies).await;
    assert_eq!(stored(&helpline).await.len(), MANY);
    helpline.end(&["9000000001", "पेंशन"]).await;
}

#[tokio::test]
async fn two_hundred_messages_in_one_body_are_one_draft() {
    check(1).await;
}

#[tokio::test]
async fn two_hundred_messages_in_twenty_bodies_are_one_draft() {
    check(20).await;
}

/// A body of which most was stored before is answered at the first delivery,
/// and what is new in it is stored, however many transactions the old would fill.
#[tokio::test]
async fn a_large_body_that_is_mostly_old_is_stored_whole_at_once() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    let messages: Vec<Value> = (0..2 * MANY + 20).map(|n| says(&she, n)).collect();
    for part in messages[..2 * MANY].chunks(MANY) {
        deliver(&helpline, &[meta_body(part)]).await;
    }
    for _ in 0..2 {
        assert_eq!(deliver_meta(&helpline, meta_body(&messages)).await.status, 200);
        assert_eq!(stored(&helpline).await.len(), messages.len());
    }
    helpline.end(&["9000000001", "पेंशन"]).await;
}

#[tokio::test]
async fn bodies_that_come_at_once_are_stored_once() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    let bodies: Vec<Vec<u8>> = (0..20).map(|n| meta_body(&[says(&she, n)])).collect();
    // Each twice, all at the same moment: what conflicts is sent again.
    let both = bodies.iter().chain(&bodies).map(|body| deliver(&helpline, std::slice::from_ref(body)));
    futures_util::future::join_all(both).await;
    assert_eq!(stored(&helpline).await.len(), bodies.len());
    helpline.sweep_at("2026-12-01 10:31").await;
    let complaint = helpline.complaint().await;
    assert_eq!(complaint["messages"].as_array().unwrap().len(), bodies.len());
    assert_eq!(helpline.sms().await.len(), 1);
    helpline.end(&["9000000001", "पेंशन"]).await;
}

#[tokio::test]
async fn fifty_senders_in_one_body_are_fifty_drafts() {
    let helpline = Helpline::start().await;
    let crowd: Vec<Woman<'_>> = (0..CROWD).map(|n| helpline.woman(&format!("+9190000001{n:02}"))).collect();
    let messages: Vec<Value> = crowd.iter().enumerate().map(|(n, she)| says(she, n)).collect();
    deliver(&helpline, &[meta_body(&messages)]).await;
    assert_eq!(stored(&helpline).await.len(), CROWD);
    for she in &crowd {
        assert_eq!(she.replies().await.len(), 1);
    }
    helpline.sweep_at("2026-12-01 10:31").await;
    let complaints = helpline.complaints().await;
    assert_eq!(complaints.len(), CROWD);
    assert!(complaints.iter().all(|complaint| complaint["messages"].as_array().unwrap().len() == 1));
    assert_eq!(helpline.sms().await.len(), CROWD);
    helpline.end(&["+91900000", "पेंशन"]).await;
}
