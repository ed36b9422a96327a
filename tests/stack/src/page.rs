//! The page at `/`: a phone, the officers' SMS, the complaints and the clock.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Html;

use crate::stack::Inner;

const PAGE: &str = include_str!("page.html");

/// The page, told at which address the functions believe they live, so that
/// it can turn the links in an SMS to this machine.
pub(crate) async fn show(State(inner): State<Arc<Inner>>) -> Html<String> {
    let public = inner.shared.config.get("PUBLIC_URL").unwrap_or_default();
    let public = serde_json::Value::from(public).to_string().replace('<', "\\u003c");
    Html(PAGE.replace("\"%PUBLIC_URL%\"", &public))
}
