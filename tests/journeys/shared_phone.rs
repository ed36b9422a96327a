//! A phone that may be shared: what the clock starts names no matter, office or
//! officer, and the words wait until she asks for them.

use chrono::TimeDelta;
use journeys::Helpline;
use journeys::stack::{ist, text};
use serde_json::json;

const START: &str = "2026-12-01 10:00";
/// Words of which none may stand in what we start.
const MATTER: [&str; 10] = ["हिंसा", "मारपीट", "112", "181", "तुरंत", "पति", "दहेज", "थाना", "अधिकारी", "डीएम"];

#[tokio::test]
async fn a_cry_left_alone_is_registered_without_a_word_of_it_on_the_screen() {
    let helpline = Helpline::start_at(START).await;
    let she = helpline.woman("+919000000001");
    she.writes("बचाओ").await;
    let before = she.replies().await.len();
    helpline.set_clock(ist(START) + TimeDelta::minutes(30)).await;
    helpline.sweep().await;
    let complaint = helpline.complaint().await;
    assert_eq!(complaint["category"], "violence");
    let told = she.replies().await.split_off(before);
    assert_eq!(told.len(), 1, "{told:?}");
    let reference = text(&complaint["reference"]);
    assert!(told[0].text.contains(&reference) && told[0].options.is_empty(), "{told:?}");
    let first_line = told[0].text.lines().next().unwrap_or_default();
    assert!(!MATTER.iter().any(|word| first_line.contains(word)), "{told:?}");

    let read = she.writes("1").await;
    assert!(read.text.contains("112") && read.text.contains(&reference), "{read:?}");
    let complaint = helpline.complaint().await;
    assert_eq!(complaint["status"], "registered", "to read it answers nothing");
    helpline.end(&["9000000001"]).await;
}

#[tokio::test]
async fn after_a_day_only_the_template_goes_and_she_reads_the_rest() {
    let helpline = Helpline::start_at(START).await;
    let she = helpline.woman("+919000000001");
    she.registers("pension", "बख्शी का तालाब में विधवा पेंशन नहीं आई").await;
    helpline.clock("2026-12-03 12:00").await;
    let reference = text(&helpline.complaint().await["reference"]);
    let holder = text(&helpline.complaint().await["officer"]);
    let link = helpline.link_of(&holder).await;
    link.does("ask", &json!({"text": "पासबुक की प्रति भेजें"})).await;
    let told = she.reply().await;
    assert!(told.kind == "template" && told.text.contains(&reference), "{told:?}");
    assert!(!told.text.contains("पासबुक") && !told.text.contains("पेंशन"), "{told:?}");
    let read = she.writes("1").await;
    assert!(read.text.contains("पासबुक की प्रति भेजें"), "{read:?}");
    helpline.end(&["9000000001", "पासबुक"]).await;
}
