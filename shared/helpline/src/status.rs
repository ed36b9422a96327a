//! What became of messages of ours: a failure has its consequence, once.
//!
//! A status that says nothing new for anybody (sent, delivered, read) costs no
//! request. A failure is hers by the number that it names, and ours by the
//! number it was sent from: no record of the sending is needed. What makes it
//! count once is its id, put as a key in the transaction of its consequence.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::delivery::{ConsentChange, DeliveryStatus, Failure, FailureReason, failures};
use domain::effect::{Effect, HerSms};
use domain::event::Event;
use domain::message::Sender;
use domain::policy::Policy;
use domain::{Decision, State, decide};
use futures_util::future::join_all;
use serde_json::json;

use crate::deliver::{self, Outcome, SMS_TRIES};
use crate::intake::Received;
use crate::log;
use crate::ports::{
    Commit, Committed, Outbox, OutboxKey, Pending, Settlement, SmsOutcome, Store, StoreError, World,
};
use crate::service::{Helpline, LEASE, MOST_ATTEMPTS};
use crate::step;
use crate::vault::{PersonKey, Vault};

/// Failures of one woman in one transaction: each is two of its 100 items.
const MOST_AT_ONCE: usize = 40;

/// Letters that tell an outbox's messages apart.
const WHICH_LENGTH: usize = 12;

/// What a body held beside messages.
#[derive(Default)]
pub(crate) struct News {
    pub(crate) statuses: Vec<DeliveryStatus>,
    pub(crate) wishes: Vec<ConsentChange>,
}

/// What failed of one person's messages.
struct Unreached {
    person: PersonKey,
    policy: Arc<Policy>,
    recipient: Sender,
    failures: Vec<Failure>,
}

/// Does what the news of a body call for, each woman by herself.
pub(crate) async fn take<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    news: News,
    now: DateTime<Utc>,
) -> Received {
    let mut received = Received::default();
    let mut unreached: Vec<Unreached> = Vec::new();
    for status in failures(news.statuses) {
        match step::failed(helpline, &status, now).await {
            Ok(None) => {}
            Ok(Some(settlements)) => {
                received.settlements.extend(settlements);
                continue;
            }
            Err(error) => {
                received.failed = received.failed.or(Some(error));
                continue;
            }
        }
        match owner(helpline, &status).await {
            Ok(Some((policy, person))) => sort_in(&mut unreached, policy, person, status),
            Ok(None) => log::line(&json!({"kind": "status_of_nobody", "provider": status.provider})),
            Err(error) => received.failed = received.failed.or(Some(error)),
        }
    }
    for wish in news.wishes {
        received.failed = received.failed.or(heed(helpline, wish, now).await.err());
    }
    for result in join_all(unreached.into_iter().map(|it| reach(helpline, it, now))).await {
        match result {
            Ok(settlements) => received.settlements.extend(settlements),
            Err(error) => received.failed = received.failed.or(Some(error)),
        }
    }
    received
}

fn sort_in(unreached: &mut Vec<Unreached>, policy: Arc<Policy>, person: PersonKey, status: DeliveryStatus) {
    let failure = Failure {
        provider: status.provider,
        id: status.provider_message_id,
        reason: status.reason.unwrap_or(FailureReason::Unreachable),
        code: status.error,
    };
    match unreached.iter_mut().find(|it| it.person == person && it.failures.len() < MOST_AT_ONCE) {
        Some(known) => known.failures.push(failure),
        None => {
            unreached.push(Unreached {
                person,
                policy,
                recipient: status.recipient,
                failures: vec![failure],
            });
        }
    }
}

/// Whose message it was, if the status says so.
async fn owner<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    status: &DeliveryStatus,
) -> Result<Option<(Arc<Policy>, PersonKey)>, StoreError> {
    let Some(identity) = status.recipient.identity() else { return Ok(None) };
    let person = |policy: &Policy| helpline.vault.person(&policy.cell.id, identity);
    if let Some(receiver) = &status.receiver {
        let policy = helpline.policy_for(receiver).await?;
        return Ok(policy.map(|policy| (Arc::clone(&policy), person(&policy))));
    }
    // Infobip does not say from which number it was sent: of the cells that she
    // wrote to through this provider, the one that she wrote to last.
    let mut last: Option<(Option<DateTime<Utc>>, Arc<Policy>, PersonKey)> = None;
    for policy in helpline.policies().await?.iter() {
        let person = person(policy);
        let state = helpline.store.load_person(&person).await?;
        let her = state.complainant.filter(|her| her.address.provider == status.provider);
        let at = her.map(|her| her.last_inbound_at);
        if at.is_some() && last.as_ref().is_none_or(|(known, ..)| *known < at) {
            last = Some((at, Arc::clone(policy), person));
        }
    }
    Ok(last.map(|(_, policy, person)| (policy, person)))
}

/// The consequence of what failed, carried out.
async fn reach<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    unreached: Unreached,
    now: DateTime<Utc>,
) -> Result<Vec<Settlement>, StoreError> {
    let Unreached { person, policy, recipient, failures } = unreached;
    // An answer to a command of theirs: the link to the case is in an SMS already.
    let officer = policy.officers().find(|officer| recipient.phone.as_ref() == Some(&officer.phone));
    if let Some(officer) = officer {
        log::line(&json!({"kind": "officer_unreached", "officer": officer.id}));
    }
    let outbox = record(helpline, &policy, &person, failures, now).await?;
    Ok(deliver::deliver(helpline, &policy, outbox, now).await)
}

