//! She writes; the complaint is registered; the officer is told.

use journeys::Helpline;

#[tokio::test]
async fn a_pension_complaint_in_hindi_through_meta() {
    let helpline = Helpline::start_at("2026-12-02 10:00").await;
    let she = helpline.woman("+919000000001");
    let asked = she.writes("मेरी विधवा पेंशन तीन महीने से नहीं आई है").await;
    assert_eq!(asked.kind, "list");
    let asked = she.taps("category:pension").await;
    assert!(asked.options.iter().any(|(id, _)| id == "area:malihabad"), "{asked:?}");
    she.taps("area:malihabad").await;
    let registered = she.taps("register:yes").await;
    let complaint = helpline.complaint().await;
    assert_eq!(complaint["category"], "pension");
    assert_eq!(complaint["due_at"], "2026-12-14T11:30:00Z");
    assert!(registered.text.contains(complaint["reference"].as_str().unwrap()));
    assert_eq!(helpline.sms().await.len(), 1);
    helpline.end(&["9000000001", "पेंशन"]).await;
}
