//! The same as JSON, under /v1: the complaint as it stands, and what went wrong
//! as a problem (RFC 9457).

use chrono::{DateTime, SecondsFormat, Utc};
use domain::Refused;
use domain::same_matter::Apart;
use helpline::act::Case;
use lambda_http::Request;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(crate) use crate::api_case_file::{case_file, complaint};
use crate::api_shapes::{Problem, Session};
use crate::headers::{Answer, JSON, PROBLEM};
use crate::perform::{End, Granted};
use crate::request::header;

/// Most bytes that a body may have.
pub(crate) const MOST_BYTES: usize = 64 * 1024;

/// A moment on the wire: RFC 3339, UTC, whole seconds.
pub(crate) fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A success.
pub(crate) fn ok(body: &impl Serialize) -> Answer {
    with_status(200, body)
}

/// A success of another kind.
pub(crate) fn with_status(status: u16, body: &impl Serialize) -> Answer {
    match serde_json::to_string(body) {
        Ok(body) => Answer::new(status, JSON, body),
        Err(_) => unavailable(),
    }
}

/// What went wrong; `detail` holds nothing personal.
pub(crate) fn problem(status: u16, name: &str, title: &str, detail: &str) -> Answer {
    problem_with(status, name, title, detail, |problem| problem)
}

/// The same, with what helps.
pub(crate) fn problem_with(
    status: u16,
    name: &str,
    title: &str,
    detail: &str,
    more: impl FnOnce(Problem) -> Problem,
) -> Answer {
    let problem = more(Problem {
        name: format!("urn:helpline:problem:{name}"),
        title: title.to_owned(),
        status,
        detail: detail.to_owned(),
        tries_left: None,
        locked_until: None,
        version: None,
        complaint_status: None,
        complaint: None,
        policy_version: None,
    });
    Answer { content_type: PROBLEM, ..with_status(status, &problem) }
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

/// No such route, or no such link.
pub(crate) fn not_found() -> Answer {
    problem(404, "not-found", "Not found", "There is nothing here.")
}

/// The path is there for other methods.
pub(crate) fn wrong_method(others: &[&str]) -> Answer {
    problem(405, "method", "Method not allowed", "This path takes other methods; see Allow.")
        .with("allow", others.join(", "))
}

/// Nobody is logged in.
pub(crate) fn session_needed() -> Answer {
    problem(401, "session-needed", "Session needed", "Send a session as Authorization: Bearer.")
        .with("www-authenticate", "Bearer".to_owned())
}

/// The route is not open to who is logged in.
pub(crate) fn closed() -> Answer {
    problem(403, "not-for-you", "Not for you", "This is not open to your role.")
}

/// No PIN is taken now.
pub(crate) fn locked(until: DateTime<Utc>) -> Answer {
    let detail = "No PIN is taken now, after several wrong ones.";
    problem_with(423, "locked", "Locked", detail, |problem| Problem {
        locked_until: Some(moment(until)),
        ..problem
    })
}

/// A wrong PIN.
pub(crate) fn wrong_pin(left: u8) -> Answer {
    problem_with(403, "wrong-pin", "Wrong PIN", "The PIN is wrong.", |problem| Problem {
        tries_left: Some(left),
        ..problem
    })
}

/// What is wrong with a body before it is read: too much of it, or no JSON.
pub(crate) fn unreadable(request: &Request) -> Option<Answer> {
    if request.body().len() > MOST_BYTES {
        let detail = format!("The body has more than {MOST_BYTES} bytes.");
        return Some(problem(413, "too-large", "Too large", &detail));
    }
    let kind = header(request, "content-type").unwrap_or("application/json");
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let is_json = request.body().is_empty() || kind.eq_ignore_ascii_case("application/json");
    (!is_json).then(|| problem(415, "media-type", "Unsupported media type", "Send application/json."))
}

/// The body as one of our shapes: a JSON object, and nothing else.
pub(crate) fn read<T: DeserializeOwned>(request: &Request) -> Result<T, Answer> {
    object(request.body()).ok_or_else(|| malformed("The body must be a JSON object of the documented form."))
}

/// Bytes as a JSON object. An array is none, though serde would fill fields from it.
pub(crate) fn object<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    first.filter(|byte| **byte == b'{').and_then(|_| serde_json::from_slice(bytes).ok())
}

