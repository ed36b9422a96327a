//! Virtual years of minutes: the real `decide` under a sweeper that is doubled,
//! skipped, overlapped and out for up to a day, against an oracle that is
//! written from the policy's words.
//!
//! What is not played here: that SNS takes an SMS and the function dies before
//! it marks it, which sends it twice by design (the journeys play it).

pub mod oracle;
pub mod rng;
pub mod store;
pub mod story;
pub mod sweeps;
pub mod world;

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};
use domain::policy::Policy;

use crate::oracle::{Line, Minute};
use crate::rng::Rng;
use crate::sweeps::{Run, Sweeps};
use crate::world::{Case, Sent, World};

/// Out of a million minutes in so many a woman registers a complaint: four a day.
const REGISTRATIONS: u64 = 2_778;
/// In the last so many days nobody registers, so that ladders are seen to their top.
const QUIET_END: Minute = 30 * 24 * 60;
/// India is ahead of UTC by so many minutes.
const IST_AHEAD: i64 = 330;

/// What a simulation found.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Report {
    /// Of which chance.
    pub seed: u64,
    /// Minutes that passed, all of them run.
    pub minutes: u32,
    /// Runs by kind: once, twice, overlapping, skipped, in outages.
    pub runs: [usize; 5],
    /// Complaints registered.
    pub complaints: usize,
    /// Steps that the clock took: lines it wrote.
    pub steps: usize,
    /// SMS recorded for officers.
    pub sms: usize,
    /// Of them, held until the end of the quiet hours.
    pub held: usize,
    /// Commits that met another's.
    pub conflicts: u64,
    /// Functions that died between commit and send.
    pub deaths: u64,
    /// Steps or SMS that should have been and were not.
    pub missed: usize,
    /// Steps or SMS that were more than once.
    pub doubled: usize,
    /// Steps or SMS before their time.
    pub early: usize,
    /// Steps or SMS after the first sweep at which they were due.
    pub late: usize,
    /// The first fault in words.
    pub first_fault: Option<String>,
}

impl Report {
    /// Whether everything was as it should be.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.missed + self.doubled + self.early + self.late == 0
    }

    fn fault(&mut self, what: impl FnOnce() -> String) {
        if self.first_fault.is_none() {
            self.first_fault = Some(what());
        }
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [once, twice, overlapping, skipped, outage] = self.runs;
        writeln!(f, "seed {}, {} minutes, every one run", self.seed, self.minutes)?;
        writeln!(
            f,
            "sweeps: {once} once, {twice} doubled, {overlapping} overlapping, {skipped} skipped, {outage} in outages"
        )?;
        writeln!(f, "{} complaints, {} steps of the clock, {} SMS", self.complaints, self.steps, self.sms)?;
        writeln!(
            f,
            "{} SMS held for the morning, {} conflicts, {} deaths before a send",
            self.held, self.conflicts, self.deaths
        )?;
        write!(
            f,
            "{} missed, {} doubled, {} early, {} late",
            self.missed, self.doubled, self.early, self.late
        )?;
        self.first_fault.as_ref().map_or(Ok(()), |fault| write!(f, "\nfirst fault: {fault}"))
    }
}

/// Plays so many minutes and holds everything against the oracle.
#[must_use]
pub fn simulate(policy: &Policy, start: DateTime<Utc>, minutes: u32, seed: u64) -> Report {
    let mut rng = Rng::new(seed);
    let sweeps = Sweeps::plan(minutes, &mut rng);
    let mut world = World::new(policy, start, rng.draw());
    for minute in 0..minutes {
        if minute + QUIET_END < minutes && rng.in_a_million(REGISTRATIONS) {
            world.registers(minute);
        }
        world.minute_passes(minute, sweeps.run(minute));
    }
    judge(&world, &sweeps, start, Report { seed, minutes, ..Report::default() })
}

/// So many years from a date, in minutes.
#[must_use]
pub fn years(start: DateTime<Utc>, years: i32) -> u32 {
    let end = start.with_year(start.year() + years).unwrap_or(start);
    u32::try_from((end - start).num_minutes()).unwrap_or(u32::MAX)
}

fn judge(world: &World<'_>, sweeps: &Sweeps, start: DateTime<Utc>, mut report: Report) -> Report {
    report.runs =
        [Run::Once, Run::Twice, Run::Overlapping, Run::Skipped, Run::Outage].map(|it| sweeps.count(it));
    report.complaints = world.cases.iter().filter(|case| case.registered.is_some()).count();
    (report.conflicts, report.deaths) = (world.conflicts, world.deaths);
    for (woman, case) in world.cases.iter().enumerate() {
        judge_lines(woman, case, sweeps, &mut report);
    }
    for sent in world.sms.values() {
        let violence = world.cases.get(sent.woman).is_some_and(|case| case.violence);
        judge_sms(sent, violence, sweeps, start, &mut report);
    }
    report
}

/// A complaint's lines against those that must be there.
fn judge_lines(woman: usize, case: &Case, sweeps: &Sweeps, report: &mut Report) {
    let Some(registered) = case.registered else {
        report.missed += 1;
        return report.fault(|| format!("case {woman} was never registered"));
    };
    let facts = case.facts.clone();
    let complaint = oracle::Complaint { violence: case.violence, registered, due: case.due, facts };
    let expected = oracle::expected(&complaint, sweeps, report.minutes);
    report.steps += case.lines.len();
    if expected == case.lines {
        return;
    }
    let (want, have) = (times(&expected), times(&case.lines));
    for (line, want) in &want {
        let have = have.get(line).map_or(&[][..], Vec::as_slice);
        report.missed += want.len().saturating_sub(have.len());
        report.early += want.iter().zip(have).filter(|(want, have)| have < want).count();
        report.late += want.iter().zip(have).filter(|(want, have)| have > want).count();
    }
    for (line, have) in &have {
        report.doubled += have.len().saturating_sub(want.get(line).map_or(0, Vec::len));
    }
    report.fault(|| format!("case {woman}: {complaint:?}\n  must: {expected:?}\n  is:   {:?}", case.lines));
}

fn times(lines: &[(Minute, Line)]) -> BTreeMap<Line, Vec<Minute>> {
    let mut times: BTreeMap<Line, Vec<Minute>> = BTreeMap::new();
    for (at, line) in lines {
        times.entry(*line).or_default().push(*at);
    }
    times
}

/// An SMS is sent once, not before its time, and no later than the first sweep
/// that could (after a death: the first sweep after the lease).
fn judge_sms(sent: &Sent, violence: bool, sweeps: &Sweeps, start: DateTime<Utc>, report: &mut Report) {
    let clock = start + TimeDelta::minutes(i64::from(sent.decided) + IST_AHEAD);
    let clock = clock.hour() * 60 + clock.minute();
    let routine = matches!(sent.sms.notice.as_str(), "reminder" | "breach" | "unacknowledged" | "daily");
    let may = oracle::may_go(violence, routine, sent.decided, clock);
    let must = sweeps.from(may.max(sent.decided + 1));
    report.sms += 1;
    report.held += usize::from(may > sent.decided);
    let fault = match (sent.sent.as_slice(), must) {
        ([], None) => return,
        ([], Some(_)) => &mut report.missed,
        ([at], _) if *at < may => &mut report.early,
        ([at], must) if must.is_some_and(|must| *at > must) => &mut report.late,
        ([_], _) => return,
        _ => &mut report.doubled,
    };
    *fault += 1;
    report.fault(|| format!("{sent:?}: not before {may}, by {must:?}"));
}
