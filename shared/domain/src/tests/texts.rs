//! Everything that is ever said, to her and to officers, in both languages, as
//! it is sent: with what it offers and what it takes as an SMS. A changed
//! sentence is a changed snapshot.

use std::fmt::Write;

use super::*;
use crate::complainant::{Draft, Step};
use crate::dlt::DltBook;
use crate::effect::{ListNotice, Notice};
use crate::outgoing::{Options, Outgoing};
use crate::policy::tests::lucknow;
use crate::prompts;
use crate::sms::{Encoding, parts};
use crate::testing::{Helpline, ist, tuesday};
use crate::testing_rules::within_limits;

const PUBLIC_URL: &str = "https://lko.helpline.example.gov.in";

fn number() -> Reference {
    "LKO3467ACDF".parse().or_else(|_| Reference::generate("LKO", 1)).expect("a reference")
}

/// Size and price, as an SMS.
pub(crate) fn priced(size: crate::sms::SmsParts) -> String {
    let (parts, paise) = (size.parts, size.paise());
    format!("{:?}, {} units, {parts} parts, {paise} paise", size.encoding, size.units)
}

/// A message as it is sent, every line of it.
fn shown(message: &Outgoing) -> String {
    let mut page = format!("{}\n", message.text);
    if let Options::List { button, .. } = &message.options {
        let _ = writeln!(page, "[{button}]");
    }
    for choice in message.options.choices() {
        let hint = choice.description.as_ref().map_or(String::new(), |hint| format!(" - {hint}"));
        let _ = writeln!(page, "  ({}) {}{hint}", choice.id, choice.title);
    }
    if let Some(template) = &message.template {
        let _ = writeln!(
            page,
            "  template {} {} {:?} {:?}",
            template.name, template.language, template.parameters, template.payloads
        );
    }
    let size = parts(&message.text);
    let _ = writeln!(page, "  = {}", priced(size));
    page
}

/// All prompts and all plain sentences to her, named.
fn everything(language: Language) -> Vec<(String, Outgoing)> {
    let mut all = questions(language);
    all.extend(answers(language));
    all.extend(about_closure(language));
    all
}

fn draft(step: Step) -> Draft {
    Draft { step, ..Draft::new(number(), tuesday(), 30) }
}

fn questions(language: Language) -> Vec<(String, Outgoing)> {
    let cell = lucknow().cell.name.in_language(language);
    let asks = |step, opening: &str| prompts::next_step(language, &draft(step), opening, lucknow());
    let welcome = welcome(language, cell);
    let mut all = vec![
        ("welcome, category".to_owned(), asks(Step::Category, &welcome)),
        (
            "welcome in danger, category".to_owned(),
            asks(Step::Category, &format!("{welcome}\n{}", helplines(language))),
        ),
        ("received, area".to_owned(), asks(Step::Area, received(language))),
        ("received, story".to_owned(), asks(Step::Story, received(language))),
        ("language set, category".to_owned(), asks(Step::Category, language_set(language))),
        ("confirm, nothing said".to_owned(), asks(Step::Confirm, received(language))),
        ("distress".to_owned(), prompts::distress(language)),
    ];
    for category in Category::ALL {
        for area in &lucknow().areas {
            let ready = Draft {
                category: Some(category),
                area: Some(area.id.clone()),
                messages: 12,
                ..draft(Step::Confirm)
            };
            let confirm = prompts::next_step(language, &ready, received(language), lucknow());
            all.push((format!("confirm, {category}, {}", area.id), confirm));
        }
    }
    all
}

fn answers(language: Language) -> Vec<(String, Outgoing)> {
    let mut all = Vec::new();
    for category in Category::ALL {
        let deadline = crate::register::deadline(lucknow(), category, tuesday());
        let counted = deadline.explain(language);
        let said = prompts::registered(language, &number(), category, deadline.due_at, &counted);
        all.push((format!("registered, {category}"), said));
    }
    let due = ist("2026-12-07 17:00");
    let office = |id: &str| {
        let office = lucknow().offices.iter().find(|office| office.id.as_str() == id).expect("an office");
        office.name.in_language(language).to_owned()
    };
    for state in [
        Status::Registered,
        Status::Acknowledged,
        Status::InProgress,
        Status::AwaitingComplainant,
        Status::Disposed,
        Status::Closed,
        Status::ClosedUnconfirmed,
    ] {
        let line = status_line(language, &number(), state, due, &office("dswo"));
        all.push((format!("status, {state:?}"), prompts::say(line)));
    }
    for (name, text) in [
        ("notice", notice(language).to_owned()),
        ("cancelled", cancelled(language).to_owned()),
        ("joined", joined(language, &number())),
        ("answer passed on", answer_passed_on(language, &number())),
        ("no complaints", no_complaints(language).to_owned()),
        ("draft waits", draft_waits(language).to_owned()),
        ("language set", language_set(language).to_owned()),
        ("quiet", quiet(language).to_owned()),
        ("quiet no more", quiet_no_more(language).to_owned()),
        ("closed", closed(language, &number())),
        ("reopened", reopened(language, &number(), &office("dm-office"))),
    ] {
        all.push((name.to_owned(), prompts::say(text)));
    }
    all
}

