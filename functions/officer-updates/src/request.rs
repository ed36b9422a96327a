//! What a request says: its headers, its fields, its moment. Its route is in
//! `routes.rs`.

use chrono::{DateTime, Utc};
use domain::Language;
use lambda_http::request::RequestContext;
use lambda_http::{Request, RequestExt as _};
use percent_encoding::percent_decode;

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

    /// Fields that came in another form.
    pub(crate) fn of<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self(fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    /// The first field of this name, if it is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        found.filter(|value| !value.is_empty())
    }

    /// The other fields than that of this name.
    pub(crate) fn without(&self, name: &str) -> Self {
        Self(self.0.iter().filter(|(key, _)| key != name).cloned().collect())
    }

    /// All fields of this name, in order.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All fields, in order.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
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
