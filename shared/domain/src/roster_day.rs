//! Who is on, hour by hour, on one day: the weekly roster with its leave,
//! stand-ins, overrides and swaps.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use crate::calendar::ist_at;
use crate::policy::Policy;
use crate::roster::{DAY, Officer};
use crate::roster_dated::Roster;

/// Some hours of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours<'a> {
    /// The first minute of the day.
    pub from: u16,
    /// The first minute after it.
    pub to: u16,
    /// Who is on; `None` where nobody is.
    pub officer: Option<&'a Officer>,
}

/// The day from midnight to midnight, in as few pieces as it has.
#[must_use]
pub fn of_day(policy: &Policy, day: NaiveDate, roster: Roster) -> Vec<Hours<'_>> {
    let mut hours: Vec<Hours<'_>> = Vec::new();
    let borders = borders(policy, roster);
    let ends = borders.iter().skip(1).copied().chain([DAY]);
    for (from, to) in borders.iter().copied().zip(ends) {
        let reach = policy.reach(ist_at(day, NaiveTime::MIN) + TimeDelta::minutes(from.into()));
        let officer = match roster {
            Roster::Duty => reach.duty_officer(),
            Roster::Sitting => reach.sitting_officer(),
        };
        let id = officer.map(|officer| &officer.id);
        match hours.last_mut() {
            Some(last) if last.officer.map(|officer| &officer.id) == id => last.to = to,
            _ => hours.push(Hours { from, to, officer }),
        }
    }
    hours
}

/// The minutes of a day at which somebody else may be on.
fn borders(policy: &Policy, roster: Roster) -> Vec<u16> {
    let shifts = policy.roster.shifts(roster).iter().flat_map(|shift| [shift.from, shift.to]);
    let overrides = policy.roster.overrides.iter().flat_map(|entry| [entry.from, entry.to]);
    let mut borders: Vec<u16> = shifts.chain(overrides).map(|minute| minute % DAY).chain([0]).collect();
    borders.sort_unstable();
    borders.dedup();
    borders
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::tests::lucknow;
    use crate::roster_dated::Override;

    /// Minute by minute it is what the clock finds.
    #[test]
    fn the_pieces_are_the_minutes() {
        let mut policy = lucknow().clone();
        let day: NaiveDate = "2026-12-02".parse().unwrap();
        let officer = policy.officers().last().unwrap().id.clone();
        policy.roster.overrides.push(Override {
            roster: Roster::Duty,
            date: day,
            from: 605,
            to: 725,
            officer,
        });
        for roster in [Roster::Duty, Roster::Sitting] {
            let hours = of_day(&policy, day, roster);
            assert_eq!((hours[0].from, hours.last().unwrap().to), (0, DAY));
            assert!(
                hours.windows(2).all(|pair| pair[0].to == pair[1].from && pair[0].officer != pair[1].officer)
            );
            for minute in 0..DAY {
                let reach = policy.reach(ist_at(day, NaiveTime::MIN) + TimeDelta::minutes(minute.into()));
                let on = match roster {
                    Roster::Duty => reach.duty_officer(),
                    Roster::Sitting => reach.sitting_officer(),
                };
                let piece = hours.iter().find(|piece| piece.from <= minute && minute < piece.to).unwrap();
                assert_eq!(piece.officer, on, "{roster:?} {minute}");
            }
        }
    }
}
