//! An officer's WhatsApp message from the registered number: a command of the
//! grammar is done under the rules of the officer's page and answered; anything
//! else goes on as a complainant's.
//!
//! The provider has signed who wrote, which is why WhatsApp only: an SMS may
//! name any sender, and nobody acts by mail. What closes needs the PIN besides,
//! counted on the same lock as the link's. The message is stored under its
//! provider's id with digits that may be a PIN blanked, in the transaction of
//! what it does: redelivered, it is done once.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::complainant::WINDOW;
use domain::effect::{Effect, SendMessage};
use domain::event::{Event, OfficerActed};
use domain::message::{Channel, InboundMessage, MessageKind};
use domain::officer_commands::{self as commands, Order, Reading, Unclear, Verb};
use domain::policy::Policy;
use domain::roster::Officer;
use domain::{Decision, KeptMessage, Reference, State, decide, prompts, texts_officer as say};
use serde_json::json;

use crate::act::WRONG_PINS;
use crate::deliver;
use crate::log;
use crate::pin;
use crate::ports::{Commit, Committed, LinkState, Settlement, Store, StoreError, World};
use crate::service::{Helpline, LEASE, MOST_ATTEMPTS};
use crate::vault::PersonKey;

/// The port that finds whose complaint a number is.
#[expect(async_fn_in_trait, reason = "one implementation a program; never a trait object")]
pub trait References {
    /// Under whose name a reference was reserved; `None` if nobody's.
    async fn find(&self, reference: &Reference) -> Result<Option<PersonKey>, StoreError>;
}

/// An officer who wrote, and what.
struct Letter<'a> {
    policy: Arc<Policy>,
    officer: Officer,
    /// Where the message is kept: under the officer's own number.
    own: PersonKey,
    message: &'a InboundMessage,
}

/// What becomes of a command: what is stored with it, and what is answered.
struct Outcome {
    person: PersonKey,
    before: State,
    decision: Decision,
    link: Option<(Reference, LinkState)>,
    answer: String,
    done: bool,
}

/// A case as the command names it.
struct Named {
    person: PersonKey,
    state: State,
    link: LinkState,
}

/// Takes a message if it is an officer's command: `None` if it is to go on as
/// a complainant's.
///
/// # Errors
///
/// [`StoreError`] if nothing was stored and the provider must send it again.
pub async fn take<S: Store + References, W: World>(
    helpline: &Helpline<S, W>,
    message: &InboundMessage,
    now: DateTime<Utc>,
) -> Result<Option<Vec<Settlement>>, StoreError> {
    let Some(letter) = sender(helpline, message).await? else { return Ok(None) };
    let text = message.text.as_deref().unwrap_or_default();
    let reading = commands::read(text, &letter.policy.cell.prefix);
    for _ in 0..MOST_ATTEMPTS {
        let Some(outcome) = weigh(helpline, &letter, &reading, now).await? else { return Ok(None) };
        let done = outcome.done;
        if let Some(settlements) = store(helpline, &letter, outcome, now).await? {
            let verb = name(&reading);
            log::line(
                &json!({"kind": "officer_message", "officer": letter.officer.id, "verb": verb, "done": done}),
            );
            return Ok(Some(settlements));
        }
    }
    Err(StoreError::Busy)
}

/// The officer in post whose WhatsApp number this is, in the cell that was
/// written to. A number that two of them share is nobody's.
async fn sender<'a, S: Store, W: World>(
    helpline: &Helpline<S, W>,
    message: &'a InboundMessage,
) -> Result<Option<Letter<'a>>, StoreError> {
    if message.channel != Channel::Whatsapp || message.kind != MessageKind::Text {
        return Ok(None);
    }
    let Some(phone) = message.sender.phone.as_deref() else { return Ok(None) };
    let Some(policy) = helpline.policy_for(&message.receiver).await? else { return Ok(None) };
    let known = policy.officers().filter(|officer| officer.active && officer.phone == phone);
    let known: Vec<Officer> = known.take(2).cloned().collect();
    let Ok([officer]) = <[Officer; 1]>::try_from(known) else { return Ok(None) };
    let own = helpline.vault.person(&policy.cell.id, phone);
    Ok(Some(Letter { policy, officer, own, message }))
}

