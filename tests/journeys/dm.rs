//! The District Magistrate looks at how complaints stand, opens a figure down
//! to what it counts, and steps in.

use chrono::TimeDelta;
use journeys::Helpline;
use journeys::stack::{Answer, text};
use serde_json::json;

const STORY: &str = "मलिहाबाद में मेरा आय प्रमाण पत्र दो महीने से नहीं बन रहा";
const OFFICER: &str = "tehsildar-malihabad";
pub(crate) const DM: &str = "9000010001";

/// Logs in by the code that comes by SMS: the cookie.
pub(crate) async fn log_in(helpline: &Helpline, phone: &str, next: &str) -> String {
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let asked = format!("phone={phone}&next={next}").into_bytes();
    let sent = helpline.request("POST", "/desk/login", &form, asked).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let sms = helpline.last_sms().await.text;
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    let code = sms.split(|letter: char| !letter.is_ascii_digit()).find(is_code).unwrap();
    let entered = format!("phone={phone}&code={code}&next={next}").into_bytes();
    let entered = helpline.request("POST", "/desk/code", &form, entered).await;
    assert_eq!((entered.status, entered.headers["location"].as_str()), (303, next), "{}", entered.body);
    entered.headers["set-cookie"].split(';').next().unwrap().to_owned()
}

/// GET with a session.
pub(crate) async fn get(helpline: &Helpline, path: &str, cookie: &str) -> Answer {
    helpline.request("GET", path, &[("cookie", cookie)], Vec::new()).await
}

async fn page(helpline: &Helpline, path: &str, cookie: &str) -> String {
    let answer = get(helpline, path, cookie).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    assert!(answer.body.len() < 60_000, "{path}: {} bytes", answer.body.len());
    assert!(!answer.body.contains("<script") && !answer.body.contains("style=\""), "{path}");
    answer.body
}

/// All links of a page that begin so, each with the text of its link.
fn links(page: &str, beginning: &str) -> Vec<(String, String)> {
    let mark = format!("href=\"{beginning}");
    let found = page.match_indices(&mark).map(|(at, _)| {
        let rest = &page[at + 6..];
        let (href, rest) = rest.split_once('"').unwrap();
        let (_, rest) = rest.split_once('>').unwrap();
        (href.replace("&amp;", "&"), rest.split('<').next().unwrap().to_owned())
    });
    found.collect()
}

async fn posts(helpline: &Helpline, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
    let fields: Vec<(String, String)> =
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("cookie", cookie)];
    helpline.request("POST", path, &headers, channels::form_encode(&fields).into_bytes()).await
}

/// Lives that end differently, over two months; four stay open.
async fn lives(helpline: &Helpline) {
    let she = |n: u32| helpline.woman(&format!("+91900000000{n}"));
    for (n, answer) in [(1, "yes"), (2, "no"), (3, "")] {
        she(n).registers("certificate", STORY).await;
        let link = helpline.link_of(OFFICER).await;
        link.does("dispose", &json!({"outcome": "relief", "text": "जारी किया"})).await;
        if !answer.is_empty() {
            let asked = she(n).reply().await;
            let wanted = format!("solved_{answer}");
            let (id, _) = asked.options.iter().find(|(id, _)| id.starts_with(&wanted)).unwrap();
            she(n).taps(id).await;
        }
    }
    she(4).registers("pension", STORY).await;
    helpline.sweep_at("2026-12-05 17:00").await;
    she(5).registers("violence", STORY).await;
    she(6).registers("certificate", STORY).await;
    helpline.pass(TimeDelta::hours(2)).await;
}

