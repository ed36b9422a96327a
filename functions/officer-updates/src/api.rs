//! The same as JSON, under /v1: the complaint as it stands, and what went wrong
//! as a problem (RFC 9457).

use chrono::{DateTime, SecondsFormat, Utc};
use domain::complaint::{Actor, HistoryEntry};
use domain::media::{Media, MediaState};
use domain::{KeptMessage, Refused};
use helpline::act::Case;
use helpline::ports::CaseFile;
use serde_json::{Value, json};

use crate::headers::{Answer, JSON, PROBLEM};
use crate::page_case::file_address;
use crate::perform::{End, Granted, allowed, is_theirs};

/// A moment on the wire: RFC 3339, UTC, whole seconds.
pub(crate) fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The complaint as it stands. Who has no part in it any more learns only
/// where it went.
pub(crate) fn complaint(case: &Case) -> Value {
    let complaint = &case.complaint;
    let mut shown = json!({
        "reference": complaint.reference,
        "status": complaint.status,
        "level": complaint.level,
        "version": complaint.version,
        "officer": complaint.officer,
        "yours": is_theirs(case),
        "due_at": moment(complaint.due_at),
        "registered_at": moment(complaint.registered_at),
    });
    if is_theirs(case) {
        shown["category"] = json!(complaint.category);
        shown["area"] = json!(complaint.area);
        shown["urgent"] = json!(complaint.urgent);
        shown["minor"] = json!(complaint.minor);
        shown["outcome"] = json!(complaint.outcome);
        shown["acknowledged_at"] = json!(complaint.acknowledged_at.map(moment));
        shown["first_action_at"] = json!(complaint.first_action_at.map(moment));
        shown["disposed_at"] = json!(complaint.disposed_at.map(moment));
        shown["actions"] = json!(allowed(case));
        let course = &complaint.course;
        shown["paused_until"] =
            json!(course.pause.filter(|pause| !pause.over).map(|pause| moment(pause.until)));
        shown["request"] = json!(course.request.as_ref().map(|request| json!({
            "due_at": moment(request.due_at),
            "by": request.by,
        })));
        shown["number_owed"] = json!(course.hand_off.map(|hand_off| hand_off.to.as_str()));
        shown["call_back"] = json!(course.call_back.map(|found| found.as_str()));
    }
    shown
}

/// The complaint with what she said, how to call her, and what happened.
pub(crate) fn case_file(case: &Case, file: &CaseFile) -> Value {
    let mut shown = complaint(case);
    let her = case.state.complainant.as_ref();
    shown["phone"] = json!(her.and_then(|her| her.address.to.phone.as_deref()));
    shown["messages"] = file.messages.iter().map(|kept| message(case, file, kept)).collect();
    shown["history"] = file.history.iter().map(happening).collect();
    shown
}

fn message(case: &Case, file: &CaseFile, kept: &KeptMessage) -> Value {
    let message = &kept.message;
    let files: Vec<Value> = file.media_of(message).into_iter().map(|it| media(case, it)).collect();
    json!({
        "kind": message.kind,
        "text": message.text,
        "subject": message.subject,
        "choice": message.choice,
        "media_type": message.media_type,
        "has_media": message.media_id.is_some(),
        "media": files.first(),
        "files": files,
        "location": message.location,
        "received_at": moment(kept.received_at),
    })
}

/// Her file: where it is shown to who has the session, or why it is not.
fn media(case: &Case, media: Option<&Media>) -> Value {
    match media.map(|media| &media.state) {
        None | Some(MediaState::Recorded) => json!({"state": "fetching"}),
        Some(MediaState::Failed { why }) => json!({"state": "failed", "why": why}),
        Some(MediaState::Stored { object, bytes, kind }) => json!({
            "state": "stored",
            "type": kind.content_type(),
            "bytes": bytes,
            "href": file_address(&case.token, object),
        }),
    }
}

