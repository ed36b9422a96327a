//! Several women's decisions in one transaction: after a body with many senders
//! one request for a group instead of one each. It is an offer: whatever stands
//! in its way, nothing is stored and each is committed by herself.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata as _, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::CellId;
use domain::tally::Row;
use helpline::Vault;
use helpline::ports::{Commit, Outbox, StoreError, Together, Woman};

use crate::commit::{self, Part};
use crate::counting;
use crate::items;
use crate::keys;
use crate::table::unavailable;
use crate::transact;

/// A transaction holds so many items ("TransactWriteItems", DynamoDB API reference).
const MOST: usize = 100;

/// Stores all of it, or nothing.
pub(crate) async fn commit(
    client: &Client,
    table: &str,
    vault: &Vault,
    commits: &[(Commit<'_>, &Woman)],
) -> Result<Together, StoreError> {
    let parts = commits.iter().map(|(commit, woman)| commit::part(table, vault, commit, Some(woman)));
    // What cannot be written is found, and said, where it is alone.
    let Ok(parts) = parts.collect::<Result<Vec<Part>, _>>() else { return Ok(nothing_known(commits)) };
    let cells = commits.iter().map(|(commit, _)| &commit.person.cell);
    let tallies = tallies(table, cells.zip(&parts))?;
    let ends = parts.iter().scan(0, |end, part| {
        *end += part.writes.len();
        Some(*end)
    });
    let ends: Vec<usize> = ends.collect();
    let (mut writes, mut outboxes) = (Vec::new(), Vec::<Option<Outbox>>::new());
    for part in parts {
        writes.extend(part.writes);
        outboxes.push(part.outbox);
    }
    let own = writes.len();
    writes.extend(tallies);
    if writes.len() > MOST || !are_apart(&writes) {
        return Ok(nothing_known(commits));
    }
    match transact::send(client, writes, own).await {
        Ok(()) => Ok(Together::Stored(outboxes)),
        Err(error) => refused(&error, commits, &ends),
    }
}

fn nothing_known(commits: &[(Commit<'_>, &Woman)]) -> Together {
    Together::Refused(vec![Vec::new(); commits.len()])
}

/// What several count in the same tally is one update of it.
fn tallies<'a>(
    table: &str,
    parts: impl Iterator<Item = (&'a CellId, &'a Part)>,
) -> Result<Vec<TransactWriteItem>, StoreError> {
    let mut rows: BTreeMap<&CellId, Vec<&Row>> = BTreeMap::new();
    for (cell, part) in parts {
        rows.entry(cell).or_default().extend(part.counting.rows());
    }
    let mut tallies = Vec::new();
    for (cell, rows) in rows {
        tallies.extend(counting::tallies(table, cell, rows)?);
    }
    Ok(tallies)
}

/// Whether no two writes are of one item, which a transaction may not hold: two
/// threads of a body may be one woman under two names.
fn are_apart(writes: &[TransactWriteItem]) -> bool {
    let keys = writes.iter().filter_map(|write| {
        let put = write.put().map(|put| put.item());
        let check = write.condition_check().map(|check| check.key());
        let update = write.update().map(|update| update.key());
        put.or(check).or(update)
    });
    let mut seen = BTreeSet::new();
    let place = |item| (items::text(item, keys::PK), items::text(item, keys::SK));
    keys.map(place).all(|place| seen.insert(place))
}

/// A refusal says of each which messages were there. A request that is itself
/// not valid (an item too large) is a refusal too.
fn refused(
    error: &SdkError<TransactWriteItemsError>,
    commits: &[(Commit<'_>, &Woman)],
    ends: &[usize],
) -> Result<Together, StoreError> {
    let Some(codes) = transact::codes(error) else {
        let is_invalid = error.code() == Some("ValidationException");
        return if is_invalid { Ok(nothing_known(commits)) } else { Err(unavailable(error)) };
    };
    let mut begin = 0;
    let known = commits.iter().zip(ends).map(|((commit, _), end)| {
        let own = codes.get(begin..*end).unwrap_or_default();
        begin = *end;
        commit::duplicates(own, commit)
    });
    Ok(Together::Refused(known.collect()))
}
