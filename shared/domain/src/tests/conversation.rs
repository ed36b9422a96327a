//! Every meaning in every place of the conversation, as one table; and what is
//! said once.

use super::*;
use crate::Language;
use crate::complaint::Status;
use crate::event::Action;
use crate::message::{Channel, Location, MessageKind};
use crate::outgoing::Outgoing;
use crate::testing::Helpline;
use crate::testing_words::heard;

/// What she, an officer or the clock does.
#[derive(Debug, Clone, Copy)]
enum Does {
    Writes(&'static str),
    /// A choice; `#` stands for the reference of her newest complaint.
    Taps(&'static str),
    Sends(MessageKind),
    Asks,
    Disposes,
    Waits(i64),
    Sweeps,
}
use Does::{Asks, Disposes, Sends, Sweeps, Taps, Waits, Writes};

fn play(line: &mut Helpline, does: Does) {
    match does {
        Writes(text) => drop(line.she_writes(text)),
        Taps(choice) => {
            let newest = line.state.complaints.last().map(|complaint| complaint.reference.to_string());
            line.she_taps(&choice.replace('#', &newest.unwrap_or_default()));
        }
        Sends(kind) => drop(line.she_sends("", |message| {
            message.kind = kind;
            message.text = None;
            message.location =
                (kind == MessageKind::Location).then_some(Location { latitude: 26.8, longitude: 80.9 });
        })),
        Asks => drop(line.officer_does(Action::Ask { text: "किस महीने से?".into() }).expect("a question")),
        Disposes => line.officer_disposes(),
        Waits(minutes) => line.wait(minutes),
        Sweeps => drop(line.sweep()),
    }
}

/// Where she stands: the draft's step, then each complaint's status.
fn stands(line: &Helpline) -> String {
    let draft = line.state.complainant.as_ref().and_then(|her| her.draft.as_ref());
    let step = draft.map_or("-".to_owned(), |draft| format!("{:?}", draft.step));
    line.state.complaints.iter().fold(step, |all, complaint| format!("{all} {:?}", complaint.status))
}

const STORY: &str = "पड़ोसी रोज़ नाली का पानी मेरे घर में छोड़ देता है";
const BEGUN: &[Does] = &[Writes("नमस्ते")];
const WHERE: &[Does] = &[Writes("नमस्ते"), Taps("category:pension")];
const WHAT: &[Does] = &[Writes("नमस्ते"), Taps("category:pension"), Taps("area:sadar")];
const READY: &[Does] = &[Writes(STORY), Taps("category:pension"), Taps("area:sadar")];
const OPEN: &[Does] =
    &[Writes(STORY), Taps("category:pension"), Taps("area:sadar"), Taps("register:yes"), Waits(60)];
const ASKED: &[Does] =
    &[Writes(STORY), Taps("category:pension"), Taps("area:sadar"), Taps("register:yes"), Asks];
const DISPOSED: &[Does] =
    &[Writes(STORY), Taps("category:pension"), Taps("area:sadar"), Taps("register:yes"), Disposes];
const CRIED: &[Does] = &[Writes("bachao")];

/// After `first`, she does `then`: what she is told and where it leaves her.
/// Whatever it was, it is kept.
fn check(first: &[Does], then: Does, told: &str, left: &str) {
    let mut line = Helpline::new();
    first.iter().for_each(|does| play(&mut line, *does));
    let kept = line.kept.len();
    play(&mut line, then);
    let said: Vec<String> = line.told_her().iter().map(heard).collect();
    assert_eq!((said.join(" | ").as_str(), stands(&line).as_str()), (told, left), "{first:?} then {then:?}");
    assert_eq!(line.kept.len(), kept + 1);
}

#[test]
fn nothing_begun() {
    for (then, told, left) in [
        (Writes("नमस्ते"), "notice received category?", "Category"),
        (Writes(STORY), "notice received category?", "Category"),
        (Writes("1"), "notice received category?", "Category"),
        (Writes(""), "notice received category?", "Category"),
        (Sends(MessageKind::Audio), "notice received category?", "Category"),
        (Sends(MessageKind::Location), "notice received category?", "Category"),
        (Sends(MessageKind::Unsupported), "notice received category?", "Category"),
        (Sends(MessageKind::Reaction), "", "-"),
        (Sends(MessageKind::Sticker), "", "-"),
        (Sends(MessageKind::System), "", "-"),
        (Writes("पति रोज़ मारता है, जान का ख़तरा है"), "helplines notice received category?", "Category"),
        (Writes("bachao"), "distress", "Category"),
        (Writes("बचाओ"), "distress", "Category"),
        (Writes("help"), "distress", "Category"),
        (Writes("112"), "distress", "Category"),
        (Writes("स्थिति"), "none", "-"),
        (Writes("menu"), "notice received category?", "Category"),
        (Writes("english"), "notice received category? en", "Category"),
        (Writes("रद्द"), "cancelled", "-"),
        (Writes("नहीं"), "cancelled", "-"),
        (Taps("category:pension"), "area?", "Area"),
        (Taps("register:yes"), "none", "-"),
        (Taps("register:violence"), "registered helplines notice", "- Registered"),
        (Taps("solved_yes:LKO33333333"), "notice received category?", "Category"),
        (Taps("something else"), "notice received category?", "Category"),
    ] {
        check(&[], then, told, left);
    }
}

#[test]
fn each_step_of_a_draft() {
    let english = &[Writes("english")][..];
    for (first, then, told, left) in [
        // Which category: tap, number, word, story.
        (BEGUN, Taps("category:pension"), "area?", "Area"),
        (BEGUN, Writes("4"), "area?", "Area"),
        (BEGUN, Writes("४"), "area?", "Area"),
        (BEGUN, Writes("पेंशन"), "area?", "Area"),
        (BEGUN, Writes("7"), "received category?", "Category"),
        (BEGUN, Writes(STORY), "received category?", "Category"),
        (BEGUN, Writes("हाँ"), "received category?", "Category"),
        (BEGUN, Sends(MessageKind::Image), "received category?", "Category"),
        (BEGUN, Sends(MessageKind::Sticker), "", "Category"),
        (english, Writes("1"), "area? en", "Area"),
        // Where: tap, number, name, skip; not understood twice is settled.
        (WHERE, Taps("area:sadar"), "story?", "Story"),
        (WHERE, Taps("area:unknown"), "story?", "Story"),
        (WHERE, Taps("area:nowhere"), "story?", "Story"),
        (WHERE, Writes("1"), "story?", "Story"),
        (WHERE, Writes("Gomti Nagar"), "received story?", "Story"),
        (WHERE, Writes("skip"), "story?", "Story"),
        (WHERE, Writes("xyz"), "received area?", "Area"),
        (&[BEGUN[0], WHERE[1], Writes("xyz")], Writes("zyx"), "received story?", "Story"),
        // What happened: anything tells it.
        (WHAT, Writes("पेंशन बंद"), "received confirm?", "Confirm"),
        (WHAT, Sends(MessageKind::Audio), "received confirm?", "Confirm"),
        (WHAT, Sends(MessageKind::Image), "received confirm?", "Confirm"),
        (WHAT, Sends(MessageKind::Reaction), "", "Story"),
        // Shall we register it?
        (READY, Taps("register:yes"), "registered", "- Registered"),
        (READY, Writes("1"), "registered", "- Registered"),
        (READY, Writes("हाँ"), "registered", "- Registered"),
        (READY, Writes("दर्ज करें"), "registered", "- Registered"),
        (READY, Taps("register:cancel"), "cancelled", "-"),
        (READY, Writes("2"), "cancelled", "-"),
        (READY, Writes("नहीं"), "cancelled", "-"),
        (READY, Writes(STORY), "confirm?", "Confirm"),
        (READY, Sends(MessageKind::Audio), "confirm?", "Confirm"),
        // At any moment.
        (BEGUN, Writes("bachao"), "distress", "Category"),
        (WHERE, Writes("🆘"), "distress", "Area"),
        (WHAT, Writes("help"), "distress", "Story"),
        (READY, Writes("112"), "distress", "Confirm"),
        (WHERE, Writes("status"), "none draft", "Area"),
        (READY, Writes("menu"), "category?", "Category"),
        (WHERE, Writes("menu"), "category?", "Category"),
        (READY, Writes("english"), "set confirm? en", "Confirm"),
        (WHERE, Writes("english"), "set area? en", "Area"),
        (BEGUN, Writes("cancel"), "cancelled", "-"),
        (WHERE, Writes("cancel"), "cancelled", "-"),
        (WHAT, Writes("cancel"), "cancelled", "-"),
    ] {
        check(first, then, told, left);
    }
}

#[test]
fn a_cry_for_help_is_one_tap_from_an_officer() {
    for (first, then, told, left) in [
        (CRIED, Taps("register:violence"), "registered helplines notice", "- Registered"),
        (CRIED, Writes("1"), "registered helplines notice", "- Registered"),
        (CRIED, Writes("हाँ"), "registered helplines notice", "- Registered"),
        (CRIED, Writes("bachao"), "distress", "Category"),
        (CRIED, Writes(STORY), "received category?", "Category"),
        (CRIED, Writes("english"), "set category? en", "Category"),
        (READY, Taps("register:violence"), "registered helplines", "- Registered"),
        (OPEN, Writes("bachao"), "distress", "Category Registered"),
        (OPEN, Taps("register:violence"), "registered helplines", "- Registered Registered"),
    ] {
        check(first, then, told, left);
    }
    let twice = &[Writes("bachao"), Taps("register:violence")];
    check(twice, Taps("register:violence"), "status", "- Registered");
}

#[test]
fn with_an_open_complaint() {
    for (first, then, told, left) in [
        (OPEN, Writes(STORY), "joined", "- Registered"),
        (OPEN, Sends(MessageKind::Audio), "joined", "- Registered"),
        (OPEN, Writes("हाँ"), "joined", "- Registered"),
        (OPEN, Writes("नहीं"), "joined", "- Registered"),
        (OPEN, Writes("status"), "status", "- Registered"),
        (OPEN, Writes("स्थिति"), "status", "- Registered"),
        (OPEN, Writes("नई शिकायत"), "category?", "Category Registered"),
        (OPEN, Writes("english"), "set en", "- Registered"),
        (OPEN, Taps("register:yes"), "status", "- Registered"),
        (OPEN, Taps("solved_yes:#"), "status", "- Registered"),
        (OPEN, Taps("solved_no:#"), "status", "- Registered"),
        (OPEN, Sends(MessageKind::Sticker), "", "- Registered"),
        (ASKED, Writes("मार्च से"), "answer", "- Acknowledged"),
        (ASKED, Sends(MessageKind::Audio), "answer", "- Acknowledged"),
        (ASKED, Writes("हाँ"), "answer", "- Acknowledged"),
        (ASKED, Writes("status"), "status", "- AwaitingComplainant"),
        (ASKED, Writes("bachao"), "distress", "Category AwaitingComplainant"),
        (DISPOSED, Taps("solved_yes:#"), "closed", "- Closed"),
        (DISPOSED, Writes("1"), "closed", "- Closed"),
        (DISPOSED, Writes("हाँ"), "closed", "- Closed"),
        (DISPOSED, Taps("solved_no:#"), "reopened", "- InProgress"),
        (DISPOSED, Writes("2"), "reopened", "- InProgress"),
        (DISPOSED, Writes("नहीं"), "reopened", "- InProgress"),
        (DISPOSED, Writes("पैसा अभी नहीं आया है"), "reopened", "- InProgress"),
        (DISPOSED, Writes("हाँ पर पैसा नहीं आया"), "solved?", "- Disposed"),
        (DISPOSED, Writes("status"), "status", "- Disposed"),
    ] {
        check(first, then, told, left);
    }
}

#[test]
fn the_language_is_remembered() {
    let mut line = Helpline::new();
    line.she_writes("My pension has been stopped since March");
    assert!(line.she_writes("english").iter().all(|said| heard(said).ends_with(" en")));
    for choice in ["category:pension", "area:sadar", "register:yes"] {
        assert!(line.she_taps(choice).iter().all(|said| heard(said).ends_with(" en")), "{choice}");
    }
    line.officer_disposes();
    assert_eq!(line.told_her().iter().map(heard).collect::<Vec<_>>(), ["solved? en"]);
    line.wait(8 * 24 * 60);
    line.sweep();
    assert_eq!(line.told_her().iter().map(heard).collect::<Vec<_>>(), ["unconfirmed en"]);
    assert_eq!(line.she_writes("हिंदी").iter().map(heard).collect::<Vec<_>>(), ["set"]);
    assert_eq!(line.state.complainant.map(|her| her.language), Some(Language::Hindi));
}

/// In one conversation, whichever way it goes, the notice is given once.
#[test]
fn the_notice_is_given_once() {
    for way in [
        &[Writes("नमस्ते"), Writes(STORY), Taps("category:other"), Taps("area:unknown"), Taps("register:yes")]
            [..],
        &[Writes("bachao"), Taps("register:violence"), Writes("menu"), Taps("category:pension")],
        &[Writes("bachao"), Writes("english"), Taps("register:violence"), Writes("new")],
        &[Writes("bachao"), Waits(5), Sweeps, Writes(STORY), Writes("menu")],
        &[Writes(STORY), Waits(30), Sweeps, Writes("menu"), Writes("bachao"), Taps("register:violence")],
        &[Writes("menu"), Taps("category:pension"), Writes("menu"), Writes(STORY)],
        &[Taps("category:pension"), Taps("area:sadar"), Writes(STORY), Taps("register:yes"), Writes("menu")],
        // Two days' outage: only a template may be sent, the notice waits.
        &[Writes("bachao"), Waits(2 * 24 * 60), Sweeps, Writes("menu"), Writes("menu")],
    ] {
        let mut line = Helpline::new();
        let mut notices = 0;
        for does in way {
            let before = line.effects.len();
            play(&mut line, *does);
            if line.effects.len() > before {
                // Outside her window only the template reaches her.
                let reaches = |said: &&Outgoing| said.template.is_none() || line.is_in_window();
                let told = line.told_her();
                notices += told.iter().filter(reaches).filter(|said| heard(said).contains("notice")).count();
            }
        }
        assert_eq!(notices, 1, "{way:?}");
    }
}

#[test]
fn evidence_is_told_once_in_ten_minutes() {
    let mut line = Helpline::new();
    line.register(Category::Pension);
    for (minutes, told) in [(0, 1), (1, 0), (8, 0), (1, 1), (9, 0), (60, 1)] {
        line.wait(minutes);
        assert_eq!(line.she_writes("और यह भी").len(), told, "after {minutes} more minutes");
    }
    let complaint = line.complaint().reference.clone();
    assert!(line.kept.iter().all(|kept| kept.complaint.as_ref() == Some(&complaint)));
}

#[test]
fn a_number_in_her_words_names_the_complaint() {
    let mut line = Helpline::new();
    let (first, second) = (line.register(Category::Pension), {
        line.she_writes("new");
        line.she_writes("मेरा राशन कार्ड तीन महीने से अटका है");
        line.she_taps("category:scheme");
        line.she_taps("area:unknown");
        line.she_taps("register:yes");
        line.complaint().reference.clone()
    });
    let belongs = |line: &Helpline| line.kept.last().and_then(|kept| kept.complaint.clone());
    line.she_writes(&format!("{} में यह भी जोड़िए", first.to_string().to_lowercase()));
    assert_eq!(belongs(&line), Some(first));
    line.she_writes("और यह भी");
    assert_eq!(belongs(&line), Some(second));
}

#[test]
fn a_question_waits_for_her_to_write() {
    let ask = || Action::Ask { text: "किस महीने से?".into() };
    let told = |line: &Helpline| line.told_her().iter().map(heard).collect::<Vec<_>>().join(" | ");
    let held =
        |line: &Helpline| line.state.complainant.as_ref().is_some_and(|her| her.held_question.is_some());
    for (then, first_told, left) in [
        (Writes("1"), "question", "- AwaitingComplainant"),
        (Writes("हाँ"), "question", "- AwaitingComplainant"),
        (Writes("कौन सा प्रश्न है"), "question", "- AwaitingComplainant"),
        (Writes("status"), "question | status", "- AwaitingComplainant"),
        (Taps("register:violence"), "question | registered helplines", "- AwaitingComplainant Registered"),
    ] {
        let mut line = Helpline::new();
        line.register(Category::Pension);
        line.wait(25 * 60);
        line.officer_does(ask()).expect("a question");
        assert!(held(&line));
        play(&mut line, then);
        assert_eq!((told(&line).as_str(), stands(&line).as_str()), (first_told, left), "{then:?}");
        assert!(!held(&line));
    }
    // Help comes first; the question is put when she next writes.
    let mut line = Helpline::new();
    line.register(Category::Pension);
    line.wait(25 * 60);
    line.officer_does(ask()).expect("a question");
    line.she_writes("bachao");
    assert_eq!(told(&line), "distress");
    line.she_writes("1");
    assert!(told(&line).starts_with("question"));
    // One whose complaint was disposed of meanwhile is not put any more.
    let mut line = Helpline::new();
    line.register(Category::Pension);
    line.wait(25 * 60);
    line.officer_does(ask()).expect("a question");
    line.officer_disposes();
    line.she_writes("हाँ");
    assert_eq!((told(&line).as_str(), stands(&line).as_str()), ("closed", "- Closed"));
}

#[test]
fn on_sms_there_is_no_window() {
    let mut line = Helpline::new();
    line.she_sends(STORY, |message| message.channel = Channel::Sms);
    let her = line.state.complainant.as_ref().expect("she wrote");
    assert_eq!(her.window_until(), None);
    assert_eq!(her.offered.len(), 6, "numbers answer the list");
}

#[test]
fn messages_of_a_draft_belong_to_its_complaint() {
    let mut line = Helpline::new();
    for does in READY {
        play(&mut line, *does);
    }
    line.she_writes("bachao");
    line.she_taps("register:violence");
    let complaint = line.complaint();
    assert_eq!(
        (complaint.category, complaint.status, complaint.urgent),
        (Category::Violence, Status::Registered, true)
    );
    let reference = Some(complaint.reference.clone());
    assert!(line.kept.iter().all(|kept| kept.complaint == reference));
}

/// What our sentences tell her to write, and what our buttons say, works when
/// it is written out.
#[test]
fn what_we_say_can_be_written_back() {
    for (first, then, left) in [
        (OPEN, "स्थिति", "- Registered"),
        (OPEN, "STATUS", "- Registered"),
        (OPEN, "नई", "Category Registered"),
        (OPEN, "NEW", "Category Registered"),
        (READY, "ENGLISH", "Confirm"),
        (READY, "हिंदी", "Confirm"),
        (READY, texts::register_button(Language::Hindi), "- Registered"),
        (READY, texts::register_button(Language::English), "- Registered"),
        (READY, texts::cancel_button(Language::Hindi), "-"),
        (READY, texts::cancel_button(Language::English), "-"),
        (CRIED, texts::violence_button(Language::Hindi), "- Registered"),
        (CRIED, texts::violence_button(Language::English), "- Registered"),
        (WHERE, texts::area_unknown(Language::Hindi), "Story"),
        (WHERE, texts::area_unknown(Language::English), "Story"),
        (DISPOSED, texts::solved_button(Language::Hindi), "- Closed"),
        (DISPOSED, texts::solved_button(Language::English), "- Closed"),
        (DISPOSED, texts::not_solved_button(Language::Hindi), "- InProgress"),
        (DISPOSED, texts::not_solved_button(Language::English), "- InProgress"),
    ] {
        let mut line = Helpline::new();
        first.iter().for_each(|does| play(&mut line, *does));
        line.she_writes(then);
        assert_eq!(stands(&line), left, "{first:?} then {then}");
    }
    for language in Language::ALL {
        for category in Category::ALL {
            let mut line = Helpline::new();
            line.she_writes("नमस्ते");
            line.she_writes(texts::category(language, category));
            let draft = line.state.complainant.and_then(|her| her.draft);
            assert_eq!(draft.and_then(|draft| draft.category), Some(category), "{language:?}");
        }
    }
}

/// Through MSG91 and Exotel nothing is sent: who is known by another way is
/// answered there, and its 24 hours do not start anew.
#[test]
fn a_way_that_cannot_answer_replaces_none_that_can() {
    use crate::message::Provider::{Exotel, Infobip, Meta, Msg91};
    for (providers, answered, minutes) in [
        (&[Meta, Exotel][..], Meta, 0),
        (&[Meta, Msg91, Infobip], Infobip, 60),
        (&[Msg91, Exotel], Exotel, 30),
        (&[Exotel, Meta], Meta, 30),
    ] {
        let mut line = Helpline::new();
        let start = line.now;
        for provider in providers {
            line.she_sends("नमस्ते", |message| message.provider = *provider);
            line.wait(30);
        }
        let her = line.state.complainant.as_ref().expect("she is known");
        let heard = (her.last_inbound_at - start).num_minutes();
        assert_eq!((her.address.provider, heard), (answered, minutes), "{providers:?}");
    }
}
