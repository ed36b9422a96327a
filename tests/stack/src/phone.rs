//! Her phone, for the page: a true webhook, signed as the provider signs it,
//! sent through the gateway.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::body::to_bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::gateway::{self, Incoming};
use crate::stack::Inner;

/// The samples' receiving numbers for Lucknow.
const META_NUMBER_ID: &str = "100000000000001";
const NUMBER: &str = "+915220000001";
const MAX_ANSWER: usize = 10 * 1024 * 1024;

/// Who carries what she sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Provider {
    Meta,
    TwilioWhatsapp,
    TwilioSms,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Text,
    Choice,
    Image,
    Audio,
    Location,
}

/// What she sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Message {
    provider: Provider,
    from: String,
    kind: Kind,
    #[serde(default)]
    text: String,
    #[serde(default)]
    choice_id: String,
    #[serde(default)]
    choice_title: String,
    /// `button` (the default) or `list`.
    #[serde(default)]
    choice_kind: String,
}

/// Sends it; the answer is the function's, with its status.
pub(crate) async fn post(State(inner): State<Arc<Inner>>, Json(message): Json<Message>) -> Response {
    let id = uuid::Uuid::new_v4().simple().to_string();
    let request = match message.provider {
        Provider::Meta => meta_request(&inner, &message, &id),
        Provider::TwilioWhatsapp | Provider::TwilioSms => twilio_request(&inner, &message, &id),
    };
    let Some(request) = request else {
        let body = json!({"message": "this provider's secret is not set"});
        return (StatusCode::CONFLICT, Json(body)).into_response();
    };
    let response = gateway::pass(&inner, request).await;
    let status = response.status();
    let body = to_bytes(response.into_body(), MAX_ANSWER).await.unwrap_or_default();
    let body = json!({"status": status.as_u16(), "body": String::from_utf8_lossy(&body)});
    (status, Json(body)).into_response()
}

fn incoming(
    path: &'static str,
    content_type: &'static str,
    signature: (&'static str, String),
    body: String,
) -> Option<Incoming> {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static(content_type));
    headers.insert(signature.0, signature.1.parse().ok()?);
    Some(Incoming { method: Method::POST, uri: Uri::from_static(path), headers, body: body.into() })
}

fn meta_request(inner: &Inner, message: &Message, id: &str) -> Option<Incoming> {
    let now = inner.shared.clock.now().timestamp();
    let body = meta_body(message, &format!("wamid.{id}"), now);
    let sent = &body["entry"][0]["changes"][0]["value"]["messages"][0];
    let file = sent["image"]["id"].as_str().or(sent["audio"]["id"].as_str());
    offer(inner, message, file);
    let body = body.to_string();
    let secret = inner.shared.config.first_secret("META_APP_SECRET")?;
    let signature = meta_signature(secret, body.as_bytes())?;
    incoming("/webhooks/meta", "application/json", ("x-hub-signature-256", signature), body)
}

/// The provider has the file that she sends.
fn offer(inner: &Inner, message: &Message, file: Option<&str>) {
    if let Some(file) = file {
        let shared = &inner.shared;
        shared.media.offer_sample(file, message.kind == Kind::Audio, shared.clock.now());
    }
}

/// `sha256=` and the HMAC of the raw body in hexadecimal.
fn meta_signature(secret: &str, body: &[u8]) -> Option<String> {
    use std::fmt::Write as _;
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(body);
    let mut signature = "sha256=".to_owned();
    for byte in mac.finalize().into_bytes() {
        write!(signature, "{byte:02x}").ok()?;
    }
    Some(signature)
}

