//! What an officer's WhatsApp message asks for, read as a command: `ack 7K3...`,
//! `हो गया 7K3... 2468 ...`, `note ...`, `list`. Words and order are tolerant of
//! spelling; what is not clear is never acted on.
//!
//! An officer may be a woman with a complaint of her own. So only what reads as
//! a command is one, and everything else from that number is [`Reading::Hers`]:
//! a verb needs a complaint's number beside it, a cry for help goes before all.

use std::collections::BTreeSet;

use crate::complaint::Outcome;
use crate::event::Action;
use crate::officer_verbs::{self as verbs, Found, canonical, digits, fold_word, is_pin};
use crate::reference::{Reference, ReferenceError};
use crate::words::distress;

pub use crate::officer_verbs::Verb;

/// A verb without a number is a command only in a message this short; a longer
/// one may be a story that begins with the word.
const BARE_WORDS: usize = 3;
/// So many words after a verb and its number may turn it round.
const NEAR: usize = 4;

/// What a message from an officer's number is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// No command: it goes on as any complainant's message.
    Hers,
    /// What is with me?
    List,
    /// How is this done?
    Help,
    /// One command, clear in all its parts.
    Do(Order),
    /// A command of which something is missing or doubtful.
    Unclear(Unclear),
}

/// A clear command. `Debug` holds neither PIN nor words.
#[derive(Clone, PartialEq, Eq)]
pub struct Order {
    /// What is to be done.
    pub verb: Verb,
    /// To which complaint.
    pub reference: Reference,
    /// In the officer's words; empty where the verb needs none.
    pub text: String,
    /// The PIN that came along, where the verb closes.
    pub pin: Option<String>,
    /// The outcome, where it closes.
    pub outcome: Option<Outcome>,
}

impl std::fmt::Debug for Order {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Order({:?}, {})", self.verb, self.reference)
    }
}

impl Order {
    /// The action, as the officer's page would send it; `None` where a disposal
    /// has no outcome.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        let text = self.text.clone();
        Some(match self.verb {
            Verb::Acknowledge => Action::Acknowledge,
            Verb::FirstAction => Action::FirstAction { text },
            Verb::Note => Action::Note { text },
            Verb::Ask => Action::Ask { text },
            Verb::Solved | Verb::Dispose => Action::Dispose { outcome: self.outcome?, text },
        })
    }
}

/// What a command lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unclear {
    /// Which complaint? Even with one open it is asked: another may be on its way.
    NoNumber(Verb),
    /// There is a slip in the number.
    Slip(Verb),
    /// More than one number.
    TwoNumbers(Verb),
    /// A number, and nothing that says what to do.
    NoVerb(Reference),
    /// Two verbs, a verb that is denied, or a question.
    WhichVerb(Reference),
    /// A report without words.
    NoText(Verb, Reference),
    /// A disposal without its outcome.
    NoOutcome(Reference),
    /// A PIN alone: it belongs behind the number.
    PinAlone,
}

/// Reads a message from an officer's number, in the district with this prefix.
#[must_use]
pub fn read(text: &str, prefix: &str) -> Reading {
    if let Some(reading) = whole_message(text) {
        return reading;
    }
    let line = Line::of(text, prefix);
    let Some(head) = line.head() else { return line.without_head() };
    // A cry goes before a command that is not beyond doubt.
    if distress(text) && !matches!(head.number, Number::Is(..)) {
        return Reading::Hers;
    }
    let reference = match head.number {
        Number::Is(reference) => reference,
        Number::Slip => return Reading::Unclear(Unclear::Slip(head.verb.verb)),
        Number::None if line.is_bare(&head.verb) => {
            return Reading::Unclear(Unclear::NoNumber(head.verb.verb));
        }
        Number::None => return line.without_head(),
    };
    if line.numbers().len() > 1 {
        return Reading::Unclear(Unclear::TwoNumbers(head.verb.verb));
    }
    line.order(&head.verb, reference, head.rest)
}

