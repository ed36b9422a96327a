//! Gupshup, for WhatsApp: webhooks in three shapes (v2, v3, enterprise), answers
//! through its self-serve API.
//!
//! Nothing is signed: the callback URL holds a secret. Sources: Gupshup Docs,
//! 'Understanding Inbound Message', 'Types of payloads', 'Message events',
//! 'Send message'; Gupshup Partner Docs, 'Events' (v3); for the enterprise
//! form, which is not public, Glific's adapter `gupshup_enterprise`.

mod enterprise;
mod render;
mod v2;

use domain::message::{Inbound, Provider};

use crate::fields::Fields;
use crate::json::{self, Obj};
use crate::request::{Refusal, Request, Secrets, path_secret};
use crate::send::{SendOutcome, by_status};
use crate::{meta, odd};

pub use render::{Account, render};

/// Free text is no longer allowed; WhatsApp's own codes come through. Source:
/// Gupshup Docs, 'Error codes'.
pub(crate) const WINDOW_CLOSED: &[&str] = &["470", "1004", "1005", "131047"];
/// Too many calls or messages.
pub(crate) const RATE_LIMITED: &[&str] = &["429", "471", "4001", "80007", "130429", "131048", "131056"];
/// She opted out at Gupshup, or of marketing messages at WhatsApp.
pub(crate) const OPTED_OUT: &[&str] = &["1012", "131050"];

/// Whether a POST comes from whom the callback URL was given to: the path's last
/// segment is one of the secrets. Compared in constant time.
///
/// # Errors
/// The [`Refusal`] that applies.
pub fn verify(secrets: &Secrets, request: &Request<'_>) -> Result<(), Refusal> {
    path_secret(secrets, request)
}

/// Everything that a webhook body holds. Empty where it is about nothing that we
/// act on, the handshakes of setting the callback included.
#[must_use]
pub fn parse(body: &[u8]) -> Vec<Inbound> {
    match shape(body) {
        Shape::V3 => meta::parse_as(Provider::Gupshup, body),
        Shape::V2(inbound) => inbound,
        Shape::Form => enterprise::read(&Fields::form(body), body),
        Shape::None => vec![odd(body, "the body is neither a JSON object nor a form")],
    }
}

enum Shape {
    V2(Vec<Inbound>),
    V3,
    Form,
    None,
}

/// The shape by what only it has. An enterprise account may be set to send its
/// form as one flat object.
fn shape(body: &[u8]) -> Shape {
    let read = json::repaired(body, |text| {
        let doc = Obj::parse(text)?;
        if doc.get("entry").is_some() || doc.get("object").is_some() {
            return Some(Shape::V3);
        }
        if doc.get("mobile").is_some() || doc.get("response").is_some() {
            return Some(Shape::V2(enterprise::read(&Fields::object(&doc), body)));
        }
        Some(Shape::V2(v2::read(&doc, text)))
    });
    let is_form = || body.contains(&b'=') && !matches!(body.trim_ascii_start().first(), Some(b'{' | b'['));
    read.unwrap_or_else(|| if is_form() { Shape::Form } else { Shape::None })
}

/// What Gupshup made of a message: the answer to `POST /wa/api/v1/msg` or
/// `/wa/api/v1/template/msg`.
#[must_use]
pub fn parse_send_answer(status: u16, body: &[u8]) -> SendOutcome {
    let (id, code) = json::repaired(body, |text| {
        let answer = Obj::parse(text)?;
        let submitted = answer.string("status").as_deref() == Some("submitted");
        Some((answer.id("messageId").filter(|_| submitted), answer.id("code")))
    })
    .unwrap_or_default();
    match (id, code.as_deref()) {
        (Some(id), _) if (200..300).contains(&status) => SendOutcome::Sent { provider_message_id: id },
        (_, Some(code)) if WINDOW_CLOSED.contains(&code) => SendOutcome::WindowClosed,
        (_, Some(code)) if RATE_LIMITED.contains(&code) => SendOutcome::RateLimited,
        _ => by_status(status, code),
    }
}

#[cfg(test)]
mod tests {
    mod receive;
    mod render;
}
