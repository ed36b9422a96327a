//! A flood is kept whole and answered once.

use proptest::prelude::*;

use crate::calendar::ist_date;
use crate::message::MessageKind;
use crate::policy::tests::lucknow;
use crate::testing::Helpline;

/// What a woman may send, by number.
const SAID: [&str; 8] = [
    "मलिहाबाद में पेंशन छह महीने से नहीं आई",
    "status",
    "नई",
    "बचाओ",
    "category:pension",
    "area:sadar",
    "register:yes",
    "register:violence",
];

fn says(helpline: &mut Helpline, said: &str) {
    if said.contains(':') { drop(helpline.she_taps(said)) } else { drop(helpline.she_writes(said)) }
}

/// Whatever she sends, however fast: her words lie with a case, few complaints
/// are registered in a day, and few answers are sent.
fn check(sent: &[(usize, i64)]) -> Result<(), TestCaseError> {
    let mut helpline = Helpline::new();
    let mut answered = Vec::new();
    for (said, minutes) in sent {
        helpline.wait(*minutes);
        let said = SAID[*said];
        says(&mut helpline, said);
        if said.contains("पेंशन") || said == "बचाओ" {
            let kept = helpline.kept.last().unwrap();
            prop_assert!(kept.complaint.is_some(), "words that nobody reads");
        }
        let registers = !helpline.told_officers().is_empty();
        if !helpline.told_her().is_empty() && !registers && said != "बचाओ" {
            answered.push(helpline.now);
        }
        helpline.sweep();
    }
    let timers = lucknow().timers;
    for complaint in &helpline.state.complaints {
        let today = ist_date(complaint.registered_at);
        let same = helpline.state.complaints.iter().filter(|it| ist_date(it.registered_at) == today);
        prop_assert!(same.count() <= timers.registrations_most as usize);
    }
    // In any time of the window's length there are two windows at most.
    let window = chrono::TimeDelta::minutes(timers.messages_window_minutes.into());
    for (place, at) in answered.iter().enumerate() {
        let within = answered[place..].iter().take_while(|other| **other - *at < window).count();
        prop_assert!(within <= 2 * (timers.messages_most as usize + 2), "{within} answers");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn however_she_writes_nothing_is_lost_and_little_is_answered(
        sent in proptest::collection::vec((0..SAID.len(), prop_oneof![9 => Just(0_i64), 1 => 1..40_i64]), 1..300)
    ) {
        check(&sent)?;
    }
}

#[test]
fn a_flood_is_answered_once_and_a_tap_is_still_done() {
    let mut helpline = Helpline::new();
    helpline.she_writes(SAID[0]);
    helpline.she_taps("category:pension");
    let answers: Vec<usize> = (0..50).map(|_| helpline.she_writes("और सुनिए").len()).collect();
    assert_eq!(answers.iter().sum::<usize>(), 38 + 1);
    assert!(helpline.she_taps("area:sadar").is_empty());
    let told = helpline.she_taps("register:yes");
    assert!(told[0].text.contains(helpline.complaint().reference.as_str()));
}

#[test]
fn reactions_do_not_count() {
    let mut helpline = Helpline::new();
    helpline.register(crate::Category::Pension);
    for _ in 0..60 {
        helpline.she_sends("", |message| message.kind = MessageKind::Reaction);
    }
    assert_eq!(helpline.she_writes("status").len(), 1);
}
