//! People as the policy's authors write them: officers, the appellate
//! authority, leave, overrides and swaps.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::category::{Language, Name};
use crate::ids::{OfficeId, OfficerId};
use crate::policy::PolicyError;
use crate::policy_toml::read_minute;
use crate::roster::{DAY, Officer, Role};
use crate::roster_dated::{Leave, Override, Roster, Swap};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOfficer {
    id: OfficerId,
    name: Name,
    office: OfficeId,
    phone: String,
    language: Language,
    role: Role,
    woman: bool,
    active: Option<bool>,
    pin_hash: String,
    reports_to: Option<OfficerId>,
    #[serde(default)]
    called: Vec<String>,
    #[serde(default)]
    posts: Vec<String>,
}

impl RawOfficer {
    pub(crate) fn read(self) -> Officer {
        Officer {
            id: self.id,
            name: self.name,
            office: self.office,
            phone: self.phone,
            language: self.language,
            role: self.role,
            woman: self.woman,
            active: self.active.unwrap_or(true),
            pin_hash: self.pin_hash,
            reports_to: self.reports_to,
            called: self.called,
            posts: self.posts,
        }
    }
}

/// Who decides where the District Magistrate is accused: above the district,
/// and so without a place in its tree.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAppellate {
    id: OfficerId,
    name: Name,
    office: OfficeId,
    phone: String,
    language: Language,
    woman: bool,
    pin_hash: String,
}

impl RawAppellate {
    pub(crate) fn read(self) -> Officer {
        let Self { id, name, office, phone, language, woman, pin_hash } = self;
        let (active, role, reports_to) = (true, Role::Dm, None);
        let (called, posts) = (Vec::new(), Vec::new());
        Officer {
            id,
            name,
            office,
            phone,
            language,
            role,
            woman,
            active,
            pin_hash,
            reports_to,
            called,
            posts,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawLeave {
    officer: OfficerId,
    from: NaiveDate,
    to: NaiveDate,
    stand_in: Option<OfficerId>,
}

impl RawLeave {
    pub(crate) fn read(self) -> Leave {
        Leave { officer: self.officer, from: self.from, to: self.to, stand_in: self.stand_in }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOverride {
    roster: Roster,
    date: NaiveDate,
    from: String,
    to: String,
    officer: OfficerId,
}

impl RawOverride {
    pub(crate) fn read(self, errors: &mut Vec<PolicyError>) -> Override {
        let mut minute = |value: &str| read_minute("override", value, errors);
        Override {
            roster: self.roster,
            date: self.date,
            from: minute(&self.from) % DAY,
            to: minute(&self.to),
            officer: self.officer,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawSwap {
    roster: Roster,
    officer: OfficerId,
    date: NaiveDate,
    with: OfficerId,
    with_date: Option<NaiveDate>,
}

impl RawSwap {
    pub(crate) fn read(self) -> Swap {
        let Self { roster, officer, date, with, with_date } = self;
        Swap { roster, officer, date, with, with_date: with_date.unwrap_or(date) }
    }
}
