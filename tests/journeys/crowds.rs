//! Many women in one body: what is decided of several is stored in one
//! transaction, and that is nobody's loss. Whatever is wrong with one of them,
//! wherever the function dies, each is stored once and answered.

use std::collections::BTreeSet;

use ::helpline::lists::{self, Lists as _};
use domain::CellId;
use domain::month::Month;
use domain::tally::Counted;
use futures_util::future::join_all;
use journeys::stack::text;
use journeys::woman::{deliver_meta, meta_body};
use journeys::{Helpline, Woman};
use serde_json::{Value, json};

const CROWD: usize = 40;
/// By this number and by this user id (BSUID) one woman writes.
const TWO: (&str, &str) = ("919000000900", "IN.1349135000000900");

fn crowd(helpline: &Helpline) -> Vec<Woman<'_>> {
    (0..CROWD).map(|n| helpline.woman(&format!("+9190000000{n:02}"))).collect()
}

fn says(she: &Woman<'_>, words: &str) -> Value {
    she.meta_message(&json!({"type": "text", "text": {"body": words}}))
}

fn taps(she: &Woman<'_>, id: &str) -> Value {
    let tap = json!({"type": "button_reply", "button_reply": {"id": id, "title": "x"}});
    she.meta_message(&json!({"type": "interactive", "interactive": tap}))
}

/// A message of the woman with two names, which says these of them.
fn under(names: &Value, id: &str) -> Value {
    let mut message = json!({"id": id, "timestamp": "1796100000", "type": "text",
        "text": {"body": "मलिहाबाद में पेंशन नहीं आई"}});
    message.as_object_mut().unwrap().extend(names.as_object().unwrap().clone());
    message
}

