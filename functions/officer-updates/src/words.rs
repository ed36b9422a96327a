//! Every sentence that the officers' pages say, in both languages, in one room.
//!
//! Fixed texts stand in one table, so that a test can see that none lacks a
//! language; sentences with something in them are in `words_filled`.

use domain::Language;
use domain::complaint::{Outcome, Status};

use crate::words_forms;

use Language::{English, Hindi};

pub(crate) use crate::words_filled::{clock, kind, level, locked, refused, transferred_to, wrong_pin};
pub(crate) use crate::words_happening::happening;

/// A fixed text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) hi: &'static str,
    pub(crate) en: &'static str,
}

impl Text {
    /// The text in this language.
    pub(crate) fn say(self, language: Language) -> &'static str {
        match language {
            Hindi => self.hi,
            English => self.en,
        }
    }
}

macro_rules! texts {
    ($($name:ident: $hi:literal, $en:literal;)*) => {
        $(pub(crate) const $name: Text = Text { hi: $hi, en: $en };)*
        /// All fixed texts, by name.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, Text)] = &[$((stringify!($name), $name)),*];
    };
}

texts! {
    TITLE: "शिकायत", "Complaint";
    SERVICE: "महिला प्रकोष्ठ हेल्पलाइन", "Women's Cell helpline";
    OTHER_LANGUAGE: "English", "हिंदी";
    STATUS: "स्थिति", "Status";
    LEVEL: "स्तर", "Level";
    DUE: "अंतिम समय", "Due";
    REGISTERED_ON: "दर्ज हुई", "Registered";
    ABOUT: "विषय", "About";
    PLACE: "स्थान", "Place";
    PLACE_UNKNOWN: "नहीं बताया", "not said";
    ANSWERABLE: "उत्तरदायी अधिकारी", "Answerable officer";
    URGENT: "ख़तरे के शब्द: तुरंत देखें", "Words of danger: see to it at once";
    MINOR: "नाबालिग (POCSO): महिला अधिकारी देखें; चाइल्ड हेल्पलाइन 1098", "A minor (POCSO): for a woman officer; child helpline 1098";
    ACKNOWLEDGE_BY: "प्राप्ति मानने की सीमा", "Acknowledge by";
    FIRST_ACTION_BY: "पहली कार्रवाई की सीमा", "First action by";
    PIN: "आपका पिन", "Your PIN";
    PIN_HINT: "4 से 8 अंक। यह लिंक आगे न भेजें।", "4 to 8 digits. Do not forward this link.";
    PIN_NEEDED: "पिन लिखें, फिर बटन दबाएँ।", "Enter your PIN, then press the button.";
    BEFORE_PIN: "शिकायतकर्ता की बात पिन के बाद ही दिखती है।", "What she said is shown only after the PIN.";
    OPEN: "खोलें", "Open";
    ACKNOWLEDGE: "प्राप्ति मानें", "Acknowledge";
    WHAT_SHE_SAID: "उन्होंने क्या कहा", "What she said";
    EARLIER: "पहले का दिखाएँ", "Show what is earlier";
    NEWEST: "सबसे नया दिखाएँ", "Show the newest";
    CONTINUED: "इसी संदेश का अगला भाग", "more of the same message";
    NOTHING_SAID: "कोई संदेश नहीं है।", "There is no message.";
    CALL_HER: "उन्हें फ़ोन करें", "Call her";
    CALL_CARE: "फ़ोन किसी और के पास हो सकता है: विषय बताने से पहले पहचान पक्की करें।", "Somebody else may hold the phone: make sure who it is before saying what it is about.";
    NO_NUMBER: "नंबर ज्ञात नहीं। नीचे से प्रश्न पूछें; उत्तर यहीं दिखेगा।", "Her number is not known. Ask below; the answer will appear here.";
    HISTORY: "अब तक क्या हुआ", "What happened so far";
    HELPLINES: "आपात नंबर", "Emergency numbers";
    ACTIONS: "कार्रवाई", "Act";
    NO_ACTIONS: "निस्तारण का दावा हो चुका है; उनकी पुष्टि की प्रतीक्षा है या शिकायत बंद है। टिप्पणी जोड़ सकते हैं।", "It is said to be disposed of: her word is awaited, or the complaint is closed. You may still add a note.";
    FIRST_ACTION: "पहली कार्रवाई दर्ज करें", "Report first action";
    FIRST_ACTION_TEXT: "क्या किया गया", "What was done";
    ASK: "उनसे पूछें", "Ask her";
    ASK_TEXT: "प्रश्न (यही शब्द उन्हें भेजे जाएँगे)", "Question (sent to her in these words)";
    NOTE: "टिप्पणी जोड़ें", "Add a note";
    NOTE_TEXT: "टिप्पणी (केवल अधिकारी देखते हैं)", "Note (seen by officers only)";
    TRANSFER: "दूसरे अधिकारी को भेजें", "Transfer";
    TRANSFER_TO: "किसे", "To whom";
    TRANSFER_REASON: "कारण", "Reason";
    TRANSFER_HINT: "समय-सीमा वही रहती है।", "The time limit does not change.";
    DISPOSE: "निस्तारित करें", "Dispose";
    DISPOSE_OUTCOME: "परिणाम", "Outcome";
    DISPOSE_TEXT: "क्या हुआ, कैसे सुलझा", "What happened, how it was solved";
    DISPOSE_HINT: "यह दावा है: उनसे पूछा जाएगा कि क्या सच में सुलझ गई। 'नहीं' पर शिकायत ऊपर के अधिकारी के पास फिर खुलती है।", "This is a claim: she will be asked whether it is truly solved. If she says no, it reopens one level up.";
    CHOOSE: "चुनें", "Choose";
    SEND: "भेजें", "Send";
    FILE_COMING: "फ़ाइल लाई जा रही है। एक-दो मिनट में यह पृष्ठ फिर खोलें।", "The file is being fetched. Open this page again in a minute or two.";
    FILE_LOST: "फ़ाइल नहीं लाई जा सकी: उनसे कहें कि दोबारा भेजें।", "The file could not be fetched: ask her to send it again.";
    FILE_REFUSED: "फ़ाइल नहीं दिखाई जा सकी: उसका प्रकार, आकार या पता मान्य नहीं है। उनसे फ़ोटो माँगें।", "The file could not be shown: its kind, size or address is not allowed. Ask her for a photo of it.";
    FILE_OPEN: "फ़ाइल खोलें", "Open the file";
    NO_FILE: "यह फ़ाइल यहाँ नहीं है। शिकायत का पृष्ठ फिर खोलें।", "There is no such file here. Open the complaint's page again.";
    MAP: "नक्शे में खोलें", "Open in maps";
    NOT_SHOWN: "यह संदेश दिखाया नहीं जा सका।", "This message could not be shown.";
    MOVED_TITLE: "यह शिकायत अब आपके पास नहीं है", "This complaint is no longer with you";
    MOVED_ADVICE: "आपको और कुछ नहीं करना है।", "There is nothing more for you to do.";
    NOT_FOUND: "यह लिंक किसी शिकायत का नहीं है। एसएमएस का पूरा लिंक खोलें।", "This link names no complaint. Open the whole link from the SMS.";
    BAD_REQUEST: "यह अनुरोध समझ में नहीं आया। एसएमएस का लिंक फिर खोलें।", "This request was not understood. Open the link from the SMS again.";
    TRY_AGAIN: "अभी सहेजा नहीं जा सका। कुछ देर में फिर कोशिश करें।", "Nothing could be saved just now. Please try again shortly.";
    DONE_ACKNOWLEDGE: "प्राप्ति दर्ज हो गई। आगे: उनसे बात करें और पहली कार्रवाई दर्ज करें।", "Acknowledged. Next: speak to her and report your first action.";
    DONE_FIRST_ACTION: "पहली कार्रवाई दर्ज हो गई। आगे: सीमा के भीतर निस्तारण।", "First action recorded. Next: dispose of it within the limit.";
    DONE_ASK: "प्रश्न दर्ज हो गया और उन्हें भेजा जा रहा है। उत्तर आने पर एसएमएस मिलेगा। समय-सीमा चलती रहेगी।", "Your question is recorded and on its way to her. You will get an SMS when she answers. The clock runs on.";
    DONE_NOTE: "टिप्पणी जुड़ गई।", "Note added.";
    DONE_TRANSFER: "शिकायत भेज दी गई। नए अधिकारी को एसएमएस जा रहा है।", "Transferred. The new officer is being told by SMS.";
    DONE_DISPOSE: "निस्तारण का दावा दर्ज हो गया। उनसे पूछा जा रहा है; 'हाँ' पर बंद होगी, 'नहीं' पर फिर खुलेगी।", "Disposal recorded as a claim. She is being asked: yes closes it, no reopens it.";
}

