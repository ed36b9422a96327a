//! The API as its document says it: each answer is one that is documented,
//! versions travel as ETags, and hostile words stay words.

use journeys::Helpline;
use journeys::stack::{Answer, text};
use officer_updates::routes::ROUTES;
use serde_json::{Value, json};

use crate::cast::{Cast, JSON};
use crate::officer_link::{OFFICER, registered};

/// Whether the document knows this answer to this call.
fn is_documented(document: &Value, method: &str, pattern: &str, answer: &Answer) {
    let said = format!("{method} {pattern}: {} {}", answer.status, answer.body);
    let responses = &document["paths"][pattern][method.to_lowercase()]["responses"];
    let content = &responses[answer.status.to_string()]["content"];
    let kind = answer.headers.get("content-type").cloned().unwrap_or_default();
    assert!(content.get(&kind).is_some(), "{kind} {said}");
    if answer.status >= 400 {
        assert_eq!(kind, "application/problem+json", "{said}");
        assert_eq!(answer.json()["status"], answer.status, "{said}");
        assert!(text(&answer.json()["type"]).starts_with("urn:helpline:problem:"), "{said}");
    }
}

#[tokio::test]
async fn every_refusal_is_a_documented_problem() {
    let cast = Cast::enter("में आय प्रमाण पत्र महीनों से नहीं बना").await;
    let document = cast.helpline.request("GET", "/v1/openapi.json", &[], Vec::new()).await;
    assert_eq!(document.status, 200);
    let document = document.json();
    assert_eq!(document["openapi"], "3.1.0");
    let link = cast.link(&cast.people[0], &cast.complaints[0]);
    let dm = format!("Bearer {}", cast.people.iter().find(|it| it.id() == "dm-lko").unwrap().session);
    let long = format!("{{\"pin\":\"{}\"}}", "1".repeat(70_000));
    let bodies = ["", "{}", "[]", "null", "{", "{\"pin\":1}", "{\"version\":1}", long.as_str()];
    for spec in ROUTES.iter().filter(|spec| spec.is_api()) {
        for token in [link.as_str(), "x"] {
            let path = spec.pattern.replace("{token}", token).replace("{action}", "note");
            for (kind, authorization) in
                [("application/json", ""), ("text/plain", ""), ("application/json", dm.as_str())]
            {
                let headers = [("content-type", kind), ("authorization", authorization)];
                for body in bodies.iter().filter(|body| spec.writes() || body.is_empty()) {
                    let body = body.as_bytes().to_vec();
                    let answer = cast.helpline.request(spec.method, &path, &headers, body).await;
                    is_documented(&document, spec.method, spec.pattern, &answer);
                }
            }
        }
    }
    for (path, status) in [("/v1/nothing", 404), ("/v1/login", 405)] {
        let answer = cast.helpline.request("GET", path, &[], Vec::new()).await;
        let kind = answer.headers.get("content-type").cloned().unwrap_or_default();
        assert_eq!((answer.status, kind.as_str()), (status, "application/problem+json"), "{path}");
    }
    cast.helpline.end(&[]).await;
}

#[tokio::test]
async fn a_version_travels_as_an_etag() {
    let helpline = Helpline::start().await;
    registered(&helpline).await;
    let link = helpline.link_of(OFFICER).await;
    let (path, session) = (format!("/v1{}", link.path), link.session().await);
    let tag = |answer: &Answer| answer.headers.get("etag").cloned().unwrap_or_default();
    let act = async |action: &str, if_match: Option<&str>, body: Value| {
        let mut headers = vec![JSON[0], ("authorization", session.as_str())];
        headers.extend(if_match.map(|tag| ("if-match", tag)));
        helpline.request("POST", &format!("{path}/{action}"), &headers, body.to_string().into_bytes()).await
    };
    let read = helpline.request("GET", &path, &[("authorization", &session)], Vec::new()).await;
    let first = tag(&read);
    assert_eq!(first, format!("\"{}\"", read.json()["version"]));
    // None at all: say which one was seen.
    assert_eq!(act("acknowledge", None, json!({})).await.status, 428);
    assert_eq!(act("acknowledge", Some("*"), json!({})).await.status, 400);
    let done = act("acknowledge", Some(&first), json!({})).await;
    assert_eq!(done.status, 200, "{}", done.body);
    let second = tag(&done);
    assert_eq!(second, format!("\"{}\"", done.json()["version"]));
    assert_ne!(first, second);
    // The same press again is done already; another on the old version is not.
    assert_eq!(act("acknowledge", Some(&first), json!({})).await.status, 200);
    let note = json!({"text": "पटवारी से बात की"});
    let stale = act("note", Some(&first), note.clone()).await;
    assert_eq!((stale.status, &stale.json()["version"]), (412, &done.json()["version"]));
    let mut in_body = note.clone();
    in_body["version"] = read.json()["version"].clone();
    assert_eq!(act("note", None, in_body.clone()).await.status, 409);
    assert_eq!(act("note", Some(&second), in_body).await.status, 400, "two versions");
    assert_eq!(act("note", Some(&second), note).await.status, 200);
    assert_eq!(act("marry", Some(&second), json!({})).await.status, 404);
    helpline.end(&["पटवारी"]).await;
}

