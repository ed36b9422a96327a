//! A button pressed, with what was written: from a form or from JSON, and the
//! action that it asks for.

use chrono::NaiveDate;
use domain::complaint::Outcome;
use domain::course::{CallBack, Outside, PauseReason};
use domain::event::Action;
use domain::same_matter::SameMatter;
use domain::{AreaId, Category, OfficerId};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::request::Fields;

/// A button pressed, with what was written: from a form or from JSON. Has no
/// `Debug`: it holds the PIN and the officer's words.
#[derive(Default, Deserialize, ToSchema)]
pub(crate) struct Press {
    /// The button's name; in JSON it stands in the path.
    #[serde(skip)]
    pub(crate) action: String,
    /// The version of the complaint that the officer saw.
    #[schema(format = "uint64")]
    pub(crate) version: Option<u64>,
    /// The PIN, where there is no session.
    pub(crate) pin: Option<String>,
    /// What the officer wrote.
    pub(crate) text: Option<String>,
    /// A ready phrase, said before what the officer wrote.
    pub(crate) phrase: Option<String>,
    /// Why it is passed on, or paused, or the same matter as another.
    pub(crate) reason: Option<String>,
    /// To whom it is passed; for a merger the number of the earlier complaint.
    pub(crate) to: Option<String>,
    /// How it was disposed of, or what a call-back found.
    pub(crate) outcome: Option<String>,
    /// For how many days it is paused. JSON may send a number or a string.
    #[serde(default, deserialize_with = "number_or_text")]
    #[schema(value_type = Option<Days>)]
    pub(crate) days: Option<String>,
    /// Until which day a later limit is asked for, `YYYY-MM-DD`.
    pub(crate) until: Option<String>,
    /// Of what nature it is.
    pub(crate) category: Option<String>,
    /// Where.
    pub(crate) area: Option<String>,
    /// The number that the police or 112 gave.
    pub(crate) number: Option<String>,
}

impl Press {
    /// What was filled in, by the names of the form: to be sent again after the
    /// PIN. `None` where there is nothing to lose: to open or to acknowledge takes
    /// no words, and what came with it is not given back.
    pub(crate) fn kept(&self) -> Option<Vec<(&'static str, &str)>> {
        if ["open", "acknowledge"].contains(&self.action.as_str()) {
            return None;
        }
        let fields = [
            ("text", &self.text),
            ("phrase", &self.phrase),
            ("reason", &self.reason),
            ("to", &self.to),
            ("outcome", &self.outcome),
            ("days", &self.days),
            ("until", &self.until),
            ("category", &self.category),
            ("area", &self.area),
            ("number", &self.number),
        ];
        let filled = fields.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        let filled: Vec<_> = filled.filter(|(_, value)| !value.is_empty()).collect();
        (!filled.is_empty()).then_some(filled)
    }
}

/// So many days, as a number or as its digits.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum Days {
    /// A number.
    Number(u16),
    /// Its digits.
    Text(String),
}

fn number_or_text<'de, D: serde::Deserializer<'de>>(read: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<Days>::deserialize(read)?.map(|days| match days {
        Days::Number(number) => number.to_string(),
        Days::Text(text) => text,
    }))
}

/// What a press asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// To read the case.
    Open,
    /// To do something.
    Do(Action),
    /// To do something, but this field is missing or no choice of the form.
    Without(&'static str),
}

impl Press {
    /// The press of a form.
    pub(crate) fn from_form(fields: &Fields) -> Self {
        let get = |name: &str| fields.get(name).map(str::to_owned);
        Self {
            action: get("action").unwrap_or_default(),
            version: fields.get("version").and_then(|version| version.parse().ok()),
            pin: get("pin"),
            text: get("text"),
            phrase: get("phrase"),
            reason: get("reason"),
            to: get("to"),
            outcome: get("outcome"),
            days: get("days"),
            until: get("until"),
            category: get("category"),
            area: get("area"),
            number: get("number"),
        }
    }

    /// The press of a JSON body; `None` if it cannot be read. An empty body is
    /// a press without fields.
    pub(crate) fn from_json(action: &str, body: &[u8]) -> Option<Self> {
        let read = if body.is_empty() { Self::default() } else { crate::api::object(body)? };
        Some(Self { action: action.to_owned(), ..read })
    }

    /// What it asks for; `None` if there is no such action.
    pub(crate) fn wanted(&self) -> Option<Wanted> {
        let wanted = match self.action.as_str() {
            "open" => Ok(Wanted::Open),
            name => match self.plain(name) {
                Some(action) => Ok(Wanted::Do(action)),
                None => self.chosen(name)?.map(Wanted::Do),
            },
        };
        Some(wanted.unwrap_or_else(Wanted::Without))
    }

