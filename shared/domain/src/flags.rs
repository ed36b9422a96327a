//! What her words say besides their matter: whom they accuse, and whether they
//! concern a minor. Heard in every message, whatever it does otherwise.

use crate::accusation::accused;
use crate::category::Category;
use crate::complainant::Draft;
use crate::complaint::Complaint;
use crate::conflict;
use crate::conversation::Turn;
use crate::message::InboundMessage;
use crate::minor::concerns_minor;
use crate::policy::Policy;
use crate::{prompts, texts};

/// Hears a message that joins a draft.
pub(crate) fn mark_draft(draft: &mut Draft, text: &str, policy: &Policy) {
    conflict::add(&mut draft.accused, accused(text, policy), policy);
    draft.minor |= concerns_minor(text);
}

/// Hears a message that joins a complaint. One that may not be hers moves nothing.
pub(crate) fn mark_complaint(turn: &mut Turn<'_>, message: &InboundMessage) {
    let Some(text) = message.text.as_deref().filter(|_| !message.is_in_doubt()) else { return };
    let Some(reference) = &turn.belongs_to else { return };
    let policy = turn.context.policy;
    let new = turn.decision.complaints.iter().position(|complaint| complaint.reference == *reference);
    let known =
        new.and_then(|at| turn.decision.complaints.get(at)).or_else(|| turn.state.complaint(reference));
    let Some(mut complaint) = known.filter(|complaint| !complaint.status.is_closed()).cloned() else {
        return;
    };
    let was_minor = complaint.minor;
    if !mark(&mut complaint, text, policy) {
        return;
    }
    if complaint.minor && !was_minor {
        turn.say(prompts::say(texts::child_helpline(turn.her.language)));
    }
    match new.and_then(|at| turn.decision.complaints.get_mut(at)) {
        Some(known) => *known = complaint,
        None => turn.decision.put(complaint),
    }
}

/// Whether there was news in it.
fn mark(complaint: &mut Complaint, text: &str, policy: &Policy) -> bool {
    let accuses = conflict::add(&mut complaint.accused, accused(text, policy), policy);
    let grave = complaint.category == Category::Violence || complaint.urgent;
    let minor = grave && !complaint.minor && concerns_minor(text);
    complaint.minor |= minor;
    accuses || minor
}
