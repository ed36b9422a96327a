//! The words that steer a conversation: cries for help, commands, numbers.
//!
//! A cry for help is heard anywhere; a command only where it is the whole
//! message, so that a sentence of her story is never taken for one.

use crate::category::Language;
use crate::normalise::{Word, ascii_digit, fold, words};
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
}

/// Commands as they are spelt, in romanised Hindi, English and Devanagari where
/// the folded spellings differ. Phrases are separated by commas.
const COMMANDS: [(Command, &str); 9] = [
    (
        Command::Status,
        "status, sthiti, isthiti, stithi, halat, haal, track, my complaint, my complaints, my status, complaint status, \
         status batao, status bataiye, shikayat ki sthiti, meri shikayat, meri shikayat ki sthiti, shikayat status, \
         meri shikayat ka status, meri shikayat kahan tak pahunchi, meri shikayat kaha tak pahunchi, kya hua, स्टेटस, حالت, صورتحال",
    ),
    (
        Command::Menu,
        "menu, main menu, start, restart, shuru, shuru karo, new, new complaint, nai shikayat, nayi shikayat, naya, \
         nai, mukhya menu, मेन्यू, मीनू, मैन्यू, न्यू, स्टार्ट, dusri shikayat, another complaint, مینو, نئی شکایت",
    ),
    (
        Command::Language(Language::Hindi),
        "hindi, hindi me, hindi mein, in hindi, hindi me bolo, speak hindi, हिन्दी, ہندی, urdu, اردو",
    ),
    (
        Command::Language(Language::English),
        "english, english me, english mein, in english, angrezi, angreji, angrezi me, अंग्रेज़ी, अंग्रेजी में, इंग्लिश, \
         speak english, english please, انگریزی",
    ),
    (
        Command::Cancel,
        "cancel, radd, radd karo, radd karen, radd kare, raddh, band karo, rehne do, rahne do, stop, quit, exit, कैंसिल, \
         mat karo, hatao, nahi chahiye, nahi karna, never mind, منسوخ, رہنے دو",
    ),
    (
        Command::Yes,
        "yes, y, yeah, yep, yes please, haan, haa, han, ha, haan ji, han ji, ha ji, ji, jee, ji haan, ji ha, ok, okay, okey, \
         thik, thik hai, theek hai, sahi, sahi hai, bilkul, solved, ho gaya, ho gayi, हो गयी, yes solved, haan sulajh gayi, \
         sulajh gayi, ہاں, جی, جی ہاں, ٹھیک ہے, यस, ओके",
    ),
    (
        Command::No,
        "no, n, nope, nahi, nahin, nhi, nai ji, nahi ji, ji nahi, ji nahin, na, naa, naahi, not solved, no not solved, \
         nahi hua, nahi hui, nahi sulajhi, abhi nahi, not yet, नो, نہیں, جی نہیں",
    ),
    (
        Command::Register,
        "register, register it, darj, darj karo, darj karen, darj kare, darj kar do, darj kijiye, shikayat darj karo, \
         shikayat darj karen, submit, done, रजिस्टर, दर्ज करें, درج کریں",
    ),
    (
        Command::Skip,
        "skip, chhodo, chhoden, chhode, chhod do, chodo, aage, aage badho, pata nahi, nahi pata, maloom nahi, dont know, do not know, \
         स्किप, آگے, چھوڑو",
    ),
];

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
    let is_said = |phrase: &str| {
        let mut spelt = phrase.split_whitespace().map(fold);
        said.iter().all(|word| spelt.next().is_some_and(|fold| fold == word.fold)) && spelt.next().is_none()
    };
    COMMANDS.iter().find(|(_, phrases)| phrases.split(',').any(is_said)).map(|(command, _)| *command)
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

/// Cries that are one wherever they stand.
const CRIES: &str =
    "bachao bachaao bachaiye bachaie bachayiye bachalo bachaen bachaye बचाइए बचाइये बचाएं بچاؤ بچائیں";
/// `bacha` is a child or a rescue: only with these behind it is it a cry.
const RESCUE: &str = "lo lijiye lena لو";
/// Words that call for help, if the message says nothing else.
const HELP: &str = "help madad मदद मद्द sos emergency imergency 112 100 1090 181 مدد rescue bacha bachaw हेल्प khatra khatre danger \
                    sahayata सहायता";
/// What may stand beside them.
const BESIDE: &str = "please pls plz plzz me mujhe mujhko meri mera hamari humari i need my want karo kare karen kariye karie kijiye \
                      kijie kro kr do dijiye chahiye abhi jaldi turant now urgent urgently immediately sir madam mam ji koi to hai \
                      mein main hu hoon hun bhai behan call the am in police bhejo bulao send someone save us hame humko \
                      براہ کرم کرو کریں میری مجھے";

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

fn is_one_of(word: &Word, list: &str) -> bool {
    list.split_whitespace().any(|spelling| fold(spelling) == word.fold)
}

fn cries(said: &[Word]) -> bool {
    said.iter().enumerate().any(|(at, word)| {
        let next = said.get(at + 1);
        let before = at.checked_sub(1).and_then(|before| said.get(before));
        let rescue = word.fold == "baca" && next.is_some_and(|next| is_one_of(next, RESCUE));
        let save_me = word.fold == "save" && next.is_some_and(|next| is_one_of(next, "me us my"));
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
    let has = |list| said.iter().any(|word| is_one_of(word, list));
    said.len() <= LONGEST_CRY
        && has("police polis पुलिस پولیس")
        && has("bhejo bhejiye bhej bulao bulaiye send बुलाओ بھیجو")
        && !has("nahi nhi not never kal")
}

fn opens_with_help(said: &[Word]) -> bool {
    said.len() <= 2 * LONGEST_CRY && said.iter().take(2).any(|word| is_one_of(word, "help madad مدد हेल्प sos"))
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
            "status",
        ] {
            assert!(!distress(text), "{text}");
        }
    }
}
