//! Bodies and headers of the carriers that are neither Meta nor Twilio.

use channels::infobip;
use serde_json::{Value, json};

use crate::stack::{Answer, Helpline};

/// The path secret of Gupshup's samples, which the stack is set to.
pub const GUPSHUP_SECRET: &str = "sample-gs-path";
/// The credential of Infobip's samples, likewise.
pub const INFOBIP_BASIC: &str = "hb:heldout-ib";
/// When she wrote, as providers tell.
const SENT_AT: u64 = 1_796_100_000_000;

/// What she does, as the carrier is to tell it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Says<'a> {
    /// She writes.
    Words(&'a str),
    /// She taps a button: its id, its title.
    Button(&'a str, &'a str),
    /// She taps a row: its id, its title.
    Row(&'a str, &'a str),
    /// She taps a template's button: its payload, its title.
    Template(&'a str, &'a str),
}

/// A body of Gupshup's version 2.
pub(crate) fn gupshup_body(phone: &str, id: u64, says: Says<'_>) -> Vec<u8> {
    let digits = phone.trim_start_matches('+');
    let (kind, payload) = match says {
        Says::Words(words) => ("text", json!({"text": words})),
        Says::Button(id, title) => {
            ("button_reply", json!({"title": title, "id": "0", "reply": title, "postbackText": id}))
        }
        Says::Row(id, title) => (
            "list_reply",
            json!({"title": title, "id": "0", "reply": title, "postbackText": id, "description": ""}),
        ),
        // Of a template's button Gupshup tells the title.
        Says::Template(_, title) => ("quick_reply", json!({"text": title, "type": "button"})),
    };
    let sender = json!({"phone": digits, "name": "Test", "country_code": "91", "dial_code": &digits[2..]});
    let payload = json!({"id": format!("gs-in-{id}"), "source": digits, "type": kind,
        "payload": payload, "sender": sender});
    let body = json!({"app": "LkoHelpline", "timestamp": SENT_AT, "version": 2, "type": "message",
        "payload": payload});
    body.to_string().into_bytes()
}

/// A body of Infobip's with a WhatsApp message.
pub(crate) fn infobip_body(phone: &str, id: u64, says: Says<'_>) -> Vec<u8> {
    let message = match says {
        Says::Words(words) => json!({"type": "TEXT", "text": words}),
        Says::Button(id, title) => json!({"type": "INTERACTIVE_BUTTON_REPLY", "id": id, "title": title}),
        Says::Row(id, title) => {
            json!({"type": "INTERACTIVE_LIST_REPLY", "id": id, "title": title, "description": ""})
        }
        Says::Template(payload, title) => json!({"type": "BUTTON", "text": title, "payload": payload}),
    };
    results(&json!({"from": phone.trim_start_matches('+'), "to": "915220000001", "message": message,
        "integrationType": "WHATSAPP", "receivedAt": "2026-12-01T04:30:00.000+0000",
        "messageId": format!("ib-in-{id}"), "contact": {"name": "Test"}}))
}

/// A body of Infobip's with an SMS.
pub(crate) fn infobip_sms_body(phone: &str, id: u64, words: &str) -> Vec<u8> {
    results(&json!({"from": phone.trim_start_matches('+'), "to": "915220000001", "text": words,
        "cleanText": words, "receivedAt": "2026-12-01T04:30:00.000+0000", "smsCount": 1,
        "messageId": format!("ib-sms-in-{id}")}))
}

fn results(result: &Value) -> Vec<u8> {
    json!({"results": [result], "messageCount": 1, "pendingMessageCount": 0}).to_string().into_bytes()
}

/// Gupshup posts a body to the URL that it was given.
pub async fn deliver_gupshup(helpline: &Helpline, body: Vec<u8>) -> Answer {
    let json = [("content-type", "application/json")];
    helpline.request("POST", &format!("/webhooks/gupshup/{GUPSHUP_SECRET}"), &json, body).await
}

/// Infobip posts a body with its credential.
pub async fn deliver_infobip(helpline: &Helpline, body: Vec<u8>) -> Answer {
    let credential = infobip::credential(INFOBIP_BASIC);
    let headers = [("content-type", "application/json"), ("authorization", credential.as_str())];
    helpline.request("POST", "/webhooks/infobip", &headers, body).await
}
