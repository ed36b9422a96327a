//! An answer as the form of `POST /wa/api/v1/msg`, or of `.../template/msg`.
//!
//! Sources: Gupshup Docs, 'Send message', 'Quick replies', 'List messages',
//! 'Send template message'. The request carries the header `apikey`.

use serde_json::{Value, json};

use domain::message::{Outgoing, ReplyAddress, TemplateMessage};

use crate::send::{RenderError, SendRequest};
use crate::whatsapp::{self, Shape, Tap};

const MESSAGE_PATH: &str = "/wa/api/v1/msg";
const TEMPLATE_PATH: &str = "/wa/api/v1/template/msg";

/// Through what an answer is sent.
#[derive(Debug, Clone, Copy)]
pub struct Account<'a> {
    /// Our WhatsApp number, with or without the plus. The address cannot tell
    /// it: version 2 names only the app.
    pub source: &'a str,
    /// The app's name at Gupshup.
    pub app: &'a str,
}

/// The request for an answer to `address`.
///
/// `window_open` tells whether her last message is at most 24 hours old; if not,
/// only the answer's template may be sent. `template_id` is Gupshup's id of it,
/// from the configuration: Gupshup knows templates by it and not by name. What
/// she taps on a template comes back as the button's title.
///
/// # Errors
/// The [`RenderError`] that names the limit or the missing part;
/// [`RenderError::NoRecipient`] also where only her BSUID is known.
pub fn render(
    outgoing: &Outgoing,
    address: &ReplyAddress,
    account: Account<'_>,
    window_open: bool,
    template_id: Option<&str>,
) -> Result<SendRequest, RenderError> {
    let (path, name, value) = if window_open {
        (MESSAGE_PATH, "message", message(&whatsapp::shape(outgoing)?))
    } else {
        let (it, id) = outgoing.template.as_ref().zip(template_id).ok_or(RenderError::WindowClosed)?;
        (TEMPLATE_PATH, "template", template(it, id)?)
    };
    let fields = [
        ("channel", "whatsapp"),
        ("source", account.source.trim_start_matches('+')),
        ("destination", whatsapp::digits_of_hers(address)?),
        ("src.name", account.app),
        (name, &value.to_string()),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Ok(SendRequest::form(path, &fields))
}

fn message(shape: &Shape<'_>) -> Value {
    match shape {
        Shape::Text(text) => json!({ "type": "text", "text": text }),
        Shape::Buttons { text, buttons } => json!({
            "type": "quick_reply",
            "content": { "type": "text", "text": text },
            "options": buttons.iter().map(option).collect::<Vec<_>>(),
        }),
        Shape::List { text, button, rows } => json!({
            "type": "list",
            "title": "",
            "body": text,
            "globalButtons": [{ "type": "text", "title": button }],
            "items": [{ "title": button, "options": rows.iter().map(option).collect::<Vec<_>>() }],
        }),
    }
}

/// `postbackText` comes back when she taps.
fn option(tap: &Tap<'_>) -> Value {
    let mut option = json!({ "type": "text", "title": tap.title, "postbackText": tap.id });
    if let Some(description) = &tap.description {
        option["description"] = description.as_str().into();
    }
    option
}

fn template(message: &TemplateMessage, id: &str) -> Result<Value, RenderError> {
    Ok(json!({ "id": id, "params": whatsapp::parameters(message)? }))
}
