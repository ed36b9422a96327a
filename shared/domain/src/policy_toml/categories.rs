//! Categories as the policy's authors write them: a limit in days or hours,
//! and ladders in minutes or hours. A step of a ladder is the time after which it
//! comes (`15`), or a table that says whom besides and by what channel:
//! `{ after = 15, also = ["sitting"], by = "whatsapp" }`.

use serde::Deserialize;

use crate::category::{Category, Name};
use crate::ids::OfficerId;
use crate::ladder::{Ladder, Limit, Milestone, Owed, SlaPolicy};
use crate::ladder_step::{Means, Step, Whom};
use crate::policy::{CategoryPolicy, PolicyError};
use crate::policy_area::fold;
use crate::reach::Woman;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCategory {
    id: Category,
    name: Name,
    #[serde(default)]
    words: Vec<String>,
    limit: RawLimit,
    ladder: RawLadder,
    supervisor: OfficerId,
    #[serde(default)]
    woman: Woman,
    reminder_hours_before: Option<u16>,
    daily_after_top: bool,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields)]
struct RawLimit {
    days: Option<u16>,
    count: Option<RawCount>,
    hours: Option<u16>,
    notified_minutes: Option<u32>,
    acknowledge_minutes: Option<u32>,
    first_action_minutes: Option<u32>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum RawCount {
    Calendar,
    Working,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLadder {
    unit: RawUnit,
    unacknowledged: Option<Vec<RawStep>>,
    no_first_action: Option<Vec<RawStep>>,
    not_disposed: Vec<RawStep>,
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "a step of a ladder is a number, or { after = 30, also = [\"sitting\"], by = \"sms\" }, by sms, whatsapp or both"
)]
enum RawStep {
    After(u32),
    Full(RawFullStep),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFullStep {
    /// Without it the step's place counts.
    level: Option<u8>,
    after: u32,
    #[serde(default)]
    also: Vec<Whom>,
    #[serde(default)]
    by: Means,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum RawUnit {
    Minutes,
    Hours,
}

/// One entry for each category, in their order.
pub(super) fn read_categories(
    raw: Vec<RawCategory>,
    errors: &mut Vec<PolicyError>,
) -> Option<[CategoryPolicy; 6]> {
    let mut entries: Vec<_> = raw.into_iter().filter_map(|entry| entry.read(errors)).collect();
    entries.sort_by_key(|entry| entry.category);
    for category in Category::ALL {
        if entries.iter().filter(|entry| entry.category == category).count() != 1 {
            errors.push(PolicyError::CategoryCount(category));
        }
    }
    entries.try_into().ok()
}

impl RawCategory {
    fn read(self, errors: &mut Vec<PolicyError>) -> Option<CategoryPolicy> {
        let sla = self.sla(errors)?;
        Some(CategoryPolicy {
            category: self.id,
            name: self.name,
            words: self.words.iter().map(|word| fold(word)).collect(),
            sla,
            supervisor: self.supervisor,
            woman: self.woman,
        })
    }

    /// What it is owed; `None` where something of it cannot be read.
    fn sla(&self, errors: &mut Vec<PolicyError>) -> Option<SlaPolicy> {
        let category = self.id;
        let mut milestone = |owed, within: Option<u32>, steps: Option<&[RawStep]>| match (within, steps) {
            (Some(within_minutes), Some(steps)) => {
                let ladder = self.ladder.read(category, owed, steps, errors)?;
                Some(Some(Milestone { within_minutes, ladder }))
            }
            (None, None) => Some(None),
            _ => {
                let why = "acknowledgement and first action each need both a limit and a ladder";
                errors.push(PolicyError::Limit { category, why });
                None
            }
        };
        let RawLadder { unacknowledged, no_first_action, not_disposed, .. } = &self.ladder;
        let within = (self.limit.acknowledge_minutes, self.limit.first_action_minutes);
        let acknowledge = milestone(Owed::Acknowledgement, within.0, unacknowledged.as_deref());
        let first_action = milestone(Owed::FirstAction, within.1, no_first_action.as_deref());
        let disposal = self.ladder.read(category, Owed::Disposal, not_disposed, errors);
        let limit = self.limit.read().map_err(|why| errors.push(PolicyError::Limit { category, why })).ok();
        Some(SlaPolicy {
            limit: limit?,
            disposal: disposal?,
            notified_minutes: self.limit.notified_minutes,
            acknowledge: acknowledge?,
            first_action: first_action?,
            reminder_hours: self.reminder_hours_before,
            repeat_hours: self.daily_after_top.then_some(24),
        })
    }
}

impl RawLadder {
    /// The steps by level. Each of the three levels has one, or it is said which
    /// has none.
    fn read(
        &self,
        category: Category,
        owed: Owed,
        steps: &[RawStep],
        errors: &mut Vec<PolicyError>,
    ) -> Option<Ladder> {
        let before = errors.len();
        let mut fault = |why: String| {
            errors.push(PolicyError::Ladder { category, ladder: owed.ladder_name(), why });
        };
        let mut levels: [Option<Step>; 3] = Default::default();
        for (raw, place) in steps.iter().zip(1_u8..) {
            let (level, step) = raw.read(place, self.unit);
            match levels.get_mut(usize::from(level).wrapping_sub(1)) {
                None => fault(format!("a step names level {level}; the levels are {LEVELS}")),
                Some(Some(_)) => fault(format!("level {level} is there twice")),
                Some(empty) => *empty = Some(step),
            }
        }
        for (_, level) in levels.iter().zip(1..).filter(|(step, _)| step.is_none()) {
            let top = if level == 3 { "the last step does not reach the District Magistrate: " } else { "" };
            fault(format!("{top}level {level} is left out; the levels are {LEVELS}"));
        }
        let [Some(one), Some(two), Some(three)] = levels else { return None };
        (errors.len() == before).then_some(Ladder([one, two, three]))
    }
}

/// The levels in a clerk's words.
const LEVELS: &str =
    "1 (the category's supervisor), 2 (who is in charge of the cell) and 3 (the District Magistrate)";

impl RawStep {
    /// Its level and what it says; `place` is where it stands, from 1.
    fn read(&self, place: u8, unit: RawUnit) -> (u8, Step) {
        let minutes = |after: u32| match unit {
            RawUnit::Minutes => after,
            RawUnit::Hours => after.saturating_mul(60),
        };
        match self {
            Self::After(after) => (place, Step { after_minutes: minutes(*after), ..Step::default() }),
            Self::Full(RawFullStep { level, after, also, by }) => {
                let step = Step { after_minutes: minutes(*after), also: also.clone(), by: *by };
                (level.unwrap_or(place), step)
            }
        }
    }
}

impl RawLimit {
    fn read(self) -> Result<Limit, &'static str> {
        match (self.days, self.count, self.hours) {
            (Some(days), Some(RawCount::Calendar), None) => Ok(Limit::CalendarDays(days)),
            (Some(days), Some(RawCount::Working), None) => Ok(Limit::WorkingDays(days)),
            (None, None, Some(hours)) => Ok(Limit::Hours(hours)),
            _ => Err("the limit is either days with count, or hours"),
        }
    }
}
