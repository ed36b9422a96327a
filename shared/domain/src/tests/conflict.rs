//! Whom a complaint accuses never meets it, in any organisation.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::{Just, Strategy, prop_oneof, proptest};

use super::*;
use crate::access;
use crate::case_row::CaseRow;
use crate::complaint::{Happening, Outcome};
use crate::decision::{Context, Decision, State};
use crate::effect::{Effect, OfficerSms};
use crate::event::{Action, Event, OfficerActed};
use crate::message::MessageKind;
use crate::policy::tests::lucknow;
use crate::reference::Reference;
use crate::same_matter::SameMatter;
use crate::testing::{ist, reference, text_message, tuesday};
use crate::{Category, EscalationLevel, decide};

fn ids(policy: &Policy) -> Vec<OfficerId> {
    policy.officers().map(|officer| officer.id.clone()).collect()
}

fn check_barred(accused: &[Accused], expected: &str) {
    let found: Vec<String> = barred(lucknow(), accused).into_iter().map(|id| id.to_string()).collect();
    assert_eq!(found.join(" "), expected);
}

fn officer(id: &str) -> Accused {
    Accused::Officer(OfficerId::new(id))
}

fn office(id: &str) -> Accused {
    Accused::Office(OfficeId::new(id))
}

#[test]
fn the_accused_and_all_under_them_are_barred() {
    check_barred(&[], "");
    check_barred(&[officer("pension-city")], "pension-city");
    check_barred(&[officer("dswo-lko")], "dswo-lko pension-city pension-north pension-south");
    check_barred(&[office("dswo")], "dswo-lko pension-city pension-north pension-south");
    check_barred(&[officer("dpo-lko")], "dpo-lko osc-manager protection-officer");
    check_barred(&[office("tehsil-malihabad")], "tehsildar-malihabad");
    let everybody = barred(lucknow(), &[officer("dm-lko")]);
    assert_eq!(everybody.len(), lucknow().officers().count());
    assert!(!everybody.contains(&lucknow().appellate().id));
}

#[test]
fn a_promotion_counts_from_its_day() {
    let mut policy = lucknow().clone();
    let accused = [officer("bdo-malihabad")];
    assert!(!barred(&policy, &accused).contains(&OfficerId::new("dept-nodal")));
    let promoted = policy.officers.iter_mut().find(|officer| officer.id.as_str() == "dept-nodal");
    promoted.unwrap().reports_to = Some(OfficerId::new("bdo-malihabad"));
    assert!(barred(&policy, &accused).contains(&OfficerId::new("dept-nodal")));
}

#[test]
fn who_is_accused_is_passed_over_upwards() {
    let check = |accused: &[Accused], route: &str, levels: [&str; 3]| {
        let reach = lucknow().reach_for(accused, false, tuesday());
        assert_eq!(reach.route(Category::Pension, None).id.as_str(), route, "{accused:?}");
        let at = |level| reach.at_level(Category::Pension, EscalationLevel::new(level)).id.as_str();
        assert_eq!([at(1), at(2), at(3)], levels, "{accused:?}");
    };
    check(&[], "pension-city", ["dswo-lko", "adm-lko", "dm-lko"]);
    check(&[officer("pension-city")], "dswo-lko", ["dswo-lko", "adm-lko", "dm-lko"]);
    check(&[office("dswo")], "adm-lko", ["adm-lko", "adm-lko", "dm-lko"]);
    check(&[officer("dm-lko")], "commissioner-lko", ["commissioner-lko"; 3]);
    check(&[office("dswo"), officer("adm-lko")], "dm-lko", ["dm-lko"; 3]);
}

#[test]
fn who_accuses_many_accuses_the_district() {
    let policy = lucknow();
    let mut known = Vec::new();
    assert!(add(&mut known, vec![officer("cell-1")], policy));
    assert!(!add(&mut known, vec![officer("cell-1")], policy));
    let many = policy.officers().take(7).map(|officer| Accused::Officer(officer.id.clone())).collect();
    assert!(add(&mut known, many, policy));
    assert_eq!(known, [officer("dm-lko")]);
}

