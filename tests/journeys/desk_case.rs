//! Who heads the cell sees the course of what is with others; for her words
//! they say why, and the District Magistrate hears of it. Replies, and what was
//! not delivered or not understood.

use domain::Reference;
use domain::message::Provider;
use helpline::Store as _;
use helpline::lists::Lists as _;
use helpline::ports::Quarantined;
use journeys::Helpline;
use journeys::stack::{Answer, ist, text};
use journeys::staff::{Staff, field};
use journeys::woman::Carrier;
use serde_json::json;

use crate::desk::{DM, IN_CHARGE};
use crate::officer_link::{MARKER, OFFICER, PHONE, cookie, registered, version};
use crate::statuses::{fails, last_id};

const MOTIVE: &str = "उनके भाई ने जनसुनवाई में पूछा";

/// The link on the desk's queue.
async fn link(staff: &Staff<'_>) -> String {
    let queue = staff.gets("/desk").await.body;
    let after = queue.split_once("href=\"/c/").expect("a line").1;
    format!("/c/{}", after.split(['"', '?']).next().unwrap())
}

/// The page behind a link that somebody logged in has opened.
async fn opens(helpline: &Helpline, staff: &Staff<'_>, path: &str) -> (Answer, String) {
    let opened = staff.posts(path, &[("action", "open")]).await;
    assert_eq!(opened.status, 303, "{}", opened.body);
    let session = cookie(&opened);
    (helpline.request("GET", path, &[("cookie", &session)], Vec::new()).await, session)
}

fn holds_nothing_of_hers(page: &Answer) {
    for hers in [MARKER, PHONE, "NOTE-OF-AN-OFFICER"] {
        assert!(!page.body.contains(hers), "{hers} in {}", page.body);
    }
}

async fn readings(helpline: &Helpline) -> Vec<(String, Option<String>)> {
    let table = helpline.table();
    let person = table.vault().person(&domain::CellId::new("lko"), &format!("+91{PHONE}"));
    let reference: Reference = text(&helpline.complaint().await["reference"]).parse().unwrap();
    let read = table.readings(&person, &reference).await.unwrap();
    read.into_iter().map(|reading| (reading.officer.to_string(), reading.motive)).collect()
}

#[tokio::test]
async fn without_a_motive_the_course_and_with_one_the_case_and_the_dm_is_told() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    helpline.link_of(OFFICER).await.does("note", &json!({"text": "NOTE-OF-AN-OFFICER"})).await;
    let staff = Staff::enters(&helpline, IN_CHARGE).await;
    let path = link(&staff).await;
    // Looking writes nothing; opening is recorded.
    staff.gets(&path).await;
    helpline.clock("2026-12-01 10:01").await;
    let (page, session) = opens(&helpline, &staff, &path).await;
    assert_eq!(page.status, 200);
    holds_nothing_of_hers(&page);
    assert!(page.body.contains("value=\"break_glass\"") && page.body.contains("value=\"hasten\""));
    assert!(!page.body.contains("value=\"dispose\""));
    let own = [(OFFICER.to_owned(), None), ("adm-lko".to_owned(), None)];
    assert_eq!(readings(&helpline).await[1..], own[1..]);
    // As JSON neither, and what is not theirs to do is refused without a word of hers.
    let bearer = format!("Bearer {}", session.trim_start_matches("s="));
    let api = helpline.request("GET", &format!("/v1{path}"), &[("authorization", &bearer)], Vec::new()).await;
    holds_nothing_of_hers(&api);
    let version = version(&helpline).await;
    let refused = staff.posts(&path, &[("action", "note"), ("text", "x"), ("version", &version)]).await;
    assert_eq!(refused.status, 403);
    holds_nothing_of_hers(&refused);
    let empty = staff.posts(&path, &[("action", "break_glass"), ("text", " "), ("version", &version)]).await;
    assert_eq!(empty.status, 422);
    holds_nothing_of_hers(&empty);
    // With a motive: she is heard, and the District Magistrate hears of it.
    helpline.clock("2026-12-01 10:02").await;
    let told = helpline.told().await.len();
    let press = [("action", "break_glass"), ("text", MOTIVE), ("version", version.as_str())];
    let broken = staff.posts(&path, &press).await;
    assert_eq!(broken.status, 303, "{}", broken.body);
    let page = helpline.request("GET", &path, &[("cookie", &cookie(&broken))], Vec::new()).await;
    assert!(page.body.contains(MARKER) && page.body.contains(PHONE));
    assert_eq!(helpline.told().await.split_off(told), ["dm-lko"]);
    assert_eq!(readings(&helpline).await.last(), Some(&("adm-lko".to_owned(), Some(MOTIVE.to_owned()))));
    let history = helpline.complaint().await["history"].clone();
    let line = history.as_array().unwrap().last().unwrap().clone();
    assert_eq!((&line["event"], &line["actor"]), (&json!("glass_broken"), &json!("adm-lko")));
    // The DM's link shows that it was done, and nothing of hers either.
    let dm = helpline.link_of("dm-lko").await;
    let by_pin = dm.posts(&[("action", "open"), ("pin", journeys::PIN)], None).await;
    let seen = helpline.request("GET", &dm.path, &[("cookie", &cookie(&by_pin))], Vec::new()).await;
    holds_nothing_of_hers(&seen);
    assert_eq!(seen.status, 200);
    helpline.end(&[MARKER, PHONE, MOTIVE, "भाई"]).await;
}

