//! What the District Magistrate sees: the open complaints as they stand, and
//! what was counted, as figures. Everything is a sum over the tallies of
//! thirteen months and a pass over the open list; nothing depends on how many
//! complaints there ever were.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::calendar;
use crate::case_row::CaseRow;
use crate::category::Category;
use crate::ids::{AreaId, OfficeId, OfficerId};
use crate::month::Month;
use crate::policy::Policy;
use crate::rates::{Rate, untrue_rate};
use crate::tally::{Counted, Counts, Tally, TallyKey, office_of};

/// So many months of tallies are read: the month, and a year before it.
pub const MONTHS: u32 = 13;
/// So many months stand in the trend, and are an officer's record.
pub const TREND: u32 = 12;
/// A complaint that must be disposed of within this time is at risk.
const AT_RISK: TimeDelta = TimeDelta::hours(24);
/// Who has not acknowledged for so long is silent.
const SILENT: TimeDelta = TimeDelta::hours(24);
/// The last day of each band of age; the fifth has no end.
const BANDS: [i64; 3] = [2, 5, 10];

/// Of what the figures are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Which month.
    pub month: Month,
    /// Of this category only.
    pub category: Option<Category>,
    /// Of this tehsil only.
    pub area: Option<AreaId>,
}

impl Scope {
    /// All of a month.
    #[must_use]
    pub fn of(month: Month) -> Self {
        Self { month, category: None, area: None }
    }

    /// The first month whose tallies are needed.
    #[must_use]
    pub fn from(&self) -> Month {
        self.month.back(MONTHS - 1)
    }

    fn takes(&self, category: Category, area: Option<&AreaId>) -> bool {
        self.category.is_none_or(|wanted| wanted == category)
            && (self.area.is_none() || self.area.as_ref() == area)
    }
}

/// A line of a table: of the whole, or of one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Line {
    /// Open now.
    pub open: u64,
    /// Of these, due today and not overdue.
    pub due_today: u64,
    /// Of these, overdue.
    pub overdue: u64,
    /// What happened in the month.
    pub month: Counts,
    /// What happened in the month before.
    pub before: Counts,
}

/// Open complaints by days since registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// The first day of the band.
    pub from: i64,
    /// The last; `None` for the oldest.
    pub to: Option<i64>,
    /// How many.
    pub open: u64,
}

/// An officer's record.
#[derive(Debug, Clone, PartialEq)]
pub struct OfficerLine {
    /// Who.
    pub officer: OfficerId,
    /// Where they sit.
    pub office: OfficeId,
    /// Now, and in the month.
    pub line: Line,
    /// What happened in twelve months.
    pub year: Counts,
}

impl OfficerLine {
    /// The mean time to acknowledge in twelve months, in minutes.
    #[must_use]
    pub fn minutes_to_acknowledge(&self) -> Option<u64> {
        self.year.acknowledged_minutes.checked_div(self.year.of(Counted::Acknowledged))
    }

    /// Of the disposals of twelve months, how many were in time.
    #[must_use]
    pub fn in_time(&self) -> (u64, u64) {
        (self.year.of(Counted::DisposedInTime), self.year.disposed())
    }

    /// Of the disposals of twelve months that a woman was heard on, how many
    /// were untrue.
    #[must_use]
    pub fn untrue(&self) -> Rate {
        let (answered, untrue) = self.year.answered();
        let few = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        untrue_rate(few(untrue), few(answered))
    }
}

/// The District Magistrate's screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Of what.
    pub scope: Scope,
    /// All of it.
    pub total: Line,
    /// By category, in their order.
    pub by_category: Vec<(Category, Line)>,
    /// By tehsil, in the policy's order; last, where she did not say.
    pub by_area: Vec<(Option<AreaId>, Line)>,
    /// By office, in the policy's order; last, those that are not in it any more.
    pub by_office: Vec<(OfficeId, Line)>,
    /// The ages of what is open.
    pub ageing: Vec<Band>,
    /// Twelve months, oldest first.
    pub trend: Vec<(Month, Counts)>,
    /// Officers, who has most open first.
    pub officers: Vec<OfficerLine>,
    /// Assigned and not acknowledged for a day, oldest first.
    pub silent: Vec<CaseRow>,
    /// To be disposed of within a day, the nearest first.
    pub at_risk: Vec<CaseRow>,
}

/// Makes the figures of `scope` out of its tallies (those of thirteen months)
/// and of all rows of the open list.
#[must_use]
pub fn of(tallies: &[Tally], open: &[CaseRow], scope: Scope, now: DateTime<Utc>, policy: &Policy) -> Figures {
    let tallies: Vec<&Tally> =
        tallies.iter().filter(|it| scope.takes(it.key.category, it.key.area.as_ref())).collect();
    let open: Vec<&CaseRow> =
        open.iter().filter(|row| scope.takes(row.category, row.area.as_ref())).collect();
    let sums = Sums { tallies: &tallies, open: &open, month: scope.month, now };
    let total = sums.lines(|_| (), |_| ()).remove(&()).unwrap_or_default();
    Figures {
        total,
        by_category: by_category(&sums),
        by_area: by_area(&sums, policy),
        by_office: by_office(&sums, policy),
        ageing: ageing(&open, now),
        trend: sums.trend(),
        officers: officers(&sums, policy),
        silent: silent(&open, now),
        at_risk: at_risk(&open, now),
        scope,
    }
}

/// What all tables are made of.
struct Sums<'a> {
    tallies: &'a [&'a Tally],
    open: &'a [&'a CaseRow],
    month: Month,
    now: DateTime<Utc>,
}

