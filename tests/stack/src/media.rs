//! The files that providers keep: what she sent, by the provider's id. One
//! that nobody registered is a tiny picture, so that the page's phone works.
//!
//! Source: "Media" in Meta's Cloud API reference, "Media resource" in Twilio's
//! documentation.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::process::Instance;
use crate::runtime_api::Outgoing;
use crate::sigv4::hex_sha256;
use crate::stack::Inner;

/// Meta keeps a file so long.
const KEPT: TimeDelta = TimeDelta::days(7);
/// Its address is good for so long.
const ADDRESS_LASTS: TimeDelta = TimeDelta::minutes(5);

/// One black dot.
const PICTURE: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
/// The first page of an Opus stream, and no sound.
const SOUND: &[u8] =
    b"OggS\0\x02\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\x01\x13OpusHead\x01\x01\x38\x01\x80\xBB\0\0\0\0\0";

/// A file at the provider.
#[derive(Clone)]
pub(crate) struct Kept {
    content_type: String,
    bytes: Bytes,
    at: DateTime<Utc>,
    /// The address that is given out instead of the true one.
    url: Option<String>,
    /// Where the true address leads to.
    redirect: Option<String>,
}

/// All files, by the provider's id.
#[derive(Default)]
pub(crate) struct Media(Mutex<BTreeMap<String, Kept>>);

impl Media {
    /// The page's phone sends a picture or a sound.
    pub(crate) fn offer_sample(&self, id: &str, sound: bool, at: DateTime<Utc>) {
        let mut kept = picture(at);
        if sound {
            (kept.content_type, kept.bytes) = ("audio/ogg".to_owned(), Bytes::from_static(SOUND));
        }
        crate::lock(&self.0).insert(id.to_owned(), kept);
    }

    /// The file, unless it has grown too old.
    fn get(&self, id: &str, now: DateTime<Utc>) -> Option<Kept> {
        let kept = crate::lock(&self.0).get(id).cloned().unwrap_or_else(|| picture(now));
        (now < kept.at + KEPT).then_some(kept)
    }
}

fn picture(at: DateTime<Utc>) -> Kept {
    let bytes = STANDARD.decode(PICTURE).unwrap_or_default().into();
    Kept { content_type: "image/png".to_owned(), bytes, at, url: None, redirect: None }
}

/// A file to register, and how the provider misbehaves about it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Registered {
    id: String,
    content_type: String,
    base64: String,
    url: Option<String>,
    redirect: Option<String>,
}

/// Registers a file; from now on it grows old.
pub(crate) async fn register(State(inner): State<Arc<Inner>>, Json(asked): Json<Registered>) -> StatusCode {
    let Ok(bytes) = STANDARD.decode(&asked.base64) else { return StatusCode::BAD_REQUEST };
    let Registered { id, content_type, url, redirect, .. } = asked;
    let at = inner.shared.clock.now();
    crate::lock(&inner.shared.media.0)
        .insert(id, Kept { content_type, bytes: bytes.into(), at, url, redirect });
    StatusCode::NO_CONTENT
}

/// What Meta says about a file; `None` if it has none.
pub(crate) fn about(instance: &Instance, id: &str, request: &Outgoing) -> Option<Value> {
    let now = instance.shared.clock.now();
    let kept = instance.shared.media.get(id, now)?;
    let host = request.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let until = (now + ADDRESS_LASTS).timestamp();
    let url = kept.url.unwrap_or_else(|| format!("http://{host}/graph-media/{id}?ext={until}"));
    Some(json!({
        "messaging_product": "whatsapp",
        "url": url,
        "mime_type": kept.content_type,
        "sha256": hex_sha256(&kept.bytes),
        "file_size": kept.bytes.len().to_string(),
        "id": id,
    }))
}

/// Whether an address that [`about`] gave out is still good.
pub(crate) fn is_fresh(instance: &Instance, request: &Outgoing) -> bool {
    let until = request.uri.query().and_then(|query| query.strip_prefix("ext=")?.parse::<i64>().ok());
    until.is_some_and(|until| instance.shared.clock.now().timestamp() < until)
}

/// The file itself, or where it leads to.
pub(crate) fn file(instance: &Instance, id: &str) -> Response {
    let Some(kept) = instance.shared.media.get(id, instance.shared.clock.now()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match kept.redirect {
        Some(redirect) => (StatusCode::FOUND, [(header::LOCATION, redirect)]).into_response(),
        None => ([(header::CONTENT_TYPE, kept.content_type)], kept.bytes).into_response(),
    }
}
