//! The WhatsApp templates as registered, and which of them may be sent.

use serde::Deserialize;

/// Why the file of templates is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the file of WhatsApp templates cannot be read: {0}")]
pub struct TemplatesError(pub String);

/// What Meta says of a template. Source: WhatsApp Business Platform, 'Template
/// status'; whatever is not `approved` cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each name says itself")]
pub enum TemplateState {
    Approved,
    Pending,
    Paused,
    Disabled,
    Rejected,
}

/// Meta's category of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each name says itself")]
pub enum TemplateCategory {
    Utility,
    Authentication,
    Marketing,
}

/// A registered template.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its registered name.
    pub name: String,
    /// Its language code (`hi`, `en`).
    pub language: String,
    /// Meta's category.
    pub category: TemplateCategory,
    /// Whether it may be sent.
    pub state: TemplateState,
    /// The words, `{{1}}` the variable.
    pub body: String,
    /// The titles of its quick replies.
    pub buttons: Vec<String>,
}

/// All registered templates.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Templates {
    template: Vec<Template>,
}

impl Templates {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// [`TemplatesError`] if it is not of its shape.
    pub fn parse(file: &str) -> Result<Self, TemplatesError> {
        toml::from_str(file).map_err(|error| TemplatesError(error.message().to_owned()))
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Template] {
        &self.template
    }

    /// Whether this one may be sent: it is approved, and no advertisement.
    #[must_use]
    pub fn may_send(&self, name: &str, language: &str) -> bool {
        let found = self.template.iter().find(|known| known.name == name && known.language == language);
        found.is_some_and(|known| {
            known.state == TemplateState::Approved && known.category != TemplateCategory::Marketing
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../policy/templates.toml");

    #[test]
    fn only_what_is_approved_may_be_sent() {
        let one = |category: &str, state: &str| {
            let file = format!(
                "[[template]]\nname = \"x\"\nlanguage = \"hi\"\ncategory = \"{category}\"\nstate = \"{state}\"\nbody = \"\"\nbuttons = []"
            );
            Templates::parse(&file).map(|it| it.may_send("x", "hi"))
        };
        for (category, state, expected) in [
            ("utility", "approved", Ok(true)),
            ("utility", "paused", Ok(false)),
            ("utility", "rejected", Ok(false)),
            ("utility", "pending", Ok(false)),
            ("utility", "disabled", Ok(false)),
            ("marketing", "approved", Ok(false)),
        ] {
            assert_eq!(one(category, state), expected, "{category} {state}");
        }
        assert!(one("utility", "Approved").is_err() && one("", "approved").is_err());
    }

    #[test]
    fn the_file_holds() {
        let file = Templates::parse(FILE).map_err(|error| error.to_string());
        let all = file.as_ref().map(|it| it.all().len());
        assert!(all.is_ok_and(|count| count > 0), "{file:?}");
        let known = |name, language| file.as_ref().is_ok_and(|it| it.may_send(name, language));
        assert!(known("news_waits", "hi") && !known("news_waits", "fr") && !known("gone", "hi"));
    }
}
