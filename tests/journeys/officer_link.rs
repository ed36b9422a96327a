//! The officer's link: nothing of hers before the PIN, nothing changed by
//! looking, one step to acknowledge, and each press once.

use journeys::officer::PIN;
use journeys::stack::{Answer, ist, text};
use journeys::{Helpline, Link, Woman};
use serde_json::{Value, json};

pub(crate) const OFFICER: &str = "tehsildar-malihabad";
/// Words of hers that nobody may see before the PIN.
pub(crate) const MARKER: &str = "गुलमोहर";
pub(crate) const PHONE: &str = "9000000001";

/// A certificate from Malihabad, registered on Tuesday 1 December at 10:00.
pub(crate) async fn registered(helpline: &Helpline) -> Woman<'_> {
    let she = helpline.woman("+919000000001");
    she.registers("certificate", &format!("मलिहाबाद में {MARKER} का आय प्रमाण पत्र नहीं बना")).await;
    she
}

/// All that an action could change.
async fn stored(helpline: &Helpline) -> [Value; 4] {
    let mut all = [const { Value::Null }; 4];
    for (slot, route) in all.iter_mut().zip(["complaints", "sms", "outbound", "messages"]) {
        *slot = helpline.local(route).await;
    }
    all
}

/// The headers that every answer of the link carries.
fn is_private(answer: &Answer) {
    let header = |name: &str| answer.headers.get(name).cloned().unwrap_or_default();
    assert!(header("cache-control").contains("no-store"), "{answer:?}");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert_eq!(header("x-content-type-options"), "nosniff");
    let policy = header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'self'"), "{policy}");
}

fn holds_nothing_of_hers(answer: &Answer) {
    for hers in [MARKER, PHONE, "आय प्रमाण", "मलिहाबाद", "certificate", "malihabad"]
    {
        assert!(!answer.body.contains(hers), "{hers} is in {}", answer.body);
    }
}

/// The session cookie that an answer sets: `s=...`.
pub(crate) fn cookie(answer: &Answer) -> String {
    let set = answer.headers.get("set-cookie").cloned().unwrap_or_default();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
    set.split(';').next().unwrap_or_default().to_owned()
}

pub(crate) async fn version(helpline: &Helpline) -> String {
    helpline.complaint().await["version"].to_string()
}

pub(crate) async fn shown(helpline: &Helpline, link: &Link<'_>, cookie: &str) -> Answer {
    helpline.request("GET", &link.path, &[("cookie", cookie)], Vec::new()).await
}

#[tokio::test]
async fn looking_changes_nothing_and_shows_nothing_of_hers() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let link = helpline.link_of(OFFICER).await;
    let reference = text(&helpline.complaint().await["reference"]);
    let before = stored(&helpline).await;
    for language in ["", "?lang=hi", "?lang=en", "?done=acknowledge"] {
        for method in ["GET", "HEAD"] {
            let path = format!("{}{language}", link.path);
            let answer = helpline.request(method, &path, &[], Vec::new()).await;
            assert_eq!(answer.status, 200, "{method} {language}");
            is_private(&answer);
            holds_nothing_of_hers(&answer);
            let page = method == "GET";
            assert_eq!(answer.body.contains(&reference) && answer.body.contains("name=\"pin\""), page);
            assert_eq!(answer.body.is_empty(), !page);
            assert!(!answer.body.contains("<script"), "it works without JavaScript");
        }
    }
    let api = helpline.request("GET", &format!("/v1{}", link.path), &[], Vec::new()).await;
    assert_eq!(api.status, 401);
    is_private(&api);
    holds_nothing_of_hers(&api);
    assert_eq!(stored(&helpline).await, before);
    let path = link.path.clone();
    helpline.end(&[PHONE, MARKER, &path]).await;
}

#[tokio::test]
async fn a_link_that_names_nothing_is_not_found() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let link = helpline.link_of(OFFICER).await;
    let mut changed = link.path.clone();
    let last = if changed.pop() == Some('A') { 'B' } else { 'A' };
    changed.push(last);
    let bodies: Vec<String> = {
        let mut bodies = Vec::new();
        for path in [changed.as_str(), "/c/x", "/c/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
            let answer = helpline.request("GET", path, &[], Vec::new()).await;
            assert_eq!(answer.status, 404, "{path}");
            is_private(&answer);
            bodies.push(answer.body);
        }
        bodies
    };
    assert!(bodies.iter().all(|body| *body == bodies[0]), "all alike");
    helpline.end(&[PHONE, MARKER]).await;
}

