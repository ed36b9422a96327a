//! Policies in the table: published by one command, read by every function.
//!
//! The running policy of a cell is one item; beside it each version that ever
//! ran is kept as it was written, with what it changed, and never altered.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::ProvideErrorMetadata as _;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem};
use chrono::{DateTime, TimeDelta, Utc};
use domain::calendar::ist_date;
use domain::policy::Policy;
use domain::policy_diff;
use domain::{CellId, Language};
use helpline::ports::StoreError;
use helpline::recompute::Recounts;
use thiserror::Error;

use crate::items::{self, Item, n, s};
use crate::keys;
use crate::table::{Table, unavailable};

/// The policy as JSON, in a binary attribute: as a string it would be JSON
/// within JSON, and undoing its escapes would cost half a million instructions
/// at each cold start.
const POLICY: &str = "j";
/// Its version, for the condition.
const RUNS: &str = "ver";
/// The file as it was written.
const SOURCE: &str = "src";
/// What it changed, a line a change.
pub(crate) const CHANGES: &str = "diff";
/// The same in Hindi; a version of before has none.
pub(crate) const CHANGES_HINDI: &str = "diff_hi";
/// That it was put there with the software: nobody published it, at no known time.
pub(crate) const INSTALLED: &str = "installed";
/// Who published it, where that is known.
pub(crate) const BY: &str = "by";
/// When, in seconds of the epoch.
pub(crate) const AT: &str = "at";

/// A holiday that comes nearer than that must name its order.
const LATE_DAYS: u16 = 90;
/// Open deadlines are counted again so long after the publication: by then
/// every read of the policy finds the new one.
const COUNTED_AFTER: TimeDelta = TimeDelta::minutes(1);

/// A policy to be published.
#[derive(Debug)]
pub struct Publication<'a> {
    /// What it says.
    pub policy: &'a Policy,
    /// The file as it was written.
    pub source: &'a str,
    /// The policy that it was compared with: the one that runs, or none.
    pub over: Option<&'a Policy>,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom, where that is known.
    pub by: Option<&'a str>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// It runs, in force everywhere within five minutes; these are the changes.
    Done(Vec<String>),
    /// It ran already, word for word.
    Already,
}

/// Why a policy was not published.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PublishError {
    /// The version stands for another text.
    #[error("version {0} was published before, with other content: give it a new version")]
    VersionTaken(String),
    /// The running policy is not the one it was compared with.
    #[error("another policy was published meanwhile: look at the changes again")]
    Overtaken,
    /// Holidays come soon and name no order.
    #[error("holiday {0} comes within 90 days: it needs `order`, the number of the order that declared it")]
    NoOrder(String),
    /// The table could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Publishes a policy for its cell, on the condition that what it was compared
/// with still runs. Holidays declared by order let the sweeper count the cell's
/// open deadlines again.
///
/// # Errors
///
/// [`PublishError`]; nothing was stored then.
pub async fn publish(client: &Client, table: &str, it: &Publication<'_>) -> Result<Published, PublishError> {
    let cell = &it.policy.cell.id;
    if let Some(known) = source(client, table, cell, &it.policy.version).await? {
        let runs = it.over.is_some_and(|running| running.version == it.policy.version);
        let same = known == it.source && runs;
        return if same {
            Ok(Published::Already)
        } else {
            Err(PublishError::VersionTaken(it.policy.version.clone()))
        };
    }
    let late = it.over.map(|old| policy_diff::late_without_order(old, it.policy, ist_date(it.at), LATE_DAYS));
    if let Some(date) = late.as_deref().and_then(<[_]>::first) {
        return Err(PublishError::NoOrder(date.to_string()));
    }
    let told =
        |language| it.over.map(|old| policy_diff::diff_in(old, it.policy, language)).unwrap_or_default();
    let (changes, hindi) = (told(Language::English), told(Language::Hindi));
    let mut writes = vec![
        put(table, running(it.policy)?, unchanged(it.over))?,
        put(table, version(it, &changes, &hindi), Some(absent()))?,
    ];
    if it.over.is_some_and(|old| policy_diff::declares_holidays(old, it.policy)) {
        writes.push(put(table, recount_item(cell, it.at + COUNTED_AFTER), None)?);
    }
    let sent = client.transact_write_items().set_transact_items(Some(writes)).send().await;
    match sent {
        Ok(_) => Ok(Published::Done(changes)),
        Err(error) if error.code() == Some("TransactionCanceledException") => Err(PublishError::Overtaken),
        Err(error) => Err(unavailable(&error).into()),
    }
}

/// Puts a policy in force whatever runs: for a stack on this machine, whose
/// policy is a file that is being written.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn install(client: &Client, table: &str, policy: &Policy, source: &str) -> Result<(), StoreError> {
    let at = DateTime::<Utc>::UNIX_EPOCH;
    let it = Publication { policy, source, over: None, at, by: None };
    let mut first = version(&it, &[], &[]);
    first.insert(INSTALLED.to_owned(), AttributeValue::Bool(true));
    for item in [running(policy)?, first] {
        let put = client.put_item().table_name(table).set_item(Some(item)).send().await;
        put.map_err(|error| unavailable(&error))?;
    }
    Ok(())
}

