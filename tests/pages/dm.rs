//! The District Magistrate: the screen, a figure opened down to its cases,
//! stepping in, the monthly review on paper, the export.

use chrono::TimeDelta;
use journeys::Helpline;
use pages::Browser;
use serde_json::json;

use crate::desk::log_in;
use crate::walk::{look, way};

/// The District Magistrate's number in the sample policy.
const DM: &str = "9000010001";
const STORY: &str = "मलिहाबाद में मेरा आय प्रमाण पत्र दो महीने से नहीं बन रहा";

/// Lives that end differently; some stay open and are late.
async fn lives(helpline: &Helpline) {
    let she = |n: u32| helpline.woman(&format!("+91900000000{n}"));
    for (n, answer) in [(1, "yes"), (2, "no"), (3, "")] {
        she(n).registers("certificate", STORY).await;
        let link = helpline.link_of("tehsildar-malihabad").await;
        link.does("dispose", &json!({"outcome": "relief", "text": "जारी किया"})).await;
        if !answer.is_empty() {
            let asked = she(n).reply().await;
            let wanted = format!("solved_{answer}");
            let (id, _) = asked.options.iter().find(|(id, _)| id.starts_with(&wanted)).unwrap();
            she(n).taps(id).await;
        }
    }
    she(4).registers("pension", STORY).await;
    helpline.sweep_at("2026-12-05 17:00").await;
    she(5).registers("violence", STORY).await;
    she(6).registers("certificate", STORY).await;
    helpline.pass(TimeDelta::hours(2)).await;
}

/// Opens the number of all that are open, and the first case's step.
async fn opens_a_figure(browser: &Browser, name: &str) {
    browser.sends("a[href^='/dm/cases']").await;
    look(browser, &format!("{name}-5-cases")).await;
    browser.sends("a[href^='/dm/act/']").await;
    look(browser, &format!("{name}-6-step-in")).await;
}

/// Hastens, then gives it to another; each stands in the complaint.
async fn steps_in(helpline: &Helpline, browser: &Browser, name: &str) {
    browser.writes("#hasten-text", "आज ही निस्तारित करें").await;
    browser.sends("form:has(#hasten-text) button").await;
    look(browser, &format!("{name}-7-hastened")).await;
    browser.chooses_nth("#reassign-to", "3").await;
    browser.writes("#reassign-text", "दूसरे कार्यालय को").await;
    browser.sends("form:has(#reassign-text) button").await;
    look(browser, &format!("{name}-8-reassigned")).await;
    let all = json!(helpline.complaints().await).to_string();
    assert!(all.contains("\"hastened\"") && all.contains("\"reassigned\""), "{all}");
}

async fn exports(helpline: &Helpline, browser: &Browser) {
    let cookie = format!("staff={}", browser.cookie("staff").await);
    for (kind, content) in [("csv", "text/csv"), ("xlsx", "spreadsheetml")] {
        let link = browser.find(&format!("a[href^='/dm/export.{kind}']")).await;
        let path = link.attr("href").await.unwrap().unwrap();
        let file = helpline.request("GET", &path, &[("cookie", &cookie)], Vec::new()).await;
        assert_eq!(file.status, 200, "{path}");
        assert!(file.headers["content-type"].contains(content), "{:?}", file.headers);
        assert!(file.headers["content-disposition"].starts_with("attachment"), "{:?}", file.headers);
    }
}

async fn walks(at: usize) {
    let (name, window, language) = way("dm", at);
    let helpline = Helpline::start_at("2026-11-23 10:00").await;
    lives(&helpline).await;
    let browser = Browser::open(window).await;
    log_in(&helpline, &browser, DM, &format!("next=/dm&lang={language}"), &name).await;
    browser.goes(&format!("{}/dm?lang={language}", helpline.url())).await;
    look(&browser, &format!("{name}-4-screen")).await;
    assert_eq!(browser.count("svg").await, 3);
    exports(&helpline, &browser).await;
    browser.chooses("#category", "certificate").await;
    browser.sends("form:has(#category) button").await;
    look(&browser, &format!("{name}-4-filtered")).await;
    opens_a_figure(&browser, &name).await;
    steps_in(&helpline, &browser, &name).await;
    browser.goes(&format!("{}/dm/review?lang={language}", helpline.url())).await;
    look(&browser, &format!("{name}-9-review")).await;
    let sheets = browser.prints(&format!("{name}-9-review")).await;
    assert!((1..=3).contains(&sheets), "the review takes {sheets} sheets");
    browser.close().await;
    helpline.end(&["900000000", "प्रमाण"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_magistrate_on_a_phone_in_hindi_without_scripts() {
    walks(0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_magistrate_on_a_phone_in_english() {
    walks(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_magistrate_at_a_desk_in_hindi() {
    walks(2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_magistrate_at_a_desk_in_english_without_scripts() {
    walks(3).await;
}
