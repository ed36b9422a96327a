//! Gaps of a day's roster: where nobody living is named, so that a complaint
//! would fall to whoever is above. Told to the cell in-charge the evening before.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::calendar::{ist_at, ist_date};
use crate::category::{Category, Language};
use crate::effect::{Effect, ListNotice, ListSms};
use crate::ids::{AreaId, OfficerId};
use crate::policy::Policy;
use crate::roster::DAY;
use crate::roster_dated::Roster;

/// A gap of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// From this minute of the day to that one nobody is on duty, or nobody
    /// sits in the women's cell.
    Hours {
        /// Where.
        roster: Roster,
        /// The first minute of the day without anybody.
        from: u16,
        /// The first minute with somebody again.
        to: u16,
    },
    /// A post is empty all day: leave without a stand-in, or nobody in post.
    Post {
        /// Whose post.
        officer: OfficerId,
        /// What they answer for, if it is one category's post.
        category: Option<Category>,
        /// Where, if it is one area's.
        area: Option<AreaId>,
    },
}

/// The gaps of a day in India: duty at every minute, the sitting on working
/// days, NodalOfficers, supervisors and whoever heads the cell.
#[must_use]
pub fn gaps(policy: &Policy, day: NaiveDate) -> Vec<Gap> {
    let mut gaps = hours(policy, day, Roster::Duty, 0..DAY);
    if policy.calendar_of(None).is_working_day(day) {
        let sitting = policy.hours.sitting_from..policy.hours.sitting_to;
        gaps.extend(hours(policy, day, Roster::Sitting, sitting));
    }
    gaps.extend(posts(policy, day));
    gaps
}

fn at(day: NaiveDate, minute: u16) -> DateTime<Utc> {
    ist_at(day, NaiveTime::MIN) + TimeDelta::minutes(minute.into())
}

fn hours(policy: &Policy, day: NaiveDate, roster: Roster, minutes: std::ops::Range<u16>) -> Vec<Gap> {
    let mut found: Vec<(u16, u16)> = Vec::new();
    for minute in minutes {
        let reach = policy.reach(at(day, minute));
        let there = match roster {
            Roster::Duty => reach.duty_officer(),
            Roster::Sitting => reach.sitting_officer(),
        };
        match found.last_mut() {
            _ if there.is_some() => {}
            Some((_, to)) if *to == minute => *to += 1,
            _ => found.push((minute, minute + 1)),
        }
    }
    found.into_iter().map(|(from, to)| Gap::Hours { roster, from, to }).collect()
}

fn posts(policy: &Policy, day: NaiveDate) -> Vec<Gap> {
    // Leave is by whole days, so that any minute of the day tells.
    let reach = policy.reach(at(day, policy.hours.sitting_from));
    let nodal = policy.nodal.iter().map(|it| (&it.officer, Some(it.category), it.area.clone()));
    let supervisors = policy.categories.iter().map(|it| (&it.supervisor, Some(it.category), None));
    let head = (&policy.in_charge, None, None);
    nodal
        .chain(supervisors)
        .chain([head])
        .filter(|(officer, ..)| reach.in_post(officer).is_none())
        .map(|(officer, category, area)| Gap::Post { officer: officer.clone(), category, area })
        .collect()
}

/// The SMS of this evening about tomorrow's gaps, to whoever heads the cell now;
/// `None` where there is none.
#[must_use]
pub fn report(policy: &Policy, now: DateTime<Utc>) -> Option<Effect> {
    let found = gaps(policy, ist_date(now).succ_opt()?);
    let count = u32::try_from(found.len()).unwrap_or(u32::MAX);
    let to = policy.reach(now).in_charge();
    let sms = ListSms { notice: ListNotice::RosterGap, officer: to.id.clone(), numbers: vec![count] };
    (count > 0).then_some(Effect::SendList(sms))
}

/// A gap in words, for whoever must fill it.
#[must_use]
pub fn in_words(gap: &Gap, policy: &Policy, language: Language) -> String {
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    match (gap, language) {
        (Gap::Hours { roster: Roster::Duty, from, to }, Language::Hindi) => {
            format!("{} से {} तक ड्यूटी पर कोई नहीं", clock(*from), clock(*to))
        }
        (Gap::Hours { roster: Roster::Duty, from, to }, Language::English) => {
            format!("{} to {}: nobody is on duty", clock(*from), clock(*to))
        }
        (Gap::Hours { roster: Roster::Sitting, from, to }, Language::Hindi) => {
            format!("{} से {} तक महिला सेल में कोई नहीं बैठता", clock(*from), clock(*to))
        }
        (Gap::Hours { roster: Roster::Sitting, from, to }, Language::English) => {
            format!("{} to {}: nobody sits in the women's cell", clock(*from), clock(*to))
        }
        (Gap::Post { officer, category, area }, _) => {
            post_in_words(officer, *category, area.as_ref(), policy, language)
        }
    }
}

fn post_in_words(
    officer: &OfficerId,
    category: Option<Category>,
    area: Option<&AreaId>,
    policy: &Policy,
    language: Language,
) -> String {
    let name = policy.officer(officer).map_or(officer.as_str(), |known| known.name.in_language(language));
    let what = category.map(|category| policy.category(category).name.in_language(language));
    let place = area.and_then(|area| policy.area(area)).map(|area| area.name.in_language(language));
    let of: Vec<&str> = what.into_iter().chain(place).collect();
    let of = if of.is_empty() { String::new() } else { format!(" ({})", of.join(", ")) };
    match language {
        Language::Hindi => format!("{name}{of}: उपलब्ध नहीं, और कोई स्थानापन्न नहीं"),
        Language::English => format!("{name}{of}: away, and nobody stands in"),
    }
}

#[cfg(test)]
#[path = "tests/roster_gap.rs"]
mod tests;
