//! What she is shown: sentences from `texts` with the things she may tap.
//!
//! The ids of choices are a small language of their own, read back by
//! [`Tap::read`]; they name no matter, only the step.

use chrono::{DateTime, Utc};

use crate::category::{Category, Language};
use crate::complainant::{Draft, Step};
use crate::complaint::Complaint;
use crate::ids::AreaId;
use crate::message::{Choice, Options, Outgoing, TemplateMessage};
use crate::policy::Policy;
use crate::reference::Reference;
use crate::texts;
use crate::texts_merge;

/// What a tap means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tap {
    /// What it is about.
    Category(Category),
    /// Where; `None` is 'not sure'.
    Area(Option<AreaId>),
    /// Register the draft.
    Register,
    /// Register the draft as violence.
    RegisterViolence,
    /// Drop the draft.
    Cancel,
    /// It is truly solved.
    Solved(Reference),
    /// It is not.
    NotSolved(Reference),
    /// She told her provider to stop our messages, which it did.
    Stop,
    /// She told it to let them come again.
    Start,
}

impl Tap {
    /// Reads the id of a choice; `None` for ids that are not ours.
    #[must_use]
    pub fn read(id: &str) -> Option<Self> {
        match id.split_once(':') {
            Some(("category", name)) => Category::from_name(name).map(Self::Category),
            Some(("area", "unknown")) => Some(Self::Area(None)),
            Some(("area", area)) => Some(Self::Area(Some(AreaId::new(area)))),
            Some(("register", "yes")) => Some(Self::Register),
            Some(("register", "violence")) => Some(Self::RegisterViolence),
            Some(("register", "cancel")) => Some(Self::Cancel),
            Some(("write", "stop")) => Some(Self::Stop),
            Some(("write", "start")) => Some(Self::Start),
            Some(("solved_yes", reference)) => reference.parse().ok().map(Self::Solved),
            Some(("solved_no", reference)) => reference.parse().ok().map(Self::NotSolved),
            _ => None,
        }
    }

    /// What stands on the button or row; `None` for a tehsil, whose name the
    /// policy has.
    #[must_use]
    pub fn title(&self, language: Language) -> Option<&'static str> {
        Some(match self {
            Self::Category(category) => texts::category(language, *category),
            Self::Area(None) => texts::area_unknown(language),
            Self::Area(Some(_)) | Self::Stop | Self::Start => return None,
            Self::Register => texts::register_button(language),
            Self::RegisterViolence => texts::violence_button(language),
            Self::Cancel => texts::cancel_button(language),
            Self::Solved(_) => texts::solved_button(language),
            Self::NotSolved(_) => texts::not_solved_button(language),
        })
    }
}

/// The choice that answers a cry for help.
pub(crate) const VIOLENCE: &str = "register:violence";

fn choice(id: impl Into<String>, title: impl Into<String>) -> Choice {
    Choice { id: id.into(), title: title.into(), description: None }
}

/// A message without choices.
#[must_use]
pub fn say(text: impl Into<String>) -> Outgoing {
    Outgoing { text: text.into(), options: Options::None, template: None }
}

/// What the draft needs next, after `opening`.
#[must_use]
pub fn next_step(language: Language, draft: &Draft, opening: &str, policy: &Policy) -> Outgoing {
    let (question, options) = match draft.step {
        Step::Category => (texts::ask_category(language).to_owned(), categories(language)),
        Step::Area => (texts::ask_area(language).to_owned(), areas(language, policy)),
        Step::Story => (texts::ask_story(language).to_owned(), Options::None),
        Step::Confirm => (confirmation(language, draft, policy), confirm_buttons(language)),
    };
    let text = if opening.is_empty() { question } else { format!("{opening}\n\n{question}") };
    Outgoing { text, options, template: None }
}

fn confirmation(language: Language, draft: &Draft, policy: &Policy) -> String {
    let about = draft.category.unwrap_or(Category::Other);
    let place = draft.area.as_ref().and_then(|area| policy.area(area));
    let place = place.map(|area| area.name.in_language(language));
    texts::ask_confirm(language, texts::category(language, about), place, draft.messages)
}

fn categories(language: Language) -> Options {
    let row = |category: Category| Choice {
        id: format!("category:{category}"),
        title: texts::category(language, category).to_owned(),
        description: Some(texts::category_hint(language, category).to_owned()),
    };
    list(language, Category::ALL.into_iter().map(row).collect())
}

/// The tehsils, as many as a list holds, and 'not sure'.
fn areas(language: Language, policy: &Policy) -> Options {
    let row = |area: &crate::policy_area::Area| {
        choice(format!("area:{}", area.id), area.name.in_language(language))
    };
    let mut rows: Vec<Choice> = policy.areas.iter().take(9).map(row).collect();
    rows.push(choice("area:unknown", texts::area_unknown(language)));
    list(language, rows)
}

fn list(language: Language, rows: Vec<Choice>) -> Options {
    Options::List { button: texts::choose(language).to_owned(), rows }
}

fn confirm_buttons(language: Language) -> Options {
    Options::Buttons(vec![
        choice("register:yes", texts::register_button(language)),
        choice("register:cancel", texts::cancel_button(language)),
    ])
}

