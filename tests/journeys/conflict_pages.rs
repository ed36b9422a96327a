//! Conflict of interest, on every page, in every file and by the API: what
//! accuses who looks is not there for them, wherever they look. Walked from the
//! function's own table of routes.

use domain::access_pages::{Page, may_open};
use domain::complaint::Complaint;
use domain::conflict::Accused;
use domain::officer::ACTIONS;
use journeys::stack::{Answer, text};
use officer_updates::routes::{Needs, ROUTES, Spec};
use serde_json::{Value, json};

use crate::cast::{Cast, JSON, Person, path};
use crate::roles::whole;

const WORDS: &str = "में गुलमोहर का आय प्रमाण पत्र महीनों से नहीं बना";
/// Of each of them a complaint is brought, by somebody else of the desk.
const ACCUSED: [(&str, &str); 4] =
    [("dm-lko", "cell-1"), ("adm-lko", "dm-lko"), ("cell-1", "adm-lko"), ("tehsildar-malihabad", "cell-1")];
/// So many accuse nobody: more than the few that a file hides.
const PLAIN: usize = 6;

struct Brought {
    reference: String,
    phone: String,
}

/// Brings complaints to the desk: plain ones, and one against each of [`ACCUSED`].
async fn bring(cast: &Cast) -> Vec<Brought> {
    let nobody = std::iter::repeat_n((None, "cell-1"), PLAIN);
    let all = nobody.chain(ACCUSED.map(|(accused, by)| (Some(accused), by)));
    let mut brought = Vec::new();
    for (n, (accused, by)) in all.enumerate() {
        let by = cast.people.iter().find(|person| person.id() == by).unwrap();
        let phone = format!("+9190000001{n:02}");
        let form = json!({
            "nonce": format!("{n:016x}"), "phone": phone, "words": format!("मलिहाबाद {WORDS}"),
            "category": "certificate", "area": "malihabad",
            "accused_officers": accused.into_iter().collect::<Vec<_>>(),
        });
        let bearer = format!("Bearer {}", by.session);
        let headers = [JSON[0], ("authorization", bearer.as_str())];
        let body = form.to_string().into_bytes();
        let answer = cast.helpline.request("POST", "/v1/desk/register", &headers, body).await;
        assert_eq!(answer.status, 201, "{accused:?}: {}", answer.body);
        brought.push(Brought { reference: text(&answer.json()["reference"]), phone });
    }
    brought
}

/// This person's link to a complaint that was brought.
fn link(cast: &Cast, person: &Person, complaint: &Complaint, all: &[Brought]) -> String {
    let table = cast.helpline.table();
    let phone = &all.iter().find(|it| it.reference == complaint.reference.to_string()).unwrap().phone;
    let her = table.vault().person(&cast.policy.cell.id, phone);
    table.vault().mint_link(&her, &complaint.reference, &person.officer.id)
}

/// The addresses of a page: for a figure, of each.
fn addresses(spec: &Spec, token: &str) -> Vec<String> {
    let at = path(spec, &[("token", token.to_owned()), ("edit", "leave".to_owned())].into());
    if !at.ends_with("/dm/cases") {
        return vec![at];
    }
    let figures = [
        "open",
        "due_today",
        "overdue",
        "silent",
        "at_risk",
        "age_0",
        "age_1",
        "age_2",
        "age_3",
        "registered",
        "disposed",
    ];
    figures.map(|figure| format!("{at}?figure={figure}")).to_vec()
}

async fn look(cast: &Cast, spec: &Spec, person: &Person, address: &str, session: &str) -> Answer {
    let (cookie, bearer) = match spec.needs {
        Needs::Staff(_) => (format!("staff={}", person.session), format!("Bearer {}", person.session)),
        _ => (format!("s={session}"), format!("Bearer {session}")),
    };
    let header = if spec.is_api() { ("authorization", bearer.as_str()) } else { ("cookie", cookie.as_str()) };
    cast.helpline.request("GET", address, &[header], Vec::new()).await
}

/// The lists and files that this person gets, all in one.
async fn everything_shown(cast: &Cast, person: &Person) -> String {
    let mut shown = String::new();
    let list = cast.list(person);
    let session = cast.open(&format!("/v1/list/{list}")).await;
    for spec in ROUTES.iter().filter(|spec| !spec.writes()) {
        let theirs = match spec.needs {
            Needs::Staff(page) => may_open(&cast.policy, &person.officer, page),
            Needs::List => true,
            Needs::Nothing | Needs::Link => false,
        };
        if !theirs || (spec.pattern.contains("{token}") && spec.needs != Needs::List) {
            continue;
        }
        for address in addresses(spec, &list) {
            let answer = look(cast, spec, person, &address, &session).await;
            assert_eq!(answer.status, 200, "{address} as {}: {}", person.id(), answer.body);
            shown.push_str(&answer.body);
        }
    }
    shown
}

