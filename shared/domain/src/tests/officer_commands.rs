//! Officers' commands: what is clear, and what is not.

use proptest::prelude::*;

use super::*;

/// A number of Lucknow's that has digits and letters.
fn number(entropy: u64) -> Reference {
    Reference::generate("LKO", entropy).expect("a prefix")
}

fn one() -> Reference {
    number(123_456_789)
}

/// The text with `N` for the number, `S` for its short form, `M` for another.
fn filled(text: &str) -> String {
    let (one, other) = (one(), number(987_654_321));
    let short = one.as_str().get(3..).unwrap_or_default().to_owned();
    text.replace("<N>", one.as_str()).replace("<S>", &short).replace("<M>", other.as_str())
}

fn check(text: &str, expected: Reading) {
    assert_eq!(read(&filled(text), "LKO"), expected, "{text}");
}

fn order(verb: Verb, text: &str) -> Reading {
    let outcome = (verb == Verb::Solved).then_some(Outcome::Relief);
    Reading::Do(Order { verb, reference: one(), text: text.into(), pin: None, outcome })
}

#[test]
fn acknowledgements_in_any_spelling() {
    for text in [
        "ack <N>",
        "ACK <S>",
        "ack: <N>",
        "ack LKO-<S>",
        "ack lko <S>",
        "ack lk0<S>",
        "acknowledge <N>",
        "acknowlege <N>",
        "Acknowledged <N> ok sir",
        "<N> ack",
        "<S> received",
        "received complaint no <N>",
        "पावती <N>",
        "देख लिया <N>",
        "शिकायत संख्या <N> देख लिया",
        "मिल गई <N>",
        "mil gayi <S>",
        "dekh liya <N>",
        "prapt hui <N>",
        "دیکھ لیا <N>",
    ] {
        let text = text.replace("शिकायत संख्या <N>", "<N>");
        check(
            &text,
            match read(&filled(&text), "LKO") {
                Reading::Do(Order { text, .. }) => order(Verb::Acknowledge, &text),
                other => panic!("{text}: {other:?}"),
            },
        );
    }
}

#[test]
fn reports_notes_and_questions() {
    check("action <N> टीम भेजी", order(Verb::FirstAction, "टीम भेजी"));
    check("कार्रवाई शुरू <S> टीम भेजी", order(Verb::FirstAction, "टीम भेजी"));
    check("karwai shuru <N>: team bheji", order(Verb::FirstAction, "team bheji"));
    check("note <N> not at home, <M> 2468", Reading::Unclear(Unclear::TwoNumbers(Verb::Note)));
    check("note <N> not at home, pin 226001", order(Verb::Note, "not at home, pin 226001"));
    check("नोट <S> कल फिर जाएँगे", order(Verb::Note, "कल फिर जाएँगे"));
    check("nots <N> kal jayenge", order(Verb::Note, "kal jayenge"));
    check("पूछें <N> क्या बिल है?", order(Verb::Ask, "क्या बिल है?"));
    check("ask <N> which bill?", order(Verb::Ask, "which bill?"));
    check("note <N>", Reading::Unclear(Unclear::NoText(Verb::Note, one())));
}

#[test]
fn what_closes_takes_pin_outcome_and_words() {
    let closes = |verb, outcome, pin: Option<&str>, text: &str| {
        Reading::Do(Order {
            verb,
            reference: one(),
            text: text.into(),
            pin: pin.map(str::to_owned),
            outcome: Some(outcome),
        })
    };
    let relief = |pin| closes(Verb::Solved, Outcome::Relief, pin, "पेंशन मिली");
    check("done <N> 2468 पेंशन मिली", relief(Some("2468")));
    check("हो गया <S> २४६८ पेंशन मिली", relief(Some("2468")));
    check("<N> ho gaya PIN 2468 पेंशन मिली", relief(Some("2468")));
    check("done <N> पेंशन मिली", relief(None));
    let granted = closes(Verb::Dispose, Outcome::Granted, Some("2468"), "आदेश जारी");
    check("निस्तारण <N> 2468 स्वीकृत आदेश जारी", granted.clone());
    check("dispose <N> 2468 granted आदेश जारी", granted);
    check("done <N> 2468 settled घर में", closes(Verb::Solved, Outcome::Settled, Some("2468"), "घर में"));
    check("dispose <N> 2468 आदेश", Reading::Unclear(Unclear::NoOutcome(one())));
    check("done <N> 2468", Reading::Unclear(Unclear::NoText(Verb::Solved, one())));
    assert_eq!(without_pins("done LKO 2468 text\n२४६८ 12"), "done LKO **** text\n**** 12");
    assert!(!format!("{:?}", relief(Some("2468"))).contains("2468"));
}

