//! Reading the table whole: for the local stack and for tools, never for a
//! function (none may scan).

use chrono::{DateTime, Utc};
use domain::KeptMessage;
use domain::complaint::{Complaint, HistoryEntry};
use domain::effect::Effect;
use domain::media::Media;
use domain::message::Provider;
use helpline::ports::{Pending, StoreError};

use crate::items::{self, Item};
use crate::keys;
use crate::table::{Table, unavailable};

/// Everything in the table that a person may want to see.
#[derive(Debug, Default)]
pub struct Everything {
    /// All complaints.
    pub complaints: Vec<Complaint>,
    /// All history, oldest first.
    pub history: Vec<HistoryEntry>,
    /// All messages, oldest first.
    pub messages: Vec<KeptMessage>,
    /// All bodies in quarantine, oldest first.
    pub quarantine: Vec<InQuarantine>,
    /// How many outboxes still hold messages or SMS.
    pub outboxes: usize,
    /// How many hold only files to fetch.
    pub fetching: usize,
    /// What became of files.
    pub media: Vec<Media>,
}

/// A body in quarantine.
#[derive(Clone, PartialEq, Eq)]
pub struct InQuarantine {
    /// Its name.
    pub id: String,
    /// Who sent it.
    pub provider: String,
    /// When we received it, in milliseconds of the epoch.
    pub at: i64,
    /// Its bytes.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for InQuarantine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "InQuarantine({}, {} bytes)", self.provider, self.body.len())
    }
}

/// Reads the whole table.
///
/// # Errors
///
/// [`StoreError`] if it does not answer, or something in it cannot be read.
pub async fn everything(table: &Table) -> Result<Everything, StoreError> {
    let mut all = Everything::default();
    let mut chunks: Vec<Item> = Vec::new();
    for item in scan(table).await? {
        let pk = items::text(&item, keys::PK).unwrap_or_default();
        let sk = items::text(&item, keys::SK).unwrap_or_default();
        match sk.split('#').next() {
            _ if pk.starts_with("Q#") => chunks.push(item),
            _ if keys::read_person(pk).is_none() => {}
            Some("B") => all.complaints.push(items::read_complaint(&item)?),
            Some("H") => all.history.push(items::read_history(table.vault(), &item)?),
            Some("M") => all.messages.push(items::read_message(table.vault(), &item)?),
            Some("MF") => all.media.push(items::read_media(table.vault(), &item)?),
            Some("O") => {
                let pending = items::read_outbox(table.vault(), &item)?;
                let fetches = |it: &Pending| matches!(it.effect, Effect::FetchMedia(_));
                *if pending.iter().all(fetches) { &mut all.fetching } else { &mut all.outboxes } += 1;
            }
            _ => {}
        }
    }
    all.complaints.sort_by(|a, b| (a.registered_at, &a.reference).cmp(&(b.registered_at, &b.reference)));
    all.messages.sort_by_key(|kept| kept.received_at);
    all.history.sort_by_key(|entry| entry.at);
    all.quarantine = join(table, chunks)?;
    Ok(all)
}

async fn scan(table: &Table) -> Result<Vec<Item>, StoreError> {
    let mut found = Vec::new();
    let mut start = None;
    loop {
        let request = table.client().scan().table_name(table.name()).set_exclusive_start_key(start);
        let answer = request.send().await.map_err(|error| unavailable(&error))?;
        found.extend(answer.items.unwrap_or_default());
        start = answer.last_evaluated_key;
        if start.is_none() {
            // Lines of history of the same moment are in order by their key.
            found.sort_by(|a, b| items::text(a, keys::SK).cmp(&items::text(b, keys::SK)));
            return Ok(found);
        }
    }
}

