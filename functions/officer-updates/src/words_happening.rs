//! The words for each line of a history, in both languages.

use domain::Language;
use domain::complaint::Happening;

use crate::words::Text;

macro_rules! happenings {
    ($($name:ident: $hi:literal, $en:literal;)*) => {
        /// A line of the history. What has no words here does not compile.
        pub(crate) fn happening(language: Language, happening: Happening) -> &'static str {
            let text = match happening {
                $(Happening::$name => Text { hi: $hi, en: $en },)*
            };
            text.say(language)
        }
        /// All of them.
        #[cfg(test)]
        pub(crate) const ALL: &[Happening] = &[$(Happening::$name),*];
    };
}

happenings! {
    // What happens to it.
    Registered: "शिकायत दर्ज हुई", "registered";
    Assigned: "अधिकारी को सौंपी गई", "assigned";
    Transferred: "दूसरे अधिकारी को भेजी गई", "transferred";
    Reassigned: "दूसरे अधिकारी को दी गई", "given to another officer";
    Reclassified: "विषय या स्थान बदला गया", "category or place changed";
    Reopened: "फिर खुली", "reopened";
    ClosedUnconfirmed: "बिना पुष्टि बंद", "closed, unconfirmed";
    // What its officer does.
    Acknowledged: "प्राप्ति मानी गई", "acknowledged";
    FirstActionReported: "पहली कार्रवाई", "first action reported";
    NoteAdded: "टिप्पणी", "note";
    QuestionAsked: "उनसे पूछा गया", "she was asked";
    Replied: "अधिकारी ने उन्हें उत्तर दिया", "an officer replied to her";
    Disposed: "निस्तारित बताई गई", "said to be disposed of";
    HandedOff: "पुलिस या 112 को सौंपी गई", "handed to the police or to 112";
    OutsideNumberRecorded: "बाहरी नंबर दर्ज", "outside number recorded";
    ConflictDeclared: "अधिकारी ने हित-टकराव बताया", "the officer declared a conflict of interest";
    Paused: "समय-सीमा की सीढ़ी रोकी गई, उनसे पूछा गया", "paused while she is asked";
    Resumed: "रोक समाप्त", "pause over";
    ExtensionRequested: "समय बढ़ाने का अनुरोध", "later limit requested";
    // What those above do.
    ExtensionGranted: "समय बढ़ाया गया, उन्हें अंतरिम उत्तर", "later limit granted, interim reply to her";
    ExtensionRefused: "समय बढ़ाने से मना", "later limit refused";
    Hastened: "शीघ्र करने को कहा गया", "asked to be done sooner";
    ExplanationAsked: "स्पष्टीकरण माँगा गया", "explanation asked for";
    GlassBroken: "कारण बताकर खोली गई (जिलाधिकारी को सूचना)", "opened with a motive; the District Magistrate is told";
    Merged: "एक ही बात: साथ में उत्तर", "same matter: answered together";
    Separated: "फिर अलग से उत्तर", "answered by itself again";
    ClosedTogether: "साथ वाली शिकायत के साथ बंद", "closed together with the other";
    HolidayDeclared: "अवकाश घोषित: समय-सीमा आगे बढ़ी", "holiday declared: later limit";
    // What she says.
    Answered: "उन्होंने उत्तर दिया", "she answered";
    Confirmed: "उन्होंने कहा: सुलझ गई", "she says: solved";
    Denied: "उन्होंने कहा: नहीं सुलझी", "she says: not solved";
    DrawnForCallBack: "पुष्टि के फ़ोन के लिए चुनी गई", "drawn for a call-back";
    CalledBackConfirmed: "फ़ोन पर उन्होंने कहा: सुलझ गई", "called back: she says solved";
    CalledBackUntrue: "फ़ोन पर उन्होंने कहा: नहीं सुलझी", "called back: she says not solved";
    CalledBackUnreached: "फ़ोन पर बात नहीं हुई", "called back: not reached";
    // What the clock does.
    Reminded: "सीमा याद दिलाई गई", "reminded of the limit";
    Breached: "समय-सीमा बीती", "limit missed";
    Escalated: "ऊपर भेजी गई", "escalated";
    HeldAtTop: "जिलाधिकारी को फिर बताया गया", "the District Magistrate was told again";
    Informed: "इन्हें भी बताया गया", "told besides";
    OutsideNumberMissed: "बाहरी नंबर नहीं आया", "outside number missing";
    ConflictFound: "हित-टकराव: आगे भेजी गई", "conflict of interest: moved on";
    // What arrived, and what did not.
    OfficerNotified: "अधिकारी को एसएमएस भेजा गया (सेवा ने लिया)", "the officer's SMS was sent (the carrier took it)";
    OfficerUnreached: "अधिकारी को एसएमएस नहीं पहुँचा", "the officer's SMS failed";
    MessageUndelivered: "उन तक संदेश नहीं पहुँचा", "a message did not reach her";
    Withheld: "उन्होंने संदेश न भेजने को कहा है; लिखने पर बताया जाएगा", "not sent: she asked not to be written to; she is told when she writes";
    LinkLocked: "गलत पिन से लिंक बंद हुआ", "link locked after wrong PINs";
}
