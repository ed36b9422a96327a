//! The words of officers' commands, folded as [`crate::normalise`] folds all
//! words: one list serves Devanagari, romanised Hindi, Urdu and English.

use crate::complaint::Outcome;
use crate::normalise::{ascii_digit, fold};

/// What an officer may do by WhatsApp. What is not here is done by the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    /// Seen.
    Acknowledge,
    /// Something is under way.
    FirstAction,
    /// A note.
    Note,
    /// A question to her.
    Ask,
    /// Done: she got what she asked for.
    Solved,
    /// Disposed of, with the outcome named.
    Dispose,
}

impl Verb {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Acknowledge, Self::FirstAction, Self::Note, Self::Ask, Self::Solved, Self::Dispose];

    /// Whether it claims that the complaint is over, and so needs the PIN.
    #[must_use]
    pub fn closes(self) -> bool {
        matches!(self, Self::Solved | Self::Dispose)
    }

    /// Whether words must follow.
    #[must_use]
    pub fn needs_text(self) -> bool {
        self != Self::Acknowledge
    }
}

/// The phrases of each verb, as they are written; each word is folded. A word
/// of everyday speech (`हो गया`) is a command only beside a number.
const PHRASES: [(Verb, &str); 6] = [
    (
        Verb::Acknowledge,
        "ack, acknowledge, acknowledged, received, recieved, seen, noted, पावती, पावती दी, देखा, देख ली, देख लिया, \
         देख लिया है, मिला, मिल गई, मिल गयी, मिल गया, प्राप्त, प्राप्त हुई, प्राप्त हुआ, स्वीकार, mil gayi, mil gaya, dekh liya, dekh li, \
         prapt, prapt hui, sweekar, swikar, دیکھ لیا",
    ),
    (
        Verb::FirstAction,
        "action, first action, started, begun, कार्रवाई, कार्यवाही, पहली कार्रवाई, प्रथम कार्रवाई, कार्रवाई शुरू, कार्यवाही शुरू, \
         काम शुरू, शुरू, शुरू किया, karwai, karwai shuru, karyawahi, karyawahi shuru, kaam shuru, shuru, کارروائی",
    ),
    (Verb::Note, "note, टिप्पणी, टिप्पणी जोड़ें, tippani, remark"),
    (
        Verb::Ask,
        "ask, ask her, question, पूछें, पूछिए, पूछो, प्रश्न, सवाल, poochho, poochhein, puchhiye, prashn, sawal, پوچھیں",
    ),
    (
        Verb::Solved,
        "done, solved, resolved, completed, हो गया, हो गई, हो गयी, हो गया है, काम हो गया, हल, हल हो गया, हल हो गई, पूरा, पूरा हुआ, \
         पूरा हो गया, समाधान, समाधान हो गया, ho gaya, ho gya, ho gayi, ho gaya hai, kaam ho gaya, hal ho gaya, pura ho gaya, \
         samadhan, ہو گیا",
    ),
    (
        Verb::Dispose,
        "dispose, disposed, disposal, close, closed, निस्तारण, निस्तारित, निस्तारण किया, निपटा, निपटाया, बंद, nistaran, nistarit, \
         niptaya, نمٹا دیا",
    ),
];

/// Words between a verb and its number that say nothing.
const FILLERS: &str = "no, no., number, complaint, case, ref, reference, for, on, of, to, the, is, pr, की, का, के, को, पर, में, \
     नंबर, नम्बर, संख्या, शिकायत, केस, shikayat, ki, ka, ke, ko, par, mein, नं";

/// Words that turn a verb round.
const DENIALS: &str = "not, no, nahi, nahin, nhi, नहीं, नही, ना, न, मत, mat, never, cannot, cant, didnt, isnt, bina, बिना, abhi, अभी, \
     pending, baki, बाकी, when, kab, कब, if, agar, अगर, نہیں";

const LISTS: &str =
    "list, my list, list bhejo, meri list, सूची, मेरी सूची, सूची भेजें, लिस्ट, मेरी लिस्ट, suchi, meri suchi, فہرست";
const HELPS: &str = "help, हेल्प, command, commands, कमांड, आदेश, निर्देश, officer help, kaise karein";

const OUTCOMES: [(Outcome, &str); 5] = [
    (Outcome::Relief, "relief, राहत, rahat"),
    (Outcome::LegalAction, "fir, एफआईआर, legal, legal_action, मुकदमा, mukadma, कानूनी"),
    (Outcome::Granted, "granted, sanctioned, issued, paid, स्वीकृत, जारी, भुगतान, swikrit, jari, bhugtan"),
    (Outcome::NotAdmissible, "not_admissible, inadmissible, rejected, अमान्य, अपात्र, अग्राह्य, amanya, apatra"),
    (Outcome::Settled, "settled, समझौता, सुलह, samjhauta, sulah"),
];

