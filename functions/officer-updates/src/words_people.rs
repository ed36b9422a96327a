//! Sentences of the pages on duty and officers, in both languages.

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
    VERSION: "लागू संस्करण", "Version in force";
    ONE_VERSION: "संस्करण", "Version";
    INSTALLED: "सॉफ़्टवेयर के साथ आया", "installed with the software";
    NO_ORDER: "90 दिन के भीतर के अवकाश के लिए उसे घोषित करने वाले आदेश की संख्या ज़रूरी है। कुछ नहीं बदला।", "A holiday within 90 days needs the number of the order that declared it. Nothing was changed.";
    HISTORY: "किसने कब क्या बदला", "Who changed what, and when";
    IN_FORCE: "बदलाव प्रकाशित होने के पाँच मिनट के भीतर हर जगह लागू होता है।", "A change is in force everywhere within five minutes of its publication.";
    WEEK: "अगले आठ दिन", "The next eight days";
    DAY: "दिन", "Day";
    DUTY: "ड्यूटी", "On duty";
    SITTING: "महिला सेल में", "At the women's cell";
    NOBODY: "कोई नहीं", "nobody";
    LEAVE: "अवकाश पर", "On leave";
    LADDERS: "देर होने पर किसे, कब और कैसे बताया जाता है", "Who is told of a delay, when and how";
    MISSED: "क्या नहीं हुआ", "What is missing";
    STEPS: "चरण", "Steps";
    FROM: "से", "From";
    TO: "तक", "To";
    STAND_IN: "स्थानापन्न", "Stands in";
    NONE: "कोई नहीं", "none";
    REMOVE: "हटाएँ", "Remove";
    CHANGE: "बदलें", "Change";
    OFFICERS: "अधिकारी", "Officers";
    OFFICER: "अधिकारी", "Officer";
    OFFICE: "कार्यालय", "Office";
    ROLE: "पद", "Standing";
    NUMBER: "मोबाइल", "Mobile";
    GONE: "पद पर नहीं", "not in post";
    ADD_LEAVE: "अवकाश दर्ज करें", "Record leave";
    REMOVE_LEAVE: "अवकाश हटाएँ", "Remove leave";
    ADD_OVERRIDE: "किसी तारीख़ को कोई और", "Somebody else on a date";
    SWAP: "दो अधिकारियों की अदला-बदली", "Two officers swap";
    HOLIDAY: "अवकाश घोषित करें", "Declare a holiday";
    COMPENSATORY: "बदले का कार्य-दिवस", "A working day in exchange";
    PHONE: "नया मोबाइल नंबर", "A new mobile number";
    PIN: "नया पिन", "A new PIN";
    NEW_OFFICER: "नए अधिकारी", "A new officer";
    RETIRE: "अधिकारी पद पर नहीं रहे", "An officer leaves the post";
    NODAL: "नोडल अधिकारी बदलें", "Replace a nodal officer";
    DATE: "तारीख़", "Date";
    WITH: "किससे", "With whom";
    WITH_DATE: "उनकी तारीख़", "The other's date";
    ROSTER: "कौन-सी सूची", "Which roster";
    HOLIDAY_HI: "नाम (हिंदी)", "Name (Hindi)";
    HOLIDAY_EN: "नाम (अंग्रेज़ी)", "Name (English)";
    KIND: "प्रकार", "Kind";
    ORDER: "आदेश संख्या (90 दिन के भीतर हो तो ज़रूरी)", "Number of the order (needed within 90 days)";
    STATE: "राज्य का अवकाश", "holiday of the state";
    LOCAL: "स्थानीय अवकाश", "local holiday";
    POLLING: "मतदान दिवस", "polling day";
    ID: "पहचान (अंग्रेज़ी छोटे अक्षर, जैसे cell-4)", "Id (small letters, like cell-4)";
    LANGUAGE: "एसएमएस की भाषा", "Language of SMS";
    WOMAN: "महिला अधिकारी", "A woman";
    NEW_PIN: "पिन (4 से 8 अंक)", "PIN (4 to 8 digits)";
    SUCCESSOR: "अब कौन", "Who instead";
    ROLE_OFFICER: "अधिकारी", "officer";
    ROLE_SUPERVISOR: "पर्यवेक्षक", "supervisor";
    ROLE_IN_CHARGE: "प्रकोष्ठ प्रभारी", "cell in-charge";
    ROLE_DM: "जिलाधिकारी", "District Magistrate";
    ROLE_AUDITOR: "लेखा परीक्षक", "auditor";
    CHOOSE: "चुनें", "Choose";
    CHECK: "जाँचें", "Check";
    PREVIEW: "अभी कुछ नहीं बदला है। प्रकाशित करने पर यह बदलेगा:", "Nothing has changed yet. Published, this will change:";
    PUBLISH: "प्रकाशित करें", "Publish";
    BACK: "वापस, बिना बदले", "Back, without a change";
    PUBLISHED: "प्रकाशित हो गया। पाँच मिनट के भीतर हर जगह लागू।", "Published. In force everywhere within five minutes.";
    REFUSED: "यह बदलाव मान्य नहीं है, कुछ नहीं बदला:", "This change does not hold, nothing was changed:";
    UNFIT: "यह ठीक नहीं भरा गया:", "This is not filled in right:";
    ABOVE: "अपने से ऊपर के पद का बदलाव आप नहीं कर सकते।", "You cannot change anybody who stands above you.";
    OVERTAKEN: "इस बीच किसी और ने बदलाव प्रकाशित किया। फिर जाँचें।", "Somebody else published a change meanwhile. Check again.";
    NO_SOURCE: "लागू संस्करण की फ़ाइल नहीं मिली: उसे एक बार कमांड से प्रकाशित करें।", "The file of the version in force is not stored: publish it once by the command.";
    BY: "किसने", "By whom";
    WHEN: "कब", "When";
    CHANGES: "क्या", "What";
    UNREAD: "जो समझ नहीं आया", "Not understood";
    UNREAD_HINT: "ये संदेश पूरे रखे गए हैं पर पढ़े नहीं जा सके। इनकी सामग्री यहाँ नहीं दिखती: तकनीकी दल को संख्या और कारण बताएँ।", "These bodies are kept whole and could not be read. What they hold is not shown here: tell the engineers how many and why.";
    PROVIDER: "सेवा", "Provider";
    WHY: "कारण", "Why";
    COUNT: "कितने", "How many";
    LATEST: "अंतिम", "The last";
    NOTHING_UNREAD: "सब समझा गया।", "All was understood.";
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
