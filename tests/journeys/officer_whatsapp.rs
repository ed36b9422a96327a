//! An officer writes on WhatsApp from the registered number: what is clear is
//! done once and answered, what is not is asked back, and everything else is a
//! complainant's.

use journeys::officer::PIN;
use journeys::stack::text;
use journeys::{Helpline, Woman};
use serde_json::Value;

use crate::officer_link::{MARKER, OFFICER, PHONE, registered};

/// The officer's phone, as the policy has it.
async fn phone_of(helpline: &Helpline, officer: &str) -> String {
    let policy = helpline.local("policy").await;
    let officers = policy["officers"].as_array().expect("officers").clone();
    let found = officers.into_iter().find(|it| it["id"] == officer).expect("in post");
    text(&found["phone"])
}

async fn officer<'a>(helpline: &'a Helpline, id: &str) -> Woman<'a> {
    helpline.woman(&phone_of(helpline, id).await)
}

fn happened(complaint: &Value, event: &str) -> usize {
    complaint["history"].as_array().expect("a list").iter().filter(|line| line["event"] == event).count()
}

async fn says(officer: &Woman<'_>, words: &str, part: &str) {
    let reply = officer.writes(words).await;
    assert!(reply.text.contains(part), "{words}: {reply:?}");
    for hers in [MARKER, PHONE, "प्रमाण", "मलिहाबाद"] {
        assert!(!reply.text.contains(hers), "{reply:?}");
    }
}

#[tokio::test]
async fn a_clear_command_is_done_once_and_answered() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = registered(&helpline).await;
    let officer = officer(&helpline, OFFICER).await;
    let reference = text(&helpline.complaint().await["reference"]);
    let short = reference[3..].to_owned();

    says(&officer, &format!("ack {short}"), &reference).await;
    assert_eq!(helpline.complaint().await["status"], "acknowledged");
    let sent = helpline.outbound().await.len();
    for _ in 0..3 {
        assert_eq!(officer.again().await.status, 200);
    }
    let complaint = helpline.complaint().await;
    assert_eq!((happened(&complaint, "acknowledged"), helpline.outbound().await.len()), (1, sent));
    assert_eq!(complaint["history"].as_array().unwrap().last().unwrap()["actor"], OFFICER);

    says(&officer, &format!("कार्रवाई शुरू {reference} टीम भेजी"), &reference).await;
    says(&officer, &format!("nots {reference} kal phir jayenge"), &reference).await;
    officer.again().await;
    let complaint = helpline.complaint().await;
    assert_eq!((happened(&complaint, "first_action_reported"), happened(&complaint, "note_added")), (1, 1));
    officer.writes(&format!("पूछें {reference} बिल कब का है?")).await;
    assert!(she.reply().await.text.contains("बिल कब का है?"));
    assert_eq!(helpline.complaint().await["status"], "awaiting_complainant");
    assert_eq!(helpline.complaints().await.len(), 1, "nothing of the officer's became a complaint");
    helpline.end(&[PHONE, MARKER, "phir jayenge"]).await;
}

#[tokio::test]
async fn what_closes_needs_the_pin_and_the_pin_is_not_kept() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = registered(&helpline).await;
    let officer = officer(&helpline, OFFICER).await;
    let reference = text(&helpline.complaint().await["reference"]);

    says(&officer, &format!("हो गया {reference} प्रमाणपत्र दिया"), "/c/").await;
    for left in ["4", "3"] {
        says(&officer, &format!("done {reference} 1111 given"), left).await;
        officer.again().await;
    }
    assert_eq!(helpline.complaint().await["status"], "registered");
    says(&officer, &format!("done {reference} {PIN} nahi hua"), &reference).await;
    assert_eq!(helpline.complaint().await["status"], "registered", "a denied verb closes nothing");
    says(&officer, &format!("हो गया {reference} {PIN} पत्र दे दिया"), &reference).await;
    assert_eq!(helpline.complaint().await["status"], "disposed");
    assert!(she.reply().await.options.iter().any(|(id, _)| id.starts_with("solved_yes")));
    let kept = helpline.local("messages").await.to_string();
    assert!(kept.contains("****") && !kept.contains(PIN), "{kept}");
    helpline.end(&[PHONE, MARKER, PIN]).await;
}

#[tokio::test]
async fn five_wrong_pins_lock_the_link_of_both_ways() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let officer = officer(&helpline, OFFICER).await;
    let reference = text(&helpline.complaint().await["reference"]);
    let link = helpline.link_of(OFFICER).await;
    for _ in 0..5 {
        officer.writes(&format!("done {reference} 1111 given")).await;
    }
    let in_charge = helpline.officer_with_role("in_charge").await;
    assert_eq!(helpline.last_sms().await.officer, in_charge);
    officer.writes(&format!("done {reference} {PIN} given")).await;
    assert_eq!(helpline.complaint().await["status"], "registered");
    let page = link.posts(&[("action", "open"), ("pin", PIN)], None).await;
    assert_ne!(page.status, 200, "the same lock");
    helpline.end(&[PHONE, MARKER]).await;
}

#[tokio::test]
async fn nothing_ambiguous_is_done() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let reference = text(&helpline.complaint().await["reference"]);
    let other = helpline.woman("+919000000002");
    other.registers("certificate", "मलिहाबाद में जाति प्रमाण पत्र नहीं बना").await;
    let all = helpline.complaints().await;
    let second = all.iter().map(|it| text(&it["reference"])).find(|it| *it != reference).expect("another");
    let officer = officer(&helpline, OFFICER).await;
    for words in [
        "ack".to_owned(),
        format!("ack {reference} {second}"),
        format!("{reference} kya hua"),
        format!("ack done {reference} 2468 x"),
        format!("{reference} ho gaya?"),
        "ack LKO33333333".to_owned(),
        "list".to_owned(),
        "help".to_owned(),
    ] {
        officer.writes(&words).await;
        let all = helpline.complaints().await;
        assert!(all.len() == 2 && all.iter().all(|it| it["status"] == "registered"), "{words}");
    }
    assert!(officer.reply().await.text.contains("112"), "help may be meant as it says");
    helpline.end(&[PHONE, MARKER]).await;
}

#[tokio::test]
async fn only_who_has_a_part_in_it_acts_and_nobody_by_sms() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    registered(&helpline).await;
    let reference = text(&helpline.complaint().await["reference"]);
    let stranger = officer(&helpline, "edistrict-manager").await;
    stranger.writes(&format!("ack {reference}")).await;
    let unknown = stranger.writes("ack LKO33333333").await;
    assert!(!unknown.text.is_empty());
    assert_eq!(helpline.complaint().await["status"], "registered");
    let by_sms = helpline.woman_by_sms(&phone_of(&helpline, OFFICER).await);
    by_sms.writes(&format!("ack {reference}")).await;
    assert_eq!(helpline.complaint().await["status"], "registered", "an SMS may name any sender");
    helpline.end(&[PHONE, MARKER]).await;
}

#[tokio::test]
async fn an_officer_may_be_a_woman_with_a_complaint() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = officer(&helpline, OFFICER).await;
    she.registers("pension", "मलिहाबाद में मेरी माँ की पेंशन नहीं आई").await;
    let complaint = helpline.complaint().await;
    let reference = text(&complaint["reference"]);
    she.writes(&format!("ack {reference}")).await;
    let after = helpline.complaint().await;
    assert_eq!(after["status"], "registered", "nobody acts on a complaint of their own");
    assert_eq!(
        after["messages"].as_array().unwrap().len(),
        complaint["messages"].as_array().unwrap().len() + 1
    );
    helpline.end(&[]).await;
}
