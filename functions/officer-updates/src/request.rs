//! What a request says: its route, its cookie, its fields, its moment.

use chrono::{DateTime, Utc};
use domain::Language;
use lambda_http::request::RequestContext;
use lambda_http::{Request, RequestExt as _};
use percent_encoding::percent_decode;

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
    /// A page of the desk, by the rest of its path.
    Desk(Vec<&'a str>),
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
            ("GET" | "HEAD" | "POST", ["desk", rest @ ..]) => Self::Desk(rest.to_vec()),
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

    /// All fields of this name, in order.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::press::Press;
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
