//! What a woman sends and what she is sent, in the helpline's own words.
//!
//! A provider adapter turns bytes into [`InboundMessage`]s; only this type
//! leaves it. Answers travel the other way as [`Outgoing`], which a provider
//! renders as well as it can: buttons and lists where it has them, numbered
//! text where it has not.

use std::fmt;

use serde::{Deserialize, Serialize};

pub use crate::delivery::{ConsentChange, DeliveryState, DeliveryStatus, FailureReason};
pub use crate::mail::{MailThread, MailVerdicts, Verdict};
pub use crate::outgoing::{Choice, Options, Outgoing, ReplyAddress, TemplateMessage};

/// A company that carries messages between the woman and us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    /// WhatsApp Cloud API, direct from Meta.
    Meta,
    /// Twilio, for WhatsApp and SMS.
    Twilio,
    /// Gupshup (v2, v3, enterprise).
    Gupshup,
    /// Infobip, for WhatsApp and SMS.
    Infobip,
    /// MSG91.
    Msg91,
    /// Exotel.
    Exotel,
    /// E-mail, received through SES.
    Email,
    /// The desk at the Collectorate: a walk-in or a phone call.
    Desk,
}

impl Provider {
    /// All providers.
    pub const ALL: [Self; 8] = [
        Self::Meta,
        Self::Twilio,
        Self::Gupshup,
        Self::Infobip,
        Self::Msg91,
        Self::Exotel,
        Self::Email,
        Self::Desk,
    ];

    /// Whether answers go out through it. MSG91 and Exotel bring messages only:
    /// each of their SMS would need a registered text of its own. At the desk she
    /// is answered by word of mouth.
    #[must_use]
    pub fn answers(self) -> bool {
        !matches!(self, Self::Msg91 | Self::Exotel | Self::Desk)
    }

    /// The name on the wire and in keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Twilio => "twilio",
            Self::Gupshup => "gupshup",
            Self::Infobip => "infobip",
            Self::Msg91 => "msg91",
            Self::Exotel => "exotel",
            Self::Email => "email",
            Self::Desk => "desk",
        }
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The means of transport, which decides what an answer may look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// WhatsApp, with a 24-hour window for free text.
    Whatsapp,
    /// SMS: plain text, no window.
    Sms,
    /// E-mail.
    Email,
    /// Spoken at the desk.
    Desk,
}

/// Who wrote, as the provider names her. Never logged: `Debug` is redacted.
///
/// At least one of the two is present. From 2026 WhatsApp may send only the
/// business-scoped user id (BSUID, `IN.<digits>`).
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
pub struct Sender {
    /// Her number in E.164 (`+919000000001`).
    pub phone: Option<String>,
    /// Her BSUID.
    pub user_id: Option<String>,
    /// Her e-mail address.
    pub email: Option<String>,
}

impl Sender {
    /// A sender known by number.
    #[must_use]
    pub fn phone(e164: impl Into<String>) -> Self {
        Self { phone: Some(e164.into()), ..Self::default() }
    }

    /// The identity that names her inside a cell: number, else BSUID, else
    /// e-mail address; `None` where the provider named nobody.
    #[must_use]
    pub fn identity(&self) -> Option<&str> {
        self.phone.as_deref().or(self.user_id.as_deref()).or(self.email.as_deref())
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sender(redacted)")
    }
}

/// What kind of message it is. The names are those of `/local/messages`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name says itself")]
pub enum MessageKind {
    Text,
    Image,
    Audio,
    Video,
    Document,
    Sticker,
    Location,
    Contacts,
    Button,
    List,
    Flow,
    Reaction,
    Order,
    Edit,
    Revoke,
    System,
    /// Anything else: kept raw, shown to the officer as 'could not be shown'.
    Unsupported,
}

impl MessageKind {
    /// Whether a message of this kind says something a complaint may stand on.
    /// Reactions, stickers and the provider's own notices do not.
    #[must_use]
    pub fn is_substance(self) -> bool {
        !matches!(self, Self::Sticker | Self::Reaction | Self::System | Self::Edit | Self::Revoke)
    }

    /// Whether the message carries a file at the provider.
    #[must_use]
    pub fn is_media(self) -> bool {
        matches!(self, Self::Image | Self::Audio | Self::Video | Self::Document | Self::Sticker)
    }
}

/// A point on the map, WGS 84 degrees.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Location(redacted)")
    }
}

/// One message from one woman, whatever the provider. Immutable once stored.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct InboundMessage {
    /// Who carried it.
    pub provider: Provider,
    /// By what means.
    pub channel: Channel,
    /// The provider's id for the message: a key for ever, not a window.
    pub provider_message_id: String,
    /// Which of our numbers (or addresses) received it, as the provider names
    /// it: Meta's `phone_number_id`, else E.164 or an e-mail address. The cell
    /// is found by it.
    pub receiver: String,
    /// Who wrote.
    pub sender: Sender,
    /// What kind of message.
    pub kind: MessageKind,
    /// Her words: body, caption, or the title of the button she tapped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Id of the button or row she tapped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<String>,
    /// The provider's id (or URL) for the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_id: Option<String>,
    /// The file's type, as the provider states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// How many files the message carries (e-mail and MMS may have several).
    #[serde(default)]
    pub media_count: u32,
    /// The ids (or URLs) of all files but the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further_media: Vec<String>,
    /// Where she is, if she sent a pin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// The provider's id of the message this answers, edits or revokes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// Subject of an e-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What SES found when it checked an e-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdicts: Option<MailVerdicts>,
    /// The message as the provider sent it, kept where we could not show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// The provider's time exactly as sent; may be absurd.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<String>,
}

impl InboundMessage {
    /// Whether it may be somebody else's than it says: an e-mail that fails
    /// SES's checks. It is kept, and nothing is done on its word.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        self.verdicts.is_some_and(|verdicts| verdicts.is_forged())
    }

    /// Where answers to it go.
    #[must_use]
    pub fn reply_address(&self) -> ReplyAddress {
        ReplyAddress {
            provider: self.provider,
            channel: self.channel,
            from: self.receiver.clone(),
            to: self.sender.clone(),
            thread: self.thread(),
        }
    }

    /// What an answer by e-mail is an answer to.
    fn thread(&self) -> Option<MailThread> {
        let mail = self.provider == Provider::Email;
        mail.then(|| MailThread {
            message_id: self.provider_message_id.clone(),
            subject: self.subject.clone(),
        })
    }
}

impl fmt::Debug for InboundMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InboundMessage")
            .field("provider", &self.provider)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// One thing a webhook body held.
#[derive(Debug, Clone, PartialEq)]
pub enum Inbound {
    /// A message from a person.
    Message(Box<InboundMessage>),
    /// News of a message of ours.
    Status(DeliveryStatus),
    /// News of her wish to be written to, or not.
    Consent(Box<ConsentChange>),
    /// A part of the body that could not be understood: kept raw in quarantine.
    Odd(OddPart),
}

/// A part of a body that could not be understood.
#[derive(Clone, PartialEq, Eq)]
pub struct OddPart {
    /// The raw bytes of the part (of the whole body, if it did not parse).
    pub raw: Vec<u8>,
    /// Why, in words that hold nothing of the content.
    pub why: &'static str,
}

impl fmt::Debug for OddPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OddPart({} bytes, {})", self.raw.len(), self.why)
    }
}
