//! Whatever happens in whatever order, what always holds is held: properties
//! over whole lives, and over texts meant to do harm.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use proptest::prelude::*;

use crate::complaint::{Complaint, Escalation, Fired, LastAction, Outcome, Status};
use crate::effect::Notice;
use crate::event::{Action, Event, OfficerActed};
use crate::ids::{AreaId, EscalationLevel, OfficerId};
use crate::message::{Channel, MessageKind};
use crate::policy::tests::lucknow;
use crate::testing::Helpline;
use crate::{Category, alarm};

/// What may happen next in a random life.
#[derive(Debug, Clone)]
enum Step {
    Writes(&'static str),
    WritesAnything(String),
    /// One of what she was last offered.
    TapsOffered(usize),
    Taps(&'static str),
    Sends(MessageKind),
    /// Officer, action, whether the page is an old one; on one of her complaints.
    Acts(usize, usize, bool, usize),
    LinkLocks(usize),
    /// One of the SMS so far could not be sent.
    SmsFails(usize),
    /// Minutes pass and nothing is swept: an outage if they are many.
    Passes(i64),
    Sweeps,
}

const SAID: [&str; 16] = [
    "नमस्ते",
    "bachao",
    "help",
    "1",
    "2",
    "3",
    "हाँ",
    "नहीं",
    "status",
    "menu",
    "english",
    "हिंदी",
    "cancel",
    "skip",
    "मेरी विधवा पेंशन तीन महीने से बंद है",
    "पति रोज़ मारता है और जान से मारने की धमकी देता है",
];

const TAPPED: [&str; 9] = [
    "category:violence",
    "category:certificate",
    "category:pension",
    "area:sadar",
    "area:unknown",
    "register:yes",
    "register:violence",
    "register:cancel",
    "solved_yes:LKO33333333",
];

const KINDS: [MessageKind; 8] = [
    MessageKind::Audio,
    MessageKind::Image,
    MessageKind::Location,
    MessageKind::Sticker,
    MessageKind::Reaction,
    MessageKind::System,
    MessageKind::Revoke,
    MessageKind::Unsupported,
];

const OFFICERS: [&str; 6] = ["tehsildar-sadar", "duty-1", "adm-fr-lko", "adm-lko", "dm-lko", "nobody"];

fn actions() -> [Action; 7] {
    let text = || "देखा और बात की".to_owned();
    [
        Action::Acknowledge,
        Action::FirstAction { text: text() },
        Action::Note { text: text() },
        Action::Ask { text: text() },
        Action::Transfer { to: OfficerId::new("duty-1"), reason: text() },
        Action::Dispose { outcome: Outcome::Relief, text: text() },
        Action::Dispose { outcome: Outcome::Relief, text: String::new() },
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => prop::sample::select(&SAID[..]).prop_map(Step::Writes),
        2 => any::<String>().prop_map(Step::WritesAnything),
        10 => (0..7_usize).prop_map(Step::TapsOffered),
        3 => prop::sample::select(&TAPPED[..]).prop_map(Step::Taps),
        2 => prop::sample::select(&KINDS[..]).prop_map(Step::Sends),
        10 => (0..=OFFICERS.len(), 0..7_usize, prop::bool::weighted(0.1), 0..3_usize)
            .prop_map(|(who, what, stale, which)| Step::Acts(who, what, stale, which)),
        1 => (0..3_usize).prop_map(Step::LinkLocks),
        2 => any::<usize>().prop_map(Step::SmsFails),
        4 => (0..90_i64).prop_map(Step::Passes),
        3 => (0..40 * 24 * 60_i64).prop_map(Step::Passes),
        8 => Just(Step::Sweeps),
    ]
}

/// One life, with how many messages she sent.
struct Life {
    line: Helpline,
    sent: usize,
}

impl Life {
    fn goes_on(&mut self, step: Step) {
        match step {
            Step::Writes(text) => self.writes(text),
            Step::WritesAnything(text) => self.writes(&text),
            Step::TapsOffered(at) => {
                let her = self.line.state.complainant.as_ref();
                let choice = her.and_then(|her| her.offered.get(at).cloned());
                self.taps(&choice.unwrap_or_default());
            }
            Step::Taps(choice) => self.taps(choice),
            Step::Sends(kind) => {
                self.sent += 1;
                self.line.she_sends("", |message| message.kind = kind);
            }
            Step::Acts(who, what, stale, which) => self.acts(who, what, stale, which),
            Step::LinkLocks(which) => {
                let Some(complaint) = self.line.state.complaints.get(which) else { return };
                let (reference, officer) = (complaint.reference.clone(), complaint.officer.clone());
                self.line.decide(Event::LinkLocked { reference, officer }).expect("no refusal");
            }
            Step::SmsFails(at) => {
                let all = self.line.all_sms();
                let Some((_, sms)) = all.get(at % all.len().max(1)) else { return };
                let failed = Event::SmsFailed((*sms).clone());
                self.line.decide(failed).expect("no refusal");
            }
            Step::Passes(minutes) => self.line.wait(minutes),
            Step::Sweeps => self.sweeps(),
        }
    }

    fn writes(&mut self, text: &str) {
        self.sent += 1;
        self.line.she_writes(text);
    }

    fn taps(&mut self, choice: &str) {
        self.sent += 1;
        self.line.she_taps(choice);
    }

    fn acts(&mut self, who: usize, what: usize, stale: bool, which: usize) {
        let Some(complaint) = self.line.state.complaints.get(which) else { return };
        let officer = OFFICERS.get(who).map_or_else(|| complaint.officer.clone(), |id| OfficerId::new(*id));
        let seen_version = complaint.version - u64::from(stale);
        let (reference, action) = (complaint.reference.clone(), actions()[what].clone());
        let before = complaint.clone();
        let acted = OfficerActed { officer, reference, seen_version, action };
        let result = self.line.decide(Event::OfficerActed(acted));
        let after = &self.line.state.complaints[which];
        // An old page changes nothing, and what is refused changes nothing.
        if result.is_err() || stale {
            assert_eq!(after, &before);
        }
    }

    fn sweeps(&mut self) {
        let due: Vec<bool> = self.line.state.complaints.iter().map(|c| is_due(c, &self.line)).collect();
        let decisions = self.line.sweep();
        for (was_due, decision) in due.iter().zip(&decisions[1..]) {
            assert_eq!(*was_due, !decision.is_empty(), "rings when it is due, and only then");
        }
        for (notice, officer) in self.line.told_officers() {
            assert!(lucknow().officer(&OfficerId::new(officer)).is_some(), "{notice:?}");
        }
        self.nobody_is_told_early();
        assert!(self.line.sweep().iter().all(crate::Decision::is_empty), "a second run decides nothing");
        for complaint in &self.line.state.complaints {
            let next = alarm::next(complaint, lucknow().timers.silence_days);
            assert!(next.is_none_or(|(at, _)| at > self.line.now), "nothing is left due");
            let top =
                complaint.due_at + TimeDelta::minutes(i64::from(complaint.terms.disposal.0[2].after_minutes));
            if complaint.status.is_open() && self.line.now >= top {
                assert_eq!(complaint.level, EscalationLevel::TOP, "open past its last step");
            }
        }
    }

    /// By the dates alone, whatever the rules say.
    fn nobody_is_told_early(&self) {
        let now = self.line.now;
        for (_, sms) in self.line.all_sms().into_iter().filter(|(at, _)| *at == now) {
            let complaint = self.line.state.complaint(&sms.reference).expect("it exists");
            let age = now - complaint.registered_at;
            match sms.notice {
                Notice::Breach => assert!(now >= complaint.due_at),
                Notice::Reminder => {
                    assert!(now < complaint.due_at && now >= complaint.due_at - TimeDelta::hours(24));
                }
                Notice::Unacknowledged => {
                    assert!(complaint.category == Category::Violence && age >= TimeDelta::minutes(15));
                }
                Notice::Daily => assert_eq!(complaint.level, EscalationLevel::TOP),
                _ => {}
            }
        }
    }

    /// At the end of a life: kept once each, told at most once a step.
    fn ends(&self) {
        let kept: Vec<&str> =
            self.line.kept.iter().map(|kept| kept.message.provider_message_id.as_str()).collect();
        let mut once = kept.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!((kept.len(), once.len()), (self.sent, self.sent), "every message is kept exactly once");
        let mut told: BTreeMap<(String, &str), u32> = BTreeMap::new();
        for (_, sms) in self.line.all_sms() {
            *told.entry((sms.reference.to_string(), sms.notice.as_str())).or_default() += 1;
        }
        for ((reference, notice), times) in told {
            let most = match notice {
                "assigned" | "reminder" => 1,
                // Three steps; of violence, three each of two milestones.
                "breach" => 3,
                "unacknowledged" => 6,
                _ => continue,
            };
            assert!(times <= most, "{reference}: {notice} {times} times");
        }
        for complaint in &self.line.state.complaints {
            let assigned = self
                .line
                .all_sms()
                .into_iter()
                .any(|(_, sms)| sms.notice == Notice::Assigned && sms.reference == complaint.reference);
            assert!(assigned, "an officer was told of every complaint");
        }
    }
}

fn is_due(complaint: &Complaint, line: &Helpline) -> bool {
    alarm::next(complaint, lucknow().timers.silence_days).is_some_and(|(at, _)| at <= line.now)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_life_keeps_every_promise(steps in prop::collection::vec(step(), 1..60), violent in any::<bool>()) {
        let mut line = Helpline::new();
        line.register(if violent { Category::Violence } else { Category::Certificate });
        let sent = line.kept.len();
        let mut life = Life { line, sent };
        for step in steps {
            life.goes_on(step);
        }
        life.ends();
    }

    #[test]
    fn a_conversation_from_nothing(steps in prop::collection::vec(step(), 1..60)) {
        let mut life = Life { line: Helpline::new(), sent: 0 };
        for step in steps {
            life.goes_on(step);
        }
        life.ends();
    }

    /// The same in, the same out.
    #[test]
    fn decisions_can_be_replayed(steps in prop::collection::vec(step(), 1..20)) {
        let run = || {
            let mut life = Life { line: Helpline::new(), sent: 0 };
            steps.iter().cloned().for_each(|step| life.goes_on(step));
            (life.line.effects, life.line.history)
        };
        prop_assert!(run() == run());
    }

    #[test]
    fn no_text_does_harm(
        text in prop_oneof![any::<String>(), "\\PC{0,300}", "[\\u{900}-\\u{97f}\\u{200b}-\\u{200f} 0-9:]{0,80}"],
        choice in prop_oneof![any::<String>(), "(category|area|register|solved_yes|solved_no):\\PC{0,20}"],
        place in 0..5_usize,
        channel in prop::sample::select(vec![Channel::Whatsapp, Channel::Sms, Channel::Email, Channel::Desk]),
    ) {
        let mut line = Helpline::new();
        let way = ["मुझे शिकायत करनी है, सुनिए", "category:pension", "area:sadar", "register:yes"];
        for step in way.iter().take(place) {
            if step.contains(':') { line.she_taps(step) } else { line.she_writes(step) };
        }
        line.she_sends(&text, |message| message.channel = channel);
        line.she_sends(&text, |message| {
            message.channel = channel;
            message.choice = Some(choice);
        });
        line.she_sends("", |message| message.text = None);
        line.wait(60);
        line.sweep();
        prop_assert_eq!(line.state.complainant.and_then(|her| her.draft), None);
    }

    #[test]
    fn no_words_of_an_officer_do_harm(text in prop_oneof![any::<String>(), "\\PC{900,1100}", "\\s{0,5}"]) {
        let mut line = Helpline::new();
        line.register(Category::Certificate);
        let lacking = text.trim().is_empty() || text.chars().count() > 1000;
        let to = OfficerId::new(text.clone());
        let nowhere = line.officer_does(Action::Transfer { to, reason: text.clone() });
        prop_assert!(nowhere.is_err());
        for action in [
            Action::Note { text: text.clone() },
            Action::Ask { text: text.clone() },
            Action::Dispose { outcome: Outcome::Relief, text: text.clone() },
        ] {
            prop_assert_eq!(line.officer_does(action).is_err(), lacking);
        }
    }
}

/// A message as long as a provider lets through, and longer.
#[test]
fn huge_texts() {
    for text in [
        "क".repeat(4096),
        "bachao ".repeat(5_000),
        "\u{0}".repeat(10_000),
        "1".repeat(10_000),
        "LKO-".repeat(5_000),
    ] {
        let mut line = Helpline::new();
        for _ in 0..3 {
            line.she_writes(&text);
        }
        line.she_taps("register:violence");
        line.she_writes(&text);
        assert_eq!(line.kept.len(), 5);
        assert_eq!(line.complaint().status, Status::Registered);
    }
}

/// The longest that life can make it: the longest names, every level, every
/// stand-in the roster holds, every date.
#[test]
fn a_complaint_is_small() {
    let longest = || {
        let ids = lucknow().officers().map(|officer| officer.id.clone());
        ids.max_by_key(|id| id.as_str().len()).expect("officers")
    };
    let mut line = Helpline::new();
    line.register(Category::Violence);
    let base = line.complaint().clone();
    let at = Some(base.registered_at);
    let escalations = (1..=3).map(|level| Escalation {
        level: EscalationLevel::new(level),
        at: base.due_at,
        officer: longest(),
    });
    let stand_ins = (1..=6).map(|shift| OfficerId::new(format!("duty-{shift}")));
    let above = ["adcp-women-lko", "adm-lko", "dm-lko"].map(OfficerId::new);
    let complaint = Complaint {
        version: 9_999,
        area: lucknow().areas.iter().map(|area| area.id.clone()).max_by_key(|id: &AreaId| id.as_str().len()),
        status: Status::AwaitingComplainant,
        officer: longest(),
        stand_ins: stand_ins.chain(above).collect(),
        level: EscalationLevel::TOP,
        escalations: escalations.collect(),
        acknowledged_at: at,
        first_action_at: at,
        disposed_at: at,
        outcome: Some(Outcome::NotAdmissible),
        fired: Fired { acknowledge: 3, first_action: 3, dispose: 3, reminder: true },
        daily_at: at,
        last_action: Some(LastAction {
            officer: longest(),
            key: format!("first_action:{:x}", u64::MAX),
            version: 9_999,
        }),
        urgent: true,
        ..base
    };
    let json = serde_json::to_string(&complaint).expect("JSON");
    println!("the longest complaint takes {} bytes", json.len());
    assert!(json.len() < 1024, "{} bytes: {json}", json.len());
    assert_eq!(serde_json::from_str::<Complaint>(&json).expect("it comes back"), complaint);
}