/// The answer to a press. `minted` is the session of one who opened it; `stale`
/// says how a version that does not stand is refused.
pub(crate) fn answer(end: End, stale: u16, minted: impl Fn(&Granted) -> (String, DateTime<Utc>)) -> Answer {
    match end {
        End::Opened(granted) => {
            let (session, until) = minted(&granted);
            ok(&Session { session, expires_at: moment(until) })
        }
        End::Done(granted, _) => {
            let etag = etag(granted.case.complaint.version);
            ok(&complaint(&granted.case)).with("etag", etag)
        }
        End::NotFound => problem(404, "not-found", "Not found", "This link names no complaint."),
        End::NeedsPin(_) => problem(
            401,
            "pin-needed",
            "PIN needed",
            "Open a session with POST .../open and the PIN, or send the PIN with the action.",
        )
        .with("www-authenticate", "Bearer".to_owned()),
        End::WrongPin(_, left) => wrong_pin(left),
        End::Locked(_, until) => locked(until),
        End::NotTheirs(_) => problem(403, "not-yours", "Not yours", &Refused::NotYours.to_string()),
        End::Refused(granted, refused) => refusal(&granted.case, &refused, stale),
    }
}

/// The version as an entity tag.
pub(crate) fn etag(version: u64) -> String {
    format!("\"{version}\"")
}

fn refusal(case: &Case, refused: &Refused, stale: u16) -> Answer {
    let (status, name) = match refused {
        Refused::Stale => (stale, "stale"),
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
        Refused::Merged { .. } => (422, "merged"),
        Refused::Apart(Apart::NotYours) => (403, "not-yours"),
        Refused::Apart(_) => (422, "not-one-matter"),
    };
    problem_with(status, name, "Not done", &refused.to_string(), |problem| Problem {
        version: Some(case.complaint.version),
        complaint_status: Some(crate::api_case_file::name(&case.complaint.status)),
        complaint: Some(complaint(case)),
        ..problem
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{MEDIA, PHONE, case, file, now};
    use domain::OfficerId;
    use serde_json::{Value, json};

    fn granted(case: Case) -> Granted {
        Granted { case: Box::new(case), by_pin: true }
    }

    fn read(answer: &Answer) -> Value {
        serde_json::from_str(&answer.body).unwrap()
    }

    fn sent(end: End) -> Answer {
        answer(end, 409, |_| ("1.x".to_owned(), now()))
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
        let into = case().complaint.reference;
        check(End::Refused(granted(case()), Refused::Merged { into }), 422, "merged");
        check(End::Refused(granted(case()), Refused::Apart(Apart::Category)), 422, "not-one-matter");
        check(End::Refused(granted(case()), Refused::Apart(Apart::NotYours)), 403, "not-yours");
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
        let shown = serde_json::to_value(complaint(&case)).unwrap();
        assert_eq!((&shown["officer"], &shown["yours"]), (&json!("dm-lko"), &json!(false)));
        assert!(shown.get("category").is_none() && shown.get("area").is_none());
    }

    #[test]
    fn the_case_holds_her_words_and_no_id_of_a_provider() {
        let case = case();
        let shown = serde_json::to_value(case_file(&case, &file(&case, "MARKER"), &[])).unwrap();
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

    #[test]
    fn a_body_is_an_object() {
        let read = |body: &str| object::<crate::api_shapes::Pin>(body.as_bytes()).map(|body| body.pin);
        assert_eq!(read(r#" {"pin": "1"} "#).as_deref(), Some("1"));
        for other in ["", "[]", r#"["1"]"#, "null", "1", r#"{"pin": 1}"#, "{", "{}"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
