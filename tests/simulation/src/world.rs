//! The helpline in memory: the real `decide` on the store of [`crate::store`],
//! the clock minute by minute, and everything that came of it.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::complaint::{Actor, Complaint, Happening};
use domain::effect::{Effect, OfficerSms};
use domain::event::{Event, OfficerActed};
use domain::policy::Policy;
use domain::{Category, Context, Decision, Reference, State, decide};

use crate::oracle::{Fact, Line, Minute};
use crate::rng::Rng;
use crate::store::{Key, Store, Woman};
use crate::story;
use crate::sweeps::Run;

/// A lease in seconds, as the functions have it.
const LEASE: i64 = 15;
/// A commit is tried so often, as the functions do.
const MOST_ATTEMPTS: usize = 4;
/// Out of a million commits after so many the function dies before it sends.
const DEATHS: u64 = 2_000;

/// One complaint, as the simulation follows it.
#[derive(Debug)]
pub struct Case {
    /// Whether it is one of violence, or urgent: never held back.
    pub violence: bool,
    /// When it was registered; `None` until then.
    pub registered: Option<Minute>,
    /// The limit that she was promised.
    pub due: Minute,
    /// What was done.
    pub facts: Vec<(Minute, Fact)>,
    /// What the clock wrote.
    pub lines: Vec<(Minute, Line)>,
    messages: u64,
}

/// One effect for an officer.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Of which case.
    pub woman: Woman,
    /// What.
    pub sms: OfficerSms,
    /// When it was decided.
    pub decided: Minute,
    /// Each minute at which it was sent: one, if all is well.
    pub sent: Vec<Minute>,
}

/// The helpline.
#[derive(Debug)]
pub struct World<'a> {
    policy: &'a Policy,
    start: DateTime<Utc>,
    store: Store,
    /// The complaints.
    pub cases: Vec<Case>,
    /// The officers' SMS, by number of the effect.
    pub sms: BTreeMap<usize, Sent>,
    plans: BTreeMap<(Minute, Woman), Fact>,
    rng: Rng,
    references: u64,
    /// Commits that met another's.
    pub conflicts: u64,
    /// Functions that died before they sent.
    pub deaths: u64,
}

impl<'a> World<'a> {
    /// An empty helpline at its beginning.
    #[must_use]
    pub fn new(policy: &'a Policy, start: DateTime<Utc>, seed: u64) -> Self {
        let store = Store::new(policy.timers.silence_days);
        let (cases, sms, plans) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        let rng = Rng::new(seed);
        Self { policy, start, store, cases, sms, plans, rng, references: 0, conflicts: 0, deaths: 0 }
    }

    fn at(&self, minute: Minute) -> DateTime<Utc> {
        self.start + TimeDelta::minutes(minute.into())
    }

    fn minute(&self, at: DateTime<Utc>) -> Minute {
        u32::try_from((at - self.start).num_minutes()).unwrap_or(Minute::MAX)
    }

    /// Outboxes that nobody has finished.
    #[must_use]
    pub fn unfinished(&self) -> usize {
        self.store.outboxes_left()
    }

    /// What an event decides on what is known.
    fn decided(&mut self, state: &State, event: Event, minute: Minute) -> Option<Decision> {
        self.references += 1;
        let number = self.references.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let fresh = Reference::generate("LKO", number).ok()?;
        let context = Context { policy: self.policy, now: self.at(minute), fresh_reference: &fresh };
        decide(state, event, &context).ok()
    }

    /// Loads, decides, commits; again on a conflict. `read` was loaded before.
    fn handle(&mut self, woman: Woman, event: &Event, minute: Minute, read: Option<State>) -> bool {
        let mut read = read;
        for _ in 0..MOST_ATTEMPTS {
            let before = read.take().unwrap_or_else(|| self.store.load(woman));
            let Some(decision) = self.decided(&before, event.clone(), minute) else { return false };
            if decision.is_empty() {
                return false;
            }
            let first = self.store.next_effect();
            let lease = self.at(minute) + TimeDelta::seconds(LEASE);
            match self.store.commit(woman, &before, &decision, lease) {
                Ok(outbox) => {
                    self.note(woman, &decision, first, minute);
                    if self.rng.in_a_million(DEATHS) {
                        self.deaths += 1;
                    } else if let Some(id) = outbox {
                        self.deliver(id, minute);
                    }
                    return true;
                }
                Err(_) => self.conflicts += 1,
            }
        }
        false
    }