/// What is done and answered; `None` where it is a complainant's message.
async fn weigh<S: Store + References, W: World>(
    helpline: &Helpline<S, W>,
    letter: &Letter<'_>,
    reading: &Reading,
    now: DateTime<Utc>,
) -> Result<Option<Outcome>, StoreError> {
    let language = letter.officer.language;
    let list = || helpline.list_link(&letter.policy.cell.id, &letter.officer.id);
    let answer = match reading {
        Reading::Hers => return Ok(None),
        Reading::Do(order) => return perform(helpline, letter, order, now).await,
        Reading::List => say::list(language, &list()),
        Reading::Help => say::help(language).to_owned(),
        Reading::Unclear(unclear) => match unclear {
            Unclear::NoVerb(reference) => {
                // A number alone may be in a complainant's question.
                match named(helpline, letter, reference).await? {
                    Found::Theirs(_) => say::which_verb(language, reference),
                    Found::Own | Found::Nothing => return Ok(None),
                }
            }
            Unclear::NoNumber(verb) => say::no_number(language, *verb, &list()),
            Unclear::Slip(verb) => say::slip(language, *verb),
            Unclear::TwoNumbers(verb) => say::two_numbers(language, *verb),
            Unclear::WhichVerb(reference) => say::which_verb(language, reference),
            Unclear::NoText(verb, reference) => say::no_text(language, *verb, reference),
            Unclear::NoOutcome(reference) => say::no_outcome(language, reference),
            Unclear::PinAlone => say::pin_alone(language).to_owned(),
        },
    };
    Ok(Some(only(letter, answer)))
}

/// Nothing is done; it is answered.
fn only(letter: &Letter<'_>, answer: String) -> Outcome {
    Outcome {
        person: letter.own.clone(),
        before: State::default(),
        decision: Decision::default(),
        link: None,
        answer,
        done: false,
    }
}

/// Whose complaint a number names, as this officer may know.
enum Found {
    /// One that the officer has a part in.
    Theirs(Box<Named>),
    /// The officer's own, as a complainant.
    Own,
    /// None, or one that is nothing to the officer: they are not told apart.
    Nothing,
}

async fn named<S: Store + References, W: World>(
    helpline: &Helpline<S, W>,
    letter: &Letter<'_>,
    reference: &Reference,
) -> Result<Found, StoreError> {
    let person = match helpline.store.find(reference).await? {
        Some(person) if person == letter.own => return Ok(Found::Own),
        Some(person) if person.cell == letter.policy.cell.id => person,
        _ => return Ok(Found::Nothing),
    };
    let (state, link) = helpline.store.load_case(&person, reference, Some(&letter.officer.id)).await?;
    let theirs = state.complaint(reference).is_some_and(|it| it.admits(&letter.officer.id, &letter.policy));
    Ok(if theirs { Found::Theirs(Box::new(Named { person, state, link })) } else { Found::Nothing })
}

/// One clear command on one complaint.
async fn perform<S: Store + References, W: World>(
    helpline: &Helpline<S, W>,
    letter: &Letter<'_>,
    order: &Order,
    now: DateTime<Utc>,
) -> Result<Option<Outcome>, StoreError> {
    let (language, reference) = (letter.officer.language, &order.reference);
    let named = match named(helpline, letter, reference).await? {
        Found::Theirs(named) => *named,
        Found::Own => return Ok(None),
        Found::Nothing => return Ok(Some(only(letter, say::not_yours(language, reference)))),
    };
    let link = match check_pin(helpline, letter, order, &named, now)? {
        Checked::Go(link) => link,
        Checked::Stop(outcome) => return Ok(Some(*outcome)),
    };
    let fresh = helpline.fresh_reference(&letter.policy)?;
    let context = Helpline::<S, W>::context(&letter.policy, now, &fresh);
    let seen_version = named.state.complaint(reference).map_or(0, |complaint| complaint.version);
    let Some(action) = order.action() else {
        return Ok(Some(only(letter, say::no_outcome(language, reference))));
    };
    let acted = OfficerActed {
        officer: letter.officer.id.clone(),
        reference: reference.clone(),
        seen_version,
        action,
    };
    let decided = decide(&named.state, Event::OfficerActed(acted), &context);
    let done = decided.is_ok();
    let (decision, answer) = match decided {
        Ok(decision) => (decision, say::done(language, order.verb, reference)),
        Err(why) => {
            let link = helpline.link(&named.person, reference, &letter.officer.id);
            (Decision::default(), say::refused(language, order.verb, reference, &why, &link))
        }
    };
    let link = link.map(|link| (reference.clone(), link));
    Ok(Some(Outcome { person: named.person, before: named.state, decision, link, answer, done }))
}