#[tokio::test]
async fn every_figure_opens_to_as_many_cases_as_it_says() {
    let helpline = Helpline::start_at("2026-11-23 10:00").await;
    lives(&helpline).await;
    let cookie = log_in(&helpline, DM, "/dm").await;
    let mut opened = 0;
    for path in ["/dm", "/dm?month=2026-11", "/dm?lang=en&category=certificate&area=malihabad"] {
        let shown = page(&helpline, path, &cookie).await;
        assert!(shown.matches("<svg").count() == 3 && shown.matches("role=\"img\"").count() == 3, "{path}");
        let mut figures = links(&shown, "/dm/cases");
        figures.retain(|(_, number)| number.parse::<usize>().is_ok());
        figures.sort();
        figures.dedup();
        assert!(figures.len() > 10, "{path}: {figures:?}");
        for (href, number) in figures {
            let cases = page(&helpline, &href, &cookie).await;
            assert!(cases.contains(&format!(": {number}</p>")), "{href} says {number}: {cases}");
            let lines = links(&cases, "/dm/act/").len();
            assert_eq!(lines.to_string(), number, "{href}");
            opened += 1;
        }
    }
    assert!(opened > 60, "{opened}");
    // One of them leads to the complaint itself.
    let cases = page(&helpline, "/dm/cases?figure=open", &cookie).await;
    let (case, reference) = links(&cases, "/c/").remove(0);
    assert!(helpline.complaints().await.iter().any(|it| it["reference"] == reference), "{reference}");
    assert_eq!(get(&helpline, &case, &cookie).await.status, 200);
    helpline.end(&["900000000", "प्रमाण"]).await;
}

#[tokio::test]
async fn from_a_row_she_hastens_asks_why_and_gives_it_to_another() {
    let helpline = Helpline::start_at("2026-11-23 10:00").await;
    helpline.woman("+919000000001").registers("certificate", STORY).await;
    helpline.pass(TimeDelta::hours(30)).await;
    let cookie = log_in(&helpline, DM, "/dm").await;
    let screen = page(&helpline, "/dm", &cookie).await;
    let (step, _) = links(&screen, "/dm/act/").remove(0);
    let form = page(&helpline, &step, &cookie).await;
    assert!(!form.contains("9000000001") && !form.contains("प्रमाण पत्र दो"), "{form}");
    let version = |page: &str| {
        page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let seen = version(&form);
    let hasten = [("action", "hasten"), ("version", &seen), ("text", "आज ही करें")];
    let done = posts(&helpline, &step, &cookie, &hasten).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(helpline.last_sms().await.officer, OFFICER);
    let after = page(&helpline, &done.headers["location"], &cookie).await;
    assert!(after.contains("role=\"status\""), "{after}");
    // With the version from before it is told how it stands now, and keeps her words.
    let stale = [("action", "explain"), ("version", &seen), ("text", "देरी क्यों हुई")];
    let stale = posts(&helpline, &step, &cookie, &stale).await;
    assert_eq!(stale.status, 409, "{}", stale.body);
    assert!(stale.body.contains("देरी क्यों हुई") && version(&stale.body) != seen);
    let again = [("action", "explain"), ("version", &version(&stale.body)), ("text", "देरी क्यों हुई")];
    assert_eq!(posts(&helpline, &step, &cookie, &again).await.status, 303);
    let seen = version(&page(&helpline, &step, &cookie).await);
    let give = [("action", "reassign"), ("version", &seen), ("to", "adm-fr-lko"), ("reason", "वहीं देखें")];
    assert_eq!(posts(&helpline, &step, &cookie, &give).await.status, 303);
    let complaint = helpline.complaint().await;
    assert_eq!(complaint["officer"], "adm-fr-lko");
    let events: Vec<String> =
        complaint["history"].as_array().unwrap().iter().map(|line| text(&line["event"])).collect();
    assert!(events.iter().filter(|it| it.contains("hasten")).count() == 1, "{events:?}");
    assert!(events.iter().any(|it| it.contains("reassign")), "{events:?}");
    // Nothing else can be done from here, nor from elsewhere.
    let dispose = [("action", "dispose"), ("version", "9"), ("outcome", "relief"), ("text", "x")];
    assert_eq!(posts(&helpline, &step, &cookie, &dispose).await.status, 400);
    let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "cross-site")];
    let foreign = helpline.request("POST", &step, &headers, b"action=hasten&version=9&text=x".to_vec()).await;
    assert_eq!(foreign.status, 403);
    helpline.end(&["9000000001", "प्रमाण", "देरी क्यों"]).await;
}

