//! What goes wrong, as a person meets it: a wrong PIN until the lock, a link that
//! names nothing, a form that another has overtaken, a session that ran out over
//! a form, and opening with a motive what is with others.

use chrono::TimeDelta;
use journeys::woman::deliver_meta;
use journeys::{Helpline, PIN};
use pages::Browser;
use serde_json::json;

use crate::desk::{IN_CHARGE, code_of, log_in};
use crate::walk::{look, way};

const STORY: &str = "मलिहाबाद में मेरा आय प्रमाण पत्र दो महीने से नहीं बन रहा";
const QUESTION: &str = "आवेदन की रसीद किस तारीख़ की है?";
const OFFICER: &str = "tehsildar-malihabad";

async fn registered() -> Helpline {
    let helpline = Helpline::start().await;
    helpline.woman("+919000000123").registers("certificate", STORY).await;
    helpline
}

/// Wrong PINs until no PIN is taken; then the right one neither.
async fn is_locked_out(browser: &Browser, name: &str) {
    for _ in 0..5 {
        browser.types("1111").await;
        browser.enters().await;
    }
    look(browser, &format!("{name}-locked")).await;
    browser.types(PIN).await;
    browser.enters().await;
    assert!(!browser.reads().await.contains("प्रमाण"), "the lock holds");
    assert_eq!(browser.count("[role=alert]").await, 1, "and is said");
}

