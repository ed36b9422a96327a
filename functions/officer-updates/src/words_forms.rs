//! The words of the forms that set something in motion or are a senior's, and
//! the ready phrases: a tap instead of typing. In both languages.

use domain::course::{CallBack, Outside, PauseReason};
use domain::same_matter::SameMatter;

use crate::words::Text;

const fn t(hi: &'static str, en: &'static str) -> Text {
    Text { hi, en }
}

/// The name of an action on its button, and what is said once it is done.
pub(crate) fn of(action: &str) -> Option<[Text; 2]> {
    Some(match action {
        "pause" => [
            t("उनसे पूछें और सीढ़ी रोकें", "Ask her and pause"),
            t(
                "प्रश्न भेजा जा रहा है। उत्तर तक, अधिकतम उतने दिन, निस्तारण की सीढ़ी रुकी है; समय-सीमा वही है।",
                "Your question is on its way. Until she answers, at most for those days, the disposal ladder waits; the limit stays.",
            ),
        ],
        "request_extension" => [
            t("समय बढ़ाने का अनुरोध", "Request a later limit"),
            t(
                "अनुरोध वरिष्ठ अधिकारी को गया। सहमति तक घड़ी चलती रहेगी।",
                "Your senior has been asked. Until there is consent the clock runs on.",
            ),
        ],
        "consent" => [
            t("समय बढ़ाने पर सहमति", "Consent to the later limit"),
            t(
                "सहमति दर्ज। उन्हें अंतरिम उत्तर भेजा जा रहा है।",
                "Consent recorded. The interim reply is on its way to her.",
            ),
        ],
        "refuse" => [
            t("समय बढ़ाने से मना करें", "Refuse the later limit"),
            t("मना दर्ज। समय-सीमा वही है।", "Refusal recorded. The limit stays."),
        ],
        "reclassify" => [
            t("विषय या स्थान बदलें", "Change category or place"),
            t(
                "विषय बदला गया। बीता समय गिना गया है; सक्षम अधिकारी को एसएमएस जा रहा है।",
                "Changed. The time that has passed still counts; the competent officer is being told.",
            ),
        ],
        "hand_off" => [
            t("पुलिस या 112 को सौंपें", "Hand over to police or 112"),
            t(
                "दर्ज हुआ। 24 घंटे में FIR/GD/घटना नंबर दर्ज करें, नहीं तो शिकायत ऊपर जाएगी।",
                "Recorded. Enter the FIR, GD or event number within 24 hours, or it climbs.",
            ),
        ],
        "outside_number" => [
            t("FIR/GD/घटना नंबर दर्ज करें", "Record FIR, GD or event number"),
            t("नंबर दर्ज हुआ।", "Number recorded."),
        ],
        "hasten" => [
            t("शीघ्र करने को कहें", "Hasten"),
            t("अधिकारी को एसएमएस जा रहा है।", "The officer is being told by SMS."),
        ],
        "explain" => [
            t("स्पष्टीकरण माँगें", "Ask for an explanation"),
            t("अधिकारी से स्पष्टीकरण माँगा गया।", "The officer has been asked to explain."),
        ],
        "reassign" => [
            t("दूसरे अधिकारी को दें", "Give to another officer"),
            t("शिकायत दी गई। नए अधिकारी को एसएमएस जा रहा है।", "Given. The new officer is being told by SMS."),
        ],
        "call_back" => [
            t("फ़ोन कर पुष्टि दर्ज करें", "Record a call-back"),
            t("फ़ोन का परिणाम दर्ज हुआ।", "The call-back is recorded."),
        ],
        other => return of_the_rest(other),
    })
}

/// The same of what is no step of the course.
fn of_the_rest(action: &str) -> Option<[Text; 2]> {
    Some(match action {
        "reply" => [
            t("उन्हें उत्तर भेजें", "Reply to her"),
            t("उत्तर उन्हें भेजा जा रहा है।", "Your reply is on its way to her."),
        ],
        "break_glass" => [
            t("कारण बताकर पूरी शिकायत खोलें", "Open it whole, with a motive"),
            t(
                "शिकायत खुल गई। कारण दर्ज है और जिलाधिकारी को सूचना जा रही है।",
                "It is open to you. Your motive is recorded and the District Magistrate is being told.",
            ),
        ],
        "declare_conflict" => [
            t("हित-टकराव बताएँ", "Declare a conflict of interest"),
            t("दर्ज हुआ। शिकायत वरिष्ठ अधिकारी को गई।", "Recorded. The complaint has gone to a senior."),
        ],
        other => return crate::words_merge::of(other),
    })
}

