//! Infobip, for WhatsApp and SMS: JSON webhooks behind Basic authentication,
//! JSON answers.
//!
//! Sources: Infobip API reference, 'Receive WhatsApp inbound messages', 'Receive
//! WhatsApp delivery reports', 'Receive inbound SMS messages', 'Send WhatsApp
//! ... message', 'Send SMS message', and the models of `infobip-api-java-client`.

mod receive;
mod render;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq;

use crate::json::{self, Obj};
use crate::request::{Refusal, Request, Secrets};
use crate::send::{SendOutcome, by_status};

pub use receive::parse;
pub use render::render;

const CREDENTIAL_HEADER: &str = "authorization";
/// Status groups of a message that will not go out. Source: 'Response status
/// and error codes'.
const REFUSED: &[&str] = &["REJECTED", "UNDELIVERABLE", "EXPIRED"];

/// Codes of delivery reports, each by id and by name. Source: the same.
/// Her last message is over 24 hours old.
pub(crate) const WINDOW_CLOSED: &[&str] = &["7010", "EC_NO_SESSION"];
/// Too many messages, from us or to her.
pub(crate) const RATE_LIMITED: &[&str] = &[
    "7016",
    "EC_SPAM_RATE",
    "7017",
    "EC_TOO_MANY_REQUESTS",
    "4103",
    "EC_DESTINATION_FLOODING",
    "4104",
    "EC_DESTINATION_TXT_FLOODING",
];
/// She wants no messages of ours.
pub(crate) const OPTED_OUT: &[&str] = &["603", "EC_CONTENT_BLOCKED", "7033", "EC_MARKETING_OPT_OUT"];

/// Whether a POST carries one of our credentials: the header `Authorization` is
/// `Basic ` and the base64 of `user:password`. Each secret is such a pair; since
/// commas part them, neither name nor password may hold one. Compared in
/// constant time, to the letter.
///
/// # Errors
/// The [`Refusal`] that applies.
pub fn verify(secrets: &Secrets, request: &Request<'_>) -> Result<(), Refusal> {
    if secrets.is_empty() {
        return Err(Refusal::NotConfigured);
    }
    let presented = (request.header)(CREDENTIAL_HEADER).ok_or(Refusal::MissingCredential)?.as_bytes();
    let ours = secrets.any(|secret| credential(secret).as_bytes().ct_eq(presented));
    if ours { Ok(()) } else { Err(Refusal::WrongCredential) }
}

/// What Infobip writes into the `Authorization` header for `user:password`.
#[must_use]
pub fn credential(secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(secret))
}

/// What Infobip made of a message: the answer to any of the paths of [`render()`].
#[must_use]
pub fn parse_send_answer(status: u16, body: &[u8]) -> SendOutcome {
    let verdict = json::repaired(body, |text| {
        let answer = Obj::parse(text)?;
        // One message is answered flat, a list of one (template, SMS) as a list.
        let first = answer.list("messages").and_then(|list| Obj::parse(list.first()?));
        Some(if (200..300).contains(&status) {
            accepted(&first.unwrap_or(answer))
        } else {
            Some(by_status(status, error_code(&answer)))
        })
    });
    verdict.flatten().unwrap_or_else(|| by_status(status, None))
}

/// `None` where the answer names no message.
fn accepted(message: &Obj<'_>) -> Option<SendOutcome> {
    let status = message.obj("status");
    let group = status.as_ref().and_then(|status| status.string("groupName")).unwrap_or_default();
    if REFUSED.contains(&group.as_str()) {
        return Some(by_status(400, status.and_then(|status| status.id("name").or_else(|| status.id("id")))));
    }
    Some(SendOutcome::Sent { provider_message_id: message.id("messageId")? })
}

fn error_code(answer: &Obj<'_>) -> Option<String> {
    let exception = answer.obj("requestError").and_then(|error| error.obj("serviceException"));
    answer.id("errorCode").or_else(|| exception?.id("messageId"))
}

#[cfg(test)]
mod tests {
    mod receive;
    mod render;
}
