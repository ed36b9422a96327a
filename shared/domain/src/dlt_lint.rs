//! The rules of a DLT template and of the values that fill it (TRAI's
//! direction of 18 November 2025).

/// The most letters or digits in an alphanumeric or numeric variable.
const MAX_VALUE: usize = 40;
/// Variables of a template without a recorded reason for a third.
const MAX_VARIABLES: usize = 2;
/// The longest SMS that SNS takes, in bytes.
const MAX_TEXT: usize = 1_600;
/// Longest address that any mail server takes (RFC 5321).
const MAX_EMAIL: usize = 254;

/// Which rule a template or a value breaks. Holds no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LintError {
    /// A tag outside the registry's list (`{#var#}` is of the past).
    #[error("{{#{0}#}} is not a known tag")]
    UnknownTag(String),
    /// `{#` without its `#}`, or a `#}` without its `{#`.
    #[error("a variable is not closed, or not opened")]
    Unclosed,
    /// More than two variables, or three without a recorded reason.
    #[error("{0} variables: two are allowed, a third only with a recorded reason")]
    TooMany(usize),
    /// Nothing but white space between two variables.
    #[error("two variables stand next to each other")]
    Adjacent,
    /// A character that looks like another, or cannot be seen.
    #[error("the template holds U+{0:04X}, which looks like another character or cannot be seen")]
    LookAlike(u32),
    /// No fixed words at all.
    #[error("the template has no words of its own")]
    NoWords,
    /// An address in the fixed words that is not whitelisted.
    #[error("the template holds an address that is not whitelisted")]
    Address,
    /// More than SNS takes.
    #[error("{0} bytes: an SMS has 1600 at most")]
    TooLong(usize),
    /// Not as many values as variables.
    #[error("{variables} variables but {values} values")]
    Count {
        /// Variables in the template.
        variables: usize,
        /// Values given.
        values: usize,
    },
    /// A value that its tag does not allow.
    #[error("value {at} does not fit {{#{tag}#}}: {why}")]
    Value {
        /// Which value, from 1.
        at: usize,
        /// The variable's tag.
        tag: &'static str,
        /// What the tag allows.
        why: &'static str,
    },
}

/// What may stand in a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Numeric,
    Alphanumeric,
    Url,
    UrlOtt,
    CallBack,
    Email,
}

impl Tag {
    const ALL: [Self; 6] =
        [Self::Numeric, Self::Alphanumeric, Self::Url, Self::UrlOtt, Self::CallBack, Self::Email];

    fn as_str(self) -> &'static str {
        match self {
            Self::Numeric => "numeric",
            Self::Alphanumeric => "alphanumeric",
            Self::Url => "url",
            Self::UrlOtt => "urlott",
            Self::CallBack => "cbn",
            Self::Email => "email",
        }
    }

    /// Why this value may not stand here, if it may not.
    fn refuses(self, value: &str, whitelist: &[impl AsRef<str>]) -> Option<&'static str> {
        let refused = |fits: bool, why| (!fits).then_some(why);
        match self {
            _ if value.is_empty() => Some("it is empty"),
            Self::Numeric => refused(is_short(value, |b| b.is_ascii_digit()), "1 to 40 digits only"),
            Self::Alphanumeric => {
                refused(is_short(value, |b| b.is_ascii_alphanumeric()), "1 to 40 letters and digits only")
            }
            Self::Url | Self::UrlOtt => {
                refused(is_whitelisted(value, whitelist), "a URL under a whitelisted prefix only")
            }
            Self::CallBack => refused(is_call_back(value), "a call-back number of 3 to 13 digits only"),
            Self::Email => refused(is_email(value), "one e-mail address only"),
        }
    }
}

fn is_short(value: &str, member: fn(&u8) -> bool) -> bool {
    value.len() <= MAX_VALUE && value.as_bytes().iter().all(member)
}

fn is_call_back(value: &str) -> bool {
    let digits = value.strip_prefix('+').unwrap_or(value);
    (3..=13).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_email(value: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._+-".contains(&b))
    };
    value.len() <= MAX_EMAIL
        && value.split_once('@').is_some_and(|(name, host)| {
            plain(name) && plain(host) && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
        })
}

