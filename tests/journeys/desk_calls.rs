//! Call-backs at the desk: whom chance has drawn is called by who heads the
//! cell, who sees her number for that without a motive; afterwards no more.

use std::path::PathBuf;

use journeys::Helpline;
use journeys::stack::ist;
use journeys::staff::Staff;
use serde_json::json;
use stack::Options;

use crate::desk::{IN_CHARGE, SITS};
use crate::officer_link::{MARKER, OFFICER, PHONE, cookie, registered, version};

const LUCKNOW: &str = include_str!("../../shared/domain/policy/lucknow.toml");

/// With everybody drawn.
async fn start() -> Helpline {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (policy, config) = (folder.join("calls-policy.toml"), folder.join("calls.toml"));
    let all = LUCKNOW.replacen("call_back_percent = 20", "call_back_percent = 100", 1);
    std::fs::write(&policy, all).expect("a file");
    let secret = journeys::stack::META_SECRET;
    let settings = format!("policy = '{}'\nMETA_APP_SECRET = '{secret}'\n", policy.display());
    std::fs::write(&config, settings).expect("a file");
    let clock = Some((ist("2026-12-01 10:00"), true));
    Helpline::start_stack(Options { config: Some(config), clock, ..Options::default() }).await
}

#[tokio::test]
async fn who_is_drawn_is_called_from_the_list_and_leaves_it() {
    let helpline = start().await;
    registered(&helpline).await;
    let officer = helpline.link_of(OFFICER).await;
    officer.does("dispose", &json!({"outcome": "granted", "text": "जारी किया"})).await;
    helpline.sweep_at("2026-12-09 10:00").await;
    assert_eq!(helpline.complaint().await["status"], "closed_unconfirmed");
    let staff = Staff::enters(&helpline, IN_CHARGE).await;
    let list = staff.gets("/desk/calls").await.body;
    let link = list.split_once("href=\"/c/").expect("a line").1.split('"').next().unwrap();
    let path = format!("/c/{link}");
    let opened = staff.posts(&path, &[("action", "open")]).await;
    let page = helpline.request("GET", &path, &[("cookie", &cookie(&opened))], Vec::new()).await;
    assert!(page.body.contains(PHONE) && page.body.contains("value=\"call_back\""), "{}", page.body);
    let version = version(&helpline).await;
    let called = [
        ("action", "call_back"),
        ("outcome", "confirmed"),
        ("text", "बात हुई"),
        ("version", version.as_str()),
    ];
    let done = staff.posts(&path, &called).await;
    assert_eq!(done.status, 303, "{}", done.body);
    // Called: her number is shown no more, and the list is empty.
    let after = helpline.request("GET", &path, &[("cookie", &cookie(&done))], Vec::new()).await;
    assert!(!after.body.contains(PHONE) && !after.body.contains(MARKER), "{}", after.body);
    assert!(!staff.gets("/desk/calls").await.body.contains("href=\"/c/"));
    // Who merely sits at the desk sees the line and not the case.
    let sits = Staff::enters(&helpline, SITS).await;
    assert_eq!(sits.gets("/desk/calls").await.status, 200);
    helpline.end(&[PHONE, MARKER, "बात हुई"]).await;
}
