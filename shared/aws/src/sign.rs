//! Signature Version 4 for the two services that we call.
//!
//! The SDK's own signer derives the day's key for every request and builds
//! sorted maps of headers and query parameters that our requests do not have:
//! a million instructions in a warm registration, a third of it all. This one
//! keeps the key for the day, signs the headers that must be signed, and
//! hashes with the library that TLS brings along. The tests hold it against
//! the SDK's.
//!
//! Source: "Create a signed AWS API request" in the IAM user guide.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_lc_rs::{digest, hmac};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::{AuthScheme, AuthSchemeEndpointConfig, AuthSchemeId, Sign};
use aws_smithy_runtime_api::client::identity::{Identity, SharedIdentityResolver};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::{GetIdentityResolver, RuntimeComponents};
use aws_smithy_types::config_bag::ConfigBag;
use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;

/// The name by which the SDK knows the scheme: ours takes its place.
const SCHEME: AuthSchemeId = AuthSchemeId::new("sigv4");
/// The headers that are signed if they are there, in order of their names; the
/// date and the host always are. An answer depends on no other.
const SIGNED: [&str; 6] = ["content-type", "host", "x-amz-content-sha256", DATE, TOKEN, "x-amz-target"];
const DATE: &str = "x-amz-date";
const TOKEN: &str = "x-amz-security-token";

/// A request that cannot be signed. Names no value of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum Unsignable {
    #[error("the identity is no pair of AWS keys")]
    Identity,
    #[error("there is no clock")]
    Clock,
    #[error("the address has no host, or a query, which no request of ours has")]
    Address,
    #[error("the body is a stream, which no request of ours has")]
    Body,
}

/// The key that signs on one day for one pair of AWS keys.
struct DayKey {
    day: String,
    access_key: String,
    key: hmac::Key,
}

/// Signs for one service in one region.
pub(crate) struct Signer {
    service: &'static str,
    region: String,
    key: Mutex<Option<DayKey>>,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Signer({})", self.service)
    }
}

impl Signer {
    /// A signer for this service (`dynamodb`, `sns`) in this region.
    pub(crate) fn new(service: &'static str, region: String) -> Self {
        Self { service, region, key: Mutex::new(None) }
    }

    /// Signs a request as of `now`: adds the date, the session's token and the
    /// signature to its headers.
    pub(crate) fn sign(
        &self,
        request: &mut HttpRequest,
        keys: &Credentials,
        now: SystemTime,
    ) -> Result<(), Unsignable> {
        let now = DateTime::<Utc>::from(now).format("%Y%m%dT%H%M%SZ").to_string();
        let day = now.get(..8).unwrap_or_default();
        let (host, path) = address(request.uri())?;
        let (host, path) = (host.to_owned(), path.to_owned());
        request.headers_mut().insert(DATE, now.clone());
        if let Some(token) = keys.session_token() {
            request.headers_mut().insert(TOKEN, token.to_owned());
        }
        let (canonical, names) = canonical(request, &host, &path)?;
        let scope = format!("{day}/{}/{}/aws4_request", self.region, self.service);
        let text = format!("AWS4-HMAC-SHA256\n{now}\n{scope}\n{}", sha256(canonical.as_bytes()));
        let signature = hex(hmac::sign(&self.day_key(keys, day), text.as_bytes()).as_ref());
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}",
            keys.access_key_id()
        );
        request.headers_mut().insert("authorization", authorization);
        Ok(())
    }

    /// An address that whoever has it may GET from `now` on for so long: the
    /// signature is in its query, and covers that nobody on the way may keep
    /// the answer.
    pub(crate) fn presign(
        &self,
        url: &str,
        keys: &Credentials,
        now: DateTime<Utc>,
        lasts: TimeDelta,
    ) -> Result<String, Unsignable> {
        let now = now.format("%Y%m%dT%H%M%SZ").to_string();
        let day = now.get(..8).unwrap_or_default();
        let (host, path) = address(url)?;
        let scope = format!("{day}/{}/{}/aws4_request", self.region, self.service);
        let credential = format!("{}/{scope}", keys.access_key_id());
        let expires = lasts.num_seconds().to_string();
        let token = keys.session_token().map(|token| ("X-Amz-Security-Token", token));
        let mut fields = vec![
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
            ("X-Amz-Credential", &credential),
            ("X-Amz-Date", &now),
            ("X-Amz-Expires", &expires),
            ("X-Amz-SignedHeaders", "host"),
            ("response-cache-control", "no-store"),
        ];
        fields.splice(4..4, token);
        let fields: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let query = fields.join("&");
        let canonical = format!("GET\n{path}\n{query}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD");
        let text = format!("AWS4-HMAC-SHA256\n{now}\n{scope}\n{}", sha256(canonical.as_bytes()));
        let signature = hex(hmac::sign(&self.day_key(keys, day), text.as_bytes()).as_ref());
        Ok(format!("{url}?{query}&X-Amz-Signature={signature}"))
    }

    fn day_key(&self, keys: &Credentials, day: &str) -> hmac::Key {
        let mut known = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        match &*known {
            Some(known) if known.day == day && known.access_key == keys.access_key_id() => known.key.clone(),
            _ => {
                let key =
                    derive(keys.secret_access_key(), &[day, &self.region, self.service, "aws4_request"]);
                let (day, access_key) = (day.to_owned(), keys.access_key_id().to_owned());
                *known = Some(DayKey { day, access_key, key: key.clone() });
                key
            }
        }
    }
}

