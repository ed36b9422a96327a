//! The head of the cell finds two complaints about one matter in the queue, says
//! why they open the later one, joins it to the earlier, and undoes it.

use journeys::Helpline;
use pages::Browser;
use serde_json::Value;

use crate::desk::{IN_CHARGE, log_in};
use crate::walk::{look, way};

const SHE: &str = "+919000000077";
const STORY: &str = "मलिहाबाद में मेरा आय प्रमाण पत्र दो महीने से नहीं बन रहा";

async fn numbers(helpline: &Helpline) -> Vec<String> {
    let number = |it: &Value| it["reference"].as_str().unwrap().to_owned();
    helpline.complaints().await.iter().map(number).collect()
}

/// Where a number on the page leads.
async fn leads(browser: &Browser, number: &str) -> String {
    let script = format!(
        "return [...document.querySelectorAll('a')].find(one => one.textContent.includes('{number}')).href"
    );
    browser.asks(&script).await.as_str().unwrap().to_owned()
}

/// Unfolds the form of an action.
async fn unfolds(browser: &Browser, action: &str) {
    browser.presses(&format!("details:has(button[value={action}]) > summary")).await;
}

async fn merges(at: usize) {
    let (name, window, language) = way("merge", at);
    let helpline = Helpline::start().await;
    let she = helpline.woman(SHE);
    she.registers("certificate", STORY).await;
    helpline.clock("2026-12-01 12:00").await;
    she.writes("नई").await;
    she.registers("certificate", &format!("{STORY}, कोई सुनता नहीं")).await;
    let numbers = numbers(&helpline).await;
    let (into, later) = (&numbers[0], &numbers[1]);
    let browser = Browser::open(window).await;
    log_in(&helpline, &browser, IN_CHARGE, &format!("lang={language}"), &name).await;
    look(&browser, &format!("{name}-4-queue")).await;
    browser.goes(&leads(&browser, later).await).await;
    browser.sends("main button").await;
    unfolds(&browser, "break_glass").await;
    browser.writes("#break_glass-text", "दो शिकायतें एक ही बात की लगती हैं").await;
    browser.sends("button[value=break_glass]").await;
    look(&browser, &format!("{name}-5-case")).await;
    unfolds(&browser, "merge").await;
    browser.chooses("#merge-to", into).await;
    browser.chooses("#merge-reason", "same_event").await;
    browser.sends("button[value=merge]").await;
    look(&browser, &format!("{name}-6-merged")).await;
    assert_eq!(helpline.complaints().await[1]["merged_into"], into.as_str(), "{}", browser.reads().await);
    // From there to the one that answers for both, and back to undo it.
    let (back, on) = (browser.address().await, leads(&browser, into).await);
    browser.goes(&on).await;
    browser.sends("main button").await;
    look(&browser, &format!("{name}-7-earlier")).await;
    assert!(browser.reads().await.contains(later.as_str()));
    browser.goes(&back).await;
    unfolds(&browser, "separate").await;
    browser.writes("#separate-text", "दूसरा प्रमाण पत्र है").await;
    browser.sends("button[value=separate]").await;
    look(&browser, &format!("{name}-8-separated")).await;
    assert!(helpline.complaints().await[1]["merged_into"].is_null(), "{}", browser.reads().await);
    browser.close().await;
    helpline.end(&[SHE, STORY]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_of_one_matter_on_a_phone_in_hindi_without_scripts() {
    merges(0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_of_one_matter_at_a_desk_in_english() {
    merges(3).await;
}
