//! The desk: log in, register a walk-in with the keyboard alone, print the
//! slip, call back, and change who is there.

use fantoccini::key::Key;
use journeys::Helpline;
use pages::Browser;
use serde_json::json;

use crate::walk::{look, way};

/// The number of the cell's head in the sample policy.
pub(crate) const IN_CHARGE: &str = "9000010002";
const STORY: &str = "मलिहाबाद में मेरा आय प्रमाण पत्र दो महीने से नहीं बन रहा";

/// The code in the newest SMS.
pub(crate) async fn code_of(helpline: &Helpline) -> String {
    let sms = helpline.last_sms().await.text;
    let is_code = |word: &&str| word.len() == 6;
    sms.split(|letter: char| !letter.is_ascii_digit()).find(is_code).unwrap().to_owned()
}

/// Logs in, typing and pressing Enter only.
pub(crate) async fn log_in(helpline: &Helpline, browser: &Browser, phone: &str, next: &str, name: &str) {
    browser.goes(&format!("{}/desk/login?{next}", helpline.url())).await;
    look(browser, &format!("{name}-1-login")).await;
    assert_eq!(browser.focus().await, "phone");
    browser.types(phone).await;
    browser.enters().await;
    look(browser, &format!("{name}-2-code")).await;
    let code = code_of(helpline).await;
    assert_eq!(browser.focus().await, "code");
    browser.types("000000").await;
    browser.enters().await;
    look(browser, &format!("{name}-3-wrong-code")).await;
    browser.types(&code).await;
    browser.enters().await;
}

/// Each option is chosen by as many arrows down.
async fn downs(browser: &Browser, times: usize) {
    for _ in 0..times {
        browser.key(Key::Down).await;
    }
}

/// With the keyboard alone: number, name, category, tehsil, words, and past two
/// boxes to tick and what unfolds to the button.
async fn registers(helpline: &Helpline, browser: &Browser, language: &str, name: &str) {
    browser.goes(&format!("{}/desk/register?lang={language}", helpline.url())).await;
    look(browser, &format!("{name}-5-register")).await;
    assert_eq!(browser.focus().await, "phone");
    browser.types("9000000123").await;
    browser.key(Key::Tab).await;
    browser.types("Sita").await;
    browser.key(Key::Tab).await;
    assert_eq!(browser.focus().await, "category");
    downs(browser, 4).await;
    browser.key(Key::Tab).await;
    downs(browser, 1).await;
    browser.key(Key::Tab).await;
    assert_eq!(browser.focus().await, "words");
    browser.types("तीन महीने से विधवा पेंशन नहीं आई").await;
    for _ in 0..10 {
        browser.key(Key::Tab).await;
        if browser.asks("return document.activeElement.matches('form.walk-in button')").await == true {
            break;
        }
    }
    browser.enters().await;
    assert!(browser.address().await.contains("/desk/slip/"), "{}", browser.reads().await);
    look(browser, &format!("{name}-6-slip")).await;
    assert_eq!(browser.prints(&format!("{name}-6-slip")).await, 1, "the slip is one sheet");
    let complaint = helpline.complaint().await;
    assert_eq!((&complaint["category"], &complaint["status"]), (&json!("pension"), &json!("registered")));
    assert!(browser.reads().await.contains(complaint["reference"].as_str().unwrap()));
}

/// Gives an officer leave, sees first what would change, then publishes it.
async fn edits_the_roster(helpline: &Helpline, browser: &Browser, language: &str, name: &str) {
    browser.goes(&format!("{}/desk/people?lang={language}", helpline.url())).await;
    look(browser, &format!("{name}-8-people")).await;
    let before = helpline.local("policy").await["version"].clone();
    browser.sends("a[href^='/desk/people/leave']").await;
    look(browser, &format!("{name}-9-leave")).await;
    browser.chooses("[name=officer]", "cell-1").await;
    browser.writes("[name=from]", "12032026").await;
    browser.writes("[name=to]", "12042026").await;
    browser.chooses_nth("[name=stand_in]", "3").await;
    browser.sends("form.walk-in button").await;
    assert_eq!(helpline.local("policy").await["version"], before, "nothing is published unseen");
    look(browser, &format!("{name}-10-check")).await;
    browser.sends("form:has([name=publish]) button").await;
    assert_ne!(helpline.local("policy").await["version"], before, "{}", browser.reads().await);
    look(browser, &format!("{name}-11-published")).await;
    browser.goes(&format!("{}/desk/people/versions?lang={language}", helpline.url())).await;
    look(browser, &format!("{name}-12-versions")).await;
}

