//! Why a policy was refused. Each message names the place, and none holds a
//! number or a PIN.

use std::fmt;

use crate::category::Category;
use crate::ids::{AreaId, OfficeId, OfficerId};
use crate::roster::minute_in_words;

/// One fault of a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The file is no TOML of the right shape.
    #[error("{0}")]
    Syntax(String),
    /// Nobody answers at that minute.
    #[error("{category} in {area} on {}: no nodal officer and no duty officer", minute_in_words(*.minute))]
    Hole {
        /// The category.
        category: Category,
        /// English name of the area, or `an area not named`.
        area: String,
        /// First minute of the hole, 0 = Monday 00:00 IST.
        minute: u16,
    },
    /// On a working day nobody sits in the women's cell.
    #[error("women's cell on {}: nobody sits", minute_in_words(*.0))]
    NobodySits(u16),
    /// A category is missing, or there twice.
    #[error("category {0}: must be described exactly once")]
    CategoryCount(Category),
    /// A time limit of nothing, or of nothing understood.
    #[error("category {category}: {why}")]
    Limit {
        /// The category.
        category: Category,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Something names an officer whom the policy does not know.
    #[error("{place}: no officer {officer}")]
    UnknownOfficer {
        /// Where.
        place: String,
        /// Whom it names.
        officer: OfficerId,
    },
    /// An officer is named for a post and cannot be reached there.
    #[error("{place}: officer {officer} is not in post, or has no Indian mobile number")]
    Unreachable {
        /// Where.
        place: String,
        /// Whom it names.
        officer: OfficerId,
    },
    /// An officer stands in a post of another rank.
    #[error("{place}: officer {officer} must have the role {role}")]
    WrongRole {
        /// Where.
        place: String,
        /// Whom it names.
        officer: OfficerId,
        /// The role that the post asks for.
        role: &'static str,
    },
    /// A complaint would climb to the officer who let it lie.
    #[error(
        "category {category}: supervisor {officer} is also its nodal officer, so level 1 would tell nobody new"
    )]
    SupervisesSelf {
        /// The category.
        category: Category,
        /// Who.
        officer: OfficerId,
    },
    /// An officer's PIN hash is not argon2id in PHC format.
    #[error("officer {0}: pin_hash is no argon2id PHC string")]
    PinHash(OfficerId),
    /// Something names an office that is not described.
    #[error("officer {officer}: no office {office}")]
    UnknownOffice {
        /// Who sits there.
        officer: OfficerId,
        /// The office.
        office: OfficeId,
    },
    /// Something names an area that is not described.
    #[error("nodal officer of {category}: no area {area}")]
    UnknownArea {
        /// The category.
        category: Category,
        /// The area.
        area: AreaId,
    },
    /// An id is used twice.
    #[error("{kind} {id}: described twice")]
    Twice {
        /// What kind of thing.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// A locality names two tehsils, so a text would be routed by chance.
    #[error("locality '{spelling}': in both {first} and {second}")]
    Ambiguous {
        /// As it is compared.
        spelling: String,
        /// One area.
        first: AreaId,
        /// The other.
        second: AreaId,
    },
    /// A day or an hour that does not exist.
    #[error("{place}: '{value}' is no {kind}")]
    Unreadable {
        /// Where.
        place: String,
        /// What stands there.
        value: String,
        /// What should.
        kind: &'static str,
    },
    /// A number that makes no sense.
    #[error("{place}: {name} is {value}; it must be from {least} to {most} ({unit})")]
    OutOfRange {
        /// Where.
        place: String,
        /// What it is called in the file.
        name: &'static str,
        /// What stands there.
        value: u64,
        /// The least that may.
        least: u64,
        /// The most that may.
        most: u64,
        /// What it counts.
        unit: &'static str,
    },
    /// People or dates that cannot be.
    #[error("{place}: {why}")]
    People {
        /// Where.
        place: String,
        /// What is wrong, in a clerk's words.
        why: String,
    },
    /// A fault of the calendar.
    #[error("{place}: {why}")]
    Calendar {
        /// Where.
        place: String,
        /// What is wrong with it.
        why: String,
    },
    /// Something that every cell needs is missing.
    #[error("{0}")]
    Missing(&'static str),
}

/// All faults of a policy: it is refused as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyErrors(pub Vec<PolicyError>);

impl fmt::Display for PolicyErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the policy is refused, for {} reason(s)", self.0.len())?;
        self.0.iter().try_for_each(|error| write!(f, "\n- {error}"))
    }
}

impl std::error::Error for PolicyErrors {}
