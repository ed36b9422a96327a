//! Categories as the policy's authors write them: a limit in days or hours,
//! and ladders in minutes or hours.

use serde::Deserialize;

use crate::category::{Category, Name};
use crate::ids::OfficerId;
use crate::ladder::{Ladder, Limit, Milestone, SlaPolicy};
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
    acknowledge_minutes: Option<u32>,
    first_action_minutes: Option<u32>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum RawCount {
    Calendar,
    Working,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields)]
struct RawLadder {
    unit: RawUnit,
    unacknowledged: Option<[u32; 3]>,
    no_first_action: Option<[u32; 3]>,
    not_disposed: [u32; 3],
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
        let sla =
            self.sla().map_err(|why| errors.push(PolicyError::Limit { category: self.id, why })).ok()?;
        Some(CategoryPolicy {
            category: self.id,
            name: self.name,
            words: self.words.iter().map(|word| fold(word)).collect(),
            sla,
            supervisor: self.supervisor,
            woman: self.woman,
        })
    }

    fn sla(&self) -> Result<SlaPolicy, &'static str> {
        let factor = match self.ladder.unit {
            RawUnit::Minutes => 1,
            RawUnit::Hours => 60,
        };
        let ladder = |steps: [u32; 3]| Ladder(steps.map(|step| step.saturating_mul(factor)));
        let milestone = |within: Option<u32>, steps: Option<[u32; 3]>| match (within, steps) {
            (Some(within_minutes), Some(steps)) => {
                Ok(Some(Milestone { within_minutes, ladder: ladder(steps) }))
            }
            (None, None) => Ok(None),
            _ => Err("acknowledgement and first action each need both a limit and a ladder"),
        };
        Ok(SlaPolicy {
            limit: self.limit.read()?,
            disposal: ladder(self.ladder.not_disposed),
            acknowledge: milestone(self.limit.acknowledge_minutes, self.ladder.unacknowledged)?,
            first_action: milestone(self.limit.first_action_minutes, self.ladder.no_first_action)?,
            reminder_hours: self.reminder_hours_before,
            repeat_hours: self.daily_after_top.then_some(24),
        })
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
