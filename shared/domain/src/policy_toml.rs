//! The policy as its authors write it: TOML, with days and hours in words.
//!
//! The shapes are private; only a checked [`Policy`] leaves. Unknown keys are
//! refused, so that a misspelt one is no silent default.

mod categories;

use chrono::NaiveDate;
use serde::Deserialize;

use self::categories::{RawCategory, read_categories};
use crate::category::{Category, Language, Name};
use crate::ids::{AreaId, OfficeId, OfficerId};
use crate::policy::{
    CalendarData, Cell, Helpline, Holiday, Hours, Office, Policy, PolicyError, PolicyErrors, Timers,
};
use crate::policy_area::Area;
use crate::policy_check::check;
use crate::roster::{DAY, Days, DutyRoster, NodalOfficer, Officer, Role, Shift};

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
    hours: RawHours,
    calendar: RawCalendar,
    helplines: Vec<Helpline>,
    #[serde(rename = "category")]
    categories: Vec<RawCategory>,
    #[serde(rename = "tehsil")]
    areas: Vec<RawArea>,
    #[serde(rename = "office")]
    offices: Vec<Office>,
    #[serde(rename = "officer")]
    officers: Vec<RawOfficer>,
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
struct RawCalendar {
    working_week: Vec<String>,
    second_saturday_off: bool,
    holidays: Vec<RawHoliday>,
    #[serde(default)]
    compensatory: Vec<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHoliday {
    date: NaiveDate,
    hi: String,
    en: String,
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
struct RawOfficer {
    id: OfficerId,
    name: Name,
    office: OfficeId,
    phone: String,
    language: Language,
    role: Role,
    woman: bool,
    active: Option<bool>,
    pin_hash: String,
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
        let roster = DutyRoster {
            sitting: read_shifts("sitting", self.sitting, errs),
            duty: read_shifts("duty", self.duty, errs),
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
            timers: self.timers,
            categories,
            areas: self.areas.into_iter().map(RawArea::read).collect(),
            offices: self.offices,
            officers,
            dm,
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
            errors.push(PolicyError::UnknownOfficer { place: "dm".into(), officer: id.clone() });
            (None, rest)
        }
    }
}

impl RawOfficer {
    fn read(self) -> Officer {
        let Self { id, name, office, phone, language, role, woman, active, pin_hash } = self;
        Officer { id, name, office, phone, language, role, woman, active: active.unwrap_or(true), pin_hash }
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

impl RawCalendar {
    fn read(self, errors: &mut Vec<PolicyError>) -> CalendarData {
        let holidays =
            self.holidays.into_iter().map(|h| Holiday { date: h.date, name: Name { hi: h.hi, en: h.en } });
        CalendarData {
            working_week: read_days("working_week", &self.working_week, errors),
            second_saturday_off: self.second_saturday_off,
            holidays: holidays.collect(),
            compensatory: self.compensatory,
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
            None => errors.push(unreadable(place, name, "weekday")),
        }
    }
    Days(days)
}

/// `HH:MM`, up to `24:00`, as a minute of the day.
fn read_minute(place: &str, value: &str, errors: &mut Vec<PolicyError>) -> u16 {
    let minute = value.split_once(':').and_then(|(hours, minutes)| {
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes).filter(|minute| *minute <= DAY)
    });
    minute.unwrap_or_else(|| {
        errors.push(unreadable(place, value, "time of day"));
        0
    })
}

fn unreadable(place: &str, value: &str, kind: &'static str) -> PolicyError {
    PolicyError::Unreadable { place: place.to_owned(), value: value.to_owned(), kind }
}
