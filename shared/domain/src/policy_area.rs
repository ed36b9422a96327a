//! Tehsils, and the places in them by which people name them.
//!
//! Nobody spells a mohalla twice alike, so spellings are compared folded:
//! Latin letters by sound, Devanagari without the marks that are written or
//! left out at will.

use serde::{Deserialize, Serialize};

use crate::category::{Category, Name};
use crate::ids::AreaId;
use crate::policy::Policy;

/// A tehsil.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Its id.
    pub id: AreaId,
    /// Its name.
    pub name: Name,
    /// Its own and its localities' spellings, folded, one a line: one
    /// allocation when a cold start reads the policy.
    pub(crate) spellings: String,
}

impl Area {
    /// An area with these spellings of its localities.
    #[must_use]
    pub fn new(id: AreaId, name: Name, localities: &[String]) -> Self {
        let mut spellings: Vec<String> = [&name.hi, &name.en]
            .into_iter()
            .chain(localities)
            .flat_map(|spelling| {
                let folded = fold(spelling);
                [folded.replace(' ', ""), folded]
            })
            .collect();
        spellings.retain(|spelling| !spelling.is_empty());
        spellings.sort();
        spellings.dedup();
        Self { id, name, spellings: spellings.join("\n") }
    }

    /// Its spellings, folded.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        self.spellings.lines()
    }
}

impl Policy {
    /// The area whose tehsil or locality the text names, in whatever spelling;
    /// where it names several, the longest name counts, then the first.
    #[must_use]
    pub fn area_in_text(&self, text: &str) -> Option<AreaId> {
        let text = fold(text);
        // Comparing where words begin costs a tenth of a search for each spelling.
        let spaces = text.bytes().enumerate().filter(|(_, byte)| *byte == b' ').map(|(place, _)| place + 1);
        let words: Vec<(usize, &str)> =
            [0].into_iter().chain(spaces).map(|place| (place, &text[place..])).collect();
        let found = self.areas.iter().flat_map(|area| {
            area.spellings().filter_map(|spelling| {
                let (place, _) = words.iter().find(|(_, rest)| opens_with(rest, spelling))?;
                Some((spelling.len(), *place, &area.id))
            })
        });
        found.max_by_key(|(length, place, _)| (*length, usize::MAX - place)).map(|(_, _, id)| id.clone())
    }

    /// The category that the whole text names: its wire name, its name in
    /// either language, or one of its words in the policy.
    #[must_use]
    pub fn find_category(&self, text: &str) -> Option<Category> {
        let text = fold(text);
        let named = |spelling: &str| fold(spelling) == text;
        self.categories
            .iter()
            .find(|entry| {
                named(entry.category.as_str())
                    || named(&entry.name.hi)
                    || named(&entry.name.en)
                    || entry.words.contains(&text)
            })
            .map(|entry| entry.category)
    }
}

