//! SNS, as far as the helpline uses it: `Publish` of an SMS to a number, in
//! the Query protocol, refusing what SNS refuses.
//!
//! Source: the SNS API reference (Publish, common errors) and "Publishing to
//! a mobile phone" in its developer guide.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::calls::Call;
use crate::faults::{Boundary, FaultKind, Service};
use crate::process::Instance;
use crate::runtime_api::Outgoing;

/// SNS refuses a longer message.
const MAX_BYTES: usize = 1_600;
const NAMESPACE: &str = "http://sns.amazonaws.com/doc/2010-03-31/";

type Form = BTreeMap<String, String>;

/// Why SNS refuses a request: HTTP status, code, message.
#[derive(Debug, PartialEq, Eq)]
struct Refusal(u16, &'static str, String);

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal(400, "InvalidParameter", format!("Invalid parameter: {}", message.into()))
}

/// An SMS that SNS would accept.
#[derive(Debug, PartialEq)]
struct Sms {
    to: String,
    text: String,
    attributes: BTreeMap<String, String>,
}

/// Serves a function's request.
pub(crate) async fn serve(instance: &Instance, request: &Outgoing) -> Response {
    let form: Form = form_urlencoded::parse(&request.body).into_owned().collect();
    let action = form.get("Action").cloned().unwrap_or_default();
    let kind = action.starts_with("Publish").then_some(Boundary::Send);
    let call = Call { instance, service: Service::Sns, operation: &action, kind };
    let act = async {
        match check(&request.headers, &form) {
            Ok(sms) => accept(instance, sms),
            Err(Refusal(status, code, message)) => refuse(status, code, &message),
        }
    };
    call.perform(failure, act, || ()).await
}

fn accept(instance: &Instance, sms: Sms) -> Response {
    let id = uuid::Uuid::new_v4().to_string();
    let at = instance.shared.clock.now();
    let Sms { to, text, attributes } = sms;
    let record = json!({"id": id, "to": to, "text": text, "attributes": attributes, "at": at});
    crate::lock(&instance.shared.sms).push(record);
    let request = uuid::Uuid::new_v4();
    xml(
        200,
        format!(
            "<PublishResponse xmlns=\"{NAMESPACE}\"><PublishResult><MessageId>{id}</MessageId></PublishResult>\
             <ResponseMetadata><RequestId>{request}</RequestId></ResponseMetadata></PublishResponse>"
        ),
    )
}

fn xml(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "text/xml")], body).into_response()
}

fn refuse(status: u16, code: &str, message: &str) -> Response {
    let who = if status >= 500 { "Receiver" } else { "Sender" };
    let message = message.replace('&', "&amp;").replace('<', "&lt;");
    let request = uuid::Uuid::new_v4();
    xml(
        status,
        format!(
            "<ErrorResponse xmlns=\"{NAMESPACE}\"><Error><Type>{who}</Type><Code>{code}</Code>\
             <Message>{message}</Message></Error><RequestId>{request}</RequestId></ErrorResponse>"
        ),
    )
}

fn failure(kind: FaultKind) -> Response {
    match kind {
        FaultKind::Throttle => refuse(400, "Throttling", "Rate exceeded"),
        _ => refuse(500, "InternalFailure", "Internal failure"),
    }
}

fn check(headers: &HeaderMap, form: &Form) -> Result<Sms, Refusal> {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
    match authorization {
        None => {
            let message = "Request is missing Authentication Token".to_owned();
            return Err(Refusal(403, "MissingAuthenticationToken", message));
        }
        Some(text) if !text.starts_with("AWS4-HMAC-SHA256 ") => {
            return Err(Refusal(400, "IncompleteSignature", "Not a version 4 signature".into()));
        }
        Some(_) => {}
    }
    if form.get("Version").is_none_or(|version| version != "2010-03-31") {
        return Err(Refusal(400, "InvalidAction", "Unknown Version".into()));
    }
    match form.get("Action").map(String::as_str) {
        Some("Publish") => publish(form),
        Some(_) => Err(Refusal(400, "InvalidAction", "Unknown Action".into())),
        None => Err(Refusal(400, "MissingAction", "No Action".into())),
    }
}

