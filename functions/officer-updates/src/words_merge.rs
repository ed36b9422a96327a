//! What the pages say of two complaints about the same matter, in both languages.

use domain::same_matter::{Apart, SameMatter};
use domain::{Language, Reference};

use crate::words::Text;

const fn t(hi: &'static str, en: &'static str) -> Text {
    Text { hi, en }
}

/// The name of an action on its button, and what is said once it is done.
pub(crate) fn of(action: &str) -> Option<[Text; 2]> {
    Some(match action {
        "merge" => [
            t("एक ही बात: साथ में उत्तर दें", "Same matter: answer together"),
            t(
                "दोनों शिकायतें अब साथ हैं: पहले वाली में कार्रवाई करें। शिकायतकर्ता को केवल दोनों नंबर बताए जा रहे हैं।",
                "The two are answered together now: act on the earlier one. She is told the two numbers and nothing else.",
            ),
        ],
        "separate" => [
            t("अलग करें", "Separate"),
            t(
                "शिकायत फिर अलग है, अपनी पुरानी समय-सीमा पर; जो छूटा वह अब ऊपर जाएगा।",
                "It is answered by itself again, on its own limit; what it missed is climbed now.",
            ),
        ],
        _ => return None,
    })
}

pub(crate) const OTHERS: Text = t("उनकी दूसरी शिकायतें", "Her other complaints");
pub(crate) const OTHERS_HINT: Text = t(
    "एक ही बात दो बार लिखी गई हो तो बाद वाली शिकायत खोलें और उसे पहले वाली के साथ जोड़ें।",
    "Where she wrote twice about one matter, open the later complaint and join it to the earlier one.",
);
pub(crate) const ANSWERED_WITH: Text = t("इसका उत्तर इस शिकायत में दिया जाता है:", "It is answered in complaint");
pub(crate) const ALSO_ANSWERED: Text = t("इसी में इनका भी उत्तर दिया जाता है:", "Answered here too:");
pub(crate) const EARLIER: Text = t("पहले वाली शिकायत", "The earlier complaint");
pub(crate) const REASON: Text = t("क्यों एक ही बात है", "Why it is the same matter");
pub(crate) const NOTE: Text = t("टिप्पणी (चाहें तो)", "Note (if you like)");
pub(crate) const STRICTER: Text = t(
    "पहले वाली शिकायत दोनों की सख़्त समय-सीमा, स्तर और चेतावनियाँ लेती है। ग़लती हो तो अलग की जा सकती है।",
    "The earlier one takes the stricter limit, level and flags of both. A mistake can be undone.",
);
/// On the desk's queue.
pub(crate) const SAME_WOMAN: Text = t("एक ही महिला की खुली शिकायतें", "Open complaints of one complainant");

/// A reason in the form and in the history.
pub(crate) fn reason(reason: SameMatter) -> Text {
    match reason {
        SameMatter::SameEvent => t("वही घटना फिर बताई", "She tells of the same event"),
        SameMatter::SameRequest => t("वही माँग फिर की", "She asks for the same thing"),
        SameMatter::Reminder => t("पहली शिकायत का हाल पूछा", "She asks how the earlier one stands"),
        SameMatter::Mistake => t("ग़लती से दो बार दर्ज", "Registered twice by mistake"),
    }
}

/// Nothing is done on a merged complaint itself.
pub(crate) fn merged(language: Language, into: &Reference) -> String {
    match language {
        Language::Hindi => {
            format!("इसका उत्तर शिकायत {into} में दिया जाता है: वहीं कार्रवाई करें, या पहले दोनों को अलग करें।")
        }
        Language::English => {
            format!("It is answered together with {into}: act there, or separate the two first.")
        }
    }
}

/// Why two cannot be answered together.
pub(crate) fn apart(why: Apart) -> Text {
    match why {
        Apart::NotEarlier => t(
            "उनकी ऐसी खुली शिकायत चुनें जो इससे पहले दर्ज हुई हो और ख़ुद किसी के साथ जुड़ी न हो।",
            "Choose an open complaint of hers that was registered before this one and is not merged itself.",
        ),
        Apart::NotYours => t(
            "दूसरी शिकायत आपके लिए खुली नहीं है: दोनों का अधिकार चाहिए।",
            "The other complaint is not open to you: both must be.",
        ),
        Apart::Category => t(
            "दोनों के विषय अलग हैं: पहले एक का विषय बदलें।",
            "The two are of different categories: change the category of one first.",
        ),
        Apart::Violence => t(
            "यह हिंसा की शिकायत है: पहले वाली का विषय हिंसा करें, फिर जोड़ें।",
            "This one is violence: change the category of the earlier one to violence first.",
        ),
        Apart::Waits => t(
            "उनके उत्तर या बाहरी नंबर की प्रतीक्षा है: पहले उसे पूरा करें।",
            "It waits for her answer or for an outside number: bring that to an end first.",
        ),
        Apart::HasOthers => t(
            "इसके साथ दूसरी शिकायतें जुड़ी हैं: पहले उन्हें अलग करें।",
            "Others are answered with it: separate those first.",
        ),
        Apart::Full => {
            t("उस शिकायत के साथ पहले से बहुत शिकायतें जुड़ी हैं।", "Too many are answered with that one already.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Language::{English, Hindi};

    #[test]
    fn all_of_it_is_in_both_languages() {
        let check = |text: Text| {
            let hindi = |text: &str| text.chars().any(|letter| ('\u{900}'..='\u{97f}').contains(&letter));
            assert!(hindi(text.say(Hindi)) && !hindi(text.say(English)), "{text:?}");
        };
        ["merge", "separate"].into_iter().flat_map(of).flatten().for_each(check);
        SameMatter::ALL.into_iter().map(reason).for_each(check);
        Apart::ALL.into_iter().map(apart).for_each(check);
        [OTHERS, OTHERS_HINT, ANSWERED_WITH, ALSO_ANSWERED, EARLIER, REASON, NOTE, STRICTER, SAME_WOMAN]
            .into_iter()
            .for_each(check);
        let number = Reference::generate("LKO", 7).unwrap();
        assert_ne!(merged(Hindi, &number), merged(English, &number));
    }
}
