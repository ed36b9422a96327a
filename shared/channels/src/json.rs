//! JSON read part by part, so that one odd part takes no good one with it.
//!
//! `serde_json` refuses a whole document on a lone surrogate escape, on bytes
//! that are not UTF-8, on a byte-order mark, on a control character in a
//! string, on a number out of range, on 127 levels, and, into a struct, on a
//! key that occurs twice. The first four are repaired here. For the rest a
//! document is cut into raw values level by level: cutting looks at none of
//! them, and only a part that is wanted is ever decoded.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// A body as text fit for [`Obj::parse`]: without a byte-order mark, bytes that
/// are not UTF-8 and escapes of half a surrogate pair replaced by U+FFFD.
pub(crate) fn text_of(body: &[u8]) -> Cow<'_, str> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    match String::from_utf8_lossy(body) {
        Cow::Borrowed(text) => replace_lone_surrogates(text),
        Cow::Owned(text) => Cow::Owned(replace_lone_surrogates(&text).into_owned()),
    }
}

/// Replaces each `\uD800`-`\uDFFF` that is not half of a pair by `\uFFFD`.
fn replace_lone_surrogates(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let (mut at, mut copied) = (0, 0);
    while let Some(skip) = bytes[at..].iter().position(|b| *b == b'\\') {
        at += skip;
        let (length, lone) = match unit(bytes, at) {
            Some(0xD800..=0xDBFF) if matches!(unit(bytes, at + 6), Some(0xDC00..=0xDFFF)) => (12, false),
            Some(0xD800..=0xDFFF) => (6, true),
            _ => (2, false),
        };
        if lone {
            out.push_str(&text[copied..at]);
            out.push_str("\\uFFFD");
            copied = at + length;
        }
        at = (at + length).min(bytes.len());
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// The UTF-16 unit of the escape `\uXXXX` at `at`, if there is one.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let escape = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    let digit = |b: &u8| char::from(*b).to_digit(16).and_then(|d| u16::try_from(d).ok());
    escape.iter().try_fold(0, |value: u16, b| Some(value << 4 | digit(b)?))
}

/// Raw control characters, which JSON forbids in strings, as escapes; outside
/// strings they become blanks.
pub(crate) fn escape_controls(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let (mut in_string, mut escaped) = (false, false);
    for c in text.chars() {
        match c {
            '\0'..='\u{1f}' if in_string => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            '\0'..='\u{1f}' => out.push(' '),
            _ => out.push(c),
        }
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = in_string,
            '"' => in_string = !in_string,
            _ => {}
        }
    }
    out
}

/// Reads a body as [`text_of`] has it; where that finds nothing, once more with
/// its [control characters escaped](escape_controls): one of them in any string
/// spoils the cutting of all.
pub(crate) fn repaired<T>(body: &[u8], read: impl Fn(&str) -> Option<T>) -> Option<T> {
    let text = text_of(body);
    read(&text).or_else(|| read(&escape_controls(&text)))
}

/// An array's text, cut into its elements.
pub(crate) fn elements(text: &str) -> Option<Vec<&str>> {
    let elements: Vec<&RawValue> = serde_json::from_str(text).ok()?;
    Some(elements.into_iter().map(RawValue::get).collect())
}

/// A string's content; anything else but `null` as it is written.
pub(crate) fn scalar_or_raw(raw: &str) -> Option<String> {
    if raw.starts_with('"') {
        serde_json::from_str(raw).ok()
    } else {
        (raw != "null").then(|| raw.to_owned())
    }
}

