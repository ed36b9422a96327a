//! A step of a ladder by WhatsApp: the approved template to the officer's
//! registered number, through Meta.
//!
//! Nothing is lost by it. What Meta does not take goes by SMS at once; what Meta
//! takes and later reports as failed goes by SMS then: the message carries the
//! token of its own link, which the status brings back, so that no record of the
//! sending is needed. What a try by WhatsApp left open is tried by SMS.

use channels::SendOutcome;
use chrono::{DateTime, Utc};
use domain::decide;
use domain::delivery::{DeliveryStatus, Failure, FailureReason};
use domain::effect::{OfficerSms, SendMessage, Way};
use domain::event::{Event, StepFailed};
use domain::message::{Channel, Options, Outgoing, Provider, ReplyAddress, Sender, TemplateMessage};
use domain::policy::Policy;
use domain::roster::Officer;
use serde_json::json;

use crate::act;
use crate::deliver::{self, Outcome};
use crate::deliver_http::{self, NoRequest};
use crate::log;
use crate::ports::{Commit, Committed, Settlement, Store, StoreError, World};
use crate::service::{Helpline, LEASE, MOST_ATTEMPTS};
use crate::vault::PersonKey;

/// Tells an officer by the way that was decided on. WhatsApp is tried once;
/// whatever comes of it, a second try is by SMS.
pub(crate) async fn tell<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    person: &PersonKey,
    sms: &OfficerSms,
    tries: u32,
    now: DateTime<Utc>,
) -> Outcome {
    let sent = sms.by != Way::Sms && tries == 0 && by_whatsapp(helpline, policy, person, sms).await;
    if sent || sms.by == Way::Besides {
        return Outcome::Settled;
    }
    deliver::send_sms(helpline, policy, person, sms, tries, now).await
}

/// Hands it to Meta; whether Meta took it. Why not is logged, without the number.
async fn by_whatsapp<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    person: &PersonKey,
    sms: &OfficerSms,
) -> bool {
    let (notice, reference, officer) = (sms.notice, &sms.reference, &sms.officer);
    let line = |kind: &str, why: Option<&str>| {
        log::line(
            &json!({"kind": kind, "notice": notice, "reference": reference, "officer": officer, "why": why}),
        );
    };
    match offer(helpline, policy, person, sms).await {
        Ok(SendOutcome::Sent { .. }) => {
            line("officer_message_sent", None);
            return true;
        }
        Ok(SendOutcome::WindowClosed) => line("officer_message_failed", Some("the window is closed")),
        Ok(SendOutcome::RateLimited) => line("officer_message_failed", Some("too many messages")),
        Ok(SendOutcome::Unreachable { code }) => line("officer_message_failed", Some(&code)),
        Ok(SendOutcome::Retry { why }) => line("officer_message_failed", Some(why)),
        Err(NoRequest::NoWay(why)) => line("officer_message_failed", Some(&why)),
        Err(NoRequest::Render(why)) => line("officer_message_failed", Some(&why.to_string())),
    }
    false
}

async fn offer<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    person: &PersonKey,
    sms: &OfficerSms,
) -> Result<SendOutcome, NoRequest> {
    let officer = policy.officer(&sms.officer).filter(|officer| officer.is_reachable());
    let officer = officer.ok_or("the policy has no such officer in post")?;
    let from = policy.whatsapp_id().ok_or("the cell's receivers name no Meta phone number id")?;
    let token = helpline.vault.mint_link(person, &sms.reference, &sms.officer);
    let link = helpline.link(person, &sms.reference, &sms.officer);
    let message = message(officer, from, sms, link);
    let request = deliver_http::to_officer(&helpline.providers, &message, &token)?;
    let silence = SendOutcome::Retry { why: "the provider did not answer" };
    let answer = helpline.world.post(request).await;
    Ok(answer.map_or(silence, |answer| deliver_http::read(Provider::Meta, answer.status, &answer.body)))
}

/// The template of this notice: the complaint's number and the officer's link, as
/// in the SMS.
fn message(officer: &Officer, from: &str, sms: &OfficerSms, link: String) -> SendMessage {
    let template = TemplateMessage {
        name: format!("officer_{}", sms.notice.as_str()),
        language: officer.language.code().to_owned(),
        parameters: vec![sms.reference.to_string(), link],
        payloads: Vec::new(),
    };
    SendMessage {
        to: ReplyAddress {
            provider: Provider::Meta,
            channel: Channel::Whatsapp,
            from: from.to_owned(),
            to: Sender::phone(&officer.phone),
            thread: None,
        },
        message: Outgoing {
            text: sms.reference.to_string(),
            options: Options::None,
            template: Some(template),
        },
        not_before: None,
        window_until: None,
        asks_on: false,
    }
}

/// Whether a failed status is of such a message: then the officer is told by SMS.
/// `None` if it is not.
pub(crate) async fn failed<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    status: &DeliveryStatus,
    now: DateTime<Utc>,
) -> Result<Option<Vec<Settlement>>, StoreError> {
    let Some(token) = &status.echo else { return Ok(None) };
    for _ in 0..MOST_ATTEMPTS {
        let Some(case) = act::open(helpline, token).await? else { return Ok(None) };
        let failure = Failure {
            provider: status.provider,
            id: status.provider_message_id.clone(),
            reason: status.reason.unwrap_or(FailureReason::Unreachable),
            code: status.error.clone(),
        };
        let (reference, officer) = (case.complaint.reference.clone(), case.officer.id.clone());
        log::line(&json!({"kind": "officer_unreached", "reference": reference, "officer": officer}));
        let fresh = helpline.fresh_reference(&case.policy)?;
        let context = Helpline::<S, W>::context(&case.policy, now, &fresh);
        let event = Event::StepFailed(StepFailed { reference, officer, failure });
        // Only an officer's action can be refused.
        let decision = decide(&case.state, event, &context).unwrap_or_default();
        if decision.is_empty() {
            return Ok(Some(Vec::new()));
        }
        let commit = Commit {
            person: &case.person,
            from: None,
            before: &case.state,
            decision: &decision,
            link: None,
            policy: &case.policy,
            lease_until: now + LEASE,
        };
        match helpline.store.commit(&commit).await? {
            Committed::Stored(outbox) => {
                return Ok(Some(deliver::deliver(helpline, &case.policy, outbox, now).await));
            }
            Committed::Duplicate(_) => return Ok(Some(Vec::new())),
            Committed::Conflict => {}
        }
    }
    Err(StoreError::Busy)
}