fn publish(form: &Form) -> Result<Sms, Refusal> {
    if form.contains_key("TopicArn") || form.contains_key("TargetArn") {
        return Err(Refusal(404, "NotFound", "Topic does not exist".into()));
    }
    let Some(to) = form.get("PhoneNumber") else {
        return Err(invalid("TopicArn or TargetArn Reason: no value for required parameter"));
    };
    // The number itself stays out of the message: it ends in logs.
    if !is_e164(to) {
        return Err(invalid("PhoneNumber Reason: it is not valid to publish to"));
    }
    let text = form.get("Message").filter(|text| !text.is_empty());
    let text = text.ok_or_else(|| invalid("Empty message"))?;
    if text.len() > MAX_BYTES {
        return Err(invalid("Message Reason: message too long"));
    }
    Ok(Sms { to: to.clone(), text: text.clone(), attributes: attributes(form)? })
}

fn is_e164(number: &str) -> bool {
    let digits = number.strip_prefix('+').unwrap_or_default();
    (5..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0')
}

/// Reads `MessageAttributes.entry.N.*` and checks each value.
fn attributes(form: &Form) -> Result<BTreeMap<String, String>, Refusal> {
    let mut found = BTreeMap::new();
    let mut used = 0;
    for n in 1.. {
        let prefix = format!("MessageAttributes.entry.{n}.");
        let part = |name: &str| form.get(&format!("{prefix}{name}")).filter(|v| !v.is_empty());
        let parts = form.keys().filter(|key| key.starts_with(&prefix)).count();
        if parts == 0 {
            break;
        }
        used += parts;
        let (Some(name), Some(kind), Some(value)) =
            (part("Name"), part("Value.DataType"), part("Value.StringValue"))
        else {
            return Err(invalid("MessageAttributes Reason: an entry lacks its name, type or value"));
        };
        attribute(name, kind, value)?;
        if found.insert(name.clone(), value.clone()).is_some() {
            return Err(invalid("MessageAttributes Reason: a name appears twice"));
        }
    }
    match form.keys().filter(|key| key.starts_with("MessageAttributes")).count() {
        all if all == used => Ok(found),
        _ => Err(Refusal(400, "MalformedQueryString", "MessageAttributes are not numbered from 1".into())),
    }
}

fn attribute(name: &str, kind: &str, value: &str) -> Result<(), Refusal> {
    let number = value.parse::<f64>().is_ok_and(f64::is_finite);
    let type_fits = match kind.split('.').next() {
        Some("String") => true,
        Some("Number") => number,
        _ => false,
    };
    let digits = (1..=50).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit());
    let alphanumeric = value.bytes().all(|b| b.is_ascii_alphanumeric());
    let value_fits = match name {
        "AWS.MM.SMS.EntityId" | "AWS.MM.SMS.TemplateId" => digits,
        "AWS.SNS.SMS.SenderID" => {
            alphanumeric && value.len() <= 11 && value.bytes().any(|b| b.is_ascii_alphabetic())
        }
        "AWS.SNS.SMS.SMSType" => matches!(value, "Promotional" | "Transactional"),
        "AWS.SNS.SMS.MaxPrice" => number && kind.starts_with("Number"),
        _ => true,
    };
    if type_fits && value_fits {
        Ok(())
    } else {
        Err(invalid(format!("MessageAttributes Reason: {name} has an invalid value")))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;

    fn code(changes: &[(&str, Option<&str>)]) -> &'static str {
        let mut form: Form = [
            ("Action", "Publish"),
            ("Version", "2010-03-31"),
            ("PhoneNumber", "+919000000001"),
            ("Message", "नमस्ते"),
            ("MessageAttributes.entry.1.Name", "AWS.SNS.SMS.SenderID"),
            ("MessageAttributes.entry.1.Value.DataType", "String"),
            ("MessageAttributes.entry.1.Value.StringValue", "UPMAHL"),
            ("MessageAttributes.entry.2.Name", "AWS.SNS.SMS.MaxPrice"),
            ("MessageAttributes.entry.2.Value.DataType", "Number"),
            ("MessageAttributes.entry.2.Value.StringValue", "0.5"),
        ]
        .into_iter()
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .collect();
        let mut headers = HeaderMap::new();
        headers.insert("authorization", "AWS4-HMAC-SHA256 x".parse().unwrap());
        for (key, value) in changes {
            match (*key, value) {
                ("authorization", Some(value)) => _ = headers.insert("authorization", value.parse().unwrap()),
                ("authorization", None) => _ = headers.remove("authorization"),
                (key, Some(value)) => _ = form.insert(key.into(), (*value).into()),
                (key, None) => _ = form.remove(key),
            }
        }
        check(&headers, &form).map_or_else(|refusal| refusal.1, |_| "ok")
    }

    #[test]
    fn what_sns_refuses() {
        let check = |key: &str, value: Option<&str>, expected: &str| {
            assert_eq!(code(&[(key, value)]), expected, "{key} {value:?}");
        };
        let long = "x".repeat(1_601);
        check("Message", Some("x"), "ok");
        check("authorization", None, "MissingAuthenticationToken");
        check("authorization", Some("Basic x"), "IncompleteSignature");
        check("Action", Some("Subscribe"), "InvalidAction");
        check("Action", None, "MissingAction");
        check("Version", Some("2011-01-01"), "InvalidAction");
        check("PhoneNumber", None, "InvalidParameter");
        check("PhoneNumber", Some("919000000001"), "InvalidParameter");
        check("PhoneNumber", Some("+9190 00"), "InvalidParameter");
        check("TopicArn", Some("arn:aws:sns:ap-south-1:1:x"), "NotFound");
        check("Message", Some(""), "InvalidParameter");
        check("Message", None, "InvalidParameter");
        check("Message", Some(&long), "InvalidParameter");
    }

    #[test]
    fn attributes_are_checked() {
        let check = |name: &str, kind: &str, value: &str, expected: &str| {
            let entry = |part| format!("MessageAttributes.entry.1.{part}");
            let got = code(&[
                (&entry("Name"), Some(name)),
                (&entry("Value.DataType"), Some(kind)),
                (&entry("Value.StringValue"), Some(value)),
            ]);
            assert_eq!(got, expected, "{name}={value}");
        };
        check("AWS.MM.SMS.EntityId", "String", "1101234567890123456", "ok");
        check("AWS.MM.SMS.EntityId", "String", "11012345678901234x6", "InvalidParameter");
        check("AWS.MM.SMS.TemplateId", "String", "", "InvalidParameter");
        check("AWS.SNS.SMS.SenderID", "String", "123456", "InvalidParameter");
        check("AWS.SNS.SMS.SenderID", "String", "TWELVELETTER", "InvalidParameter");
        check("AWS.SNS.SMS.SMSType", "String", "Transactional", "ok");
        check("AWS.SNS.SMS.SMSType", "String", "transactional", "InvalidParameter");
        check("AWS.SNS.SMS.MaxPrice", "String", "0.5", "InvalidParameter");
        check("Other", "Number", "x", "InvalidParameter");
        check("Other", "Blob", "x", "InvalidParameter");
        check("AWS.SNS.SMS.MaxPrice", "Number", "1", "InvalidParameter");
    }

    #[test]
    fn entries_are_numbered_from_one() {
        assert_eq!(code(&[("MessageAttributes.entry.4.Name", Some("x"))]), "MalformedQueryString");
        assert_eq!(code(&[("MessageAttributes.entry.2.Name", None)]), "InvalidParameter");
    }
}
