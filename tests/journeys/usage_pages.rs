//! What each page costs in DynamoDB requests and units, as equalities; the same
//! as JSON costs the same. The README quotes these figures.
//!
//! Every function is warm and the clock stands still. Two complaints are open.

use std::collections::BTreeMap;

use journeys::PIN;
use journeys::stack::Answer;

use crate::cast::{Cast, JSON, Person};
use crate::usage::{reset, used};

const WORDS: &str = "में आय प्रमाण पत्र महीनों से नहीं बना";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// One call, and what it used.
async fn call(
    cast: &Cast,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (Answer, String) {
    reset(&cast.helpline).await;
    let answer = cast.helpline.request(method, path, headers, body.as_bytes().to_vec()).await;
    assert!(answer.status < 500, "{method} {path}: {}", answer.body);
    (answer, used(&cast.helpline).await)
}

/// GET as somebody logged in at the desk, by the page or by the API.
async fn look(cast: &Cast, person: &Person, path: &str) -> String {
    let (cookie, bearer) = (format!("staff={}", person.session), format!("Bearer {}", person.session));
    let header = if path.starts_with("/v1") { ("authorization", &bearer) } else { ("cookie", &cookie) };
    let (answer, used) = call(cast, "GET", path, &[(header.0, header.1.as_str())], "").await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    used
}

fn who<'a>(cast: &'a Cast, id: &str) -> &'a Person {
    cast.people.iter().find(|person| person.id() == id).unwrap()
}

#[tokio::test]
async fn pages_for_staff() {
    let cast = Cast::enter(WORDS).await;
    let (head, dm) = (who(&cast, "adm-lko"), who(&cast, "dm-lko"));
    let step = format!("/dm/act/{}", cast.link(dm, &cast.complaints[0]));
    let slip = format!("/desk/slip/{}", cast.link(head, &cast.complaints[0]));
    let pages: [(&Person, &[&str], &str); 12] = [
        (head, &["/desk", "/v1/desk/queue"], "Query 2 (1R)"),
        (head, &["/desk/calls", "/v1/desk/calls"], "Query 1 (0.5R)"),
        (head, &["/desk/register"], ""),
        (head, &["/desk/quarantine", "/v1/desk/quarantine"], "Query 8 (4R)"),
        (head, &["/desk/people", "/desk/people/leave", "/v1/desk/policy"], "Query 1 (6.5R)"),
        (head, &["/desk/people/versions", "/v1/desk/policy/versions"], "Query 1 (5.5R)"),
        (head, &[&slip], "BatchGetItem 1 (3R)"),
        (dm, &["/dm", "/dm/review", "/v1/dm/figures"], "Query 2 (1R)"),
        (
            dm,
            &["/dm/export.csv", "/dm/export.xlsx", "/v1/dm/export.csv", "/v1/dm/export.xlsx"],
            "Query 2 (1R)",
        ),
        (dm, &["/dm/cases?figure=open", "/v1/dm/cases?figure=open"], "Query 1 (0.5R)"),
        (
            dm,
            &["/dm/cases?figure=registered", "/v1/dm/cases?figure=registered"],
            "BatchGetItem 1 (2R), Query 1 (0.5R)",
        ),
        (dm, &[&step], "BatchGetItem 1 (3R)"),
    ];
    let mut told = BTreeMap::new();
    for (person, paths, expected) in pages {
        for path in paths {
            look(&cast, person, path).await;
            let used = look(&cast, person, path).await;
            if used != expected {
                told.insert((*path).to_owned(), (used, expected));
            }
        }
    }
    assert!(told.is_empty(), "{told:#?}");
    cast.helpline.end(&[]).await;
}

#[tokio::test]
async fn logging_in() {
    let cast = Cast::enter(WORDS).await;
    let phone = who(&cast, "cell-1").officer.phone.clone();
    let asked = format!("phone={}", phone.replace('+', "%2B"));
    let (sent, used) = call(&cast, "POST", "/desk/login", &[FORM], &asked).await;
    assert_eq!((sent.status, used.as_str()), (200, "GetItem 1 (1R), PutItem 1 (1W)"));
    let sms = cast.helpline.last_sms().await.text;
    let code = sms.split(|letter: char| !letter.is_ascii_digit()).find(|part| part.len() == 6).unwrap();
    let (entered, used) = call(&cast, "POST", "/desk/code", &[FORM], &format!("{asked}&code={code}")).await;
    assert_eq!((entered.status, used.as_str()), (303, "GetItem 1 (1R), PutItem 1 (1W)"));
    cast.helpline.end(&[]).await;
}

/// An officer's case and list: the front, the PIN, the page, and the same as JSON.
#[tokio::test]
async fn pages_of_an_officer() {
    let cast = Cast::enter(WORDS).await;
    let officer = who(&cast, "tehsildar-malihabad");
    let case = cast.link(officer, &cast.complaints[1]);
    let list = cast.list(officer);
    let (by_form, by_json) = (format!("pin={PIN}&action=open"), format!("{{\"pin\":\"{PIN}\"}}"));
    let mut told = BTreeMap::new();
    let mut check = |path: &str, used: String, expected: &str| {
        if used != expected {
            told.insert(path.to_owned(), (used, expected.to_owned()));
        }
    };
    let case_parts = (
        "BatchGetItem 1 (3R)",
        "BatchGetItem 1 (3R), TransactWriteItems 1 (4W)",
        // Her messages, the history, and her other complaints, which may be the same matter.
        "BatchGetItem 1 (3R), Query 3 (2R)",
    );
    let list_parts = ("GetItem 1 (1R)", "GetItem 1 (1R), PutItem 1 (1W)", "GetItem 1 (1R), Query 1 (0.5R)");
    for (page, api, (front, open, read)) in [
        (format!("/c/{case}"), format!("/v1/c/{case}"), case_parts),
        (format!("/l/{list}"), format!("/v1/list/{list}"), list_parts),
    ] {
        let (_, used) = call(&cast, "GET", &page, &[], "").await;
        check(&format!("{page} before the PIN"), used, front);
        let (opened, used) = call(&cast, "POST", &page, &[FORM], &by_form).await;
        check(&format!("{page} by the PIN"), used, open);
        let cookie = opened.headers["set-cookie"].split(';').next().unwrap().to_owned();
        let (_, used) = call(&cast, "GET", &page, &[("cookie", &cookie)], "").await;
        check(&page, used, read);
        let (opened, used) = call(&cast, "POST", &format!("{api}/open"), &JSON, &by_json).await;
        check(&format!("{api}/open"), used, open);
        let bearer = format!("Bearer {}", opened.json()["session"].as_str().unwrap());
        let (_, used) = call(&cast, "GET", &api, &[("authorization", &bearer)], "").await;
        check(&api, used, read);
    }
    assert!(told.is_empty(), "{told:#?}");
    cast.helpline.end(&[]).await;
}
