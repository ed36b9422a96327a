//! Registration: the law's worked examples, who answers, and drafts left alone.

use super::*;
use crate::message::MessageKind;
use crate::testing::{Helpline, ist};
use crate::testing_words::heard;

#[test]
fn each_category_has_its_limit_and_its_officer() {
    for (category, filed, due, officer) in [
        (Category::Certificate, "2026-12-01 10:00", "2026-12-07 17:00", "tehsildar-sadar"),
        (Category::Certificate, "2026-12-01 23:59", "2026-12-07 17:00", "tehsildar-sadar"),
        (Category::Scheme, "2026-12-01 10:00", "2026-12-07 17:00", "protection-officer"),
        (Category::Department, "2026-12-01 10:00", "2026-12-07 17:00", "dept-nodal"),
        (Category::Other, "2026-12-01 10:00", "2026-12-07 17:00", "cell-1"),
        (Category::Pension, "2026-12-02 10:00", "2026-12-14 17:00", "pension-city"),
        (Category::Violence, "2026-12-01 10:00", "2026-12-02 10:00", "duty-1"),
        (Category::Violence, "2026-12-06 03:00", "2026-12-07 03:00", "duty-6"),
        // Christmas is a Friday; the 26th is an open Saturday.
        (Category::Scheme, "2026-12-20 10:00", "2026-12-26 17:00", "protection-officer"),
    ] {
        let mut line = Helpline::at(ist(filed));
        line.register(category);
        let complaint = line.complaint();
        assert_eq!(
            (complaint.due_at, complaint.officer.as_str()),
            (ist(due), officer),
            "{category} on {filed}"
        );
        assert_eq!(line.told_officers(), [(Notice::Assigned, officer.to_owned())]);
        assert_eq!(line.happenings(), [Happening::Registered, Happening::Assigned]);
        let counted = deadline(crate::policy::tests::lucknow(), category, ist(filed));
        let said = line.told_her();
        let text = &said.first().expect("an answer").text;
        assert!(text.contains(complaint.reference.as_str()));
        assert!(text.contains(&counted.explain(crate::Language::Hindi)), "{text}");
    }
}

/// The terms in force are frozen into the complaint.
#[test]
fn the_terms_are_frozen() {
    let mut line = Helpline::new();
    line.register(Category::Pension);
    let policy = crate::policy::tests::lucknow();
    assert_eq!(line.complaint().terms, policy.sla(Category::Pension));
    assert_eq!(line.complaint().policy_version, policy.version);
    assert_eq!((line.complaint().version, line.complaint().level), (1, EscalationLevel::OFFICER));
}

/// What she began and left is registered as it stands, not a minute early.
#[test]
fn a_draft_left_alone() {
    for (writes, taps, minutes, category) in [
        ("मेरी सुनिए", None, 30, Category::Other),
        ("मेरी सुनिए", Some("category:pension"), 30, Category::Pension),
        ("bachao", None, 5, Category::Violence),
        ("bachao", Some("category:scheme"), 5, Category::Scheme),
    ] {
        let mut line = Helpline::new();
        line.she_writes(writes);
        taps.into_iter().for_each(|choice| drop(line.she_taps(choice)));
        line.wait(minutes - 1);
        assert!(line.sweep().iter().all(Decision::is_empty), "{writes} after {minutes} - 1");
        line.wait(1);
        line.sweep();
        let complaint = line.complaint();
        assert_eq!((complaint.category, complaint.registered_at), (category, line.now), "{writes}");
        assert_eq!(line.history.first().map(|entry| entry.actor.clone()), Some(Actor::Clock));
        let reference = Some(complaint.reference.clone());
        assert!(line.kept.iter().all(|kept| kept.complaint == reference), "her first message counts");
        assert!(line.sweep().iter().all(Decision::is_empty), "once");
    }
}

/// Each message of hers winds the draft's clock again.
#[test]
fn a_draft_that_she_goes_on_with_waits() {
    let mut line = Helpline::new();
    line.she_writes("मेरी सुनिए");
    for _ in 0..3 {
        line.wait(29);
        line.she_sends("", |message| message.kind = MessageKind::Audio);
        assert!(line.sweep().iter().all(Decision::is_empty));
    }
    line.wait(30);
    line.sweep();
    assert_eq!(line.complaint().category, Category::Other);
}

#[test]
fn nothing_is_made_of_nothing() {
    let mut line = Helpline::new();
    line.she_writes("english");
    line.wait(31);
    let decisions = line.sweep();
    assert_eq!(decisions.len(), 1);
    assert!(decisions.iter().all(|decision| decision.effects.is_empty()), "dropped in silence");
    assert!(line.state.complaints.is_empty());
    assert_eq!(line.state.complainant.as_ref().and_then(|her| her.draft.clone()), None);
    // What she cancelled is not registered either.
    line.she_writes("मेरी पेंशन तीन महीने से बंद है");
    line.she_writes("cancel");
    line.wait(60);
    line.sweep();
    assert!(line.state.complaints.is_empty());
}

/// A second tap on 'register' shows what the first one did.
#[test]
fn registered_once() {
    let mut line = Helpline::new();
    line.register(Category::Pension);
    let again = line.she_taps("register:yes");
    assert_eq!(again.iter().map(heard).collect::<Vec<_>>(), ["status"]);
    assert_eq!(line.state.complaints.len(), 1);
}

/// A name of a place in her words settles where, and who answers.
#[test]
fn her_words_say_where() {
    let mut line = Helpline::new();
    line.she_writes("मलिहाबाद में मेरा जाति प्रमाण पत्र दो महीने से अटका है");
    line.she_taps("category:certificate");
    line.she_taps("register:yes");
    let complaint = line.complaint();
    let area = complaint.area.as_ref().map(crate::AreaId::as_str);
    assert_eq!((area, complaint.officer.as_str()), (Some("malihabad"), "tehsildar-malihabad"));
}
