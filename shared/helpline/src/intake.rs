//! Intake: what a webhook body held, stored and answered.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use domain::event::{Event, IdentitiesJoined};
use domain::message::{Inbound, InboundMessage, OddPart, Provider};
use domain::policy::Policy;
use domain::{Decision, State, decide};
use futures_util::{StreamExt as _, stream};
use serde_json::json;

use crate::deliver;
use crate::log;
use crate::officer_intake::{self, References};
use crate::ports::{Commit, Committed, Quarantined, Settlement, Store, StoreError, Woman, World};
use crate::service::{Helpline, LEASE, MOST_ATTEMPTS};
use crate::status::{self, News};
use crate::threads::{self, Thread, Threads};

/// So many women of one body are heard side by side: each takes a connection.
const AT_ONCE: usize = 16;
/// A message may be so large in an item of at most 400 KB (bytes of JSON).
const LARGEST_MESSAGE: usize = 300_000;
/// Of a larger one so many characters are kept with the case.
const MOST_CHARACTERS: usize = 20_000;

/// A transaction holds 100 items; one message adds at most seven.
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

/// Stores everything a body held and answers it. An odd part goes to
/// quarantine and takes no other with it.
pub async fn receive<S: Store + References, W: World>(
    helpline: &Helpline<S, W>,
    provider: Provider,
    inbound: Vec<Inbound>,
    now: DateTime<Utc>,
) -> Received {
    let mut received = Received::default();
    let (mut threads, mut news) = (Threads::default(), News::default());
    for part in inbound {
        let stored = match part {
            Inbound::Status(status) => {
                log::status(&helpline.vault, &status, now);
                news.statuses.push(status);
                Ok(())
            }
            Inbound::Consent(wish) => {
                news.wishes.push(*wish);
                Ok(())
            }
            Inbound::Odd(odd) => set_aside(helpline, provider, odd, now).await,
            Inbound::Message(message) => match officer_intake::take(helpline, &message, now).await {
                Ok(Some(settlements)) => {
                    received.settlements.extend(settlements);
                    Ok(())
                }
                Ok(None) => sort_in(helpline, &mut threads, *message, now).await,
                Err(error) => Err(error),
            },
        };
        received.failed = received.failed.or(stored.err());
    }
    let mut threads = stream::iter(threads.into_threads())
        .map(|thread| converse(helpline, thread, now))
        .buffer_unordered(AT_ONCE);
    while let Some((settlements, result)) = threads.next().await {
        received.settlements.extend(settlements);
        received.failed = received.failed.or(result.err());
    }
    let taken = status::take(helpline, news, now).await;
    received.settlements.extend(taken.settlements);
    received.failed = received.failed.or(taken.failed);
    received
}

/// Finds whose thread a message belongs to.
async fn sort_in<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    threads: &mut Threads,
    message: InboundMessage,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let message = fit(helpline, message, now).await?;
    let found = helpline.policy_for(&message.receiver).await?.map(|policy| {
        let names = threads::names(&helpline.vault, &policy, &message.sender);
        (policy, names)
    });
    if let Some((policy, names)) = found.filter(|(_, names)| !names.is_empty()) {
        threads.add(names, policy, message);
        return Ok(());
    }
    let raw = serde_json::to_vec(&message).unwrap_or_default();
    let odd = OddPart { raw, why: "no cell owns the receiving number, or the sender is not named" };
    set_aside(helpline, message.provider, odd, now).await
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
    mut thread: Thread,
    now: DateTime<Utc>,
) -> (Vec<Settlement>, Result<(), StoreError>) {
    let mut settlements = Vec::new();
    let mut woman = match helpline.store.load_woman(&thread.names).await {
        Ok(woman) => woman,
        Err(error) => return (settlements, Err(error)),
    };
    let mut waiting = thread.messages();
    while !waiting.is_empty() {
        match hear(helpline, &thread, &mut woman, &mut waiting, now).await {
            Ok(settled) => settlements.extend(settled),
            Err(error) => return (settlements, Err(error)),
        }
    }
    (settlements, Ok(()))
}

/// As many of the waiting messages as one commit holds: decide, commit,
/// deliver; again if something changed meanwhile. Those stored before are
/// taken out, which is progress and no failed attempt: a body may hold more of
/// them than all attempts together.
async fn hear<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    thread: &Thread,
    woman: &mut Woman,
    waiting: &mut VecDeque<InboundMessage>,
    now: DateTime<Utc>,
) -> Result<Vec<Settlement>, StoreError> {
    let policy = &thread.policy;
    for _ in 0..MOST_ATTEMPTS {
        let (decision, after) = fold(helpline, policy, woman, waiting, now)?;
        let commit = Commit {
            person: &woman.home,
            from: None,
            before: &woman.state,
            decision: &decision,
            link: None,
            policy,
            lease_until: now + LEASE,
        };
        match helpline.store.commit_joining(&commit, woman).await? {
            Committed::Conflict => *woman = helpline.store.load_woman(&thread.names).await?,
            Committed::Duplicate(places) => {
                for place in places.into_iter().rev() {
                    waiting.remove(place);
                }
                return Ok(Vec::new());
            }
            Committed::Stored(outbox) => {
                waiting.drain(..decision.messages.len());
                woman.state = after;
                woman.joined();
                return Ok(deliver::deliver(helpline, policy, outbox, now).await);
            }
        }
    }
    Err(StoreError::Busy)
}

/// Decides on message after message, each on what the one before left, as far
/// as one transaction holds. Before them all, on her two names becoming one.
fn fold<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    woman: &Woman,
    waiting: &VecDeque<InboundMessage>,
    now: DateTime<Utc>,
) -> Result<(Decision, State), StoreError> {
    let (mut whole, mut after, mut bytes) = (Decision::default(), woman.state.clone(), 0);
    let take = |event: Event, after: &mut State, whole: &mut Decision| {
        let fresh = helpline.fresh_reference(policy)?;
        let context = Helpline::<S, W>::context(policy, now, &fresh);
        // Only an officer's action can be refused.
        let next = decide(after, event, &context).unwrap_or_default();
        after.apply(&next);
        *whole = std::mem::take(whole).then(next);
        Ok::<_, StoreError>(())
    };
    if let (Some((name, her)), Some(first)) = (&woman.other, waiting.front()) {
        let (other, other_key) = (Box::new(her.clone()), name.hash.clone());
        let joined = IdentitiesJoined { other, other_key, address: first.reply_address() };
        take(Event::IdentitiesJoined(joined), &mut after, &mut whole)?;
    }
    for message in waiting {
        bytes += size(message);
        if !whole.messages.is_empty() && (writes(&whole) > MOST_WRITES || bytes > MOST_BYTES) {
            break;
        }
        take(Event::MessageReceived(Box::new(message.clone())), &mut after, &mut whole)?;
    }
    Ok((whole, after))
}

/// Items that a decision writes, at most: with each complaint its reservation
/// and its tally; with each message one for each other name under which it may
/// lie; her state, her draft's reservation, the outbox and two aliases.
fn writes(decision: &Decision) -> usize {
    let names = 1 + decision.complainant.as_ref().map_or(0, |her| her.also.len());
    names * decision.messages.len() + 3 * decision.complaints.len() + decision.history.len() + 5
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
