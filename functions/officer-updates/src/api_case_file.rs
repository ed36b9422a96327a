//! A complaint and its case as JSON: as much of it as the holder of the link sees.

use domain::KeptMessage;
use domain::complaint::{Actor, HistoryEntry};
use domain::media::{Media, MediaState};
use helpline::act::Case;
use helpline::others::Other;
use helpline::ports::CaseFile;
use serde::Serialize;

use crate::api::moment;
use crate::api_shapes::{
    self as shapes, Asked, Complaint, File, Happened, Message, Moved, Particulars, Place,
};
use crate::page_said::file_address;
use crate::perform::{Sight, allowed, is_theirs, sight};

/// A name on the wire, as it is stored.
pub(crate) fn name(value: &impl Serialize) -> String {
    let written = serde_json::to_value(value).ok();
    written.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The complaint as it stands. Who has no part in it any more learns only
/// where it went.
pub(crate) fn complaint(case: &Case) -> Complaint {
    let complaint = &case.complaint;
    let seen = sight(case) != Sight::Nothing;
    Complaint {
        reference: complaint.reference.to_string(),
        status: name(&complaint.status),
        level: complaint.level.number(),
        version: complaint.version,
        officer: complaint.officer.as_str().to_owned(),
        yours: is_theirs(case),
        due_at: moment(complaint.due_at),
        registered_at: moment(complaint.registered_at),
        particulars: if seen { particulars(case) } else { Particulars::default() },
    }
}

fn particulars(case: &Case) -> Particulars {
    let complaint = &case.complaint;
    let course = &complaint.course;
    Particulars {
        category: Some(complaint.category.as_str().to_owned()),
        area: complaint.area.as_ref().map(|area| area.as_str().to_owned()),
        urgent: Some(complaint.urgent),
        minor: Some(complaint.minor),
        outcome: complaint.outcome.as_ref().map(name),
        acknowledged_at: complaint.acknowledged_at.map(moment),
        first_action_at: complaint.first_action_at.map(moment),
        disposed_at: complaint.disposed_at.map(moment),
        actions: Some(allowed(case).into_iter().map(str::to_owned).collect()),
        paused_until: course.pause.filter(|pause| !pause.over).map(|pause| moment(pause.until)),
        request: course
            .request
            .as_ref()
            .map(|request| Asked { due_at: moment(request.due_at), by: request.by.as_str().to_owned() }),
        number_owed: course.hand_off.map(|hand_off| hand_off.to.as_str().to_owned()),
        call_back: course.call_back.map(|found| found.as_str().to_owned()),
        merged_into: complaint.merged_into().map(ToString::to_string),
        with: Some(course.with.iter().map(ToString::to_string).collect())
            .filter(|it: &Vec<_>| !it.is_empty()),
    }
}

/// The complaint with what she said, how to call her, and what happened; for who
/// sees its course only, without her words, her number and officers' texts.
pub(crate) fn case_file(case: &Case, file: &CaseFile, others: &[Other]) -> shapes::CaseFile {
    let whole = sight(case) == Sight::Whole;
    let her = case.state.complainant.as_ref().filter(|_| whole);
    let messages = file.messages.iter().filter(|_| whole);
    let mut history: Vec<Happened> = file.history.iter().map(happening).collect();
    if !whole {
        history.iter_mut().for_each(|line| line.text = None);
    }
    shapes::CaseFile {
        complaint: complaint(case),
        phone: her.and_then(|her| her.address.to.phone.clone()),
        messages: messages.map(|kept| message(case, file, kept)).collect(),
        history,
        others: others.iter().filter(|_| whole).map(other).collect(),
    }
}

fn other(other: &Other) -> shapes::Other {
    let complaint = &other.complaint;
    shapes::Other {
        reference: complaint.reference.to_string(),
        status: name(&complaint.status),
        category: complaint.category.as_str().to_owned(),
        registered_at: moment(complaint.registered_at),
        token: other.token.clone(),
    }
}

fn message(case: &Case, file: &CaseFile, kept: &KeptMessage) -> Message {
    let message = &kept.message;
    let files: Vec<File> = file.media_of(message).into_iter().map(|it| media(case, it)).collect();
    Message {
        kind: name(&message.kind),
        text: message.text.clone(),
        subject: message.subject.clone(),
        choice: message.choice.clone(),
        media_type: message.media_type.clone(),
        has_media: message.media_id.is_some(),
        media: files.first().cloned(),
        files,
        location: message
            .location
            .map(|place| Place { latitude: place.latitude, longitude: place.longitude }),
        received_at: moment(kept.received_at),
    }
}

/// Her file: where it is shown to who has the session, or why it is not.
fn media(case: &Case, media: Option<&Media>) -> File {
    match media.map(|media| &media.state) {
        None | Some(MediaState::Recorded) => File { state: "fetching".to_owned(), ..File::default() },
        Some(MediaState::Failed { why }) => {
            File { state: "failed".to_owned(), why: Some(name(why)), ..File::default() }
        }
        Some(MediaState::Stored { object, bytes, kind }) => File {
            state: "stored".to_owned(),
            why: None,
            kind: Some(kind.content_type().to_owned()),
            bytes: Some(*bytes),
            href: Some(file_address(&case.token, object)),
        },
    }
}

fn happening(entry: &HistoryEntry) -> Happened {
    let actor = match &entry.actor {
        Actor::Officer(officer) => officer.as_str(),
        Actor::Complainant => "complainant",
        Actor::Clock => "clock",
        Actor::Provider => "provider",
    };
    Happened {
        event: name(&entry.event),
        at: moment(entry.at),
        actor: actor.to_owned(),
        officer: entry.officer.as_ref().map(|officer| officer.as_str().to_owned()),
        level: entry.level.map(domain::EscalationLevel::number),
        code: entry.code.clone(),
        due: entry.due.map(|due| Moved { old: moment(due.old), new: moment(due.new) }),
        other: entry.other.as_ref().map(ToString::to_string),
        text: entry.text.clone(),
    }
}
