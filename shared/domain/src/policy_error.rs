//! Why a policy was refused. Each message names the place, and none holds a
//! number or a PIN.

use std::fmt;

use crate::category::{Category, Language, Name};
use crate::ids::{AreaId, OfficeId, OfficerId};
use crate::policy::Policy;
use crate::policy_words::Words;
use crate::roster::{Role, minute_in_words};

/// One fault of a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The file is no TOML of the right shape.
    #[error("{0}")]
    Syntax(String),
    /// Nobody answers at that minute.
    #[error("{category} in {} on {}: no nodal officer and no duty officer", .area.en, minute_in_words(*.minute))]
    Hole {
        /// The category.
        category: Category,
        /// The area, or `an area not named`.
        area: Name,
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
    /// A ladder that leaves somebody out, does not rise, or names the wrong person.
    #[error("category {category}, ladder {ladder}: {why}")]
    Ladder {
        /// The category.
        category: Category,
        /// What the ladder is called in the file.
        ladder: &'static str,
        /// What is wrong with it, in a clerk's words.
        why: String,
    },
    /// Something names an officer whom the policy does not know.
    #[error("{}: no officer {officer}", .place.en)]
    UnknownOfficer {
        /// Where.
        place: Name,
        /// Whom it names.
        officer: OfficerId,
    },
    /// An officer is named for a post and cannot be reached there.
    #[error("{}: officer {officer} is not in post, or has no Indian mobile number", .place.en)]
    Unreachable {
        /// Where.
        place: Name,
        /// Whom it names.
        officer: OfficerId,
    },
    /// An officer stands in a post of another rank.
    #[error("{}: officer {officer} must have the role {}", .place.en, .role.as_str())]
    WrongRole {
        /// Where.
        place: Name,
        /// Whom it names.
        officer: OfficerId,
        /// The role that the post asks for.
        role: Role,
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
    #[error("{} {id}: described twice", .kind.en)]
    Twice {
        /// What kind of thing.
        kind: Name,
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
    #[error("{}: '{value}' is no {}", .place.en, .kind.en)]
    Unreadable {
        /// Where.
        place: Name,
        /// What stands there.
        value: String,
        /// What should.
        kind: Name,
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
    #[error("{}: {}", .place.en, .why.en)]
    People {
        /// Where.
        place: Name,
        /// What is wrong, in a clerk's words.
        why: Name,
    },
    /// A fault of the calendar.
    #[error("{}: {}", .place.en, .why.en)]
    Calendar {
        /// Where.
        place: Name,
        /// What is wrong with it.
        why: Name,
    },
    /// Something that every cell needs is missing.
    #[error("{0}")]
    Missing(&'static str),
}

impl PolicyError {
    /// The fault in this language, with names as `policy` (the running one) has
    /// them. What only the file's own author can mend stays as the check says it,
    /// behind a sentence that says so.
    #[must_use]
    pub fn in_words(&self, policy: &Policy, language: Language) -> String {
        match language {
            Language::English => self.to_string(),
            Language::Hindi => self.in_hindi(Words::of(policy, language)),
        }
    }

    fn in_hindi(&self, words: Words<'_>) -> String {
        match self {
            Self::Hole { category, area, minute } => format!(
                "{}, {}, {}: न नोडल अधिकारी, न ड्यूटी पर कोई",
                words.category(*category),
                area.hi,
                words.minute(*minute)
            ),
            Self::NobodySits(minute) => format!("महिला सेल, {}: कोई नहीं बैठता", words.minute(*minute)),
            Self::UnknownOfficer { place, officer } => format!("{}: {officer} कोई अधिकारी नहीं है", place.hi),
            Self::Unreachable { place, officer } => format!(
                "{}: {} पद पर नहीं हैं, या उनका भारतीय मोबाइल नंबर नहीं है",
                place.hi,
                words.officer(officer)
            ),
            Self::WrongRole { place, officer, role } => {
                format!("{}: {} का पद {} होना चाहिए", place.hi, words.officer(officer), words.role(*role))
            }
            Self::SupervisesSelf { category, officer } => format!(
                "{}: पर्यवेक्षक {} ही नोडल अधिकारी हैं, तो स्तर 1 पर किसी और को पता नहीं चलेगा",
                words.category(*category),
                words.officer(officer)
            ),
            Self::PinHash(officer) => format!("{}: पिन का हैश ठीक नहीं है", words.officer(officer)),
            Self::UnknownOffice { officer, office } => {
                format!("{}: कार्यालय {office} नहीं है", words.officer(officer))
            }
            Self::UnknownArea { category, area } => {
                format!("{} के नोडल अधिकारी: तहसील {area} नहीं है", words.category(*category))
            }
            Self::Twice { kind, id } => format!("{} {id}: दो बार लिखा है", kind.hi),
            Self::Unreadable { place, value, kind } => format!("{}: '{value}' {} नहीं है", place.hi, kind.hi),
            Self::People { place, why } | Self::Calendar { place, why } => {
                format!("{}: {}", place.hi, why.hi)
            }
            Self::Syntax(_)
            | Self::CategoryCount(_)
            | Self::Limit { .. }
            | Self::Ladder { .. }
            | Self::OutOfRange { .. }
            | Self::Ambiguous { .. }
            | Self::Missing(_) => format!("नीति की फ़ाइल में दोष, तकनीकी दल को बताएँ: {self}"),
        }
    }
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
