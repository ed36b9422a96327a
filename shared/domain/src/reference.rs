//! The reference of a complaint: three district letters, seven characters that
//! cannot be guessed in sequence, one check character. Safe to say and to hear.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::normalise::ascii_digit;

/// Nineteen characters of which no two look or sound alike. Nineteen is prime,
/// so a weighted sum modulo 19 finds every slip of one character.
pub const ALPHABET: &[u8; 19] = b"34679ACDEFHJKMPRTWX";

const PREFIX: usize = 3;
const BODY: usize = 7;
const LENGTH: usize = PREFIX + BODY + 1;

/// A complaint's reference, such as `LKO` and eight characters, in capitals
/// and without a separator: an SMS variable may hold letters and digits only.
///
/// The check character finds every single wrong character after the prefix and
/// every exchange of neighbours there. In the prefix it finds all but letters
/// that are 19 places apart (A and T, B and U ...): 26 letters do not fit in 19.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

/// Why a text is no reference. Says nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// Not three letters followed by eight characters of the alphabet.
    #[error("a reference has three letters and then eight characters of {}", alphabet())]
    Shape,
    /// The check character does not fit: a slip.
    #[error("the reference's check character does not fit")]
    Check,
}

fn alphabet() -> &'static str {
    std::str::from_utf8(ALPHABET).unwrap_or_default()
}

impl Reference {
    /// A reference of the district with these three letters, from 64 random
    /// bits: about 894 million of them, equally likely.
    ///
    /// # Errors
    /// [`ReferenceError::Shape`] if the prefix is not three ASCII letters.
    pub fn generate(prefix: &str, entropy: u64) -> Result<Self, ReferenceError> {
        let mut text: Vec<u8> = prefix.trim().bytes().map(|b| b.to_ascii_uppercase()).collect();
        if text.len() != PREFIX || !text.iter().all(u8::is_ascii_uppercase) {
            return Err(ReferenceError::Shape);
        }
        let mut left = entropy;
        for _ in 0..BODY {
            text.push(letter(left % 19));
            left /= 19;
        }
        // The check character has weight one: it is what is missing to a multiple of 19.
        let sum = weighted_sum(&text).ok_or(ReferenceError::Shape)?;
        text.push(letter((19 - sum % 19) % 19));
        String::from_utf8(text).map(Self).map_err(|_| ReferenceError::Shape)
    }

    /// Parses a reference alone: case, spaces and hyphens do not matter.
    ///
    /// # Errors
    /// [`ReferenceError::Shape`] if it is none, [`ReferenceError::Check`] if
    /// there is a slip in it.
    pub fn parse(text: &str) -> Result<Self, ReferenceError> {
        let canonical: String =
            text.chars().filter(|c| !is_separator(*c)).map(|c| ascii_digit(c).to_ascii_uppercase()).collect();
        if canonical.len() != LENGTH {
            return Err(ReferenceError::Shape);
        }
        match weighted_sum(canonical.as_bytes()) {
            None => Err(ReferenceError::Shape),
            Some(sum) if sum % 19 != 0 => Err(ReferenceError::Check),
            Some(_) => Ok(Self(canonical)),
        }
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The district's three letters.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.0.get(..PREFIX).unwrap_or_default()
    }

    /// Finds a reference of this district inside free text, whatever its case,
    /// with or without spaces and hyphens. A text without one, or with a slip
    /// in it, has none.
    #[must_use]
    pub fn find_in(text: &str, prefix: &str) -> Option<Self> {
        let chars: Vec<char> = text.chars().collect();
        (0..chars.len())
            .filter(|at| *at == 0 || !chars.get(at - 1).copied().is_some_and(char::is_alphanumeric))
            .filter_map(|at| read_at(chars.get(at..)?))
            .find(|reference| reference.prefix().eq_ignore_ascii_case(prefix))
    }
}

/// The character for a value below 19.
fn letter(value: u64) -> u8 {
    usize::try_from(value).ok().and_then(|index| ALPHABET.get(index)).copied().unwrap_or(b'3')
}

