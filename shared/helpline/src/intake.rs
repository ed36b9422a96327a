//! Intake: what a webhook body held, stored and answered.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::event::Event;
use domain::message::{Inbound, InboundMessage, OddPart, Provider};
use domain::policy::Policy;
use domain::{Decision, State, decide};
use futures_util::future::join_all;
use serde_json::json;

use crate::deliver;
use crate::log;
use crate::ports::{Commit, Committed, Quarantined, Settlement, Store, StoreError, World};
use crate::service::{Helpline, LEASE, MOST_ATTEMPTS};
use crate::vault::PersonKey;

/// A message may be so large in an item of at most 400 KB (bytes of JSON).
const LARGEST_MESSAGE: usize = 300_000;
/// Of a larger one so many characters are kept with the case.
const MOST_CHARACTERS: usize = 20_000;

/// A transaction holds 100 items; one message adds at most six.
const MOST_WRITES: usize = 80;
/// A transaction holds 4 MB.
const MOST_BYTES: usize = 2_500_000;

/// What became of a body. `settlements` are for after the answer.
#[derive(Debug, Default)]
pub struct Received {
    /// How effects are to be marked, once the answer is out.
    pub settlements: Vec<Settlement>,
    /// The first part that could not be stored: the provider must send again.
    pub failed: Option<StoreError>,
}

/// One woman's messages of a body, in order.
struct Thread {
    person: PersonKey,
    policy: Arc<Policy>,
    messages: Vec<InboundMessage>,
}

/// Stores everything a body held and answers it. An odd part goes to
/// quarantine and takes no other with it.
pub async fn receive<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    provider: Provider,
    inbound: Vec<Inbound>,
    now: DateTime<Utc>,
) -> Received {
    let mut received = Received::default();
    let mut threads = Vec::new();
    for part in inbound {
        let stored = match part {
            Inbound::Status(status) => {
                log::status(&status, now);
                Ok(())
            }
            Inbound::Odd(odd) => set_aside(helpline, provider, odd, now).await,
            Inbound::Message(message) => sort_in(helpline, &mut threads, *message, now).await,
        };
        received.failed = received.failed.or(stored.err());
    }
    for (settlements, result) in
        join_all(threads.into_iter().map(|thread| converse(helpline, thread, now))).await
    {
        received.settlements.extend(settlements);
        received.failed = received.failed.or(result.err());
    }
    received
}

/// Finds whose thread a message belongs to.
async fn sort_in<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    threads: &mut Vec<Thread>,
    message: InboundMessage,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let message = fit(helpline, message, now).await?;
    let policy = helpline.policy_for(&message.receiver).await?;
    let (Some(policy), Some(identity)) = (policy, message.sender.identity()) else {
        let raw = serde_json::to_vec(&message).unwrap_or_default();
        let odd = OddPart { raw, why: "no cell owns the receiving number, or the sender is not named" };
        return set_aside(helpline, message.provider, odd, now).await;
    };
    let person = helpline.vault.person(&policy.cell.id, identity);
    match threads.iter_mut().find(|thread| thread.person == person) {
        Some(thread) => thread.messages.push(message),
        None => threads.push(Thread { person, policy, messages: vec![message] }),
    }
    Ok(())
}

/// A message too large for an item is kept whole in quarantine, and goes on
/// with the beginning of its words, which are more than any provider allows.
async fn fit<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    mut message: InboundMessage,
    now: DateTime<Utc>,
) -> Result<InboundMessage, StoreError> {
    let raw = serde_json::to_vec(&message).unwrap_or_default();
    if raw.len() > LARGEST_MESSAGE {
        let odd =
            OddPart { raw, why: "the message is too large for an item; its beginning is kept with the case" };
        set_aside(helpline, message.provider, odd, now).await?;
        message.raw = None;
        message.text = message.text.map(|text| text.chars().take(MOST_CHARACTERS).collect());
    }
    Ok(message)
}

