//! Every sentence that is said to a woman, in both languages, in one room.
//!
//! Nothing here starts on its own: what we begin (a disposal's question, a
//! closure) names the complaint's number and nothing else, since the phone may
//! be shared. Officers' SMS are in the DLT file instead.

use chrono::{DateTime, Utc};

use crate::calendar_words::moment;
use crate::category::{Category, Language};
use crate::complaint::Status;
use crate::reference::Reference;

pub use crate::texts_closure::{
    ask_solved, closed, closed_unconfirmed, date_moved, interim, not_solved_button, question, reopened,
    reply, solved_button,
};
pub use crate::texts_wish::{news_waits, quiet, quiet_no_more};

use Language::{English, Hindi};

/// A category as she reads it; at most 24 characters (a list row).
#[must_use]
pub fn category(language: Language, category: Category) -> &'static str {
    match (language, category) {
        (Hindi, Category::Violence) => "हिंसा, छेड़छाड़, अपराध",
        (Hindi, Category::Scheme) => "सरकारी योजना",
        (Hindi, Category::Certificate) => "प्रमाण पत्र",
        (Hindi, Category::Pension) => "पेंशन",
        (Hindi, Category::Department) => "किसी विभाग की परेशानी",
        (Hindi, Category::Other) => "कुछ और",
        (English, Category::Violence) => "Violence or harassment",
        (English, Category::Scheme) => "Government scheme",
        (English, Category::Certificate) => "Certificate",
        (English, Category::Pension) => "Pension",
        (English, Category::Department) => "Government department",
        (English, Category::Other) => "Something else",
    }
}

/// A line below a category in the list; at most 72 characters.
#[must_use]
pub fn category_hint(language: Language, category: Category) -> &'static str {
    match (language, category) {
        (Hindi, Category::Violence) => "मारपीट, दहेज, पीछा करना, धमकी - तुरंत कार्रवाई",
        (Hindi, Category::Scheme) => "आवास, राशन, कन्या सुमंगला, छात्रवृत्ति आदि",
        (Hindi, Category::Certificate) => "आय, जाति, निवास, जन्म, मृत्यु आदि",
        (Hindi, Category::Pension) => "वृद्धा, विधवा, दिव्यांग पेंशन",
        (Hindi, Category::Department) => "बिजली, पानी, सड़क, अस्पताल, थाना आदि",
        (Hindi, Category::Other) => "ऊपर में से कोई नहीं",
        (English, Category::Violence) => "Beating, dowry, stalking, threats - immediate action",
        (English, Category::Scheme) => "Housing, ration, Kanya Sumangala, scholarship ...",
        (English, Category::Certificate) => "Income, caste, domicile, birth, death ...",
        (English, Category::Pension) => "Old age, widow, disability pension",
        (English, Category::Department) => "Electricity, water, roads, hospital, police station ...",
        (English, Category::Other) => "None of these",
    }
}

/// Where a complaint stands, as she reads it.
#[must_use]
pub fn status(language: Language, status: Status) -> &'static str {
    match (language, status) {
        (Hindi, Status::Registered) => "दर्ज, अधिकारी के पास",
        (Hindi, Status::Acknowledged) => "अधिकारी ने देख ली",
        (Hindi, Status::InProgress) => "कार्रवाई चल रही है",
        (Hindi, Status::AwaitingComplainant) => "आपके उत्तर की प्रतीक्षा",
        (Hindi, Status::Disposed) => "निस्तारित बताई गई, आपकी पुष्टि बाकी",
        (Hindi, Status::Closed) => "बंद, आपकी पुष्टि से",
        (Hindi, Status::ClosedUnconfirmed) => "बंद, बिना पुष्टि",
        (English, Status::Registered) => "registered, with the officer",
        (English, Status::Acknowledged) => "seen by the officer",
        (English, Status::InProgress) => "action under way",
        (English, Status::AwaitingComplainant) => "waiting for your answer",
        (English, Status::Disposed) => "said to be solved, waiting for your word",
        (English, Status::Closed) => "closed, as you confirmed",
        (English, Status::ClosedUnconfirmed) => "closed, unconfirmed",
    }
}

