//! The conversation: what one message of hers does.
//!
//! Read top down: what she means ([`Heard`]), then one small function a meaning.
//! Whatever happens, her message is kept.

use crate::closure;
use crate::complainant::{Complainant, Draft, Step};
use crate::complaint::Complaint;
use crate::decision::{Context, Decision, KeptMessage, State};
use crate::flags;
use crate::hearing::Heard;
use crate::held_news;
use crate::ids::AreaId;
use crate::limits;
use crate::message::InboundMessage;
use crate::prompts::{self, Tap, VIOLENCE};
use crate::reference::Reference;
use crate::register::{self, Registrar};
use crate::triage;
use crate::undelivered;
use crate::wish;
use crate::words::Command;
use crate::{Category, texts};

/// A message with at least so many characters tells a story; fewer may be a greeting.
const STORY_CHARACTERS: usize = 20;
/// A choice typed in words has at most so many words; more is a story.
const CHOICE_WORDS: usize = 4;

/// One message, and what becomes of her and her complaints.
pub(crate) struct Turn<'a> {
    pub(crate) state: &'a State,
    pub(crate) context: &'a Context<'a>,
    pub(crate) her: Complainant,
    pub(crate) decision: Decision,
    /// The complaint or draft that the message belongs to.
    pub(crate) belongs_to: Option<Reference>,
}

/// Decides on one message.
pub(crate) fn receive(state: &State, message: InboundMessage, context: &Context<'_>) -> Decision {
    let address = message.reply_address();
    let mut her = state.complainant.clone().unwrap_or_else(|| Complainant {
        language: context.policy.default_language(),
        ..Complainant::new(address.clone(), context.now)
    });
    if !message.is_in_doubt() {
        her.wrote_from(address, context.now);
    }
    let mut turn = Turn { state, context, her, decision: Decision::default(), belongs_to: None };
    match turn.current_reference() {
        current if !message.kind.is_substance() => turn.belongs_to = current,
        // Somebody may be writing in her name: kept with her case, and nothing done.
        current @ Some(_) if message.is_in_doubt() => turn.belongs_to = current,
        None if message.is_in_doubt() => turn.begin(&message),
        _ => limits::hear(&mut turn, &message),
    }
    turn.finish(message)
}

