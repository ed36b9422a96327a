//! The approved WhatsApp templates, by name for Meta and by content SID for
//! Twilio.

use std::collections::BTreeMap;

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::outbound::Choice;

/// The approved templates, from `templates.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Templates {
    #[serde(default)]
    template: Vec<Template>,
    /// `name:language` by content SID.
    #[serde(skip)]
    sids: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Template {
    name: String,
    language: String,
    body: String,
    /// Titles of the quick-reply buttons.
    #[serde(default)]
    pub(crate) buttons: Vec<String>,
}

impl Templates {
    /// Reads the registry; text that is no registry holds no template.
    /// `sids` is the setting that the functions read
    /// (`name:language=HX...,...`).
    pub(crate) fn parse(text: &str, sids: &str) -> Self {
        let mut templates: Self = toml::from_str(text).unwrap_or_default();
        let pairs = sids.split(',').filter_map(|entry| entry.split_once('='));
        templates.sids = pairs.map(|(key, sid)| (sid.trim().to_owned(), key.trim().to_owned())).collect();
        templates
    }

    /// A content SID for each template, as the functions' setting has them:
    /// made from name and language, so that they stay the same.
    pub(crate) fn content_sids(&self) -> String {
        let entries: Vec<_> =
            self.template.iter().map(|t| format!("{0}={1}", t.key(), sid(&t.key()))).collect();
        entries.join(",")
    }

    /// Gupshup's id of each template, likewise.
    pub(crate) fn gupshup_ids(&self) -> String {
        let id = |key: &str| uuid::Uuid::from_slice(Sha256::digest(key).get(..16).unwrap_or_default());
        let entries =
            self.template.iter().map(|t| format!("{}={}", t.key(), id(&t.key()).unwrap_or_default()));
        entries.collect::<Vec<_>>().join(",")
    }

    /// The template that a provider knows by this id; `ids` is the setting that
    /// the functions read (`name:language=ID,...`).
    pub(crate) fn by_id(&self, ids: &str, id: &str) -> Option<&Template> {
        let mut pairs = ids.split(',').filter_map(|entry| entry.split_once('='));
        let (key, _) = pairs.find(|(_, known)| known.trim() == id)?;
        self.template.iter().find(|template| template.key() == key.trim())
    }

    pub(crate) fn by_name(&self, name: &str, language: &str) -> Option<&Template> {
        self.template.iter().find(|t| t.name == name && t.language == language)
    }

    pub(crate) fn by_sid(&self, sid: &str) -> Option<&Template> {
        let key = self.sids.get(sid)?;
        self.template.iter().find(|template| template.key() == *key)
    }
}

impl Template {
    fn key(&self) -> String {
        format!("{}:{}", self.name, self.language)
    }

    /// How many parameters the body takes: the highest `{{n}}`.
    pub(crate) fn placeholders(&self) -> usize {
        let parts = self.body.split("{{").skip(1);
        parts.filter_map(|part| part.split_once("}}")?.0.trim().parse().ok()).max().unwrap_or(0)
    }

    /// The body with its parameters in place.
    pub(crate) fn fill(&self, parameters: &[&str]) -> String {
        let mut text = self.body.clone();
        for (index, parameter) in parameters.iter().enumerate() {
            text = text.replace(&format!("{{{{{}}}}}", index + 1), parameter);
        }
        text
    }

    /// The button at this place, with what comes back when it is tapped.
    pub(crate) fn button(&self, index: usize, payload: &str) -> Option<Choice> {
        let title = self.buttons.get(index)?.clone();
        Some(Choice { id: payload.to_owned(), title })
    }

    /// The message that variables make, in Twilio's order: the body's
    /// parameters, then the buttons' payloads. `None` if they do not fit.
    pub(crate) fn render(&self, variables: &BTreeMap<String, String>) -> Option<(String, Vec<Choice>)> {
        let parameters = self.placeholders();
        let values: Option<Vec<&str>> =
            (1..=variables.len()).map(|n| variables.get(&n.to_string()).map(String::as_str)).collect();
        let values = values.filter(|values| values.len() == parameters + self.buttons.len())?;
        let (body, payloads) = values.split_at(parameters);
        let options = payloads.iter().enumerate().filter_map(|(index, payload)| self.button(index, payload));
        Some((self.fill(body), options.collect()))
    }
}

fn sid(key: &str) -> String {
    let hex: String = Sha256::digest(key).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("HX{hex}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_fill_body_and_buttons() {
        let text = "[[template]]\nname='n'\nlanguage='hi'\nbody='{{1}} है {{2}}'\nbuttons=['हाँ']";
        let sids = Templates::parse(text, "").content_sids();
        let templates = Templates::parse(text, &sids);
        let check = |values: &[(&str, &str)], expected: Option<&str>| {
            let values = values.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
            let made = templates.by_sid(&sid("n:hi")).and_then(|t| t.render(&values));
            assert_eq!(made.as_ref().map(|(text, _)| text.as_str()), expected, "{values:?}");
        };
        check(&[("1", "a"), ("2", "b"), ("3", "YES")], Some("a है b"));
        check(&[("1", "a"), ("2", "b")], None);
        check(&[("1", "a"), ("2", "b"), ("4", "YES")], None);
        assert!(templates.by_sid("HX0").is_none());
    }
}
