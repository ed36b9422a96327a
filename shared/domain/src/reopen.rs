//! What was untrue is open again: one level up, on its first clock.

use crate::complaint::{Actor, Complaint, Happening};
use crate::decision::{Context, Decision, Happened};
use crate::effect::Notice;
use crate::escalate;
use crate::ids::EscalationLevel;

/// Tells whoever answers one level up, or the top again; no limit moves.
pub(crate) fn one_level_up(
    complaint: &mut Complaint,
    actor: Actor,
    context: &Context<'_>,
    decision: &mut Decision,
) {
    let (reference, now) = (complaint.reference.clone(), context.now);
    complaint.disposed_at = None;
    decision.happened(Happened::new(&reference, Happening::Reopened, now, actor.clone()));
    if complaint.level == EscalationLevel::TOP {
        let top = context.reach(complaint).top().id.clone();
        complaint.admit(&top);
        decision.tell_officer(Notice::Reopened, &top, &reference);
    } else {
        escalate::raise(complaint, complaint.level.up(), Notice::Reopened, actor, context, decision);
    }
    escalate::start_daily(complaint, now, now);
    escalate::skip_missed_days(complaint, now);
}