#[tokio::test]
async fn the_dm_breaks_it_too_and_nobody_hears_but_the_record() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let staff = Staff::enters(&helpline, DM).await;
    let path = link(&staff).await;
    let told = helpline.told().await.len();
    let version = version(&helpline).await;
    let press = [("action", "break_glass"), ("text", MOTIVE), ("version", version.as_str())];
    assert_eq!(staff.posts(&path, &press).await.status, 303);
    assert_eq!(helpline.told().await.len(), told);
    assert_eq!(readings(&helpline).await, [("dm-lko".to_owned(), Some(MOTIVE.to_owned()))]);
    helpline.end(&[MARKER, PHONE, "भाई"]).await;
}

#[tokio::test]
async fn a_reply_reaches_her_and_changes_nothing_else() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = registered(&helpline).await;
    let link = helpline.link_of(OFFICER).await;
    let before = helpline.complaint().await;
    link.does("reply", &json!({"text": "आपका आवेदन मिल गया है"})).await;
    assert!(she.reply().await.text.contains("आपका आवेदन मिल गया है"));
    let after = helpline.complaint().await;
    assert_eq!((&before["status"], &before["due_at"]), (&after["status"], &after["due_at"]));
    // Two days later she reads it when she writes.
    helpline.clock("2026-12-03 11:00").await;
    link.does("reply", &json!({"text": "कल दफ़्तर आइए"})).await;
    assert_eq!(she.reply().await.kind, "template");
    assert!(she.writes("1").await.text.contains("कल दफ़्तर आइए"));
    helpline.end(&[PHONE, "दफ़्तर"]).await;
}

#[tokio::test]
async fn what_did_not_reach_her_stands_in_the_queue_until_somebody_acts() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = registered(&helpline).await;
    let reference = text(&helpline.complaint().await["reference"]);
    let staff = Staff::enters(&helpline, IN_CHARGE).await;
    let listed = async || {
        let queue = staff.gets("/desk?lang=en").await.body;
        let part = queue.split_once("A message did not reach her: call: ").expect("the part").1;
        part.split_once("</section>").expect("its end").0.contains(&reference)
    };
    assert!(!listed().await);
    let id = last_id(&helpline, &she).await;
    fails(&helpline, Carrier::Meta, &id, &format!("+91{PHONE}")).await;
    assert!(listed().await);
    helpline.link_of(OFFICER).await.does("note", &json!({"text": "फ़ोन किया"})).await;
    assert!(!listed().await);
    helpline.end(&[PHONE]).await;
}

#[tokio::test]
async fn what_was_not_understood_is_counted_and_not_shown() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    for raw in ["SECRET-ONE", "SECRET-TWO"] {
        let (at, raw) = (ist("2026-12-01 09:00"), raw.as_bytes().to_vec());
        let body = Quarantined { provider: Provider::Gupshup, raw, why: "no JSON".into(), at };
        helpline.table().quarantine(&body).await.unwrap();
    }
    let staff = Staff::enters(&helpline, IN_CHARGE).await;
    let page = staff.gets("/desk/quarantine?lang=en").await;
    assert_eq!(page.status, 200);
    let count = "How many: </span>2</td>";
    assert!(page.body.contains("gupshup") && page.body.contains("no JSON") && page.body.contains(count));
    assert!(!page.body.contains("SECRET"));
    helpline.end(&["SECRET"]).await;
}

#[tokio::test]
async fn the_slip_of_another_officer_is_not_found() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let staff = Staff::enters(&helpline, IN_CHARGE).await;
    let nonce = field(&staff.gets("/desk/register").await.body, "nonce");
    let fields = [("nonce", nonce.as_str()), ("category", "pension"), ("words", "x")];
    let slip = staff.posts("/desk/register", &fields).await.headers["location"].clone();
    assert_eq!(staff.gets(&slip).await.status, 200);
    let dm = Staff::enters(&helpline, DM).await;
    assert_eq!(dm.gets(&slip).await.status, 404);
    assert_eq!(dm.gets("/desk/slip/x").await.status, 404);
    helpline.end(&[]).await;
}