/// First words to a woman who writes for the first time, with the notice.
#[must_use]
pub fn welcome(language: Language, cell: &str) -> String {
    let notice = notice(language);
    match language {
        Hindi => {
            format!("नमस्ते। यह {cell} है। आपकी बात हमें मिल गई है।\n{notice}\nFor English write ENGLISH.")
        }
        English => format!("This is {cell}. We have your message.\n{notice}\nहिंदी के लिए 'हिंदी' लिखें।"),
    }
}

/// The notice that the Digital Personal Data Protection Act 2023 (s.5) asks
/// for: with the first question, or with the number where no question was put.
#[must_use]
pub fn notice(language: Language) -> &'static str {
    match language {
        Hindi => {
            "आपका नंबर और संदेश केवल इस शिकायत के लिए रखे जाते हैं और केवल संबंधित अधिकारी देखते हैं। सुधारने या मिटवाने के लिए महिला प्रकोष्ठ, कलेक्ट्रेट से कहें।"
        }
        English => {
            "Your number and messages are kept only for this complaint and seen only by the officers concerned. To correct or erase them, ask the women's cell at the Collectorate."
        }
    }
}

/// We have her words; said before a question when she has met us already.
#[must_use]
pub fn received(language: Language) -> &'static str {
    match language {
        Hindi => "आपकी बात मिल गई है।",
        English => "We have your message.",
    }
}

/// What is it about?
#[must_use]
pub fn ask_category(language: Language) -> &'static str {
    match language {
        Hindi => "शिकायत किस बारे में है? नीचे से चुनें।",
        English => "What is it about? Choose below.",
    }
}

/// Where is it?
#[must_use]
pub fn ask_area(language: Language) -> &'static str {
    match language {
        Hindi => "यह कहाँ की बात है? तहसील चुनें, या मोहल्ले या गाँव का नाम लिखें।",
        English => "Where is it? Choose the tehsil, or write the name of your locality or village.",
    }
}

/// The row for a woman who does not know, or will not say, where.
#[must_use]
pub fn area_unknown(language: Language) -> &'static str {
    match language {
        Hindi => "पता नहीं / अन्य",
        English => "Not sure / elsewhere",
    }
}

/// What happened?
#[must_use]
pub fn ask_story(language: Language) -> &'static str {
    match language {
        Hindi => "बताइए क्या हुआ। लिखें, बोलकर भेजें, फ़ोटो या लोकेशन भेजें - जितने चाहें।",
        English => {
            "Tell us what happened. Write, send voice notes, photos or your location - as many as you like."
        }
    }
}

/// Shall we register it? With what we understood.
#[must_use]
pub fn ask_confirm(language: Language, category: &str, area: Option<&str>, messages: u32) -> String {
    match language {
        Hindi => format!(
            "विषय: {category}\nस्थान: {}\nआपके संदेश: {messages}\nक्या शिकायत दर्ज कर दें? और बताना हो तो लिखती रहें।",
            area.unwrap_or("नहीं बताया")
        ),
        English => format!(
            "About: {category}\nPlace: {}\nYour messages: {messages}\nShall we register it? If there is more, keep writing.",
            area.unwrap_or("not said")
        ),
    }
}

/// The button that opens a list; at most 20 characters.
#[must_use]
pub fn choose(language: Language) -> &'static str {
    match language {
        Hindi => "चुनें",
        English => "Choose",
    }
}

/// The button that registers; at most 20 characters.
#[must_use]
pub fn register_button(language: Language) -> &'static str {
    match language {
        Hindi => "हाँ, दर्ज करें",
        English => "Yes, register",
    }
}

/// The button that cancels; at most 20 characters.
#[must_use]
pub fn cancel_button(language: Language) -> &'static str {
    match language {
        Hindi => "रद्द करें",
        English => "Cancel",
    }
}

/// The button that registers as violence at once; at most 20 characters.
#[must_use]
pub fn violence_button(language: Language) -> &'static str {
    match language {
        Hindi => "हिंसा में दर्ज करें",
        English => "Register as violence",
    }
}

/// She cancelled.
#[must_use]
pub fn cancelled(language: Language) -> &'static str {
    match language {
        Hindi => "ठीक है, कुछ दर्ज नहीं किया गया। जब चाहें फिर लिखें। ख़तरे में 112 पर फ़ोन करें।",
        English => {
            "All right, nothing has been registered. Write again whenever you like. In danger, call 112."
        }
    }
}

