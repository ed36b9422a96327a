//! Names for what she is told, so that a table of conversations reads as one.

use crate::category::Language;
use crate::outgoing::Outgoing;
use crate::reference::Reference;
use crate::texts;

/// What a message says, in short: `notice received category?`, `registered en`.
pub(crate) fn heard(message: &Outgoing) -> String {
    let [hindi, english] = Language::ALL.map(|language| parts(message, language));
    match (hindi.is_empty(), english.is_empty()) {
        (false, _) => hindi.join(" "),
        (true, false) => format!("{} en", english.join(" ")),
        (true, true) => "?".to_owned(),
    }
}

fn parts(message: &Outgoing, language: Language) -> Vec<&'static str> {
    let text = &message.text;
    let named = Reference::find_in(text, "LKO");
    let is = |sentence: fn(Language, &Reference) -> String| {
        named.as_ref().is_some_and(|reference| *text == sentence(language, reference))
    };
    let has = |sentence: &str| text.contains(sentence);
    let template = message.template.as_ref().filter(|template| template.language == language.code());
    let is_template = |name: &str| template.is_some_and(|template| template.name == name);
    let offers = |id: &str| message.options.choices().first().is_some_and(|choice| choice.id == id);
    let greets = match language {
        Language::Hindi => "नमस्ते",
        Language::English => "This is",
    };
    let in_it = [
        ("set", has(texts::language_set(language))),
        ("registered", is_template("registered")),
        ("helplines", has(texts::helplines(language))),
        ("notice", has(texts::notice(language))),
        ("received", has(texts::received(language)) || text.starts_with(greets)),
        ("category?", has(texts::ask_category(language))),
        ("area?", has(texts::ask_area(language))),
        ("story?", has(texts::ask_story(language))),
        ("confirm?", offers("register:yes") && asks(text, language)),
        ("distress", has(texts::distress(language))),
        ("joined", is(texts::joined)),
        ("answer", is(texts::answer_passed_on)),
        ("status", text.starts_with("LKO") && has(limit(language))),
        ("none", has(texts::no_complaints(language))),
        ("draft", has(texts::draft_waits(language))),
        ("cancelled", has(texts::cancelled(language))),
        ("question", is_template("question_waits")),
        ("solved?", is_template("is_it_solved")),
        ("closed", is(texts::closed)),
        ("reopened", has(reopened(language))),
        ("unconfirmed", is_template("closed_unconfirmed")),
    ];
    in_it.into_iter().filter(|(_, there)| *there).map(|(name, _)| name).collect()
}

fn asks(text: &str, language: Language) -> bool {
    text.contains(match language {
        Language::Hindi => "दर्ज कर दें?",
        Language::English => "Shall we register it?",
    })
}

fn limit(language: Language) -> &'static str {
    match language {
        Language::Hindi => "सीमा",
        Language::English => "Limit",
    }
}

fn reopened(language: Language) -> &'static str {
    match language {
        Language::Hindi => "फिर खोल दी गई है",
        Language::English => "is open again and has gone up",
    }
}