pub(crate) const NEXT: Text = t("अब यह करें", "Do this next");
pub(crate) const PHRASE: Text = t("तैयार वाक्य (चाहें तो)", "Ready phrase (if you like)");
pub(crate) const NO_PHRASE: Text = t("कोई नहीं, नीचे लिखूँगा/लिखूँगी", "None, I write below");
pub(crate) const PAUSE_REASON: Text = t("रोकने का कारण", "Reason of the pause");
pub(crate) const PAUSE_DAYS: Text = t("कितने दिन (अधिकतम 3)", "How many days (at most 3)");
pub(crate) const PAUSE_HINT: Text = t(
    "एक शिकायत में एक बार। अधिक के लिए समय बढ़ाने का अनुरोध करें।",
    "Once in a complaint. For more, request a later limit.",
);
pub(crate) const UNTIL: Text = t("नई तारीख़", "New date");
pub(crate) const UNTIL_HINT: Text = t(
    "वर्तमान सीमा के बाद, अधिकतम 30 दिन। वरिष्ठ अधिकारी की सहमति तक कुछ नहीं बदलता।",
    "After the limit as it stands, by 30 days at most. Nothing changes until a senior consents.",
);
pub(crate) const CONSENT_TEXT: Text =
    t("उन्हें अंतरिम उत्तर (यही शब्द भेजे जाएँगे)", "Interim reply (sent to her in these words)");
pub(crate) const ASKED_FOR: Text = t("माँगी गई तारीख़", "Date asked for");
pub(crate) const ASKED_BY: Text = t("किसने माँगी", "Asked for by");
pub(crate) const PAUSED_UNTIL: Text = t("सीढ़ी रुकी है, अधिकतम", "Ladder waits, at most until");
pub(crate) const NUMBER_BY: Text = t("बाहरी नंबर की सीमा", "Outside number owed by");
pub(crate) const CATEGORY: Text = t("विषय", "Category");
pub(crate) const AREA: Text = t("स्थान", "Place");
pub(crate) const AREA_SAME: Text = t("जैसा है", "As it is");
pub(crate) const HAND_TO: Text = t("किसे", "To whom");
pub(crate) const NUMBER: Text = t("FIR/GD/घटना नंबर", "FIR, GD or event number");
pub(crate) const NUMBER_LATER: Text =
    t("अभी न हो तो 24 घंटे में दर्ज करें।", "If there is none yet, record it within 24 hours.");
pub(crate) const WHY: Text = t("कारण", "Reason");
pub(crate) const WHAT: Text = t("विवरण", "Details");
pub(crate) const REPLY_TEXT: Text = t("उत्तर (यही शब्द उन्हें भेजे जाएँगे)", "Reply (sent to her in these words)");
pub(crate) const MOTIVE: Text = t(
    "इसे खोलना क्यों ज़रूरी है (जिलाधिकारी को बताया जाएगा)",
    "Why it must be opened (the District Magistrate is told)",
);
pub(crate) const FOUND: Text = t("उन्होंने क्या कहा", "What she said");
pub(crate) const DUE_MOVED: Text = t("समय-सीमा", "limit");

/// A reason of a pause.
pub(crate) fn reason(reason: PauseReason) -> Text {
    match reason {
        PauseReason::Document => t("उनसे काग़ज़ चाहिए", "A document is needed from her"),
        PauseReason::Information => t("उनसे जानकारी चाहिए", "Information is needed from her"),
        PauseReason::Visit => t("उनका आना या उनके यहाँ जाना है", "A visit is needed"),
        PauseReason::Unreachable => t("संपर्क नहीं हो रहा", "She cannot be reached"),
    }
}

/// To whom it is handed.
pub(crate) fn outside(outside: Outside) -> Text {
    match outside {
        Outside::Police => t("पुलिस (FIR या GD)", "Police (FIR or GD)"),
        Outside::Emergency => t("112 आपातकालीन सेवा", "112 emergency service"),
    }
}

/// What a call-back found.
pub(crate) fn found(found: CallBack) -> Text {
    match found {
        CallBack::Confirmed => t("सुलझ गई", "Solved"),
        CallBack::Untrue => t("नहीं सुलझी", "Not solved"),
        CallBack::Unreached | CallBack::Drawn => t("बात नहीं हुई", "Not reached"),
    }
}

/// A code of the history in words; `None` for what is said elsewhere.
pub(crate) fn code(code: &str) -> Option<Text> {
    PauseReason::from_name(code)
        .map(reason)
        .or_else(|| Outside::from_name(code).map(outside))
        .or_else(|| CallBack::from_name(code).map(found))
        .or_else(|| SameMatter::from_name(code).map(crate::words_merge::reason))
}

