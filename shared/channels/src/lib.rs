//! Provider adapters: bytes to domain messages and back. No I/O, no clock, no
//! environment, no AWS type.
//!
//! A provider is one module with the same verbs everywhere: `verify` says
//! whether a request is the provider's own, `parse` turns its body into
//! [`domain::message::Inbound`] values and never fails as a whole, `render`
//! turns an answer into what the provider takes, `parse_send_answer` says what
//! the provider made of it. Raw provider shapes stay inside the module.

pub mod adapter;
mod content;
pub mod email;
pub mod exotel;
mod failure;
mod fields;
mod form;
pub mod gupshup;
pub mod infobip;
mod json;
pub mod meta;
pub mod msg91;
pub mod numbered;
mod request;
mod send;
mod text;
pub mod twilio;
mod whatsapp;

pub use failure::reason as failure_reason;
pub use form::form_encode;
pub use request::{REFUSED_BODY, REFUSED_STATUS, Refusal, Request, Secrets};
pub use send::{RenderError, SendOutcome, SendRequest};

use domain::message::{Inbound, OddPart};

/// The longest identifier (message, number, account) that is taken for one, in
/// bytes. Real ones are under 100; a key of the table holds 1,024.
const ID_LIMIT: usize = 512;

/// A part that could not be understood.
fn odd(raw: &[u8], why: &'static str) -> Inbound {
    Inbound::Odd(OddPart { raw: raw.to_vec(), why })
}

/// Whether a string can name something: not empty, not absurdly long, no
/// control characters.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id.len() <= ID_LIMIT && !id.chars().any(char::is_control)
}

/// The longest address of a file that is taken for one, in bytes. Signed
/// addresses run to some 1,500.
const LINK_LIMIT: usize = 2048;

/// Whether a string can be the address of a file: as [`is_id`], but longer.
fn is_link(link: &str) -> bool {
    !link.is_empty() && link.len() <= LINK_LIMIT && !link.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    mod batches;
    mod providers;
    pub(crate) mod support;
}
