//! The sentences about a question of an officer's, a disposal and its end.
//! Like the rest of `texts`, in both languages.

use chrono::{DateTime, Utc};

use crate::calendar_words::moment;
use crate::category::Language;
use crate::reference::Reference;

use Language::{English, Hindi};

/// An officer's question. The words are the officer's.
#[must_use]
pub fn question(language: Language, reference: &Reference, question: &str) -> String {
    match language {
        Hindi => format!("शिकायत {reference} के बारे में अधिकारी पूछते हैं:\n{question}\nकृपया यहीं उत्तर दें।"),
        English => format!("The officer asks about complaint {reference}:\n{question}\nPlease answer here."),
    }
}

/// An officer's reply that waited for her. The words are the officer's.
#[must_use]
pub fn reply(language: Language, reference: &Reference, reply: &str) -> String {
    match language {
        Hindi => format!("शिकायत {reference} पर अधिकारी का उत्तर:\n{reply}"),
        English => format!("The officer's reply on complaint {reference}:\n{reply}"),
    }
}

/// An interim reply, and the later limit that comes with it.
#[must_use]
pub fn interim(language: Language, reference: &Reference, words: &str, due_at: DateTime<Utc>) -> String {
    let (said, due) = (reply(language, reference, words), moment(due_at, language));
    match language {
        Hindi => format!("{said}\nअब अंतिम समय {due} है।"),
        English => format!("{said}\nThe time limit is now {due}."),
    }
}

/// A holiday moved the limit. Names no matter, no office: it comes unasked.
#[must_use]
pub fn date_moved(language: Language, reference: &Reference, due_at: DateTime<Utc>) -> String {
    let due = moment(due_at, language);
    match language {
        Hindi => format!("{reference}: अवकाश घोषित होने से अब अंतिम समय {due} है।"),
        English => format!("{reference}: a holiday was declared, so the time limit is now {due}."),
    }
}

/// Is it truly solved?
#[must_use]
pub fn ask_solved(language: Language, reference: &Reference) -> String {
    match language {
        Hindi => format!(
            "शिकायत {reference}: अधिकारी के अनुसार यह सुलझ गई है। क्या यह सच में सुलझ गई? उत्तर न मिला तो 7 दिन बाद बिना पुष्टि के बंद होगी।"
        ),
        English => format!(
            "Complaint {reference}: the officer says it is solved. Is it truly solved? Without an answer it closes unconfirmed after 7 days."
        ),
    }
}

/// Yes, solved; at most 20 characters.
#[must_use]
pub fn solved_button(language: Language) -> &'static str {
    match language {
        Hindi => "हाँ, सुलझ गई",
        English => "Yes, solved",
    }
}

/// No, not solved; at most 20 characters.
#[must_use]
pub fn not_solved_button(language: Language) -> &'static str {
    match language {
        Hindi => "नहीं सुलझी",
        English => "No, not solved",
    }
}

/// She confirmed.
#[must_use]
pub fn closed(language: Language, reference: &Reference) -> String {
    match language {
        Hindi => format!("धन्यवाद। शिकायत {reference} आपकी पुष्टि से बंद कर दी गई।"),
        English => format!("Thank you. Complaint {reference} is closed, as you confirmed."),
    }
}

/// She denied: it is open again, one level up, on its first clock.
#[must_use]
pub fn reopened(language: Language, reference: &Reference, office: &str) -> String {
    match language {
        Hindi => format!(
            "शिकायत {reference} फिर खोल दी गई है और ऊपर के अधिकारी ({office}) को भेजी गई है। समय-सीमा वही है।"
        ),
        English => format!(
            "Complaint {reference} is open again and has gone up to {office}. Its time limit is unchanged."
        ),
    }
}

/// She was silent for seven days.
#[must_use]
pub fn closed_unconfirmed(language: Language, reference: &Reference) -> String {
    match language {
        Hindi => format!(
            "शिकायत {reference}: उत्तर न मिलने से इसे बिना आपकी पुष्टि के बंद किया गया। न सुलझी हो तो 'नहीं सुलझी' दबाएँ।"
        ),
        English => format!(
            "Complaint {reference}: with no answer from you it is closed without your confirmation. If it is not solved, tap 'No, not solved'."
        ),
    }
}
