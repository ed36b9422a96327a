//! Two complaints of one matter: who answers, what is said, what is undone.

use chrono::TimeDelta;

use super::*;
use crate::complaint::Outcome;
use crate::course::Outside;
use crate::event::Action;
use crate::ids::OfficerId;
use crate::policy::tests::lucknow;
use crate::same_matter::SameMatter;
use crate::testing::{Helpline, ist};

/// She wrote twice, a day apart, about one matter.
fn twice(category: Category) -> (Helpline, Reference, Reference) {
    let mut line = Helpline::new();
    let into = line.register(category);
    line.wait(24 * 60);
    let later = line.registers_again(category);
    (line, into, later)
}

fn find<'a>(line: &'a Helpline, reference: &Reference) -> &'a Complaint {
    line.state.complaint(reference).expect("a complaint")
}

fn same(into: &Reference) -> Action {
    Action::Merge { into: into.clone(), reason: SameMatter::SameEvent, text: String::new() }
}

/// Whoever holds the later one merges it.
fn merges(line: &mut Helpline, into: &Reference, later: &Reference) -> Result<Decision, Refused> {
    let holder = find(line, later).officer.clone();
    line.acts_on(later, &holder, same(into))
}

fn merged(category: Category) -> (Helpline, Reference, Reference) {
    let (mut line, into, later) = twice(category);
    merges(&mut line, &into, &later).expect("they can be merged");
    (line, into, later)
}

fn disposes(line: &mut Helpline, reference: &Reference) {
    let holder = find(line, reference).officer.clone();
    let action = Action::Dispose { outcome: Outcome::Granted, text: "हो गया".to_owned() };
    line.acts_on(reference, &holder, action).expect("it can be disposed of");
}

fn separates(line: &mut Helpline, later: &Reference) {
    let holder = find(line, later).officer.clone();
    line.acts_on(later, &holder, Action::Separate { text: "दूसरी बात है".to_owned() }).expect("separated");
}

fn texts(line: &Helpline) -> Vec<String> {
    line.told_her().into_iter().map(|message| message.text).collect()
}

#[test]
fn both_histories_say_it_and_she_is_told_once_by_numbers_alone() {
    let (mut line, into, later) = twice(Category::Certificate);
    let due = find(&line, &into).due_at;
    let decision = merges(&mut line, &into, &later).unwrap();
    assert_eq!(texts(&line), [crate::texts_merge::together(crate::Language::Hindi, &into, &later)]);
    let told = texts(&line).concat();
    for secret in ["प्रमाण", "शिकायत", "तहसील", "अधिकारी"] {
        assert!(!told.contains(secret), "{secret}");
    }
    let said: Vec<_> =
        decision.history.iter().map(|it| (it.event, &it.reference, it.other.as_ref())).collect();
    assert!(said.contains(&(Happening::Merged, &into, Some(&later))));
    assert!(said.contains(&(Happening::Merged, &later, Some(&into))));
    let by_officer = |it: &crate::complaint::HistoryEntry| matches!(it.actor, Actor::Officer(_));
    assert!(decision.history.iter().all(by_officer));
    assert_eq!(decision.history.iter().filter(|it| it.code.as_deref() == Some("same_event")).count(), 1);
    // The later one stays what it is, and the earlier limit stands.
    assert_eq!((find(&line, &later).status, find(&line, &into).due_at), (Status::Registered, due));
    assert_eq!(find(&line, &later).merged_into(), Some(&into));
    // The same press twice is one, and it cannot be merged again.
    let holder = find(&line, &later).officer.clone();
    assert_eq!(line.acts_on(&later, &holder, same(&into)), Err(Refused::Merged { into: into.clone() }));
    // On the later one nothing can be done but to separate it.
    assert_eq!(crate::officer::offered(lucknow(), find(&line, &later), &holder), ["separate"]);
}

