//! Extension by consent, hand-off, reclassification, the third transfer, and
//! who may do what, through the stack.

use journeys::stack::{ist, text};
use journeys::{Helpline, Link};
use serde_json::{Value, json};

use crate::officer_link::{MARKER, OFFICER, PHONE, registered};

const SUPERVISOR: &str = "adm-fr-lko";

fn happened(complaint: &Value, event: &str) -> bool {
    complaint["history"].as_array().expect("a list").iter().any(|line| line["event"] == event)
}

async fn refused(link: &Link<'_>, action: &str, fields: &Value, status: u16, problem: &str) {
    let answer = link.acts(action, fields).await;
    assert_eq!(answer.status, status, "{action}: {}", answer.body);
    assert!(answer.body.contains(&format!("urn:helpline:problem:{problem}")), "{action}: {}", answer.body);
}

#[tokio::test]
async fn only_somebody_above_grants_a_later_limit_and_she_gets_an_interim_reply() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = registered(&helpline).await;
    helpline.clock("2026-12-02 09:00").await;
    let before = helpline.complaint().await["due_at"].clone();
    let officer = helpline.link_of(OFFICER).await;
    let asks = json!({"until": "2026-12-15", "text": "अभिलेख पुराने हैं"});
    let shown = officer.does("request_extension", &asks).await;
    assert_eq!(shown["request"]["due_at"], "2026-12-15T11:30:00Z");
    assert_eq!(shown["due_at"], before, "asked for is not granted");
    assert_eq!(helpline.last_sms().await.officer, SUPERVISOR);
    let reply = json!({"text": "आपका काम 15 दिसंबर तक होगा"});
    refused(&officer, "consent", &reply, 403, "not-for-you").await;

    let supervisor = helpline.link_of(SUPERVISOR).await;
    refused(&supervisor, "consent", &json!({}), 422, "missing").await;
    let shown = supervisor.does("consent", &reply).await;
    assert_eq!(shown["due_at"], "2026-12-15T11:30:00Z");
    assert_eq!(helpline.last_sms().await.officer, OFFICER, "the officer learns of it");
    let told = she.reply().await;
    assert!(told.text.contains("आपका काम 15 दिसंबर तक होगा"), "{told:?}");
    let case = officer.reads().await;
    let granted = case["history"].as_array().unwrap().iter().find(|it| it["event"] == "extension_granted");
    let granted = granted.expect("recorded");
    assert_eq!((&granted["actor"], &granted["due"]["old"]), (&json!(SUPERVISOR), &before));
    assert!(helpline.told_at(ist("2026-12-09 17:00")).await.is_empty(), "the old limit is none any more");
    assert_eq!(helpline.told_at(ist("2026-12-14 17:00")).await, [OFFICER]);
    assert_eq!(helpline.told_at(ist("2026-12-15 17:00")).await, [SUPERVISOR]);
    helpline.end(&[PHONE, MARKER]).await;
}

#[tokio::test]
async fn handed_to_the_police_it_needs_their_number_within_a_day() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let link = helpline.link_of(OFFICER).await;
    let shown = link.does("hand_off", &json!({"to": "police", "text": "थाने को भेजा"})).await;
    assert_eq!((&shown["status"], &shown["number_owed"]), (&json!("in_progress"), &json!("police")));
    let dispose = json!({"outcome": "legal_action", "text": "मुक़दमा हुआ"});
    refused(&link, "dispose", &dispose, 422, "missing").await;
    assert_eq!(helpline.told_at(ist("2026-12-02 10:00")).await, [SUPERVISOR], "it climbs");
    assert_eq!(helpline.complaint().await["level"], 1);
    refused(&link, "outside_number", &json!({"number": "पता नहीं"}), 422, "unfit").await;
    link.does("outside_number", &json!({"number": "FIR 0123/2026"})).await;
    assert!(helpline.told_at(ist("2026-12-03 10:00")).await.is_empty(), "and no further");
    link.does("dispose", &dispose).await;
    helpline.end(&[PHONE, MARKER, "0123/2026"]).await;
}

#[tokio::test]
async fn what_turns_out_to_be_violence_is_urgent_from_then_on() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let link = helpline.link_of(OFFICER).await;
    link.does("acknowledge", &json!({})).await;
    helpline.clock("2026-12-03 12:00").await;
    let registered_at = helpline.complaint().await["registered_at"].clone();
    link.does("reclassify", &json!({"category": "violence", "text": "मारपीट भी हुई"})).await;
    let complaint = helpline.complaint().await;
    assert_eq!((&complaint["category"], &complaint["registered_at"]), (&json!("violence"), &registered_at));
    assert_eq!(complaint["due_at"], "2026-12-04T06:30:00Z");
    assert!(happened(&complaint, "reclassified"));
    let told = helpline.last_sms().await.officer;
    assert_eq!(json!(told), complaint["officer"], "the competent officer is told");
    assert_eq!(helpline.told_at(ist("2026-12-03 12:15")).await, ["adcp-women-lko"]);
    helpline.end(&[PHONE, MARKER]).await;
}

#[tokio::test]
async fn the_third_transfer_goes_to_the_senior() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let due_at = helpline.complaint().await["due_at"].clone();
    let mut holder = OFFICER.to_owned();
    for (to, gets) in [
        ("edistrict-manager", "edistrict-manager"),
        ("tehsildar-bkt", "tehsildar-bkt"),
        ("tehsildar-sadar", SUPERVISOR),
    ] {
        let link = helpline.link_of(&holder).await;
        link.does("transfer", &json!({"to": to, "reason": "हमारा विषय नहीं"})).await;
        let complaint = helpline.complaint().await;
        holder = text(&complaint["officer"]);
        assert_eq!((holder.as_str(), &complaint["due_at"]), (gets, &due_at), "named {to}");
        assert_eq!(helpline.last_sms().await.officer, gets);
    }
    let senior = helpline.link_of(SUPERVISOR).await;
    senior.does("reassign", &json!({"to": "tehsildar-sadar", "reason": "आपका क्षेत्र"})).await;
    assert_eq!(helpline.complaint().await["officer"], "tehsildar-sadar");
    helpline.end(&[PHONE, MARKER]).await;
}

#[tokio::test]
async fn a_senior_hastens_and_asks_why_and_an_officer_does_not() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let officer = helpline.link_of(OFFICER).await;
    for action in ["hasten", "explain"] {
        refused(&officer, action, &json!({"text": "जल्दी"}), 403, "not-for-you").await;
        assert!(!officer.reads().await["actions"].to_string().contains(action));
    }
    helpline.sweep_at("2026-12-07 17:00").await;
    let supervisor = helpline.link_of(SUPERVISOR).await;
    for (action, words, event) in
        [("hasten", "शीघ्र निपटाएँ", "hastened"), ("explain", "स्पष्टीकरण", "explanation_asked")]
    {
        let before = helpline.complaint().await;
        supervisor.does(action, &json!({"text": "आज ही"})).await;
        let sms = helpline.last_sms().await;
        assert!(sms.officer == OFFICER && sms.text.contains(words), "{sms:?}");
        let after = helpline.complaint().await;
        assert!(happened(&after, event));
        assert_eq!((&after["status"], &after["due_at"]), (&before["status"], &before["due_at"]));
    }
    helpline.end(&[PHONE, MARKER]).await;
}