/// Whether a URL lies under one of these prefixes. A prefix ends where a name
/// or a path segment ends, so `https://a.in` does not cover `https://a.in.evil`;
/// a prefix without a scheme covers http and https.
#[must_use]
pub fn is_whitelisted(url: &str, whitelist: &[impl AsRef<str>]) -> bool {
    let visible = url.bytes().all(|b| b.is_ascii_graphic() && !b"\\\"<>".contains(&b));
    visible && whitelist.iter().any(|prefix| lies_under(url, prefix.as_ref()))
}

fn lies_under(url: &str, prefix: &str) -> bool {
    let Some((scheme, bare)) = url.split_once("://") else { return false };
    let host = bare.split(['/', '?', '#']).next().unwrap_or_default();
    if !matches!(scheme, "http" | "https") || host.is_empty() || host.contains('@') {
        return false;
    }
    let rest = match prefix.split_once("://") {
        Some((_, name)) if !name.is_empty() => url.strip_prefix(prefix),
        Some(_) => None,
        None if prefix.is_empty() => None,
        None => bare.strip_prefix(prefix),
    };
    rest.is_some_and(|rest| {
        rest.is_empty() || prefix.ends_with(['/', '=']) || rest.starts_with(['/', '?', '#'])
    }) && !climbs(bare)
}

/// Whether a path climbs with `..`, plain or escaped, out of its prefix.
fn climbs(bare: &str) -> bool {
    let path = bare.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase().replace("%2e", ".");
    path.replace("%2f", "/").split('/').any(|segment| segment == "..")
}

/// A template cut at its variables: fixed words, and the tag that follows them.
struct Parsed<'a> {
    pieces: Vec<(&'a str, Tag)>,
    tail: &'a str,
}

fn parse(template: &str) -> Result<Parsed<'_>, LintError> {
    let (mut pieces, mut rest) = (Vec::new(), template);
    while let Some((words, after)) = rest.split_once("{#") {
        let (name, tail) = after.split_once("#}").ok_or(LintError::Unclosed)?;
        let tag = Tag::ALL
            .into_iter()
            .find(|tag| tag.as_str() == name)
            .ok_or_else(|| LintError::UnknownTag(name.chars().take(MAX_VALUE).collect()))?;
        pieces.push((words, tag));
        rest = tail;
    }
    let parsed = Parsed { pieces, tail: rest };
    if parsed.words().any(|words| words.contains("#}")) {
        return Err(LintError::Unclosed);
    }
    Ok(parsed)
}

impl<'a> Parsed<'a> {
    fn words(&self) -> impl Iterator<Item = &'a str> {
        self.pieces.iter().map(|(words, _)| *words).chain([self.tail])
    }

    fn check(&self, third_variable_reason: Option<&str>) -> Result<(), LintError> {
        let variables = self.pieces.len();
        let reasoned = third_variable_reason.is_some_and(|reason| !reason.trim().is_empty());
        if variables > MAX_VARIABLES + usize::from(reasoned) {
            return Err(LintError::TooMany(variables));
        }
        if self.pieces.iter().skip(1).any(|(words, _)| words.trim().is_empty()) {
            return Err(LintError::Adjacent);
        }
        if self.words().all(|words| words.trim().is_empty()) {
            return Err(LintError::NoWords);
        }
        match self.words().flat_map(str::chars).find(|c| is_deceptive(*c)) {
            Some(c) => Err(LintError::LookAlike(c as u32)),
            None => Ok(()),
        }
    }
}

/// Letters of scripts that we do not write in but that look like Latin, spaces
/// that are not the space, quotes and dashes that are not ASCII's, and marks that
/// cannot be seen. The joiners U+200C and U+200D belong to Hindi.
fn is_deceptive(c: char) -> bool {
    matches!(c,
        '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}' | '\u{530}'..='\u{58f}' | '\u{1d400}'..='\u{1d7ff}'
        | '\u{ff01}'..='\u{ff5e}' | '\u{a0}' | '\u{ad}' | '\u{2000}'..='\u{200b}' | '\u{200e}'..='\u{2025}'
        | '\u{2027}'..='\u{202f}' | '\u{2032}'..='\u{2037}' | '\u{2039}' | '\u{203a}' | '\u{205f}'..='\u{206f}' | '\u{3000}' | '\u{feff}')
        || (c.is_control() && c != '\n' && c != '\r')
}

