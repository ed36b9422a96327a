//! The items of logging in at the desk: `S#cell#officer`, sort key `LOGIN`.
//! They hold digests and times, and expire by themselves.

use aws_sdk_dynamodb::error::ProvideErrorMetadata as _;
use chrono::{DateTime, TimeDelta, Utc};
use domain::login::Login;
use domain::{CellId, OfficerId};
use helpline::ports::StoreError;

use crate::items;
use crate::keys;
use crate::table::{Table, unavailable};

/// The day's codes are counted for so long.
const KEPT: TimeDelta = TimeDelta::days(2);

/// One consistent GetItem, 0.5 to 1 read unit.
pub(crate) async fn load(table: &Table, cell: &CellId, officer: &OfficerId) -> Result<Login, StoreError> {
    let key = items::key(keys::staff(cell, officer), keys::LOGIN);
    let get = table.client().get_item().table_name(table.name()).set_key(Some(key)).consistent_read(true);
    match get.send().await.map_err(|error| unavailable(&error))?.item {
        Some(item) => read_login(&item),
        None => Ok(Login::default()),
    }
}

/// One conditional PutItem, 1 write unit; `false` where it changed meanwhile.
pub(crate) async fn store(
    table: &Table,
    cell: &CellId,
    officer: &OfficerId,
    login: &Login,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let seen = login.version;
    let mut next = login.clone();
    next.version = seen + 1;
    let item = item_of(cell, officer, &next, now + KEPT);
    let put = table.client().put_item().table_name(table.name()).set_item(Some(item));
    let put = match seen {
        0 => put.condition_expression("attribute_not_exists(pk)"),
        _ => put.condition_expression("v = :seen").expression_attribute_values(":seen", items::n(seen)),
    };
    match put.send().await {
        Ok(_) => Ok(true),
        Err(error) if error.code() == Some("ConditionalCheckFailedException") => Ok(false),
        Err(error) => Err(unavailable(&error)),
    }
}

/// An officer's logging in at the desk.
fn item_of(cell: &CellId, officer: &OfficerId, login: &Login, expires: DateTime<Utc>) -> items::Item {
    let item = items::key(keys::staff(cell, officer), keys::LOGIN);
    let (version, expires) = (items::n(login.version), items::n(expires.timestamp()));
    items::with(
        item,
        [(keys::VERSION, version), (items::JSON, items::json(login)), (keys::EXPIRES_AT, expires)],
    )
}

/// Reads an officer's logging in.
///
/// # Errors
///
/// [`StoreError::Corrupt`].
fn read_login(item: &items::Item) -> Result<Login, StoreError> {
    items::from_json(item, "login")
}
