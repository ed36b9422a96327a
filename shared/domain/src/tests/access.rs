//! The table, cell by cell: who may do what is written twice, here as a
//! district reads it.

use super::*;
use crate::Category;
use crate::officer::ACTIONS;
use crate::policy::tests::lucknow;
use crate::testing::Helpline;

const ROLES: [Role; 5] = [Role::Auditor, Role::Officer, Role::Supervisor, Role::InCharge, Role::Dm];

/// The names allowed, in the order of the page.
fn row(role: Role, relation: Relation) -> String {
    let all = [READ, READ_IDENTITY, READ_READERS, READ_MOTIVES].into_iter().chain(ACTIONS);
    all.filter(|name| may(role, relation, name)).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_table() {
    let work = "read read_identity acknowledge first_action ask reply pause note outside_number hand_off \
                request_extension transfer reclassify merge separate dispose declare_conflict";
    let own = "read read_identity acknowledge first_action ask reply pause note outside_number hand_off consent refuse \
               request_extension transfer reclassify reassign merge separate dispose declare_conflict";
    let senior = "read read_identity acknowledge first_action ask reply pause note outside_number hand_off consent refuse \
                  request_extension transfer reclassify reassign merge separate hasten explain dispose declare_conflict";
    let watch = "read consent refuse reassign hasten explain break_glass";
    // By a motive they read, and do nothing more with it than before.
    let reader = "read read_identity consent refuse reassign merge separate hasten explain";
    let readers = "read_readers read_motives";
    let head = |actions: &str| {
        let (read, rest) = match actions.strip_prefix("read read_identity ") {
            Some(rest) => ("read read_identity", rest),
            None => ("read", actions.trim_start_matches("read ")),
        };
        match ["declare_conflict", "break_glass"]
            .into_iter()
            .find_map(|last| Some((rest.strip_suffix(last)?, last)))
        {
            Some((rest, last)) => format!("{read} {readers} {rest}call_back {last}"),
            None => format!("{read} {readers} {rest} call_back"),
        }
    };
    for relation in Relation::ALL {
        use Relation::{Above, Answerable, Reader, StandIn, Stranger};
        let check = |role, expected: &str| assert_eq!(row(role, relation), expected, "{role:?} {relation:?}");
        check(Role::Auditor, "read read_readers");
        check(Role::Officer, if [Reader, Stranger].contains(&relation) { "" } else { work });
        match relation {
            Answerable => check(Role::Supervisor, own),
            Above | StandIn => check(Role::Supervisor, senior),
            Reader | Stranger => check(Role::Supervisor, ""),
        }
        for role in [Role::InCharge, Role::Dm] {
            match relation {
                Answerable => check(role, &head(own)),
                Above | StandIn => check(role, &head(senior)),
                Reader => check(role, &head(reader)),
                Stranger => check(role, &head(watch)),
            }
        }
    }
}

/// A name that is in no row is allowed to nobody.
#[test]
fn what_is_not_named_is_not_allowed() {
    for role in ROLES {
        for relation in Relation::ALL {
            for unknown in ["", "delete", "ACKNOWLEDGE", "acknowledge ", "close"] {
                assert!(!may(role, relation, unknown), "{role:?} {relation:?} {unknown:?}");
            }
        }
    }
}

/// Whatever has a name on the wire is in the table for somebody, or it could never be done.
#[test]
fn every_action_is_somebodys() {
    for action in ACTIONS {
        let mut cells = ROLES.into_iter().flat_map(|role| Relation::ALL.map(|relation| (role, relation)));
        assert!(cells.any(|(role, relation)| may(role, relation, action)), "{action}");
    }
}

#[test]
fn unknown_or_out_of_post_is_nobody() {
    let mut line = Helpline::new();
    line.register(Category::Certificate);
    let complaint = line.complaint();
    let mut policy = lucknow().clone();
    assert!(officer_may(&policy, complaint, &complaint.officer, "note"));
    assert!(!officer_may(&policy, complaint, &OfficerId::new("nobody"), READ));
    for officer in &mut policy.officers {
        officer.active = officer.id != complaint.officer;
    }
    assert!(ACTIONS.iter().all(|action| !officer_may(&policy, complaint, &complaint.officer, action)));
}
