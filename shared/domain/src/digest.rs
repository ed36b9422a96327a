//! The morning's digests: to each officer what is due today and what is over
//! its limit; to the District Magistrate the day in numbers. Out of the open
//! list and of what was counted; nobody who is accused is counted a case for.

use chrono::{DateTime, TimeDelta, Utc};

use crate::calendar::ist_date;
use crate::case_row::CaseRow;
use crate::effect::{Effect, ListNotice, ListSms};
use crate::ids::OfficerId;
use crate::policy::Policy;
use crate::roster::Officer;
use crate::small_numbers::{Shown, hide_in_line};
use crate::tally::{Counted, Row};

/// An officer who has not acknowledged a complaint for so long is silent.
const SILENT_AFTER: TimeDelta = TimeDelta::hours(24);

/// Whether a line is with this officer now: the one answerable or a stand-in,
/// and whoever it has climbed to. Never one whom it accuses.
#[must_use]
pub fn is_with(row: &CaseRow, officer: &OfficerId, policy: &Policy, now: DateTime<Utc>) -> bool {
    let reach = policy.reach_for(&row.accused, false, now);
    if reach.bars(officer) {
        return false;
    }
    row.officer == *officer
        || reach.in_post(&row.officer).is_some_and(|it| it.id == *officer)
        || (row.level.number() > 0 && reach.at_level(row.category, row.level).id == *officer)
}

/// What an officer is told in the morning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerDigest {
    /// Who.
    pub officer: OfficerId,
    /// Open, and due before the day is over.
    pub due_today: u32,
    /// Open, and over the limit.
    pub overdue: u32,
}

/// Each officer's digest, of those for whom there is something to say and whose
/// office is open today.
#[must_use]
pub fn for_officers(open: &[CaseRow], policy: &Policy, now: DateTime<Utc>) -> Vec<OfficerDigest> {
    let works = |officer: &&Officer| {
        officer.active && policy.calendar_of(Some(&officer.office)).is_working_day(ist_date(now))
    };
    let digest = |officer: &Officer| {
        let theirs = || open.iter().filter(|row| is_with(row, &officer.id, policy, now));
        let today = |row: &&CaseRow| !row.is_overdue(now) && ist_date(row.due_at) == ist_date(now);
        OfficerDigest {
            officer: officer.id.clone(),
            due_today: number(theirs().filter(today).count()),
            overdue: number(theirs().filter(|row| row.is_overdue(now)).count()),
        }
    };
    let below = policy.officers().filter(|officer| officer.id != policy.dm().id).filter(works);
    below.map(digest).filter(|digest| digest.due_today + digest.overdue > 0).collect()
}

/// A week in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Week {
    /// Registered.
    pub new: u32,
    /// Said to be disposed of.
    pub disposed: u32,
    /// Disposals that she or a call-back said to be untrue.
    pub untrue: u32,
}

/// What the District Magistrate is told in the morning. Holds no reference and
/// nothing of hers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DmDigest {
    /// The last 24 hours.
    pub day: Week,
    /// Open and over their limit.
    pub overdue: u32,
    /// The last seven days, and the seven before them.
    pub weeks: [Week; 2],
    /// Officers with complaints that they have not acknowledged for a day, and
    /// with how many; small numbers hidden.
    pub silent: Vec<(OfficerId, Shown)>,
}

/// The District Magistrate's digest. `counted` are the rows of at least the last
/// fourteen days.
#[must_use]
pub fn for_dm(open: &[CaseRow], counted: &[Row], policy: &Policy, now: DateTime<Utc>) -> DmDigest {
    let dm = &policy.dm().id;
    let seen = |row: &&CaseRow| !policy.reach_for(&row.accused, false, now).bars(dm);
    let since = |from: i64, to: i64| week(counted, now - TimeDelta::days(from), now - TimeDelta::days(to));
    let overdue = open.iter().filter(seen).filter(|row| row.is_overdue(now)).count();
    DmDigest {
        day: since(1, 0),
        overdue: number(overdue),
        weeks: [since(7, 0), since(14, 7)],
        silent: silent(open, policy, now),
    }
}

fn week(counted: &[Row], from: DateTime<Utc>, to: DateTime<Utc>) -> Week {
    let count = |kinds: &[Counted]| {
        let within = counted.iter().filter(|row| row.at >= from && row.at < to);
        number(within.filter(|row| kinds.contains(&row.counted)).count())
    };
    Week {
        new: count(&[Counted::Registered]),
        disposed: count(&[Counted::DisposedInTime, Counted::DisposedLate]),
        untrue: count(&[Counted::Denied, Counted::CalledBackUntrue]),
    }
}

fn silent(open: &[CaseRow], policy: &Policy, now: DateTime<Utc>) -> Vec<(OfficerId, Shown)> {
    let is_silent = |row: &&CaseRow| {
        row.acknowledged_at.is_none() && now.signed_duration_since(row.registered_at) >= SILENT_AFTER
    };
    let of =
        |officer: &Officer| open.iter().filter(is_silent).filter(|row| row.officer == officer.id).count();
    let found: Vec<(OfficerId, u64)> = policy
        .officers()
        .map(|officer| (officer.id.clone(), of(officer) as u64))
        .filter(|(_, count)| *count > 0)
        .collect();
    let counts: Vec<u64> = found.iter().map(|(_, count)| *count).collect();
    found.into_iter().map(|(officer, _)| officer).zip(hide_in_line(&counts)).collect()
}

/// The SMS of a morning. The District Magistrate hears daily, if there is
/// anything to hear.
#[must_use]
pub fn effects(officers: &[OfficerDigest], dm: &DmDigest, policy: &Policy) -> Vec<Effect> {
    let sms = |notice, officer: &OfficerId, numbers| {
        Effect::SendList(ListSms { notice, officer: officer.clone(), numbers })
    };
    let mut effects: Vec<Effect> = officers
        .iter()
        .map(|it| sms(ListNotice::DigestOfficer, &it.officer, vec![it.due_today, it.overdue]))
        .collect();
    if dm.day != Week::default() || dm.overdue > 0 || !dm.silent.is_empty() {
        effects.push(sms(ListNotice::DigestDm, &policy.dm().id, vec![dm.day.new, dm.overdue]));
    }
    effects
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "tests/digest.rs"]
mod tests;