/// Help, now; and one tap to register.
#[must_use]
pub fn distress(language: Language) -> Outgoing {
    Outgoing {
        text: texts::distress(language).to_owned(),
        options: Options::Buttons(vec![choice(VIOLENCE, texts::violence_button(language))]),
        template: None,
    }
}

/// It is registered.
#[must_use]
pub fn registered(
    language: Language,
    reference: &Reference,
    category: Category,
    due_at: DateTime<Utc>,
    counted: &str,
) -> Outgoing {
    let mut text = texts::registered(language, reference, due_at, counted);
    if category == Category::Violence {
        text = format!("{text}\n{}", texts::helplines(language));
    }
    Outgoing { text, ..registered_template(language, reference) }
}

/// What says outside the window that it is registered.
pub(crate) fn registered_template(language: Language, reference: &Reference) -> Outgoing {
    let template = Some(template("registered", language, reference, vec![]));
    Outgoing { text: String::new(), options: Options::None, template }
}

/// Is it truly solved?
#[must_use]
pub fn ask_solved(language: Language, reference: &Reference) -> Outgoing {
    let (yes, no) = (format!("solved_yes:{reference}"), format!("solved_no:{reference}"));
    Outgoing {
        text: texts::ask_solved(language, reference),
        options: Options::Buttons(vec![
            choice(yes.clone(), texts::solved_button(language)),
            choice(no.clone(), texts::not_solved_button(language)),
        ]),
        template: Some(template("is_it_solved", language, reference, vec![yes, no])),
    }
}

/// The same, naming those that are answered with it.
pub(crate) fn ask_solved_of(language: Language, complaint: &Complaint) -> Outgoing {
    with_others(ask_solved(language, &complaint.reference), language, complaint)
}

/// A message about a complaint, naming those that are answered with it.
pub(crate) fn with_others(message: Outgoing, language: Language, complaint: &Complaint) -> Outgoing {
    with_numbers(message, language, &complaint.course.with)
}

/// A message, naming these besides.
pub(crate) fn with_numbers(message: Outgoing, language: Language, with: &[Reference]) -> Outgoing {
    Outgoing { text: texts_merge::with_others(message.text, language, with), ..message }
}

/// Two of her numbers are answered together; outside the window only that there
/// is something to read.
#[must_use]
pub fn together(language: Language, into: &Reference, later: &Reference) -> Outgoing {
    Outgoing { text: texts_merge::together(language, into, later), ..news_waits(language, into) }
}

/// A number is answered by itself again.
#[must_use]
pub fn apart(language: Language, reference: &Reference) -> Outgoing {
    Outgoing { text: texts_merge::apart(language, reference), ..news_waits(language, reference) }
}

/// Closed without her word; she may still say no.
#[must_use]
pub fn closed_unconfirmed(language: Language, reference: &Reference) -> Outgoing {
    let no = format!("solved_no:{reference}");
    Outgoing {
        text: texts::closed_unconfirmed(language, reference),
        options: Options::Buttons(vec![choice(no.clone(), texts::not_solved_button(language))]),
        template: Some(template("closed_unconfirmed", language, reference, vec![no])),
    }
}

/// An officer's question; outside the window only that there is one.
#[must_use]
pub fn question(language: Language, reference: &Reference, question: &str) -> Outgoing {
    Outgoing {
        text: texts::question(language, reference, question),
        options: Options::None,
        template: Some(template("question_waits", language, reference, vec![])),
    }
}

/// There is news on her number: all that is said where it is not known what of
/// ours did not reach her.
#[must_use]
pub fn news_waits(language: Language, reference: &Reference) -> Outgoing {
    Outgoing {
        text: texts::news_waits(language, reference),
        options: Options::None,
        template: Some(template("news_waits", language, reference, vec![])),
    }
}

/// A holiday moved the limit; outside the window only that there is news.
#[must_use]
pub fn date_moved(language: Language, reference: &Reference, due_at: DateTime<Utc>) -> Outgoing {
    Outgoing {
        text: texts::date_moved(language, reference, due_at),
        options: Options::None,
        template: Some(template("news_waits", language, reference, vec![])),
    }
}

/// An interim reply with a later limit; outside the window only that there is
/// something to read.
#[must_use]
pub fn interim(language: Language, reference: &Reference, reply: &str, due_at: DateTime<Utc>) -> Outgoing {
    Outgoing {
        text: texts::interim(language, reference, reply, due_at),
        options: Options::None,
        template: Some(template("news_waits", language, reference, vec![])),
    }
}

/// An officer's reply; outside the window only that there is something to read.
#[must_use]
pub fn reply(language: Language, reference: &Reference, reply: &str) -> Outgoing {
    Outgoing {
        text: texts::reply(language, reference, reply),
        options: Options::None,
        template: Some(template("news_waits", language, reference, vec![])),
    }
}

fn template(name: &str, language: Language, reference: &Reference, payloads: Vec<String>) -> TemplateMessage {
    TemplateMessage {
        name: name.to_owned(),
        language: language.code().to_owned(),
        parameters: vec![reference.to_string()],
        payloads,
    }
}

#[cfg(test)]
#[path = "tests/prompts.rs"]
mod tests;
