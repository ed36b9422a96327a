//! One folded spelling for Hindi in Devanagari, romanised Hindi, Urdu and
//! English, so that one word list serves them all.
//!
//! Nobody spells romanised Hindi by rule: `nahi`, `nhi`, `nahin`, `naai`. So
//! every word is first brought to Latin letters (Devanagari and Arabic letter by
//! letter) and then folded: aspiration, vowel length and doubled letters go, and
//! letters that sound alike in Hindi become one. [`Word::fold`] keeps the vowels,
//! [`Word::skeleton`] only the consonants: a long word is still known by its
//! skeleton when its vowels are missing, as Urdu leaves them out and haste does.

/// A word of a text, folded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Word {
    /// With vowels: `मारते`, `maarte`, `مارتے` are all `marte`.
    pub fold: String,
    /// Consonants only: `pension`, `पेंशन`, `پنشن`, `pensn` are all `pnsn`.
    pub skeleton: String,
}

impl Word {
    /// Folds one word.
    #[must_use]
    pub fn new(word: &str) -> Self {
        let fold = fold(word);
        let skeleton = skeleton(&fold);
        Self { fold, skeleton }
    }
}

/// The words of a text in order, folded, and where its sentences break.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    text.split(|c: char| !is_word_character(c)).filter(|word| !word.is_empty()).map(Word::new).collect()
}

/// Letters, digits and the signs that join them in Indic scripts.
pub(crate) fn is_word_character(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c,
            '\u{900}'..='\u{903}' | '\u{93a}'..='\u{963}' | '\u{966}'..='\u{97f}' // Devanagari signs
            | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{200c}' | '\u{200d}')
}

/// An ASCII digit for a Devanagari, Arabic-Indic or full-width one; any other
/// character as it is.
#[must_use]
pub fn ascii_digit(c: char) -> char {
    let zero = match c {
        '\u{966}'..='\u{96f}' => 0x966,
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        '\u{ff10}'..='\u{ff19}' => 0xff10,
        _ => return c,
    };
    char::from_digit(c as u32 - zero, 10).unwrap_or(c)
}

/// The consonants of a folded word.
#[must_use]
pub fn skeleton(fold: &str) -> String {
    fold.chars().filter(|c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')).collect()
}

/// The folded spelling of one word.
#[must_use]
pub fn fold(word: &str) -> String {
    let latin: Vec<char> = latin(word);
    let mut folded = String::with_capacity(latin.len());
    let mut rest = latin.as_slice();
    while let Some((out, taken)) = fold_at(rest) {
        for sound in out.chars() {
            // Doubled letters are one: `ladkka`, `ladka`; `maar`, `mar`. Not so `tt`:
            // `pitta` beats, `pita` is a father. Nor digits: 12 is not 112.
            if sound == 't' || sound.is_ascii_digit() || !folded.ends_with(sound) {
                folded.push(sound);
            }
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    // A last `h` is breath: `jagah`, `jaga`.
    if folded.len() > 3 && folded.ends_with('h') {
        folded.pop();
    }
    folded
}

/// What the letters here fold to, and how many of them that took; `None` at
/// the end.
fn fold_at(letters: &[char]) -> Option<(&'static str, usize)> {
    let folded = match letters {
        [] => return None,
        // `ch`, `chh` and `cch` are one sound; so are the doubled aspirates.
        ['c', 'c', 'h', 'h', ..] => ("c", 4),
        ['c', 'h', 'h', ..] | ['c', 'c', 'h', ..] => ("c", 3),
        ['c', 'h', ..] => ("c", 2),
        ['c', 'e' | 'i' | 'y', ..] => ("s", 1),
        ['c', 'k', ..] => ("k", 2),
        ['c', ..] => ("k", 1),
        ['p', 'h', ..] => ("f", 2),
        [c @ ('k' | 'g' | 'j' | 't' | 'd' | 'b' | 's'), 'h', ..] => (single(*c), 2),
        ['e', 'e', ..] => ("i", 2),
        ['o', 'o', ..] => ("u", 2),
        ['w', ..] => ("v", 1),
        ['z', ..] => ("j", 1),
        ['q', ..] => ("k", 1),
        ['x', ..] => ("ks", 1),
        [c, ..] => (single(*c), 1),
    };
    Some(folded)
}

/// A letter or digit as a one-letter text; anything else is nothing.
fn single(c: char) -> &'static str {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    LETTERS.find(c).and_then(|at| LETTERS.get(at..=at)).unwrap_or("")
}

/// The vowel that a Devanagari consonant carries unwritten.
const SCHWA: char = 'A';

/// A word in Latin letters, lower case, whatever its script.
fn latin(word: &str) -> Vec<char> {
    let mut out = Vec::with_capacity(word.len());
    let mut chars = word.chars().map(ascii_digit).peekable();
    while let Some(c) = chars.next() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => out.extend(half_width(c)),
            '\u{900}'..='\u{97f}' => {
                let next = chars.peek().copied();
                devanagari(c, next, &mut out);
            }
            _ => out.extend(arabic(c).chars()),
        }
    }
    squeeze(&mut out);
    drop_schwas(&mut out);
    out
}