/// Help, now. Said at once to any distress word.
#[must_use]
pub fn distress(language: Language) -> &'static str {
    match language {
        Hindi => {
            "अभी ख़तरा हो तो फ़ोन करें:\n112 - पुलिस, आपात सेवा\n1090 - वूमेन पावर लाइन\n181 - महिला हेल्पलाइन\nआपका संदेश हमारे पास है। एक बटन से इसे हिंसा की शिकायत में दर्ज करें, अधिकारी को तुरंत सूचना जाएगी।"
        }
        English => {
            "If you are in danger now, call:\n112 - police, emergency\n1090 - Women Power Line\n181 - women's helpline\nWe have your message. One tap registers it as violence and an officer is told at once."
        }
    }
}

/// Numbers to call, as one line below something else.
#[must_use]
pub fn helplines(language: Language) -> &'static str {
    match language {
        Hindi => "अभी ख़तरा हो तो 112, 1090 या 181 पर फ़ोन करें।",
        English => "If you are in danger now, call 112, 1090 or 181.",
    }
}

/// Where a minor is concerned: the child helpline.
#[must_use]
pub fn child_helpline(language: Language) -> &'static str {
    match language {
        Hindi => "18 साल से कम उम्र के बच्चे के लिए चाइल्ड हेल्पलाइन 1098 पर भी फ़ोन करें।",
        English => "For a child under 18, also call the child helpline 1098.",
    }
}

/// It is registered: the number, the date, and how it was counted.
#[must_use]
pub fn registered(language: Language, reference: &Reference, due_at: DateTime<Utc>, counted: &str) -> String {
    let due = moment(due_at, language);
    match language {
        Hindi => format!(
            "शिकायत दर्ज हो गई। नंबर: {reference}\nनिस्तारण की अंतिम तिथि: {due}\n({counted})\nअधिकारी को सूचना दे दी गई है। हाल जानने के लिए 'स्थिति' लिखें।"
        ),
        English => format!(
            "Your complaint is registered. Number: {reference}\nIt must be solved by: {due}\n({counted})\nAn officer has been told. Write STATUS to see how it stands."
        ),
    }
}

/// A message joined an open complaint.
#[must_use]
pub fn joined(language: Language, reference: &Reference) -> String {
    match language {
        Hindi => format!("यह शिकायत {reference} में जोड़ दिया गया है। नई शिकायत के लिए 'नई' लिखें।"),
        English => format!("Added to complaint {reference}. For a new one write NEW."),
    }
}

/// Her answer reached the officer.
#[must_use]
pub fn answer_passed_on(language: Language, reference: &Reference) -> String {
    match language {
        Hindi => format!("धन्यवाद। आपका उत्तर शिकायत {reference} में जोड़कर अधिकारी को बता दिया गया है।"),
        English => {
            format!("Thank you. Your answer is with complaint {reference} and the officer has been told.")
        }
    }
}

/// One complaint in the answer to 'status'.
#[must_use]
pub fn status_line(
    language: Language,
    reference: &Reference,
    state: Status,
    due_at: DateTime<Utc>,
    office: &str,
) -> String {
    let state = status(language, state);
    let due = moment(due_at, language);
    match language {
        Hindi => format!("{reference}: {state}। सीमा {due}। {office}"),
        English => format!("{reference}: {state}. Limit {due}. {office}"),
    }
}

/// She asked for the status and has no complaint.
#[must_use]
pub fn no_complaints(language: Language) -> &'static str {
    match language {
        Hindi => "आपकी कोई शिकायत दर्ज नहीं है। दर्ज कराने के लिए अपनी बात लिखें।",
        English => "You have no complaint registered. To register one, write what happened.",
    }
}

/// A draft waits; said with the status.
#[must_use]
pub fn draft_waits(language: Language) -> &'static str {
    match language {
        Hindi => "एक शिकायत अधूरी है; आगे न बढ़ाएँ तो वह जैसी है वैसी दर्ज हो जाएगी।",
        English => "One complaint is unfinished; if you leave it, it will be registered as it stands.",
    }
}

/// The language is changed.
#[must_use]
pub fn language_set(language: Language) -> &'static str {
    match language {
        Hindi => "अब हिंदी में बात होगी।",
        English => "We will write in English.",
    }
}

#[cfg(test)]
#[path = "tests/texts.rs"]
pub(crate) mod tests;
