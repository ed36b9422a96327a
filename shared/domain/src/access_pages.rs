//! Which page for staff is open to whom: one table of standing and page. What
//! it does not name is closed. What may be done with one complaint is in
//! [`crate::access`].

use crate::policy::Policy;
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
}
