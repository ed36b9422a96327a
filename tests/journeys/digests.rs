//! The morning's digests: at 09:30, once, to who has something to hear; and a
//! sweep with nothing to do stays one request.

use chrono::{DateTime, Utc};
use journeys::Helpline;
use journeys::stack::ist;
use serde_json::json;

const STORY: &str = "मलिहाबाद में मेरा काम कई महीनों से अटका है";

/// Whom the sweeper sends a digest when the clock is set to this moment.
async fn digest_at(helpline: &Helpline, moment: DateTime<Utc>) -> Vec<String> {
    let before = helpline.digests().await.len();
    helpline.set_clock(moment).await;
    helpline.sweep().await;
    digested(helpline).await.split_off(before)
}

/// Who was sent a digest so far, oldest first.
async fn digested(helpline: &Helpline) -> Vec<String> {
    helpline.digests().await.into_iter().map(|sms| sms.officer).collect()
}

/// A certificate registered on Tuesday, due on Monday the 7th; the sweeper has
/// seen everything that was due before that Monday's digest.
async fn monday() -> Helpline {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    helpline.woman("+919000000001").registers("certificate", STORY).await;
    helpline.sweep_at("2026-12-06 17:00").await;
    assert!(digest_at(&helpline, ist("2026-12-07 09:29")).await.is_empty());
    helpline
}

#[tokio::test]
async fn once_at_half_past_nine() {
    let helpline = monday().await;
    assert_eq!(digest_at(&helpline, ist("2026-12-07 09:30")).await, ["tehsildar-malihabad", "dm-lko"]);
    let texts: Vec<String> = helpline.digests().await.into_iter().rev().map(|sms| sms.text).collect();
    assert!(texts[1].contains("आज 1") && texts[1].contains("बकाया 0"), "{texts:?}");
    assert!(texts[0].contains("नई 0") && texts[0].contains("बकाया 0"), "{texts:?}");
    // The officer's leads to the list, the District Magistrate's to the page that asks for a login.
    assert!(texts[1].contains("/l/") && texts[0].contains("/dm ") && !texts[0].contains("/l/"), "{texts:?}");
    assert!(digest_at(&helpline, ist("2026-12-07 09:31")).await.is_empty());
    let reset = helpline.tell("DELETE", "usage", &json!({})).await;
    assert_eq!(reset.status, 204);
    helpline.sweep_at("2026-12-07 09:32").await;
    let usage = helpline.local("usage").await;
    let operations = usage["dynamodb"]["operations"].as_object().expect("operations");
    assert_eq!(operations.keys().collect::<Vec<_>>(), ["Query"]);
    assert_eq!(operations["Query"]["requests"], 1, "{usage}");
    helpline.end(&["9000000001", "मलिहाबाद"]).await;
}

#[tokio::test]
async fn three_sweeps_at_once_tell_once() {
    let helpline = monday().await;
    helpline.clock("2026-12-07 09:30").await;
    tokio::join!(helpline.sweep(), helpline.sweep(), helpline.sweep());
    let mut told = digested(&helpline).await;
    told.sort();
    assert_eq!(told, ["dm-lko", "tehsildar-malihabad"]);
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn what_died_before_it_was_sent_is_sent_by_the_next() {
    let helpline = monday().await;
    let kill = json!({"function": "sla-sweeper", "at": "before-send"});
    assert_eq!(helpline.tell("POST", "kill", &kill).await.status, 204);
    helpline.clock("2026-12-07 09:30").await;
    assert_ne!(helpline.tell("POST", "sweep", &json!({})).await.status, 200);
    assert!(digested(&helpline).await.is_empty());
    assert_eq!(digest_at(&helpline, ist("2026-12-07 09:31")).await, ["tehsildar-malihabad", "dm-lko"]);
    helpline.end(&["9000000001"]).await;
}

/// The sweeper was away at half past nine: it tells when it is back, with the
/// numbers of then, and once, whatever sweeps meet.
#[tokio::test]
async fn what_an_outage_missed_is_told_once_when_it_is_over() {
    let helpline = monday().await;
    helpline.clock("2026-12-07 11:00").await;
    tokio::join!(helpline.sweep(), helpline.sweep());
    let mut told = digested(&helpline).await;
    told.sort();
    assert_eq!(told, ["dm-lko", "tehsildar-malihabad"]);
    for later in ["2026-12-07 11:00", "2026-12-07 11:01", "2026-12-07 16:59", "2026-12-07 17:00"] {
        assert!(digest_at(&helpline, ist(later)).await.is_empty(), "{later}");
    }
    helpline.end(&["9000000001", "मलिहाबाद"]).await;
}

/// Once offices are closed the day has no digest; the next morning is its own.
#[tokio::test]
async fn after_closing_time_there_is_none_until_the_next_morning() {
    let helpline = monday().await;
    for late in ["2026-12-07 17:00", "2026-12-07 23:59", "2026-12-08 09:29"] {
        assert!(digest_at(&helpline, ist(late)).await.is_empty(), "{late}");
    }
    let told = digest_at(&helpline, ist("2026-12-08 16:59")).await;
    assert!(
        told.contains(&"dm-lko".to_owned()) && told.contains(&"tehsildar-malihabad".to_owned()),
        "{told:?}"
    );
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn on_a_day_off_the_district_magistrate_alone_hears() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    helpline.woman("+919000000001").registers("certificate", STORY).await;
    // A Sunday.
    assert_eq!(digest_at(&helpline, ist("2026-12-06 09:30")).await, ["dm-lko"]);
    helpline.end(&["9000000001"]).await;
}
