//! Twilio, for WhatsApp and SMS: form-encoded webhooks, REST and TwiML answers.
//!
//! Sources: Twilio Docs, 'Webhooks Security', "Twilio's request to your incoming
//! message Webhook URL", 'Message resource', 'Error and Warning Dictionary', and
//! the `RequestValidator` of Twilio's own libraries.

mod receive;
mod render;

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use crate::json::{self, Obj};
use crate::request::{Refusal, Request, Secrets};
use crate::send::{SendOutcome, by_status};
use crate::{form, text};

pub use receive::{parse, parse_status};
pub use render::{render, twiml};

const SIGNATURE_HEADER: &str = "x-twilio-signature";
const SIGNATURE_BYTES: usize = 20;
const BODY_DIGEST: &str = "bodySHA256";

pub(crate) const WINDOW_CLOSED: &[&str] = &["63016"];
/// Too many calls or messages, or a full queue.
pub(crate) const RATE_LIMITED: &[&str] = &["14107", "20429", "21611", "30001", "63018"];
/// She answered STOP. Source: 'Error 21610'.
pub(crate) const OPTED_OUT: &[&str] = &["21610"];
/// Our account, number or token: not her number's fault.
const PASSING: &[&str] = &["20003", "20005", "21606", "21660", "30002", "63007"];

/// Whether a POST is signed by Twilio: `X-Twilio-Signature` is the base64
/// HMAC-SHA1 under one of the auth tokens of the public URL followed by each
/// parameter's name and value, sorted by name, repeated values once each. The
/// URL is tried as given, with its scheme's port written out, and without port.
///
/// Where the query carries `bodySHA256` (JSON bodies) the signature is over the
/// URL alone, and the body must have that digest. The rule is thus chosen by
/// what is signed, never by a header.
///
/// `public_url` is where Twilio reaches us: `https://host`, with the path of
/// the API if it has one; `request.path` and `request.query` follow it.
///
/// # Errors
/// The [`Refusal`] that applies.
pub fn verify(secrets: &Secrets, public_url: &str, request: &Request<'_>) -> Result<(), Refusal> {
    if secrets.is_empty() {
        return Err(Refusal::NotConfigured);
    }
    let header = (request.header)(SIGNATURE_HEADER).ok_or(Refusal::MissingSignature)?;
    if STANDARD.decode(header).map_or(0, |bytes| bytes.len()) != SIGNATURE_BYTES {
        return Err(Refusal::MalformedSignature);
    }
    let parameters = match form::first(request.query.as_bytes(), BODY_DIGEST) {
        Some(digest) if digest_fits(&digest, request.body) => Vec::new(),
        Some(_) => return Err(Refusal::WrongBodyDigest),
        None if !has_one_spelling(request.body) => return Err(Refusal::WrongSignature),
        None => signed_parameters(request.body),
    };
    let urls = url_spellings(&requested_url(public_url, request));
    let fits = |secret: &str| {
        urls.iter().fold(Choice::from(0), |found, url| {
            found | mac(secret, url, &parameters).as_bytes().ct_eq(header.as_bytes())
        })
    };
    if secrets.any(fits) { Ok(()) } else { Err(Refusal::WrongSignature) }
}

/// What Twilio writes into the signature header for a form posted to `url`.
#[must_use]
pub fn signature(secret: &str, url: &str, body: &[u8]) -> String {
    mac(secret, url, &signed_parameters(body))
}

fn mac(secret: &str, url: &str, parameters: &[u8]) -> String {
    // A key of any length will do for an HMAC: the empty answer never occurs,
    // and would equal no header.
    let Ok(mac) = Hmac::<Sha1>::new_from_slice(secret.as_bytes()) else { return String::new() };
    STANDARD.encode(mac.chain_update(url).chain_update(parameters).finalize().into_bytes())
}

/// Names and values in signing order, as bytes: two bodies that are not UTF-8
/// must not look alike.
fn signed_parameters(body: &[u8]) -> Vec<u8> {
    let mut sorted: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (name, value) in form::pairs(body) {
        sorted.entry(name).or_default().insert(value);
    }
    let mut out = Vec::with_capacity(body.len());
    for (name, value) in sorted.iter().flat_map(|(name, values)| values.iter().map(move |v| (name, v))) {
        out.extend_from_slice(name);
        out.extend_from_slice(value);
    }
    out
}

/// Whether all percent escapes are written in one case. Decoding makes `%2B` and
/// `%2b` one, so the signature cannot tell them apart; no encoder mixes them,
/// and Twilio writes capitals. A single small letter is thus a changed bit.
fn has_one_spelling(body: &[u8]) -> bool {
    let (mut upper, mut lower) = (0_usize, 0_usize);
    for escape in body.split(|b| *b == b'%').skip(1) {
        let Some(digits) = escape.get(..2).filter(|d| d.iter().all(u8::is_ascii_hexdigit)) else { continue };
        upper += digits.iter().filter(|b| b.is_ascii_uppercase()).count();
        lower += digits.iter().filter(|b| b.is_ascii_lowercase()).count();
    }
    lower == 0 || (upper == 0 && lower > 1)
}

fn digest_fits(digest: &str, body: &[u8]) -> bool {
    text::hex(&Sha256::digest(body)).as_bytes().ct_eq(digest.as_bytes()).into()
}

/// The URL as Twilio requested it. `public_url` may already end in the path.
fn requested_url(public_url: &str, request: &Request<'_>) -> String {
    let base = public_url.trim_end_matches('/');
    let base = base.strip_suffix(request.path).unwrap_or(base);
    let question = if request.query.is_empty() { "" } else { "?" };
    format!("{base}{}{question}{}", request.path, request.query)
}

/// The URL as given, with its default port, and without any port. Twilio signs
/// one or the other, depending on the product.
fn url_spellings(url: &str) -> Vec<String> {
    let mut urls = vec![url.to_owned()];
    let Some((scheme, rest)) = url.split_once("://") else { return urls };
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let default = if scheme == "http" { "80" } else { "443" };
    let port = authority.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
    urls.push(match port {
        Some((host, _)) => format!("{scheme}://{host}{path}"),
        None => format!("{scheme}://{authority}:{default}{path}"),
    });
    urls
}

/// What Twilio made of a message: the answer to `POST .../Messages.json`.
#[must_use]
pub fn parse_send_answer(status: u16, body: &[u8]) -> SendOutcome {
    let body = json::text_of(body);
    let Some(answer) = Obj::parse(&body) else { return by_status(status, None) };
    if let Some(id) = answer.id("sid").filter(|_| (200..300).contains(&status)) {
        return SendOutcome::Sent { provider_message_id: id };
    }
    let code = answer.id("code");
    match code.as_deref() {
        Some(code) if WINDOW_CLOSED.contains(&code) => SendOutcome::WindowClosed,
        Some(code) if RATE_LIMITED.contains(&code) => SendOutcome::RateLimited,
        Some(code) if PASSING.contains(&code) => {
            SendOutcome::Retry { why: "the provider refused our account or number" }
        }
        _ => by_status(status, code),
    }
}

#[cfg(test)]
mod tests {
    mod receive;
    mod render;
    mod verify;
}
