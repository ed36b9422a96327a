//! What holds of every decision, whatever led to it: held by the in-memory
//! helpline after each event, so that every test of the core tests these too.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::access;
use crate::alarm;
use crate::complaint::{Complaint, Status};
use crate::decision::{Decision, State};
use crate::effect::{Effect, Notice, OfficerSms, SendMessage};
use crate::event::{Action, Event};
use crate::media::Media;
use crate::outgoing::{Choice, Options, Outgoing};
use crate::policy::tests::lucknow;

/// Holds one decision against all rules; panics with the rule that is broken.
pub(crate) fn hold(before: &State, event: &Event, decision: &Decision, after: &State, now: DateTime<Utc>) {
    message_is_kept_once(event, decision);
    versions_grow_by_one(before, decision);
    for complaint in &decision.complaints {
        complaint_is_whole(complaint);
        if let Some(old) = before.complaint(&complaint.reference) {
            promise_stands(old, complaint, event, decision);
            nothing_is_undone(old, complaint, now);
            edge_is_allowed(old, event, complaint, after, now);
        }
    }
    merged_are_answered(after);
    for entry in &decision.history {
        assert!(after.complaint(&entry.reference).is_some(), "history of an unknown complaint");
        assert_eq!(entry.at, now, "history of another time");
    }
    for effect in &decision.effects {
        match effect {
            Effect::SendSms(sms) => sms_is_clean(sms, after),
            Effect::SendMessage(sent) => answer_is_sendable(sent, after),
            Effect::FetchMedia(media) => file_is_of_a_message(media, decision),
            Effect::SendSmsToHer(_) => {}
            other @ (Effect::SendList(_) | Effect::AnswerOfficer(_)) => panic!("no decision makes {other:?}"),
        }
    }
}

fn file_is_of_a_message(media: &Media, decision: &Decision) {
    let of = decision.messages.iter().flat_map(Media::of);
    assert_eq!(of.filter(|it| it == media).count(), 1, "a file is fetched once, for its message");
}

fn message_is_kept_once(event: &Event, decision: &Decision) {
    let kept: Vec<_> = decision.messages.iter().map(|kept| &kept.message).collect();
    let received = match event {
        Event::MessageReceived(message) => vec![message.as_ref()],
        _ => Vec::new(),
    };
    assert!(kept == received, "a message is kept as it came, and only where one came");
}

fn versions_grow_by_one(before: &State, decision: &Decision) {
    let mut seen = BTreeSet::new();
    for complaint in &decision.complaints {
        assert!(seen.insert(&complaint.reference), "one complaint put twice in a decision");
        let old = before.complaint(&complaint.reference).map_or(0, |old| old.version);
        assert_eq!(complaint.version, old + 1, "a complaint's version");
    }
    if let Some(her) = &decision.complainant {
        let old = before.complainant.as_ref().map_or(0, |old| old.version);
        assert_eq!(her.version, old + 1, "her version");
    }
}

/// Small, and never without an alarm while anything is owed.
fn complaint_is_whole(complaint: &Complaint) {
    let size = serde_json::to_vec(complaint).expect("a complaint is JSON").len();
    assert!(size < 1024, "a complaint of {size} bytes");
    let alarm = alarm::next(complaint, lucknow().timers.silence_days);
    assert_eq!(alarm.is_none(), complaint.status.is_closed(), "an alarm while it is not closed");
    if let Some((at, _)) = alarm {
        assert!(at < DateTime::<Utc>::MAX_UTC, "an alarm at a finite time");
    }
}

