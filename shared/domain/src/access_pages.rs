//! Which page for staff is open to whom: one table of standing and page. What
//! it does not name is closed. What may be done with one complaint is in
//! [`crate::access`].

use crate::ids::OfficerId;
use crate::policy::Policy;
use crate::policy_edit::Edit;
use crate::roster::{Officer, Role};

/// A page for staff, or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Page {
    /// The desk: walk-ins, the queue, call-backs.
    Desk,
    /// Roster, leave, holidays, officers.
    Policy,
    /// The District Magistrate's figures.
    Figures,
    /// The complaints that a figure counts.
    Cases,
}

impl Page {
    /// All pages.
    pub const ALL: [Self; 4] = [Self::Desk, Self::Policy, Self::Figures, Self::Cases];
}

/// Whether a page is open to an officer: in post, and by standing. An officer or
/// supervisor is let in at the desk where the roster has them sit there.
#[must_use]
pub fn may_open(policy: &Policy, officer: &Officer, page: Page) -> bool {
    let sits = || policy.roster.sitting.iter().any(|shift| shift.officer == officer.id);
    officer.active
        && match (officer.role, page) {
            (Role::InCharge | Role::Dm, _) | (Role::Auditor, Page::Figures) => true,
            (Role::Officer | Role::Supervisor, Page::Desk) => sits(),
            _ => false,
        }
}

/// Whether an officer may make this edit of the policy: nobody moves who stands
/// above them, nor makes somebody stand there. The SMS of a login go to the
/// number in the policy, and the links open by the PIN in it.
#[must_use]
pub fn may_edit(policy: &Policy, editor: &Officer, edit: &Edit) -> bool {
    let not_above = |id: &OfficerId| policy.officer(id).is_none_or(|known| known.role <= editor.role);
    match edit {
        Edit::AddLeave { officer, .. }
        | Edit::RemoveLeave { officer, .. }
        | Edit::SetOfficerPhone { officer, .. }
        | Edit::SetOfficerPin { officer, .. }
        | Edit::RetireOfficer(officer) => not_above(officer),
        Edit::AddOfficer(new) => new.role <= editor.role,
        Edit::AddOverride { .. }
        | Edit::Swap { .. }
        | Edit::AddHoliday { .. }
        | Edit::AddCompensatory(_)
        | Edit::ReplaceNodal { .. } => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::tests::lucknow;

    #[test]
    fn the_table() {
        let check = |id: &str, open: &[Page]| {
            let policy = lucknow();
            let officer = policy.officers().find(|officer| officer.id.as_str() == id).unwrap();
            let allowed: Vec<Page> =
                Page::ALL.into_iter().filter(|page| may_open(policy, officer, *page)).collect();
            assert_eq!(allowed, open, "{id}");
            let left = Officer { active: false, ..officer.clone() };
            assert!(Page::ALL.iter().all(|page| !may_open(policy, &left, *page)), "{id}");
        };
        check("dm-lko", &Page::ALL);
        check("adm-lko", &Page::ALL);
        check("cell-1", &[Page::Desk]);
        check("osc-manager", &[Page::Desk]);
        check("pension-city", &[]);
        check("dswo-lko", &[]);
        check("duty-1", &[]);
    }

    #[test]
    fn nobody_moves_who_stands_above_them() {
        let policy = lucknow();
        let id = |name: &str| OfficerId::new(name);
        let check = |editor: &str, of: &str, may: bool| {
            let editor = policy.officer(&id(editor)).unwrap();
            let (from, to) = ("2026-12-01".parse().unwrap(), "2026-12-02".parse().unwrap());
            for edit in [
                Edit::SetOfficerPhone { officer: id(of), phone: "+919000000000".to_owned() },
                Edit::SetOfficerPin { officer: id(of), pin_hash: String::new() },
                Edit::RetireOfficer(id(of)),
                Edit::AddLeave { officer: id(of), from, to, stand_in: Some(editor.id.clone()) },
            ] {
                assert_eq!(may_edit(policy, editor, &edit), may, "{} {of} {edit:?}", editor.id);
            }
        };
        check("adm-lko", "dm-lko", false);
        check("adm-lko", "cell-1", true);
        check("adm-lko", "adm-lko", true);
        check("dm-lko", "adm-lko", true);
        check("dm-lko", "nobody", true);
    }
}
