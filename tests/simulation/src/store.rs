//! The table in memory, with the conditions of the real one: a commit holds only
//! on the versions that were read, and an outbox is taken over only as it was
//! seen.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::effect::Effect;
use domain::{Decision, State, alarm};

/// Which woman.
pub type Woman = usize;

/// What the index of what is due points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Effects left over.
    Outbox(u64),
    /// A draft.
    Draft(Woman),
    /// A complaint. Here every woman has one.
    Complaint(Woman),
}

/// An effect recorded, and when.
#[derive(Debug, Clone)]
pub struct Pending {
    /// Which; counted through.
    pub id: usize,
    /// What.
    pub effect: Effect,
}

/// Recorded effects.
#[derive(Debug, Clone)]
pub struct Outbox {
    /// Whose.
    pub woman: Woman,
    /// When the sweeper takes it over.
    pub due: i64,
    /// What is left.
    pub pending: Vec<Pending>,
}

/// Something changed since it was read.
#[derive(Debug)]
pub struct Conflict;

/// The table.
#[derive(Debug, Default)]
pub struct Store {
    states: Vec<State>,
    due: BTreeSet<(i64, Key)>,
    at: BTreeMap<Key, i64>,
    outboxes: BTreeMap<u64, Outbox>,
    last_outbox: u64,
    last_effect: usize,
    silence_days: u32,
}

impl Store {
    /// An empty one. `silence_days` as the policy has it.
    #[must_use]
    pub fn new(silence_days: u32) -> Self {
        Self { silence_days, ..Self::default() }
    }

    /// A woman nobody knows yet.
    pub fn woman(&mut self) -> Woman {
        self.states.push(State::default());
        self.states.len() - 1
    }

    /// What is known of her.
    #[must_use]
    pub fn load(&self, woman: Woman) -> State {
        self.states.get(woman).cloned().unwrap_or_default()
    }

    /// What is due, soonest first.
    #[must_use]
    pub fn due(&self, now: i64) -> Vec<Key> {
        self.due.range(..=(now, Key::Complaint(Woman::MAX))).map(|(_, key)| *key).collect()
    }

    /// When the next thing is due.
    #[must_use]
    pub fn next_due(&self) -> Option<i64> {
        self.due.first().map(|(at, _)| *at)
    }

    fn index(&mut self, key: Key, at: Option<i64>) {
        if let Some(old) = self.at.remove(&key) {
            self.due.remove(&(old, key));
        }
        if let Some(at) = at {
            self.at.insert(key, at);
            self.due.insert((at, key));
        }
    }

    /// Stores a decision whole or not at all; the outbox with its effects.
    ///
    /// # Errors
    ///
    /// [`Conflict`] if she or the complaint is not as it was read.
    pub fn commit(
        &mut self,
        woman: Woman,
        before: &State,
        decision: &Decision,
        lease_until: DateTime<Utc>,
    ) -> Result<Option<u64>, Conflict> {
        let Some(state) = self.states.get_mut(woman) else { return Err(Conflict) };
        let version = |state: &State| state.complainant.as_ref().map(|her| her.version);
        let hers = decision.complainant.is_none() || version(state) == version(before);
        let read = |state: &State, decided: &domain::complaint::Complaint| {
            state.complaint(&decided.reference).map(|it| it.version)
        };
        if !hers || decision.complaints.iter().any(|it| read(state, it) != read(before, it)) {
            return Err(Conflict);
        }
        state.apply(decision);
        let draft = state.complainant.as_ref().and_then(|her| her.draft.as_ref());
        let draft = draft.map(|draft| draft.due_at().timestamp());
        let complaint = state.complaints.last().and_then(|it| alarm::next(it, self.silence_days));
        let complaint = complaint.map(|(at, _)| at.timestamp());
        self.index(Key::Draft(woman), draft);
        self.index(Key::Complaint(woman), complaint);
        Ok(self.record(woman, decision, lease_until.timestamp()))
    }

    fn record(&mut self, woman: Woman, decision: &Decision, due: i64) -> Option<u64> {
        if decision.effects.is_empty() {
            return None;
        }
        let from = self.last_effect;
        self.last_effect += decision.effects.len();
        let effects = decision.effects.iter().cloned().enumerate();
        let pending = effects.map(|(n, effect)| Pending { id: from + n, effect }).collect();
        self.last_outbox += 1;
        let id = self.last_outbox;
        self.outboxes.insert(id, Outbox { woman, due, pending });
        self.index(Key::Outbox(id), Some(due));
        Some(id)
    }

    /// The number that the next effect gets.
    #[must_use]
    pub fn next_effect(&self) -> usize {
        self.last_effect
    }

    /// An outbox as it stands.
    #[must_use]
    pub fn outbox(&self, id: u64) -> Option<&Outbox> {
        self.outboxes.get(&id)
    }

    /// Takes an outbox over until then, unless another did since it was seen.
    pub fn claim(&mut self, id: u64, seen: i64, until: i64) -> bool {
        match self.outboxes.get_mut(&id) {
            Some(outbox) if outbox.due == seen => {
                outbox.due = until;
                self.index(Key::Outbox(id), Some(until));
                true
            }
            _ => false,
        }
    }

    /// Marks what is left of an outbox, and when it is tried again.
    pub fn settle(&mut self, id: u64, left: Vec<Pending>, again_at: i64) {
        if left.is_empty() {
            self.outboxes.remove(&id);
            self.index(Key::Outbox(id), None);
        } else if let Some(outbox) = self.outboxes.get_mut(&id) {
            outbox.pending = left;
            outbox.due = again_at;
            self.index(Key::Outbox(id), Some(again_at));
        }
    }

    /// How many outboxes are not done.
    #[must_use]
    pub fn outboxes_left(&self) -> usize {
        self.outboxes.len()
    }
}
