//! What the largest body of Meta's costs: a thousand messages of one sender, or
//! of hundreds, are stored within one invocation and few requests.

use std::collections::BTreeSet;

use journeys::stack::text;
use journeys::woman::{deliver_meta, meta_body};
use journeys::{Helpline, Woman};
use serde_json::{Value, json};
use tokio::sync::Mutex;

/// So many messages Meta puts into one body at most.
const MANY: usize = 1_000;
/// One at a time: unoptimised, each takes a processor for seconds, and what
/// takes too long is asked for again.
static TURN: Mutex<()> = Mutex::const_new(());
/// A body of Meta's has at most so many bytes.
const LARGEST: usize = 2_900_000;

fn says(she: &Woman<'_>, n: usize, length: usize) -> Value {
    let words = format!("मलिहाबाद में पेंशन नहीं आई, बात {n} {}", "x ".repeat(length / 2));
    she.meta_message(&json!({"type": "text", "text": {"body": words}}))
}

/// DynamoDB requests since the last reset.
async fn requests(helpline: &Helpline) -> usize {
    let used = helpline.local("usage").await["dynamodb"]["requests"].as_u64().unwrap();
    usize::try_from(used).unwrap()
}

async fn reset(helpline: &Helpline) {
    // The policies are read first, which a warm function has done.
    helpline.now().await;
    for route in ["usage", "boundaries"] {
        helpline.tell("DELETE", route, &json!({})).await;
    }
}

async fn stored(helpline: &Helpline) -> usize {
    let all = helpline.local("messages").await;
    let ids: BTreeSet<String> =
        all.as_array().unwrap().iter().map(|it| text(&it["provider_message_id"])).collect();
    ids.len()
}

/// A thousand short texts of hers.
fn texts(she: &Woman<'_>) -> Vec<u8> {
    meta_body(&(0..MANY).map(|n| says(she, n, 20)).collect::<Vec<_>>())
}

/// One body with that many messages, and the requests that it took.
async fn measure(helpline: &Helpline, body: Vec<u8>) -> usize {
    let before = stored(helpline).await;
    reset(helpline).await;
    assert_eq!(deliver_meta(helpline, body).await.status, 200);
    let took = requests(helpline).await;
    assert_eq!(stored(helpline).await, before + MANY);
    took
}

#[tokio::test]
async fn a_thousand_messages_of_one_sender_take_a_request_for_each_25_at_most() {
    let _turn = TURN.lock().await;
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    she.writes("नमस्ते").await;
    let took = measure(&helpline, texts(&she)).await;
    assert!(took <= MANY / 25, "a draft: {took} requests");
    helpline.sweep_at("2026-12-01 10:40").await;
    helpline.complaint().await;
    let took = measure(&helpline, texts(&she)).await;
    assert!(took <= MANY / 25, "an open complaint: {took} requests");
    helpline.end(&["9000000001", "पेंशन"]).await;
}

/// Half of it words, half cards with nothing that is read, which are kept raw.
#[tokio::test]
async fn the_largest_body_is_stored_whole_in_one_invocation() {
    let _turn = TURN.lock().await;
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    she.writes("नमस्ते").await;
    let card = json!([{"name": {"formatted_name": "y".repeat(5_000)}}]);
    let card = json!({"type": "contacts", "contacts": card});
    let all = (0..MANY).map(|n| if n % 2 == 0 { says(&she, n, 120) } else { she.meta_message(&card) });
    let body = meta_body(&all.collect::<Vec<_>>());
    assert!((2_600_000..=LARGEST).contains(&body.len()), "{}", body.len());
    let took = measure(&helpline, body).await;
    assert!(took <= MANY / 25, "{took} requests");
    let invoked = &helpline.local("usage").await["invocations"]["webhook-intake"];
    assert_eq!(invoked, &json!(1));
    helpline.end(&["9000000001", "पेंशन"]).await;
}

/// What the function waited for before its answer, in order, by operation.
async fn waited(helpline: &Helpline) -> Vec<String> {
    let passed = helpline.local("boundaries").await;
    let before = |it: &&Value| it["service"] == "dynamodb" && it["after_answer"] == false;
    passed.as_array().unwrap().iter().filter(before).map(|it| text(&it["operation"])).collect()
}

async fn a_crowd(senders: usize) {
    let _turn = TURN.lock().await;
    let helpline = Helpline::start().await;
    helpline.woman("+919100000001").writes("नमस्ते").await;
    let crowd: Vec<Woman<'_>> = (0..senders).map(|n| helpline.woman(&format!("+9190000{n:05}"))).collect();
    let messages: Vec<Value> = (0..MANY).map(|n| says(&crowd[n % senders], n, 20)).collect();
    let before = stored(&helpline).await;
    reset(&helpline).await;
    let answer = deliver_meta(&helpline, meta_body(&messages)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let used = helpline.local("usage").await["dynamodb"]["operations"].clone();
    assert_eq!(stored(&helpline).await, before + MANY);
    // One to load each, few for several to store, and 25 at once to mark their
    // effects as done after the answer: all of it.
    let all = requests(&helpline).await;
    assert!(2 * all <= 3 * senders, "{all} requests, {senders} senders: {used:#}");
    let waited = waited(&helpline).await;
    // They run side by side: many are loaded before the first is stored.
    let first = waited.iter().position(|it| it != &waited[0]).unwrap();
    assert!(first > 10, "only {first} at once: {:?}", &waited[..20]);
    helpline.end(&["+9190000", "पेंशन"]).await;
}

#[tokio::test]
async fn a_crowd_takes_three_requests_for_two_senders_at_most_side_by_side() {
    for senders in [50, 125] {
        a_crowd(senders).await;
    }
}