type Condition = (String, Option<(&'static str, AttributeValue)>);

fn absent() -> Condition {
    ("attribute_not_exists(pk)".to_owned(), None)
}

/// That what it was compared with still runs. An item of before versions were
/// noted beside the policy has none.
fn unchanged(over: Option<&Policy>) -> Option<Condition> {
    Some(over.map_or_else(absent, |old| {
        let condition = format!("{RUNS} = :seen OR attribute_not_exists({RUNS})");
        (condition, Some((":seen", s(old.version.clone()))))
    }))
}

fn put(table: &str, item: Item, condition: Option<Condition>) -> Result<TransactWriteItem, StoreError> {
    let mut put = Put::builder().table_name(table).set_item(Some(item));
    if let Some((condition, value)) = condition {
        put = put.condition_expression(condition);
        if let Some((name, value)) = value {
            put = put.expression_attribute_values(name, value);
        }
    }
    let put = put.build().map_err(|_| StoreError::Corrupt("item"))?;
    Ok(TransactWriteItem::builder().put(put).build())
}

fn running(policy: &Policy) -> Result<Item, StoreError> {
    let json = serde_json::to_vec(policy).map_err(|_| StoreError::Corrupt("policy"))?;
    let mut item = items::key(keys::POLICY, policy.cell.id.as_str());
    item.insert(POLICY.to_owned(), AttributeValue::B(Blob::new(json)));
    item.insert(RUNS.to_owned(), s(policy.version.clone()));
    Ok(item)
}

fn version(it: &Publication<'_>, changes: &[String], hindi: &[String]) -> Item {
    let mut item = items::key(keys::versions(&it.policy.cell.id), keys::version(&it.policy.version));
    item.insert(SOURCE.to_owned(), AttributeValue::B(Blob::new(it.source.as_bytes())));
    item.insert(CHANGES.to_owned(), s(changes.join("\n")));
    if !hindi.is_empty() {
        item.insert(CHANGES_HINDI.to_owned(), s(hindi.join("\n")));
    }
    item.insert(AT.to_owned(), n(it.at.timestamp()));
    if let Some(by) = it.by {
        item.insert(BY.to_owned(), s(by));
    }
    item
}

/// That the open deadlines of a cell are to be counted again.
fn recount_item(cell: &CellId, at: DateTime<Utc>) -> Item {
    items::due(items::key(keys::recount(cell), keys::RECOUNT), at, items::LATER)
}

/// The file of a version as it was written; `None` if it was never published.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn source(
    client: &Client,
    table: &str,
    cell: &CellId,
    version: &str,
) -> Result<Option<String>, StoreError> {
    let key = items::key(keys::versions(cell), keys::version(version));
    let get = client.get_item().table_name(table).set_key(Some(key)).consistent_read(true).send().await;
    let item = get.map_err(|error| unavailable(&error))?.item;
    item.map(|item| {
        let bytes = item.get(SOURCE).and_then(|value| value.as_b().ok());
        let text = bytes.and_then(|bytes| String::from_utf8(bytes.as_ref().to_vec()).ok());
        text.ok_or(StoreError::Corrupt("version of a policy"))
    })
    .transpose()
}

/// All published policies.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer, or a policy cannot be read.
pub async fn all(client: &Client, table: &str) -> Result<Vec<Policy>, StoreError> {
    partition(client, table, keys::POLICY.to_owned()).await?.iter().map(read_policy).collect()
}

pub(crate) async fn partition(client: &Client, table: &str, pk: String) -> Result<Vec<Item>, StoreError> {
    let mut pages = client
        .query()
        .table_name(table)
        .key_condition_expression("pk = :pk")
        .expression_attribute_values(":pk", s(pk))
        .into_paginator()
        .items()
        .send();
    let mut found = Vec::new();
    while let Some(item) = pages.next().await {
        found.push(item.map_err(|error| unavailable(&error))?);
    }
    Ok(found)
}

fn read_policy(item: &Item) -> Result<Policy, StoreError> {
    let json = item.get(POLICY).and_then(|value| value.as_b().ok()).ok_or(StoreError::Corrupt("policy"))?;
    serde_json::from_slice(json.as_ref()).map_err(|_| StoreError::Corrupt("policy"))
}

impl Recounts for Table {
    async fn counted_again(&self, cell: &CellId, seen: &str) -> Result<(), StoreError> {
        let done = self
            .client()
            .delete_item()
            .table_name(self.name())
            .set_key(Some(items::key(keys::recount(cell), keys::RECOUNT)))
            .condition_expression("due_at = :seen")
            .expression_attribute_values(":seen", s(seen))
            .send()
            .await;
        match done {
            // Another was declared meanwhile, and is counted in its turn.
            Err(error) if error.code() != Some("ConditionalCheckFailedException") => Err(unavailable(&error)),
            _ => Ok(()),
        }
    }
}
