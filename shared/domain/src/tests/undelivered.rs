//! What follows from a message that did not reach her.

use proptest::prelude::*;

use super::*;
use crate::Category;
use crate::decision::Decision;
use crate::event::{Action, Event};
use crate::message::Provider;
use crate::testing::{Helpline, ist};

fn failure(id: u32, reason: FailureReason, code: &str) -> Failure {
    Failure { provider: Provider::Meta, id: format!("wamid.{id}"), reason, code: Some(code.to_owned()) }
}

fn fail(line: &mut Helpline, failures: Vec<Failure>) -> Decision {
    line.decide(Event::MessagesFailed(failures)).expect("no officer's action")
}

/// The effects of a decision in a word each.
fn words_of(decision: &Decision) -> Vec<&'static str> {
    let word = |effect: &Effect| match effect {
        Effect::SendSmsToHer(_) => "sms",
        Effect::SendMessage(sent) if sent.not_before.is_some() => "later",
        Effect::SendMessage(_) => "template",
        _ => "other",
    };
    decision.effects.iter().map(word).collect()
}

#[test]
fn each_reason_has_its_consequence() {
    use FailureReason::{OptedOut, RateLimited, Unreachable, WindowClosed};
    for (reasons, expected) in [
        (&[Unreachable][..], &["sms"][..]),
        (&[WindowClosed], &["template"]),
        (&[RateLimited], &["later"]),
        (&[OptedOut], &[]),
        (&[Unreachable, Unreachable, WindowClosed], &["sms"]),
        (&[RateLimited, WindowClosed], &["template"]),
        (&[Unreachable, OptedOut], &[]),
    ] {
        let mut line = Helpline::new();
        line.register(Category::Pension);
        let failures = reasons.iter().zip(0..).map(|(reason, id)| failure(id, *reason, "7")).collect();
        let decision = fail(&mut line, failures);
        assert_eq!(words_of(&decision), expected, "{reasons:?}");
        assert_eq!(decision.failures.len(), reasons.len(), "each counts for ever");
        assert_eq!(decision.history.len(), reasons.len());
        let told = decision.history.iter().all(|it| it.event == Happening::MessageUndelivered);
        assert!(told && decision.history[0].text.as_deref() == Some("meta 7"));
    }
}

#[test]
fn the_sms_is_to_her_own_phone_and_names_her_number_alone() {
    let mut line = Helpline::new();
    let reference = line.register(Category::Violence);
    let decision = fail(&mut line, vec![failure(1, FailureReason::Unreachable, "131026")]);
    let [Effect::SendSmsToHer(sms)] = &decision.effects[..] else { panic!("{decision:?}") };
    assert_eq!((sms.to.as_str(), &sms.notice), ("+919000000001", &HerNotice::NewsWaits(reference)));
    assert!(!format!("{decision:?}").contains("9000000001"), "no number in a log");
}

#[test]
fn a_draft_has_a_number_too_and_who_never_wrote_has_none() {
    let mut line = Helpline::new();
    let unreachable = || vec![failure(1, FailureReason::Unreachable, "131026")];
    assert!(fail(&mut line, unreachable()).is_empty());
    line.she_writes("मेरी पेंशन तीन महीने से नहीं आई है");
    assert_eq!(words_of(&fail(&mut line, unreachable())), ["sms"]);
    line.she_writes("cancel");
    let decision = fail(&mut line, unreachable());
    assert!(decision.effects.is_empty() && decision.failures.len() == 1);
}

#[test]
fn without_her_phone_it_is_recorded() {
    let mut line = Helpline::new();
    let by_id = |message: &mut InboundMessage| {
        message.sender = crate::message::Sender { user_id: Some("IN.1".into()), ..Default::default() };
    };
    line.she_sends("मेरी पेंशन तीन महीने से नहीं आई है", by_id);
    line.she_sends("पेंशन", by_id);
    let decision = fail(&mut line, vec![failure(1, FailureReason::Unreachable, "131026")]);
    assert!(decision.effects.is_empty() && decision.failures.len() == 1);
}

#[test]
fn a_template_is_tried_once_and_later_is_tried_three_times() {
    let mut line = Helpline::new();
    line.register(Category::Pension);
    let mut said = Vec::new();
    for (id, reason) in [
        (1, FailureReason::WindowClosed),
        (2, FailureReason::WindowClosed),
        (3, FailureReason::RateLimited),
        (4, FailureReason::RateLimited),
        (5, FailureReason::RateLimited),
        (6, FailureReason::RateLimited),
    ] {
        said.extend(words_of(&fail(&mut line, vec![failure(id, reason, "x")])));
    }
    assert_eq!(said, ["template", "sms", "later", "later", "later", "sms"]);
    let waits: Vec<i64> = line
        .effects
        .iter()
        .filter_map(|(at, effect)| Some((effect.not_before()? - *at).num_minutes()))
        .collect();
    assert_eq!(waits, [15, 60, 240]);
}

