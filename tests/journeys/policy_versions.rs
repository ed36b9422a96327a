//! A policy as versioned data: published on a condition, kept for ever, and a
//! holiday declared late moving what is open.

use journeys::Helpline;
use journeys::stack::{Answer, ist, text, time};
use serde_json::json;

const LUCKNOW: &str = include_str!("../../shared/domain/policy/lucknow.toml");

/// Lucknow's policy under another version, with this line in its calendar.
fn with_calendar(version: &str, line: &str) -> String {
    let old = LUCKNOW.lines().find(|line| line.starts_with("version = ")).expect("a version");
    LUCKNOW.replacen(old, &format!("version = \"{version}\""), 1).replacen(
        "second_saturday_off = true\n",
        &format!("second_saturday_off = true\n{line}\n"),
        1,
    )
}

const FAIR: &str =
    "local_holidays = [{ date = \"2026-12-07\", hi = \"मेला\", en = \"Fair\", order = \"117/2026\" }]";

async fn publish(helpline: &Helpline, source: &str) -> Answer {
    helpline.request("POST", "/local/policy", &[], source.as_bytes().to_vec()).await
}

#[tokio::test]
async fn a_late_holiday_moves_what_is_open_and_tells_both() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    she.registers("certificate", "मलिहाबाद तहसील में मेरा काम कई महीनों से अटका है").await;
    let before = helpline.complaints().await;
    helpline.clock("2026-12-01 10:05").await;
    let published = publish(&helpline, &with_calendar("2026-12-01.1", FAIR)).await;
    assert_eq!(published.status, 200, "{}", published.body);
    assert_eq!(
        published.json()["changes"],
        json!(["holiday 2026-12-07 Fair, order 117/2026: open limits move"])
    );
    helpline.sweep_at("2026-12-01 10:05").await;
    assert_eq!(helpline.complaints().await, before, "not before every reader has the new policy");
    let sms = helpline.sms().await.len();
    assert_eq!(helpline.sweep_at("2026-12-01 10:06").await["recounts"], 1);
    let find = |all: &[serde_json::Value], category: &str| {
        all.iter().find(|it| it["category"] == category).expect("a complaint of it").clone()
    };
    let after = helpline.complaints().await;
    let moved = find(&after, "certificate");
    assert_eq!(time(&find(&before, "certificate")["due_at"]), ist("2026-12-07 17:00"));
    assert_eq!(time(&moved["due_at"]), ist("2026-12-08 17:00"));
    let last = moved["history"].as_array().and_then(|lines| lines.last()).expect("a history");
    assert_eq!(last["event"], "holiday_declared");
    let told = helpline.sms().await.split_off(sms);
    assert_eq!(told.iter().map(|sms| sms.officer.as_str()).collect::<Vec<_>>(), ["tehsildar-malihabad"]);
    // Her phone says only that there is news; the date comes when she asks.
    let notice = she.reply().await.text;
    assert!(notice.contains(&text(&moved["reference"])) && !notice.contains("दिसंबर"), "{notice}");
    let reply = she.writes("1").await.text;
    assert!(reply.contains(&text(&moved["reference"])) && reply.contains("8 दिसंबर"), "{reply}");
    assert!(!reply.contains("प्रमाण"), "it names no matter: {reply}");
    // Again: nothing moves, nobody is told.
    assert_eq!(helpline.sweep_at("2026-12-01 10:07").await["due"], 0);
    helpline.end(&["9000000001", "मलिहाबाद"]).await;
}

#[tokio::test]
async fn a_version_is_published_once_and_stays() {
    let helpline = Helpline::start().await;
    let refused = |answer: Answer, why: &str| {
        assert_eq!(answer.status, 422, "{}", answer.body);
        assert!(answer.body.contains(why), "wanted {why:?} in {}", answer.body);
    };
    // The running version with other content; a late holiday without its order.
    let running = LUCKNOW.replacen("silence_days = 7 ", "silence_days = 9 ", 1);
    refused(publish(&helpline, &running).await, "published before, with other content");
    let no_order = FAIR.replace(", order = \"117/2026\"", "");
    refused(publish(&helpline, &with_calendar("2026-12-01.1", &no_order)).await, "needs `order`");
    refused(publish(&helpline, "version = 7").await, "the policy is refused");
    // Published, published again, and then no other text under its name.
    let first = with_calendar("2026-12-01.1", FAIR);
    assert_eq!(publish(&helpline, &first).await.status, 200);
    let again = publish(&helpline, &first).await;
    assert_eq!((again.status, again.json()["changes"].clone()), (200, json!([])));
    assert_eq!(helpline.local("policy").await["version"], "2026-12-01.1");
    refused(publish(&helpline, &with_calendar("2026-12-01.1", "")).await, "with other content");
    // Both versions are kept, the second with what it changed.
    let versions = helpline.local("policy/lko/versions").await;
    let versions = versions.as_array().expect("a list");
    assert_eq!(versions.len(), 2);
    assert_eq!(versions[1]["changes"], json!(["holiday 2026-12-07 Fair, order 117/2026: open limits move"]));
    helpline.end(&[]).await;
}
