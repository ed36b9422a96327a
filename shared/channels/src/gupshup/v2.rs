//! Gupshup's flat JSON, version 2: one event a body.
//!
//! It names no number of ours, only the app: that stands as the receiver.

use chrono::DateTime;
use domain::message::{Channel, ConsentChange, DeliveryState, Inbound, MessageKind, Provider, Sender};

use crate::content::{Content, Head, named};
use crate::failure::News;
use crate::json::Obj;
use crate::odd;

/// Reads a document; `raw` is its text.
pub(super) fn read(doc: &Obj<'_>, raw: &str) -> Vec<Inbound> {
    let part = match (doc.string("type").as_deref(), doc.obj("payload")) {
        (Some("message"), Some(payload)) => message(doc, &payload, raw).map(Some),
        (Some("message-event"), Some(payload)) => status(doc, &payload),
        (Some("user-event"), Some(payload)) => user_event(doc, &payload),
        // News of our account, templates and bill: nobody acts on them here.
        (Some("account-event" | "billing-event" | "system-event" | "template-event"), _) => Ok(None),
        _ => Err("an event of no known type"),
    };
    match part {
        Ok(part) => part.into_iter().collect(),
        Err(why) => vec![odd(raw.as_bytes(), why)],
    }
}

fn message(doc: &Obj<'_>, payload: &Obj<'_>, raw: &str) -> Result<Inbound, &'static str> {
    let sender = sender(payload);
    if sender.identity().is_none() {
        return Err("a message without a sender");
    }
    let head = Head {
        provider: Provider::Gupshup,
        channel: Channel::Whatsapp,
        id: payload.id("id").ok_or("a message without an id")?,
        receiver: doc.id("app").ok_or("a message without the app that received it")?,
        sender,
        reply_to: payload.obj("context").and_then(|context| ours(&context)),
        sent_at: doc.scalar("timestamp"),
    };
    Ok(Inbound::Message(Box::new(content(payload).into_message(head, raw))))
}

fn sender(payload: &Obj<'_>) -> Sender {
    let sender = payload.obj("sender");
    let phone = sender.as_ref().and_then(|sender| sender.id("phone")).or_else(|| payload.id("source"));
    let user_id = ["user_id", "userId"].iter().find_map(|key| sender.as_ref()?.id(key));
    let by_number = named(&phone.unwrap_or_default());
    Sender { user_id: by_number.user_id.clone().or(user_id), ..by_number }
}

/// The id of a message of ours: Gupshup's, which sending returned, else WhatsApp's.
fn ours(part: &Obj<'_>) -> Option<String> {
    part.id("gsId").or_else(|| part.id("id"))
}

fn content(payload: &Obj<'_>) -> Content {
    let (kind, part) = (payload.string("type").unwrap_or_default(), payload.obj("payload"));
    part.and_then(|part| known(&kind, &part)).unwrap_or_else(Content::unsupported)
}

/// The content by type; `None` if the type is unknown or its part is missing.
fn known(kind: &str, part: &Obj<'_>) -> Option<Content> {
    Some(match kind {
        "text" => Content::of(MessageKind::Text).text(Some(part.string("text")?)),
        "image" => media(MessageKind::Image, part)?,
        "file" | "document" => media(MessageKind::Document, part)?,
        "audio" | "voice" => media(MessageKind::Audio, part)?,
        "video" => media(MessageKind::Video, part)?,
        "sticker" => media(MessageKind::Sticker, part)?,
        "location" => Content::pin(part),
        "contact" | "contacts" => Content::of(MessageKind::Contacts).raw(),
        "button_reply" => tapped(MessageKind::Button, part)?,
        "list_reply" => tapped(MessageKind::List, part)?,
        // A template's button: only its title is sent for sure.
        "quick_reply" => {
            let choice = part.scalar("postbackText").or_else(|| part.scalar("payload"));
            Content::of(MessageKind::Button).text(Some(part.string("text")?)).choice(choice)
        }
        "reaction" => Content::of(MessageKind::Reaction).text(part.string("emoji")).reply_to(ours(part)),
        "order" => Content::of(MessageKind::Order).text(part.string("text")).raw(),
        _ => return None,
    })
}

fn media(kind: MessageKind, part: &Obj<'_>) -> Option<Content> {
    let media_type = part.string("contentType");
    Some(Content::media(kind, part.link("url")?, media_type).text(part.string("caption")))
}

/// `postbackText` is the id that we gave the option; in older answers `id` is it.
fn tapped(kind: MessageKind, part: &Obj<'_>) -> Option<Content> {
    let choice = [part.scalar("postbackText"), part.scalar("id")];
    let choice = choice.into_iter().flatten().find(|id| !id.is_empty());
    Some(Content::of(kind).text(Some(part.string("title")?)).choice(choice))
}

/// News of a message of ours. `enqueued` and `deleted` change what nobody does;
/// `mismatch` names no message.
fn status(doc: &Obj<'_>, payload: &Obj<'_>) -> Result<Option<Inbound>, &'static str> {
    let state = match payload.string("type").as_deref() {
        Some("sent") => DeliveryState::Sent,
        Some("delivered") => DeliveryState::Delivered,
        Some("read") => DeliveryState::Read,
        Some("failed") => DeliveryState::Failed,
        Some(_) => return Ok(None),
        None => return Err("a status without a state"),
    };
    let news = News {
        provider: Provider::Gupshup,
        id: ours(payload).ok_or("a status without an id")?,
        state,
        code: payload.obj("payload").and_then(|reason| reason.id("code")),
        recipient: named(&payload.id("destination").unwrap_or_default()),
        receiver: doc.id("app"),
    };
    Ok(Some(news.into()))
}

/// `sandbox-start` is the handshake of setting the callback. An opt-out must not
/// be lost, and has no message of its own.
fn user_event(doc: &Obj<'_>, payload: &Obj<'_>) -> Result<Option<Inbound>, &'static str> {
    let wanted = match payload.string("type").as_deref() {
        Some("sandbox-start") => return Ok(None),
        Some("opted-in") => true,
        Some("opted-out") => false,
        _ => return Err("a user's event of no known type"),
    };
    let sender = named(&payload.id("phone").unwrap_or_default());
    if sender.identity().is_none() {
        // Who allows something is nobody's loss; who forbids it must be known.
        return if wanted { Ok(None) } else { Err("she opted out of our messages, and is not named") };
    }
    let at = doc.scalar("timestamp").and_then(|at| DateTime::from_timestamp_millis(at.parse().ok()?));
    let receiver = doc.id("app").ok_or("a user's event without the app")?;
    let change = ConsentChange { provider: Provider::Gupshup, receiver, sender, wanted, at };
    Ok(Some(Inbound::Consent(Box::new(change))))
}
