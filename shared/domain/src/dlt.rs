//! SMS texts by registered template, as Indian law wants them.
//!
//! TRAI's DLT regime: every commercial SMS must match a template registered for
//! its entity and header to the letter. Since the direction of 18 November 2025
//! a variable is tagged with what may stand in it, two to a template (a third
//! only with a recorded reason), never adjacent. [`DltBook::render`] is the only
//! way to make the text of an SMS; nothing of the complainant fits into it.

use serde::Deserialize;

use crate::category::Language;
use crate::dlt_lint::{is_whitelisted, lint_with_reason};

pub use crate::dlt_lint::{LintError, lint};

/// Amazon SNS refuses an SMS of more bytes than this.
const SNS_MAX_BYTES: usize = 1_600;

/// A text ready to be sent, with what the operator checks it against. Only
/// [`DltBook::render`] makes one, and nobody can change it: what is not
/// registered cannot be sent.
///
/// ```compile_fail
/// # use domain::dlt::Sms;
/// let sms = Sms { text: "hello".into(), template_id: "1".into(), entity_id: "1".into(), header: "x".into() };
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sms {
    text: String,
    template_id: String,
    entity_id: String,
    header: String,
}

impl Sms {
    /// The rendered text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// DLT id of the template, 19 digits (`AWS.MM.SMS.TemplateId`).
    #[must_use]
    pub fn template_id(&self) -> &str {
        &self.template_id
    }

    /// DLT id of the sending entity, 19 digits (`AWS.MM.SMS.EntityId`).
    #[must_use]
    pub fn entity_id(&self) -> &str {
        &self.entity_id
    }

    /// The registered sender, six letters (`AWS.SNS.SMS.SenderID`).
    #[must_use]
    pub fn header(&self) -> &str {
        &self.header
    }
}

/// Why the templates, or one text, are refused. Holds no value of a variable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DltError {
    /// The file is not TOML of the right shape.
    #[error("the template file cannot be read: {0}")]
    File(String),
    /// An id of DLT has 19 digits.
    #[error("{0} must have 19 digits")]
    Id(String),
    /// A sender on DLT has six letters.
    #[error("the header must have six letters")]
    Header,
    /// Two templates share a name and a language, or an id.
    #[error("template {0} is there twice")]
    Twice(String),
    /// No whitelisted prefix covers the links that we send.
    #[error("links under {0} are not on the whitelist")]
    LinkNotWhitelisted(String),
    /// There is no such template.
    #[error("no template {name} in {language}")]
    Unknown {
        /// The name asked for.
        name: String,
        /// The language asked for, `hi` or `en`.
        language: &'static str,
    },
    /// Longer than the carrier takes.
    #[error("template {0} renders to more than {SNS_MAX_BYTES} bytes")]
    TooLong(String),
    /// A rule of the registry is broken.
    #[error("template {name}: {why}")]
    Lint {
        /// The template.
        name: String,
        /// The rule.
        why: LintError,
    },
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    entity_id: String,
    header: String,
    whitelist: Vec<String>,
    template: Vec<Template>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Template {
    name: String,
    id: String,
    language: Language,
    text: String,
    #[serde(default)]
    third_variable_reason: Option<String>,
}

/// The registered templates of one entity. Parsed once, checked as a whole.
#[derive(Debug, Clone)]
pub struct DltBook(Book);

impl DltBook {
    /// Parses and checks the template file. `{public_url}` in its whitelist
    /// stands for the address under which this deployment is reached, and links
    /// to its `/c/`, `/l/` and `/dm` must be on the whitelist.
    ///
    /// # Errors
    /// The first rule that the file breaks, naming the template.
    pub fn parse(toml: &str, public_url: &str) -> Result<Self, DltError> {
        let mut book: Book = toml::from_str(toml).map_err(|e| DltError::File(e.message().to_owned()))?;
        let public_url = public_url.trim_end_matches('/');
        for prefix in &mut book.whitelist {
            *prefix = prefix.replace("{public_url}", public_url);
        }
        check_id("entity_id", &book.entity_id)?;
        if book.header.len() != 6 || !book.header.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(DltError::Header);
        }
        for links in ["/c/", "/l/", "/dm"].map(|path| format!("{public_url}{path}")) {
            if !is_whitelisted(&links, &book.whitelist) {
                return Err(DltError::LinkNotWhitelisted(links));
            }
        }
        for (at, template) in book.template.iter().enumerate() {
            check_template(template, &book.template[..at])?;
        }
        Ok(Self(book))
    }

    /// The SMS that this template makes of these values, in the order of its
    /// variables.
    ///
    /// # Errors
    /// [`DltError::Unknown`] without such a template, [`DltError::Lint`] if a
    /// value does not fit its variable, [`DltError::TooLong`].
    pub fn render(&self, name: &str, language: Language, values: &[&str]) -> Result<Sms, DltError> {
        let template = self
            .0
            .template
            .iter()
            .find(|template| template.name == name && template.language == language)
            .ok_or_else(|| DltError::Unknown { name: name.to_owned(), language: language.code() })?;
        let reason = template.third_variable_reason.as_deref();
        let text = lint_with_reason(&template.text, values, &self.0.whitelist, reason)
            .map_err(|why| DltError::Lint { name: name.to_owned(), why })?;
        if text.len() > SNS_MAX_BYTES {
            return Err(DltError::TooLong(name.to_owned()));
        }
        Ok(Sms {
            text,
            template_id: template.id.clone(),
            entity_id: self.0.entity_id.clone(),
            header: self.0.header.clone(),
        })
    }

    /// The names of all templates with their languages.
    pub fn names(&self) -> impl Iterator<Item = (&str, Language)> {
        self.0.template.iter().map(|template| (template.name.as_str(), template.language))
    }
}

