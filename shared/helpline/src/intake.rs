//! Intake: what a webhook body held, stored and answered.

use chrono::{DateTime, Utc};
use domain::message::{Inbound, InboundMessage, OddPart, Provider};
use serde_json::json;

use crate::crowd;
use crate::log;
use crate::officer_intake::{self, References};
use crate::ports::{Quarantined, Settlement, Store, StoreError, World};
use crate::service::Helpline;
use crate::status::{self, News};
use crate::threads::{self, Threads};

/// A message may be so large in an item of at most 400 KB (bytes of JSON).
const LARGEST_MESSAGE: usize = 300_000;
/// Of a larger one so many characters are kept with the case.
const MOST_CHARACTERS: usize = 20_000;

/// What became of a body. `settlements` are for after the answer.
#[derive(Debug, Default)]
pub struct Received {
    /// How effects are to be marked, once the answer is out.
    pub settlements: Vec<Settlement>,
    /// The first part that could not be stored: the provider must send again.
    pub failed: Option<StoreError>,
}

impl Received {
    /// What became of another part of it.
    pub(crate) fn add(&mut self, part: Self) {
        self.settlements.extend(part.settlements);
        self.failed = self.failed.take().or(part.failed);
    }
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
    received.add(crowd::hear(helpline, threads.into_threads().collect(), now).await);
    received.add(status::take(helpline, news, now).await);
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
