//! Exotel, for SMS and WhatsApp. Messages come in only: an SMS through Exotel
//! needs a registered (DLT) text each, so nothing is sent this way.
//!
//! An SMS comes as parameters (`SmsSid`, `From`, `To`, `Date`, `Body`): of a GET
//! from the older 'Send a Reply' applet, whose query [`parse`] is then given, or
//! of a POST, form or JSON, from an account's webhook. WhatsApp comes as JSON.
//!
//! Nothing is signed: the callback URL holds a secret. Sources: Exotel Support,
//! 'Send a SMS reply in response to an incoming SMS'; Exotel Developer Docs,
//! 'SMS Webhooks', 'Send SMS' (status callback), 'Receive Messages (Webhooks)'.

use domain::message::{Channel, DeliveryState, Inbound, MessageKind, Provider, Sender};

use crate::content::{Content, Head, named_in_india};
use crate::failure::News;
use crate::fields::Fields;
use crate::json::{self, Obj};
use crate::meta::message;
use crate::request::{Refusal, Request, Secrets, path_secret};
use crate::text::indian_e164;
use crate::{form, odd};

/// Where a file's address stands in a part of Meta's shape.
const REFERENCE: &[&str] = &["link", "url", "id"];
/// How the name of a WhatsApp status begins.
const STATUS_PREFIX: &str = "EX_MESSAGE_";

/// Whether a request comes from whom the callback URL was given to: the path's
/// last segment is one of the secrets. Compared in constant time.
///
/// # Errors
/// The [`Refusal`] that applies.
pub fn verify(secrets: &Secrets, request: &Request<'_>) -> Result<(), Refusal> {
    path_secret(secrets, request)
}

/// Everything that a body (or the query of a GET) holds, in its order; what
/// cannot be understood is [`Inbound::Odd`].
#[must_use]
pub fn parse(body: &[u8]) -> Vec<Inbound> {
    match json::repaired(body, |text| Some(document(&Obj::parse(text)?, text))) {
        Some(inbound) => inbound,
        None if body.contains(&b'=') => flat(&Fields::form(body), &form::lossy(body)),
        None => vec![odd(body, "the body is neither a JSON object nor a form")],
    }
}

fn document(doc: &Obj<'_>, raw: &str) -> Vec<Inbound> {
    if let Some(whatsapp) = doc.obj("whatsapp") {
        return match whatsapp.list("messages") {
            Some(messages) => messages.into_iter().filter_map(callback).collect(),
            None => vec![odd(raw.as_bytes(), "messages that are not a list")],
        };
    }
    match doc.obj("message").filter(|message| message.get("type").is_some()) {
        Some(message) => one(whatsapp(&message, &message, raw).map(Some), raw).into_iter().collect(),
        None => flat(&Fields::object(doc), raw),
    }
}

/// One of WhatsApp's callbacks: `dlr` is news of a message of ours.
fn callback(raw: &str) -> Option<Inbound> {
    let Some(item) = Obj::parse(raw) else {
        return Some(odd(raw.as_bytes(), "a callback that is not an object"));
    };
    if item.string("callback_type").as_deref() == Some("dlr") {
        return one(report(&item), raw);
    }
    let read = item.obj("content").ok_or("a callback without content");
    one(read.and_then(|content| whatsapp(&item, &content, raw)).map(Some), raw)
}

fn one(read: Result<Option<Inbound>, &'static str>, raw: &str) -> Option<Inbound> {
    read.unwrap_or_else(|why| Some(odd(raw.as_bytes(), why)))
}

