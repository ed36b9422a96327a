//! S3, as far as the helpline uses it: `PutObject`, and a link that shows an
//! object. Both must be signed as S3 wants it.
//!
//! Source: the S3 API reference (PutObject, GetObject, error responses).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::calls::Call;
use crate::error::{Context, Error};
use crate::faults::{Boundary, FaultKind, Service};
use crate::process::Instance;
use crate::runtime_api::Outgoing;
use crate::sigv4::{self, Refusal};
use crate::stack::Inner;

/// The only bucket.
pub(crate) const BUCKET: &str = "files-local";
/// What links to it begin with, behind the gateway's address.
pub(crate) const LINKS: &str = "/local/s3/files-local";

#[derive(Clone)]
struct Object {
    content_type: String,
    bytes: Bytes,
}

/// What lies in the bucket, by key.
#[derive(Default)]
pub(crate) struct Objects {
    kept: Mutex<BTreeMap<String, Object>>,
    /// Where it is kept besides, if anywhere.
    directory: Option<PathBuf>,
}

impl Objects {
    /// Opens the bucket, with what an earlier run left in `data`.
    pub(crate) fn open(data: Option<&Path>) -> Result<Self, Error> {
        let Some(directory) = data.map(|data| data.join("s3")) else { return Ok(Self::default()) };
        std::fs::create_dir_all(&directory).context("making the bucket's directory")?;
        let mut kept = BTreeMap::new();
        for entry in std::fs::read_dir(&directory).context("reading the bucket")?.flatten() {
            let read = std::fs::read(entry.path()).context("reading an object")?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some((key, content_type)) = name.split_once(',') else { continue };
            let content_type = content_type.replace('+', "/");
            kept.insert(key.replace('+', "/"), Object { content_type, bytes: read.into() });
        }
        Ok(Self { kept: Mutex::new(kept), directory: Some(directory) })
    }

    /// A key holds letters, digits and slashes only (see [`key_of`]), so that
    /// the name of its file can hold it and its type.
    fn put(&self, key: &str, object: Object) -> Result<(), Refusal> {
        if let Some(directory) = &self.directory {
            let name = format!("{key},{}", object.content_type).replace('/', "+");
            std::fs::write(directory.join(name), &object.bytes).map_err(|_| (500, "InternalError"))?;
        }
        crate::lock(&self.kept).insert(key.to_owned(), object);
        Ok(())
    }

    fn get(&self, key: &str) -> Option<Object> {
        crate::lock(&self.kept).get(key).cloned()
    }

    fn list(&self) -> Vec<Value> {
        let view = |(key, object): (&String, &Object)| json!({"key": key, "content_type": object.content_type, "bytes": object.bytes.len()});
        crate::lock(&self.kept).iter().map(view).collect()
    }
}

/// The key in `/BUCKET/KEY`.
fn key_of(path: &str) -> Result<&str, Refusal> {
    let (bucket, key) = path.split_once('/').ok_or((404, "NoSuchBucket"))?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-/".contains(&byte);
    match () {
        () if bucket != BUCKET => Err((404, "NoSuchBucket")),
        () if key.is_empty() || !key.bytes().all(plain) => Err((400, "KeyTooLongError")),
        () => Ok(key),
    }
}

/// Serves a function's request for what comes after `/s3/`.
pub(crate) async fn serve(instance: &Instance, path: &str, request: &Outgoing) -> Response {
    if request.method != Method::PUT {
        return refuse((501, "NotImplemented"));
    }
    let kind = Some(Boundary::Commit);
    let call = Call { instance, service: Service::S3, operation: "PutObject", kind };
    let act = async { put(instance, path, request).map_or_else(refuse, |()| StatusCode::OK.into_response()) };
    call.perform(failure, act, || ()).await
}

fn put(instance: &Instance, path: &str, request: &Outgoing) -> Result<(), Refusal> {
    let Outgoing { method, uri, headers, body } = request;
    sigv4::check_headers(method, uri, headers, body)?;
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or("binary/octet-stream").to_owned();
    instance.shared.objects.put(key_of(path)?, Object { content_type, bytes: body.clone() })
}

/// Whoever has a link sees the object, while the link is good.
pub(crate) async fn show(State(inner): State<Arc<Inner>>, request: Request) -> Response {
    let checked = sigv4::check_link(request.uri(), request.headers(), inner.shared.clock.now());
    let path = request.uri().path().strip_prefix("/local/s3/").unwrap_or_default();
    match checked.and_then(|()| key_of(path)) {
        Ok(key) => match inner.shared.objects.get(key) {
            Some(object) => {
                let headers =
                    [(header::CONTENT_TYPE, object.content_type), (header::CACHE_CONTROL, "no-store".into())];
                (headers, object.bytes).into_response()
            }
            None => refuse((404, "NoSuchKey")),
        },
        Err(refusal) => refuse(refusal),
    }
}

/// What lies in the bucket, for who looks.
pub(crate) async fn list(State(inner): State<Arc<Inner>>) -> Json<Value> {
    Json(json!(inner.shared.objects.list()))
}

fn refuse((status, code): Refusal) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let request = uuid::Uuid::new_v4().simple();
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><RequestId>{request}</RequestId></Error>"
    );
    (status, [(header::CONTENT_TYPE, "application/xml")], body).into_response()
}

fn failure(kind: FaultKind) -> Response {
    match kind {
        FaultKind::Throttle => refuse((503, "SlowDown")),
        _ => refuse((500, "InternalError")),
    }
}
