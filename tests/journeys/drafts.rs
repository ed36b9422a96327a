//! Nobody who stops half-way is lost: a draft left alone for 30 minutes is
//! registered as it stands.

use chrono::{DateTime, TimeDelta, Utc};
use journeys::stack::{ist, text};
use journeys::{Helpline, Woman};
use serde_json::json;

const START: &str = "2026-12-01 10:00";
/// Long enough to be a story; names no place.
const STORY: &str = "मेरी शिकायत कई महीनों से कोई नहीं सुनता, बहुत परेशान हूँ";

fn minutes(minutes: i64) -> DateTime<Utc> {
    ist(START) + TimeDelta::minutes(minutes)
}

/// She sends these, one after another: a tap where it is an id, else words.
async fn says(she: &Woman<'_>, all: &[&str]) {
    for said in all {
        let is_tap = ["category:", "area:", "register:"].iter().any(|prefix| said.starts_with(prefix));
        if is_tap {
            she.taps(said).await
        } else {
            she.writes(said).await
        };
    }
}

async fn check(said: &[&str], category: &str, area: Option<&str>, officer: &str) {
    let helpline = Helpline::start_at(START).await;
    let she = helpline.woman("+919000000001");
    says(&she, said).await;
    assert!(helpline.told_at(minutes(29)).await.is_empty(), "{said:?}");
    assert!(helpline.told_at(minutes(30) - TimeDelta::seconds(1)).await.is_empty(), "{said:?}");
    assert_eq!(helpline.complaints().await.len(), 0, "{said:?}");
    let before = she.replies().await.len();
    assert_eq!(helpline.told_at(minutes(30)).await, [officer], "{said:?}");
    let complaint = helpline.complaint().await;
    assert_eq!((&complaint["category"], &complaint["area"]), (&json!(category), &json!(area)), "{said:?}");
    assert_eq!(complaint["messages"].as_array().expect("a list").len(), said.len(), "{said:?}");
    let told = she.replies().await.split_off(before);
    assert_eq!(told.len(), 1, "she is told once");
    assert!(told[0].text.contains(&text(&complaint["reference"])), "{told:?}");
    assert!(helpline.told_at(minutes(31)).await.is_empty(), "{said:?}");
    assert_eq!(helpline.complaints().await.len(), 1, "{said:?}");
    helpline.end(&["9000000001", "परेशान"]).await;
}

#[tokio::test]
async fn a_draft_left_at_any_step_is_registered_after_half_an_hour() {
    check(&["नमस्ते"], "other", None, "cell-1").await;
    check(&[STORY], "other", None, "cell-1").await;
    check(&["नमस्ते", "category:pension"], "pension", None, "pension-city").await;
    check(&["नमस्ते", "category:pension", "area:bkt"], "pension", Some("bkt"), "pension-north").await;
    check(&["नमस्ते", "category:certificate", "area:unknown"], "certificate", None, "edistrict-manager").await;
    check(&["नमस्ते", "category:scheme", "area:bkt", STORY], "scheme", Some("bkt"), "protection-officer").await;
    check(&[STORY, "category:violence"], "violence", None, "duty-1").await;
}

