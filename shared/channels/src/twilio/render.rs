//! An answer as the form of `POST .../Messages.json`, or as TwiML.
//! Options become numbered text: Twilio's buttons need a template each.

use serde_json::{Map, Value};

use domain::message::{Channel, Outgoing, ReplyAddress, TemplateMessage};

use crate::numbered::numbered;
use crate::send::RenderError;
use crate::text::length;

/// Most characters in one message, on both channels. Source: 'Message resource'.
const BODY_LIMIT: usize = 1600;

/// The form fields for an answer to `address`.
///
/// `window_open` tells whether her last WhatsApp message is at most 24 hours
/// old; SMS has no window. `template_sid` is Twilio's content id (`HX...`) of
/// the answer's template, from the configuration: Twilio knows templates by it
/// and not by name. The template's variables are numbered from 1: first the
/// parameters, then the payloads of its buttons.
///
/// # Errors
/// The [`RenderError`] that names the limit or the missing part.
pub fn render(
    outgoing: &Outgoing,
    address: &ReplyAddress,
    window_open: bool,
    template_sid: Option<&str>,
) -> Result<Vec<(String, String)>, RenderError> {
    let content = if window_open || address.channel != Channel::Whatsapp {
        vec![("Body", body(outgoing)?)]
    } else {
        let message = outgoing.template.as_ref().zip(template_sid).ok_or(RenderError::WindowClosed)?;
        template(message.0, message.1)
    };
    let mut fields = vec![("From", our_address(address)), ("To", her_address(address)?)];
    fields.extend(content);
    Ok(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn our_address(address: &ReplyAddress) -> String {
    prefixed(address, &address.from)
}

fn her_address(address: &ReplyAddress) -> Result<String, RenderError> {
    let user_id = || address.to.user_id.as_deref().filter(|_| address.channel == Channel::Whatsapp);
    let to = address.to.phone.as_deref().or_else(user_id).filter(|to| !to.is_empty());
    to.map(|to| prefixed(address, to)).ok_or(RenderError::NoRecipient)
}

fn prefixed(address: &ReplyAddress, to: &str) -> String {
    if address.channel == Channel::Whatsapp { format!("whatsapp:{to}") } else { to.to_owned() }
}

fn body(outgoing: &Outgoing) -> Result<String, RenderError> {
    if outgoing.text.trim().is_empty() {
        return Err(RenderError::Empty { what: "the text" });
    }
    let body = numbered(&outgoing.text, outgoing.options.choices());
    if length(&body) > BODY_LIMIT {
        return Err(RenderError::TooLong { what: "the text with its options", limit: BODY_LIMIT });
    }
    Ok(body)
}

fn template(message: &TemplateMessage, sid: &str) -> Vec<(&'static str, String)> {
    let values = message.parameters.iter().chain(&message.payloads);
    let variables: Map<String, Value> =
        values.enumerate().map(|(index, value)| ((index + 1).to_string(), value.as_str().into())).collect();
    vec![("ContentSid", sid.to_owned()), ("ContentVariables", Value::Object(variables).to_string())]
}

/// Texts as a TwiML document: the answer inside Twilio's own request. No texts
/// make the empty document, which says that nothing is to be sent.
#[must_use]
pub fn twiml(texts: &[&str]) -> String {
    let messages: String = texts.iter().map(|text| format!("<Message>{}</Message>", escape(text))).collect();
    format!(r#"<?xml version="1.0" encoding="UTF-8"?><Response>{messages}</Response>"#)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
