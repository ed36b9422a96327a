//! What is kept of officers and of days: wrong PINs on an officer's list
//! (`S#cell#officer`, sort key `PINS`), and that a daily job is done (`J#cell`,
//! sort key job and date). Both expire long after they are of use.

use aws_sdk_dynamodb::error::ProvideErrorMetadata as _;
use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use chrono::{DateTime, TimeDelta, Utc};
use domain::effect::Effect;
use domain::{CellId, OfficerId, Reference};
use helpline::PersonKey;
use helpline::jobs::{JobOfDay, Jobs};
use helpline::officer_intake::References;
use helpline::own_list::Pins;
use helpline::ports::{LinkState, Outbox, OutboxKey, StoreError};

use crate::items::{self, Item};
use crate::keys;
use crate::table::{Table, unavailable};

/// Both are kept so long.
const KEPT: TimeDelta = TimeDelta::days(90);

impl Pins for Table {
    /// One consistent GetItem, 1 read unit.
    async fn pins(&self, cell: &CellId, officer: &OfficerId) -> Result<LinkState, StoreError> {
        let key = items::key(keys::staff(cell, officer), keys::PINS);
        let item = get(self, key).await?;
        item.map_or(Ok(LinkState::default()), |item| items::read_link(&item))
    }

    /// One conditional PutItem, 1 write unit.
    async fn put_pins(
        &self,
        cell: &CellId,
        officer: &OfficerId,
        pins: LinkState,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let next = LinkState { version: pins.version + 1, ..pins };
        let item = item_of(cell, officer, next, now + KEPT);
        let put = self.client().put_item().table_name(self.name()).set_item(Some(item));
        let put = match pins.version {
            0 => put.condition_expression("attribute_not_exists(pk)"),
            seen => {
                put.condition_expression("v = :seen").expression_attribute_values(":seen", items::n(seen))
            }
        };
        match put.send().await {
            Ok(_) => Ok(true),
            Err(error) if error.code() == Some("ConditionalCheckFailedException") => Ok(false),
            Err(error) => Err(unavailable(&error)),
        }
    }
}

impl References for Table {
    /// One consistent GetItem, 1 read unit.
    async fn find(&self, reference: &Reference) -> Result<Option<PersonKey>, StoreError> {
        let key = items::key(keys::reservation(reference), keys::RESERVATION);
        let item = get(self, key).await?;
        Ok(item.as_ref().and_then(|item| items::text(item, keys::OWNER)).and_then(keys::read_person))
    }
}

impl Jobs for Table {
    /// One consistent GetItem, 1 read unit.
    async fn is_done(&self, job: &JobOfDay) -> Result<bool, StoreError> {
        Ok(get(self, key_of(job)).await?.is_some())
    }

    /// One TransactWriteItems: the mark, and the effects if there are any.
    async fn record(
        &self,
        job: &JobOfDay,
        effects: &[Effect],
        lease_until: DateTime<Utc>,
    ) -> Result<Option<Outbox>, StoreError> {
        // No woman's: a partition of the cell itself.
        let person = PersonKey { cell: job.cell.clone(), hash: keys::OF_THE_CELL.to_owned() };
        let sort = keys::outbox_of_job(job.job.as_str(), job.day);
        let outbox = Outbox { key: OutboxKey { person, sort }, pending: items::fresh(effects) };
        let mut done = key_of(job);
        done.insert(keys::EXPIRES_AT.to_owned(), items::n((lease_until + KEPT).timestamp()));
        let mut writes = vec![put(self, done, Some("attribute_not_exists(pk)"))?];
        if !effects.is_empty() {
            let item = items::outbox(self.vault(), &outbox.key, &outbox.pending, lease_until);
            writes.push(put(self, item, None)?);
        }
        let sent = self.client().transact_write_items().set_transact_items(Some(writes)).send().await;
        match sent {
            Ok(_) => Ok(Some(outbox)),
            Err(error) if error.code() == Some("TransactionCanceledException") => {
                // Another sweep was quicker, or meets us: then it is done or will be seen undone.
                if self.is_done(job).await? { Ok(None) } else { Err(unavailable(&error)) }
            }
            Err(error) => Err(unavailable(&error)),
        }
    }
}

/// Wrong PINs on an officer's list.
fn item_of(cell: &CellId, officer: &OfficerId, pins: LinkState, expires: DateTime<Utc>) -> Item {
    let item = items::key(keys::staff(cell, officer), keys::PINS);
    let (version, expires) = (items::n(pins.version), items::n(expires.timestamp()));
    items::with(
        item,
        [(keys::VERSION, version), (items::JSON, items::json(&pins)), (keys::EXPIRES_AT, expires)],
    )
}

fn key_of(job: &JobOfDay) -> Item {
    items::key(keys::jobs(&job.cell), keys::job(job.job.as_str(), job.day))
}

async fn get(table: &Table, key: Item) -> Result<Option<Item>, StoreError> {
    let get = table.client().get_item().table_name(table.name()).set_key(Some(key)).consistent_read(true);
    Ok(get.send().await.map_err(|error| unavailable(&error))?.item)
}

fn put(table: &Table, item: Item, condition: Option<&str>) -> Result<TransactWriteItem, StoreError> {
    let put = Put::builder().table_name(table.name()).set_item(Some(item));
    let put = condition.map_or(put.clone(), |condition| put.condition_expression(condition));
    let put = put.build().map_err(|_| StoreError::Corrupt("item"))?;
    Ok(TransactWriteItem::builder().put(put).build())
}
