//! The HTTP API: routes of the template, events in, answers out.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, Request, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::event::{self, Answer};
use crate::outbound::{person, writers, writers_to_meta, writers_to_twilio};
use crate::process::{Outcome, TwimlAddress};
use crate::stack::Inner;

/// API Gateway's limit for a body.
const MAX_BODY: usize = 10 * 1024 * 1024;
/// Lambda's limit for an event.
const MAX_EVENT: usize = 6 * 1024 * 1024;

/// A request to the HTTP API, its body read.
pub(crate) struct Incoming {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Answers everything that is not the stack's own.
pub(crate) async fn serve(inner: Arc<Inner>, request: Request<axum::body::Body>) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY).await else { return too_large() };
    pass(&inner, Incoming { method: parts.method, uri: parts.uri, headers: parts.headers, body }).await
}

/// Passes a request to its function.
pub(crate) async fn pass(inner: &Inner, request: Incoming) -> Response {
    let Incoming { method, uri, headers, body } = &request;
    let Some((route, parameters)) = inner.template.route(method.as_str(), uri.path()) else {
        return message(StatusCode::NOT_FOUND, "Not Found");
    };
    let event = event::build(&event::Request {
        method,
        uri,
        headers,
        body,
        route_key: &format!("{} {}", route.method, route.path),
        path_parameters: &parameters,
        source_ip: "127.0.0.1",
        now: inner.shared.clock.now(),
    });
    let event = event.to_string();
    if event.len() > MAX_EVENT {
        return too_large();
    }
    let Some(pool) = inner.pool(&route.function) else { return failed() };
    let before = note_writers(inner, &request);
    let answer = answer(pool.invoke(event.into(), twiml_to(&request)).await);
    if matches!(answer.status.as_u16(), 401 | 403) {
        inner.shared.outbound.restore(before);
    }
    (answer.status, answer.headers, answer.body).into_response()
}

fn is_post(request: &Incoming, path: &str) -> bool {
    request.method == Method::POST && request.uri.path() == path
}

/// Notes who wrote, for WhatsApp's 24 hours. It is done before the function
/// runs, since that is when it answers her; a request that turns out not to
/// be a true webhook is forgotten again.
fn note_writers(inner: &Inner, request: &Incoming) -> Vec<(String, Option<chrono::DateTime<chrono::Utc>>)> {
    let people = if is_post(request, "/webhooks/meta") {
        inner.shared.outbound.met(&request.body);
        writers_to_meta(&request.body)
    } else if is_post(request, "/webhooks/twilio") {
        writers_to_twilio(&request.body)
    } else if request.method == Method::POST && request.uri.path().starts_with("/webhooks/gupshup/") {
        writers("gupshup:", channels::gupshup::parse(&request.body))
    } else if is_post(request, "/webhooks/infobip") {
        writers("infobip:", channels::infobip::parse(&request.body))
    } else {
        Vec::new()
    };
    inner.shared.outbound.wrote(&people, inner.shared.clock.now())
}

/// To whom Twilio sends the messages in the answer to this request.
fn twiml_to(request: &Incoming) -> Option<TwimlAddress> {
    if !is_post(request, "/webhooks/twilio") {
        return None;
    }
    let mut pairs = form_urlencoded::parse(&request.body);
    let (_, from) = pairs.find(|(key, _)| key == "From")?;
    Some(TwimlAddress { to: person(&from) })
}

/// What the caller sees of an outcome. The contract wants 502 where a
/// function died; API Gateway answers 502 or 500 there.
fn answer(outcome: Outcome) -> Answer {
    let answer = match outcome {
        Outcome::Answer(payload) => event::answer(&payload),
        Outcome::Error(_) | Outcome::Died(_) => None,
    };
    answer.unwrap_or_else(|| {
        let body = json!({"message": "Internal Server Error"}).to_string().into();
        let mut headers = HeaderMap::new();
        headers.insert("content-type", axum::http::HeaderValue::from_static("application/json"));
        Answer { status: StatusCode::BAD_GATEWAY, headers, body }
    })
}

fn message(status: StatusCode, text: &str) -> Response {
    (status, axum::Json(json!({"message": text}))).into_response()
}

fn failed() -> Response {
    message(StatusCode::BAD_GATEWAY, "Internal Server Error")
}

fn too_large() -> Response {
    message(StatusCode::PAYLOAD_TOO_LARGE, "Request Too Long")
}
