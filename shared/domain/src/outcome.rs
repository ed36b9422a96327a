//! The outcomes of a disposal, by code.

use serde::{Deserialize, Serialize};

/// How an officer says that a complaint was disposed of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// She got what she asked for.
    Relief,
    /// A case was registered, or the police acted.
    LegalAction,
    /// Benefit sanctioned, certificate issued, arrears paid.
    Granted,
    /// Not admissible under the rules; she was told why.
    NotAdmissible,
    /// The parties settled, in her own free will.
    Settled,
}

impl Outcome {
    /// All outcomes, in the order of the form.
    pub const ALL: [Self; 5] =
        [Self::Relief, Self::LegalAction, Self::Granted, Self::NotAdmissible, Self::Settled];

    /// The name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Relief => "relief",
            Self::LegalAction => "legal_action",
            Self::Granted => "granted",
            Self::NotAdmissible => "not_admissible",
            Self::Settled => "settled",
        }
    }

    /// The outcome with this name on the wire.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == name)
    }
}
