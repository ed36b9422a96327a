//! Marking effects as done, of many outboxes at once: after a body with many
//! senders one request for each 25 of them instead of one each.

use aws_sdk_dynamodb::types::{DeleteRequest, WriteRequest};
use futures_util::future::join_all;
use helpline::ports::{Settlement, Store as _, StoreError};

use crate::items;
use crate::keys;
use crate::table::{Table, unavailable};

/// A BatchWriteItem holds so many ("Quotas", DynamoDB developer guide).
const MOST: usize = 25;

/// Settles all; the first failure is told, and the sweeper finds what is left.
pub(crate) async fn all(table: &Table, settlements: &[Settlement]) -> Result<(), StoreError> {
    let (done, left): (Vec<_>, Vec<_>) = settlements.iter().partition(|it| it.left.is_empty());
    let mut results = Vec::new();
    match done.as_slice() {
        [] => {}
        [one] => results.push(table.settle(one).await),
        many => results.extend(join_all(many.chunks(MOST).map(|some| delete(table, some))).await),
    }
    for settlement in left {
        results.push(table.settle(settlement).await);
    }
    results.into_iter().collect()
}

/// Deletes these. What DynamoDB did not get to is deleted one by one.
async fn delete(table: &Table, some: &[&Settlement]) -> Result<(), StoreError> {
    let requests = some.iter().map(|settlement| {
        let key = items::key(keys::person(&settlement.key.person), settlement.key.sort.clone());
        let delete = DeleteRequest::builder().set_key(Some(key)).build();
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
