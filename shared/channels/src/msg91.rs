//! MSG91, for WhatsApp and SMS: flat JSON (or the same as a form), one message a
//! body or a list of them. Messages come in only: an SMS through MSG91 needs a
//! registered (DLT) text each, so nothing is sent this way.
//!
//! Nothing is signed: the callback URL holds a secret. Sources: MSG91 Help, 'How
//! to Receive WhatsApp Delivery Reports via Webhook (New)' (fields of both
//! directions; some hold JSON in a string), 'How can I get the delivery reports
//! on my Webhook URL'. Of messages coming in by SMS no shape is published; the
//! names that its other webhooks use are taken.

use domain::message::{Channel, DeliveryState, Inbound, MessageKind, Provider, Sender};

use crate::content::{Content, Head, named_in_india};
use crate::failure::News;
use crate::fields::Fields;
use crate::json::{self, Obj};
use crate::meta::message;
use crate::request::{Refusal, Request, Secrets, path_secret};
use crate::text::indian_e164;
use crate::{form, is_id, odd};

/// Where a file's address stands in a part of Meta's shape.
const REFERENCE: &[&str] = &["url", "link", "id"];

/// Whether a request comes from whom the callback URL was given to: the path's
/// last segment is one of the secrets. Compared in constant time.
///
/// # Errors
/// The [`Refusal`] that applies.
pub fn verify(secrets: &Secrets, request: &Request<'_>) -> Result<(), Refusal> {
    path_secret(secrets, request)
}

/// Everything that a webhook body holds, in its order; what cannot be
/// understood is [`Inbound::Odd`].
#[must_use]
pub fn parse(body: &[u8]) -> Vec<Inbound> {
    let read = json::repaired(body, |text| match text.trim_start().as_bytes().first() {
        Some(b'[') => Some(json::elements(text)?.into_iter().flat_map(element).collect()),
        Some(b'{') => Some(one(&Fields::object(&Obj::parse(text)?), text)),
        _ => None,
    });
    match read {
        Some(inbound) => inbound,
        None if body.contains(&b'=') => one(&Fields::form(body), &form::lossy(body)),
        None => vec![odd(body, "the body is neither JSON nor a form")],
    }
}

fn element(raw: &str) -> Vec<Inbound> {
    match Obj::parse(raw) {
        Some(obj) => one(&Fields::object(&obj), raw),
        None => vec![odd(raw.as_bytes(), "an element that is not an object")],
    }
}

/// One event. `data` is the form of reports on SMS: a list in JSON.
fn one(fields: &Fields, raw: &str) -> Vec<Inbound> {
    if let Some(list) = fields.get("data") {
        let read = json::repaired(list.as_bytes(), |text| {
            Some(json::elements(text)?.into_iter().flat_map(reports).collect())
        });
        return read.unwrap_or_else(|| vec![odd(raw.as_bytes(), "reports that are not a list")]);
    }
    let reported = is_report(fields);
    let read = if reported { status(fields) } else { message(fields, raw).map(Some) };
    let first = read.unwrap_or_else(|why| Some(odd(raw.as_bytes(), why)));
    let further = if reported { Vec::new() } else { further(fields) };
    first.into_iter().chain(further).collect()
}

/// Whether it is news of a message of ours. A message of hers has a status too
/// (`received`, `delivered` to us): its direction tells.
fn is_report(fields: &Fields) -> bool {
    match fields.get("direction").map(str::to_ascii_lowercase).as_deref() {
        Some("outbound" | "1") => true,
        Some(_) => false,
        None => fields.first(&["status", "eventName", "desc"]).is_some() && !has_content(fields),
    }
}

fn has_content(fields: &Fields) -> bool {
    fields.first(&["text", "contentType", "messages", "message", "customerNumber"]).is_some()
}

fn message(fields: &Fields, raw: &str) -> Result<Inbound, &'static str> {
    let id = identity(fields).ok_or("a message without an id")?;
    Ok(Inbound::Message(Box::new(content(fields).into_message(head(fields, id)?, raw))))
}

/// What stands beside the message itself.
fn head(fields: &Fields, id: String) -> Result<Head, &'static str> {
    let sender = fields.first(&["customerNumber", "mobile", "from", "sender"]);
    let sender = named_in_india(sender.unwrap_or_default());
    if sender.identity().is_none() {
        return Err("a message without a sender");
    }
    let whatsapp = fields.get("integratedNumber");
    let receiver = whatsapp.or_else(|| fields.first(&["receiver", "to", "longcode", "number"]));
    let receiver = receiver.filter(|it| is_id(it)).ok_or("a message without the number that received it")?;
    Ok(Head {
        provider: Provider::Msg91,
        channel: if whatsapp.is_some() { Channel::Whatsapp } else { Channel::Sms },
        id,
        receiver: indian_e164(receiver).unwrap_or_else(|| receiver.to_owned()),
        sender,
        reply_to: fields.id("replyMsgId"),
        sent_at: fields.first(&["ts", "receivedAt", "requestedAt", "timestamp"]).map(str::to_owned),
    })
}

/// The messages after the first of `messages`. One is documented; should more
/// come, none is lost.
fn further(fields: &Fields) -> Vec<Inbound> {
    let read = fields.get("messages").and_then(|list| {
        json::repaired(list.as_bytes(), |text| {
            Some(json::elements(text)?.into_iter().skip(1).map(|raw| one_further(fields, raw)).collect())
        })
    });
    read.unwrap_or_default()
}

