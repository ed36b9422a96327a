//! The table: one request to load, one to commit.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use chrono::{DateTime, Utc};
use domain::login::Login;
use domain::media::{Media, MediaState};
use domain::policy::Policy;
use domain::{CellId, OfficerId, Reference, State};
use helpline::ports::{
    CaseFile, Commit, Committed, Due, DueCursor, DuePage, LinkState, Outbox, OutboxKey, Quarantined,
    Settlement, Store, StoreError, Together, Woman,
};
use helpline::{PersonKey, Vault};

use crate::commit;
use crate::commit_together;
use crate::identity;
use crate::items::{self, Item, n, s};
use crate::keys;
use crate::logins;
use crate::settling;

/// Shards of the due index. One is enough for a state; more are a matter of
/// this number and of writing to them.
const SHARDS: u32 = 1;
/// A chunk of a body in quarantine: an item holds at most 400 KB.
const CHUNK: usize = 350_000;

/// The table.
#[derive(Debug)]
pub struct Table {
    client: Client,
    name: String,
    vault: Vault,
}

/// What an SDK error means. Only its code is kept: a message may repeat data.
pub(crate) fn unavailable<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> StoreError {
    StoreError::Unavailable(error.code().unwrap_or("no answer").to_owned())
}

impl Table {
    /// The table of this name.
    #[must_use]
    pub fn new(client: Client, name: String, vault: Vault) -> Self {
        Self { client, name, vault }
    }

    /// The client, for tools that read the table whole.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The table's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The keys that open its items.
    #[must_use]
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// All items of a partition whose sort key lies between two.
    pub(crate) async fn range(
        &self,
        pk: String,
        from: String,
        to: String,
        consistent: bool,
    ) -> Result<Vec<Item>, StoreError> {
        let mut found = Vec::new();
        let mut start = None;
        loop {
            let answer = self
                .client
                .query()
                .table_name(&self.name)
                .consistent_read(consistent)
                .key_condition_expression("pk = :pk AND sk BETWEEN :a AND :z")
                .expression_attribute_values(":pk", s(pk.clone()))
                .expression_attribute_values(":a", s(from.clone()))
                .expression_attribute_values(":z", s(to.clone()))
                .set_exclusive_start_key(start)
                .send()
                .await
                .map_err(|error| unavailable(&error))?;
            found.extend(answer.items.unwrap_or_default());
            start = answer.last_evaluated_key;
            if start.is_none() {
                return Ok(found);
            }
        }
    }

    /// All items of a partition whose sort key begins so.
    pub(crate) async fn beginning(&self, pk: String, prefix: &str) -> Result<Vec<Item>, StoreError> {
        self.range(pk, prefix.to_owned(), format!("{prefix}\u{10FFFF}"), false).await
    }

    /// What she said in these cases and what happened in the first, as it lies
    /// under one name.
    async fn read_case(
        &self,
        name: &PersonKey,
        cases: &[Reference],
        file: &mut CaseFile,
    ) -> Result<(), StoreError> {
        let pk = keys::person(name);
        let last = format!("{}\u{10FFFF}", keys::MEDIA);
        for item in self.range(pk.clone(), keys::MESSAGES.to_owned(), last, false).await? {
            if items::text(&item, keys::SK).is_some_and(|sk| sk.starts_with(keys::MEDIA)) {
                file.media.push(items::read_media(&self.vault, &item)?);
                continue;
            }
            let kept = items::read_message(&self.vault, &item)?;
            if kept.complaint.as_ref().is_some_and(|reference| cases.contains(reference)) {
                file.messages.push(kept);
            }
        }
        let Some(first) = cases.first() else { return Ok(()) };
        for item in self.beginning(pk, &keys::history_of(first)).await? {
            file.history.push(items::read_history(&self.vault, &item)?);
        }
        Ok(())
    }

    /// Her state and complaints, as items of this partition.
    pub(crate) async fn state_items(&self, name: &PersonKey) -> Result<Vec<Item>, StoreError> {
        let (from, to) = keys::STATE_RANGE;
        self.range(keys::person(name), from.to_owned(), to.to_owned(), true).await
    }
}

