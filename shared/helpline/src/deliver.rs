//! Delivery: effects that are recorded are carried out, and what became of
//! them is told. No rule is here; what goes where was decided before.

use std::collections::VecDeque;

use channels::{RenderError, SendOutcome, email, failure_reason};
use chrono::{DateTime, Utc};
use domain::complaint::HistoryEntry;
use domain::delivery::FailureReason;
use domain::effect::{Effect, OfficerSms, SendMessage, wait_after};
use domain::media::{Media, MediaState};
use domain::message::Provider;
use domain::notified;
use domain::policy::Policy;
use serde_json::json;

use crate::deliver_http::{self, NoRequest};
use crate::digest;
use crate::files;
use crate::log;
use crate::out::{self, failed};
use crate::pass_on::{Passed, pass_on};
use crate::ports::{Outbox, Pending, Settlement, SmsOutcome, Store, World};
use crate::service::Helpline;
use crate::status;
use crate::step;
use crate::vault::PersonKey;

/// After so many failures an officer's SMS goes to the next person, where the
/// complaint's terms give no minutes for it.
pub(crate) const SMS_TRIES: u32 = 3;
/// After so many failures a message to her is given up, and logged.
const MESSAGE_TRIES: u32 = 10;
/// So many files of one outbox are fetched in one run; the rest is due at once
/// again, so that many photographs neither hold up a sweep nor begin anew when
/// one of them does not come.
const MOST_FETCHES: u32 = 4;

/// What became of one effect.
#[derive(Debug, PartialEq)]
pub(crate) enum Outcome {
    /// Done, or given up for good: nothing is left to do.
    Settled,
    /// Done, and it stands in the history.
    Told(Box<HistoryEntry>),
    /// To be tried again.
    Again,
    /// She is not reached this way: the provider refused it, or took it too often.
    Undelivered(FailureReason, Option<String>),
    /// A file that is not fetched yet.
    Waits(Box<Media>),
    /// The officer cannot be reached: the next person is to be told.
    PassOn(OfficerSms),
}

/// Carries out the effects of a commit, and of what follows from them. The
/// settlements tell how each outbox is to be marked.
///
/// Files are left to the sweeper, which finds them due at its next minute:
/// fetching one takes seconds, and a provider wants its answer in a quarter of
/// one.
pub async fn deliver<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    outbox: Option<Outbox>,
    now: DateTime<Utc>,
) -> Vec<Settlement> {
    run(helpline, policy, outbox, 0, now).await
}

/// The same with the files, for the sweeper.
pub async fn deliver_all<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    outbox: Option<Outbox>,
    now: DateTime<Utc>,
) -> Vec<Settlement> {
    run(helpline, policy, outbox, MOST_FETCHES, now).await
}

async fn run<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    outbox: Option<Outbox>,
    mut fetches: u32,
    now: DateTime<Utc>,
) -> Vec<Settlement> {
    let mut settlements = Vec::new();
    let mut queue: VecDeque<Outbox> = outbox.into_iter().collect();
    while let Some(outbox) = queue.pop_front() {
        let key = outbox.key.clone();
        let left = once(helpline, policy, outbox, &mut fetches, &mut queue, now).await;
        let again_at = left.again_at.unwrap_or(now);
        settlements.push(Settlement { key, left: left.pending, again_at, told: left.told });
    }
    settlements
}

