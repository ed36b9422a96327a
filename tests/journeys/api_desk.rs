//! What the desk and the District Magistrate do on their pages, as JSON: edits of
//! the policy, what could not be understood, a figure opened down, files.

use domain::message::Provider;
use helpline::ports::Quarantined;
use helpline::{Store as _, pin};
use journeys::stack::{Answer, ist, text};
use serde_json::{Value, json};

use crate::cast::{Cast, JSON, Person};
use crate::spreadsheet::sheets;

const WORDS: &str = "में गुलमोहर का आय प्रमाण पत्र महीनों से नहीं बना";

fn who<'a>(cast: &'a Cast, id: &str) -> &'a Person {
    cast.people.iter().find(|person| person.id() == id).expect(id)
}

async fn get(cast: &Cast, id: &str, path: &str) -> Answer {
    let bearer = format!("Bearer {}", who(cast, id).session);
    cast.helpline.request("GET", path, &[("authorization", &bearer)], Vec::new()).await
}

/// The same page, as the browser gets it.
async fn page(cast: &Cast, id: &str, path: &str) -> Answer {
    let cookie = format!("staff={}", who(cast, id).session);
    cast.helpline.request("GET", path, &[("cookie", &cookie)], Vec::new()).await
}

async fn edit(cast: &Cast, id: &str, form: &str, if_match: Option<&str>, body: &Value) -> Answer {
    let bearer = format!("Bearer {}", who(cast, id).session);
    let mut headers = vec![JSON[0], ("authorization", bearer.as_str())];
    headers.extend(if_match.map(|tag| ("if-match", tag)));
    let path = format!("/v1/desk/policy/edits/{form}");
    cast.helpline.request("POST", &path, &headers, body.to_string().into_bytes()).await
}

fn with(body: &Value, more: &Value) -> Value {
    let mut all = body.clone();
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    all
}

#[tokio::test]
async fn an_edit_is_shown_then_published_over_the_version_that_was_seen() {
    let cast = Cast::enter(WORDS).await;
    let before = get(&cast, "adm-lko", "/v1/desk/policy").await;
    assert_eq!(before.status, 200, "{}", before.body);
    let tag = before.headers["etag"].clone();
    let version = text(&before.json()["version"]);
    assert_eq!(tag, format!("\"{version}\""));
    let known = before.json();
    assert_eq!(known["days"].as_array().map(Vec::len), Some(8), "{known}");
    assert!(known["days"][0]["duty"].as_array().is_some_and(|duty| !duty.is_empty()), "{known}");
    assert!(known["officers"].as_array().unwrap().iter().any(|it| it["role"] == "auditor"), "{known}");
    assert!(!before.body.contains("+91") && !before.body.contains("argon2"), "{}", before.body);

    let leave = json!({"officer": "pension-north", "from": "2026-12-14", "to": "2026-12-18", "stand_in": "pension-city"});
    let shown = edit(&cast, "adm-lko", "leave", None, &leave).await;
    assert_eq!((shown.status, &shown.json()["published"]), (200, &json!(false)), "{}", shown.body);
    let change = "leave added: pension-north from 2026-12-14 to 2026-12-18, pension-city stands in";
    assert!(shown.body.contains(change), "{}", shown.body);
    assert_eq!(get(&cast, "adm-lko", "/v1/desk/policy").await.json(), known, "looking changes nothing");

    let publish = with(&leave, &json!({"publish": true}));
    assert_eq!(edit(&cast, "adm-lko", "leave", None, &publish).await.status, 428);
    let unseen = with(&publish, &json!({"version": "2020-01-01.1"}));
    let stale = edit(&cast, "adm-lko", "leave", None, &unseen).await;
    assert_eq!((stale.status, &stale.json()["policy_version"]), (409, &json!(version)), "{}", stale.body);
    assert_eq!(edit(&cast, "adm-lko", "leave", Some("\"2020-01-01.1\""), &publish).await.status, 412);
    assert_eq!(edit(&cast, "adm-lko", "leave", Some("*"), &publish).await.status, 400);
    let done = edit(&cast, "adm-lko", "leave", Some(&tag), &publish).await;
    assert_eq!((done.status, &done.json()["published"]), (200, &json!(true)), "{}", done.body);
    assert_eq!(done.headers["etag"], format!("\"{}\"", text(&done.json()["version"])));
    // The same again was looked at over a version that runs no more.
    assert_eq!(edit(&cast, "adm-lko", "leave", Some(&tag), &publish).await.status, 412);
    let after = get(&cast, "adm-lko", "/v1/desk/policy").await.json();
    assert_eq!(after["version"], done.json()["version"]);
    let away = json!({"officer": "pension-north", "from": "2026-12-14", "to": "2026-12-18", "stand_in": "pension-city"});
    assert!(after["leave"].as_array().unwrap().contains(&away), "{after}");
    let versions = get(&cast, "dm-lko", "/v1/desk/policy/versions").await.json();
    let newest = &versions["versions"][0];
    assert_eq!((&newest["version"], &newest["by"]), (&after["version"], &json!("adm-lko")), "{versions}");
    assert_eq!(newest["changes"], json!([change]));
    // It is what the page shows.
    assert!(page(&cast, "adm-lko", "/desk/people/versions?lang=en").await.body.contains(change));
    cast.helpline.end(&["गुलमोहर"]).await;
}