/// What was promised at registration is never rewritten: only consent and a
/// declared holiday move a limit outward, only another category moves it inward
/// and changes the terms, and each time the history has both.
fn promise_stands(old: &Complaint, new: &Complaint, event: &Event, decision: &Decision) {
    let action = match event {
        Event::OfficerActed(acted) => acted.action.name(),
        _ => "",
    };
    if old.due_at != new.due_at {
        let moves = decision.history.iter().filter_map(|entry| entry.due);
        let told = moves.filter(|due| (due.old, due.new) == (old.due_at, new.due_at)).count();
        assert_eq!(told, 1, "due_at moved from {} to {} unrecorded", old.due_at, new.due_at);
        match action {
            "consent" => assert_eq!(old.course.request.as_ref().map(|it| it.due_at), Some(new.due_at)),
            "reclassify" => assert!(new.due_at < old.due_at, "another category, a later limit"),
            // The stricter of two limits.
            "merge" => assert!(new.due_at < old.due_at, "merged, and a later limit"),
            _ => panic!("due_at moved by {event:?}"),
        }
    }
    assert_eq!(old.registered_at, new.registered_at, "registered_at moved");
    assert_eq!(old.reference, new.reference, "another complaint");
    if action != "reclassify" {
        assert_eq!((&old.terms, old.category), (&new.terms, new.category), "terms changed");
    }
    assert!(old.level <= new.level, "the level fell");
    assert!(new.escalations.starts_with(&old.escalations), "escalations were rewritten");
    assert!(new.escalations.is_sorted_by(|a, b| a.level < b.level), "a level was climbed to twice");
}

/// A merged complaint has one that answers for it and knows of it: open while it
/// is open, and not merged itself.
fn merged_are_answered(after: &State) {
    for later in &after.complaints {
        let Some(into) = later.merged_into() else { continue };
        let Some(earlier) = after.complaint(into) else { continue };
        assert!(earlier.course.merged.is_none(), "merged into one that is merged");
        assert!(earlier.course.with.contains(&later.reference), "merged, and the other does not know");
        assert_eq!(earlier.status.is_closed(), later.status.is_closed(), "closed apart");
        assert!(earlier.registered_at <= later.registered_at, "merged into a later one");
    }
}

/// Milestones stay reached, and one pause of at most three days is all there is.
fn nothing_is_undone(old: &Complaint, new: &Complaint, now: DateTime<Utc>) {
    assert!(old.acknowledged_at <= new.acknowledged_at, "acknowledged, and not any more");
    assert!(old.first_action_at <= new.first_action_at, "acted, and not any more");
    assert!(old.course.transfers <= new.course.transfers, "transfers are forgotten");
    match (old.held_until(), new.held_until()) {
        (Some(old), Some(new)) => assert!(new <= old, "a pause grew"),
        (Some(_), None) => panic!("a pause is forgotten"),
        (None, Some(until)) => {
            assert!(until <= now + chrono::TimeDelta::days(3), "a pause until {until}");
            assert!(new.category != crate::Category::Violence && !new.urgent, "violence paused");
        }
        (None, None) => {}
    }
}

/// No complaint is disposed of without outcome and words, nor closed but by
/// her word or her silence of seven days.
fn edge_is_allowed(old: &Complaint, event: &Event, new: &Complaint, after: &State, now: DateTime<Utc>) {
    if old.status == new.status {
        return;
    }
    if old.course.merged.is_some() {
        // Only as and with the one that answers for it, whose own edge is held.
        let earlier = new.merged_into().and_then(|into| after.complaint(into));
        let earlier = earlier.expect("the complaint that answers for a merged one");
        assert_eq!((new.status, new.outcome), (earlier.status, earlier.outcome), "closed apart from it");
        assert!(new.status.is_closed() || old.status.is_closed(), "moved while merged: {:?}", new.status);
        assert!(!new.status.is_closed() || new.outcome.is_some(), "closed without an outcome");
        return;
    }
    match (new.status, event) {
        (Status::Registered, _) => panic!("registered again"),
        (Status::Closed, Event::MessageReceived(_)) => {
            assert!(matches!(old.status, Status::Disposed | Status::ClosedUnconfirmed), "closed undisposed");
        }
        (Status::Closed, _) => panic!("closed without her word"),
        (Status::ClosedUnconfirmed, Event::ComplaintAlarmRang { .. }) => {
            let disposed = old.disposed_at.expect("disposed of at some time");
            assert_eq!(old.status, Status::Disposed);
            assert!(now - disposed >= chrono::TimeDelta::days(7), "silence of {}", now - disposed);
        }
        (Status::ClosedUnconfirmed, _) => panic!("closed unconfirmed without silence"),
        (Status::Disposed, Event::OfficerActed(acted)) => match &acted.action {
            Action::Dispose { outcome, text } => {
                assert!(old.status.is_open() && !text.trim().is_empty());
                assert_eq!((new.outcome, new.disposed_at), (Some(*outcome), Some(now)));
            }
            other => panic!("disposed of by {other:?}"),
        },
        (Status::Disposed, _) => panic!("disposed of by nobody"),
        _ if old.status.is_closed() => {
            let called = matches!(event, Event::OfficerActed(acted) if acted.action.name() == "call_back");
            assert_eq!(old.status, Status::ClosedUnconfirmed, "her yes is undone");
            assert!(called || matches!(event, Event::MessageReceived(_)), "opened again by {event:?}");
        }
        _ => {}
    }
}

