//! What is logged: one JSON line an event, for metric filters and for people.
//!
//! Never: a body, words, a name, a number, an address, a link, a digest, a
//! secret. Complaint numbers, officers' ids, template names and error kinds
//! are all there is. The provider's id of a message is sealed: WhatsApp's is
//! base64 of, among others, her number.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use domain::message::DeliveryStatus;
use serde_json::{Value, json};

use crate::vault::Vault;

/// What a sealed id in a log is bound to.
const PLACE: &str = "log";

/// Writes one line.
pub fn line(value: &Value) {
    #[expect(clippy::print_stdout, reason = "Lambda's log is standard output")]
    {
        println!("{value}");
    }
}

/// Something failed, and what; `error` must hold nothing personal.
pub fn failure(what: &str, error: &dyn std::fmt::Display) {
    line(&json!({"kind": "failure", "what": what, "error": error.to_string()}));
}

/// A webhook was refused, and why. The caller is not told.
pub fn refusal(provider: &str, why: &dyn std::fmt::Display) {
    line(&json!({"kind": "refused", "provider": provider, "why": why.to_string()}));
}

/// News of a message of ours.
pub fn status(vault: &Vault, status: &DeliveryStatus, at: DateTime<Utc>) {
    let message = vault.seal(PLACE, status.provider_message_id.as_bytes());
    line(&json!({
        "kind": "status",
        "provider": status.provider,
        "message": URL_SAFE_NO_PAD.encode(message),
        "status": status.status,
        "error": status.error,
        "at": at,
    }));
}

/// The provider's id of a message in a line of [`status`], for whoever has
/// `DATA_KEY`; `None` if it was sealed with another.
#[must_use]
pub fn message_id(vault: &Vault, sealed: &str) -> Option<String> {
    let plain = vault.open(PLACE, &URL_SAFE_NO_PAD.decode(sealed).ok()?).ok()?;
    String::from_utf8(plain).ok()
}