fn meta_body(message: &Message, id: &str, now: i64) -> Value {
    let mut item = json!({"id": id, "timestamp": now.to_string()});
    let mut contact = json!({"profile": {"name": "Test Complainant"}});
    if message.from.contains('.') {
        item["from_user_id"] = json!(message.from);
        contact["user_id"] = json!(message.from);
    } else {
        let digits = message.from.trim_start_matches('+');
        item["from"] = json!(digits);
        contact["wa_id"] = json!(digits);
    }
    let (kind, content) = meta_content(message);
    item["type"] = json!(kind);
    item[kind] = content;
    let metadata =
        json!({"display_phone_number": NUMBER.trim_start_matches('+'), "phone_number_id": META_NUMBER_ID});
    let value = json!({"messaging_product": "whatsapp", "metadata": metadata, "contacts": [contact], "messages": [item]});
    let change = json!({"field": "messages", "value": value});
    json!({"object": "whatsapp_business_account", "entry": [{"id": "200000000000001", "changes": [change]}]})
}

fn meta_content(message: &Message) -> (&'static str, Value) {
    let media = |kind: &str| {
        let id = uuid::Uuid::new_v4().as_u128() % 1_000_000_000_000;
        json!({"id": id.to_string(), "mime_type": kind, "sha256": "AAAA="})
    };
    match message.kind {
        Kind::Text => ("text", json!({"body": message.text})),
        Kind::Choice => {
            let reply = if message.choice_kind == "list" { "list_reply" } else { "button_reply" };
            let choice = json!({"id": message.choice_id, "title": message.choice_title});
            ("interactive", json!({"type": reply, reply: choice}))
        }
        Kind::Image => {
            let mut image = media("image/jpeg");
            if !message.text.is_empty() {
                image["caption"] = json!(message.text);
            }
            ("image", image)
        }
        Kind::Audio => {
            let mut audio = media("audio/ogg; codecs=opus");
            audio["voice"] = json!(true);
            ("audio", audio)
        }
        Kind::Location => ("location", json!({"latitude": 26.8467, "longitude": 80.9462})),
    }
}

fn twilio_request(inner: &Inner, message: &Message, id: &str) -> Option<Incoming> {
    let config = &inner.shared.config;
    let form = twilio_form(message, id, config.get("TWILIO_ACCOUNT_SID").unwrap_or_default());
    offer(inner, message, form.get("MediaUrl0").and_then(|url| url.rsplit('/').next()));
    let url = format!("{}/webhooks/twilio", config.get("PUBLIC_URL")?.trim_end_matches('/'));
    let signature = twilio_signature(config.first_secret("TWILIO_AUTH_TOKEN")?, &url, &form)?;
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&form).finish();
    let content_type = "application/x-www-form-urlencoded; charset=UTF-8";
    incoming("/webhooks/twilio", content_type, ("x-twilio-signature", signature), body)
}

/// The HMAC of the URL followed by each key, in order, and its value.
fn twilio_signature(token: &str, url: &str, form: &BTreeMap<&str, String>) -> Option<String> {
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(token.as_bytes()).ok()?;
    mac.update(url.as_bytes());
    for (key, value) in form {
        mac.update(key.as_bytes());
        mac.update(value.as_bytes());
    }
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}

