//! Who may do what: each route, by each method, for each role, against the
//! domain's tables. The walk is made from the function's own table of routes, so
//! that none can be forgotten.

use std::collections::BTreeMap;

use domain::Reference;
use domain::access::{self, Relation};
use domain::access_pages::may_open;
use domain::officer::ACTIONS;
use journeys::stack::Answer;
use officer_updates::routes::{Needs, ROUTES, Spec};
use serde_json::{Value, json};

use crate::cast::{Cast, JSON, Person, path};

const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"];
const WORDS: &str = "में गुलमोहर का आय प्रमाण पत्र महीनों से नहीं बना";

fn header(answer: &Answer, name: &str) -> String {
    answer.headers.get(name).cloned().unwrap_or_default()
}

/// What a person sees of an answer.
fn seen(answer: &Answer) -> &str {
    answer.body.rsplit("</style>").next().unwrap_or_default()
}

/// One call as this person, logged in at the desk; the session both as the
/// browser keeps it and as the API takes it.
async fn calls(cast: &Cast, spec: &Spec, method: &str, path: &str, person: Option<&Person>) -> Answer {
    let session = person.map(|person| person.session.as_str()).unwrap_or_default();
    let (cookie, bearer) = (format!("staff={session}"), format!("Bearer {session}"));
    let mut headers =
        vec![if spec.is_api() { JSON[0] } else { ("content-type", "application/x-www-form-urlencoded") }];
    if person.is_some() {
        headers.push(if spec.is_api() { ("authorization", &bearer) } else { ("cookie", &cookie) });
    }
    let body = if method == "POST" && spec.is_api() { b"{}".to_vec() } else { Vec::new() };
    cast.helpline.request(method, path, &headers, body).await
}

#[tokio::test]
async fn a_page_is_open_to_whom_the_table_says() {
    let cast = Cast::enter(WORDS).await;
    for spec in ROUTES {
        let Needs::Staff(page) = spec.needs else { continue };
        for person in cast.people.iter().map(Some).chain([None]) {
            let who = person.map_or("nobody", Person::id);
            let token = cast.link(person.unwrap_or(&cast.people[0]), &cast.complaints[0]);
            let values = BTreeMap::from([("token", token), ("edit", "leave".to_owned())]);
            let mut path = path(spec, &values);
            if path == "/dm/cases" {
                path.push_str("?figure=open");
            }
            let answer = calls(&cast, spec, spec.method, &path, person).await;
            let leads_to_login =
                answer.status == 303 && header(&answer, "location").starts_with("/desk/login");
            let said = format!("{} {path} as {who}: {} {}", spec.method, answer.status, seen(&answer));
            match person {
                None if spec.is_api() => assert_eq!(answer.status, 401, "{said}"),
                None => assert!(leads_to_login, "{said}"),
                Some(person) if !may_open(&cast.policy, &person.officer, page) => {
                    assert_eq!(answer.status, 403, "{said}");
                }
                Some(_) => {
                    assert!(!leads_to_login && answer.status < 500, "{said}");
                    // What was asked for is there, or the form lacks something.
                    assert!(![401, 403, 404, 405].contains(&answer.status), "{said}");
                }
            }
            assert!(!answer.body.contains("गुलमोहर"), "words of hers: {said}");
            assert!(!answer.body.contains("9000000001"), "her number: {said}");
            if spec.method == "GET" {
                let head = calls(&cast, spec, "HEAD", &path, person).await;
                let kind = |answer: &Answer| (answer.status, header(answer, "content-type"));
                assert_eq!(kind(&head), kind(&answer), "HEAD {said}");
                assert!(head.bytes.is_empty(), "HEAD {said}");
            }
        }
    }
    cast.helpline.end(&["गुलमोहर", "9000000001"]).await;
}

/// What is open to everybody is written down here once more: whoever adds a
/// route that needs nothing has to say so twice.
#[test]
fn only_the_login_and_the_document_need_nothing() {
    let nothing = ROUTES.iter().filter(|spec| spec.needs == Needs::Nothing);
    let nothing: Vec<String> = nothing.map(|spec| format!("{} {}", spec.method, spec.pattern)).collect();
    let expected = [
        "GET /desk/login",
        "POST /desk/login",
        "POST /desk/code",
        "POST /desk/logout",
        "GET /v1/openapi.json",
        "POST /v1/login",
        "POST /v1/login/code",
    ];
    assert_eq!(nothing, expected);
}

/// Whether a path of this pattern has the other one's form too: a name stands for
/// any part.
fn has_form(other: &Spec, pattern: &str) -> bool {
    let parts = |pattern: &str| pattern.split('/').map(str::to_owned).collect::<Vec<_>>();
    let (own, other) = (parts(pattern), parts(other.pattern));
    own.len() == other.len()
        && own.iter().zip(&other).all(|(own, other)| own == other || other.starts_with('{'))
}

#[tokio::test]
async fn a_path_has_the_methods_of_the_table_and_no_other() {
    let cast = Cast::enter(WORDS).await;
    for spec in ROUTES {
        let same: Vec<&Spec> = ROUTES.iter().filter(|other| has_form(other, spec.pattern)).collect();
        let path = path(spec, &BTreeMap::new());
        let people = cast.people.iter().filter(|it| ["dm-lko", "auditor-lko"].contains(&it.id()));
        for (person, method) in
            people.map(Some).chain([None]).flat_map(|who| METHODS.map(|method| (who, method)))
        {
            let takes = |other: &&Spec| other.method == method || (other.method == "GET" && method == "HEAD");
            let answer = calls(&cast, spec, method, &path, person).await;
            let said = format!("{method} {path}: {} {}", answer.status, seen(&answer));
            match (same.iter().any(takes), spec.is_api()) {
                (true, _) => assert!(answer.status != 405 && answer.status < 500, "{said}"),
                (false, true) => {
                    assert_eq!(answer.status, 405, "{said}");
                    let allowed = header(&answer, "allow");
                    assert!(same.iter().all(|other| allowed.contains(other.method)), "{allowed}: {said}");
                }
                (false, false) => assert_eq!(answer.status, 404, "{said}"),
            }
        }
    }
    for path in ["/v1/x", "/v1/c", "/v1/desk", "/c", "/desk/x", "/v2/c/x"] {
        let answer = cast.helpline.request("DELETE", path, &[], Vec::new()).await;
        assert_eq!(answer.status, 404, "{path}: {}", answer.body);
    }
    cast.helpline.end(&["गुलमोहर"]).await;
}

