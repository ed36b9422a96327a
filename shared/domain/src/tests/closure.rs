//! Closure is a claim: yes, no and silence; reopened from every level.

use super::*;
use crate::Category;
use crate::complaint::Outcome;
use crate::decision::Decision;
use crate::event::Action;
use crate::testing::{Helpline, ist};

fn disposed() -> Helpline {
    let mut line = Helpline::new();
    line.register(Category::Certificate);
    line.officer_disposes();
    line
}

#[test]
fn her_yes_closes() {
    let mut line = disposed();
    line.she_writes("हाँ");
    assert_eq!(line.complaint().status, Status::Closed);
    assert_eq!(line.complaint().outcome, Some(Outcome::Granted));
    assert!(line.told_officers().is_empty());
    assert_eq!(line.next_alarm(), None);
    // A second tap changes nothing and gets the same answer.
    let version = line.complaint().version;
    let again = line.she_taps(&format!("solved_yes:{}", line.complaint().reference));
    assert_eq!(again.len(), 1);
    assert_eq!(line.complaint().version, version);
    line.she_taps(&format!("solved_no:{}", line.complaint().reference));
    assert_eq!(line.complaint().status, Status::Closed, "her yes is her last word");
}

#[test]
fn her_own_words_reopen_what_is_not_solved() {
    for words in ["nhi hua", "झूठ है, कुछ नहीं हुआ", "अभी तक पैसा नहीं मिला"]
    {
        let mut line = disposed();
        let due_at = line.complaint().due_at;
        line.she_writes(words);
        let complaint = line.complaint();
        assert_eq!(complaint.status, Status::InProgress, "{words}");
        assert_eq!(complaint.level, crate::ids::EscalationLevel::new(1), "{words}");
        assert_eq!(complaint.due_at, due_at, "{words}");
    }
    for words in ["हाँ लेकिन अभी पैसा नहीं मिला", "धन्यवाद", "अब कोई दिक्कत नहीं है"]
    {
        let mut line = disposed();
        line.she_writes(words);
        assert_eq!(line.complaint().status, Status::Disposed, "{words}: asked again");
    }
}

#[test]
fn her_silence_closes_unconfirmed_after_seven_days_and_no_sooner() {
    let mut line = disposed();
    assert_eq!(line.next_alarm(), Some(ist("2026-12-08 10:00")));
    line.sweep_at("2026-12-08 09:59");
    assert_eq!(line.complaint().status, Status::Disposed);
    line.sweep_at("2026-12-08 10:00");
    assert_eq!(line.complaint().status, Status::ClosedUnconfirmed);
    assert_eq!(line.happenings().last(), Some(&Happening::ClosedUnconfirmed));
    let said = line.told_her();
    let template =
        said.first().and_then(|said| said.template.clone()).expect("a template: her window is closed");
    assert_eq!(template.payloads, [format!("solved_no:{}", line.complaint().reference)]);
    assert!(line.sweep().iter().all(Decision::is_empty));
}

/// After silence her word still counts.
#[test]
fn her_word_comes_late_and_counts() {
    for (says, status) in [
        ("solved_no", Status::InProgress),
        ("solved_yes", Status::Closed),
        ("1", Status::InProgress),
        ("नहीं", Status::InProgress),
    ] {
        let mut line = disposed();
        line.sweep_at("2026-12-08 10:00");
        if says.starts_with("solved") {
            line.she_taps(&format!("{says}:{}", line.complaint().reference));
        } else {
            line.she_writes(says);
        }
        assert_eq!(line.complaint().status, status, "{says}");
    }
}