/// Every way in which two cannot be merged, in the order in which it is asked.
#[test]
fn what_is_not_one_matter_is_refused() {
    let check = |expected: Apart,
                 first: Category,
                 second: Category,
                 change: &dyn Fn(&mut Helpline, &Reference, &Reference)| {
        let (mut line, into, _) = {
            let mut line = Helpline::new();
            let into = line.register(first);
            line.wait(60);
            let later = line.registers_again(second);
            (line, into, later)
        };
        let later = line.complaint().reference.clone();
        change(&mut line, &into, &later);
        let dm = OfficerId::new("dm-lko");
        line.acts_on(&later, &dm, Action::BreakGlass { text: "देखना है".to_owned() }).unwrap();
        assert_eq!(line.acts_on(&later, &dm, same(&into)), Err(Refused::Apart(expected)), "{expected:?}");
    };
    let holder = |line: &Helpline, it: &Reference| find(line, it).officer.clone();
    use Category::{Certificate, Pension, Violence};
    check(Apart::NotEarlier, Certificate, Certificate, &|line, into, _| disposes(line, into));
    check(Apart::Category, Certificate, Pension, &|_, _, _| {});
    check(Apart::Violence, Certificate, Violence, &|_, _, _| {});
    check(Apart::Waits, Certificate, Certificate, &|line, _, later| {
        let holder = holder(line, later);
        line.acts_on(later, &holder, Action::Ask { text: "आवेदन संख्या?".to_owned() }).unwrap();
    });
    check(Apart::Waits, Certificate, Certificate, &|line, _, later| {
        let (holder, text) = (holder(line, later), "सौंपा".to_owned());
        let action = Action::HandOff { to: Outside::Police, text, number: None };
        line.acts_on(later, &holder, action).unwrap();
    });
    check(Apart::Full, Certificate, Certificate, &|line, into, _| {
        let full = line.state.complaints.iter_mut().find(|it| it.reference == *into).unwrap();
        full.course.with = (100..100 + MOST_WITH as u64).map(crate::testing::reference).collect();
    });
    // A number that is not hers, and the later one of the two.
    let (mut line, into, later) = twice(Certificate);
    let own = find(&line, &into).officer.clone();
    let stranger = crate::testing::reference(999);
    let refused = Err(Refused::Apart(Apart::NotEarlier));
    assert_eq!(line.acts_on(&later, &own, same(&stranger)), refused);
    assert_eq!(line.acts_on(&into, &own, same(&later)), refused);
    assert_eq!(line.acts_on(&into, &own, same(&into)), refused);
    // Three: the middle one has another with it.
    line.wait(60);
    let third = line.registers_again(Certificate);
    merges(&mut line, &later, &third).unwrap();
    assert_eq!(merges(&mut line, &into, &later), Err(Refused::Apart(Apart::HasOthers)));
    assert_eq!(
        line.acts_on(&later, &own, Action::Reclassify { category: Pension, area: None, text: "x".into() }),
        Err(Refused::Apart(Apart::HasOthers))
    );
}

/// Who has no part in the earlier one, or is kept from it, merges nothing.
#[test]
fn both_must_be_open_to_who_merges() {
    let (mut line, into, later) = twice(Category::Certificate);
    let other = OfficerId::new("duty-1");
    line.acts("adm-lko", Action::Reassign { to: other.clone(), reason: "यहाँ".to_owned() }).unwrap();
    assert_eq!(line.acts_on(&later, &other, same(&into)), Err(Refused::Apart(Apart::NotYours)));
    assert_eq!(line.acts_on(&later, &OfficerId::new("pension-city"), same(&into)), Err(Refused::NotYours));
}

/// Violence with anything else, if the earlier one is violence.
#[test]
fn another_category_joins_violence() {
    let mut line = Helpline::new();
    let into = line.register(Category::Violence);
    line.wait(5);
    let later = line.registers_again(Category::Department);
    let dm = OfficerId::new("dm-lko");
    line.acts_on(&later, &dm, Action::BreakGlass { text: "देखना है".to_owned() }).unwrap();
    line.acts_on(&later, &dm, same(&into)).unwrap();
    assert_eq!(find(&line, &into).category, Category::Violence);
    // Whoever answers for both reads what is new.
    let holder = find(&line, &into).officer.to_string();
    assert!(line.told_officers().contains(&(Notice::Answered, holder)));
}

