//! Several complaints due for one officer in one sweep: one SMS, a count, a
//! link to the list, and nothing lost.

use chrono::TimeDelta;
use journeys::Helpline;
use journeys::stack::{Answer, ist, text};
use serde_json::json;

const STORY: &str = "मलिहाबाद में मेरा काम कई महीनों से अटका है";
const REMINDER: &str = "2026-12-06 17:00";

/// So many complaints with the tehsildar of Malihabad, each due on 7 December.
async fn registered(complaints: usize) -> Helpline {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    for n in 0..complaints {
        helpline.woman(&format!("+9190000001{n:02}")).registers("certificate", STORY).await;
    }
    helpline
}

/// The path of the list in the newest SMS.
async fn list_path(helpline: &Helpline) -> String {
    let sms = helpline.last_sms().await.text;
    let at = sms.find("/l/").expect("a link to a list");
    sms[at..].split_whitespace().next().expect("a path").to_owned()
}

async fn posts_pin(helpline: &Helpline, path: &str, pin: &str) -> Answer {
    let form = [("content-type", "application/x-www-form-urlencoded")];
    helpline.request("POST", path, &form, format!("pin={pin}").into_bytes()).await
}

async fn reminded(helpline: &Helpline) -> usize {
    let complaints = helpline.complaints().await;
    let lines = complaints.iter().flat_map(|it| it["history"].as_array().cloned().unwrap_or_default());
    lines.filter(|line| line["event"] == "reminded").count()
}

#[tokio::test]
async fn more_than_two_become_one_with_a_count_and_a_list() {
    let helpline = registered(5).await;
    assert_eq!(helpline.told_at(ist(REMINDER)).await, ["tehsildar-malihabad"]);
    let sms = helpline.last_sms().await;
    assert!(sms.text.starts_with("5 "), "{}", sms.text);
    assert_eq!(reminded(&helpline).await, 5);
    assert!(helpline.told_at(ist(REMINDER) + TimeDelta::minutes(1)).await.is_empty());
    let path = list_path(&helpline).await;
    let front = helpline.request("GET", &path, &[], Vec::new()).await;
    assert_eq!(front.status, 200);
    assert!(!front.body.contains("LKO"), "before the PIN no number is shown");
    let opened = posts_pin(&helpline, &path, "2468").await;
    assert_eq!(opened.status, 303);
    let cookie = opened.headers["set-cookie"].split(';').next().unwrap_or_default().to_owned();
    let list = helpline.request("GET", &path, &[("cookie", &cookie)], Vec::new()).await;
    for complaint in helpline.complaints().await {
        assert!(list.body.contains(&text(&complaint["reference"])), "{}", list.body);
    }
    assert_eq!(list.body.matches("href=\"/c/").count(), 5);
    helpline.end(&["90000001", "मलिहाबाद"]).await;
}

#[tokio::test]
async fn two_are_told_one_by_one() {
    let helpline = registered(2).await;
    assert_eq!(helpline.told_at(ist(REMINDER)).await, ["tehsildar-malihabad", "tehsildar-malihabad"]);
    helpline.end(&["90000001"]).await;
}

#[tokio::test]
async fn violence_is_never_told_with_others() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    for n in 0..4 {
        helpline.woman(&format!("+9190000001{n:02}")).registers("violence", STORY).await;
    }
    assert_eq!(helpline.told_at(ist("2026-12-01 10:15")).await, ["adcp-women-lko"; 4]);
    helpline.end(&["90000001"]).await;
}

#[tokio::test]
async fn nothing_is_lost_when_the_function_dies_before_it_sends() {
    let helpline = registered(4).await;
    let kill = json!({"function": "sla-sweeper", "at": "before-send"});
    assert_eq!(helpline.tell("POST", "kill", &kill).await.status, 204);
    helpline.clock(REMINDER).await;
    assert_ne!(helpline.tell("POST", "sweep", &json!({})).await.status, 200);
    assert_eq!(reminded(&helpline).await, 4);
    let told = helpline.told_at(ist(REMINDER) + TimeDelta::minutes(1)).await;
    assert_eq!(told, ["tehsildar-malihabad"]);
    assert!(helpline.last_sms().await.text.starts_with("4 "));
    helpline.end(&["90000001"]).await;
}

#[tokio::test]
async fn a_failure_is_tried_again_together_and_at_last_one_by_one() {
    let helpline = registered(3).await;
    let down = json!({"service": "sns", "kind": "error", "count": 1});
    assert_eq!(helpline.tell("POST", "faults", &down).await.status, 204);
    assert!(helpline.told_at(ist(REMINDER)).await.is_empty());
    let told = helpline.told_at(ist(REMINDER) + TimeDelta::minutes(1)).await;
    assert_eq!(told, ["tehsildar-malihabad"]);
    assert!(helpline.last_sms().await.text.starts_with("3 "));
    helpline.end(&["90000001"]).await;
}

#[tokio::test]
async fn five_wrong_pins_lock_the_list() {
    let helpline = registered(3).await;
    helpline.sweep_at(REMINDER).await;
    let path = list_path(&helpline).await;
    for _ in 0..4 {
        assert_eq!(posts_pin(&helpline, &path, "1111").await.status, 403);
    }
    assert_eq!(posts_pin(&helpline, &path, "1111").await.status, 423);
    assert_eq!(posts_pin(&helpline, &path, "2468").await.status, 423);
    helpline.pass(TimeDelta::hours(1)).await;
    assert_eq!(posts_pin(&helpline, &path, "2468").await.status, 303);
    for wrong in ["/l/AAAA", "/l/", &path.replace("/l/", "/c/")] {
        assert_eq!(helpline.request("GET", wrong, &[], Vec::new()).await.status, 404, "{wrong}");
    }
    helpline.end(&["90000001"]).await;
}