    /// The actions of words alone.
    fn plain(&self, name: &str) -> Option<Action> {
        let text = self.said(self.text.as_deref());
        let (to, reason) = (OfficerId::new(tidy(self.to.as_deref())), self.said(self.reason.as_deref()));
        Some(match name {
            "acknowledge" => Action::Acknowledge,
            "first_action" => Action::FirstAction { text },
            "note" => Action::Note { text },
            "ask" => Action::Ask { text },
            "transfer" => Action::Transfer { to, reason },
            "reassign" => Action::Reassign { to, reason },
            "consent" => Action::Consent { text },
            "refuse" => Action::Refuse { text },
            "hasten" => Action::Hasten { text },
            "explain" => Action::AskExplanation { text },
            "reply" => Action::Reply { text },
            "break_glass" => Action::BreakGlass { text },
            "declare_conflict" => Action::DeclareConflict { text },
            "separate" => Action::Separate { text },
            "outside_number" => Action::OutsideNumber { number: tidy(self.number.as_deref()) },
            _ => return None,
        })
    }

    /// The actions with a choice, or the field that is none.
    fn chosen(&self, name: &str) -> Option<Result<Action, &'static str>> {
        Some(match name {
            "dispose" => self.dispose(),
            "pause" => self.pause(),
            "request_extension" => self.request_extension(),
            "reclassify" => self.reclassify(),
            "hand_off" => self.hand_off(),
            "call_back" => self.call_back(),
            "merge" => self.merge(),
            _ => return None,
        })
    }

    fn dispose(&self) -> Result<Action, &'static str> {
        let outcome = one(self.outcome.as_deref(), Outcome::from_name).ok_or("outcome")?;
        Ok(Action::Dispose { outcome, text: self.said(self.text.as_deref()) })
    }

    fn pause(&self) -> Result<Action, &'static str> {
        let reason = one(self.reason.as_deref(), PauseReason::from_name).ok_or("reason")?;
        let days = one(self.days.as_deref(), |days| days.parse().ok()).ok_or("days")?;
        Ok(Action::Pause { text: self.said(self.text.as_deref()), reason, days })
    }

    fn request_extension(&self) -> Result<Action, &'static str> {
        let until = one(self.until.as_deref(), |day| day.parse::<NaiveDate>().ok()).ok_or("until")?;
        Ok(Action::RequestExtension { until, text: self.said(self.text.as_deref()) })
    }

    fn reclassify(&self) -> Result<Action, &'static str> {
        let category = one(self.category.as_deref(), Category::from_name).ok_or("category")?;
        let area = one(self.area.as_deref(), |area| (!area.is_empty()).then(|| AreaId::new(area)));
        Ok(Action::Reclassify { category, area, text: self.said(self.text.as_deref()) })
    }

    fn hand_off(&self) -> Result<Action, &'static str> {
        let to = one(self.to.as_deref(), Outside::from_name).ok_or("to")?;
        let number = one(self.number.as_deref(), |number| Some(tidy(Some(number))));
        let number = number.filter(|number| !number.is_empty());
        Ok(Action::HandOff { to, text: self.said(self.text.as_deref()), number })
    }

    fn call_back(&self) -> Result<Action, &'static str> {
        let found = one(self.outcome.as_deref(), CallBack::from_name).ok_or("outcome")?;
        Ok(Action::CallBack { found, text: self.said(self.text.as_deref()) })
    }

    fn merge(&self) -> Result<Action, &'static str> {
        let into = one(self.to.as_deref(), |number| number.parse().ok()).ok_or("to")?;
        let reason = one(self.reason.as_deref(), SameMatter::from_name).ok_or("reason")?;
        Ok(Action::Merge { into, reason, text: self.said(self.text.as_deref()) })
    }

    /// The ready phrase, if one was chosen, and what was written.
    fn said(&self, text: Option<&str>) -> String {
        let (phrase, text) = (tidy(self.phrase.as_deref()), tidy(text));
        match (phrase.is_empty(), text.is_empty()) {
            (true, _) => text,
            (false, true) => phrase,
            (false, false) => format!("{phrase}\n{text}"),
        }
    }
}

/// A choice by its name.
fn one<T>(value: Option<&str>, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    value.map(str::trim).and_then(read)
}

/// Line ends as one character (forms send two), no other control characters,
/// nothing around it: so that the same words are the same whatever sent them.
fn tidy(text: Option<&str>) -> String {
    let text = text.unwrap_or_default().replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .filter(|letter| *letter == '\n' || !letter.is_control())
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
#[path = "tests/press.rs"]
mod tests;
