//! The officer: the link in the SMS, the PIN, one action after another, until
//! she says that it is not solved.

use base64::Engine as _;
use chrono::TimeDelta;
use journeys::{Helpline, PIN};
use pages::Browser;
use serde_json::json;

use crate::walk::{look, way};

const STORY: &str = "मलिहाबाद में तीन महीने से विधवा पेंशन नहीं आई";
const MALIHABAD: &str = "मलिहाबाद में मेरा आय प्रमाण पत्र दो महीने से नहीं बन रहा";
const PHOTO: &[u8] = include_bytes!("photo.png");

/// A second of silence as MP3: a frame of MPEG-1 layer III, 128 kbit/s at 44.1
/// kHz, is 417 bytes long and lasts 26 ms.
fn silence() -> Vec<u8> {
    let frame = [0xFF, 0xFB, 0x90, 0x64].into_iter().chain([0; 413]);
    frame.collect::<Vec<u8>>().repeat(38)
}

/// She sends a file.
async fn sends(helpline: &Helpline, kind: &str, id: &str, content_type: &str, bytes: &[u8]) {
    let base64 = base64::engine::general_purpose::STANDARD.encode(bytes);
    let file = json!({"id": id, "content_type": content_type, "base64": base64});
    assert_eq!(helpline.tell("POST", "media", &file).await.status, 204);
    let woman = helpline.woman("+919000000123");
    let sent = woman.sends(&json!({"type": kind, kind: {"id": id, "mime_type": content_type}})).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
}

/// The photograph is decoded, the voice note plays.
async fn sees_and_hears(browser: &Browser) {
    browser.scripts(true).await;
    let seen = "const done = arguments[arguments.length - 1], image = document.querySelector('li img'); \
        image.loading = 'eager'; image.decode().then(() => done(image.naturalWidth), () => done(0))";
    assert_eq!(browser.awaits(seen).await, json!(240), "the photograph is not seen");
    let heard = "const done = arguments[arguments.length - 1], sound = document.querySelector('li audio'); \
        sound.oncanplay = () => done(sound.duration > 0.5); sound.onerror = () => done('' + sound.error.message); \
        sound.preload = 'auto'; sound.load()";
    assert_eq!(browser.awaits(heard).await, json!(true), "the voice note does not play");
    browser.scripts(browser.look().scripts).await;
}

/// Fills the form of an action in, unfolding it first if it is folded.
async fn fills(browser: &Browser, action: &str, fields: &[(&str, &str)]) -> String {
    let button = format!("button[value={action}]");
    if !browser.find(&button).await.is_displayed().await.unwrap() {
        browser.presses(&format!("details:has({button}) > summary")).await;
    }
    for (name, value) in fields {
        let field = format!("form:has({button}) [name={name}]");
        match browser.find(&field).await.tag_name().await.unwrap().as_str() {
            "select" => browser.chooses_nth(&field, value).await,
            _ => browser.writes(&field, value).await,
        }
    }
    button
}

/// Fills the form of an action in and sends it.
async fn does(browser: &Browser, action: &str, fields: &[(&str, &str)]) {
    let button = fills(browser, action, fields).await;
    browser.sends(&button).await;
}

async fn status(helpline: &Helpline) -> String {
    helpline.complaint().await["status"].as_str().unwrap().to_owned()
}

/// Opens the link in the newest SMS to whoever is answerable.
async fn opens(helpline: &Helpline, browser: &Browser, language: &str) {
    let officer = helpline.complaint().await["officer"].as_str().unwrap().to_owned();
    let path = helpline.link_of(&officer).await.path;
    browser.goes(&format!("{}{path}?lang={language}", helpline.url())).await;
}