    /// What was stored: the clock's lines, the SMS recorded.
    fn note(&mut self, woman: Woman, decision: &Decision, first: usize, minute: Minute) {
        let lines = decision.history.iter().filter(|entry| entry.actor == Actor::Clock);
        let lines = lines.filter_map(|entry| match entry.event {
            Happening::Reminded => Some(Line::Reminded),
            Happening::Breached => Some(Line::Breached),
            Happening::Escalated => Some(Line::Escalated(entry.level.map_or(0, |level| level.number()))),
            Happening::HeldAtTop => Some(Line::Held),
            Happening::ClosedUnconfirmed => Some(Line::ClosedUnconfirmed),
            _ => None,
        });
        let lines: Vec<(Minute, Line)> = lines.map(|line| (minute, line)).collect();
        let registered = decision.complaints.iter().find(|it| it.version == 1).map(|it| self.read(it));
        if let Some(case) = self.cases.get_mut(woman) {
            case.lines.extend(lines);
            if let Some((violence, at, due)) = registered {
                (case.violence, case.registered, case.due) = (violence, Some(at), due);
            }
        }
        for (n, effect) in decision.effects.iter().enumerate() {
            if let Effect::SendSms(sms) = effect {
                let sent = Sent { woman, sms: sms.clone(), decided: minute, sent: Vec::new() };
                self.sms.insert(first + n, sent);
            }
        }
    }

    fn read(&self, complaint: &Complaint) -> (bool, Minute, Minute) {
        let pressing = complaint.category == Category::Violence;
        (pressing, self.minute(complaint.registered_at), self.minute(complaint.due_at))
    }

    /// Carries out what may go now; the rest waits for its time.
    fn deliver(&mut self, id: u64, minute: Minute) {
        let Some(outbox) = self.store.outbox(id) else { return };
        let now = self.at(minute);
        let (wait, go): (Vec<_>, Vec<_>) = outbox
            .pending
            .clone()
            .into_iter()
            .partition(|pending| pending.effect.not_before().is_some_and(|at| at > now));
        for pending in go {
            if let Some(sent) = self.sms.get_mut(&pending.id) {
                sent.sent.push(minute);
            }
        }
        let again = wait.iter().filter_map(|pending| pending.effect.not_before()).min();
        self.store.settle(id, wait, again.map_or(0, |at| at.timestamp()));
    }

    /// A new woman tells her story and registers.
    pub fn registers(&mut self, minute: Minute) {
        let woman = self.store.woman();
        let category = story::category(&mut self.rng);
        self.cases.push(Case {
            violence: false,
            registered: None,
            due: 0,
            facts: Vec::new(),
            lines: Vec::new(),
            messages: 0,
        });
        self.she_sends(woman, Some("मेरी बात सुनिए, बहुत दिन से परेशान हूँ"), None, minute, None);
        for choice in [&format!("category:{category}"), "area:sadar", "register:yes"] {
            self.she_sends(woman, None, Some(choice), minute, None);
        }
        self.plan(woman, None, minute);
    }

    fn plan(&mut self, woman: Woman, last: Option<Fact>, minute: Minute) {
        let violence = self.cases.get(woman).is_some_and(|case| case.violence);
        if let Some((at, fact)) = story::next(last, violence, minute, &mut self.rng) {
            self.plans.insert((at.max(minute + 1), woman), fact);
        }
    }

    fn she_sends(
        &mut self,
        woman: Woman,
        text: Option<&str>,
        choice: Option<&str>,
        minute: Minute,
        read: Option<State>,
    ) -> bool {
        let Some(case) = self.cases.get_mut(woman) else { return false };
        case.messages += 1;
        let message = story::message(woman, case.messages, text, choice);
        let Ok(message) = serde_json::from_value(message) else { return false };
        self.handle(woman, &Event::MessageReceived(Box::new(message)), minute, read)
    }

