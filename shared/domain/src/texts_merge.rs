//! What she is told of two complaints that are answered together: numbers, and
//! nothing else, since the phone may be shared.

use crate::category::Language;
use crate::reference::Reference;

use Language::{English, Hindi};

/// Two of her numbers are answered together from now on.
#[must_use]
pub fn together(language: Language, into: &Reference, later: &Reference) -> String {
    match language {
        Hindi => format!("नंबर {later} अब नंबर {into} के साथ है: दोनों का उत्तर एक साथ दिया जाएगा।"),
        English => format!("Number {later} now goes with number {into}: both are answered together."),
    }
}

/// A number is answered by itself again.
#[must_use]
pub fn apart(language: Language, reference: &Reference) -> String {
    match language {
        Hindi => format!("नंबर {reference} का उत्तर अब फिर अलग से दिया जाएगा।"),
        English => format!("Number {reference} is answered by itself again."),
    }
}

/// What is said of one number, with those that are answered with it.
#[must_use]
pub fn with_others(text: String, language: Language, with: &[Reference]) -> String {
    if with.is_empty() {
        return text;
    }
    let numbers = with.iter().map(Reference::as_str).collect::<Vec<_>>().join(", ");
    match language {
        Hindi => format!("{text}\nइसी के साथ: नंबर {numbers}।"),
        English => format!("{text}\nTogether with it: number {numbers}."),
    }
}
