//! The desk: log in, register a walk-in with the keyboard alone, the slip.

use fantoccini::key::Key;
use journeys::Helpline;
use pages::{Browser, DESK, Look, PHONE};

use crate::walk::look;

/// The number of the cell's head in the sample policy.
const IN_CHARGE: &str = "9000010002";

/// The code in the newest SMS.
async fn code(helpline: &Helpline) -> String {
    let sms = helpline.sms().await;
    let text = &sms.last().unwrap().text;
    text.split_whitespace().next().unwrap().to_owned()
}

/// Logs in, typing and pressing Enter only.
async fn log_in(helpline: &Helpline, browser: &Browser, language: &str, name: &str) {
    browser.goes(&format!("{}/desk/login?lang={language}", helpline.url())).await;
    look(browser, &format!("{name}-login")).await;
    assert_eq!(browser.focus().await, "phone");
    browser.types(IN_CHARGE).await;
    browser.key(Key::Enter).await;
    look(browser, &format!("{name}-code")).await;
    let code = code(helpline).await;
    browser.types(&code).await;
    browser.key(Key::Enter).await;
}

async fn registers(window: Look, language: &str, name: &str) {
    let helpline = Helpline::start().await;
    let browser = Browser::open(window).await;
    log_in(&helpline, &browser, language, name).await;
    look(&browser, &format!("{name}-home-empty")).await;
    browser.goes(&format!("{}/desk/register?lang={language}", helpline.url())).await;
    look(&browser, &format!("{name}-register")).await;
    // With the keyboard alone: number, name, category, tehsil, words.
    assert_eq!(browser.focus().await, "phone");
    browser.types("9000000123").await;
    browser.key(Key::Tab).await;
    browser.types("Sita").await;
    browser.key(Key::Tab).await;
    assert_eq!(browser.focus().await, "category");
    for _ in 0..4 {
        browser.key(Key::Down).await;
    }
    browser.key(Key::Tab).await;
    browser.key(Key::Down).await;
    browser.key(Key::Tab).await;
    assert_eq!(browser.focus().await, "words");
    browser.types("तीन महीने से विधवा पेंशन नहीं आई").await;
    for _ in 0..5 {
        browser.key(Key::Tab).await;
    }
    browser.key(Key::Enter).await;
    assert!(browser.address().await.contains("/desk/slip/"), "{}", browser.reads().await);
    look(&browser, &format!("{name}-slip")).await;
    let complaints = helpline.local("complaints").await;
    let complaint = &complaints.as_array().unwrap()[0];
    assert_eq!((complaint["category"].as_str(), complaint["status"].as_str()), (Some("pension"), Some("registered")));
    assert!(browser.reads().await.contains(complaint["reference"].as_str().unwrap()));
    browser.goes(&format!("{}/desk?lang={language}", helpline.url())).await;
    look(&browser, &format!("{name}-home")).await;
    assert!(browser.reads().await.contains(complaint["reference"].as_str().unwrap()));
    browser.close().await;
    helpline.end(&[]).await;
}

#[tokio::test]
async fn a_walk_in_is_registered_with_the_keyboard_alone() {
    registers(DESK, "hi", "desk-wide-hi").await;
}

#[tokio::test]
async fn a_walk_in_is_registered_on_a_phone_in_english_without_scripts() {
    registers(Look { scripts: false, ..PHONE }, "en", "desk-phone-en").await;
}