fn one_further(fields: &Fields, raw: &str) -> Inbound {
    let read = Obj::parse(raw).ok_or("a message that is not an object").and_then(|it| {
        let head = head(fields, it.id("id").ok_or("a message without an id")?)?;
        Ok(message::content(&it, REFERENCE).into_message(head, raw))
    });
    read.map_or_else(|why| odd(raw.as_bytes(), why), |message| Inbound::Message(Box::new(message)))
}

/// `uuid` names the message in every event about it.
fn identity(fields: &Fields) -> Option<String> {
    let own = ["uuid", "messageUuid", "id"].iter().find_map(|name| fields.id(name));
    own.or_else(|| original(fields, |message| message.id("id"))).or_else(|| fields.id("requestId"))
}

/// The first of `messages`: the message as Meta wrote it, in a string.
fn original<T>(fields: &Fields, read: impl Fn(&Obj<'_>) -> Option<T>) -> Option<T> {
    json::repaired(fields.get("messages")?.as_bytes(), |text| {
        read(&Obj::parse(json::elements(text)?.first()?)?)
    })
}

/// Meta's own message where it is passed on, else the flat fields.
fn content(fields: &Fields) -> Content {
    let meta = original(fields, |it| {
        it.get("type")?;
        Some(message::content(it, REFERENCE))
    });
    match meta.filter(|content| content.kind != MessageKind::Unsupported) {
        // The address of a file stands beside it.
        Some(content) if content.kind.is_media() => flat(fields).unwrap_or(content),
        Some(content) => content,
        None => flat(fields).unwrap_or_else(Content::unsupported),
    }
}

/// The content by the flat fields; `None` if its kind is unknown or its part is
/// missing.
fn flat(fields: &Fields) -> Option<Content> {
    let kind = fields.first(&["contentType", "messageType", "type"]).unwrap_or("text").to_ascii_lowercase();
    let text = || fields.first(&["text", "message", "content"]).map(str::to_owned);
    Some(match kind.as_str() {
        "text" | "sms" => Content::of(MessageKind::Text).text(Some(text()?)),
        "image" => media(MessageKind::Image, fields)?,
        "audio" | "voice" => media(MessageKind::Audio, fields)?,
        "video" => media(MessageKind::Video, fields)?,
        "document" | "file" => media(MessageKind::Document, fields)?,
        "sticker" => media(MessageKind::Sticker, fields)?,
        "location" => pin(fields),
        "contacts" | "contact" => Content::of(MessageKind::Contacts).raw(),
        "button" => button(fields)?,
        "interactive" => fields.part("interactive", message::interactive)?,
        "reaction" => fields.part("reaction", |part| {
            Some(
                Content::of(MessageKind::Reaction).text(part.string("emoji")).reply_to(part.id("message_id")),
            )
        })?,
        _ => return None,
    })
}

fn media(kind: MessageKind, fields: &Fields) -> Option<Content> {
    Some(Content::media(kind, fields.link("url")?, fields.owned("mimeType")).text(fields.owned("caption")))
}

fn pin(fields: &Fields) -> Content {
    let point = serde_json::json!({
        "latitude": fields.get("latitude"),
        "longitude": fields.get("longitude"),
        "name": fields.get("name"),
        "address": fields.get("address"),
    })
    .to_string();
    Obj::parse(&point).map_or_else(Content::unsupported, |part| Content::pin(&part))
}

/// `button` is an object in a string, or just the title.
fn button(fields: &Fields) -> Option<Content> {
    let of = |text, choice| Content::of(MessageKind::Button).text(Some(text)).choice(choice);
    let full = fields.part("button", |part| Some(of(part.string("text")?, part.scalar("payload"))));
    full.or_else(|| Some(of(fields.owned("button").or_else(|| fields.owned("text"))?, None)))
}

fn status(fields: &Fields) -> Result<Option<Inbound>, &'static str> {
    let state = fields.first(&["desc", "eventName", "status"]).unwrap_or_default();
    let Some(state) = delivery_state(state) else { return Ok(None) };
    let id = ["uuid", "requestId"].iter().find_map(|name| fields.id(name)).ok_or("a report without an id")?;
    let reason = ["errorCode", "code"].iter().find_map(|name| fields.id(name));
    Ok(Some(delivery(id, state, reason)))
}

/// Nothing goes out this way: a report is of a message that others sent, and
/// names nobody.
fn delivery(id: String, state: DeliveryState, code: Option<String>) -> Inbound {
    let (provider, recipient) = (Provider::Msg91, Sender::default());
    News { provider, id, state, code, recipient, receiver: None }.into()
}

/// The reports on one SMS request, one a number.
fn reports(raw: &str) -> Vec<Inbound> {
    let request = Obj::parse(raw);
    let parts = request.and_then(|request| Some((request.id("requestId")?, request.list("report")?)));
    let Some((id, list)) = parts else {
        return vec![odd(raw.as_bytes(), "a report without an id or a list")];
    };
    let state =
        |item: Obj<'_>| delivery_state(&item.scalar("status")?).map(|state| (state, item.id("status")));
    list.into_iter()
        .filter_map(Obj::parse)
        .filter_map(state)
        .map(|(state, code)| delivery(id.clone(), state, code))
        .collect()
}

/// Numbers are those of reports on SMS.
fn delivery_state(state: &str) -> Option<DeliveryState> {
    match state.to_ascii_lowercase().as_str() {
        "sent" => Some(DeliveryState::Sent),
        "delivered" | "1" => Some(DeliveryState::Delivered),
        "read" => Some(DeliveryState::Read),
        "failed" | "rejected" | "2" | "9" | "16" | "17" | "25" => Some(DeliveryState::Failed),
        _ => None,
    }
}

#[cfg(test)]
#[path = "tests/msg91.rs"]
mod tests;
