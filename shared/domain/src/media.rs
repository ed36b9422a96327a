//! A file that she sent, from the moment its name arrives to the moment the
//! officer can see it: recorded, then stored, or lost for a reason that the
//! officer reads. What to try next, and when, is decided here; fetching,
//! looking and storing is done elsewhere and told as an [`Outcome`].

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::decision::{Decision, KeptMessage};
use crate::effect::{Effect, wait_after};
use crate::message::Provider;
use crate::reference::Reference;

/// A provider keeps a file so long (Meta: "Media", Cloud API reference: an
/// inbound media id lives 7 days; the others keep theirs as long or longer).
pub const KEPT_BY_PROVIDER: TimeDelta = TimeDelta::days(7);
/// The largest file that is stored, in bytes. WhatsApp's own limits are 5 MB
/// for a photo and 16 MB for sound and film; a larger document is asked for on
/// paper.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;
/// So often the provider may say that there is no such file before it is
/// believed, over two hours: a webhook can be faster than the provider's own
/// store, and Meta says the same where a token has ended.
const MISSING_TRIES: u32 = 8;

/// One file of hers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// The complaint that it belongs to, or the draft that may become one.
    pub reference: Reference,
    /// Who carried the message.
    pub provider: Provider,
    /// The provider's id of the message.
    pub message_id: String,
    /// Which of the message's files it is, from 0.
    #[serde(default, skip_serializing_if = "is_first")]
    pub place: usize,
    /// The provider's id of the file, or its address.
    pub media_id: String,
    /// How far it has come.
    pub state: MediaState,
    /// How often it was tried without success.
    pub tries: u32,
    /// Not before then is it tried again.
    pub next_at: DateTime<Utc>,
    /// From then on the provider does not have it any more.
    pub expires_at: DateTime<Utc>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_first(place: &usize) -> bool {
    *place == 0
}

impl std::fmt::Debug for Media {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Media({:?}, {} tries)", self.state, self.tries)
    }
}

/// How far a file has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaState {
    /// Its name is known, and it is being fetched.
    Recorded,
    /// It lies in our own store.
    Stored {
        /// Under which name.
        object: String,
        /// How large it is.
        bytes: u64,
        /// What it is, by its content.
        kind: FileKind,
    },
    /// It cannot be shown, and never will be.
    Failed {
        /// Why.
        why: Lost,
    },
}

/// Why a file cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lost {
    /// It could not be fetched while the provider had it.
    Expired,
    /// The provider says that there is no such file.
    Missing,
    /// Its address is not one that we fetch from.
    ForeignAddress,
    /// It is larger than [`MOST_BYTES`].
    TooLarge,
    /// Its content is none of [`FileKind`].
    UnknownKind,
}

impl Lost {
    /// The name in logs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Missing => "missing",
            Self::ForeignAddress => "foreign address",
            Self::TooLarge => "too large",
            Self::UnknownKind => "unknown kind",
        }
    }

    /// Whether she may send it again with success.
    #[must_use]
    pub fn may_be_sent_again(self) -> bool {
        matches!(self, Self::Expired | Self::Missing)
    }
}

/// What is shown to an officer. Anything else is refused, whatever the
/// provider says that it is: a page, a picture that runs script (SVG), an
/// archive, a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each name says itself")]
pub enum FileKind {
    Jpeg,
    Png,
    Webp,
    Gif,
    Mp4,
    ThreeGp,
    Ogg,
    Mp3,
    Aac,
    Amr,
    M4a,
    Pdf,
    Doc,
    Docx,
}

