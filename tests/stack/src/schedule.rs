//! The minute: what EventBridge does in the deployed helpline.

use std::sync::Arc;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::process::Outcome;
use crate::stack::{Inner, tell};

const SWEEPER: &str = "sla-sweeper";

/// Sweeps at each whole minute of the stack's time, for ever. A sweep that
/// takes long overlaps the next one, as it may in Lambda.
pub(crate) async fn run(inner: Arc<Inner>) {
    loop {
        let now = inner.shared.clock.next_minute().await;
        let inner = Arc::clone(&inner);
        tokio::spawn(async move {
            if let Outcome::Died(why) = sweep(&inner, now).await {
                tell(&format!("the sweeper died: {why}"));
            }
        });
    }
}

/// Invokes the sweeper once.
pub(crate) async fn sweep(inner: &Inner, now: DateTime<Utc>) -> Outcome {
    match inner.pool(SWEEPER) {
        Some(pool) => pool.invoke(event(now).to_string().into(), None).await,
        None => Outcome::Died("no sweeper"),
    }
}

/// A scheduled event. Source: "EventBridge scheduled events" in the Lambda
/// developer guide.
fn event(now: DateTime<Utc>) -> Value {
    json!({
        "version": "0",
        "id": uuid::Uuid::new_v4().to_string(),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "000000000000",
        "time": now.to_rfc3339_opts(SecondsFormat::Secs, true),
        "region": "ap-south-1",
        "resources": ["arn:aws:scheduler:ap-south-1:000000000000:schedule/default/helpline-minute"],
        "detail": {},
    })
}

/// A sweep's outcome as an HTTP answer: the function's own response.
pub(crate) fn answer(outcome: Outcome) -> Response {
    let json = [(header::CONTENT_TYPE, "application/json")];
    match outcome {
        Outcome::Answer(body) => (json, body).into_response(),
        Outcome::Error(body) => (StatusCode::BAD_GATEWAY, json, body).into_response(),
        Outcome::Died(why) => (StatusCode::BAD_GATEWAY, axum::Json(json!({"message": why}))).into_response(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;

    #[test]
    fn the_event_carries_the_stacks_time() {
        let event = event("2026-12-01T04:30:00.250Z".parse().unwrap());
        assert_eq!(event["time"], "2026-12-01T04:30:00Z");
        assert_eq!(event["detail-type"], "Scheduled Event");
    }
}
