//! Infobip, as far as the helpline uses it: WhatsApp messages and SMS.
//!
//! Source: 'Send WhatsApp text / interactive buttons / interactive list /
//! template message' and 'Send SMS message' in Infobip's API reference.
//! Infobip tells of a closed window in a report afterwards; here it is refused
//! at once, so that what is in `/local/outbound` has reached her.

use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::calls::Call;
use crate::faults::{Boundary, FaultKind, Service};
use crate::outbound::{Choice, Sent, numbered};
use crate::process::Instance;
use crate::rules::{self, BODY, BUTTONS, Checked, DESCRIPTION, ROWS, Shown, TEXT};
use crate::runtime_api::{Outgoing, fetched};
use crate::stack::Shared;

/// Why Infobip refuses: HTTP status, its name, the message.
type Refusal = (u16, &'static str, String);

/// What a path sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Path {
    Text,
    Buttons,
    List,
    Template,
    Sms,
}

impl Path {
    fn of(path: &str) -> Option<Self> {
        Some(match path {
            "whatsapp/1/message/text" => Self::Text,
            "whatsapp/1/message/interactive/buttons" => Self::Buttons,
            "whatsapp/1/message/interactive/list" => Self::List,
            "whatsapp/1/message/template" => Self::Template,
            "sms/3/messages" => Self::Sms,
            _ => return None,
        })
    }
}

/// Serves a function's request for what comes after `/infobip/`.
pub(crate) async fn serve(instance: &Instance, path: &str, request: &Outgoing) -> Response {
    let Some(path) = Path::of(path) else {
        fetched(instance, request);
        return refuse((404, "NOT_FOUND", "Requested URL not found".to_owned()));
    };
    let call =
        Call { instance, service: Service::Infobip, operation: "messages", kind: Some(Boundary::Send) };
    let act = async {
        match accept(&instance.shared, path, request) {
            Ok(answer) => (StatusCode::OK, axum::Json(answer)).into_response(),
            Err(refusal) => refuse(refusal),
        }
    };
    call.perform(failure, act, || ()).await
}

fn accept(shared: &Shared, path: Path, request: &Outgoing) -> Result<Value, Refusal> {
    let bad = |message: String| (400, "BAD_REQUEST", message);
    let key = shared.config.get("INFOBIP_API_KEY").unwrap_or_default();
    if key.is_empty() || rules::header(request, &header::AUTHORIZATION) != format!("App {key}") {
        return Err((401, "UNAUTHORIZED", "Invalid login details".to_owned()));
    }
    if request.method != Method::POST || !rules::is_of_type(request, "application/json") {
        return Err(bad("The request must be a POST of JSON".to_owned()));
    }
    let body: Value = serde_json::from_slice(&request.body).map_err(|_| bad("not JSON".to_owned()))?;
    let message = if matches!(path, Path::Template | Path::Sms) { only(&body).map_err(bad)? } else { &body };
    let to = addressed(message, path, &shared.config.all_policies()).map_err(bad)?;
    let (kind, text, options) = match path {
        Path::Template => from_template(shared, &message["content"]),
        path => free(path, &message["content"]),
    }
    .map_err(bad)?;
    let now = shared.clock.now();
    let needs_window = !matches!(path, Path::Template | Path::Sms);
    if needs_window && !shared.outbound.window_open(&format!("infobip:{to}"), now) {
        return Err(bad("The 24-hour window is closed: send a template".to_owned()));
    }
    let id = uuid::Uuid::new_v4().to_string();
    let raw = String::from_utf8_lossy(&request.body).into_owned();
    let answer = answer(path, &to, &id);
    shared.outbound.record(Sent { id, provider: "infobip", to, kind, text, options, raw, at: now });
    Ok(answer)
}

/// The one message of a list: the helpline sends no more at once.
fn only(body: &Value) -> Checked<&Value> {
    match body["messages"].as_array().map(Vec::as_slice) {
        Some([message]) => Ok(message),
        _ => Err("messages must be a list, here of one".to_owned()),
    }
}

/// To whom, from a number of ours.
fn addressed(message: &Value, path: Path, policy: &str) -> Checked<String> {
    let (from, to) = match path {
        Path::Sms => {
            let [one] = message["destinations"].as_array().map_or(&[][..], Vec::as_slice) else {
                return Err("destinations must be a list, here of one".to_owned());
            };
            (&message["sender"], &one["to"])
        }
        _ => (&message["from"], &message["to"]),
    };
    let from = rules::number(from.as_str().unwrap_or_default(), "from")?;
    if !policy.contains(&format!("\"{from}\"")) {
        return Err("from is no registered sender".to_owned());
    }
    rules::number(to.as_str().unwrap_or_default(), "to")
}

fn free(path: Path, content: &Value) -> Checked<Shown> {
    let body = || rules::text(&content["body"]["text"], "content.body.text", 1, BODY).map(str::to_owned);
    let text = |most| rules::text(&content["text"], "content.text", 1, most).map(str::to_owned);
    match path {
        Path::Buttons => Ok(("buttons", body()?, buttons(&content["action"])?)),
        Path::List => Ok(("list", body()?, rows(&content["action"])?)),
        Path::Sms => text(1_600).map(|text| ("text", text.clone(), numbered(&text))),
        Path::Text | Path::Template => text(TEXT).map(|text| ("text", text.clone(), numbered(&text))),
    }
}

fn choice(value: &Value) -> Checked<Choice> {
    let part = |name| rules::text(&value[name], "an option's id or title", 1, BUTTONS.id).map(str::to_owned);
    Ok(Choice { id: part("id")?, title: part("title")? })
}

