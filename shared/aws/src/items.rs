//! Domain values to items and back: what is sealed, what is plain, what is
//! indexed. Conditions are in `table`, keys in `keys`.
//!
//! Her state, messages and pending effects are sealed whole; a complaint and its
//! history, which do not name her, are plain JSON but for an officer's words.

use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use chrono::{DateTime, TimeDelta, Utc};
use domain::case_row::{CaseRow, List};
use domain::complainant::Complainant;
use domain::complaint::{Complaint, HistoryEntry};
use domain::delivery::Failure;
use domain::effect::Effect;
use domain::media::Media;
use domain::message::InboundMessage;
use domain::policy::Policy;
use domain::{Category, KeptMessage, Reference, alarm};
use helpline::ports::{LinkState, OutboxKey, Pending, StoreError};
use helpline::{PersonKey, Vault};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::keys;

/// An item.
pub type Item = HashMap<String, AttributeValue>;

pub(crate) const JSON: &str = "j";
/// A sealed field.
pub(crate) const SEALED: &str = "s";
/// The complaint that a message belongs to.
const COMPLAINT: &str = "c";
/// In an alias, the hash of her home.
pub const HOME: &str = "h";
/// When a message was received, in milliseconds of the epoch.
const RECEIVED_AT: &str = "r";

/// The state of a link that nobody uses is kept so long.
const LINK_KEPT: TimeDelta = TimeDelta::days(90);

/// More urgent than [`LATER`].
const SOON: u8 = 0;
pub(crate) const LATER: u8 = 1;
/// Files to fetch hold up neither a message nor a limit.
const LAST: u8 = 2;

/// A string attribute.
#[must_use]
pub fn s(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

/// A number attribute.
#[must_use]
pub fn n(number: impl ToString) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

/// The key of an item.
#[must_use]
pub fn key(pk: impl Into<String>, sk: impl Into<String>) -> Item {
    HashMap::from([(keys::PK.to_owned(), s(pk)), (keys::SK.to_owned(), s(sk))])
}

pub(crate) fn with<const N: usize>(mut item: Item, attributes: [(&str, AttributeValue); N]) -> Item {
    item.extend(attributes.map(|(name, value)| (name.to_owned(), value)));
    item
}

pub(crate) fn json(value: &impl Serialize) -> AttributeValue {
    s(serde_json::to_string(value).unwrap_or_default())
}

/// Seals a value, bound to the key it is stored under.
pub(crate) fn sealed(vault: &Vault, item: &Item, value: &impl Serialize) -> AttributeValue {
    let plain = serde_json::to_vec(value).unwrap_or_default();
    AttributeValue::B(Blob::new(vault.seal(&place(item), &plain)))
}

/// What a sealed field is bound to.
fn place(item: &Item) -> String {
    format!("{}|{}", text(item, keys::PK).unwrap_or_default(), text(item, keys::SK).unwrap_or_default())
}

/// A string attribute's text.
#[must_use]
pub fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name).and_then(|value| value.as_s().ok()).map(String::as_str)
}

pub(crate) fn number<T: std::str::FromStr>(item: &Item, name: &str) -> Option<T> {
    item.get(name).and_then(|value| value.as_n().ok()).and_then(|number| number.parse().ok())
}

pub(crate) fn from_json<T: DeserializeOwned>(item: &Item, what: &'static str) -> Result<T, StoreError> {
    let json = text(item, JSON).ok_or(StoreError::Corrupt(what))?;
    serde_json::from_str(json).map_err(|_| StoreError::Corrupt(what))
}

/// Opens a sealed field.
pub(crate) fn unsealed<T: DeserializeOwned>(
    vault: &Vault,
    item: &Item,
    what: &'static str,
) -> Result<T, StoreError> {
    let sealed = item.get(SEALED).and_then(|value| value.as_b().ok()).ok_or(StoreError::Corrupt(what))?;
    let plain = vault.open(&place(item), sealed.as_ref()).map_err(|_| StoreError::Corrupt(what))?;
    serde_json::from_slice(&plain).map_err(|_| StoreError::Corrupt(what))
}

/// Puts an item into the index of lists, with what lists show of it.
#[must_use]
pub(crate) fn listed(item: Item, (list, order): (String, String), row: &impl Serialize) -> Item {
    with(item, [(keys::LIST_PK, s(list)), (keys::LIST_SK, s(order)), (keys::ROW, json(row))])
}

