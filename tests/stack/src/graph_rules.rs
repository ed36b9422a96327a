//! What Meta accepts of a message: the limits of the Cloud API, checked as
//! strictly as Meta does.
//!
//! Source: "Messages", "Interactive reply buttons", "Interactive lists",
//! "Template messages" and "Error codes" in the WhatsApp Cloud API reference.

use serde_json::Value;

use crate::outbound::{Choice, person};
use crate::templates::{Template, Templates};

/// Why Meta refuses: its code, and the details in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: u32,
    pub(crate) details: String,
}

/// A message that Meta would accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// As sent: digits, E.164 or a BSUID.
    pub(crate) input: String,
    /// E.164 or a BSUID.
    pub(crate) to: String,
    pub(crate) kind: &'static str,
    pub(crate) text: String,
    pub(crate) options: Vec<Choice>,
}

type Checked<T> = Result<T, Problem>;

fn refuse<T>(code: u32, details: impl Into<String>) -> Checked<T> {
    Err(Problem { code, details: details.into() })
}

/// A text of `least` to `most` characters.
fn text<'a>(value: &'a Value, what: &str, least: usize, most: usize) -> Checked<&'a str> {
    match value.as_str() {
        None => refuse(100, format!("{what} is required and must be a string")),
        Some(text) if !(least..=most).contains(&text.chars().count()) => {
            refuse(131_009, format!("{what} must have {least} to {most} characters"))
        }
        Some(text) => Ok(text),
    }
}

/// Checks the body of POST /{phone_number_id}/messages.
pub(crate) fn check(body: &Value, templates: &Templates) -> Checked<Message> {
    if !body.is_object() {
        return refuse(100, "The body must be a JSON object");
    }
    if body["messaging_product"] != "whatsapp" {
        return refuse(100, "messaging_product must be whatsapp");
    }
    let recipient_type = &body["recipient_type"];
    if !recipient_type.is_null() && recipient_type != "individual" {
        return refuse(100, "recipient_type must be individual");
    }
    let input = recipient(body)?;
    // `type` may be left out; it is text then.
    let (kind, text, options) = match body["type"].as_str().unwrap_or("text") {
        "text" => ("text", text(&body["text"]["body"], "text.body", 1, 4_096)?.to_owned(), Vec::new()),
        "interactive" => interactive(&body["interactive"])?,
        "template" => template(&body["template"], templates)?,
        _ => return refuse(100, "type is not one that the helpline sends"),
    };
    Ok(Message { to: person(&input), input, kind, text, options })
}

