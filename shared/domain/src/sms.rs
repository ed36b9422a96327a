//! How many parts an SMS takes: GSM 7-bit and UCS-2, as handsets join them.
//!
//! 3GPP TS 23.038 (alphabet) and TS 23.040 (joined messages): 160 septets alone
//! or 153 a part, 70 UTF-16 units alone or 67 a part. A character that takes
//! two (the escape pairs of GSM 7-bit, surrogate pairs) is never cut in two, so
//! parts are counted by packing, not by division.

use serde::{Deserialize, Serialize};

/// The alphabet in which an SMS travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// The GSM 7-bit default alphabet with its extension table.
    #[serde(rename = "GSM7")]
    Gsm7,
    /// UTF-16, for everything else: all Hindi.
    #[serde(rename = "UCS2")]
    Ucs2,
}

/// The size of an SMS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmsParts {
    /// The alphabet that the text needs.
    pub encoding: Encoding,
    /// Its length in septets or UTF-16 units.
    pub units: usize,
    /// In how many parts it travels and is paid for. Never 0.
    pub parts: usize,
}

/// What one part costs within India by a local (DLT) route, in paise: the middle
/// of the 20 to 35 paise that transactional SMS are sold for in India in 2026
/// (smsgatewayhubbulk.mybjjblog.com/bulk-sms-pricing-in-india-2026-cost-per-sms-routes-dlt-charges-51899319).
/// Amazon's own list gives the local route by a table that a program fills and its
/// documentation only the dearer international one, 0.02171 USD
/// (docs.aws.amazon.com/sns/latest/dg/channels-sms-senderid-india.html): before a
/// budget stands on it, hold it against the account's own bill.
pub const PAISE_A_PART: u32 = 25;

impl SmsParts {
    /// What it costs, in paise.
    #[must_use]
    pub fn paise(self) -> u32 {
        u32::try_from(self.parts).unwrap_or(u32::MAX).saturating_mul(PAISE_A_PART)
    }
}

/// The non-ASCII characters of the GSM 7-bit basic set.
const GSM_BASIC: &str = "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà";

/// The extension table: each costs an escape as well.
const GSM_EXTENSION: &str = "^{}\\[~]|€\u{c}";

/// Septets that a character costs in GSM 7-bit; `None` if it has no place there.
fn gsm_cost(c: char) -> Option<usize> {
    match c {
        'A'..='Z' | 'a'..='z' | '0'..='9' | '\n' | '\r' | ' ' | '@' | '$' | '_' => Some(1),
        // Of ASCII punctuation the basic set lacks only those of the extension table and the backtick.
        '!'..='/' | ':'..='?' => Some(1),
        _ if GSM_BASIC.contains(c) => Some(1),
        _ if GSM_EXTENSION.contains(c) => Some(2),
        _ => None,
    }
}

/// The size of this text as an SMS.
#[must_use]
pub fn parts(text: &str) -> SmsParts {
    let septets: Option<Vec<usize>> = text.chars().map(gsm_cost).collect();
    match septets {
        Some(costs) => pack(Encoding::Gsm7, &costs, 160, 153),
        None => pack(Encoding::Ucs2, &text.chars().map(char::len_utf16).collect::<Vec<_>>(), 70, 67),
    }
}

fn pack(encoding: Encoding, costs: &[usize], alone: usize, joined: usize) -> SmsParts {
    let units: usize = costs.iter().sum();
    if units <= alone {
        return SmsParts { encoding, units, parts: 1 };
    }
    let (mut parts, mut room) = (1, joined);
    for cost in costs {
        if *cost > room {
            parts += 1;
            room = joined;
        }
        room -= cost;
    }
    SmsParts { encoding, units, parts }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn edges() {
        use Encoding::{Gsm7, Ucs2};
        for (text, encoding, units, count) in [
            (String::new(), Gsm7, 0, 1),
            ("a".repeat(160), Gsm7, 160, 1),
            ("a".repeat(161), Gsm7, 161, 2),
            ("a".repeat(306), Gsm7, 306, 2),
            ("a".repeat(307), Gsm7, 307, 3),
            ("€".to_owned(), Gsm7, 2, 1),
            ("€".repeat(80), Gsm7, 160, 1),
            ("€".repeat(81), Gsm7, 162, 2),
            // 153 is odd: a pair that would straddle the cut moves to the next part.
            ("€".repeat(153), Gsm7, 306, 3),
            (format!("{}{{{}", "a".repeat(152), "a".repeat(152)), Gsm7, 306, 3),
            ("[x]{y}~^|\\".to_owned(), Gsm7, 18, 1),
            ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ¤¡ÄÖÑÜ§¿äöñüà".to_owned(), Gsm7, 45, 1),
            ("!\"#%&'()*+,-./:;<=>?".to_owned(), Gsm7, 20, 1),
            ("₹".to_owned(), Ucs2, 1, 1),
            ("`".to_owned(), Ucs2, 1, 1),
            ("ç".to_owned(), Ucs2, 1, 1),
            ("\t".to_owned(), Ucs2, 1, 1),
            ("“hello”".to_owned(), Ucs2, 7, 1),
            ("it’s".to_owned(), Ucs2, 4, 1),
            ("म".repeat(70), Ucs2, 70, 1),
            ("म".repeat(71), Ucs2, 71, 2),
            ("म".repeat(134), Ucs2, 134, 2),
            ("म".repeat(135), Ucs2, 135, 3),
            ("🆘".to_owned(), Ucs2, 2, 1),
            ("🆘".repeat(35), Ucs2, 70, 1),
            // 67 is odd: 33 pairs a part.
            ("🆘".repeat(67), Ucs2, 134, 3),
            (format!("{}🆘{}", "म".repeat(66), "म".repeat(66)), Ucs2, 134, 3),
        ] {
            assert_eq!(parts(&text), SmsParts { encoding, units, parts: count }, "{text}");
        }
    }

    proptest! {
        #[test]
        fn parts_hold_the_units(text in "\\PC{0,400}") {
            let size = parts(&text);
            let (alone, joined) = if size.encoding == Encoding::Gsm7 { (160, 153) } else { (70, 67) };
            prop_assert!(size.parts >= 1);
            let fits = if size.parts == 1 { size.units <= alone } else { size.units <= size.parts * joined };
            prop_assert!(fits);
            prop_assert!(size.parts == 1 || size.units > alone);
        }
    }
}
