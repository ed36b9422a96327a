//! The words that steer a conversation: cries for help, commands, numbers.
//!
//! A cry for help is heard anywhere; a command only where it is the whole
//! message, so that a sentence of her story is never taken for one.

use crate::category::Language;
use crate::normalise::{Word, ascii_digit, words};
use crate::triage::triage;

/// What she tells the helpline to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// How do my complaints stand?
    Status,
    /// Start anew.
    Menu,
    /// Speak this language.
    Language(Language),
    /// Forget what I began.
    Cancel,
    /// Yes.
    Yes,
    /// No.
    No,
    /// Register it as it stands.
    Register,
    /// Leave this question out.
    Skip,
    /// Do not write to me.
    Stop,
    /// Write to me again; or, of who never said 'stop': start anew.
    Start,
}

// The folded lists: `COMMANDS` and those of `words_lists`.
include!(concat!(env!("OUT_DIR"), "/folded_words.rs"));

/// The longest command has so many words.
const LONGEST_COMMAND: usize = 6;

/// The command that this message is; `None` if it says anything more.
#[must_use]
pub fn command(text: &str) -> Option<Command> {
    // An apostrophe joins: `don't` is one word.
    let said = words(&text.replace(['\'', '’'], ""));
    if said.is_empty() || said.len() > LONGEST_COMMAND {
        return None;
    }
    let folds: Vec<&str> = said.iter().map(|word| word.fold.as_str()).collect();
    let phrase = folds.join(" ");
    let found = COMMANDS.binary_search_by(|(known, _)| (*known).cmp(&phrase)).ok()?;
    COMMANDS.get(found).map(|(_, command)| *command)
}

