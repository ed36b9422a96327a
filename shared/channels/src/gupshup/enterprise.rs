//! Gupshup's enterprise gateway: form fields, some of which hold JSON.
//!
//! `waNumber`, `mobile`, `timestamp`, `type` and the part that the type names;
//! or `response`, a list of what became of messages of ours.

use domain::message::{Channel, DeliveryState, Inbound, MessageKind, Provider};
use sha2::{Digest, Sha256};

use crate::content::{Content, Head, named};
use crate::failure::News;
use crate::fields::Fields;
use crate::json::{self, Obj};
use crate::meta::message::interactive;
use crate::text::{e164, hex};
use crate::{form, is_link, odd};

/// Reads the fields of a body.
pub(super) fn read(fields: &Fields, body: &[u8]) -> Vec<Inbound> {
    if let Some(list) = fields.get("response") {
        return statuses(list, body);
    }
    vec![match message(fields, body) {
        Ok(inbound) => inbound,
        Err(why) => odd(body, why),
    }]
}

fn message(fields: &Fields, body: &[u8]) -> Result<Inbound, &'static str> {
    let kind = fields.get("type").ok_or("neither a message nor statuses")?;
    let sender = named(fields.get("mobile").unwrap_or_default());
    if sender.identity().is_none() {
        return Err("a message without a sender");
    }
    let receiver = fields.id("waNumber").ok_or("a message without the number that received it")?;
    let head = Head {
        provider: Provider::Gupshup,
        channel: Channel::Whatsapp,
        id: identity(fields, body),
        receiver: e164(&receiver).unwrap_or(receiver),
        sender,
        reply_to: answered(fields),
        sent_at: fields.owned("timestamp"),
    };
    let content = known(kind, fields).unwrap_or_else(Content::unsupported);
    Ok(Inbound::Message(Box::new(content.into_message(head, &form::lossy(body)))))
}

/// The message's identity. The two ids that the form has name, depending on the
/// account, this message or the one that it answers: two answers to one message
/// may thus share them. With the time, in milliseconds, they tell messages apart
/// and stay as they are when the form is sent again. Without any, the form's
/// digest does.
fn identity(fields: &Fields, body: &[u8]) -> String {
    let ids: Vec<String> =
        ["replyId", "messageId", "timestamp"].iter().filter_map(|name| fields.id(name)).collect();
    let named = fields.get("replyId").or_else(|| fields.get("messageId")).is_some();
    let joined = ids.join("-");
    if named && crate::is_id(&joined) { joined } else { hex(&Sha256::digest(body)) }
}

/// Both ids together are the one that sending returned (`externalId`).
fn answered(fields: &Fields) -> Option<String> {
    Some(format!("{}-{}", fields.id("replyId")?, fields.id("messageId")?))
}

/// The content by type; `None` if the type is unknown or its part is missing.
fn known(kind: &str, fields: &Fields) -> Option<Content> {
    let part = |read: fn(&Obj<'_>) -> Option<Content>| fields.part(kind, read);
    let file = |kind_of| fields.part(kind, |part| media(kind_of, part));
    match kind {
        "text" => Some(Content::of(MessageKind::Text).text(Some(fields.owned("text").unwrap_or_default()))),
        "image" => file(MessageKind::Image),
        "audio" | "voice" => file(MessageKind::Audio),
        "video" => file(MessageKind::Video),
        "document" => file(MessageKind::Document),
        "sticker" => file(MessageKind::Sticker),
        "location" => part(|part| Some(Content::pin(part))),
        "contacts" | "contact" => Some(Content::of(MessageKind::Contacts).raw()),
        "button" => part(|part| {
            let button = Content::of(MessageKind::Button).text(Some(part.string("text")?));
            Some(button.choice(part.scalar("payload")))
        }),
        "interactive" => part(interactive),
        "reaction" => part(|part| {
            Some(
                Content::of(MessageKind::Reaction).text(part.string("emoji")).reply_to(part.id("message_id")),
            )
        }),
        _ => None,
    }
}

/// The file's address comes in two halves.
fn media(kind: MessageKind, part: &Obj<'_>) -> Option<Content> {
    let link = format!("{}{}", part.string("url")?, part.string("signature").unwrap_or_default());
    let link = Some(link).filter(|link| is_link(link))?;
    let media_type = part.string("mime_type").or_else(|| part.string("contentType"));
    Some(Content::media(kind, link, media_type).text(part.string("caption")))
}

fn statuses(list: &str, body: &[u8]) -> Vec<Inbound> {
    let read = json::repaired(list.as_bytes(), |text| {
        Some(json::elements(text)?.into_iter().filter_map(status).collect::<Vec<_>>())
    });
    read.unwrap_or_else(|| vec![odd(body, "statuses that are not a list")])
}

/// One status; `None` where it changes what nobody does.
fn status(raw: &str) -> Option<Inbound> {
    let item = Obj::parse(raw);
    let parts =
        item.as_ref().and_then(|item| Some((item, item.id("externalId")?, item.string("eventType")?)));
    let Some((item, id, state)) = parts else {
        return Some(odd(raw.as_bytes(), "a status without id or state"));
    };
    let state = match state.as_str() {
        "SENT" => DeliveryState::Sent,
        "DELIVERED" => DeliveryState::Delivered,
        "READ" => DeliveryState::Read,
        "FAILED" | "UNDELIVERED" => DeliveryState::Failed,
        _ => return None,
    };
    let ours = item.id("srcAddr");
    let news = News {
        provider: Provider::Gupshup,
        id,
        state,
        code: item.id("errorCode"),
        recipient: named(&item.id("destAddr").unwrap_or_default()),
        receiver: ours.and_then(|number| e164(&number)),
    };
    Some(news.into())
}
