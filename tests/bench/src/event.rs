//! What wakes the functions: Meta's webhooks as API Gateway hands them over,
//! and the scheduler's minute.
//!
//! Sources: "Working with AWS Lambda proxy integrations for HTTP APIs" (payload
//! format 2.0); Meta's samples beside the adapter in `shared/channels`.

use channels::meta;
use serde_json::{Value, json};

/// When everything happens: Tuesday 1 December 2026, 10:00 in India.
const NOW_MILLIS: i64 = 1_796_099_400_000;

/// What a woman sends, in order, until her complaint is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Her first words: her trouble and where.
    Words,
    /// The category, tapped.
    Category,
    /// The confirmation, tapped: the complaint is registered.
    Confirmation,
}

impl Step {
    /// All, in order.
    pub(crate) const ALL: [Self; 3] = [Self::Words, Self::Category, Self::Confirmation];

    fn content(self) -> Value {
        match self {
            Self::Words => {
                json!({"type": "text", "text": {"body": "मलिहाबाद में मेरी विधवा पेंशन तीन महीने से नहीं आई है"}})
            }
            Self::Category => tapped("list_reply", "category:pension", "पेंशन"),
            Self::Confirmation => tapped("button_reply", "register:yes", "हाँ, दर्ज करें"),
        }
    }
}

fn tapped(kind: &str, id: &str, title: &str) -> Value {
    json!({"type": "interactive", "interactive": {"type": kind, kind: {"id": id, "title": title}}})
}

/// A woman's phone number, without `+`.
pub(crate) fn phone(woman: usize) -> String {
    format!("91{}", 9_000_000_000_usize + woman)
}

/// The body of a message of hers, as Meta posts it. `id` is the message's.
pub(crate) fn meta_body(woman: usize, id: &str, content: &Value) -> String {
    let mut message = content.clone();
    message["from"] = json!(phone(woman));
    message["id"] = json!(format!("wamid.HBgMOTE5MDAwMDAwMDAxFQIAEhgU{id}"));
    message["timestamp"] = json!((NOW_MILLIS / 1_000).to_string());
    let value = json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "915220000001", "phone_number_id": "100000000000001"},
        "contacts": [{"profile": {"name": "सीता"}, "wa_id": phone(woman)}],
        "messages": [message],
    });
    document(&value)
}

/// A delivery status of a message to her, as Meta posts it.
pub(crate) fn status_body(woman: usize) -> String {
    let status = json!({
        "id": format!("wamid.HBgMOTE5MDAwMDAwMDAxFQIAERgS{woman}"),
        "status": "delivered",
        "timestamp": (NOW_MILLIS / 1_000).to_string(),
        "recipient_id": phone(woman),
        "conversation": {"id": "c", "origin": {"type": "service"}},
        "pricing": {"billable": true, "pricing_model": "PMP", "category": "service"},
    });
    document(&json!({
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "915220000001", "phone_number_id": "100000000000001"},
        "statuses": [status],
    }))
}

fn document(value: &Value) -> String {
    let entry = json!({"id": "200000000000001", "changes": [{"value": value, "field": "messages"}]});
    json!({"object": "whatsapp_business_account", "entry": [entry]}).to_string()
}

/// The body of one step of a woman's.
pub(crate) fn step_body(woman: usize, step: Step) -> String {
    meta_body(woman, &format!("{woman:06}{step:?}"), &step.content())
}

/// The event of a webhook of Meta's, signed.
pub(crate) fn webhook(secret: &str, body: &str) -> Vec<u8> {
    let headers = json!({
        "accept": "*/*",
        "content-length": body.len().to_string(),
        "content-type": "application/json",
        "host": "helpline.example.gov.in",
        "user-agent": "facebookexternalua",
        "x-amzn-trace-id": "Root=1-6926f0a8-3d4e5f60718293a4b5c6d7e8",
        "x-forwarded-for": "173.252.127.1",
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
        "x-hub-signature-256": meta::signature(secret, body.as_bytes()),
    });
    json!({
        "version": "2.0",
        "routeKey": "POST /webhooks/meta",
        "rawPath": "/webhooks/meta",
        "rawQueryString": "",
        "headers": headers,
        "requestContext": context(),
        "body": body,
        "isBase64Encoded": false,
    })
    .to_string()
    .into_bytes()
}

fn context() -> Value {
    json!({
        "accountId": "000000000000",
        "apiId": "local",
        "domainName": "helpline.example.gov.in",
        "domainPrefix": "helpline",
        "http": {
            "method": "POST",
            "path": "/webhooks/meta",
            "protocol": "HTTP/1.1",
            "sourceIp": "173.252.127.1",
            "userAgent": "facebookexternalua",
        },
        "requestId": "JKJaXmPLvHcESHA=",
        "routeKey": "POST /webhooks/meta",
        "stage": "$default",
        "time": "01/Dec/2026:04:30:00 +0000",
        "timeEpoch": NOW_MILLIS,
    })
}

/// The scheduler's minute, as template.yaml has it sent.
pub(crate) fn minute() -> Vec<u8> {
    br#"{"time":"2026-12-01T04:30:00Z"}"#.to_vec()
}
