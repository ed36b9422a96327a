//! The Lambda Runtime API, and the way out: every request that a function
//! makes arrives at its sandbox's own port and is handed to its service here.
//!
//! Source: "Using the Lambda runtime API for custom runtimes" in the Lambda
//! developer guide.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::json;

use crate::pool::Pool;
use crate::process::{Instance, Outcome};
use crate::{dynamo, event, graph, gupshup, infobip, mail, objects, ses, sns, twilio};

/// A request that a function makes of a service.
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

#[derive(Clone)]
struct Sandbox {
    pool: Arc<Pool>,
    instance: Arc<Instance>,
}

/// Everything that a sandbox's port answers.
pub(crate) fn router(pool: Arc<Pool>, instance: Arc<Instance>) -> Router {
    let runtime = "/2018-06-01/runtime";
    Router::new()
        .route(&format!("{runtime}/invocation/next"), get(next))
        .route(&format!("{runtime}/invocation/{{id}}/response"), post(answered))
        .route(&format!("{runtime}/invocation/{{id}}/error"), post(failed))
        .route(&format!("{runtime}/init/error"), post(init_failed))
        .fallback(outgoing)
        .layer(DefaultBodyLimit::disable())
        .with_state(Sandbox { pool, instance })
}

async fn next(State(sandbox): State<Sandbox>) -> Response {
    let Some((id, event)) = sandbox.pool.next(&sandbox.instance).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let function = sandbox.instance.function;
    let headers = [
        ("lambda-runtime-aws-request-id", id),
        ("lambda-runtime-deadline-ms", deadline(sandbox.instance.timeout()).to_string()),
        (
            "lambda-runtime-invoked-function-arn",
            format!("arn:aws:lambda:ap-south-1:000000000000:function:{function}"),
        ),
        ("lambda-runtime-trace-id", format!("{};Sampled=0", event::trace_id())),
        ("content-type", "application/json".to_owned()),
    ];
    let mut response = event.into_response();
    for (name, value) in headers {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// The deadline in real milliseconds: the runtime compares it with its own
/// clock, not with the event's time.
#[expect(clippy::disallowed_methods, reason = "Lambda's deadline is in real time")]
fn deadline(timeout: std::time::Duration) -> u128 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    (now.unwrap_or_default() + timeout).as_millis()
}

fn accepted() -> Response {
    (StatusCode::ACCEPTED, axum::Json(json!({"status": "OK"}))).into_response()
}

fn no_such_invocation() -> Response {
    let body = json!({"errorType": "InvalidRequestID", "errorMessage": "Invalid request ID"});
    (StatusCode::BAD_REQUEST, axum::Json(body)).into_response()
}

async fn answered(State(sandbox): State<Sandbox>, Path(id): Path<String>, body: Bytes) -> Response {
    let instance = &sandbox.instance;
    if let Some(address) = instance.twiml_to() {
        twilio::record_answer(instance, &address, &body).await;
    }
    if instance.answer(&id, Outcome::Answer(body)) { accepted() } else { no_such_invocation() }
}

async fn failed(State(sandbox): State<Sandbox>, Path(id): Path<String>, body: Bytes) -> Response {
    if sandbox.instance.answer(&id, Outcome::Error(body)) { accepted() } else { no_such_invocation() }
}

async fn init_failed() -> Response {
    accepted()
}

/// Hands a request to the service that it is for.
async fn outgoing(State(sandbox): State<Sandbox>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, usize::MAX).await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let request = Outgoing { method: parts.method, uri: parts.uri, headers: parts.headers, body };
    let instance = &sandbox.instance;
    let path = request.uri.path().to_owned();
    if path == "/sns" || path == "/sns/" {
        sns::serve(instance, &request).await
    } else if request.headers.contains_key("x-amz-target") {
        dynamo::serve(instance, request).await
    } else if let Some(path) = path.strip_prefix("/graph/") {
        graph::serve(instance, path, &request).await
    } else if let Some(id) = path.strip_prefix("/graph-media/") {
        graph::serve_file(instance, id, &request).await
    } else if let Some(key) = path.strip_prefix("/s3/mails-local/") {
        mail::serve(instance, key, &request).await
    } else if let Some(path) = path.strip_prefix("/ses/") {
        ses::serve(instance, path, &request).await
    } else if let Some(path) = path.strip_prefix("/s3/") {
        objects::serve(instance, path, &request).await
    } else if let Some(path) = path.strip_prefix("/twilio/") {
        twilio::serve(instance, path, &request).await
    } else if let Some(path) = path.strip_prefix("/gupshup/") {
        gupshup::serve(instance, path, &request).await
    } else if let Some(path) = path.strip_prefix("/infobip/") {
        infobip::serve(instance, path, &request).await
    } else {
        fetched(instance, &request);
        StatusCode::NOT_FOUND.into_response()
    }
}

/// Records a request that is neither DynamoDB nor SNS nor a send.
pub(crate) fn fetched(instance: &Instance, request: &Outgoing) {
    let host = request.headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
    let shared = &instance.shared;
    let fetch = json!({
        "function": instance.function,
        "method": request.method.as_str(),
        "url": format!("http://{host}{}", request.uri),
        "at": shared.clock.now(),
    });
    crate::lock(&shared.fetches).push(fetch);
}
