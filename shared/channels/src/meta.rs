//! WhatsApp Cloud API, direct from Meta.
//!
//! Sources: Meta for Developers, WhatsApp Business Platform: 'Webhooks',
//! 'messages webhook reference', 'Business-scoped user IDs', 'Error codes'.

pub(crate) mod message;
mod receive;
mod render;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use domain::message::{Inbound, Provider};

use crate::form;
use crate::json::{self, Obj};
use crate::request::{Refusal, Request, Secrets};
use crate::send::{SendOutcome, by_status};
use crate::text;

pub use render::render;

const SIGNATURE_HEADER: &str = "x-hub-signature-256";
const SIGNATURE_PREFIX: &str = "sha256=";
const SIGNATURE_DIGITS: usize = 64;

/// Error codes after which the message can never be delivered so, whatever the
/// HTTP status: no such recipient, or she does not take our messages.
const UNREACHABLE: &[&str] = &["131021", "131026", "131030", "131050"];
/// Her last message is over 24 hours old.
pub(crate) const WINDOW_CLOSED: &[&str] = &["131047", "470"];
/// Too many calls, or too many messages from us or to her.
pub(crate) const RATE_LIMITED: &[&str] = &["4", "80007", "130429", "131048", "131056", "133016"];
/// She takes none of our marketing messages. Ours are none; should it come all
/// the same, her wish counts for what we start.
pub(crate) const OPTED_OUT: &[&str] = &["131050"];
/// Meta's own trouble, or our token, account or payment: not her number's fault.
const PASSING: &[&str] =
    &["0", "1", "2", "190", "131000", "131005", "131016", "131031", "131042", "131057", "133010", "368"];

/// Whether a POST is signed by Meta: `X-Hub-Signature-256` holds `sha256=` and
/// the HMAC-SHA256 of the raw body under one of the app secrets, in lower-case
/// hexadecimal. Compared in constant time.
///
/// # Errors
/// The [`Refusal`] that applies.
pub fn verify(secrets: &Secrets, request: &Request<'_>) -> Result<(), Refusal> {
    if secrets.is_empty() {
        return Err(Refusal::NotConfigured);
    }
    let header = (request.header)(SIGNATURE_HEADER).ok_or(Refusal::MissingSignature)?;
    if !is_signature(header) {
        return Err(Refusal::MalformedSignature);
    }
    let presented = header.as_bytes();
    let signed = secrets.any(|secret| signature(secret, request.body).as_bytes().ct_eq(presented));
    if signed { Ok(()) } else { Err(Refusal::WrongSignature) }
}

/// What Meta writes into the signature header for a body.
#[must_use]
pub fn signature(secret: &str, body: &[u8]) -> String {
    // A key of any length will do for an HMAC: the empty answer never occurs,
    // and would equal no header.
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    format!("{SIGNATURE_PREFIX}{}", text::hex(&mac.chain_update(body).finalize().into_bytes()))
}

fn is_signature(header: &str) -> bool {
    header.strip_prefix(SIGNATURE_PREFIX).is_some_and(|hex| {
        hex.len() == SIGNATURE_DIGITS && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// The subscription handshake, a GET that is not signed: returns the challenge,
/// to be echoed exactly as `text/plain`.
///
/// # Errors
/// [`Refusal::NotConfigured`], [`Refusal::NotAHandshake`] or
/// [`Refusal::WrongToken`].
pub fn handshake(tokens: &Secrets, query: &str) -> Result<String, Refusal> {
    if tokens.is_empty() {
        return Err(Refusal::NotConfigured);
    }
    let value = |key| form::first(query.as_bytes(), key).ok_or(Refusal::NotAHandshake);
    let (mode, token, challenge) = (value("hub.mode")?, value("hub.verify_token")?, value("hub.challenge")?);
    if mode != "subscribe" {
        return Err(Refusal::NotAHandshake);
    }
    if tokens.contains(&token) { Ok(challenge) } else { Err(Refusal::WrongToken) }
}

/// Everything that a webhook body holds, in its order. Empty where the body is
/// not about messages; what cannot be understood is [`Inbound::Odd`].
#[must_use]
pub fn parse(body: &[u8]) -> Vec<Inbound> {
    parse_as(Provider::Meta, body)
}

/// As [`parse`], for a provider that passes Meta's shape on as its own.
#[must_use]
pub fn parse_as(provider: Provider, body: &[u8]) -> Vec<Inbound> {
    receive::document(provider, body)
}

/// What Meta made of a message: the answer to `POST /{phone_number_id}/messages`.
#[must_use]
pub fn parse_send_answer(status: u16, body: &[u8]) -> SendOutcome {
    let body = json::text_of(body);
    let Some(answer) = Obj::parse(&body) else { return by_status(status, None) };
    if let Some(id) = accepted_id(&answer).filter(|_| (200..300).contains(&status)) {
        return SendOutcome::Sent { provider_message_id: id };
    }
    let code = answer.obj("error").and_then(|error| error.id("code"));
    match code.as_deref() {
        Some(code) if WINDOW_CLOSED.contains(&code) => SendOutcome::WindowClosed,
        Some(code) if RATE_LIMITED.contains(&code) => SendOutcome::RateLimited,
        Some(code) if UNREACHABLE.contains(&code) => SendOutcome::Unreachable { code: code.to_owned() },
        Some(code) if PASSING.contains(&code) => {
            SendOutcome::Retry { why: "the provider could not do it now" }
        }
        _ => by_status(status, code),
    }
}

fn accepted_id(answer: &Obj<'_>) -> Option<String> {
    Obj::parse(answer.list("messages")?.first()?)?.id("id")
}

#[cfg(test)]
mod tests {
    mod receive;
    mod render;
    mod verify;
}