#[tokio::test]
async fn what_does_not_hold_is_a_problem_that_says_so() {
    let cast = Cast::enter(WORDS).await;
    let check = async |form: &str, body: Value, status: u16, says: &str| {
        let refused = edit(&cast, "adm-lko", form, None, &body).await;
        assert_eq!(refused.status, status, "{form}: {}", refused.body);
        assert!(text(&refused.json()["detail"]).contains(says), "no {says} in {}", refused.body);
    };
    check("leave", json!({"officer": "cell-1", "from": "2026-12-18", "to": "2026-12-14"}), 422, "leave")
        .await;
    check("leave", json!({"officer": "cell-1", "from": "14 Dec", "to": "2026-12-14"}), 422, "from").await;
    check("leave", json!({"officer": "nobody", "from": "2026-12-14", "to": "2026-12-14"}), 422, "nobody")
        .await;
    check("phone", json!({"officer": "dm-lko", "phone": "9000012345"}), 403, "above you").await;
    check("pin", json!({"officer": "cell-1", "pin": "13"}), 422, "pin").await;
    check("retire", json!({"officer": "dswo-lko"}), 422, "not in post").await;
    check("nothing", json!({}), 404, "nothing here").await;
    // A holiday that comes soon needs its order, which only publishing asks for.
    let fair = json!({"date": "2026-12-17", "name_hi": "मेला", "name_en": "Fair", "kind": "local"});
    let shown = edit(&cast, "adm-lko", "holiday", None, &fair).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    let publish = with(&fair, &json!({"publish": true, "version": shown.json()["version"]}));
    check("holiday", publish, 422, "needs `order`").await;
    assert_eq!(edit(&cast, "cell-1", "leave", None, &json!({})).await.status, 403);
    cast.helpline.end(&["गुलमोहर", "9000012345"]).await;
}

#[tokio::test]
async fn a_new_pin_opens_and_comes_back_nowhere() {
    let cast = Cast::enter(WORDS).await;
    let pin_of = json!({"officer": "duty-1", "pin": "86421357"});
    let shown = edit(&cast, "dm-lko", "pin", None, &pin_of).await;
    let publish = with(&pin_of, &json!({"publish": true, "version": shown.json()["version"]}));
    let done = edit(&cast, "dm-lko", "pin", None, &publish).await;
    assert_eq!(done.status, 200, "{}", done.body);
    for answer in [&shown, &done] {
        assert!(!answer.body.contains("86421357") && !answer.body.contains("argon2"), "{}", answer.body);
    }
    let policies = cast.helpline.table().policies().await.unwrap();
    let mut officers = policies.iter().flat_map(|policy| policy.officers());
    let officer = officers.find(|officer| officer.id.as_str() == "duty-1").unwrap();
    assert_eq!(pin::is_right("86421357", &officer.pin_hash), Ok(true));
    cast.helpline.end(&["86421357", "गुलमोहर"]).await;
}

#[tokio::test]
async fn what_could_not_be_understood_is_counted_and_not_opened() {
    let cast = Cast::enter(WORDS).await;
    assert_eq!(get(&cast, "cell-1", "/v1/desk/quarantine").await.json(), json!({"kinds": []}));
    for (raw, minute) in [("neither form nor JSON", "10:00"), ("नीम का पेड़", "10:05")] {
        let at = ist(&format!("2026-12-11 {minute}"));
        let raw = raw.as_bytes().to_vec();
        let body = Quarantined { provider: Provider::Meta, raw, why: "no JSON".into(), at };
        cast.helpline.table().quarantine(&body).await.unwrap();
    }
    let waits = get(&cast, "cell-1", "/v1/desk/quarantine").await;
    let expected = json!({"kinds": [{"provider": "meta", "why": "no JSON", "count": 2, "latest": "2026-12-11T04:35:00Z"}]});
    assert_eq!(waits.json(), expected);
    let shown = page(&cast, "cell-1", "/desk/quarantine").await.body;
    assert!(shown.contains("no JSON") && !shown.contains("नीम"), "{shown}");
    cast.helpline.end(&["गुलमोहर", "नीम"]).await;
}

