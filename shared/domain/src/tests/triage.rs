//! Triage against labelled first messages, and against what fools it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;

use super::*;

/// Labelled first messages that the district gave: id, category, script, text.
const SAMPLES: &str = include_str!("../../samples/triage.tsv");

/// Our own, written to fool the rules: category, text.
const MORE: &str = include_str!("../../samples/triage_more.tsv");

fn labelled(tsv: &'static str, label: usize, text: usize) -> Vec<(Category, &'static str)> {
    let fields = |line: &'static str| line.split('\t').collect::<Vec<_>>();
    tsv.lines().skip(1).map(fields).map(|f| (Category::from_name(f[label]).unwrap(), f[text])).collect()
}

fn check(samples: &[(Category, &str)]) {
    let (mut right, mut hits, mut misses, mut alarms) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for (label, text) in samples {
        let said = triage(text);
        if said.category == *label {
            right += 1;
        } else {
            wrong.push(format!("{label}, not {}: {:?}: {text}", said.category, said.rules));
        }
        match (*label == Category::Violence, said.urgent) {
            (true, true) => hits += 1,
            (true, false) => misses += 1,
            (false, true) => alarms += 1,
            (false, false) => {}
        }
    }
    let share = |part: i32, whole: i32| f64::from(part) / f64::from(whole);
    let total = i32::try_from(samples.len()).unwrap();
    assert!(share(hits, hits + misses) >= 0.99, "violence recall: {misses} missed: {wrong:#?}");
    assert!(share(hits, hits + alarms) >= 0.85, "violence precision: {alarms} false alarms: {wrong:#?}");
    assert!(share(right, total) >= 0.90, "accuracy: {right} of {total}: {wrong:#?}");
}

#[test]
fn the_districts_samples_are_told_apart() {
    check(&labelled(SAMPLES, 1, 3));
}

#[test]
fn our_own_samples_are_told_apart() {
    check(&labelled(MORE, 0, 1));
}

#[test]
fn one_rule_hears_many_spellings() {
    for (rule, spellings) in [
        ("pension", &["pension", "pensn", "पेंशन", "पेन्शन", "पिंसिन", "پنشن"][..]),
        (
            "certificate",
            &["certificate", "certifcate", "praman patr", "pramaan patra", "प्रमाण पत्र", "سرٹیفکیٹ"],
        ),
        ("dowry", &["dahej", "dahez", "दहेज", "جہیز", "dowry"]),
        ("struck", &["mujhe marta hai", "mujhe maarta hai", "मुझे मारता है", "مجھے مارتا ہے"]),
        ("threatened", &["dhamki", "dhmki", "धमकी", "دھمکی", "threatens"]),
    ] {
        for spelling in spellings {
            assert!(triage(spelling).rules.contains(&rule), "{rule}: {spelling}: {:?}", triage(spelling));
        }
    }
}

#[test]
fn a_denial_is_no_alarm() {
    for text in [
        "कोई मारपीट नहीं है, बस पेंशन रोक रखी है",
        "no violence, only pension problem",
        "pati marta nahi hai, pension band hai",
        "koi dhamki nahi di, pension chahiye",
    ] {
        assert_eq!(triage(text).category, Category::Pension, "{text}");
    }
    assert!(triage("मारपीट होती है, पुलिस कुछ नहीं करती").urgent);
    assert!(triage("khana nahi dete marte hai").urgent);
}

#[test]
fn the_rules_name_themselves_once() {
    let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(names.len(), all);
}

proptest! {
    #[test]
    fn any_text_has_an_answer(text in "\\PC{0,200}") {
        let said = triage(&text);
        prop_assert_eq!(said.urgent, said.category == Category::Violence);
    }
}
