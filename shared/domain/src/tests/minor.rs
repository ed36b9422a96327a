//! Words that concern a minor, and words that do not.

use super::*;

#[test]
fn minors_are_heard() {
    for text in [
        "मेरी बेटी 14 साल की है, पड़ोसी छेड़ता है",
        "meri beti 14 saal ki hai",
        "मेरी १५ वर्षीय बेटी के साथ गलत हुआ",
        "14 saal ki ladki ki shadi kar rahe hai",
        "my daughter is 13 years old and is being followed",
        "मैं 16 साल की हूँ, चाचा छूते हैं",
        "I am 15 years old",
        "नाबालिग के साथ छेड़छाड़",
        "nabalig ladki hai",
        "She is a minor",
        "POCSO",
        "बेटी कक्षा 8 में पढ़ती है",
        "class 9 ki chhatra ko teacher pareshan karta hai",
        "8th class me hai",
        "उसकी उम्र 12 है",
        "uski umar abhi 11 saal hai",
        "umar 16 saal",
        "बाल विवाह हो रहा है",
    ] {
        assert!(concerns_minor(text), "{text}");
    }
}

#[test]
fn others_are_not() {
    for text in [
        "",
        "14 साल से मार रहा है",
        "shadi ko 5 saal ho gaye",
        "मेरी बेटी 22 साल की है",
        "meri beti ko 3 saal se pareshan kar raha hai",
        "12 saal pehle shadi hui",
        "a minor issue with the form",
        "पेंशन 6 महीने से नहीं आई",
        "2 din se",
        "I am 25 years old",
        "meri umar 45 hai",
        "first class ticket",
    ] {
        assert!(!concerns_minor(text), "{text}");
    }
}
