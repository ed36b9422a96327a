//! The desk: a woman who walked in, or who called, gets a number like any other.

use chrono::{DateTime, Utc};
use domain::category::Language;
use domain::conflict::Accused;
use domain::event::Event;
use domain::message::{Channel, InboundMessage, MessageKind, Provider, Sender};
use domain::walk_in::WalkIn;
use domain::{AreaId, Category, Reference, decide};

use crate::deliver;
use crate::ports::{Commit, Committed, Settlement, Store, StoreError, World};
use crate::service::{Helpline, LEASE, MOST_ATTEMPTS};
use crate::staff::{Staff, e164};
use crate::vault::PersonKey;

/// Most characters of what is written down: more belongs into a second message.
pub const MOST_WORDS: usize = 4_000;

/// The form of a walk-in. Personal: it has no `Debug`.
#[derive(Clone, Default)]
pub struct Form {
    /// Made when the form was shown: sent twice, it registers once.
    pub nonce: String,
    /// Her number, as she says it; empty if she has none.
    pub phone: String,
    /// Her name, if she says it.
    pub name: String,
    /// In the words of whoever wrote it down.
    pub words: String,
    /// What it is about, by its name on the wire.
    pub category: String,
    /// Where, by its id; empty if not said.
    pub area: String,
    /// In which language she is answered, by its code.
    pub language: String,
    /// Whether she is in danger.
    pub urgent: bool,
    /// Whether it concerns a minor.
    pub minor: bool,
    /// Officers that it accuses, by id.
    pub accused_officers: Vec<String>,
    /// Offices that it accuses, by id.
    pub accused_offices: Vec<String>,
}

/// Which field of a form must be filled in otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// The form is not one that we showed.
    Nonce,
    /// No number that can be called.
    Phone,
    /// Nothing is written down.
    Words,
    /// More is written down than fits.
    TooManyWords,
    /// No such category.
    Category,
    /// No such tehsil.
    Area,
    /// No such officer or office.
    Accused,
}

/// A complaint brought to the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// Hers.
    pub person: PersonKey,
    /// Its number.
    pub reference: Reference,
    /// Whether the same form had registered it before.
    pub before: bool,
}

/// What a form says, read against the policy.
fn read(form: &Form, staff: &Staff) -> Result<WalkIn, Unfit> {
    let policy = &staff.policy;
    let is_nonce = form.nonce.len() == 16 && form.nonce.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_nonce {
        return Err(Unfit::Nonce);
    }
    let phone = match form.phone.trim() {
        "" => None,
        written => Some(e164(written).ok_or(Unfit::Phone)?),
    };
    let words = form.words.trim();
    match words.chars().count() {
        0 => return Err(Unfit::Words),
        1..=MOST_WORDS => {}
        _ => return Err(Unfit::TooManyWords),
    }
    let text = match form.name.trim() {
        "" => words.to_owned(),
        name => format!("{name}:\n{words}"),
    };
    let area = Some(AreaId::new(form.area.trim())).filter(|area| !area.as_str().is_empty());
    if area.as_ref().is_some_and(|area| policy.area(area).is_none()) {
        return Err(Unfit::Area);
    }
    let language = Language::ALL.into_iter().find(|language| language.code() == form.language);
    Ok(WalkIn {
        message: message(form, staff, phone, text),
        language: language.or(policy.cell.languages.first().copied()).unwrap_or(Language::Hindi),
        category: Category::ALL
            .into_iter()
            .find(|category| category.as_str() == form.category)
            .ok_or(Unfit::Category)?,
        area,
        urgent: form.urgent,
        minor: form.minor,
        accused: accused(form, staff)?,
        by: staff.officer.id.clone(),
    })
}

fn accused(form: &Form, staff: &Staff) -> Result<Vec<Accused>, Unfit> {
    let policy = &staff.policy;
    let officers = form.accused_officers.iter().map(|id| {
        let known = policy.officers().find(|officer| officer.id.as_str() == id);
        known.map(|officer| Accused::Officer(officer.id.clone()))
    });
    let offices = form.accused_offices.iter().map(|id| {
        let known = policy.offices.iter().find(|office| office.id.as_str() == id);
        known.map(|office| Accused::Office(office.id.clone()))
    });
    officers.chain(offices).collect::<Option<_>>().ok_or(Unfit::Accused)
}

