//! Which version a caller saw before they change something.

use std::str::FromStr;

use lambda_http::Request;

use crate::api::{malformed, problem};
use crate::headers::Answer;
use crate::request::header;

/// The version that the caller saw, and how another one is refused: 412 where
/// it came as `If-Match` (RFC 9110, 13.1.1), 409 where it stood in the body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Seen<T> {
    /// The version.
    pub(crate) version: T,
    /// The status for one that does not stand any more.
    pub(crate) stale: u16,
}

/// The version in the `If-Match` of a request, or else in its body.
///
/// # Errors
///
/// The answer where there is none, or what is there cannot be read.
pub(crate) fn seen<T: FromStr + PartialEq>(request: &Request, body: Option<T>) -> Result<Seen<T>, Answer> {
    read(header(request, "if-match"), body)
}

fn read<T: FromStr + PartialEq>(if_match: Option<&str>, body: Option<T>) -> Result<Seen<T>, Answer> {
    let tag = match if_match.map(str::trim) {
        None => None,
        Some(tag) => {
            let version = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
            let version = version.filter(|version| !version.contains('"') && !version.is_empty());
            let version = version.and_then(|version| version.parse().ok());
            Some(version.ok_or_else(|| malformed("If-Match must be the ETag of what was seen."))?)
        }
    };
    match (tag, body) {
        (Some(tag), Some(body)) if tag != body => {
            Err(malformed("If-Match and the body's version name different versions."))
        }
        (Some(version), _) => Ok(Seen { version, stale: 412 }),
        (None, Some(version)) => Ok(Seen { version, stale: 409 }),
        (None, None) => Err(problem(
            428,
            "version-needed",
            "Version needed",
            "Send the version that was seen: as version in the body, or its ETag as If-Match.",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_comes_by_header_or_body() {
        let good = |if_match, body, version, stale| {
            assert_eq!(read(if_match, body), Ok(Seen { version, stale }), "{if_match:?} {body:?}");
        };
        good(Some("\"3\""), None, 3_u64, 412);
        good(Some(" \"3\" "), Some(3), 3, 412);
        good(None, Some(3), 3, 409);
        let bad = |if_match, body: Option<u64>, status| {
            assert_eq!(read(if_match, body).unwrap_err().status, status, "{if_match:?} {body:?}");
        };
        bad(None, None, 428);
        for tag in ["*", "3", "W/\"3\"", "\"3\", \"4\"", "\"x\"", "\"", "\"\"", ""] {
            bad(Some(tag), None, 400);
        }
        bad(Some("\"3\""), Some(4), 400);
    }

    #[test]
    fn a_version_of_the_policy_is_a_name() {
        let version = "2026-12-01.1".to_owned();
        assert_eq!(read(Some("\"2026-12-01.1\""), None), Ok(Seen { version, stale: 412 }));
        for tag in ["*", "2026-12-01.1", "\"a\", \"b\"", "\"\""] {
            assert_eq!(read::<String>(Some(tag), None).unwrap_err().status, 400, "{tag}");
        }
    }
}
