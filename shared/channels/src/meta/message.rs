//! One message of a webhook, whatever its type.
//!
//! A message that names its sender and itself is never odd: where its type is
//! unknown, or the part that its type promises is missing, it is
//! [`MessageKind::Unsupported`] and kept raw.

use domain::message::{Channel, InboundMessage, Location, MessageKind, Sender};

use super::receive::Envelope;
use crate::json::Obj;
use crate::text::{clean, digits, e164, is_bsuid};

/// Longest time that is kept as sent; a longer one is cut there.
const SENT_AT_LIMIT: usize = 64;

/// What the message's type says.
struct Content {
    kind: MessageKind,
    text: Option<String>,
    choice: Option<String>,
    media_id: Option<String>,
    media_type: Option<String>,
    location: Option<Location>,
    reply_to: Option<String>,
    keep_raw: bool,
}

impl Content {
    fn of(kind: MessageKind) -> Self {
        Self {
            kind,
            text: None,
            choice: None,
            media_id: None,
            media_type: None,
            location: None,
            reply_to: None,
            keep_raw: false,
        }
    }

    fn text(self, text: Option<String>) -> Self {
        Self { text, ..self }
    }

    fn choice(self, choice: Option<String>) -> Self {
        Self { choice, ..self }
    }

    fn reply_to(self, reply_to: Option<String>) -> Self {
        Self { reply_to, ..self }
    }

    /// Keeps the whole message: not everything in it has a field of its own.
    fn raw(self) -> Self {
        Self { keep_raw: true, ..self }
    }
}

/// Reads a message; `Ok(None)` if it is our own, come back.
///
/// # Errors
/// Why it cannot be taken for a message of anybody.
pub(super) fn read(envelope: &Envelope, raw: &str) -> Result<Option<InboundMessage>, &'static str> {
    let message = Obj::parse(raw).ok_or("a message that is not an object")?;
    let id = message.id("id").ok_or("a message without an id")?;
    let sender = sender(envelope, &message);
    if is_own(envelope, &message, &sender) {
        return Ok(None);
    }
    if sender.identity().is_none() {
        return Err("a message without a sender");
    }
    let content = content(&message);
    let context = message.obj("context").and_then(|context| context.id("id"));
    Ok(Some(InboundMessage {
        provider: envelope.provider,
        channel: Channel::Whatsapp,
        provider_message_id: id,
        receiver: envelope.receiver.clone(),
        sender,
        kind: content.kind,
        text: content.text.map(|text| clean(&text)),
        choice: content.choice.map(|choice| clean(&choice)),
        media_count: u32::from(content.media_id.is_some()),
        media_id: content.media_id,
        media_type: content.media_type,
        location: content.location,
        reply_to: content.reply_to.or(context),
        subject: None,
        raw: content.keep_raw.then(|| raw.to_owned()),
        sent_at: message.get("timestamp").map(|raw| sent_at(&message, raw)),
    }))
}

/// The time as sent: a string's content, a number's digits, anything else raw.
fn sent_at(message: &Obj<'_>, raw: &str) -> String {
    let time = message.scalar("timestamp").unwrap_or_else(|| raw.to_owned());
    time.chars().take(SENT_AT_LIMIT).collect()
}

/// From 2026 the number may be absent, and the BSUID stands in the message or
/// beside the number in `contacts`.
fn sender(envelope: &Envelope, message: &Obj<'_>) -> Sender {
    let contacts = &envelope.contacts;
    let from = message.id("from");
    let named = ["from_user_id", "user_id"].iter().find_map(|key| message.id(key));
    let user_id = named
        .or_else(|| from.clone().filter(|from| is_bsuid(from)))
        .or_else(|| contacts.user_id_of.get(from.as_ref()?).cloned())
        .or_else(|| contacts.only.clone().filter(|_| from.is_none()));
    let number = from.filter(|from| !is_bsuid(from));
    let number = number.or_else(|| contacts.number_of.get(user_id.as_ref()?).cloned());
    Sender { phone: number.as_deref().and_then(e164), user_id, email: None }
}

