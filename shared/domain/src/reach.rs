//! Whom a complaint may reach at a moment: people in post, in their absence
//! those who stand in for them, and nobody who is barred from it.
//!
//! Every choice of a person passes here: registration, ladder, transfer, SMS
//! that cannot be delivered. [`Reach`] always ends with somebody.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::category::Category;
use crate::complaint::Complaint;
use crate::conflict::{self, Accused};
use crate::decision::Context;
use crate::ids::{AreaId, EscalationLevel, OfficerId};
use crate::policy::Policy;
use crate::roster::{Officer, Role};
use crate::roster_dated::Roster;

/// Whether a complaint goes to a woman.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Woman {
    /// To whoever is competent.
    #[default]
    Any,
    /// To a woman among those competent, if there is one.
    Preferred,
    /// To a woman, up the line if need be; a man only where the last resort,
    /// the District Magistrate, is one.
    Required,
}

impl Woman {
    /// Whether it makes no difference.
    #[must_use]
    pub fn is_any(&self) -> bool {
        *self == Self::Any
    }
}

/// Whom a complaint may reach at a moment.
#[derive(Debug, Clone)]
pub struct Reach<'a> {
    policy: &'a Policy,
    at: DateTime<Utc>,
    barred: BTreeSet<OfficerId>,
    woman: Woman,
}

impl Policy {
    /// Whom a complaint that accuses nobody may reach.
    #[must_use]
    pub fn reach(&self, at: DateTime<Utc>) -> Reach<'_> {
        Reach { policy: self, at, barred: BTreeSet::new(), woman: Woman::Any }
    }

    /// Whom this complaint may reach.
    #[must_use]
    pub fn reach_of(&self, complaint: &Complaint, at: DateTime<Utc>) -> Reach<'_> {
        self.reach_for(&complaint.accused, complaint.minor, at)
    }

    /// Whom a complaint may reach that accuses these, and concerns a minor or not.
    #[must_use]
    pub fn reach_for(&self, accused: &[Accused], minor: bool, at: DateTime<Utc>) -> Reach<'_> {
        let woman = if minor { Woman::Required } else { Woman::Any };
        Reach { policy: self, at, barred: conflict::barred(self, accused), woman }
    }

    /// The officer who answers for a complaint that accuses nobody; see
    /// [`Reach::route`].
    #[must_use]
    pub fn route(&self, category: Category, area: Option<&AreaId>, at: DateTime<Utc>) -> &Officer {
        self.reach(at).route(category, area)
    }
}

impl<'a> Context<'a> {
    /// Whom this complaint may reach now.
    #[must_use]
    pub fn reach(&self, complaint: &Complaint) -> Reach<'a> {
        self.policy.reach_of(complaint, self.now)
    }
}

impl<'a> Reach<'a> {
    /// Whether this officer is kept away from the complaint.
    #[must_use]
    pub fn bars(&self, officer: &OfficerId) -> bool {
        self.barred.contains(officer)
    }

    /// Whether the complaint may be passed to this officer: in post, not on
    /// leave, not barred.
    #[must_use]
    pub fn may_take(&self, officer: &Officer) -> bool {
        let appellate = self.policy.appellate.as_ref().is_some_and(|above| above.id == officer.id);
        officer.is_reachable()
            && officer.role != Role::Auditor
            && (!appellate || self.bars(&self.policy.dm.id))
            && !self.bars(&officer.id)
            && !self.is_away(&officer.id)
            && (self.woman != Woman::Required || officer.woman || officer.role == Role::Dm)
    }

    /// Whether this officer is on leave.
    #[must_use]
    pub fn is_away(&self, officer: &OfficerId) -> bool {
        self.policy.roster.leave_of(officer, self.at).is_some()
    }

