//! Steps of a ladder that say more than their minutes: somebody besides the
//! level's own, and WhatsApp, which becomes an SMS where it fails.

use std::path::PathBuf;

use journeys::Helpline;
use journeys::stack::{ist, text};
use serde_json::{Value, json};
use stack::Options;

use crate::statuses::{meta_status, meta_tells};

const LUCKNOW: &str = include_str!("../../shared/domain/policy/lucknow.toml");
const STORY: &str = "मलिहाबाद में मेरा काम कई महीनों से अटका है";
/// In place of the ladder of schemes: level 2 and an officer of the cell by
/// WhatsApp, the District Magistrate and who is on duty by both.
const STEPS: &str = r#"not_disposed = [0, { after = 24, also = ["cell-2"], by = "whatsapp" }, { after = 48, also = ["duty"], by = "both" }]"#;
const IN_CHARGE: &str = "+919000010002";
const BESIDES: &str = "+919000010010";

/// A scheme's complaint of 1 December, due on the 7th at 17:00, whose supervisor
/// has been told.
async fn at_level_1(name: &str) -> Helpline {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (policy, config) =
        (folder.join(format!("steps-{name}-policy.toml")), folder.join(format!("steps-{name}.toml")));
    std::fs::write(&policy, LUCKNOW.replacen("not_disposed = [0, 24, 48]", STEPS, 1)).expect("a file");
    let secret = journeys::stack::META_SECRET;
    let settings = format!("policy = '{}'\nMETA_APP_SECRET = '{secret}'\n", policy.display());
    std::fs::write(&config, settings).expect("a file");
    let clock = Some((ist("2026-12-01 10:00"), true));
    let options = Options { config: Some(config), clock, ..Options::default() };
    let helpline = Helpline::start_stack(options).await;
    helpline.woman("+919000000001").registers("scheme", STORY).await;
    helpline.sweep_at("2026-12-06 17:00").await;
    assert_eq!(helpline.told_at(ist("2026-12-07 17:00")).await, ["dpo-lko"]);
    helpline
}

/// What went to this officer by WhatsApp, oldest first.
async fn whatsapp_to(helpline: &Helpline, phone: &str) -> Vec<Value> {
    helpline.outbound().await.into_iter().filter(|sent| sent["to"] == phone).collect()
}

/// Whom the sweep of that minute tells by SMS, in the order of their ids.
async fn told_at(helpline: &Helpline, moment: &str) -> Vec<String> {
    let mut told = helpline.told_at(ist(moment)).await;
    told.sort();
    told
}

fn events(complaint: &Value, event: &str) -> usize {
    complaint["history"].as_array().expect("a list").iter().filter(|line| line["event"] == event).count()
}

#[tokio::test]
async fn a_step_reaches_both_whom_it_names_each_once_by_its_channel() {
    let helpline = at_level_1("both").await;
    assert!(told_at(&helpline, "2026-12-08 17:00").await.is_empty(), "WhatsApp, and no SMS beside it");
    assert!(told_at(&helpline, "2026-12-08 17:00").await.is_empty());
    let reference = text(&helpline.complaint().await["reference"]);
    for phone in [IN_CHARGE, BESIDES] {
        let sent = whatsapp_to(&helpline, phone).await;
        assert_eq!(sent.len(), 1, "{phone}: {sent:?}");
        let words = text(&sent[0]["text"]);
        assert!(words.contains(&reference) && words.contains("/c/"), "{words}");
        assert_eq!((&sent[0]["kind"], &sent[0]["provider"]), (&json!("template"), &json!("meta")));
    }
    // The link of who was told besides opens the case.
    let words = text(&whatsapp_to(&helpline, BESIDES).await[0]["text"]);
    let link = journeys::officer::Link::in_text(&helpline, &words);
    link.does("note", &json!({"text": "देखा"})).await;
    // By both: an SMS and a message to each, once.
    assert_eq!(told_at(&helpline, "2026-12-09 17:00").await, ["dm-lko", "duty-2"]);
    assert!(told_at(&helpline, "2026-12-09 17:01").await.is_empty());
    for sms in helpline.sms().await.into_iter().rev().take(2) {
        assert_eq!(whatsapp_to(&helpline, &sms.to).await.len(), 1, "{}", sms.officer);
    }
    let complaint = helpline.complaint().await;
    assert_eq!((&complaint["level"], events(&complaint, "informed")), (&json!(3), 2), "{complaint:#}");
    assert_eq!(events(&complaint, "escalated"), 3);
    helpline.end(&["9000000001", "मलिहाबाद"]).await;
}

#[tokio::test]
async fn what_whatsapp_refuses_arrives_as_sms_once() {
    for (fault, name) in [("error", "error"), ("throttle", "throttle"), ("timeout", "timeout")] {
        let helpline = at_level_1(name).await;
        let down = json!({"service": "graph", "kind": fault, "count": 2});
        assert_eq!(helpline.tell("POST", "faults", &down).await.status, 204);
        assert_eq!(told_at(&helpline, "2026-12-08 17:00").await, ["adm-lko", "cell-2"], "{fault}");
        assert!(told_at(&helpline, "2026-12-08 17:01").await.is_empty(), "{fault}");
        assert!(whatsapp_to(&helpline, IN_CHARGE).await.is_empty());
        helpline.link_of("adm-lko").await.does("note", &json!({"text": "देखा"})).await;
        helpline.end(&["9000000001"]).await;
    }
}

/// Meta took it, and says afterwards that the number has no WhatsApp.
#[tokio::test]
async fn what_whatsapp_reports_as_failed_arrives_as_sms_once() {
    let helpline = at_level_1("failed").await;
    assert!(told_at(&helpline, "2026-12-08 17:00").await.is_empty());
    let sent = whatsapp_to(&helpline, IN_CHARGE).await;
    let raw: Value = serde_json::from_str(&text(&sent[0]["raw"])).expect("JSON");
    let echo = &raw["biz_opaque_callback_data"];
    assert!(echo.is_string(), "{sent:?}");
    let mut status = meta_status(&text(&sent[0]["id"]), "failed", IN_CHARGE, Some(131_026));
    status["biz_opaque_callback_data"] = echo.clone();
    let before = helpline.told().await.len();
    for _ in 0..3 {
        meta_tells(&helpline, &[status.clone()]).await;
    }
    assert_eq!(helpline.told().await.split_off(before), ["adm-lko"]);
    // What comes back without its mark, or with another's, is nobody's news.
    for strange in [json!("AAAA"), json!(null), json!(7)] {
        status["id"] = json!("wamid.strange");
        status["biz_opaque_callback_data"] = strange;
        meta_tells(&helpline, &[status.clone()]).await;
    }
    assert_eq!(helpline.told().await.len(), before + 1);
    helpline.end(&["9000000001", &text(echo)]).await;
}
