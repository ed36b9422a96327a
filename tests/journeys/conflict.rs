//! A complaint that accuses somebody is with somebody else, at once and on
//! every way; their old link opens nothing.

use journeys::stack::{ist, text};
use journeys::{Helpline, Link};
use serde_json::json;

const STORY: &str = "मलिहाबाद में मेरी पेंशन कई महीनों से नहीं आई";

#[tokio::test]
async fn named_in_a_later_message_it_moves_at_once_and_the_old_link_is_dead() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman("+919000000001");
    she.registers("pension", STORY).await;
    let old = helpline.link_of("pension-north").await;
    assert_eq!(old.open().await.status, 200);
    she.writes("श्रीमती उषा रावत ने मुझसे रिश्वत मांगी").await;
    let complaint = helpline.complaint().await;
    assert_eq!(complaint["officer"], "dswo-lko");
    assert_eq!(helpline.told().await, ["pension-north", "dswo-lko"]);
    // With the right PIN, and nothing of hers is shown.
    let refused = old.acts("acknowledge", &json!({"version": complaint["history"]})).await;
    assert!(refused.status >= 400, "{}", refused.body);
    let read = old.api("GET", "", &json!({})).await;
    assert!(!read.body.contains("रिश्वत") && !read.body.contains("9000000001"), "{}", read.body);
    let new = helpline.link_of("dswo-lko").await;
    new.does("acknowledge", &json!({})).await;
    // Nobody passes it back, nor down to the accused's own office mate by mistake.
    let back = new.acts("transfer", &json!({"to": "pension-north", "reason": "आपका क्षेत्र"})).await;
    assert_ne!(back.status, 200, "{}", back.body);
    helpline.end(&["9000000001", "रिश्वत"]).await;
}

#[tokio::test]
async fn named_at_once_it_never_reaches_the_office() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman("+919000000001");
    she.registers("pension", "मलिहाबाद में समाज कल्याण विभाग वाले पेंशन के लिए पैसे मांग रहे हैं").await;
    for moment in ["2026-12-10 17:00", "2026-12-11 17:00", "2026-12-12 17:00", "2026-12-13 17:00"] {
        helpline.sweep_at(moment).await;
    }
    let told = helpline.told().await;
    assert!(told.len() > 3, "{told:?}");
    let office = ["dswo-lko", "pension-city", "pension-north", "pension-south"];
    assert!(told.iter().all(|officer| !office.contains(&officer.as_str())), "{told:?}");
    assert_eq!(told.last().map(String::as_str), Some("dm-lko"));
    helpline.end(&["9000000001", "पैसे"]).await;
}

#[tokio::test]
async fn merely_to_name_the_office_is_no_accusation() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman("+919000000001");
    she.registers("pension", "मलिहाबाद, समाज कल्याण कार्यालय में फ़ॉर्म दिया था, पेंशन नहीं आई").await;
    assert_eq!(helpline.complaint().await["officer"], "pension-north");
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn against_the_district_magistrate_the_commissioner_decides() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman("+919000000001");
    she.registers("other", "जिलाधिकारी के खिलाफ शिकायत है, मलिहाबाद में मेरी बात नहीं सुनी").await;
    assert_eq!(helpline.complaint().await["officer"], "commissioner-lko");
    let sms = helpline.last_sms().await;
    assert_eq!(sms.to, "+919000010099");
    let link = Link::in_text(&helpline, &sms.text);
    link.does("acknowledge", &json!({})).await;
    helpline.sweep_at("2026-12-20 17:00").await;
    let to: Vec<String> = helpline.sms().await.into_iter().map(|sms| sms.to).collect();
    assert!(to.len() > 1 && to.iter().all(|to| to == "+919000010099"), "{to:?}");
    helpline.end(&["9000000001", "जिलाधिकारी के"]).await;
}

#[tokio::test]
async fn an_officer_declares_an_interest_and_is_out() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    helpline
        .woman("+919000000001")
        .registers("certificate", "मलिहाबाद में मेरा आय प्रमाण पत्र नहीं बन रहा है")
        .await;
    let link = helpline.link_of("tehsildar-malihabad").await;
    link.does("declare_conflict", &json!({"text": "शिकायतकर्ता मेरी संबंधी हैं"})).await;
    assert_eq!(helpline.complaint().await["officer"], "adm-fr-lko");
    assert_eq!(helpline.last_sms().await.officer, "adm-fr-lko");
    let again = link.acts("note", &json!({"text": "फिर भी", "version": 3})).await;
    assert_ne!(again.status, 200, "{}", again.body);
    helpline.end(&["9000000001", "संबंधी"]).await;
}

#[tokio::test]
async fn a_minor_goes_to_a_woman_and_1098_is_named() {
    let helpline = Helpline::start_at("2026-12-01 10:00").await;
    let she = helpline.woman("+919000000001");
    she.registers("violence", "मलिहाबाद में मेरी बेटी 14 साल की है, पड़ोसी रोज़ छेड़ता है").await;
    assert!(she.reply().await.text.contains("1098"));
    let officer = text(&helpline.complaint().await["officer"]);
    assert_eq!(officer, "duty-1");
    assert!(helpline.told_at(ist("2026-12-01 10:10")).await.is_empty());
    helpline.end(&["9000000001", "बेटी"]).await;
}
