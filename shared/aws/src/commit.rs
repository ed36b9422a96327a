//! The commit: message, complainant, complaints, history, link and effects in
//! one transaction, each on the condition that it is as it was read.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{ConditionCheck, Put, TransactWriteItem};
use domain::{Decision, Reference, State};
use helpline::ports::{Commit, Committed, LinkState, Outbox, OutboxKey, StoreError, Woman};
use helpline::{PersonKey, Vault};

use crate::counting::{self, Counting};
use crate::items::{self, Item, n};
use crate::keys;
use crate::lists;
use crate::table::unavailable;
use crate::transact::{FAILED, codes, send};

/// What must hold of what is stored now.
enum Condition {
    /// Nothing is.
    Absent,
    /// This version is.
    Version(u64),
    /// Anything.
    Any,
}

impl Condition {
    /// That nothing has changed since this version was read; 0 is nothing.
    fn unchanged(read: u64) -> Self {
        if read == 0 { Self::Absent } else { Self::Version(read) }
    }
}

/// A transaction in the making.
struct Transaction<'a> {
    table: &'a str,
    writes: Vec<TransactWriteItem>,
}

impl Transaction<'_> {
    /// The condition that nothing is stored under a key.
    fn must_be_absent(&mut self, key: Item) -> Result<(), StoreError> {
        let check = ConditionCheck::builder().table_name(self.table).set_key(Some(key));
        let check = check.condition_expression("attribute_not_exists(pk)").build();
        let check = check.map_err(|_| StoreError::Corrupt("key"))?;
        self.writes.push(TransactWriteItem::builder().condition_check(check).build());
        Ok(())
    }

    fn put(&mut self, item: Item, condition: &Condition) -> Result<(), StoreError> {
        let put = Put::builder().table_name(self.table).set_item(Some(item));
        let put = match condition {
            Condition::Absent => put.condition_expression("attribute_not_exists(pk)"),
            Condition::Version(version) => {
                put.condition_expression("v = :seen").expression_attribute_values(":seen", n(version))
            }
            Condition::Any => put,
        };
        let put = put.build().map_err(|_| StoreError::Corrupt("item"))?;
        self.writes.push(TransactWriteItem::builder().put(put).build());
        Ok(())
    }
}

/// What one decision writes.
pub(crate) struct Part {
    /// All but the tallies.
    pub(crate) writes: Vec<TransactWriteItem>,
    /// What it counts.
    pub(crate) counting: Counting,
    /// Its effects.
    pub(crate) outbox: Option<Outbox>,
}

/// What a decision writes, the messages first.
pub(crate) fn part(
    table: &str,
    vault: &Vault,
    commit: &Commit<'_>,
    woman: Option<&Woman>,
) -> Result<Part, StoreError> {
    let mut transaction = Transaction { table, writes: Vec::new() };
    write_messages(&mut transaction, vault, commit)?;
    write_state(&mut transaction, vault, commit, woman)?;
    let counting = Counting::of(commit);
    write_history(&mut transaction, vault, commit, &counting)?;
    let outbox = outbox_of(commit);
    if let Some(outbox) = &outbox {
        let item = items::outbox(vault, &outbox.key, &outbox.pending, commit.lease_until);
        transaction.put(item, &Condition::Any)?;
    }
    Ok(Part { writes: transaction.writes, counting, outbox })
}

/// Stores a decision whole, or nothing of it.
pub(crate) async fn commit(
    client: &Client,
    table: &str,
    vault: &Vault,
    commit: &Commit<'_>,
    woman: Option<&Woman>,
) -> Result<Committed, StoreError> {
    let Part { mut writes, counting, outbox } = part(table, vault, commit, woman)?;
    if writes.is_empty() {
        return Ok(Committed::Stored(None));
    }
    // Last, so that a conflict there is told apart.
    let own = writes.len();
    writes.extend(counting::tallies(table, &commit.person.cell, counting.rows())?);
    match send(client, writes, own).await {
        Ok(()) => Ok(Committed::Stored(outbox)),
        Err(error) => refused(&error, commit),
    }
}

