//! What each thing costs in DynamoDB requests and units, as equalities. The
//! table in `shared/aws/src/keys.rs` and the README quote these figures.
//!
//! Written `operation requests (units)`; R is a read unit, W a write unit.
//! Every function is warm and the clock stands still.

use std::fmt::Write as _;

use ::helpline::PersonKey;
use ::helpline::ports::Store as _;
use aws_sdk_dynamodb::types::{PutRequest, WriteRequest};
use domain::{CellId, Reference, State};
use journeys::Helpline;
use journeys::woman::{deliver_meta, meta_document};
use serde_json::{Value, json};

use crate::flows::{self, Flow, Scene, Shot};

/// What was used since the last reset.
pub(crate) async fn used(helpline: &Helpline) -> String {
    let usage = helpline.local("usage").await;
    let mut said = String::new();
    for (name, operation) in usage["dynamodb"]["operations"].as_object().unwrap() {
        let (read, write) =
            (operation["read_units"].as_f64().unwrap(), operation["write_units"].as_f64().unwrap());
        let units = if read > 0.0 { format!("{read}R") } else { format!("{write}W") };
        let separator = if said.is_empty() { "" } else { ", " };
        write!(said, "{separator}{name} {} ({units})", operation["requests"]).unwrap();
    }
    said
}

pub(crate) async fn reset(helpline: &Helpline) {
    helpline.tell("DELETE", "usage", &json!({})).await;
    helpline.tell("DELETE", "boundaries", &json!({})).await;
}

/// Plays a flow up to its step and measures that.
async fn measure<'a>(helpline: &'a Helpline, flow: &Flow) -> (Scene<'a>, String) {
    let mut scene = Scene::open(helpline).await;
    for part in flow.before {
        scene.play(part).await;
    }
    let shot = scene.load(&flow.step).await;
    // The clock may have moved on: whoever the policy grew old for reads it now.
    helpline.now().await;
    reset(helpline).await;
    let status = scene.fire(&shot).await;
    // The PIN of one flow is wrong.
    assert!(status < 500, "{}: {status}", flow.name);
    let used = used(helpline).await;
    (scene, used)
}

async fn check(flow: &Flow, expected: &str) {
    let helpline = Helpline::start().await;
    let (_, used) = measure(&helpline, flow).await;
    assert_eq!(used, expected, "{}", flow.name);
    helpline.end(&[]).await;
}

#[tokio::test]
async fn a_first_message() {
    check(&flows::HERS[0], "DeleteItem 1 (4W), Query 1 (1R), TransactWriteItems 1 (14W)").await;
}

#[tokio::test]
async fn a_message_in_mid_conversation() {
    check(&flows::HERS[1], "DeleteItem 1 (2W), Query 1 (1R), TransactWriteItems 1 (7W)").await;
}

#[tokio::test]
async fn a_registration() {
    check(&flows::HERS[2], "DeleteItem 1 (3W), Query 1 (1R), TransactWriteItems 1 (21W)").await;
}

/// What marks the SMS as sent writes so into the history of violence.
#[tokio::test]
async fn a_registration_of_violence() {
    check(&flows::HERS[4], "Query 1 (1R), TransactWriteItems 2 (28W)").await;
}

#[tokio::test]
async fn evidence_for_an_open_complaint() {
    // A photograph: its effects are not deleted but left to the sweeper.
    check(&flows::HERS[3], "PutItem 1 (3W), Query 1 (1R), TransactWriteItems 1 (7W)").await;
}

#[tokio::test]
async fn a_sweep_with_a_photograph_to_fetch() {
    let helpline = Helpline::start().await;
    let (scene, _) = measure(&helpline, &flows::HERS[3]).await;
    reset(&helpline).await;
    assert_eq!(scene.fire(&Shot::Sweep).await, 200);
    let expected = "DeleteItem 1 (2W), PutItem 1 (1W), Query 1 (0.5R), UpdateItem 1 (3W)";
    assert_eq!(used(&helpline).await, expected);
    helpline.end(&[]).await;
}

#[tokio::test]
async fn a_duplicate() {
    check(&flows::HERS[5], "Query 1 (1R), TransactWriteItems 1 (0W)").await;
}

#[tokio::test]
async fn an_officer_acknowledges() {
    check(&flows::OFFICERS[0], "BatchGetItem 1 (3R), TransactWriteItems 1 (12W)").await;
}

#[tokio::test]
async fn an_officer_disposes() {
    check(&flows::OFFICERS[5], "BatchGetItem 1 (3R), DeleteItem 1 (2W), TransactWriteItems 1 (23W)").await;
}

#[tokio::test]
async fn she_says_that_it_is_solved() {
    check(&flows::ENDS[0], "DeleteItem 1 (2W), Query 1 (1R), TransactWriteItems 1 (16W)").await;
}