/// Decides what is done about messages that did not reach her, and stores it.
/// `None` where nothing is to be done, or was done before.
///
/// # Errors
///
/// [`StoreError`] if it could not be stored: nothing was done then.
pub(crate) async fn record<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    person: &PersonKey,
    mut failures: Vec<Failure>,
    now: DateTime<Utc>,
) -> Result<Option<Outbox>, StoreError> {
    for _ in 0..MOST_ATTEMPTS {
        let state = helpline.store.load_person(person).await?;
        let event = Event::MessagesFailed(failures.clone());
        match decide_and_commit(helpline, policy, person, &state, event, now).await? {
            Committed::Stored(outbox) => return Ok(outbox),
            Committed::Conflict => {}
            Committed::Duplicate(places) => {
                for place in places.into_iter().rev() {
                    failures.remove(place);
                }
                if failures.is_empty() {
                    return Ok(None);
                }
            }
        }
    }
    Err(StoreError::Busy)
}

/// A failure whose message has no id of the provider's: the effects that it was
/// among name it, and what it says, so that it counts once even if they are
/// carried out again, and another of them counts too.
pub(crate) fn never_taken(
    vault: &Vault,
    key: &OutboxKey,
    pending: &Pending,
    reason: FailureReason,
    code: Option<String>,
) -> Option<Failure> {
    let Effect::SendMessage(message) = &pending.effect else { return None };
    let mut which = vault.digest(&serde_json::to_vec(message).unwrap_or_default());
    which.truncate(WHICH_LENGTH);
    Some(Failure { provider: message.to.provider, id: format!("{}#{which}", key.sort), reason, code })
}

/// Messages that say the same have the same name: the second gets one of its own.
pub(crate) fn told_apart(mut failures: Vec<Failure>) -> Vec<Failure> {
    for place in 1..failures.len() {
        let (before, rest) = failures.split_at_mut(place);
        let Some(failure) = rest.first_mut() else { break };
        let same = before.iter().filter(|known| known.id.starts_with(&failure.id)).count();
        if same > 0 {
            failure.id = format!("{}#{same}", failure.id);
        }
    }
    failures
}

/// Her provider tells of her wish.
async fn heed<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    wish: ConsentChange,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let policy = helpline.policy_for(&wish.receiver).await?;
    let (Some(policy), Some(identity)) = (policy, wish.sender.identity()) else {
        log::line(&json!({"kind": "status_of_nobody", "provider": wish.provider}));
        return Ok(());
    };
    log::line(&json!({"kind": "wish", "provider": wish.provider, "wanted": wish.wanted}));
    let person = helpline.vault.person(&policy.cell.id, identity);
    for _ in 0..MOST_ATTEMPTS {
        let state = helpline.store.load_person(&person).await?;
        let event = Event::WishTold { wanted: wish.wanted, at: wish.at };
        let committed = decide_and_commit(helpline, &policy, &person, &state, event, now).await?;
        if committed != Committed::Conflict {
            return Ok(());
        }
    }
    Err(StoreError::Busy)
}

async fn decide_and_commit<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    person: &PersonKey,
    state: &State,
    event: Event,
    now: DateTime<Utc>,
) -> Result<Committed, StoreError> {
    let fresh = helpline.fresh_reference(policy)?;
    let context = Helpline::<S, W>::context(policy, now, &fresh);
    // Only an officer's action can be refused.
    let decision: Decision = decide(state, event, &context).unwrap_or_default();
    if decision.is_empty() {
        return Ok(Committed::Stored(None));
    }
    let commit = Commit {
        person,
        from: None,
        before: state,
        decision: &decision,
        link: None,
        policy,
        lease_until: now + LEASE,
    };
    helpline.store.commit(&commit).await
}

/// One try at an SMS to her. Where it fails for good it is logged, and that is
/// all: what tells her that something failed starts nothing further.
pub(crate) async fn send_sms_to_her<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    sms: &HerSms,
    tries: u32,
) -> Outcome {
    let reference = sms.notice.reference();
    let rendered = helpline
        .book()
        .and_then(|book| book.render(sms.notice.as_str(), sms.language, &[reference.as_str()]));
    let text = match rendered {
        Ok(text) => text,
        Err(error) => {
            log::failure("sms template", &error);
            return Outcome::Again;
        }
    };
    let tell = |kind: &str, why: Option<&str>| {
        let notice = sms.notice.as_str();
        log::line(&json!({"kind": kind, "notice": notice, "reference": reference, "why": why}));
    };
    match helpline.world.publish(&text, &sms.to).await {
        SmsOutcome::Sent => tell("her_sms_sent", None),
        SmsOutcome::Again(why) if tries + 1 < SMS_TRIES => {
            tell("her_sms_delayed", Some(&why));
            return Outcome::Again;
        }
        SmsOutcome::Unsendable(why) | SmsOutcome::Again(why) => tell("her_sms_failed", Some(&why)),
    }
    Outcome::Settled
}
