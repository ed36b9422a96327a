//! An SMS that waited is looked at again before it is sent: her words or the
//! roster may have put its officer out of the complaint meanwhile. And an answer
//! to an officer: one that cannot be delivered is nobody's news.

use chrono::{DateTime, Utc};
use domain::effect::{OfficerSms, SendMessage};
use domain::policy::Policy;
use serde_json::json;

use crate::deliver::{self, Outcome};
use crate::log;
use crate::ports::{Store, StoreError, World};
use crate::service::Helpline;
use crate::vault::PersonKey;

/// Whether an SMS that waited would now reach somebody whom the complaint
/// accuses, or who is on leave. One that did not wait was decided on just now.
async fn is_out<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    person: &PersonKey,
    sms: &OfficerSms,
    tries: u32,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    if tries == 0 && sms.hold.not_before.is_none() {
        return Ok(false);
    }
    let (state, _) = helpline.store.load_case(person, &sms.reference, None).await?;
    Ok(state.complaint(&sms.reference).is_some_and(|complaint| {
        let reach = policy.reach_of(complaint, now);
        reach.bars(&sms.officer) || (reach.is_away(&sms.officer) && reach.in_post(&sms.officer).is_some())
    }))
}

/// What becomes of an SMS that waited and must not be sent; `None` for one that may.
pub(crate) async fn instead<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    person: &PersonKey,
    sms: &OfficerSms,
    tries: u32,
    now: DateTime<Utc>,
) -> Option<Outcome> {
    match is_out(helpline, policy, person, sms, tries, now).await {
        Ok(false) => None,
        Ok(true) => Some(failed(sms, "the officer is on leave, or accused since it was decided")),
        Err(error) => {
            log::failure("sms", &error);
            Some(Outcome::Again)
        }
    }
}

/// It goes to the next person, and the log says so.
pub(crate) fn failed(sms: &OfficerSms, why: &str) -> Outcome {
    let (notice, reference, officer) = (sms.notice, &sms.reference, &sms.officer);
    log::line(
        &json!({"kind": "sms_failed", "notice": notice, "reference": reference, "officer": officer, "why": why}),
    );
    Outcome::PassOn(sms.clone())
}

/// Answers an officer on WhatsApp. What cannot be delivered is given up, and
/// logged: the officer has the SMS and the link, and nothing waits for it.
pub(crate) async fn answer<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    message: &SendMessage,
    tries: u32,
    now: DateTime<Utc>,
) -> Outcome {
    match deliver::send_message(helpline, message, tries, now).await {
        Outcome::Undelivered(..) => Outcome::Settled,
        outcome => outcome,
    }
}
