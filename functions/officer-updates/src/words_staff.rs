//! Sentences of the login and of what all pages for staff share, in both
//! languages.

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
    SKIP: "सीधे मुख्य भाग पर जाएँ", "Skip to the content";
    NAVIGATION: "पृष्ठ के साधन", "Page tools";
    LOG_IN: "लॉग इन", "Log in";
    LOG_OUT: "लॉग आउट", "Log out";
    LOGIN_NUMBER: "आपका पंजीकृत मोबाइल नंबर", "Your registered mobile number";
    LOGIN_HINT: "इसी नंबर पर एसएमएस से एक कोड आएगा। कोड किसी को न बताएँ।", "A code will come to this number by SMS. Tell it to nobody.";
    LOGIN_SEND: "कोड भेजें", "Send the code";
    CODE_SENT: "यदि यह नंबर किसी अधिकारी का है, तो कोड भेज दिया गया है। वह 5 मिनट मान्य है।", "If this is an officer's number, a code has been sent to it. It is good for 5 minutes.";
    CODE: "छह अंकों का कोड", "The six-digit code";
    CODE_AGAIN: "कोड नहीं आया? नया कोड माँगें", "No code? Ask for a new one";
    TOO_MANY_CODES: "बहुत सारे कोड माँगे गए। अगला कोड इसके बाद:", "Too many codes were asked for. The next one after:";
    WRONG_CODE: "कोड ग़लत है। बचे प्रयास:", "The code is wrong. Tries left:";
    NO_CODE: "कोई मान्य कोड नहीं है: नया कोड माँगें।", "No code is good now: ask for a new one.";
    CODE_NOT_SENT: "कोड भेजा नहीं जा सका। थोड़ी देर में फिर माँगें।", "The code could not be sent. Ask again in a while.";
    NOT_ALLOWED: "इस पृष्ठ का अधिकार आपके पद को नहीं है। ज़रूरत हो तो प्रकोष्ठ प्रभारी से कहें।", "Your post has no right to this page. If you need it, ask the cell in-charge.";
    LOGGED_IN: "आप लॉग इन हैं: पिन की ज़रूरत नहीं। खोलना दर्ज होता है।", "You are logged in: no PIN is needed. That you open it is recorded.";
    COURSE_ONLY: "यह शिकायत दूसरों के पास है: यहाँ केवल क्रम दिखता है। उनकी बात और नंबर के लिए नीचे कारण लिखें।", "This complaint is with others: here is its course only. For her words and her number write your motive below.";
    KEPT: "पिन का समय पूरा हो गया था। आपका लिखा सुरक्षित है: पिन लिखें, तो वह भेजा जाएगा।", "The time of the PIN had run out. What you wrote is kept: enter the PIN and it is sent.";
    SESSION_OVER: "लॉग इन का समय पूरा हो गया", "The login has run out";
    SESSION_KEPT: "कुछ दर्ज नहीं हुआ, और आपका लिखा इस पृष्ठ में सुरक्षित है। पहले नए टैब में लॉग इन करें, फिर यहाँ लौटकर दोबारा भेजें।", "Nothing was recorded, and what you wrote is kept in this page. First log in, in a new tab; then come back here and send it again.";
    LOG_IN_BESIDE: "नए टैब में लॉग इन करें", "Log in, in a new tab";
    SEND_AGAIN: "दोबारा भेजें", "Send it again";
    READERS: "यह शिकायत किसने पढ़ी", "Who read this complaint";
    READERS_HINT: "जिसने पिन या लॉग इन से खोली, सबसे नया पहले। बिना पिन के देखना पढ़ना नहीं है।", "Whoever opened it by PIN or login, the newest first. A look without the PIN is no reading.";
    READ_LATER: "बाद के", "Later ones";
    READ_EARLIER: "पहले के", "Earlier ones";
    WITH_MOTIVE: "कारण बताकर खोली", "Opened with a motive";
    BACK_TO_CASE: "शिकायत पर लौटें", "Back to the complaint";
    FOREIGN_FORM: "यह प्रपत्र इस साइट के पृष्ठ से नहीं आया। पृष्ठ फिर खोलकर भेजें।", "This form did not come from a page of ours. Open the page again and send it from there.";
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
