//! Every WhatsApp answer to an officer, in both languages, with what it would
//! take as an SMS.

use std::fmt::Write as _;

use super::*;
use crate::category::Category;
use crate::policy::tests::lucknow;
use crate::sms::parts;
use crate::texts::tests::{check_snapshot, priced};

const LINK: &str = "https://lko.helpline.example.gov.in/c/aB3_x7Q-";

/// All answers, named.
fn everything(language: Language) -> Vec<(String, String)> {
    let number: Reference = Reference::generate("LKO", 1).expect("a reference");
    let mut all = Vec::new();
    for verb in Verb::ALL {
        all.push((format!("done, {verb:?}"), done(language, verb, &number)));
        all.push((format!("no number, {verb:?}"), no_number(language, verb, LINK)));
        if verb.needs_text() {
            all.push((format!("no text, {verb:?}"), no_text(language, verb, &number)));
        }
    }
    let note = Verb::Note;
    for why in [
        Refused::TooLong { field: "text", most: 1000 },
        Refused::NotNow { action: "note", status: "closed" },
        Refused::Missing { field: "number" },
        Refused::NeedsConsent,
    ] {
        all.push((format!("refused, {why:?}"), refused(language, note, &number, &why, LINK)));
    }
    for (name, text) in [
        ("slip", slip(language, note)),
        ("two numbers", two_numbers(language, note)),
        ("which verb", which_verb(language, &number)),
        ("no outcome", no_outcome(language, &number)),
        ("no PIN", no_pin(language, &number, LINK)),
        ("PIN alone", pin_alone(language).to_owned()),
        ("wrong PIN", wrong_pin(language, &number, 4)),
        ("locked", locked(language, &number)),
        ("not yours", not_yours(language, &number)),
        ("list", list(language, LINK)),
        ("help", help(language).to_owned()),
    ] {
        all.push((name.to_owned(), text));
    }
    all
}

#[test]
fn to_officers_on_whatsapp() {
    let mut page = String::new();
    for language in Language::ALL {
        for (name, text) in everything(language) {
            let size = priced(parts(&text));
            let _ = writeln!(page, "## {name} {}\n{text}\n  as SMS: {size}\n", language.code());
        }
    }
    check_snapshot("to_officers_on_whatsapp", &page);
}

/// WhatsApp keeps its history: no answer names a matter, an office or an officer.
#[test]
fn no_answer_names_a_matter() {
    for language in Language::ALL {
        for (name, text) in everything(language) {
            assert!(text.chars().count() <= 4_096, "{name}");
            let matters = Category::ALL.map(|category| crate::texts::category(language, category));
            let offices = lucknow().offices.iter().map(|office| office.name.in_language(language));
            for word in matters.into_iter().chain(offices) {
                assert!(!text.contains(word), "{name}: {text}");
            }
        }
    }
}
