//! The time limit of a category and the ladder that a missed limit climbs,
//! as data: small enough to be frozen into each complaint.
//!
//! The limits are those that the Lucknow administration published (violence:
//! immediate; schemes and certificates 5 days; pension 10); the ladder is the
//! policy's own.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::EscalationLevel;
use crate::ladder_step::Step;

/// What one complaint is owed: frozen into it at registration, so that a later
/// edit of the policy never rewrites it. Under 200 bytes as JSON where its steps
/// are the plain ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlaPolicy {
    /// By when it is to be disposed of.
    #[serde(rename = "l")]
    pub limit: Limit,
    /// Who hears, and when, of a missed disposal; counted from `due_at`.
    #[serde(rename = "d")]
    pub disposal: Ladder,
    /// Minutes within which the SMS that hands it to an officer is to be taken by
    /// its carrier (violence only); one that is not goes to the next person.
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    pub notified_minutes: Option<u32>,
    /// By when the officer is to acknowledge it (violence only).
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub acknowledge: Option<Milestone>,
    /// By when the officer is to have acted first (violence only).
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub first_action: Option<Milestone>,
    /// Hours before `due_at` at which the officer is reminded.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub reminder_hours: Option<u16>,
    /// Hours between the notices to the District Magistrate once the ladder has
    /// been climbed; none where there are no more.
    #[serde(rename = "y", default, skip_serializing_if = "Option::is_none")]
    pub repeat_hours: Option<u16>,
}

/// A time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Limit {
    /// So many calendar days; the day of filing is not counted.
    #[serde(rename = "c")]
    CalendarDays(u16),
    /// So many working days; the day of filing is not counted.
    #[serde(rename = "w")]
    WorkingDays(u16),
    /// So many hours on the continuous clock.
    #[serde(rename = "h")]
    Hours(u16),
}

impl Limit {
    /// Its number, whatever the unit.
    #[must_use]
    pub fn amount(self) -> u16 {
        match self {
            Self::CalendarDays(n) | Self::WorkingDays(n) | Self::Hours(n) => n,
        }
    }

    /// Whether it runs on the continuous clock.
    #[must_use]
    pub fn is_continuous(self) -> bool {
        matches!(self, Self::Hours(_))
    }
}

/// Something owed earlier than disposal, on the continuous clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Minutes after registration within which it is owed.
    #[serde(rename = "m")]
    pub within_minutes: u32,
    /// Who hears, and when, if it is missed; counted from that moment.
    #[serde(rename = "s")]
    pub ladder: Ladder,
}

impl Milestone {
    /// When it is owed, for a complaint registered then.
    #[must_use]
    pub fn due(&self, registered_at: DateTime<Utc>) -> DateTime<Utc> {
        later(registered_at, self.within_minutes)
    }
}

/// The steps to levels 1, 2 and 3 after a missed moment. Each comes later than
/// the one below it; the policy's check sees to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ladder(pub [Step; 3]);

impl Ladder {
    /// Each level with its step, lowest first.
    pub fn steps(&self) -> impl Iterator<Item = (EscalationLevel, &Step)> {
        (1..).map(EscalationLevel::new).zip(&self.0)
    }

    /// The step to this level; `None` for the officer's own.
    #[must_use]
    pub fn step(&self, level: EscalationLevel) -> Option<&Step> {
        self.steps().find(|(at, _)| *at == level).map(|(_, step)| step)
    }

    /// Each level and when it is told, lowest first.
    fn from(&self, missed: DateTime<Utc>) -> impl Iterator<Item = (EscalationLevel, DateTime<Utc>)> {
        self.steps().map(move |(level, step)| (level, later(missed, step.after_minutes)))
    }
}

/// What was missed when a complaint climbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owed {
    /// The officer's acknowledgement.
    Acknowledgement,
    /// The officer's first action.
    FirstAction,
    /// Disposal inside the limit.
    Disposal,
}

/// One step of one ladder: at that time, if it is still owed, that level is
/// told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rung {
    /// When.
    pub at: DateTime<Utc>,
    /// What is owed.
    pub owed: Owed,
    /// Who is told.
    pub level: EscalationLevel,
}

impl Owed {
    /// What its ladder is called in the policy's file.
    #[must_use]
    pub fn ladder_name(self) -> &'static str {
        match self {
            Self::Acknowledgement => "unacknowledged",
            Self::FirstAction => "no_first_action",
            Self::Disposal => "not_disposed",
        }
    }
}

impl SlaPolicy {
    /// Every step of every ladder of a complaint, soonest first. Whoever walks
    /// it leaves out what is no longer owed.
    #[must_use]
    pub fn rungs(&self, registered_at: DateTime<Utc>, due_at: DateTime<Utc>) -> Vec<Rung> {
        let missed = |owed| match owed {
            Owed::Acknowledgement => self.acknowledge.as_ref().map(|it| it.due(registered_at)),
            Owed::FirstAction => self.first_action.as_ref().map(|it| it.due(registered_at)),
            Owed::Disposal => Some(due_at),
        };
        let of = |(owed, ladder): (Owed, &Ladder)| {
            let steps = missed(owed).into_iter().flat_map(|missed| ladder.from(missed));
            steps.map(|(level, at)| Rung { at, owed, level }).collect::<Vec<_>>()
        };
        let mut rungs: Vec<Rung> = self.ladders().flat_map(of).collect();
        rungs.sort_by_key(|rung| (rung.at, rung.owed, rung.level));
        rungs
    }

