//! The District Magistrate's figures as JSON: what the page shows. A figure is a
//! number; whose it is stands nowhere. What it counts is in `api_cases.rs`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::figures::{Figures, Line, Scope};
use domain::month::Month;
use domain::tally::{Counted, Counts};
use domain::{AreaId, Category};
use helpline::figures;
use helpline::staff::Staff;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{malformed, ok};
use crate::headers::Answer;
use crate::request::Fields;
use crate::{Answered, OfficerUpdates};

/// The figures.
#[derive(Serialize, ToSchema)]
pub(crate) struct Screen {
    /// Of which month, `YYYY-MM`.
    month: String,
    /// All of it.
    total: Part,
    /// By category.
    by_category: Vec<Part>,
    /// By tehsil; without a name, where she did not say.
    by_area: Vec<Part>,
    /// By office.
    by_office: Vec<Part>,
    /// Open complaints by days since registration.
    ageing: Vec<Band>,
    /// Twelve months, oldest first.
    trend: Vec<InMonth>,
    /// Officers, who has most open first.
    officers: Vec<OfOfficer>,
    /// Numbers of complaints not acknowledged for a day.
    silent: Vec<String>,
    /// Numbers of complaints to be disposed of within a day.
    at_risk: Vec<String>,
}

/// A line of a table.
#[derive(Serialize, ToSchema)]
pub(crate) struct Part {
    /// Of what: a category, a tehsil, an office; none for all.
    name: Option<String>,
    /// Open now.
    open: u64,
    /// Of these, due today.
    due_today: u64,
    /// Of these, overdue.
    overdue: u64,
    /// What happened in the month, by name.
    in_month: BTreeMap<String, u64>,
    /// What happened in the month before.
    before: BTreeMap<String, u64>,
}

/// Open complaints of an age.
#[derive(Serialize, ToSchema)]
pub(crate) struct Band {
    /// The first day.
    from: i64,
    /// The last; none for the oldest.
    to: Option<i64>,
    /// How many.
    open: u64,
}

/// What happened in a month.
#[derive(Serialize, ToSchema)]
pub(crate) struct InMonth {
    /// Which.
    month: String,
    /// What happened, by name.
    counts: BTreeMap<String, u64>,
}

/// An officer's record of twelve months.
#[derive(Serialize, ToSchema)]
pub(crate) struct OfOfficer {
    /// Who, by id.
    officer: String,
    /// Where, by id.
    office: String,
    /// Open now.
    open: u64,
    /// Of these, overdue.
    overdue: u64,
    /// The mean time to acknowledge, in minutes.
    minutes_to_acknowledge: Option<u64>,
    /// Disposals in time.
    in_time: u64,
    /// Of so many.
    disposed: u64,
    /// The share of untrue disposals, and the interval in which it lies at 95 %.
    untrue: Share,
}

/// A share, 0 to 1, with its interval.
#[derive(Serialize, ToSchema)]
pub(crate) struct Share {
    /// The share found.
    rate: f64,
    /// The lower end.
    low: f64,
    /// The upper end.
    high: f64,
}

/// What happened, by its name in the table; what did not is left out.
fn counts(counts: &Counts) -> BTreeMap<String, u64> {
    let named = Counted::ALL.into_iter().map(|counted| (counted.to_string(), counts.of(counted)));
    named.filter(|(_, number)| *number > 0).collect()
}

fn part(name: Option<String>, line: &Line) -> Part {
    let (open, due_today, overdue) = (line.open, line.due_today, line.overdue);
    Part { name, open, due_today, overdue, in_month: counts(&line.month), before: counts(&line.before) }
}

fn screen(figures: &Figures) -> Screen {
    let named = |name: &str, line: &Line| part(Some(name.to_owned()), line);
    Screen {
        month: figures.scope.month.to_string(),
        total: part(None, &figures.total),
        by_category: figures.by_category.iter().map(|(it, line)| named(it.as_str(), line)).collect(),
        by_area: figures
            .by_area
            .iter()
            .map(|(it, line)| part(it.as_ref().map(|area| area.as_str().to_owned()), line))
            .collect(),
        by_office: figures.by_office.iter().map(|(it, line)| named(it.as_str(), line)).collect(),
        ageing: figures
            .ageing
            .iter()
            .map(|band| Band { from: band.from, to: band.to, open: band.open })
            .collect(),
        trend: figures
            .trend
            .iter()
            .map(|(month, of)| InMonth { month: month.to_string(), counts: counts(of) })
            .collect(),
        officers: figures.officers.iter().map(officer).collect(),
        silent: figures.silent.iter().map(|row| row.reference.to_string()).collect(),
        at_risk: figures.at_risk.iter().map(|row| row.reference.to_string()).collect(),
    }
}

fn officer(it: &domain::figures::OfficerLine) -> OfOfficer {
    let ((in_time, disposed), untrue) = (it.in_time(), it.untrue());
    OfOfficer {
        officer: it.officer.as_str().to_owned(),
        office: it.office.as_str().to_owned(),
        open: it.line.open,
        overdue: it.line.overdue,
        minutes_to_acknowledge: it.minutes_to_acknowledge(),
        in_time,
        disposed,
        untrue: Share { rate: untrue.rate, low: untrue.low, high: untrue.high },
    }
}

/// What the query asks for: `month`, `category`, `area`.
///
/// # Errors
///
/// The answer where one of them is none.
pub(crate) fn scope(query: &Fields, staff: &Staff, now: DateTime<Utc>) -> Result<Scope, Answer> {
    let month = query.get("month").map_or(Ok(Month::of(now)), |month| {
        month.parse().map_err(|_| malformed("month must be written as 2026-11."))
    })?;
    let category = query.get("category").map(|name| {
        Category::from_name(name).ok_or_else(|| malformed("category is none of the categories."))
    });
    let area = query.get("area").map(|id| {
        let area = AreaId::new(id);
        staff.policy.area(&area).map(|_| area).ok_or_else(|| malformed("area is none of the tehsils."))
    });
    Ok(Scope { month, category: category.transpose()?, area: area.transpose()? })
}

impl OfficerUpdates {
    /// The figures, as the page shows them to who looks: two queries.
    pub(crate) async fn api_figures(&self, staff: &Staff, query: &Fields, now: DateTime<Utc>) -> Answered {
        let scope = match scope(query, staff, now) {
            Ok(scope) => scope,
            Err(answer) => return Ok((answer, Vec::new())),
        };
        let (who, policy) = (&staff.officer.id, &staff.policy);
        let found = figures::screen(&self.helpline.store, policy, who, scope, now).await?;
        Ok((ok(&screen(&found.figures)), Vec::new()))
    }
}
