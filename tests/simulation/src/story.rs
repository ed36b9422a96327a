//! What women and officers do: chance, but the same for the same seed.

use serde_json::{Value, json};

use crate::oracle::{Fact, Minute};
use crate::rng::Rng;

/// The categories, as taps name them.
const CATEGORIES: [&str; 6] = ["violence", "scheme", "certificate", "pension", "department", "other"];
const HOUR: u64 = 60;
const DAY: u64 = 24 * HOUR;

/// Which category the next complaint is of: a third of them violence.
pub fn category(rng: &mut Rng) -> &'static str {
    let place = usize::try_from(rng.below(8)).unwrap_or_default();
    CATEGORIES.get(place.saturating_sub(2)).copied().unwrap_or("violence")
}

/// A message of hers as a provider would bring it.
#[must_use]
pub fn message(woman: usize, number: u64, text: Option<&str>, choice: Option<&str>) -> Value {
    json!({
        "provider": "meta",
        "channel": "whatsapp",
        "provider_message_id": format!("wamid.{woman}.{number}"),
        "receiver": "100000000000001",
        "sender": {"phone": format!("+91{:010}", 9_000_000_000 + woman as u64), "user_id": null, "email": null},
        "kind": if choice.is_some() { "button" } else { "text" },
        "text": text,
        "choice": choice,
        "media_count": 0,
    })
}

/// What is done next to a complaint, and when: by an officer, sooner or later or
/// never, and by her. `last` is what was done before.
pub fn next(last: Option<Fact>, violence: bool, now: Minute, rng: &mut Rng) -> Option<(Minute, Fact)> {
    let soon = if violence { 40 } else { 6 * DAY };
    let (within, fact) = match last {
        None => match rng.below(4) {
            0 => late(rng)?,
            1 => (soon * 20, Fact::Disposed),
            _ => (soon, Fact::Acknowledged),
        },
        Some(Fact::Acknowledged) => match rng.below(5) {
            0 => late(rng)?,
            1 => (soon * 40, Fact::Disposed),
            _ => (soon * 4, Fact::Acted),
        },
        Some(Fact::Acted | Fact::Denied) => match rng.below(6) {
            0 => late(rng)?,
            _ => (if violence { 3 * DAY } else { 20 * DAY }, Fact::Disposed),
        },
        Some(Fact::Disposed) => match rng.below(4) {
            0 => return None,
            1 => (6 * DAY, Fact::Denied),
            _ => (6 * DAY, Fact::Confirmed),
        },
        Some(Fact::Confirmed) => return None,
    };
    let after = u32::try_from(rng.below(within)).unwrap_or_default();
    Some((now + after, fact))
}

/// Long after everything: up to three months; one in a hundred never.
fn late(rng: &mut Rng) -> Option<(u64, Fact)> {
    (rng.below(100) > 0).then_some((90 * DAY, Fact::Disposed))
}

/// An officer's action on the wire; `None` for what she does.
#[must_use]
pub fn action(fact: Fact) -> Option<Value> {
    match fact {
        Fact::Acknowledged => Some(json!("acknowledge")),
        Fact::Acted => Some(json!({"first_action": {"text": "x"}})),
        Fact::Disposed => Some(json!({"dispose": {"outcome": "relief", "text": "x"}})),
        Fact::Confirmed | Fact::Denied => None,
    }
}
