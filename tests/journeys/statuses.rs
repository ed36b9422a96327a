//! What providers tell of messages that we sent, and of a woman's wish.

use channels::twilio;
use journeys::carrier::{deliver_gupshup, deliver_infobip};
use journeys::stack::{Answer, TWILIO_TOKEN, text};
use journeys::woman::{Carrier, deliver_meta, meta_document};
use journeys::{Helpline, Woman};
use serde_json::{Value, json};

/// Meta's id of our number.
pub(crate) const META_NUMBER_ID: &str = "100000000000001";

/// The newest message that she was sent: the provider's id of it.
pub(crate) async fn last_id(helpline: &Helpline, she: &Woman<'_>) -> String {
    let all = helpline.outbound().await;
    let last = all.iter().rfind(|sent| text(&sent["to"]).ends_with(&she.phone)).expect("a message to her");
    text(&last["id"])
}

/// The SMS to her own phone, oldest first.
pub(crate) async fn sms_to(helpline: &Helpline, phone: &str) -> Vec<String> {
    helpline.sms().await.into_iter().filter(|sms| sms.to == phone).map(|sms| sms.text).collect()
}

/// One of Meta's statuses, as little as the contract of a webhook holds.
pub(crate) fn meta_status(id: &str, status: &str, phone: &str, code: Option<u32>) -> Value {
    let mut status = json!({"id": id, "status": status, "timestamp": "1796100000",
        "recipient_id": phone.trim_start_matches('+')});
    if let Some(code) = code {
        status["errors"] = json!([{"code": code, "title": "x"}]);
    }
    status
}

/// A body of Meta's with these statuses.
pub(crate) fn meta_statuses(statuses: &[Value]) -> Vec<u8> {
    meta_document(&json!({"messaging_product": "whatsapp", "statuses": statuses,
        "metadata": {"display_phone_number": "915220000001", "phone_number_id": META_NUMBER_ID}}))
}

/// Meta tells of these.
pub(crate) async fn meta_tells(helpline: &Helpline, statuses: &[Value]) {
    let answer = deliver_meta(helpline, meta_statuses(statuses)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

/// The carrier tells that a message to her failed, for a reason of its own.
pub(crate) async fn fails(helpline: &Helpline, carrier: Carrier, id: &str, phone: &str) -> Answer {
    let digits = phone.trim_start_matches('+');
    match carrier {
        Carrier::Meta => {
            deliver_meta(helpline, meta_statuses(&[meta_status(id, "failed", phone, Some(131_026))])).await
        }
        Carrier::Gupshup => {
            let body = json!({"app": "LkoHelpline", "timestamp": 1_796_100_000_000_u64, "version": 2,
                "type": "message-event", "payload": {"id": id, "gsId": id, "type": "failed",
                "destination": digits, "payload": {"code": 1002, "reason": "Number Does Not Exist On WhatsApp"}}});
            deliver_gupshup(helpline, body.to_string().into_bytes()).await
        }
        Carrier::InfobipWhatsapp | Carrier::InfobipSms => {
            let body = json!({"results": [{"messageId": id, "to": digits,
                "status": {"groupId": 2, "groupName": "UNDELIVERABLE", "id": 9, "name": "UNDELIVERABLE_NOT_DELIVERED"},
                "error": {"id": 7002, "name": "EC_UNKNOWN_USER", "permanent": true}}]});
            deliver_infobip(helpline, body.to_string().into_bytes()).await
        }
        Carrier::TwilioWhatsapp => twilio_tells(helpline, "whatsapp:", id, phone, "63024").await,
        Carrier::TwilioSms => twilio_tells(helpline, "", id, phone, "30005").await,
    }
}

async fn twilio_tells(helpline: &Helpline, prefix: &str, id: &str, phone: &str, code: &str) -> Answer {
    let (from, to) = (format!("{prefix}+915220000001"), format!("{prefix}{phone}"));
    let fields = [
        ("MessageSid", id),
        ("MessageStatus", "undelivered"),
        ("From", &from),
        ("To", &to),
        ("AccountSid", "AC0"),
        ("ErrorCode", code),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let body = channels::form_encode(&fields).into_bytes();
    let url = format!("{}/webhooks/twilio/status", helpline.url());
    let signature = twilio::signature(TWILIO_TOKEN, &url, &body);
    let form = "application/x-www-form-urlencoded";
    let headers = [("content-type", form), ("x-twilio-signature", signature.as_str())];
    helpline.request("POST", "/webhooks/twilio/status", &headers, body).await
}
