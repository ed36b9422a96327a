//! Whether a request to S3 is signed as Signature Version 4 wants it, in its
//! headers or in its query. Written from the specification, not with the
//! helpline's own signer: the two hold each other.
//!
//! Source: "Create a signed AWS API request" in the IAM user guide, and
//! "Authenticating requests: using query parameters" in the S3 API reference.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::http::{HeaderMap, Method, Uri};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The keys that the stack gives to functions.
const ACCESS_KEY: &str = "local";
const SECRET_KEY: &str = "local";
const SCOPE_END: &str = "ap-south-1/s3/aws4_request";
/// A link lasts a week at most.
const LONGEST: i64 = 604_800;

/// Why S3 refuses: HTTP status and code.
pub(crate) type Refusal = (u16, &'static str);

const DENIED: Refusal = (403, "AccessDenied");
const MISMATCH: Refusal = (403, "SignatureDoesNotMatch");
const MALFORMED: Refusal = (400, "AuthorizationQueryParametersError");

pub(crate) fn hex_sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// The signature of a canonical request made at `stamp` (`20261201T043000Z`).
fn signature(canonical: &str, stamp: &str) -> String {
    let day = stamp.get(..8).unwrap_or_default();
    let first = mac(format!("AWS4{SECRET_KEY}").as_bytes(), day);
    let key = SCOPE_END.split('/').fold(first, |key, part| mac(&key, part));
    let digest = hex_sha256(canonical.as_bytes());
    hex(&mac(&key, &format!("AWS4-HMAC-SHA256\n{stamp}\n{day}/{SCOPE_END}\n{digest}")))
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The signed headers as lines; `None` if one is missing.
fn lines(headers: &HeaderMap, names: &str) -> Option<String> {
    names.split(';').map(|name| Some(format!("{name}:{}\n", header(headers, name)?.trim()))).collect()
}

/// A request signed in its headers.
pub(crate) fn check_headers(
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), Refusal> {
    let authorization = header(headers, "authorization").ok_or(DENIED)?;
    let fields = authorization.strip_prefix("AWS4-HMAC-SHA256 ").ok_or((400, "InvalidArgument"))?;
    let fields: BTreeMap<&str, &str> = fields.split(',').filter_map(|it| it.trim().split_once('=')).collect();
    let field = |name: &str| fields.get(name).copied().ok_or((400, "AuthorizationHeaderMalformed"));
    let (names, stamp) = (field("SignedHeaders")?, header(headers, "x-amz-date").ok_or(DENIED)?);
    let day = stamp.get(..8).unwrap_or_default();
    if field("Credential")? != format!("{ACCESS_KEY}/{day}/{SCOPE_END}") {
        return Err((403, "InvalidAccessKeyId"));
    }
    let signed: Vec<&str> = names.split(';').collect();
    let amz = headers.keys().map(|name| name.as_str()).filter(|name| name.starts_with("x-amz-"));
    if !amz.chain(["host"]).all(|name| signed.contains(&name)) {
        return Err(DENIED);
    }
    let payload = header(headers, "x-amz-content-sha256").ok_or((400, "MissingSecurityHeader"))?;
    if payload != hex_sha256(body) {
        return Err((400, "XAmzContentSHA256Mismatch"));
    }
    let lines = lines(headers, names).ok_or(DENIED)?;
    let canonical = format!("{method}\n{}\n\n{lines}\n{names}\n{payload}", uri.path());
    if signature(&canonical, stamp) == field("Signature")? { Ok(()) } else { Err(MISMATCH) }
}

/// A link: signed in its query, and good for a while.
pub(crate) fn check_link(uri: &Uri, headers: &HeaderMap, now: DateTime<Utc>) -> Result<(), Refusal> {
    let query = uri.query().ok_or(DENIED)?;
    let (signed, given) = query.rsplit_once("&X-Amz-Signature=").ok_or(DENIED)?;
    let fields: BTreeMap<String, String> = form_urlencoded::parse(signed.as_bytes()).into_owned().collect();
    let field = |name: &str| fields.get(name).map(String::as_str).ok_or(MALFORMED);
    let stamp = field("X-Amz-Date")?;
    let day = stamp.get(..8).unwrap_or_default();
    let credential = format!("{ACCESS_KEY}/{day}/{SCOPE_END}");
    if field("X-Amz-Algorithm")? != "AWS4-HMAC-SHA256"
        || field("X-Amz-SignedHeaders")? != "host"
        || field("X-Amz-Credential")? != credential
    {
        return Err(MALFORMED);
    }
    let begins = NaiveDateTime::parse_from_str(stamp, "%Y%m%dT%H%M%SZ").map_err(|_| MALFORMED)?.and_utc();
    let seconds: i64 = field("X-Amz-Expires")?.parse().map_err(|_| MALFORMED)?;
    if !(1..=LONGEST).contains(&seconds) {
        return Err(MALFORMED);
    }
    let mut pairs: Vec<&str> = signed.split('&').collect();
    pairs.sort_unstable();
    let lines = lines(headers, "host").ok_or(DENIED)?;
    let canonical = format!("GET\n{}\n{}\n{lines}\nhost\nUNSIGNED-PAYLOAD", uri.path(), pairs.join("&"));
    if signature(&canonical, stamp) != given {
        return Err(MISMATCH);
    }
    // S3 forgives a clock that is a quarter of an hour ahead.
    let lives = begins - TimeDelta::minutes(15) <= now && now < begins + TimeDelta::seconds(seconds);
    if lives { Ok(()) } else { Err(DENIED) }
}
