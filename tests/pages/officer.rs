//! The officer: the link in the SMS, the PIN, one action after another.

use fantoccini::key::Key;
use journeys::{Helpline, Link};
use pages::{Browser, DESK, Look, PHONE};

use crate::walk::look;

async fn link(helpline: &Helpline) -> String {
    let sms = helpline.sms().await;
    Link::in_text(helpline, &sms.last().unwrap().text).path
}

async fn walks(window: Look, language: &str, name: &str) {
    let helpline = Helpline::start().await;
    let woman = helpline.woman("+919000000123");
    woman.registers("pension", "तीन महीने से विधवा पेंशन नहीं आई").await;
    let link = format!("{}{}?lang={language}", helpline.url(), link(&helpline).await);
    let browser = Browser::open(window).await;
    browser.goes(&link).await;
    look(&browser, &format!("{name}-front")).await;
    assert_eq!(browser.focus().await, "pin");
    browser.types("1111").await;
    browser.key(Key::Enter).await;
    look(&browser, &format!("{name}-wrong-pin")).await;
    browser.types("2468").await;
    browser.presses("button[value=acknowledge]").await;
    look(&browser, &format!("{name}-acknowledged")).await;
    let complaints = helpline.local("complaints").await;
    assert_eq!(complaints[0]["status"], "acknowledged");
    browser.close().await;
    helpline.end(&[]).await;
}

#[tokio::test]
async fn an_officer_acknowledges_on_a_phone_without_scripts() {
    walks(Look { scripts: false, ..PHONE }, "hi", "officer-phone-hi").await;
}

#[tokio::test]
async fn an_officer_acknowledges_at_a_desk() {
    walks(DESK, "en", "officer-wide-en").await;
}
