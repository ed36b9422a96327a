//! One message of a webhook, whatever its type.
//!
//! A message that names its sender and itself is never odd: where its type is
//! unknown, or the part that its type promises is missing, it is
//! [`MessageKind::Unsupported`] and kept raw.

use domain::message::{Channel, InboundMessage, MessageKind, Provider, Sender};

use super::receive::Envelope;
use crate::content::{Content, Head};
use crate::json::Obj;
use crate::text::{digits, e164, is_bsuid};

/// Where a file's reference stands: Meta's media id.
const MEDIA_ID: &[&str] = &["id"];
/// Gupshup adds the file's address, and knows no way to fetch Meta's id.
const MEDIA_URL: &[&str] = &["url", "id"];

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
    let reference = if envelope.provider == Provider::Gupshup { MEDIA_URL } else { MEDIA_ID };
    let head = Head {
        provider: envelope.provider,
        channel: Channel::Whatsapp,
        id,
        receiver: envelope.receiver.clone(),
        sender,
        reply_to: replied_to(&message),
        sent_at: message.get("timestamp").map(|raw| sent_at(&message, raw)),
    };
    Ok(Some(content(&message, reference).into_message(head, raw)))
}

/// The message that this one answers: by Gupshup's id where it gives one, since
/// that is the id which sending through Gupshup returned.
fn replied_to(message: &Obj<'_>) -> Option<String> {
    let context = message.obj("context")?;
    context.id("gs_id").or_else(|| context.id("id"))
}

/// The time as sent: a string's content, a number's digits, anything else raw.
fn sent_at(message: &Obj<'_>, raw: &str) -> String {
    message.scalar("timestamp").unwrap_or_else(|| raw.to_owned())
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

/// What a message of Meta's shape says; `reference` names the fields in which
/// the reference of a file may stand, the best first.
pub(crate) fn content(message: &Obj<'_>, reference: &[&str]) -> Content {
    let kind = message.string("type").unwrap_or_default();
    known(&kind, message, reference).unwrap_or_else(Content::unsupported)
}

/// The content by type; `None` if the type is unknown or its part is missing.
fn known(kind: &str, message: &Obj<'_>, reference: &[&str]) -> Option<Content> {
    let part = || message.obj(kind);
    let media = |kind| media(kind, &part()?, reference);
    Some(match kind {
        "text" => Content::of(MessageKind::Text).text(Some(part()?.string("body")?)),
        "image" => media(MessageKind::Image)?,
        "audio" | "voice" => media(MessageKind::Audio)?,
        "video" => media(MessageKind::Video)?,
        "document" => media(MessageKind::Document)?,
        "sticker" => media(MessageKind::Sticker)?,
        "location" => Content::pin(&part()?),
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

fn media(kind: MessageKind, part: &Obj<'_>, reference: &[&str]) -> Option<Content> {
    let media_id = reference.iter().find_map(|key| part.link(key))?;
    Some(Content::media(kind, media_id, part.string("mime_type")).text(part.string("caption")))
}

/// A tap on a button or row, or a filled form.
pub(crate) fn interactive(part: &Obj<'_>) -> Option<Content> {
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
