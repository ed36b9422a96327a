//! What she is told when she writes more than is answered.

use Language::{English, Hindi};

use crate::category::Language;
use crate::reference::Reference;

/// Many messages at once: told once.
#[must_use]
pub fn all_is_kept(language: Language) -> &'static str {
    match language {
        Hindi => {
            "आपके सभी संदेश हमें मिल गए हैं, सुरक्षित हैं और पढ़े जाएँगे। इन्हें दोबारा भेजने की ज़रूरत नहीं। \
             ख़तरा हो तो 112 पर फ़ोन करें।"
        }
        English => {
            "We have your messages: all of them are kept and will be read. You need not send them again. \
             In danger call 112."
        }
    }
}

/// As many complaints as a day takes: told once a day.
#[must_use]
pub fn day_is_full(language: Language, reference: &Reference) -> String {
    match language {
        Hindi => format!(
            "आज आपकी कई शिकायतें दर्ज हो चुकी हैं। यह संदेश {reference} के साथ जोड़ दिया गया है और पढ़ा जाएगा। \
             नई शिकायत के लिए कल लिखें। ख़तरा हो तो 112 पर फ़ोन करें।"
        ),
        English => format!(
            "You have registered many complaints today. This message was added to {reference} and will be \
             read. For a new complaint write tomorrow. In danger call 112."
        ),
    }
}