/// The largest that a complaint may carry of it stays small.
#[test]
fn what_is_kept_is_small() {
    let longest = lucknow().officers().max_by_key(|officer| officer.id.as_str().len());
    let all = vec![Accused::Officer(longest.unwrap().id.clone()); MOST];
    assert!(serde_json::to_vec(&all).unwrap().len() < 240);
}

/// A helpline with a policy of its own: what is decided is held against who is barred.
struct Line {
    policy: Policy,
    state: State,
    now: DateTime<Utc>,
    numbers: u64,
    sms: Vec<OfficerSms>,
    /// How often a complaint moved because of whom it accuses.
    moves: u32,
}

/// One thing that happens.
#[derive(Debug, Clone)]
enum Step {
    Registers(Category),
    Accuses(usize),
    AccusesOffice(usize),
    Says(&'static str),
    Acts(usize, &'static str, usize),
    Rings(i64),
    SmsFails(usize),
    LinkLocks(usize),
    GoesOnLeave(usize, usize),
    IsMoved(usize, usize),
    Merges(usize),
    Separates(usize),
}

impl Line {
    fn happens(&mut self, event: Event) {
        self.numbers += 1;
        let fresh_reference = &reference(self.numbers);
        let context = Context { policy: &self.policy, now: self.now, fresh_reference };
        let Ok(decision) = decide(&self.state, event, &context) else { return };
        self.state.apply(&decision);
        self.hold(&decision);
        self.moves += u32::from(moved_on(&decision));
        for effect in decision.effects {
            if let Effect::SendSms(sms) = effect {
                self.sms.push(sms);
            }
        }
    }

    /// No SMS, no line of history, no page, no list and no action reaches
    /// whoever is barred; whoever is told holds a link that opens.
    fn hold(&self, decision: &Decision) {
        let policy = &self.policy;
        for effect in &decision.effects {
            let Effect::SendSms(sms) = effect else { continue };
            let complaint = self.state.complaint(&sms.reference).unwrap();
            assert!(!complaint.bars(&sms.officer, policy), "{} is told by {:?}", sms.officer, sms.notice);
            assert!(complaint.admits(&sms.officer, policy), "{} is told and has no link", sms.officer);
        }
        for entry in &decision.history {
            // What moved on within one decision may have passed by the accused.
            let told = !matches!(entry.event, Happening::OfficerUnreached) && !moved_on(decision);
            if let Some(officer) = entry.officer.as_ref().filter(|_| told) {
                let complaint = self.state.complaint(&entry.reference).unwrap();
                assert!(!complaint.bars(officer, policy), "{:?} to {officer}", entry.event);
            }
        }
        for complaint in &decision.complaints {
            // Merged, it is answered by another: nobody acts on it.
            let open = !complaint.status.is_closed() && complaint.course.merged.is_none();
            assert!(
                !open || !complaint.bars(&complaint.officer, policy),
                "answerable: {}",
                complaint.officer
            );
            let row = CaseRow::of(complaint, policy);
            for id in barred(policy, &complaint.accused) {
                assert!(!complaint.admits(&id, policy), "{id} reads it");
                assert!(!row.is_shown_to(&id, policy), "{id} sees it on a list");
                for action in crate::officer::ACTIONS.into_iter().chain([access::READ]) {
                    assert!(!access::officer_may(policy, complaint, &id, action), "{id} may {action}");
                }
            }
            let appellate = &policy.appellate().id;
            let dm_is_barred = complaint.bars(&policy.dm().id, policy);
            assert!(dm_is_barred || complaint.officer != *appellate, "the appellate without need");
            size_is_small(complaint);
        }
    }

    fn she(&mut self, text: &str, choice: Option<&str>) {
        let mut message = text_message(self.numbers + 1, text);
        if let Some(choice) = choice {
            message.kind = MessageKind::Button;
            message.choice = Some(choice.to_owned());
        }
        self.happens(Event::MessageReceived(Box::new(message)));
    }

    fn play(&mut self, step: Step) {
        self.now += TimeDelta::minutes(7);
        let all = ids(&self.policy);
        let id = |number: usize| all[number % all.len()].clone();
        let reference = self.state.complaints.last().map(|complaint| complaint.reference.clone());
        match (step, reference) {
            (Step::Registers(category), _) => self.register(category),
            (Step::Accuses(who), _) => {
                let name = self.policy.officer(&id(who)).unwrap().name.en.clone();
                self.she(&format!("{name} ke khilaf shikayat hai, wah kaam nahi karte"), None);
            }
            (Step::AccusesOffice(which), _) => {
                let offices = &self.policy.offices;
                let name = offices[which % offices.len()].name.hi.clone();
                self.she(&format!("{name} के खिलाफ शिकायत है"), None);
            }
            (Step::Says(text), _) => self.she(text, None),
            (Step::Rings(minutes), Some(reference)) => {
                self.now += TimeDelta::minutes(minutes);
                self.happens(Event::ComplaintAlarmRang { reference });
            }
            (Step::Acts(who, what, to), Some(reference)) => {
                let action = action(what, id(to));
                self.acts(who, reference, action);
            }
            (Step::SmsFails(which), _) => {
                if let Some(sms) = self.sms.iter().rev().nth(which).cloned() {
                    self.happens(Event::SmsFailed(sms));
                }
            }
            (Step::LinkLocks(who), Some(reference)) => {
                self.happens(Event::LinkLocked { reference, officer: id(who) });
            }
            (Step::GoesOnLeave(who, by), _) => {
                let today = crate::roster_dated::india(self.now).date();
                let to = today + chrono::Days::new(3);
                let (officer, stand_in) = (id(who), Some(id(by)));
                self.policy.roster.leave.push(crate::roster_dated::Leave {
                    officer,
                    from: today,
                    to,
                    stand_in,
                });
            }
            (Step::IsMoved(who, to), _) => reports(&mut self.policy, who, to),
            (Step::Merges(who), Some(reference)) => {
                // The two registered last, of one category, so that they may be merged.
                let Some(into) = self.state.complaints.iter().rev().nth(1) else { return };
                let into = into.reference.clone();
                let text = String::new();
                let action = Action::Merge { into, reason: SameMatter::SameEvent, text };
                self.acts(who, reference, action);
            }
            (Step::Separates(who), Some(reference)) => {
                self.acts(who, reference, Action::Separate { text: "और बात है".to_owned() });
            }
            (_, None) => {}
        }
    }

    /// Mostly whoever is answerable, at times anybody.
    fn acts(&mut self, who: usize, reference: Reference, action: Action) {
        let all = ids(&self.policy);
        let complaint = self.state.complaint(&reference).unwrap();
        let (officer, seen_version) = (complaint.officer.clone(), complaint.version);
        let officer = if who.is_multiple_of(4) { all[who % all.len()].clone() } else { officer };
        self.happens(Event::OfficerActed(OfficerActed { officer, reference, seen_version, action }));
    }

    fn register(&mut self, category: Category) {
        self.she("menu", None);
        self.she("", Some(&format!("category:{category}")));
        self.she("", Some("area:malihabad"));
        self.she("कई महीनों से कोई नहीं सुन रहा है", None);
        self.she("", Some("register:yes"));
    }
}

fn moved_on(decision: &Decision) -> bool {
    decision.history.iter().any(|entry| entry.event == Happening::ConflictFound)
}

fn size_is_small(complaint: &Complaint) {
    let size = serde_json::to_vec(complaint).unwrap().len();
    assert!(size < 1500, "a complaint of {size} bytes");
}

fn action(what: &str, to: OfficerId) -> Action {
    let text = || "देखा गया".to_owned();
    match what {
        "acknowledge" => Action::Acknowledge,
        "transfer" => Action::Transfer { to, reason: text() },
        "reassign" => Action::Reassign { to, reason: text() },
        "hasten" => Action::Hasten { text: text() },
        "ask" => Action::Ask { text: text() },
        "reclassify" => Action::Reclassify { category: Category::Department, area: None, text: text() },
        "declare" => Action::DeclareConflict { text: text() },
        _ => Action::Dispose { outcome: Outcome::Settled, text: text() },
    }
}

/// Lets an officer report to another further up the list, so that there is no circle.
fn reports(policy: &mut Policy, who: usize, to: usize) {
    let all = ids(policy);
    let who = 1 + who % (policy.officers.len() - 1);
    if let Some(officer) = policy.officers.get_mut(who) {
        officer.reports_to = Some(all[to % who].clone());
    }
}

/// A random organisation: who reports to whom, who heads which office, who sits where.
fn organisation(edges: &[(usize, usize)], seats: &[(usize, usize)]) -> Policy {
    let mut policy = lucknow().clone();
    // Explicit for all, so that random seats and heads cannot close a circle.
    let dm = policy.dm.id.clone();
    for officer in &mut policy.officers {
        officer.reports_to = Some(dm.clone());
    }
    for (who, to) in edges {
        reports(&mut policy, *who, *to);
    }
    for (who, office) in seats {
        let office = policy.offices[office % policy.offices.len()].id.clone();
        let count = policy.officers.len();
        policy.officers[who % count].office = office;
    }
    policy
}

fn step() -> impl Strategy<Value = Step> {
    let acts = prop_oneof![
        Just("acknowledge"),
        Just("transfer"),
        Just("reassign"),
        Just("hasten"),
        Just("ask"),
        Just("reclassify"),
        Just("declare"),
        Just("dispose"),
    ];
    prop_oneof![
        1 => (0..6usize).prop_map(|at| Step::Registers(Category::ALL[at])),
        3 => (0..30usize).prop_map(Step::Accuses),
        2 => (0..16usize).prop_map(Step::AccusesOffice),
        1 => Just(Step::Registers(Category::Department)),
        2 => prop_oneof![Just("नहीं"), Just("हाँ"), Just("bachao"), Just("meri beti 14 saal ki hai")].prop_map(Step::Says),
        4 => (0..30usize, acts, 0..30usize).prop_map(|(who, what, to)| Step::Acts(who, what, to)),
        4 => prop_oneof![0..60i64, 60..20_000i64].prop_map(Step::Rings),
        3 => (0..4usize).prop_map(Step::SmsFails),
        1 => (0..30usize).prop_map(Step::LinkLocks),
        1 => (0..30usize, 0..30usize).prop_map(|(who, by)| Step::GoesOnLeave(who, by)),
        1 => (0..30usize, 0..30usize).prop_map(|(who, to)| Step::IsMoved(who, to)),
        2 => (0..30usize).prop_map(Step::Merges),
        1 => (0..30usize).prop_map(Step::Separates),
    ]
}

/// The property below is not held in vain: accusations do move complaints.
#[test]
fn an_accusation_moves_a_complaint_at_once() {
    let policy = lucknow().clone();
    let mut line = Line {
        policy,
        state: State::default(),
        now: ist("2026-12-01 10:00"),
        numbers: 0,
        sms: Vec::new(),
        moves: 0,
    };
    line.register(Category::Pension);
    let check = |line: &Line, officer: &str, moves: u32| {
        let complaint = line.state.complaints.first().unwrap();
        assert_eq!((complaint.officer.as_str(), line.moves), (officer, moves));
        assert_eq!(line.sms.last().unwrap().officer.as_str(), officer);
    };
    check(&line, "pension-north", 0);
    line.she("श्रीमती उषा रावत ने रिश्वत मांगी", None);
    check(&line, "dswo-lko", 1);
    line.she("samaj kalyan vibhag ke khilaf", None);
    check(&line, "adm-lko", 2);
    line.she("Smt. Shalini Trivedi ne dhamki di", None);
    check(&line, "dm-lko", 3);
    line.she("DM ke khilaf", None);
    check(&line, "commissioner-lko", 4);
    let before = line.sms.len();
    line.play(Step::Rings(30 * 24 * 60));
    assert!(line.sms.len() > before);
    assert!(line.sms.iter().skip(before).all(|sms| sms.officer.as_str() == "commissioner-lko"));
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(96))]