async fn accepted(helpline: &Helpline, messages: &[Value]) {
    let answer = deliver_meta(helpline, meta_body(messages)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

/// The ids of what is stored; none twice.
async fn stored(helpline: &Helpline) -> BTreeSet<String> {
    let all = helpline.local("messages").await.as_array().unwrap().clone();
    let ids: BTreeSet<String> = all.iter().map(|it| text(&it["provider_message_id"])).collect();
    assert_eq!(ids.len(), all.len(), "one was stored twice");
    ids
}

fn ids(messages: &[Value]) -> BTreeSet<String> {
    messages.iter().map(|it| text(&it["id"])).collect()
}

/// Requests by operation since the last reset.
async fn count(helpline: &Helpline, operation: &str) -> u64 {
    let usage = helpline.local("usage").await;
    usage["dynamodb"]["operations"][operation]["requests"].as_u64().unwrap_or_default()
}

async fn answered(women: &[Woman<'_>]) -> Vec<usize> {
    join_all(women.iter().map(|she| async { she.replies().await.len() })).await
}

/// One wrote before, one is two threads of the body, which is not known from it.
#[tokio::test]
async fn what_is_odd_about_one_costs_no_other() {
    let helpline = Helpline::start().await;
    let women = crowd(&helpline);
    let both = json!({"from": TWO.0, "from_user_id": TWO.1});
    accepted(&helpline, &[under(&both, "wamid.TWO0")]).await;
    let mut messages: Vec<Value> = women.iter().map(|she| says(she, "मलिहाबाद में पेंशन नहीं आई")).collect();
    accepted(&helpline, &messages[7..8]).await;
    messages.insert(5, under(&json!({"from": TWO.0}), "wamid.TWO1"));
    messages.insert(9, under(&json!({"from_user_id": TWO.1}), "wamid.TWO2"));
    accepted(&helpline, &messages).await;
    let mut all = ids(&messages);
    all.insert("wamid.TWO0".to_owned());
    assert_eq!(stored(&helpline).await, all);
    assert_eq!(answered(&women).await, [1; CROWD]);
    // The provider sends it again: it is known, and nobody hears of it twice.
    helpline.tell("DELETE", "usage", &json!({})).await;
    accepted(&helpline, &messages).await;
    assert_eq!(stored(&helpline).await, all);
    assert_eq!(answered(&women).await, [1; CROWD]);
    let writes = count(&helpline, "TransactWriteItems").await;
    assert!(writes <= 10, "{writes} transactions for what is known");
    helpline.sweep_at("2026-12-01 10:31").await;
    assert_eq!(helpline.complaints().await.len(), CROWD + 1);
    helpline.end(&["90000000", TWO.1, "पेंशन"]).await;
}

/// Many registered in one transaction are counted as many.
#[tokio::test]
async fn a_crowd_that_registers_at_once_is_counted_whole() {
    let helpline = Helpline::start().await;
    let women = crowd(&helpline);
    let each = |id: &'static str| women.iter().map(|she| taps(she, id)).collect::<Vec<_>>();
    let told: Vec<Value> = women.iter().map(|she| says(she, "मलिहाबाद में पेंशन नहीं आई")).collect();
    accepted(&helpline, &told).await;
    accepted(&helpline, &each("category:pension")).await;
    helpline.now().await;
    helpline.tell("DELETE", "usage", &json!({})).await;
    accepted(&helpline, &each("register:yes")).await;
    let writes = count(&helpline, "TransactWriteItems").await;
    assert!(writes < 10, "{writes} transactions");
    assert_eq!(helpline.complaints().await.len(), CROWD);
    assert_eq!(helpline.sms().await.len(), CROWD);
    let (table, cell) = (helpline.table(), CellId::new("lko"));
    let month: Month = "2026-12".parse().unwrap();
    let mut tallies = table.tallies(&cell, month, month).await.unwrap();
    tallies.sort_by(|a, b| a.key.cmp(&b.key));
    assert_eq!(tallies, lists::recount(&table, &cell, month).await.unwrap());
    let registered: u64 = tallies.iter().map(|tally| tally.counts.of(Counted::Registered)).sum();
    assert_eq!(registered, CROWD as u64);
    helpline.end(&["90000000", "पेंशन"]).await;
}

/// Bodies of the same women meet: what conflicts is decided again, each alone.
#[tokio::test]
async fn bodies_of_one_crowd_that_come_at_once_are_stored_once() {
    let helpline = Helpline::start().await;
    let women = &crowd(&helpline)[..12];
    let bodies: Vec<Vec<Value>> = (0..4)
        .map(|n| women.iter().map(|she| says(she, &format!("मलिहाबाद में पेंशन नहीं आई, बात {n}"))).collect())
        .collect();
    // As often as Meta must: it goes on for seven days.
    let deliver = |messages: Vec<Value>| {
        let helpline = &helpline;
        async move {
            for _ in 0..20 {
                if deliver_meta(helpline, meta_body(&messages)).await.status == 200 {
                    return true;
                }
            }
            false
        }
    };
    let twice = bodies.iter().chain(&bodies).cloned();
    assert!(join_all(twice.map(deliver)).await.into_iter().all(|accepted| accepted));
    let all: BTreeSet<String> = bodies.iter().flat_map(|messages| ids(messages)).collect();
    assert_eq!(stored(&helpline).await, all);
    helpline.sweep_at("2026-12-01 10:31").await;
    let complaints = helpline.complaints().await;
    let kept = |it: &Value| it["messages"].as_array().unwrap().len();
    assert_eq!(complaints.iter().map(kept).collect::<Vec<_>>(), [bodies.len(); 12]);
    helpline.end(&["90000000", "पेंशन"]).await;
}

/// At each boundary that a crowd passes; then the provider's retry and a sweep.
#[tokio::test]
async fn a_function_that_dies_over_a_crowd_loses_nobody() {
    let cases = [
        ("before-commit", 1),
        ("after-commit", 1),
        ("before-commit", 2),
        ("after-commit", 2),
        ("before-send", 1),
        ("after-send", 1),
        ("after-send", 18),
    ];
    for (at, nth) in cases {
        let helpline = Helpline::start().await;
        let women = &crowd(&helpline)[..20];
        let messages: Vec<Value> = women.iter().map(|she| says(she, "मलिहाबाद में पेंशन नहीं आई")).collect();
        let kill = json!({"function": "webhook-intake", "at": at, "nth": nth});
        helpline.tell("POST", "kill", &kill).await;
        assert_eq!(deliver_meta(&helpline, meta_body(&messages)).await.status, 502, "{at} {nth}");
        accepted(&helpline, &messages).await;
        assert_eq!(stored(&helpline).await, ids(&messages), "{at} {nth}");
        helpline.pass(chrono::TimeDelta::minutes(1)).await;
        helpline.sweep().await;
        let answers = answered(women).await;
        assert!(answers.iter().all(|count| (1..=2).contains(count)), "{at} {nth}: {answers:?}");
        helpline.end(&["90000000", "पेंशन"]).await;
    }
}

/// The table did it, and its answer was lost: nothing is done twice.
#[tokio::test]
async fn a_lost_answer_to_many_is_made_good() {
    for count in [1, 3, 6] {
        let helpline = Helpline::start().await;
        let women = crowd(&helpline);
        let messages: Vec<Value> = women.iter().map(|she| says(she, "मलिहाबाद में पेंशन नहीं आई")).collect();
        let fault = json!({"service": "dynamodb", "operation": "TransactWriteItems", "kind": "lost-response",
            "count": count});
        helpline.tell("POST", "faults", &fault).await;
        if deliver_meta(&helpline, meta_body(&messages)).await.status != 200 {
            accepted(&helpline, &messages).await;
        }
        helpline.tell("DELETE", "faults", &json!({})).await;
        helpline.pass(chrono::TimeDelta::minutes(1)).await;
        helpline.sweep().await;
        assert_eq!(stored(&helpline).await, ids(&messages), "{count}");
        assert_eq!(answered(&women).await, [1; CROWD], "{count}");
        helpline.end(&["90000000", "पेंशन"]).await;
    }
}

/// One body says that three names are one woman; each had a case of its own.
#[tokio::test]
async fn three_names_become_one_at_once() {
    let helpline = Helpline::start().await;
    let (phone, first, second) = ("919000000901", "IN.1349135000000901", "IN.1349135000000902");
    let names = [json!({"from": phone}), json!({"from_user_id": first}), json!({"from_user_id": second})];
    for (n, names) in names.iter().enumerate() {
        accepted(&helpline, &[under(names, &format!("wamid.THREE{n}"))]).await;
    }
    helpline.sweep_at("2026-12-01 10:31").await;
    let complaints = helpline.complaints().await;
    assert_eq!(complaints.len(), 3);
    accepted(
        &helpline,
        &[
            under(&json!({"from": phone, "from_user_id": first}), "wamid.THREE3"),
            under(&json!({"from": phone, "from_user_id": second}), "wamid.THREE4"),
        ],
    )
    .await;
    // Whichever name she writes by now, it is hers and all three are.
    for (n, names) in names.iter().enumerate() {
        let mut asks = under(names, &format!("wamid.THREE{}", n + 5));
        asks["text"]["body"] = json!("status");
        accepted(&helpline, &[asks]).await;
        let told = helpline.outbound().await.pop().unwrap();
        assert_eq!(text(&told["to"]), format!("+{phone}"), "{names}");
        for complaint in &complaints {
            assert!(text(&told["text"]).contains(&text(&complaint["reference"])), "{names}: {told}");
        }
    }
    // What came before the three were one stays a duplicate.
    for (n, names) in names.iter().enumerate() {
        accepted(&helpline, &[under(names, &format!("wamid.THREE{n}"))]).await;
    }
    assert_eq!(stored(&helpline).await.len(), 8);
    helpline.end(&[phone, first, second, "पेंशन"]).await;
}
