//! Scripts, HTML and formulas in her text are words and nothing else, in every
//! page, in JSON and in what is exported.

use std::collections::BTreeMap;

use journeys::stack::Answer;
use officer_updates::routes::{Needs, ROUTES};

use crate::cast::{Cast, LUCKNOW, Person, path};
use crate::spreadsheet::sheets;

/// What a browser or a spreadsheet would run, were it not only words.
const HOSTILE: &str = "मलिहाबाद <script>alert(1)</script> <img src=x onerror=alert(2)> \"><svg/onload=alert(3)> \
    javascript:alert(4) </textarea></style><b> =HYPERLINK(\"http://evil.example\",\"x\") @SUM(1+1) +1 -2+3 {{7*7}} ]]>";

/// What none of it may become.
const RUNS: [&str; 7] = [
    "<script",
    "<img src=x",
    "<svg/onload",
    "</textarea></style>",
    "=\"javascript:",
    "='javascript:",
    "<b> =",
];

fn is_neutral(answer: &Answer, said: &str) {
    let kind = answer.headers.get("content-type").cloned().unwrap_or_default();
    if kind.starts_with("text/html") {
        let page = answer.body.to_lowercase();
        for runs in RUNS {
            assert!(!page.contains(runs), "{runs} in {said}: {page}");
        }
        let policy = answer.headers.get("content-security-policy").cloned().unwrap_or_default();
        assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"), "{policy}");
    }
    assert_eq!(answer.headers.get("x-content-type-options").map(String::as_str), Some("nosniff"), "{said}");
    if kind.starts_with("text/csv") {
        for cell in answer.body.lines().flat_map(|line| line.split([',', ';', '\t'])) {
            let cell = cell.trim_matches('"');
            let formula = cell.starts_with(['=', '@', '+', '\t', '\r']) || cell.starts_with("-2");
            assert!(!formula, "{cell} in {said}");
        }
        assert!(!answer.body.contains("HYPERLINK"), "{said}");
    }
    if kind.contains("spreadsheetml") {
        for sheet in sheets(&answer.bytes) {
            sheet.holds_words_and_numbers_only();
            for text in sheet.texts() {
                assert!(!text.contains("alert(") && !text.contains("HYPERLINK"), "{text} in {said}");
            }
        }
    }
}

fn by_id<'a>(cast: &'a Cast, id: &str) -> &'a Person {
    cast.people.iter().find(|person| person.id() == id).unwrap()
}

#[tokio::test]
async fn hostile_words_run_nowhere() {
    let cast = Cast::enter(HOSTILE).await;
    let (officer, dm) = (by_id(&cast, "tehsildar-malihabad"), by_id(&cast, "dm-lko"));
    let complaint = cast.complaints.iter().find(|it| it.officer == officer.officer.id).unwrap();
    let (link, list) = (cast.link(officer, complaint), cast.list(officer));
    let case = cast.open(&format!("/v1/c/{link}")).await;
    // The case itself: her words are there, as words.
    for (path, carried) in
        [(format!("/c/{link}"), format!("s={case}")), (format!("/v1/c/{link}"), String::new())]
    {
        let bearer = format!("Bearer {case}");
        let header = if carried.is_empty() {
            ("authorization", bearer.as_str())
        } else {
            ("cookie", carried.as_str())
        };
        let shown = cast.helpline.request("GET", &path, &[header], Vec::new()).await;
        assert_eq!(shown.status, 200, "{}", shown.body);
        assert!(shown.body.contains("alert(1)") && shown.body.contains("HYPERLINK"), "{}", shown.body);
        is_neutral(&shown, &path);
        if carried.is_empty() {
            let text = shown.json()["messages"].to_string();
            assert!(text.contains("<script>alert(1)</script>"), "JSON keeps what she wrote: {text}");
        }
    }
    // Every other page and file that somebody may get.
    let (staff, bearer) = (format!("staff={}", dm.session), format!("Bearer {}", dm.session));
    let own = format!("s={}", cast.open(&format!("/v1/list/{list}")).await);
    let mut opened = 0;
    for spec in ROUTES.iter().filter(|spec| !spec.writes()) {
        let token = if spec.needs == Needs::List { list.clone() } else { cast.link(dm, complaint) };
        let mut path = path(spec, &BTreeMap::from([("token", token), ("edit", "leave".to_owned())]));
        if path == "/dm/cases" {
            path.push_str("?figure=open");
        }
        let header = match (spec.needs, spec.is_api()) {
            (Needs::List, false) => ("cookie", own.as_str()),
            (_, true) => ("authorization", bearer.as_str()),
            (_, false) => ("cookie", staff.as_str()),
        };
        let shown = cast.helpline.request("GET", &path, &[header], Vec::new()).await;
        assert!(shown.status < 500, "{path}: {}", shown.status);
        is_neutral(&shown, &path);
        assert!(!shown.body.contains("alert(1)"), "words of hers in {path}");
        opened += usize::from(shown.headers["content-type"].contains("spreadsheetml"));
    }
    assert_eq!(opened, 2, "the files of the page and of the API were opened");
    cast.helpline.end(&["alert(1)", "HYPERLINK"]).await;
}

