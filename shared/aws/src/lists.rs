//! The port for pages on the table: queries of the index `list` and of the
//! tallies, and the log of readings.

use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};
use domain::case_row::{CaseRow, List};
use domain::complaint::{Actor, Complaint, Happening};
use domain::month::Month;
use domain::tally::{Counted, Counts, Row, Tally};
use domain::{CellId, OfficerId, Reference};
use helpline::lists::{Cursor, Lists, Page, Reading};
use helpline::ports::{Commit, StoreError};
use helpline::service::LEASE;
use helpline::{PersonKey, Vault};
use serde::de::DeserializeOwned;

use crate::items::{self, Item, s};
use crate::keys;
use crate::table::{Table, unavailable};

impl Lists for Table {
    async fn list(
        &self,
        cell: &CellId,
        list: List,
        officer: Option<&OfficerId>,
        cursor: Option<Cursor>,
    ) -> Result<Page<CaseRow>, StoreError> {
        page(self, keys::list_of(cell), keys::lines_of(list, officer), cursor).await
    }

    async fn tallies(&self, cell: &CellId, from: Month, to: Month) -> Result<Vec<Tally>, StoreError> {
        let (first, last) = (format!("{from}#"), format!("{to}#\u{10FFFF}"));
        let found = self.range(keys::tallies(cell), first, last, false).await?;
        found.iter().map(|item| read_tally(item).ok_or(StoreError::Corrupt("tally"))).collect()
    }

    async fn counted(
        &self,
        cell: &CellId,
        month: Month,
        counted: Counted,
        cursor: Option<Cursor>,
    ) -> Result<Page<Row>, StoreError> {
        page(self, keys::events_of(cell, month), format!("{counted}#"), cursor).await
    }

    async fn complaints(&self, keys: &[(PersonKey, Reference)]) -> Result<Vec<Complaint>, StoreError> {
        let mut found = Vec::new();
        for keys in keys.chunks(MOST_KEYS) {
            found.extend(some_complaints(self, keys).await?);
        }
        Ok(found)
    }

    async fn log_reading(
        &self,
        person: &PersonKey,
        reference: &Reference,
        reading: &Reading,
    ) -> Result<(), StoreError> {
        let item = write_reading(self.vault(), person, reference, reading);
        let put = self.client().put_item().table_name(self.name()).set_item(Some(item));
        put.send().await.map(drop).map_err(|error| unavailable(&error))
    }

    async fn readings(&self, person: &PersonKey, reference: &Reference) -> Result<Vec<Reading>, StoreError> {
        let found = self.beginning(keys::person(person), &keys::readings_of(reference)).await?;
        found.iter().map(|item| read_reading(self.vault(), item)).collect()
    }
}

/// So often is asked for what a batch left over.
const MOST_TRIES: u32 = 4;
/// So many keys does one BatchGetItem take (DynamoDB's API reference).
const MOST_KEYS: usize = 100;

/// One request, and again for what the table did not come to.
async fn some_complaints(
    table: &Table,
    keys: &[(PersonKey, Reference)],
) -> Result<Vec<Complaint>, StoreError> {
    let key = |(person, reference): &(PersonKey, Reference)| {
        items::key(keys::person(person), keys::complaint(reference))
    };
    let wanted =
        KeysAndAttributes::builder().consistent_read(true).set_keys(Some(keys.iter().map(key).collect()));
    let mut wanted = Some(wanted.build().map_err(|_| StoreError::Corrupt("key"))?);
    let mut found = Vec::new();
    for _ in 0..MOST_TRIES {
        let Some(asked) = wanted.take() else { break };
        let answer = table.client().batch_get_item().request_items(table.name(), asked).send().await;
        let answer = answer.map_err(|error| unavailable(&error))?;
        found.extend(answer.responses.unwrap_or_default().remove(table.name()).unwrap_or_default());
        wanted = answer.unprocessed_keys.unwrap_or_default().remove(table.name());
    }
    match wanted {
        Some(_) => Err(StoreError::Unavailable("throttled".to_owned())),
        None => found.iter().map(items::read_complaint).collect(),
    }
}