/// What was written down, as a message. Who gives no number is known by the
/// form alone.
fn message(form: &Form, staff: &Staff, phone: Option<String>, text: String) -> InboundMessage {
    let user_id = phone.is_none().then(|| format!("desk:{}", form.nonce));
    InboundMessage {
        provider: Provider::Desk,
        channel: Channel::Desk,
        provider_message_id: format!("{}-{}", staff.officer.id, form.nonce),
        receiver: staff.policy.cell.id.as_str().to_owned(),
        sender: Sender { phone, user_id, email: None },
        kind: MessageKind::Text,
        text: Some(text),
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

/// Registers what is on the form; the same form sent twice registers once.
///
/// # Errors
///
/// The inner error names the field to fill in otherwise; [`StoreError`] where
/// nothing was stored and the same form may be sent again.
pub async fn register<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    staff: &Staff,
    form: &Form,
    now: DateTime<Utc>,
) -> Result<Result<(Brought, Vec<Settlement>), Unfit>, StoreError> {
    let walk_in = match read(form, staff) {
        Ok(walk_in) => walk_in,
        Err(unfit) => return Ok(Err(unfit)),
    };
    let identity = walk_in.message.sender.identity().unwrap_or_default();
    let name = helpline.vault.person(&staff.policy.cell.id, identity);
    for _ in 0..MOST_ATTEMPTS {
        let woman = helpline.store.load_woman(std::slice::from_ref(&name)).await?;
        let fresh = helpline.fresh_reference(&staff.policy)?;
        let context = Helpline::<S, W>::context(&staff.policy, now, &fresh);
        let event = Event::WalkInRegistered(Box::new(walk_in.clone()));
        // Only an officer's action can be refused.
        let decision = decide(&woman.state, event, &context).unwrap_or_default();
        let commit = Commit {
            person: &woman.home,
            from: None,
            before: &woman.state,
            decision: &decision,
            link: None,
            policy: &staff.policy,
            lease_until: now + LEASE,
        };
        match helpline.store.commit(&commit).await? {
            Committed::Stored(outbox) => {
                let settlements = deliver::deliver(helpline, &staff.policy, outbox, now).await;
                let brought = Brought { person: woman.home, reference: fresh, before: false };
                return Ok(Ok((brought, settlements)));
            }
            Committed::Duplicate(_) => {
                let newest = woman.state.complaints.iter().max_by_key(|complaint| complaint.registered_at);
                let reference = newest.map(|complaint| complaint.reference.clone());
                let reference = reference.ok_or(StoreError::Corrupt("complaint (a form without one)"))?;
                return Ok(Ok((Brought { person: woman.home, reference, before: true }, Vec::new())));
            }
            Committed::Conflict => {}
        }
    }
    Err(StoreError::Busy)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::policy::Policy;

    use super::*;

    fn staff() -> Staff {
        let policy = Policy::from_toml(include_str!("../../domain/policy/lucknow.toml")).unwrap();
        let officer = policy.dm().clone();
        Staff { policy: Arc::new(policy), officer }
    }

    fn good() -> Form {
        Form {
            nonce: "0123456789abcdef".into(),
            words: "पेंशन नहीं मिली".into(),
            category: "pension".into(),
            ..Form::default()
        }
    }

    #[test]
    fn a_form_says_what_is_wrong_with_it() {
        let check = |form: Form, unfit: Unfit| assert_eq!(read(&form, &staff()).unwrap_err(), unfit);
        check(Form { nonce: "x".into(), ..good() }, Unfit::Nonce);
        check(Form { phone: "12".into(), ..good() }, Unfit::Phone);
        check(Form { words: "  ".into(), ..good() }, Unfit::Words);
        check(Form { words: "a".repeat(MOST_WORDS + 1), ..good() }, Unfit::TooManyWords);
        check(Form { category: "marriage".into(), ..good() }, Unfit::Category);
        check(Form { area: "nowhere".into(), ..good() }, Unfit::Area);
        check(Form { accused_officers: vec!["nobody".into()], ..good() }, Unfit::Accused);
    }

    #[test]
    fn who_gives_no_number_is_known_by_the_form() {
        let without = read(&good(), &staff()).unwrap();
        assert_eq!(without.message.sender.identity(), Some("desk:0123456789abcdef"));
        let with = Form { phone: "090000 00123".into(), name: "सीता".into(), ..good() };
        let with = read(&with, &staff()).unwrap();
        assert_eq!(with.message.sender.identity(), Some("+919000000123"));
        assert_eq!(with.message.text.as_deref(), Some("सीता:\nपेंशन नहीं मिली"));
    }
}