    /// The living person of this post: the officer, or whoever stands in for
    /// them; `None` where nobody does, one of the chain is barred, or it ends
    /// with an auditor, who answers for nothing.
    #[must_use]
    pub fn in_post(&self, officer: &OfficerId) -> Option<&'a Officer> {
        let mut officer = officer;
        // A chain without a cycle is no longer than there are leaves.
        for _ in 0..=self.policy.roster.leave.len() {
            if self.bars(officer) {
                return None;
            }
            let Some(leave) = self.policy.roster.leave_of(officer, self.at) else {
                // An SMS must reach them; the District Magistrate always counts.
                let found = self.policy.officer(officer);
                let answers = |officer: &&Officer| officer.role != Role::Auditor && officer.is_reachable();
                return found.filter(|officer| officer.role == Role::Dm || answers(officer));
            };
            officer = leave.stand_in.as_ref()?;
        }
        None
    }

    /// The last resort, level 3: the District Magistrate, or the appellate
    /// authority where the District Magistrate is barred.
    #[must_use]
    pub fn top(&self) -> &'a Officer {
        let dm = self.policy.dm();
        if self.bars(&dm.id) {
            return self.policy.appellate();
        }
        self.in_post(&dm.id).unwrap_or(dm)
    }

    /// Who heads the cell, level 2; the last resort where nobody does.
    #[must_use]
    pub fn in_charge(&self) -> &'a Officer {
        self.in_post(&self.policy.in_charge).unwrap_or_else(|| self.top())
    }

    /// Who hears first of a breach in this category, level 1; whoever heads
    /// the cell where nobody does.
    #[must_use]
    pub fn supervisor(&self, category: Category) -> &'a Officer {
        self.in_post(&self.policy.category(category).supervisor).unwrap_or_else(|| self.in_charge())
    }

    /// The officer who answers for a complaint registered now: the NodalOfficer
    /// of category and area, of the category, the duty officer of this minute,
    /// the cell in-charge, the District Magistrate. Never nobody. Where a
    /// NodalOfficer is barred it goes up, not aside: to the supervisor.
    #[must_use]
    pub fn route(&self, category: Category, area: Option<&AreaId>) -> &'a Officer {
        let competent = self.competent(category, area);
        let first = competent.first().copied();
        let woman = competent.iter().copied().find(|officer| officer.woman);
        match self.woman.max(self.policy.category(category).woman) {
            Woman::Any => first.unwrap_or_else(|| self.in_charge()),
            Woman::Preferred => woman.or(first).unwrap_or_else(|| self.in_charge()),
            Woman::Required => woman.or_else(|| self.woman_above(category)).unwrap_or_else(|| self.top()),
        }
    }

    /// Who may answer for it, the first to be asked first.
    fn competent(&self, category: Category, area: Option<&AreaId>) -> Vec<&'a Officer> {
        let of_area =
            self.policy.nodal.iter().filter(|nodal| nodal.area.is_some() && nodal.area.as_ref() == area);
        let of_district = self.policy.nodal.iter().filter(|nodal| nodal.area.is_none());
        let nodal = of_area.chain(of_district).filter(|nodal| nodal.category == category);
        let mut found = Vec::new();
        for nodal in nodal {
            if self.bars(&nodal.officer) {
                found.push(self.supervisor(category));
                return found;
            }
            found.extend(self.in_post(&nodal.officer));
        }
        found.extend(self.on(Roster::Duty));
        found
    }

    /// A woman in post: who heads the cell, the supervisor, one of the women's cell.
    fn woman_above(&self, category: Category) -> Option<&'a Officer> {
        let cell = self.policy.officer(&self.policy.in_charge).map(|officer| &officer.office);
        let above = [&self.policy.in_charge, &self.policy.category(category).supervisor];
        let beside = self.policy.officers().filter(|officer| Some(&officer.office) == cell);
        let ids = above.into_iter().chain(beside.map(|officer| &officer.id));
        ids.filter_map(|id| self.in_post(id)).find(|officer| officer.woman)
    }

    /// Who is told at this level. Level 0 without area or time is the
    /// category's NodalOfficer, or the supervisor where it has none.
    #[must_use]
    pub fn at_level(&self, category: Category, level: EscalationLevel) -> &'a Officer {
        match level.number() {
            0 => self.nodal_officer(category).unwrap_or_else(|| self.supervisor(category)),
            1 => self.supervisor(category),
            2 => self.in_charge(),
            _ => self.top(),
        }
    }

    /// Who is told instead when an SMS cannot be delivered to any of `tried`:
    /// the duty officer of that minute, the category's supervisor, the cell
    /// in-charge, the last resort. Never anybody below who was tried. `None`
    /// once the last has been.
    #[must_use]
    pub fn next_after(&self, category: Category, tried: &[OfficerId]) -> Option<&'a Officer> {
        let above = [self.supervisor(category), self.in_charge(), self.top()];
        let reached =
            above.iter().rposition(|officer| tried.contains(&officer.id)).map_or(0, |place| place + 1);
        let duty = self.duty_officer().filter(|_| reached == 0);
        duty.into_iter().chain(above.into_iter().skip(reached)).find(|next| !tried.contains(&next.id))
    }

    /// Who is told in this officer's stead: whoever stands in, or the next
    /// above who is not barred.
    #[must_use]
    pub fn instead_of(&self, officer: &OfficerId, category: Category) -> &'a Officer {
        self.in_post(officer).unwrap_or_else(|| {
            match self.policy.officer(officer).map(|officer| officer.role) {
                Some(Role::Dm | Role::InCharge) => self.top(),
                Some(Role::Supervisor) => self.in_charge(),
                Some(Role::Officer | Role::Auditor) | None => self.supervisor(category),
            }
        })
    }

    /// The NodalOfficer of this category for the whole district, in post.
    #[must_use]
    pub fn nodal_officer(&self, category: Category) -> Option<&'a Officer> {
        let named = |nodal: &&crate::roster::NodalOfficer| nodal.category == category && nodal.area.is_none();
        self.policy.nodal.iter().filter(named).find_map(|nodal| self.in_post(&nodal.officer))
    }

    /// The duty officer of this minute, in post.
    #[must_use]
    pub fn duty_officer(&self) -> Option<&'a Officer> {
        self.on(Roster::Duty).next()
    }

    /// Who sits in the women's cell at this minute. Holidays are the
    /// calendar's affair.
    #[must_use]
    pub fn sitting_officer(&self) -> Option<&'a Officer> {
        self.on(Roster::Sitting).next()
    }

    /// Everybody in post who is named for this minute.
    fn on(&self, roster: Roster) -> impl Iterator<Item = &'a Officer> {
        self.policy.roster.named(roster, self.at).filter_map(|id| self.in_post(id))
    }
}

#[cfg(test)]
#[path = "tests/reach.rs"]
mod tests;