#[tokio::test]
async fn a_draft_is_registered_by_one_of_two_sweeps_at_once() {
    let helpline = Helpline::start_at(START).await;
    helpline.woman("+919000000001").writes(STORY).await;
    helpline.set_clock(minutes(30)).await;
    tokio::join!(helpline.sweep(), helpline.sweep());
    helpline.complaint().await;
    assert_eq!(helpline.told().await, ["cell-1"]);
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn she_goes_on_and_the_half_hour_begins_anew() {
    let helpline = Helpline::start_at(START).await;
    let she = helpline.woman("+919000000001");
    she.writes("नमस्ते").await;
    helpline.set_clock(minutes(29)).await;
    she.taps("category:pension").await;
    assert!(helpline.told_at(minutes(58)).await.is_empty());
    she.writes("काकोरी").await;
    assert!(helpline.told_at(minutes(87)).await.is_empty());
    assert_eq!(helpline.told_at(minutes(88)).await, ["pension-north"]);
    helpline.end(&["9000000001", "काकोरी"]).await;
}

#[tokio::test]
async fn the_limit_counts_from_the_registration_of_the_draft() {
    let helpline = Helpline::start_at("2026-12-01 23:40").await;
    let she = helpline.woman("+919000000001");
    says(&she, &["नमस्ते", "category:pension"]).await;
    helpline.sweep_at("2026-12-02 00:10").await;
    let complaint = helpline.complaint().await;
    // Registered on the 2nd: ten days end on the 12th, a second Saturday.
    assert_eq!(complaint["due_at"], "2026-12-14T11:30:00Z");
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn what_says_nothing_opens_nothing() {
    let sticker = json!({"type": "sticker", "sticker": {"mime_type": "image/webp", "id": "700009"}});
    let reaction = json!({"type": "reaction", "reaction": {"message_id": "wamid.X", "emoji": "👍"}});
    for message in [sticker, reaction] {
        let helpline = Helpline::start_at(START).await;
        let she = helpline.woman("+919000000001");
        assert_eq!(she.sends(&message).await.status, 200);
        assert!(helpline.told_at(minutes(31)).await.is_empty());
        assert_eq!(helpline.complaints().await.len(), 0, "{message}");
        let kept = helpline.local("messages").await;
        assert_eq!(kept.as_array().expect("a list").len(), 1, "but it is kept: {message}");
        helpline.end(&["9000000001"]).await;
    }
}

#[tokio::test]
async fn any_message_of_substance_opens_a_draft() {
    for message in [
        json!({"type": "audio", "audio": {"mime_type": "audio/ogg", "id": "700001", "voice": true}}),
        json!({"type": "image", "image": {"mime_type": "image/jpeg", "id": "700002"}}),
        json!({"type": "location", "location": {"latitude": 26.8, "longitude": 80.9}}),
        json!({"type": "unsupported", "errors": [{"code": 131_051}]}),
    ] {
        let helpline = Helpline::start_at(START).await;
        let she = helpline.woman("+919000000001");
        assert_eq!(she.sends(&message).await.status, 200);
        assert_eq!(she.reply().await.kind, "list", "she is asked what it is about: {message}");
        assert_eq!(helpline.told_at(minutes(30)).await, ["cell-1"], "{message}");
        helpline.end(&["9000000001"]).await;
    }
}

#[tokio::test]
async fn cancel_drops_the_draft() {
    for word in ["रद्द", "cancel", "rehne do"] {
        let helpline = Helpline::start_at(START).await;
        let she = helpline.woman("+919000000001");
        says(&she, &[STORY, "category:pension"]).await;
        let told = she.writes(word).await;
        assert!(told.text.contains("कुछ दर्ज नहीं"), "{told:?}");
        assert!(helpline.told_at(minutes(90)).await.is_empty(), "{word}");
        assert_eq!(helpline.complaints().await.len(), 0, "{word}");
        helpline.end(&["9000000001"]).await;
    }
}

#[tokio::test]
async fn no_at_the_last_question_drops_the_draft() {
    for (word, is_tap) in [("register:cancel", true), ("नहीं", false), ("no", false)] {
        let helpline = Helpline::start_at(START).await;
        let she = helpline.woman("+919000000001");
        says(&she, &[STORY, "category:pension", "area:bkt"]).await;
        let told = if is_tap { she.taps(word).await } else { she.writes(word).await };
        assert!(told.text.contains("कुछ दर्ज नहीं"), "{told:?}");
        assert!(helpline.told_at(minutes(90)).await.is_empty(), "{word}");
        assert_eq!(helpline.complaints().await.len(), 0, "{word}");
        helpline.end(&["9000000001"]).await;
    }
}

#[tokio::test]
async fn a_late_tap_on_yes_registers_nothing_twice() {
    let helpline = Helpline::start_at(START).await;
    let she = helpline.woman("+919000000001");
    says(&she, &[STORY, "category:pension", "area:bkt"]).await;
    assert_eq!(helpline.told_at(minutes(30)).await, ["pension-north"]);
    helpline.set_clock(minutes(32)).await;
    let told = she.taps("register:yes").await;
    let complaint = helpline.complaint().await;
    assert!(told.text.contains(&text(&complaint["reference"])), "{told:?}");
    assert_eq!(helpline.told().await, ["pension-north"]);
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn a_draft_on_twilio_is_registered_too() {
    let helpline = Helpline::start_at(START).await;
    let (she, other) = (helpline.woman_on_twilio("+919000000001"), helpline.woman_by_sms("+919000000002"));
    she.writes("meri pension nahi aayi teen mahine se").await;
    other.writes("ration card nahi bana").await;
    assert_eq!(helpline.told_at(minutes(30)).await, ["cell-1", "cell-1"]);
    for woman in [&she, &other] {
        assert!(woman.reply().await.text.contains("LKO"), "{:?}", woman.reply().await);
    }
    helpline.end(&["900000000", "ration"]).await;
}
