//! What WhatsApp asks of a message whoever carries it, as the providers other
//! than Meta check it.
//!
//! Source: the same pages of WhatsApp's reference as for [`crate::graph_rules`].

use std::collections::BTreeSet;

use axum::http::{HeaderName, header};
use serde_json::Value;

use crate::outbound::Choice;
use crate::runtime_api::Outgoing;
use crate::templates::Template;

/// A text, or what is wrong with it in words.
pub(crate) type Checked<T> = Result<T, String>;

/// What a message shows: its kind, its words, what can be tapped.
pub(crate) type Shown = (&'static str, String, Vec<Choice>);

/// Limits of the ways to offer a choice.
pub(crate) struct Limits {
    pub(crate) most: usize,
    pub(crate) title: usize,
    pub(crate) id: usize,
}

pub(crate) const BUTTONS: Limits = Limits { most: 3, title: 20, id: 256 };
pub(crate) const ROWS: Limits = Limits { most: 10, title: 24, id: 200 };
pub(crate) const TEXT: usize = 4_096;
pub(crate) const BODY: usize = 1_024;
pub(crate) const DESCRIPTION: usize = 72;

/// A text of `least` to `most` characters.
pub(crate) fn text<'a>(value: &'a Value, what: &str, least: usize, most: usize) -> Checked<&'a str> {
    let text = value.as_str().ok_or_else(|| format!("{what} is required and must be a string"))?;
    let fits = (least..=most).contains(&text.chars().count());
    fits.then_some(text).ok_or_else(|| format!("{what} must have {least} to {most} characters"))
}

/// A number as these providers want it: digits, no plus. The answer is E.164.
pub(crate) fn number(digits: &str, what: &str) -> Checked<String> {
    let fits = (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| format!("+{digits}")).ok_or_else(|| format!("{what} must be a number of digits only"))
}

/// Choices within the limits, all different.
pub(crate) fn choices(choices: Vec<Choice>, limits: &Limits) -> Checked<Vec<Choice>> {
    if !(1..=limits.most).contains(&choices.len()) {
        return Err(format!("there must be 1 to {} options", limits.most));
    }
    let size = |text: &str, most: usize| (1..=most).contains(&text.chars().count());
    if !choices.iter().all(|it| size(&it.id, limits.id) && size(&it.title, limits.title)) {
        return Err("an option's id or title is empty or too long".to_owned());
    }
    let distinct = |part: fn(&Choice) -> &String| {
        choices.iter().map(part).collect::<BTreeSet<_>>().len() == choices.len()
    };
    let unique = distinct(|it| &it.id) && distinct(|it| &it.title);
    unique.then_some(choices).ok_or_else(|| "options must be different".to_owned())
}

/// A template with its parameters in place.
pub(crate) fn filled(template: &Template, values: &Value) -> Checked<String> {
    let values = values.as_array().map_or(&[][..], Vec::as_slice);
    let values: Vec<&str> =
        values.iter().map(|it| text(it, "a parameter", 1, BODY)).collect::<Checked<_>>()?;
    if values.len() != template.placeholders() {
        return Err("the number of parameters is not the template's".to_owned());
    }
    let broken = |value: &&str| value.contains(['\n', '\t']) || value.contains("     ");
    if values.iter().any(broken) {
        return Err("a parameter has a new line, a tab or more than 4 spaces in a row".to_owned());
    }
    Ok(template.fill(&values))
}

/// A request's header, if it is text.
pub(crate) fn header<'a>(request: &'a Outgoing, name: &HeaderName) -> &'a str {
    request.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Whether a body is of this type.
pub(crate) fn is_of_type(request: &Outgoing, kind: &str) -> bool {
    header(request, &header::CONTENT_TYPE).split(';').next().unwrap_or_default().trim() == kind
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;

    #[test]
    fn limits_of_choices() {
        let check = |pairs: &[(&str, &str)], holds: bool| {
            let all = pairs.iter().map(|(id, title)| Choice { id: (*id).into(), title: (*title).into() });
            assert_eq!(choices(all.collect(), &BUTTONS).is_ok(), holds, "{pairs:?}");
        };
        check(&[("a", "A")], true);
        check(&[("a", "हाँ, दर्ज करें")], true);
        check(&[("a", "A"), ("b", "B"), ("c", "C")], true);
        check(&[("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")], false);
        check(&[], false);
        check(&[("a", "A"), ("a", "B")], false);
        check(&[("a", "A"), ("b", "A")], false);
        check(&[("", "A")], false);
        check(&[("a", "123456789012345678901")], false);
    }

    #[test]
    fn numbers_are_digits() {
        assert_eq!(number("919000000001", "to").unwrap(), "+919000000001");
        for wrong in ["+919000000001", "", "91-9000000001", "IN.123", "1234567890123456"] {
            assert!(number(wrong, "to").is_err(), "{wrong}");
        }
    }
}
