//! An answer as the body of `POST /{phone_number_id}/messages`.
//!
//! Sources: 'Interactive reply buttons messages', 'Interactive list messages',
//! 'Text messages', 'Template messages'.

use serde_json::{Map, Value, json};

use domain::message::{Outgoing, ReplyAddress, TemplateMessage};

use crate::send::RenderError;
use crate::whatsapp::{self, Shape, Tap};

/// The request body for an answer to `address`. `window_open` tells whether her
/// last message is at most 24 hours old; if not, only the answer's template may
/// be sent.
///
/// # Errors
/// The [`RenderError`] that names the limit or the missing part.
pub fn render(outgoing: &Outgoing, address: &ReplyAddress, window_open: bool) -> Result<Value, RenderError> {
    let (kind, content) = match (window_open, &outgoing.template) {
        (true, _) => free(whatsapp::shape(outgoing)?),
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

fn free(shape: Shape<'_>) -> (&'static str, Value) {
    match shape {
        Shape::Text(body) => ("text", json!({ "preview_url": false, "body": body })),
        Shape::Buttons { text, buttons } => ("interactive", self::buttons(text, &buttons)),
        Shape::List { text, button, rows } => ("interactive", list(text, &button, &rows)),
    }
}

fn buttons(text: &str, buttons: &[Tap<'_>]) -> Value {
    let buttons: Vec<Value> = buttons
        .iter()
        .map(|tap| json!({ "type": "reply", "reply": { "id": tap.id, "title": tap.title } }))
        .collect();
    json!({ "type": "button", "body": { "text": text }, "action": { "buttons": buttons } })
}

fn list(text: &str, button: &str, rows: &[Tap<'_>]) -> Value {
    let rows: Vec<Value> = rows.iter().map(row).collect();
    let action = json!({ "button": button, "sections": [{ "rows": rows }] });
    json!({ "type": "list", "body": { "text": text }, "action": action })
}

fn row(tap: &Tap<'_>) -> Value {
    let mut row = json!({ "id": tap.id, "title": tap.title });
    if let Some(description) = &tap.description {
        row["description"] = description.as_str().into();
    }
    row
}

fn template(message: &TemplateMessage) -> Result<Value, RenderError> {
    let mut components = Vec::new();
    if !message.parameters.is_empty() {
        let parameters: Vec<Value> = whatsapp::parameters(message)?
            .into_iter()
            .map(|text| json!({ "type": "text", "text": text }))
            .collect();
        components.push(json!({ "type": "body", "parameters": parameters }));
    }
    for (index, payload) in whatsapp::payloads(message)?.iter().enumerate() {
        components.push(json!({
            "type": "button",
            "sub_type": "quick_reply",
            "index": index.to_string(),
            "parameters": [{ "type": "payload", "payload": payload }],
        }));
    }
    Ok(json!({ "name": message.name, "language": { "code": message.language }, "components": components }))
}