/// Under this name of hers; under the one that was asked for if it is none in
/// particular.
fn name_of(commit: &Commit<'_>, hash: Option<&String>) -> PersonKey {
    hash.map_or_else(
        || commit.person.clone(),
        |hash| PersonKey { hash: hash.clone(), ..commit.person.clone() },
    )
}

/// Under the name under which this complaint lies. A new one lies at home.
fn name_of_complaint(commit: &Commit<'_>, reference: &Reference) -> PersonKey {
    let known = commit.before.complaint(reference);
    known.map_or_else(|| home(commit), |complaint| name_of(commit, complaint.key.as_ref()))
}

/// Her home: where she is stored, and what comes from her.
fn home(commit: &Commit<'_>) -> PersonKey {
    name_of(commit, commit.before.complainant.as_ref().and_then(|her| her.key.as_ref()))
}

/// What comes once for ever comes first, so that a refusal of it is told apart:
/// it is put at home, and must not lie under another name of hers, where it came
/// before the two were one.
fn write_messages(
    transaction: &mut Transaction<'_>,
    vault: &Vault,
    commit: &Commit<'_>,
) -> Result<(), StoreError> {
    let home = commit.from.cloned().unwrap_or_else(|| home(commit));
    let decision = commit.decision;
    for kept in &decision.messages {
        transaction.put(items::message(vault, &home, kept), &Condition::Absent)?;
    }
    for failure in &decision.failures {
        transaction.put(items::failure(&home, failure), &Condition::Absent)?;
    }
    let messages = decision.messages.iter().map(|kept| &kept.message);
    let messages = messages.map(|it| keys::message(it.provider, &it.provider_message_id));
    let failures = decision.failures.iter().map(|it| keys::failure(it.provider, &it.id));
    let sorts: Vec<String> = messages.chain(failures).collect();
    for name in names_before(commit) {
        for sort in &sorts {
            transaction.must_be_absent(items::key(keys::person(&name), sort.clone()))?;
        }
    }
    Ok(())
}

/// Other names under which messages of hers lie.
fn names_before(commit: &Commit<'_>) -> Vec<PersonKey> {
    // An officer's lie under the officer's own number alone.
    let hers = commit.from.is_none();
    let her = commit.decision.complainant.as_ref().or(commit.before.complainant.as_ref());
    her.filter(|_| hers)
        .into_iter()
        .flat_map(|her| &her.also)
        .map(|hash| name_of(commit, Some(hash)))
        .collect()
}

/// Makes her names one: a new name leads home, and so does any other home, which
/// must be as it was read.
fn write_names(
    transaction: &mut Transaction<'_>,
    vault: &Vault,
    commit: &Commit<'_>,
    woman: &Woman,
) -> Result<(), StoreError> {
    let home = home(commit);
    for name in &woman.new_names {
        transaction.put(items::alias(vault, name, &home, None), &Condition::Absent)?;
    }
    for (name, her) in &woman.others {
        let alias = items::alias(vault, name, &home, Some(her));
        transaction.put(alias, &Condition::unchanged(her.version))?;
    }
    Ok(())
}

fn write_state(
    transaction: &mut Transaction<'_>,
    vault: &Vault,
    commit: &Commit<'_>,
    woman: Option<&Woman>,
) -> Result<(), StoreError> {
    if let Some(her) = &commit.decision.complainant {
        let read = commit.before.complainant.as_ref().map_or(0, |her| her.version);
        transaction.put(items::complainant(vault, &home(commit), her), &Condition::unchanged(read))?;
    }
    if let Some(woman) = woman {
        write_names(transaction, vault, commit, woman)?;
    }
    for complaint in &commit.decision.complaints {
        let name = name_of_complaint(commit, &complaint.reference);
        let item = items::complaint(&name, complaint, commit.policy);
        let read = commit.before.complaint(&complaint.reference).map_or(0, |known| known.version);
        transaction.put(item, &Condition::unchanged(read))?;
    }
    for reference in new_references(commit.before, commit.decision, woman) {
        transaction.put(items::reservation(commit.person, reference), &Condition::Absent)?;
    }
    if let Some((reference, officer, link)) = commit.link {
        let next = LinkState { version: link.version + 1, ..link };
        let name = name_of_complaint(commit, reference);
        let item = items::link(&name, reference, officer, next, commit.lease_until);
        transaction.put(item, &Condition::unchanged(link.version))?;
    }
    // Who reads the case from now on is kept in the same transaction.
    if let Some((reference, reading)) = lists::reading_of(commit) {
        let name = name_of_complaint(commit, reference);
        transaction.put(lists::write_reading(vault, &name, reference, &reading), &Condition::Any)?;
    }
    Ok(())
}