fn twilio_form<'a>(message: &Message, id: &str, account: &str) -> BTreeMap<&'a str, String> {
    let whatsapp = message.provider == Provider::TwilioWhatsapp;
    let address = |number: &str| if whatsapp { format!("whatsapp:{number}") } else { number.to_owned() };
    let sid = format!("SM{id}");
    let mut form = BTreeMap::from([
        ("MessageSid", sid.clone()),
        ("SmsMessageSid", sid.clone()),
        ("SmsSid", sid),
        ("SmsStatus", "received".to_owned()),
        ("AccountSid", account.to_owned()),
        ("ApiVersion", "2010-04-01".to_owned()),
        ("From", address(&message.from)),
        ("To", address(NUMBER)),
        ("NumSegments", "1".to_owned()),
        ("NumMedia", "0".to_owned()),
        ("Body", message.text.clone()),
    ]);
    if whatsapp {
        form.insert("WaId", message.from.trim_start_matches('+').to_owned());
        form.insert("ProfileName", "Test Complainant".to_owned());
    }
    let mut media = |kind: &str| {
        form.insert("NumMedia", "1".to_owned());
        form.insert("MediaContentType0", kind.to_owned());
        let url =
            format!("https://api.twilio.com/2010-04-01/Accounts/{account}/Messages/MM{id}/Media/ME{id}");
        form.insert("MediaUrl0", url);
    };
    match message.kind {
        Kind::Text => {}
        // Options reach her as numbered text: she answers with the number.
        Kind::Choice => _ = form.insert("Body", message.choice_id.clone()),
        Kind::Image => media("image/jpeg"),
        Kind::Audio => media("audio/ogg"),
        Kind::Location => {
            form.insert("Latitude", "26.8467".to_owned());
            form.insert("Longitude", "80.9462".to_owned());
        }
    }
    form
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;

    fn message(text: &str) -> Message {
        serde_json::from_str(text).unwrap()
    }

    /// The body and signature of the sample `meta-text-hindi-utf8.json`.
    #[test]
    fn signs_as_meta_does() {
        let body = "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"200000000000001\",\"changes\":[{\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\"915220000001\",\"phone_number_id\":\"100000000000001\"},\"contacts\":[{\"profile\":{\"name\":\"Test Complainant\"},\"wa_id\":\"919000000001\"}],\"messages\":[{\"from\":\"919000000001\",\"id\":\"wamid.SAMPLE0001=\",\"timestamp\":\"1767225600\",\"type\":\"text\",\"text\":{\"body\":\"मेरे पति रोज़ शराब पीकर मारते हैं, कृपया मदद करें। पता: आलमबाग, लखनऊ\"}}]},\"field\":\"messages\"}]}]}";
        let expected = "sha256=bbe127a494a7405243856ac67baf510692e2d4019856e44ee3044a063588752a";
        assert_eq!(meta_signature("sample-meta-app-secret", body.as_bytes()).unwrap(), expected);
    }

    /// The example of "Validating requests" in Twilio's security guide.
    #[test]
    fn signs_as_twilio_does() {
        let form = [
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+12349013030"),
            ("Digits", "1234"),
            ("From", "+12349013030"),
            ("To", "+18005551212"),
        ];
        let form = form.into_iter().map(|(k, v)| (k, v.to_owned())).collect();
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        assert_eq!(twilio_signature("12345", url, &form).unwrap(), "0/KCTR6DLpKmkAf8muzZqo1nDgQ=");
    }

    #[test]
    fn bodies_by_kind() {
        let check = |rest: &str, pointer: &str, expected: &str| {
            let text = format!(r#"{{"provider":"meta","from":"+919000000001",{rest}}}"#);
            let body = meta_body(&message(&text), "wamid.1", 0);
            let item = &body["entry"][0]["changes"][0]["value"]["messages"][0];
            assert_eq!(item.pointer(pointer).unwrap(), expected, "{rest}");
        };
        check(r#""kind":"text","text":"नमस्ते""#, "/text/body", "नमस्ते");
        check(r#""kind":"text""#, "/from", "919000000001");
        check(r#""kind":"choice","choice_id":"a""#, "/interactive/button_reply/id", "a");
        check(r#""kind":"choice","choice_id":"a","choice_kind":"list""#, "/interactive/list_reply/id", "a");
        check(r#""kind":"image","text":"चोट""#, "/image/caption", "चोट");
        check(r#""kind":"audio""#, "/type", "audio");
    }

    #[test]
    fn twilio_forms_by_kind() {
        let check = |provider: &str, rest: &str, key: &str, expected: &str| {
            let text = format!(r#"{{"provider":"{provider}","from":"+919000000001",{rest}}}"#);
            assert_eq!(twilio_form(&message(&text), "0", "AC0")[key], expected, "{rest}");
        };
        check("twilio-whatsapp", r#""kind":"text","text":"x""#, "From", "whatsapp:+919000000001");
        check("twilio-sms", r#""kind":"text","text":"x""#, "From", "+919000000001");
        check("twilio-sms", r#""kind":"choice","choice_id":"2""#, "Body", "2");
        check("twilio-whatsapp", r#""kind":"audio""#, "NumMedia", "1");
        check("twilio-whatsapp", r#""kind":"location""#, "Latitude", "26.8467");
    }
}