/// A body with all that an action may need, on a version that never was: what
/// the rules allow is refused as stale, and nothing changes.
pub(crate) fn whole(action: &str) -> Value {
    let outcome = if action == "call_back" { "confirmed" } else { "relief" };
    let to = match action {
        "hand_off" => "police".to_owned(),
        "merge" => Reference::generate("LKO", 1).expect("a prefix").to_string(),
        _ => "dm-lko".to_owned(),
    };
    let reason = if action == "merge" { "same_event" } else { "document" };
    json!({
        "text": "जाँच", "reason": reason, "to": to, "outcome": outcome, "days": 1,
        "until": "2026-12-20", "category": "pension", "number": "1", "version": 999,
    })
}

#[tokio::test]
async fn a_complaint_is_open_to_whom_the_table_says() {
    let mut cast = Cast::enter(WORDS).await;
    let before = cast.complaints.clone();
    let mut met = Vec::new();
    for complaint in &before {
        for person in &cast.people {
            let id = &person.officer.id;
            let may = |action: &str| access::officer_may(&cast.policy, complaint, id, action);
            let link = format!("/v1/c/{}", cast.link(person, complaint));
            let nobody = cast.helpline.request("GET", &link, &[], Vec::new()).await;
            assert_eq!(nobody.status, 401, "{}", nobody.body);
            let bearer = format!("Bearer {}", cast.open(&link).await);
            let headers = [JSON[0], ("authorization", bearer.as_str())];
            let read = cast.helpline.request("GET", &link, &headers, Vec::new()).await;
            let readers = format!("{}/readers", link.trim_start_matches("/v1"));
            let who_read = cast.helpline.request("GET", &readers, &headers, Vec::new()).await;
            let said = format!("{} asks who read {}: {}", person.id(), complaint.reference, seen(&who_read));
            let shown = may(access::READ_READERS);
            assert_eq!(who_read.status, if shown { 200 } else { 403 }, "{said}");
            assert_eq!(
                seen(&who_read).contains(&person.officer.name.hi),
                shown && person.officer.language == domain::Language::Hindi,
                "{said}"
            );
            assert!(!who_read.body.contains("गुलमोहर") && !who_read.body.contains("9000000001"), "{said}");
            let unopened = cast.helpline.request("GET", &readers, &[], Vec::new()).await;
            assert_eq!((unopened.status, seen(&unopened)), (303, ""), "{said}");
            let whole_case = access::reads_her(&cast.policy, complaint, id);
            let said = format!("{} reads {}: {}", person.id(), complaint.reference, read.body);
            assert_eq!(read.status, if may(access::READ) { 200 } else { 403 }, "{said}");
            assert_eq!(read.body.contains("गुलमोहर"), whole_case, "{said}");
            assert_eq!(read.body.contains("+9190000000"), whole_case, "{said}");
            for action in ACTIONS {
                let address = format!("{link}/{action}");
                let answer = cast
                    .helpline
                    .request("POST", &address, &headers, whole(action).to_string().into_bytes())
                    .await;
                let said = format!("{} does {action}: {}", person.id(), answer.body);
                assert_eq!(answer.status, if may(action) { 409 } else { 403 }, "{said}");
            }
            met.push((person.officer.role, Relation::of(complaint, id)));
        }
    }
    cast.look().await;
    assert_eq!(cast.complaints, before, "nothing was changed by any of it");
    met.dedup();
    assert!(met.iter().any(|(_, relation)| *relation == Relation::Above), "{met:?}");
    assert!(met.iter().any(|(_, relation)| *relation == Relation::Stranger), "{met:?}");
    cast.helpline.end(&["गुलमोहर"]).await;
}

#[tokio::test]
async fn a_list_is_its_officers_alone() {
    let cast = Cast::enter(WORDS).await;
    let (one, other) = (&cast.people[0], &cast.people[1]);
    let [own, others] = [one, other].map(|person| format!("/v1/list/{}", cast.list(person)));
    let bearer = format!("Bearer {}", cast.open(&own).await);
    let headers = [("authorization", bearer.as_str())];
    let read = cast.helpline.request("GET", &own, &headers, Vec::new()).await;
    assert_eq!(read.status, 200, "{}", read.body);
    assert!(read.json()["lines"].as_array().is_some_and(|lines| !lines.is_empty()), "{}", read.body);
    assert!(!read.body.contains("गुलमोहर"));
    assert_eq!(cast.helpline.request("GET", &others, &headers, Vec::new()).await.status, 401);
    // A session at the desk is none of a list, and the other way round.
    let desk = format!("Bearer {}", one.session);
    assert_eq!(cast.helpline.request("GET", &own, &[("authorization", &desk)], Vec::new()).await.status, 401);
    assert_eq!(cast.helpline.request("GET", "/v1/desk/queue", &headers, Vec::new()).await.status, 401);
    cast.helpline.end(&["गुलमोहर"]).await;
}