/// One woman's messages: one load, then as few commits as hold them.
async fn converse<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    thread: Thread,
    now: DateTime<Utc>,
) -> (Vec<Settlement>, Result<(), StoreError>) {
    let mut settlements = Vec::new();
    let mut state = match helpline.store.load_person(&thread.person).await {
        Ok(state) => state,
        Err(error) => return (settlements, Err(error)),
    };
    let mut waiting = without_repeats(thread.messages);
    while !waiting.is_empty() {
        match hear(helpline, &thread.person, &thread.policy, &mut state, &mut waiting, now).await {
            Ok(settled) => settlements.extend(settled),
            Err(error) => return (settlements, Err(error)),
        }
    }
    (settlements, Ok(()))
}

/// A message that stands twice in one body is one.
fn without_repeats(messages: Vec<InboundMessage>) -> VecDeque<InboundMessage> {
    let mut seen = BTreeSet::new();
    let mut messages: VecDeque<InboundMessage> = messages.into();
    messages.retain(|message| seen.insert((message.provider, message.provider_message_id.clone())));
    messages
}

/// As many of the waiting messages as one commit holds: decide, commit,
/// deliver; again if something changed meanwhile. Those stored before are
/// taken out, which is progress and no failed attempt: a body may hold more of
/// them than all attempts together.
async fn hear<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    person: &PersonKey,
    policy: &Policy,
    state: &mut State,
    waiting: &mut VecDeque<InboundMessage>,
    now: DateTime<Utc>,
) -> Result<Vec<Settlement>, StoreError> {
    for _ in 0..MOST_ATTEMPTS {
        let (decision, after) = fold(helpline, policy, state, waiting, now)?;
        let commit = Commit {
            person,
            before: state,
            decision: &decision,
            link: None,
            silence_days: policy.timers.silence_days,
            lease_until: now + LEASE,
        };
        match helpline.store.commit(&commit).await? {
            Committed::Conflict => *state = helpline.store.load_person(person).await?,
            Committed::Duplicate(places) => {
                for place in places.into_iter().rev() {
                    waiting.remove(place);
                }
                return Ok(Vec::new());
            }
            Committed::Stored(outbox) => {
                waiting.drain(..decision.messages.len());
                *state = after;
                return Ok(deliver::deliver(helpline, policy, outbox, now).await);
            }
        }
    }
    Err(StoreError::Busy)
}

/// Decides on message after message, each on what the one before left, as far
/// as one transaction holds.
fn fold<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    state: &State,
    waiting: &VecDeque<InboundMessage>,
    now: DateTime<Utc>,
) -> Result<(Decision, State), StoreError> {
    let (mut whole, mut after, mut bytes) = (Decision::default(), state.clone(), 0);
    for message in waiting {
        bytes += size(message);
        if !whole.messages.is_empty() && (writes(&whole) > MOST_WRITES || bytes > MOST_BYTES) {
            break;
        }
        let fresh = helpline.fresh_reference(policy)?;
        let context = Helpline::<S, W>::context(policy, now, &fresh);
        // Only an officer's action can be refused.
        let next =
            decide(&after, Event::MessageReceived(Box::new(message.clone())), &context).unwrap_or_default();
        after.apply(&next);
        whole = whole.then(next);
    }
    Ok((whole, after))
}

/// Items that a decision writes, at most: with each complaint its reservation;
/// her state, her draft's reservation and the outbox.
fn writes(decision: &Decision) -> usize {
    decision.messages.len() + 2 * decision.complaints.len() + decision.history.len() + 3
}

/// Bytes of a message's own words; the rest of an item is small beside them.
fn size(message: &InboundMessage) -> usize {
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    1_000 + length(&message.text) + length(&message.raw)
}

/// Keeps what could not be understood. The log counts it and says why.
async fn set_aside<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    provider: Provider,
    odd: OddPart,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    log::line(&json!({"kind": "quarantined", "provider": provider, "why": odd.why, "bytes": odd.raw.len()}));
    let body = Quarantined { provider, raw: odd.raw, why: odd.why.to_owned(), at: now };
    helpline.store.quarantine(&body).await
}