fn happening(entry: &HistoryEntry) -> Value {
    let actor = match &entry.actor {
        Actor::Officer(officer) => officer.as_str(),
        Actor::Complainant => "complainant",
        Actor::Clock => "clock",
        Actor::Provider => "provider",
    };
    json!({
        "event": entry.event,
        "at": moment(entry.at),
        "actor": actor,
        "officer": entry.officer,
        "level": entry.level,
        "code": entry.code,
        "due": entry.due.map(|due| json!({"old": moment(due.old), "new": moment(due.new)})),
        "text": entry.text,
    })
}

/// A success.
pub(crate) fn ok(body: &Value) -> Answer {
    Answer::new(200, JSON, body.to_string())
}

/// What went wrong; `detail` holds nothing personal.
pub(crate) fn problem(status: u16, name: &str, title: &str, detail: &str) -> Answer {
    problem_with(status, name, title, detail, json!({}))
}

fn problem_with(status: u16, name: &str, title: &str, detail: &str, more: Value) -> Answer {
    let mut body = json!({
        "type": format!("urn:helpline:problem:{name}"),
        "title": title,
        "status": status,
        "detail": detail,
    });
    if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
        body.extend(more);
    }
    Answer::new(status, PROBLEM, body.to_string())
}

/// Nothing was stored.
pub(crate) fn unavailable() -> Answer {
    problem(503, "unavailable", "Try again", "Nothing was stored; the same request may be made again.")
        .with("retry-after", "5".to_owned())
}

/// The body or the action cannot be understood.
pub(crate) fn malformed(detail: &str) -> Answer {
    problem(400, "malformed", "Malformed request", detail)
}

/// The answer to a press. `minted` is the session of one who opened it.
pub(crate) fn answer(end: End, minted: impl Fn(&Granted) -> (String, DateTime<Utc>)) -> Answer {
    match end {
        End::Opened(granted) => {
            let (session, expires_at) = minted(&granted);
            ok(&json!({"session": session, "expires_at": moment(expires_at)}))
        }
        End::Done(granted, _) => ok(&complaint(&granted.case)),
        End::NotFound => problem(404, "not-found", "Not found", "This link names no complaint."),
        End::NeedsPin(_) => problem(
            401,
            "pin-needed",
            "PIN needed",
            "Open a session with POST .../open and the PIN, or send the PIN with the action.",
        )
        .with("www-authenticate", "Bearer".to_owned()),
        End::WrongPin(_, left) => {
            let more = json!({"tries_left": left});
            problem_with(403, "wrong-pin", "Wrong PIN", "The PIN is wrong.", more)
        }
        End::Locked(_, until) => {
            let more = json!({"locked_until": moment(until)});
            problem_with(423, "locked", "Locked", "No PIN is taken now, after several wrong ones.", more)
        }
        End::NotTheirs(_) => problem(403, "not-yours", "Not yours", &Refused::NotYours.to_string()),
        End::Refused(granted, refused) => refusal(&granted.case, &refused),
    }
}