/// A WhatsApp message: who and when in `item`, what, in Meta's shape, in `part`.
fn whatsapp(item: &Obj<'_>, part: &Obj<'_>, raw: &str) -> Result<Inbound, &'static str> {
    let receiver = item.id("to").ok_or("a message without the number that received it")?;
    let sender = named_in_india(&item.id("from").unwrap_or_default());
    if sender.identity().is_none() {
        return Err("a message without a sender");
    }
    let context = [item.obj("context"), part.obj("context")].into_iter().flatten().next();
    let head = Head {
        provider: Provider::Exotel,
        channel: Channel::Whatsapp,
        id: item.id("sid").or_else(|| item.id("id")).ok_or("a message without an id")?,
        receiver: indian_e164(&receiver).unwrap_or(receiver),
        sender,
        reply_to: context.and_then(|context| context.id("sid").or_else(|| context.id("id"))),
        sent_at: item.scalar("timestamp"),
    };
    let content = message::content(part, REFERENCE);
    Ok(Inbound::Message(Box::new(content.into_message(head, raw))))
}

fn report(item: &Obj<'_>) -> Result<Option<Inbound>, &'static str> {
    let name = item.string("exo_detailed_status").ok_or("a report without a state")?;
    let status = match name.strip_prefix(STATUS_PREFIX).unwrap_or(&name) {
        "SENT" => DeliveryState::Sent,
        "DELIVERED" => DeliveryState::Delivered,
        "SEEN" | "READ" => DeliveryState::Read,
        "QUEUED" | "SUBMITTED" | "ACCEPTED" => return Ok(None),
        // All other names are reasons why it failed.
        _ => DeliveryState::Failed,
    };
    let id = item.id("sid").ok_or("a report without an id")?;
    let error = item.id("exo_status_code").or(Some(name)).filter(|_| status == DeliveryState::Failed);
    Ok(Some(delivery(id, status, error)))
}

/// Nothing goes out this way: a report is of a message that others sent, and
/// names nobody.
fn delivery(id: String, state: DeliveryState, code: Option<String>) -> Inbound {
    let (provider, recipient) = (Provider::Exotel, Sender::default());
    News { provider, id, state, code, recipient, receiver: None }.into()
}

/// An SMS, or what became of one of ours.
fn flat(fields: &Fields, raw: &str) -> Vec<Inbound> {
    let is_report = fields.first(&["Status", "DetailedStatus", "DetailedStatusCode"]).is_some();
    let read = if is_report && !fields.has("Body") { sms_report(fields) } else { sms(fields, raw).map(Some) };
    one(read, raw).into_iter().collect()
}

fn sms(fields: &Fields, raw: &str) -> Result<Inbound, &'static str> {
    let sender = named_in_india(fields.first(&["From", "from"]).unwrap_or_default());
    if sender.identity().is_none() {
        return Err("a message from no number");
    }
    let id = ["SmsSid", "MessageSid", "Sid"].iter().find_map(|name| fields.id(name));
    let receiver = fields.first(&["To", "to"]).filter(|to| crate::is_id(to));
    let receiver = receiver.ok_or("a message without the number that received it")?;
    let head = Head {
        provider: Provider::Exotel,
        channel: Channel::Sms,
        id: id.ok_or("a message without an id")?,
        receiver: indian_e164(receiver).unwrap_or_else(|| receiver.to_owned()),
        sender,
        reply_to: None,
        sent_at: fields.first(&["Date", "DateReceived", "Timestamp"]).map(str::to_owned),
    };
    let text = fields.first(&["Body", "body", "Text"]).unwrap_or_default().to_owned();
    let content = Content::of(MessageKind::Text).text(Some(text));
    Ok(Inbound::Message(Box::new(content.into_message(head, raw))))
}

/// `queued`, `sending` and `submitted` change what nobody does. `sent` is the
/// last state of an SMS that arrived.
fn sms_report(fields: &Fields) -> Result<Option<Inbound>, &'static str> {
    let status = match fields.get("Status").unwrap_or_default() {
        "sent" => DeliveryState::Sent,
        "delivered" => DeliveryState::Delivered,
        "failed" | "failed_dnd" | "failed-dnd" => DeliveryState::Failed,
        _ => return Ok(None),
    };
    let id = fields.id("SmsSid").ok_or("a report without an id")?;
    let error = fields.id("DetailedStatusCode").filter(|_| status == DeliveryState::Failed);
    Ok(Some(delivery(id, status, error)))
}

#[cfg(test)]
#[path = "tests/exotel.rs"]
mod tests;