/// Joins the chunks of each body; they come in the order of their keys.
fn join(table: &Table, chunks: Vec<Item>) -> Result<Vec<InQuarantine>, StoreError> {
    let mut bodies: Vec<InQuarantine> = Vec::new();
    for item in chunks {
        let id =
            items::text(&item, keys::SK).and_then(|sk| sk.split('#').next()).unwrap_or_default().to_owned();
        let provider = items::text(&item, keys::PK).unwrap_or_default().trim_start_matches("Q#").to_owned();
        let at =
            item.get("at").and_then(|at| at.as_n().ok()).and_then(|at| at.parse().ok()).unwrap_or_default();
        let body = items::read_quarantined(table.vault(), &item)?;
        match bodies.iter_mut().find(|known| known.id == id && known.provider == provider) {
            Some(known) => known.body.extend(body),
            None => bodies.push(InQuarantine { id, provider, at, body }),
        }
    }
    bodies.sort_by_key(|body| body.at);
    Ok(bodies)
}

/// The bodies of one provider in quarantine, oldest first.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer, or a body cannot be read.
pub async fn quarantine(table: &Table, provider: Provider) -> Result<Vec<InQuarantine>, StoreError> {
    join(table, chunks_of(table, provider).await?)
}

/// Takes a body out of quarantine.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn release(table: &Table, provider: Provider, id: &str) -> Result<(), StoreError> {
    for chunk in chunks_of(table, provider).await? {
        let sk = items::text(&chunk, keys::SK).unwrap_or_default();
        if sk.split('#').next() == Some(id) {
            let key = items::key(keys::quarantine(provider), sk);
            let gone = table.client().delete_item().table_name(table.name()).set_key(Some(key)).send().await;
            gone.map_err(|error| unavailable(&error))?;
        }
    }
    Ok(())
}

/// A body that waits in quarantine, unopened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Who sent it.
    pub provider: Provider,
    /// Why it was not understood, in words that hold nothing of it.
    pub why: String,
    /// When we received it.
    pub at: DateTime<Utc>,
}

/// What waits in quarantine, of all providers: one query each, at once. None is
/// opened. A query is paid for by the size of what waits.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn waiting(table: &Table) -> Result<Vec<Waiting>, StoreError> {
    let of_each =
        futures_util::future::try_join_all(Provider::ALL.map(|provider| waiting_of(table, provider)));
    Ok(of_each.await?.into_iter().flatten().collect())
}

async fn waiting_of(table: &Table, provider: Provider) -> Result<Vec<Waiting>, StoreError> {
    let query = table.client().query().table_name(table.name()).key_condition_expression("pk = :pk");
    let query = query.expression_attribute_values(":pk", items::s(keys::quarantine(provider)));
    let query = query.projection_expression("sk, #at, #why");
    let query = query.expression_attribute_names("#at", "at").expression_attribute_names("#why", "why");
    let mut pages = query.into_paginator().items().send();
    let mut found = Vec::new();
    while let Some(chunk) = pages.next().await {
        let chunk = chunk.map_err(|error| unavailable(&error))?;
        // The first chunk stands for its body.
        let is_first = items::text(&chunk, keys::SK).is_some_and(keys::is_first_of_quarantined);
        let at = items::number(&chunk, "at").and_then(DateTime::from_timestamp_millis);
        if let Some(at) = at.filter(|_| is_first) {
            let why = items::text(&chunk, "why").unwrap_or_default().to_owned();
            found.push(Waiting { provider, why, at });
        }
    }
    Ok(found)
}

async fn chunks_of(table: &Table, provider: Provider) -> Result<Vec<Item>, StoreError> {
    let query = table.client().query().table_name(table.name()).key_condition_expression("pk = :pk");
    let query = query.expression_attribute_values(":pk", items::s(keys::quarantine(provider)));
    let mut pages = query.into_paginator().items().send();
    let mut chunks = Vec::new();
    while let Some(chunk) = pages.next().await {
        chunks.push(chunk.map_err(|error| unavailable(&error))?);
    }
    Ok(chunks)
}
