//! Categories of complaint, and the words for ranks and languages.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The nature of a complaint; it decides the time limit and who is competent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Harassment, violence or crime: immediate action.
    Violence,
    /// A welfare scheme.
    Scheme,
    /// A certificate.
    Certificate,
    /// A pension.
    Pension,
    /// Trouble in any government department.
    Department,
    /// Not said, or none of these.
    Other,
}

impl Category {
    /// All categories, in the order in which she is asked.
    pub const ALL: [Self; 6] =
        [Self::Violence, Self::Scheme, Self::Certificate, Self::Pension, Self::Department, Self::Other];

    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Violence => "violence",
            Self::Scheme => "scheme",
            Self::Certificate => "certificate",
            Self::Pension => "pension",
            Self::Department => "department",
            Self::Other => "other",
        }
    }

    /// The category with this name on the wire.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.as_str() == name)
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A language we speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
pub enum Language {
    /// Hindi, in Devanagari: the default.
    #[default]
    #[serde(rename = "hi")]
    Hindi,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::Hindi, Self::English];

    /// The ISO 639-1 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Hindi => "hi",
            Self::English => "en",
        }
    }
}

/// A name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// In Hindi.
    pub hi: String,
    /// In English.
    pub en: String,
}

impl Name {
    /// The name in this language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Hindi => &self.hi,
            Language::English => &self.en,
        }
    }
}
