//! Policies in the table: published by one command, read by every function.

use aws_sdk_dynamodb::Client;
use domain::policy::Policy;
use helpline::ports::StoreError;

use crate::items::{self, Item, s};
use crate::keys;
use crate::table::unavailable;

/// The policy as JSON.
const POLICY: &str = "j";

/// Publishes a policy for its cell; it is in force within five minutes.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn publish(client: &Client, table: &str, policy: &Policy) -> Result<(), StoreError> {
    let json = serde_json::to_string(policy).map_err(|_| StoreError::Corrupt("policy"))?;
    let mut item = items::key(keys::POLICY, policy.cell.id.as_str());
    item.insert(POLICY.to_owned(), s(json));
    let put = client.put_item().table_name(table).set_item(Some(item)).send().await;
    put.map(|_| ()).map_err(|error| unavailable(&error))
}

pub(crate) fn read_policy(item: &Item) -> Result<Policy, StoreError> {
    let json = items::text(item, POLICY).ok_or(StoreError::Corrupt("policy"))?;
    serde_json::from_str(json).map_err(|_| StoreError::Corrupt("policy"))
}