impl Sums<'_> {
    /// A line for each part.
    fn lines<K: Ord>(
        &self,
        of_tally: impl Fn(&TallyKey) -> K,
        of_row: impl Fn(&CaseRow) -> K,
    ) -> BTreeMap<K, Line> {
        let mut lines: BTreeMap<K, Line> = BTreeMap::new();
        for row in self.open {
            let line = lines.entry(of_row(row)).or_default();
            line.open += 1;
            if row.is_overdue(self.now) {
                line.overdue += 1;
            } else if calendar::ist_date(row.due_at) == calendar::ist_date(self.now) {
                line.due_today += 1;
            }
        }
        let before = self.month.back(1);
        for tally in self.tallies {
            if tally.key.month == self.month {
                lines.entry(of_tally(&tally.key)).or_default().month.add(&tally.counts);
            } else if tally.key.month == before {
                lines.entry(of_tally(&tally.key)).or_default().before.add(&tally.counts);
            }
        }
        lines
    }

    /// The sum of each month.
    fn trend(&self) -> Vec<(Month, Counts)> {
        let mut months: BTreeMap<Month, Counts> =
            self.month.last(TREND).into_iter().map(|month| (month, Counts::default())).collect();
        for tally in self.tallies {
            if let Some(counts) = months.get_mut(&tally.key.month) {
                counts.add(&tally.counts);
            }
        }
        months.into_iter().collect()
    }

    /// The sum of twelve months of each officer.
    fn years(&self) -> BTreeMap<OfficerId, Counts> {
        let (from, to) = (self.month.back(TREND - 1), self.month);
        let mut years: BTreeMap<OfficerId, Counts> = BTreeMap::new();
        for tally in self.tallies.iter().filter(|it| (from..=to).contains(&it.key.month)) {
            years.entry(tally.key.officer.clone()).or_default().add(&tally.counts);
        }
        years
    }
}

/// The parts in their order, each with its line, and then what is left.
fn in_order<K: Ord>(order: impl Iterator<Item = K>, mut lines: BTreeMap<K, Line>) -> Vec<(K, Line)> {
    let mut ordered: Vec<(K, Line)> = Vec::new();
    for part in order {
        let line = lines.remove(&part).unwrap_or_default();
        ordered.push((part, line));
    }
    ordered.extend(lines);
    ordered
}

fn by_category(sums: &Sums<'_>) -> Vec<(Category, Line)> {
    in_order(Category::ALL.into_iter(), sums.lines(|key| key.category, |row| row.category))
}

fn by_area(sums: &Sums<'_>, policy: &Policy) -> Vec<(Option<AreaId>, Line)> {
    let lines = sums.lines(|key| key.area.clone(), |row| row.area.clone());
    let mut ordered = in_order(policy.areas.iter().map(|area| Some(area.id.clone())), lines);
    ordered.sort_by_key(|(area, _)| area.is_none());
    ordered
}

fn by_office(sums: &Sums<'_>, policy: &Policy) -> Vec<(OfficeId, Line)> {
    let lines = sums.lines(|key| key.office.clone(), |row| row.office.clone());
    in_order(policy.offices.iter().map(|office| office.id.clone()), lines)
}

/// The officers who have something open or did something, most open first.
fn officers(sums: &Sums<'_>, policy: &Policy) -> Vec<OfficerLine> {
    let mut years = sums.years();
    let mut lines = sums.lines(|key| key.officer.clone(), |row| row.officer.clone());
    for officer in years.keys() {
        lines.entry(officer.clone()).or_default();
    }
    let mut officers: Vec<OfficerLine> = lines
        .into_iter()
        .map(|(officer, line)| OfficerLine {
            office: office_of(&officer, policy),
            year: years.remove(&officer).unwrap_or_default(),
            officer,
            line,
        })
        .collect();
    officers.sort_by_key(|it| (std::cmp::Reverse((it.line.open, it.line.overdue)), it.officer.clone()));
    officers
}

fn ageing(open: &[&CaseRow], now: DateTime<Utc>) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    let mut from = 0;
    for to in BANDS.map(Some).into_iter().chain([None]) {
        bands.push(Band { from, to, open: 0 });
        from = to.map_or(from, |to| to + 1);
    }
    for row in open {
        let days = (calendar::ist_date(now) - calendar::ist_date(row.registered_at)).num_days();
        if let Some(band) = bands.iter_mut().find(|band| band.to.is_none_or(|to| days <= to)) {
            band.open += 1;
        }
    }
    bands
}

/// Whether nobody has acknowledged an open complaint for a day.
#[must_use]
pub fn is_silent(row: &CaseRow, now: DateTime<Utc>) -> bool {
    row.acknowledged_at.is_none() && row.registered_at + SILENT <= now
}

/// Whether an open complaint is to be disposed of within a day.
#[must_use]
pub fn is_at_risk(row: &CaseRow, now: DateTime<Utc>) -> bool {
    !row.is_overdue(now) && row.due_at <= now + AT_RISK
}

fn silent(open: &[&CaseRow], now: DateTime<Utc>) -> Vec<CaseRow> {
    let mut rows: Vec<CaseRow> =
        open.iter().filter(|row| is_silent(row, now)).map(|row| (*row).clone()).collect();
    rows.sort_by(|a, b| (a.registered_at, &a.reference).cmp(&(b.registered_at, &b.reference)));
    rows
}

fn at_risk(open: &[&CaseRow], now: DateTime<Utc>) -> Vec<CaseRow> {
    let mut rows: Vec<CaseRow> =
        open.iter().filter(|row| is_at_risk(row, now)).map(|row| (*row).clone()).collect();
    rows.sort_by(|a, b| (a.due_at, &a.reference).cmp(&(b.due_at, &b.reference)));
    rows
}

#[cfg(test)]
#[path = "tests/figures.rs"]
mod tests;
