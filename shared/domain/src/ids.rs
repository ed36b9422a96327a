//! Small identities: parse, don't validate.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! text_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id with this name, as the policy spells it.
            #[must_use]
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The id as the policy spells it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id!(
    /// A district's women's cell: the tenant. Part of every key.
    CellId
);
text_id!(
    /// An officer, as the policy names them (`dpo-lko`). Not a person's name.
    OfficerId
);
text_id!(
    /// An office.
    OfficeId
);
text_id!(
    /// A tehsil, or another area that the policy lists.
    AreaId
);

/// How high a complaint has climbed: 0 the officer, 1 the category's
/// supervisor, 2 the cell in-charge, 3 the District Magistrate. Only rises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct EscalationLevel(u8);

impl EscalationLevel {
    /// The competent officer.
    pub const OFFICER: Self = Self(0);
    /// The District Magistrate.
    pub const TOP: Self = Self(3);

    /// The level with this number; anything above the top is the top.
    #[must_use]
    pub fn new(level: u8) -> Self {
        Self(level.min(Self::TOP.0))
    }

    /// One level up, and no further than the top.
    #[must_use]
    pub fn up(self) -> Self {
        Self::new(self.0.saturating_add(1))
    }

    /// Its number.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }
}

impl fmt::Display for EscalationLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
