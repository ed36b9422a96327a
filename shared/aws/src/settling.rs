//! Marking effects as done: one outbox; and many at once, after a body with many
//! senders, in one request for each 25 of them instead of one each. What an
//! outbox adds to a history is put in the request that marks it.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::error::ProvideErrorMetadata as _;
use aws_sdk_dynamodb::types::{Delete, DeleteRequest, Put, TransactWriteItem, WriteRequest};
use domain::OfficerId;
use domain::complaint::HistoryEntry;
use futures_util::future::join_all;
use helpline::ports::{OutboxKey, Settlement, StoreError};

use crate::items::{self, Item};
use crate::keys;
use crate::table::{Table, unavailable};
use crate::transact;

/// A BatchWriteItem holds so many ("Quotas", DynamoDB developer guide).
const MOST: usize = 25;

/// Whoever took it over after our lease may have finished it: what is gone does
/// not come back.
const STILL_THERE: &str = "attribute_exists(pk)";

/// Settles one.
pub(crate) async fn one(table: &Table, settlement: &Settlement) -> Result<(), StoreError> {
    if !settlement.told.is_empty() {
        return with_history(table, settlement).await;
    }
    if settlement.left.is_empty() {
        let delete = table.client().delete_item().table_name(table.name());
        let done = delete.set_key(Some(key(&settlement.key))).send().await;
        return done.map(drop).map_err(|error| unavailable(&error));
    }
    let put = table.client().put_item().table_name(table.name()).set_item(Some(left(table, settlement)));
    match put.condition_expression(STILL_THERE).send().await {
        Err(error) if error.code() != Some("ConditionalCheckFailedException") => Err(unavailable(&error)),
        _ => Ok(()),
    }
}

fn key(outbox: &OutboxKey) -> Item {
    items::key(keys::person(&outbox.person), outbox.sort.clone())
}

fn left(table: &Table, settlement: &Settlement) -> Item {
    items::outbox(table.vault(), &settlement.key, &settlement.left, settlement.again_at)
}

/// The outbox and the history together, or nothing: marked as done without its
/// line, nobody would ever write it.
async fn with_history(table: &Table, settlement: &Settlement) -> Result<(), StoreError> {
    let outbox = &settlement.key;
    let first = if settlement.left.is_empty() {
        let delete = Delete::builder().table_name(table.name()).set_key(Some(key(outbox))).build();
        TransactWriteItem::builder().delete(delete.map_err(|_| StoreError::Corrupt("outbox key"))?).build()
    } else {
        let put = Put::builder().table_name(table.name()).set_item(Some(left(table, settlement)));
        put_of(put.condition_expression(STILL_THERE))?
    };
    let mut writes = vec![first];
    // A transaction holds no item twice.
    let lines: BTreeMap<String, &HistoryEntry> =
        settlement.told.iter().map(|entry| (place(outbox, entry), entry)).collect();
    for (sort, entry) in lines {
        let item = items::key(keys::person(&outbox.person), sort);
        let item = items::with(item, [(items::JSON, items::json(entry))]);
        writes.push(put_of(Put::builder().table_name(table.name()).set_item(Some(item)))?);
    }
    let sent = table.client().transact_write_items().set_transact_items(Some(writes)).send().await;
    match sent {
        Err(error) if !is_gone(&error) => Err(unavailable(&error)),
        _ => Ok(()),
    }
}

fn put_of(put: aws_sdk_dynamodb::types::builders::PutBuilder) -> Result<TransactWriteItem, StoreError> {
    let put = put.build().map_err(|_| StoreError::Corrupt("outbox"))?;
    Ok(TransactWriteItem::builder().put(put).build())
}

/// Another finished it, and wrote the line.
fn is_gone(error: &transact::Error) -> bool {
    transact::codes(error).is_some_and(|codes| codes.first() == Some(&transact::FAILED))
}

/// Where a line lies.
fn place(outbox: &OutboxKey, entry: &HistoryEntry) -> String {
    let officer = entry.officer.clone().unwrap_or_else(|| OfficerId::new("-"));
    keys::told(&entry.reference, &outbox.sort, &officer)
}

/// Settles all; the first failure is told, and the sweeper finds what is left.
pub(crate) async fn all(table: &Table, settlements: &[Settlement]) -> Result<(), StoreError> {
    let is_plain = |it: &&Settlement| it.left.is_empty() && it.told.is_empty();
    let (done, left): (Vec<_>, Vec<_>) = settlements.iter().partition(is_plain);
    let mut results = Vec::new();
    match done.as_slice() {
        [] => {}
        [done] => results.push(one(table, done).await),
        many => results.extend(join_all(many.chunks(MOST).map(|some| delete(table, some))).await),
    }
    for settlement in left {
        results.push(one(table, settlement).await);
    }
    results.into_iter().collect()
}

/// Deletes these. What DynamoDB did not get to is deleted one by one.
async fn delete(table: &Table, some: &[&Settlement]) -> Result<(), StoreError> {
    let requests = some.iter().map(|settlement| {
        let delete = DeleteRequest::builder().set_key(Some(key(&settlement.key))).build();
        delete.map(|delete| WriteRequest::builder().delete_request(delete).build())
    });
    let requests: Vec<WriteRequest> =
        requests.collect::<Result<_, _>>().map_err(|_| StoreError::Corrupt("outbox key"))?;
    let batch = table.client().batch_write_item().request_items(table.name(), requests);
    let answer = batch.send().await.map_err(|error| unavailable(&error))?;
    let unprocessed = answer.unprocessed_items.unwrap_or_default();
    for request in unprocessed.into_values().flatten() {
        let Some(delete) = request.delete_request else { continue };
        let again = table.client().delete_item().table_name(table.name()).set_key(Some(delete.key));
        again.send().await.map_err(|error| unavailable(&error))?;
    }
    Ok(())
}