/// A verb that was found, and how surely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) verb: Verb,
    /// How many words it took.
    pub(crate) words: usize,
    /// Whether to the letter, as far as folding goes.
    pub(crate) exact: bool,
    /// Whether another verb is as near.
    pub(crate) doubtful: bool,
}

/// Digits of a PIN.
const PIN_DIGITS: std::ops::RangeInclusive<usize> = 4..=8;
/// The longest phrase has so many words.
const LONGEST: usize = 4;
/// A shorter word is known only to the letter.
const FUZZY_LETTERS: usize = 4;

fn phrases(list: &'static str) -> impl Iterator<Item = String> {
    list.split(',').map(|phrase| phrase.split_whitespace().map(fold).collect::<Vec<_>>().join(" "))
}

/// The verb that these folded words begin with: the longest phrase that is
/// there to the letter, else one word with one slip.
pub(crate) fn at(folds: &[String]) -> Option<Found> {
    for words in (1..=LONGEST.min(folds.len())).rev() {
        let said = folds.get(..words)?.join(" ");
        let is = |(_, list): &&(Verb, &'static str)| phrases(list).any(|phrase| phrase == said);
        if let Some((verb, _)) = PHRASES.iter().find(is) {
            return Some(Found { verb: *verb, words, exact: true, doubtful: false });
        }
    }
    let said = folds.first().filter(|word| word.chars().count() >= FUZZY_LETTERS)?;
    let near = |(_, list): &&(Verb, &'static str)| {
        phrases(list).any(|phrase| phrase.chars().count() >= FUZZY_LETTERS && is_one_slip(&phrase, said))
    };
    let mut near = PHRASES.iter().filter(near).map(|(verb, _)| *verb);
    let verb = near.next()?;
    Some(Found { verb, words: 1, exact: false, doubtful: near.next().is_some() })
}

pub(crate) fn is_filler(word: &str) -> bool {
    word.is_empty() || phrases(FILLERS).any(|filler| filler == word)
}

pub(crate) fn denies(word: &str) -> bool {
    phrases(DENIALS).any(|denial| denial == word)
}

pub(crate) fn is_list(said: &str) -> bool {
    phrases(LISTS).any(|phrase| phrase == said)
}

pub(crate) fn is_help(said: &str) -> bool {
    phrases(HELPS).any(|phrase| phrase == said)
}

pub(crate) fn outcome(word: &str) -> Option<Outcome> {
    let named = |(_, list): &&(Outcome, &'static str)| phrases(list).any(|phrase| phrase == word);
    OUTCOMES.iter().find(named).map(|(outcome, _)| *outcome)
}

/// One letter more, less or other, or two neighbours exchanged.
fn is_one_slip(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let front = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[front..], &b[front..]);
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - back], &b[..b.len() - back]);
    match (a, b) {
        ([], []) => true,
        ([_], [] | [_]) | ([], [_]) => true,
        ([x, y], [v, w]) => x == w && y == v,
        _ => false,
    }
}

/// Letters and digits of a word in capitals; `None` for a word that no number
/// is spelt with.
pub(crate) fn canonical(word: &str) -> Option<String> {
    let plain: String = word
        .chars()
        .filter(|c| !(c.is_ascii_punctuation() || matches!(c, '।' | '–' | '—' | '؟')))
        .map(|c| ascii_digit(c).to_ascii_uppercase())
        .collect();
    (!plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(plain)
}

/// A word as it sounds. `नोट` sounds like `not`, which says the contrary.
pub(crate) fn fold_word(word: &str) -> String {
    match word.trim_matches(|c: char| c.is_ascii_punctuation() || matches!(c, '।' | '–' | '—')) {
        "नोट" | "نوٹ" => fold("note"),
        word => fold(word),
    }
}

pub(crate) fn digits(word: &str) -> String {
    word.trim_matches(|c: char| c.is_ascii_punctuation() || c == '।').chars().map(ascii_digit).collect()
}

/// Four to eight digits and nothing else.
pub(crate) fn is_pin(word: &str) -> bool {
    let digits = digits(word);
    PIN_DIGITS.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_and_no_more() {
        for (one, other, expected) in [
            ("note", "note", true),
            ("note", "nte", true),
            ("note", "noote", true),
            ("note", "nota", true),
            ("note", "ntoe", true),
            ("note", "nt", false),
            ("note", "tone", false),
        ] {
            assert_eq!(is_one_slip(one, other), expected, "{one} {other}");
        }
    }

    /// No phrase belongs to two verbs, and none is a filler alone.
    #[test]
    fn each_phrase_means_one_thing() {
        let mut seen = std::collections::BTreeMap::new();
        for (verb, list) in PHRASES {
            for phrase in phrases(list) {
                assert!(!phrase.is_empty() && !is_filler(&phrase) && !denies(&phrase), "{verb:?}: {phrase}");
                let known = seen.insert(phrase.clone(), verb);
                assert!(known.is_none_or(|known| known == verb), "{phrase}: {verb:?} and {known:?}");
            }
        }
    }
}