/// Whether the message is one of ours: from our own number.
fn is_own(envelope: &Envelope, message: &Obj<'_>, sender: &Sender) -> bool {
    let own = envelope.own_digits.as_str();
    let from = message.id("from").or_else(|| sender.phone.clone());
    !own.is_empty() && from.is_some_and(|from| digits(&from) == own)
}

fn content(message: &Obj<'_>) -> Content {
    let kind = message.string("type").unwrap_or_default();
    known(&kind, message).unwrap_or_else(|| Content::of(MessageKind::Unsupported).raw())
}

/// The content by type; `None` if the type is unknown or its part is missing.
fn known(kind: &str, message: &Obj<'_>) -> Option<Content> {
    let part = || message.obj(kind);
    Some(match kind {
        "text" => Content::of(MessageKind::Text).text(Some(part()?.string("body")?)),
        "image" => media(MessageKind::Image, &part()?)?,
        "audio" | "voice" => media(MessageKind::Audio, &part()?)?,
        "video" => media(MessageKind::Video, &part()?)?,
        "document" => media(MessageKind::Document, &part()?)?,
        "sticker" => media(MessageKind::Sticker, &part()?)?,
        "location" => location(&part()?),
        "contacts" => Content::of(MessageKind::Contacts).raw(),
        "interactive" => interactive(&part()?)?,
        "button" => {
            let button = part()?;
            let choice = button.scalar("payload");
            Content::of(MessageKind::Button).text(Some(button.string("text")?)).choice(choice)
        }
        "reaction" => {
            let reaction = part()?;
            let target = reaction.id("message_id");
            Content::of(MessageKind::Reaction).text(reaction.string("emoji")).reply_to(target)
        }
        "order" => Content::of(MessageKind::Order).text(part()?.string("text")).raw(),
        "system" => Content::of(MessageKind::System).text(part().and_then(|s| s.string("body"))).raw(),
        // She opened the chat and said nothing yet.
        "request_welcome" => Content::of(MessageKind::System).raw(),
        "edit" => edit(&part()?),
        "revoke" => Content::of(MessageKind::Revoke).reply_to(part()?.id("original_message_id")),
        _ => return None,
    })
}

fn media(kind: MessageKind, part: &Obj<'_>) -> Option<Content> {
    let (media_id, media_type) = (part.id("id")?, part.string("mime_type"));
    let text = part.string("caption");
    Some(Content { text, media_type, media_id: Some(media_id), ..Content::of(kind) })
}

/// A pin. Its place's name and address, if any, are its words.
fn location(part: &Obj<'_>) -> Content {
    let degrees = |key: &str, limit: f64| -> Option<f64> {
        part.scalar(key)?.trim().parse().ok().filter(|degrees: &f64| degrees.abs() <= limit)
    };
    let point = degrees("latitude", 90.0).zip(degrees("longitude", 180.0));
    let words: Vec<String> = ["name", "address"].iter().filter_map(|key| part.string(key)).collect();
    let content = Content {
        location: point.map(|(latitude, longitude)| Location { latitude, longitude }),
        text: (!words.is_empty()).then(|| words.join(", ")),
        ..Content::of(MessageKind::Location)
    };
    if content.location.is_none() { content.raw() } else { content }
}

fn interactive(part: &Obj<'_>) -> Option<Content> {
    let kind = part.string("type")?;
    let reply = part.obj(&kind)?;
    let tapped = |kind| Some(Content::of(kind).text(Some(reply.string("title")?)).choice(reply.scalar("id")));
    match kind.as_str() {
        "button_reply" => tapped(MessageKind::Button),
        "list_reply" => tapped(MessageKind::List),
        "nfm_reply" => Some(Content::of(MessageKind::Flow).text(Some(reply.string("response_json")?))),
        _ => None,
    }
}

/// An edit carries the new message whole; what counts is its new words.
fn edit(part: &Obj<'_>) -> Content {
    let new = part.obj("message");
    let new = new.as_ref().unwrap_or(part);
    let words = |key: &str, field: &str| new.obj(key).and_then(|part| part.string(field));
    let caption = || ["image", "video", "document"].iter().find_map(|key| words(key, "caption"));
    let text = words("text", "body").or_else(caption);
    let content = Content::of(MessageKind::Edit).reply_to(part.id("original_message_id"));
    if text.is_none() { content.raw() } else { content.text(text) }
}
