//! What is said of being written to, and of news that did not reach her. The
//! phone may be shared: nothing here names a matter, an office or an officer.

use crate::category::Language;
use crate::reference::Reference;

use Language::{English, Hindi};

/// She wants no messages of ours.
#[must_use]
pub fn quiet(language: Language) -> &'static str {
    match language {
        Hindi => "ठीक है। अब हम अपनी ओर से कोई संदेश नहीं भेजेंगे; आप लिखेंगी तो उत्तर मिलेगा। फिर से चाहें तो START लिखें।",
        English => {
            "All right. We will not write on our own; when you write, you are answered. To undo this write START."
        }
    }
}

/// She wants them again.
#[must_use]
pub fn quiet_no_more(language: Language) -> &'static str {
    match language {
        Hindi => "ठीक है। अब हम आपको फिर लिखेंगे। बंद करने के लिए STOP लिखें।",
        English => "All right. We will write to you again. To stop it write STOP.",
    }
}

/// Something did not reach her.
#[must_use]
pub fn news_waits(language: Language, reference: &Reference) -> String {
    match language {
        Hindi => format!("{reference} के बारे में सूचना है। पढ़ने के लिए 1 लिखकर भेजें।"),
        English => format!("There is news on {reference}. Send 1 to read it."),
    }
}