/// Puts an item into the index of what is due.
pub(crate) fn due(item: Item, at: DateTime<Utc>, urgency: u8) -> Item {
    with(
        item,
        [
            (keys::DUE_SHARD, s(keys::due_shard(0))),
            (keys::DUE_AT, s(keys::due_at(at))),
            (keys::URGENCY, n(urgency)),
        ],
    )
}

/// Her state.
#[must_use]
pub fn complainant(vault: &Vault, person: &PersonKey, her: &Complainant) -> Item {
    let item = key(keys::person(person), keys::COMPLAINANT);
    let body = sealed(vault, &item, her);
    let item = with(item, [(keys::VERSION, n(her.version)), (SEALED, body)]);
    match &her.draft {
        Some(draft) => due(item, draft.due_at(), if draft.urgent { SOON } else { LATER }),
        None => item,
    }
}

/// Reads her state.
///
/// # Errors
///
/// [`StoreError::Corrupt`].
pub fn read_complainant(vault: &Vault, item: &Item) -> Result<Complainant, StoreError> {
    unsealed(vault, item, "complainant")
}

/// In place of her state under a name that is not her home: where that is. What
/// was known under this name before is kept, sealed; it is due no more.
#[must_use]
pub fn alias(vault: &Vault, name: &PersonKey, home: &PersonKey, before: Option<&Complainant>) -> Item {
    let item = key(keys::person(name), keys::COMPLAINANT);
    let version = before.map_or(0, |her| her.version) + 1;
    let item = with(item, [(keys::VERSION, n(version)), (HOME, s(home.hash.clone()))]);
    match before {
        Some(her) => {
            let body = sealed(vault, &item, her);
            with(item, [(SEALED, body)])
        }
        None => item,
    }
}

/// A complaint, in the due index until it is closed and on the list on which
/// it stands.
#[must_use]
pub fn complaint(person: &PersonKey, complaint: &Complaint, policy: &Policy) -> Item {
    let item = key(keys::person(person), keys::complaint(&complaint.reference));
    let mut item = with(item, [(keys::VERSION, n(complaint.version)), (JSON, json(complaint))]);
    if let Some(list) = List::of(complaint) {
        let row = CaseRow::of(complaint, policy);
        let order = keys::listed(list, &row.officer, row.order());
        item = listed(item, (keys::list_of(&complaint.cell), order), &row);
    }
    match alarm::next(complaint, policy.timers.silence_days) {
        Some((at, _)) => {
            let soon = complaint.category == Category::Violence || complaint.urgent;
            due(item, at, if soon { SOON } else { LATER })
        }
        None => item,
    }
}

/// Reads a complaint.
///
/// # Errors
///
/// [`StoreError::Corrupt`].
pub fn read_complaint(item: &Item) -> Result<Complaint, StoreError> {
    from_json(item, "complaint")
}

/// A message. Immutable.
#[must_use]
pub fn message(vault: &Vault, person: &PersonKey, kept: &KeptMessage) -> Item {
    let message = &kept.message;
    let item = key(keys::person(person), keys::message(message.provider, &message.provider_message_id));
    let body = sealed(vault, &item, message);
    let item = with(item, [(SEALED, body), (RECEIVED_AT, n(kept.received_at.timestamp_millis()))]);
    match &kept.complaint {
        Some(reference) => with(item, [(COMPLAINT, s(reference.as_str()))]),
        None => item,
    }
}

/// Reads a message.
///
/// # Errors
///
/// [`StoreError::Corrupt`].
pub fn read_message(vault: &Vault, item: &Item) -> Result<KeptMessage, StoreError> {
    let message: InboundMessage = unsealed(vault, item, "message")?;
    let received_at = number(item, RECEIVED_AT).and_then(DateTime::from_timestamp_millis);
    let received_at = received_at.ok_or(StoreError::Corrupt("message"))?;
    let complaint = text(item, COMPLAINT).and_then(|reference| reference.parse().ok());
    Ok(KeptMessage { message, complaint, received_at })
}

/// A message of ours that did not reach her. Nothing but its key is needed.
#[must_use]
pub fn failure(person: &PersonKey, failure: &Failure) -> Item {
    key(keys::person(person), keys::failure(failure.provider, &failure.id))
}

