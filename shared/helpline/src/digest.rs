//! SMS that lead to a list: instead of many to one officer, and each morning.

use domain::effect::ListSms;
use domain::policy::Policy;
use serde_json::json;

use crate::deliver::Outcome;
use crate::log;
use crate::ports::{SmsOutcome, Store, World};
use crate::service::Helpline;

/// After so many failures it is given up, and logged: each complaint's own
/// ladder tells what it counted.
const LIST_TRIES: u32 = 5;

/// Sends one such SMS, once.
pub(crate) async fn publish_list<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    list: &ListSms,
) -> SmsOutcome {
    let found = policy.officer(&list.officer).filter(|officer| officer.is_reachable());
    let Some(officer) = found else {
        return SmsOutcome::Unsendable("the policy has no such officer in post".to_owned());
    };
    let mut values: Vec<String> = list.numbers.iter().map(u32::to_string).collect();
    values.push(helpline.notice_link(&policy.cell.id, list));
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let rendered =
        helpline.book().and_then(|book| book.render(list.notice.as_str(), officer.language, &values));
    match rendered {
        Ok(text) => helpline.world.publish(&text, &officer.phone).await,
        Err(error) => {
            log::failure("sms template", &error);
            SmsOutcome::Unsendable("its template cannot be filled".to_owned())
        }
    }
}

/// One try at a recorded one. It names no complaint, so nobody else is told
/// instead.
pub(crate) async fn send_list<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    list: &ListSms,
    tries: u32,
) -> Outcome {
    let (notice, officer) = (list.notice, &list.officer);
    match publish_list(helpline, policy, list).await {
        SmsOutcome::Sent => {
            log::line(&json!({"kind": "sms_sent", "notice": notice, "officer": officer}));
            Outcome::Settled
        }
        SmsOutcome::Again(why) if tries + 1 < LIST_TRIES => {
            log::line(&json!({"kind": "sms_delayed", "notice": notice, "officer": officer, "why": why}));
            Outcome::Again
        }
        SmsOutcome::Again(why) | SmsOutcome::Unsendable(why) => {
            log::line(&json!({"kind": "sms_failed", "notice": notice, "officer": officer, "why": why}));
            Outcome::Settled
        }
    }
}
