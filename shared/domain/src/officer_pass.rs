//! A complaint that passes from one officer to another: who may have it, who
//! keeps a link, and to whom it goes in the end.

use crate::EscalationLevel;
use crate::complaint::Complaint;
use crate::conflict::{self, Accused};
use crate::course::TRANSFERS_TO_SENIOR;
use crate::decision::{Context, Refused};
use crate::effect::Notice;
use crate::ids::OfficerId;
use crate::officer::Work;
use crate::roster::Role;

impl Work<'_> {
    /// Says that it does not pertain: it can only be passed on, and the third
    /// time it goes to the senior, whomever it names.
    pub(crate) fn transfer(&mut self, to: &OfficerId) -> Result<(), Refused> {
        let count = self.complaint.course.transfers.saturating_add(1);
        let senior = senior_to(&self.complaint, &self.complaint.officer, self.context);
        match senior {
            Some(senior) if count >= TRANSFERS_TO_SENIOR => self.hand_to(&senior, Notice::Transferred),
            _ => self.give_to(to)?,
        }
        self.complaint.course.transfers = count.min(TRANSFERS_TO_SENIOR);
        Ok(())
    }

    /// An interest of one's own counts as an accusation: it moves on at once, to
    /// somebody who is neither this officer nor under them.
    pub(crate) fn declare_conflict(&mut self) -> Result<(), Refused> {
        if self.acted.officer == self.context.policy.appellate().id {
            return Err(Refused::NotForYou { action: self.acted.action.name() });
        }
        let own = vec![Accused::Officer(self.acted.officer.clone())];
        conflict::add(&mut self.complaint.accused, own, self.context.policy);
        Ok(())
    }

    /// Makes another officer answerable. The one who passes it keeps a link
    /// only if it has climbed to them; the limit stays what it was.
    pub(crate) fn give_to(&mut self, to: &OfficerId) -> Result<(), Refused> {
        let known = self.context.policy.officer(to);
        let reach = self.context.reach(&self.complaint);
        let next = known.filter(|officer| {
            officer.role != Role::Auditor && reach.may_take(officer) && officer.id != self.complaint.officer
        });
        let next = next.ok_or(Refused::NoSuchOfficer)?.id.clone();
        self.hand_to(&next, Notice::Transferred);
        Ok(())
    }

    /// Makes them answerable, and tells them.
    pub(crate) fn hand_to(&mut self, next: &OfficerId, notice: Notice) {
        self.complaint.officer = next.clone();
        self.complaint.stand_ins.retain(|officer| *officer != self.acted.officer && officer != next);
        self.decision.tell_officer(notice, next, &self.complaint.reference);
        self.line.goes_to(next);
    }
}

/// The first above this officer in the ladder who is somebody else; `None`
/// above the District Magistrate.
pub(crate) fn senior_to(
    complaint: &Complaint,
    officer: &OfficerId,
    context: &Context<'_>,
) -> Option<OfficerId> {
    let rank = context.policy.officer(officer).map_or(0, |officer| officer.role.rank());
    let reach = context.reach(complaint);
    let above = (rank.saturating_add(1)..=EscalationLevel::TOP.number())
        .map(|level| reach.at_level(complaint.category, EscalationLevel::new(level)));
    above.map(|senior| senior.id.clone()).find(|senior| senior != officer)
}