/// The number that this message is, in digits of any script that is written
/// here: `2`, `२.`, `(3)`.
#[must_use]
pub fn number(text: &str) -> Option<u32> {
    // A keycap emoji is a digit with two marks behind it.
    let marks = |c: char| c.is_whitespace() || matches!(c, '.' | ')' | '(' | '।' | '\u{fe0f}' | '\u{20e3}');
    let digits: String = text.trim_matches(marks).chars().map(ascii_digit).collect();
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// Whether she cries for help now, rather than asks for it in a story.
///
/// True for the SOS sign and for `bachao` anywhere (the scheme Beti Bachao Beti
/// Padhao apart); for `help`, `madad`, `112` and the like where the message
/// says nothing else, or begins with it and goes on, briefly, to violence.
#[must_use]
pub fn distress(text: &str) -> bool {
    let said = words(text);
    cries_out(text, &said) || (opens_with_help(&said) && triage(text).urgent)
}

/// Whether a message, given with its words, is a cry for help by itself.
pub(crate) fn cries_out(text: &str, said: &[Word]) -> bool {
    text.contains('🆘') || cries(said) || only_help(said) || police_now(said)
}

/// Whether she, asked whether it is solved, says in her own words that it is not.
///
/// True where something 'is not done', is 'still not', or is a lie. What begins
/// with a yes, or says that there is no trouble, is hers to make clear.
#[must_use]
pub fn denies(text: &str) -> bool {
    let said = words(&text.replace(['\'', '’'], ""));
    let has = |list: &[&str]| said.iter().any(|word| is_one_of(word, list));
    let Some(first) = said.first().filter(|first| !is_one_of(first, AGREE)) else { return false };
    let no_trouble = |pair: &[Word]| {
        matches!(pair, [no, trouble] if is_one_of(trouble, TROUBLE)
        && (no.fold == "koi" || is_one_of(no, NOT)))
    };
    if said.windows(2).any(no_trouble) {
        return false;
    }
    let undone = said.iter().enumerate().any(|(at, word)| {
        let near = said.get(at.saturating_sub(2)..).unwrap_or_default().iter().take(5);
        is_one_of(word, NOT) && near.into_iter().any(|near| is_one_of(near, DONE))
    });
    undone || has(LIE) || (is_one_of(first, NOT) && has(STILL))
}

fn is_one_of(word: &Word, list: &[&str]) -> bool {
    list.binary_search(&word.fold.as_str()).is_ok()
}

fn cries(said: &[Word]) -> bool {
    said.iter().enumerate().any(|(at, word)| {
        let next = said.get(at + 1);
        let before = at.checked_sub(1).and_then(|before| said.get(before));
        let rescue = word.fold == "baca" && next.is_some_and(|next| is_one_of(next, RESCUE));
        let save_me = word.fold == "save" && next.is_some_and(|next| is_one_of(next, ME));
        let scheme = before.is_some_and(|before| before.fold == "beti");
        save_me || ((rescue || is_one_of(word, CRIES)) && !scheme)
    })
}

/// Cries are short; past this a message tells a story.
const LONGEST_CRY: usize = 8;

fn only_help(said: &[Word]) -> bool {
    said.len() <= LONGEST_CRY
        && said.iter().any(|word| is_one_of(word, HELP))
        && said.iter().all(|word| is_one_of(word, HELP) || is_one_of(word, BESIDE))
}

fn police_now(said: &[Word]) -> bool {
    let has = |list: &[&str]| said.iter().any(|word| is_one_of(word, list));
    said.len() <= LONGEST_CRY && has(POLICE) && has(SEND) && !has(NOT_NOW)
}

fn opens_with_help(said: &[Word]) -> bool {
    said.len() <= 2 * LONGEST_CRY && said.iter().take(2).any(|word| is_one_of(word, OPENING))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_a_whole_message() {
        use Command::{Cancel, Menu, No, Register, Skip, Status, Yes};
        for (text, expected) in [
            ("status", Some(Status)),
            ("Status?", Some(Status)),
            (" स्थिति ", Some(Status)),
            ("मेरी शिकायत कहाँ तक पहुँची?", Some(Status)),
            ("meri shikayat ki sthiti", Some(Status)),
            ("MENU", Some(Menu)),
            ("मेनू", Some(Menu)),
            ("नई शिकायत", Some(Menu)),
            ("hindi", Some(Command::Language(Language::Hindi))),
            ("हिंदी", Some(Command::Language(Language::Hindi))),
            ("हिन्दी में", Some(Command::Language(Language::Hindi))),
            ("English", Some(Command::Language(Language::English))),
            ("अंग्रेजी", Some(Command::Language(Language::English))),
            ("इंग्लिश", Some(Command::Language(Language::English))),
            ("cancel", Some(Cancel)),
            ("रद्द करें", Some(Cancel)),
            ("रद्द", Some(Cancel)),
            ("हाँ", Some(Yes)),
            ("हां", Some(Yes)),
            ("haan!", Some(Yes)),
            ("जी हाँ", Some(Yes)),
            ("ठीक है", Some(Yes)),
            ("ہاں", Some(Yes)),
            ("नहीं", Some(No)),
            ("nhi", Some(No)),
            ("No.", Some(No)),
            ("نہیں", Some(No)),
            ("दर्ज करें", Some(Register)),
            ("darj karo", Some(Register)),
            ("छोड़ें", Some(Skip)),
            ("I don't know", None),
            ("don't know", Some(Skip)),
            ("skip", Some(Skip)),
            ("pension ka status kya hai", None),
            ("no water since Monday", None),
            ("haan pati ne mara", None),
            ("", None),
            ("!!!", None),
            ("नमस्ते", None),
        ] {
            assert_eq!(command(text), expected, "{text}");
        }
    }

    #[test]
    fn her_own_words_deny() {
        for text in [
            "nhi hua",
            "नहीं हुआ",
            "काम नहीं हुआ है",
            "अभी तक कुछ नहीं मिला",
            "झूठ है कुछ नहीं हुआ",
            "ye jhooth bol rahe hain",
            "abhi tak paisa nhi aaya",
            "samasya hal nahi hui",
            "No, it is still pending",
            "nothing happened",
            "They didn't get it solved",
            "not done",
            "نہیں ملا",
        ] {
            assert!(denies(text), "{text}");
        }
        for text in [
            "",
            "हाँ लेकिन अभी पैसा नहीं मिला",
            "haan ho gaya, pehle nahi hua tha",
            "ab koi dikkat nahi hai",
            "no problem now",
            "धन्यवाद",
            "मिल गया",
            "ho gaya",
            "एक और बात: मेरा पता बदल गया है",
            "👍",
        ] {
            assert!(!denies(text), "{text}");
        }
    }

    #[test]
    fn numbers_in_any_digits() {
        for (text, expected) in [
            ("2", Some(2)),
            (" २. ", Some(2)),
            ("(10)", Some(10)),
            ("۳", Some(3)),
            ("1️⃣", Some(1)),
            ("112", Some(112)),
            ("2 din", None),
            ("", None),
            ("-1", None),
            ("99999999999", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn cries_for_help() {
        for text in [
            "bachao",
            "BACHAAO!!!",
            "bachaoooo",
            "bachaoo",
            "plzzz heeelp meee",
            "बचाओ बचाओ",
            "mujhe bachao koi",
            "बचाइए मुझे",
            "मुझे बचा लो",
            "bacha lo",
            "help",
            "Help me",
            "help me please",
            "please help",
            "112",
            "call 112",
            "११२",
            "madad karo abhi",
            "मदद करो",
            "मेरी मदद कीजिए",
            "مدد",
            "میری مدد کریں",
            "بچاؤ",
            "🆘",
            "🆘😭😭🙏",
            "sos",
            "save me",
            "police bhejo jaldi",
            "help he is beating me",
            "emergency",
        ] {
            assert!(distress(text), "{text}");
        }
        for text in [
            "",
            "hello",
            "My pension has stopped since March, please help.",
            "112 pe call kiya tha police aayi samjha k chali gyi",
            "बेटी बचाओ बेटी पढ़ाओ योजना का पैसा नहीं आया",
            "pension ke liye help chahiye",
            "मेरे पति रोज़ शराब पीकर मारते हैं, कृपया मदद करें। पता: आलमबाग, लखनऊ",
            "mere bacche ka admission nahi hua",
            "police nahi bheji",
            "2",
            "10",
            "12",
            "status",
        ] {
            assert!(!distress(text), "{text}");
        }
    }
}