/// A JSON object whose values are still raw. Of a key that occurs twice the
/// last counts, as in most readers. A value `null` counts as absent.
pub(crate) struct Obj<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Obj<'a> {
    /// `None` if the text is not an object.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }

    /// All values as they stand.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.0.iter().map(|(key, raw)| (key.as_str(), raw.get()))
    }

    /// A value as it stands.
    pub(crate) fn get(&self, key: &str) -> Option<&'a str> {
        self.0.get(key).map(|raw| raw.get()).filter(|raw| *raw != "null")
    }

    /// A value that is an object.
    pub(crate) fn obj(&self, key: &str) -> Option<Obj<'a>> {
        self.get(key).and_then(Obj::parse)
    }

    /// A value that is an array, cut into its elements.
    pub(crate) fn list(&self, key: &str) -> Option<Vec<&'a str>> {
        elements(self.get(key)?)
    }

    /// A value that is a string.
    pub(crate) fn string(&self, key: &str) -> Option<String> {
        self.get(key).and_then(|raw| serde_json::from_str(raw).ok())
    }

    /// A value that is a string, or a number exactly as it is written.
    pub(crate) fn scalar(&self, key: &str) -> Option<String> {
        let raw = self.get(key)?;
        let is_number = raw.starts_with(|c: char| c == '-' || c.is_ascii_digit());
        if is_number { Some(raw.to_owned()) } else { serde_json::from_str(raw).ok() }
    }

    /// A string or number that [can name something](crate::is_id).
    pub(crate) fn id(&self, key: &str) -> Option<String> {
        self.scalar(key).filter(|id| crate::is_id(id))
    }

    /// A string or number that [can be fetched by](crate::is_link).
    pub(crate) fn link(&self, key: &str) -> Option<String> {
        self.scalar(key).filter(|link| crate::is_link(link))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bodies_are_repaired() {
        for (body, text) in [
            (&b"\xef\xbb\xbf{}"[..], "{}"),
            (b"\"\xff\"", "\"\u{fffd}\""),
            (br#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (br#""a\ud83db""#, r#""a\uFFFDb""#),
            (br#""\uDE00\uD83D""#, r#""\uFFFD\uFFFD""#),
            (br#""\ud83d\ud83d\ude00""#, r#""\uFFFD\ud83d\ude00""#),
            (br#""\\ud83d""#, r#""\\ud83d""#),
            (br#""\\\ud83d""#, r#""\\\uFFFD""#),
            (br#""\u12"#, r#""\u12"#),
            (br"\", "\\"),
        ] {
            assert_eq!(text_of(body), text);
        }
    }

    #[test]
    fn controls_are_escaped() {
        for (raw, escaped) in [
            ("{\n\"a\":\"b\nc\"}", "{ \"a\":\"b\\u000ac\"}"),
            ("\"\\\"\u{1}\"", "\"\\\"\\u0001\""),
            ("\"a\\\\\"\t", "\"a\\\\\" "),
        ] {
            assert_eq!(escape_controls(raw), escaped);
        }
    }

    #[test]
    fn an_object_is_cut_without_looking_inside() {
        let deep = format!(
            r#"{{"a":1,"a":"two","n":-1e999,"z":null,"deep":{}1{}}}"#,
            "[".repeat(900),
            "]".repeat(900)
        );
        let obj = Obj::parse(&deep).unwrap();
        assert_eq!(obj.string("a").as_deref(), Some("two"));
        assert_eq!(obj.scalar("n").as_deref(), Some("-1e999"));
        assert!(obj.get("z").is_none() && obj.get("deep").is_some() && obj.list("a").is_none());
        assert!(Obj::parse("[]").is_none());
    }

    proptest! {
        #[test]
        fn repaired_strings_parse(units in prop::collection::vec(any::<u16>(), 0..20)) {
            let escapes: String = units.iter().map(|u| format!("\\u{u:04x}")).collect();
            let text = format!("\"{escapes}\"");
            let read: String = serde_json::from_str(&text_of(text.as_bytes())).unwrap();
            prop_assert_eq!(read, String::from_utf16_lossy(&units));
        }

        #[test]
        fn any_bytes_are_text(bytes: Vec<u8>) {
            let text = text_of(&bytes);
            let _ = Obj::parse(&escape_controls(&text)).is_some();
        }
    }
}
