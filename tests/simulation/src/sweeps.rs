//! When the sweeper runs, and how: once, twice, twice at the same time, or not.

use crate::rng::Rng;

/// What happens at one minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// As it should.
    Once,
    /// Twice, one after the other.
    Twice,
    /// Twice at the same time, step by step between each other.
    Overlapping,
    /// Not at all.
    Skipped,
    /// Not at all, as in the minutes around it.
    Outage,
}

/// Out of a million minutes so many begin an outage: one in about three weeks.
const OUTAGES: u64 = 30;
/// Minutes of the longest outage: 24 hours.
const LONGEST: u64 = 24 * 60;

/// The runs of all minutes.
#[derive(Debug)]
pub struct Sweeps {
    runs: Vec<Run>,
    /// For each minute the first one, from it on, that is swept.
    next: Vec<u32>,
}

impl Sweeps {
    /// 1 % doubled, 1 % skipped, 0.1 % overlapping, and outages. The last day is
    /// free of outages, so that what is due at the end is seen.
    #[must_use]
    pub fn plan(minutes: u32, rng: &mut Rng) -> Self {
        let mut runs = Vec::with_capacity(minutes as usize);
        let mut out = 0;
        for minute in 0..minutes {
            if out == 0 && minute + 1440 < minutes && rng.in_a_million(OUTAGES) {
                out = 1 + rng.below(LONGEST);
            }
            out = if minute + 1440 < minutes { out } else { 0 };
            runs.push(match rng.below(1_000) {
                _ if out > 0 => Run::Outage,
                0..=9 => Run::Twice,
                10..=19 => Run::Skipped,
                20 => Run::Overlapping,
                _ => Run::Once,
            });
            out = out.saturating_sub(1);
        }
        let mut next = vec![minutes; runs.len() + 1];
        for minute in (0..minutes).rev() {
            let at = minute as usize;
            let swept = !matches!(runs[at], Run::Skipped | Run::Outage);
            next[at] = if swept { minute } else { next[at + 1] };
        }
        Self { runs, next }
    }

    /// What happens at this minute.
    #[must_use]
    pub fn run(&self, minute: u32) -> Run {
        self.runs.get(minute as usize).copied().unwrap_or(Run::Skipped)
    }

    /// The first swept minute from this one on; `None` if there is none any more.
    #[must_use]
    pub fn from(&self, minute: u32) -> Option<u32> {
        let next = *self.next.get(minute as usize)?;
        ((next as usize) < self.runs.len()).then_some(next)
    }

    /// How many minutes ran so.
    #[must_use]
    pub fn count(&self, run: Run) -> usize {
        self.runs.iter().filter(|it| **it == run).count()
    }
}
