//! An officer who cannot be reached by SMS: the next person is told.

use chrono::{DateTime, Utc};
use domain::decide;
use domain::effect::OfficerSms;
use domain::event::Event;
use domain::policy::Policy;

use crate::ports::{Commit, Committed, Outbox, Store, StoreError, World};
use crate::service::{Helpline, LEASE, MOST_ATTEMPTS};
use crate::vault::PersonKey;

/// What became of an SMS that could not be sent.
pub(crate) enum Passed {
    /// The next person is to be told.
    On(Option<Outbox>),
    /// Everybody has been tried.
    NobodyLeft,
}

/// An officer who cannot be reached: the decision names the next, and its
/// effects are carried out in turn.
pub(crate) async fn pass_on<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    person: &PersonKey,
    sms: OfficerSms,
    now: DateTime<Utc>,
) -> Result<Passed, StoreError> {
    let fresh = helpline.fresh_reference(policy)?;
    let context = Helpline::<S, W>::context(policy, now, &fresh);
    for _ in 0..MOST_ATTEMPTS {
        let (state, _) = helpline.store.load_case(person, &sms.reference, None).await?;
        let decision = decide(&state, Event::SmsFailed(sms.clone()), &context).unwrap_or_default();
        if decision.effects.is_empty() {
            return Ok(Passed::NobodyLeft);
        }
        let commit = Commit {
            person,
            from: None,
            before: &state,
            decision: &decision,
            link: None,
            policy,
            lease_until: now + LEASE,
        };
        if let Committed::Stored(outbox) = helpline.store.commit(&commit).await? {
            return Ok(Passed::On(outbox));
        }
    }
    Err(StoreError::Busy)
}
