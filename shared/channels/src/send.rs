//! What can go wrong when an answer is rendered, and what a provider may say
//! once it has been sent.

use std::fmt;

/// Why an answer cannot be rendered for a provider. Nothing of the answer's
/// content is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// Her last message is over 24 hours old and no template carries the answer.
    #[error("the 24-hour window is closed and no approved template carries this answer")]
    WindowClosed,
    /// The address names nobody whom this provider can reach.
    #[error("the address names nobody whom this provider can reach")]
    NoRecipient,
    /// A part that must say something is empty.
    #[error("{what} is empty")]
    Empty {
        /// Which part.
        what: &'static str,
    },
    /// A part is over the provider's limit and cannot be shortened.
    #[error("{what} is longer than {limit} characters")]
    TooLong {
        /// Which part.
        what: &'static str,
        /// The provider's limit in characters.
        limit: usize,
    },
    /// Two options have one id, so that her tap would be ambiguous.
    #[error("two options have the same id")]
    DuplicateId,
}

/// One request that sends an answer: what the host's address and the credential,
/// which the caller has, are added to. Always a POST.
#[derive(Clone, PartialEq, Eq)]
pub struct SendRequest {
    /// The path on the provider's host, with its leading slash.
    pub path: String,
    /// The body's content type.
    pub content_type: &'static str,
    /// The body.
    pub body: Vec<u8>,
}

impl SendRequest {
    pub(crate) fn json(path: &str, body: &serde_json::Value) -> Self {
        Self { path: path.to_owned(), content_type: "application/json", body: body.to_string().into_bytes() }
    }

    pub(crate) fn form(path: &str, fields: &[(String, String)]) -> Self {
        Self {
            path: path.to_owned(),
            content_type: "application/x-www-form-urlencoded",
            body: crate::form_encode(fields).into_bytes(),
        }
    }
}

impl fmt::Debug for SendRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SendRequest({}, {} bytes)", self.path, self.body.len())
    }
}

/// What became of one attempt to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// The provider took it.
    Sent {
        /// The provider's id of the message; statuses will name it.
        provider_message_id: String,
    },
    /// Free text is no longer allowed: send a template.
    WindowClosed,
    /// It can never be delivered so: go to the next channel or person.
    Unreachable {
        /// The provider's error code, or the HTTP status where it gave none.
        code: String,
    },
    /// Too fast: try again later.
    RateLimited,
    /// The attempt failed for a reason that may pass: try again later.
    Retry {
        /// What happened, without content.
        why: &'static str,
    },
}

/// Longest error code that is taken for one.
const CODE_LIMIT: usize = 32;

/// The verdict where the provider's own code says nothing: by HTTP status.
///
/// A refused credential or a route that is not found is ours to repair, not
/// hers to suffer: it is tried again. Any other 4xx would fail again.
pub(crate) fn by_status(status: u16, code: Option<String>) -> SendOutcome {
    match status {
        200..=299 => SendOutcome::Retry { why: "accepted without naming a message" },
        401 | 403 => SendOutcome::Retry { why: "the provider refused our credential" },
        404 => SendOutcome::Retry { why: "the provider does not know our number or route" },
        408 => SendOutcome::Retry { why: "the provider timed out" },
        429 => SendOutcome::RateLimited,
        400..=499 => {
            let code = code.filter(|code| code.len() <= CODE_LIMIT);
            SendOutcome::Unreachable { code: code.unwrap_or_else(|| status.to_string()) }
        }
        _ => SendOutcome::Retry { why: "the provider failed" },
    }
}
