//! What is counted is what happened.

use proptest::prelude::*;

use super::*;
use crate::complaint::Outcome;
use crate::event::Action;
use crate::policy::tests::lucknow;
use crate::same_matter::SameMatter;
use crate::testing::{Helpline, ist};

fn told(line: &Helpline) -> Vec<String> {
    let minutes = |row: &Row| row.minutes.map(|it| format!(" {it}")).unwrap_or_default();
    line.rows.iter().map(|row| format!("{}{}", row.counted, minutes(row))).collect()
}

#[test]
fn a_life_is_counted_line_by_line() {
    let mut line = Helpline::at(ist("2026-12-01 10:00"));
    line.register(Category::Scheme);
    line.wait(90);
    line.officer_does(Action::Acknowledge).unwrap();
    line.officer_disposes();
    line.she_writes("नहीं");
    line.wait(60 * 24 * 60);
    line.officer_disposes();
    line.she_writes("हाँ");
    let expected = [
        "registered",
        "acknowledged 90",
        "disposed_in_time",
        "denied",
        "escalated_1",
        "disposed_late",
        "confirmed",
    ];
    assert_eq!(told(&line), expected);
    let months: Vec<String> = line.rows.iter().map(|row| row.key().month.to_string()).collect();
    assert_eq!((months[0].as_str(), months[6].as_str()), ("2026-12", "2027-01"));
}

#[test]
fn an_action_that_acknowledges_counts_as_that_too() {
    let mut line = Helpline::new();
    line.register(Category::Scheme);
    line.wait(30);
    line.officer_disposes();
    assert_eq!(told(&line), ["registered", "disposed_in_time", "acknowledged 30"]);
}

#[test]
fn counts_read_back_by_name() {
    let mut counts = Counts::default();
    for (n, counted) in Counted::ALL.into_iter().enumerate() {
        assert_eq!(Counted::from_name(counted.as_str()), Some(counted));
        assert_eq!(serde_json::to_string(&counted).unwrap(), format!("\"{counted}\""));
        counts.raise(counted, n as u64);
    }
    counts.acknowledged_minutes = 77;
    assert_eq!(Counts::from_attributes(counts.attributes().chain([("pk", 5)])), counts);
    assert_eq!(counts.of(Counted::Escalated3), 12);
}

#[test]
fn who_left_the_policy_is_counted_without_an_office() {
    assert_eq!(office_of(&OfficerId::new("nobody"), lucknow()), OfficeId::new("none"));
}

/// Something that may happen.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    Registers(Category),
    Says(&'static str),
    Acts(u8),
    Waits(i64),
    Sweeps,
    Merges,
    Separates,
}

/// Any lives of a woman's complaints.
pub(crate) fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        2 => prop::sample::select(Category::ALL.to_vec()).prop_map(Deed::Registers),
        2 => prop::sample::select(vec!["हाँ", "नहीं", "जी नहीं हुआ", "status"]).prop_map(Deed::Says),
        4 => (0..4_u8).prop_map(Deed::Acts),
        2 => (1..20_000_i64).prop_map(Deed::Waits),
        2 => Just(Deed::Sweeps),
        2 => Just(Deed::Merges),
        1 => Just(Deed::Separates),
    ];
    prop::collection::vec(deed, 1..40)
}

/// Plays them.
pub(crate) fn play(line: &mut Helpline, deeds: &[Deed]) {
    for deed in deeds {
        match deed {
            Deed::Registers(category) => {
                line.she_writes("new");
                line.she_writes("मेरी बात सुनिए, बहुत दिन से परेशान हूँ");
                line.she_taps(&format!("category:{category}"));
                line.she_taps("area:sadar");
                line.she_taps("register:yes");
            }
            Deed::Says(text) => drop(line.she_writes(text)),
            Deed::Acts(which) if !line.state.complaints.is_empty() => {
                let text = "देखा".to_owned();
                // An action that is refused counts for nothing.
                let _ = line.officer_does(match which {
                    0 => Action::Acknowledge,
                    1 => Action::FirstAction { text },
                    2 => Action::Note { text },
                    _ => Action::Dispose { outcome: Outcome::Granted, text },
                });
            }
            Deed::Acts(_) => {}
            // By the District Magistrate, who first says why; refused, it counts for nothing.
            Deed::Merges => {
                let two = line.state.complaints.iter().rev().take(2).map(|it| it.reference.clone());
                if let [later, into] = &two.collect::<Vec<_>>()[..] {
                    let text = "देखना है".to_owned();
                    let _ = line.acts("dm-lko", Action::BreakGlass { text });
                    let (dm, text) = (OfficerId::new("dm-lko"), String::new());
                    let action = Action::Merge { into: into.clone(), reason: SameMatter::SameEvent, text };
                    let _ = line.acts_on(later, &dm, action);
                }
            }
            Deed::Separates if !line.state.complaints.is_empty() => {
                let _ = line.acts("dm-lko", Action::Separate { text: "और बात".to_owned() });
            }
            Deed::Separates => {}
            Deed::Waits(minutes) => line.wait(*minutes),
            Deed::Sweeps => drop(line.sweep()),
        }
    }
}

/// How often this stands in the whole history.
fn lines(line: &Helpline, event: Happening) -> u64 {
    line.history.iter().filter(|entry| entry.event == event).count() as u64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_rows_are_the_history(deeds in deeds()) {
        let mut line = Helpline::new();
        play(&mut line, &deeds);
        let mut all = Counts::default();
        for tally in recount(&line.rows) {
            all.add(&tally.counts);
        }
        prop_assert_eq!(all.of(Counted::Registered), lines(&line, Happening::Registered));
        prop_assert_eq!(all.disposed(), lines(&line, Happening::Disposed));
        prop_assert_eq!(all.of(Counted::Confirmed), lines(&line, Happening::Confirmed));
        prop_assert_eq!(all.of(Counted::Denied), lines(&line, Happening::Denied));
        prop_assert_eq!(all.of(Counted::ClosedUnconfirmed), lines(&line, Happening::ClosedUnconfirmed));
        // Both histories say it, and it is one merger.
        prop_assert_eq!(2 * all.of(Counted::Merged), lines(&line, Happening::Merged));
        let merged = line.state.complaints.iter().filter(|it| it.course.merged.is_some()).count() as u64;
        prop_assert_eq!(all.of(Counted::Merged) - all.of(Counted::Separated), merged);
        let climbs = [Counted::Escalated1, Counted::Escalated2, Counted::Escalated3];
        let climbed: u64 = climbs.iter().map(|it| all.of(*it)).sum();
        prop_assert_eq!(climbed, lines(&line, Happening::Escalated));
        let known = line.state.complaints.iter();
        let waits = known.filter_map(|it| Some((it.acknowledged_at? - it.registered_at).num_minutes()));
        let waits: Vec<u64> = waits.map(|minutes| minutes.try_into().unwrap()).collect();
        prop_assert_eq!(all.of(Counted::Acknowledged), waits.len() as u64);
        prop_assert_eq!(all.acknowledged_minutes, waits.iter().sum::<u64>());
    }
}
