//! What could not be understood is kept, listed, and taken up by one command
//! once the code understands it.

use domain::message::Provider;
use helpline::Store as _;
use helpline::ports::Quarantined;
use journeys::Helpline;
use journeys::stack::ist;
use journeys::woman::meta_body;
use serde_json::json;
use webhook_intake::replay;

async fn set_aside(helpline: &Helpline, raw: Vec<u8>) {
    let at = ist("2026-12-01 09:00");
    let body = Quarantined { provider: Provider::Meta, raw, why: "a test".into(), at };
    helpline.table().quarantine(&body).await.unwrap();
}

#[tokio::test]
async fn what_is_understood_now_is_taken_up_once_and_leaves() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000071");
    let message = she.meta_message(&json!({"type": "text", "text": {"body": "राशन कार्ड नहीं बना"}}));
    set_aside(&helpline, meta_body(&[message])).await;
    let config = helpline.settings();
    let listed = replay::command(&["list"], &config).await.unwrap();
    let id = listed.split_whitespace().next().unwrap().to_owned();
    assert!(listed.contains("meta") && !listed.contains("राशन"), "{listed}");
    replay::command(&["replay", &id], &config).await.unwrap();
    assert_eq!(replay::command(&["list"], &config).await.unwrap(), "nothing is in quarantine");
    let stored = helpline.local("messages").await;
    assert_eq!(stored.as_array().unwrap().len(), 1, "{stored}");
    assert_eq!(stored[0]["text"], "राशन कार्ड नहीं बना");
    helpline.end(&["राशन", "9000000071"]).await;
}

#[tokio::test]
async fn what_is_still_odd_stays() {
    let helpline = Helpline::start().await;
    set_aside(&helpline, b"neither form nor JSON".to_vec()).await;
    let config = helpline.settings();
    let listed = replay::command(&["list"], &config).await.unwrap();
    let id = listed.split_whitespace().next().unwrap().to_owned();
    let refused = replay::command(&["replay", &id], &config).await.unwrap_err();
    assert!(refused.contains("stays in quarantine"), "{refused}");
    assert_eq!(replay::command(&["show", &id], &config).await.unwrap(), "neither form nor JSON");
    let unknown = replay::command(&["replay", "nothing"], &config).await.unwrap_err();
    assert!(unknown.contains("quarantine list"), "{unknown}");
    helpline.end(&[]).await;
}