fn refusal(case: &Case, refused: &Refused) -> Answer {
    let (status, name) = match refused {
        Refused::Stale => (409, "stale"),
        Refused::NotYours => (403, "not-yours"),
        Refused::NoSuchComplaint => (404, "not-found"),
        Refused::NotNow { .. } => (422, "not-now"),
        Refused::Missing { .. } => (422, "missing"),
        Refused::TooLong { .. } => (422, "too-long"),
        Refused::NotForYou { .. } => (403, "not-for-you"),
        Refused::NeedsConsent => (422, "needs-consent"),
        Refused::Violence => (422, "violence"),
        Refused::Unfit { .. } => (422, "unfit"),
        Refused::NoSuchOfficer => (422, "no-such-officer"),
    };
    let more = json!({"version": case.complaint.version, "complaint_status": case.complaint.status, "complaint": complaint(case)});
    problem_with(status, name, "Not done", &refused.to_string(), more)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{MEDIA, PHONE, case, file, now};
    use domain::OfficerId;

    fn granted(case: Case) -> Granted {
        Granted { case: Box::new(case), by_pin: true }
    }

    fn read(answer: &Answer) -> Value {
        serde_json::from_str(&answer.body).unwrap()
    }

    fn sent(end: End) -> Answer {
        answer(end, |_| ("1.x".to_owned(), now()))
    }

    #[test]
    fn each_end_has_its_status_and_form() {
        let check = |end: End, status: u16, name: &str| {
            let answer = sent(end);
            let body = read(&answer);
            assert_eq!((answer.status, answer.content_type), (status, PROBLEM), "{name}");
            assert_eq!(
                (&body["status"], &body["type"]),
                (&json!(status), &json!(format!("urn:helpline:problem:{name}")))
            );
            for field in ["title", "detail"] {
                assert!(body[field].is_string(), "{name} {field}");
            }
            assert!(!answer.body.contains(PHONE) && !answer.body.contains("tok"), "{name}");
        };
        check(End::NotFound, 404, "not-found");
        check(End::NeedsPin(Box::new(case())), 401, "pin-needed");
        check(End::WrongPin(Box::new(case()), 4), 403, "wrong-pin");
        check(End::Locked(Box::new(case()), now()), 423, "locked");
        check(End::NotTheirs(granted(case())), 403, "not-yours");
        check(End::Refused(granted(case()), Refused::Stale), 409, "stale");
        check(End::Refused(granted(case()), Refused::Missing { field: "text" }), 422, "missing");
        check(End::Refused(granted(case()), Refused::TooLong { field: "text", most: 9 }), 422, "too-long");
        check(End::Refused(granted(case()), Refused::NoSuchOfficer), 422, "no-such-officer");
        check(
            End::Refused(granted(case()), Refused::NotNow { action: "ask", status: "closed" }),
            422,
            "not-now",
        );
    }

    #[test]
    fn a_problem_says_what_helps() {
        assert_eq!(read(&sent(End::WrongPin(Box::new(case()), 4)))["tries_left"], 4);
        assert_eq!(read(&sent(End::Locked(Box::new(case()), now())))["locked_until"], "2026-12-01T04:30:00Z");
        let stale = read(&sent(End::Refused(granted(case()), Refused::Stale)));
        assert_eq!((&stale["version"], &stale["complaint_status"]), (&json!(3), &json!("registered")));
    }

    #[test]
    fn opening_gives_a_session_and_acting_the_complaint() {
        let opened = sent(End::Opened(granted(case())));
        assert_eq!(read(&opened), json!({"session": "1.x", "expires_at": "2026-12-01T04:30:00Z"}));
        let done = read(&sent(End::Done(granted(case()), "acknowledge")));
        assert_eq!((&done["category"], &done["version"]), (&json!("certificate"), &json!(3)));
    }

    #[test]
    fn who_transferred_it_learns_where_it_went_and_no_more() {
        let mut case = case();
        case.complaint.officer = OfficerId::new("dm-lko");
        let shown = complaint(&case);
        assert_eq!((&shown["officer"], &shown["yours"]), (&json!("dm-lko"), &json!(false)));
        assert!(shown.get("category").is_none() && shown.get("area").is_none());
    }

    #[test]
    fn the_case_holds_her_words_and_no_id_of_a_provider() {
        let case = case();
        let shown = case_file(&case, &file(&case, "MARKER"));
        assert_eq!(shown["phone"], PHONE);
        assert_eq!(shown["messages"].as_array().unwrap().len(), 6);
        assert_eq!(
            (&shown["messages"][1]["kind"], &shown["messages"][1]["has_media"]),
            (&json!("image"), &json!(true))
        );
        assert_eq!(
            (&shown["history"][0]["event"], &shown["history"][0]["text"]),
            (&json!("note_added"), &json!("MARKER"))
        );
        assert!(!shown.to_string().contains(MEDIA) && !shown.to_string().contains("wamid"));
    }
}
