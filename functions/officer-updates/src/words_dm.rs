//! Sentences of the District Magistrate's page, in both languages.

use domain::Language;
use domain::month::Month;
use domain::tally::Counted;

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
    TITLE: "ज़िलाधिकारी: शिकायतों की स्थिति", "District Magistrate: how complaints stand";
    MENU: "इस पृष्ठ के भाग", "Parts of this page";
    SCREEN: "स्थिति", "Figures";
    REVIEW: "मासिक समीक्षा", "Monthly review";
    DESK: "डेस्क", "The desk";
    CSV: "CSV निर्यात", "Export as CSV";
    XLSX: "XLSX निर्यात", "Export as XLSX";
    EXPORT_HINT: "निर्यात पूरे ज़िले का, चुने हुए माह का है; किसी की पहचान नहीं, और 5 से छोटी संख्याएँ छिपी हैं।", "An export is of the whole district for the month chosen; it names nobody, and numbers below 5 are hidden.";
    MONTH: "माह", "Month";
    CATEGORY: "विषय", "Category";
    AREA: "तहसील", "Tehsil";
    OFFICE: "कार्यालय", "Office";
    OFFICER: "अधिकारी", "Officer";
    ALL_CATEGORIES: "सभी विषय", "All categories";
    ALL_AREAS: "सभी तहसीलें", "All tehsils";
    NOT_SAID: "नहीं बताया", "Not said";
    FORMER: "अब पद पर नहीं", "Not in post any more";
    APPLY: "दिखाएँ", "Show";
    OPEN: "खुली", "Open";
    DUE_TODAY: "आज की समय-सीमा", "Due today";
    OVERDUE: "समय-सीमा पार", "Overdue";
    REGISTERED: "माह में दर्ज", "Registered in the month";
    IN_TIME: "समय पर निस्तारित", "Disposed in time";
    LATE: "देर से निस्तारित", "Disposed late";
    IN_TIME_BEFORE: "पिछले माह समय पर", "In time last month";
    BEFORE: "पिछले माह", "last month";
    NOW_HINT: "खुली, आज की और समय-सीमा पार अभी की हैं; बाक़ी चुने हुए माह की।", "Open, due today and overdue are of now; the rest is of the month chosen.";
    BY_CATEGORY: "विषय के अनुसार", "By category";
    BY_AREA: "तहसील के अनुसार", "By tehsil";
    BY_OFFICE: "कार्यालय के अनुसार", "By office";
    TOTAL: "कुल", "Total";
    AGEING: "खुली शिकायतों की आयु", "Age of open complaints";
    AGE: "आयु (दिन)", "Age (days)";
    DAYS: "दिन", "days";
    AGEING_DESC: "दर्ज होने के बाद के दिनों के अनुसार खुली शिकायतें।", "Open complaints by days since they were registered.";
    TREND: "12 माह का रुझान", "Trend of 12 months";
    TREND_DESC: "हर माह दर्ज शिकायतें (खाली स्तंभ) और निस्तारित शिकायतें (भरा स्तंभ: समय पर; उसके ऊपर धारीदार: देर से)।", "For each month the complaints registered (hollow bar) and disposed of (solid bar: in time; striped above it: late).";
    OPEN_CHART: "खुली शिकायतें, विषय के अनुसार", "Open complaints by category";
    OPEN_CHART_DESC: "हर विषय की खुली शिकायतें; भरा भाग समय-सीमा पार है।", "Open complaints of each category; the solid part is overdue.";
    AS_TABLE: "तालिका के रूप में", "As a table";
    OFFICERS: "अधिकारी", "Officers";
    OFFICERS_HINT: "प्राप्ति, निस्तारण और असत्य निस्तारण 12 माह के हैं; कोष्ठक में 95% विश्वास-अंतराल।", "Acknowledging, disposals and untrue disposals are of 12 months; in brackets the 95% confidence interval.";
    LOAD: "पास में खुली", "Open with them";
    ACKNOWLEDGING: "प्राप्ति में औसत समय", "Mean time to acknowledge";
    UNTRUE: "असत्य निस्तारण", "Untrue disposals";
    SILENT: "मौन: एक दिन से प्राप्ति नहीं मानी", "Silent: not acknowledged for a day";
    AT_RISK: "जोखिम में: एक दिन में समय-सीमा", "At risk: due within a day";
    NONE: "कोई नहीं।", "None.";
    SHOW_ALL: "सब दिखाएँ", "Show all";
    NUMBER: "शिकायत", "Complaint";
    DUE: "समय-सीमा", "Due";
    STATUS: "स्थिति", "Status";
    LEVEL: "स्तर", "Level";
    COUNTED_AT: "कब गिनी गई", "Counted on";
    AS: "किस रूप में", "Counted as";
    STEP_IN: "हस्तक्षेप", "Step in";
    STEP_IN_TITLE: "शिकायत में हस्तक्षेप", "Step in on a complaint";
    STEP_IN_HINT: "हर कदम शिकायत के इतिहास में दर्ज होता है और अधिकारी को एसएमएस जाता है।", "Each step stands in the complaint's history, and the officer is told by SMS.";
    NO_STEP: "इस स्थिति में यहाँ से कोई कदम संभव नहीं है।", "As it stands, no step is possible from here.";
    OPEN_CASE: "पूरी शिकायत खोलें", "Open the whole complaint";
    YOUR_WORDS: "आपके शब्द (अधिकारी देखेंगे)", "Your words (seen by the officer)";
    BACK: "स्थिति पर लौटें", "Back to the figures";
    CASES: "इस संख्या की शिकायतें", "The complaints of this figure";
    CASES_ALL: "कुल", "In all";
    KEPT_BACK: "आपको नहीं दिखाई गईं (हितों का टकराव)", "Not shown to you (conflict of interest)";
    NEXT: "अगला भाग", "Next part";
    PREVIOUS: "पिछला भाग", "Previous part";
    PRINT_HINT: "यह पृष्ठ A4 पर छपने के लिए है: ब्राउज़र से छापें।", "This page is made for A4: print it from the browser.";
    MADE_AT: "तैयार किया गया", "Made";
    SIGNED: "ज़िलाधिकारी के हस्ताक्षर", "Signature of the District Magistrate";
    PART: "भाग", "Part";
}

