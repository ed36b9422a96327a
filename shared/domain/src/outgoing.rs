//! What she is sent, and what she may tap.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::mail::MailThread;
use crate::message::{Channel, Provider, Sender};

/// Where an answer to her goes. Never logged: `Debug` is redacted.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyAddress {
    /// Who carries it.
    pub provider: Provider,
    /// By what means.
    pub channel: Channel,
    /// Our own number or id that she wrote to (see [`crate::message::InboundMessage::receiver`]).
    pub from: String,
    /// Her.
    pub to: Sender,
    /// By e-mail: what the answer is an answer to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<MailThread>,
}

impl fmt::Debug for ReplyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReplyAddress({}, redacted)", self.provider)
    }
}

/// A message to her (or to an officer on a messaging channel).
///
/// Limits are those of the WhatsApp Cloud API, checked where it is rendered:
/// body 1,024 characters with options and 4,096 without; at most 3 buttons
/// with titles of 20; at most 10 rows with titles of 24 and descriptions of 72.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// The words.
    pub text: String,
    /// What she may tap, or answer by number.
    #[serde(default, skip_serializing_if = "Options::is_none")]
    pub options: Options,
    /// The approved template that carries it where free text is not allowed
    /// (over 24 hours after her last WhatsApp message); `None` if it may only
    /// be sent inside the window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<TemplateMessage>,
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Outgoing({} characters)", self.text.chars().count())
    }
}

/// What she may tap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Options {
    /// Nothing.
    #[default]
    None,
    /// At most three buttons.
    Buttons(Vec<Choice>),
    /// At most ten rows behind one button.
    List {
        /// Title of the button that opens the list, at most 20 characters.
        button: String,
        /// The rows.
        rows: Vec<Choice>,
    },
}

impl Options {
    /// Whether there is nothing to tap.
    #[must_use]
    pub fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// All choices in order, however they are shown.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::None => &[],
            Self::Buttons(choices) | Self::List { rows: choices, .. } => choices,
        }
    }
}

/// One thing she may tap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What comes back when she taps it.
    pub id: String,
    /// What she sees.
    pub title: String,
    /// A line below it, in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// A message template approved by Meta, with what fills it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateMessage {
    /// Its registered name.
    pub name: String,
    /// Its language code (`hi`, `en`).
    pub language: String,
    /// Body parameters in order. Only references, dates and numbers.
    pub parameters: Vec<String>,
    /// Payloads of its quick-reply buttons in order.
    pub payloads: Vec<String>,
}
