//! The policy of a cell: its categories and limits, its calendar, its officers
//! and who answers for what.
//!
//! There is one door: [`Policy::from_toml`] reads a reviewed file and refuses
//! it whole if any category, in any area, at any minute of the week reaches
//! nobody. As JSON (in the table) it is the same policy, already checked.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::category::{Category, Language, Name};
use crate::ids::{AreaId, CellId, EscalationLevel, OfficeId, OfficerId};
use crate::ladder::SlaPolicy;
use crate::policy_area::Area;
use crate::roster::{Days, DutyRoster, NodalOfficer, Officer, Role, Shift, minute_of_week};

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
    /// How long we wait for what.
    pub timers: Timers,
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
    /// What receives for it: Meta phone number ids, E.164 numbers and e-mail
    /// addresses, as providers name them.
    pub receivers: Vec<String>,
    /// The languages that it speaks, the default first.
    pub languages: Vec<Language>,
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

/// Working week, holidays and compensatory working days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarData {
    /// The days of the working week.
    pub working_week: Days,
    /// Whether the second Saturday of a month is off.
    pub second_saturday_off: bool,
    /// Days on which the offices are closed.
    pub holidays: Vec<Holiday>,
    /// Days on which they are open although the week or a holiday says not.
    pub compensatory: Vec<NaiveDate>,
}

/// A day on which the offices are closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// The day.
    pub date: NaiveDate,
    /// What is kept.
    pub name: Name,
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
}

/// An office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Office {
    /// Its id.
    pub id: OfficeId,
    /// Its name.
    pub name: Name,
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
        self.category(category).sla
    }

    /// All officers, the District Magistrate last.
    pub fn officers(&self) -> impl Iterator<Item = &Officer> {
        self.officers.iter().chain([&self.dm])
    }

    /// The officer of this id, in post or not.
    #[must_use]
    pub fn officer(&self, id: &OfficerId) -> Option<&Officer> {
        self.officers().find(|officer| officer.id == *id)
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

    /// Whether this number, id or address receives for this cell. Addresses
    /// are compared without regard to case.
    #[must_use]
    pub fn receives(&self, receiver: &str) -> bool {
        self.cell.receivers.iter().any(|ours| ours.eq_ignore_ascii_case(receiver))
    }

    /// The District Magistrate: level 3.
    #[must_use]
    pub fn dm(&self) -> &Officer {
        &self.dm
    }

    /// Who heads the cell: level 2. The District Magistrate where the post is
    /// vacant.
    #[must_use]
    pub fn in_charge(&self) -> &Officer {
        self.reachable(&self.in_charge).unwrap_or(&self.dm)
    }

    /// Who hears first of a breach in this category: level 1. Whoever heads
    /// the cell where the post is vacant.
    #[must_use]
    pub fn supervisor(&self, category: Category) -> &Officer {
        self.reachable(&self.category(category).supervisor).unwrap_or_else(|| self.in_charge())
    }

    /// The officer who answers for a complaint registered at `at`: the
    /// NodalOfficer of category and area, of the category, the duty officer of
    /// that minute, the cell in-charge, the District Magistrate. Never nobody.
    #[must_use]
    pub fn route(&self, category: Category, area: Option<&AreaId>, at: DateTime<Utc>) -> &Officer {
        area.and_then(|area| self.nodal_officer(category, Some(area)))
            .or_else(|| self.nodal_officer(category, None))
            .or_else(|| self.duty_officer(at))
            .unwrap_or_else(|| self.in_charge())
    }

    /// Who is told at this level. Level 0 without area or time is the
    /// category's NodalOfficer, or the supervisor where it has none.
    #[must_use]
    pub fn officer_at_level(&self, category: Category, level: EscalationLevel) -> &Officer {
        match level.number() {
            0 => self.nodal_officer(category, None).unwrap_or_else(|| self.supervisor(category)),
            1 => self.supervisor(category),
            2 => self.in_charge(),
            _ => &self.dm,
        }
    }

    /// Who is told instead when an SMS to `officer` cannot be delivered: the
    /// duty officer, the category's supervisor, the cell in-charge, the
    /// District Magistrate; whoever of them was not tried before. `None` once
    /// all have been.
    #[must_use]
    pub fn next_after(
        &self,
        officer: &OfficerId,
        category: Category,
        at: DateTime<Utc>,
        tried: &[OfficerId],
    ) -> Option<&Officer> {
        let above = [self.supervisor(category), self.in_charge(), &self.dm];
        // A supervisor's SMS does not go down again, but to who is above.
        let skip = above.iter().position(|a| a.id == *officer).map_or(0, |place| place + 1);
        let duty = self.duty_officer(at).filter(|_| skip == 0);
        duty.into_iter().chain(above.into_iter().skip(skip)).find(|next| next.id != *officer && !tried.contains(&next.id))
    }

    /// The NodalOfficer in post of this category in this area, or (without
    /// area) in the whole district.
    #[must_use]
    pub fn nodal_officer(&self, category: Category, area: Option<&AreaId>) -> Option<&Officer> {
        self.nodal
            .iter()
            .filter(|nodal| nodal.category == category && nodal.area.as_ref() == area)
            .find_map(|nodal| self.reachable(&nodal.officer))
    }

    /// The duty officer in post at that minute.
    #[must_use]
    pub fn duty_officer(&self, at: DateTime<Utc>) -> Option<&Officer> {
        self.on_shift(&self.roster.duty, at)
    }

    /// Who sits in the women's cell at that minute of the week. Holidays are
    /// the calendar's affair.
    #[must_use]
    pub fn sitting_officer(&self, at: DateTime<Utc>) -> Option<&Officer> {
        self.on_shift(&self.roster.sitting, at)
    }

    fn on_shift(&self, shifts: &[Shift], at: DateTime<Utc>) -> Option<&Officer> {
        let minute = minute_of_week(at);
        shifts.iter().filter(|shift| shift.covers(minute)).find_map(|shift| self.reachable(&shift.officer))
    }

    /// The officer of this id, if an SMS can reach them. The District
    /// Magistrate always counts.
    fn reachable(&self, id: &OfficerId) -> Option<&Officer> {
        self.officer(id).filter(|officer| officer.role == Role::Dm || officer.is_reachable())
    }
}
