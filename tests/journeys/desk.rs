//! The desk: how one gets in, who gets where, and that a form of another site
//! does nothing.

use journeys::stack::text;
use journeys::staff::{Staff, posts};
use journeys::{Helpline, PIN};

use crate::officer_link::{MARKER, OFFICER, registered};

/// Numbers of the sample policy.
pub(crate) const DM: &str = "9000010001";
/// The cell's in-charge, `adm-lko`.
pub(crate) const IN_CHARGE: &str = "9000010002";
/// `cell-1`, who sits at the desk on Mondays and Thursdays.
pub(crate) const SITS: &str = "9000010009";
/// The supervisor of pensions, `dswo-lko`: not of the desk.
const SUPERVISOR: &str = "9000010006";

async fn enter(helpline: &Helpline, phone: &str, code: &str) -> u16 {
    posts(helpline, "/desk/code", &[("phone", phone), ("code", code)]).await.status
}

#[tokio::test]
async fn a_code_is_good_once_and_for_five_minutes() {
    let helpline = Helpline::start().await;
    assert_eq!(posts(&helpline, "/desk/login", &[("phone", IN_CHARGE)]).await.status, 200);
    assert_eq!(helpline.told().await, ["adm-lko"]);
    let code = Staff::code(&helpline).await;
    assert_eq!((code.len(), code.bytes().all(|byte| byte.is_ascii_digit())), (6, true), "{code}");
    let wrong = if code == "123456" { "654321" } else { "123456" };
    assert_eq!(enter(&helpline, IN_CHARGE, wrong).await, 422);
    assert_eq!(enter(&helpline, DM, &code).await, 422, "nobody else's");
    assert_eq!(enter(&helpline, "+91 90000-10002", &code).await, 303);
    assert_eq!(enter(&helpline, IN_CHARGE, &code).await, 422, "used up");
    posts(&helpline, "/desk/login", &[("phone", IN_CHARGE)]).await;
    let late = Staff::code(&helpline).await;
    helpline.clock("2026-12-01 10:05").await;
    assert_eq!(enter(&helpline, IN_CHARGE, &late).await, 422, "too late");
    helpline.end(&[&code, &late, IN_CHARGE]).await;
}

#[tokio::test]
async fn five_wrong_codes_end_the_right_one_and_three_are_sent_in_a_quarter_of_an_hour() {
    let helpline = Helpline::start().await;
    posts(&helpline, "/desk/login", &[("phone", IN_CHARGE)]).await;
    let code = Staff::code(&helpline).await;
    for guess in 0..5 {
        let wrong = format!("{:06}", (code.parse::<u32>().unwrap() + 1 + guess) % 1_000_000);
        assert_eq!(enter(&helpline, IN_CHARGE, &wrong).await, 422);
    }
    assert_eq!(enter(&helpline, IN_CHARGE, &code).await, 422);
    for _ in 0..2 {
        assert_eq!(posts(&helpline, "/desk/login", &[("phone", IN_CHARGE)]).await.status, 200);
    }
    let refused = posts(&helpline, "/desk/login", &[("phone", IN_CHARGE)]).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert_eq!(helpline.sms().await.len(), 3);
    helpline.clock("2026-12-01 10:16").await;
    Staff::enters(&helpline, IN_CHARGE).await;
    helpline.end(&[]).await;
}

#[tokio::test]
async fn who_is_not_known_learns_nothing_from_it() {
    let helpline = Helpline::start().await;
    let known = posts(&helpline, "/desk/login?lang=en", &[("phone", IN_CHARGE)]).await;
    let unknown = posts(&helpline, "/desk/login?lang=en", &[("phone", "9000099999")]).await;
    assert_eq!((known.status, unknown.status), (200, 200));
    assert_eq!(known.body.replace(IN_CHARGE, ""), unknown.body.replace("9000099999", ""));
    assert_eq!(helpline.sms().await.len(), 1);
    assert_eq!(enter(&helpline, "9000099999", "123456").await, 422);
    helpline.end(&["9000099999"]).await;
}

