//! Triage against labelled first messages, and rule by rule.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

use proptest::prelude::*;

use super::*;

/// Labelled first messages: id, category, script, text.
const SAMPLES: &str = include_str!("../samples/triage.tsv");

fn samples() -> Vec<(&'static str, Category, &'static str)> {
    SAMPLES
        .lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            (fields[0], Category::from_name(fields[1]).unwrap(), fields[3])
        })
        .collect()
}

#[test]
fn the_samples_are_told_apart() {
    let (mut right, mut hits, mut misses, mut alarms) = (0, 0, 0, 0);
    let samples = samples();
    for (id, label, text) in &samples {
        let said = triage(text);
        if said.category == *label {
            right += 1;
        } else {
            eprintln!("{id}: {label}, not {}: {:?}: {text}", said.category, said.rules);
        }
        match (*label == Category::Violence, said.urgent) {
            (true, true) => hits += 1,
            (true, false) => misses += 1,
            (false, true) => alarms += 1,
            (false, false) => {}
        }
    }
    let share = |part: usize, whole: usize| part as f64 / whole as f64;
    assert!(share(hits, hits + misses) >= 0.99, "violence recall: {misses} missed");
    assert!(share(hits, hits + alarms) >= 0.85, "violence precision: {alarms} false alarms");
    assert!(share(right, samples.len()) >= 0.90, "accuracy: {right} of {}", samples.len());
}

#[test]
#[ignore]
fn extra() {
    let text = std::fs::read_to_string("/tmp/scratch/extra.tsv").unwrap();
    for line in text.lines() {
        let (label, text) = line.split_once('\t').unwrap();
        let said = triage(text);
        if said.category.as_str() != label {
            eprintln!("{label}, not {}: {:?}: {text}", said.category, said.rules);
        }
    }
}