/// The day's key: the secret, hashed with each part in turn.
fn derive(secret: &str, parts: &[&str]) -> hmac::Key {
    let first = hmac::Key::new(hmac::HMAC_SHA256, format!("AWS4{secret}").as_bytes());
    parts.iter().fold(first, |key, part| {
        hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&key, part.as_bytes()).as_ref())
    })
}

/// Host (with its port, if one is named) and path of an address.
fn address(uri: &str) -> Result<(&str, &str), Unsignable> {
    let (_, rest) = uri.split_once("://").ok_or(Unsignable::Address)?;
    let (host, path) = rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash));
    if host.is_empty() || rest.contains('?') { Err(Unsignable::Address) } else { Ok((host, path)) }
}

/// The canonical request, and the names of the signed headers.
fn canonical(request: &HttpRequest, host: &str, path: &str) -> Result<(String, String), Unsignable> {
    let (mut lines, mut names) = (String::new(), String::new());
    for name in SIGNED {
        let value = if name == "host" { Some(host) } else { request.headers().get(name) };
        if let Some(value) = value {
            // Writing to a String cannot fail.
            let _ = writeln!(lines, "{name}:{}", value.trim());
            names.push_str(if names.is_empty() { "" } else { ";" });
            names.push_str(name);
        }
    }
    let body = sha256(request.body().bytes().ok_or(Unsignable::Body)?);
    Ok((format!("{}\n{path}\n\n{lines}\n{names}\n{body}", request.method()), names))
}

