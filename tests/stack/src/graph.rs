//! Meta's Graph API, as far as the helpline uses it: sending a message.

use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::calls::Call;
use crate::faults::{Boundary, FaultKind, Service};
use crate::graph_rules::{self, Message, Problem};
use crate::media;
use crate::outbound::Sent;
use crate::process::Instance;
use crate::runtime_api::{Outgoing, fetched};

/// Serves a function's request for what comes after `/graph/`.
pub(crate) async fn serve(instance: &Instance, path: &str, request: &Outgoing) -> Response {
    let parts: Vec<_> = path.split('/').collect();
    if let [version, id] = parts[..]
        && request.method == Method::GET
        && version.starts_with('v')
        && is_number(id)
    {
        return about_file(instance, id, request).await;
    }
    let [version, id, "messages"] = parts[..] else {
        fetched(instance, request);
        return unsupported(request.method.as_str());
    };
    if request.method != Method::POST || !version.starts_with('v') || !is_number(id) {
        return unsupported(request.method.as_str());
    }
    let call = Call { instance, service: Service::Graph, operation: "messages", kind: Some(Boundary::Send) };
    let act = async {
        match accept(instance, request) {
            Ok(answer) => (StatusCode::OK, axum::Json(answer)).into_response(),
            Err(problem) => refuse(&problem),
        }
    };
    call.perform(failure, act, || ()).await
}

/// What Meta says about a file that she sent.
async fn about_file(instance: &Instance, id: &str, request: &Outgoing) -> Response {
    fetched(instance, request);
    let call = Call { instance, service: Service::Graph, operation: "media", kind: Some(Boundary::Read) };
    let act = async {
        match authorized(request, instance.shared.config.get("META_ACCESS_TOKEN")) {
            Ok(()) => media::about(instance, id, request)
                .map_or_else(|| unsupported("get"), |about| axum::Json(about).into_response()),
            Err(problem) => refuse(&problem),
        }
    };
    call.perform(failure, act, || ()).await
}

/// The file itself, at the address that Meta gave out.
pub(crate) async fn serve_file(instance: &Instance, id: &str, request: &Outgoing) -> Response {
    fetched(instance, request);
    let call = Call { instance, service: Service::Graph, operation: "file", kind: Some(Boundary::Read) };
    let act = async {
        let authorized = authorized(request, instance.shared.config.get("META_ACCESS_TOKEN"));
        match authorized.is_ok() && media::is_fresh(instance, request) {
            true => media::file(instance, id),
            false => StatusCode::NOT_FOUND.into_response(),
        }
    };
    call.perform(failure, act, || ()).await
}

fn is_number(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())
}

fn problem(code: u32, details: &str) -> Problem {
    Problem { code, details: details.to_owned() }
}

fn accept(instance: &Instance, request: &Outgoing) -> Result<Value, Problem> {
    let shared = &instance.shared;
    authorized(request, shared.config.get("META_ACCESS_TOKEN"))?;
    let content_type = request.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    if !content_type.is_some_and(|kind| kind.starts_with("application/json")) {
        return Err(problem(100, "The content type must be application/json"));
    }
    let body: Value =
        serde_json::from_slice(&request.body).map_err(|_| problem(100, "The body is not JSON"))?;
    let message = graph_rules::check(&body, &shared.templates)?;
    let now = shared.clock.now();
    if message.kind != "template" && !shared.outbound.window_open(&message.to, now) {
        return Err(problem(131_047, "More than 24 hours have passed since the recipient last replied"));
    }
    let id = format!("wamid.{}", uuid::Uuid::new_v4().simple());
    let answer = answer(&message, &id);
    let Message { to, kind, text, options, .. } = message;
    let raw = String::from_utf8_lossy(&request.body).into_owned();
    shared.outbound.record(Sent { id, provider: "meta", to, kind, text, options, raw, at: now });
    Ok(answer)
}

fn authorized(request: &Outgoing, token: Option<&str>) -> Result<(), Problem> {
    let given = request.headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer "));
    match (given, token) {
        (Some(given), Some(token)) if given == token => Ok(()),
        _ => Err(problem(190, "Invalid OAuth access token")),
    }
}

fn answer(message: &Message, id: &str) -> Value {
    let contact = match message.to.strip_prefix('+') {
        Some(digits) => json!({"input": message.input, "wa_id": digits}),
        None => json!({"input": message.input, "user_id": message.to}),
    };
    json!({"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": id}]})
}

fn refuse(problem: &Problem) -> Response {
    let (status, message) = match problem.code {
        190 => (StatusCode::UNAUTHORIZED, "Authentication error"),
        131_047 => (StatusCode::BAD_REQUEST, "Re-engagement message"),
        132_001 => (StatusCode::NOT_FOUND, "Template name does not exist in the translation"),
        131_009 => (StatusCode::BAD_REQUEST, "Parameter value is not valid"),
        _ => (StatusCode::BAD_REQUEST, "Invalid parameter"),
    };
    error(status, problem.code, message, &problem.details)
}

fn error(status: StatusCode, code: u32, message: &str, details: &str) -> Response {
    let body = json!({"error": {
        "message": format!("(#{code}) {message}"),
        "type": "OAuthException",
        "code": code,
        "error_data": {"messaging_product": "whatsapp", "details": details},
        "fbtrace_id": uuid::Uuid::new_v4().simple().to_string(),
    }});
    (status, axum::Json(body)).into_response()
}

/// Meta's answer for an object that does not exist or cannot be read.
fn unsupported(method: &str) -> Response {
    let method = method.to_lowercase();
    let body = json!({"error": {
        "message": format!("Unsupported {method} request. Object does not exist or cannot be loaded."),
        "type": "GraphMethodException",
        "code": 100,
        "error_subcode": 33,
        "fbtrace_id": uuid::Uuid::new_v4().simple().to_string(),
    }});
    (StatusCode::BAD_REQUEST, axum::Json(body)).into_response()
}

fn failure(kind: FaultKind) -> Response {
    match kind {
        FaultKind::Throttle => error(
            StatusCode::TOO_MANY_REQUESTS,
            130_429,
            "Rate limit hit",
            "Cloud API message throughput reached",
        ),
        _ => error(StatusCode::INTERNAL_SERVER_ERROR, 131_000, "Something went wrong", "Try again later"),
    }
}