/// The sum of values by weight, the first position weighing most; `None` if a
/// character does not belong where it stands.
fn weighted_sum(text: &[u8]) -> Option<u64> {
    let mut sum = 0;
    for (at, byte) in text.iter().enumerate() {
        let value = if at < PREFIX {
            byte.is_ascii_uppercase().then(|| usize::from(byte - b'A'))?
        } else {
            ALPHABET.iter().position(|member| member == byte)?
        };
        sum += (value * (LENGTH - at)) as u64;
    }
    Some(sum)
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '_' | '.' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Reads a reference that starts these characters and ends a word.
fn read_at(chars: &[char]) -> Option<Reference> {
    let mut text = String::with_capacity(LENGTH);
    let mut rest = chars.iter();
    while text.len() < LENGTH {
        let c = ascii_digit(*rest.next()?);
        if c.is_ascii_alphanumeric() {
            text.push(c.to_ascii_uppercase());
        } else if text.is_empty() || !is_separator(c) {
            return None;
        }
    }
    match rest.next() {
        Some(next) if next.is_alphanumeric() => None,
        _ => text.parse().ok(),
    }
}

impl FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Reference {
    type Error = ReferenceError;

    fn try_from(text: String) -> Result<Self, ReferenceError> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lko(entropy: u64) -> Reference {
        Reference::generate("LKO", entropy).unwrap()
    }

    #[test]
    fn no_look_alikes() {
        assert!(ALPHABET.iter().all(|c| !b"01258BGILNOQSUVYZ".contains(c)));
        assert!(ALPHABET.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn parsing_forgives_form_and_nothing_else() {
        let good = lko(123_456_789);
        let text = good.as_str();
        for tolerated in [
            text.to_owned(),
            text.to_lowercase(),
            format!(" {}-{} ", &text[..3], &text[3..]),
            format!("{} {} {}", &text[..3], &text[3..7], &text[7..]),
        ] {
            assert_eq!(tolerated.parse(), Ok(good.clone()), "{tolerated}");
        }
        for refused in ["", "LKO", &text[1..], &format!("{text}3"), "LKO0000000O", "1KO3333333A"] {
            assert_eq!(refused.parse::<Reference>(), Err(ReferenceError::Shape), "{refused}");
        }
        assert_eq!(Reference::generate("LK", 1), Err(ReferenceError::Shape));
        assert_eq!(Reference::generate("L1O", 1), Err(ReferenceError::Shape));
    }

    #[test]
    fn a_reference_is_found_in_free_text() {
        let good = lko(987_654_321);
        let text = good.as_str();
        let spaced = format!("{} {} {}", &text[..3], &text[3..7], &text[7..]).to_lowercase();
        for (message, found) in [
            (format!("मेरी शिकायत {text} का क्या हुआ?"), true),
            (format!("status {spaced} kya hua"), true),
            (format!("{text}."), true),
            (format!("lko se {text}"), true),
            (format!("x{text}"), false),
            (format!("{text}9"), false),
            (text[..10].to_owned(), false),
            ("मेरी शिकायत कहाँ तक पहुँची".to_owned(), false),
        ] {
            assert_eq!(Reference::find_in(&message, "LKO").is_some(), found, "{message}");
            assert_eq!(Reference::find_in(&message, "KNP"), None, "another district");
        }
    }

    #[test]
    fn serde_goes_through_the_same_door() {
        let good = lko(7);
        assert_eq!(serde_json::from_str::<Reference>(&serde_json::to_string(&good).unwrap()).unwrap(), good);
        assert!(serde_json::from_str::<Reference>("\"LKO33333333\"").is_err());
    }

    proptest! {
        #[test]
        fn every_slip_is_found(entropy in any::<u64>()) {
            let good = lko(entropy).0.into_bytes();
            for at in PREFIX..LENGTH {
                for wrong in ALPHABET.iter().filter(|c| **c != good[at]) {
                    let mut slip = good.clone();
                    slip[at] = *wrong;
                    let parsed = String::from_utf8(slip).unwrap().parse::<Reference>();
                    prop_assert_eq!(parsed, Err(ReferenceError::Check));
                }
            }
            for at in 0..LENGTH - 1 {
                let mut slip = good.clone();
                slip.swap(at, at + 1);
                if slip != good {
                    prop_assert!(String::from_utf8(slip).unwrap().parse::<Reference>().is_err());
                }
            }
        }

        #[test]
        fn free_text_never_panics(text in "\\PC{0,60}") {
            let _ = Reference::find_in(&text, "LKO");
        }
    }
}
