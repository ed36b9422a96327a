//! What the clock has to tell her waits until she asks.

use crate::Category;
use crate::message::Channel;
use crate::testing::Helpline;

/// A draft about violence that she left, registered by the clock.
fn left_alone() -> Helpline {
    let mut line = Helpline::new();
    line.she_writes("पति रोज़ मारते हैं, बहुत परेशान हूँ");
    line.she_taps("category:violence");
    line.wait(40);
    line.sweep();
    line
}

#[test]
fn what_the_clock_says_names_nothing_and_waits_for_her() {
    let mut line = left_alone();
    let reference = line.complaint().reference.clone();
    let told = line.told_her();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].text.contains(reference.as_str()), "{}", told[0].text);
    for matter in ["हिंसा", "112", "तुरंत", "24", "अधिकारी"] {
        assert!(!told[0].text.contains(matter), "{}", told[0].text);
    }
    let read = line.she_writes("1");
    assert_eq!(read.len(), 1, "{read:?}");
    assert!(read[0].text.contains("112") && read[0].text.contains(reference.as_str()));
    assert!(line.state.complainant.as_ref().is_some_and(|her| her.held_news.is_empty()));
    // Read once; the next '1' is no news.
    assert!(!line.she_writes("1").iter().any(|told| told.text.contains("112")));
}

#[test]
fn she_may_read_by_words_in_either_script() {
    for said in ["पढ़ें", "READ", " read. ", "padho", "पढ़िए", "1", "१"] {
        let mut line = left_alone();
        let read = line.she_writes(said);
        assert!(read.first().is_some_and(|told| told.text.contains("112")), "{said}: {read:?}");
    }
    for said in ["बचाओ", "2", "मेरी बात सुनिए कुछ और भी है"]
    {
        let mut line = left_alone();
        line.she_writes(said);
        let waits = line.state.complainant.as_ref().is_some_and(|her| !her.held_news.is_empty());
        assert!(waits, "{said}: it waits on");
    }
}

#[test]
fn a_one_reads_and_closes_nothing() {
    let mut line = left_alone();
    line.officer_disposes();
    let read = line.she_writes("1");
    assert_ne!(line.complaint().status, crate::complaint::Status::Closed);
    assert!(read.len() == 2 && read[1].options.choices().len() == 2, "news, then the question: {read:?}");
    line.she_writes("1");
    assert_eq!(line.complaint().status, crate::complaint::Status::Closed, "now it is the answer");
}

#[test]
fn several_are_read_in_order_and_the_oldest_goes_first() {
    let mut line = Helpline::new();
    let reference = line.register(Category::Pension);
    let her = line.state.complainant.as_mut().expect("known");
    assert_eq!(her.address.channel, Channel::Whatsapp);
    for number in 0..7 {
        her.hold_news(&reference, crate::prompts::say(format!("news {number}")));
    }
    let read: Vec<String> = line.she_writes("1").into_iter().map(|told| told.text).collect();
    assert_eq!(read, ["news 2", "news 3", "news 4", "news 5", "news 6"]);
}

/// What she registers herself she reads at once: she asked.
#[test]
fn her_own_registration_is_told_in_full() {
    let mut line = Helpline::new();
    line.register(Category::Violence);
    let told = line.told_her();
    assert!(told.last().is_some_and(|told| told.text.contains("112")), "{told:?}");
}
