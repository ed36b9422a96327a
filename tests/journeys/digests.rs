//! The morning's digests: at 09:30, once, to who has something to hear; and a
//! sweep with nothing to do stays one request.

use journeys::Helpline;
use journeys::stack::ist;
use serde_json::json;

const STORY: &str = "मलिहाबाद में मेरा काम कई महीनों से अटका है";

/// A certificate registered on Tuesday, due on Monday the 7th; the sweeper has
/// seen everything that was due before that Monday's digest.
async fn monday() -> Helpline {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    helpline.woman("+919000000001").registers("certificate", STORY).await;
    helpline.sweep_at("2026-12-06 17:00").await;
    assert!(helpline.told_at(ist("2026-12-07 09:29")).await.is_empty());
    helpline
}

#[tokio::test]
async fn once_at_half_past_nine() {
    let helpline = monday().await;
    assert_eq!(helpline.told_at(ist("2026-12-07 09:30")).await, ["tehsildar-malihabad", "dm-lko"]);
    let texts: Vec<String> = helpline.sms().await.into_iter().rev().take(2).map(|sms| sms.text).collect();
    assert!(texts[1].contains("आज 1") && texts[1].contains("बकाया 0"), "{texts:?}");
    assert!(texts[0].contains("नई 0") && texts[0].contains("बकाया 0"), "{texts:?}");
    assert!(helpline.told_at(ist("2026-12-07 09:31")).await.is_empty());
    let reset = helpline.tell("DELETE", "usage", &json!({})).await;
    assert_eq!(reset.status, 204);
    helpline.sweep_at("2026-12-07 09:32").await;
    let usage = helpline.local("usage").await;
    let operations = usage["dynamodb"]["operations"].as_object().expect("operations");
    assert_eq!(operations.keys().collect::<Vec<_>>(), ["Query"]);
    assert_eq!(operations["Query"]["requests"], 1, "{usage}");
    helpline.end(&["9000000001", "मलिहाबाद"]).await;
}

#[tokio::test]
async fn three_sweeps_at_once_tell_once() {
    let helpline = monday().await;
    let before = helpline.told().await.len();
    helpline.clock("2026-12-07 09:30").await;
    tokio::join!(helpline.sweep(), helpline.sweep(), helpline.sweep());
    let mut told = helpline.told().await.split_off(before);
    told.sort();
    assert_eq!(told, ["dm-lko", "tehsildar-malihabad"]);
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn what_died_before_it_was_sent_is_sent_by_the_next() {
    let helpline = monday().await;
    let before = helpline.told().await.len();
    let kill = json!({"function": "sla-sweeper", "at": "before-send"});
    assert_eq!(helpline.tell("POST", "kill", &kill).await.status, 204);
    helpline.clock("2026-12-07 09:30").await;
    assert_ne!(helpline.tell("POST", "sweep", &json!({})).await.status, 200);
    assert_eq!(helpline.told().await.len(), before);
    assert_eq!(helpline.told_at(ist("2026-12-07 09:31")).await, ["tehsildar-malihabad", "dm-lko"]);
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn made_up_for_a_quarter_of_an_hour_and_no_longer() {
    let helpline = monday().await;
    assert_eq!(helpline.told_at(ist("2026-12-07 09:44")).await.len(), 2);
    // The day after it is overdue; the sweep comes too late for a digest.
    helpline.sweep_at("2026-12-07 17:00").await;
    assert!(helpline.told_at(ist("2026-12-08 09:45")).await.is_empty());
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn on_a_day_off_the_district_magistrate_alone_hears() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    helpline.woman("+919000000001").registers("certificate", STORY).await;
    // A Sunday.
    assert_eq!(helpline.told_at(ist("2026-12-06 09:30")).await, ["dm-lko"]);
    helpline.end(&["9000000001"]).await;
}
