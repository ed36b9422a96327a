//! A webhook request as an adapter sees it, the secrets that it is verified
//! with, and the ways in which it can be refused.

use std::fmt;

use subtle::{Choice, ConstantTimeEq};

/// The HTTP status of every refusal.
pub const REFUSED_STATUS: u16 = 401;

/// The HTTP body of every refusal, the same whatever the reason, so that a
/// caller who guesses learns nothing. The log tells the [`Refusal`].
pub const REFUSED_BODY: &str = r#"{"message":"Unauthorized"}"#;

/// A request as it came in.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// `GET`, `POST`.
    pub method: &'a str,
    /// The path as requested, with its leading slash.
    pub path: &'a str,
    /// The query as requested, still encoded, without the question mark.
    pub query: &'a str,
    /// Finds a header by its name in lower case.
    pub header: &'a (dyn Fn(&str) -> Option<&'a str> + Sync),
    /// The body's own bytes (API Gateway's base64 already undone).
    pub body: &'a [u8],
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request({}, {} bytes)", self.method, self.body.len())
    }
}

/// The secrets of one provider: the one in force and, while it is being
/// rotated, the one before. Empty means that the provider is not configured,
/// and everything is refused.
#[derive(Clone, Default)]
pub struct Secrets(Vec<String>);

impl Secrets {
    /// Reads `new,old`; blanks around a secret and empty ones are dropped.
    #[must_use]
    pub fn parse(setting: &str) -> Self {
        Self(setting.split(',').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The secret in force: the first one written.
    #[must_use]
    pub fn current(&self) -> Option<&str> {
        self.0.first().map(String::as_str)
    }

    /// Whether any secret passes `check`. All are tried, whichever passes, so
    /// that the time taken does not tell which one it was.
    pub(crate) fn any(&self, check: impl Fn(&str) -> Choice) -> bool {
        self.0.iter().fold(Choice::from(0), |found, secret| found | check(secret)).into()
    }

    /// Whether `presented` is one of the secrets, compared in constant time.
    #[must_use]
    pub fn contains(&self, presented: &str) -> bool {
        self.any(|secret| secret.as_bytes().ct_eq(presented.as_bytes()))
    }
}

/// Whether the last segment of the path is one of the secrets, compared in
/// constant time: the proof of a provider that signs nothing. Compared as it is
/// written in the URL, so a secret is made of letters, digits, `-` and `_`.
///
/// # Errors
/// [`Refusal::NotConfigured`] or [`Refusal::WrongSecret`].
pub(crate) fn path_secret(secrets: &Secrets, request: &Request<'_>) -> Result<(), Refusal> {
    if secrets.is_empty() {
        return Err(Refusal::NotConfigured);
    }
    let (_, presented) = request.path.rsplit_once('/').ok_or(Refusal::WrongSecret)?;
    if secrets.contains(presented) { Ok(()) } else { Err(Refusal::WrongSecret) }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({} redacted)", self.0.len())
    }
}

/// Why a request was refused. For the log only: the caller always gets
/// [`REFUSED_STATUS`] and [`REFUSED_BODY`]. None holds a signature or secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No secret is configured for the provider.
    #[error("no secret is configured for this provider: set it (two, comma-separated, while rotating)")]
    NotConfigured,
    /// The signature header is absent.
    #[error("the signature header is missing: the request is not the provider's, or a proxy removed it")]
    MissingSignature,
    /// The signature header is not of the provider's form.
    #[error("the signature header is not of the provider's form: the request is not the provider's")]
    MalformedSignature,
    /// The signature fits none of the secrets.
    #[error(
        "the signature fits none of the secrets: check them, the public URL, and that the body comes unchanged"
    )]
    WrongSignature,
    /// The digest of the body in the query is not the body's.
    #[error("the body is not the one whose digest the signed URL carries: it was changed on the way")]
    WrongBodyDigest,
    /// The secret in the path is none of ours.
    #[error(
        "the path's last segment is none of the secrets: check the callback URL in the provider's console"
    )]
    WrongSecret,
    /// The `Authorization` header is absent.
    #[error("the Authorization header is missing: set user name and password in the provider's console")]
    MissingCredential,
    /// The `Authorization` header holds none of our credentials.
    #[error(
        "the Authorization header fits none of the credentials: check user name and password in the provider's console"
    )]
    WrongCredential,
    /// The SNS topic is none of ours.
    #[error("the SNS topic is none of the configured ones: anybody can have SNS sign what is in theirs")]
    ForeignTopic,
    /// A certificate or confirmation that is not on a host of SNS.
    #[error("the certificate or the confirmation is not on a host of SNS: nothing was fetched")]
    ForeignHost,
    /// A handshake without mode, token or challenge.
    #[error("not a subscription handshake: mode, token or challenge is missing")]
    NotAHandshake,
    /// The token of a handshake is none of ours.
    #[error(
        "the handshake's token is none of the configured ones: copy the token into the provider's console"
    )]
    WrongToken,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_read_from_one_setting() {
        for (setting, count, holds) in
            [("", 0, None), (" , ", 0, None), ("a", 1, Some("a")), ("new, old ,", 2, Some("old"))]
        {
            let secrets = Secrets::parse(setting);
            assert_eq!(secrets.0.len(), count, "{setting}");
            assert_eq!(secrets.is_empty(), count == 0);
            assert!(holds.is_none_or(|secret| secrets.contains(secret)));
            assert!(!secrets.contains("") && !secrets.contains("b"));
        }
        assert_eq!(Secrets::parse("new,old").current(), Some("new"));
    }

    #[test]
    fn nothing_secret_is_shown() {
        let header = |_: &str| Some("header-secret");
        let request = Request {
            method: "POST",
            path: "/p",
            query: "token=query-secret",
            header: &header,
            body: b"body-secret",
        };
        let shown = format!("{request:?} {:?}", Secrets::parse("first-secret,second-secret"));
        assert_eq!(shown, "Request(POST, 11 bytes) Secrets(2 redacted)");
    }
}
