//! An answer as the body of `POST /{phone_number_id}/messages`.
//!
//! Sources: 'Interactive reply buttons messages', 'Interactive list messages',
//! 'Text messages', 'Template messages'. What does not fit degrades: more than
//! three buttons become a list, what a list cannot hold becomes numbered text.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

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

/// The request body for an answer to `address`. `window_open` tells whether her
/// last message is at most 24 hours old; if not, only the answer's template may
/// be sent.
///
/// # Errors
/// The [`RenderError`] that names the limit or the missing part.
pub fn render(outgoing: &Outgoing, address: &ReplyAddress, window_open: bool) -> Result<Value, RenderError> {
    let (kind, content) = match (window_open, &outgoing.template) {
        (true, _) => free(outgoing)?,
        (false, Some(message)) => ("template", template(message)?),
        (false, None) => return Err(RenderError::WindowClosed),
    };
    let mut body = recipient(address)?;
    body.insert("type".into(), kind.into());
    body.insert(kind.into(), content);
    Ok(Value::Object(body))
}

/// By number, digits without the plus; by BSUID where the number is unknown.
fn recipient(address: &ReplyAddress) -> Result<Map<String, Value>, RenderError> {
    let phone = address.to.phone.as_deref().map(|phone| ("to", phone.trim_start_matches('+')));
    let (key, value) = phone
        .or_else(|| address.to.user_id.as_deref().map(|id| ("recipient", id)))
        .filter(|(_, value)| !value.is_empty())
        .ok_or(RenderError::NoRecipient)?;
    let mut body = Map::new();
    body.insert("messaging_product".into(), "whatsapp".into());
    body.insert("recipient_type".into(), "individual".into());
    body.insert(key.into(), value.into());
    Ok(body)
}

type Typed = (&'static str, Value);

fn free(outgoing: &Outgoing) -> Result<Typed, RenderError> {
    if outgoing.text.trim().is_empty() {
        return Err(RenderError::Empty { what: "the text" });
    }
    let choices = outgoing.options.choices();
    let as_buttons = matches!(&outgoing.options, Options::Buttons(choices) if choices.len() <= BUTTONS);
    check_choices(choices, if as_buttons { BUTTON_ID_LIMIT } else { ROW_ID_LIMIT })?;
    let short = length(&outgoing.text) <= INTERACTIVE_BODY_LIMIT;
    let interactive = match &outgoing.options {
        Options::Buttons(choices) if short && as_buttons => buttons(&outgoing.text, choices),
        Options::Buttons(choices) if short => list(&outgoing.text, opener(&outgoing.text), choices),
        Options::List { button, rows } if short => list(&outgoing.text, button, rows),
        _ => None,
    };
    match interactive {
        Some(interactive) => Ok(("interactive", interactive)),
        None => text(&numbered(&outgoing.text, choices)),
    }
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

fn text(body: &str) -> Result<Typed, RenderError> {
    if length(body) > TEXT_LIMIT {
        return Err(RenderError::TooLong { what: "the text", limit: TEXT_LIMIT });
    }
    Ok(("text", json!({ "preview_url": false, "body": body })))
}

/// Titles within the limit; `None` if two of them would read the same.
fn titles(choices: &[Choice], limit: usize) -> Option<Vec<String>> {
    let titles: Vec<String> = choices.iter().map(|choice| shorten(&choice.title, limit)).collect();
    let distinct: BTreeSet<&String> = titles.iter().collect();
    (distinct.len() == titles.len()).then_some(titles)
}

fn buttons(text: &str, choices: &[Choice]) -> Option<Value> {
    let titles = titles(choices, BUTTON_TITLE_LIMIT).filter(|titles| !titles.is_empty())?;
    let buttons: Vec<Value> = choices
        .iter()
        .zip(titles)
        .map(|(choice, title)| json!({ "type": "reply", "reply": { "id": choice.id, "title": title } }))
        .collect();
    Some(json!({ "type": "button", "body": { "text": text }, "action": { "buttons": buttons } }))
}

fn list(text: &str, button: &str, rows: &[Choice]) -> Option<Value> {
    let titles = titles(rows, ROW_TITLE_LIMIT).filter(|titles| (1..=ROWS).contains(&titles.len()))?;
    let button = if button.trim().is_empty() { opener(text) } else { button };
    let rows: Vec<Value> = rows.iter().zip(titles).map(|(choice, title)| row(choice, title)).collect();
    let action = json!({ "button": shorten(button, BUTTON_TITLE_LIMIT), "sections": [{ "rows": rows }] });
    Some(json!({ "type": "list", "body": { "text": text }, "action": action }))
}

fn row(choice: &Choice, title: String) -> Value {
    let mut row = json!({ "id": choice.id, "title": title });
    if let Some(description) = choice.description.as_deref().filter(|d| !d.trim().is_empty()) {
        row["description"] = shorten(description, ROW_DESCRIPTION_LIMIT).into();
    }
    row
}

fn template(message: &TemplateMessage) -> Result<Value, RenderError> {
    let mut components = Vec::new();
    if !message.parameters.is_empty() {
        let parameters: Result<Vec<Value>, RenderError> =
            message.parameters.iter().map(|p| parameter(p)).collect();
        components.push(json!({ "type": "body", "parameters": parameters? }));
    }
    for (index, payload) in message.payloads.iter().enumerate() {
        if length(payload) > PAYLOAD_LIMIT {
            return Err(RenderError::TooLong { what: "a button's payload", limit: PAYLOAD_LIMIT });
        }
        components.push(json!({
            "type": "button",
            "sub_type": "quick_reply",
            "index": index.to_string(),
            "parameters": [{ "type": "payload", "payload": payload }],
        }));
    }
    Ok(json!({ "name": message.name, "language": { "code": message.language }, "components": components }))
}

/// A parameter: Meta refuses empty ones, and line breaks, tabs and runs of
/// blanks inside one, which therefore become single blanks.
fn parameter(value: &str) -> Result<Value, RenderError> {
    let text = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(RenderError::Empty { what: "a template's parameter" });
    }
    if length(&text) > INTERACTIVE_BODY_LIMIT {
        return Err(RenderError::TooLong { what: "a template's parameter", limit: INTERACTIVE_BODY_LIMIT });
    }
    Ok(json!({ "type": "text", "text": text }))
}
