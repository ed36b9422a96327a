//! Quiet hours: the step is taken at its minute, its SMS comes in the morning;
//! violence waits for nothing.

use journeys::Helpline;
use journeys::stack::ist;
use serde_json::json;

const STORY: &str = "मलिहाबाद में मेरा काम कई महीनों से अटका है";

#[tokio::test]
async fn a_reminder_of_the_night_comes_in_the_morning() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    for n in 1..=3 {
        helpline.woman(&format!("+91900000000{n}")).registers("certificate", STORY).await;
    }
    // The sweeper was out until 23:00.
    assert!(helpline.told_at(ist("2026-12-06 23:00")).await.is_empty());
    for complaint in helpline.complaints().await {
        let history = complaint["history"].to_string();
        assert!(history.contains("reminded"), "the step stands in the history: {history}");
    }
    for moment in ["2026-12-06 23:01", "2026-12-07 03:00", "2026-12-07 05:59"] {
        assert!(helpline.told_at(ist(moment)).await.is_empty(), "{moment}");
    }
    assert_eq!(helpline.told_at(ist("2026-12-07 06:00")).await, ["tehsildar-malihabad"]);
    assert!(helpline.last_sms().await.text.starts_with("3 "), "together");
    assert!(helpline.told_at(ist("2026-12-07 06:01")).await.is_empty());
    helpline.end(&["900000000", "मलिहाबाद"]).await;
}

#[tokio::test]
async fn violence_waits_for_no_morning() {
    let helpline = Helpline::start_at("2026-12-01 23:00").await;
    helpline.woman("+919000000001").registers("violence", STORY).await;
    let first = helpline.told().await;
    assert_eq!(first.len(), 1, "told at once: {first:?}");
    assert_eq!(helpline.told_at(ist("2026-12-01 23:15")).await, ["adcp-women-lko"]);
    assert_eq!(helpline.told_at(ist("2026-12-01 23:30")).await, ["adm-lko"]);
    assert_eq!(helpline.told_at(ist("2026-12-01 23:45")).await, ["dm-lko"]);
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn what_the_clock_begins_to_tell_her_waits_for_the_morning() {
    let helpline = Helpline::start_at("2026-12-01 20:30").await;
    helpline.woman("+919000000001").registers("certificate", STORY).await;
    let link = helpline.link_of("tehsildar-malihabad").await;
    link.does("dispose", &json!({"outcome": "relief", "text": "प्रमाण पत्र दे दिया"})).await;
    let asked = helpline.outbound().await.len();
    // After seven days of silence it is closed as unconfirmed, at 20:30.
    helpline.sweep_at("2026-12-08 20:30").await;
    assert_eq!(helpline.complaint().await["status"], "closed_unconfirmed");
    helpline.sweep_at("2026-12-09 07:59").await;
    assert_eq!(helpline.outbound().await.len(), asked);
    helpline.sweep_at("2026-12-09 08:00").await;
    assert_eq!(helpline.outbound().await.len(), asked + 1);
    helpline.end(&["9000000001"]).await;
}
