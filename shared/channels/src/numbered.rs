//! Options as numbered text, for a provider (or a length) that has no buttons.

use std::fmt::Write;

use domain::message::Choice;

/// `text`, an empty line, and one line a choice: `1. Title`, or
/// `1. Title - description`. The digits are ASCII in every language: that is
/// what every keyboard answers with.
#[must_use]
pub fn numbered(text: &str, choices: &[Choice]) -> String {
    let mut out = text.to_owned();
    for (index, choice) in choices.iter().enumerate() {
        out.push_str(if index == 0 { "\n\n" } else { "\n" });
        // Writing to a String cannot fail.
        let _ = write!(out, "{}. {}", index + 1, choice.title);
        if let Some(description) = choice.description.as_deref().filter(|d| !d.is_empty()) {
            let _ = write!(out, " - {description}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_become_lines() {
        let choice = |title: &str, description: Option<&str>| Choice {
            id: "id".into(),
            title: title.into(),
            description: description.map(str::to_owned),
        };
        for (choices, shown) in [
            (vec![], "प्रश्न"),
            (vec![choice("हाँ", None), choice("नहीं", Some(""))], "प्रश्न\n\n1. हाँ\n2. नहीं"),
            (vec![choice("Chinhat", Some("Block"))], "प्रश्न\n\n1. Chinhat - Block"),
        ] {
            assert_eq!(numbered("प्रश्न", &choices), shown);
        }
        let ten = vec![choice("x", None); 10];
        assert!(numbered("q", &ten).ends_with("\n10. x"));
    }
}
