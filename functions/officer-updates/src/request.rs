//! What a request says: its route, its cookie, its fields, its moment.

use chrono::{DateTime, Utc};
use domain::complaint::Outcome;
use domain::event::Action;
use domain::{Language, OfficerId};
use lambda_http::request::RequestContext;
use lambda_http::{Request, RequestExt as _};
use percent_encoding::percent_decode;
use serde::Deserialize;

/// Where a request goes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    /// GET or HEAD of an officer's page.
    Show(&'a str),
    /// A form of the page.
    Submit(&'a str),
    /// A file that she sent, by its name.
    File(&'a str, &'a str),
    /// GET or HEAD of an officer's list.
    List(&'a str),
    /// The PIN of an officer's list.
    ListPin(&'a str),
    /// The complaint as JSON.
    ApiShow(&'a str),
    /// An action by JSON.
    ApiAct(&'a str, &'a str),
    /// None of ours.
    Nowhere,
}

impl<'a> Route<'a> {
    /// The route of this method and path.
    pub(crate) fn of(method: &str, path: &'a str) -> Self {
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        match (method, parts.as_slice()) {
            ("GET" | "HEAD", ["c", token]) => Self::Show(token),
            ("POST", ["c", token]) => Self::Submit(token),
            ("GET", ["c", token, "media", name]) => Self::File(token, name),
            ("GET" | "HEAD", ["l", token]) => Self::List(token),
            ("POST", ["l", token]) => Self::ListPin(token),
            ("GET" | "HEAD", ["v1", "c", token]) => Self::ApiShow(token),
            ("POST", ["v1", "c", token, action]) => Self::ApiAct(token, action),
            _ => Self::Nowhere,
        }
    }
}

/// When API Gateway received the request: the only clock.
pub(crate) fn received_at(request: &Request) -> DateTime<Utc> {
    let millis = match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => context.time_epoch,
        _ => 0,
    };
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

/// A header's text, if it is there and is text.
pub(crate) fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

/// The fields of a form or a query string, in order.
#[derive(Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded` (WHATWG URL, section 5.1).
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let pairs = bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        Self(pairs.map(read_pair).collect())
    }

    /// The first field of this name, if it is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        found.filter(|value| !value.is_empty())
    }

    /// The language asked for by `lang`.
    pub(crate) fn language(&self) -> Option<Language> {
        Language::ALL.into_iter().find(|language| Some(language.code()) == self.get("lang"))
    }
}

fn read_pair(pair: &[u8]) -> (String, String) {
    let middle = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
    let (name, value) = pair.split_at(middle);
    (decode(name), decode(value.strip_prefix(b"=").unwrap_or(value)))
}

fn decode(part: &[u8]) -> String {
    let spaced: Vec<u8> = part.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    percent_decode(&spaced).decode_utf8_lossy().into_owned()
}

/// A button pressed, with what was written: from a form or from JSON. Has no
/// `Debug`: it holds the PIN and the officer's words.
#[derive(Default, Deserialize)]
pub(crate) struct Press {
    /// The button's name; in JSON it stands in the path.
    #[serde(skip)]
    pub(crate) action: String,
    /// The version of the complaint that the officer saw.
    pub(crate) version: Option<u64>,
    /// The PIN, where there is no session.
    pub(crate) pin: Option<String>,
    /// What the officer wrote.
    pub(crate) text: Option<String>,
    /// Why it is transferred.
    pub(crate) reason: Option<String>,
    /// To whom it is transferred.
    pub(crate) to: Option<String>,
    /// How it was disposed of.
    pub(crate) outcome: Option<String>,
}

/// What a press asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// To read the case.
    Open,
    /// To do something.
    Do(Action),
    /// To do something, but this field is missing or no choice of the form.
    Without(&'static str),
}

impl Press {
    /// The press of a form.
    pub(crate) fn from_form(fields: &Fields) -> Self {
        let get = |name: &str| fields.get(name).map(str::to_owned);
        Self {
            action: get("action").unwrap_or_default(),
            version: fields.get("version").and_then(|version| version.parse().ok()),
            pin: get("pin"),
            text: get("text"),
            reason: get("reason"),
            to: get("to"),
            outcome: get("outcome"),
        }
    }

    /// The press of a JSON body; `None` if it cannot be read. An empty body is
    /// a press without fields.
    pub(crate) fn from_json(action: &str, body: &[u8]) -> Option<Self> {
        let read = if body.is_empty() { Self::default() } else { serde_json::from_slice(body).ok()? };
        Some(Self { action: action.to_owned(), ..read })
    }

    /// What it asks for; `None` if there is no such action.
    pub(crate) fn wanted(&self) -> Option<Wanted> {
        let text = tidy(self.text.as_deref());
        let action = match self.action.as_str() {
            "open" => return Some(Wanted::Open),
            "acknowledge" => Action::Acknowledge,
            "first_action" => Action::FirstAction { text },
            "note" => Action::Note { text },
            "ask" => Action::Ask { text },
            "transfer" => Action::Transfer {
                to: OfficerId::new(self.to.as_deref().unwrap_or_default().trim()),
                reason: tidy(self.reason.as_deref()),
            },
            "dispose" => match self.outcome.as_deref().and_then(Outcome::from_name) {
                Some(outcome) => Action::Dispose { outcome, text },
                None => return Some(Wanted::Without("outcome")),
            },
            _ => return None,
        };
        Some(Wanted::Do(action))
    }
}

/// Line ends as one character (forms send two), no other control characters,
/// nothing around it: so that the same words are the same whatever sent them.
fn tidy(text: Option<&str>) -> String {
    let text = text.unwrap_or_default().replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .filter(|letter| *letter == '\n' || !letter.is_control())
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn routes() {
        let check =
            |method: &str, path: &str, route: Route<'_>| assert_eq!(Route::of(method, path), route, "{path}");
        check("GET", "/c/abc", Route::Show("abc"));
        check("HEAD", "/c/abc", Route::Show("abc"));
        check("POST", "/c/abc", Route::Submit("abc"));
        check("GET", "/c/abc/media/0f", Route::File("abc", "0f"));
        check("GET", "/l/abc", Route::List("abc"));
        check("POST", "/l/abc", Route::ListPin("abc"));
        check("GET", "/v1/c/abc", Route::ApiShow("abc"));
        check("POST", "/v1/c/abc/note", Route::ApiAct("abc", "note"));
        for (method, path) in
            [("PUT", "/c/abc"), ("GET", "/"), ("GET", "/c"), ("GET", "/c/a/b"), ("POST", "/v1/c/abc")]
        {
            check(method, path, Route::Nowhere);
        }
    }

    #[test]
    fn fields() {
        let check = |body: &str, name: &str, value: Option<&str>| {
            assert_eq!(Fields::parse(body.as_bytes()).get(name), value, "{body}");
        };
        check("pin=2468&action=open", "pin", Some("2468"));
        check("text=a+b%20c%26d", "text", Some("a b c&d"));
        check("text=%E0%A4%AE", "text", Some("म"));
        check("text=a=b", "text", Some("a=b"));
        check("text=first&text=second", "text", Some("first"));
        check("text=%ff", "text", Some("\u{fffd}"));
        check("text=%", "text", Some("%"));
        for body in ["", "&&", "text", "text=", "=x"] {
            check(body, "text", None);
        }
        assert_eq!(Fields::parse(b"lang=en").language(), Some(Language::English));
        assert_eq!(Fields::parse(b"lang=fr").language(), None);
    }

    #[test]
    fn presses() {
        let check = |form: &str, wanted: Option<Wanted>| {
            assert_eq!(Press::from_form(&Fields::parse(form.as_bytes())).wanted(), wanted, "{form}");
        };
        let text = || "a\nb".to_owned();
        check("action=open", Some(Wanted::Open));
        check("action=acknowledge", Some(Wanted::Do(Action::Acknowledge)));
        check("action=note&text=+a%0D%0Ab%00+", Some(Wanted::Do(Action::Note { text: text() })));
        check("action=ask&text=a%0Db", Some(Wanted::Do(Action::Ask { text: text() })));
        let transfer = Action::Transfer { to: OfficerId::new("dpo"), reason: text() };
        check("action=transfer&to=dpo&reason=a%0Ab", Some(Wanted::Do(transfer)));
        let dispose = Action::Dispose { outcome: Outcome::Relief, text: text() };
        check("action=dispose&outcome=relief&text=a%0Ab", Some(Wanted::Do(dispose)));
        check("action=dispose&outcome=nonsense&text=a", Some(Wanted::Without("outcome")));
        check("action=delete", None);
        check("", None);
    }

    #[test]
    fn json_bodies() {
        let check = |body: &str, version: Option<Option<u64>>| {
            let read = Press::from_json("note", body.as_bytes());
            assert_eq!(read.map(|press| press.version), version, "{body}");
        };
        check(r#"{"pin":"2468","version":3,"text":"x"}"#, Some(Some(3)));
        check(r#"{"unknown":1}"#, Some(None));
        check("", Some(None));
        for malformed in ["{", "[]", r#"{"version":"3"}"#, r#"{"pin":2468}"#, "\u{feff}{}"] {
            check(malformed, None);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            let fields = Fields::parse(&bytes);
            let _ = Press::from_form(&fields).wanted();
            let _ = Press::from_json("ask", &bytes);
        }

        #[test]
        fn what_was_written_arrives(text in "[^\\p{Cc}]{1,60}") {
            let encoded = percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC);
            let body = format!("text={encoded}&x=1");
            let fields = Fields::parse(body.as_bytes());
            prop_assert_eq!(fields.get("text"), Some(text.as_str()));
        }
    }
}