/// The ASCII letter of a full-width one, in lower case.
fn half_width(c: char) -> Option<char> {
    char::from_u32((c as u32).checked_sub(0xfee0)?).map(|c| c.to_ascii_lowercase())
}

/// A letter that is drawn out stands once, as in a cry: `bachaoooo`, `heeelp`.
/// No word has the same letter three times running; a number may.
fn squeeze(letters: &mut Vec<char>) {
    let runs = letters.chunk_by(|a, b| a == b);
    *letters = runs
        .flat_map(|run| match run {
            [c, _, _, ..] if c.is_ascii_alphabetic() => &run[..1],
            _ => run,
        })
        .copied()
        .collect();
}

/// One Devanagari letter or sign. A consonant carries a schwa unless a vowel
/// sign, a virama or the end of the word follows.
fn devanagari(c: char, next: Option<char>, out: &mut Vec<char>) {
    let (sound, consonant) = devanagari_sound(c, out.is_empty(), next);
    out.extend(sound.chars());
    let silent = |next: char| matches!(next, '\u{93e}'..='\u{94d}' | '\u{93c}' | '\u{962}' | '\u{963}');
    // The nukta stands between a consonant and its vowel sign.
    let carries = consonant || c == '\u{93c}';
    if carries && next.is_some_and(|next| !silent(next) && next != '\u{200d}') {
        out.push(SCHWA);
    }
}

/// Hindi does not say a schwa between vowel-consonant and consonant-vowel, from
/// the right: `मारता` is `marta`, `समझना` is `samajhna` (Ohala's rule).
fn drop_schwas(letters: &mut Vec<char>) {
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | SCHWA);
    for at in (0..letters.len()).rev() {
        if letters.get(at) != Some(&SCHWA) {
            continue;
        }
        let before = units_before(letters.get(..at).unwrap_or_default());
        let after = units_after(letters.get(at + 1..).unwrap_or_default());
        if before.is_some_and(vowel) && after.is_some_and(vowel) {
            letters.remove(at);
        }
    }
    for letter in letters.iter_mut().filter(|letter| **letter == SCHWA) {
        *letter = 'a';
    }
}

/// What stands before the one consonant that ends these letters.
fn units_before(letters: &[char]) -> Option<char> {
    match letters {
        [.., c, 'c', 'h'] => Some(*c),
        [.., c, _] => Some(*c),
        _ => None,
    }
}

/// What follows the one consonant that starts these letters.
fn units_after(letters: &[char]) -> Option<char> {
    match letters {
        ['c', 'h', c, ..] | [_, c, ..] => Some(*c),
        _ => None,
    }
}

fn devanagari_sound(c: char, first: bool, next: Option<char>) -> (&'static str, bool) {
    let vowel = match c {
        'अ' | 'ा' | 'ऑ' | 'ॉ' => "a",
        'आ' => "a",
        'इ' | 'ई' | 'ि' | 'ी' => "i",
        'उ' | 'ऊ' | 'ु' | 'ू' => "u",
        'ए' | 'े' | 'ऍ' | 'ॅ' => "e",
        'ऐ' | 'ै' => "ai",
        'ओ' | 'ो' => "o",
        'औ' | 'ौ' => "au",
        'ऋ' | 'ृ' => "ri",
        // A nasal inside a word is an `n`; at its end it is breath.
        'ं' | 'ँ' if next.is_some() && !first => "n",
        _ => "",
    };
    if !vowel.is_empty() {
        return (vowel, false);
    }
    let sound = devanagari_consonant(c);
    (sound, !sound.is_empty())
}

