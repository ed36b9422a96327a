//! Sentences of the officers' pages with something in them, in both languages.

use chrono::{DateTime, TimeDelta, Utc};
use domain::calendar_words::moment;
use domain::complaint::Status;
use domain::message::MessageKind;
use domain::{EscalationLevel, Language, Refused};

use crate::words::{DISPOSE_OUTCOME, MOVED_TITLE, TRANSFER_REASON, Text, action, status};
use crate::words_merge;

use Language::{English, Hindi};

/// Why an action was not done. `now` is where the complaint stands.
pub(crate) fn refused(language: Language, refused: &Refused, now: Status) -> String {
    match (language, refused) {
        (Hindi, Refused::NoSuchComplaint) => "इस नंबर की कोई शिकायत नहीं है।".to_owned(),
        (English, Refused::NoSuchComplaint) => "There is no complaint with this number.".to_owned(),
        (language, Refused::NotYours) => format!("{}.", MOVED_TITLE.say(language)),
        (Hindi, Refused::Stale) => "आपके देखने के बाद शिकायत बदल गई है। नीचे वर्तमान स्थिति देखें; आपका लिखा रखा है, फिर भेजें।".to_owned(),
        (English, Refused::Stale) => "The complaint has changed since you opened it. See how it stands now; what you wrote is kept, send it again.".to_owned(),
        (Hindi, Refused::NotNow { action: name, .. }) => {
            format!("'{}' अभी संभव नहीं। स्थिति: {}।", action(language, name), status(language, now))
        }
        (English, Refused::NotNow { action: name, .. }) => {
            format!("'{}' is not possible now. Status: {}.", action(language, name), status(language, now))
        }
        (Hindi, Refused::Missing { field: name }) => format!("'{}' खाली है। भरकर फिर भेजें।", field(language, name)),
        (English, Refused::Missing { field: name }) => {
            format!("'{}' is empty. Fill it in and send again.", field(language, name))
        }
        (Hindi, Refused::TooLong { field: name, most }) => {
            format!("'{}' बहुत लंबा है: अधिकतम {most} अक्षर।", field(language, name))
        }
        (English, Refused::TooLong { field: name, most }) => {
            format!("'{}' is too long: at most {most} characters.", field(language, name))
        }
        (Hindi, Refused::NotForYou { action: name }) => {
            format!("'{}' वरिष्ठ अधिकारी करते हैं, अपने अनुरोध पर कोई नहीं।", action(language, name))
        }
        (English, Refused::NotForYou { action: name }) => {
            format!("'{}' is for a senior officer, and never on one's own request.", action(language, name))
        }
        (Hindi, Refused::NeedsConsent) => {
            "रोक एक बार, अधिकतम 3 दिन, समय-सीमा से पहले। अधिक के लिए समय बढ़ाने का अनुरोध करें।".to_owned()
        }
        (English, Refused::NeedsConsent) => {
            "One pause, at most 3 days, before the limit. For more, request a later limit.".to_owned()
        }
        (Hindi, Refused::Violence) => "हिंसा या ख़तरे में न रोक है, न अतिरिक्त समय।".to_owned(),
        (English, Refused::Violence) => "Violence and danger are neither paused nor given more time.".to_owned(),
        (Hindi, Refused::Unfit { field: name }) => {
            format!("'{}' मान्य नहीं है। फ़ॉर्म का संकेत देखें।", field(language, name))
        }
        (English, Refused::Unfit { field: name }) => {
            format!("'{}' does not fit. See what the form says of it.", field(language, name))
        }
        (language, Refused::Merged { into }) => words_merge::merged(language, into),
        (language, Refused::Apart(why)) => words_merge::apart(*why).say(language).to_owned(),
        (Hindi, Refused::NoSuchOfficer) => "ऐसा कोई अधिकारी नहीं जिसे भेजा जा सके। सूची से चुनें।".to_owned(),
        (English, Refused::NoSuchOfficer) => {
            "There is no such officer to transfer to. Choose one from the list.".to_owned()
        }
    }
}

/// A form's field, as a refusal names it.
fn field(language: Language, name: &str) -> &'static str {
    let text = match name {
        "reason" => TRANSFER_REASON,
        "outcome" => DISPOSE_OUTCOME,
        _ => Text { hi: "विवरण", en: "Text" },
    };
    text.say(language)
}

