//! The sweep: the single clock. It takes nothing but the time, does the same
//! when run twice, and one item's failure is one item's.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::event::Event;
use domain::policy::Policy;
use domain::{State, decide};
use futures_util::{StreamExt as _, stream};
use serde::Serialize;
use serde_json::json;

use crate::deliver;
use crate::lists::Lists;
use crate::log;
use crate::ports::{Commit, Committed, Due, Outbox, OutboxKey, Store, StoreError, World};
use crate::recompute::{self, Recounts};
use crate::service::{Helpline, LEASE, MOST_ATTEMPTS};
use crate::together::{self, Held};
use crate::vault::PersonKey;

/// So many items at once: enough to hide the network, few enough for the
/// account's 20 SMS a second.
pub(crate) const AT_ONCE: usize = 8;

/// What a sweep saw, did and left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Swept {
    /// Items that were due.
    pub due: usize,
    /// Complaints at a limit that were moved on.
    pub complaints: usize,
    /// Drafts registered, or dropped as empty.
    pub drafts: usize,
    /// Sets of effects finished for an invocation that left them.
    pub outboxes: usize,
    /// Cells whose open deadlines were counted again.
    pub recounts: usize,
    /// Items that another run was quicker with.
    pub skipped: usize,
    /// Items that failed; they stay due.
    pub failed: usize,
    /// Items left for the next run, the time being up.
    pub left: usize,
}

/// What became of one item.
enum Done {
    Complaint,
    Draft,
    Outbox,
    Recount,
    Skipped,
    Left,
}

/// Does everything that is due at `now`, most urgent first, until nothing is
/// left or `go_on` says that the time is up.
///
/// # Errors
///
/// [`StoreError`] if the list of what is due, or the policy, cannot be read.
pub async fn sweep<S: Store + Lists + Recounts, W: World>(
    helpline: &Helpline<S, W>,
    now: DateTime<Utc>,
    go_on: impl Fn() -> bool,
) -> Result<Swept, StoreError> {
    let mut swept = Swept::default();
    let mut cursor = None;
    loop {
        let page = helpline.store.due(now, cursor.as_ref()).await?;
        swept.due += page.items.len();
        let held = Held::default();
        let mut results = stream::iter(page.items)
            .map(|item| async {
                if go_on() { Some(one(helpline, item, &held, now, &go_on).await) } else { None }
            })
            .buffer_unordered(AT_ONCE);
        while let Some(result) = results.next().await {
            count(&mut swept, result);
        }
        drop(results);
        for error in together::carry_out(helpline, &held, now).await {
            log::failure("sweep", &error);
            swept.failed += 1;
        }
        cursor = page.next;
        if cursor.is_none() || swept.left > 0 {
            break;
        }
    }
    log::line(&json!({"kind": "sweep", "swept": swept, "left": swept.left, "failed": swept.failed}));
    Ok(swept)
}

fn count(swept: &mut Swept, result: Option<Result<Done, StoreError>>) {
    match result {
        None => swept.left += 1,
        Some(Ok(Done::Complaint)) => swept.complaints += 1,
        Some(Ok(Done::Draft)) => swept.drafts += 1,
        Some(Ok(Done::Outbox)) => swept.outboxes += 1,
        Some(Ok(Done::Recount)) => swept.recounts += 1,
        Some(Ok(Done::Left)) => swept.left += 1,
        Some(Ok(Done::Skipped)) => swept.skipped += 1,
        Some(Err(error)) => {
            log::failure("sweep", &error);
            swept.failed += 1;
        }
    }
}

/// One item, alone: nothing it does can stop another.
async fn one<S: Store + Lists + Recounts, W: World>(
    helpline: &Helpline<S, W>,
    item: Due,
    held: &Held,
    now: DateTime<Utc>,
    go_on: &impl Fn() -> bool,
) -> Result<Done, StoreError> {
    match item {
        Due::Recount(cell, seen) => {
            let whole = recompute::recount(helpline, &cell, &seen, held, now, go_on).await?;
            Ok(if whole { Done::Recount } else { Done::Left })
        }
        Due::Outbox(key, seen) => finish(helpline, &key, &seen, held, now).await,
        Due::Draft(person) => {
            let rang = |_: &PersonKey| Event::DraftAlarmRang;
            ring(helpline, &person, None, rang, held, now)
                .await
                .map(|rung| if rung { Done::Draft } else { Done::Skipped })
        }
        Due::Complaint(person, reference) => {
            let rang = |_: &PersonKey| Event::ComplaintAlarmRang { reference: reference.clone() };
            let rung = ring(helpline, &person, Some(&reference), rang, held, now).await?;
            Ok(if rung { Done::Complaint } else { Done::Skipped })
        }
    }
}

/// Rings an alarm: decide on the base item, commit, deliver, mark.
pub(crate) async fn ring<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    person: &PersonKey,
    reference: Option<&domain::Reference>,
    event: impl Fn(&PersonKey) -> Event,
    held: &Held,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let policy = helpline.policy_of(person).await?;
    let fresh = helpline.fresh_reference(&policy)?;
    let context = Helpline::<S, W>::context(&policy, now, &fresh);
    for _ in 0..MOST_ATTEMPTS {
        let state = match reference {
            Some(reference) => load_with_others(helpline, person, reference).await?,
            None => helpline.store.load_person(person).await?,
        };
        // Only an officer's action can be refused.
        let decision = decide(&state, event(person), &context).unwrap_or_default();
        if decision.is_empty() {
            return Ok(false);
        }
        let commit = Commit {
            person,
            from: None,
            before: &state,
            decision: &decision,
            link: None,
            policy: &policy,
            lease_until: now + LEASE,
        };
        if let Committed::Stored(outbox) = helpline.store.commit(&commit).await? {
            carry_out(helpline, &policy, outbox, held, now).await?;
            return Ok(true);
        }
    }
    Err(StoreError::Busy)
}

/// Her and one complaint; where that is one of several of the same matter, those
/// too, since what becomes of one becomes of all.
async fn load_with_others<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    person: &PersonKey,
    reference: &domain::Reference,
) -> Result<State, StoreError> {
    let (state, _) = helpline.store.load_case(person, reference, None).await?;
    match state.complaint(reference) {
        Some(complaint) if complaint.is_one_of_several() => helpline.store.load_person(person).await,
        _ => Ok(state),
    }
}

/// Finishes effects that a crashed or slow invocation left, if nobody else did.
async fn finish<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    key: &OutboxKey,
    seen: &str,
    held: &Held,
    now: DateTime<Utc>,
) -> Result<Done, StoreError> {
    let policy = helpline.policy_of(&key.person).await?;
    let Some(outbox) = helpline.store.claim(key, seen, now + LEASE).await? else { return Ok(Done::Skipped) };
    carry_out(helpline, &policy, Some(outbox), held, now).await?;
    Ok(Done::Outbox)
}

/// Carries out the effects now, or at the end of the page where some may be told
/// together with others.
async fn carry_out<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Arc<Policy>,
    outbox: Option<Outbox>,
    held: &Held,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let outbox = outbox.and_then(|outbox| held.keep(policy, outbox, now));
    for settlement in deliver::deliver_all(helpline, policy, outbox, now).await {
        helpline.store.settle(&settlement).await?;
    }
    Ok(())
}