fn about_closure(language: Language) -> Vec<(String, Outgoing)> {
    let two = [Reference::generate("LKO", 2).expect("LKO is a prefix")];
    [
        ("question", prompts::question(language, &number(), "…")),
        ("is it solved", prompts::ask_solved(language, &number())),
        (
            "is it solved, of two",
            prompts::with_numbers(prompts::ask_solved(language, &number()), language, &two),
        ),
        ("answered together", prompts::together(language, &number(), &two[0])),
        ("answered by itself again", prompts::apart(language, &number())),
        ("closed unconfirmed", prompts::closed_unconfirmed(language, &number())),
        ("news waits", prompts::news_waits(language, &number())),
        ("interim reply", prompts::interim(language, &number(), "…", ist("2026-12-15 17:00"))),
        ("reply that waited", prompts::say(reply(language, &number(), "…"))),
        ("registered by the clock", crate::held_news::registered(language, &number())),
        (
            "a later date, once she reads it",
            prompts::date_moved(language, &number(), ist("2026-12-15 17:00")),
        ),
    ]
    .map(|(name, message)| (name.to_owned(), message))
    .into()
}

fn page(language: Language, messages: Vec<(String, Outgoing)>) -> String {
    let all = messages.iter().map(|(name, message)| format!("## {name}\n{}", shown(message)));
    format!("{language:?}\n\n{}", all.collect::<Vec<_>>().join("\n"))
}

/// One confirmation stands for all: they differ in two names.
fn telling(language: Language) -> Vec<(String, Outgoing)> {
    let mut all = everything(language);
    all.retain(|(name, _)| {
        !name.starts_with("confirm, ") || name.ends_with("pension, sarojini-nagar") || name.ends_with("said")
    });
    all
}

#[test]
fn to_her_in_hindi() {
    check_snapshot("to_her_in_hindi", &page(Language::Hindi, telling(Language::Hindi)));
}

#[test]
fn to_her_in_english() {
    check_snapshot("to_her_in_english", &page(Language::English, telling(Language::English)));
}

pub(crate) fn check_snapshot(name: &str, page: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, page));
}

#[test]
fn everything_is_within_the_channels_limits() {
    for language in Language::ALL {
        for (name, message) in everything(language) {
            println!("{language:?} {name}");
            within_limits(&message);
            let template = message.template.iter();
            for parameter in template.flat_map(|template| &template.parameters) {
                assert_eq!(*parameter, number().to_string(), "only the number goes into a template");
            }
        }
    }
}

/// The longest question of an officer still fits, and so does the longest answer.
#[test]
fn the_longest_texts_fit_one_message() {
    for language in Language::ALL {
        let longest = "क".repeat(crate::officer::MOST_TEXT);
        within_limits(&prompts::question(language, &number(), &longest));
    }
    let mut line = Helpline::new();
    for _ in 0..6 {
        line.register(Category::Department);
        line.she_writes("new");
    }
    within_limits(&line.she_writes("status")[0]);
}

/// Each language in its own script, so that nobody is left with half a sentence.
#[test]
fn no_language_is_mixed_into_the_other() {
    let devanagari = |text: &str| text.chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c));
    for (name, message) in everything(Language::English) {
        let text = message.text.replace("हिंदी के लिए 'हिंदी' लिखें।", "");
        assert!(!devanagari(&text), "{name}");
        assert!(message.options.choices().iter().all(|choice| !devanagari(&choice.title)), "{name}");
    }
    for (name, message) in everything(Language::Hindi) {
        assert!(devanagari(&message.text), "{name}");
        assert!(message.options.choices().iter().all(|choice| devanagari(&choice.title)), "{name}");
    }
}

/// Help names the numbers of the policy, in both languages.
#[test]
fn help_names_the_numbers() {
    let numbers: Vec<&str> = lucknow().helplines.iter().map(|line| line.number.as_str()).take(3).collect();
    assert_eq!(numbers, ["112", "1090", "181"]);
    for language in Language::ALL {
        for text in [distress(language), helplines(language)] {
            assert!(numbers.iter().all(|number| text.contains(number)), "{text}");
        }
    }
}

/// What we start ourselves, on a phone that may be shared, names no matter,
/// office or officer.
#[test]
fn what_we_start_names_nothing() {
    let mut sensitive: Vec<String> = Vec::new();
    for language in Language::ALL {
        sensitive.extend(Category::ALL.map(|category| super::category(language, category).to_owned()));
        sensitive.extend(lucknow().offices.iter().map(|office| office.name.in_language(language).to_owned()));
        sensitive.extend(lucknow().officers().map(|officer| officer.name.in_language(language).to_owned()));
    }
    for language in Language::ALL {
        for (name, message) in about_closure(language) {
            assert!(!sensitive.iter().any(|word| message.text.contains(word)), "{name}: {}", message.text);
        }
    }
}