/// References of drafts and complaints that nobody had before: they are
/// reserved, so that no two women ever have the same.
fn new_references<'a>(before: &State, decision: &'a Decision, woman: Option<&Woman>) -> Vec<&'a Reference> {
    let others = || woman.into_iter().flat_map(|woman| &woman.others).map(|(_, her)| her);
    let had = |reference: &Reference| {
        let mut drafts = before.complainant.iter().chain(others()).filter_map(|her| her.draft.as_ref());
        before.complaint(reference).is_some() || drafts.any(|draft| draft.reference == *reference)
    };
    let drafted =
        decision.complainant.as_ref().and_then(|her| her.draft.as_ref()).map(|draft| &draft.reference);
    let registered = decision.complaints.iter().map(|complaint| &complaint.reference);
    drafted.into_iter().chain(registered).filter(|reference| !had(reference)).collect()
}

fn write_history(
    transaction: &mut Transaction<'_>,
    vault: &Vault,
    commit: &Commit<'_>,
    counting: &Counting,
) -> Result<(), StoreError> {
    for (place, entry) in commit.decision.history.iter().enumerate() {
        let changed =
            commit.decision.complaints.iter().find(|complaint| complaint.reference == entry.reference);
        let version = changed.map_or(0, |complaint| complaint.version);
        let name = name_of_complaint(commit, &entry.reference);
        let item = items::history(vault, &name, entry, version, place);
        transaction.put(counting.put_at_line(place, &commit.person.cell, item), &Condition::Any)?;
    }
    for (row, version) in counting.alone() {
        let name = name_of_complaint(commit, &row.reference);
        transaction.put(counting::counted(&name, row, version), &Condition::Any)?;
    }
    Ok(())
}

/// The effects, under a key that the same cause makes again.
fn outbox_of(commit: &Commit<'_>) -> Option<Outbox> {
    let decision = commit.decision;
    if decision.effects.is_empty() {
        return None;
    }
    let by_message = decision
        .messages
        .first()
        .map(|kept| keys::outbox_of_message(kept.message.provider, &kept.message.provider_message_id));
    let by_failure =
        decision.failures.first().map(|failure| keys::outbox_of_failure(failure.provider, &failure.id));
    let by_change = decision.complaints.first().map(|it| keys::outbox_of_change(&it.reference, it.version));
    let sort = by_message.or(by_failure).or(by_change)?;
    let key = OutboxKey { person: commit.person.clone(), sort };
    Some(Outbox { key, pending: items::fresh(&decision.effects) })
}

/// The places of messages (or failures) that were stored before, by the codes
/// of what the commit writes.
pub(crate) fn duplicates(codes: &[&str], commit: &Commit<'_>) -> Vec<usize> {
    // A decision holds messages or failures, never both.
    let once = commit.decision.messages.len() + commit.decision.failures.len();
    // They are looked for under each other name of hers, in the same order.
    let looked = once * (1 + names_before(commit).len());
    let looked = codes.iter().take(looked).enumerate().filter(|(_, code)| **code == FAILED);
    let places: BTreeSet<usize> = looked.map(|(place, _)| place % once).collect();
    places.into_iter().collect()
}

/// A duplicate, a conflict, or a table that did not answer.
fn refused(error: &SdkError<TransactWriteItemsError>, commit: &Commit<'_>) -> Result<Committed, StoreError> {
    let Some(codes) = codes(error) else { return Err(unavailable(error)) };
    let duplicates = duplicates(&codes, commit);
    if !duplicates.is_empty() {
        return Ok(Committed::Duplicate(duplicates));
    }
    if codes.iter().any(|code| *code == FAILED || *code == "TransactionConflict") {
        return Ok(Committed::Conflict);
    }
    let cause = codes.into_iter().find(|code| *code != "None").unwrap_or("cancelled");
    Err(StoreError::Unavailable(cause.to_owned()))
}