/// What became of a file.
#[must_use]
pub fn media(vault: &Vault, person: &PersonKey, name: &str, media: &Media) -> Item {
    let item = key(keys::person(person), keys::media(name));
    let body = sealed(vault, &item, media);
    with(item, [(SEALED, body)])
}

/// Reads what became of a file.
///
/// # Errors
///
/// [`StoreError::Corrupt`].
pub fn read_media(vault: &Vault, item: &Item) -> Result<Media, StoreError> {
    unsealed(vault, item, "file")
}

/// A line of history; an officer's words are sealed.
#[must_use]
pub fn history(vault: &Vault, person: &PersonKey, entry: &HistoryEntry, version: u64, n: usize) -> Item {
    let item = key(keys::person(person), keys::history(&entry.reference, version, n));
    let plain = HistoryEntry { text: None, ..entry.clone() };
    let item = with(item, [(JSON, json(&plain))]);
    match &entry.text {
        Some(text) => {
            let body = sealed(vault, &item, text);
            with(item, [(SEALED, body)])
        }
        None => item,
    }
}

/// Reads a line of history.
///
/// # Errors
///
/// [`StoreError::Corrupt`].
pub fn read_history(vault: &Vault, item: &Item) -> Result<HistoryEntry, StoreError> {
    let plain: HistoryEntry = from_json(item, "history")?;
    let text = if item.contains_key(SEALED) { Some(unsealed(vault, item, "history")?) } else { None };
    Ok(HistoryEntry { text, ..plain })
}

/// The state of an officer's link. Long unused it may go: its loss forgets
/// wrong PINs and nothing else.
#[must_use]
pub fn link(
    person: &PersonKey,
    reference: &Reference,
    officer: &domain::OfficerId,
    link: LinkState,
    now: DateTime<Utc>,
) -> Item {
    let item = key(keys::person(person), keys::link(reference, officer));
    let expires = (now + LINK_KEPT).timestamp();
    with(item, [(keys::VERSION, n(link.version)), (JSON, json(&link)), (keys::EXPIRES_AT, n(expires))])
}

/// Reads the state of a link.
///
/// # Errors
///
/// [`StoreError::Corrupt`].
pub fn read_link(item: &Item) -> Result<LinkState, StoreError> {
    from_json(item, "link")
}

/// Whose reference it is.
#[must_use]
pub fn reservation(person: &PersonKey, reference: &Reference) -> Item {
    let item = key(keys::reservation(reference), keys::RESERVATION);
    with(item, [(keys::OWNER, s(keys::person(person)))])
}

/// Effects to be carried out, due when the lease ends.
#[must_use]
pub fn outbox(vault: &Vault, key_of: &OutboxKey, pending: &[Pending], until: DateTime<Utc>) -> Item {
    let item = key(keys::person(&key_of.person), key_of.sort.clone());
    let body = sealed(vault, &item, &pending);
    let only_files = pending.iter().all(|it| matches!(it.effect, Effect::FetchMedia(_)));
    due(with(item, [(SEALED, body)]), until, if only_files { LAST } else { SOON })
}

/// Effects fresh from a decision.
#[must_use]
pub fn fresh(effects: &[Effect]) -> Vec<Pending> {
    effects.iter().map(|effect| Pending { effect: effect.clone(), tries: 0 }).collect()
}

/// Reads effects.
///
/// # Errors
///
/// [`StoreError::Corrupt`].
pub fn read_outbox(vault: &Vault, item: &Item) -> Result<Vec<Pending>, StoreError> {
    unsealed(vault, item, "outbox")
}

/// One chunk of a body in quarantine.
#[must_use]
pub fn quarantined(
    vault: &Vault,
    key_of: (String, String),
    chunk: &[u8],
    about: [(&str, AttributeValue); 3],
) -> Item {
    let item = key(key_of.0, key_of.1);
    let body = AttributeValue::B(Blob::new(vault.seal(&place(&item), chunk)));
    with(with(item, about), [(SEALED, body)])
}

/// Reads a chunk of a body in quarantine.
///
/// # Errors
///
/// [`StoreError::Corrupt`].
pub fn read_quarantined(vault: &Vault, item: &Item) -> Result<Vec<u8>, StoreError> {
    let sealed = item.get(SEALED).and_then(|value| value.as_b().ok());
    let sealed = sealed.ok_or(StoreError::Corrupt("quarantine"))?;
    vault.open(&place(item), sealed.as_ref()).map_err(|_| StoreError::Corrupt("quarantine"))
}
