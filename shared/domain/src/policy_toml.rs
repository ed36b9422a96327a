//! The policy as its authors write it: TOML, with days and hours in words.
//!
//! The shapes are private; only a checked [`Policy`] leaves. Unknown keys are
//! refused, so that a misspelt one is no silent default.

mod calendar;
mod categories;

use serde::Deserialize;

use self::calendar::{RawCalendar, RawWeek};
use self::categories::{RawCategory, read_categories};
use crate::category::{Category, Name};
use crate::ids::{AreaId, OfficerId};
use crate::policy::{Cell, Helpline, Hours, Office, Policy, PolicyError, PolicyErrors, Timers};
use crate::policy_area::Area;
use crate::policy_check::check;
use crate::policy_people::{RawAppellate, RawLeave, RawOfficer, RawOverride, RawSwap};
use crate::policy_words::both;
use crate::quiet::{Quiet, QuietHours};
use crate::roster::{DAY, Days, DutyRoster, NodalOfficer, Officer, Shift};

impl Policy {
    /// Reads a policy and checks it as a whole.
    ///
    /// # Errors
    /// Every fault that was found, each naming its place; above all any
    /// category, area and minute of the week that reaches nobody.
    pub fn from_toml(text: &str) -> Result<Self, PolicyErrors> {
        let raw: RawPolicy = toml::from_str(text).map_err(|error| syntax(text, &error))?;
        let policy = raw.read()?;
        let errors = check(&policy);
        if errors.is_empty() { Ok(policy) } else { Err(PolicyErrors(errors)) }
    }
}

