//! The pages of one complaint and of a list, for each role: they show what the
//! domain's table allows, as the API does, and an auditor gets figures and
//! nothing that is anybody's.

use domain::access;
use domain::officer::ACTIONS;
use domain::roster::Role;
use journeys::PIN;
use journeys::stack::Answer;
use officer_updates::routes::{Needs, ROUTES};
use serde_json::Value;

use crate::cast::{Cast, JSON, Person, path};
use crate::roles::whole;
use crate::spreadsheet::sheets;

const WORDS: &str = "में गुलमोहर का आय प्रमाण पत्र महीनों से नहीं बना";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

async fn posts(cast: &Cast, path: &str, cookie: &str, fields: &[(String, String)]) -> Answer {
    let headers = [FORM, ("cookie", cookie)];
    cast.helpline.request("POST", path, &headers, channels::form_encode(fields).into_bytes()).await
}

/// The form with all that an action may need, as the page sends it.
fn form(action: &str) -> Vec<(String, String)> {
    let said = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let fields = whole(action);
    let fields = fields.as_object().unwrap().iter().map(|(name, value)| (name.clone(), said(value)));
    fields.chain([("action".to_owned(), action.to_owned())]).collect()
}

/// The session of a link's page, by the PIN, and what the page says at once.
async fn opens(cast: &Cast, path: &str) -> (Answer, String) {
    let fields = [("pin", PIN), ("action", "open")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let opened = posts(cast, path, "", &fields).await;
    let set = opened.headers.get("set-cookie").cloned().unwrap_or_default();
    (opened, set.split(';').next().unwrap_or_default().to_owned())
}

fn of_hers(answer: &Answer) -> bool {
    answer.body.contains("गुलमोहर") || answer.body.contains("90000000")
}

#[tokio::test]
async fn a_complaints_page_shows_what_the_table_allows() {
    let mut cast = Cast::enter(WORDS).await;
    let before = cast.complaints.clone();
    for complaint in &before {
        for person in &cast.people {
            let id = &person.officer.id;
            let may = |action: &str| access::officer_may(&cast.policy, complaint, id, action);
            let theirs = access::reads_her(&cast.policy, complaint, id);
            let link = format!("/c/{}", cast.link(person, complaint));
            let said = format!("{} at {}", person.id(), complaint.reference);
            let front = cast.helpline.request("GET", &link, &[], Vec::new()).await;
            assert!(front.status == 200 && !of_hers(&front), "before the PIN: {said}: {}", front.body);
            let (opened, cookie) = opens(&cast, &link).await;
            assert!(!cookie.is_empty() || !may(access::READ), "{said}: {} {}", opened.status, opened.body);
            let headers = [("cookie", cookie.as_str())];
            let shown = cast.helpline.request("GET", &link, &headers, Vec::new()).await;
            assert_eq!(shown.body.contains("गुलमोहर"), theirs, "{said}: {}", shown.body);
            assert_eq!(shown.body.contains("+9190000000"), theirs, "{said}: {}", shown.body);
            let head = cast.helpline.request("HEAD", &link, &headers, Vec::new()).await;
            assert_eq!((head.status, head.bytes.len()), (shown.status, 0), "{said}");
            // Her files: there is none of this name, which only who may read learns.
            let file = cast.helpline.request("GET", &format!("{link}/media/0f"), &headers, Vec::new()).await;
            assert_eq!(file.status, if theirs { 404 } else { 403 }, "{said}: {}", file.body);
            let file = cast.helpline.request("GET", &format!("{link}/media/0f"), &[], Vec::new()).await;
            assert_eq!(file.status, 401, "{said}: {}", file.body);
            for action in ACTIONS {
                let answer = posts(&cast, &link, &cookie, &form(action)).await;
                let said = format!("{said} does {action}: {} {}", answer.status, answer.body);
                assert!(if may(action) { answer.status == 409 } else { is_refused(&answer) }, "{said}");
            }
            // From the District Magistrate's page, as who is logged in.
            let step = link.replace("/c/", "/dm/act/");
            for action in ["hasten", "explain", "reassign"] {
                let cookie = format!("staff={}", person.session);
                let answer = posts(&cast, &step, &cookie, &form(action)).await;
                let said = format!("{said} steps in by {action}: {} {}", answer.status, answer.body);
                let may = may(action) && heads(person);
                assert!(if may { answer.status == 409 } else { is_refused(&answer) }, "{said}");
                assert!(!of_hers(&answer), "{said}");
            }
        }
    }
    cast.look().await;
    assert_eq!(cast.complaints, before, "nothing was changed by any of it");
    cast.helpline.end(&["गुलमोहर"]).await;
}

/// A page says no to a role by either.
fn is_refused(answer: &Answer) -> bool {
    matches!(answer.status, 403 | 422)
}

/// Whether the District Magistrate's list of cases is open to them.
fn heads(person: &Person) -> bool {
    matches!(person.officer.role, Role::InCharge | Role::Dm)
}

/// Another's session, whatever it is a session of, opens nothing.
#[tokio::test]
async fn nobodys_session_is_good_for_another() {
    let cast = Cast::enter(WORDS).await;
    let complaint = &cast.complaints[0];
    let mut sessions = Vec::new();
    for person in &cast.people {
        let link = cast.link(person, complaint);
        sessions.push((person.id().to_owned(), opens(&cast, &format!("/c/{link}")).await.1));
        sessions.push((
            person.id().to_owned(),
            format!("s={}", cast.open(&format!("/v1/list/{}", cast.list(person))).await),
        ));
        sessions.push((person.id().to_owned(), format!("staff={}", person.session)));
    }
    let link_or_list = ROUTES.iter().filter(|spec| matches!(spec.needs, Needs::Link | Needs::List));
    for spec in link_or_list.filter(|spec| spec.method == "GET") {
        for person in &cast.people {
            let token =
                if spec.needs == Needs::List { cast.list(person) } else { cast.link(person, complaint) };
            let path = path(spec, &[("token", token)].into());
            for (_, cookie) in sessions.iter().filter(|(id, _)| id != person.id()) {
                let session = cookie.split_once('=').map_or("", |(_, session)| session);
                let bearer = format!("Bearer {session}");
                for header in [("cookie", cookie.as_str()), ("authorization", bearer.as_str())] {
                    let answer = cast.helpline.request("GET", &path, &[header], Vec::new()).await;
                    let said = format!("{path} of {}: {} {}", person.id(), answer.status, answer.body);
                    assert!(!of_hers(&answer), "{said}");
                    // The front with the PIN's field is all that a page shows, or leads to.
                    let leads = answer.headers.get("location").is_some_and(|to| path.starts_with(to));
                    let front = answer.body.contains("name=\"pin\"") || (answer.status == 303 && leads);
                    assert!(answer.status == 401 || (front && !spec.is_api()), "{said}");
                }
            }
        }
    }
    cast.helpline.end(&["गुलमोहर"]).await;
}

#[tokio::test]
async fn an_auditor_has_the_figures_and_nobodys_complaint() {
    let cast = Cast::enter(WORDS).await;
    let auditor = cast.people.iter().find(|person| person.id() == "auditor-lko").unwrap();
    let (cookie, bearer) = (format!("staff={}", auditor.session), format!("Bearer {}", auditor.session));
    let get = async |path: &str| {
        let header = if path.starts_with("/v1") {
            ("authorization", bearer.as_str())
        } else {
            ("cookie", cookie.as_str())
        };
        cast.helpline.request("GET", path, &[header], Vec::new()).await
    };
    // The screen and the review: numbers without a way to what they count.
    for path in ["/dm", "/dm?lang=hi", "/dm/review", "/v1/dm/figures"] {
        let shown = get(path).await;
        assert_eq!(shown.status, 200, "{path}: {}", shown.body);
        for way in ["/dm/cases", "/dm/act/", "/c/", "href=\"/desk\"", "token"] {
            assert!(!shown.body.contains(way), "{way} in {path}: {}", shown.body);
        }
        assert!(!of_hers(&shown), "{path}");
    }
    for path in ["/dm/export.xlsx", "/v1/dm/export.xlsx"] {
        assert!(
            sheets(&get(path).await.bytes)
                .iter()
                .all(|sheet| sheet.texts().all(|text| !text.contains("LKO")))
        );
    }
    // Nothing of the desk, of the policy, of cases.
    for path in [
        "/desk",
        "/desk/people",
        "/dm/cases?figure=open",
        "/v1/desk/queue",
        "/v1/desk/policy",
        "/v1/dm/cases",
    ] {
        assert_eq!(get(path).await.status, 403, "{path}");
    }
    // The own list is empty, and no complaint can be given to an auditor.
    let list = format!("/v1/list/{}", cast.list(auditor));
    let session = format!("Bearer {}", cast.open(&list).await);
    let lines = cast.helpline.request("GET", &list, &[("authorization", &session)], Vec::new()).await;
    assert_eq!(lines.json()["lines"].as_array().map(Vec::len), Some(0), "{}", lines.body);
    let dm = cast.people.iter().find(|person| person.id() == "dm-lko").unwrap();
    let complaint = &cast.complaints[0];
    let link = format!("/v1/c/{}", cast.link(dm, complaint));
    let session = format!("Bearer {}", cast.open(&link).await);
    let headers = [JSON[0], ("authorization", session.as_str())];
    for action in ["reassign", "transfer"] {
        let mut body = whole(action);
        body["to"] = "auditor-lko".into();
        body["version"] = complaint.version.into();
        let body = body.to_string().into_bytes();
        let refused = cast.helpline.request("POST", &format!("{link}/{action}"), &headers, body).await;
        assert!(
            refused.body.contains("no-such-officer") || refused.status == 403,
            "{action}: {}",
            refused.body
        );
    }
    // The course of one complaint is open to an auditor, and nothing of hers in it.
    let link = format!("/v1/c/{}", cast.link(auditor, complaint));
    let session = format!("Bearer {}", cast.open(&link).await);
    let read = cast.helpline.request("GET", &link, &[("authorization", &session)], Vec::new()).await;
    assert_eq!(read.status, 200, "{}", read.body);
    assert!(
        !of_hers(&read) && read.json()["history"].as_array().is_some_and(|it| !it.is_empty()),
        "{}",
        read.body
    );
    assert_eq!(read.json()["actions"], serde_json::json!([]), "{}", read.body);
    cast.helpline.end(&["गुलमोहर"]).await;
}