async fn walks(at: usize) {
    let (name, window, language) = way("officer", at);
    let helpline = Helpline::start().await;
    let woman = helpline.woman("+919000000123");
    woman.registers("pension", STORY).await;
    let browser = Browser::open(window).await;
    opens(&helpline, &browser, language).await;
    look(&browser, &format!("{name}-1-front")).await;
    assert_eq!(browser.focus().await, "pin");
    browser.types("1111").await;
    browser.enters().await;
    look(&browser, &format!("{name}-2-wrong-pin")).await;
    assert!(!browser.reads().await.contains(STORY));
    browser.types(PIN).await;
    browser.enters().await;
    assert_eq!(status(&helpline).await, "acknowledged", "Enter does the first thing that is due");
    assert!(browser.reads().await.contains(STORY));
    look(&browser, &format!("{name}-3-acknowledged")).await;
    sends(&helpline, "image", "9001", "image/png", PHOTO).await;
    sends(&helpline, "audio", "9002", "audio/mpeg", &silence()).await;
    helpline.sweep().await;
    does(&browser, "first_action", &[("phrase", "1")]).await;
    assert_eq!(status(&helpline).await, "in_progress");
    sees_and_hears(&browser).await;
    look(&browser, &format!("{name}-4-first-action")).await;
    does(&browser, "ask", &[("text", "आपका खाता किस बैंक में है?")]).await;
    assert_eq!(status(&helpline).await, "awaiting_complainant");
    look(&browser, &format!("{name}-5-asked")).await;
    woman.writes("ग्रामीण बैंक").await;
    disposes(&helpline, &browser, language, &name).await;
    woman.taps(&format!("solved_no:{}", helpline.complaint().await["reference"].as_str().unwrap())).await;
    opens(&helpline, &browser, language).await;
    // Reopened, one level up, with whoever is answerable; later it is overdue.
    helpline.pass(TimeDelta::days(14)).await;
    opens(&helpline, &browser, language).await;
    browser.types(PIN).await;
    browser.sends("button[value=open]").await;
    look(&browser, &format!("{name}-8-reopened-late")).await;
    browser.close().await;
    helpline.sweep().await;
    helpline.end(&[STORY]).await;
}

async fn disposes(helpline: &Helpline, browser: &Browser, language: &str, name: &str) {
    opens(helpline, browser, language).await;
    // The browser itself asks for what is missing.
    let button = fills(browser, "dispose", &[]).await;
    browser.presses(&button).await;
    assert_eq!(status(helpline).await, "in_progress");
    look(browser, &format!("{name}-6-answered")).await;
    does(browser, "dispose", &[("outcome", "1"), ("text", "बकाया तीन माह की पेंशन खाते में भेज दी गई।")]).await;
    assert_eq!(status(helpline).await, "disposed");
    look(browser, &format!("{name}-7-disposed")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_on_a_phone_in_hindi_without_scripts() {
    walks(0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_on_a_phone_in_english() {
    walks(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_at_a_desk_in_hindi() {
    walks(2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_at_a_desk_in_english_without_scripts() {
    walks(3).await;
}

/// Many complaints with one officer: the list behind the link in the SMS that
/// counts them.
#[tokio::test(flavor = "multi_thread")]
async fn an_officer_opens_the_list_of_what_is_due() {
    for at in [0, 3] {
        let (name, window, language) = way("list", at);
        let helpline = Helpline::start().await;
        for n in 0..12 {
            helpline.woman(&format!("+9190000001{n:02}")).registers("certificate", MALIHABAD).await;
        }
        helpline.sweep_at("2026-12-06 17:00").await;
        let sms = helpline.last_sms().await.text;
        let path = sms[sms.find("/l/").unwrap()..].split_whitespace().next().unwrap().to_owned();
        let browser = Browser::open(window).await;
        browser.goes(&format!("{}{path}?lang={language}", helpline.url())).await;
        look(&browser, &format!("{name}-1-front")).await;
        browser.types(PIN).await;
        browser.enters().await;
        assert_eq!(browser.count("tbody tr").await, 12);
        look(&browser, &format!("{name}-2-lines")).await;
        browser.sends("tbody tr:first-child a").await;
        assert!(browser.address().await.contains("/c/"));
        browser.close().await;
        helpline.end(&[MALIHABAD]).await;
    }
}
