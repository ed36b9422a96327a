//! What a rule decides: the new state, the history, and what must be done.

use chrono::{DateTime, Utc};
use thiserror::Error;

use crate::complainant::Complainant;
use crate::complaint::{Actor, Complaint, DueMoved, Happening, HistoryEntry};
use crate::delivery::Failure;
use crate::effect::{Effect, Hold, Notice, OfficerSms, SendMessage, Way};
use crate::ids::OfficerId;
use crate::ladder_step::Means;
use crate::message::{InboundMessage, Outgoing};
use crate::policy::Policy;
use crate::reference::Reference;

/// Everything a rule may look at besides state and event.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The running policy of the cell.
    pub policy: &'a Policy,
    /// When the event happened, by the clock that woke us.
    pub now: DateTime<Utc>,
    /// A reference nobody has yet, for a new draft.
    pub fresh_reference: &'a Reference,
}

/// What is known of one woman when an event is decided on.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Her; `None` if she never wrote.
    pub complainant: Option<Complainant>,
    /// Her complaints, or the one that the event names.
    pub complaints: Vec<Complaint>,
}

impl State {
    /// Her complaint with this reference.
    #[must_use]
    pub fn complaint(&self, reference: &Reference) -> Option<&Complaint> {
        self.complaints.iter().find(|complaint| complaint.reference == *reference)
    }

    /// The state after a decision, as the store will have it.
    pub fn apply(&mut self, decision: &Decision) {
        if let Some(complainant) = &decision.complainant {
            self.complainant = Some(complainant.clone());
        }
        for complaint in &decision.complaints {
            match self.complaints.iter_mut().find(|known| known.reference == complaint.reference) {
                Some(known) => *known = complaint.clone(),
                None => self.complaints.push(complaint.clone()),
            }
        }
    }
}

/// A message as it is to be kept, with the complaint (or draft) it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptMessage {
    /// The message.
    pub message: InboundMessage,
    /// The reference of its complaint, or of the draft that may become one.
    pub complaint: Option<Reference>,
    /// When we received it.
    pub received_at: DateTime<Utc>,
}

/// What is decided. Stored in one transaction; the effects are carried out after.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decision {
    /// The messages that led to it, in order.
    pub messages: Vec<KeptMessage>,
    /// Messages of ours that did not reach her; each counts once, for ever.
    pub failures: Vec<Failure>,
    /// Her new state, its version one higher for each message; `None` if unchanged.
    pub complainant: Option<Complainant>,
    /// Complaints that are new or changed, their versions one higher a change.
    pub complaints: Vec<Complaint>,
    /// What the history gains.
    pub history: Vec<HistoryEntry>,
    /// What must be done.
    pub effects: Vec<Effect>,
}

impl Decision {
    /// Whether there is nothing to store.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// This decision and, after it, the next: stored together, as one. Of the
    /// answers that only ask her on, the last one is left.
    #[must_use]
    pub fn then(mut self, next: Self) -> Self {
        self.messages.extend(next.messages);
        self.failures.extend(next.failures);
        self.complainant = next.complainant.or(self.complainant);
        for complaint in next.complaints {
            self.complaints.retain(|known| known.reference != complaint.reference);
            self.complaints.push(complaint);
        }
        self.history.extend(next.history);
        if next.effects.iter().any(Effect::tells_her) {
            self.effects.retain(|effect| !effect.is_superseded());
        }
        self.effects.extend(next.effects);
        self
    }

    /// Records that a complaint changed, once for all changes of this decision.
    pub(crate) fn put(&mut self, mut complaint: Complaint) {
        complaint.version += 1;
        self.complaints.push(complaint);
    }

    /// Adds a line to the history.
    pub(crate) fn happened(&mut self, happened: Happened<'_>) {
        self.history.push(HistoryEntry {
            reference: happened.reference.clone(),
            event: happened.event,
            at: happened.at,
            actor: happened.actor,
            officer: happened.officer,
            level: happened.level,
            code: happened.code.map(str::to_owned),
            due: happened.due,
            other: happened.other,
            text: happened.text,
        });
    }

    /// Tells an officer.
    pub(crate) fn tell_officer(&mut self, notice: Notice, officer: &OfficerId, reference: &Reference) {
        self.tell_officer_by(Means::Sms, notice, officer, reference);
    }

    /// Tells an officer by what a step of a ladder says.
    pub(crate) fn tell_officer_by(
        &mut self,
        by: Means,
        notice: Notice,
        officer: &OfficerId,
        reference: &Reference,
    ) {
        let ways: &[Way] = match by {
            Means::Sms => &[Way::Sms],
            Means::Whatsapp => &[Way::Whatsapp],
            Means::Both => &[Way::Sms, Way::Besides],
        };
        self.effects.extend(ways.iter().map(|by| {
            Effect::SendSms(OfficerSms {
                notice,
                officer: officer.clone(),
                reference: reference.clone(),
                tried: Vec::new(),
                hold: Hold::default(),
                by: *by,
            })
        }));
    }

