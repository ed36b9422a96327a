//! Twilio's two webhooks: a message that came in, and news of one of ours.
//! One request holds one message.

use domain::message::{
    Channel, DeliveryState, Inbound, InboundMessage, Location, MessageKind, Provider, Sender,
};

use crate::failure::News;
use crate::fields::Fields;
use crate::text::{clean, e164, is_bsuid};
use crate::{form, is_id, odd};

const WHATSAPP: &str = "whatsapp:";
/// Most files in one message (MMS allows ten).
const MEDIA_LIMIT: u32 = 10;

/// The body of the messages route: one message, or one odd part.
#[must_use]
pub fn parse(body: &[u8]) -> Vec<Inbound> {
    let parameters = Fields::form(body);
    // A status callback sent to the wrong route has To and From turned round:
    // taken for a message it would make us a complainant.
    if parameters.get("MessageStatus").is_some() && parameters.get("SmsStatus") != Some("received") {
        return parse_status(body);
    }
    vec![match message(&parameters, body) {
        Ok(message) => Inbound::Message(Box::new(message)),
        Err(why) => odd(body, why),
    }]
}

fn message(parameters: &Fields, body: &[u8]) -> Result<InboundMessage, &'static str> {
    let provider_message_id = parameters.id("MessageSid").ok_or("a message without MessageSid")?;
    let from = parameters.get("From").ok_or("a message without From")?;
    let to = parameters.get("To").ok_or("a message without To")?;
    let (channel, receiver) = address(to).ok_or("a message on a channel that is not served")?;
    let sender = sender(parameters, from);
    if sender.identity().is_none() {
        return Err("a message from no number and no account");
    }
    let content = content(parameters);
    let media_count = media_count(parameters);
    let media_id = (media_count > 0).then(|| parameters.owned("MediaUrl0")).flatten();
    let further_media: Vec<String> =
        (1..media_count).filter_map(|n| parameters.link(&format!("MediaUrl{n}"))).collect();
    let files = further_media.len() + usize::from(media_id.is_some());
    // Of a file without an address nothing is left but what was sent.
    let is_short = usize::try_from(media_count).is_ok_and(|count| files < count);
    let keep_raw = content.keep_raw || is_short || says_nothing(&content, media_id.as_deref());
    Ok(InboundMessage {
        provider: Provider::Twilio,
        channel,
        provider_message_id,
        receiver: e164(receiver).unwrap_or_else(|| receiver.to_owned()),
        sender,
        kind: content.kind,
        text: content.text.map(|text| clean(&text)),
        choice: wish(parameters).map(str::to_owned).or(content.choice.map(|choice| clean(&choice))),
        media_id,
        media_type: (media_count > 0).then(|| parameters.owned("MediaContentType0")).flatten(),
        media_count,
        further_media,
        location: content.location,
        reply_to: parameters.id("OriginalRepliedMessageSid"),
        subject: None,
        verdicts: None,
        raw: keep_raw.then(|| form::lossy(body)),
        sent_at: None,
    })
}

/// What Twilio took her words for, and has done and told her already: it lets
/// nothing of ours through after STOP. Source: 'Advanced Opt-Out', `OptOutType`.
fn wish(parameters: &Fields) -> Option<&'static str> {
    match parameters.get("OptOutType") {
        Some("STOP") => Some("write:stop"),
        Some("START") => Some("write:start"),
        _ => None,
    }
}

/// Whether nothing of a message found a field of its own, though its kind says
/// something: a button without title and id, a file without address.
fn says_nothing(content: &Content, media_id: Option<&str>) -> bool {
    let said = content.text.is_some() || content.choice.is_some() || content.location.is_some();
    content.kind.is_substance() && !said && media_id.is_none()
}

/// `whatsapp:+91...` or a bare number; other prefixes are other channels.
fn address(address: &str) -> Option<(Channel, &str)> {
    let (channel, rest) = match address.strip_prefix(WHATSAPP) {
        Some(rest) => (Channel::Whatsapp, rest),
        None if address.contains(':') => return None,
        None => (Channel::Sms, address),
    };
    is_id(rest).then_some((channel, rest))
}

/// Her number; or, where WhatsApp no longer tells it, her BSUID.
fn sender(parameters: &Fields, from: &str) -> Sender {
    let from = from.strip_prefix(WHATSAPP).unwrap_or(from);
    let user_id = parameters.id("ExternalUserId").or_else(|| is_bsuid(from).then(|| from.to_owned()));
    Sender { phone: e164(from), user_id, email: None }
}

fn media_count(parameters: &Fields) -> u32 {
    let count = parameters.get("NumMedia").and_then(|count| count.trim().parse().ok()).unwrap_or(0);
    if count == 0 && parameters.get("MediaUrl0").is_some() { 1 } else { count.min(MEDIA_LIMIT) }
}