    /// Random organisations, random accusations, any course of events: nothing
    /// reaches whom a complaint accuses, nor anybody under them.
    #[test]
    fn nothing_reaches_whom_it_accuses(
        edges in proptest::collection::vec((0..40usize, 0..40usize), 0..40),
        seats in proptest::collection::vec((0..40usize, 0..40usize), 0..10),
        category in (0..6usize).prop_map(|at| Category::ALL[at]),
        steps in proptest::collection::vec(step(), 1..24),
    ) {
        let policy = organisation(&edges, &seats);
        let mut line =
            Line { policy, state: State::default(), now: ist("2026-12-01 10:00"), numbers: 0, sms: Vec::new(), moves: 0 };
        line.register(category);
        for step in steps {
            line.play(step);
        }
    }
}

/// Merged, a complaint is kept from whom either accuses, and its words with it.
#[test]
fn merged_it_is_kept_from_whom_either_accuses() {
    let policy = lucknow().clone();
    let mut line =
        Line { policy, state: State::default(), now: tuesday(), numbers: 0, sms: Vec::new(), moves: 0 };
    line.play(Step::Registers(Category::Pension));
    line.play(Step::Registers(Category::Pension));
    // The words join the later one, which moves; the earlier does not know.
    line.she("श्रीमती उषा रावत ने रिश्वत मांगी", None);
    let holders = |line: &Line| -> Vec<String> {
        line.state.complaints.iter().map(|complaint| complaint.officer.to_string()).collect()
    };
    assert_eq!(holders(&line), ["pension-north", "dswo-lko"]);
    // An officer whom the later accuses cannot merge it; the one who has it does.
    let usha = ids(&line.policy).iter().position(|id| id.as_str() == "pension-north").unwrap();
    line.play(Step::Merges(usha * 4));
    assert!(line.state.complaints[1].course.merged.is_none());
    let dswo = line.policy.officers.iter_mut().find(|officer| officer.id.as_str() == "dswo-lko").unwrap();
    // The supervisor of the category has no part in the earlier one.
    dswo.role = crate::roster::Role::InCharge;
    line.play(Step::Merges(1));
    assert!(line.state.complaints[1].course.merged.is_some());
    assert_eq!(holders(&line)[0], "dswo-lko", "moved at once");
    assert_eq!(line.sms.last().unwrap().officer.as_str(), "dswo-lko");
}

/// An SMS that waited out a night, or a leave, goes to whoever stands in.
#[test]
fn what_could_not_be_sent_to_one_on_leave_goes_to_the_stand_in() {
    let policy = lucknow().clone();
    let mut line =
        Line { policy, state: State::default(), now: tuesday(), numbers: 0, sms: Vec::new(), moves: 0 };
    line.register(Category::Pension);
    let all = ids(&line.policy);
    let place = |id: &str| all.iter().position(|known| known.as_str() == id).unwrap();
    line.play(Step::GoesOnLeave(place("pension-north"), place("pension-city")));
    line.play(Step::SmsFails(0));
    assert_eq!(line.sms.last().unwrap().officer.as_str(), "pension-city");
    line.play(Step::SmsFails(0));
    assert_ne!(line.sms.last().unwrap().officer.as_str(), "pension-city");
}
