//! The policy of a cell: its categories and limits, its calendar, its officers
//! and who answers for what.
//!
//! There is one door: [`Policy::from_toml`] reads a reviewed file and refuses
//! it whole if any category, in any area, at any minute of the week reaches
//! nobody. As JSON (in the table) it is the same policy, already checked.

use serde::{Deserialize, Serialize};

use crate::category::{Category, Language, Name};
use crate::ids::{AreaId, CellId, OfficeId, OfficerId};
use crate::ladder::SlaPolicy;
use crate::policy_area::Area;
use crate::quiet::Quiet;
use crate::reach::Woman;
use crate::roster::{DutyRoster, NodalOfficer, Officer, Role};

pub use crate::policy_calendar::{CalendarData, Holiday, OfficeWeek};
pub use crate::policy_error::{PolicyError, PolicyErrors};

/// The policy of one cell. Read it freely; make it with [`Policy::from_toml`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Its version, as its authors count.
    pub version: String,
    /// Whose policy it is.
    pub cell: Cell,
    /// Numbers to name in an emergency, the general one first.
    pub helplines: Vec<Helpline>,
    /// Office hours.
    pub hours: Hours,
    /// Working week and holidays.
    pub calendar: CalendarData,
    /// Working weeks of offices that have not the district's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weeks: Vec<OfficeWeek>,
    /// How long we wait for what.
    pub timers: Timers,
    /// When nothing that can wait is sent.
    #[serde(default)]
    pub quiet: Quiet,
    /// One entry a category, in the order of [`Category::ALL`].
    pub(crate) categories: [CategoryPolicy; 6],
    /// The tehsils.
    pub areas: Vec<Area>,
    /// The offices.
    pub offices: Vec<Office>,
    /// Everybody but the District Magistrate.
    pub(crate) officers: Vec<Officer>,
    /// The District Magistrate: a field, so that routing always ends.
    pub(crate) dm: Officer,
    /// Who decides where the District Magistrate is accused; always there in a
    /// policy that was checked since it is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) appellate: Option<Officer>,
    /// Who heads the cell.
    pub(crate) in_charge: OfficerId,
    /// Who is on duty when.
    pub roster: DutyRoster,
    /// Who answers for a category.
    pub nodal: Vec<NodalOfficer>,
}

/// A district's women's cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Its id: part of every key.
    pub id: CellId,
    /// Three letters that begin every reference.
    pub prefix: String,
    /// Its name.
    pub name: Name,
    /// The district.
    pub district: Name,
    /// What receives for it: Meta phone number ids, E.164 numbers, names of apps
    /// at Gupshup and e-mail addresses, as providers name them.
    pub receivers: Vec<String>,
    /// The languages that it speaks, the default first.
    pub languages: Vec<Language>,
    /// Whether it takes what was received under a name that no cell has.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub takes_unknown: bool,
}

/// A number to call in an emergency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Helpline {
    /// The number, as dialled.
    pub number: String,
    /// Whose it is.
    pub name: Name,
}

/// Office hours in India Standard Time, as minutes of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Offices open.
    pub open: u16,
    /// Offices close.
    pub close: u16,
    /// The women's cell begins to sit.
    pub sitting_from: u16,
    /// The women's cell rises.
    pub sitting_to: u16,
}

/// How long we wait for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timers {
    /// Minutes after which a draft left alone is registered as it stands.
    pub draft_minutes: u32,
    /// The same for a draft that sounds urgent.
    pub urgent_draft_minutes: u32,
    /// Days of silence after which a disposal is closed as unconfirmed.
    pub silence_days: u32,
    /// Minutes for which a link is locked after five wrong PINs.
    pub pin_lock_minutes: u32,
    /// Of a hundred complaints that her silence closed, how many the cell
    /// in-charge calls back about.
    #[serde(default = "call_back_percent")]
    pub call_back_percent: u32,
    /// So many messages of one woman are answered in
    /// [`Self::messages_window_minutes`]; further ones are kept, and she is
    /// told so once.
    #[serde(default = "default_messages_most")]
    pub messages_most: u32,
    /// Minutes in which they are counted.
    #[serde(default = "default_messages_window")]
    pub messages_window_minutes: u32,
    /// So many complaints of one woman are registered in a day; what she writes
    /// then joins the newest.
    #[serde(default = "default_registrations_most")]
    pub registrations_most: u32,
}

fn default_messages_most() -> u32 {
    40
}

fn default_messages_window() -> u32 {
    10
}

fn default_registrations_most() -> u32 {
    10
}

/// One in five, where the policy says nothing.
fn call_back_percent() -> u32 {
    20
}

/// What the policy says of a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryPolicy {
    /// The category.
    pub category: Category,
    /// What it is called.
    pub name: Name,
    /// Further words by which people ask for it, folded.
    pub words: Vec<String>,
    /// What a complaint of it is owed.
    pub sla: SlaPolicy,
    /// Who hears first of a breach.
    pub supervisor: OfficerId,
    /// Whether it goes to a woman.
    #[serde(default, skip_serializing_if = "Woman::is_any")]
    pub woman: Woman,
}