#[test]
fn sms_to_her_come_to_an_end_until_she_writes() {
    let mut line = Helpline::new();
    line.register(Category::Pension);
    let told = |line: &mut Helpline| -> usize {
        let decisions = (0..20).map(|id| fail(line, vec![failure(id, FailureReason::Unreachable, "x")]));
        decisions.map(|decision| decision.effects.len()).sum()
    };
    assert_eq!(told(&mut line), usize::from(MOST_SMS));
    line.she_writes("status");
    assert_eq!(told(&mut line), usize::from(MOST_SMS));
}

#[test]
fn what_she_may_not_have_seen_is_not_answered_by_one_or_yes() {
    for says in ["1", "हाँ", "2", "नहीं"] {
        let mut line = Helpline::new();
        let reference = line.register(Category::Pension);
        line.officer_disposes();
        fail(&mut line, vec![failure(1, FailureReason::Unreachable, "131026")]);
        let shown = line.she_writes(says);
        assert_eq!(shown, [prompts::ask_solved(crate::Language::Hindi, &reference)], "{says}");
        assert_eq!(line.complaint().status, Status::Disposed, "{says}");
        // Now she has seen it.
        line.she_writes("1");
        assert_eq!(line.complaint().status, Status::Closed, "{says}");
    }
}

#[test]
fn a_question_that_she_may_not_have_seen_is_put_before_her_words_answer_it() {
    let mut line = Helpline::new();
    let reference = line.register(Category::Pension);
    let text = "पासबुक की फ़ोटो है?".to_owned();
    line.officer_does(Action::Ask { text: text.clone() }).expect("she can be asked");
    fail(&mut line, vec![failure(1, FailureReason::Unreachable, "131026")]);
    let shown = line.she_writes("कब तक होगा मेरा काम");
    assert_eq!(shown, [prompts::question(crate::Language::Hindi, &reference, &text)]);
    assert_eq!(line.complaint().status, Status::AwaitingComplainant);
    line.she_writes("हाँ, भेज रही हूँ");
    assert_ne!(line.complaint().status, Status::AwaitingComplainant);
}

#[test]
fn a_cry_for_help_is_answered_whatever_she_missed() {
    let mut line = Helpline::new();
    line.register(Category::Pension);
    fail(&mut line, vec![failure(1, FailureReason::Unreachable, "131026")]);
    assert_eq!(line.she_writes("112"), [prompts::distress(crate::Language::Hindi)]);
}

#[test]
fn in_a_draft_one_asks_for_the_question_again() {
    let mut line = Helpline::new();
    line.she_writes("मेरी बात सुनिए");
    fail(&mut line, vec![failure(1, FailureReason::Unreachable, "131026")]);
    let asked = line.she_writes("1");
    assert_eq!(asked.len(), 1);
    let draft = line.state.complainant.as_ref().and_then(|her| her.draft.as_ref());
    assert!(draft.is_some_and(|draft| draft.category.is_none()), "nothing was chosen");
}

#[test]
fn a_closed_complaint_gains_no_line_and_its_clock_is_as_it_was() {
    let mut line = Helpline::new();
    line.register(Category::Pension);
    line.officer_disposes();
    line.she_taps(&format!("solved_yes:{}", line.complaint().reference));
    let before = line.complaint().clone();
    line.now = ist("2026-12-02 10:00");
    fail(&mut line, vec![failure(1, FailureReason::Unreachable, "131026")]);
    assert_eq!(*line.complaint(), before);
}

proptest! {
    /// Whatever fails in whatever order: one consequence a body at most, no
    /// date moved, nothing sent against her wish.
    #[test]
    fn one_body_has_one_consequence(bodies in prop::collection::vec(prop::collection::vec(0..4_u8, 1..5), 1..8), quiet: bool) {
        let mut line = Helpline::new();
        line.register(Category::Scheme);
        if quiet {
            line.she_writes("STOP");
        }
        let due_at = line.complaint().due_at;
        let mut id = 0;
        for body in bodies {
            let failures: Vec<Failure> = body.iter().map(|n| {
                id += 1;
                let reason = [FailureReason::RateLimited, FailureReason::WindowClosed, FailureReason::Unreachable, FailureReason::OptedOut][usize::from(*n)];
                failure(id, reason, "1")
            }).collect();
            let decision = fail(&mut line, failures);
            let is_quiet = line.state.complainant.as_ref().is_some_and(Complainant::is_quiet);
            prop_assert!(decision.effects.len() <= usize::from(!is_quiet));
            prop_assert_eq!(line.complaint().due_at, due_at);
        }
    }
}