impl Store for Table {
    async fn policies(&self) -> Result<Vec<Policy>, StoreError> {
        crate::publish::all(&self.client, &self.name).await
    }

    async fn load_woman(&self, names: &[PersonKey]) -> Result<Woman, StoreError> {
        identity::woman(self, names).await
    }

    async fn load_person(&self, person: &PersonKey) -> Result<State, StoreError> {
        identity::woman(self, std::slice::from_ref(person)).await.map(|woman| woman.state)
    }

    async fn load_case(
        &self,
        person: &PersonKey,
        reference: &Reference,
        officer: Option<&OfficerId>,
    ) -> Result<(State, LinkState), StoreError> {
        identity::case(self, person, reference, officer).await
    }

    async fn case_file(&self, names: &[PersonKey], cases: &[Reference]) -> Result<CaseFile, StoreError> {
        let mut file = CaseFile::default();
        for name in names {
            self.read_case(name, cases, &mut file).await?;
        }
        file.messages.sort_by_key(|kept| kept.received_at);
        // Under another name of hers, or told of after the change, a line lies
        // elsewhere than in its turn.
        file.history.sort_by_key(|entry| entry.at);
        Ok(file)
    }

    async fn commit(&self, commit: &Commit<'_>) -> Result<Committed, StoreError> {
        commit::commit(&self.client, &self.name, &self.vault, commit, None).await
    }

    async fn commit_joining(&self, commit: &Commit<'_>, woman: &Woman) -> Result<Committed, StoreError> {
        commit::commit(&self.client, &self.name, &self.vault, commit, Some(woman)).await
    }