fn buttons(action: &Value) -> Checked<Vec<Choice>> {
    let all = action["buttons"].as_array().map_or(&[][..], Vec::as_slice);
    if all.iter().any(|button| button["type"] != "REPLY") {
        return Err("a button's type must be REPLY".to_owned());
    }
    rules::choices(all.iter().map(choice).collect::<Checked<_>>()?, &BUTTONS)
}

fn rows(action: &Value) -> Checked<Vec<Choice>> {
    rules::text(&action["title"], "content.action.title", 1, BUTTONS.title)?;
    let sections = action["sections"].as_array().map_or(&[][..], Vec::as_slice);
    let mut choices = Vec::new();
    for section in sections {
        if sections.len() > 1 || !section["title"].is_null() {
            rules::text(&section["title"], "a section's title", 1, ROWS.title)?;
        }
        for row in section["rows"].as_array().into_iter().flatten() {
            if !row["description"].is_null() {
                rules::text(&row["description"], "a row's description", 0, DESCRIPTION)?;
            }
            choices.push(choice(row)?);
        }
    }
    rules::choices(choices, &ROWS)
}

fn from_template(shared: &Shared, content: &Value) -> Checked<Shown> {
    let (name, language) = (content["templateName"].as_str(), content["language"].as_str());
    let found = shared.templates.by_name(name.unwrap_or_default(), language.unwrap_or_default());
    let template = found.ok_or("no such template in this language")?;
    let data = &content["templateData"];
    let text = rules::filled(template, &data["body"]["placeholders"])?;
    let buttons = data["buttons"].as_array().map_or(&[][..], Vec::as_slice);
    if buttons.len() != template.buttons.len() {
        return Err("the number of buttons is not the template's".to_owned());
    }
    let mut options = Vec::new();
    for (button, title) in buttons.iter().zip(&template.buttons) {
        if button["type"] != "QUICK_REPLY" {
            return Err("a button's type must be QUICK_REPLY".to_owned());
        }
        let id = rules::text(&button["parameter"], "a button's parameter", 1, 128)?.to_owned();
        options.push(Choice { id, title: title.clone() });
    }
    Ok(("template", text, options))
}

fn answer(path: Path, to: &str, id: &str) -> Value {
    let status = json!({"groupId": 1, "groupName": "PENDING", "id": 26, "name": "PENDING_ACCEPTED",
        "description": "Message sent to next instance"});
    let digits = to.trim_start_matches('+');
    match path {
        Path::Sms => {
            json!({"messages": [{"messageId": id, "status": status, "destination": digits}]})
        }
        Path::Template => {
            json!({"messages": [{"to": digits, "messageCount": 1, "messageId": id, "status": status}]})
        }
        _ => json!({"to": digits, "messageCount": 1, "messageId": id, "status": status}),
    }
}

fn refuse((status, name, text): Refusal) -> Response {
    let body = json!({"requestError": {"serviceException": {"messageId": name, "text": text}}});
    (StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST), axum::Json(body)).into_response()
}

fn failure(kind: FaultKind) -> Response {
    match kind {
        FaultKind::Throttle => refuse((429, "TOO_MANY_REQUESTS", "Too many requests".to_owned())),
        _ => refuse((500, "GENERAL_ERROR", "Something went wrong. Please contact support.".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_infobip_lets_send_to_whom() {
        let check = |path: Path, message: Value, holds: bool| {
            let got = addressed(&message, path, r#"receivers = ["+915220000001"]"#);
            assert_eq!(got.is_ok(), holds, "{message}");
        };
        check(Path::Text, json!({"from": "915220000001", "to": "919000000001"}), true);
        check(Path::Text, json!({"from": "915220000002", "to": "919000000001"}), false);
        check(Path::Text, json!({"from": "915220000001", "to": "+919000000001"}), false);
        check(Path::Text, json!({"from": "915220000001"}), false);
        check(Path::Sms, json!({"sender": "915220000001", "destinations": [{"to": "919000000001"}]}), true);
        check(Path::Sms, json!({"sender": "915220000001", "to": "919000000001"}), false);
    }

    #[test]
    fn what_infobip_takes_for_content() {
        let check = |path: Path, content: Value, holds: bool| {
            assert_eq!(free(path, &content).is_ok(), holds, "{content}");
        };
        check(Path::Text, json!({"text": "x"}), true);
        check(Path::Text, json!({"text": ""}), false);
        check(Path::Sms, json!({"text": "x".repeat(1_601)}), false);
        let button = json!({"type": "REPLY", "id": "a", "title": "A"});
        let with = |buttons: Value| json!({"body": {"text": "x"}, "action": {"buttons": buttons}});
        check(Path::Buttons, with(json!([button])), true);
        check(Path::Buttons, with(json!([button, button])), false);
        check(Path::Buttons, with(json!([{"id": "a", "title": "A"}])), false);
        check(Path::Buttons, with(json!([])), false);
        let row = json!({"id": "a", "title": "A", "description": "d"});
        let list = |title: &str, rows: Value| json!({"body": {"text": "x"}, "action": {"title": title, "sections": [{"rows": rows}]}});
        check(Path::List, list("b", json!([row])), true);
        check(Path::List, list("", json!([row])), false);
        check(Path::List, list("b", json!([{"id": "a", "title": "a".repeat(25)}])), false);
        check(Path::List, list("b", json!([])), false);
    }
}
