//! The versions of a policy that were ever published: when, by whom, and what each
//! changed.

use aws_sdk_dynamodb::Client;
use chrono::{DateTime, Utc};
use domain::{CellId, Language};
use helpline::ports::StoreError;

use crate::items::{self, Item, s};
use crate::keys;
use crate::publish::{AT, BY, CHANGES, CHANGES_HINDI, INSTALLED, partition};
use crate::table::unavailable;

/// A version that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its name.
    pub version: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it came with the software: then `at` says nothing.
    pub installed: bool,
    /// By whom, where that is known.
    pub by: Option<String>,
    /// What it changed, in English.
    pub changes: Vec<String>,
    /// The same in Hindi, where that was written down.
    pub changes_hindi: Vec<String>,
}

impl Version {
    /// What it changed in this language, if it is known in it; else in English.
    #[must_use]
    pub fn changes_in(&self, language: Language) -> (&[String], Language) {
        match language {
            Language::Hindi if !self.changes_hindi.is_empty() => (&self.changes_hindi, language),
            _ => (&self.changes, Language::English),
        }
    }
}

/// The versions of a cell's policy, oldest first.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn history(client: &Client, table: &str, cell: &CellId) -> Result<Vec<Version>, StoreError> {
    let found = partition(client, table, keys::versions(cell)).await?;
    let mut versions: Vec<Version> = found.iter().filter_map(read_version).collect();
    versions.sort_by(|a, b| (a.at, &a.version).cmp(&(b.at, &b.version)));
    Ok(versions)
}

/// So many versions of a cell's policy, the newest first. One request; each
/// version is paid for with its file, some 10 read units.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn latest(
    client: &Client,
    table: &str,
    cell: &CellId,
    most: u16,
) -> Result<Vec<Version>, StoreError> {
    let query = client
        .query()
        .table_name(table)
        .key_condition_expression("pk = :pk")
        .expression_attribute_values(":pk", s(keys::versions(cell)))
        .projection_expression("pk, sk, #at, #by, #diff, #diff_hi, #installed")
        .expression_attribute_names("#at", AT)
        .expression_attribute_names("#by", BY)
        .expression_attribute_names("#diff", CHANGES)
        .expression_attribute_names("#diff_hi", CHANGES_HINDI)
        .expression_attribute_names("#installed", INSTALLED)
        .scan_index_forward(false)
        .limit(most.into());
    let found = query.send().await.map_err(|error| unavailable(&error))?.items.unwrap_or_default();
    let mut versions: Vec<Version> = found.iter().filter_map(read_version).collect();
    versions.sort_by(|a, b| (b.at, &b.version).cmp(&(a.at, &a.version)));
    Ok(versions)
}

fn read_version(item: &Item) -> Option<Version> {
    let lines = |name| items::text(item, name).unwrap_or_default().lines().map(str::to_owned).collect();
    let at = item.get(AT)?.as_n().ok()?.parse().ok()?;
    Some(Version {
        version: items::text(item, keys::SK)?.strip_prefix(keys::VERSIONS)?.to_owned(),
        at: DateTime::from_timestamp(at, 0)?,
        by: items::text(item, BY).map(str::to_owned),
        installed: item.contains_key(INSTALLED),
        changes: lines(CHANGES),
        changes_hindi: lines(CHANGES_HINDI),
    })
}
