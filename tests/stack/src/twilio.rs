//! Twilio, as far as the helpline uses it: `Messages.json`, and the answer to
//! a webhook (TwiML), which is a send too.
//!
//! Source: "Message resource", "Error and warning dictionary" and "TwiML for
//! programmable messaging" in Twilio's documentation.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::calls::Call;
use crate::event;
use crate::faults::{Boundary, Death, FaultKind, Service};
use crate::media;
use crate::outbound::{Choice, Sent, numbered, person};
use crate::process::{Instance, TwimlAddress};
use crate::runtime_api::{Outgoing, fetched};
use crate::templates::Templates;

type Form = BTreeMap<String, String>;

/// Why Twilio refuses: HTTP status, its code, the message.
type Refusal = (u16, u32, &'static str);

/// Serves a function's request for what comes after `/twilio/`.
pub(crate) async fn serve(instance: &Instance, path: &str, request: &Outgoing) -> Response {
    let parts: Vec<_> = path.split('/').collect();
    if let ["2010-04-01", "Accounts", account, "Messages", _, "Media", id] = parts[..] {
        return serve_file(instance, account, id, request).await;
    }
    let ["2010-04-01", "Accounts", account, "Messages.json"] = parts[..] else {
        fetched(instance, request);
        return refuse((404, 20404, "The requested resource was not found"));
    };
    if request.method != Method::POST {
        return refuse((405, 20004, "Method not allowed"));
    }
    let call = Call { instance, service: Service::Twilio, operation: "messages", kind: Some(Boundary::Send) };
    let act = async {
        match accept(instance, account, request) {
            Ok(answer) => (StatusCode::CREATED, axum::Json(answer)).into_response(),
            Err(refusal) => refuse(refusal),
        }
    };
    call.perform(failure, act, || ()).await
}

/// A file that she sent.
async fn serve_file(instance: &Instance, account: &str, id: &str, request: &Outgoing) -> Response {
    fetched(instance, request);
    let call = Call { instance, service: Service::Twilio, operation: "media", kind: Some(Boundary::Read) };
    let config = &instance.shared.config;
    let token = config.first_secret("TWILIO_AUTH_TOKEN").unwrap_or_default();
    let act = async {
        match authorized(request, account, config.get("TWILIO_ACCOUNT_SID"), token) {
            Ok(()) => media::file(instance, id),
            Err(refusal) => refuse(refusal),
        }
    };
    call.perform(failure, act, || ()).await
}

fn accept(instance: &Instance, account: &str, request: &Outgoing) -> Result<Value, Refusal> {
    let shared = &instance.shared;
    let token = shared.config.first_secret("TWILIO_AUTH_TOKEN").unwrap_or_default();
    authorized(request, account, shared.config.get("TWILIO_ACCOUNT_SID"), token)?;
    let form: Form = form_urlencoded::parse(&request.body).into_owned().collect();
    check(&form)?;
    let field = |name: &str| form.get(name).cloned().unwrap_or_default();
    let (to, template) = (person(&field("To")), form.contains_key("ContentSid"));
    let (text, options) = content(&form, &shared.templates)?;
    let now = shared.clock.now();
    let whatsapp = field("To").starts_with("whatsapp:");
    if whatsapp && !template && !shared.outbound.window_open(&format!("twilio:{to}"), now) {
        return Err((400, 63016, "Free-form message outside the allowed window; use a template"));
    }
    let id = format!("SM{}", uuid::Uuid::new_v4().simple());
    shared.outbound.record(Sent {
        id: id.clone(),
        provider: "twilio",
        to,
        kind: if template { "template" } else { "text" },
        options,
        text: text.clone(),
        raw: String::from_utf8_lossy(&request.body).into_owned(),
        at: now,
    });
    Ok(json!({"sid": id, "account_sid": account, "api_version": "2010-04-01", "body": text,
        "from": field("From"), "to": field("To"), "status": "queued", "direction": "outbound-api",
        "error_code": null, "error_message": null, "num_media": "0",
        "date_created": now.to_rfc2822(), "uri": format!("/2010-04-01/Accounts/{account}/Messages/{id}.json")}))
}

fn authorized(request: &Outgoing, account: &str, sid: Option<&str>, token: &str) -> Result<(), Refusal> {
    let given = request.headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
    let expected = format!("Basic {}", STANDARD.encode(format!("{account}:{token}")));
    let known = sid.is_none_or(|sid| sid == account) && !token.is_empty();
    if known && given == Some(expected.as_str()) { Ok(()) } else { Err((401, 20003, "Authenticate")) }
}

fn check(form: &Form) -> Result<(), Refusal> {
    let field = |name: &str| form.get(name).map(String::as_str).filter(|value| !value.is_empty());
    let to = field("To").ok_or((400, 21604, "A 'To' phone number is required"))?;
    let service = field("MessagingServiceSid");
    let from = field("From").or(service).ok_or((400, 21603, "A 'From' phone number is required"))?;
    if !to.strip_prefix("whatsapp:").map_or_else(|| is_e164(to), |to| is_e164(to) || is_user_id(to)) {
        return Err((400, 21211, "Invalid 'To' phone number"));
    }
    if service.is_none() && !is_e164(from.strip_prefix("whatsapp:").unwrap_or(from)) {
        return Err((400, 21212, "Invalid 'From' phone number"));
    }
    if service.is_none() && to.starts_with("whatsapp:") != from.starts_with("whatsapp:") {
        return Err((400, 21910, "'From' and 'To' are not of the same channel"));
    }
    match (field("Body"), field("ContentSid")) {
        (None, None) => Err((400, 21602, "Message body is required")),
        (Some(body), _) if body.chars().count() > 1_600 => {
            Err((400, 21617, "The message body exceeds the 1600 character limit"))
        }
        (_, Some(sid)) if !is_content_sid(sid) => Err((400, 21655, "The ContentSid is invalid")),
        _ => Ok(()),
    }
}

fn is_e164(number: &str) -> bool {
    let digits = number.strip_prefix('+').unwrap_or_default();
    (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_content_sid(sid: &str) -> bool {
    sid.strip_prefix("HX").is_some_and(|hex| hex.len() == 32 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// A WhatsApp business-scoped user id (`IN.` and digits).
fn is_user_id(id: &str) -> bool {
    let (country, rest) = id.split_once('.').unwrap_or_default();
    country.len() == 2 && !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// The words and options of a message: its own, or its template's.
fn content(form: &Form, templates: &Templates) -> Result<(String, Vec<Choice>), Refusal> {
    let Some(sid) = form.get("ContentSid") else {
        let text = form.get("Body").cloned().unwrap_or_default();
        return Ok((text.clone(), numbered(&text)));
    };
    let template = templates.by_sid(sid).ok_or((400, 21655, "The ContentSid is invalid"))?;
    let variables = form.get("ContentVariables").map_or("{}", String::as_str);
    let variables = serde_json::from_str(variables);
    let variables = variables.map_err(|_| (400, 21656, "The ContentVariables are invalid"))?;
    template.render(&variables).ok_or((400, 63028, "The number of parameters is not the template's"))
}

fn refuse((status, code, message): Refusal) -> Response {
    let more_info = format!("https://www.twilio.com/docs/errors/{code}");
    let body = json!({"code": code, "message": message, "more_info": more_info, "status": status});
    (StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST), axum::Json(body)).into_response()
}

fn failure(kind: FaultKind) -> Response {
    match kind {
        FaultKind::Throttle => refuse((429, 20429, "Too Many Requests")),
        _ => refuse((500, 20500, "Internal Server Error")),
    }
}

/// Records the messages in a function's answer to Twilio: a send boundary.
pub(crate) async fn record_answer(instance: &Instance, address: &TwimlAddress, payload: &[u8]) {
    let Some(answer) = event::answer(payload).filter(|answer| answer.status.is_success()) else { return };
    let kind = answer.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !(kind.starts_with("text/xml") || kind.starts_with("application/xml")) {
        return;
    }
    let xml = String::from_utf8_lossy(&answer.body).into_owned();
    let messages = messages(&xml);
    if messages.is_empty() {
        return;
    }
    let death = instance.pass(Service::Twilio, "twiml", Boundary::Send);
    if death == Some(Death::Before) {
        match instance.die().await {}
    }
    let shared = &instance.shared;
    for text in messages {
        shared.outbound.record(Sent {
            id: format!("SM{}", uuid::Uuid::new_v4().simple()),
            provider: "twilio",
            to: person(&address.to),
            kind: "text",
            options: numbered(&text),
            text,
            raw: xml.clone(),
            at: shared.clock.now(),
        });
    }
    if death == Some(Death::After) {
        match instance.die().await {}
    }
}

/// The texts of the `<Message>`s in a TwiML document.
fn messages(xml: &str) -> Vec<String> {
    let open = xml.split("<Message").skip(1);
    let bodies = open.filter_map(|part| {
        let (attributes, rest) = part.split_once('>')?;
        let own_element = attributes.is_empty() || attributes.starts_with(char::is_whitespace);
        if attributes.ends_with('/') || !own_element {
            return None;
        }
        let inner = rest.split("</Message>").next().unwrap_or_default();
        let body = inner
            .split_once("<Body>")
            .map_or(inner, |(_, body)| body.split("</Body>").next().unwrap_or(body));
        Some(unescape(body))
    });
    bodies.filter(|text| !text.trim().is_empty()).collect()
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let (name, tail) = after.split_once(';').unwrap_or((after, ""));
        plain.extend(entity(name));
        rest = tail;
    }
    plain.push_str(rest);
    plain
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_twilio_refuses() {
        let check = |text: &str, expected: u32| {
            let form: Form = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
            assert_eq!(super::check(&form).map_or_else(|refusal| refusal.1, |()| 0), expected, "{text}");
        };
        let sid = format!("HX{}", "0".repeat(32));
        let plain = "To=%2B919000000001&From=%2B915220000001";
        let whatsapp = "To=whatsapp:%2B919000000001&From=whatsapp:%2B915220000001";
        check(&format!("{plain}&Body=x"), 0);
        check(&format!("{whatsapp}&Body=x"), 0);
        check(&format!("{whatsapp}&ContentSid={sid}"), 0);
        check(&format!("{whatsapp}&ContentSid=HX0"), 21655);
        check("From=%2B915220000001&Body=x", 21604);
        check("To=%2B919000000001&Body=x", 21603);
        check("To=919000000001&From=%2B915220000001&Body=x", 21211);
        check("To=whatsapp:%2B919000000001&From=%2B915220000001&Body=x", 21910);
        check(plain, 21602);
        check(&format!("{plain}&Body={}", "x".repeat(1_601)), 21617);
        check(&format!("{plain}&Body={}", "%E0%A4%AE".repeat(1_600)), 0);
    }

    #[test]
    fn twiml_messages() {
        let check = |xml: &str, expected: &[&str]| assert_eq!(messages(xml), expected, "{xml}");
        check("<Response><Message>a &amp; b &#39;&#x939;</Message></Response>", &["a & b 'ह"]);
        check(
            "<Response><Message to=\"x\"><Body>1</Body></Message><Message>2</Message></Response>",
            &["1", "2"],
        );
        check("<Response/>", &[]);
        check("<Response><Message/></Response>", &[]);
        check("<Response><Messages>x</Messages></Response>", &[]);
    }
}