fn check_template(template: &Template, earlier: &[Template]) -> Result<(), DltError> {
    check_id(&template.name, &template.id)?;
    let same = |other: &Template| {
        other.id == template.id || (other.name == template.name && other.language == template.language)
    };
    if earlier.iter().any(same) {
        return Err(DltError::Twice(template.name.clone()));
    }
    crate::dlt_lint::check(&template.text, template.third_variable_reason.as_deref())
        .map_err(|why| DltError::Lint { name: template.name.clone(), why })
}

fn check_id(what: &str, id: &str) -> Result<(), DltError> {
    if id.len() == 19 && id.bytes().all(|b| b.is_ascii_digit()) {
        Ok(())
    } else {
        Err(DltError::Id(what.to_owned()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::sms::{Encoding, parts};

    const FILE: &str = include_str!("../policy/sms.toml");
    const PUBLIC_URL: &str = "https://lko.helpline.example.gov.in";

    fn link() -> String {
        format!("{PUBLIC_URL}/c/{}", "aB3_".repeat(12))
    }

    fn book() -> DltBook {
        DltBook::parse(FILE, PUBLIC_URL).unwrap()
    }

    #[test]
    fn every_notice_fits_in_both_languages() {
        let names = crate::effect::Notice::ALL.map(crate::effect::Notice::as_str);
        let book = book();
        for name in names {
            for language in Language::ALL {
                let sms = book.render(name, language, &["LKO3467ACDE", &link()]).unwrap();
                let (encoding, most) = match language {
                    Language::English => (Encoding::Gsm7, 1),
                    Language::Hindi => (Encoding::Ucs2, 2),
                };
                let size = parts(&sms.text);
                assert_eq!(size.encoding, encoding, "{name} {language:?}");
                assert!(size.parts <= most, "{name} {language:?}: {size:?}");
                assert!(sms.text.contains("LKO3467ACDE") && sms.text.contains(&link()));
                assert_eq!((sms.template_id.len(), sms.entity_id.len(), sms.header.len()), (19, 19, 6));
            }
        }
    }

    #[test]
    fn every_list_fits_in_both_languages() {
        let book = book();
        for notice in crate::effect::ListNotice::ALL {
            let link = match notice {
                crate::effect::ListNotice::DigestDm => format!("{PUBLIC_URL}/dm"),
                _ => format!("{PUBLIC_URL}/l/{}", "aB3_".repeat(12)),
            };
            let numbers = if notice.as_str().starts_with("digest") { 2 } else { 1 };
            let mut values = vec!["999"; numbers];
            values.push(&link);
            for language in Language::ALL {
                let sms = book.render(notice.as_str(), language, &values).unwrap();
                let (encoding, most) = match language {
                    Language::English => (Encoding::Gsm7, 1),
                    Language::Hindi => (Encoding::Ucs2, 2),
                };
                let size = parts(&sms.text);
                assert_eq!(size.encoding, encoding, "{notice:?} {language:?}");
                assert!(size.parts <= most, "{notice:?} {language:?}: {size:?}");
            }
        }
    }

    #[test]
    fn a_value_that_does_not_fit_makes_no_sms() {
        let (book, link) = (book(), link());
        for values in [
            &["LKO-3467ACDE", link.as_str()][..],
            &["LKO3467ACDE"],
            &["LKO3467ACDE", "https://elsewhere.example/c/x"],
            &["", &link],
            &["LKO3467ACDE", &link, "x"],
        ] {
            assert!(matches!(book.render("assigned", Language::English, values), Err(DltError::Lint { .. })));
        }
        assert!(matches!(book.render("gone", Language::Hindi, &[]), Err(DltError::Unknown { .. })));
    }

    #[test]
    fn a_broken_file_is_refused_with_its_reason() {
        let id = "1107160000000000001";
        for (from, to, why) in [
            ("entity_id = \"", "entity_id = \"1", "entity_id must have 19 digits"),
            (id, "12", "assigned must have 19 digits"),
            (id, "1107160000000000002", "template assigned is there twice"),
            ("header = \"", "header = \"x", "the header must have six letters"),
            ("{public_url}/c/", "https://other.example/", "/c/ are not on the whitelist"),
            ("{public_url}/dm", "{public_url}/desk", "/dm are not on the whitelist"),
            ("{#url#}", "{#var#}", "is not a known tag"),
            ("whitelist", "whitelost", "cannot be read"),
        ] {
            let broken = FILE.replacen(from, to, 1);
            let error = DltBook::parse(&broken, PUBLIC_URL).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
    }

    #[test]
    fn another_address_brings_its_own_whitelist() {
        let book = DltBook::parse(FILE, "http://127.0.0.1:9000/").unwrap();
        let values = ["LKO3467ACDE", "http://127.0.0.1:9000/c/abc"];
        assert!(book.render("assigned", Language::Hindi, &values).is_ok());
        assert!(book.render("assigned", Language::Hindi, &["LKO3467ACDE", &link()]).is_err());
    }
}
