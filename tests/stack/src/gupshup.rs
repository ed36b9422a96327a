//! Gupshup's self-serve API, as far as the helpline uses it: a message, and a
//! template's message.
//!
//! Source: 'Send message', 'Quick replies', 'List messages', 'Send template
//! message' in Gupshup's documentation. Gupshup takes free text at any time and
//! tells of a closed window afterwards, by an event with code 470; here it is
//! refused at once, so that what is in `/local/outbound` has reached her.

use std::collections::BTreeMap;

use axum::http::{HeaderName, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::calls::Call;
use crate::faults::{Boundary, FaultKind, Service};
use crate::outbound::{Choice, Sent, numbered};
use crate::process::Instance;
use crate::rules::{self, BODY, BUTTONS, Checked, DESCRIPTION, ROWS, Shown, TEXT};
use crate::runtime_api::{Outgoing, fetched};
use crate::stack::Shared;

type Form = BTreeMap<String, String>;

/// Why Gupshup refuses: HTTP status, its code if it has one, the message.
type Refusal = (u16, Option<u32>, String);

const KEY_HEADER: HeaderName = HeaderName::from_static("apikey");

/// Serves a function's request for what comes after `/gupshup/`.
pub(crate) async fn serve(instance: &Instance, path: &str, request: &Outgoing) -> Response {
    let template = match path {
        "wa/api/v1/msg" => false,
        "wa/api/v1/template/msg" => true,
        _ => {
            fetched(instance, request);
            return refuse((404, None, "Not Found".to_owned()));
        }
    };
    let call =
        Call { instance, service: Service::Gupshup, operation: "messages", kind: Some(Boundary::Send) };
    let act = async {
        match accept(&instance.shared, template, request) {
            Ok(id) => {
                let answer = json!({"status": "submitted", "messageId": id});
                (StatusCode::ACCEPTED, axum::Json(answer)).into_response()
            }
            Err(refusal) => refuse(refusal),
        }
    };
    call.perform(failure, act, || ()).await
}

fn accept(shared: &Shared, template: bool, request: &Outgoing) -> Result<String, Refusal> {
    let bad = |message: String| (400, None, message);
    let key = shared.config.get("GUPSHUP_API_KEY").unwrap_or_default();
    if key.is_empty() || rules::header(request, &KEY_HEADER) != key {
        return Err((401, None, "Authentication Failed".to_owned()));
    }
    if request.method != Method::POST || !rules::is_of_type(request, "application/x-www-form-urlencoded") {
        return Err(bad("The request must be a POST of a form".to_owned()));
    }
    let form: Form = form_urlencoded::parse(&request.body).into_owned().collect();
    let to = addressed(&form, shared.config.get("GUPSHUP_APPS").unwrap_or_default()).map_err(bad)?;
    let now = shared.clock.now();
    let (kind, text, options) = if template {
        from_template(shared, &field(&form, "template")).map_err(bad)?
    } else {
        message(&field(&form, "message")).map_err(bad)?
    };
    if !template && !shared.outbound.window_open(&format!("gupshup:{to}"), now) {
        return Err((400, Some(470), "Message failed to send: more than 24 hours have passed".to_owned()));
    }
    let id = uuid::Uuid::new_v4().to_string();
    let raw = String::from_utf8_lossy(&request.body).into_owned();
    let sent = Sent { id: id.clone(), provider: "gupshup", to, kind, text, options, raw, at: now };
    shared.outbound.record(sent);
    Ok(id)
}

/// To whom: in the right channel, from an app of ours and its number.
fn addressed(form: &Form, apps: &str) -> Checked<String> {
    let of = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    if of("channel") != "whatsapp" {
        return Err("Invalid Channel".to_owned());
    }
    let source = rules::number(of("source"), "source")?;
    let ours = |(app, number): (&str, &str)| app.trim() == of("src.name") && number.trim() == source;
    if !apps.split(',').filter_map(|entry| entry.split_once('=')).any(ours) {
        return Err("Invalid App Details".to_owned());
    }
    rules::number(of("destination"), "destination").map_err(|_| "Invalid Destination".to_owned())
}

/// A field that holds JSON; null where it does not.
fn field(form: &Form, name: &str) -> Value {
    form.get(name).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

fn message(value: &Value) -> Checked<Shown> {
    match value["type"].as_str() {
        Some("text") => {
            let text = rules::text(&value["text"], "text", 1, TEXT)?;
            Ok(("text", text.to_owned(), numbered(text)))
        }
        Some("quick_reply") => {
            let content = &value["content"];
            if content["type"] != "text" {
                return Err("content.type must be text".to_owned());
            }
            let text = rules::text(&content["text"], "content.text", 1, BODY)?.to_owned();
            Ok(("buttons", text, rules::choices(options(&value["options"])?, &BUTTONS)?))
        }
        Some("list") => list(value),
        _ => Err("message.type is not one that the helpline sends".to_owned()),
    }
}

fn list(value: &Value) -> Checked<Shown> {
    rules::text(&value["title"], "title", 0, 60)?;
    let text = rules::text(&value["body"], "body", 1, BODY)?.to_owned();
    let [button] = value["globalButtons"].as_array().map_or(&[][..], Vec::as_slice) else {
        return Err("there must be one global button".to_owned());
    };
    if button["type"] != "text" {
        return Err("a global button's type must be text".to_owned());
    }
    rules::text(&button["title"], "a global button's title", 1, BUTTONS.title)?;
    let mut rows = Vec::new();
    for item in value["items"].as_array().into_iter().flatten() {
        rules::text(&item["title"], "an item's title", 1, ROWS.title)?;
        rows.extend(options(&item["options"])?);
    }
    Ok(("list", text, rules::choices(rows, &ROWS)?))
}

fn options(list: &Value) -> Checked<Vec<Choice>> {
    let option = |option: &Value| {
        if option["type"] != "text" {
            return Err("an option's type must be text".to_owned());
        }
        if !option["description"].is_null() {
            rules::text(&option["description"], "an option's description", 0, DESCRIPTION)?;
        }
        let title = rules::text(&option["title"], "an option's title", 1, ROWS.title)?.to_owned();
        let id = rules::text(&option["postbackText"], "an option's postbackText", 1, BUTTONS.id)?.to_owned();
        Ok(Choice { id, title })
    };
    list.as_array().into_iter().flatten().map(option).collect()
}

/// A template's buttons come back by their titles.
fn from_template(shared: &Shared, value: &Value) -> Checked<Shown> {
    let ids = shared.config.get("GUPSHUP_TEMPLATE_IDS").unwrap_or_default();
    let id = value["id"].as_str().unwrap_or_default();
    let template = shared.templates.by_id(ids, id).ok_or("Template Id is not valid")?;
    let text = rules::filled(template, &value["params"])?;
    let buttons = template.buttons.iter();
    let options = buttons.map(|title| Choice { id: title.clone(), title: title.clone() });
    Ok(("template", text, options.collect()))
}

fn refuse((status, code, message): Refusal) -> Response {
    let mut body = json!({"status": "error", "message": message});
    if let Some(code) = code {
        body["code"] = json!(code);
    }
    (StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST), axum::Json(body)).into_response()
}

fn failure(kind: FaultKind) -> Response {
    match kind {
        FaultKind::Throttle => refuse((429, None, "Too Many Requests".to_owned())),
        _ => refuse((500, None, "Internal Server Error".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_gupshup_lets_send_to_whom() {
        let check = |text: &str, expected: Result<&str, &str>| {
            let form: Form = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
            let got = addressed(&form, "Other=+910000000, LkoHelpline=+915220000001");
            assert_eq!(got.as_deref().map_err(String::as_str), expected, "{text}");
        };
        let whole = "channel=whatsapp&source=915220000001&src.name=LkoHelpline&destination=919000000001";
        check(whole, Ok("+919000000001"));
        check(&whole.replace("whatsapp", "sms"), Err("Invalid Channel"));
        check(&whole.replace("Lko", "Knp"), Err("Invalid App Details"));
        check(&whole.replace("=915", "=925"), Err("Invalid App Details"));
        check(&whole.replace("=919", "=%2B919"), Err("Invalid Destination"));
        check("channel=whatsapp", Err("source must be a number of digits only"));
    }

    #[test]
    fn what_gupshup_takes_for_a_message() {
        let check = |text: &str, expected: Option<&str>| {
            let value = serde_json::from_str(text).unwrap_or_default();
            assert_eq!(message(&value).ok().map(|shown| shown.0), expected, "{text}");
        };
        let option = r#"{"type":"text","title":"t","postbackText":"p"}"#;
        check(r#"{"type":"text","text":"x"}"#, Some("text"));
        check(r#"{"type":"text","text":""}"#, None);
        check(r#"{"text":"x"}"#, None);
        check("x", None);
        let quick = format!(
            r#"{{"type":"quick_reply","content":{{"type":"text","text":"x"}},"options":[{option}]}}"#
        );
        check(&quick, Some("buttons"));
        check(&quick.replace("\"p\"", "\"\""), None);
        check(&quick.replace(option, &format!("{option},{option}")), None);
        let list = format!(
            r#"{{"type":"list","title":"","body":"x","globalButtons":[{{"type":"text","title":"b"}}],"items":[{{"title":"i","options":[{option}]}}]}}"#
        );
        check(&list, Some("list"));
        check(&list.replace("\"b\"", "\"more than twenty letters\""), None);
        check(&list.replace("\"i\"", "\"\""), None);
    }
}
