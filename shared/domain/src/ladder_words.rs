//! A ladder in words, for who reads a policy: in English for its changes, in both
//! languages for the desk.

use crate::category::{Language, Name};
use crate::ids::EscalationLevel;
use crate::ladder::{Owed, SlaPolicy};
use crate::ladder_step::{Means, Step, Whom};
use crate::policy_words::both;

/// So many minutes in English: whole hours as hours.
#[must_use]
pub fn duration(minutes: u32) -> String {
    duration_in(minutes, Language::English)
}

/// So many minutes: whole hours as hours.
#[must_use]
pub fn duration_in(minutes: u32, language: Language) -> String {
    let (number, hours) =
        if minutes > 0 && minutes.is_multiple_of(60) { (minutes / 60, true) } else { (minutes, false) };
    let unit = match (language, hours, number) {
        (Language::Hindi, true, _) => "घंटे",
        (Language::Hindi, false, _) => "मिनट",
        (Language::English, true, 1) => "hour",
        (Language::English, true, _) => "hours",
        (Language::English, false, 1) => "minute",
        (Language::English, false, _) => "minutes",
    };
    format!("{number} {unit}")
}

/// What is owed when this ladder is climbed.
#[must_use]
pub fn owed(owed: Owed, language: Language) -> &'static str {
    let (hi, en) = match owed {
        Owed::Acknowledgement => ("देखी नहीं गई", "not acknowledged"),
        Owed::FirstAction => ("पहली कार्रवाई नहीं", "no first action"),
        Owed::Disposal => ("निस्तारण नहीं", "not disposed of"),
    };
    in_language(hi, en, language)
}

/// Each step that changes from one policy to the next, for complaints registered
/// from then on. Who and when is in this language.
pub(crate) fn changes(old: &SlaPolicy, new: &SlaPolicy, language: Language) -> Vec<Name> {
    let mut lines = Vec::new();
    for (of, ladder) in new.ladders() {
        for (level, now) in ladder.steps() {
            let before = old.step(of, level);
            if before == Some(now) {
                continue;
            }
            let (what, now) = (owed(of, language), step(level, now, language));
            lines.push(match before.map(|was| step(level, was, language)) {
                Some(was) => both!(
                    "{what}: {now} (पहले {was}), अब से दर्ज शिकायतों के लिए",
                    "{what}: {now}, instead of {was}, for complaints registered from now on"
                ),
                None => both!(
                    "{what}: {now} (नया), अब से दर्ज शिकायतों के लिए",
                    "{what}: {now}, new, for complaints registered from now on"
                ),
            });
        }
    }
    lines
}

/// One step: whom, when and by what channel.
#[must_use]
pub fn step(level: EscalationLevel, step: &Step, language: Language) -> String {
    let (hi, en) = match level.number() {
        1 => ("पर्यवेक्षक", "supervisor"),
        2 => ("प्रकोष्ठ प्रभारी", "in charge of the cell"),
        _ => ("जिलाधिकारी", "District Magistrate"),
    };
    let after = duration_in(step.after_minutes, language);
    let also = if step.also.is_empty() {
        String::new()
    } else {
        let names: Vec<&str> = step.also.iter().map(|it| whom(it, language)).collect();
        format!("{}{}", in_language(", साथ में ", ", also ", language), names.join(", "))
    };
    let by = by(step.by, language);
    match language {
        Language::Hindi => format!("{hi}: {after} बाद, {by}{also}"),
        Language::English => format!("{en} after {after} by {by}{also}"),
    }
}

fn by(means: Means, language: Language) -> &'static str {
    let (hi, en) = match means {
        Means::Sms => ("एसएमएस से", "SMS"),
        Means::Whatsapp => ("WhatsApp से", "WhatsApp"),
        Means::Both => ("एसएमएस और WhatsApp से", "SMS and WhatsApp"),
    };
    in_language(hi, en, language)
}

fn whom(whom: &Whom, language: Language) -> &str {
    let (hi, en) = match whom {
        Whom::Answerable => ("उत्तरदायी अधिकारी", "the officer who answers for it"),
        Whom::Duty => ("ड्यूटी अधिकारी", "the duty officer"),
        Whom::Sitting => ("प्रकोष्ठ में बैठे अधिकारी", "who sits in the cell"),
        Whom::Supervisor => ("पर्यवेक्षक", "the supervisor"),
        Whom::InCharge => ("प्रकोष्ठ प्रभारी", "who is in charge of the cell"),
        Whom::Dm => ("जिलाधिकारी", "the District Magistrate"),
        Whom::Officer(id) => return id.as_str(),
    };
    in_language(hi, en, language)
}

fn in_language<'a>(hi: &'a str, en: &'a str, language: Language) -> &'a str {
    match language {
        Language::Hindi => hi,
        Language::English => en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::category::Category;
    use crate::policy::Policy;
    use crate::policy::tests::{LUCKNOW, lucknow};

    #[test]
    fn a_changed_step_is_told_in_both_languages() {
        let new = r#"not_disposed = [0, { after = 30, also = ["duty", "cell-2"], by = "both" }, 48]"#;
        let policy = Policy::from_toml(&LUCKNOW.replacen("not_disposed = [0, 24, 48]", new, 1)).unwrap();
        let scheme = |policy: &Policy| policy.sla(Category::Scheme);
        let told = |language| changes(&scheme(lucknow()), &scheme(&policy), language);
        let [english] = &told(Language::English)[..] else { panic!("one change") };
        assert_eq!(
            english.en,
            "not disposed of: in charge of the cell after 30 hours by SMS and WhatsApp, also the duty officer, cell-2, \
             instead of in charge of the cell after 24 hours by SMS, for complaints registered from now on"
        );
        let [hindi] = &told(Language::Hindi)[..] else { panic!("one change") };
        assert_eq!(
            hindi.hi,
            "निस्तारण नहीं: प्रकोष्ठ प्रभारी: 30 घंटे बाद, एसएमएस और WhatsApp से, साथ में ड्यूटी अधिकारी, cell-2 \
             (पहले प्रकोष्ठ प्रभारी: 24 घंटे बाद, एसएमएस से), अब से दर्ज शिकायतों के लिए"
        );
        assert!(changes(&scheme(&policy), &scheme(&policy), Language::Hindi).is_empty());
    }
}
