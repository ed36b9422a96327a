//! E-mail through Amazon SES.
//!
//! A receipt rule puts each mail into a bucket and tells an SNS topic, which
//! posts to our route: the request's proof is SNS's signature ([`sns`]), and
//! what SES found stands in it ([`ses`]); the mail itself may have to be fetched
//! ([`ses::Place`]). Then [`parse`] makes messages of it. Answers go through
//! SES's API ([`render()`]). No I/O is done here.

mod mime;
mod quote;
mod render;
pub mod ses;
pub mod sns;

pub use mime::{attachment, parse, parse_raw, read_attachment};
pub use render::{parse_send_answer, render};

#[cfg(test)]
mod tests {
    mod mail;
    mod send;
    mod signature;
}
