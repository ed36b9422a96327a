//! What is logged: one JSON line an event, for metric filters and for people.
//!
//! Never: a body, words, a name, a number, an address, a link, a digest, a
//! secret. Complaint numbers, officers' ids, template names and error kinds
//! are all there is.

use chrono::{DateTime, Utc};
use domain::message::DeliveryStatus;
use serde_json::{Value, json};

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
pub fn status(status: &DeliveryStatus, at: DateTime<Utc>) {
    line(&json!({
        "kind": "status",
        "provider": status.provider,
        "provider_message_id": status.provider_message_id,
        "status": status.status,
        "error": status.error,
        "at": at,
    }));
}
