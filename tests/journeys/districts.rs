//! Two districts in one deployment: the receiving number decides, and nothing
//! crosses.

use journeys::Helpline;
use journeys::stack::{ist, text, time};
use journeys::woman::{deliver_meta, meta_body};
use serde_json::{Value, json};

const SHE: &str = "+919000000001";
/// Barabanki's number at Meta, and of its District Magistrate.
const BARABANKI: &str = "100000000000002";
const ITS_DM: &str = "+919000020001";

/// She writes or taps to Barabanki's number.
async fn to_barabanki(helpline: &Helpline, message: Value) {
    let message = helpline.woman(SHE).meta_message(&message);
    let body = String::from_utf8(meta_body(&[message])).expect("JSON").replace("100000000000001", BARABANKI);
    assert_eq!(deliver_meta(helpline, body.into_bytes()).await.status, 200);
}

fn tap(kind: &str, id: &str) -> Value {
    json!({"type": "interactive", "interactive": {"type": kind, kind: {"id": id, "title": "x"}}})
}

async fn registers_in_barabanki(helpline: &Helpline, category: &str) {
    let words = "please help, my matter at Haidergarh is stuck since six months";
    to_barabanki(helpline, json!({"type": "text", "text": {"body": words}})).await;
    to_barabanki(helpline, tap("list_reply", &format!("category:{category}"))).await;
    to_barabanki(helpline, tap("button_reply", "register:yes")).await;
}

fn of_cell<'a>(complaints: &'a [Value], cell: &str) -> &'a Value {
    complaints.iter().find(|complaint| complaint["cell"] == cell).expect("a complaint of the cell")
}

#[tokio::test]
async fn a_message_to_the_second_number_is_the_second_districts() {
    let helpline = Helpline::start().await;
    registers_in_barabanki(&helpline, "pension").await;
    let complaint = helpline.complaint().await;
    assert_eq!(complaint["cell"], "bbk");
    assert!(text(&complaint["reference"]).starts_with("BBK"));
    assert_eq!(complaint["officer"], "bbk-pension");
    // Seven working days of an office with a five-day week and a fair on the
    // 14th, until it closes at 18:00.
    assert_eq!(time(&complaint["due_at"]), ist("2026-12-10 18:00"));
    // To the top: that district's Magistrate, and nobody of the first.
    helpline.sweep_at("2026-12-10 18:00").await;
    helpline.sweep_at("2026-12-11 18:00").await;
    helpline.sweep_at("2026-12-12 18:00").await;
    let sms = helpline.sms().await;
    assert_eq!(sms.last().map(|sms| sms.to.clone()).as_deref(), Some(ITS_DM));
    assert!(sms.iter().all(|sms| sms.officer.is_empty()), "an officer of Lucknow was told: {sms:?}");
    helpline.end(&["9000000001", "Haidergarh"]).await;
}

#[tokio::test]
async fn the_same_woman_in_both_districts_is_two() {
    let helpline = Helpline::start().await;
    let she = helpline.woman(SHE);
    she.registers("certificate", "मलिहाबाद तहसील में मेरा काम कई महीनों से अटका है").await;
    registers_in_barabanki(&helpline, "certificate").await;
    let complaints = helpline.complaints().await;
    let (here, there) = (of_cell(&complaints, "lko"), of_cell(&complaints, "bbk"));
    assert_eq!(
        (&here["officer"], &there["officer"]),
        (&json!("tehsildar-malihabad"), &json!("bbk-tehsildar"))
    );
    // Each cell knows its own of her, and says nothing of the other's.
    let (hers, theirs) = (text(&here["reference"]), text(&there["reference"]));
    let status = she.writes("status").await.text;
    assert!(status.contains(&hers) && !status.contains(&theirs), "{status}");
    to_barabanki(&helpline, json!({"type": "text", "text": {"body": "status"}})).await;
    let status = she.reply().await.text;
    assert!(status.contains(&theirs) && !status.contains(&hers), "{status}");
    helpline.end(&["9000000001", "मलिहाबाद", "Haidergarh"]).await;
}