/// A call as somebody who is logged in at the desk.
async fn as_staff(cast: &Cast, id: &str, method: &str, path: &str, body: &Value) -> Answer {
    let session = &cast.people.iter().find(|person| person.id() == id).expect(id).session;
    let bearer = format!("Bearer {session}");
    let headers = [JSON[0], ("authorization", bearer.as_str())];
    let body = if method == "GET" { Vec::new() } else { body.to_string().into_bytes() };
    cast.helpline.request(method, path, &headers, body).await
}

#[tokio::test]
async fn the_desk_and_the_figures_are_there_as_json() {
    let cast = Cast::enter("में आय प्रमाण पत्र महीनों से नहीं बना").await;
    let walk_in = json!({
        "nonce": "00000000000000aa", "phone": "9000000077", "words": "मलिहाबाद में पेंशन नहीं आई",
        "category": "pension", "area": "malihabad",
    });
    let registered = as_staff(&cast, "cell-1", "POST", "/v1/desk/register", &walk_in).await;
    assert_eq!(registered.status, 201, "{}", registered.body);
    let again = as_staff(&cast, "cell-1", "POST", "/v1/desk/register", &walk_in).await;
    assert_eq!((again.status, &again.json()["reference"]), (200, &registered.json()["reference"]));
    let mut wrong = walk_in.clone();
    wrong["area"] = json!("nowhere");
    assert_eq!(as_staff(&cast, "cell-1", "POST", "/v1/desk/register", &wrong).await.status, 422);

    let get = async |id: &str, path: &str| as_staff(&cast, id, "GET", path, &Value::Null).await.json();
    let queue = get("cell-1", "/v1/desk/queue").await;
    let open: Vec<String> =
        queue["open"].as_array().unwrap().iter().map(|line| text(&line["reference"])).collect();
    assert_eq!(open.len(), 3, "{queue}");
    assert!(open.contains(&text(&registered.json()["reference"])), "{queue}");
    assert_eq!(queue["open"][0]["overdue"], true, "the most urgent first: {queue}");

    let figures = get("dm-lko", "/v1/dm/figures").await;
    assert_eq!((&figures["month"], &figures["total"]["open"]), (&json!("2026-12"), &json!(3)), "{figures}");
    assert_eq!(figures["total"]["in_month"]["registered"], 3, "{figures}");
    assert_eq!(get("auditor-lko", "/v1/dm/figures").await, figures, "the auditor sees the same");
    let pensions = get("dm-lko", "/v1/dm/cases?category=pension").await;
    assert_eq!(pensions["lines"].as_array().map(Vec::len), Some(1), "{pensions}");
    assert_eq!(pensions["lines"][0]["reference"], registered.json()["reference"]);
    // Stepping in with the session at the desk alone: no PIN.
    let token = text(&pensions["lines"][0]["token"]);
    let hastened = json!({"text": "आज ही", "version": version_of(&cast, &registered).await});
    let done = as_staff(&cast, "dm-lko", "POST", &format!("/v1/c/{token}/hasten"), &hastened).await;
    assert_eq!(done.status, 200, "{}", done.body);
    let stranger = as_staff(&cast, "cell-1", "POST", &format!("/v1/c/{token}/hasten"), &hastened).await;
    assert_eq!(stranger.status, 401, "another's link: {}", stranger.body);
    cast.helpline.end(&["9000000077", "पेंशन"]).await;
}

/// The version of the complaint that was registered.
async fn version_of(cast: &Cast, registered: &Answer) -> u64 {
    let all = cast.helpline.complaints().await;
    let it = all.iter().find(|it| it["reference"] == registered.json()["reference"]).expect("it");
    it["version"].as_u64().expect("a version")
}
