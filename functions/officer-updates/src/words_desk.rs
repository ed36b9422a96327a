//! Sentences of the desk's pages, in both languages.

use crate::words::Text;

macro_rules! texts {
    ($($name:ident: $hi:literal, $en:literal;)*) => {
        $(pub(crate) const $name: Text = Text { hi: $hi, en: $en };)*
        /// All of them, by name.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, Text)] = &[$((stringify!($name), $name)),*];
    };
}

texts! {
    DESK: "महिला प्रकोष्ठ डेस्क", "Women's Cell desk";
    REGISTER: "शिकायत दर्ज करें", "Register a complaint";
    QUEUE: "कतार", "Queue";
    CALLS: "पुष्टि के फ़ोन", "Call-backs";
    PEOPLE: "ड्यूटी और अधिकारी", "Duty and officers";
    FIGURES: "ज़िले के आँकड़े", "District figures";
    ON_DUTY: "अभी ड्यूटी पर", "On duty now";
    SITS: "अभी डेस्क पर", "At the desk now";
    NOBODY: "कोई नहीं", "nobody";
    TOMORROW: "कल की कमी", "Gaps tomorrow";
    NO_GAP: "कल कोई कमी नहीं है।", "There is no gap tomorrow.";
    PRESSING: "हिंसा और ख़तरा", "Violence and danger";
    OVERDUE: "समय-सीमा बीत चुकी", "Past the limit";
    UNSORTED: "बिना विषय के", "Without a category";
    UNSEEN: "किसी ने प्राप्ति नहीं मानी", "Acknowledged by nobody";
    UNDELIVERED: "संदेश उन तक नहीं पहुँचा: फ़ोन करें", "A message did not reach her: call";
    UNREACHED: "अधिकारी को एसएमएस नहीं पहुँचा", "An officer's SMS failed";
    ALL_OPEN: "सभी खुली शिकायतें", "All open complaints";
    AWAITING: "उनकी पुष्टि की प्रतीक्षा", "Waiting for her word";
    NONE: "कोई शिकायत नहीं।", "No complaint.";
    REFERENCE: "शिकायत संख्या", "Number";
    CATEGORY: "विषय", "About";
    OFFICE: "कार्यालय", "Office";
    DUE: "अंतिम समय", "Due";
    STATUS: "स्थिति", "Status";
    LEVEL: "स्तर", "Level";
    MORE: "और भी हैं; पूरी सूची नीचे है।", "There are more; the whole list is below.";
    PHONE: "मोबाइल नंबर (हो तो)", "Mobile number (if any)";
    PHONE_HINT: "नंबर देने पर उन्हें सूचना एसएमएस से मिलेगी, और वे बाद में व्हाट्सऐप से भी पूछ सकेंगी।", "With a number she is told by SMS, and can ask by WhatsApp later.";
    NAME: "नाम (यदि बताएँ)", "Name (if she says it)";
    WORDS: "उन्होंने क्या बताया", "What she said";
    AREA: "तहसील", "Tehsil";
    NOT_SAID: "नहीं बताया", "not said";
    LANGUAGE: "उत्तर की भाषा", "Language of answers";
    URGENT: "वे अभी ख़तरे में हैं", "She is in danger now";
    MINOR: "मामला 18 वर्ष से कम आयु की बालिका का है", "It concerns a girl under 18";
    ACCUSES: "शिकायत किसके विरुद्ध है (अधिकारी या कार्यालय)", "Whom it is against (officer or office)";
    ACCUSES_HINT: "चुने गए अधिकारी और उनके अधीनस्थ इसे नहीं देख पाएँगे। कई चुनने के लिए Ctrl दबाए रखें।", "Whoever is chosen, and all under them, will not see it. Hold Ctrl to choose several.";
    OFFICERS: "अधिकारी", "Officers";
    OFFICES: "कार्यालय", "Offices";
    SAVE: "दर्ज करें", "Register";
    CHOOSE: "चुनें", "Choose";
    BAD_NONCE: "यह प्रपत्र पुराना है: नीचे का प्रपत्र भेजें।", "That form was an old one: send the one below.";
    BAD_PHONE: "नंबर ठीक नहीं है: 10 अंक लिखें, या खाली छोड़ दें।", "The number is not right: write 10 digits, or leave it empty.";
    BAD_WORDS: "उन्होंने क्या बताया, यह लिखना ज़रूरी है।", "What she said must be written down.";
    BAD_LONG: "यह बहुत लंबा है: अधिकतम 4,000 अक्षर।", "That is too long: at most 4,000 characters.";
    BAD_CATEGORY: "विषय चुनें।", "Choose what it is about.";
    BAD_AREA: "यह तहसील सूची में नहीं है।", "That tehsil is not on the list.";
    BAD_ACCUSED: "यह अधिकारी या कार्यालय सूची में नहीं है।", "That officer or office is not on the list.";
    REGISTERED: "शिकायत दर्ज हो गई।", "The complaint is registered.";
    REGISTERED_BEFORE: "यही प्रपत्र पहले ही दर्ज हो चुका है।", "This form had been registered already.";
    SLIP: "पावती", "Slip";
    SLIP_DATE: "दर्ज होने का समय", "Registered at";
    SLIP_DUE: "निस्तारण इस समय तक", "To be disposed of by";
    SLIP_OFFICE: "कार्यालय", "Office";
    SLIP_KEEP: "यह संख्या सँभालकर रखें। स्थिति जानने के लिए व्हाट्सऐप पर 'स्थिति' लिखें, या डेस्क पर यह संख्या बताएँ।", "Keep this number. To ask how it stands write 'status' by WhatsApp, or say the number at the desk.";
    SLIP_HELP: "आपात नंबर", "In an emergency";
    PRINT: "छापने के लिए Ctrl+P दबाएँ।", "Press Ctrl+P to print.";
    NEXT_ONE: "अगली शिकायत दर्ज करें", "Register the next";
    CALL_HINT: "फ़ोन करके पूछें कि क्या सच में सुलझ गई, फिर शिकायत खोलकर परिणाम दर्ज करें।", "Call and ask whether it is truly solved; then open the complaint and record what she says.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_lacks_a_language() {
        for (name, text) in ALL {
            assert!(text.hi.chars().any(|letter| ('\u{900}'..'\u{980}').contains(&letter)), "{name}");
            assert!(text.en.is_ascii() && !text.en.is_empty(), "{name}");
        }
    }
}
