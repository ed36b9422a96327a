//! An answer as a JSON request, its path by its kind. The request carries
//! `Authorization: App` and the API key.

use serde_json::{Value, json};

use domain::message::{Channel, Outgoing, ReplyAddress, TemplateMessage};

use crate::numbered::numbered;
use crate::send::{RenderError, SendRequest};
use crate::text::length;
use crate::whatsapp::{self, Shape, Tap};

const TEXT_PATH: &str = "/whatsapp/1/message/text";
const BUTTONS_PATH: &str = "/whatsapp/1/message/interactive/buttons";
const LIST_PATH: &str = "/whatsapp/1/message/interactive/list";
const TEMPLATE_PATH: &str = "/whatsapp/1/message/template";
const SMS_PATH: &str = "/sms/3/messages";
/// Most characters of an SMS: as many parts as any operator joins.
const SMS_LIMIT: usize = 1600;

/// The request for an answer to `address`.
///
/// `window_open` tells whether her last WhatsApp message is at most 24 hours
/// old; if not, only the answer's template may be sent. SMS has no window, but
/// Indian operators drop what matches no registered (DLT) text.
///
/// # Errors
/// The [`RenderError`] that names the limit or the missing part;
/// [`RenderError::NoRecipient`] also where only her BSUID is known.
pub fn render(
    outgoing: &Outgoing,
    address: &ReplyAddress,
    window_open: bool,
) -> Result<SendRequest, RenderError> {
    let ours = address.from.trim_start_matches('+');
    let hers = whatsapp::digits_of_hers(address)?;
    if address.channel != Channel::Whatsapp {
        return Ok(SendRequest::json(SMS_PATH, &sms(ours, hers, &sms_text(outgoing)?)));
    }
    if window_open {
        let (path, content) = free(&whatsapp::shape(outgoing)?);
        return Ok(SendRequest::json(path, &json!({ "from": ours, "to": hers, "content": content })));
    }
    let message = outgoing.template.as_ref().ok_or(RenderError::WindowClosed)?;
    let message = json!({ "from": ours, "to": hers, "content": template(message)? });
    Ok(SendRequest::json(TEMPLATE_PATH, &json!({ "messages": [message] })))
}

fn free(shape: &Shape<'_>) -> (&'static str, Value) {
    match shape {
        Shape::Text(text) => (TEXT_PATH, json!({ "text": text })),
        Shape::Buttons { text, buttons } => {
            let buttons: Vec<Value> = buttons
                .iter()
                .map(|tap| json!({ "type": "REPLY", "id": tap.id, "title": tap.title }))
                .collect();
            (BUTTONS_PATH, json!({ "body": { "text": text }, "action": { "buttons": buttons } }))
        }
        Shape::List { text, button, rows } => {
            let rows: Vec<Value> = rows.iter().map(row).collect();
            let action = json!({ "title": button, "sections": [{ "rows": rows }] });
            (LIST_PATH, json!({ "body": { "text": text }, "action": action }))
        }
    }
}

fn row(tap: &Tap<'_>) -> Value {
    let mut row = json!({ "id": tap.id, "title": tap.title });
    if let Some(description) = &tap.description {
        row["description"] = description.as_str().into();
    }
    row
}

fn template(message: &TemplateMessage) -> Result<Value, RenderError> {
    let mut data = json!({ "body": { "placeholders": whatsapp::parameters(message)? } });
    let buttons: Vec<Value> = whatsapp::payloads(message)?
        .iter()
        .map(|payload| json!({ "type": "QUICK_REPLY", "parameter": payload }))
        .collect();
    if !buttons.is_empty() {
        data["buttons"] = buttons.into();
    }
    Ok(json!({ "templateName": message.name, "templateData": data, "language": message.language }))
}

fn sms_text(outgoing: &Outgoing) -> Result<String, RenderError> {
    if outgoing.text.trim().is_empty() {
        return Err(RenderError::Empty { what: "the text" });
    }
    let text = numbered(&outgoing.text, outgoing.options.choices());
    if length(&text) > SMS_LIMIT {
        return Err(RenderError::TooLong { what: "the text with its options", limit: SMS_LIMIT });
    }
    Ok(text)
}

fn sms(ours: &str, hers: &str, text: &str) -> Value {
    let message = json!({ "sender": ours, "destinations": [{ "to": hers }], "content": { "text": text } });
    json!({ "messages": [message] })
}
