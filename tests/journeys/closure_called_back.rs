//! After her silence the cell calls her back: what it finds is recorded, and
//! what was untrue is open again one level up.

use journeys::Helpline;
use serde_json::json;

use crate::officer_link::{MARKER, OFFICER, PHONE, registered};

/// Climbed to the in-charge on the 8th, disposed of after it, and she was silent.
async fn silent(helpline: &Helpline) {
    registered(helpline).await;
    helpline.sweep_at("2026-12-08 17:00").await;
    let link = helpline.link_of(OFFICER).await;
    link.does("dispose", &json!({"outcome": "granted", "text": "जारी किया"})).await;
    helpline.sweep_at("2026-12-15 17:00").await;
    assert_eq!(helpline.complaint().await["status"], "closed_unconfirmed");
}

#[tokio::test]
async fn an_untrue_disposal_is_found_out_by_telephone() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    silent(&helpline).await;
    let due_at = helpline.complaint().await["due_at"].clone();
    let officer = helpline.link_of(OFFICER).await;
    let found = json!({"outcome": "untrue", "text": "कहती हैं कुछ नहीं मिला"});
    assert_eq!(officer.acts("call_back", &found).await.status, 403, "not by who disposed of it");
    let in_charge = helpline.link_of("adm-lko").await;
    assert!(in_charge.reads().await["actions"].to_string().contains("call_back"));
    assert_eq!(in_charge.acts("call_back", &json!({"text": "x"})).await.status, 422, "without an outcome");
    in_charge.does("call_back", &found).await;
    let complaint = helpline.complaint().await;
    assert_eq!((&complaint["status"], &complaint["level"]), (&json!("in_progress"), &json!(3)));
    assert_eq!(complaint["due_at"], due_at);
    assert!(complaint["history"].to_string().contains("called_back_untrue"), "{complaint}");
    assert_eq!(helpline.last_sms().await.officer, "dm-lko");
    helpline.end(&[PHONE, MARKER]).await;
}

#[tokio::test]
async fn what_she_says_on_the_telephone_closes_nothing_more() {
    for outcome in ["confirmed", "unreached"] {
        let helpline = Helpline::start_at("2026-12-01 10:00").await;
        silent(&helpline).await;
        let in_charge = helpline.link_of("adm-lko").await;
        let shown = in_charge.does("call_back", &json!({"outcome": outcome, "text": "बात की"})).await;
        assert_eq!(shown["call_back"], outcome);
        assert_eq!(helpline.complaint().await["status"], "closed_unconfirmed", "only she confirms");
        helpline.end(&[PHONE, MARKER]).await;
    }
}