async fn locks(at: usize) {
    let (name, window, language) = way("pin", at);
    let helpline = registered().await;
    let browser = Browser::open(window).await;
    let link = helpline.link_of(OFFICER).await.path;
    browser.goes(&format!("{}{link}?lang={language}", helpline.url())).await;
    is_locked_out(&browser, &format!("{name}-1-case")).await;
    // A list that counts several; its lock is its own.
    for n in 0..4 {
        helpline.woman(&format!("+9190000001{n:02}")).registers("certificate", STORY).await;
    }
    helpline.sweep_at("2026-12-06 17:00").await;
    let sms = helpline.last_sms().await.text;
    let list = sms[sms.find("/l/").unwrap()..].split_whitespace().next().unwrap().to_owned();
    browser.goes(&format!("{}{list}?lang={language}", helpline.url())).await;
    is_locked_out(&browser, &format!("{name}-2-list")).await;
    for forged in ["/c/AAAAAAAAAAAAAAAAAAAA", "/l/AAAAAAAAAAAAAAAAAAAA", &format!("{link}x"), "/desk/nowhere"]
    {
        browser.goes(&format!("{}{forged}?lang={language}", helpline.url())).await;
        look(&browser, &format!("{name}-3-forged")).await;
        assert!(!browser.reads().await.contains("LKO"), "{forged} names no complaint");
    }
    browser.close().await;
    helpline.end(&[STORY]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_pin_is_told_and_locks() {
    locks(0).await;
    locks(3).await;
}

/// Writes a question into its form and sends it.
async fn asks(browser: &Browser) {
    browser.presses("details:has(button[value=ask]) > summary").await;
    browser.writes("#ask-text", QUESTION).await;
    browser.sends("button[value=ask]").await;
}

async fn status(helpline: &Helpline) -> String {
    helpline.complaint().await["status"].as_str().unwrap().to_owned()
}

async fn overtaken(at: usize) {
    let (name, window, language) = way("stale", at);
    let helpline = registered().await;
    let browser = Browser::open(window).await;
    let link = helpline.link_of(OFFICER).await;
    browser.goes(&format!("{}{}?lang={language}", helpline.url(), link.path)).await;
    browser.types(PIN).await;
    browser.enters().await;
    // By another device meanwhile: what stood on the page stands no more.
    link.does("note", &json!({"text": "फ़ोन पर बात हुई"})).await;
    asks(&browser).await;
    assert_eq!(status(&helpline).await, "acknowledged", "nothing was done");
    look(&browser, &format!("{name}-1-overtaken")).await;
    let kept = "return document.querySelector('#ask-text').value.trim()";
    assert_eq!(browser.asks(kept).await, json!(QUESTION), "what was written is there");
    browser.sends("button[value=ask]").await;
    assert_eq!(status(&helpline).await, "awaiting_complainant");
    browser.close().await;
    helpline.end(&[STORY, QUESTION]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_another_overtook_keeps_what_was_written() {
    overtaken(0).await;
    overtaken(2).await;
}

async fn runs_out(at: usize) {
    let (name, window, language) = way("session", at);
    let helpline = registered().await;
    let browser = Browser::open(window).await;
    let link = helpline.link_of(OFFICER).await;
    browser.goes(&format!("{}{}?lang={language}", helpline.url(), link.path)).await;
    browser.types(PIN).await;
    browser.enters().await;
    helpline.pass(TimeDelta::minutes(16)).await;
    asks(&browser).await;
    assert_eq!(status(&helpline).await, "acknowledged", "nothing was done without the PIN");
    look(&browser, &format!("{name}-1-over")).await;
    browser.types("1111").await;
    browser.enters().await;
    look(&browser, &format!("{name}-2-wrong-pin")).await;
    browser.types(PIN).await;
    browser.enters().await;
    assert_eq!(status(&helpline).await, "awaiting_complainant", "{}", browser.reads().await);
    assert!(browser.reads().await.contains(QUESTION));
    browser.close().await;
    helpline.end(&[STORY, QUESTION]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ran_out_over_a_form_loses_nothing() {
    runs_out(0).await;
    runs_out(3).await;
}

async fn desk_runs_out(at: usize) {
    let (name, window, language) = way("desk-session", at);
    let helpline = Helpline::start().await;
    let browser = Browser::open(window).await;
    log_in(&helpline, &browser, IN_CHARGE, &format!("lang={language}"), &name).await;
    browser.goes(&format!("{}/desk/register?lang={language}", helpline.url())).await;
    browser.chooses("#category", "pension").await;
    browser.writes("#words", STORY).await;
    helpline.pass(TimeDelta::hours(5)).await;
    browser.sends("form.walk-in button").await;
    look(&browser, &format!("{name}-4-over")).await;
    assert_eq!(helpline.complaints().await.len(), 0, "nothing is registered without a login");
    // Logged in beside it, the page is as it was left.
    let before = browser.beside().await;
    browser.goes(&format!("{}/desk/login?lang={language}", helpline.url())).await;
    browser.types(IN_CHARGE).await;
    browser.enters().await;
    browser.types(&code_of(&helpline).await).await;
    browser.enters().await;
    browser.back_to(before).await;
    browser.sends("main form button").await;
    assert!(browser.address().await.contains("/desk/slip/"), "{}", browser.reads().await);
    assert_eq!(helpline.complaint().await["category"], "pension");
    browser.close().await;
    helpline.end(&[STORY]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_ran_out_over_a_walk_in_loses_nothing() {
    desk_runs_out(2).await;
    desk_runs_out(0).await;
}

async fn opens_with_a_motive(at: usize) {
    let (name, window, language) = way("motive", at);
    let helpline = registered().await;
    let broken = deliver_meta(&helpline, b"not json".to_vec()).await;
    assert_eq!(broken.status, 200);
    let browser = Browser::open(window).await;
    log_in(&helpline, &browser, IN_CHARGE, &format!("lang={language}"), &name).await;
    browser.goes(&format!("{}/desk/quarantine?lang={language}", helpline.url())).await;
    assert_eq!(browser.count("tbody tr").await, 1);
    look(&browser, &format!("{name}-4-not-understood")).await;
    browser.goes(&format!("{}/desk?lang={language}", helpline.url())).await;
    browser.sends("section tbody a").await;
    browser.sends("main button").await;
    assert!(!browser.reads().await.contains(STORY), "the course only");
    look(&browser, &format!("{name}-5-course")).await;
    browser.presses("details:has(button[value=break_glass]) > summary").await;
    browser.writes("#break_glass-text", "जनसुनवाई में पूछा गया").await;
    browser.sends("button[value=break_glass]").await;
    assert!(browser.reads().await.contains(STORY), "{}", browser.reads().await);
    look(&browser, &format!("{name}-6-whole")).await;
    // To read, and not to work on it.
    assert_eq!(browser.count("button[value=dispose], button[value=note], button[value=ask]").await, 0);
    browser.sends("a[href*='/readers']").await;
    assert!(browser.reads().await.contains("जनसुनवाई में पूछा गया"), "{}", browser.reads().await);
    look(&browser, &format!("{name}-7-readers")).await;
    browser.close().await;
    helpline.end(&[STORY, "जनसुनवाई"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_motive_opens_what_is_with_others_and_stands_on_record() {
    opens_with_a_motive(1).await;
    opens_with_a_motive(2).await;
}