/// One try at each effect of an outbox. What follows from what failed goes into
/// the queue.
async fn once<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    outbox: Outbox,
    fetches: &mut u32,
    queue: &mut VecDeque<Outbox>,
    now: DateTime<Utc>,
) -> Left {
    let Outbox { key, pending } = outbox;
    let (mut left, mut lost) = (Left::default(), Vec::new());
    for pending in pending {
        if let Some(at) = pending.effect.not_before().filter(|at| *at > now) {
            left.keep(pending, at);
            continue;
        }
        match attempt(helpline, policy, &key.person, &pending, fetches, now).await {
            Outcome::Settled => {}
            Outcome::Told(line) => left.told.push(*line),
            Outcome::PassOn(failed) => match pass_on(helpline, policy, &key.person, failed, now).await {
                Ok(Passed::On(next)) => queue.extend(next),
                // Nobody is left to try: this one is tried until it goes.
                Ok(Passed::NobodyLeft) => left.again(pending, now),
                Err(error) => {
                    log::failure("pass_on", &error);
                    left.again(pending, now);
                }
            },
            Outcome::Undelivered(reason, code) => {
                lost.extend(
                    status::never_taken(&helpline.vault, &key, &pending, reason, code).zip(Some(pending)),
                );
            }
            Outcome::Again => left.again(pending, now),
            Outcome::Waits(media) => {
                let at = media.next_at.max(now);
                left.keep(Pending { effect: Effect::FetchMedia(media), tries: pending.tries }, at);
            }
        }
    }
    // Together: what fails at once has one consequence, and a line for each.
    if !lost.is_empty() {
        let failures = status::told_apart(lost.iter().map(|(failure, _)| failure.clone()).collect());
        match status::record(helpline, policy, &key.person, failures, now).await {
            Ok(next) => queue.extend(next),
            Err(error) => {
                log::failure("undelivered", &error);
                lost.into_iter().for_each(|(_, pending)| left.again(pending, now));
            }
        }
    }
    left
}

/// What is left of an outbox, due when the first of it is.
#[derive(Default)]
struct Left {
    pending: Vec<Pending>,
    again_at: Option<DateTime<Utc>>,
    told: Vec<HistoryEntry>,
}

impl Left {
    /// One more failure: it waits longer than before, but not beyond the moment
    /// at which it goes to the next person.
    fn again(&mut self, pending: Pending, now: DateTime<Utc>) {
        let tries = pending.tries + 1;
        let over = pending.effect.taken_by().filter(|by| *by > now);
        let at = over.into_iter().fold(now + wait_after(tries), Ord::min);
        self.keep(Pending { tries, ..pending }, at);
    }

    fn keep(&mut self, pending: Pending, at: DateTime<Utc>) {
        self.pending.push(pending);
        self.again_at = Some(self.again_at.map_or(at, |first| first.min(at)));
    }
}

async fn attempt<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    person: &PersonKey,
    pending: &Pending,
    fetches: &mut u32,
    now: DateTime<Utc>,
) -> Outcome {
    match &pending.effect {
        Effect::SendSms(sms) => match out::instead(helpline, policy, person, sms, pending.tries, now).await {
            Some(outcome) => outcome,
            None => step::tell(helpline, policy, person, sms, pending.tries, now).await,
        },
        Effect::SendSmsToHer(sms) => status::send_sms_to_her(helpline, sms, pending.tries).await,
        Effect::SendMessage(message) => send_message(helpline, message, pending.tries, now).await,
        Effect::AnswerOfficer(answer) => out::answer(helpline, answer, pending.tries, now).await,
        Effect::FetchMedia(media) => fetch_media(helpline, person, media, fetches, now).await,
        Effect::SendList(list) => digest::send_list(helpline, policy, list, pending.tries).await,
    }
}

/// One try at a file, if its time has come and this run may still fetch. After
/// a failure this run fetches no more: the provider is likely to be down.
async fn fetch_media<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    person: &PersonKey,
    media: &Media,
    fetches: &mut u32,
    now: DateTime<Utc>,
) -> Outcome {
    if *fetches == 0 || now < media.next_at {
        return Outcome::Waits(Box::new(media.clone()));
    }
    *fetches -= 1;
    match files::advance(helpline, person, media, now).await {
        Ok(next) if next.state == MediaState::Recorded => {
            *fetches = 0;
            Outcome::Waits(Box::new(next))
        }
        Ok(_) => Outcome::Settled,
        Err(error) => {
            log::failure("media", &error);
            Outcome::Again
        }
    }
}