    /// Every ladder with what is owed, in the order in which it is.
    pub fn ladders(&self) -> impl Iterator<Item = (Owed, &Ladder)> {
        let acknowledge = self.acknowledge.as_ref().map(|it| (Owed::Acknowledgement, &it.ladder));
        let first_action = self.first_action.as_ref().map(|it| (Owed::FirstAction, &it.ladder));
        acknowledge.into_iter().chain(first_action).chain([(Owed::Disposal, &self.disposal)])
    }

    /// The step of that ladder to that level.
    #[must_use]
    pub fn step(&self, owed: Owed, level: EscalationLevel) -> Option<&Step> {
        self.ladders().find(|(of, _)| *of == owed)?.1.step(level)
    }

    /// When the officer is reminded of the limit, if this limit has a reminder.
    #[must_use]
    pub fn reminder_at(&self, due_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let before = TimeDelta::hours(self.reminder_hours?.into());
        Some(due_at.checked_sub_signed(before).unwrap_or(due_at))
    }

    /// When the District Magistrate is told again after a notice at `last`.
    #[must_use]
    pub fn repeat_at(&self, last: DateTime<Utc>) -> Option<DateTime<Utc>> {
        Some(later(last, u32::from(self.repeat_hours?) * 60))
    }
}

/// So many minutes later; at the end of time, no later.
fn later(from: DateTime<Utc>, minutes: u32) -> DateTime<Utc> {
    from.checked_add_signed(TimeDelta::minutes(minutes.into())).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::category::Category;
    use crate::policy::tests::lucknow;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn check(category: Category, registered: &str, due: &str, expected: &[(&str, Owed, u8)]) {
        let rungs = lucknow().sla(category).rungs(at(registered), at(due));
        let rungs: Vec<_> = rungs.iter().map(|rung| (rung.at, rung.owed, rung.level.number())).collect();
        let expected: Vec<_> = expected.iter().map(|(time, owed, level)| (at(time), *owed, *level)).collect();
        assert_eq!(rungs, expected, "{category}");
    }

    #[test]
    fn each_step_has_its_time() {
        use Owed::{Acknowledgement as Ack, Disposal as Dis, FirstAction as Act};
        let violence = [
            ("2026-12-01T10:15:00Z", Ack, 1),
            ("2026-12-01T10:30:00Z", Ack, 2),
            ("2026-12-01T10:45:00Z", Ack, 3),
            ("2026-12-01T12:00:00Z", Act, 1),
            ("2026-12-01T12:15:00Z", Act, 2),
            ("2026-12-01T12:30:00Z", Act, 3),
            ("2026-12-02T10:00:00Z", Dis, 1),
            ("2026-12-02T10:15:00Z", Dis, 2),
            ("2026-12-02T10:30:00Z", Dis, 3),
        ];
        check(Category::Violence, "2026-12-01T10:00:00Z", "2026-12-02T10:00:00Z", &violence);
        let days = [
            ("2026-12-07T11:30:00Z", Dis, 1),
            ("2026-12-08T11:30:00Z", Dis, 2),
            ("2026-12-09T11:30:00Z", Dis, 3),
        ];
        for category in [Category::Scheme, Category::Certificate, Category::Department, Category::Other] {
            check(category, "2026-12-01T04:30:00Z", "2026-12-07T11:30:00Z", &days);
        }
    }

    #[test]
    fn reminder_and_repeats() {
        let due = at("2026-12-07T11:30:00Z");
        let certificate = lucknow().sla(Category::Certificate);
        assert_eq!(certificate.reminder_at(due), Some(at("2026-12-06T11:30:00Z")));
        assert_eq!(certificate.repeat_at(due), Some(at("2026-12-08T11:30:00Z")));
        assert_eq!(lucknow().sla(Category::Violence).reminder_at(due), None);
    }

    #[test]
    fn the_end_of_time_is_no_panic() {
        let sla = lucknow().sla(Category::Violence);
        let end = DateTime::<Utc>::MAX_UTC;
        assert!(sla.rungs(end, end).iter().all(|rung| rung.at == end));
        assert_eq!(sla.repeat_at(end), Some(end));
        assert!(lucknow().sla(Category::Pension).reminder_at(DateTime::<Utc>::MIN_UTC).is_some());
    }

    #[test]
    fn a_frozen_policy_is_small_and_comes_back() {
        for category in Category::ALL {
            let sla = lucknow().sla(category);
            let json = serde_json::to_string(&sla).unwrap();
            assert!(json.len() < 200, "{category}: {} bytes", json.len());
            assert_eq!(serde_json::from_str::<SlaPolicy>(&json).unwrap(), sla);
        }
    }
}