/// The text as it may be kept: digits that may be a PIN are blanked.
#[must_use]
pub fn without_pins(text: &str) -> String {
    let blank = |word: &str| if is_pin(word) { "****".to_owned() } else { word.to_owned() };
    text.split_inclusive(char::is_whitespace)
        .map(|piece| {
            let word = piece.trim_end();
            format!("{}{}", blank(word), piece.get(word.len()..).unwrap_or_default())
        })
        .collect()
}

fn whole_message(text: &str) -> Option<Reading> {
    let bare = text.trim();
    if bare == "?" {
        return Some(Reading::Help);
    }
    // The numbers of the helplines are four digits too: a cry, and no PIN.
    if is_pin(bare) && !matches!(digits(bare).as_str(), "1090" | "1091" | "1098") {
        return Some(Reading::Unclear(Unclear::PinAlone));
    }
    let words: Vec<String> = bare.split_whitespace().map(fold_word).collect();
    match words.join(" ").as_str() {
        said if verbs::is_list(said) => Some(Reading::List),
        said if verbs::is_help(said) => Some(Reading::Help),
        _ => None,
    }
}

/// A message cut into words, each as it is written and folded.
struct Line<'a> {
    text: &'a str,
    prefix: &'a str,
    words: Vec<&'a str>,
    folds: Vec<String>,
}

/// The number beside a verb.
enum Number {
    Is(Reference),
    Slip,
    None,
}

/// The verb with its number, and the word after them.
struct Head {
    verb: Found,
    number: Number,
    rest: usize,
}

impl<'a> Line<'a> {
    fn of(text: &'a str, prefix: &'a str) -> Self {
        let words: Vec<&str> = text.split_whitespace().collect();
        let folds = words.iter().map(|word| fold_word(word)).collect();
        Self { text, prefix, words, folds }
    }

    /// The verb at the beginning with the number behind it, or the number at
    /// the beginning with the verb behind it.
    fn head(&self) -> Option<Head> {
        if let Some(verb) = verbs::at(&self.folds) {
            let place = self.skip_fillers(verb.words);
            let (number, rest) = self.number_at(place, true);
            let rest = if matches!(number, Number::None) { verb.words } else { rest };
            return Some(Head { verb, number, rest });
        }
        let (number, after) = self.number_at(0, false);
        if matches!(number, Number::None) {
            return None;
        }
        let place = self.skip_fillers(after);
        let verb = verbs::at(self.folds.get(place..)?)?;
        let rest = place + verb.words;
        Some(Head { verb, number, rest })
    }

    /// A number and no verb is asked about; anything else is hers.
    fn without_head(&self) -> Reading {
        let mut numbers = self.numbers().into_iter();
        match (numbers.next(), numbers.next()) {
            (Some(reference), None) if !distress(self.text) => Reading::Unclear(Unclear::NoVerb(reference)),
            _ => Reading::Hers,
        }
    }

    /// A verb to the letter and hardly anything else.
    fn is_bare(&self, verb: &Found) -> bool {
        verb.exact && self.words.len() <= BARE_WORDS && self.numbers().is_empty()
    }

    fn skip_fillers(&self, mut place: usize) -> usize {
        while self.folds.get(place).is_some_and(|word| verbs::is_filler(word)) {
            place += 1;
        }
        place
    }

    /// The number that begins at this word, and the word after it. Behind a verb
    /// it may lack the district's letters in any form; at the beginning only
    /// where it has a digit, so that no word is taken for one.
    fn number_at(&self, place: usize, behind_verb: bool) -> (Number, usize) {
        let mut joined = String::new();
        let mut slip = None;
        for (used, word) in self.words.iter().skip(place).take(3).enumerate() {
            let Some(plain) = canonical(word) else { break };
            joined.push_str(&plain);
            let after = place + used + 1;
            let has_digit = joined.bytes().any(|byte| byte.is_ascii_digit());
            match self.parse(&joined) {
                Ok(reference) if joined.len() > 8 || has_digit || (behind_verb && used == 0) => {
                    return (Number::Is(reference), after);
                }
                Err(true) if slip.is_none() => slip = Some(after),
                _ => {}
            }
        }
        slip.map_or((Number::None, place), |after| (Number::Slip, after))
    }

