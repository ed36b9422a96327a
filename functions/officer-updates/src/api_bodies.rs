//! What the API takes besides a press, field by field: read from here, and
//! described from here in the document of the API.

use serde::Deserialize;
use utoipa::ToSchema;

/// The PIN of a list. Has no `Debug`.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Pin {
    /// Four to eight digits.
    pub(crate) pin: String,
}

/// The number to log in with. Has no `Debug`.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Phone {
    /// The officer's registered number.
    pub(crate) phone: String,
}

/// The code that came. Has no `Debug`.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Code {
    /// The number that it was sent to.
    pub(crate) phone: String,
    /// Its six digits.
    pub(crate) code: String,
}

/// A walk-in. Has no `Debug`.
#[derive(Deserialize, ToSchema)]
pub(crate) struct WalkIn {
    /// Sixteen hexadecimal digits made by the caller: sent twice, it registers once.
    #[schema(pattern = "^[0-9a-fA-F]{16}$")]
    pub(crate) nonce: String,
    /// Her number, if she has one.
    #[serde(default)]
    pub(crate) phone: String,
    /// Her name, if she says it.
    #[serde(default)]
    pub(crate) name: String,
    /// What she said, at most 4,000 characters.
    pub(crate) words: String,
    /// violence, scheme, certificate, pension, department, other.
    pub(crate) category: String,
    /// The tehsil, by id.
    #[serde(default)]
    pub(crate) area: String,
    /// hi or en.
    #[serde(default)]
    pub(crate) language: String,
    /// Whether she is in danger.
    #[serde(default)]
    pub(crate) urgent: bool,
    /// Whether it concerns a minor.
    #[serde(default)]
    pub(crate) minor: bool,
    /// Officers that it accuses, by id.
    #[serde(default)]
    pub(crate) accused_officers: Vec<String>,
    /// Offices that it accuses, by id.
    #[serde(default)]
    pub(crate) accused_offices: Vec<String>,
}
