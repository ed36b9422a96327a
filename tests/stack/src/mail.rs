//! E-mail, as SES and SNS bring it: a mail is put into the bucket, and a
//! notification that SNS signs goes to the route of mail. The certificate and
//! the confirmation of the subscription are on the stack's own address, which
//! the function is told by its setting `SNS_CERT_HOSTS`: nothing is unchecked.
//!
//! Source: "Contents of notifications for Amazon SES email receiving" in the
//! SES developer guide; "Verifying the signatures of Amazon SNS messages" in
//! the SNS developer guide.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use axum::Json;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mail_parser::{Message, MessageParser};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::calls::Call;
use crate::faults::{Boundary, FaultKind, Service};
use crate::gateway::{self, Incoming};
use crate::process::Instance;
use crate::runtime_api::Outgoing;
use crate::sigv4;
use crate::stack::{Inner, Shared};

/// The bucket that SES fills.
pub(crate) const BUCKET: &str = "mails-local";
/// Where SNS is, behind the gateway's address.
pub(crate) const SNS: &str = "/local/sns";
/// Lucknow's address, for a mail that names none of ours.
const ADDRESS: &str = "mahila@helpline.example.gov.in";
const MAX_ANSWER: usize = 1024 * 1024;

/// The mails in the bucket, by key.
pub(crate) type Mails = Mutex<BTreeMap<String, Bytes>>;

/// A mail to deliver.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Delivery {
    /// The mail, in base64.
    raw: String,
    /// `PASS` where nothing is said.
    #[serde(default)]
    verdicts: BTreeMap<String, String>,
    /// As SES's action "SNS" does it: the mail inside the notification.
    #[serde(default)]
    inline: bool,
}

/// Delivers it; the answer is the function's, with the notification as posted.
pub(crate) async fn deliver(State(inner): State<Arc<Inner>>, Json(delivery): Json<Delivery>) -> Response {
    let Ok(raw) = STANDARD.decode(&delivery.raw) else {
        return (StatusCode::BAD_REQUEST, Json(json!({"message": "raw is not base64"}))).into_response();
    };
    let message = ses_notification(&inner.shared, &delivery, raw);
    let topic = inner.shared.config.first_secret("MAIL_TOPIC_ARN").unwrap_or_default().to_owned();
    let mut notification = json!({
        "Type": "Notification",
        "MessageId": uuid::Uuid::new_v4().to_string(),
        "TopicArn": topic,
        "Subject": "Amazon SES Email Receipt Notification",
        "Message": message.to_string(),
        "Timestamp": stamp(&inner.shared),
        "SigningCertURL": format!("{}{SNS}/certificate.pem", inner.url),
        "UnsubscribeURL": format!("{}{SNS}?Action=Unsubscribe", inner.url),
    });
    sign(&mut notification);
    let notification = notification.to_string();
    let response = gateway::pass(&inner, incoming(notification.clone())).await;
    let status = response.status();
    let body = to_bytes(response.into_body(), MAX_ANSWER).await.unwrap_or_default();
    let body = String::from_utf8_lossy(&body);
    let answer = json!({"status": status.as_u16(), "body": body, "notification": notification});
    (status, Json(answer)).into_response()
}

fn incoming(notification: String) -> Incoming {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=UTF-8"));
    headers.insert("x-amz-sns-message-type", HeaderValue::from_static("Notification"));
    let uri = Uri::from_static("/webhooks/email");
    Incoming { method: Method::POST, uri, headers, body: notification.into() }
}

fn stamp(shared: &Shared) -> String {
    shared.clock.now().format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// Stores the mail (unless it goes inside), and tells of it as SES does.
fn ses_notification(shared: &Shared, delivery: &Delivery, raw: Vec<u8>) -> Value {
    let id = uuid::Uuid::new_v4().simple().to_string();
    let mail = MessageParser::default().parse(&raw);
    let recipients = recipients(mail.as_ref(), &shared.config.all_policies());
    let verdict = |name: &str| {
        let status = delivery.verdicts.get(name).map_or("PASS", String::as_str);
        json!({"status": status})
    };
    let key = format!("mail/{id}");
    let topic = shared.config.first_secret("MAIL_TOPIC_ARN").unwrap_or_default();
    let mut notification = json!({
        "notificationType": "Received",
        "mail": {
            "timestamp": stamp(shared),
            "source": mail.as_ref().map(source).unwrap_or_default(),
            "messageId": id,
            "destination": recipients,
            "headersTruncated": false,
        },
        "receipt": {
            "timestamp": stamp(shared),
            "processingTimeMillis": 200,
            "recipients": recipients,
            "spfVerdict": verdict("spf"),
            "dkimVerdict": verdict("dkim"),
            "dmarcVerdict": verdict("dmarc"),
            "spamVerdict": verdict("spam"),
            "virusVerdict": verdict("virus"),
            "action": {"type": "S3", "topicArn": topic, "bucketName": BUCKET, "objectKeyPrefix": "mail/", "objectKey": key},
        },
    });
    if delivery.inline {
        notification["receipt"]["action"] = json!({"type": "SNS", "topicArn": topic, "encoding": "BASE64"});
        notification["content"] = json!(STANDARD.encode(&raw));
    } else {
        crate::lock(&shared.mails).insert(key, raw.into());
    }
    notification
}

/// The addresses of ours among those that the mail names.
fn recipients(mail: Option<&Message<'_>>, policy: &str) -> Vec<String> {
    let lists = mail.into_iter().flat_map(|mail| [mail.to(), mail.cc()]).flatten();
    let named: Vec<String> =
        lists.flat_map(|list| list.iter()).filter_map(|one| one.address().map(str::to_owned)).collect();
    let ours: Vec<String> =
        named.into_iter().filter(|to| policy.contains(&format!("\"{}\"", to.to_lowercase()))).collect();
    if ours.is_empty() { vec![ADDRESS.to_owned()] } else { ours }
}

/// The envelope's sender: that of Return-Path, which is empty for a bounce.
fn source(mail: &Message<'_>) -> String {
    if mail.header_raw("Return-Path").is_some_and(|path| path.trim() == "<>") {
        return String::new();
    }
    let from = mail.from().and_then(|from| from.first()?.address());
    mail.return_address().or(from).unwrap_or_default().to_owned()
}

/// SNS's key: one for all stacks of a process, since making it takes a while.
struct Key {
    pair: KeyPair,
    certificate: String,
}

fn key() -> Option<&'static Key> {
    static KEY: OnceLock<Option<Key>> = OnceLock::new();
    KEY.get_or_init(make_key).as_ref()
}

