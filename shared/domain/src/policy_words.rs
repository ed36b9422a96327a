//! How a policy's changes and faults name people, places and days: in English by
//! the ids of the file, as its authors wrote them; in Hindi by name, as the
//! clerks of the desk know them.

use chrono::{Datelike, NaiveDate};

use crate::calendar_words::{short_date, weekday_in_hindi};
use crate::category::{Category, Language, Name};
use crate::ids::{AreaId, OfficeId, OfficerId};
use crate::ladder::Limit;
use crate::policy::Policy;
use crate::roster::{DAY, Role, Shift, minute_in_words};
use crate::roster_dated::Roster;

/// One sentence in both languages: the same values in each.
macro_rules! both {
    ($hi:literal, $en:literal) => {
        $crate::category::Name { hi: format!($hi), en: format!($en) }
    };
}
pub(crate) use both;

/// A date: `2026-12-07`; `सोमवार 7 दिसंबर 2026`.
pub(crate) fn day(date: NaiveDate, language: Language) -> String {
    match language {
        Language::English => date.to_string(),
        Language::Hindi => format!("{} {}", short_date(date, language), date.year()),
    }
}

/// Names and days in one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words<'a> {
    /// Which.
    pub(crate) language: Language,
    /// Where names are looked for, in turn.
    pub(crate) policies: [&'a Policy; 2],
}

impl<'a> Words<'a> {
    /// Of one policy.
    pub(crate) fn of(policy: &'a Policy, language: Language) -> Self {
        Self { language, policies: [policy, policy] }
    }

    fn named(&self, id: &str, find: impl Fn(&'a Policy) -> Option<&'a Name>) -> String {
        let name = self.policies.into_iter().find_map(find);
        match (self.language, name) {
            (Language::Hindi, Some(name)) => name.hi.clone(),
            _ => id.to_owned(),
        }
    }

    /// An officer.
    pub(crate) fn officer(&self, id: &OfficerId) -> String {
        self.named(id.as_str(), |policy| policy.everybody().find(|it| it.id == *id).map(|it| &it.name))
    }

    /// An office.
    pub(crate) fn office(&self, id: &OfficeId) -> String {
        self.named(id.as_str(), |policy| policy.office(id).map(|office| &office.name))
    }

    /// A tehsil.
    pub(crate) fn area(&self, id: &AreaId) -> String {
        self.named(id.as_str(), |policy| policy.area(id).map(|area| &area.name))
    }

    /// A category.
    pub(crate) fn category(&self, category: Category) -> String {
        self.named(category.as_str(), |policy| Some(&policy.category(category).name))
    }

    /// A date.
    pub(crate) fn day(&self, date: NaiveDate) -> String {
        day(date, self.language)
    }

    /// A minute of the week: `Tuesday 14:00`.
    pub(crate) fn minute(&self, minute: u16) -> String {
        match self.language {
            Language::English => minute_in_words(minute),
            Language::Hindi => {
                let day = weekday_in_hindi(minute / DAY);
                format!("{day} {:02}:{:02}", minute % DAY / 60, minute % 60)
            }
        }
    }

    /// A day of the week, 0 = Monday.
    pub(crate) fn weekday(&self, day: u16) -> String {
        let words = self.minute(day * DAY);
        words.split(' ').next().unwrap_or_default().to_owned()
    }

    /// A roster.
    pub(crate) fn roster(&self, roster: Roster) -> &'static str {
        match (self.language, roster) {
            (Language::English, _) => roster.as_str(),
            (Language::Hindi, Roster::Duty) => "ड्यूटी",
            (Language::Hindi, Roster::Sitting) => "महिला सेल की बैठक",
        }
    }

    /// A standing.
    pub(crate) fn role(&self, role: Role) -> &'static str {
        match (self.language, role) {
            (Language::English, _) => role.as_str(),
            (Language::Hindi, Role::Officer) => "अधिकारी",
            (Language::Hindi, Role::Supervisor) => "पर्यवेक्षक",
            (Language::Hindi, Role::InCharge) => "प्रकोष्ठ प्रभारी",
            (Language::Hindi, Role::Dm) => "जिलाधिकारी",
            (Language::Hindi, Role::Auditor) => "लेखा परीक्षक",
        }
    }
}

/// A limit.
pub(crate) fn limit_words(limit: Limit) -> Name {
    match limit {
        Limit::CalendarDays(days) => both!("{days} दिन", "{days} days"),
        Limit::WorkingDays(days) => both!("{days} कार्य दिवस", "{days} working days"),
        Limit::Hours(hours) => both!("{hours} घंटे", "{hours} hours"),
    }
}

/// A shift: who, on which days, when.
pub(crate) fn shift_words(shift: &Shift, words: Words<'_>) -> Name {
    let days: Vec<String> = shift.days.iter().map(|day| words.weekday(day)).collect();
    let (who, days, hours) = (words.officer(&shift.officer), days.join(", "), hours(shift.from, shift.to));
    both!("{who}, {days} {hours}", "{who} on {days} {hours}")
}

/// Hours of a day: `22:00-06:00`.
pub(crate) fn hours(from: u16, to: u16) -> String {
    format!("{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
}
