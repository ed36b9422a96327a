//! What is done once a day: the morning's digests, the roster's gap report.
//!
//! A job has no item in the index of what is due: in its window each sweep
//! looks whether it is done, and only the first of a process asks the table.
//! Outside its window it costs nothing, an idle sweep stays one request, and
//! after an outage or a restored table there is nothing to put right: a digest
//! that half past nine missed is told by the day's first sweep while offices are
//! open. A day without any sweep until they close has none; the ladders do not
//! depend on it.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::CellId;
use domain::calendar::ist;
use domain::case_row::{CaseRow, List};
use domain::digest;
use domain::effect::Effect;
use domain::month::Month;
use domain::policy::Policy;
use domain::roster_gap;
use domain::tally::{Counted, Row};
use serde_json::json;

use crate::deliver;
use crate::lists::{self, Lists};
use crate::log;
use crate::ports::{Outbox, Store, StoreError, World};
use crate::service::{Helpline, LEASE};

/// The District Magistrate's digest looks back so far.
const LOOKS_BACK: TimeDelta = TimeDelta::days(14);
/// What it counts.
const COUNTS: [Counted; 5] = [
    Counted::Registered,
    Counted::DisposedInTime,
    Counted::DisposedLate,
    Counted::Denied,
    Counted::CalledBackUntrue,
];

/// Something that is done once a day in each cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Job {
    /// At 09:30: what is due today and overdue; to the District Magistrate the
    /// day in numbers.
    Digest,
    /// By 18:00: the gaps of tomorrow's roster, to the cell in-charge.
    RosterGap,
}

/// One job of one cell on one day, in India Standard Time.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobOfDay {
    /// Whose.
    pub cell: CellId,
    /// What.
    pub job: Job,
    /// When.
    pub day: NaiveDate,
}

impl Job {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Digest, Self::RosterGap];

    /// The name in the table.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Digest => "digest",
            Self::RosterGap => "roster_gap",
        }
    }

    /// From when until when it is done on a day, in India Standard Time. What was
    /// missed is made up for as long as it is of use: a digest while offices are
    /// open, a quarter of an hour at least; a gap of the roster until the evening.
    fn window(self, policy: &Policy) -> (u16, u16) {
        let at = |hour: u16, minute: u16| hour * 60 + minute;
        match self {
            Self::Digest => (at(9, 30), policy.hours.close.max(at(9, 45))),
            // Half an hour early, and late rather than not at all.
            Self::RosterGap => (at(17, 30), at(21, 30)),
        }
    }

    fn is_time(self, policy: &Policy, now: DateTime<Utc>) -> bool {
        let (from, to) = self.window(policy);
        let since = ist(now).time().signed_duration_since(NaiveTime::MIN).num_minutes();
        (i64::from(from)..i64::from(to)).contains(&since)
    }
}

/// The port that keeps that a job is done.
#[expect(async_fn_in_trait, reason = "one implementation a program; never a trait object")]
pub trait Jobs {
    /// Whether it is done.
    async fn is_done(&self, job: &JobOfDay) -> Result<bool, StoreError>;
    /// Records in one transaction that it is done and what it has to tell;
    /// `None` if another was quicker.
    async fn record(
        &self,
        job: &JobOfDay,
        effects: &[Effect],
        lease_until: DateTime<Utc>,
    ) -> Result<Option<Outbox>, StoreError>;
}

/// Does what the hour asks for, in each cell. One cell's failure is its own; the
/// next sweep tries again.
///
/// # Errors
///
/// [`StoreError`] if no policy can be read.
pub async fn run<S: Store + Lists + Jobs, W: World>(
    helpline: &Helpline<S, W>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let policies = helpline.policies().await?;
    for job in Job::ALL {
        for policy in policies.iter().filter(|policy| job.is_time(policy, now)) {
            let of_day = JobOfDay { cell: policy.cell.id.clone(), job, day: ist(now).date() };
            if helpline.knows_done(&of_day) {
                continue;
            }
            match once(helpline, policy, &of_day, now).await {
                Ok(()) => helpline.learn_done(of_day),
                Err(error) => log::failure("job", &error),
            }
        }
    }
    Ok(())
}

/// One job, unless it is done. The second of two sweeps at once finds it recorded.
async fn once<S: Store + Lists + Jobs, W: World>(
    helpline: &Helpline<S, W>,
    policy: &Policy,
    job: &JobOfDay,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    // The roster lies in the policy: without a gap the table is not asked.
    let report = match job.job {
        Job::RosterGap => roster_gap::report(policy, now),
        Job::Digest => None,
    };
    let nothing = job.job == Job::RosterGap && report.is_none();
    if nothing || helpline.store.is_done(job).await? {
        return Ok(());
    }
    let effects = match job.job {
        Job::Digest => digest_of(&helpline.store, policy, now).await?,
        Job::RosterGap => report.into_iter().collect(),
    };
    let Some(outbox) = helpline.store.record(job, &effects, now + LEASE).await? else { return Ok(()) };
    log::line(&json!({"kind": "job", "job": job.job.as_str(), "sms": effects.len()}));
    if outbox.pending.is_empty() {
        return Ok(());
    }
    for settlement in deliver::deliver_all(helpline, policy, Some(outbox), now).await {
        helpline.store.settle(&settlement).await?;
    }
    Ok(())
}

async fn digest_of<L: Lists>(
    lists: &L,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Vec<Effect>, StoreError> {
    let (open, counted) = read(lists, policy, now).await?;
    let officers = digest::for_officers(&open, policy, now);
    Ok(digest::effects(&officers, &digest::for_dm(&open, &counted, policy, now), policy))
}

/// The open list, and what was counted in the last two weeks.
async fn read<L: Lists>(
    lists: &L,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<(Vec<CaseRow>, Vec<Row>), StoreError> {
    let cell = &policy.cell.id;
    let open = lists::whole(lists, cell, List::Open, None).await?;
    let (this, then) = (Month::of(now), Month::of(now - LOOKS_BACK));
    let months = if this == then { vec![this] } else { vec![then, this] };
    let mut counted = Vec::new();
    for month in months {
        for kind in COUNTS {
            counted.extend(lists::events(lists, cell, month, kind).await?.into_iter().map(|(_, row)| row));
        }
    }
    Ok((open.into_iter().map(|(_, row)| row).collect(), counted))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LUCKNOW: &str = include_str!("../../domain/policy/lucknow.toml");

    fn check(close: &str, now: &str, is: bool) {
        let text = LUCKNOW.replacen("close = \"17:00\"", &format!("close = \"{close}\""), 1);
        let policy = Policy::from_toml(&text).unwrap();
        assert_eq!(Job::Digest.is_time(&policy, now.parse().unwrap()), is, "{now}, close {close}");
    }

    #[test]
    fn a_digest_is_told_from_half_past_nine_until_offices_close() {
        check("17:00", "2026-12-01T03:59:59Z", false);
        check("17:00", "2026-12-01T04:00:00Z", true);
        check("17:00", "2026-12-01T04:15:00Z", true);
        check("17:00", "2026-12-01T11:29:59Z", true);
        check("17:00", "2026-12-01T11:30:00Z", false);
        check("13:00", "2026-12-01T07:30:00Z", false);
        check("13:00", "2026-12-01T18:29:59Z", false);
        check("13:00", "2026-12-01T18:30:00Z", false);
    }
}
