//! One woman with two names.

use crate::complainant::Complainant;
use crate::decision::State;
use crate::event::{Event, IdentitiesJoined};
use crate::message::Sender;
use crate::testing::{Helpline, reference};
use crate::{Category, complaint::Happening};

const ID: &str = "IN.1349";

/// What a woman known by her user id alone has.
fn by_id(play: impl FnOnce(&mut Helpline)) -> State {
    let mut helpline = Helpline::new();
    // References of her own.
    helpline.numbers = 1_000;
    play(&mut helpline);
    let her = helpline.state.complainant.as_mut().unwrap();
    her.address.to = Sender { user_id: Some(ID.to_owned()), ..Sender::default() };
    helpline.state
}

/// A woman known by her number, and then both.
fn joined(by_number: impl FnOnce(&mut Helpline), by_id: State) -> Helpline {
    let mut helpline = Helpline::new();
    by_number(&mut helpline);
    helpline.wait(5);
    helpline.state.complaints.extend(by_id.complaints);
    let other: Complainant = by_id.complainant.unwrap();
    let mut address = other.address.clone();
    address.to.phone = Some("+919000000001".to_owned());
    let other_key = "00ff".to_owned();
    let event = Event::IdentitiesJoined(IdentitiesJoined { other: Box::new(other), other_key, address });
    helpline.decide(event).unwrap();
    helpline
}

fn her(helpline: &Helpline) -> &Complainant {
    helpline.state.complainant.as_ref().unwrap()
}

#[test]
fn complaints_of_both_are_hers_and_both_names_are_known() {
    let by_id = by_id(|helpline| drop(helpline.register(Category::Pension)));
    let helpline = joined(|helpline| drop(helpline.register(Category::Scheme)), by_id);
    assert_eq!(helpline.state.complaints.len(), 2);
    assert_eq!(her(&helpline).also, ["00ff"]);
    let to = &her(&helpline).address.to;
    assert_eq!((to.phone.as_deref(), to.user_id.as_deref()), (Some("+919000000001"), Some(ID)));
    assert!(helpline.told_her().is_empty());
}

#[test]
fn a_draft_under_the_other_name_is_carried_over() {
    let by_id = by_id(|helpline| drop(helpline.she_writes("मलिहाबाद में पेंशन छह महीने से नहीं आई")));
    let draft = by_id.complainant.as_ref().unwrap().draft.clone();
    assert!(draft.is_some());
    let helpline = joined(|helpline| drop(helpline.register(Category::Scheme)), by_id);
    assert_eq!(her(&helpline).draft, draft);
    assert_eq!(helpline.state.complaints.len(), 1);
}

#[test]
fn of_two_drafts_the_one_left_longer_is_registered_as_it_stands() {
    let by_id = by_id(|helpline| drop(helpline.she_writes("मलिहाबाद में पेंशन छह महीने से नहीं आई")));
    let older = by_id.complainant.as_ref().unwrap().draft.clone().unwrap();
    let newer = |helpline: &mut Helpline| {
        helpline.wait(1);
        helpline.she_writes("राशन कार्ड नहीं बन रहा, तीन बार गई");
    };
    let helpline = joined(newer, by_id);
    assert_eq!(helpline.complaint().reference, older.reference);
    let kept = her(&helpline).draft.clone().unwrap();
    assert_ne!(kept.reference, older.reference);
    assert!(helpline.history.iter().any(|entry| entry.event == Happening::Registered));
    assert_eq!(helpline.told_officers().len(), 1);
    assert!(helpline.told_her()[0].text.contains(older.reference.as_str()));
}

#[test]
fn of_two_held_questions_none_is_lost() {
    let hold = |helpline: &mut Helpline| {
        helpline.register(Category::Pension);
        helpline.officer_does(crate::event::Action::Acknowledge).unwrap();
        helpline.wait(60 * 25);
        helpline.officer_does(crate::event::Action::Ask { text: "कौन सा महीना?".to_owned() }).unwrap();
    };
    let by_id = by_id(hold);
    assert!(by_id.complainant.as_ref().unwrap().held_question.is_some());
    let theirs = by_id.complaints[0].reference.clone();
    let helpline = joined(hold, by_id);
    let held = her(&helpline).held_question.clone().unwrap();
    assert_ne!(held.reference, theirs);
    assert!(helpline.told_her()[0].text.contains(theirs.as_str()));
    assert_ne!(reference(1), theirs);
}
