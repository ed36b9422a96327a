//! A helpline in memory, for the tests of the core: it decides, applies, and
//! holds every decision against the rules that always hold.

use chrono::{DateTime, TimeDelta, Utc};

use crate::alarm;
use crate::complaint::{Complaint, Happening, HistoryEntry, Outcome};
use crate::decision::{Context, Decision, KeptMessage, Refused, State};
use crate::effect::{Effect, Notice, OfficerSms};
use crate::event::{Action, Event, OfficerActed};
use crate::ids::OfficerId;
use crate::message::{Channel, InboundMessage, MessageKind, Provider, Sender};
use crate::outgoing::Outgoing;
use crate::policy::tests::lucknow;
use crate::reference::Reference;
use crate::tally::{self, Row};
use crate::testing_rules::hold;
use crate::{Category, decide};

/// An instant written in IST: `2026-12-01 10:00`.
pub(crate) fn ist(text: &str) -> DateTime<Utc> {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a moment in IST");
    crate::calendar::ist_at(local.date(), local.time())
}

/// Tuesday 1 December 2026, 10:00 IST: where most tests begin.
pub(crate) fn tuesday() -> DateTime<Utc> {
    ist("2026-12-01 10:00")
}

/// A reference of the sample district; another number, another reference.
pub(crate) fn reference(number: u64) -> Reference {
    Reference::generate("LKO", number.wrapping_mul(0x9E37_79B9_7F4A_7C15)).expect("LKO is a prefix")
}

/// A text of hers on WhatsApp.
pub(crate) fn text_message(id: u64, text: &str) -> InboundMessage {
    InboundMessage {
        provider: Provider::Meta,
        channel: Channel::Whatsapp,
        provider_message_id: format!("wamid.{id}"),
        receiver: "100000000000001".to_owned(),
        sender: Sender::phone("+919000000001"),
        kind: MessageKind::Text,
        text: Some(text.to_owned()),
        choice: None,
        media_id: None,
        media_type: None,
        media_count: 0,
        further_media: Vec::new(),
        location: None,
        reply_to: None,
        subject: None,
        verdicts: None,
        raw: None,
        sent_at: None,
    }
}

/// One woman, her complaints, the clock, and everything that came of it.
#[derive(Clone)]
pub(crate) struct Helpline {
    pub(crate) state: State,
    pub(crate) now: DateTime<Utc>,
    /// Every message kept, in order.
    pub(crate) kept: Vec<KeptMessage>,
    /// Everything that happened, in order.
    pub(crate) history: Vec<HistoryEntry>,
    /// Everything that was counted, in order.
    pub(crate) rows: Vec<Row>,
    /// Every effect, with when it was decided.
    pub(crate) effects: Vec<(DateTime<Utc>, Effect)>,
    /// Effects of the last decision.
    fresh: Vec<Effect>,
    pub(crate) numbers: u64,
}

impl Helpline {
    pub(crate) fn new() -> Self {
        Self::at(tuesday())
    }

    pub(crate) fn at(now: DateTime<Utc>) -> Self {
        let state = State::default();
        let (kept, history, effects, fresh) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { state, now, kept, history, rows: Vec::new(), effects, fresh, numbers: 0 }
    }

    /// Decides, holds the decision against the rules, applies it.
    pub(crate) fn decide(&mut self, event: Event) -> Result<Decision, Refused> {
        self.numbers += 1;
        let fresh_reference = &reference(self.numbers);
        let context = Context { policy: lucknow(), now: self.now, fresh_reference };
        let decision = decide(&self.state, event.clone(), &context)?;
        let before = self.state.clone();
        self.state.apply(&decision);
        hold(&before, &event, &decision, &self.state, self.now);
        for after in &decision.complaints {
            let rows = tally::rows(before.complaint(&after.reference), after, &decision.history, lucknow());
            self.rows.extend(rows.into_iter().map(|(_, row)| row));
        }
        self.kept.extend(decision.messages.clone());
        self.history.extend(decision.history.clone());
        self.effects.extend(decision.effects.iter().map(|effect| (self.now, effect.clone())));
        self.fresh.clone_from(&decision.effects);
        Ok(decision)
    }

    fn happens(&mut self, event: Event) -> Decision {
        self.decide(event).expect("only an officer's action can be refused")
    }

    /// She sends a message, made from a text.
    pub(crate) fn she_sends(
        &mut self,
        text: &str,
        change: impl FnOnce(&mut InboundMessage),
    ) -> Vec<Outgoing> {
        let mut message = text_message(self.numbers, text);
        change(&mut message);
        self.happens(Event::MessageReceived(Box::new(message)));
        self.told_her()
    }

    pub(crate) fn she_writes(&mut self, text: &str) -> Vec<Outgoing> {
        self.she_sends(text, |_| {})
    }

    pub(crate) fn she_taps(&mut self, choice: &str) -> Vec<Outgoing> {
        self.she_sends("", |message| {
            message.kind = MessageKind::Button;
            message.choice = Some(choice.to_owned());
        })
    }

    /// What she was told by the last decision.
    pub(crate) fn told_her(&self) -> Vec<Outgoing> {
        let hers = |effect: &Effect| match effect {
            Effect::SendMessage(sent) => Some(sent.message.clone()),
            _ => None,
        };
        self.fresh.iter().filter_map(hers).collect()
    }