#[tokio::test]
async fn hostile_words_at_the_desk_come_back_as_words() {
    let cast = Cast::enter("में आय प्रमाण पत्र महीनों से नहीं बना").await;
    let head = by_id(&cast, "adm-lko");
    let staff = format!("staff={}", head.session);
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("cookie", staff.as_str())];
    // A number that is none: the form comes back with all that was written.
    let fields = [
        ("nonce", "0123456789abcdef"),
        ("phone", HOSTILE),
        ("name", HOSTILE),
        ("words", HOSTILE),
        ("category", HOSTILE),
    ];
    let fields: Vec<(String, String)> =
        fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let body = channels::form_encode(&fields).into_bytes();
    let refused = cast.helpline.request("POST", "/desk/register", &headers, body).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("alert(1)"), "what was written is kept");
    is_neutral(&refused, "the desk's form");
    for query in ["%3Cscript%3Ealert(1)%3C/script%3E", "%22%3E%3Csvg/onload=alert(3)%3E"] {
        for spec in ROUTES.iter().filter(|spec| !spec.writes() && !spec.is_api()) {
            let part = query.replace('/', "%2F");
            let at = path(spec, &BTreeMap::from([("token", part.clone()), ("edit", part)]));
            let names = [
                "lang", "done", "month", "category", "area", "office", "officer", "figure", "next", "again",
                "from", "skip",
            ];
            let asked: Vec<String> = names.iter().map(|name| format!("{name}={query}")).collect();
            let address = format!("{at}?{}", asked.join("&"));
            let shown = cast.helpline.request("GET", &address, &[headers[1]], Vec::new()).await;
            assert!(shown.status < 500, "{address}: {}", shown.status);
            if shown.status != 303 {
                is_neutral(&shown, &address);
            }
        }
    }
    cast.helpline.end(&["alert(1)"]).await;
}

/// What a spreadsheet would reckon with, were it not told that it is text.
const RECKONED: [&str; 7] =
    ["=1+1", "+1+1", "-2+3", "@SUM(1+1)", "\tTAB", "\rRETURN", "=HYPERLINK(\"http://evil.example\",\"x\")"];

/// Lucknow's policy with such names for its categories, tehsils and offices: the
/// words of others that stand in a file. Which names are whose.
fn with_hostile_names() -> (String, Vec<String>) {
    let mut policy: toml::Table = LUCKNOW.parse().expect("a policy");
    policy.insert("version".to_owned(), "2026-11-30.1".into());
    let mut given = Vec::new();
    for list in ["category", "tehsil", "office"] {
        let entries = policy[list].as_array_mut().expect("a list");
        for (place, (entry, hostile)) in entries.iter_mut().zip(RECKONED).enumerate() {
            let name = format!("{hostile} {list} {place}");
            for language in ["hi", "en"] {
                entry["name"]
                    .as_table_mut()
                    .expect("a name")
                    .insert(language.to_owned(), name.clone().into());
            }
            given.push(name);
        }
    }
    (toml::to_string(&policy).expect("TOML"), given)
}

#[tokio::test]
async fn what_begins_as_a_formula_is_text_in_every_sheet() {
    let (source, given) = with_hostile_names();
    let cast = Cast::enter_under(&source, "में आय प्रमाण पत्र महीनों से नहीं बना").await;
    let dm = by_id(&cast, "dm-lko");
    let (staff, bearer) = (format!("staff={}", dm.session), format!("Bearer {}", dm.session));
    for (at, header) in [("/dm", ("cookie", &staff)), ("/v1/dm", ("authorization", &bearer))] {
        let headers = [(header.0, header.1.as_str())];
        let file = cast.helpline.request("GET", &format!("{at}/export.xlsx"), &headers, Vec::new()).await;
        assert_eq!(file.status, 200, "{}", file.body);
        let sheets = sheets(&file.bytes);
        assert_eq!(sheets.len(), 4);
        sheets.iter().for_each(|sheet| sheet.holds_words_and_numbers_only());
        let texts: Vec<&str> = sheets.iter().flat_map(|sheet| sheet.texts()).collect();
        for name in &given {
            assert!(texts.contains(&name.as_str()), "{name:?} is not to the letter in {texts:?}");
        }
        let file = cast.helpline.request("GET", &format!("{at}/export.csv"), &headers, Vec::new()).await;
        assert_eq!(file.status, 200, "{}", file.body);
        for name in &given {
            let quoted = name.replace('"', "\"\"");
            let guarded = format!("\"'{quoted}\"");
            let all = file.body.matches(&quoted).count();
            assert!(all > 0 && all == file.body.matches(&guarded).count(), "{quoted:?} in {}", file.body);
        }
    }
    cast.helpline.end(&[]).await;
}
