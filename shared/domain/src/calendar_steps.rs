//! A deadline step by step: a line for each thing that was counted, passed
//! over or moved on from, in both languages.

use crate::calendar::{Closed, DayCount, Deadline, HolidayKind, Step};
use crate::calendar_words::{moment, reason, short_date};
use crate::category::Language;

impl Deadline {
    /// How the deadline was counted, a line a step, the result last.
    #[must_use]
    pub fn explain_steps(&self, language: Language) -> Vec<String> {
        let mut lines = Vec::with_capacity(self.steps.len() + 2);
        let mut end = None;
        for step in &self.steps {
            if !matches!(step, Step::Skipped { .. }) {
                lines.extend(end.take());
            }
            match step {
                Step::Counted { filed, .. } => {
                    lines.push(filed_words(&short_date(*filed, language), language));
                    // What was passed over on the way is told before the end.
                    end = Some(end_words(step, language));
                }
                other => lines.push(step_words(other, language)),
            }
        }
        lines.extend(end);
        let due = moment(self.due_at, language);
        lines.push(match language {
            Language::English => format!("So it is due by {due}."),
            Language::Hindi => format!("इसलिए समय सीमा {due} तक है।"),
        });
        lines
    }
}

fn filed_words(filed: &str, language: Language) -> String {
    match language {
        Language::English => format!("Registered on {filed}; that day is not counted."),
        Language::Hindi => format!("{filed} को दर्ज; वह दिन नहीं गिना जाता।"),
    }
}

fn end_words(step: &Step, language: Language) -> String {
    let Step::Counted { days, count, end, .. } = step else { return String::new() };
    let end = short_date(*end, language);
    match (language, count) {
        (Language::English, DayCount::Calendar) => format!("{days} days end on {end}."),
        (Language::English, DayCount::Working) => format!("{days} working days end on {end}."),
        (Language::Hindi, DayCount::Calendar) => format!("{days} दिन {end} को पूरे होते हैं।"),
        (Language::Hindi, DayCount::Working) => format!("{days} कार्य दिवस {end} को पूरे होते हैं।"),
    }
}

fn step_words(step: &Step, language: Language) -> String {
    match (step, language) {
        (Step::Skipped { date, why }, Language::English) => {
            format!("{} is not counted: {}.", short_date(*date, language), full_reason(why, language))
        }
        (Step::Skipped { date, why }, Language::Hindi) => {
            format!("{} नहीं गिना: {}।", short_date(*date, language), full_reason(why, language))
        }
        (Step::Closed { date, why }, Language::English) => {
            format!(
                "{}: offices are closed ({}), so the next day.",
                short_date(*date, language),
                full_reason(why, language)
            )
        }
        (Step::Closed { date, why }, Language::Hindi) => {
            format!(
                "{}: कार्यालय बंद ({}), इसलिए अगला दिन।",
                short_date(*date, language),
                full_reason(why, language)
            )
        }
        (Step::TooLate(date), Language::English) => {
            format!("{}: the office had closed before, so the next day.", short_date(*date, language))
        }
        (Step::TooLate(date), Language::Hindi) => {
            format!("{}: कार्यालय पहले ही बंद हो चुका था, इसलिए अगला दिन।", short_date(*date, language))
        }
        (Step::Hours(hours), Language::English) => {
            format!("Immediate action, day and night: {hours} hours from registration.")
        }
        (Step::Hours(hours), Language::Hindi) => {
            format!("तत्काल कार्रवाई, दिन-रात: दर्ज होने से {hours} घंटे।")
        }
        (Step::NeverOpen, Language::English) => "No later working day is known, so that day stands.".into(),
        (Step::NeverOpen, Language::Hindi) => "आगे का कोई कार्य दिवस ज्ञात नहीं है, इसलिए वही दिन रहता है।".into(),
        (Step::Counted { .. }, _) => end_words(step, language),
    }
}

/// The reason with what kind of day it is, and the order that declared it.
fn full_reason(why: &Closed, language: Language) -> String {
    let short = reason(why, language);
    let Closed::Holiday(closure) = why else { return short.to_owned() };
    let kind = match (closure.kind, language) {
        (HolidayKind::State, _) => "",
        (HolidayKind::Local, Language::English) => "local holiday, ",
        (HolidayKind::Local, Language::Hindi) => "स्थानीय अवकाश, ",
        (HolidayKind::Polling, Language::English) => "polling day, ",
        (HolidayKind::Polling, Language::Hindi) => "मतदान दिवस, ",
    };
    let order = closure.order.as_ref().map(|order| match language {
        Language::English => format!(", order {order}"),
        Language::Hindi => format!(", आदेश {order}"),
    });
    format!("{kind}{short}{}", order.unwrap_or_default())
}
