//! Several SMS of one sweep for one officer become one, with a count and a link
//! to the officer's list. None is lost: each complaint has its own line of
//! history and its own recorded effect, which is marked as done only once the
//! one SMS is out. Should the function die before, the leases end and the next
//! sweep tells them, together again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use domain::effect::{Effect, ListNotice, ListSms, OfficerSms, wait_after};
use domain::policy::Policy;
use domain::{CellId, OfficerId, Reference};
use futures_util::{StreamExt as _, stream};
use serde_json::json;

use crate::deliver::{self, SMS_TRIES};
use crate::digest;
use crate::log;
use crate::ports::{Outbox, Pending, Settlement, SmsOutcome, Store, StoreError, World};
use crate::service::Helpline;
use crate::sweep::AT_ONCE;

/// Up to so many complaints are told one by one.
const MOST_ALONE: usize = 2;

/// Effects of one page of a sweep that wait for its end.
#[derive(Default)]
pub(crate) struct Held(Mutex<Vec<(Arc<Policy>, Outbox)>>);

/// An officer of a cell.
type Whom = (CellId, OfficerId);

/// What became of the one SMS for an officer.
enum Told {
    /// It is out.
    Sent,
    /// It may go later.
    Later,
}

impl Held {
    /// Keeps an outbox for the end of the page if anything in it may be told
    /// together with others; gives it back otherwise.
    pub(crate) fn keep(&self, policy: &Arc<Policy>, outbox: Outbox, now: DateTime<Utc>) -> Option<Outbox> {
        if outbox.pending.iter().all(|pending| routine(pending, now).is_none()) {
            return Some(outbox);
        }
        match self.0.lock() {
            Ok(mut held) => {
                held.push((Arc::clone(policy), outbox));
                None
            }
            Err(_) => Some(outbox),
        }
    }

    fn take(&self) -> Vec<(Arc<Policy>, Outbox)> {
        self.0.lock().map(|mut held| std::mem::take(&mut *held)).unwrap_or_default()
    }
}

/// The SMS of this effect, if it may be told with others now.
fn routine(pending: &Pending, now: DateTime<Utc>) -> Option<&OfficerSms> {
    match &pending.effect {
        Effect::SendSms(sms) if sms.hold.groups && sms.hold.not_before.is_none_or(|at| at <= now) => {
            Some(sms)
        }
        _ => None,
    }
}

/// Carries out what was kept. The errors are of outboxes that could not be
/// marked; they stay due.
pub(crate) async fn carry_out<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    held: &Held,
    now: DateTime<Utc>,
) -> Vec<StoreError> {
    let held = held.take();
    let told = tell(helpline, &held, now).await;
    let told = &told;
    stream::iter(held)
        .map(|(policy, outbox)| async move { rest(helpline, &policy, outbox, told, now).await })
        .buffer_unordered(AT_ONCE)
        .filter_map(|done| async { done.err() })
        .collect()
        .await
}

/// Who is told of which complaints, where they are more than a few.
fn crowds(held: &[(Arc<Policy>, Outbox)], now: DateTime<Utc>) -> BTreeMap<Whom, BTreeSet<Reference>> {
    let mut crowds: BTreeMap<Whom, BTreeSet<Reference>> = BTreeMap::new();
    for (policy, outbox) in held {
        for sms in outbox.pending.iter().filter_map(|pending| routine(pending, now)) {
            let whom = (policy.cell.id.clone(), sms.officer.clone());
            crowds.entry(whom).or_default().insert(sms.reference.clone());
        }
    }
    crowds.retain(|_, references| references.len() > MOST_ALONE);
    crowds
}

/// One SMS to each officer of whom there is much to tell. Whom it cannot reach
/// is told one by one, so that each SMS goes to the next person.
async fn tell<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    held: &[(Arc<Policy>, Outbox)],
    now: DateTime<Utc>,
) -> BTreeMap<Whom, Told> {
    let mut told = BTreeMap::new();
    for (whom, references) in crowds(held, now) {
        let policy = held.iter().map(|(policy, _)| policy).find(|policy| policy.cell.id == whom.0);
        let Some(policy) = policy else { continue };
        let numbers = vec![u32::try_from(references.len()).unwrap_or(u32::MAX)];
        let officer = whom.1.clone();
        let list = ListSms { notice: ListNotice::Several, officer: officer.clone(), numbers };
        match digest::publish_list(helpline, policy, &list).await {
            SmsOutcome::Sent => {
                let count = references.len();
                log::line(
                    &json!({"kind": "sms_sent", "notice": list.notice, "officer": officer, "complaints": count}),
                );
                told.insert(whom, Told::Sent);
            }
            SmsOutcome::Again(why) => {
                log::line(
                    &json!({"kind": "sms_delayed", "notice": list.notice, "officer": officer, "why": why}),
                );
                told.insert(whom, Told::Later);
            }
            SmsOutcome::Unsendable(_) => {}
        }
    }
    told
}

/// What an outbox holds besides: carried out, and the whole marked.
async fn rest<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    outbox: Outbox,
    told: &BTreeMap<Whom, Told>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let (mut alone, mut later) = (Vec::new(), Vec::new());
    for pending in outbox.pending {
        let whom = routine(&pending, now).map(|sms| (policy.cell.id.clone(), sms.officer.clone()));
        match whom.and_then(|whom| told.get(&whom)) {
            Some(Told::Sent) => {}
            // The last try is each one's own: what fails goes to the next person.
            Some(Told::Later) if pending.tries + 1 < SMS_TRIES => {
                later.push(Pending { tries: pending.tries + 1, ..pending });
            }
            _ => alone.push(pending),
        }
    }
    let key = outbox.key.clone();
    let remains = Outbox { key: outbox.key, pending: alone };
    for settlement in deliver::deliver_all(helpline, policy, Some(remains), now).await {
        let settlement = if settlement.key == key {
            with(settlement, std::mem::take(&mut later), now)
        } else {
            settlement
        };
        helpline.store.settle(&settlement).await?;
    }
    Ok(())
}

/// A settlement with more left, due when the first of it is.
fn with(mut settlement: Settlement, later: Vec<Pending>, now: DateTime<Utc>) -> Settlement {
    let Some(at) = later.iter().map(|pending| now + wait_after(pending.tries)).min() else {
        return settlement;
    };
    settlement.again_at = if settlement.left.is_empty() { at } else { settlement.again_at.min(at) };
    settlement.left.extend(later);
    settlement
}