/// An SMS holds a notice, officers and a reference; whoever gets it exists and
/// has a link that opens.
fn sms_is_clean(sms: &OfficerSms, after: &State) {
    let json = serde_json::to_value(sms).expect("an SMS is JSON");
    for field in json.as_object().expect("an object").keys() {
        assert!(
            ["notice", "officer", "reference", "tried", "hold", "by"].contains(&field.as_str()),
            "SMS with {field}"
        );
    }
    let complaint = after.complaint(&sms.reference).expect("an SMS about a complaint that exists");
    // Whoever is above all hears that it was opened, and sees its course: to be
    // admitted by that would show them all, without a motive.
    let opens = match sms.notice {
        Notice::GlassBroken => access::officer_may(lucknow(), complaint, &sms.officer, access::READ),
        _ => complaint.admits(&sms.officer, lucknow()),
    };
    assert!(opens, "{} is told and has no link", sms.officer);
    assert!(lucknow().officer(&sms.officer).is_some_and(crate::roster::Officer::is_reachable));
}

fn answer_is_sendable(sent: &SendMessage, after: &State) {
    within_limits(&sent.message);
    let her = after.complainant.as_ref().expect("she exists");
    // News of what did not reach her may go as a template whatever the window.
    let template = sent.message.template.as_ref().is_some_and(|template| template.name == "news_waits");
    assert!(sent.to == her.address && (template || sent.window_until == her.window_until()));
    if let Some(template) = &sent.message.template {
        for parameter in &template.parameters {
            let named = parameter.parse().expect("a template parameter is a reference");
            let drafted = her.draft.as_ref().is_some_and(|draft| draft.reference == named);
            let exists = drafted || after.complaint(&named).is_some();
            assert!(exists, "a template about a complaint that exists");
        }
    }
}

/// The limits of the WhatsApp Cloud API, in characters and in UTF-16 units.
pub(crate) fn within_limits(message: &Outgoing) {
    let body = if message.options.is_none() { 4096 } else { 1024 };
    at_most(&message.text, body);
    let (most, title) = match &message.options {
        Options::None => return,
        Options::Buttons(_) => (3, 20),
        Options::List { button, .. } => {
            at_most(button, 20);
            (10, 24)
        }
    };
    let choices = message.options.choices();
    assert!((1..=most).contains(&choices.len()), "{} choices", choices.len());
    let ids: BTreeSet<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
    assert_eq!(ids.len(), choices.len(), "two choices with one id");
    for Choice { id, title: words, description } in choices {
        at_most(words, title);
        at_most(description.as_deref().unwrap_or("-"), 72);
        assert!(id.len() <= 200 && crate::prompts::Tap::read(id).is_some(), "{id} cannot be read back");
    }
}

fn at_most(text: &str, most: usize) {
    assert!(!text.trim().is_empty(), "an empty text");
    let units = text.encode_utf16().count();
    assert!(units <= most, "{units} of at most {most}: {text}");
}
