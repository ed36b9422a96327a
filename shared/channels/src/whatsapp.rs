//! The shape that an answer takes on WhatsApp, whoever carries it: the limits
//! are WhatsApp's own.
//!
//! Sources: WhatsApp Business Platform, 'Interactive reply buttons messages',
//! 'Interactive list messages', 'Text messages', 'Template messages'. What does
//! not fit degrades: more than three buttons become a list, what a list cannot
//! hold becomes numbered text.

use std::collections::BTreeSet;

use domain::message::{Choice, Options, Outgoing, ReplyAddress, TemplateMessage};

use crate::numbered::numbered;
use crate::send::RenderError;
use crate::text::{length, shorten};

const TEXT_LIMIT: usize = 4096;
const INTERACTIVE_BODY_LIMIT: usize = 1024;
const BUTTONS: usize = 3;
const BUTTON_TITLE_LIMIT: usize = 20;
const BUTTON_ID_LIMIT: usize = 256;
const ROWS: usize = 10;
const ROW_TITLE_LIMIT: usize = 24;
const ROW_DESCRIPTION_LIMIT: usize = 72;
const ROW_ID_LIMIT: usize = 200;
const PAYLOAD_LIMIT: usize = 256;

/// An answer within the limits.
pub(crate) enum Shape<'a> {
    /// Text, its options numbered.
    Text(String),
    /// One to three buttons.
    Buttons { text: &'a str, buttons: Vec<Tap<'a>> },
    /// One to ten rows behind one button.
    List { text: &'a str, button: String, rows: Vec<Tap<'a>> },
}

/// A button or row within the limits.
pub(crate) struct Tap<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: String,
    /// Rows only.
    pub(crate) description: Option<String>,
}

/// The best shape that holds the answer.
///
/// # Errors
/// The [`RenderError`] that names the limit or the missing part.
pub(crate) fn shape(outgoing: &Outgoing) -> Result<Shape<'_>, RenderError> {
    if outgoing.text.trim().is_empty() {
        return Err(RenderError::Empty { what: "the text" });
    }
    let choices = outgoing.options.choices();
    let as_buttons = matches!(&outgoing.options, Options::Buttons(choices) if choices.len() <= BUTTONS);
    check_choices(choices, if as_buttons { BUTTON_ID_LIMIT } else { ROW_ID_LIMIT })?;
    let text = outgoing.text.as_str();
    let short = length(text) <= INTERACTIVE_BODY_LIMIT;
    let interactive = match &outgoing.options {
        Options::Buttons(choices) if short && as_buttons => buttons(text, choices),
        Options::Buttons(choices) if short => list(text, opener(text), choices),
        Options::List { button, rows } if short => list(text, button, rows),
        _ => None,
    };
    interactive.map_or_else(|| plain(&numbered(text, choices)), Ok)
}

/// Ids come back as they were sent, so they are never shortened.
fn check_choices(choices: &[Choice], id_limit: usize) -> Result<(), RenderError> {
    let mut ids = BTreeSet::new();
    for choice in choices {
        if choice.id.is_empty() || choice.title.trim().is_empty() {
            return Err(RenderError::Empty { what: "an option's id or title" });
        }
        if length(&choice.id) > id_limit {
            return Err(RenderError::TooLong { what: "an option's id", limit: id_limit });
        }
        if !ids.insert(choice.id.as_str()) {
            return Err(RenderError::DuplicateId);
        }
    }
    Ok(())
}

/// The button over a list that was meant as buttons, in the text's own script.
fn opener(text: &str) -> &'static str {
    let hindi = text.chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c));
    if hindi { "चुनें" } else { "Choose" }
}

fn plain(body: &str) -> Result<Shape<'static>, RenderError> {
    if length(body) > TEXT_LIMIT {
        return Err(RenderError::TooLong { what: "the text", limit: TEXT_LIMIT });
    }
    Ok(Shape::Text(body.to_owned()))
}

/// Titles within the limit; `None` if there is none, too many, or if two of
/// them would read the same.
fn taps(choices: &[Choice], most: usize, limit: usize) -> Option<Vec<Tap<'_>>> {
    let tap = |choice| {
        let Choice { id, title, description }: &Choice = choice;
        let description = description.as_deref().filter(|d| !d.trim().is_empty());
        let description = description.map(|d| shorten(d, ROW_DESCRIPTION_LIMIT));
        Tap { id, title: shorten(title, limit), description }
    };
    let taps: Vec<Tap<'_>> = choices.iter().map(tap).collect();
    let distinct: BTreeSet<&str> = taps.iter().map(|tap| tap.title.as_str()).collect();
    let fits = distinct.len() == taps.len() && (1..=most).contains(&taps.len());
    fits.then_some(taps)
}

fn buttons<'a>(text: &'a str, choices: &'a [Choice]) -> Option<Shape<'a>> {
    Some(Shape::Buttons { text, buttons: taps(choices, BUTTONS, BUTTON_TITLE_LIMIT)? })
}

fn list<'a>(text: &'a str, button: &str, rows: &'a [Choice]) -> Option<Shape<'a>> {
    let rows = taps(rows, ROWS, ROW_TITLE_LIMIT)?;
    let button = if button.trim().is_empty() { opener(text) } else { button };
    Some(Shape::List { text, button: shorten(button, BUTTON_TITLE_LIMIT), rows })
}

/// A template's parameters: WhatsApp refuses empty ones, and line breaks, tabs
/// and runs of blanks inside one, which therefore become single blanks.
///
/// # Errors
/// [`RenderError::Empty`] or [`RenderError::TooLong`].
pub(crate) fn parameters(message: &TemplateMessage) -> Result<Vec<String>, RenderError> {
    message.parameters.iter().map(|value| parameter(value)).collect()
}

fn parameter(value: &str) -> Result<String, RenderError> {
    let text = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(RenderError::Empty { what: "a template's parameter" });
    }
    if length(&text) > INTERACTIVE_BODY_LIMIT {
        return Err(RenderError::TooLong { what: "a template's parameter", limit: INTERACTIVE_BODY_LIMIT });
    }
    Ok(text)
}

/// The payloads of a template's buttons.
///
/// # Errors
/// [`RenderError::TooLong`].
pub(crate) fn payloads(message: &TemplateMessage) -> Result<&[String], RenderError> {
    if message.payloads.iter().any(|payload| length(payload) > PAYLOAD_LIMIT) {
        return Err(RenderError::TooLong { what: "a button's payload", limit: PAYLOAD_LIMIT });
    }
    Ok(&message.payloads)
}

/// Her number without the plus, for a provider that knows no other address.
///
/// # Errors
/// [`RenderError::NoRecipient`].
pub(crate) fn digits_of_hers(address: &ReplyAddress) -> Result<&str, RenderError> {
    let phone = address.to.phone.as_deref().map(|phone| phone.trim_start_matches('+'));
    phone.filter(|phone| !phone.is_empty()).ok_or(RenderError::NoRecipient)
}
