//! The officer's page as a cheap phone uses it: forms and links, no script.

use journeys::officer::PIN;
use journeys::stack::text;
use journeys::{Helpline, Link};
use serde_json::json;

use crate::officer_link::{MARKER, OFFICER, PHONE, cookie, registered, shown, version};

/// Opens the page with the PIN.
async fn opened(link: &Link<'_>) -> String {
    cookie(&link.posts(&[("action", "open"), ("pin", PIN)], None).await)
}

/// One press of a form; the status of the complaint afterwards.
async fn press(helpline: &Helpline, link: &Link<'_>, session: &str, fields: &[(&str, &str)]) -> String {
    let version = version(helpline).await;
    let fields = [fields, &[("version", version.as_str())]].concat();
    let pressed = link.posts(&fields, Some(session)).await;
    assert_eq!(pressed.status, 303, "{fields:?}: {}", pressed.body);
    text(&helpline.complaint().await["status"])
}

#[tokio::test]
async fn a_whole_case_without_javascript() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = registered(&helpline).await;
    let link = helpline.link_of(OFFICER).await;
    let session = opened(&link).await;
    for (action, words, status) in [
        ("acknowledge", "", "acknowledged"),
        ("first_action", "जाँच शुरू की", "in_progress"),
        ("note", "पटवारी से बात हुई", "in_progress"),
        ("ask", "आवेदन संख्या क्या है?", "awaiting_complainant"),
        ("dispose", "जारी किया", "disposed"),
    ] {
        if status == "disposed" {
            she.writes("संख्या 4477 है").await;
        }
        let fields = [("action", action), ("text", words), ("outcome", "relief")];
        assert_eq!(press(&helpline, &link, &session, &fields).await, status, "{action}");
        let page = shown(&helpline, &link, &session).await;
        assert!(page.body.contains(words), "{action} is in the history");
    }
    assert!(shown(&helpline, &link, &session).await.body.contains("4477"), "and so is her answer");
    she.writes("हाँ").await;
    assert_eq!(helpline.complaint().await["status"], "closed");
    assert_eq!(helpline.told().await, [OFFICER, OFFICER], "assigned, answered");
    helpline.end(&[PHONE, MARKER, "पटवारी", "4477"]).await;
}

#[tokio::test]
async fn a_transfer_by_the_page_names_the_new_office() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let link = helpline.link_of(OFFICER).await;
    let session = opened(&link).await;
    let fields = [("action", "transfer"), ("to", "edistrict-manager"), ("reason", "ई-डिस्ट्रिक्ट का काम")];
    press(&helpline, &link, &session, &fields).await;
    assert_eq!(helpline.told().await, [OFFICER, "edistrict-manager"]);
    let page = shown(&helpline, &link, &session).await;
    assert!(page.body.contains("कलेक्ट्रेट, लखनऊ"), "where it went: {}", page.body);
    assert!(!page.body.contains(MARKER) && !page.body.contains(PHONE));
    helpline.end(&[PHONE, MARKER]).await;
}

#[tokio::test]
async fn a_form_without_its_words_is_refused_in_the_officers_language() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let link = helpline.link_of(OFFICER).await;
    let session = opened(&link).await;
    let before = helpline.complaint().await;
    let version = version(&helpline).await;
    for fields in [
        vec![("action", "first_action"), ("text", "  ")],
        vec![("action", "ask")],
        vec![("action", "transfer"), ("to", "edistrict-manager")],
        vec![("action", "transfer"), ("to", "nobody"), ("reason", "x")],
        vec![("action", "dispose"), ("text", "x")],
        vec![("action", "dispose"), ("outcome", "relief")],
    ] {
        let fields = [fields, vec![("version", version.as_str())]].concat();
        let refused = link.posts(&fields, Some(&session)).await;
        assert_eq!(refused.status, 422, "{fields:?}: {}", refused.body);
    }
    assert_eq!(helpline.complaint().await, before);
    helpline.end(&[PHONE, MARKER]).await;
}

#[tokio::test]
async fn the_page_is_in_hindi_and_english() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let link = helpline.link_of(OFFICER).await;
    for (query, language, words) in
        [("", "hi", "आपका पिन"), ("?lang=hi", "hi", "आपका पिन"), ("?lang=en", "en", "Your PIN")]
    {
        let page = helpline.request("GET", &format!("{}{query}", link.path), &[], Vec::new()).await;
        assert!(page.body.contains(&format!("lang=\"{language}\"")) && page.body.contains(words), "{query}");
    }
    helpline.end(&[PHONE, MARKER]).await;
}

#[tokio::test]
async fn her_words_are_never_markup() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman("+919000000001");
    she.registers("certificate", "<script>alert(1)</script><img src=x onerror=alert(2)> मलिहाबाद").await;
    let link = helpline.link_of(OFFICER).await;
    let page = shown(&helpline, &link, &opened(&link).await).await;
    assert!(page.body.contains("&lt;script&gt;"), "shown as text");
    assert!(!page.body.contains("<script") && !page.body.contains("<img"), "{}", page.body);
    helpline.end(&[PHONE, "onerror"]).await;
}

#[tokio::test]
async fn all_that_she_sent_is_behind_the_link() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = registered(&helpline).await;
    for message in [
        json!({"type": "audio", "audio": {"mime_type": "audio/ogg", "id": "700001", "voice": true}}),
        json!({"type": "image", "image": {"mime_type": "image/jpeg", "id": "700002", "caption": "रसीद"}}),
        json!({"type": "location", "location": {"latitude": 26.8467, "longitude": 80.9462}}),
    ] {
        assert_eq!(she.sends(&message).await.status, 200);
    }
    let link = helpline.link_of(OFFICER).await;
    let page = shown(&helpline, &link, &opened(&link).await).await;
    for hers in [MARKER, "रसीद", "26.8467", PHONE] {
        assert!(page.body.contains(hers), "{hers}");
    }
    let case = link.reads().await;
    let kinds: Vec<&str> = case["messages"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|message| message["kind"].as_str())
        .collect();
    for kind in ["text", "audio", "image", "location"] {
        assert!(kinds.contains(&kind), "{kind}: {kinds:?}");
    }
    helpline.end(&[PHONE, MARKER, "रसीद", "26.8467"]).await;
}

#[tokio::test]
async fn an_sms_that_cannot_be_sent_goes_to_the_next_person() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let fault = json!({"service": "sns", "kind": "error", "count": 1000});
    assert!(helpline.tell("POST", "faults", &fault).await.status < 300);
    registered(&helpline).await;
    let unreached =
        |complaint: &serde_json::Value| complaint["history"].to_string().contains("officer_unreached");
    for minute in 1..=10 {
        assert!(!unreached(&helpline.complaint().await) || minute > 1, "given up at once");
        helpline.sweep_at(&format!("2026-12-01 10:{minute:02}")).await;
    }
    assert!(unreached(&helpline.complaint().await), "tried again, then given up");
    helpline.tell("DELETE", "faults", &json!({})).await;
    for minute in 11..=30 {
        helpline.sweep_at(&format!("2026-12-01 10:{minute:02}")).await;
    }
    let told = helpline.told().await;
    assert_eq!(told.len(), 1, "one SMS in the end: {told:?}");
    assert_ne!(told[0], OFFICER);
    // Whoever was reached can open it; the officer stays answerable.
    helpline.link_of(&told[0]).await.reads().await;
    assert_eq!(helpline.complaint().await["officer"], OFFICER);
    helpline.end(&[PHONE, MARKER]).await;
}