    /// Asks her the next question: of several such in a row the last counts.
    pub(crate) fn ask_her_on(&mut self, complainant: &mut Complainant, message: Outgoing) {
        self.tell_her(complainant, message);
        if let Some(Effect::SendMessage(sent)) = self.effects.last_mut() {
            sent.asks_on = true;
        }
    }

    /// Tells her, and remembers what she was offered so that a number can answer it.
    pub(crate) fn tell_her(&mut self, complainant: &mut Complainant, message: Outgoing) {
        let offered: Vec<String> = message.options.choices().iter().map(|choice| choice.id.clone()).collect();
        if !offered.is_empty() {
            complainant.offered = offered;
        }
        self.effects.push(Effect::SendMessage(Box::new(SendMessage {
            to: complainant.address.clone(),
            window_until: complainant.window_until(),
            asks_on: false,
            not_before: None,
            message,
        })));
    }
}

/// A line of history in the making.
#[derive(Debug)]
pub(crate) struct Happened<'a> {
    reference: &'a Reference,
    event: Happening,
    at: DateTime<Utc>,
    actor: Actor,
    officer: Option<OfficerId>,
    level: Option<crate::ids::EscalationLevel>,
    code: Option<&'static str>,
    due: Option<DueMoved>,
    other: Option<Reference>,
    text: Option<String>,
}

impl<'a> Happened<'a> {
    pub(crate) fn new(reference: &'a Reference, event: Happening, at: DateTime<Utc>, actor: Actor) -> Self {
        let (officer, level, code, due, other, text) = (None, None, None, None, None, None);
        Self { reference, event, at, actor, officer, level, code, due, other, text }
    }

    pub(crate) fn to(mut self, officer: &OfficerId) -> Self {
        self.officer = Some(officer.clone());
        self
    }

    pub(crate) fn at_level(mut self, level: crate::ids::EscalationLevel) -> Self {
        self.level = Some(level);
        self
    }

    pub(crate) fn coded(mut self, code: &'static str) -> Self {
        self.code = Some(code);
        self
    }

    pub(crate) fn about(mut self, other: &Reference) -> Self {
        self.concerns(other);
        self
    }

    pub(crate) fn concerns(&mut self, other: &Reference) {
        self.other = Some(other.clone());
    }

    pub(crate) fn goes_to(&mut self, officer: &OfficerId) {
        self.officer = Some(officer.clone());
    }

    pub(crate) fn moves(&mut self, old: DateTime<Utc>, new: DateTime<Utc>) {
        self.due = Some(DueMoved { old, new });
    }

    pub(crate) fn saying(mut self, text: &str) -> Self {
        self.text = Some(text.to_owned());
        self
    }
}

/// Why an officer's action was not done. Safe to show to the officer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refused {
    /// No such complaint.
    #[error("there is no complaint with this number")]
    NoSuchComplaint,
    /// The officer has no part in it (any more).
    #[error("this complaint is not with you; it may have been transferred")]
    NotYours,
    /// It changed since the officer looked.
    #[error("the complaint has changed since you opened it; look at it as it stands now and press again")]
    Stale,
    /// The workflow has no such edge from here.
    #[error("{action} is not possible: the complaint is {status}")]
    NotNow {
        /// What was tried.
        action: &'static str,
        /// Where it stands.
        status: &'static str,
    },
    /// Something needed is missing.
    #[error("{field} is missing: write what the form asks for")]
    Missing {
        /// Which field.
        field: &'static str,
    },
    /// Too long.
    #[error("{field} is too long: at most {most} characters")]
    TooLong {
        /// Which field.
        field: &'static str,
        /// How many characters are allowed.
        most: usize,
    },
    /// The office of this officer may not do it, or not here.
    #[error("{action} is for a senior officer, and never for one's own request")]
    NotForYou {
        /// What was tried.
        action: &'static str,
    },
    /// A pause that is too long, or a second one.
    #[error("one pause of at most 3 days; longer or again needs a senior's consent: request an extension")]
    NeedsConsent,
    /// Violence and danger wait for nothing.
    #[error("violence and danger are neither paused nor extended")]
    Violence,
    /// A value that does not fit.
    #[error("{field} does not fit: see what the form says of it")]
    Unfit {
        /// Which field.
        field: &'static str,
    },
    /// It is answered with another complaint.
    #[error("it is answered together with {into}: act there, or separate the two first")]
    Merged {
        /// The other.
        into: Reference,
    },
    /// Two complaints that cannot be answered together.
    #[error("{0}")]
    Apart(crate::same_matter::Apart),
    /// No such officer to transfer to.
    #[error("there is no such officer to transfer to: choose one from the list")]
    NoSuchOfficer,
}

/// The office that answers for a complaint, as she reads it.
pub(crate) fn office_name(policy: &Policy, officer: &OfficerId, language: crate::Language) -> String {
    policy.officer(officer).and_then(|officer| policy.office(&officer.office)).map_or_else(
        || policy.cell.name.in_language(language).to_owned(),
        |office| office.name.in_language(language).to_owned(),
    )
}

#[cfg(test)]
#[path = "tests/decision.rs"]
mod tests;
