//! One woman of a body: loaded once, her messages decided on one after another,
//! and stored in as few commits as hold them.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use domain::event::{Event, IdentitiesJoined};
use domain::message::InboundMessage;
use domain::{Decision, State, decide};

use crate::deliver;
use crate::intake::Received;
use crate::ports::{Commit, Committed, Outbox, Settlement, Store, StoreError, Woman, World};
use crate::service::{Helpline, LEASE, MOST_ATTEMPTS};
use crate::threads::Thread;

/// A transaction holds 100 items; one message adds at most seven.
pub(crate) const MOST_WRITES: usize = 80;
/// A transaction holds 4 MB.
pub(crate) const MOST_BYTES: usize = 2_500_000;

/// A woman who is being heard.
pub(crate) struct Speaker {
    thread: Thread,
    /// What is known of her.
    pub(crate) woman: Woman,
    waiting: VecDeque<InboundMessage>,
}

/// As many of her messages as one commit holds.
#[derive(Default)]
pub(crate) struct Part {
    decision: Decision,
    after: State,
    /// Items that it writes, at most.
    pub(crate) writes: usize,
    /// About so many bytes.
    pub(crate) bytes: usize,
}

impl Speaker {
    /// Loads her by the names that her messages say.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the table does not answer.
    pub(crate) async fn load<S: Store, W: World>(
        helpline: &Helpline<S, W>,
        mut thread: Thread,
    ) -> Result<Self, StoreError> {
        let waiting = thread.messages();
        let woman = helpline.store.load_woman(&thread.names).await?;
        Ok(Self { thread, woman, waiting })
    }

    /// Stores and answers all that waits, by herself.
    pub(crate) async fn finish<S: Store, W: World>(
        mut self,
        helpline: &Helpline<S, W>,
        now: DateTime<Utc>,
    ) -> Received {
        let mut received = Received::default();
        while !self.waiting.is_empty() && received.failed.is_none() {
            match self.hear(helpline, now).await {
                Ok(settlements) => received.settlements.extend(settlements),
                Err(error) => received.failed = Some(error),
            }
        }
        received
    }

    /// One part: decide, commit, deliver; again if something changed meanwhile.
    /// What was stored before is taken out, which is progress and no failed
    /// attempt: a body may hold more of it than all attempts together.
    async fn hear<S: Store, W: World>(
        &mut self,
        helpline: &Helpline<S, W>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Settlement>, StoreError> {
        for _ in 0..MOST_ATTEMPTS {
            let part = self.part(helpline, now)?;
            match helpline.store.commit_joining(&self.commit(&part, now), &self.woman).await? {
                Committed::Conflict => self.woman = helpline.store.load_woman(&self.thread.names).await?,
                Committed::Duplicate(places) => {
                    self.leave_out(places);
                    return Ok(Vec::new());
                }
                Committed::Stored(outbox) => {
                    self.stored(part);
                    return Ok(self.answer(helpline, outbox, now).await);
                }
            }
        }
        Err(StoreError::Busy)
    }

    /// Decides on message after message, each on what the one before left, as
    /// far as one transaction holds. Before them all, on her names becoming one.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`] if the policy's prefix is no prefix.
    pub(crate) fn part<S: Store, W: World>(
        &self,
        helpline: &Helpline<S, W>,
        now: DateTime<Utc>,
    ) -> Result<Part, StoreError> {
        let (mut whole, mut after, mut bytes) = (Decision::default(), self.woman.state.clone(), 0);
        let take = |event: Event, after: &mut State, whole: &mut Decision| {
            let fresh = helpline.fresh_reference(&self.thread.policy)?;
            let context = Helpline::<S, W>::context(&self.thread.policy, now, &fresh);
            // Only an officer's action can be refused.
            let next = decide(after, event, &context).unwrap_or_default();
            after.apply(&next);
            *whole = std::mem::take(whole).then(next);
            Ok::<_, StoreError>(())
        };
        if let Some(first) = self.waiting.front() {
            for (name, her) in &self.woman.others {
                let (other, other_key) = (Box::new(her.clone()), name.hash.clone());
                let joined = IdentitiesJoined { other, other_key, address: first.reply_address() };
                take(Event::IdentitiesJoined(joined), &mut after, &mut whole)?;
            }
        }
        for message in &self.waiting {
            let more = bytes + size(message);
            let is_full = self.writes(&whole) > MOST_WRITES || more > MOST_BYTES;
            if !whole.messages.is_empty() && is_full {
                break;
            }
            bytes = more;
            take(Event::MessageReceived(Box::new(message.clone())), &mut after, &mut whole)?;
        }
        let writes = self.writes(&whole);
        Ok(Part { decision: whole, after, writes, bytes })
    }

    /// Items that a decision writes, at most: with each complaint its
    /// reservation and its tally; with each message one for each other name
    /// under which it may lie; her state, her draft's reservation, the outbox;
    /// and an alias for each name that becomes hers.
    fn writes(&self, decision: &Decision) -> usize {
        let names = 1 + decision.complainant.as_ref().map_or(0, |her| her.also.len());
        let aliases = self.woman.new_names.len() + self.woman.others.len();
        let (messages, complaints) = (decision.messages.len(), decision.complaints.len());
        names * messages + 3 * complaints + decision.history.len() + 3 + aliases
    }

    /// What is to be stored of a part.
    pub(crate) fn commit<'a>(&'a self, part: &'a Part, now: DateTime<Utc>) -> Commit<'a> {
        Commit {
            person: &self.woman.home,
            from: None,
            before: &self.woman.state,
            decision: &part.decision,
            link: None,
            policy: &self.thread.policy,
            lease_until: now + LEASE,
        }
    }

    /// A part of hers is stored.
    pub(crate) fn stored(&mut self, part: Part) {
        self.waiting.drain(..part.decision.messages.len());
        self.woman.state = part.after;
        self.woman.joined();
    }

    /// The messages at these places were stored before.
    pub(crate) fn leave_out(&mut self, places: Vec<usize>) {
        for place in places.into_iter().rev() {
            self.waiting.remove(place);
        }
    }

    /// Carries out what a part of hers calls for.
    pub(crate) async fn answer<S: Store, W: World>(
        &self,
        helpline: &Helpline<S, W>,
        outbox: Option<Outbox>,
        now: DateTime<Utc>,
    ) -> Vec<Settlement> {
        deliver::deliver(helpline, &self.thread.policy, outbox, now).await
    }
}

/// Bytes of a message's own words; the rest of an item is small beside them.
fn size(message: &InboundMessage) -> usize {
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    1_000 + length(&message.text) + length(&message.raw)
}
