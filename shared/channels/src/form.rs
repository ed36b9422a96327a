//! `application/x-www-form-urlencoded`, read so that nothing makes it fail.

use std::borrow::Cow;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};

/// Encodes fields as a form, for a provider that takes one.
#[must_use]
pub fn form_encode(fields: &[(String, String)]) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    pairs.join("&")
}

/// The pairs in order, decoded to bytes: `+` is a blank, a percent sign without
/// two hexadecimal digits is itself, empty parts between `&` are dropped.
pub(crate) fn pairs(encoded: &[u8]) -> impl Iterator<Item = (Cow<'_, [u8]>, Cow<'_, [u8]>)> {
    encoded.split(|b| *b == b'&').filter(|part| !part.is_empty()).map(|part| {
        let cut = part.iter().position(|b| *b == b'=');
        let (key, value) = cut.map_or((part, &[][..]), |at| (&part[..at], &part[at + 1..]));
        (decode(key), decode(value))
    })
}

fn decode(part: &[u8]) -> Cow<'_, [u8]> {
    if part.contains(&b'+') {
        let blanks: Vec<u8> = part.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
        return Cow::Owned(percent_decode(&blanks).collect());
    }
    percent_decode(part).into()
}

/// The first value of a key; bytes that are not UTF-8 become U+FFFD.
pub(crate) fn first(encoded: &[u8], key: &str) -> Option<String> {
    pairs(encoded).find(|(k, _)| k.as_ref() == key.as_bytes()).map(|(_, v)| lossy(&v))
}

/// Bytes as text; what is not UTF-8 becomes U+FFFD.
pub(crate) fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms() {
        for (encoded, expected) in [
            ("", vec![]),
            ("&&", vec![]),
            ("a=1&b", vec![("a", "1"), ("b", "")]),
            ("a=x+y%2Bz&a=2=3", vec![("a", "x y+z"), ("a", "2=3")]),
            ("a=%&b=%G1&c=%4", vec![("a", "%"), ("b", "%G1"), ("c", "%4")]),
            ("%E0%A4%95=%FF", vec![("क", "\u{fffd}")]),
            ("=v", vec![("", "v")]),
        ] {
            let got: Vec<_> = pairs(encoded.as_bytes()).map(|(k, v)| (lossy(&k), lossy(&v))).collect();
            let got: Vec<_> = got.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            assert_eq!(got, expected, "{encoded}");
        }
        assert_eq!(first(b"a=1&b=2&b=3", "b").as_deref(), Some("2"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(fields: Vec<(String, String)>) {
            let body = form_encode(&fields);
            let read: Vec<_> = pairs(body.as_bytes()).map(|(k, v)| (lossy(&k), lossy(&v))).collect();
            prop_assert_eq!(read, fields);
        }

        #[test]
        fn any_bytes_are_a_form(bytes: Vec<u8>) {
            let _ = pairs(&bytes).count();
        }
    }
}