    /// A number with or without the district's letters; else whether it looks
    /// like one with a slip in it.
    fn parse(&self, joined: &str) -> Result<Reference, bool> {
        let count = |member: fn(&u8) -> bool| joined.as_bytes().iter().filter(|byte| member(byte)).count();
        let mixed = count(u8::is_ascii_digit) >= 1 && count(u8::is_ascii_alphabetic) >= 1;
        let parsed = match joined.len() {
            8 => Reference::parse(&format!("{}{joined}", self.prefix)),
            11 => {
                let (letters, rest) = joined.split_at(3);
                // In the district's letters a nought can only be an O, a one an I.
                let letters = letters.replace('0', "O").replace('1', "I");
                if !letters.eq_ignore_ascii_case(self.prefix) {
                    return Err(false);
                }
                Reference::parse(&format!("{letters}{rest}"))
            }
            _ => Err(ReferenceError::Shape),
        };
        let prefixed = joined.starts_with(self.prefix) && joined.len() > self.prefix.len();
        parsed.map_err(|_| mixed && (prefixed || (7..=9).contains(&joined.len())))
    }

    /// All numbers of the message, wherever they stand.
    fn numbers(&self) -> BTreeSet<Reference> {
        (0..self.words.len())
            .filter_map(|place| match self.number_at(place, false) {
                (Number::Is(reference), _) => Some(reference),
                _ => None,
            })
            .collect()
    }

    /// The order, once verb and number are known.
    fn order(&self, verb: &Found, reference: Reference, mut rest: usize) -> Reading {
        if verb.doubtful || self.is_turned(verb, rest) {
            return Reading::Unclear(Unclear::WhichVerb(reference));
        }
        let verb = verb.verb;
        let pin = verb.closes().then(|| self.take_pin(&mut rest)).flatten();
        let mut outcome = (verb == Verb::Solved).then_some(Outcome::Relief);
        if verb.closes()
            && let Some(named) = self.folds.get(rest).and_then(|word| verbs::outcome(word))
        {
            outcome = Some(named);
            rest += 1;
        }
        let text = self.words.get(rest..).unwrap_or_default().join(" ");
        let text = text.trim_start_matches([':', '-', ',', '।', '.']).trim().to_owned();
        if verb.needs_text() && text.is_empty() {
            return Reading::Unclear(Unclear::NoText(verb, reference));
        }
        if verb.closes() && outcome.is_none() {
            return Reading::Unclear(Unclear::NoOutcome(reference));
        }
        Reading::Do(Order { verb, reference, text, pin, outcome })
    }

    /// Whether a word beside the verb denies it, it is asked rather than said, or
    /// another verb stands with it. A note or a question may hold what it likes.
    fn is_turned(&self, verb: &Found, rest: usize) -> bool {
        if matches!(verb.verb, Verb::Note | Verb::Ask) {
            return false;
        }
        let asked = self.text.contains(['?', '؟']);
        let behind = self.folds.get(rest..).unwrap_or_default();
        let denied = behind.iter().take(NEAR).any(|word| verbs::denies(word));
        // Whatever is acknowledged needs no words; a verb among them is another.
        let other = |found: Found| found.exact && found.verb != verb.verb;
        let another = verb.verb == Verb::Acknowledge && verbs::at(behind).is_some_and(other);
        asked || denied || another
    }

    fn take_pin(&self, rest: &mut usize) -> Option<String> {
        if self.folds.get(*rest).is_some_and(|word| word == "pin") {
            *rest += 1;
        }
        let word = self.words.get(*rest).filter(|word| is_pin(word))?;
        *rest += 1;
        Some(digits(word))
    }
}

#[cfg(test)]
#[path = "tests/officer_commands.rs"]
mod tests;
