//! Words that steer: status, language, menu, cancel; and later messages.

use journeys::stack::text;
use journeys::{Helpline, Woman};
use serde_json::{Value, json};

const STORY: &str = "मलिहाबाद में मेरी विधवा पेंशन तीन महीने से नहीं आई है";

async fn with_a_pension(helpline: &Helpline) -> (Woman<'_>, String) {
    let she = helpline.woman("+919000000001");
    she.registers("pension", STORY).await;
    let reference = text(&helpline.complaint().await["reference"]);
    (she, reference)
}

fn count(list: &Value) -> usize {
    list.as_array().expect("a list").len()
}

#[tokio::test]
async fn status_lists_state_date_and_office() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let (she, reference) = with_a_pension(&helpline).await;
    for word in ["स्थिति", "status", "STATUS?", "meri shikayat ki sthiti"] {
        let told = she.writes(word).await;
        for part in [reference.as_str(), "दर्ज", "शुक्रवार 11 दिसंबर 2026", "जिला समाज कल्याण कार्यालय"]
        {
            assert!(told.text.contains(part), "{part} after {word}: {told:?}");
        }
    }
    helpline.link_of("pension-north").await.does("acknowledge", &json!({})).await;
    let told = she.writes("status").await;
    assert!(told.text.contains("अधिकारी ने देख ली"), "{told:?}");
    assert_eq!(helpline.told().await, ["pension-north"], "asking tells no officer");
    helpline.end(&["9000000001", "पेंशन"]).await;
}

#[tokio::test]
async fn status_lists_every_complaint_of_hers_and_of_nobody_else() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let (she, first) = with_a_pension(&helpline).await;
    she.writes("नई शिकायत").await;
    she.taps("category:certificate").await;
    she.taps("area:bkt").await;
    she.writes("मेरा आय प्रमाण पत्र नहीं बना है").await;
    she.taps("register:yes").await;
    helpline.woman("+919000000002").registers("scheme", "मलिहाबाद में आवास योजना का पैसा नहीं मिला").await;
    let references: Vec<String> =
        helpline.complaints().await.iter().map(|complaint| text(&complaint["reference"])).collect();
    assert_eq!(references.len(), 3);
    let told = she.writes("स्थिति").await;
    let hers: Vec<&String> = references.iter().filter(|reference| told.text.contains(*reference)).collect();
    assert_eq!(hers.len(), 2, "{told:?}");
    assert!(hers.contains(&&first));
    helpline.end(&["900000000"]).await;
}

#[tokio::test]
async fn status_without_a_complaint_says_so_and_opens_none() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman("+919000000001");
    let told = she.writes("status").await;
    assert!(told.text.contains("कोई शिकायत दर्ज नहीं"), "{told:?}");
    assert!(helpline.sweep_at("2026-12-01 11:00").await["failed"] == 0);
    assert_eq!(helpline.complaints().await.len(), 0);
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn the_language_is_remembered() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let (she, _) = with_a_pension(&helpline).await;
    let told = she.writes("English").await;
    assert!(told.text.contains("We will write in English"), "{told:?}");
    helpline.clock("2026-12-03 10:00").await;
    let told = she.writes("status").await;
    assert!(told.text.contains("registered, with the officer"), "{told:?}");
    assert!(told.text.contains("District Social Welfare Office"), "{told:?}");
    // What we begin is in her language too.
    let link = helpline.link_of("pension-north").await;
    link.does("dispose", &json!({"outcome": "relief", "text": "paid"})).await;
    assert!(she.reply().await.text.contains("Is it truly solved?"), "{:?}", she.reply().await);
    she.writes("हिंदी").await;
    let told = she.writes("status").await;
    assert!(told.text.contains("पुष्टि"), "{told:?}");
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn the_language_changes_in_the_middle_of_a_draft_and_keeps_it() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    she.writes(STORY).await;
    she.taps("category:pension").await;
    let asked = she.writes("english").await;
    assert!(asked.text.contains("Shall we register it?"), "{asked:?}");
    let registered = she.taps("register:yes").await;
    assert!(registered.text.contains("Your complaint is registered"), "{registered:?}");
    assert_eq!(helpline.complaint().await["area"], "malihabad");
    helpline.end(&["9000000001", "पेंशन"]).await;
}

#[tokio::test]
async fn later_messages_join_the_open_complaint_as_evidence() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let (she, reference) = with_a_pension(&helpline).await;
    let before = count(&helpline.complaint().await["messages"]);
    helpline.clock("2026-12-03 11:00").await;
    let told = she.writes("बैंक की पासबुक भी है").await;
    assert!(told.text.contains(&reference), "{told:?}");
    for message in [
        json!({"type": "image", "image": {"mime_type": "image/jpeg", "id": "700005"}}),
        json!({"type": "audio", "audio": {"mime_type": "audio/ogg", "id": "700006", "voice": true}}),
        json!({"type": "document", "document": {"mime_type": "application/pdf", "id": "700007"}}),
    ] {
        assert_eq!(she.sends(&message).await.status, 200);
    }
    let complaint = helpline.complaint().await;
    assert_eq!(count(&complaint["messages"]), before + 4, "{complaint}");
    let all = helpline.local("messages").await;
    let theirs = all.as_array().expect("a list").iter().all(|message| message["complaint"] == *reference);
    assert!(theirs, "{all}");
    helpline.end(&["9000000001", "पासबुक"]).await;
}

#[tokio::test]
async fn a_menu_word_starts_a_new_complaint() {
    for word in ["मेनू", "menu", "नई", "new complaint"] {
        let helpline = Helpline::start_at("2026-12-01 10:00").await;
        let (she, first) = with_a_pension(&helpline).await;
        let asked = she.writes(word).await;
        assert_eq!((asked.kind.as_str(), asked.options.len()), ("list", 6), "{word}: {asked:?}");
        she.taps("category:scheme").await;
        she.taps("area:unknown").await;
        she.writes("आवास योजना की किस्त नहीं आई है").await;
        she.taps("register:yes").await;
        let complaints = helpline.complaints().await;
        assert_eq!(complaints.len(), 2, "{word}");
        let second = complaints.iter().find(|complaint| complaint["reference"] != *first).expect("a second");
        assert_eq!(second["category"], "scheme");
        helpline.end(&["9000000001"]).await;
    }
}

#[tokio::test]
async fn a_menu_word_alone_is_no_complaint() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman("+919000000001");
    she.writes("menu").await;
    helpline.sweep_at("2026-12-01 10:30").await;
    assert_eq!(helpline.complaints().await.len(), 0);
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn cancel_leaves_a_registered_complaint_alone() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let (she, reference) = with_a_pension(&helpline).await;
    she.writes("नई").await;
    she.taps("category:scheme").await;
    she.writes("रद्द").await;
    helpline.sweep_at("2026-12-01 11:00").await;
    let complaint = helpline.complaint().await;
    assert_eq!((&complaint["reference"], &complaint["status"]), (&json!(reference), &json!("registered")));
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn a_tehsil_typed_instead_of_tapped_is_understood() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    she.writes("नमस्ते").await;
    she.writes("पेंशन").await;
    she.writes("malihabad").await;
    she.writes("तीन महीने से पैसा नहीं आया है").await;
    she.writes("हाँ").await;
    let complaint = helpline.complaint().await;
    assert_eq!((&complaint["category"], &complaint["area"]), (&json!("pension"), &json!("malihabad")));
    helpline.end(&["9000000001"]).await;
}