#[test]
fn the_earlier_one_takes_the_stricter_of_everything() {
    let (mut line, into, later) = twice(Category::Certificate);
    let soon = line.now + TimeDelta::hours(3);
    for complaint in &mut line.state.complaints {
        if complaint.reference == later {
            (complaint.urgent, complaint.minor, complaint.due_at) = (true, true, soon);
            complaint.level = EscalationLevel::new(2);
            complaint.accused = vec![conflict::Accused::Officer(OfficerId::new("pension-city"))];
        }
    }
    let due = find(&line, &into).due_at;
    let decision = merges(&mut line, &into, &later).unwrap();
    let earlier = find(&line, &into);
    assert!(earlier.urgent && earlier.minor);
    assert_eq!((earlier.due_at, earlier.level.number()), (soon, 2));
    assert_eq!(earlier.accused.len(), 1);
    // Nobody on the way up is passed over, and the limit that moved is written down.
    let climbed: Vec<_> = earlier.escalations.iter().map(|it| it.level.number()).collect();
    assert_eq!(climbed, [1, 2]);
    let moved = decision.history.iter().filter_map(|it| it.due).next().unwrap();
    assert_eq!((moved.old, moved.new), (due, soon));
    // Separated, the earlier keeps what it took.
    // The earlier has gone to a woman: who held it has no part in it, the cell has.
    let head = OfficerId::new("adm-lko");
    line.acts_on(&later, &head, Action::BreakGlass { text: "देखना है".to_owned() }).unwrap();
    line.acts_on(&later, &head, Action::Separate { text: "दूसरी बात है".to_owned() }).unwrap();
    assert_eq!((find(&line, &into).due_at, find(&line, &into).level.number()), (soon, 2));
}

/// While merged the earlier climbs alone, each step told once.
#[test]
fn one_ladder_climbs_for_both() {
    let (mut line, into, _) = merged(Category::Certificate);
    let told = line.sweep_until("2026-12-12 18:00");
    assert!(told.len() >= 5, "{told:?}");
    let later_sms = line.all_sms().into_iter().filter(|(_, sms)| sms.reference != into).count();
    assert_eq!(later_sms, 1, "only that it was assigned, before it was merged");
    assert_eq!(find(&line, &into).level, EscalationLevel::TOP);
}

#[test]
fn her_yes_closes_both_and_is_asked_once() {
    let (mut line, into, later) = merged(Category::Certificate);
    disposes(&mut line, &into);
    let asked = texts(&line);
    assert_eq!(asked.len(), 1);
    assert!(asked[0].contains(into.as_str()) && asked[0].contains(later.as_str()), "{asked:?}");
    line.she_writes("हाँ");
    for reference in [&into, &later] {
        assert_eq!(
            (find(&line, reference).status, find(&line, reference).outcome),
            (Status::Closed, Some(Outcome::Granted))
        );
    }
    let counted: Vec<String> = line.rows.iter().map(|row| row.counted.to_string()).collect();
    let expected = ["registered", "registered", "merged", "disposed_in_time", "acknowledged", "confirmed"];
    assert_eq!(counted, expected);
    assert_eq!(line.next_alarm(), None);
}

#[test]
fn her_silence_closes_both_and_a_late_no_opens_both() {
    let (mut line, into, later) = merged(Category::Certificate);
    disposes(&mut line, &into);
    line.sweep_at("2026-12-09 10:00");
    for reference in [&into, &later] {
        assert_eq!(find(&line, reference).status, Status::ClosedUnconfirmed);
    }
    // Said to the later number, it is said of both.
    line.she_taps(&format!("solved_no:{later}"));
    assert_eq!(find(&line, &into).status, Status::InProgress);
    assert_eq!(
        (find(&line, &later).status, find(&line, &later).merged_into()),
        (Status::InProgress, Some(&into))
    );
    assert_eq!(find(&line, &later).level, EscalationLevel::OFFICER);
    assert!(line.next_alarm().is_some());
}

#[test]
fn her_no_opens_the_earlier_and_the_later_was_never_closed() {
    let (mut line, into, later) = merged(Category::Certificate);
    disposes(&mut line, &into);
    let before = find(&line, &later).clone();
    line.she_writes("नहीं");
    assert_eq!((find(&line, &into).status, find(&line, &into).level.number()), (Status::InProgress, 1));
    assert_eq!(*find(&line, &later), before);
}

/// A call-back that finds a claim untrue opens both.
#[test]
fn a_call_back_opens_both() {
    let (mut line, into, later) = merged(Category::Certificate);
    disposes(&mut line, &into);
    line.sweep_at("2026-12-09 10:00");
    let found = crate::course::CallBack::Untrue;
    let action = Action::CallBack { found, text: "नहीं हुआ".to_owned() };
    line.acts_on(&into, &OfficerId::new("adm-lko"), action).unwrap();
    for reference in [&into, &later] {
        assert_eq!(find(&line, reference).status, Status::InProgress);
    }
}