/// What the message's parameters say.
struct Content {
    kind: MessageKind,
    text: Option<String>,
    choice: Option<String>,
    location: Option<Location>,
    keep_raw: bool,
}

/// The kind, by what is there first and by `MessageType` (WhatsApp only) second.
fn content(parameters: &Fields) -> Content {
    let stated = parameters.get("MessageType").unwrap_or("");
    let body = parameters.owned("Body");
    let of = |kind| Content { kind, text: body.clone(), choice: None, location: None, keep_raw: false };
    let tapped = |kind, title, id| {
        let text = parameters.owned(title).or_else(|| body.clone());
        Content { text, choice: parameters.owned(id), ..of(kind) }
    };
    let raw = |kind| Content { keep_raw: true, ..of(kind) };
    let has = |name| parameters.get(name).is_some();
    match stated {
        _ if media_count(parameters) > 0 => media(stated, parameters, of),
        "button" => tapped(MessageKind::Button, "ButtonText", "ButtonPayload"),
        _ if has("ListId") || has("ListTitle") => tapped(MessageKind::List, "ListTitle", "ListId"),
        _ if has("ButtonPayload") => tapped(MessageKind::Button, "ButtonText", "ButtonPayload"),
        _ if has("InteractiveData") => {
            Content { text: parameters.owned("InteractiveData"), ..raw(MessageKind::Flow) }
        }
        _ if stated == "location" || has("Latitude") => location(parameters, of),
        "contacts" => raw(MessageKind::Contacts),
        "order" => raw(MessageKind::Order),
        "system" => raw(MessageKind::System),
        "reaction" => of(MessageKind::Reaction),
        "" | "text" => Content { text: Some(body.clone().unwrap_or_default()), ..of(MessageKind::Text) },
        // A kind that is not known: its words count as hers if it has any.
        _ if body.is_some() => raw(MessageKind::Text),
        _ => raw(MessageKind::Unsupported),
    }
}

fn media(stated: &str, parameters: &Fields, of: impl Fn(MessageKind) -> Content) -> Content {
    let kind = parameters.get("MediaContentType0").unwrap_or("").to_ascii_lowercase();
    match kind.split('/').next().unwrap_or("") {
        _ if stated == "sticker" => of(MessageKind::Sticker),
        _ if kind.contains("vcard") => Content { keep_raw: true, ..of(MessageKind::Contacts) },
        "image" => of(MessageKind::Image),
        "audio" => of(MessageKind::Audio),
        "video" => of(MessageKind::Video),
        _ => of(MessageKind::Document),
    }
}

/// A pin. Its place's label and address, if any, are its words.
fn location(parameters: &Fields, of: impl Fn(MessageKind) -> Content) -> Content {
    let degrees = |name: &str, limit: f64| -> Option<f64> {
        parameters.get(name)?.trim().parse().ok().filter(|degrees: &f64| degrees.abs() <= limit)
    };
    let point = degrees("Latitude", 90.0).zip(degrees("Longitude", 180.0));
    let words: Vec<&str> =
        ["Body", "Label", "Address"].iter().filter_map(|name| parameters.get(name)).collect();
    Content {
        location: point.map(|(latitude, longitude)| Location { latitude, longitude }),
        text: (!words.is_empty()).then(|| words.join(", ")),
        keep_raw: point.is_none(),
        ..of(MessageKind::Location)
    }
}

/// The body of the status route: one status; nothing, while Twilio still has
/// the message; or one odd part.
#[must_use]
pub fn parse_status(body: &[u8]) -> Vec<Inbound> {
    let parameters = Fields::form(body);
    let (Some(id), Some(state)) = (parameters.id("MessageSid"), parameters.get("MessageStatus")) else {
        return vec![odd(body, "a status without MessageSid or MessageStatus")];
    };
    let Some(state) = delivery_state(state) else { return Vec::new() };
    let receiver = parameters.get("From").and_then(address).map(|(_, number)| number);
    let news = News {
        provider: Provider::Twilio,
        id,
        state,
        code: parameters.id("ErrorCode"),
        recipient: parameters.get("To").map(|to| sender(&parameters, to)).unwrap_or_default(),
        receiver: receiver.map(|number| e164(number).unwrap_or_else(|| number.to_owned())),
    };
    vec![news.into()]
}

/// `accepted`, `scheduled`, `queued`, `sending` and `canceled` change what
/// nobody will do.
fn delivery_state(state: &str) -> Option<DeliveryState> {
    match state {
        "sent" => Some(DeliveryState::Sent),
        "delivered" => Some(DeliveryState::Delivered),
        "read" => Some(DeliveryState::Read),
        "failed" | "undelivered" => Some(DeliveryState::Failed),
        _ => None,
    }
}
