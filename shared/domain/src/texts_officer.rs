//! What an officer is answered on WhatsApp. Never a matter, a place or a name:
//! a number, what was done, and where the rest stands - behind the link.

use crate::category::Language;
use crate::decision::Refused;
use crate::officer_verbs::Verb;
use crate::reference::Reference;

use Language::{English, Hindi};

/// A verb as officers read it.
#[must_use]
pub fn verb(language: Language, verb: Verb) -> &'static str {
    match (language, verb) {
        (Hindi, Verb::Acknowledge) => "पावती",
        (Hindi, Verb::FirstAction) => "पहली कार्रवाई",
        (Hindi, Verb::Note) => "टिप्पणी",
        (Hindi, Verb::Ask) => "प्रश्न",
        (Hindi, Verb::Solved | Verb::Dispose) => "निस्तारण",
        (English, Verb::Acknowledge) => "acknowledgement",
        (English, Verb::FirstAction) => "first action",
        (English, Verb::Note) => "note",
        (English, Verb::Ask) => "question",
        (English, Verb::Solved | Verb::Dispose) => "disposal",
    }
}

/// How the verb is written.
fn example(language: Language, verb: Verb) -> &'static str {
    match (language, verb) {
        (Hindi, Verb::Acknowledge) => "ack",
        (Hindi, Verb::FirstAction) => "कार्रवाई",
        (Hindi, Verb::Note) => "नोट",
        (Hindi, Verb::Ask) => "पूछें",
        (Hindi, Verb::Solved) => "हो गया",
        (Hindi, Verb::Dispose) => "निस्तारण",
        (English, Verb::Acknowledge) => "ack",
        (English, Verb::FirstAction) => "action",
        (English, Verb::Note) => "note",
        (English, Verb::Ask) => "ask",
        (English, Verb::Solved) => "done",
        (English, Verb::Dispose) => "dispose",
    }
}

/// It is done.
#[must_use]
pub fn done(language: Language, what: Verb, reference: &Reference) -> String {
    let what = verb(language, what);
    match language {
        Hindi => format!("{reference}: दर्ज - {what}।"),
        English => format!("{reference}: {what} recorded."),
    }
}

/// Which complaint? With the list, where the numbers stand.
#[must_use]
pub fn no_number(language: Language, what: Verb, list: &str) -> String {
    let (understood, write) = (verb(language, what), example(language, what));
    match language {
        Hindi => format!(
            "समझा: {understood}। शिकायत संख्या नहीं मिली, कुछ नहीं किया गया। लिखें: {write} LKO...\nआपकी सूची: {list}"
        ),
        English => format!(
            "Understood: {understood}. The complaint's number is missing, so nothing was done. Write: {write} LKO...\nYour list: {list}"
        ),
    }
}

/// There is a slip in the number.
#[must_use]
pub fn slip(language: Language, what: Verb) -> String {
    let what = verb(language, what);
    match language {
        Hindi => format!("समझा: {what}। शिकायत संख्या में भूल है, कुछ नहीं किया गया। SMS से देखकर फिर लिखें।"),
        English => format!(
            "Understood: {what}. There is a slip in the complaint's number, so nothing was done. Look at the SMS and write it again."
        ),
    }
}

/// More than one number.
#[must_use]
pub fn two_numbers(language: Language, what: Verb) -> String {
    let what = verb(language, what);
    match language {
        Hindi => {
            format!("समझा: {what}। एक से अधिक शिकायत संख्या हैं, कुछ नहीं किया गया। हर शिकायत के लिए अलग संदेश लिखें।")
        }
        English => format!(
            "Understood: {what}. There is more than one number, so nothing was done. Write one message for each complaint."
        ),
    }
}

/// A number, and it is not clear what to do.
#[must_use]
pub fn which_verb(language: Language, reference: &Reference) -> String {
    match language {
        Hindi => format!(
            "{reference}: क्या करना है, स्पष्ट नहीं; कुछ नहीं किया गया। लिखें: ack, कार्रवाई, नोट, पूछें या हो गया, फिर संख्या।"
        ),
        English => format!(
            "{reference}: what to do is not clear, so nothing was done. Write ack, action, note, ask or done, then the number."
        ),
    }
}

/// A report without words.
#[must_use]
pub fn no_text(language: Language, what: Verb, reference: &Reference) -> String {
    let (understood, write) = (verb(language, what), example(language, what));
    let pin = if what.closes() { " PIN" } else { "" };
    match language {
        Hindi => format!(
            "{reference}: {understood} - विवरण नहीं मिला, कुछ नहीं किया गया। लिखें: {write} {reference}{pin} और विवरण।"
        ),
        English => format!(
            "{reference}: {understood} - the text is missing, so nothing was done. Write: {write} {reference}{pin} and your text."
        ),
    }
}

/// A disposal without its outcome.
#[must_use]
pub fn no_outcome(language: Language, reference: &Reference) -> String {
    match language {
        Hindi => format!(
            "{reference}: निस्तारण का परिणाम नहीं मिला, कुछ नहीं किया गया। लिखें: निस्तारण {reference} PIN परिणाम और विवरण; परिणाम: राहत, FIR, स्वीकृत, अमान्य या समझौता।"
        ),
        English => format!(
            "{reference}: the outcome is missing, so nothing was done. Write: dispose {reference} PIN, the outcome and your text; outcomes: relief, fir, granted, inadmissible or settled."
        ),
    }
}

