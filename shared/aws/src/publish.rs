//! Policies in the table: published by one command, read by every function.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::policy::Policy;
use helpline::ports::StoreError;

use crate::items::{self, Item, s};
use crate::keys;
use crate::table::unavailable;

/// The policy as JSON, in a binary attribute: as a string it would be JSON
/// within JSON, and undoing its escapes would cost half a million instructions
/// at each cold start.
const POLICY: &str = "j";

/// Publishes a policy for its cell; it is in force within five minutes.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn publish(client: &Client, table: &str, policy: &Policy) -> Result<(), StoreError> {
    let json = serde_json::to_vec(policy).map_err(|_| StoreError::Corrupt("policy"))?;
    let mut item = items::key(keys::POLICY, policy.cell.id.as_str());
    item.insert(POLICY.to_owned(), AttributeValue::B(Blob::new(json)));
    let put = client.put_item().table_name(table).set_item(Some(item)).send().await;
    put.map(|_| ()).map_err(|error| unavailable(&error))
}

/// All published policies.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer, or a policy cannot be read.
pub async fn all(client: &Client, table: &str) -> Result<Vec<Policy>, StoreError> {
    let mut pages = client
        .query()
        .table_name(table)
        .key_condition_expression("pk = :pk")
        .expression_attribute_values(":pk", s(keys::POLICY))
        .into_paginator()
        .items()
        .send();
    let mut policies = Vec::new();
    while let Some(item) = pages.next().await {
        policies.push(read_policy(&item.map_err(|error| unavailable(&error))?)?);
    }
    Ok(policies)
}

fn read_policy(item: &Item) -> Result<Policy, StoreError> {
    let json = item.get(POLICY).and_then(|value| value.as_b().ok()).ok_or(StoreError::Corrupt("policy"))?;
    serde_json::from_slice(json.as_ref()).map_err(|_| StoreError::Corrupt("policy"))
}
