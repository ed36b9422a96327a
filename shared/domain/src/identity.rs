//! One woman who was two: she wrote by her number and by her WhatsApp user id
//! (BSUID) alone, and now a message names both. Nothing of hers is lost.

use crate::complainant::{Complainant, Draft, HeldQuestion};
use crate::complaint::Status;
use crate::decision::{Context, Decision, State};
use crate::event::IdentitiesJoined;
use crate::prompts;
use crate::register::{self, Registrar};

/// The two become one. Her complaints stay where they are. Of two drafts the
/// one left longer is registered as it stands: its messages carry its number,
/// so that they could not become the other's. Of two questions that waited for
/// her to write one is put at once.
pub(crate) fn join(state: &State, joined: &IdentitiesJoined, context: &Context<'_>) -> Decision {
    let mut decision = Decision::default();
    let Some(home) = &state.complainant else { return decision };
    let other = joined.other.as_ref();
    let mut her = merged(home, other, &joined.other_key);
    her.wrote_from(joined.address.clone(), context.now);
    her.held_news = home.held_news.iter().chain(&other.held_news).cloned().collect();
    let drafts = [home, other].into_iter().filter_map(|one| one.draft.clone());
    let mut drafts: Vec<Draft> = drafts.filter(|draft| !draft.is_empty()).collect();
    drafts.sort_by_key(|draft| draft.touched_at);
    her.draft = drafts.pop();
    for left in drafts {
        register::register(left, &Registrar::Clock, &mut her, context, &mut decision);
    }
    let mut held = [home, other].into_iter().filter_map(|one| one.held_question.clone());
    her.held_question = held.next();
    for held in held.filter(|held| is_open(state, held)) {
        let question = prompts::question(her.language, &held.reference, &held.text);
        decision.tell_her(&mut her, question);
    }
    decision.complainant = Some(her);
    decision
}

fn is_open(state: &State, held: &HeldQuestion) -> bool {
    let complaint = state.complaint(&held.reference);
    complaint.is_some_and(|complaint| complaint.status == Status::AwaitingComplainant)
}

/// What holds of both; where they differ, what she last wrote under counts.
fn merged(home: &Complainant, other: &Complainant, other_key: &str) -> Complainant {
    let is_newer = other.last_inbound_at > home.last_inbound_at;
    let (newest, oldest) = if is_newer { (other, home) } else { (home, other) };
    let mut also: Vec<String> = home.also.clone();
    for key in other.also.iter().map(String::as_str).chain([other_key]) {
        if !also.iter().any(|known| known == key) {
            also.push(key.to_owned());
        }
    }
    let mut her = Complainant {
        version: home.version + 1,
        key: home.key.clone(),
        also,
        pace: home.pace.joined(&other.pace),
        notified: home.notified || other.notified,
        asked: newest.asked.clone().or_else(|| oldest.asked.clone()),
        wish: [home.wish, other.wish].into_iter().flatten().max_by_key(|wish| wish.since),
        joined_told_at: home.joined_told_at.max(other.joined_told_at),
        ..newest.clone()
    };
    // Both addresses, the older first, so that each name is known.
    her.address = oldest.address.clone();
    her.last_inbound_at = oldest.last_inbound_at;
    her.wrote_from(newest.address.clone(), newest.last_inbound_at);
    her
}

#[cfg(test)]
#[path = "tests/identity.rs"]
mod tests;
