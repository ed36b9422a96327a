//! Who may do what: one table of standing, part in the complaint, and action.
//! What it does not name is not allowed.

use crate::complaint::Complaint;
use crate::ids::OfficerId;
use crate::policy::Policy;
use crate::roster::Role;

/// What an officer has to do with a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Answerable for it.
    Answerable,
    /// It has climbed to them.
    Above,
    /// Told of it in another's stead, or asked for consent.
    StandIn,
    /// None, and they gave a motive to read it.
    Reader,
    /// None.
    Stranger,
}

impl Relation {
    /// All relations.
    pub const ALL: [Self; 5] = [Self::Answerable, Self::Above, Self::StandIn, Self::Reader, Self::Stranger];

    /// What this officer has to do with this complaint.
    #[must_use]
    pub fn of(complaint: &Complaint, officer: &OfficerId) -> Self {
        if complaint.officer == *officer {
            Self::Answerable
        } else if complaint.escalations.iter().any(|escalation| escalation.officer == *officer) {
            Self::Above
        } else if complaint.stand_ins.contains(officer) {
            Self::StandIn
        } else if complaint.readers.contains(officer) {
            Self::Reader
        } else {
            Self::Stranger
        }
    }
}

/// What may be done with a complaint, by its name on the wire; and reading it.
pub const READ: &str = "read";
/// Reading who she is: her number, and her words.
pub const READ_IDENTITY: &str = "read_identity";
/// Seeing who read it and when.
pub const READ_READERS: &str = "read_readers";
/// Seeing the motives of those who read it without a part in it.
pub const READ_MOTIVES: &str = "read_motives";

/// What whoever works on it may do.
const WORK: &[&str] = &[
    READ,
    READ_IDENTITY,
    "acknowledge",
    "first_action",
    "ask",
    "reply",
    "pause",
    "note",
    "request_extension",
    "transfer",
    "reclassify",
    "merge",
    "separate",
    "hand_off",
    "outside_number",
    "dispose",
    "declare_conflict",
];
/// What a senior may do besides.
const SENIOR: &[&str] =
    &[READ, READ_IDENTITY, "note", "consent", "refuse", "hasten", "explain", "reassign", "declare_conflict"];
/// What those at the head may do with what is with others: see its course and
/// press; for her words and number they say why first.
const WATCH: &[&str] = &[READ, "consent", "refuse", "hasten", "explain", "reassign", "break_glass"];
/// The same once they said why: they read, and whoever wants to work on it gives
/// it to somebody.
const READER: &[&str] = &[
    READ,
    READ_IDENTITY,
    "consent",
    "refuse",
    "hasten",
    "explain",
    "reassign",
    // Whether two are one matter stands in her words, which they have read.
    "merge",
    "separate",
];
/// What a senior does with what they answer for themselves.
const OWN: &[&str] = &["consent", "refuse", "reassign"];
/// What those at the head may do with any complaint of their cell.
const HEAD: &[&str] = &["call_back", READ_READERS, READ_MOTIVES];
/// What is read without knowing whose it is; a motive can name her.
const FIGURES: &[&str] = &[READ, READ_READERS];

/// The table: what somebody of this standing, with this part in a complaint,
/// may do with it.
fn allowed(role: Role, relation: Relation) -> [&'static [&'static str]; 3] {
    use Relation::{Above, Answerable, Reader, StandIn, Stranger};
    match (role, relation) {
        // A duty officer is an officer with a shift; what the shift brought is theirs.
        (Role::Officer, Answerable | StandIn | Above) => [WORK, &[], &[]],
        (Role::Supervisor, Answerable) => [WORK, OWN, &[]],
        (Role::Supervisor, Above | StandIn) => [WORK, SENIOR, &[]],
        (Role::InCharge | Role::Dm, Answerable) => [WORK, OWN, HEAD],
        (Role::InCharge | Role::Dm, Above | StandIn) => [WORK, SENIOR, HEAD],
        (Role::InCharge | Role::Dm, Reader) => [READER, HEAD, &[]],
        (Role::InCharge | Role::Dm, Stranger) => [WATCH, HEAD, &[]],
        (Role::Auditor, _) => [FIGURES, &[], &[]],
        _ => [&[], &[], &[]],
    }
}

/// Whether somebody of this standing, with this part in a complaint, may do
/// this with it. What is not named in the table is not allowed.
#[must_use]
pub fn may(role: Role, relation: Relation, action: &str) -> bool {
    allowed(role, relation).iter().any(|actions| actions.contains(&action))
}

/// Whether this officer may do this with this complaint. Out of post, nothing;
/// barred by a conflict of interest, nothing.
#[must_use]
pub fn officer_may(policy: &Policy, complaint: &Complaint, officer: &OfficerId, action: &str) -> bool {
    let Some(known) = policy.officer(officer).filter(|officer| officer.active) else { return false };
    if complaint.bars(officer, policy) {
        return false;
    }
    !complaint.bars(officer, policy) && may(known.role, Relation::of(complaint, officer), action)
}

/// Whether this officer may read her words and her number: by their part in it,
/// or because it is theirs to call her back.
#[must_use]
pub fn reads_her(policy: &Policy, complaint: &Complaint, officer: &OfficerId) -> bool {
    let calls = complaint.awaits_call_back() && officer_may(policy, complaint, officer, "call_back");
    calls || officer_may(policy, complaint, officer, READ_IDENTITY)
}

#[cfg(test)]
#[path = "tests/access.rs"]
mod tests;
