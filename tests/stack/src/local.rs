//! The routes below `/local`, and the page: never part of a deployed function.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::faults::{Fault, Kill};
use crate::stack::Inner;
use crate::{FUNCTIONS, gateway, inspect, mail, media, objects, page, phone, schedule};

type Stack = State<Arc<Inner>>;

/// Everything that the stack answers: its own routes, and the gateway for all
/// others.
pub(crate) fn router(inner: Arc<Inner>) -> Router {
    let own = Router::new()
        .route("/local/health", get(health))
        .route("/local/clock", get(clock).put(set_clock))
        .route("/local/sweep", post(sweep))
        .route("/local/sms", get(sms))
        .route("/local/outbound", get(outbound))
        .route("/local/usage", get(usage).delete(reset_usage))
        .route("/local/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/local/kill", get(kills).post(arm).delete(disarm))
        .route("/local/boundaries", get(boundaries).delete(forget_boundaries))
        .route("/local/statuses", get(statuses))
        .route("/local/logs", get(logs))
        .route("/local/fetches", get(fetches))
        .route("/local/media", post(media::register))
        .route("/local/objects", get(objects::list))
        .route("/local/s3/{*path}", get(objects::show))
        .route("/local/email", post(mail::deliver))
        .route("/local/sns", get(mail::confirm))
        .route("/local/sns/", get(mail::confirm))
        .route("/local/sns/certificate.pem", get(mail::certificate))
        .route("/local/phone", post(phone::post))
        .merge(inspect::routes())
        .route_layer(middleware::from_fn_with_state(Arc::clone(&inner), quiesce))
        .route("/", get(page::show));
    let gateway_inner = Arc::clone(&inner);
    own.fallback(move |request: Request| gateway::serve(Arc::clone(&gateway_inner), request))
        .layer(DefaultBodyLimit::disable())
        .with_state(inner)
}

/// Waits until no invocation works on after its answer, before anything is
/// read or set.
async fn quiesce(State(inner): Stack, request: Request, next: Next) -> Response {
    if request.uri().path() != "/local/health" {
        inner.shared.quiesce().await;
    }
    next.run(request).await
}

async fn health(State(inner): Stack) -> (StatusCode, Json<Value>) {
    let ready = inner.readiness();
    let all = ready.values().all(|ready| *ready);
    let status = if all { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({"ready": all, "functions": ready})))
}

async fn clock(State(inner): Stack) -> Json<Value> {
    let clock = &inner.shared.clock;
    Json(json!({"now": clock.now(), "frozen": clock.frozen()}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetClock {
    /// Absent: as it is.
    now: Option<DateTime<Utc>>,
    #[serde(default)]
    frozen: bool,
}

/// Moves the clock. With the schedule on, the sweep that this causes is over
/// when the answer comes.
async fn set_clock(State(inner): Stack, Json(wanted): Json<SetClock>) -> Json<Value> {
    let shared = &inner.shared;
    shared.clock.set(wanted.now.unwrap_or_else(|| shared.clock.now()), wanted.frozen);
    shared.dynamo.sweep_expired();
    if inner.schedule && wanted.now.is_some() {
        schedule::sweep(&inner, shared.clock.now()).await;
        shared.quiesce().await;
    }
    clock(State(inner)).await
}

async fn sweep(State(inner): Stack) -> Response {
    schedule::answer(schedule::sweep(&inner, inner.shared.clock.now()).await)
}

async fn sms(State(inner): Stack) -> Json<Value> {
    Json(json!(*crate::lock(&inner.shared.sms)))
}

async fn outbound(State(inner): Stack) -> Json<Value> {
    Json(json!(inner.shared.outbound.all()))
}

async fn usage(State(inner): Stack) -> Json<Value> {
    Json(json!(inner.shared.usage.counts()))
}

async fn reset_usage(State(inner): Stack) -> StatusCode {
    inner.shared.usage.reset();
    StatusCode::NO_CONTENT
}

async fn faults(State(inner): Stack) -> Json<Value> {
    Json(json!(inner.shared.faults.waiting()))
}

async fn add_fault(State(inner): Stack, Json(fault): Json<Fault>) -> StatusCode {
    inner.shared.faults.add(fault);
    StatusCode::NO_CONTENT
}

async fn clear_faults(State(inner): Stack) -> StatusCode {
    inner.shared.faults.clear();
    StatusCode::NO_CONTENT
}

async fn kills(State(inner): Stack) -> Json<Value> {
    Json(json!(inner.shared.faults.armed()))
}

async fn arm(State(inner): Stack, Json(kill): Json<Kill>) -> Response {
    if !FUNCTIONS.contains(&kill.function.as_str()) || kill.nth == 0 {
        let body = json!({"message": "function must be one of the three, nth at least 1"});
        return (StatusCode::BAD_REQUEST, Json(body)).into_response();
    }
    inner.shared.faults.arm(kill);
    StatusCode::NO_CONTENT.into_response()
}

async fn disarm(State(inner): Stack) -> StatusCode {
    inner.shared.faults.disarm();
    StatusCode::NO_CONTENT
}

async fn boundaries(State(inner): Stack) -> Json<Value> {
    Json(json!(inner.shared.faults.boundaries()))
}

async fn forget_boundaries(State(inner): Stack) -> StatusCode {
    inner.shared.faults.forget_boundaries();
    StatusCode::NO_CONTENT
}

async fn statuses(State(inner): Stack) -> Json<Value> {
    let vault = inner.shared.config.get("DATA_KEY").and_then(|key| helpline::Vault::new(key).ok());
    Json(json!(inner.shared.logs.statuses(vault.as_ref())))
}

async fn logs(State(inner): Stack) -> Json<Value> {
    Json(json!(inner.shared.logs.lines()))
}

async fn fetches(State(inner): Stack) -> Json<Value> {
    Json(json!(*crate::lock(&inner.shared.fetches)))
}
