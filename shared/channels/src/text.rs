//! Small rules on text: what is removed from her words, what a telephone
//! number is, how a title is shortened.

/// Her words as sent, without what could hide or forge: NUL and the other C0
/// controls (line feed and tab stay), and the bidirectional overrides and
/// isolates U+202A-202E and U+2066-2069, which can make a text read as another.
/// Zero-width joiner and non-joiner stay: Hindi needs them.
pub(crate) fn clean(text: &str) -> String {
    text.chars().filter(|c| !is_hostile(*c)).collect()
}

fn is_hostile(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `919000000001`, `+919000000001` or `00919000000001` as E.164; `None` for
/// anything else, short codes and alphanumeric senders included. E.164 allows at
/// most 15 digits, and no country's code begins with a zero.
pub(crate) fn e164(number: &str) -> Option<String> {
    let digits = number.strip_prefix('+').or_else(|| number.strip_prefix("00")).unwrap_or(number);
    let ok = (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let ok = ok && !digits.starts_with('0');
    ok.then(|| format!("+{digits}"))
}

/// As [`e164`], where a number may be written as at home: ten digits, or a trunk
/// zero and ten (`09052161119`) or a country's number, are Indian. Source: Exotel's own example,
/// 'Send a SMS reply in response to an incoming SMS'.
pub(crate) fn indian_e164(number: &str) -> Option<String> {
    let home = number.strip_prefix('0').unwrap_or(number);
    let is_home = home.len() == 10 && home.bytes().all(|b| b.is_ascii_digit());
    if is_home {
        return Some(format!("+91{home}"));
    }
    e164(if number.starts_with("091") { home } else { number })
}

/// The digits of a number however it is written (`+91 522 000 0001`).
pub(crate) fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

/// Whether a string has the form of a business-scoped user id: a country code,
/// a dot, letters and digits (`IN.13491208655302741918`, `IN.ENT.1181`).
/// Source: WhatsApp Business Platform, 'Business-scoped user IDs'.
pub(crate) fn is_bsuid(id: &str) -> bool {
    let Some((country, rest)) = id.split_once('.') else { return false };
    country.len() == 2
        && country.bytes().all(|b| b.is_ascii_alphabetic())
        && !rest.is_empty()
        && id.len() <= 150
        && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(*byte)]).collect()
}

/// The number of characters, as WhatsApp counts its limits.
pub(crate) fn length(text: &str) -> usize {
    text.chars().count()
}

/// A title of at most `limit` characters; a longer one ends in an ellipsis and
/// never between a Devanagari letter and its sign.
pub(crate) fn shorten(title: &str, limit: usize) -> String {
    if length(title) <= limit {
        return title.to_owned();
    }
    let chars: Vec<char> = title.chars().take(limit).collect();
    let mut end = limit.saturating_sub(1);
    while end > 0 && chars.get(end).copied().is_some_and(is_sign) {
        end -= 1;
    }
    let kept: String = chars.iter().take(end).collect();
    format!("{}…", kept.trim_end())
}

/// Whether a character belongs to the one before it: the Devanagari signs, and
/// the two zero-width joiners.
fn is_sign(c: char) -> bool {
    let vowel = matches!(c, '\u{93a}'..='\u{93b}' | '\u{93e}'..='\u{94f}' | '\u{955}'..='\u{957}');
    let other = matches!(c, '\u{900}'..='\u{903}' | '\u{93c}' | '\u{962}'..='\u{963}');
    vowel || other || matches!(c, '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn her_words_are_kept_and_controls_are_not() {
        for (sent, kept) in [
            ("दो\nलाइन\tऔर", "दो\nलाइन\tऔर"),
            ("a\0b\u{7}c\r\n", "abc\n"),
            ("\u{202e}evil\u{2066}", "evil"),
            ("क्\u{200d}ष न\u{200c}", "क्\u{200d}ष न\u{200c}"),
            ("  blanks  ", "  blanks  "),
        ] {
            assert_eq!(clean(sent), kept);
        }
    }

    #[test]
    fn numbers() {
        for (written, number) in [
            ("919000000001", Some("+919000000001")),
            ("+919000000001", Some("+919000000001")),
            ("57575", None),
            ("VM-BANK", None),
            ("", None),
            ("+", None),
            ("++919000000001", None),
            ("00919000000001", Some("+919000000001")),
            ("0919000000001", None),
            ("+0919000000001", None),
            ("9190000000011111", None),
            ("९१९०००००००", None),
        ] {
            assert_eq!(e164(written).as_deref(), number, "{written}");
        }
        assert_eq!(digits("+91 522 000-0001"), "915220000001");
        for (written, number) in [
            ("9000000001", Some("+919000000001")),
            ("09000000001", Some("+919000000001")),
            ("919000000001", Some("+919000000001")),
            ("+919000000001", Some("+919000000001")),
            ("05220000001", Some("+915220000001")),
            ("00919000000001", Some("+919000000001")),
            ("0919000000001", Some("+919000000001")),
            ("56070", None),
            ("", None),
        ] {
            assert_eq!(indian_e164(written).as_deref(), number, "{written}");
        }
    }

    #[test]
    fn business_scoped_ids() {
        for (id, is) in [
            ("IN.13491208655302741918", true),
            ("IN.ENT.11815799212886844830", true),
            ("919000000001", false),
            ("IN.", false),
            ("IND.1", false),
            ("IN.1 2", false),
        ] {
            assert_eq!(is_bsuid(id), is, "{id}");
        }
    }

    #[test]
    fn titles() {
        for (title, limit, shown) in [
            ("Chinhat", 20, "Chinhat"),
            ("abcdef", 5, "abcd…"),
            ("ab cdef", 4, "ab…"),
            ("हिंसा की", 4, "हिं…"),
            ("कि", 1, "…"),
        ] {
            assert_eq!(shorten(title, limit), shown);
        }
    }

    proptest! {
        #[test]
        fn a_shortened_title_fits(title in ".{0,60}", limit in 1_usize..40) {
            prop_assert!(length(&shorten(&title, limit)) <= limit);
        }
    }
}