/// The name of a figure, as a list of its complaints is headed.
pub(crate) fn figure(name: &str) -> Option<Text> {
    Some(match name {
        "open" => OPEN,
        "due_today" => DUE_TODAY,
        "overdue" => OVERDUE,
        "silent" => SILENT,
        "at_risk" => AT_RISK,
        "age_0" | "age_1" | "age_2" | "age_3" => AGEING,
        "disposed" => Text { hi: "निस्तारित", en: "Disposed of" },
        "answered" => {
            Text { hi: "जिन पर उन्होंने बताया", en: "She was heard on" }
        }
        "untrue" => UNTRUE,
        other => counted(Counted::from_name(other)?),
    })
}

/// The name of what is counted.
pub(crate) fn counted(counted: Counted) -> Text {
    match counted {
        Counted::Registered => Text { hi: "दर्ज हुई", en: "Registered" },
        Counted::Acknowledged => Text { hi: "प्राप्ति मानी", en: "Acknowledged" },
        Counted::DisposedInTime => IN_TIME,
        Counted::DisposedLate => LATE,
        Counted::Confirmed => {
            Text { hi: "उन्होंने सच बताया", en: "She said it was true" }
        }
        Counted::Denied => Text {
            hi: "उन्होंने असत्य बताया", en: "She said it was not true"
        },
        Counted::ClosedUnconfirmed => {
            Text { hi: "बिना पुष्टि बंद", en: "Closed without her word" }
        }
        Counted::CalledBackConfirmed => {
            Text { hi: "फ़ोन पर सच बताया", en: "Called back: true" }
        }
        Counted::CalledBackUntrue => {
            Text { hi: "फ़ोन पर असत्य बताया", en: "Called back: not true" }
        }
        Counted::CalledBackUnreached => {
            Text { hi: "फ़ोन नहीं लगा", en: "Called back: not reached" }
        }
        Counted::Escalated1 => Text { hi: "स्तर 1 पर चढ़ी", en: "Climbed to level 1" },
        Counted::Escalated2 => Text { hi: "स्तर 2 पर चढ़ी", en: "Climbed to level 2" },
        Counted::Escalated3 => Text { hi: "स्तर 3 पर चढ़ी", en: "Climbed to level 3" },
        Counted::Merged => Text {
            hi: "दूसरी के साथ जोड़ी गई", en: "Answered with another"
        },
        Counted::Separated => Text { hi: "फिर अलग की गई", en: "Separated again" },
    }
}

const MONTHS: [Text; 12] = [
    Text { hi: "जनवरी", en: "January" },
    Text { hi: "फ़रवरी", en: "February" },
    Text { hi: "मार्च", en: "March" },
    Text { hi: "अप्रैल", en: "April" },
    Text { hi: "मई", en: "May" },
    Text { hi: "जून", en: "June" },
    Text { hi: "जुलाई", en: "July" },
    Text { hi: "अगस्त", en: "August" },
    Text { hi: "सितंबर", en: "September" },
    Text { hi: "अक्टूबर", en: "October" },
    Text { hi: "नवंबर", en: "November" },
    Text { hi: "दिसंबर", en: "December" },
];

/// A month and its year.
pub(crate) fn month(month: Month, language: Language) -> String {
    let number = usize::try_from(month.number()).unwrap_or_default();
    let name = MONTHS.get(number.saturating_sub(1)).map_or("", |name| name.say(language));
    format!("{name} {}", month.year())
}

/// A time in minutes: `45 min`, `3 h`, `2 d 4 h`.
pub(crate) fn minutes(minutes: u64, language: Language) -> String {
    let (min, hour, day) = match language {
        Language::Hindi => ("मिनट", "घंटे", "दिन"),
        Language::English => ("min", "h", "d"),
    };
    match (minutes / 1440, minutes / 60 % 24) {
        (0, 0) => format!("{minutes} {min}"),
        (0, hours) => format!("{hours} {hour}"),
        (days, 0) => format!("{days} {day}"),
        (days, hours) => format!("{days} {day} {hours} {hour}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_lacks_a_language() {
        let more = Counted::ALL.map(|it| (it.as_str(), counted(it)));
        let months = MONTHS.map(|it| (it.en, it));
        for (name, text) in ALL.iter().chain(&more).chain(&months) {
            let devanagari = text.hi.chars().any(|letter| ('\u{900}'..'\u{980}').contains(&letter));
            assert!(devanagari, "{name}");
            assert!(text.en.is_ascii() && !text.en.is_empty(), "{name}");
        }
    }

    #[test]
    fn times_and_months_are_written() {
        let check = |n: u64, hi: &str, en: &str| {
            assert_eq!((minutes(n, Language::Hindi), minutes(n, Language::English)), (hi.into(), en.into()));
        };
        check(45, "45 मिनट", "45 min");
        check(185, "3 घंटे", "3 h");
        check(2880, "2 दिन", "2 d");
        check(3120, "2 दिन 4 घंटे", "2 d 4 h");
        let november: Month = "2026-11".parse().unwrap_or_else(|_| Month::of(chrono::DateTime::UNIX_EPOCH));
        assert_eq!(month(november, Language::English), "November 2026");
        assert_eq!(month(november, Language::Hindi), "नवंबर 2026");
    }
}