/// Whether fixed words lead to an address that no prefix of the list covers.
fn leads_elsewhere(words: &str, whitelist: &[impl AsRef<str>]) -> bool {
    let ends = |c: char| matches!(c, '.' | ',' | ';' | '!' | '?' | ')' | '(' | '।' | '"' | '\'');
    words.split_whitespace().map(|word| word.trim_matches(ends)).any(|word| {
        let lower = word.to_ascii_lowercase();
        (lower.contains("://") || lower.starts_with("www."))
            && !is_whitelisted(word, whitelist)
            && !is_whitelisted(&format!("https://{word}"), whitelist)
    })
}

/// Checks a template without values.
///
/// # Errors
/// The first rule broken.
pub fn check(template: &str, third_variable_reason: Option<&str>) -> Result<(), LintError> {
    parse(template)?.check(third_variable_reason)
}

/// Checks a template and the values that fill it, in order, and renders them.
/// No reason for a third variable is on record.
///
/// # Errors
/// The first rule broken.
pub fn lint(template: &str, values: &[&str], whitelist: &[impl AsRef<str>]) -> Result<String, LintError> {
    lint_with_reason(template, values, whitelist, None)
}

/// [`lint`], with the reason recorded for a third variable.
///
/// # Errors
/// The first rule broken.
pub fn lint_with_reason(
    template: &str,
    values: &[&str],
    whitelist: &[impl AsRef<str>],
    third_variable_reason: Option<&str>,
) -> Result<String, LintError> {
    let parsed = parse(template)?;
    parsed.check(third_variable_reason)?;
    if parsed.pieces.len() != values.len() {
        return Err(LintError::Count { variables: parsed.pieces.len(), values: values.len() });
    }
    let mut text = String::new();
    for (at, ((words, tag), value)) in parsed.pieces.iter().zip(values).enumerate() {
        if let Some(why) = tag.refuses(value, whitelist) {
            return Err(LintError::Value { at: at + 1, tag: tag.as_str(), why });
        }
        text.push_str(words);
        text.push_str(value);
    }
    text.push_str(parsed.tail);
    if parsed.words().any(|words| leads_elsewhere(words, whitelist)) {
        return Err(LintError::Address);
    }
    if text.len() > MAX_TEXT {
        return Err(LintError::TooLong(text.len()));
    }
    Ok(text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    const WHITELIST: [&str; 2] = ["https://help.gov.in/c/", "up.gov.in"];

    fn check_case(template: &str, values: &[&str], expected: Result<&str, &str>) {
        let got = lint(template, values, &WHITELIST).map_err(|why| why.to_string());
        match expected {
            Ok(text) => assert_eq!(got.as_deref(), Ok(text), "{template} {values:?}"),
            Err(why) => assert!(got.clone().unwrap_err().contains(why), "{template} {values:?}: {got:?}"),
        }
    }

    #[test]
    fn templates() {
        for (template, values, expected) in [
            (
                "No {#alphanumeric#} is at {#url#} now",
                &["LKO3", "https://help.gov.in/c/a"][..],
                Ok("No LKO3 is at https://help.gov.in/c/a now"),
            ),
            ("शिकायत {#alphanumeric#}", &["A1"], Ok("शिकायत A1")),
            ("No variables", &[], Ok("No variables")),
            ("Old {#var#}", &["1"], Err("not a known tag")),
            ("Case {#Numeric#}", &["1"], Err("not a known tag")),
            ("Open {#numeric", &["1"], Err("not closed")),
            ("Shut numeric#}", &["1"], Err("not closed")),
            ("{#numeric#}{#numeric#} a", &["1", "2"], Err("next to each other")),
            ("{#numeric#} \n {#numeric#} a", &["1", "2"], Err("next to each other")),
            ("{#numeric#}, {#numeric#}", &["1", "2"], Ok("1, 2")),
            ("a {#numeric#} b {#numeric#} c {#numeric#}", &["1", "2", "3"], Err("3 variables")),
            ("{#numeric#}", &["1"], Err("no words")),
            ("", &[], Err("no words")),
            ("Сomplaint {#numeric#}", &["1"], Err("U+0421")),
            ("a\u{a0}b", &[], Err("U+00A0")),
            ("a\u{200b}b", &[], Err("U+200B")),
            ("the officer\u{2019}s link {#numeric#}", &["1"], Err("U+2019")),
            ("a \u{2013} b", &[], Err("U+2013")),
            ("क्\u{200d}ष", &[], Ok("क्\u{200d}ष")),
            ("See https://help.gov.in/c/faq.", &[], Ok("See https://help.gov.in/c/faq.")),
            ("See www.up.gov.in, please", &[], Err("not whitelisted")),
            ("See HTTPS://evil.in/x", &[], Err("not whitelisted")),
            ("See www.evil.in", &[], Err("not whitelisted")),
            (&"a".repeat(1_601), &[], Err("1601 bytes")),
            (&"क".repeat(534), &[], Err("1602 bytes")),
            ("a {#numeric#}", &[], Err("1 variables but 0 values")),
            ("a", &["1"], Err("0 variables but 1 values")),
        ] {
            check_case(template, values, expected);
        }
    }

    #[test]
    fn values() {
        let forty = "9".repeat(40);
        let over = "9".repeat(41);
        for (tag, value, fits) in [
            ("numeric", "112", true),
            ("numeric", &forty, true),
            ("numeric", &over, false),
            ("numeric", "१२", false),
            ("numeric", "1.5", false),
            ("numeric", "", false),
            ("alphanumeric", "LKO3467ACDE", true),
            ("alphanumeric", "LKO-3467", false),
            ("alphanumeric", "two words", false),
            ("alphanumeric", "АBC", false),
            ("alphanumeric", &over, false),
            ("url", "https://help.gov.in/c/abc", true),
            ("url", "https://help.gov.in/c/", true),
            ("url", "https://help.gov.in/d/abc", false),
            ("url", "https://help.gov.in.evil.in/c/abc", false),
            ("url", "https://help.gov.in/c/../admin", false),
            ("url", "https://help.gov.in/c/%2e%2e/admin", false),
            ("url", "http://help.gov.in/c/abc", false),
            ("url", "https://up.gov.in/x?y", true),
            ("url", "http://up.gov.in", true),
            ("url", "https://up.gov.in.evil.in", false),
            ("url", "https://up.gov.in@evil.in/", false),
            ("url", "https://evil.in/up.gov.in", false),
            ("url", "javascript://up.gov.in", false),
            ("url", "https://up.gov.in/a b", false),
            ("url", "up.gov.in/x", false),
            ("urlott", "https://help.gov.in/c/abc", true),
            ("urlott", "https://ott.example/app", false),
            ("cbn", "1090", true),
            ("cbn", "+919454416517", true),
            ("cbn", "12", false),
            ("cbn", "call me", false),
            ("email", "mahila.lko@up.gov.in", true),
            ("email", "no at.in", false),
            ("email", "a@b", false),
            ("email", "a@b.in, c@d.in", false),
        ] {
            let got = lint(&format!("x {{#{tag}#}} y"), &[value], &WHITELIST);
            assert_eq!(got.is_ok(), fits, "{tag} {value}: {got:?}");
            if let Err(why) = got {
                assert!(value.len() < 5 || !why.to_string().contains(value), "an error quotes a value");
            }
        }
    }

    #[test]
    fn a_third_variable_needs_its_reason() {
        let template = "a {#numeric#} b {#numeric#} c {#numeric#}";
        for (reason, allowed) in [(None, false), (Some(" "), false), (Some("date, time, place"), true)] {
            assert_eq!(check(template, reason).is_ok(), allowed, "{reason:?}");
        }
        assert!(check("a {#numeric#} b {#numeric#} c {#numeric#} d {#numeric#}", Some("why")).is_err());
    }
}
