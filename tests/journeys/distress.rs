//! Distress words, at any moment, in any script: help is named at once, one
//! tap registers violence, and no tap registers it twice.

use journeys::stack::{ist, text};
use journeys::{Helpline, Reply, Woman};

const CRIES: [&str; 16] = [
    "बचाओ",
    "मदद करो",
    "मुझे बचा लो",
    "मेरी मदद कीजिए",
    "११२",
    "bachao",
    "BACHAAO!!!",
    "mujhe bachao koi",
    "madad karo",
    "help",
    "help me please",
    "help he is beating me",
    "112",
    "🆘",
    "بچاؤ",
    "میری مدد کریں",
];

const STORY: &str = "मलिहाबाद में मेरी विधवा पेंशन तीन महीने से नहीं आई है";

/// 112, 1090 and 181 in the answer itself, and one tap to register.
fn help_is_named(answer: &Reply, cry: &str) {
    for number in ["112", "1090", "181"] {
        assert!(answer.text.contains(number), "{number} after {cry}: {answer:?}");
    }
    let ids: Vec<&str> = answer.options.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["register:violence"], "one tap after {cry}");
}

/// She cries, taps, and taps again: one complaint of violence, one SMS to the
/// officer on duty.
async fn cries(helpline: &Helpline, she: &Woman<'_>, cry: &str) {
    let before = (violence(helpline).await, helpline.told().await.len());
    help_is_named(&she.writes(cry).await, cry);
    let registered = she.taps("register:violence").await;
    assert!(registered.text.contains("LKO") && registered.text.contains("112"), "{registered:?}");
    let again = she.taps("register:violence").await;
    assert!(again.text.contains("LKO"), "a second tap is answered with how it stands: {again:?}");
    assert_eq!(violence(helpline).await, before.0 + 1, "{cry}");
    assert_eq!(helpline.told().await.split_off(before.1), ["duty-1"], "{cry}");
}

async fn violence(helpline: &Helpline) -> usize {
    helpline.complaints().await.iter().filter(|complaint| complaint["category"] == "violence").count()
}

#[tokio::test]
async fn a_cry_as_the_first_message() {
    let helpline = Helpline::start().await;
    for (n, cry) in CRIES.into_iter().enumerate() {
        let she = helpline.woman(&format!("+9190000002{n:02}"));
        cries(&helpline, &she, cry).await;
    }
    helpline.end(&["90000002", "बचाओ", "bachao"]).await;
}

#[tokio::test]
async fn a_cry_in_the_middle_of_a_draft() {
    let helpline = Helpline::start().await;
    for (n, cry) in CRIES.into_iter().enumerate() {
        let she = helpline.woman(&format!("+9190000003{n:02}"));
        she.writes("नमस्ते").await;
        let taps = ["category:pension", "area:malihabad"];
        for tap in &taps[..n % 3] {
            she.taps(tap).await;
        }
        cries(&helpline, &she, cry).await;
    }
    // What she had begun is in the complaint, not lost beside it.
    assert_eq!(helpline.complaints().await.len(), CRIES.len());
    helpline.end(&["90000003"]).await;
}

#[tokio::test]
async fn a_cry_while_another_complaint_is_open() {
    let helpline = Helpline::start().await;
    for (n, cry) in CRIES.into_iter().enumerate() {
        let she = helpline.woman(&format!("+9190000004{n:02}"));
        she.registers("pension", STORY).await;
        cries(&helpline, &she, cry).await;
    }
    assert_eq!(helpline.complaints().await.len(), 2 * CRIES.len());
    helpline.end(&["90000004", "पेंशन"]).await;
}

#[tokio::test]
async fn a_cry_is_answered_in_her_language() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000005");
    she.writes("english").await;
    let answer = she.writes("help me").await;
    help_is_named(&answer, "help me");
    assert!(answer.text.contains("If you are in danger now"), "{answer:?}");
    let registered = she.taps("register:violence").await;
    assert!(registered.text.contains("Your complaint is registered"), "{registered:?}");
    helpline.end(&["9000000005"]).await;
}

#[tokio::test]
async fn a_cry_on_twilio_is_registered_by_the_number_one() {
    let helpline = Helpline::start().await;
    for she in [helpline.woman_on_twilio("+919000000006"), helpline.woman_by_sms("+919000000007")] {
        let before = helpline.told().await.len();
        let answer = she.writes("bachao").await;
        assert!(["112", "1090", "181"].iter().all(|number| answer.text.contains(number)), "{answer:?}");
        let registered = she.writes("1").await;
        assert!(registered.text.contains("LKO"), "{registered:?}");
        assert_eq!(helpline.told().await.split_off(before), ["duty-1"]);
        she.writes("1").await;
    }
    assert_eq!(violence(&helpline).await, 2);
    helpline.end(&["900000000"]).await;
}

#[tokio::test]
async fn a_cry_left_alone_is_registered_as_violence_within_the_half_hour() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman("+919000000008");
    she.writes("bachao").await;
    for minute in 1..=30 {
        helpline.told_at(ist("2026-12-01 10:00") + chrono::TimeDelta::minutes(minute)).await;
    }
    let complaint = helpline.complaint().await;
    assert_eq!(complaint["category"], "violence");
    assert_eq!(helpline.told().await[0], "duty-1");
    assert!(she.replies().await.iter().any(|reply| reply.text.contains(&text(&complaint["reference"]))));
    helpline.end(&["9000000008"]).await;
}

#[tokio::test]
async fn the_same_tap_twice_at_once_registers_once() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000009");
    she.writes("बचाओ").await;
    let (one, two) =
        tokio::join!(she.tries_to_tap("register:violence"), she.tries_to_tap("register:violence"));
    assert_eq!((one.status, two.status), (200, 200));
    assert_eq!(helpline.complaint().await["category"], "violence");
    assert_eq!(helpline.told().await, ["duty-1"]);
    helpline.end(&["9000000009"]).await;
}

#[tokio::test]
async fn a_scheme_by_the_name_of_rescue_is_no_cry() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000010");
    let answer = she.writes("बेटी बचाओ बेटी पढ़ाओ योजना का पैसा नहीं आया").await;
    assert_eq!(answer.kind, "list", "{answer:?}");
    helpline.end(&["9000000010", "योजना"]).await;
}
