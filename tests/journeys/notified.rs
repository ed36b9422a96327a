//! The first milestone of violence: that the officer was told stands in the
//! history; one who is not told within the policy's minutes is passed over.

use journeys::Helpline;
use journeys::stack::text;
use serde_json::{Value, json};

const STORY: &str = "मलिहाबाद में पति मारपीट करता है";

/// Moments and officers of such lines, in order.
async fn lines(helpline: &Helpline, event: &str) -> Vec<(String, String)> {
    let complaint = helpline.complaint().await;
    let history = complaint["history"].as_array().unwrap();
    let such = history.iter().filter(|line| line["event"] == event);
    such.map(|line| (text(&line["at"]), text(&line["officer"]))).collect()
}

async fn events(helpline: &Helpline) -> Vec<String> {
    let complaint = helpline.complaint().await;
    complaint["history"].as_array().unwrap().iter().map(|line| text(&line["event"])).collect()
}

#[tokio::test]
async fn that_the_officer_was_told_stands_in_the_history() {
    let helpline = Helpline::start().await;
    helpline.woman("+919000000001").registers("violence", STORY).await;
    let officer = text(&helpline.complaint().await["officer"]);
    let told = lines(&helpline, "officer_notified").await;
    assert_eq!(told.iter().map(|(_, who)| who).collect::<Vec<_>>(), [&officer]);
    // The three milestones, in their order.
    let link = helpline.link_of(&officer).await;
    helpline.pass(chrono::TimeDelta::minutes(5)).await;
    link.does("acknowledge", &json!({})).await;
    link.does("first_action", &json!({"text": "महिला आरक्षी भेजी गई"})).await;
    let events = events(&helpline).await;
    let place = |event: &str| events.iter().position(|it| it == event).expect(event);
    let places = ["assigned", "officer_notified", "acknowledged", "first_action_reported"].map(place);
    assert!(places.is_sorted(), "{events:?}");
    // Its officer reads it with the rest, in both languages.
    let read = link.reads().await["history"].to_string();
    assert!(read.contains("officer_notified"), "{read}");
    helpline.sweep_at("2026-12-01 10:06").await;
    assert_eq!(lines(&helpline, "officer_notified").await, told);
    helpline.end(&["9000000001", "मारपीट"]).await;
}

#[tokio::test]
async fn of_other_matters_it_is_not_written() {
    let helpline = Helpline::start().await;
    helpline.woman("+919000000001").registers("pension", "मलिहाबाद में पेंशन नहीं आई").await;
    assert_eq!(helpline.sms().await.len(), 1);
    assert_eq!(lines(&helpline, "officer_notified").await, []);
    helpline.end(&["9000000001", "पेंशन"]).await;
}

/// SNS answers nothing, however often it is asked: after the policy's minutes the
/// next person is told, not before.
#[tokio::test]
async fn who_is_not_told_within_the_minutes_is_passed_over() {
    for minutes in [3, 7] {
        let helpline = Helpline::start().await;
        let source = include_str!("../../shared/domain/policy/lucknow.toml");
        let version = source.lines().find(|line| line.starts_with("version = ")).unwrap();
        let source = source.replacen(version, &format!("version = \"2026-11-30.{minutes}\""), 1).replacen(
            "notified_minutes = 3",
            &format!("notified_minutes = {minutes}"),
            1,
        );
        let published = helpline.request("POST", "/local/policy", &[], source.into_bytes()).await;
        assert_eq!(published.status, 200, "{}", published.body);
        helpline.clock("2026-12-01 10:00").await;
        let she = helpline.woman("+919000000001");
        she.writes(STORY).await;
        she.taps("category:violence").await;
        helpline.tell("POST", "faults", &json!({"service": "sns", "kind": "timeout", "count": 1000})).await;
        she.taps("register:yes").await;
        let first = text(&helpline.complaint().await["officer"]);
        for minute in 1..minutes {
            helpline.sweep_at(&format!("2026-12-01 10:{minute:02}")).await;
            assert_eq!(lines(&helpline, "officer_unreached").await, [], "at minute {minute} of {minutes}");
        }
        helpline.sweep_at(&format!("2026-12-01 10:{minutes:02}")).await;
        let passed = lines(&helpline, "officer_unreached").await;
        assert_eq!(passed.iter().map(|(_, who)| who).collect::<Vec<_>>(), [&first], "{minutes}");
        assert_eq!(helpline.sms().await.len(), 0);
        // It comes back: the next person is told, and that is written.
        helpline.tell("DELETE", "faults", &json!({})).await;
        helpline.sweep_at(&format!("2026-12-01 10:{:02}", minutes + 1)).await;
        let told = lines(&helpline, "officer_notified").await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].1 != first && helpline.sms().await.len() == 1);
        helpline.end(&["9000000001", "मारपीट"]).await;
    }
}

/// It ends in one line, whatever is lost on the way.
#[tokio::test]
async fn told_twice_by_a_crash_it_is_written_once() {
    for at in ["after-send", "before-commit", "after-commit"] {
        let helpline = Helpline::start().await;
        let she = helpline.woman("+919000000001");
        she.writes(STORY).await;
        she.taps("category:violence").await;
        helpline.now().await;
        let nth = if at == "after-send" { 1 } else { 2 };
        let kill = json!({"function": "webhook-intake", "at": at, "nth": nth});
        helpline.tell("POST", "kill", &kill).await;
        // A commit after the answer: she does not see it fail.
        let status = she.tries_to_tap("register:yes").await.status;
        assert_eq!(status, if at == "after-send" { 502 } else { 200 }, "{at}");
        helpline.pass(chrono::TimeDelta::minutes(1)).await;
        helpline.sweep().await;
        let told: Vec<Value> = helpline.complaint().await["history"].as_array().unwrap().clone();
        let told = told.iter().filter(|line| line["event"] == "officer_notified").count();
        assert_eq!(told, 1, "{at}");
        helpline.end(&["9000000001", "मारपीट"]).await;
    }
}
