//! What a message says, whoever carries it, and how it becomes an
//! [`InboundMessage`].

use domain::message::{Channel, InboundMessage, Location, MessageKind, Provider, Sender};

use crate::json::Obj;
use crate::text::{clean, e164, is_bsuid};

/// Longest time that is kept as sent; a longer one is cut there.
const SENT_AT_LIMIT: usize = 64;

/// Whose message it is: what does not depend on its kind.
pub(crate) struct Head {
    pub(crate) provider: Provider,
    pub(crate) channel: Channel,
    pub(crate) id: String,
    /// Our number (or app) that received it.
    pub(crate) receiver: String,
    pub(crate) sender: Sender,
    /// The message that this one answers.
    pub(crate) reply_to: Option<String>,
    /// The provider's time as sent.
    pub(crate) sent_at: Option<String>,
}

/// What the message's type says.
pub(crate) struct Content {
    pub(crate) kind: MessageKind,
    pub(crate) text: Option<String>,
    choice: Option<String>,
    media_id: Option<String>,
    media_type: Option<String>,
    media_count: u32,
    further_media: Vec<String>,
    location: Option<Location>,
    reply_to: Option<String>,
    keep_raw: bool,
}

impl Content {
    pub(crate) fn of(kind: MessageKind) -> Self {
        Self {
            kind,
            text: None,
            choice: None,
            media_id: None,
            media_type: None,
            media_count: 0,
            further_media: Vec::new(),
            location: None,
            reply_to: None,
            keep_raw: false,
        }
    }

    /// A kind that is unknown, or lacks the part that its type promises.
    pub(crate) fn unsupported() -> Self {
        Self::of(MessageKind::Unsupported).raw()
    }

    /// A file at the provider: its id or URL, and its type as stated.
    pub(crate) fn media(kind: MessageKind, media_id: String, media_type: Option<String>) -> Self {
        Self { media_id: Some(media_id), media_type, media_count: 1, ..Self::of(kind) }
    }

    /// A pin: `latitude` and `longitude` as numbers or strings. Its place's
    /// name and address, if any, are its words.
    pub(crate) fn pin(part: &Obj<'_>) -> Self {
        let degrees = |key: &str, limit: f64| -> Option<f64> {
            part.scalar(key)?.trim().parse().ok().filter(|degrees: &f64| degrees.abs() <= limit)
        };
        let point = degrees("latitude", 90.0).zip(degrees("longitude", 180.0));
        let words: Vec<String> =
            ["name", "address"].iter().filter_map(|key| part.string(key)).filter(|s| !s.is_empty()).collect();
        let content = Self {
            location: point.map(|(latitude, longitude)| Location { latitude, longitude }),
            text: (!words.is_empty()).then(|| words.join(", ")),
            ..Self::of(MessageKind::Location)
        };
        if content.location.is_none() { content.raw() } else { content }
    }

    pub(crate) fn text(self, text: Option<String>) -> Self {
        Self { text, ..self }
    }

    pub(crate) fn choice(self, choice: Option<String>) -> Self {
        Self { choice, ..self }
    }

    pub(crate) fn reply_to(self, reply_to: Option<String>) -> Self {
        Self { reply_to, ..self }
    }

    /// The same with more files, each the only one of its own content.
    pub(crate) fn with_files(mut self, further: impl Iterator<Item = Self>) -> Self {
        self.further_media.extend(further.filter_map(|content| content.media_id));
        let count = self.further_media.len() + usize::from(self.media_id.is_some());
        self.media_count = u32::try_from(count).unwrap_or(u32::MAX);
        self
    }

    /// Keeps the whole message: not everything in it has a field of its own.
    pub(crate) fn raw(self) -> Self {
        Self { keep_raw: true, ..self }
    }

    /// Whether nothing found a field of its own, though the kind says something.
    fn says_nothing(&self) -> bool {
        let said = self.text.is_some() || self.choice.is_some() || self.location.is_some();
        self.kind.is_substance() && !said && self.media_id.is_none()
    }

    /// The message; `raw` is the provider's own text of it.
    pub(crate) fn into_message(self, head: Head, raw: &str) -> InboundMessage {
        let keep_raw = self.keep_raw || self.says_nothing();
        InboundMessage {
            provider: head.provider,
            channel: head.channel,
            provider_message_id: head.id,
            receiver: head.receiver,
            sender: head.sender,
            kind: self.kind,
            text: self.text.map(|text| clean(&text)),
            choice: self.choice.map(|choice| clean(&choice)),
            media_id: self.media_id,
            media_type: self.media_type,
            media_count: self.media_count,
            further_media: self.further_media,
            location: self.location,
            reply_to: self.reply_to.or(head.reply_to),
            subject: None,
            verdicts: None,
            raw: keep_raw.then(|| raw.to_owned()),
            sent_at: head.sent_at.map(|time| time.chars().take(SENT_AT_LIMIT).collect()),
        }
    }
}

/// Who is named by a number or by a business-scoped user id; nobody, if it is
/// neither.
pub(crate) fn named(id: &str) -> Sender {
    Sender { phone: e164(id), user_id: is_bsuid(id).then(|| id.to_owned()), email: None }
}

/// As [`named`], for a provider that may write Indian numbers as at home.
pub(crate) fn named_in_india(id: &str) -> Sender {
    Sender { phone: crate::text::indian_e164(id), ..named(id) }
}
