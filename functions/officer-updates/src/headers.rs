//! An answer, and the headers that every answer carries.

use lambda_http::http::{HeaderName, HeaderValue, StatusCode, header};
use lambda_http::{Body, Response};

/// The pages' only style, inline: nothing else is fetched.
pub(crate) const STYLE: &str = include_str!("style.css");

/// No script, no frame, no request but our own forms and her files; the one
/// style is named by its hash (CSP Level 3). A test keeps hash and style alike.
const POLICY: &str = "default-src 'none'; style-src 'self' 'sha256-QhyKE8tisetZ0zy6wE5RsCnQzzBwm5KQs66VFQk+v9E='; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// What every answer says, whatever it holds.
const ALWAYS: [(&str, &str); 5] = [
    ("cache-control", "no-store"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("x-robots-tag", "noindex, nofollow"),
];
/// Two years, as RFC 6797 has it; only where the address is https.
const STRICT_TRANSPORT: &str = "max-age=63072000";

/// A page.
pub(crate) const HTML: &str = "text/html; charset=utf-8";
/// A JSON answer.
pub(crate) const JSON: &str = "application/json";
/// A JSON error (RFC 9457).
pub(crate) const PROBLEM: &str = "application/problem+json";

/// What guards every answer of this function.
#[derive(Debug)]
pub(crate) struct Guard {
    /// Whether the address is https.
    pub(crate) https: bool,
    /// The Content-Security-Policy.
    policy: String,
}

impl Guard {
    /// For a page at an https address or not. Pictures and sound come by our
    /// own route, which leads on to `files` (scheme and host of their store).
    pub(crate) fn new(https: bool, files: Option<&str>) -> Self {
        let from = files.map_or_else(|| "'self'".to_owned(), |files| format!("'self' {files}"));
        Self { https, policy: format!("{POLICY}; img-src {from}; media-src {from}") }
    }
}

/// What comes back to the caller.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The body's type; empty where there is no body.
    pub(crate) content_type: &'static str,
    /// The body.
    pub(crate) body: String,
    /// The body where it is no text.
    pub(crate) bytes: Vec<u8>,
    /// Headers of this answer only.
    pub(crate) more: Vec<(&'static str, String)>,
}

impl Answer {
    /// An answer with a body.
    pub(crate) fn new(status: u16, content_type: &'static str, body: String) -> Self {
        Self { status, content_type, body, ..Self::default() }
    }

    /// A file that is no text.
    pub(crate) fn file(content_type: &'static str, bytes: Vec<u8>) -> Self {
        Self { status: 200, content_type, bytes, ..Self::default() }
    }

    /// After a POST: look there.
    pub(crate) fn see_other(location: String) -> Self {
        Self { status: 303, more: vec![("location", location)], ..Self::default() }
    }

    /// What was asked for is there, for a short while.
    pub(crate) fn found(location: String) -> Self {
        Self { status: 302, more: vec![("location", location)], ..Self::default() }
    }

    /// With one header more.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: String) -> Self {
        self.more.push((name, value));
        self
    }

    /// The response, with the headers that every answer carries; without its
    /// body for HEAD.
    pub(crate) fn respond(self, guard: &Guard, head: bool) -> Response<Body> {
        let body = match (head, self.bytes.is_empty(), self.body.is_empty()) {
            (true, ..) | (_, true, true) => Body::Empty,
            (_, false, _) => Body::Binary(self.bytes),
            _ => Body::Text(self.body),
        };
        let mut response = Response::new(body);
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        for (name, value) in ALWAYS {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        if let Ok(policy) = HeaderValue::from_str(&guard.policy) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        if guard.https {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(STRICT_TRANSPORT));
        }
        if !self.content_type.is_empty() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        }
        for (name, value) in self.more {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.append(HeaderName::from_static(name), value);
            }
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use sha2::{Digest as _, Sha256};

    fn get<'a>(response: &'a Response<Body>, name: &str) -> Option<&'a str> {
        response.headers().get(name).map(|value| value.to_str().unwrap())
    }

    #[test]
    fn the_policy_names_the_style_as_it_is() {
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(STYLE));
        assert!(POLICY.contains(&format!("'sha256-{hash}'")), "write sha256-{hash} into POLICY");
        assert!(STYLE.len() < 30_000);
    }

    #[test]
    fn every_answer_is_guarded() {
        let check = |answer: Answer, https: bool| {
            let response = answer.respond(&Guard::new(https, Some("https://files.example")), false);
            assert_eq!(get(&response, "cache-control"), Some("no-store"));
            assert_eq!(get(&response, "referrer-policy"), Some("no-referrer"));
            let from = "'self' https://files.example";
            let policy = format!("{POLICY}; img-src {from}; media-src {from}");
            assert_eq!(get(&response, "content-security-policy"), Some(policy.as_str()));
            assert_eq!(get(&response, "x-content-type-options"), Some("nosniff"));
            assert_eq!(get(&response, "x-frame-options"), Some("DENY"));
            assert_eq!(get(&response, "x-robots-tag"), Some("noindex, nofollow"));
            assert_eq!(get(&response, "strict-transport-security").is_some(), https);
        };
        for https in [true, false] {
            check(Answer::new(200, HTML, "x".to_owned()), https);
            check(Answer::new(503, PROBLEM, "{}".to_owned()), https);
            check(Answer::see_other("/c/x".to_owned()), https);
        }
    }

    #[test]
    fn a_head_has_no_body_and_a_redirect_no_type() {
        let head = Answer::new(200, HTML, "x".to_owned()).respond(&Guard::new(false, None), true);
        assert_eq!((head.status().as_u16(), head.body().is_empty()), (200, true));
        assert_eq!(get(&head, "content-type"), Some(HTML));
        let redirect = Answer::see_other("/c/x".to_owned()).with("set-cookie", "s=1".to_owned());
        let redirect = redirect.respond(&Guard::new(false, None), false);
        assert_eq!((redirect.status().as_u16(), redirect.body().is_empty()), (303, true));
        assert_eq!((get(&redirect, "location"), get(&redirect, "set-cookie")), (Some("/c/x"), Some("s=1")));
        assert_eq!(get(&redirect, "content-type"), None);
    }
}