/// Where a complaint stands, as an officer reads it.
pub(crate) fn status(language: Language, status: Status) -> &'static str {
    let text = match status {
        Status::Registered => Text {
            hi: "दर्ज, प्राप्ति बाकी", en: "registered, not acknowledged yet"
        },
        Status::Acknowledged => {
            Text { hi: "प्राप्ति मानी गई", en: "acknowledged" }
        }
        Status::InProgress => {
            Text { hi: "कार्रवाई चल रही है", en: "action under way" }
        }
        Status::AwaitingComplainant => Text {
            hi: "उनके उत्तर की प्रतीक्षा", en: "waiting for her answer"
        },
        Status::Disposed => Text {
            hi: "निस्तारित बताई गई, उनकी पुष्टि बाकी",
            en: "said to be disposed of, her word awaited",
        },
        Status::Closed => {
            Text { hi: "बंद, उनकी पुष्टि से", en: "closed, as she confirmed" }
        }
        Status::ClosedUnconfirmed => {
            Text { hi: "बंद, बिना पुष्टि", en: "closed, unconfirmed" }
        }
    };
    text.say(language)
}

/// An outcome in the form and in the history.
pub(crate) fn outcome(language: Language, outcome: Outcome) -> &'static str {
    let text = match outcome {
        Outcome::Relief => Text {
            hi: "राहत मिली, माँग पूरी हुई",
            en: "Relief given: she got what she asked for",
        },
        Outcome::LegalAction => Text {
            hi: "मुक़दमा दर्ज या पुलिस कार्रवाई",
            en: "Case registered or police action taken",
        },
        Outcome::Granted => Text {
            hi: "स्वीकृत, जारी या भुगतान", en: "Sanctioned, issued or paid"
        },
        Outcome::NotAdmissible => Text {
            hi: "नियमों में मान्य नहीं, कारण बताया",
            en: "Not admissible; she was told why",
        },
        Outcome::Settled => Text {
            hi: "स्वेच्छा से समझौता", en: "Settled of her own free will"
        },
    };
    text.say(language)
}

