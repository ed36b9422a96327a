//! A pause that cannot be abused: once, three days at most, never for violence,
//! and the limit stands.

use chrono::TimeDelta;
use journeys::officer::PIN;
use journeys::stack::{ist, text};
use journeys::{Helpline, Link};
use serde_json::{Value, json};

use crate::officer_link::{MARKER, OFFICER, PHONE, cookie, registered, shown, version};

fn events(complaint: &Value) -> Vec<String> {
    complaint["history"].as_array().expect("a list").iter().map(|line| text(&line["event"])).collect()
}

async fn pauses(link: &Link<'_>, days: u8) -> (u16, String) {
    let fields = json!({"text": "आवेदन संख्या क्या है?", "reason": "information", "days": days});
    let answer = link.acts("pause", &fields).await;
    (answer.status, answer.body)
}

/// Paused on the 6th at noon for three days; the limit was the 7th at 17:00.
#[tokio::test]
async fn nothing_climbs_in_a_pause_and_all_of_it_after() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    helpline.clock("2026-12-06 12:00").await;
    let due_at = helpline.complaint().await["due_at"].clone();
    let link = helpline.link_of(OFFICER).await;
    let (status, body) = pauses(&link, 3).await;
    assert_eq!(status, 200, "{body}");
    assert_eq!(helpline.complaint().await["status"], "awaiting_complainant");
    for moment in ["2026-12-06 17:00", "2026-12-07 17:00", "2026-12-08 17:00"] {
        assert!(helpline.told_at(ist(moment)).await.is_empty(), "{moment}");
    }
    let end = ist("2026-12-09 12:00");
    assert!(helpline.told_at(end - TimeDelta::seconds(1)).await.is_empty());
    assert_eq!(helpline.told_at(end).await, ["adm-fr-lko", "adm-lko"], "what was held back comes");
    assert_eq!(helpline.told_at(ist("2026-12-09 17:00")).await, ["dm-lko"]);
    let complaint = helpline.complaint().await;
    assert_eq!(complaint["due_at"], due_at, "the limit stands");
    let happened = events(&complaint);
    assert!(happened.contains(&"paused".to_owned()) && happened.contains(&"resumed".to_owned()));
    helpline.end(&[PHONE, MARKER]).await;
}

#[tokio::test]
async fn her_answer_ends_it_by_the_page_without_javascript() {
    let helpline = Helpline::start_at("2026-12-06 11:00").await;
    let she = registered(&helpline).await;
    let link = helpline.link_of(OFFICER).await;
    let session = cookie(&link.posts(&[("action", "open"), ("pin", PIN)], None).await);
    let page = shown(&helpline, &link, &session).await.body;
    let phrase = "कृपया आवेदन संख्या भेजें।";
    assert!(page.contains("value=\"pause\"") && page.contains(phrase), "{page}");
    let seen = version(&helpline).await;
    let fields = [
        ("action", "pause"),
        ("version", seen.as_str()),
        ("reason", "document"),
        ("days", "2"),
        ("phrase", phrase),
    ];
    assert_eq!(link.posts(&fields, Some(&session)).await.status, 303);
    assert!(she.reply().await.text.contains(phrase), "she is asked in these words");
    assert!(shown(&helpline, &link, &session).await.body.contains("सीढ़ी रुकी है"));
    she.writes("संख्या 4477 है").await;
    let complaint = helpline.complaint().await;
    assert!(events(&complaint).contains(&"resumed".to_owned()), "{complaint}");
    assert!(!shown(&helpline, &link, &session).await.body.contains("सीढ़ी रुकी है"));
    let (status, body) = pauses(&link, 1).await;
    assert_eq!(status, 422, "once: {body}");
    assert!(body.contains("needs-consent"), "{body}");
    helpline.end(&[PHONE, MARKER, "4477"]).await;
}

#[tokio::test]
async fn longer_than_three_days_or_for_violence_it_is_refused() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let link = helpline.link_of(OFFICER).await;
    for (days, problem) in [(4, "needs-consent"), (255, "needs-consent"), (0, "unfit")] {
        let (status, body) = pauses(&link, days).await;
        assert!(status == 422 && body.contains(problem), "{days}: {body}");
    }
    let she = helpline.woman("+919000000002");
    she.registers("violence", "पति रोज़ मारते हैं, मलिहाबाद").await;
    let sms = helpline.last_sms().await;
    let link = Link::in_text(&helpline, &sms.text);
    let offered = link.reads().await["actions"].to_string();
    assert!(!offered.contains("pause") && !offered.contains("request_extension"), "{offered}");
    assert_eq!(pauses(&link, 1).await.0, 422);
    helpline.end(&["900000000", MARKER]).await;
}