/// One request: a page of a list of the index.
async fn page<T: DeserializeOwned>(
    table: &Table,
    list: String,
    beginning: String,
    cursor: Option<Cursor>,
) -> Result<Page<T>, StoreError> {
    let start = cursor.map(|cursor| cursor.0.into_iter().map(|(name, value)| (name, s(value))).collect());
    let answer = table
        .client()
        .query()
        .table_name(table.name())
        .index_name(keys::LIST_INDEX)
        .key_condition_expression("list_pk = :list AND begins_with(list_sk, :beginning)")
        // What the line is made of; the rest would be half of what comes over the wire.
        .projection_expression("pk, #line")
        .expression_attribute_names("#line", keys::ROW)
        .expression_attribute_values(":list", s(list))
        .expression_attribute_values(":beginning", s(beginning))
        .set_exclusive_start_key(start)
        .send()
        .await
        .map_err(|error| unavailable(&error))?;
    let found = answer.items.unwrap_or_default();
    let lines = found.iter().map(|item| read_line(item).ok_or(StoreError::Corrupt("line of a list")));
    let next = answer.last_evaluated_key.map(|last| {
        let text = |(name, value): (String, AttributeValue)| Some((name, value.as_s().ok()?.clone()));
        Cursor(last.into_iter().filter_map(text).collect())
    });
    Ok(Page { lines: lines.collect::<Result<_, _>>()?, next })
}

fn read_line<T: DeserializeOwned>(item: &Item) -> Option<(PersonKey, T)> {
    let person = keys::read_person(items::text(item, keys::PK)?)?;
    Some((person, serde_json::from_str(items::text(item, keys::ROW)?).ok()?))
}

/// Who reads a case by this commit: by saying why, or with the right PIN.
pub(crate) fn reading_of<'a>(commit: &Commit<'a>) -> Option<(&'a Reference, Reading)> {
    let at = commit.lease_until - LEASE;
    let mut history = commit.decision.history.iter();
    if let Some(entry) = history.find(|entry| entry.event == Happening::GlassBroken)
        && let Actor::Officer(officer) = &entry.actor
    {
        let reading = Reading { officer: officer.clone(), at, motive: entry.text.clone() };
        return Some((&entry.reference, reading));
    }
    let (reference, officer, link) = commit.link?;
    // On WhatsApp a right PIN shows nothing.
    let right = commit.from.is_none() && link.wrong == 0 && link.locked_until.is_none();
    right.then(|| (reference, Reading { officer: officer.clone(), at, motive: None }))
}

/// An officer's motive is sealed; that a case was read is not.
pub(crate) fn write_reading(
    vault: &Vault,
    person: &PersonKey,
    reference: &Reference,
    reading: &Reading,
) -> Item {
    let item = items::key(keys::person(person), keys::reading(reference, reading.at, &reading.officer));
    match &reading.motive {
        Some(motive) => {
            let body = items::sealed(vault, &item, motive);
            items::with(item, [(items::SEALED, body)])
        }
        None => item,
    }
}

fn read_reading(vault: &Vault, item: &Item) -> Result<Reading, StoreError> {
    let (officer, at) =
        items::text(item, keys::SK).and_then(keys::read_reading).ok_or(StoreError::Corrupt("reading"))?;
    let motive = item.contains_key(items::SEALED).then(|| items::unsealed(vault, item, "reading"));
    Ok(Reading { officer, at, motive: motive.transpose()? })
}

fn read_tally(item: &Item) -> Option<Tally> {
    let key = keys::read_tally(items::text(item, keys::SK)?)?;
    let number =
        |(name, value): (&'_ String, &AttributeValue)| Some((name.clone(), value.as_n().ok()?.parse().ok()?));
    let numbers: Vec<(String, u64)> = item.iter().filter_map(number).collect();
    let counts = Counts::from_attributes(numbers.iter().map(|(name, number)| (name.as_str(), *number)));
    Some(Tally { key, counts })
}