/// Whether the text begins with the spelling as whole words.
fn opens_with(text: &str, spelling: &str) -> bool {
    text.strip_prefix(spelling).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// A spelling by its sound: words apart by one space, punctuation gone.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut words = text
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(plain)
        .collect::<String>()
        .split_whitespace()
        .map(fold_word)
        .collect::<Vec<_>>();
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

/// The letter without marks that come and go; a space for what is none;
/// nothing for what is not heard.
fn plain(letter: char) -> Option<char> {
    match letter {
        // Nukta, visarga, the joiners and the apostrophes.
        '\u{93c}' | '\u{903}' | '\u{200b}'..='\u{200d}' | '\'' | '\u{2019}' => None,
        // Chandrabindu is written as anusvara as often as not.
        '\u{901}' => Some('\u{902}'),
        // Long and short i and u are confused in writing.
        '\u{940}' => Some('\u{93f}'),
        '\u{942}' => Some('\u{941}'),
        'ई' => Some('इ'),
        'ऊ' => Some('उ'),
        // Letters that carry their nukta inside.
        '\u{958}' => Some('क'),
        '\u{959}' => Some('ख'),
        '\u{95a}' => Some('ग'),
        '\u{95b}' => Some('ज'),
        '\u{95c}' => Some('ड'),
        '\u{95d}' => Some('ढ'),
        '\u{95e}' => Some('फ'),
        'ण' => Some('न'),
        'ष' | 'श' => Some('स'),
        'a'..='z' | '0'..='9' | '\u{900}'..='\u{963}' | '\u{966}'..='\u{97f}' | '\u{600}'..='\u{6ff}' => {
            Some(letter)
        }
        _ => Some(' '),
    }
}

/// Latin by sound, Devanagari nasals as anusvara.
fn fold_word(word: &str) -> String {
    if !word.is_ascii() {
        // A nasal with virama before a consonant is what anusvara stands for.
        return ["न\u{94d}", "म\u{94d}", "ञ\u{94d}", "ङ\u{94d}"]
            .iter()
            .fold(word.to_owned(), |w, n| w.replace(n, "\u{902}"));
    }
    const SOUNDS: [(&str, &str); 16] = [
        ("ee", "i"),
        ("oo", "u"),
        ("ou", "au"),
        ("ow", "au"),
        ("ck", "k"),
        ("sh", "s"),
        ("bh", "b"),
        ("dh", "d"),
        ("gh", "g"),
        ("jh", "j"),
        ("kh", "k"),
        ("ph", "f"),
        ("th", "t"),
        ("w", "v"),
        ("z", "j"),
        ("q", "k"),
    ];
    let mut word =
        SOUNDS.iter().fold(word.to_owned(), |word, (from, to)| word.replace(from, to)).into_bytes();
    word.dedup_by(|next, letter| next == letter && next.is_ascii_alphabetic());
    String::from_utf8_lossy(&word).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::tests::lucknow;

    #[test]
    fn places_are_found_in_any_spelling() {
        let policy = lucknow();
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(policy.area_in_text(text).as_ref().map(AreaId::as_str), expected, "{text}");
        };
        check("आलमबाग", Some("sarojini-nagar"));
        check("मैं आलमबाग में रहती हूँ, थाने के पास।", Some("sarojini-nagar"));
        check("ALAMBAGH", Some("sarojini-nagar"));
        check("alambag me rahti hu", Some("sarojini-nagar"));
        check("Aalam Baagh, Lucknow", Some("sarojini-nagar"));
        check("हज़रतगंज", Some("sadar"));
        check("हजरतगन्ज", Some("sadar"));
        check("hajratganj", Some("sadar"));
        check("gomtinagar vistar", Some("sadar"));
        check("गोमतीनगर", Some("sadar"));
        check("chinhut / चिनहट", Some("sadar"));
        check("kakori thana", Some("malihabad"));
        check("मलीहाबाद", Some("malihabad"));
        check("gosaiganj", Some("mohanlalganj"));
        check("निगोहाँ", Some("mohanlalganj"));
        check("BKT", Some("bkt"));
        check("bakshi ka taalaab", Some("bkt"));
        check("इटौंजा", Some("bkt"));
        check("banthara bazar", Some("sarojini-nagar"));
        check("Sarojini Nagar, near Sadar", Some("sarojini-nagar"));
        check("chowk, Lucknow", Some("sadar"));
        check("Kanpur", None);
        check("chowkidar ne roka", None);
        check("पेंशन नहीं आई", None);
        check("", None);
        check("   ", None);
    }

    #[test]
    fn categories_are_found_by_their_names() {
        let policy = lucknow();
        let check = |text: &str, expected: Option<Category>| {
            assert_eq!(policy.find_category(text), expected, "{text}");
        };
        check("pension", Some(Category::Pension));
        check("पेन्शन", Some(Category::Pension));
        check("पेंशन!", Some(Category::Pension));
        check("Violence or harassment", Some(Category::Violence));
        check("praman patra", Some(Category::Certificate));
        check("प्रमाण-पत्र", Some(Category::Certificate));
        check("सरकारी योजना", Some(Category::Scheme));
        check("other", Some(Category::Other));
        check("meri pension nahi aayi", None);
        check("", None);
    }

    proptest::proptest! {
        #[test]
        fn a_place_is_found_whatever_stands_around_it(before in "[0-9 ,.!]{0,10}", after in "( [0-9।,.!]{0,10})?") {
            for (place, area) in [("ALAM BAGH", "sarojini-nagar"), ("काकोरी", "malihabad"), ("bkt", "bkt")] {
                let text = format!("{before} {place}{after}");
                let found = lucknow().area_in_text(&text);
                proptest::prop_assert_eq!(found.as_ref().map(AreaId::as_str), Some(area));
            }
        }

        #[test]
        fn any_text_may_be_searched(text in "\\PC{0,80}") {
            let _ = lucknow().area_in_text(&text);
            let _ = lucknow().find_category(&text);
        }
    }
}