/// Ready phrases: what is written most, in a tap.
pub(crate) fn phrases(action: &str) -> &'static [Text] {
    match action {
        "first_action" => &[
            Text {
                hi: "उनसे फ़ोन पर बात की।", en: "Spoke to her on the phone."
            },
            Text {
                hi: "संबंधित कर्मचारी को मौके पर भेजा।", en: "Sent staff to the place."
            },
            Text {
                hi: "अभिलेख देखकर कार्रवाई शुरू की।", en: "Looked at the records and began."
            },
        ],
        "ask" | "pause" => &[
            Text {
                hi: "कृपया आवेदन संख्या भेजें।", en: "Please send the application number."
            },
            Text {
                hi: "कृपया काग़ज़ की फ़ोटो भेजें।", en: "Please send a photo of the document."
            },
            Text {
                hi: "आपसे बात करने का सही समय बताएँ।", en: "Please say when we may speak to you."
            },
        ],
        "note" => &[
            Text {
                hi: "फ़ोन किया, उत्तर नहीं मिला।", en: "Called her, no answer."
            },
            Text {
                hi: "दूसरे विभाग से रिपोर्ट माँगी है।", en: "A report is awaited from another department."
            },
        ],
        other => phrases_between_officers(other),
    }
}

/// What officers write to each other, and about a claim or a call.
fn phrases_between_officers(action: &str) -> &'static [Text] {
    match action {
        "request_extension" => &[
            Text {
                hi: "दूसरे विभाग की रिपोर्ट बाकी है।", en: "A report of another department is awaited."
            },
            Text {
                hi: "मौके की जाँच बाकी है।", en: "The inspection is still to be made."
            },
        ],
        "consent" => &[Text {
            hi: "आपके मामले में कार्रवाई चल रही है, थोड़ा समय और लगेगा।",
            en: "Action is under way and needs a little more time.",
        }],
        "refuse" => &[Text {
            hi: "समय-सीमा के भीतर निस्तारण करें।", en: "Dispose of it within the limit."
        }],
        "transfer" | "reassign" => &[
            Text {
                hi: "विषय उस कार्यालय का है।", en: "The matter is that office's."
            },
            Text {
                hi: "स्थान उस क्षेत्र का है।", en: "The place is in that area."
            },
        ],
        "hand_off" => &[Text {
            hi: "घटना की सूचना दे दी है।", en: "The incident has been reported."
        }],
        "hasten" => &[Text {
            hi: "आज ही कार्रवाई करें और बताएँ।", en: "Act today and report."
        }],
        "explain" => {
            &[Text { hi: "देरी का कारण बताएँ।", en: "Explain the delay." }]
        }
        "dispose" => &[
            Text {
                hi: "काम हो गया, उन्हें बता दिया।", en: "It is done and she has been told."
            },
            Text {
                hi: "कारण सहित उत्तर उन्हें दिया।", en: "She was given an answer with reasons."
            },
        ],
        "call_back" => &[Text {
            hi: "उनसे फ़ोन पर बात हुई।", en: "Spoke to her on the phone."
        }],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Language::{English, Hindi};
    use domain::officer::ACTIONS;

    fn check(text: Text) {
        let hindi = |text: &str| text.chars().any(|letter| ('\u{900}'..='\u{97f}').contains(&letter));
        assert!(hindi(text.say(Hindi)) && !hindi(text.say(English)), "{text:?}");
    }

    #[test]
    fn every_form_and_phrase_is_in_both_languages() {
        for action in ACTIONS {
            of(action).into_iter().flatten().for_each(check);
            phrases(action).iter().copied().for_each(check);
        }
        PauseReason::ALL.into_iter().map(reason).for_each(check);
        Outside::ALL.into_iter().map(outside).for_each(check);
        CallBack::FOUND.into_iter().map(found).for_each(check);
        [PHRASE, NO_PHRASE, PAUSE_REASON, PAUSE_DAYS, PAUSE_HINT, UNTIL, UNTIL_HINT, CONSENT_TEXT]
            .into_iter()
            .for_each(check);
        [ASKED_FOR, ASKED_BY, PAUSED_UNTIL, NUMBER_BY, CATEGORY, AREA, AREA_SAME, HAND_TO, NUMBER]
            .into_iter()
            .for_each(check);
        [NUMBER_LATER, WHY, WHAT, FOUND, DUE_MOVED, REPLY_TEXT, MOTIVE].into_iter().for_each(check);
    }

    #[test]
    fn every_action_has_a_name_of_its_own_on_its_button() {
        let names: std::collections::BTreeSet<_> =
            ACTIONS.into_iter().map(|action| crate::words::action(English, action)).collect();
        assert_eq!(names.len(), ACTIONS.len());
        assert!(ACTIONS.iter().all(|action| crate::words::done(English, action).is_some()));
    }
}
