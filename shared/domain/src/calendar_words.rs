//! A deadline in words: one line of how it was counted, in both languages.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc, Weekday};

use crate::calendar::{Closed, DayCount, Deadline, Step, ist_date, ist_time};
use crate::category::Language;

/// So many closed days are named one by one; of more, only the first.
const NAMED_CLOSURES: usize = 3;

impl Deadline {
    /// One line of how the deadline was counted, for her and for the officer.
    #[must_use]
    pub fn explain(&self, language: Language) -> String {
        let due = moment(self.due_at, language);
        let Some((first, rest)) = self.steps.split_first() else {
            return due;
        };
        let counted = match *first {
            Step::Counted { filed, days, count, end } => count_words(filed, days, count, end, language),
            Step::Hours(hours) => return hours_words(hours, &due, language),
            _ => String::new(),
        };
        match (closure_words(rest, language), language) {
            (None, Language::English) => format!("{counted}; so by {due}"),
            (None, Language::Hindi) => format!("{counted}; इसलिए {due} तक"),
            (Some(closed), Language::English) => format!("{counted}, {closed}; so by {due}"),
            (Some(closed), Language::Hindi) => format!("{counted}, {closed}; इसलिए {due} तक"),
        }
    }
}

fn count_words(filed: NaiveDate, days: u16, count: DayCount, end: NaiveDate, language: Language) -> String {
    let (filed, end) = (short_date(filed, language), short_date(end, language));
    match (language, count) {
        (Language::English, DayCount::Calendar) => {
            format!("{days} days from {filed} (day of filing not counted) end on {end}")
        }
        (Language::English, DayCount::Working) => {
            format!("{days} working days from {filed} (day of filing not counted) end on {end}")
        }
        (Language::Hindi, DayCount::Calendar) => {
            format!("{filed} से {days} दिन (दर्ज होने का दिन नहीं गिना) {end} को पूरे होते हैं")
        }
        (Language::Hindi, DayCount::Working) => {
            format!("{filed} से {days} कार्य दिवस (दर्ज होने का दिन नहीं गिना) {end} को पूरे होते हैं")
        }
    }
}

fn hours_words(hours: u32, due: &str, language: Language) -> String {
    match language {
        Language::English => format!("immediate action, day and night: within {hours} hours, by {due}"),
        Language::Hindi => format!("तत्काल कार्रवाई, दिन-रात: {hours} घंटे के भीतर, {due} तक"),
    }
}

/// Why the last day was not the due day; `None` if it was.
fn closure_words(steps: &[Step], language: Language) -> Option<String> {
    let mut reasons = Vec::new();
    for step in steps {
        match step {
            Step::Closed { date, why } => reasons.push((*date, why)),
            Step::NeverOpen => return Some(never_open(language).to_owned()),
            Step::TooLate(_) if reasons.is_empty() => return Some(had_closed(language).to_owned()),
            _ => {}
        }
    }
    let (first, others) = reasons.split_first()?;
    let mut words = match language {
        Language::English => format!("when offices are closed ({}", reason(first.1, language)),
        Language::Hindi => format!("उस दिन कार्यालय बंद हैं ({}", reason(first.1, language)),
    };
    if others.len() < NAMED_CLOSURES {
        for (date, why) in others {
            words.push_str(&format!("; {}: {}", short_date(*date, language), reason(why, language)));
        }
    } else {
        words.push_str(&match language {
            Language::English => format!("; and the {} days after it", others.len()),
            Language::Hindi => format!("; और उसके बाद {} दिन", others.len()),
        });
    }
    words.push(')');
    Some(words)
}

fn had_closed(language: Language) -> &'static str {
    match language {
        Language::English => "when the office had closed already",
        Language::Hindi => "पर तब तक कार्यालय बंद हो चुका था",
    }
}

fn never_open(language: Language) -> &'static str {
    match language {
        Language::English => "and no later working day is known",
        Language::Hindi => "और आगे का कोई कार्य दिवस ज्ञात नहीं है",
    }
}

pub(crate) fn reason(why: &Closed, language: Language) -> &str {
    match (why, language) {
        (Closed::Holiday(closure), _) => closure.name.in_language(language),
        (Closed::SecondSaturday, Language::English) => "second Saturday",
        (Closed::SecondSaturday, Language::Hindi) => "दूसरा शनिवार",
        (Closed::WeeklyOff(day), Language::Hindi) => weekday_hindi(*day),
        (Closed::WeeklyOff(day), Language::English) => match day {
            Weekday::Mon => "Monday",
            Weekday::Tue => "Tuesday",
            Weekday::Wed => "Wednesday",
            Weekday::Thu => "Thursday",
            Weekday::Fri => "Friday",
            Weekday::Sat => "Saturday",
            Weekday::Sun => "Sunday",
        },
    }
}

fn weekday_hindi(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "सोमवार",
        Weekday::Tue => "मंगलवार",
        Weekday::Wed => "बुधवार",
        Weekday::Thu => "गुरुवार",
        Weekday::Fri => "शुक्रवार",
        Weekday::Sat => "शनिवार",
        Weekday::Sun => "रविवार",
    }
}

/// A day of the week, 0 = Monday.
pub(crate) fn weekday_in_hindi(day: u16) -> &'static str {
    let day = u8::try_from(day % 7).ok().and_then(|day| Weekday::try_from(day).ok());
    day.map_or("", weekday_hindi)
}

fn month(date: NaiveDate, language: Language) -> &'static str {
    const ENGLISH: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const HINDI: [&str; 12] =
        ["जनवरी", "फरवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"];
    let names = match language {
        Language::English => &ENGLISH,
        Language::Hindi => &HINDI,
    };
    names.get(date.month0() as usize).copied().unwrap_or_default()
}

/// A date without its year: `Tue 1 Dec`, `मंगलवार 1 दिसंबर`.
#[must_use]
pub fn short_date(date: NaiveDate, language: Language) -> String {
    let month = month(date, language);
    match language {
        Language::English => format!("{} {} {month}", date.weekday(), date.day()),
        Language::Hindi => format!("{} {} {month}", weekday_hindi(date.weekday()), date.day()),
    }
}

/// A moment as IST calendars and clocks show it: `Mon 7 Dec 2026, 5 pm`,
/// `सोमवार 7 दिसंबर 2026, शाम 5 बजे`.
#[must_use]
pub fn moment(at: DateTime<Utc>, language: Language) -> String {
    let date = ist_date(at);
    format!("{} {}, {}", short_date(date, language), date.year(), clock(ist_time(at), language))
}

/// A time of day: `5 pm`, `10:05 am`; `शाम 5 बजे`, `सुबह 10:05 बजे`.
fn clock(time: NaiveTime, language: Language) -> String {
    let (afternoon, hour) = time.hour12();
    let digits = match time.minute() {
        0 => hour.to_string(),
        minute => format!("{hour}:{minute:02}"),
    };
    match language {
        Language::English => format!("{digits} {}", if afternoon { "pm" } else { "am" }),
        Language::Hindi => format!("{} {digits} बजे", part_of_day(time.hour())),
    }
}

fn part_of_day(hour: u32) -> &'static str {
    match hour {
        4..=11 => "सुबह",
        12..=15 => "दोपहर",
        16..=19 => "शाम",
        _ => "रात",
    }
}