/// How many complaints are open, as the file and the API say it.
async fn open_in_figures(cast: &Cast, person: &Person) -> [Option<u64>; 2] {
    let bearer = format!("Bearer {}", person.session);
    let get = async |path: &str| {
        cast.helpline.request("GET", path, &[("authorization", bearer.as_str())], Vec::new()).await
    };
    let figures = get("/v1/dm/figures").await.json();
    let csv = get("/v1/dm/export.csv?lang=en").await.body;
    let total = csv.lines().find(|line| line.starts_with("Total,")).unwrap_or_default().to_owned();
    [figures["total"]["open"].as_u64(), total.split(',').nth(1).and_then(|number| number.parse().ok())]
}

#[tokio::test]
async fn what_accuses_who_looks_is_on_no_list_and_in_no_file_of_theirs() {
    let mut cast = Cast::enter(WORDS).await;
    let brought = bring(&cast).await;
    cast.look().await;
    let brought: Vec<&Complaint> = cast
        .complaints
        .iter()
        .filter(|it| brought.iter().any(|known| known.reference == it.reference.to_string()))
        .collect();
    assert_eq!(brought.len(), PLAIN + ACCUSED.len());
    let mut hidden = 0;
    for person in &cast.people {
        let shown = everything_shown(&cast, person).await;
        let bars = |it: &&Complaint| it.bars(&person.officer.id, &cast.policy);
        for complaint in brought.iter().copied().filter(bars) {
            let said = format!("{} of {}", complaint.reference, person.id());
            assert!(!shown.contains(complaint.reference.as_str()), "{said}");
            hidden += 1;
        }
        let seen = |page| may_open(&cast.policy, &person.officer, page);
        if seen(Page::Desk) || seen(Page::Cases) {
            for complaint in brought.iter().copied().filter(|it| !bars(it)) {
                assert!(
                    shown.contains(complaint.reference.as_str()),
                    "{} {}",
                    complaint.reference,
                    person.id()
                );
            }
        }
        if seen(Page::Figures) {
            let open = cast.complaints.iter().filter(|it| it.status.is_open() && !bars(it)).count();
            let open = u64::try_from(open).ok();
            assert_eq!(open_in_figures(&cast, person).await, [open, open], "{}", person.id());
        }
    }
    // The District Magistrate's bars all below; each other one their own at least.
    assert!(hidden > ACCUSED.len(), "{hidden}");
    cast.helpline.end(&["गुलमोहर"]).await;
}

#[tokio::test]
async fn an_own_link_to_what_accuses_its_holder_opens_nothing() {
    let mut cast = Cast::enter(WORDS).await;
    let all = bring(&cast).await;
    cast.look().await;
    let before = cast.complaints.clone();
    for (accused, _) in ACCUSED {
        let person = cast.people.iter().find(|person| person.id() == accused).unwrap();
        let accused_alone = [Accused::Officer(person.officer.id.clone())];
        let against = before.iter().find(|it| it.accused == accused_alone).unwrap();
        let token = link(&cast, person, against, &all);
        let session = cast.open(&format!("/v1/c/{token}")).await;
        let office = cast.policy.officer(&against.officer).and_then(|it| cast.policy.office(&it.office));
        let office = &office.unwrap().name;
        for spec in ROUTES.iter().filter(|spec| !spec.writes() && spec.pattern.contains("{token}")) {
            if spec.needs == Needs::List {
                continue;
            }
            for address in addresses(spec, &token) {
                let answer = look(&cast, spec, person, &address, &session).await;
                let said = format!("{address} as {accused}: {} {}", answer.status, answer.body);
                for of_hers in ["गुलमोहर", "+91900000", office.hi.as_str(), office.en.as_str()]
                {
                    assert!(!answer.body.contains(of_hers), "{of_hers}: {said}");
                }
                let number_alone = spec.pattern.starts_with("/desk/slip/") || spec.pattern == "/c/{token}";
                assert!(answer.status >= 400 || number_alone, "{said}");
            }
        }
        let bearer = format!("Bearer {session}");
        let headers = [JSON[0], ("authorization", bearer.as_str())];
        for action in ACTIONS {
            let mut body: Value = whole(action);
            body["version"] = against.version.into();
            let address = format!("/v1/c/{token}/{action}");
            let answer =
                cast.helpline.request("POST", &address, &headers, body.to_string().into_bytes()).await;
            assert_eq!(answer.status, 403, "{accused} does {action}: {}", answer.body);
            assert!(!answer.body.contains("गुलमोहर"), "{}", answer.body);
        }
    }
    cast.look().await;
    assert_eq!(cast.complaints, before, "nothing was changed by any of it");
    cast.helpline.end(&["गुलमोहर"]).await;
}