/// Separated, its own clock never stopped: what it missed is climbed then, and
/// not before.
#[test]
fn separated_it_climbs_what_it_missed() {
    let (mut line, into, later) = merged(Category::Certificate);
    let due = find(&line, &later).due_at;
    line.sweep_until("2026-12-09 10:00");
    let merged_steps = find(&line, &later).escalations.len();
    separates(&mut line, &later);
    assert_eq!((find(&line, &later).due_at, merged_steps), (due, 0));
    assert!(find(&line, &into).course.with.is_empty());
    assert_eq!(texts(&line), [crate::texts_merge::apart(crate::Language::Hindi, &later)]);
    line.wait(1);
    line.sweep();
    let own = find(&line, &later);
    assert_eq!((own.level.number(), own.escalations.len()), (2, 2), "its limit was 7 December, 17:00");
    line.sweep_until("2026-12-11 10:00");
    assert_eq!(find(&line, &later).level, EscalationLevel::TOP);
    // Disposed of now, the earlier asks of itself alone.
    disposes(&mut line, &into);
    assert!(!texts(&line).concat().contains(later.as_str()));
}

/// What she writes to either number joins the earlier; 'status' names both.
#[test]
fn her_words_join_the_earlier_and_status_names_both() {
    let (mut line, into, later) = merged(Category::Certificate);
    line.wait(60);
    for words in [format!("{later} का क्या हुआ बताइए"), "कृपया जल्दी कीजिए, बहुत परेशान हूँ".to_owned()]
    {
        line.she_writes(&words);
        assert_eq!(line.kept.last().unwrap().complaint.as_ref(), Some(&into), "{words}");
    }
    let status = line.she_writes("status").remove(0).text;
    assert!(status.contains(into.as_str()) && status.contains(later.as_str()), "{status}");
    assert_eq!(status.matches(later.as_str()).count(), 1, "{status}");
}

/// Outside her 24 hours she is told that there is news, and reads it by '1'.
#[test]
fn outside_the_window_she_reads_it_when_she_writes() {
    let (mut line, into, later) = twice(Category::Certificate);
    line.wait(25 * 60);
    merges(&mut line, &into, &later).unwrap();
    let told = line.told_her();
    assert_eq!(told[0].template.as_ref().unwrap().name, "news_waits");
    let read = line.she_writes("1");
    assert_eq!(read[0].text, crate::texts_merge::together(crate::Language::Hindi, &into, &later));
}

/// If ever the earlier answered no more, the clock sets the later free.
#[test]
fn the_clock_frees_what_nobody_answers_for() {
    let (mut line, into, later) = merged(Category::Certificate);
    // Watched once, nothing is said and it stays as it is.
    line.now = find(&line, &later).course.merged.as_ref().unwrap().watch_at;
    let said = line.all_sms().len();
    line.decide(crate::event::Event::ComplaintAlarmRang { reference: later.clone() }).unwrap();
    assert_eq!((line.all_sms().len(), find(&line, &later).merged_into()), (said, Some(&into)));
    line.state.complaints.retain(|it| it.reference != into);
    line.now = find(&line, &later).course.merged.as_ref().unwrap().watch_at;
    line.decide(crate::event::Event::ComplaintAlarmRang { reference: later.clone() }).unwrap();
    assert_eq!(find(&line, &later).merged_into(), None);
    assert_eq!(line.happenings().last(), Some(&Happening::Separated));
    line.sweep();
    assert_eq!(find(&line, &later).level, EscalationLevel::TOP);
}

/// A failed SMS about the later one goes to nobody: another answers.
#[test]
fn a_failed_sms_about_it_goes_no_further() {
    let (mut line, _, later) = merged(Category::Certificate);
    let sms = line.all_sms().into_iter().find(|(_, sms)| sms.reference == later).unwrap().1.clone();
    let decision = line.decide(crate::event::Event::SmsFailed(sms)).unwrap();
    assert!(decision.effects.is_empty());
    assert_eq!(decision.history[0].event, Happening::OfficerUnreached);
}

/// A pause of the earlier holds nothing of the later back.
#[test]
fn a_pause_of_the_earlier_ends() {
    let (mut line, into, later) = twice(Category::Certificate);
    let holder = find(&line, &into).officer.clone();
    let action =
        Action::Pause {
            text: "कागज़ भेजें".into(), reason: crate::course::PauseReason::Document, days: 3
        };
    line.acts_on(&into, &holder, action).unwrap();
    merges(&mut line, &into, &later).unwrap();
    assert_eq!(find(&line, &into).held_until(), Some(line.now));
    assert!(ist("2026-12-02 10:00") <= line.now);
}