#[tokio::test]
async fn acknowledging_takes_one_step_and_opens_a_short_session() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let link = helpline.link_of(OFFICER).await;
    let version = version(&helpline).await;
    let press = [("action", "acknowledge"), ("version", version.as_str()), ("pin", PIN)];
    let pressed = link.posts(&press, None).await;
    assert_eq!(pressed.status, 303, "{}", pressed.body);
    is_private(&pressed);
    assert_eq!(helpline.complaint().await["status"], "acknowledged");
    let session = cookie(&pressed);
    let page = shown(&helpline, &link, &session).await;
    assert!(page.body.contains(MARKER) && page.body.contains(PHONE), "after the PIN: what she said");
    is_private(&page);
    // A quarter of an hour later the page asks for the PIN again.
    helpline.clock("2026-12-01 10:16").await;
    holds_nothing_of_hers(&shown(&helpline, &link, &session).await);
    helpline.end(&[PHONE, MARKER, PIN]).await;
}

#[tokio::test]
async fn a_session_is_for_one_link_only() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    helpline
        .woman("+919000000002")
        .registers("certificate", &format!("मलिहाबाद में {MARKER} का जाति प्रमाण पत्र"))
        .await;
    let links: Vec<Link<'_>> =
        helpline.sms().await.iter().map(|sms| Link::in_text(&helpline, &sms.text)).collect();
    let session = cookie(&links[0].posts(&[("action", "open"), ("pin", PIN)], None).await);
    assert!(shown(&helpline, &links[0], &session).await.body.contains(MARKER));
    holds_nothing_of_hers(&shown(&helpline, &links[1], &session).await);
    let refused =
        links[1].posts(&[("action", "note"), ("text", "x"), ("version", "1")], Some(&session)).await;
    assert_eq!(refused.status, 401);
    helpline.end(&[PHONE, MARKER]).await;
}

#[tokio::test]
async fn five_wrong_pins_lock_the_link_and_tell_the_cell_in_charge() {
    for by_api in [false, true] {
        let helpline = Helpline::start_at("2026-12-01 10:00").await;
        registered(&helpline).await;
        let link = helpline.link_of(OFFICER).await;
        for (pin, status) in
            [("1111", 403), ("2222", 403), ("", 401), ("3333", 403), ("abcd", 403), ("4444", 423)]
        {
            let answer = try_pin(&link, by_api, pin).await;
            assert_eq!(answer.status, status, "{pin}: {}", answer.body);
            holds_nothing_of_hers(&answer);
        }
        assert_eq!(helpline.told().await, [OFFICER, "adm-lko"]);
        assert!(helpline.last_sms().await.text.contains("PIN"), "{:?}", helpline.last_sms().await);
        // Locked: the right one does not help either, and tells nobody again.
        let answer = try_pin(&link, by_api, PIN).await;
        assert_eq!(answer.status, 423, "{}", answer.body);
        assert_eq!(helpline.complaint().await["status"], "registered");
        assert_eq!(helpline.told().await.len(), 2);
        // The in-charge's own link is open; after an hour the officer's too.
        helpline.link_of("adm-lko").await.reads().await;
        helpline.clock("2026-12-01 11:01").await;
        assert!(try_pin(&link, by_api, PIN).await.status < 400);
        helpline.end(&[PHONE, MARKER, "3333", "4444"]).await;
    }
}

async fn try_pin(link: &Link<'_>, by_api: bool, pin: &str) -> Answer {
    if by_api {
        return link.api("POST", "open", &json!({"pin": pin})).await;
    }
    link.posts(&[("action", "open"), ("pin", pin)], None).await
}

#[tokio::test]
async fn a_right_pin_forgets_the_wrong_ones_before_it() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let link = helpline.link_of(OFFICER).await;
    for _ in 0..3 {
        for _ in 0..4 {
            assert_eq!(try_pin(&link, true, "1111").await.status, 403);
        }
        assert_eq!(try_pin(&link, true, PIN).await.status, 200);
    }
    assert_eq!(helpline.told().await, [OFFICER]);
    helpline.end(&[PHONE]).await;
}

#[tokio::test]
async fn a_stale_version_is_refused_with_the_state_that_stands() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let link = helpline.link_of(OFFICER).await;
    let seen = helpline.complaint().await["version"].as_u64().unwrap_or_default();
    link.does("acknowledge", &json!({})).await;
    let before = stored(&helpline).await;
    let refused = link.acts("first_action", &json!({"text": "फ़ोन किया", "version": seen})).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    let body = refused.json();
    assert_eq!((&body["complaint_status"], &body["version"]), (&json!("acknowledged"), &json!(seen + 1)));
    let version = seen.to_string();
    let press =
        [("action", "first_action"), ("text", "फ़ोन किया"), ("version", version.as_str()), ("pin", PIN)];
    let page = link.posts(&press, None).await;
    assert_eq!(page.status, 409);
    assert!(page.body.contains("फ़ोन किया"), "what was written is kept in the form");
    assert_eq!(stored(&helpline).await, before);
    helpline.end(&[PHONE, MARKER, "फ़ोन"]).await;
}