/// An office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// Its id.
    pub id: OfficeId,
    /// Its name.
    pub name: Name,
    /// The working week that it keeps, if not the district's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub week: Option<String>,
    /// Who heads it; without it its first officer of the highest rank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<OfficerId>,
    /// What else people call it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub called: Vec<String>,
}

impl Policy {
    /// What the policy says of this category.
    #[must_use]
    pub fn category(&self, category: Category) -> &CategoryPolicy {
        &self.categories[category as usize]
    }

    /// What a complaint of this category is owed, to be frozen into it.
    #[must_use]
    pub fn sla(&self, category: Category) -> SlaPolicy {
        self.category(category).sla.clone()
    }

    /// All officers, the District Magistrate last.
    pub fn officers(&self) -> impl Iterator<Item = &Officer> {
        self.officers.iter().chain([&self.dm])
    }

    /// All officers, and who decides where the District Magistrate is accused:
    /// everybody who may hold a link.
    pub fn everybody(&self) -> impl Iterator<Item = &Officer> {
        self.officers().chain(&self.appellate)
    }

    /// The officer of this id, in post or not.
    #[must_use]
    pub fn officer(&self, id: &OfficerId) -> Option<&Officer> {
        self.everybody().find(|officer| officer.id == *id)
    }

    /// The office of this id.
    #[must_use]
    pub fn office(&self, id: &OfficeId) -> Option<&Office> {
        self.offices.iter().find(|office| office.id == *id)
    }

    /// The area of this id.
    #[must_use]
    pub fn area(&self, id: &AreaId) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == *id)
    }

    /// The language in which a woman is written to who has not said which.
    #[must_use]
    pub fn default_language(&self) -> Language {
        self.cell.languages.first().copied().unwrap_or(Language::Hindi)
    }

    /// Whether this number, id or address receives for this cell. Addresses
    /// are compared without regard to case.
    #[must_use]
    pub fn receives(&self, receiver: &str) -> bool {
        self.cell.receivers.iter().any(|ours| ours.eq_ignore_ascii_case(receiver))
    }

    /// Meta's id of the cell's own number, by which officers are written to.
    #[must_use]
    pub fn whatsapp_id(&self) -> Option<&str> {
        let is_id = |receiver: &&String| !receiver.is_empty() && receiver.bytes().all(|b| b.is_ascii_digit());
        self.cell.receivers.iter().find(is_id).map(String::as_str)
    }

    /// The District Magistrate: level 3.
    #[must_use]
    pub fn dm(&self) -> &Officer {
        &self.dm
    }

    /// Who decides where the District Magistrate is accused: the Divisional
    /// Commissioner. Not among [`Policy::officers`]: nothing else reaches them.
    #[must_use]
    pub fn appellate(&self) -> &Officer {
        self.appellate.as_ref().unwrap_or(&self.dm)
    }

    /// The NodalOfficer in post of this category in this area, or (without
    /// area) in the whole district; whoever is on leave counts.
    #[must_use]
    pub(crate) fn nodal_officer(&self, category: Category, area: Option<&AreaId>) -> Option<&Officer> {
        self.nodal
            .iter()
            .filter(|nodal| nodal.category == category && nodal.area.as_ref() == area)
            .find_map(|nodal| self.reachable(&nodal.officer))
    }

    /// The officer of this id, if an SMS can reach them. The District
    /// Magistrate always counts.
    fn reachable(&self, id: &OfficerId) -> Option<&Officer> {
        self.officer(id).filter(|officer| officer.role == Role::Dm || officer.is_reachable())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::OnceLock;

    use chrono::Datelike;

    use super::*;

    pub(crate) const LUCKNOW: &str = include_str!("../policy/lucknow.toml");

    /// The policy of Lucknow, read once.
    pub(crate) fn lucknow() -> &'static Policy {
        static POLICY: OnceLock<Policy> = OnceLock::new();
        POLICY.get_or_init(|| Policy::from_toml(LUCKNOW).expect("lucknow.toml is a good policy"))
    }

    #[test]
    fn receivers_name_the_cell() {
        for ours in ["100000000000001", "+915220000001", "LkoHelpline", "Mahila@helpline.example.gov.in"] {
            assert!(lucknow().receives(ours), "{ours}");
        }
        assert!(!lucknow().receives("+915220000002"));
    }

    #[test]
    fn the_year_is_covered_and_rich_enough() {
        let policy = lucknow();
        for year in [2026, 2027] {
            let days = policy.calendar.holidays.iter().filter(|holiday| holiday.date.year() == year).count();
            assert!(days >= 20, "{year}: {days} holidays");
        }
        assert!(policy.officers().count() >= 20);
        assert_eq!(policy.areas.len(), 5);
        assert_eq!(
            policy.helplines.iter().map(|h| h.number.as_str()).collect::<Vec<_>>(),
            ["112", "1090", "181", "1098"]
        );
    }

    #[test]
    fn as_json_it_is_small_and_the_same() {
        let json = serde_json::to_string(lucknow()).unwrap();
        assert!(json.len() < 60_000, "{} bytes", json.len());
        assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), *lucknow());
    }

    #[test]
    fn debug_tells_nothing_of_an_officer() {
        let shown = format!("{:?}", lucknow());
        for officer in lucknow().officers() {
            assert!(!shown.contains(&officer.phone) && !shown.contains(&officer.pin_hash));
        }
    }
}