#[tokio::test]
async fn every_figure_opens_to_as_many_cases_as_it_says() {
    let cast = Cast::enter(WORDS).await;
    let figures = get(&cast, "dm-lko", "/v1/dm/figures").await.json();
    let opened = async |query: &str| {
        let cases = get(&cast, "dm-lko", &format!("/v1/dm/cases?{query}")).await;
        assert_eq!(cases.status, 200, "{query}: {}", cases.body);
        let cases = cases.json();
        let lines = cases["lines"].as_array().unwrap().len() as u64 + cases["kept_back"].as_u64().unwrap();
        assert_eq!(Some(lines), cases["all"].as_u64(), "{query}: {cases}");
        lines
    };
    let mut asked = 0;
    for (part, by) in [("by_category", "category"), ("by_area", "area"), ("by_office", "office")] {
        for line in figures[part].as_array().unwrap() {
            let of = line["name"].as_str().unwrap_or("-");
            for figure in ["open", "due_today", "overdue"] {
                let all = opened(&format!("figure={figure}&{by}={of}")).await;
                assert_eq!(Some(all), line[figure].as_u64(), "{figure} {of}: {line}");
            }
            for (counted, number) in line["in_month"].as_object().unwrap() {
                assert_eq!(Some(opened(&format!("figure={counted}&{by}={of}")).await), number.as_u64());
                asked += 1;
            }
        }
    }
    assert!(asked >= 3, "{figures}");
    for (place, band) in figures["ageing"].as_array().unwrap().iter().enumerate() {
        assert_eq!(Some(opened(&format!("figure=age_{place}")).await), band["open"].as_u64(), "{band}");
    }
    // One of them leads to the complaint, as who looks.
    let cases = get(&cast, "dm-lko", "/v1/dm/cases?figure=registered").await.json();
    assert_eq!(
        (&cases["lines"][0]["counted"], &cases["next"]),
        (&json!("registered"), &Value::Null),
        "{cases}"
    );
    let token = text(&cases["lines"][0]["token"]);
    let case = format!("/v1/c/{token}");
    let bearer = format!("Bearer {}", cast.open(&case).await);
    let read = cast.helpline.request("GET", &case, &[("authorization", &bearer)], Vec::new()).await;
    assert_eq!(read.json()["reference"], cases["lines"][0]["reference"]);
    for wrong in ["figure=x", "skip=x", "skip=-1", "month=2026", "from=x", "area=nowhere", "category=x"] {
        let refused = get(&cast, "dm-lko", &format!("/v1/dm/cases?{wrong}")).await;
        assert_eq!(refused.status, 400, "{wrong}: {}", refused.body);
    }
    assert_eq!(get(&cast, "dm-lko", "/v1/dm/cases?skip=50").await.json()["lines"], json!([]));
    cast.helpline.end(&["गुलमोहर"]).await;
}

#[tokio::test]
async fn the_files_are_those_of_the_page() {
    let cast = Cast::enter(WORDS).await;
    for query in ["", "?month=2026-11", "?lang=hi"] {
        let csv = get(&cast, "auditor-lko", &format!("/v1/dm/export.csv{query}")).await;
        let same = page(&cast, "auditor-lko", &format!("/dm/export.csv{query}")).await;
        assert_eq!((csv.status, &csv.bytes), (200, &same.bytes), "{query}");
        assert_eq!(csv.headers["content-disposition"], same.headers["content-disposition"]);
        let xlsx = get(&cast, "auditor-lko", &format!("/v1/dm/export.xlsx{query}")).await;
        let same = page(&cast, "auditor-lko", &format!("/dm/export.xlsx{query}")).await;
        assert_eq!((xlsx.status, &xlsx.bytes), (200, &same.bytes), "{query}");
        // Both files say the same: line by line, the numbers and what is hidden.
        let sheets = sheets(&xlsx.bytes);
        let lines = sheets.iter().flat_map(|sheet| &sheet.lines);
        let written = lines.map(|line| {
            let cells = line.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
            cells.trim_end_matches(',').to_owned()
        });
        let plain: Vec<String> = written.filter(|line| !line.is_empty()).collect();
        let text = csv.body.trim_start_matches('\u{feff}').replace('"', "");
        let told: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(plain.iter().map(|line| line.replace('"', "")).collect::<Vec<_>>(), told, "{query}");
    }
    let refused = get(&cast, "auditor-lko", "/v1/dm/export.csv?month=x").await;
    assert_eq!((refused.status, refused.headers["content-type"].as_str()), (400, "application/problem+json"));
    cast.helpline.end(&["गुलमोहर"]).await;
}
