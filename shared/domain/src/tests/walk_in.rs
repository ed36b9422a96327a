//! What is brought to the desk is registered as what is written.

use super::*;
use crate::complaint::{Actor, Happening};
use crate::event::Event;
use crate::message::{Channel, MessageKind, Provider, Sender};
use crate::policy::tests::lucknow;
use crate::reference::Reference;
use crate::{decide, register as registration};

fn walk_in(category: Category, text: &str) -> WalkIn {
    let message = InboundMessage {
        provider: Provider::Desk,
        channel: Channel::Desk,
        provider_message_id: "form-1".into(),
        receiver: "desk".into(),
        sender: Sender::phone("+919000000123"),
        kind: MessageKind::Text,
        text: Some(text.to_owned()),
        choice: None,
        media_id: None,
        media_type: None,
        media_count: 0,
        further_media: Vec::new(),
        location: None,
        reply_to: None,
        subject: None,
        verdicts: None,
        raw: None,
        sent_at: None,
    };
    WalkIn {
        message,
        language: Language::English,
        category,
        area: None,
        urgent: false,
        minor: false,
        accused: Vec::new(),
        by: OfficerId::new("cell-1"),
    }
}

fn brought(walk_in: WalkIn) -> Decision {
    let fresh = Reference::generate("LKO", 7).unwrap();
    let now = "2026-12-01T04:30:00Z".parse().unwrap();
    let context = Context { policy: lucknow(), now, fresh_reference: &fresh };
    decide(&State::default(), Event::WalkInRegistered(Box::new(walk_in)), &context).unwrap()
}

#[test]
fn the_clock_and_the_officer_are_those_of_a_message() {
    let now = "2026-12-01T04:30:00Z".parse().unwrap();
    for category in Category::ALL {
        let decision = brought(walk_in(category, "Widow pension has not come for months"));
        let [complaint] = &decision.complaints[..] else { panic!("{category}") };
        assert_eq!(complaint.due_at, registration::deadline(lucknow(), category, now).due_at, "{category}");
        assert_eq!(complaint.officer, lucknow().route(category, None, now).id, "{category}");
        let first = &decision.history[0];
        assert_eq!(
            (first.event, &first.actor),
            (Happening::Registered, &Actor::Officer(OfficerId::new("cell-1")))
        );
        assert_eq!(decision.messages[0].complaint.as_ref(), Some(&complaint.reference));
    }
}

#[test]
fn what_is_ticked_and_what_is_said_count_both() {
    let ticked = WalkIn { urgent: true, minor: true, ..walk_in(Category::Violence, "please help") };
    let decision = brought(ticked);
    assert!(decision.complaints[0].urgent && decision.complaints[0].minor);
    let named = Accused::Officer(OfficerId::new("pension-city"));
    let accuses = WalkIn { accused: vec![named], ..walk_in(Category::Pension, "he wants money") };
    let decision = brought(accuses);
    assert_ne!(decision.complaints[0].officer.as_str(), "pension-city");
}

#[test]
fn her_debug_says_nothing_of_her() {
    let shown = format!("{:?}", walk_in(Category::Violence, "MARKER"));
    assert!(!shown.contains("MARKER") && !shown.contains("9000000123"));
}
