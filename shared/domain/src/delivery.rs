//! What became of the messages that we sent, as webhooks tell it; and what a
//! provider knows of her wish not to be written to.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::message::{Provider, Sender};

/// What became of a message that we sent, as a webhook tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryStatus {
    /// Who carried it.
    pub provider: Provider,
    /// The provider's id of our message.
    pub provider_message_id: String,
    /// How far it got.
    pub status: DeliveryState,
    /// The provider's error code, if it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What that code means for us, if it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<FailureReason>,
    /// To whom it was sent, as far as the provider says: a failure is hers by
    /// it, without a record of what was sent.
    #[serde(default)]
    pub recipient: Sender,
    /// From which of our numbers, if the provider says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receiver: Option<String>,
    /// What was sent along to come back with the message's statuses (Meta's
    /// `biz_opaque_callback_data`): of an officer's message the token of the link
    /// that it held. Never logged: it opens a page.
    #[serde(skip)]
    pub echo: Option<String>,
}

/// How far a message of ours got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each name says itself")]
pub enum DeliveryState {
    Sent,
    Delivered,
    Read,
    Failed,
}

/// Why a message did not reach her, as far as it changes what is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureReason {
    /// Too many messages, from us or to her: it may go later.
    RateLimited,
    /// Her last message is too old for free text: a template may go.
    WindowClosed,
    /// It does not reach her this way, for whatever reason; also where the
    /// provider gives none.
    Unreachable,
    /// She told the provider that she wants no messages of ours.
    OptedOut,
}

/// One message that did not reach her.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Who carried it.
    pub provider: Provider,
    /// What names the failure: the provider's id of the message. Of a message
    /// that the provider never took, the key of the effects it was among. It
    /// counts once, for ever.
    pub id: String,
    /// Why, as far as it changes what is done.
    pub reason: FailureReason,
    /// The provider's own code for it.
    pub code: Option<String>,
}

/// What a provider tells of her wish: it has no message of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentChange {
    /// Who tells it.
    pub provider: Provider,
    /// Which of our numbers (or apps) it is about.
    pub receiver: String,
    /// Whose wish.
    pub sender: Sender,
    /// Whether she wants to be written to.
    pub wanted: bool,
    /// When she said so, if the provider tells.
    pub at: Option<DateTime<Utc>>,
}

/// The failures among the statuses of one body.
///
/// Statuses are a lattice: sent, delivered, read; failed only where it neither
/// was delivered nor read. Providers send them in any order, so of all that a
/// body says of a message the best counts. What another body said of it before
/// is not known here: to know it would take a write for every status.
#[must_use]
pub fn failures(statuses: Vec<DeliveryStatus>) -> Vec<DeliveryStatus> {
    let mut best: BTreeMap<(Provider, String), DeliveryStatus> = BTreeMap::new();
    for status in statuses {
        let key = (status.provider, status.provider_message_id.clone());
        match best.get(&key) {
            Some(known) if known.status.rank() >= status.status.rank() => {}
            _ => {
                best.insert(key, status);
            }
        }
    }
    best.into_values().filter(|status| status.status == DeliveryState::Failed).collect()
}

impl DeliveryState {
    /// How much it says: a message that was delivered has not failed.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::Sent => 0,
            Self::Failed => 1,
            Self::Delivered => 2,
            Self::Read => 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn status(id: &str, status: DeliveryState) -> DeliveryStatus {
        DeliveryStatus {
            provider: Provider::Meta,
            provider_message_id: id.to_owned(),
            status,
            error: None,
            reason: None,
            recipient: Sender::default(),
            receiver: None,
            echo: None,
        }
    }

    #[test]
    fn a_message_that_was_delivered_has_not_failed() {
        use DeliveryState::{Delivered, Failed, Read, Sent};
        for (states, failed) in [
            (&[Failed][..], true),
            (&[Sent, Failed], true),
            (&[Failed, Sent], true),
            (&[Delivered, Failed], false),
            (&[Failed, Delivered], false),
            (&[Failed, Read, Sent], false),
            (&[Sent, Delivered, Read], false),
        ] {
            let found = failures(states.iter().map(|state| status("a", *state)).collect());
            assert_eq!(!found.is_empty(), failed, "{states:?}");
        }
    }

    proptest! {
        #[test]
        fn the_order_and_doubles_change_nothing(mut said in prop::collection::vec((0..4_u8, 0..4_u8), 0..20)) {
            let read = |said: &[(u8, u8)]| -> Vec<String> {
                let state = |n| [DeliveryState::Sent, DeliveryState::Failed, DeliveryState::Delivered, DeliveryState::Read][usize::from(n)];
                let statuses = said.iter().map(|(id, n)| status(&id.to_string(), state(*n))).collect();
                failures(statuses).into_iter().map(|it| it.provider_message_id).collect()
            };
            let forward = read(&said);
            said.extend(said.clone());
            said.reverse();
            prop_assert_eq!(read(&said), forward);
        }
    }
}