    /// What is planned for this minute is done.
    fn does(&mut self, woman: Woman, fact: Fact, minute: Minute) {
        let state = self.store.load(woman);
        let Some(complaint) = state.complaints.last() else { return };
        let done = match story::action(fact).map(serde_json::from_value) {
            Some(Ok(action)) => {
                let (officer, reference) = (complaint.officer.clone(), complaint.reference.clone());
                let seen_version = complaint.version;
                let acted = OfficerActed { officer, reference, seen_version, action };
                self.handle(woman, &Event::OfficerActed(acted), minute, None)
            }
            Some(Err(_)) => false,
            None => {
                let answer = if fact == Fact::Confirmed { "solved_yes" } else { "solved_no" };
                let choice = format!("{answer}:{}", complaint.reference);
                self.she_sends(woman, None, Some(&choice), minute, None)
            }
        };
        if done && let Some(case) = self.cases.get_mut(woman) {
            case.facts.push((minute, fact));
        }
        self.plan(woman, Some(fact), minute);
    }

    /// One minute: what people do, then the sweeper as it runs at this minute.
    /// One in eight acts comes between a sweep's reading and its commit.
    pub fn minute_passes(&mut self, minute: Minute, run: Run) {
        let mut plans: Vec<(Woman, Fact)> = Vec::new();
        while let Some((&(at, woman), &fact)) = self.plans.first_key_value() {
            if at > minute {
                break;
            }
            self.plans.remove(&(at, woman));
            plans.push((woman, fact));
        }
        let sweeps = !matches!(run, Run::Skipped | Run::Outage);
        for (woman, fact) in plans {
            let races = sweeps && self.rng.below(8) == 0;
            let key = Key::Complaint(woman);
            let due = races && self.store.due(self.at(minute).timestamp()).contains(&key);
            let read = due.then(|| self.store.load(woman));
            self.does(woman, fact, minute);
            if let Some(read) = read {
                self.rings(woman, key, minute, Some(read));
            }
        }
        match run {
            Run::Once => self.sweep(minute),
            Run::Twice => {
                self.sweep(minute);
                self.sweep(minute);
            }
            Run::Overlapping => self.overlap(minute),
            Run::Skipped | Run::Outage => {}
        }
    }

    fn sweep(&mut self, minute: Minute) {
        for key in self.store.due(self.at(minute).timestamp()) {
            let seen = self.look(key);
            self.finish(key, seen, minute);
        }
    }

    /// Two sweeps that both read before either writes, item by item, in any order.
    fn overlap(&mut self, minute: Minute) {
        let mut due = self.store.due(self.at(minute).timestamp());
        while !due.is_empty() {
            let place = usize::try_from(self.rng.below(due.len() as u64)).unwrap_or_default();
            let key = due.swap_remove(place);
            let (one, other) = (self.look(key), self.look(key));
            self.finish(key, one, minute);
            self.finish(key, other, minute);
        }
    }

    /// What a sweep reads of an item before it decides.
    fn look(&self, key: Key) -> Seen {
        match key {
            Key::Outbox(id) => Seen::Outbox(self.store.outbox(id).map(|outbox| outbox.due)),
            Key::Draft(woman) | Key::Complaint(woman) => Seen::State(Box::new(self.store.load(woman))),
        }
    }

    fn finish(&mut self, key: Key, seen: Seen, minute: Minute) {
        match (key, seen) {
            (Key::Outbox(id), Seen::Outbox(Some(due))) => self.take_over(id, due, minute),
            (Key::Draft(woman) | Key::Complaint(woman), Seen::State(state)) => {
                self.rings(woman, key, minute, Some(*state));
            }
            _ => {}
        }
    }

    /// Effects left over, if they are as they were seen.
    fn take_over(&mut self, id: u64, seen: i64, minute: Minute) {
        if self.store.claim(id, seen, self.at(minute).timestamp() + LEASE) {
            self.deliver(id, minute);
        }
    }

    fn rings(&mut self, woman: Woman, key: Key, minute: Minute, read: Option<State>) {
        let state = read.unwrap_or_else(|| self.store.load(woman));
        let reference = state.complaints.last().map(|complaint| complaint.reference.clone());
        let event = match (key, reference) {
            (Key::Complaint(_), Some(reference)) => Event::ComplaintAlarmRang { reference },
            _ => Event::DraftAlarmRang,
        };
        self.handle(woman, &event, minute, Some(state));
    }
}

/// What was read.
enum Seen {
    Outbox(Option<i64>),
    State(Box<State>),
}
