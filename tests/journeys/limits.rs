//! A flood of one sender: kept whole, answered once; what matters passes.

use chrono::TimeDelta;
use journeys::stack::text;
use journeys::woman::{deliver_meta, meta_body};
use journeys::{Helpline, Woman};
use serde_json::{Value, json};

/// So many messages are answered in ten minutes (the sample policy).
const ANSWERED: usize = 40;
const KEPT: &str = "सभी संदेश";

/// She writes so many messages, one body each or all in one.
async fn floods(she: &Woman<'_>, helpline: &Helpline, messages: usize, words: &str) {
    let says =
        |n: usize| she.meta_message(&json!({"type": "text", "text": {"body": format!("{words} {n}")}}));
    let bodies: Vec<Value> = (0..messages).map(says).collect();
    assert_eq!(deliver_meta(helpline, meta_body(&bodies)).await.status, 200);
}

async fn kept(helpline: &Helpline) -> usize {
    helpline.local("messages").await.as_array().unwrap().len()
}

async fn told_that_all_is_kept(she: &Woman<'_>) -> usize {
    she.replies().await.iter().filter(|reply| reply.text.contains(KEPT)).count()
}

#[tokio::test]
async fn a_flood_is_kept_whole_and_told_so_once_in_each_time() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    for n in 0..ANSWERED + 20 {
        she.writes(&format!("मलिहाबाद में पेंशन नहीं आई, बात {n}")).await;
    }
    assert_eq!(kept(&helpline).await, ANSWERED + 20);
    assert_eq!(told_that_all_is_kept(&she).await, 1);
    assert_eq!(she.replies().await.len(), ANSWERED + 1);
    // 'status' is not answered either, until the time is over.
    she.writes("status").await;
    assert_eq!(she.replies().await.len(), ANSWERED + 1);
    helpline.pass(TimeDelta::minutes(11)).await;
    she.writes("status").await;
    assert_eq!(she.replies().await.len(), ANSWERED + 2);
    helpline.sweep_at("2026-12-01 10:45").await;
    let complaint = helpline.complaint().await;
    // With the 'status' that was kept and not answered.
    assert_eq!(complaint["messages"].as_array().unwrap().len(), ANSWERED + 21);
    helpline.end(&["9000000001", "पेंशन"]).await;
}

#[tokio::test]
async fn a_flood_keeps_no_draft_from_being_registered() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    for _ in 0..4 {
        floods(&she, &helpline, 60, "मलिहाबाद में पेंशन नहीं आई").await;
        helpline.pass(TimeDelta::minutes(9)).await;
    }
    helpline.sweep().await;
    let complaint = helpline.complaint().await;
    assert!(complaint["messages"].as_array().unwrap().len() >= 60, "{complaint}");
    helpline.end(&["9000000001", "पेंशन"]).await;
}

#[tokio::test]
async fn a_cry_for_help_passes_and_is_answered_once_a_minute() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    floods(&she, &helpline, ANSWERED + 20, "मलिहाबाद में पेंशन नहीं आई").await;
    let before = she.replies().await.len();
    let reply = she.writes("बचाओ").await;
    assert!(reply.text.contains("112") && reply.text.contains("1090"), "{}", reply.text);
    she.writes("बचाओ").await;
    assert_eq!(she.replies().await.len(), before + 1);
    helpline.pass(TimeDelta::minutes(1)).await;
    she.writes("बचाओ").await;
    assert_eq!(she.replies().await.len(), before + 2);
    // And one tap registers it.
    let told = she.taps("register:violence").await;
    let complaint = helpline.complaint().await;
    assert!(told.text.contains(&text(&complaint["reference"])), "{}", told.text);
    assert_eq!(complaint["category"], "violence");
    assert_eq!(kept(&helpline).await, ANSWERED + 20 + 4);
    helpline.end(&["9000000001", "पेंशन"]).await;
}

#[tokio::test]
async fn registering_and_her_word_pass_through_a_flood() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    she.writes("मलिहाबाद में पेंशन छह महीने से नहीं आई").await;
    she.taps("category:pension").await;
    floods(&she, &helpline, ANSWERED + 20, "और सुनिए, पेंशन नहीं आई").await;
    let told = she.taps("register:yes").await;
    let complaint = helpline.complaint().await;
    let reference = text(&complaint["reference"]);
    assert!(told.text.contains(&reference), "{}", told.text);
    let link = helpline.link_of(&text(&complaint["officer"])).await;
    link.does("acknowledge", &json!({})).await;
    link.does("dispose", &json!({"outcome": "granted", "text": "पेंशन जारी हुई"})).await;
    she.taps(&format!("solved_yes:{reference}")).await;
    assert_eq!(helpline.complaint().await["status"], "closed");
    helpline.end(&["9000000001", "पेंशन"]).await;
}

#[tokio::test]
async fn a_flood_with_nothing_begun_is_read_all_the_same() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    for _ in 0..ANSWERED {
        she.writes("status").await;
    }
    she.writes("मलिहाबाद में पेंशन छह महीने से नहीं आई").await;
    assert_eq!(told_that_all_is_kept(&she).await, 1);
    helpline.sweep_at("2026-12-01 10:31").await;
    assert_eq!(helpline.complaint().await["messages"].as_array().unwrap().len(), 1);
    helpline.end(&["9000000001", "पेंशन"]).await;
}

#[tokio::test]
async fn one_flood_does_not_slow_another_woman() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    let other = helpline.woman("+919000000002");
    floods(&she, &helpline, 100, "मलिहाबाद में पेंशन नहीं आई").await;
    other.writes("मलिहाबाद में राशन कार्ड नहीं बन रहा").await;
    assert_eq!(other.replies().await.len(), 1);
    assert_eq!(told_that_all_is_kept(&other).await, 0);
    helpline.end(&["900000000", "पेंशन"]).await;
}

#[tokio::test]
async fn after_ten_complaints_in_a_day_words_join_the_newest() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    for _ in 0..10 {
        she.writes("नई").await;
        she.taps("category:pension").await;
        she.writes("मलिहाबाद में पेंशन छह महीने से नहीं आई").await;
        she.taps("register:yes").await;
        helpline.pass(TimeDelta::minutes(2)).await;
    }
    assert_eq!(helpline.complaints().await.len(), 10);
    let newest = text(&helpline.complaints().await.last().unwrap()["reference"]);
    helpline.pass(TimeDelta::minutes(11)).await;
    let told = she.writes("नई").await;
    assert!(told.text.contains(&newest), "{}", told.text);
    let before = she.replies().await.len();
    she.writes("नई").await;
    assert_eq!(she.replies().await.len(), before, "told once a day");
    // A cry for help is answered, and the officer hears of it.
    let sms = helpline.sms().await.len();
    assert!(she.writes("बचाओ").await.text.contains("112"));
    assert_eq!(helpline.sms().await.len(), sms + 1);
    assert_eq!(helpline.complaints().await.len(), 10);
    // The next day she may begin again.
    helpline.clock("2026-12-02 10:00").await;
    she.writes("नई").await;
    she.taps("category:scheme").await;
    she.writes("आवास योजना की किस्त नहीं आई, मलिहाबाद").await;
    she.taps("register:yes").await;
    assert_eq!(helpline.complaints().await.len(), 11);
    helpline.end(&["9000000001", "पेंशन"]).await;
}