#[tokio::test]
async fn the_same_press_twice_is_one() {
    let presses = [
        ("acknowledge", json!({})),
        ("first_action", json!({"text": "जाँच शुरू की"})),
        ("note", json!({"text": "पटवारी से बात हुई"})),
        ("ask", json!({"text": "आवेदन संख्या क्या है?"})),
        ("transfer", json!({"to": "edistrict-manager", "reason": "ई-डिस्ट्रिक्ट का काम"})),
        ("dispose", json!({"outcome": "relief", "text": "जारी किया"})),
    ];
    for (action, mut fields) in presses {
        let helpline = Helpline::start_at("2026-12-01 10:00").await;
        registered(&helpline).await;
        let link = helpline.link_of(OFFICER).await;
        fields["version"] = helpline.complaint().await["version"].clone();
        let (one, two) = tokio::join!(link.acts(action, &fields), link.acts(action, &fields));
        assert_eq!((one.status, two.status), (200, 200), "{action}: {} {}", one.body, two.body);
        let before = stored(&helpline).await;
        assert_eq!(link.acts(action, &fields).await.status, 200, "{action}");
        assert_eq!(stored(&helpline).await, before, "{action}");
        let complaint = helpline.complaint().await;
        let own =
            complaint["history"].as_array().expect("a list").iter().filter(|line| line["actor"] == OFFICER);
        assert_eq!(own.count(), 1, "{action}: {complaint}");
        helpline.end(&[PHONE, MARKER, "पटवारी"]).await;
    }
}

#[tokio::test]
async fn a_question_is_answered_and_the_officer_is_told() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = registered(&helpline).await;
    let link = helpline.link_of(OFFICER).await;
    link.does("ask", &json!({"text": "आवेदन संख्या क्या है?"})).await;
    assert_eq!(helpline.complaint().await["status"], "awaiting_complainant");
    let asked = she.reply().await;
    assert!(asked.text.contains("आवेदन संख्या क्या है?"), "{asked:?}");
    let told = she.writes("संख्या 4477 है").await;
    assert!(told.text.contains("अधिकारी को बता दिया"), "{told:?}");
    assert_eq!(helpline.told().await, [OFFICER, OFFICER]);
    assert!(helpline.last_sms().await.text.contains("नया उत्तर"), "{:?}", helpline.last_sms().await);
    assert!(link.reads().await.to_string().contains("4477"), "the answer is behind the link");
    assert_eq!(helpline.complaint().await["status"], "acknowledged");
    helpline.end(&[PHONE, "4477", "संख्या"]).await;
}

#[tokio::test]
async fn a_question_outside_her_window_waits_until_she_writes() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = registered(&helpline).await;
    helpline.clock("2026-12-03 10:00").await;
    helpline.link_of(OFFICER).await.does("ask", &json!({"text": "आवेदन संख्या क्या है?"})).await;
    let waits = she.reply().await;
    assert_eq!(waits.kind, "template");
    assert!(!waits.text.contains("आवेदन"), "the template names no matter: {waits:?}");
    let asked = she.writes("1").await;
    assert!(asked.text.contains("आवेदन संख्या क्या है?"), "{asked:?}");
    she.writes("संख्या 4477 है").await;
    assert_eq!(helpline.told().await, [OFFICER, OFFICER]);
    helpline.end(&[PHONE, "4477", "आवेदन"]).await;
}

#[tokio::test]
async fn after_a_transfer_the_old_link_shows_no_words_of_hers() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let old = helpline.link_of(OFFICER).await;
    let session = cookie(&old.posts(&[("action", "open"), ("pin", PIN)], None).await);
    let due_at = helpline.complaint().await["due_at"].clone();
    old.does("transfer", &json!({"to": "edistrict-manager", "reason": "ई-डिस्ट्रिक्ट का काम"})).await;
    assert_eq!(helpline.told().await, [OFFICER, "edistrict-manager"]);
    let complaint = helpline.complaint().await;
    assert_eq!((&complaint["officer"], &complaint["due_at"]), (&json!("edistrict-manager"), &due_at));
    let new = helpline.link_of("edistrict-manager").await;
    assert_ne!(new.path, old.path);
    assert!(new.reads().await.to_string().contains(MARKER));
    let page = shown(&helpline, &old, &session).await;
    assert!(!page.body.contains(MARKER) && !page.body.contains(PHONE), "{}", page.body);
    let version = json!({"text": "x", "version": complaint["version"]});
    let refused = old.acts("note", &version).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
    assert!(!refused.body.contains(MARKER));
    // From now on the clock speaks to the new officer.
    assert_eq!(helpline.told_at(ist("2026-12-06 17:00")).await, ["edistrict-manager"]);
    helpline.end(&[PHONE, MARKER]).await;
}
