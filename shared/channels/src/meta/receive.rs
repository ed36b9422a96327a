//! A webhook document, walked down to its messages and statuses.
//!
//! document -> entry -> change -> value -> messages, statuses. Each level is cut
//! into raw parts; a part of the wrong shape becomes [`Inbound::Odd`] and its
//! neighbours are read on.

use std::collections::BTreeMap;

use chrono::DateTime;
use domain::message::{ConsentChange, DeliveryState, Inbound, Provider, Sender};

use super::message;
use crate::content::named;
use crate::failure::News;
use crate::json::{self, Obj};
use crate::{odd, text};

/// `object` of everything about WhatsApp; other products share the webhook.
const OBJECT: &str = "whatsapp_business_account";
/// What she allows. Source: 'user_preferences webhook reference'.
const PREFERENCES: &str = "user_preferences";
/// The field of messages and their statuses. Echoes of what our own app sent
/// (`smb_message_echoes`), account notices and the like have others.
const FIELD: &str = "messages";

/// What the messages of one value have in common.
pub(super) struct Envelope {
    pub(super) provider: Provider,
    /// Our `phone_number_id`.
    pub(super) receiver: String,
    /// The digits of our number, empty if not told.
    pub(super) own_digits: String,
    pub(super) contacts: Contacts,
}

/// The senders of one value: number to BSUID and back.
#[derive(Default)]
pub(super) struct Contacts {
    pub(super) user_id_of: BTreeMap<String, String>,
    pub(super) number_of: BTreeMap<String, String>,
    /// The BSUID of the only contact, for a message that names nobody.
    pub(super) only: Option<String>,
}

/// Reads a whole body.
pub(super) fn document(provider: Provider, body: &[u8]) -> Vec<Inbound> {
    let text = json::text_of(body);
    let mut out = Vec::new();
    let read = Obj::parse(&text).is_some_and(|doc| entries(provider, &doc, body, &mut out));
    if !read {
        // A control character in any string spoils the cutting of all.
        let repaired = json::escape_controls(&text);
        match Obj::parse(&repaired) {
            Some(doc) if entries(provider, &doc, body, &mut out) => {}
            Some(_) => out.push(odd(body, "the document is not of WhatsApp's shape")),
            None => out.push(odd(body, "the body is not a JSON object")),
        }
    }
    out
}

/// Reads the document's entries; `false` if it is not of the known shape.
fn entries(provider: Provider, doc: &Obj<'_>, body: &[u8], out: &mut Vec<Inbound>) -> bool {
    match doc.string("object").as_deref() {
        Some(OBJECT) => {}
        Some(_) => return true,
        None => return false,
    }
    let Some(entries) = doc.list("entry") else { return false };
    if entries.is_empty() {
        out.push(odd(body, "the document has no entry"));
    }
    for raw in entries {
        match Obj::parse(raw).and_then(|entry| entry.list("changes")) {
            Some(changes) => changes.into_iter().for_each(|raw| change(provider, raw, out)),
            None => out.push(odd(raw.as_bytes(), "an entry without changes")),
        }
    }
    true
}

fn change(provider: Provider, raw: &str, out: &mut Vec<Inbound>) {
    let Some(change) = Obj::parse(raw) else {
        return out.push(odd(raw.as_bytes(), "a change that is not an object"));
    };
    match change.string("field").as_deref() {
        Some(FIELD) => {}
        Some(PREFERENCES) => return preferences(provider, &change, raw, out),
        Some(_) => return,
        None => return out.push(odd(raw.as_bytes(), "a change without a field")),
    }
    match change.obj("value") {
        Some(value) => read_value(provider, raw, &value, out),
        None => out.push(odd(raw.as_bytes(), "a change whose value is not an object")),
    }
}

fn read_value(provider: Provider, raw: &str, value: &Obj<'_>, out: &mut Vec<Inbound>) {
    let (messages, statuses) = (value.get("messages"), value.get("statuses"));
    if messages.is_none() && statuses.is_none() {
        return out.push(odd(raw.as_bytes(), "a value with neither messages nor statuses"));
    }
    if messages.is_some() {
        match (value.list("messages"), envelope(provider, value)) {
            (Some(messages), Some(envelope)) => {
                messages.into_iter().for_each(|raw| one_message(&envelope, raw, out));
            }
            (None, _) => out.push(odd(raw.as_bytes(), "messages that are not a list")),
            (_, None) => out.push(odd(raw.as_bytes(), "messages without the number that received them")),
        }
    }
    if statuses.is_some() {
        match value.list("statuses") {
            Some(statuses) => {
                let receiver = value.obj("metadata").and_then(|it| it.id("phone_number_id"));
                statuses.into_iter().for_each(|raw| one_status(provider, receiver.as_deref(), raw, out));
            }
            None => out.push(odd(raw.as_bytes(), "statuses that are not a list")),
        }
    }
}