    async fn commit_together(&self, commits: &[(Commit<'_>, &Woman)]) -> Result<Together, StoreError> {
        commit_together::commit(&self.client, &self.name, &self.vault, commits).await
    }

    async fn due(&self, now: DateTime<Utc>, cursor: Option<&DueCursor>) -> Result<DuePage, StoreError> {
        let shard = cursor.map_or(0, |cursor| cursor.shard);
        let start = cursor.filter(|cursor| !cursor.after.is_empty());
        let start = start.map(|cursor| cursor.after.iter().map(|(k, v)| (k.clone(), s(v.clone()))).collect());
        let answer = self
            .client
            .query()
            .table_name(&self.name)
            .index_name(keys::DUE_INDEX)
            .key_condition_expression("due_shard = :shard AND due_at <= :now")
            .expression_attribute_values(":shard", s(keys::due_shard(shard)))
            .expression_attribute_values(":now", s(keys::due_at(now)))
            .set_exclusive_start_key(start)
            .send()
            .await
            .map_err(|error| unavailable(&error))?;
        let mut found = answer.items.unwrap_or_default();
        found.sort_by_key(urgency);
        let next = next_page(shard, answer.last_evaluated_key);
        Ok(DuePage { items: found.iter().filter_map(read_due).collect(), next })
    }

    async fn claim(
        &self,
        key: &OutboxKey,
        seen: &str,
        until: DateTime<Utc>,
    ) -> Result<Option<Outbox>, StoreError> {
        let answer = self
            .client
            .update_item()
            .table_name(&self.name)
            .set_key(Some(items::key(keys::person(&key.person), key.sort.clone())))
            .update_expression("SET due_at = :until")
            .condition_expression("due_at = :seen")
            .expression_attribute_values(":until", s(keys::due_at(until)))
            .expression_attribute_values(":seen", s(seen))
            .return_values(ReturnValue::AllNew)
            .send()
            .await;
        match answer {
            Ok(answer) => {
                let item = answer.attributes.unwrap_or_default();
                let pending = items::read_outbox(&self.vault, &item)?;
                Ok(Some(Outbox { key: key.clone(), pending }))
            }
            Err(error) if error.code() == Some("ConditionalCheckFailedException") => Ok(None),
            Err(error) => Err(unavailable(&error)),
        }
    }

    async fn settle(&self, settlement: &Settlement) -> Result<(), StoreError> {
        settling::one(self, settlement).await
    }

    async fn settle_all(&self, settlements: &[Settlement]) -> Result<(), StoreError> {
        settling::all(self, settlements).await
    }

    async fn put_media(&self, person: &PersonKey, name: &str, media: &Media) -> Result<(), StoreError> {
        let item = items::media(&self.vault, person, name, media);
        let put = self.client.put_item().table_name(&self.name).set_item(Some(item));
        // Of two sweeps at once one may have stored what the other gave up.
        let put = match media.state {
            MediaState::Stored { .. } => put,
            _ => put.condition_expression("attribute_not_exists(pk)"),
        };
        match put.send().await {
            Err(error) if error.code() != Some("ConditionalCheckFailedException") => Err(unavailable(&error)),
            _ => Ok(()),
        }
    }

    async fn media(&self, person: &PersonKey, name: &str) -> Result<Option<Media>, StoreError> {
        let key = items::key(keys::person(person), keys::media(name));
        let answer = self.client.get_item().table_name(&self.name).set_key(Some(key)).send().await;
        let item = answer.map_err(|error| unavailable(&error))?.item;
        item.map(|item| items::read_media(&self.vault, &item)).transpose()
    }

    async fn login(&self, cell: &CellId, officer: &OfficerId) -> Result<Login, StoreError> {
        logins::load(self, cell, officer).await
    }

    async fn put_login(
        &self,
        cell: &CellId,
        officer: &OfficerId,
        login: &Login,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        logins::store(self, cell, officer, login, now).await
    }

    async fn quarantine(&self, body: &Quarantined) -> Result<(), StoreError> {
        let digest = self.vault.digest(&body.raw);
        let chunks: Vec<&[u8]> =
            if body.raw.is_empty() { vec![&[]] } else { body.raw.chunks(CHUNK).collect() };
        // The first chunk, which counts the others, is written last: what is
        // listed is whole.
        for (place, chunk) in chunks.iter().enumerate().rev() {
            let about = [
                ("at", n(body.at.timestamp_millis())),
                ("why", s(body.why.clone())),
                ("chunks", n(chunks.len())),
            ];
            let key = (keys::quarantine(body.provider), keys::quarantined(&digest, place));
            let item = items::quarantined(&self.vault, key, chunk, about);
            let put = self.client.put_item().table_name(&self.name).set_item(Some(item)).send().await;
            put.map_err(|error| unavailable(&error))?;
        }
        Ok(())
    }
}

fn urgency(item: &Item) -> u8 {
    let number = item.get(keys::URGENCY).and_then(|value| value.as_n().ok());
    number.and_then(|number| number.parse().ok()).unwrap_or(u8::MAX)
}

/// The rest of this shard, or the next one.
fn next_page(shard: u32, last: Option<HashMap<String, AttributeValue>>) -> Option<DueCursor> {
    match last {
        Some(last) => {
            let after =
                last.into_iter().filter_map(|(k, v)| v.as_s().ok().cloned().map(|v| (k, v))).collect();
            Some(DueCursor { shard, after })
        }
        None => (shard + 1 < SHARDS).then_some(DueCursor { shard: shard + 1, after: Vec::new() }),
    }
}

fn read_due(item: &Item) -> Option<Due> {
    if let Some(cell) = items::text(item, keys::PK).and_then(keys::read_recount) {
        return Some(Due::Recount(cell, items::text(item, keys::DUE_AT)?.to_owned()));
    }
    let person = keys::read_person(items::text(item, keys::PK)?)?;
    let sk = items::text(item, keys::SK)?;
    if sk == keys::COMPLAINANT {
        return Some(Due::Draft(person));
    }
    if let Some(reference) = keys::read_complaint(sk) {
        return Some(Due::Complaint(person, reference));
    }
    let seen = items::text(item, keys::DUE_AT)?.to_owned();
    sk.starts_with(keys::OUTBOXES).then(|| Due::Outbox(OutboxKey { person, sort: sk.to_owned() }, seen))
}