/// Reopened: one level up, that level alone is told, and the limit stands.
#[test]
fn her_no_reopens_one_level_up() {
    let mut line = Helpline::new();
    line.register(Category::Certificate);
    let due = line.complaint().due_at;
    for (level, holder) in [(1, "adm-fr-lko"), (2, "adm-lko"), (3, "dm-lko"), (3, "dm-lko")] {
        line.officer_disposes();
        line.wait(10);
        line.she_writes("नहीं");
        let complaint = line.complaint();
        assert_eq!((complaint.status, complaint.level.number()), (Status::InProgress, level));
        assert_eq!((complaint.due_at, complaint.disposed_at), (due, None));
        assert_eq!(complaint.officer.as_str(), "tehsildar-sadar", "the officer stays answerable");
        assert!(complaint.admits(&crate::OfficerId::new(holder), crate::policy::tests::lucknow()));
        assert_eq!(line.told_officers(), [(Notice::Reopened, holder.to_owned())]);
        assert!(line.next_alarm().is_some());
        // At the top it is told daily, from the first time that it came there.
        assert_eq!(complaint.daily_at.is_some(), level == 3);
    }
    let count = |event| line.happenings().iter().filter(|happened| **happened == event).count();
    assert_eq!(
        (count(Happening::Denied), count(Happening::Reopened), count(Happening::Escalated)),
        (4, 4, 3)
    );
}

/// Reopened after the limit: the ladder goes on at once from where it stood.
#[test]
fn reopened_past_its_limit_it_climbs_at_the_next_sweep() {
    let mut line = disposed();
    line.now = ist("2026-12-07 18:00");
    line.she_writes("नहीं");
    assert_eq!(line.complaint().level.number(), 1);
    line.wait(1);
    line.sweep();
    assert_eq!(line.told_officers(), [(Notice::Breach, "adm-fr-lko".to_owned())]);
    assert_eq!(line.sweep_at("2026-12-08 17:00"), [(Notice::Breach, "adm-lko".to_owned())]);
    assert_eq!(line.sweep_at("2026-12-09 17:00"), [(Notice::Breach, "dm-lko".to_owned())]);
}

/// Reopened at the top after days: the DM hears of it once, and daily from then.
#[test]
fn reopened_at_the_top_it_is_told_once_that_day() {
    for (denied, daily) in
        [("2026-12-12 12:00", "2026-12-12 17:00"), ("2026-12-10 17:00", "2026-12-11 17:00")]
    {
        let mut line = Helpline::new();
        line.register(Category::Certificate);
        line.sweep_at("2026-12-09 17:00");
        line.officer_disposes();
        line.now = ist(denied);
        line.she_writes("नहीं");
        assert_eq!(line.told_officers(), [(Notice::Reopened, "dm-lko".to_owned())]);
        line.sweep();
        assert_eq!(line.told_officers(), []);
        assert_eq!(line.sweep_at(daily), [(Notice::Daily, "dm-lko".to_owned())]);
    }
}

#[test]
fn her_answer_goes_to_the_officer() {
    for (acted_before, status) in [(false, Status::Acknowledged), (true, Status::InProgress)] {
        let mut line = Helpline::new();
        line.register(Category::Pension);
        if acted_before {
            line.officer_does(Action::FirstAction { text: "फ़ाइल देखी".into() }).expect("a first action");
        }
        line.officer_does(Action::Ask { text: "किस महीने से?".into() }).expect("a question");
        assert_eq!(line.complaint().status, Status::AwaitingComplainant);
        line.she_writes("मार्च से");
        assert_eq!(line.complaint().status, status);
        assert_eq!(line.told_officers(), [(Notice::Answered, "pension-city".to_owned())]);
    }
}

/// Waiting for her stops no clock.
#[test]
fn a_question_stops_no_clock() {
    let mut line = Helpline::new();
    line.register(Category::Certificate);
    line.officer_does(Action::Ask { text: "कब से?".into() }).expect("a question");
    assert_eq!(line.sweep_at("2026-12-07 17:00"), [(Notice::Breach, "adm-fr-lko".to_owned())]);
    assert_eq!(line.complaint().status, Status::AwaitingComplainant);
}

#[test]
fn status_lists_the_open_ones_first_and_at_most_five() {
    let mut line = Helpline::new();
    let first = line.register(Category::Certificate);
    line.officer_disposes();
    line.she_writes("हाँ");
    let mut open = Vec::new();
    for _ in 0..5 {
        line.wait(10);
        line.she_writes("new");
        open.push(line.register(Category::Pension).to_string());
    }
    let said = line.she_writes("status");
    let text = &said.first().expect("an answer").text;
    open.reverse();
    let listed: Vec<String> = text.split("\n\n").map(|line| line.chars().take(11).collect()).collect();
    assert_eq!(listed, open);
    assert!(!text.contains(first.as_str()) && text.contains("जिला समाज कल्याण कार्यालय"));
}