/// One try by SMS.
pub(crate) async fn send_sms<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    person: &PersonKey,
    sms: &OfficerSms,
    tries: u32,
    now: DateTime<Utc>,
) -> Outcome {
    let Some(officer) = policy.officer(&sms.officer).filter(|officer| officer.is_reachable()) else {
        return failed(sms, "the policy has no such officer in post");
    };
    let link = helpline.link(person, &sms.reference, &sms.officer);
    let values = [sms.reference.as_str(), link.as_str()];
    let rendered =
        helpline.book().and_then(|book| book.render(sms.notice.as_str(), officer.language, &values));
    let text = match rendered {
        Ok(text) => text,
        Err(error) => {
            log::failure("sms template", &error);
            return Outcome::Again;
        }
    };
    match helpline.world.publish(&text, &officer.phone).await {
        SmsOutcome::Sent => {
            log::line(
                &json!({"kind": "sms_sent", "notice": sms.notice, "reference": sms.reference, "officer": sms.officer}),
            );
            notified::line(sms, now).map_or(Outcome::Settled, |line| Outcome::Told(Box::new(line)))
        }
        SmsOutcome::Unsendable(why) => failed(sms, &why),
        SmsOutcome::Again(why) if is_over(sms, tries, now) => failed(sms, &why),
        SmsOutcome::Again(why) => {
            log::line(
                &json!({"kind": "sms_delayed", "notice": sms.notice, "reference": sms.reference, "why": why}),
            );
            Outcome::Again
        }
    }
}

/// Whether an SMS that failed once more goes to the next person now.
fn is_over(sms: &OfficerSms, tries: u32, now: DateTime<Utc>) -> bool {
    sms.hold.taken_by.map_or(tries + 1 >= SMS_TRIES, |by| now >= by)
}

pub(crate) async fn send_message<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    message: &SendMessage,
    tries: u32,
    now: DateTime<Utc>,
) -> Outcome {
    let provider = message.to.provider;
    let mut sent = carry(helpline, message, now).await;
    if matches!(sent, Ok(SendOutcome::WindowClosed)) && message.message.template.is_some() {
        // By our clock it was open still. The template needs no window.
        let closed = SendMessage { window_until: Some(now), ..message.clone() };
        sent = carry(helpline, &closed, now).await;
    }
    match sent {
        Ok(SendOutcome::Sent { .. }) => Outcome::Settled,
        Ok(SendOutcome::WindowClosed) | Err(NoRequest::Render(RenderError::WindowClosed)) => {
            undelivered(provider, FailureReason::WindowClosed, "the 24-hour window is closed", None)
        }
        Ok(SendOutcome::Unreachable { code }) => {
            undelivered(provider, failure_reason(provider, Some(&code)), &code, Some(code.clone()))
        }
        Ok(SendOutcome::RateLimited | SendOutcome::Retry { .. }) if tries + 1 >= MESSAGE_TRIES => {
            undelivered(provider, FailureReason::Unreachable, "tried too often", None)
        }
        Ok(SendOutcome::RateLimited) => Outcome::Again,
        Ok(SendOutcome::Retry { why }) => {
            log::line(&json!({"kind": "message_delayed", "provider": provider, "why": why}));
            Outcome::Again
        }
        Err(NoRequest::Render(why)) => {
            undelivered(provider, FailureReason::Unreachable, &why.to_string(), None)
        }
        Err(NoRequest::NoWay(why)) => given_up(provider, &why),
    }
}

fn undelivered(provider: Provider, reason: FailureReason, why: &str, code: Option<String>) -> Outcome {
    given_up(provider, why);
    Outcome::Undelivered(reason, code)
}

/// Hands a message to whoever carries it; or why there is no way.
async fn carry<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    message: &SendMessage,
    now: DateTime<Utc>,
) -> Result<SendOutcome, NoRequest> {
    let provider = message.to.provider;
    let answer = if provider == Provider::Email {
        let sent = email::render(&message.message, &message.to).map_err(NoRequest::Render)?;
        helpline.world.send_mail(&sent.path, sent.body).await
    } else {
        helpline.world.post(deliver_http::request(&helpline.providers, message, now)?).await
    };
    let silence = SendOutcome::Retry { why: "the provider did not answer" };
    Ok(answer.map_or(silence, |answer| deliver_http::read(provider, answer.status, &answer.body)))
}

fn given_up(provider: Provider, why: &str) -> Outcome {
    log::line(&json!({"kind": "message_failed", "provider": provider, "why": why}));
    Outcome::Settled
}