/// The actors that are no officers.
pub(crate) const BY_HER: Text = Text { hi: "शिकायतकर्ता", en: "complainant" };
/// The sweeper.
pub(crate) const BY_CLOCK: Text = Text { hi: "समय-सीमा", en: "clock" };
/// The SMS or messaging service.
pub(crate) const BY_PROVIDER: Text = Text { hi: "संदेश सेवा", en: "messaging service" };

/// What was done, after a redirect; `None` for a name that is no action.
pub(crate) fn done(language: Language, action: &str) -> Option<&'static str> {
    let text = match action {
        "acknowledge" => DONE_ACKNOWLEDGE,
        "first_action" => DONE_FIRST_ACTION,
        "ask" => DONE_ASK,
        "note" => DONE_NOTE,
        "transfer" => DONE_TRANSFER,
        "dispose" => DONE_DISPOSE,
        other => words_forms::of(other)?[1],
    };
    Some(text.say(language))
}

/// An action's name on its button.
pub(crate) fn action(language: Language, action: &str) -> &'static str {
    let text = match action {
        "acknowledge" => ACKNOWLEDGE,
        "first_action" => FIRST_ACTION,
        "ask" => ASK,
        "note" => NOTE,
        "transfer" => TRANSFER,
        "dispose" => DISPOSE,
        other => words_forms::of(other).map_or(OPEN, |[name, _]| name),
    };
    text.say(language)
}

#[cfg(test)]
#[path = "tests/words.rs"]
mod tests;