impl Turn<'_> {
    fn finish(mut self, message: InboundMessage) -> Decision {
        self.belongs_to = self.state.number_answering(self.belongs_to);
        flags::mark_complaint(&mut self, &message);
        self.her.version += 1;
        let kept = KeptMessage { message, complaint: self.belongs_to, received_at: self.context.now };
        self.decision.messages.push(kept);
        self.decision.complainant = Some(self.her);
        self.decision
    }

    pub(crate) fn hear(&mut self, message: &InboundMessage) {
        let heard = Heard::of(message, &self.her.offered);
        let missed = self.her.missed.take();
        let opens_question = heard != Heard::Distress && undelivered::put_held_question(self);
        if opens_question && !heard.stands_alone(message) {
            return;
        }
        if held_news::read(self, &heard, message) || undelivered::read_news(self, missed, &heard, message) {
            return;
        }
        if limits::begins_one_too_many(self, &heard) {
            return limits::join_newest(self, &heard);
        }
        match heard {
            Heard::Tap(tap) => self.tap(tap),
            Heard::Distress => self.distress(message),
            Heard::Command(command) => self.command(command, message),
            Heard::Words if closure::is_denied(self, message) => self.command(Command::No, message),
            Heard::Words => self.words(message),
        }
    }

    pub(crate) fn tap(&mut self, tap: Tap) {
        match tap {
            Tap::Category(category) => self.choose_category(category),
            Tap::Area(area) => self.choose_area(area),
            Tap::Register => self.register_or_show(),
            Tap::RegisterViolence => self.register_violence(),
            Tap::Cancel => self.cancel(),
            Tap::Solved(reference) => closure::confirm(self, &reference),
            Tap::NotSolved(reference) => closure::deny(self, &reference),
            Tap::Stop => wish::stop(self, true),
            Tap::Start => wish::start(self),
        }
    }

    pub(crate) fn command(&mut self, command: Command, message: &InboundMessage) {
        let step = self.her.draft.as_ref().map(|draft| draft.step);
        let disposed = closure::awaiting_her_word(self.state);
        match (command, step, disposed) {
            (Command::Status, ..) => closure::show_status(self),
            (Command::Stop, ..) => wish::stop(self, false),
            (Command::Start, ..) if self.her.is_quiet() => wish::start(self),
            (Command::Menu | Command::Start, ..) => self.start_over(),
            (Command::Language(language), ..) => self.set_language(language),
            (Command::Cancel, ..) => self.cancel(),
            (Command::Yes | Command::Register, Some(Step::Confirm), _) => self.register_or_show(),
            (Command::Yes | Command::Register, Some(_), _) if self.is_offered(VIOLENCE) => {
                self.register_violence();
            }
            (Command::No, Some(Step::Confirm), _) => self.cancel(),
            (Command::Skip, Some(Step::Area), _) => self.choose_area(None),
            (Command::Yes, None, Some(reference)) => closure::confirm(self, &reference),
            (Command::No, None, Some(reference)) => closure::deny(self, &reference),
            (Command::No, None, None) if self.open_complaint().is_none() => closure::late_no(self),
            // A closing 'ok' confirms nothing, and is no complaint either.
            (Command::Yes, None, None) if self.all_are_closed() => closure::show_status(self),
            _ => self.words(message),
        }
    }

    fn all_are_closed(&self) -> bool {
        !self.state.complaints.is_empty() && self.open_complaint().is_none()
    }

    /// Whether this is the one thing that she was last offered.
    fn is_offered(&self, choice: &str) -> bool {
        matches!(&self.her.offered[..], [only] if only == choice)
    }

    fn words(&mut self, message: &InboundMessage) {
        if self.her.draft.is_some() {
            self.add_to_draft(message);
        } else if let Some(complaint) = self.named_complaint(message).or_else(|| self.open_complaint()) {
            closure::join(self, complaint);
        } else if !limits::join_instead_of_beginning(self) {
            self.begin(message);
        }
    }

    /// Distress is answered first of all; the words are kept in a draft.
    pub(crate) fn distress(&mut self, message: &InboundMessage) {
        let patience = self.context.policy.timers.urgent_draft_minutes;
        let mut draft = self.take_draft();
        self.keep_in(&mut draft, message);
        draft.distress = true;
        draft.urgent = true;
        draft.patience_minutes = patience;
        self.her.draft = Some(draft);
        self.say(prompts::distress(self.her.language));
    }

    fn begin(&mut self, message: &InboundMessage) {
        let mut draft = self.take_draft();
        self.keep_in(&mut draft, message);
        let opening = self.opening(draft.urgent);
        self.ask(draft, &opening);
    }

    fn add_to_draft(&mut self, message: &InboundMessage) {
        let mut draft = self.take_draft();
        let text = message.text.as_deref().unwrap_or_default();
        let step = draft.step;
        let chosen = (step == Step::Category).then(|| self.category_in(text)).flatten();
        self.keep_in(&mut draft, message);
        draft.category = draft.category.or(chosen);
        match step {
            Step::Area if draft.area.is_none() && draft.asked_place_again => draft.place_settled = true,
            Step::Area => draft.asked_place_again = true,
            Step::Story => draft.told = true,
            Step::Category | Step::Confirm => {}
        }
        let opening =
            if chosen.is_some() || step == Step::Confirm { "" } else { texts::received(self.her.language) };
        self.ask(draft, opening);
    }

    /// The draft in hand, or a new one.
    pub(crate) fn take_draft(&mut self) -> Draft {
        self.her.draft.take().unwrap_or_else(|| {
            Draft::new(
                self.context.fresh_reference.clone(),
                self.context.now,
                self.context.policy.timers.draft_minutes,
            )
        })
    }

    /// Counts a message into a draft and learns from its words.
    pub(crate) fn keep_in(&mut self, draft: &mut Draft, message: &InboundMessage) {
        let text = message.text.as_deref().unwrap_or_default();
        draft.touched_at = self.context.now;
        draft.messages += 1;
        draft.hushed = false;
        draft.told |=
            text.chars().count() >= STORY_CHARACTERS || message.kind.is_media() || message.location.is_some();
        draft.urgent |= triage::triage(text).urgent;
        flags::mark_draft(draft, text, self.context.policy);
        if draft.area.is_none() {
            draft.area = self.context.policy.area_in_text(text);
        }
        self.belongs_to = Some(draft.reference.clone());
    }

    /// Asks the draft's next question, and keeps the draft.
    pub(crate) fn ask(&mut self, mut draft: Draft, opening: &str) {
        draft.touched_at = self.context.now;
        draft.settle();
        let prompt = prompts::next_step(self.her.language, &draft, opening, self.context.policy);
        self.belongs_to = Some(draft.reference.clone());
        self.her.draft = Some(draft);
        self.her.offered.clear();
        // The notice and the numbers to call are never left out for a later question.
        let language = self.her.language;
        if [texts::received(language), texts::language_set(language), ""].contains(&opening) {
            self.decision.ask_her_on(&mut self.her, prompt);
        } else {
            self.say(prompt);
        }
    }

    /// The welcome with the consent notice, once; helplines where she may be in danger.
    fn opening(&mut self, urgent: bool) -> String {
        let language = self.her.language;
        let mut opening = if self.her.notified {
            texts::received(language).to_owned()
        } else {
            texts::welcome(language, self.context.policy.cell.name.in_language(language))
        };
        self.her.notified = true;
        if urgent {
            opening = format!("{opening}\n{}", texts::helplines(language));
        }
        opening
    }

    fn choose_category(&mut self, category: Category) {
        let mut draft = self.take_draft();
        draft.category = Some(category);
        self.ask(draft, "");
    }

    fn choose_area(&mut self, area: Option<AreaId>) {
        let mut draft = self.take_draft();
        draft.area = area.filter(|area| self.context.policy.area(area).is_some());
        draft.place_settled = true;
        self.ask(draft, "");
    }

    pub(crate) fn cancel(&mut self) {
        self.belongs_to = self.her.draft.take().map(|draft| draft.reference);
        self.her.offered.clear();
        self.say(prompts::say(texts::cancelled(self.her.language)));
    }

    /// A menu word: a new complaint, or the draft's questions from the first.
    fn start_over(&mut self) {
        let mut draft = self.take_draft();
        draft.category = None;
        draft.place_settled = false;
        draft.asked_place_again = false;
        let opening = if self.her.notified { String::new() } else { self.opening(false) };
        self.ask(draft, &opening);
    }

    fn set_language(&mut self, language: crate::Language) {
        self.her.language = language;
        let set = texts::language_set(language);
        if let Some(draft) = self.her.draft.take() {
            self.ask(draft, set);
        } else if self.state.complaints.is_empty() {
            let draft = self.take_draft();
            let opening = self.opening(false);
            self.ask(draft, &opening);
        } else {
            self.say(prompts::say(set));
        }
    }

    /// Registers the draft; without one (a second tap) shows how things stand.
    fn register_or_show(&mut self) {
        match self.her.draft.take() {
            Some(draft) if draft.category.is_none() && !draft.distress => self.ask(draft, ""),
            Some(draft) => self.register(draft),
            None => closure::show_status(self),
        }
    }

    fn register_violence(&mut self) {
        let known =
            |complaint: &Complaint| complaint.category == Category::Violence && !complaint.status.is_closed();
        let told_already = self.state.complaints.iter().any(known);
        if self.her.draft.is_none() && told_already {
            return closure::show_status(self);
        }
        let mut draft = self.take_draft();
        draft.category = Some(Category::Violence);
        self.register(draft);
    }

    fn register(&mut self, draft: Draft) {
        self.belongs_to = Some(draft.reference.clone());
        self.her.offered.clear();
        register::register(draft, &Registrar::Herself, &mut self.her, self.context, &mut self.decision);
    }

    /// A category typed in a few words instead of tapped.
    fn category_in(&self, text: &str) -> Option<Category> {
        let few = text.split_whitespace().count() <= CHOICE_WORDS;
        few.then(|| self.context.policy.find_category(text)).flatten()
    }

    /// The complaint of hers whose number the message names.
    pub(crate) fn named_complaint(&self, message: &InboundMessage) -> Option<Complaint> {
        let text = message.text.as_deref()?;
        let named = Reference::find_in(text, &self.context.policy.cell.prefix)?;
        self.state.answering(&named).filter(|complaint| !complaint.status.is_closed()).cloned()
    }

    /// Her newest complaint that is not closed.
    pub(crate) fn open_complaint(&self) -> Option<Complaint> {
        let open = self.state.complaints.iter().filter(|complaint| !complaint.status.is_closed());
        let newest = open.max_by_key(|complaint| complaint.registered_at)?;
        self.state.answering(&newest.reference).cloned()
    }

    pub(crate) fn current_reference(&self) -> Option<Reference> {
        let draft = self.her.draft.as_ref().map(|draft| draft.reference.clone());
        draft.or_else(|| self.open_complaint().map(|complaint| complaint.reference))
    }

    pub(crate) fn say(&mut self, message: crate::message::Outgoing) {
        self.decision.tell_her(&mut self.her, message);
    }
}

#[cfg(test)]
#[path = "tests/conversation.rs"]
mod tests;
