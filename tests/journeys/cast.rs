//! One of each role, logged in, and two complaints: for the walks over all routes.

use std::collections::BTreeMap;

use domain::complaint::Complaint;
use domain::policy::Policy;
use domain::roster::Officer;
use journeys::stack::{ist, text};
use journeys::{Helpline, PIN, Woman};
use officer_updates::routes::Spec;
use serde_json::json;

/// The sample policy.
pub(crate) const LUCKNOW: &str = include_str!("../../shared/domain/policy/lucknow.toml");
/// Her number.
pub(crate) const SHE: &str = "+919000000001";
/// One of each role: an officer with a complaint, one on duty by shift, one who
/// sits at the desk, a supervisor, the head of the cell, the DM, an auditor, and
/// an officer who has nothing to do with any of it.
const CAST: [&str; 8] = [
    "tehsildar-malihabad",
    "duty-1",
    "cell-1",
    "adm-fr-lko",
    "adm-lko",
    "dm-lko",
    "auditor-lko",
    "pension-north",
];

/// Somebody with a number and a PIN.
pub(crate) struct Person {
    /// As the policy knows them.
    pub(crate) officer: Officer,
    /// Their session at the desk.
    pub(crate) session: String,
}

impl Person {
    /// Their id.
    pub(crate) fn id(&self) -> &str {
        self.officer.id.as_str()
    }
}

/// The stage.
pub(crate) struct Cast {
    /// The helpline.
    pub(crate) helpline: Helpline,
    /// Its policy.
    pub(crate) policy: Policy,
    /// Who plays.
    pub(crate) people: Vec<Person>,
    /// A complaint just registered, and one that climbed to the top.
    pub(crate) complaints: Vec<Complaint>,
}

impl Cast {
    /// Sets the stage: words of hers are in both complaints.
    pub(crate) async fn enter(words: &str) -> Self {
        Self::enter_under(LUCKNOW, words).await
    }

    /// The same under another policy, published before anybody reads one.
    pub(crate) async fn enter_under(source: &str, words: &str) -> Self {
        let helpline = Helpline::start_at("2026-12-01 09:00").await;
        if source != LUCKNOW {
            let published = helpline.request("POST", "/local/policy", &[], source.as_bytes().to_vec()).await;
            assert_eq!(published.status, 200, "{}", published.body);
        }
        helpline.clock("2026-12-01 10:00").await;
        let she: Woman<'_> = helpline.woman(SHE);
        she.registers("certificate", &format!("मलिहाबाद {words}")).await;
        for day in ["2026-12-08 10:00", "2026-12-09 10:05", "2026-12-10 10:10", "2026-12-11 10:15"] {
            helpline.sweep_at(day).await;
        }
        helpline.woman("+919000000002").registers("certificate", &format!("मलिहाबाद {words}")).await;
        let policy = Policy::from_toml(source).expect("the policy");
        let mut cast = Self { helpline, policy, people: Vec::new(), complaints: Vec::new() };
        for id in CAST {
            let officer = cast.policy.officers().find(|it| it.id.as_str() == id).expect(id).clone();
            let session = log_in(&cast.helpline, &officer).await;
            cast.people.push(Person { officer, session });
        }
        cast.look().await;
        assert_eq!(cast.helpline.now().await, ist("2026-12-11 10:15"));
        cast
    }

    /// The complaints as they stand.
    pub(crate) async fn look(&mut self) {
        let all = aws::inspect::everything(&self.helpline.table()).await.expect("the table");
        self.complaints = all.complaints;
    }

    /// The token of this person's link to a complaint.
    pub(crate) fn link(&self, person: &Person, complaint: &Complaint) -> String {
        let table = self.helpline.table();
        let phone = if complaint.reference == self.complaints[0].reference { SHE } else { "+919000000002" };
        let her = table.vault().person(&self.policy.cell.id, phone);
        table.vault().mint_link(&her, &complaint.reference, &person.officer.id)
    }

    /// The token of this person's list.
    pub(crate) fn list(&self, person: &Person) -> String {
        self.helpline.table().vault().mint_list(&self.policy.cell.id, &person.officer.id)
    }

    /// A session of this link or list, by the PIN.
    pub(crate) async fn open(&self, path: &str) -> String {
        let body = json!({"pin": PIN}).to_string().into_bytes();
        let opened = self.helpline.request("POST", &format!("{path}/open"), &JSON, body).await;
        assert_eq!(opened.status, 200, "{path}: {}", opened.body);
        text(&opened.json()["session"])
    }
}

/// The header of a JSON body.
pub(crate) const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

/// By the number, the SMS and the code.
async fn log_in(helpline: &Helpline, officer: &Officer) -> String {
    let phone = officer.phone.as_str();
    let body = json!({"phone": phone}).to_string().into_bytes();
    let sent = helpline.request("POST", "/v1/login", &JSON, body).await;
    assert_eq!(sent.status, 202, "{}", sent.body);
    let sms = helpline.last_sms().await;
    assert_eq!(sms.to, phone);
    let code = sms.text.split(|letter: char| !letter.is_ascii_digit()).find(|part| part.len() == 6).unwrap();
    let body = json!({"phone": phone, "code": code}).to_string().into_bytes();
    let taken = helpline.request("POST", "/v1/login/code", &JSON, body).await;
    assert_eq!(taken.status, 200, "{}", taken.body);
    text(&taken.json()["session"])
}

/// A route's path with these values for its names.
pub(crate) fn path(spec: &Spec, values: &BTreeMap<&str, String>) -> String {
    let part = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
        Some(name) => values.get(name).cloned().unwrap_or_else(|| "x".to_owned()),
        None => part.to_owned(),
    };
    spec.pattern.split('/').map(part).collect::<Vec<_>>().join("/")
}