/// The WhatsApp templates as registered.
#[derive(serde::Deserialize)]
struct Registered {
    template: Vec<RegisteredTemplate>,
}

#[derive(serde::Deserialize)]
struct RegisteredTemplate {
    name: String,
    language: String,
    body: String,
    buttons: Vec<String>,
}

/// Each template that a prompt names is registered in its language, with as
/// many parameters and buttons as it fills, and the titles that she would tap.
#[test]
fn the_templates_that_are_used_are_registered() {
    let file: Registered =
        toml::from_str(include_str!("../../policy/templates.toml")).expect("templates.toml");
    let mut used = std::collections::BTreeSet::new();
    for language in Language::ALL {
        for (name, message) in everything(language) {
            let Some(template) = &message.template else { continue };
            let same = |known: &&RegisteredTemplate| {
                known.name == template.name && known.language == template.language
            };
            let known = file.template.iter().find(same).expect(&name);
            assert_eq!(template.language, language.code(), "{name}");
            assert_eq!(known.body.matches("{{").count(), template.parameters.len(), "{name}");
            let titles: Vec<&str> =
                message.options.choices().iter().map(|choice| choice.title.as_str()).collect();
            let ids: Vec<&str> = message.options.choices().iter().map(|choice| choice.id.as_str()).collect();
            assert_eq!(
                (&known.buttons[..], &template.payloads[..]),
                (&owned(&titles)[..], &owned(&ids)[..]),
                "{name}"
            );
            assert!(known.buttons.iter().all(|title| title.encode_utf16().count() <= 20), "{name}");
            used.insert((template.name.clone(), template.language.clone()));
        }
    }
    for notice in [Notice::Breach, Notice::Unacknowledged] {
        for language in Language::ALL {
            let name = format!("officer_{}", notice.as_str());
            let same = |known: &&RegisteredTemplate| known.name == name && known.language == language.code();
            let known = file.template.iter().find(same).expect(&name);
            assert!(known.body.contains("{{1}}") && known.body.contains("{{2}}"), "{name}");
            assert_eq!((known.body.matches("{{").count(), known.buttons.len()), (2, 0), "{name}");
            used.insert((name, language.code().to_owned()));
        }
    }
    assert_eq!(used.len(), file.template.len(), "a template is registered and never used");
}

/// "Template body cannot start or end with a placeholder", nor with one and a
/// mark behind it (Twilio's error 63040, out of Meta's guidelines).
#[test]
fn no_template_begins_or_ends_with_a_variable() {
    let file: Registered =
        toml::from_str(include_str!("../../policy/templates.toml")).expect("templates.toml");
    for template in &file.template {
        let bare =
            template.body.trim_matches(|letter: char| !letter.is_alphanumeric() && !"{}".contains(letter));
        assert!(!bare.starts_with('{') && !bare.ends_with('}'), "{} {}", template.name, template.language);
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Every registered SMS as it leaves, with its size and price: English in one
/// part of GSM-7, Hindi in at most two of UCS-2, with a link as long as the real ones.
#[test]
fn to_officers() {
    let book = DltBook::parse(include_str!("../../policy/sms.toml"), PUBLIC_URL).expect("sms.toml");
    let number = number();
    let links = ["c", "l"].map(|kind| format!("{PUBLIC_URL}/{kind}/{}", "aB3_x7Q-".repeat(6)));
    let [case, list] = links.each_ref().map(String::as_str);
    let page_of_dm = format!("{PUBLIC_URL}/dm");
    let notices = Notice::ALL.map(|notice| (notice.as_str(), vec![number.as_str(), case]));
    let lists = ListNotice::ALL.map(|notice| {
        let two = notice.as_str().starts_with("digest");
        let link = if notice == ListNotice::DigestDm { page_of_dm.as_str() } else { list };
        (notice.as_str(), if two { vec!["2", "17", link] } else { vec!["2", link] })
    });
    // What no notice uses is used by another room, by this name.
    let elsewhere = [("login_code", vec!["123456"]), ("news_waits", vec![number.as_str()])];
    let all: Vec<_> = notices.into_iter().chain(lists).chain(elsewhere).collect();
    let mut page = String::new();
    for (name, values) in &all {
        for language in Language::ALL {
            let sms = book.render(name, language, values).expect("registered");
            let size = parts(sms.text());
            let allowed = match language {
                Language::English => size.encoding == Encoding::Gsm7 && size.parts == 1,
                Language::Hindi => size.encoding == Encoding::Ucs2 && size.parts <= 2,
            };
            let _ = writeln!(page, "## {name} {}\n{}\n  = {}\n", language.code(), sms.text(), priced(size));
            assert!(allowed, "{page}");
        }
    }
    let unused: Vec<_> = book.names().filter(|(name, _)| !all.iter().any(|(used, _)| used == name)).collect();
    assert!(unused.is_empty(), "registered and never used: {unused:?}");
    check_snapshot("to_officers", &page);
}