#[tokio::test]
async fn who_may_not_see_it_does_not() {
    let helpline = Helpline::start_at("2026-11-23 10:00").await;
    helpline.woman("+919000000001").registers("certificate", STORY).await;
    for path in ["/dm", "/dm/review", "/dm/cases?figure=open", "/dm/export.csv", "/dm/export.xlsx"] {
        let answer = get(&helpline, path, "x=y").await;
        assert_eq!(
            (answer.status, answer.headers["location"].as_str()),
            (303, "/desk/login?next=/dm"),
            "{path}"
        );
        let login = get(&helpline, "/desk/login?next=/dm", "x=y").await;
        assert!(login.body.contains("name=\"next\" value=\"/dm\""), "{}", login.body);
    }
    let policy = helpline.local("policy").await;
    let phone_of = |id: &str| {
        let officers = policy["officers"].as_array().unwrap();
        text(&officers.iter().find(|it| it["id"] == id).unwrap()["phone"]).replace('+', "%2B")
    };
    let sits = log_in(&helpline, &phone_of("cell-1"), "/desk").await;
    let dm = log_in(&helpline, DM, "/dm").await;
    let (step, _) = links(&page(&helpline, "/dm/cases?figure=open", &dm).await, "/dm/act/").remove(0);
    for path in ["/dm", "/dm/review", "/dm/cases?figure=open", "/dm/export.csv", &step] {
        let answer = get(&helpline, path, &sits).await;
        assert_eq!(answer.status, 403, "{path}: {}", answer.body);
        assert!(!answer.body.contains("LKO"), "{path}");
    }
    // Another's link is nobody's here, not even the in-charge's.
    let in_charge = log_in(&helpline, &phone_of("adm-lko"), "/dm").await;
    assert_eq!(get(&helpline, "/dm", &in_charge).await.status, 200);
    assert_eq!(get(&helpline, &step, &in_charge).await.status, 404);
    helpline.end(&["9000000001", "प्रमाण"]).await;
}

#[tokio::test]
async fn what_accuses_her_she_does_not_see() {
    let helpline = Helpline::start_at("2026-11-23 10:00").await;
    let story = "जिलाधिकारी के खिलाफ शिकायत है, मलिहाबाद में मेरी बात नहीं सुनी";
    helpline.woman("+919000000001").registers("other", story).await;
    let reference = text(&helpline.complaint().await["reference"]);
    helpline.pass(TimeDelta::hours(30)).await;
    let cookie = log_in(&helpline, DM, "/dm").await;
    for path in
        ["/dm", "/dm/review", "/dm/cases?figure=open", "/dm/cases?figure=registered", "/dm/export.csv"]
    {
        let answer = get(&helpline, path, &cookie).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(
            !answer.body.contains(&reference) && !answer.body.contains("/dm/act/"),
            "{path}: {}",
            answer.body
        );
    }
    let cases = page(&helpline, "/dm/cases?figure=registered&lang=en", &cookie).await;
    assert!(cases.contains("Not shown to you (conflict of interest): 1"), "{cases}");
    helpline.end(&["9000000001", "जिलाधिकारी के"]).await;
}

#[tokio::test]
async fn a_file_to_pass_on_names_nobody_and_hides_the_few() {
    let helpline = Helpline::start_at("2026-11-23 10:00").await;
    for n in 1..=6 {
        helpline.woman(&format!("+91900000000{n}")).registers("certificate", STORY).await;
    }
    helpline.woman("+919000000007").registers("pension", STORY).await;
    let cookie = log_in(&helpline, DM, "/dm").await;
    let csv = get(&helpline, "/dm/export.csv?lang=en", &cookie).await;
    assert!(csv.headers["content-disposition"].contains("lko-2026-11.csv"), "{:?}", csv.headers);
    for nobody in ["LKO", "90000", "/c/", OFFICER] {
        assert!(!csv.body.contains(nobody), "{nobody}: {}", csv.body);
    }
    let line = |of: &str| csv.body.lines().find(|line| line.starts_with(of)).unwrap().to_owned();
    // One pension would be the seven less the six: both are hidden.
    assert!(line("Total").starts_with("Total,7,"), "{}", csv.body);
    assert!(csv.body.lines().any(|line| line.contains(",<5,")), "{}", csv.body);
    assert!(csv.body.lines().any(|line| line.contains(",*,")), "{}", csv.body);
    let xlsx = get(&helpline, "/dm/export.xlsx", &cookie).await;
    assert!(xlsx.status == 200 && xlsx.body.starts_with("PK"), "{}", xlsx.status);
    assert!(xlsx.headers["content-type"].contains("spreadsheetml"), "{:?}", xlsx.headers);
    let review = page(&helpline, "/dm/review?month=2026-11&lang=en", &cookie).await;
    assert!(review.contains("November 2026") && !review.contains("<details"), "{review}");
    helpline.end(&["900000000", "प्रमाण"]).await;
}