async fn walks(at: usize) {
    let (name, window, language) = way("desk", at);
    let helpline = Helpline::start().await;
    let browser = Browser::open(window).await;
    log_in(&helpline, &browser, IN_CHARGE, &format!("lang={language}"), &name).await;
    assert_eq!(browser.count("h1").await, 1);
    look(&browser, &format!("{name}-4-empty")).await;
    registers(&helpline, &browser, language, &name).await;
    browser.goes(&format!("{}/desk?lang={language}", helpline.url())).await;
    look(&browser, &format!("{name}-7-queue")).await;
    let complaint = helpline.complaint().await;
    assert!(browser.reads().await.contains(complaint["reference"].as_str().unwrap()));
    edits_the_roster(&helpline, &browser, language, &name).await;
    browser.sends("form.inline button").await;
    assert!(browser.address().await.contains("/desk/login"), "logged out");
    browser.close().await;
    helpline.end(&["9000000123", "विधवा"]).await;
}

/// Whether the lot falls on this number, as `Complaint::is_drawn` says of 20 in
/// a hundred.
fn is_drawn(reference: &str) -> bool {
    let hash = reference.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 32)) % 100 < 20
}

/// Disposed of, then her silence: of these a fifth is drawn to be called back,
/// and the head of the cell records what she says.
async fn calls_back(at: usize) {
    let (name, window, language) = way("calls", at);
    let helpline = Helpline::start().await;
    // Numbers are fresh each time, so women come until the lot falls on one.
    for n in 10..99 {
        helpline.woman(&format!("+9190000001{n}")).registers("certificate", STORY).await;
        let newest = helpline.complaints().await;
        if newest.iter().any(|it| is_drawn(it["reference"].as_str().unwrap())) {
            break;
        }
    }
    let link = helpline.link_of("tehsildar-malihabad").await;
    link.does("dispose", &json!({"outcome": "granted", "text": "जारी किया"})).await;
    helpline.sweep_at("2026-12-08 17:00").await;
    helpline.sweep_at("2026-12-15 17:00").await;
    let browser = Browser::open(window).await;
    log_in(&helpline, &browser, IN_CHARGE, &format!("lang={language}"), &name).await;
    browser.goes(&format!("{}/desk/calls?lang={language}", helpline.url())).await;
    look(&browser, &format!("{name}-4-list")).await;
    browser.sends("tbody a").await;
    look(&browser, &format!("{name}-5-front")).await;
    // The session at the desk is enough: no PIN is asked.
    browser.sends("main button").await;
    look(&browser, &format!("{name}-6-case")).await;
    browser.presses("details:has(button[value=call_back]) > summary").await;
    browser.chooses("[name=outcome][id^=call_back]", "untrue").await;
    browser.writes("#call_back-text", "कहती हैं कुछ नहीं मिला").await;
    browser.sends("button[value=call_back]").await;
    let all = json!(helpline.complaints().await).to_string();
    assert!(all.contains("called_back_untrue"), "{}", browser.reads().await);
    look(&browser, &format!("{name}-7-reopened")).await;
    browser.close().await;
    helpline.end(&[STORY]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_on_a_phone_in_hindi_without_scripts() {
    walks(0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_on_a_phone_in_english() {
    walks(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_in_hindi() {
    walks(2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_in_english_without_scripts() {
    walks(3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_calls_her_back() {
    calls_back(0).await;
    calls_back(3).await;
}