/// The digest of these bytes, in lower-case hex.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// A value in a query: all but RFC 3986's unreserved characters is escaped.
fn encode(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    let escape = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    value.bytes().map(escape).collect()
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

impl AuthScheme for Signer {
    fn scheme_id(&self) -> AuthSchemeId {
        SCHEME
    }

    fn identity_resolver(&self, resolvers: &dyn GetIdentityResolver) -> Option<SharedIdentityResolver> {
        resolvers.identity_resolver(SCHEME)
    }

    fn signer(&self) -> &dyn Sign {
        self
    }
}

impl Sign for Signer {
    fn sign_http_request(
        &self,
        request: &mut HttpRequest,
        identity: &Identity,
        _: AuthSchemeEndpointConfig<'_>,
        components: &RuntimeComponents,
        _: &ConfigBag,
    ) -> Result<(), BoxError> {
        let keys = identity.data::<Credentials>().ok_or(Unsignable::Identity)?;
        let clock = components.time_source().ok_or(Unsignable::Clock)?;
        Ok(self.sign(request, keys, clock.now())?)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use std::time::Duration;

    use aws_sigv4::http_request::{
        PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings,
        UriPathNormalizationMode, sign,
    };
    use aws_sigv4::sign::v4;
    use aws_smithy_types::body::SdkBody;
    use proptest::prelude::*;

    use super::*;

    fn keys(token: Option<&str>) -> Credentials {
        Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG", token.map(str::to_owned), None, "test")
    }

    fn request(uri: &str, headers: &[(&'static str, String)], body: &[u8]) -> HttpRequest {
        let mut request = HttpRequest::new(SdkBody::from(body.to_vec()));
        request.set_method("POST").unwrap();
        request.set_uri(uri.to_owned()).unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.clone());
        }
        request
    }

    /// What the SDK's own signer says.
    fn expected(request: &HttpRequest, keys: &Credentials, now: SystemTime) -> String {
        let identity = Identity::from(keys.clone());
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region("ap-south-1")
            .name("dynamodb")
            .time(now)
            .settings(SigningSettings::default())
            .build()
            .unwrap();
        let body = SignableBody::Bytes(request.body().bytes().unwrap());
        let headers = request.headers().iter();
        let signable = SignableRequest::new(request.method(), request.uri(), headers, body).unwrap();
        let (instructions, _) = sign(signable, &params.into()).unwrap().into_parts();
        let found = instructions.headers().find(|(name, _)| *name == "authorization").unwrap();
        found.1.to_owned()
    }

    fn check(signer: &Signer, uri: &str, target: Option<&str>, body: &[u8], token: Option<&str>, at: u64) {
        let mut headers = vec![("content-type", "application/x-amz-json-1.0".to_owned())];
        headers.extend(target.map(|target| ("x-amz-target", target.to_owned())));
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(at);
        let mut ours = request(uri, &headers, body);
        let theirs = expected(&ours, &keys(token), now);
        signer.sign(&mut ours, &keys(token), now).unwrap();
        assert_eq!(ours.headers().get("authorization"), Some(theirs.as_str()), "{uri} {target:?} {at}");
        assert_eq!(ours.headers().get(TOKEN), token);
    }

    #[test]
    fn signs_as_the_sdk_does() {
        let signer = Signer::new("dynamodb", "ap-south-1".to_owned());
        let query = Some("DynamoDB_20120810.Query");
        let (day, next) = (1_796_099_400, 1_796_185_800);
        check(&signer, "https://dynamodb.ap-south-1.amazonaws.com/", query, b"{}", Some("token/=="), day);
        check(&signer, "https://dynamodb.ap-south-1.amazonaws.com", query, b"{}", None, day);
        check(&signer, "https://dynamodb.ap-south-1.amazonaws.com/", query, b"{}", None, next);
        check(&signer, "http://127.0.0.1:8000/sns", None, "नमस्ते".as_bytes(), None, day);
    }

    /// What the SDK's own signer makes of a link to a file.
    fn expected_link(url: &str, keys: &Credentials, now: SystemTime) -> String {
        let identity = Identity::from(keys.clone());
        let mut settings = SigningSettings::default();
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(Duration::from_secs(300));
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region("ap-south-1")
            .name("s3")
            .time(now)
            .settings(settings)
            .build()
            .unwrap();
        let asked = format!("{url}?response-cache-control=no-store");
        let body = SignableBody::UnsignedPayload;
        let signable = SignableRequest::new("GET", &asked, std::iter::empty(), body).unwrap();
        let (instructions, _) = sign(signable, &params.into()).unwrap().into_parts();
        let found = instructions.params().iter().find(|(name, _)| *name == "X-Amz-Signature").unwrap();
        found.1.to_string()
    }

    #[test]
    fn a_link_is_signed_as_the_sdk_does() {
        let signer = Signer::new("s3", "ap-south-1".to_owned());
        let check = |url: &str, token: Option<&str>| {
            let now = DateTime::from_timestamp(1_796_099_400, 0).unwrap();
            let link = signer.presign(url, &keys(token), now, TimeDelta::minutes(5)).unwrap();
            let theirs = expected_link(url, &keys(token), now.into());
            assert!(link.ends_with(&format!("&X-Amz-Signature={theirs}")), "{link} but {theirs}");
            assert!(link.starts_with(&format!("{url}?X-Amz-Algorithm=AWS4-HMAC-SHA256&")), "{link}");
        };
        check("https://files.s3.ap-south-1.amazonaws.com/lko/0f1e", None);
        check("https://files.s3.ap-south-1.amazonaws.com/lko/0f1e", Some("to/k+en=="));
        check("http://127.0.0.1:9000/local/s3/files-local/lko/0f1e", None);
    }

    #[test]
    fn what_is_not_ours_is_refused() {
        let check = |uri: &str, expected| assert_eq!(address(uri), expected, "{uri}");
        check("https://h/?a=b", Err(Unsignable::Address));
        check("/relative", Err(Unsignable::Address));
        check("https:///", Err(Unsignable::Address));
        check("https://h:1/sns/", Ok(("h:1", "/sns/")));
    }

    #[test]
    fn debug_shows_no_key() {
        assert_eq!(format!("{:?}", Signer::new("sns", "r".to_owned())), "Signer(sns)");
    }

    proptest! {
        #[test]
        fn whatever_the_body_token_and_time(
            body in proptest::collection::vec(any::<u8>(), 0..300),
            token in proptest::option::of("[A-Za-z0-9/+=]{1,80}"),
            target in proptest::option::of("[A-Za-z0-9_.]{1,40}"),
            at in 0_u64..4_000_000_000,
        ) {
            let signer = Signer::new("dynamodb", "ap-south-1".to_owned());
            check(&signer, "https://h.example/", target.as_deref(), &body, token.as_deref(), at);
        }
    }
}