fn envelope(provider: Provider, value: &Obj<'_>) -> Option<Envelope> {
    let metadata = value.obj("metadata")?;
    Some(Envelope {
        provider,
        receiver: metadata.id("phone_number_id")?,
        own_digits: metadata.scalar("display_phone_number").map(|n| text::digits(&n)).unwrap_or_default(),
        contacts: contacts(value),
    })
}

fn contacts(value: &Obj<'_>) -> Contacts {
    let mut contacts = Contacts::default();
    let list = value.list("contacts").unwrap_or_default();
    let is_only = list.len() == 1;
    for contact in list.into_iter().filter_map(Obj::parse) {
        let (number, user_id) = (contact.id("wa_id"), contact.id("user_id"));
        if is_only {
            contacts.only.clone_from(&user_id);
        }
        if let (Some(number), Some(user_id)) = (number, user_id) {
            contacts.number_of.insert(user_id.clone(), number.clone());
            contacts.user_id_of.insert(number, user_id);
        }
    }
    contacts
}

fn one_message(envelope: &Envelope, raw: &str, out: &mut Vec<Inbound>) {
    match message::read(envelope, raw) {
        Ok(Some(message)) => out.push(Inbound::Message(Box::new(message))),
        Ok(None) => {}
        Err(why) => out.push(odd(raw.as_bytes(), why)),
    }
}

fn one_status(provider: Provider, receiver: Option<&str>, raw: &str, out: &mut Vec<Inbound>) {
    let status = Obj::parse(raw);
    let parts = status.as_ref().and_then(|s| Some((s, our_id(provider, s)?, s.string("status")?)));
    let Some((status, id, state)) = parts else {
        return out.push(odd(raw.as_bytes(), "a status without id or state"));
    };
    let Some(state) = delivery_state(&state) else { return };
    let receiver = receiver.map(str::to_owned);
    let (code, recipient) = (first_error(status), recipient(status));
    let mut news = News { provider, id, state, code, recipient, receiver }.into();
    if let Inbound::Status(told) = &mut news {
        told.echo = status.string("biz_opaque_callback_data").map(|echo| echo.to_string());
    }
    out.push(news);
}

/// To whom it was sent: her number, or her BSUID, or both.
fn recipient(status: &Obj<'_>) -> Sender {
    let by_number = named(&status.id("recipient_id").unwrap_or_default());
    let user_id = ["recipient_user_id", "user_id"].iter().find_map(|key| status.id(key));
    Sender { user_id: by_number.user_id.clone().or(user_id), ..by_number }
}

/// Her wish about our messages. Meta means those of marketing only, of which we
/// have none; taken for all that we start, and for nothing that she asks.
fn preferences(provider: Provider, change: &Obj<'_>, raw: &str, out: &mut Vec<Inbound>) {
    let read = change.obj("value").and_then(|value| {
        let receiver = value.obj("metadata")?.id("phone_number_id")?;
        Some((receiver, value.list("user_preferences")?))
    });
    let Some((receiver, list)) = read else {
        return out.push(odd(raw.as_bytes(), "preferences without a list, or without our number"));
    };
    for raw in list {
        out.push(match preference(provider, &receiver, raw) {
            Some(change) => Inbound::Consent(Box::new(change)),
            None => odd(raw.as_bytes(), "a preference of nobody, or that says neither stop nor resume"),
        });
    }
}

fn preference(provider: Provider, receiver: &str, raw: &str) -> Option<ConsentChange> {
    let item = Obj::parse(raw)?;
    let sender = Sender { user_id: item.id("user_id"), ..named(&item.id("wa_id").unwrap_or_default()) };
    sender.identity()?;
    let wanted = match item.string("value")?.as_str() {
        "stop" => false,
        "resume" => true,
        _ => return None,
    };
    let at = item.scalar("timestamp").and_then(|at| DateTime::from_timestamp(at.parse().ok()?, 0));
    Some(ConsentChange { provider, receiver: receiver.to_owned(), sender, wanted, at })
}

/// The id that sending returned: Meta's own, or, through Gupshup, Gupshup's. In
/// what comes over a week later the latter is missing. Source: Gupshup Partner
/// Docs, 'Events'.
fn our_id(provider: Provider, status: &Obj<'_>) -> Option<String> {
    let gs_id = (provider == Provider::Gupshup).then(|| status.id("gs_id")).flatten();
    gs_id.or_else(|| status.id("id"))
}

/// Others exist (`played`, `deleted`, `warning`) and change what nobody does.
fn delivery_state(state: &str) -> Option<DeliveryState> {
    match state {
        "sent" => Some(DeliveryState::Sent),
        "delivered" => Some(DeliveryState::Delivered),
        "read" => Some(DeliveryState::Read),
        "failed" => Some(DeliveryState::Failed),
        _ => None,
    }
}

fn first_error(status: &Obj<'_>) -> Option<String> {
    Obj::parse(status.list("errors")?.first()?)?.id("code")
}
