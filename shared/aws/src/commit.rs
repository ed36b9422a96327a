//! The commit: message, complainant, complaints, history, link and effects in
//! one transaction, each on the condition that it is as it was read.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use domain::{Decision, Reference, State};
use helpline::Vault;
use helpline::ports::{Commit, Committed, LinkState, Outbox, OutboxKey, StoreError};

use crate::items::{self, Item, n};
use crate::keys;
use crate::table::unavailable;

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

/// Stores a decision whole, or nothing of it.
pub(crate) async fn commit(
    client: &Client,
    table: &str,
    vault: &Vault,
    commit: &Commit<'_>,
) -> Result<Committed, StoreError> {
    let mut transaction = Transaction { table, writes: Vec::new() };
    write_messages(&mut transaction, vault, commit)?;
    write_state(&mut transaction, vault, commit)?;
    write_history(&mut transaction, vault, commit)?;
    let outbox = outbox_of(commit);
    if let Some(outbox) = &outbox {
        let item = items::outbox(vault, &outbox.key, &outbox.pending, commit.lease_until);
        transaction.put(item, &Condition::Any)?;
    }
    if transaction.writes.is_empty() {
        return Ok(Committed::Stored(None));
    }
    let sent = client.transact_write_items().set_transact_items(Some(transaction.writes)).send().await;
    match sent {
        Ok(_) => Ok(Committed::Stored(outbox)),
        Err(error) => refused(&error, commit.decision),
    }
}

/// The messages come first, so that a refusal of one is told apart.
fn write_messages(
    transaction: &mut Transaction<'_>,
    vault: &Vault,
    commit: &Commit<'_>,
) -> Result<(), StoreError> {
    let mut messages = commit.decision.messages.iter();
    messages
        .try_for_each(|kept| transaction.put(items::message(vault, commit.person, kept), &Condition::Absent))
}

fn write_state(
    transaction: &mut Transaction<'_>,
    vault: &Vault,
    commit: &Commit<'_>,
) -> Result<(), StoreError> {
    if let Some(her) = &commit.decision.complainant {
        let read = commit.before.complainant.as_ref().map_or(0, |her| her.version);
        transaction.put(items::complainant(vault, commit.person, her), &Condition::unchanged(read))?;
    }
    for complaint in &commit.decision.complaints {
        let item = items::complaint(commit.person, complaint, commit.silence_days);
        let read = commit.before.complaint(&complaint.reference).map_or(0, |known| known.version);
        transaction.put(item, &Condition::unchanged(read))?;
    }
    for reference in new_references(commit.before, commit.decision) {
        transaction.put(items::reservation(commit.person, reference), &Condition::Absent)?;
    }
    if let Some((reference, officer, link)) = commit.link {
        let next = LinkState { version: link.version + 1, ..link };
        let item = items::link(commit.person, reference, officer, next, commit.lease_until);
        transaction.put(item, &Condition::unchanged(link.version))?;
    }
    Ok(())
}

/// References of drafts and complaints that nobody had before: they are
/// reserved, so that no two women ever have the same.
fn new_references<'a>(before: &State, decision: &'a Decision) -> Vec<&'a Reference> {
    let had = |reference: &Reference| {
        before.complaint(reference).is_some()
            || before
                .complainant
                .as_ref()
                .and_then(|her| her.draft.as_ref())
                .is_some_and(|it| it.reference == *reference)
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
) -> Result<(), StoreError> {
    for (place, entry) in commit.decision.history.iter().enumerate() {
        let changed =
            commit.decision.complaints.iter().find(|complaint| complaint.reference == entry.reference);
        let version = changed.map_or(0, |complaint| complaint.version);
        let item = items::history(vault, commit.person, entry, version, place);
        transaction.put(item, &Condition::Any)?;
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
    let by_change = decision.complaints.first().map(|it| keys::outbox_of_change(&it.reference, it.version));
    let sort = by_message.or(by_change)?;
    let key = OutboxKey { person: commit.person.clone(), sort };
    Some(Outbox { key, pending: items::fresh(&decision.effects) })
}

/// A duplicate, a conflict, or a table that did not answer.
fn refused(error: &SdkError<TransactWriteItemsError>, decision: &Decision) -> Result<Committed, StoreError> {
    let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) = error.as_service_error()
    else {
        return Err(unavailable(error));
    };
    let codes: Vec<&str> =
        cancelled.cancellation_reasons().iter().map(|reason| reason.code().unwrap_or("None")).collect();
    let failed = |code: &&str| *code == "ConditionalCheckFailed";
    let messages = codes.iter().take(decision.messages.len()).enumerate();
    let duplicates: Vec<usize> = messages.filter(|(_, code)| failed(code)).map(|(place, _)| place).collect();
    if !duplicates.is_empty() {
        return Ok(Committed::Duplicate(duplicates));
    }
    if codes.iter().any(|code| failed(code) || *code == "TransactionConflict") {
        return Ok(Committed::Conflict);
    }
    let cause = codes.into_iter().find(|code| *code != "None").unwrap_or("cancelled");
    Err(StoreError::Unavailable(cause.to_owned()))
}