/// The message and the line, but not the line's text: it may hold a number.
fn syntax(text: &str, error: &toml::de::Error) -> PolicyErrors {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    PolicyErrors(vec![PolicyError::Syntax(format!("line {line}: {}", error.message()))])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPolicy {
    version: String,
    dm: OfficerId,
    in_charge: OfficerId,
    cell: Cell,
    timers: Timers,
    #[serde(default)]
    quiet: RawQuiet,
    hours: RawHours,
    calendar: RawCalendar,
    #[serde(default, rename = "week")]
    weeks: Vec<RawWeek>,
    helplines: Vec<Helpline>,
    #[serde(rename = "category")]
    categories: Vec<RawCategory>,
    #[serde(rename = "tehsil")]
    areas: Vec<RawArea>,
    #[serde(rename = "office")]
    offices: Vec<Office>,
    #[serde(rename = "officer")]
    officers: Vec<RawOfficer>,
    appellate: Option<RawAppellate>,
    #[serde(default)]
    leave: Vec<RawLeave>,
    #[serde(default, rename = "override")]
    overrides: Vec<RawOverride>,
    #[serde(default, rename = "swap")]
    swaps: Vec<RawSwap>,
    #[serde(default)]
    sitting: Vec<RawShift>,
    #[serde(default)]
    duty: Vec<RawShift>,
    #[serde(default)]
    nodal: Vec<RawNodal>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHours {
    open: String,
    close: String,
    sitting_from: String,
    sitting_to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawArea {
    id: AreaId,
    name: Name,
    localities: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawShift {
    days: Vec<String>,
    from: String,
    to: String,
    officer: OfficerId,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNodal {
    categories: Vec<Category>,
    #[serde(default)]
    areas: Vec<AreaId>,
    officer: OfficerId,
}

impl RawPolicy {
    /// The policy, unless something stands in it that cannot be read at all.
    fn read(self) -> Result<Policy, PolicyErrors> {
        let mut errors = Vec::new();
        let errs = &mut errors;
        let (dm, officers) = part_dm(self.officers, &self.dm, errs);
        let categories = read_categories(self.categories, errs);
        let hours = self.hours.read(errs);
        let calendar = self.calendar.read(errs);
        let weeks = self.weeks.into_iter().map(|week| week.read(errs)).collect();
        let quiet = self.quiet.read(errs);
        let roster = DutyRoster {
            sitting: read_shifts("sitting", self.sitting, errs),
            duty: read_shifts("duty", self.duty, errs),
            leave: self.leave.into_iter().map(RawLeave::read).collect(),
            overrides: self.overrides.into_iter().map(|entry| entry.read(errs)).collect(),
            swaps: self.swaps.into_iter().map(RawSwap::read).collect(),
        };
        let (Some(dm), Some(categories), true) = (dm, categories, errors.is_empty()) else {
            return Err(PolicyErrors(errors));
        };
        Ok(Policy {
            version: self.version,
            cell: self.cell,
            helplines: self.helplines,
            hours,
            calendar,
            weeks,
            timers: self.timers,
            quiet,
            categories,
            areas: self.areas.into_iter().map(RawArea::read).collect(),
            offices: self.offices,
            officers,
            dm,
            appellate: self.appellate.map(RawAppellate::read),
            in_charge: self.in_charge,
            roster,
            nodal: self.nodal.into_iter().flat_map(RawNodal::read).collect(),
        })
    }
}

/// The District Magistrate apart from the rest.
fn part_dm(
    officers: Vec<RawOfficer>,
    id: &OfficerId,
    errors: &mut Vec<PolicyError>,
) -> (Option<Officer>, Vec<Officer>) {
    let (dm, rest): (Vec<_>, Vec<_>) =
        officers.into_iter().map(RawOfficer::read).partition(|officer| officer.id == *id);
    match <[Officer; 1]>::try_from(dm) {
        Ok([dm]) => (Some(dm), rest),
        Err(_) => {
            errors
                .push(PolicyError::UnknownOfficer {
                    place: both!("जिलाधिकारी", "dm"), officer: id.clone()
                });
            (None, rest)
        }
    }
}

impl RawHours {
    fn read(self, errors: &mut Vec<PolicyError>) -> Hours {
        let mut minute = |value: &str| read_minute("hours", value, errors);
        Hours {
            open: minute(&self.open),
            close: minute(&self.close),
            sitting_from: minute(&self.sitting_from),
            sitting_to: minute(&self.sitting_to),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawQuiet {
    officers: Option<RawQuietHours>,
    assignments_wait: bool,
    her: Option<RawQuietHours>,
    officers_words_wait: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuietHours {
    from: String,
    to: String,
}

impl RawQuiet {
    fn read(self, errors: &mut Vec<PolicyError>) -> Quiet {
        let mut hours = |raw: RawQuietHours| QuietHours {
            from: read_minute("quiet", &raw.from, errors),
            to: read_minute("quiet", &raw.to, errors),
        };
        Quiet {
            officers: self.officers.map(&mut hours),
            assignments_wait: self.assignments_wait,
            her: self.her.map(&mut hours),
            officers_words_wait: self.officers_words_wait,
        }
    }
}

impl RawArea {
    fn read(self) -> Area {
        Area::new(self.id, self.name, &self.localities.concat())
    }
}

impl RawNodal {
    /// One entry for each category and area; without areas, for the district.
    fn read(self) -> Vec<NodalOfficer> {
        let areas: Vec<Option<AreaId>> =
            if self.areas.is_empty() { vec![None] } else { self.areas.into_iter().map(Some).collect() };
        let named = |category: &Category| {
            areas
                .iter()
                .map(|area| NodalOfficer {
                    category: *category,
                    area: area.clone(),
                    officer: self.officer.clone(),
                })
                .collect::<Vec<_>>()
        };
        self.categories.iter().flat_map(named).collect()
    }
}

fn read_shifts(place: &str, raw: Vec<RawShift>, errors: &mut Vec<PolicyError>) -> Vec<Shift> {
    raw.into_iter()
        .map(|shift| Shift {
            days: read_days(place, &shift.days, errors),
            from: read_minute(place, &shift.from, errors) % DAY,
            to: read_minute(place, &shift.to, errors),
            officer: shift.officer,
        })
        .collect()
}

/// Three-letter English weekdays.
fn read_days(place: &str, names: &[String], errors: &mut Vec<PolicyError>) -> Days {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let mut days = 0;
    for name in names {
        match NAMES.iter().position(|known| known == name) {
            Some(day) => days |= 1 << day,
            None => errors.push(unreadable(place, name, both!("सप्ताह का दिन", "weekday"))),
        }
    }
    Days(days)
}

/// `HH:MM`, up to `24:00`, as a minute of the day.
pub(crate) fn read_minute(place: &str, value: &str, errors: &mut Vec<PolicyError>) -> u16 {
    let minute = value.split_once(':').and_then(|(hours, minutes)| {
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes).filter(|minute| *minute <= DAY)
    });
    minute.unwrap_or_else(|| {
        errors.push(unreadable(place, value, both!("समय", "time of day")));
        0
    })
}

fn unreadable(place: &str, value: &str, kind: Name) -> PolicyError {
    PolicyError::Unreadable { place: both!("{place}", "{place}"), value: value.to_owned(), kind }
}
