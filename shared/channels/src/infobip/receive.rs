//! Infobip's one webhook shape: `results`, each a message of hers or news of one
//! of ours.

use domain::message::{Channel, DeliveryState, Inbound, MessageKind, Provider};

use crate::content::{Content, Head, named};
use crate::failure::News;
use crate::json::{self, Obj};
use crate::odd;
use crate::text::e164;

/// Everything that a webhook body holds, in its order; what cannot be
/// understood is [`Inbound::Odd`].
#[must_use]
pub fn parse(body: &[u8]) -> Vec<Inbound> {
    let read = json::repaired(body, |text| {
        Some(Obj::parse(text)?.list("results")?.into_iter().filter_map(result).collect::<Vec<_>>())
    });
    read.unwrap_or_else(|| vec![odd(body, "the body has no results")])
}

/// One result; `None` where it changes what nobody does.
fn result(raw: &str) -> Option<Inbound> {
    let read = Obj::parse(raw).ok_or("a result that is not an object").and_then(|result| {
        if result.get("message").is_some()
            || result.get("text").is_some()
            || result.get("cleanText").is_some()
        {
            return message(&result, raw).map(Some);
        }
        status(&result)
    });
    read.unwrap_or_else(|why| Some(odd(raw.as_bytes(), why)))
}

fn message(result: &Obj<'_>, raw: &str) -> Result<Inbound, &'static str> {
    let sender = named(&result.id("from").or_else(|| result.id("sender")).unwrap_or_default());
    if sender.identity().is_none() {
        return Err("a message from no number and no account");
    }
    let receiver = result.id("to").or_else(|| result.id("destination"));
    let receiver = receiver.ok_or("a message without the number that received it")?;
    let whatsapp = result.obj("message");
    let content = match &whatsapp {
        Some(message) => known(message).unwrap_or_else(Content::unsupported),
        None => sms(result),
    };
    let head = Head {
        provider: Provider::Infobip,
        channel: if whatsapp.is_some() { Channel::Whatsapp } else { Channel::Sms },
        id: result.id("messageId").ok_or("a message without an id")?,
        receiver: e164(&receiver).unwrap_or(receiver),
        sender,
        reply_to: whatsapp.and_then(|message| message.obj("context")?.id("id")),
        sent_at: result.scalar("receivedAt"),
    };
    Ok(Inbound::Message(Box::new(content.into_message(head, raw))))
}

/// The content by type; `None` if the type is unknown (payments, calls), was
/// found infected, or lacks its part.
fn known(message: &Obj<'_>) -> Option<Content> {
    let of = Content::of;
    Some(match message.string("type")?.as_str() {
        "TEXT" => of(MessageKind::Text).text(Some(message.string("text")?)),
        "IMAGE" => media(MessageKind::Image, message)?,
        "DOCUMENT" => media(MessageKind::Document, message)?,
        "VIDEO" => media(MessageKind::Video, message)?,
        "VOICE" | "AUDIO" => media(MessageKind::Audio, message)?,
        "STICKER" => media(MessageKind::Sticker, message)?,
        "LOCATION" => Content::pin(message),
        "CONTACT" | "CONTACTS" => of(MessageKind::Contacts).raw(),
        "BUTTON" => {
            of(MessageKind::Button).text(Some(message.string("text")?)).choice(message.scalar("payload"))
        }
        "INTERACTIVE_BUTTON_REPLY" => tapped(MessageKind::Button, message)?,
        "INTERACTIVE_LIST_REPLY" => tapped(MessageKind::List, message)?,
        "INTERACTIVE_FLOW_REPLY" => of(MessageKind::Flow).text(Some(flow(message)?)),
        "REACTION" => of(MessageKind::Reaction).text(message.string("emoji")),
        "ORDER" => of(MessageKind::Order).text(message.string("text")).raw(),
        _ => return None,
    })
}

/// A file is at its address, which takes our key. Its type is not told.
fn media(kind: MessageKind, message: &Obj<'_>) -> Option<Content> {
    let media_type = message.string("contentType");
    Some(Content::media(kind, message.link("url")?, media_type).text(message.string("caption")))
}

fn tapped(kind: MessageKind, message: &Obj<'_>) -> Option<Content> {
    Some(Content::of(kind).text(Some(message.string("title")?)).choice(message.scalar("id")))
}

/// A filled form: the answers as JSON, whether sent as an object or as a string.
fn flow(message: &Obj<'_>) -> Option<String> {
    json::scalar_or_raw(message.get("response")?)
}

/// An SMS, or an MMS in segments: texts are joined, the first file counts.
fn sms(result: &Obj<'_>) -> Content {
    let Some(segments) = result.list("message") else {
        let text = result.string("text").or_else(|| result.string("cleanText"));
        return match text {
            Some(text) => Content::of(MessageKind::Text).text(Some(text)),
            None => Content::unsupported(),
        };
    };
    let segments: Vec<Obj<'_>> = segments.into_iter().filter_map(Obj::parse).collect();
    let texts: Vec<String> = segments.iter().filter_map(|segment| segment.string("value")).collect();
    let text = (!texts.is_empty()).then(|| texts.join("\n"));
    let mut files = segments.iter().filter_map(file);
    match files.next() {
        Some(first) => first.text(text).with_files(files),
        None if text.is_some() => Content::of(MessageKind::Text).text(text),
        None => Content::unsupported(),
    }
}

fn file(segment: &Obj<'_>) -> Option<Content> {
    let media_type = segment.string("contentType");
    let kind = match media_type.as_deref().and_then(|it| it.split('/').next()) {
        Some("image") => MessageKind::Image,
        Some("audio") => MessageKind::Audio,
        Some("video") => MessageKind::Video,
        _ => MessageKind::Document,
    };
    Some(Content::media(kind, segment.link("url")?, media_type))
}

/// A delivery report, or the report that she has seen it.
fn status(result: &Obj<'_>) -> Result<Option<Inbound>, &'static str> {
    let group = result.obj("status").and_then(|status| status.string("groupName"));
    let state = match group.as_deref() {
        Some("PENDING") => DeliveryState::Sent,
        Some("DELIVERED") => DeliveryState::Delivered,
        Some("SEEN") => DeliveryState::Read,
        Some("UNDELIVERABLE" | "EXPIRED" | "REJECTED") => DeliveryState::Failed,
        // `ACCEPTED`: Infobip still has it.
        Some(_) => return Ok(None),
        None if result.get("seenAt").is_some() => DeliveryState::Read,
        None => return Err("neither a message nor a report"),
    };
    let error = || {
        let error = result.obj("error")?;
        error.id("id").filter(|id| id != "0").or_else(|| error.id("name"))
    };
    let ours = ["sender", "from"].iter().find_map(|key| result.id(key));
    let news = News {
        provider: Provider::Infobip,
        id: result.id("messageId").ok_or("a report without an id")?,
        state,
        code: error(),
        recipient: named(&result.id("to").unwrap_or_default()),
        receiver: ours.and_then(|number| e164(&number)),
    };
    Ok(Some(news.into()))
}
