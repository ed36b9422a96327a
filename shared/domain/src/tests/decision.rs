//! Several decisions stored as one are what they were one after another.

use proptest::prelude::*;

use super::*;
use crate::Category;
use crate::decide;
use crate::event::Event;
use crate::testing::{Helpline, reference, text_message, tuesday};
use crate::testing_words::heard;

/// Her messages decided on one after another and folded, from this state.
fn folded(state: &State, texts: &[&str]) -> (Decision, State, Vec<Decision>) {
    let (mut whole, mut after, mut each) = (Decision::default(), state.clone(), Vec::new());
    for (number, text) in (100..).zip(texts) {
        let context = Context {
            policy: crate::policy::tests::lucknow(),
            now: tuesday(),
            fresh_reference: &reference(number),
        };
        let mut message = text_message(number, text);
        if text.contains(':') {
            message.choice = Some((*text).to_owned());
        }
        let next = decide(&after, Event::MessageReceived(Box::new(message)), &context).expect("no refusal");
        after.apply(&next);
        each.push(next.clone());
        whole = whole.then(next);
    }
    (whole, after, each)
}

fn told(decision: &Decision) -> Vec<String> {
    let hers = |effect: &Effect| match effect {
        Effect::SendMessage(sent) => Some(heard(&sent.message)),
        _ => None,
    };
    decision.effects.iter().filter_map(hers).collect()
}

#[test]
fn of_many_questions_the_last_is_put() {
    for (texts, expected) in [
        (&["नमस्ते"][..], &["notice received category?"][..]),
        // What must be read is not left out.
        (&["नमस्ते", "सुनिए"], &["notice received category?", "received category?"]),
        (&["नमस्ते", "सुनिए", "जी", "बहुत परेशान हूँ"], &["notice received category?", "received category?"]),
        (
            &["पति मारता है, जान का ख़तरा है", "जल्दी कीजिए"],
            &["helplines notice received category?", "received category?"],
        ),
        (&["bachao", "जल्दी"], &["distress", "received category?"]),
        (
            &["मेरी पेंशन तीन महीने से बंद है", "category:pension", "area:sadar", "register:yes", "और"],
            &["notice received category?", "registered", "joined"],
        ),
    ] {
        let (whole, _, _) = folded(&State::default(), texts);
        assert_eq!(told(&whole), expected, "{texts:?}");
        assert_eq!(whole.messages.len(), texts.len());
    }
}

#[test]
fn nothing_after_nothing_is_nothing() {
    assert!(Decision::default().then(Decision::default()).is_empty());
}

proptest! {
    /// The state, the messages, the history and every SMS are the same.
    #[test]
    fn together_as_one_after_another(
        texts in prop::collection::vec(prop::sample::select(vec![
            "नमस्ते", "bachao", "1", "2", "हाँ", "नहीं", "status", "menu", "cancel", "english",
            "category:pension", "area:sadar", "register:yes", "register:violence",
            "मेरी विधवा पेंशन तीन महीने से बंद है",
        ]), 0..8),
        disposed in any::<bool>(),
    ) {
        let mut line = Helpline::new();
        line.register(Category::Certificate);
        if disposed {
            line.officer_disposes();
        }
        let (whole, after, each) = folded(&line.state, &texts);
        let mut once = line.state.clone();
        once.apply(&whole);
        prop_assert_eq!(&once.complainant, &after.complainant);
        prop_assert_eq!(&once.complaints, &after.complaints);
        prop_assert_eq!(whole.messages.len(), texts.len());
        let history: Vec<_> = each.iter().flat_map(|decision| decision.history.clone()).collect();
        prop_assert!(whole.history == history);
        let sms = |decision: &Decision| -> Vec<Effect> {
            decision.effects.iter().filter(|effect| !effect.tells_her()).cloned().collect()
        };
        prop_assert_eq!(sms(&whole), each.iter().flat_map(sms).collect::<Vec<_>>());
        // Her last answer is the last answer.
        let last = each.iter().rev().find_map(|decision| decision.effects.iter().rev().find(|e| e.tells_her()));
        prop_assert_eq!(whole.effects.iter().rev().find(|effect| effect.tells_her()), last);
    }
}