/// A wrong PIN, and how many tries are left.
pub(crate) fn wrong_pin(language: Language, left: u8) -> String {
    match language {
        Hindi if left == 1 => "पिन ग़लत है। 1 प्रयास बचा है; उसके बाद लिंक बंद हो जाएगा।".to_owned(),
        Hindi => format!("पिन ग़लत है। {left} प्रयास बचे हैं; उसके बाद लिंक बंद हो जाएगा।"),
        English if left == 1 => "The PIN is wrong. One try is left; after it the link is locked.".to_owned(),
        English => format!("The PIN is wrong. {left} tries are left; after them the link is locked."),
    }
}

/// The link is locked until then.
pub(crate) fn locked(language: Language, until: DateTime<Utc>) -> String {
    let until = moment(until, language);
    match language {
        Hindi => format!("कई ग़लत पिन के कारण यह लिंक {until} तक बंद है। महिला प्रकोष्ठ प्रभारी को सूचना दी गई है।"),
        English => format!(
            "After several wrong PINs this link is locked until {until}. The cell in-charge has been told."
        ),
    }
}

/// Where a complaint went that is no longer this officer's.
pub(crate) fn transferred_to(language: Language, office: &str) -> String {
    match language {
        Hindi => format!("अब यह {office} के पास है।"),
        English => format!("It has been transferred to {office}."),
    }
}

/// The clock of an open complaint, at `now`.
pub(crate) fn clock(language: Language, due_at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let overdue = now >= due_at;
    let span = span(language, (due_at - now).abs());
    match (language, overdue) {
        (Hindi, false) => format!("{span} बाकी"),
        (English, false) => format!("{span} left"),
        (Hindi, true) => format!("सीमा से {span} ऊपर"),
        (English, true) => format!("Overdue by {span}"),
    }
}

/// A length of time in its two largest units, rounded down.
fn span(language: Language, length: TimeDelta) -> String {
    let (days, hours, minutes) = (length.num_days(), length.num_hours() % 24, length.num_minutes() % 60);
    let units = match language {
        Hindi => [(days, "दिन", "दिन"), (hours, "घंटा", "घंटे"), (minutes, "मिनट", "मिनट")],
        English => [(days, "day", "days"), (hours, "hour", "hours"), (minutes, "minute", "minutes")],
    };
    let first = units.iter().position(|(amount, ..)| *amount > 0).unwrap_or(2);
    let shown = units.iter().skip(first).take(2).enumerate();
    let words = shown
        .filter(|(at, (amount, ..))| *at == 0 || *amount > 0)
        .map(|(_, (amount, one, many))| format!("{amount} {}", if *amount == 1 { one } else { many }));
    words.collect::<Vec<_>>().join(" ")
}

/// A level of the ladder, by number and by who stands on it.
pub(crate) fn level(language: Language, level: EscalationLevel) -> String {
    let number = level.number();
    let who = match number {
        0 => Text { hi: "अधिकारी", en: "the officer" },
        1 => Text { hi: "पर्यवेक्षक", en: "the supervisor" },
        2 => Text { hi: "प्रकोष्ठ प्रभारी", en: "the cell in-charge" },
        _ => Text { hi: "जिलाधिकारी", en: "the District Magistrate" },
    };
    format!("{number} ({})", who.say(language))
}

/// What kind of message it was.
pub(crate) fn kind(language: Language, kind: MessageKind) -> &'static str {
    let text = match kind {
        MessageKind::Text => Text { hi: "संदेश", en: "message" },
        MessageKind::Image => Text { hi: "फ़ोटो", en: "photo" },
        MessageKind::Audio => Text { hi: "आवाज़ संदेश", en: "voice note" },
        MessageKind::Video => Text { hi: "वीडियो", en: "video" },
        MessageKind::Document => Text { hi: "दस्तावेज़", en: "document" },
        MessageKind::Sticker => Text { hi: "स्टिकर", en: "sticker" },
        MessageKind::Location => Text { hi: "लोकेशन", en: "location" },
        MessageKind::Contacts => Text { hi: "संपर्क", en: "contacts" },
        MessageKind::Button | MessageKind::List => Text { hi: "चुना", en: "chose" },
        MessageKind::Flow => Text { hi: "फ़ॉर्म", en: "form" },
        MessageKind::Reaction => Text { hi: "प्रतिक्रिया", en: "reaction" },
        MessageKind::Order => Text { hi: "ऑर्डर", en: "order" },
        MessageKind::Edit => Text { hi: "संदेश बदला", en: "changed a message" },
        MessageKind::Revoke => {
            Text { hi: "संदेश वापस लिया", en: "withdrew a message" }
        }
        MessageKind::System => {
            Text { hi: "सेवा की सूचना", en: "notice of the service" }
        }
        MessageKind::Unsupported => Text { hi: "अन्य", en: "other" },
    };
    text.say(language)
}
