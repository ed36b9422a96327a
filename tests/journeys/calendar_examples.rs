//! The worked examples of a limit, through the stack.

use journeys::Helpline;
use journeys::stack::{ist, time};

/// Registered at that moment, a complaint of that category is due then.
async fn check(category: &str, registered: &str, due: &str, day_in_her_answer: &str) {
    let helpline = Helpline::start_at(registered).await;
    let she = helpline.woman("+919000000001");
    let answer = she.registers(category, "मलिहाबाद तहसील में मेरा काम कई महीनों से अटका है").await;
    let complaint = helpline.complaint().await;
    assert_eq!(time(&complaint["registered_at"]), ist(registered), "{category} {registered}");
    assert_eq!(time(&complaint["due_at"]), ist(due), "{category} {registered}");
    assert!(answer.text.contains(day_in_her_answer), "{}", answer.text);
    assert!(
        answer.text.contains("नहीं गिना") || category == "violence",
        "how it was counted: {}",
        answer.text
    );
    helpline.end(&["9000000001", "मलिहाबाद"]).await;
}

#[tokio::test]
async fn a_certificate_due_on_a_sunday_is_due_on_monday() {
    check("certificate", "2026-12-01 10:00", "2026-12-07 17:00", "सोमवार 7 दिसंबर 2026").await;
}

#[tokio::test]
async fn a_pension_due_on_a_second_saturday_is_due_on_monday() {
    check("pension", "2026-12-02 10:00", "2026-12-14 17:00", "सोमवार 14 दिसंबर 2026").await;
}

#[tokio::test]
async fn the_day_of_filing_turns_at_midnight_in_india() {
    // Filed on Tuesday the 1st: ends on Sunday the 6th. Filed two minutes
    // later, on the 2nd: ends on Monday the 7th as well, by another count.
    check("certificate", "2026-12-01 23:59", "2026-12-07 17:00", "मंगलवार 1 दिसंबर से 5 दिन").await;
    check("certificate", "2026-12-02 00:01", "2026-12-07 17:00", "बुधवार 2 दिसंबर से 5 दिन").await;
    // Where no Sunday hides the difference it is a day.
    check("pension", "2026-12-08 23:59", "2026-12-18 17:00", "शुक्रवार 18 दिसंबर 2026").await;
    check("pension", "2026-12-09 00:01", "2026-12-19 17:00", "शनिवार 19 दिसंबर 2026").await;
}

#[tokio::test]
async fn each_category_has_its_limit() {
    for category in ["scheme", "department", "other"] {
        check(category, "2026-12-01 10:00", "2026-12-07 17:00", "से 5 दिन").await;
    }
    check("pension", "2026-12-01 10:00", "2026-12-11 17:00", "से 10 दिन").await;
    // Violence runs day and night, over Sunday too.
    check("violence", "2026-12-05 22:15", "2026-12-06 22:15", "24 घंटे").await;
}

#[tokio::test]
async fn a_holiday_moves_the_last_day_on() {
    // Filed on Sunday 20 December: the 25th is Christmas, the 26th a Saturday that works.
    check("certificate", "2026-12-20 12:00", "2026-12-26 17:00", "शनिवार 26 दिसंबर 2026").await;
}
