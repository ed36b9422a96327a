//! What the District Magistrate is shown is what happened: the tallies are a
//! recount of the counted events, and these are the history of all complaints.
//! What the screen costs does not depend on how many complaints there were.

use std::collections::BTreeMap;

use ::helpline::lists::{self, Lists as _, Reading};
use aws::Table;
use chrono::TimeDelta;
use domain::case_row::List;
use domain::figures::Scope;
use domain::month::Month;
use domain::policy::Policy;
use domain::tally::{Counted, Counts};
use domain::{CellId, OfficerId, Reference};
use journeys::stack::{ist, text};
use journeys::{Helpline, Woman};
use serde_json::json;

const STORY: &str = "मलिहाबाद में मेरा आय प्रमाण पत्र दो महीने से नहीं बन रहा";
const OFFICER: &str = "tehsildar-malihabad";

fn lucknow() -> CellId {
    CellId::new("lko")
}

async fn policy(table: &Table) -> Policy {
    use ::helpline::ports::Store as _;
    let policies = table.policies().await.unwrap();
    policies.into_iter().find(|policy| policy.cell.id == lucknow()).unwrap()
}

async fn disposes(helpline: &Helpline) {
    let done = json!({"outcome": "relief", "text": "जारी किया"});
    helpline.link_of(OFFICER).await.does("dispose", &done).await;
}

/// Her newest answer's button that says yes, or no.
async fn answers(she: &Woman<'_>, answer: &str) {
    let asked = she.reply().await;
    let wanted = format!("solved_{answer}");
    let (id, _) = asked.options.iter().find(|(id, _)| id.starts_with(&wanted)).unwrap();
    she.taps(id).await;
}

/// Six complaints, of which each ends in another way; over two months.
async fn many_lives(helpline: &Helpline) {
    let she = |n: u32| helpline.woman(&format!("+91900000000{n}"));
    // Acknowledged and confirmed.
    she(1).registers("certificate", STORY).await;
    helpline.pass(TimeDelta::minutes(45)).await;
    helpline.link_of(OFFICER).await.does("acknowledge", &json!({})).await;
    disposes(helpline).await;
    answers(&she(1), "yes").await;
    // Denied, and disposed of once more.
    she(2).registers("certificate", STORY).await;
    disposes(helpline).await;
    answers(&she(2), "no").await;
    disposes(helpline).await;
    // Never heard of again.
    she(3).registers("certificate", STORY).await;
    disposes(helpline).await;
    // Nobody does anything: it climbs to the top.
    she(4).registers("certificate", STORY).await;
    for moment in ["2026-11-30 17:00", "2026-12-02 17:00", "2026-12-04 17:00", "2026-12-12 10:00"] {
        helpline.sweep_at(moment).await;
    }
    // In the next month that one is disposed of, late; two are new and stay open.
    helpline.clock("2026-12-20 10:00").await;
    she(5).registers("pension", STORY).await;
    disposes(helpline).await;
    she(6).registers("violence", STORY).await;
    helpline.clock("2027-01-25 10:00").await;
}

/// How often each event stands in the history of all complaints.
async fn history(helpline: &Helpline) -> BTreeMap<String, u64> {
    let mut events = BTreeMap::new();
    for complaint in helpline.complaints().await {
        for line in complaint["history"].as_array().unwrap() {
            *events.entry(text(&line["event"])).or_default() += 1;
        }
        for climb in complaint["escalations"].as_array().unwrap() {
            *events.entry(format!("escalated_{}", climb["level"])).or_default() += 1;
        }
    }
    events
}

#[tokio::test]
async fn every_figure_is_a_recount_of_what_happened() {
    let helpline = Helpline::start_at("2026-11-24 10:00").await;
    many_lives(&helpline).await;
    let (table, mut all) = (helpline.table(), Counts::default());
    for month in ["2026-11", "2026-12"] {
        let month: Month = month.parse().unwrap();
        let mut tallies = table.tallies(&lucknow(), month, month).await.unwrap();
        tallies.sort_by(|a, b| a.key.cmp(&b.key));
        assert_eq!(tallies, lists::recount(&table, &lucknow(), month).await.unwrap(), "{month}");
        assert!(!tallies.is_empty(), "{month}");
        tallies.iter().for_each(|tally| all.add(&tally.counts));
    }
    let events = history(&helpline).await;
    let told = |event: &str| events.get(event).copied().unwrap_or_default();
    for (counted, event) in [
        (Counted::Registered, "registered"),
        (Counted::Confirmed, "confirmed"),
        (Counted::Denied, "denied"),
        (Counted::ClosedUnconfirmed, "closed_unconfirmed"),
        (Counted::Escalated1, "escalated_1"),
        (Counted::Escalated2, "escalated_2"),
        (Counted::Escalated3, "escalated_3"),
    ] {
        assert_eq!(all.of(counted), told(event), "{counted}: {events:?}");
        assert!(told(event) > 0, "{event} never happened: {events:?}");
    }
    assert_eq!(all.disposed(), told("disposed"), "{events:?}");
    is_shown(&helpline, &table).await;
    helpline.end(&["900000000", "प्रमाण"]).await;
}

/// The screen agrees with the complaints, and each open one stands on it once.
async fn is_shown(helpline: &Helpline, table: &Table) {
    let now = helpline.now().await;
    let screen = lists::screen(table, &policy(table).await, Scope::of(Month::of(now)), now).await.unwrap();
    let complaints = helpline.complaints().await;
    let is_open = |status: &str| {
        matches!(status, "registered" | "acknowledged" | "in_progress" | "awaiting_complainant")
    };
    let mut open: Vec<String> = complaints
        .iter()
        .filter(|it| is_open(&text(&it["status"])))
        .map(|it| text(&it["reference"]))
        .collect();
    let mut shown: Vec<String> = screen.open.iter().map(|(_, row)| row.reference.to_string()).collect();
    open.sort();
    shown.sort();
    assert_eq!(shown, open);
    assert_eq!(screen.figures.total.open, open.len() as u64);
    assert!(screen.figures.total.overdue > 0);
    for (_, row) in &screen.open {
        let own = lists::whole(table, &lucknow(), List::Open, Some(&row.officer)).await.unwrap();
        assert!(own.iter().any(|(_, it)| it == row), "{} is on its officer's list", row.reference);
    }
}

#[tokio::test]
async fn who_read_a_case_is_kept() {
    let helpline = Helpline::start().await;
    let she = helpline.woman("+919000000001");
    she.registers("certificate", STORY).await;
    let table = helpline.table();
    let person = table.vault().person(&lucknow(), "+919000000001");
    let reference: Reference = text(&helpline.complaint().await["reference"]).parse().unwrap();
    // A look without the PIN shows nothing and is none; the PIN does, and is.
    let link = helpline.link_of(OFFICER).await;
    link.open().await;
    assert!(table.readings(&person, &reference).await.unwrap().is_empty());
    link.session().await;
    let reading = |officer: &str, minute: i64, motive: Option<&str>| Reading {
        officer: OfficerId::new(officer),
        at: ist("2026-12-01 10:00") + TimeDelta::minutes(minute),
        motive: motive.map(str::to_owned),
    };
    let both = [reading(OFFICER, 5, None), reading("dm-lko", 7, Some("a call from her brother"))];
    for reading in both.iter().rev() {
        table.log_reading(&person, &reference, reading).await.unwrap();
    }
    let by_pin = reading(OFFICER, 0, None);
    assert!(table.readings(&person, &reference).await.unwrap().iter().eq([&by_pin, &both[0], &both[1]]));
    helpline.end(&["9000000001", "brother"]).await;
}