fn make_key() -> Option<Key> {
    let pair = rcgen::KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_2048).ok()?;
    let certificate = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).ok()?;
    let certificate = certificate.self_signed(&pair).ok()?.pem();
    Some(Key { pair: KeyPair::from_pkcs8(&pair.serialize_der()).ok()?, certificate })
}

/// Signs a message as SNS does, in version 2: for whoever plays SNS in a test.
pub fn sign(message: &mut Value) {
    message["SignatureVersion"] = json!("2");
    let fields: &[&str] = if message["Type"] == "Notification" {
        &["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
    } else {
        &["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    };
    let present = fields.iter().filter_map(|name| Some((name, message[*name].as_str()?)));
    let text: String = present.map(|(name, value)| format!("{name}\n{value}\n")).collect();
    let signature = key().and_then(|key| {
        let mut signature = vec![0; key.pair.public_modulus_len()];
        let signed = key.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature);
        signed.ok().map(|()| STANDARD.encode(signature))
    });
    message["Signature"] = json!(signature);
}

/// SNS's certificate.
pub(crate) async fn certificate(State(inner): State<Arc<Inner>>, request: Request) -> Response {
    fetched(&inner, request.uri());
    match key() {
        Some(key) => {
            ([(header::CONTENT_TYPE, "application/x-pem-file")], key.certificate.clone()).into_response()
        }
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// SNS's own API, as far as an endpoint opens it: the confirmation.
pub(crate) async fn confirm(
    State(inner): State<Arc<Inner>>,
    Query(query): Query<BTreeMap<String, String>>,
    request: Request,
) -> Response {
    fetched(&inner, request.uri());
    let topic =
        query.get("TopicArn").filter(|_| query.get("Action").is_some_and(|it| it == "ConfirmSubscription"));
    match topic {
        Some(topic) => {
            let body = format!(
                "<ConfirmSubscriptionResponse><SubscriptionArn>{topic}:local</SubscriptionArn></ConfirmSubscriptionResponse>"
            );
            ([(header::CONTENT_TYPE, "text/xml")], body).into_response()
        }
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// What the function opened on the gateway's own port.
fn fetched(inner: &Inner, uri: &Uri) {
    let url = format!("{}{uri}", inner.url);
    let at = inner.shared.clock.now();
    let fetch = json!({"function": "webhook-intake", "method": "GET", "url": url, "at": at});
    crate::lock(&inner.shared.fetches).push(fetch);
}

/// Serves a function's request for an object of the bucket.
pub(crate) async fn serve(instance: &Instance, key: &str, request: &Outgoing) -> Response {
    let kind = Some(Boundary::Read);
    let call = Call { instance, service: Service::S3, operation: "GetObject", kind };
    let act = async {
        let Outgoing { method, uri, headers, body } = request;
        match sigv4::check_headers(method, uri, headers, body) {
            Err((status, code)) => refuse(status, code),
            Ok(()) if method != Method::GET => refuse(405, "MethodNotAllowed"),
            Ok(()) => match crate::lock(&instance.shared.mails).get(key).cloned() {
                Some(mail) => mail.into_response(),
                None => refuse(404, "NoSuchKey"),
            },
        }
    };
    let failure = |kind| match kind {
        FaultKind::Throttle => refuse(503, "SlowDown"),
        _ => refuse(500, "InternalError"),
    };
    call.perform(failure, act, || ()).await
}

fn refuse(status: u16, code: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code></Error>");
    (status, [(header::CONTENT_TYPE, "application/xml")], body).into_response()
}