#[test]
fn nothing_ambiguous_is_an_order() {
    check("ack", Reading::Unclear(Unclear::NoNumber(Verb::Acknowledge)));
    check("हो गया", Reading::Unclear(Unclear::NoNumber(Verb::Solved)));
    check("ack <N> <M>", Reading::Unclear(Unclear::TwoNumbers(Verb::Acknowledge)));
    check("ack <N> done", Reading::Unclear(Unclear::WhichVerb(one())));
    check("ack done <N>", Reading::Unclear(Unclear::NoVerb(one())));
    check("not done <N>", Reading::Unclear(Unclear::NoVerb(one())));
    check("<N>", Reading::Unclear(Unclear::NoVerb(one())));
    check("<N> का क्या हुआ", Reading::Unclear(Unclear::NoVerb(one())));
    check("हो गया नहीं <N>", Reading::Unclear(Unclear::NoVerb(one())));
    check("done <N> 2468 nahi hua", Reading::Unclear(Unclear::WhichVerb(one())));
    check("done <N> not yet", Reading::Unclear(Unclear::WhichVerb(one())));
    check("<N> ho gaya?", Reading::Unclear(Unclear::WhichVerb(one())));
    check("ho gaya to ack karo <N>?", Reading::Unclear(Unclear::NoVerb(one())));
    check("2468", Reading::Unclear(Unclear::PinAlone));
    let mut slipped = one().to_string();
    let last = if slipped.ends_with('3') { '4' } else { '3' };
    slipped.pop();
    slipped.push(last);
    check(&format!("ack {slipped}"), Reading::Unclear(Unclear::Slip(Verb::Acknowledge)));
}

#[test]
fn what_a_woman_writes_is_hers() {
    for text in [
        "",
        "2",
        "1090",
        "112",
        "haan",
        "status",
        "note that my husband beats me every day",
        "मेरी पेंशन नहीं आई",
        "kaam ho gaya bolte hain par pension nahi aayi",
        "seen nothing since March, my pension has stopped",
        "बचाओ",
        "help me",
        "मदद करो",
        "action lo jaldi warna mar dega",
        "<N> aur <M> ka kya hua",
        "bachao <N>",
    ] {
        check(text, Reading::Hers);
    }
}

#[test]
fn lists_and_help() {
    for text in ["list", "LIST.", "सूची", "मेरी सूची", "meri list", "suchi"] {
        check(text, Reading::List);
    }
    for text in ["help", "Help!", "?", "आदेश", "commands", "हेल्प"] {
        check(text, Reading::Help);
    }
}

proptest! {
    /// Whatever is written, an order names one complaint, by its own check
    /// character, and the text that is kept holds no PIN.
    #[test]
    fn an_order_is_of_one_number(text in "\\PC{0,60}", entropy in any::<u64>(), verb in 0..6_usize) {
        let number = number(entropy);
        let verb = ["ack", "action", "note", "ask", "done", "dispose"][verb];
        for said in [text.clone(), format!("{verb} {number} {text}"), format!("{number} {verb} {text}")] {
            if let Reading::Do(order) = read(&said, "LKO") {
                prop_assert_eq!(order.reference.prefix(), "LKO");
                let kept = without_pins(&said);
                prop_assert!(order.pin.is_none_or(|pin| !kept.split_whitespace().any(|word| word == pin)));
            }
        }
    }

    /// Every number of the district is read in its short form behind a verb.
    #[test]
    fn short_numbers_are_read(entropy in any::<u64>()) {
        let number = number(entropy);
        let short = number.as_str().get(3..).unwrap_or_default();
        let expected = Order {
            verb: Verb::Acknowledge, reference: number.clone(), text: String::new(), pin: None, outcome: None,
        };
        prop_assert_eq!(read(&format!("ack {short}"), "LKO"), Reading::Do(expected));
    }
}
