//! Leave, stand-ins, overrides and gaps, through the running stack.

use std::path::PathBuf;

use journeys::Helpline;
use journeys::stack::ist;
use serde_json::json;
use stack::Options;

const STORY: &str = "मलिहाबाद में मेरी पेंशन कई महीनों से नहीं आई";
const LUCKNOW: &str = include_str!("../../shared/domain/policy/lucknow.toml");

/// The sample's policy with these sections more.
async fn with_roster(name: &str, moment: &str, more: &str) -> Helpline {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let mark = "[[officer]]\nid = \"dm-lko\"";
    assert!(LUCKNOW.contains(mark));
    let policy = folder.join(format!("{name}-policy.toml"));
    std::fs::write(&policy, LUCKNOW.replacen(mark, &format!("{more}\n{mark}"), 1)).expect("a file");
    let config = folder.join(format!("{name}.toml"));
    let secret = journeys::stack::META_SECRET;
    let settings = format!("policy = '{}'\nMETA_APP_SECRET = '{secret}'\n", policy.display());
    std::fs::write(&config, settings).expect("a file");
    let options = Options { config: Some(config), clock: Some((ist(moment), true)), ..Options::default() };
    Helpline::start_stack(options).await
}

#[tokio::test]
async fn reminders_and_steps_go_to_who_stands_in_and_the_link_opens() {
    let leave = "[[leave]]\nofficer = \"pension-north\"\nfrom = \"2026-12-08\"\nto = \"2026-12-12\"\nstand_in = \"pension-city\"\n
                 [[leave]]\nofficer = \"dswo-lko\"\nfrom = \"2026-12-11\"\nto = \"2026-12-11\"\n";
    let helpline = with_roster("leave", "2026-12-01 10:00", leave).await;
    helpline.woman("+919000000001").registers("pension", STORY).await;
    assert_eq!(helpline.told().await, ["pension-north"]);
    // The reminder, a day before the limit.
    assert_eq!(helpline.told_at(ist("2026-12-10 17:00")).await, ["pension-city"]);
    let link = helpline.link_of("pension-city").await;
    link.does("note", &json!({"text": "देख रहा हूँ"})).await;
    // The supervisor is away and nobody stands in: the next above hears.
    assert_eq!(helpline.told_at(ist("2026-12-11 17:00")).await, ["adm-lko"]);
    assert_eq!(helpline.complaint().await["officer"], "pension-north", "answerable all the same");
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn an_override_takes_the_night() {
    let night = "[[override]]\nroster = \"duty\"\ndate = \"2026-12-01\"\nfrom = \"22:00\"\nto = \"02:00\"\nofficer = \"duty-5\"\n";
    let helpline = with_roster("night", "2026-12-02 01:00", night).await;
    helpline.woman("+919000000001").registers("violence", "मलिहाबाद में मेरे पति मुझे मारते हैं").await;
    assert_eq!(helpline.complaint().await["officer"], "duty-5");
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn a_gap_of_tomorrow_is_told_once_this_evening() {
    let leave = "[[leave]]\nofficer = \"cell-3\"\nfrom = \"2026-12-02\"\nto = \"2026-12-02\"\n";
    let helpline = with_roster("gap", "2026-12-01 10:00", leave).await;
    assert!(helpline.told_at(ist("2026-12-01 17:29")).await.is_empty());
    assert_eq!(helpline.told_at(ist("2026-12-01 18:00")).await, ["adm-lko"]);
    let sms = helpline.last_sms().await;
    assert!(sms.text.contains("कल की ड्यूटी में 1 जगह खाली"), "{sms:?}");
    assert!(helpline.told_at(ist("2026-12-01 18:01")).await.is_empty());
    assert!(helpline.told_at(ist("2026-12-02 18:00")).await.is_empty());
    helpline.end(&[]).await;
}
