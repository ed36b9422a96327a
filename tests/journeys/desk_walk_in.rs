//! A walk-in or a call at the desk: the same numbers, the same clock, and a
//! slip that says nothing of the matter.

use journeys::Helpline;
use journeys::stack::text;
use journeys::staff::{Staff, field};
use serde_json::json;

use crate::desk::{IN_CHARGE, SITS};

const WORDS: &str = "मलिहाबाद में तीन महीने से विधवा पेंशन नहीं आई, गुलमोहर";

/// Registers with these fields; where the slip is.
async fn registers(staff: &Staff<'_>, fields: &[(&str, &str)]) -> String {
    let form = staff.gets("/desk/register").await;
    let nonce = field(&form.body, "nonce");
    let mut all = vec![("nonce", nonce.as_str()), ("language", "hi")];
    all.extend(fields);
    let sent = staff.posts("/desk/register", &all).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let again = staff.posts("/desk/register", &all).await;
    assert_eq!(again.status, 303, "pressed twice: {}", again.body);
    assert!(again.headers["location"].contains("again=1"));
    sent.headers["location"].clone()
}

#[tokio::test]
async fn she_gets_a_number_a_date_and_a_slip_and_asks_by_whatsapp_later() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let staff = Staff::enters(&helpline, SITS).await;
    let fields = [
        ("phone", "90000 00123"),
        ("name", "सीता"),
        ("category", "pension"),
        ("area", "malihabad"),
        ("words", WORDS),
    ];
    let slip = registers(&staff, &fields).await;
    let complaint = helpline.complaint().await;
    let expected = json!(["pension", "registered", "pension-north"]);
    assert_eq!(json!([complaint["category"], complaint["status"], complaint["officer"]]), expected);
    assert_eq!(helpline.told().await, ["cell-1", "pension-north"]);
    let slip = staff.gets(&slip).await.body;
    let reference = text(&complaint["reference"]);
    for said in [reference.as_str(), "112", "181"] {
        assert!(slip.contains(said), "no {said} on {slip}");
    }
    for not in ["गुलमोहर", "सीता", "9000000123"] {
        assert!(!slip.contains(not), "{not} on {slip}");
    }
    // Her officer reads it behind the link; she finds it by WhatsApp.
    let link = helpline.link_of("pension-north").await;
    assert!(link.reads().await.to_string().contains("गुलमोहर"));
    let she = helpline.woman("+919000000123");
    assert!(she.writes("स्थिति").await.text.contains(&reference));
    assert_eq!(helpline.complaints().await.len(), 1);
    helpline.end(&["9000000123", "गुलमोहर", "सीता"]).await;
}

#[tokio::test]
async fn without_a_number_each_form_is_a_woman_of_her_own() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let staff = Staff::enters(&helpline, IN_CHARGE).await;
    for _ in 0..2 {
        registers(&staff, &[("category", "pension"), ("words", WORDS)]).await;
    }
    let complaints = helpline.complaints().await;
    assert_eq!(complaints.len(), 2);
    assert_ne!(complaints[0]["reference"], complaints[1]["reference"]);
    // The clock runs: a day before its limit its officer is reminded.
    helpline.sweep_at("2026-12-30 10:00").await;
    assert!(helpline.told().await.len() > 3, "{:?}", helpline.told().await);
    helpline.end(&["गुलमोहर"]).await;
}

#[tokio::test]
async fn of_violence_the_slip_says_neither_office_nor_matter() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let staff = Staff::enters(&helpline, SITS).await;
    let slip =
        registers(&staff, &[("category", "violence"), ("urgent", "1"), ("words", "मेरे पति मुझे मारते हैं")]).await;
    let complaint = helpline.complaint().await;
    assert_eq!(complaint["category"], "violence");
    assert_eq!(complaint["officer"], "duty-1", "a woman on duty this minute");
    let slip = staff.gets(&slip).await.body;
    for not in ["हिंसा", "पुलिस", "मारते"] {
        assert!(!slip.contains(not), "{not} on {slip}");
    }
    helpline.end(&["मारते"]).await;
}

#[tokio::test]
async fn whom_it_accuses_never_gets_it_and_does_not_see_it_at_the_desk() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let staff = Staff::enters(&helpline, IN_CHARGE).await;
    let accused = [("accused", "officer:pension-north"), ("accused", "officer:cell-1")];
    let fields =
        [[("category", "pension"), ("area", "malihabad")], accused, [("words", WORDS), ("name", "")]];
    registers(&staff, &fields.concat()).await;
    let complaint = helpline.complaint().await;
    assert_ne!(complaint["officer"], "pension-north");
    assert!(!helpline.told().await.contains(&"pension-north".to_owned()));
    let reference = text(&complaint["reference"]);
    assert!(staff.gets("/desk").await.body.contains(&reference));
    let sits = Staff::enters(&helpline, SITS).await;
    assert!(!sits.gets("/desk").await.body.contains(&reference));
    helpline.end(&["गुलमोहर"]).await;
}

#[tokio::test]
async fn a_form_that_is_wrong_keeps_what_was_written() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let staff = Staff::enters(&helpline, IN_CHARGE).await;
    let nonce = field(&staff.gets("/desk/register").await.body, "nonce");
    let check = async |fields: &[(&str, &str)]| {
        let mut all = vec![("nonce", nonce.as_str())];
        all.extend(fields);
        let sent = staff.posts("/desk/register", &all).await;
        assert_eq!(sent.status, 422, "{fields:?}");
        assert!(sent.body.contains("role=\"alert\""));
        sent.body
    };
    assert!(check(&[("words", WORDS), ("category", "marriage")]).await.contains("गुलमोहर"));
    assert!(
        check(&[("words", WORDS), ("category", "pension"), ("phone", "12")]).await.contains("value=\"12\"")
    );
    check(&[("category", "pension")]).await;
    check(&[("words", WORDS), ("category", "pension"), ("area", "nowhere")]).await;
    check(&[("words", WORDS), ("category", "pension"), ("accused", "officer:nobody")]).await;
    assert_eq!(helpline.complaints().await.len(), 0);
    helpline.end(&["गुलमोहर"]).await;
}