#[tokio::test]
async fn a_delivery_status_costs_nothing() {
    let helpline = Helpline::start().await;
    Scene::open(&helpline).await;
    reset(&helpline).await;
    let status = json!({"id": "wamid.X", "status": "delivered", "timestamp": "1796100000", "recipient_id": "919000000001"});
    let body = meta_document(&json!({"messaging_product": "whatsapp", "statuses": [status],
        "metadata": {"display_phone_number": "915220000001", "phone_number_id": "100000000000001"}}));
    assert_eq!(deliver_meta(&helpline, body).await.status, 200);
    assert_eq!(used(&helpline).await, "");
    assert_eq!(helpline.local("statuses").await.as_array().unwrap().len(), 1);
    helpline.end(&[]).await;
}

#[tokio::test]
async fn a_message_to_her_that_failed() {
    check(&flows::HERS[6], "DeleteItem 1 (2W), Query 1 (1R), TransactWriteItems 1 (12W)").await;
}

#[tokio::test]
async fn nobody_waits_for_more_than_two_round_trips() {
    let helpline = Helpline::start().await;
    for flow in flows::HERS.iter().chain(&flows::OFFICERS).chain(&flows::ENDS[..2]) {
        measure(&helpline, flow).await;
        let passed = helpline.local("boundaries").await;
        let waits = |it: &&Value| it["service"] == "dynamodb" && it["after_answer"] == false;
        let waited = passed.as_array().unwrap().iter().filter(waits).count();
        assert!(waited <= 2, "{}: {passed:#}", flow.name);
    }
    helpline.end(&[]).await;
}

/// She who registered, as she is stored: to be copied.
async fn stored(helpline: &Helpline, scene: &Scene<'_>) -> State {
    let table = helpline.table();
    let person = table.vault().person(&CellId::new("lko"), &scene.she.phone);
    table.load_person(&person).await.unwrap()
}

/// Puts so many women like her into the table, each with a complaint like hers.
async fn fill(helpline: &Helpline, like: &State, women: u64) {
    let table = helpline.table();
    let policies = table.policies().await.unwrap();
    let policy = policies.into_iter().find(|policy| policy.cell.id.as_str() == "lko").unwrap();
    let her = like.complainant.as_ref().unwrap();
    let mut writes = Vec::new();
    for n in 0..women {
        let person = PersonKey { cell: CellId::new("lko"), hash: format!("{n:032x}") };
        let mut complaint = like.complaints[0].clone();
        complaint.reference = Reference::generate("LKO", n).unwrap();
        for item in [
            aws::items::complainant(table.vault(), &person, her),
            aws::items::complaint(&person, &complaint, &policy),
        ] {
            let put = PutRequest::builder().set_item(Some(item)).build().unwrap();
            writes.push(WriteRequest::builder().put_request(put).build());
        }
    }
    for batch in writes.chunks(24) {
        let request = table.client().batch_write_item().request_items(table.name(), batch.to_vec());
        let left = request.send().await.unwrap().unprocessed_items;
        assert!(left.is_none_or(|left| left.is_empty()));
    }
}

/// A registered complaint, and as many like it as are missing to `open`.
async fn open_complaints(helpline: &Helpline, open: u64) -> Scene<'_> {
    let (scene, _) = measure(helpline, &flows::HERS[2]).await;
    let like = stored(helpline, &scene).await;
    fill(helpline, &like, open - 1).await;
    scene
}

#[tokio::test]
async fn an_idle_sweep_costs_the_same_at_10_and_at_10_000_open_complaints() {
    for open in [10, 10_000] {
        let helpline = Helpline::start().await;
        let scene = open_complaints(&helpline, open).await;
        reset(&helpline).await;
        assert_eq!(scene.fire(&Shot::Sweep).await, 200);
        assert_eq!(used(&helpline).await, "Query 1 (0.5R)", "{open}");
        helpline.end(&[]).await;
    }
}

/// One reminder each: what a sweep uses with so many due.
async fn sweep_with(due: u64) -> String {
    let helpline = Helpline::start().await;
    open_complaints(&helpline, due).await;
    helpline.sweep_at("2026-12-06 16:59").await;
    helpline.clock("2026-12-06 17:00").await;
    reset(&helpline).await;
    let swept = helpline.sweep().await;
    assert_eq!((&swept["due"], &swept["complaints"]), (&json!(due), &json!(due)), "{swept}");
    let used = used(&helpline).await;
    helpline.end(&[]).await;
    used
}

#[tokio::test]
async fn a_sweep_costs_in_proportion_to_what_is_due() {
    // The list itself takes 0.5 read units for each 4 KB of what is due.
    for (due, list) in [(1, "0.5"), (10, "0.5"), (100, "1.5")] {
        let (read, delete, commit) = (2 * due, 2 * due, 9 * due);
        let expected = format!(
            "BatchGetItem {due} ({read}R), DeleteItem {due} ({delete}W), Query 1 ({list}R), TransactWriteItems {due} ({commit}W)"
        );
        assert_eq!(sweep_with(due).await, expected);
    }
}
