//! A complaint brought to the desk: by a woman who walked in, or who called.
//! The same number series, the same clock, the same officers; only the words
//! were written down by somebody else.

use crate::category::{Category, Language};
use crate::complainant::{Complainant, Draft};
use crate::conflict::{self, Accused};
use crate::decision::{Context, Decision, KeptMessage, State};
use crate::flags;
use crate::ids::{AreaId, OfficerId};
use crate::message::InboundMessage;
use crate::register::{self, Registrar};
use crate::triage;

/// What was written down at the desk. Personal: `Debug` is redacted.
#[derive(Clone, PartialEq)]
pub struct WalkIn {
    /// Her words, from [`crate::message::Provider::Desk`]; its id is the form's,
    /// so that a form sent twice registers once.
    pub message: InboundMessage,
    /// The language in which she is answered.
    pub language: Language,
    /// What it is about.
    pub category: Category,
    /// Where, if she said.
    pub area: Option<AreaId>,
    /// Whether she is in danger, as the desk sees it.
    pub urgent: bool,
    /// Whether it concerns a minor, as the desk sees it.
    pub minor: bool,
    /// Whom it accuses, as the desk heard it.
    pub accused: Vec<Accused>,
    /// Who wrote it down.
    pub by: OfficerId,
}

impl std::fmt::Debug for WalkIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WalkIn({}, by {})", self.category, self.by)
    }
}

/// Registers it at once. What the words say of danger, of a minor and of whom
/// they accuse counts beside what was ticked. A draft of hers stays a draft.
pub(crate) fn register(state: &State, walk_in: &WalkIn, context: &Context<'_>) -> Decision {
    let message = walk_in.message.clone();
    let address = message.reply_address();
    let mut her = state.complainant.clone().unwrap_or_else(|| Complainant {
        language: context.policy.default_language(),
        ..Complainant::new(address.clone(), context.now)
    });
    if state.complainant.is_none() {
        her.language = walk_in.language;
        // The desk told her, and the slip in her hand says it.
        her.notified = true;
    }
    her.version += 1;
    let draft = draft(walk_in, context);
    let complaint = Some(draft.reference.clone());
    let mut decision = Decision::default();
    let registrar = Registrar::Desk(walk_in.by.clone());
    register::register(draft, &registrar, &mut her, context, &mut decision);
    decision.messages.push(KeptMessage { message, complaint, received_at: context.now });
    decision.complainant = Some(her);
    decision
}

fn draft(walk_in: &WalkIn, context: &Context<'_>) -> Draft {
    let text = walk_in.message.text.as_deref().unwrap_or_default();
    let mut draft =
        Draft::new(context.fresh_reference.clone(), context.now, context.policy.timers.draft_minutes);
    draft.messages = 1;
    draft.category = Some(walk_in.category);
    draft.area = walk_in.area.clone().filter(|area| context.policy.area(area).is_some());
    draft.area = draft.area.or_else(|| context.policy.area_in_text(text));
    draft.urgent = walk_in.urgent || triage::triage(text).urgent;
    draft.minor = walk_in.minor;
    conflict::add(&mut draft.accused, walk_in.accused.clone(), context.policy);
    flags::mark_draft(&mut draft, text, context.policy);
    draft
}

#[cfg(test)]
#[path = "tests/walk_in.rs"]
mod tests;