/// A disposal without its PIN; the link is the other way.
#[must_use]
pub fn no_pin(language: Language, reference: &Reference, link: &str) -> String {
    match language {
        Hindi => format!(
            "{reference}: निस्तारण PIN से ही होता है, कुछ नहीं किया गया। सुरक्षित लिंक से करें: {link}\nया संख्या के बाद PIN लिखें और भेजकर संदेश मिटा दें।"
        ),
        English => format!(
            "{reference}: a disposal needs the PIN, so nothing was done. Use the secure link: {link}\nOr write the PIN behind the number, and delete your message afterwards."
        ),
    }
}

/// A PIN and nothing else.
#[must_use]
pub fn pin_alone(language: Language) -> &'static str {
    match language {
        Hindi => {
            "केवल PIN मिला, रखा नहीं गया, कुछ नहीं किया गया। यह संदेश मिटा दें। लिखें: हो गया LKO... PIN और विवरण।"
        }
        English => {
            "Only a PIN came; it was not kept and nothing was done. Delete that message. Write: done LKO... PIN and your text."
        }
    }
}

/// A wrong PIN, and how many tries are left.
#[must_use]
pub fn wrong_pin(language: Language, reference: &Reference, left: u8) -> String {
    match language {
        Hindi => format!("{reference}: PIN ग़लत है, कुछ नहीं किया गया। {left} प्रयास शेष।"),
        English => format!("{reference}: the PIN is wrong, so nothing was done. Tries left: {left}."),
    }
}

/// No PIN is taken now.
#[must_use]
pub fn locked(language: Language, reference: &Reference) -> String {
    match language {
        Hindi => {
            format!("{reference}: ग़लत PIN के कारण यह लिंक अभी बंद है, कुछ नहीं किया गया। प्रभारी को बताया गया है।")
        }
        English => format!(
            "{reference}: locked for now after wrong PINs, so nothing was done. The cell in-charge has been told."
        ),
    }
}

/// No such complaint, or none of this officer's: both are answered alike.
#[must_use]
pub fn not_yours(language: Language, reference: &Reference) -> String {
    match language {
        Hindi => format!("{reference}: यह शिकायत आपके पास नहीं है, कुछ नहीं किया गया।"),
        English => format!("{reference}: this complaint is not with you, so nothing was done."),
    }
}

/// The rules do not allow it; the case says why.
#[must_use]
pub fn refused(language: Language, what: Verb, reference: &Reference, why: &Refused, link: &str) -> String {
    let understood = verb(language, what);
    let because = match (language, why) {
        (Hindi, Refused::TooLong { most, .. }) => format!("{most} अक्षरों से लंबा है"),
        (English, Refused::TooLong { most, .. }) => format!("it is longer than {most} characters"),
        (Hindi, Refused::Merged { into }) => format!("इसका उत्तर {into} में दिया जाता है"),
        (English, Refused::Merged { into }) => format!("it is answered together with {into}"),
        (Hindi, Refused::NotNow { .. }) => "शिकायत की वर्तमान स्थिति में संभव नहीं".to_owned(),
        (English, Refused::NotNow { .. }) => "not possible as the complaint stands".to_owned(),
        (Hindi, Refused::Missing { field: "number" }) => "पुलिस या 112 की संख्या बाकी है".to_owned(),
        (English, Refused::Missing { field: "number" }) => {
            "the number of the police or 112 is missing".to_owned()
        }
        (Hindi, _) => "नियम इसकी अनुमति नहीं देते".to_owned(),
        (English, _) => "the rules do not allow it".to_owned(),
    };
    match language {
        Hindi => format!("{reference}: {understood} नहीं हुआ: {because}। देखें: {link}"),
        English => format!("{reference}: no {understood}: {because}. See: {link}"),
    }
}

/// What is with the officer: behind the PIN.
#[must_use]
pub fn list(language: Language, link: &str) -> String {
    match language {
        Hindi => format!("आपकी सूची (PIN से खुलेगी): {link}"),
        English => format!("Your list (it opens with the PIN): {link}"),
    }
}

/// How it is done. First the numbers, since 'help' may be meant as it says.
#[must_use]
pub fn help(language: Language) -> &'static str {
    match language {
        Hindi => {
            "अभी ख़तरा हो तो 112, 1090 या 181 पर फ़ोन करें।\nअधिकारी लिख सकते हैं:\nack LKO... - पावती\nकार्रवाई LKO... विवरण - पहली कार्रवाई\nनोट LKO... विवरण\nपूछें LKO... प्रश्न - शिकायतकर्ता से\nहो गया LKO... PIN विवरण - निस्तारण\nनिस्तारण LKO... PIN परिणाम विवरण\nसूची - जो आपके पास है\nअपनी शिकायत के लिए अपनी बात लिखें।"
        }
        English => {
            "In danger now, call 112, 1090 or 181.\nOfficers may write:\nack LKO... - acknowledge\naction LKO... text - first action\nnote LKO... text\nask LKO... question - to her\ndone LKO... PIN text - dispose\ndispose LKO... PIN outcome text\nlist - what is with you\nFor a complaint of your own, write what happened."
        }
    }
}

#[cfg(test)]
#[path = "tests/texts_officer.rs"]
mod tests;