/// The precomposed letters with a nukta (U+0958 to U+095F) stand by their code:
/// in NFC text they are two characters, and the nukta alone is skipped.
fn devanagari_consonant(c: char) -> &'static str {
    match c {
        'क' | 'ख' | '\u{958}' | '\u{959}' => "k",
        'ग' | 'घ' | '\u{95a}' => "g",
        'च' | 'छ' => "ch",
        'ज' | 'झ' | '\u{95b}' => "j",
        'ट' | 'ठ' | 'त' | 'थ' => "t",
        'ड' | 'ढ' | 'द' | 'ध' | '\u{95c}' | '\u{95d}' => "d",
        'ङ' | 'ञ' | 'ण' | 'न' | '\u{929}' => "n",
        'प' => "p",
        'फ' | '\u{95e}' => "f",
        'ब' | 'भ' => "b",
        'म' => "m",
        'य' | '\u{95f}' => "y",
        'र' | '\u{931}' => "r",
        'ल' | 'ळ' => "l",
        'व' => "v",
        'श' | 'ष' | 'स' => "s",
        'ह' => "h",
        _ => "",
    }
}

/// One letter of the Urdu alphabet; short vowels are not written.
fn arabic(c: char) -> &'static str {
    match c {
        'ا' | 'آ' | 'أ' | 'ع' => "a",
        'ب' => "b",
        'پ' => "p",
        'ت' | 'ٹ' | 'ط' | 'ة' => "t",
        'ث' | 'س' | 'ش' | 'ص' => "s",
        'ج' | 'ز' | 'ذ' | 'ض' | 'ظ' | 'ژ' => "j",
        'چ' => "ch",
        'ح' | 'ہ' | 'ۂ' | 'ه' => "h",
        'خ' | 'ک' | 'ق' | 'ك' => "k",
        'د' | 'ڈ' => "d",
        'ر' => "r",
        'ڑ' => "d",
        'غ' | 'گ' => "g",
        'ف' => "f",
        'ل' => "l",
        'م' => "m",
        'ن' => "n",
        'و' | 'ؤ' => "o",
        'ی' | 'ي' | 'ئ' => "i",
        'ے' | 'ۓ' => "e",
        // The aspirating h folds away with the aspiration; ں is a nasal breath.
        _ => "",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_for_many() {
        for (fold_to, spellings) in [
            ("marte", &["मारते", "maarte", "marte", "مارتے", "Maarte"][..]),
            ("pension", &["pension", "PENSION"]),
            ("pensan", &["पेंशन", "पेन्शन"]),
            ("jamin", &["ज़मीन", "जमीन", "zameen", "jamin"]),
            ("tana", &["थाना", "thana", "تھانا"]),
            ("bacao", &["बचाओ", "bachao", "bachaao"]),
            ("pati", &["पति", "pati"]),
            ("12", &["१२", "12", "۱۲"]),
            ("1000", &["1000", "१०००"]),
            ("bacao", &["bachaoooo", "BACHAAAAO", "बचाओओओ", "ｂａｃｈａｏ", "bachaooooo"]),
            ("help", &["help", "heeelp", "HELPPPP", "ＨＥＬＰ"]),
        ] {
            for spelling in spellings {
                assert_eq!(fold(spelling), fold_to, "{spelling}");
            }
        }
    }

    #[test]
    fn one_skeleton_for_more() {
        for (skeleton_to, spellings) in [
            ("pnsn", &["pension", "pensn", "पेंशन", "पेन्शन", "پنشن", "पिंसिन"][..]),
            ("srtfkt", &["certificate", "certifcate", "सर्टिफिकेट", "سرٹیفکیٹ", "sertifiket"]),
            ("prmn", &["praman", "pramaan", "प्रमाण", "parman"]),
        ] {
            for spelling in spellings {
                assert_eq!(Word::new(spelling).skeleton, skeleton_to, "{spelling}");
            }
        }
    }

    #[test]
    fn words_break_at_punctuation_only() {
        let folds: Vec<String> =
            words("मैं, ज़मीन... kl 2 baje! 🆘").into_iter().map(|word| word.fold).collect();
        assert_eq!(folds, ["mai", "jamin", "kl", "2", "baje"]);
    }
}