#[tokio::test]
async fn a_session_ends_and_each_page_is_open_to_whom_it_belongs() {
    let helpline = Helpline::start().await;
    for page in ["/desk", "/desk/register", "/desk/calls", "/desk/quarantine", "/desk/people"] {
        let answer = helpline.request("GET", page, &[], Vec::new()).await;
        assert_eq!((answer.status, text_of(&answer, "location")), (303, "/desk/login".to_owned()), "{page}");
    }
    let check = async |phone: &str, page: &str, status: u16| {
        let staff = Staff::enters(&helpline, phone).await;
        assert_eq!(staff.gets(page).await.status, status, "{phone} {page}");
    };
    check(IN_CHARGE, "/desk/people", 200).await;
    check(DM, "/desk/people/leave", 200).await;
    check(SITS, "/desk", 200).await;
    check(SITS, "/desk/people", 403).await;
    check(SITS, "/desk/people/phone", 403).await;
    check(SUPERVISOR, "/desk", 403).await;
    check(SUPERVISOR, "/desk/register", 403).await;
    helpline.clock("2026-12-02 10:00").await;
    let staff = Staff::enters(&helpline, IN_CHARGE).await;
    helpline.clock("2026-12-02 14:01").await;
    assert_eq!(staff.gets("/desk").await.status, 303, "after four hours");
    helpline.end(&[]).await;
}

fn text_of(answer: &journeys::stack::Answer, header: &str) -> String {
    answer.headers.get(header).cloned().unwrap_or_default()
}

#[tokio::test]
async fn a_form_of_another_site_does_nothing() {
    let helpline = Helpline::start().await;
    registered(&helpline).await;
    let version = text(&helpline.local("policy").await["version"]);
    let staff = Staff::enters(&helpline, IN_CHARGE).await;
    let walk_in = [("nonce", "0123456789abcdef"), ("words", "x"), ("category", "pension")];
    let phone =
        [("officer", "cell-1"), ("phone", "9000012345"), ("publish", "1"), ("seen", version.as_str())];
    for site in ["cross-site", "same-site"] {
        assert_eq!(staff.posts_from("/desk/register", &walk_in, site).await.status, 403);
        assert_eq!(staff.posts_from("/desk/people/phone", &phone, site).await.status, 403);
        assert_eq!(staff.posts_from("/desk/logout", &[], site).await.status, 403);
    }
    assert_eq!(helpline.complaints().await.len(), 1);
    assert_eq!(text(&helpline.local("policy").await["version"]), version);
    helpline.end(&[MARKER]).await;
}

#[tokio::test]
async fn who_is_logged_in_opens_their_own_links_and_nobody_elses() {
    let helpline = Helpline::start().await;
    registered(&helpline).await;
    let link = helpline.link_of(OFFICER).await;
    let officer = helpline.local("policy").await["officers"]
        .as_array()
        .unwrap()
        .iter()
        .find(|known| known["id"] == OFFICER)
        .map(|known| text(&known["phone"]))
        .unwrap();
    let other = Staff::enters(&helpline, DM).await;
    assert!(other.gets(&link.path).await.body.contains("name=\"pin\""), "not the DM's link");
    assert_eq!(other.posts(&link.path, &[("action", "open")]).await.status, 401);
    let own = Staff::enters(&helpline, &officer).await;
    let front = own.gets(&link.path).await;
    assert!(!front.body.contains("name=\"pin\"") && !front.body.contains(MARKER), "{}", front.body);
    assert_eq!(front.body.matches("<button").count(), 1);
    assert_eq!(own.posts_from(&link.path, &[("action", "open")], "cross-site").await.status, 401);
    let opened = own.posts(&link.path, &[("action", "open")]).await;
    assert_eq!(opened.status, 303, "{}", opened.body);
    let session = crate::officer_link::cookie(&opened);
    assert!(crate::officer_link::shown(&helpline, &link, &session).await.body.contains(MARKER));
    helpline.end(&[MARKER, PIN]).await;
}
