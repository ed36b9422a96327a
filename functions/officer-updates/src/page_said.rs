//! What she said, as the officer reads it. Her words are text only; whatever they
//! hold is escaped. Much is shown in parts.

use chrono::TimeDelta;
use domain::KeptMessage;
use domain::media::{KEPT_BY_PROVIDER, Media, MediaState};
use domain::message::{InboundMessage, Location, MessageKind};
use helpline::act::Case;
use helpline::ports::CaseFile;
use maud::{Markup, html};

use crate::page::View;
use crate::page_case::stamp;
use crate::page_part::{FRAME, MOST_PIECE, Part, cut, weight_of};
use crate::words;

/// Her words on one page weigh at most so many bytes.
const MOST_SAID: usize = 14_000;

/// The sweeper's last try at a file may be so late.
const GRACE: TimeDelta = TimeDelta::hours(1);

/// A piece of a message: some of its words, or none where it has none.
struct Piece<'a> {
    kept: &'a KeptMessage,
    words: Option<&'a str>,
    first: bool,
    last: bool,
}

impl Piece<'_> {
    /// With the frame of the message, and of each file.
    fn weight(&self) -> usize {
        let files = self.kept.message.further_media.len() + usize::from(self.kept.message.media_id.is_some());
        FRAME + self.words.map_or(0, weight_of) + if self.last { files * FRAME } else { 0 }
    }
}

/// All messages in pieces, oldest first.
fn pieces(messages: &[KeptMessage]) -> Vec<Piece<'_>> {
    let mut all = Vec::new();
    for kept in messages {
        let texts = [&kept.message.subject, &kept.message.text].into_iter().flatten();
        let mut parts: Vec<Option<&str>> = texts.flat_map(|text| cut(text, MOST_PIECE)).map(Some).collect();
        if parts.is_empty() {
            parts.push(None);
        }
        let count = parts.len();
        all.extend(parts.into_iter().enumerate().map(|(at, words)| Piece {
            kept,
            words,
            first: at == 0,
            last: at + 1 == count,
        }));
    }
    all
}

/// What she said, oldest first: the newest part, or the one that is asked for.
/// Of several of the same matter in one row, each with the number that it was
/// said under.
pub(crate) fn said(view: &View<'_>, case: &Case, file: &CaseFile) -> Markup {
    let other = |one: &KeptMessage| {
        one.complaint.clone().filter(|number| case.complaint.course.with.contains(number))
    };
    let pieces = pieces(&file.messages);
    let weights: Vec<usize> = pieces.iter().map(Piece::weight).collect();
    let part = Part::of(&weights, view.parts.said, MOST_SAID);
    let shown = pieces.get(part.from..part.to).unwrap_or_default();
    html! {
        h2 #said { (view.say(words::WHAT_SHE_SAID)) }
        @if pieces.is_empty() { p { (view.say(words::NOTHING_SAID)) } }
        (part.earlier(view, "said"))
        ol {
            @for one in shown.chunk_by(|one, next| std::ptr::eq(one.kept, next.kept)) {
                li {
                    @if let Some(number) = one.first().and_then(|piece| other(piece.kept)) {
                        p.meta { (view.say(words::TITLE)) " " (number) }
                    }
                    (one_message(view, one, file))
                }
            }
        }
        (part.newest(view, "said"))
    }
}

/// The pieces of one message that stand on the page.
fn one_message(view: &View<'_>, pieces: &[Piece<'_>], file: &CaseFile) -> Markup {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return html! {} };
    let (kept, message) = (first.kept, &first.kept.message);
    let kind = words::kind(view.language, message.kind);
    html! {
        (stamp(view, kept.received_at, kind))
        @if !first.first { p.meta { (view.say(words::CONTINUED)) } }
        @for words in pieces.iter().filter_map(|piece| piece.words) { p.said dir="auto" { (words) } }
        @if last.last {
            @if let Some(location) = message.location { (place(view, location)) }
            @for media in file.media_of(message) { (sent_file(view, kept, kind, media)) }
            @if is_unshown(message) { p.meta { (view.say(words::NOT_SHOWN)) } }
        }
    }
}

/// Her file, or why it is not here. A route of ours leads to it, for who has
/// the session.
fn sent_file(view: &View<'_>, kept: &KeptMessage, what: &str, media: Option<&Media>) -> Markup {
    match media.map(|media| &media.state) {
        Some(MediaState::Stored { object, kind, .. }) => {
            let address = file_address(view.token, object);
            html! {
                @if kind.is_picture() { a href=(address) { img src=(address) alt=(what) loading="lazy"; } }
                @else if kind.is_sound() { audio controls preload="none" src=(address) {} }
                p { a href=(address) { (view.say(words::FILE_OPEN)) " (" (kind.short_name()) ")" } }
            }
        }
        Some(MediaState::Failed { why }) if !why.may_be_sent_again() => {
            html! { p.meta { (view.say(words::FILE_REFUSED)) } }
        }
        Some(MediaState::Failed { .. }) => html! { p.meta { (view.say(words::FILE_LOST)) } },
        // What the provider dropped unseen comes no more.
        _ if view.now > kept.received_at + KEPT_BY_PROVIDER + GRACE => {
            html! { p.meta { (view.say(words::FILE_LOST)) } }
        }
        _ => html! { p.meta { (view.say(words::FILE_COMING)) } },
    }
}

/// The route to a file: its name is the last part of its name in the store.
pub(crate) fn file_address(token: &str, object: &str) -> String {
    format!("/c/{token}/media/{}", object.rsplit('/').next().unwrap_or_default())
}

/// Whether nothing of the message can be shown, or its kind is not known.
fn is_unshown(message: &InboundMessage) -> bool {
    let empty = message.text.is_none() && message.subject.is_none() && message.location.is_none();
    let silent = matches!(message.kind, MessageKind::Revoke | MessageKind::System);
    message.kind == MessageKind::Unsupported || (empty && message.media_id.is_none() && !silent)
}

/// A point: a geo URI (RFC 5870), which phones open in their own map.
fn place(view: &View<'_>, location: Location) -> Markup {
    let point = format!("{:.5},{:.5}", location.latitude, location.longitude);
    html! { p { (point) " " a href={ "geo:" (point) } { (view.say(words::MAP)) } } }
}