impl FileKind {
    /// The type that the file is stored and shown under.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Mp4 => "video/mp4",
            Self::ThreeGp => "video/3gpp",
            Self::Ogg => "audio/ogg",
            Self::Mp3 => "audio/mpeg",
            Self::Aac => "audio/aac",
            Self::Amr => "audio/amr",
            Self::M4a => "audio/mp4",
            Self::Pdf => "application/pdf",
            Self::Doc => "application/msword",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    /// What people call it.
    #[must_use]
    pub fn short_name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Webp => "WebP",
            Self::Gif => "GIF",
            Self::Mp4 => "MP4",
            Self::ThreeGp => "3GP",
            Self::Ogg => "OGG",
            Self::Mp3 => "MP3",
            Self::Aac => "AAC",
            Self::Amr => "AMR",
            Self::M4a => "M4A",
            Self::Pdf => "PDF",
            Self::Doc | Self::Docx => "Word",
        }
    }

    /// Whether a browser shows it as a picture.
    #[must_use]
    pub fn is_picture(self) -> bool {
        self.content_type().starts_with("image/")
    }

    /// Whether a browser plays it as sound.
    #[must_use]
    pub fn is_sound(self) -> bool {
        self.content_type().starts_with("audio/")
    }
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It lies in the store.
    Stored {
        /// Under which name.
        object: String,
        /// How large it is.
        bytes: u64,
        /// What it is.
        kind: FileKind,
    },
    /// Not now: somebody did not answer, or it was not tried.
    Later,
    /// The provider says that there is no such file.
    Missing,
    /// Never.
    Refused(Lost),
}

impl Media {
    /// The files of a message, if it carries any that somebody may be shown.
    pub fn of(kept: &KeptMessage) -> impl Iterator<Item = Self> {
        let message = &kept.message;
        let ids = message.media_id.iter().chain(&message.further_media).enumerate();
        ids.filter_map(|(place, id)| Self::one(kept, place, id))
    }

    fn one(kept: &KeptMessage, place: usize, media_id: &str) -> Option<Self> {
        Some(Self {
            reference: kept.complaint.clone()?,
            provider: kept.message.provider,
            message_id: kept.message.provider_message_id.clone(),
            place,
            media_id: media_id.to_owned(),
            state: MediaState::Recorded,
            tries: 0,
            next_at: kept.received_at,
            expires_at: kept.received_at + KEPT_BY_PROVIDER,
        })
    }

    /// What names it within its provider: the message, and its place there.
    #[must_use]
    pub fn key(&self) -> String {
        match self.place {
            0 => self.message_id.clone(),
            place => format!("{}#{place}", self.message_id),
        }
    }

    /// Whether it is to be tried now. Once the provider has it no more, it is
    /// not tried, but [`Self::next`] still wants to be told.
    #[must_use]
    pub fn is_worth_a_try(&self, now: DateTime<Utc>) -> bool {
        self.state == MediaState::Recorded && now < self.expires_at
    }

    /// What it is after a try at `now`. What is stored or lost stays so.
    #[must_use]
    pub fn next(&self, outcome: Outcome, now: DateTime<Utc>) -> Self {
        if self.state != MediaState::Recorded {
            return self.clone();
        }
        let tries = self.tries.saturating_add(1);
        let failed = |why| MediaState::Failed { why };
        let state = match outcome {
            Outcome::Stored { object, bytes, kind } => MediaState::Stored { object, bytes, kind },
            Outcome::Refused(why) => failed(why),
            Outcome::Missing if tries >= MISSING_TRIES => failed(Lost::Missing),
            Outcome::Later | Outcome::Missing if now >= self.expires_at => failed(Lost::Expired),
            Outcome::Later | Outcome::Missing => MediaState::Recorded,
        };
        // The last try is at the end of its life, when it is given up.
        let next_at = (now + wait_after(tries)).min(self.expires_at).max(now);
        Self { state, tries, next_at, ..self.clone() }
    }
}

/// Has the files of a decision's messages fetched: the effects stand in the
/// same commit as the messages.
pub(crate) fn record(decision: &mut Decision) {
    let files: Vec<Effect> = decision
        .messages
        .iter()
        .flat_map(Media::of)
        .map(|media| Effect::FetchMedia(Box::new(media)))
        .collect();
    decision.effects.extend(files);
}

#[cfg(test)]
#[path = "tests/media.rs"]
mod tests;