/// What a look at the PIN allows.
enum Checked {
    /// To go on, and the count of wrong ones that is stored with it.
    Go(Option<LinkState>),
    /// To answer so and do no more.
    Stop(Box<Outcome>),
}

/// What closes needs the PIN; a right one forgets the wrong ones, a wrong one
/// is counted, and the fifth locks the link and tells the cell in-charge.
fn check_pin<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    letter: &Letter<'_>,
    order: &Order,
    named: &Named,
    now: DateTime<Utc>,
) -> Result<Checked, StoreError> {
    let (language, reference, officer) = (letter.officer.language, &order.reference, &letter.officer);
    if !order.verb.closes() {
        return Ok(Checked::Go(None));
    }
    let stop = |answer| Checked::Stop(Box::new(only(letter, answer)));
    let Some(entered) = &order.pin else {
        let link = helpline.link(&named.person, reference, &officer.id);
        return Ok(stop(say::no_pin(language, reference, &link)));
    };
    if named.link.locked_until.is_some_and(|until| now < until) {
        return Ok(stop(say::locked(language, reference)));
    }
    let right = pin::is_right(entered, &officer.pin_hash).map_err(|bad| {
        log::failure("pin", &bad);
        StoreError::Corrupt("pin_hash")
    })?;
    if right {
        return Ok(Checked::Go(Some(LinkState { version: named.link.version, ..LinkState::default() })));
    }
    let wrong = named.link.wrong + 1;
    let locks = wrong >= WRONG_PINS;
    let lock = chrono::TimeDelta::minutes(letter.policy.timers.pin_lock_minutes.into());
    let link = LinkState {
        version: named.link.version,
        wrong: if locks { 0 } else { wrong },
        locked_until: locks.then(|| now + lock),
    };
    let fresh = helpline.fresh_reference(&letter.policy)?;
    let context = Helpline::<S, W>::context(&letter.policy, now, &fresh);
    let locked = Event::LinkLocked { reference: reference.clone(), officer: officer.id.clone() };
    let decision =
        if locks { decide(&named.state, locked, &context).unwrap_or_default() } else { Decision::default() };
    let answer = if locks {
        say::locked(language, reference)
    } else {
        say::wrong_pin(language, reference, WRONG_PINS - wrong)
    };
    Ok(Checked::Stop(Box::new(Outcome {
        person: named.person.clone(),
        before: named.state.clone(),
        decision,
        link: Some((reference.clone(), link)),
        answer,
        done: false,
    })))
}

/// Message, change and answer in one transaction; `None` on a conflict. A
/// message that is there already is done already.
async fn store<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    letter: &Letter<'_>,
    mut outcome: Outcome,
    now: DateTime<Utc>,
) -> Result<Option<Vec<Settlement>>, StoreError> {
    let mut message = letter.message.clone();
    message.text = message.text.as_deref().map(commands::without_pins);
    outcome.decision.messages.push(KeptMessage { message, complaint: None, received_at: now });
    outcome.decision.effects.push(Effect::AnswerOfficer(Box::new(SendMessage {
        to: letter.message.reply_address(),
        message: prompts::say(outcome.answer),
        not_before: None,
        window_until: Some(now + WINDOW),
        asks_on: false,
    })));
    let commit = Commit {
        person: &outcome.person,
        from: Some(&letter.own),
        before: &outcome.before,
        decision: &outcome.decision,
        link: outcome.link.as_ref().map(|(reference, link)| (reference, &letter.officer.id, *link)),
        policy: &letter.policy,
        lease_until: now + LEASE,
    };
    match helpline.store.commit(&commit).await? {
        Committed::Stored(outbox) => Ok(Some(deliver::deliver(helpline, &letter.policy, outbox, now).await)),
        Committed::Duplicate(_) => Ok(Some(Vec::new())),
        Committed::Conflict => Ok(None),
    }
}

/// What is logged of a message: which verb, never a word of it.
fn name(reading: &Reading) -> &'static str {
    let verb = match reading {
        Reading::Hers => return "none",
        Reading::List => return "list",
        Reading::Help => return "help",
        Reading::Unclear(_) => return "unclear",
        Reading::Do(order) => order.verb,
    };
    match verb {
        Verb::Acknowledge => "acknowledge",
        Verb::FirstAction => "first_action",
        Verb::Note => "note",
        Verb::Ask => "ask",
        Verb::Solved | Verb::Dispose => "dispose",
    }
}
