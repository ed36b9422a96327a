//! A case as plain data, for the tests of what is shown of it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::complainant::Complainant;
use domain::complaint::{Actor, Complaint, Fired, Happening, HistoryEntry, Status};
use domain::message::{Channel, InboundMessage, Location, MessageKind, Provider, ReplyAddress, Sender};
use domain::policy::Policy;
use domain::{AreaId, Category, EscalationLevel, KeptMessage, Reference, State};
use helpline::PersonKey;
use helpline::act::Case;
use helpline::ports::{CaseFile, LinkState};

/// Her number, which must show after the PIN only.
pub(crate) const PHONE: &str = "+919000000123";
/// A file's id at the provider, which must never show.
pub(crate) const MEDIA: &str = "media-id-881";

/// Ten in the morning of 1 December 2026 in India.
pub(crate) fn now() -> DateTime<Utc> {
    "2026-12-01T04:30:00Z".parse().unwrap()
}

/// A certificate, registered now and not acknowledged, with its officer.
pub(crate) fn case() -> Case {
    let policy = Policy::from_toml(include_str!("../../../../shared/domain/policy/lucknow.toml")).unwrap();
    let officer = policy.route(Category::Certificate, None, now()).clone();
    let complaint = complaint(&policy, officer.id.clone());
    let to = Sender::phone(PHONE);
    let address = ReplyAddress {
        provider: Provider::Meta,
        channel: Channel::Whatsapp,
        from: "1".to_owned(),
        to,
        thread: None,
    };
    let state =
        State { complainant: Some(Complainant::new(address, now())), complaints: vec![complaint.clone()] };
    Case {
        token: "tok".to_owned(),
        person: PersonKey { cell: policy.cell.id.clone(), hash: "00".to_owned() },
        policy: Arc::new(policy),
        officer,
        complaint,
        state,
        link: LinkState::default(),
        with_others: false,
    }
}

fn complaint(policy: &Policy, officer: domain::OfficerId) -> Complaint {
    Complaint {
        version: 3,
        key: None,
        reference: Reference::generate("LKO", 42).unwrap(),
        cell: policy.cell.id.clone(),
        category: Category::Certificate,
        area: policy.areas.first().map(|area| AreaId::new(area.id.as_str())),
        status: Status::Registered,
        registered_at: now(),
        due_at: "2026-12-07T11:30:00Z".parse().unwrap(),
        officer,
        stand_ins: Vec::new(),
        readers: Vec::new(),
        level: EscalationLevel::OFFICER,
        escalations: Vec::new(),
        terms: policy.sla(Category::Certificate),
        policy_version: policy.version.clone(),
        acknowledged_at: None,
        first_action_at: None,
        disposed_at: None,
        outcome: None,
        fired: Fired::default(),
        daily_at: None,
        last_action: None,
        urgent: false,
        minor: false,
        accused: Vec::new(),
        course: domain::course::Course::default(),
    }
}

/// One message of each kind with these words, and a line of history with them.
pub(crate) fn file(case: &Case, words: &str) -> CaseFile {
    let kinds = [
        MessageKind::Text,
        MessageKind::Image,
        MessageKind::Audio,
        MessageKind::Location,
        MessageKind::Unsupported,
        MessageKind::Button,
    ];
    let messages = kinds.into_iter().map(|kind| KeptMessage {
        message: message(kind, words),
        complaint: Some(case.complaint.reference.clone()),
        received_at: now(),
    });
    let history = vec![HistoryEntry {
        reference: case.complaint.reference.clone(),
        event: Happening::NoteAdded,
        at: now(),
        actor: Actor::Officer(case.officer.id.clone()),
        officer: None,
        level: None,
        code: None,
        due: None,
        other: None,
        text: Some(words.to_owned()),
    }];
    CaseFile { messages: messages.collect(), history, media: Vec::new() }
}

fn message(kind: MessageKind, words: &str) -> InboundMessage {
    InboundMessage {
        provider: Provider::Meta,
        channel: Channel::Whatsapp,
        provider_message_id: "wamid.1".to_owned(),
        receiver: "1".to_owned(),
        sender: Sender::phone(PHONE),
        kind,
        text: Some(words.to_owned()),
        choice: None,
        media_id: kind.is_media().then(|| MEDIA.to_owned()),
        media_type: kind.is_media().then(|| "image/jpeg".to_owned()),
        media_count: 0,
        further_media: Vec::new(),
        location: (kind == MessageKind::Location)
            .then_some(Location { latitude: 26.8467, longitude: 80.9462 }),
        reply_to: None,
        subject: None,
        verdicts: None,
        raw: None,
        sent_at: None,
    }
}