    /// Whether free text may be sent to her now.
    pub(crate) fn is_in_window(&self) -> bool {
        let until = self.state.complainant.as_ref().and_then(crate::complainant::Complainant::window_until);
        until.is_none_or(|until| self.now < until)
    }

    /// The SMS of the last decision.
    pub(crate) fn told_officers(&self) -> Vec<(Notice, String)> {
        self.fresh.iter().filter_map(sms).map(|sms| (sms.notice, sms.officer.to_string())).collect()
    }

    /// All SMS so far.
    pub(crate) fn all_sms(&self) -> Vec<(DateTime<Utc>, &OfficerSms)> {
        self.effects.iter().filter_map(|(at, effect)| Some((*at, sms(effect)?))).collect()
    }

    /// Registers a complaint of this category, in Sadar, by taps.
    pub(crate) fn register(&mut self, category: Category) -> Reference {
        self.she_writes("मेरी बात सुनिए, बहुत दिन से परेशान हूँ");
        self.she_taps(&format!("category:{category}"));
        self.she_taps("area:sadar");
        self.she_taps("register:yes");
        self.complaint().reference.clone()
    }

    /// Registers one more, which is about the same.
    pub(crate) fn registers_again(&mut self, category: Category) -> Reference {
        self.she_writes("new");
        self.register(category)
    }

    /// An officer acts on any complaint of hers.
    pub(crate) fn acts_on(
        &mut self,
        reference: &Reference,
        officer: &OfficerId,
        action: Action,
    ) -> Result<Decision, Refused> {
        let seen_version = self.state.complaint(reference).map_or(0, |complaint| complaint.version);
        let (officer, reference) = (officer.clone(), reference.clone());
        self.decide(Event::OfficerActed(OfficerActed { officer, reference, seen_version, action }))
    }

    /// The complaint registered last.
    pub(crate) fn complaint(&self) -> &Complaint {
        self.state.complaints.last().expect("a complaint")
    }

    /// The officer answerable for the complaint registered last acts on it.
    pub(crate) fn officer_does(&mut self, action: Action) -> Result<Decision, Refused> {
        let complaint = self.complaint();
        let (officer, seen_version) = (complaint.officer.clone(), complaint.version);
        let reference = complaint.reference.clone();
        self.decide(Event::OfficerActed(OfficerActed { officer, reference, seen_version, action }))
    }

    pub(crate) fn officer_disposes(&mut self) {
        let text = "हो गया".to_owned();
        self.officer_does(Action::Dispose { outcome: Outcome::Granted, text })
            .expect("it can be disposed of");
    }

    /// Another officer acts on the complaint registered last.
    pub(crate) fn acts(&mut self, officer: &str, action: Action) -> Result<Decision, Refused> {
        let (reference, seen_version) = (self.complaint().reference.clone(), self.complaint().version);
        let officer = OfficerId::new(officer);
        self.decide(Event::OfficerActed(OfficerActed { officer, reference, seen_version, action }))
    }

    pub(crate) fn wait(&mut self, minutes: i64) {
        self.now += TimeDelta::minutes(minutes);
    }

    /// One sweep at this moment: her draft, then every complaint.
    pub(crate) fn sweep(&mut self) -> Vec<Decision> {
        let mut decisions = vec![self.happens(Event::DraftAlarmRang)];
        let references: Vec<Reference> = self.state.complaints.iter().map(|c| c.reference.clone()).collect();
        for reference in references {
            decisions.push(self.happens(Event::ComplaintAlarmRang { reference }));
        }
        self.fresh = decisions.iter().flat_map(|decision| decision.effects.clone()).collect();
        decisions
    }

    /// The clock jumps there, nothing being swept on the way, and sweeps once.
    pub(crate) fn sweep_at(&mut self, moment: &str) -> Vec<(Notice, String)> {
        self.now = ist(moment);
        self.sweep();
        self.told_officers()
    }

    /// Every minute until then: all SMS on the way, as `day time`, notice, officer.
    pub(crate) fn sweep_until(&mut self, moment: &str) -> Vec<(String, Notice, String)> {
        let (from, end) = (self.effects.len(), ist(moment));
        while let Some(next) = self.next_alarm().filter(|next| *next <= end) {
            self.now = next;
            self.sweep();
            assert!(self.next_alarm().is_none_or(|after| after > next), "an alarm that was rung stays due");
        }
        self.now = end;
        let shown = |at: DateTime<Utc>| crate::calendar::ist(at).format("%d %H:%M").to_string();
        let told = |(at, effect): &(DateTime<Utc>, Effect)| {
            sms(effect).map(|sms| (shown(*at), sms.notice, sms.officer.to_string()))
        };
        self.effects.iter().skip(from).filter_map(told).collect()
    }

    /// When a complaint or the draft next needs the clock.
    pub(crate) fn next_alarm(&self) -> Option<DateTime<Utc>> {
        let silence = lucknow().timers.silence_days;
        let complaints = self.state.complaints.iter().filter_map(|c| Some(alarm::next(c, silence)?.0));
        let draft = self.state.complainant.iter().filter_map(|her| Some(her.draft.as_ref()?.due_at()));
        complaints.chain(draft).min()
    }

    /// What happened to complaints so far, by name.
    pub(crate) fn happenings(&self) -> Vec<Happening> {
        self.history.iter().map(|entry| entry.event).collect()
    }
}

fn sms(effect: &Effect) -> Option<&OfficerSms> {
    match effect {
        Effect::SendSms(sms) => Some(sms),
        _ => None,
    }
}