fn recipient(body: &Value) -> Checked<String> {
    match (body["to"].as_str(), body["recipient"].as_str()) {
        (Some(to), None) => {
            let digits = to.strip_prefix('+').unwrap_or(to);
            let number = (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            if number { Ok(to.to_owned()) } else { refuse(100, "to is not a phone number") }
        }
        (None, Some(id)) => {
            let (country, rest) = id.split_once('.').unwrap_or_default();
            let known = country.len() == 2
                && country.bytes().all(|b| b.is_ascii_uppercase())
                && (1..=128).contains(&rest.len())
                && rest.bytes().all(|b| b.is_ascii_alphanumeric());
            if known { Ok(id.to_owned()) } else { refuse(100, "recipient is not a user id") }
        }
        (Some(_), Some(_)) => refuse(100, "to and recipient exclude each other"),
        (None, None) => refuse(100, "The parameter to is required"),
    }
}

type Rendered = (&'static str, String, Vec<Choice>);

fn interactive(value: &Value) -> Checked<Rendered> {
    let body = text(&value["body"]["text"], "interactive.body.text", 1, 1_024)?.to_owned();
    if !value["footer"].is_null() {
        text(&value["footer"]["text"], "interactive.footer.text", 1, 60)?;
    }
    if value["header"]["type"] == "text" {
        text(&value["header"]["text"], "interactive.header.text", 1, 60)?;
    }
    match value["type"].as_str() {
        Some("button") => Ok(("buttons", body, buttons(&value["action"])?)),
        Some("list") => Ok(("list", body, rows(&value["action"])?)),
        _ => refuse(100, "interactive.type must be button or list"),
    }
}

fn buttons(action: &Value) -> Checked<Vec<Choice>> {
    let buttons = action["buttons"].as_array().map_or(&[][..], Vec::as_slice);
    if !(1..=3).contains(&buttons.len()) {
        return refuse(131_009, "There must be 1 to 3 buttons");
    }
    let mut choices = Vec::new();
    for button in buttons {
        if button["type"] != "reply" {
            return refuse(100, "A button's type must be reply");
        }
        let id = text(&button["reply"]["id"], "A button's id", 1, 256)?;
        let title = text(&button["reply"]["title"], "A button's title", 1, 20)?;
        choices.push(Choice { id: id.to_owned(), title: title.to_owned() });
    }
    unique(choices.iter().map(|c| c.id.as_str()), "Button ids")?;
    unique(choices.iter().map(|c| c.title.as_str()), "Button titles")?;
    Ok(choices)
}

fn rows(action: &Value) -> Checked<Vec<Choice>> {
    text(&action["button"], "The list's button", 1, 20)?;
    let sections = action["sections"].as_array().map_or(&[][..], Vec::as_slice);
    if !(1..=10).contains(&sections.len()) {
        return refuse(131_009, "There must be 1 to 10 sections");
    }
    let mut choices = Vec::new();
    for section in sections {
        if sections.len() > 1 || !section["title"].is_null() {
            text(&section["title"], "A section's title", 1, 24)?;
        }
        for row in section["rows"].as_array().into_iter().flatten() {
            let id = text(&row["id"], "A row's id", 1, 200)?;
            let title = text(&row["title"], "A row's title", 1, 24)?;
            if !row["description"].is_null() {
                text(&row["description"], "A row's description", 0, 72)?;
            }
            choices.push(Choice { id: id.to_owned(), title: title.to_owned() });
        }
    }
    if !(1..=10).contains(&choices.len()) {
        return refuse(131_009, "There must be 1 to 10 rows in all");
    }
    unique(choices.iter().map(|c| c.id.as_str()), "Row ids")?;
    Ok(choices)
}

fn unique<'a>(values: impl Iterator<Item = &'a str>, what: &str) -> Checked<()> {
    let mut seen = std::collections::BTreeSet::new();
    for value in values {
        if !seen.insert(value) {
            return refuse(131_009, format!("{what} must be unique"));
        }
    }
    Ok(())
}

fn template(value: &Value, templates: &Templates) -> Checked<Rendered> {
    let name = text(&value["name"], "template.name", 1, 512)?;
    let language = text(&value["language"]["code"], "template.language.code", 2, 8)?;
    let Some(known) = templates.by_name(name, language) else {
        return refuse(132_001, format!("template name ({name}) does not exist in {language}"));
    };
    let components = value["components"].as_array().map_or(&[][..], Vec::as_slice);
    let body = components.iter().find(|component| component["type"] == "body");
    let parameters = parameters(body.map_or(&Value::Null, |body| &body["parameters"]))?;
    let expected = known.placeholders();
    if parameters.len() != expected {
        let got = parameters.len();
        return refuse(132_000, format!("body: number of parameters ({got}) is not {expected}"));
    }
    let options = payloads(components, known)?;
    Ok(("template", known.fill(&parameters), options))
}

fn parameters(value: &Value) -> Checked<Vec<&str>> {
    let mut texts = Vec::new();
    for parameter in value.as_array().into_iter().flatten() {
        if parameter["type"] != "text" {
            return refuse(132_012, "A parameter's type must be text");
        }
        let value = text(&parameter["text"], "A parameter's text", 1, 1_024)?;
        if value.contains(['\n', '\t']) || value.contains("     ") {
            return refuse(132_018, "A parameter has a new line, a tab or more than 4 spaces in a row");
        }
        texts.push(value);
    }
    Ok(texts)
}

fn payloads(components: &[Value], known: &Template) -> Checked<Vec<Choice>> {
    let mut choices = Vec::new();
    for component in components.iter().filter(|component| component["type"] == "button") {
        let index = &component["index"];
        let index = index.as_u64().or_else(|| index.as_str()?.parse().ok());
        let index = index.and_then(|index| usize::try_from(index).ok());
        let Some(index) = index.filter(|index| *index < known.buttons.len()) else {
            return refuse(132_000, "The template has no such button");
        };
        if component["sub_type"] != "quick_reply" {
            return refuse(132_012, "The button is a quick reply");
        }
        let id = text(&component["parameters"][0]["payload"], "A button's payload", 1, 256)?;
        choices.extend(known.button(index, id));
    }
    Ok(choices)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;
    use serde_json::json;

    const REGISTRY: &str = "
[[template]]
name = 'still_there'
language = 'hi'
body = 'शिकायत {{1}}: {{2}}'
buttons = ['हाँ', 'नहीं']
[[template]]
name = 'plain'
language = 'en'
body = 'Hello'
";

    fn outcome(body: &Value) -> Result<Message, u32> {
        super::check(body, &Templates::parse(REGISTRY, "")).map_err(|problem| problem.code)
    }

    fn code(change: impl FnOnce(&mut Value), mut body: Value) -> u32 {
        change(&mut body);
        outcome(&body).map_or_else(|code| code, |_| 0)
    }

    fn plain() -> Value {
        json!({"messaging_product": "whatsapp", "to": "919000000001", "type": "text", "text": {"body": "x"}})
    }

    fn interactive(action: Value, kind: &str) -> Value {
        let mut body = plain();
        body["type"] = json!("interactive");
        body["interactive"] = json!({"type": kind, "body": {"text": "x"}, "action": action});
        body
    }

    fn button(id: &str, title: &str) -> Value {
        json!({"type": "reply", "reply": {"id": id, "title": title}})
    }

    #[test]
    fn texts_and_recipients() {
        let check = |expected: u32, change: fn(&mut Value)| assert_eq!(code(change, plain()), expected);
        check(0, |_| {});
        check(0, |b| b["to"] = json!("+919000000001"));
        check(0, |b| _ = b.as_object_mut().unwrap().remove("type"));
        check(100, |b| b["to"] = json!("IN.1"));
        check(100, |b| b["recipient"] = json!("IN.1"));
        check(0, |b| {
            b["recipient"] = json!("IN.123");
            b.as_object_mut().unwrap().remove("to");
        });
        check(100, |b| _ = b.as_object_mut().unwrap().remove("to"));
        check(100, |b| b["messaging_product"] = json!("sms"));
        check(100, |b| b["recipient_type"] = json!("group"));
        check(100, |b| b["type"] = json!("fax"));
        check(131_009, |b| b["text"]["body"] = json!(""));
        check(0, |b| b["text"]["body"] = json!("म".repeat(4_096)));
        check(131_009, |b| b["text"]["body"] = json!("म".repeat(4_097)));
    }

    #[test]
    fn buttons_within_limits() {
        let check = |buttons: &[Value], expected: u32| {
            assert_eq!(
                code(|_| {}, interactive(json!({"buttons": buttons}), "button")),
                expected,
                "{buttons:?}"
            );
        };
        check(&[button("a", "A"), button("b", "B"), button("c", "C")], 0);
        check(&[], 131_009);
        check(&[button("a", "A"), button("b", "B"), button("c", "C"), button("d", "D")], 131_009);
        check(&[button("a", "A"), button("a", "B")], 131_009);
        check(&[button("a", "A"), button("b", "A")], 131_009);
        check(&[button("a", &"म".repeat(20))], 0);
        check(&[button("a", &"म".repeat(21))], 131_009);
        check(&[button("", "A")], 131_009);
        check(&[json!({"reply": {"id": "a", "title": "A"}})], 100);
    }

    #[test]
    fn lists_within_limits() {
        let row = |id: usize| json!({"id": id.to_string(), "title": "t", "description": "d"});
        let section = |rows: usize, title: Option<&str>| json!({"title": title, "rows": (0..rows).map(row).collect::<Vec<_>>()});
        let check = |sections: Value, expected: u32| {
            let action = json!({"button": "चुनें", "sections": sections});
            assert_eq!(code(|_| {}, interactive(action, "list")), expected);
        };
        check(json!([section(10, None)]), 0);
        check(json!([section(11, None)]), 131_009);
        check(json!([section(0, None)]), 131_009);
        check(json!([section(1, None), section(1, None)]), 100);
        check(json!([section(1, Some("a")), section(1, Some("b"))]), 131_009);
        check(json!([{"rows": [{"id": "1", "title": "x".repeat(25)}]}]), 131_009);
        check(json!([{"rows": [{"id": "1", "title": "x", "description": "x".repeat(73)}]}]), 131_009);
        let no_button = interactive(json!({"sections": [section(1, None)]}), "list");
        assert_eq!(code(|_| {}, no_button), 100);
    }

    fn template(name: &str, language: &str, parameters: &[&str], payloads: &[&str]) -> Value {
        let texts: Vec<_> = parameters.iter().map(|p| json!({"type": "text", "text": p})).collect();
        let buttons = payloads.iter().enumerate().map(|(index, payload)| {
            json!({"type": "button", "sub_type": "quick_reply", "index": index.to_string(),
                "parameters": [{"type": "payload", "payload": payload}]})
        });
        let mut components = vec![json!({"type": "body", "parameters": texts})];
        components.extend(buttons);
        let mut body = plain();
        body["type"] = json!("template");
        body["template"] = json!({"name": name, "language": {"code": language}, "components": components});
        body
    }

    #[test]
    fn templates_are_known_and_filled() {
        let check = |body: Value, expected: u32| assert_eq!(code(|_| {}, body), expected);
        check(template("plain", "en", &[], &[]), 0);
        check(template("plain", "hi", &[], &[]), 132_001);
        check(template("unknown", "hi", &[], &[]), 132_001);
        check(template("still_there", "hi", &["a"], &[]), 132_000);
        check(template("still_there", "hi", &["a", "b\n"], &[]), 132_018);
        check(template("plain", "en", &[], &["yes"]), 132_000);
        let message = outcome(&template("still_there", "hi", &["a", "b"], &["YES"])).unwrap();
        assert_eq!((message.text.as_str(), message.kind), ("शिकायत a: b", "template"));
        assert_eq!(message.options, [Choice { id: "YES".into(), title: "हाँ".into() }]);
    }
}
