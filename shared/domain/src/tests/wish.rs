//! She does not want to be written to, and may want it again.

use chrono::TimeDelta;

use super::*;
use crate::event::{Action, Event};
use crate::testing::{Helpline, tuesday};
use crate::{Category, Language};

fn is_quiet(line: &Helpline) -> bool {
    line.state.complainant.as_ref().is_some_and(Complainant::is_quiet)
}

#[test]
fn only_a_message_that_is_nothing_else_counts() {
    for (says, quiet) in [
        ("STOP", true),
        ("Stop.", true),
        ("stop!!", true),
        ("unsubscribe", true),
        ("रोकें", true),
        ("बंद करो", true),
        ("मैसेज मत भेजो", true),
        ("message mat bhejo", true),
        ("do not write to me", true),
        ("Don't write to me", true),
        ("उसे रोकें", false),
        ("stop him", false),
        ("please stop my husband from beating me", false),
        ("पेंशन बंद कर दी है", false),
        ("बिजली बंद है", false),
        ("status", false),
        ("बचाओ", false),
    ] {
        let mut line = Helpline::new();
        line.register(Category::Department);
        line.she_writes(says);
        assert_eq!(is_quiet(&line), quiet, "{says}");
    }
}

#[test]
fn she_is_told_once_how_to_undo_it_and_undoes_it() {
    let mut line = Helpline::new();
    line.register(Category::Pension);
    assert_eq!(line.she_writes("STOP"), [prompts::say(texts::quiet(Language::Hindi))]);
    assert!(line.she_writes("STOP").is_empty());
    assert_eq!(line.she_writes("START"), [prompts::say(texts::quiet_no_more(Language::Hindi))]);
    assert!(!is_quiet(&line));
    for says in ["शुरू", "write to me", "START"] {
        line.she_writes("stop");
        line.she_writes(says);
        assert!(!is_quiet(&line), "{says}");
    }
    // Of who never said 'stop' it asks for a new complaint, as ever.
    assert!(Helpline::new().she_writes("start")[0].options.choices().len() > 3);
}

#[test]
fn what_we_begin_is_withheld_and_what_she_asks_is_answered() {
    let mut line = Helpline::new();
    line.register(Category::Pension);
    line.she_writes("STOP");
    line.officer_does(Action::Ask { text: "पासबुक?".to_owned() }).expect("an officer may ask");
    assert!(line.told_her().is_empty(), "the question is held");
    assert!(line.happenings().contains(&Happening::Withheld), "the officer reads so");
    assert_eq!(line.she_writes("status").len(), 2, "the question, and what she asked");
    assert_eq!(line.she_writes("यह रही पासबुक").len(), 1);
    line.officer_disposes();
    assert!(line.told_her().is_empty(), "'is it solved?' is held");
    assert_eq!(
        line.she_writes("मेरा काम हुआ क्या?"),
        [prompts::ask_solved(Language::Hindi, &line.complaint().reference)]
    );
    line.now += TimeDelta::days(8);
    line.sweep();
    assert!(line.told_her().is_empty(), "so is the closure by the clock");
    assert_eq!(line.she_writes("बचाओ"), [prompts::distress(Language::Hindi)]);
}

#[test]
fn a_registration_is_an_answer_but_not_after_stop() {
    let told = |says: &[&str]| {
        let mut line = Helpline::new();
        for words in says {
            line.she_writes(words);
        }
        line.now += TimeDelta::hours(2);
        line.sweep();
        assert_eq!(line.state.complaints.len(), 1, "{says:?}");
        line.told_her().len()
    };
    let story = "मेरी पेंशन तीन महीने से नहीं आई है";
    assert_eq!(told(&[story]), 1);
    assert_eq!(told(&["stop", story]), 1, "she wrote after it");
    assert_eq!(told(&[story, "stop"]), 0, "her last word was stop; her words are registered");
}

#[test]
fn her_provider_tells_twice_and_out_of_order() {
    let mut line = Helpline::new();
    let tell = |line: &mut Helpline, wanted: bool, minutes: i64| {
        let at = Some(tuesday() + TimeDelta::minutes(minutes));
        line.decide(Event::WishTold { wanted, at }).expect("no officer's action")
    };
    assert!(tell(&mut line, false, 0).is_empty(), "nobody is known");
    line.register(Category::Pension);
    line.now += TimeDelta::hours(1);
    tell(&mut line, false, 10);
    assert!(is_quiet(&line));
    assert!(tell(&mut line, false, 10).is_empty(), "twice");
    assert!(tell(&mut line, true, 5).is_empty(), "older");
    tell(&mut line, true, 20);
    assert!(!is_quiet(&line));
    assert!(tell(&mut line, false, 10).is_empty(), "redelivered after she changed her mind");
    tell(&mut line, false, 100_000);
    assert!(is_quiet(&line));
    line.now += TimeDelta::minutes(1);
    line.she_writes("start");
    assert!(!is_quiet(&line), "a time in the future is no longer than now");
}

#[test]
fn who_told_twilio_is_not_told_by_us() {
    let mut line = Helpline::new();
    line.register(Category::Pension);
    assert!(line.she_taps("write:stop").is_empty());
    assert!(is_quiet(&line));
    assert_eq!(line.she_taps("write:start").len(), 1);
}
