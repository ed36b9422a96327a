//! The District Magistrate's figures as they are shown to one officer, and any
//! of them opened down to the complaints that it counts.
//!
//! The screen is two queries, whatever lies behind. What is open and accuses
//! who looks is left out of it; of what was counted the sums stand, and the
//! complaint itself is not shown.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::calendar::ist_date;
use domain::case_row::{CaseRow, List};
use domain::figures::{self, Scope};
use domain::month::Month;
use domain::policy::Policy;
use domain::tally::{Counted, Row};
use domain::{AreaId, Category, OfficeId, OfficerId, Reference};

use crate::lists::{Lists, Screen, events, whole};
use crate::ports::StoreError;
use crate::vault::PersonKey;

/// The bands of age, as [`figures`] draws them.
const BANDS: [(i64, i64); 4] = [(0, 2), (3, 5), (6, 10), (11, i64::MAX)];

/// What a figure counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// Complaints that are open now.
    Now(Now),
    /// Events of some months, any of these kinds.
    Counted(Vec<Counted>),
}

/// A figure of what is open now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Now {
    /// All.
    Open,
    /// Due today and not overdue.
    DueToday,
    /// Beyond the limit.
    Overdue,
    /// Not acknowledged for a day.
    Silent,
    /// To be disposed of within a day.
    AtRisk,
    /// Of this band of age, from 0.
    Aged(usize),
}

impl Figure {
    /// The figure with this name in an address: `open`, `due_today`, `overdue`,
    /// `silent`, `at_risk`, `age_0` to `age_3`; the names of [`Counted`]; and
    /// sums of these, `disposed`, `answered`, `untrue`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        use Counted::{
            CalledBackConfirmed, CalledBackUntrue, Confirmed, Denied, DisposedInTime, DisposedLate,
        };
        Some(match name {
            "open" => Self::Now(Now::Open),
            "due_today" => Self::Now(Now::DueToday),
            "overdue" => Self::Now(Now::Overdue),
            "silent" => Self::Now(Now::Silent),
            "at_risk" => Self::Now(Now::AtRisk),
            "disposed" => Self::Counted(vec![DisposedInTime, DisposedLate]),
            "answered" => Self::Counted(vec![Confirmed, Denied, CalledBackConfirmed, CalledBackUntrue]),
            "untrue" => Self::Counted(vec![Denied, CalledBackUntrue]),
            other => match other.strip_prefix("age_").and_then(|band| band.parse().ok()) {
                Some(band) if band < BANDS.len() => Self::Now(Now::Aged(band)),
                _ => Self::Counted(vec![Counted::from_name(other)?]),
            },
        })
    }
}

/// Which part of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Of what was counted: the first month.
    pub from: Month,
    /// The last.
    pub to: Month,
    /// Of this category only.
    pub category: Option<Category>,
    /// Of this tehsil only; `Some(None)`: where she did not say.
    pub area: Option<Option<AreaId>>,
    /// Of this office only.
    pub office: Option<OfficeId>,
    /// Of this officer only.
    pub officer: Option<OfficerId>,
}

impl Part {
    fn takes(
        &self,
        category: Category,
        area: Option<&AreaId>,
        office: &OfficeId,
        officer: &OfficerId,
    ) -> bool {
        self.category.is_none_or(|wanted| wanted == category)
            && self.area.as_ref().is_none_or(|wanted| wanted.as_ref() == area)
            && self.office.as_ref().is_none_or(|wanted| wanted == office)
            && self.officer.as_ref().is_none_or(|wanted| wanted == officer)
    }

    fn takes_row(&self, row: &CaseRow) -> bool {
        self.takes(row.category, row.area.as_ref(), &row.office, &row.officer)
    }
}

/// A complaint that a figure counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Whose.
    pub person: PersonKey,
    /// The complaint as it stands now.
    pub row: CaseRow,
    /// When it was counted, and as what; `None` for what is open now.
    pub counted: Option<(DateTime<Utc>, Counted)>,
}

/// What a figure counts, from some place of it on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cases {
    /// So many in all.
    pub all: usize,
    /// Those asked for.
    pub lines: Vec<Found>,
    /// So many of those asked for are not shown to who looks.
    pub kept_back: usize,
}

/// The screen as it is shown to this officer: at most as many requests as
/// [`crate::lists::screen`] makes.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn screen<L: Lists>(
    lists: &L,
    policy: &Policy,
    officer: &OfficerId,
    scope: Scope,
    now: DateTime<Utc>,
) -> Result<Screen, StoreError> {
    let cell = &policy.cell.id;
    let (tallies, mut open) = futures_util::future::try_join(
        lists.tallies(cell, scope.from(), scope.month),
        whole(lists, cell, List::Open, None),
    )
    .await?;
    open.retain(|(_, row)| row.is_shown_to(officer, policy));
    let rows: Vec<CaseRow> = open.iter().map(|(_, row)| row.clone()).collect();
    Ok(Screen { figures: figures::of(&tallies, &rows, scope, now, policy), open })
}

/// The complaints that a figure counts, `most` of them from the `skip`th on:
/// what is open the most urgent first, what was counted the newest first. One
/// query of the open list, or one for each month and kind and one read of the
/// complaints.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn cases<L: Lists>(
    lists: &L,
    policy: &Policy,
    officer: &OfficerId,
    (figure, part): (&Figure, &Part),
    now: DateTime<Utc>,
    (skip, most): (usize, usize),
) -> Result<Cases, StoreError> {
    match figure {
        Figure::Now(figure) => {
            let open = whole(lists, &policy.cell.id, List::Open, None).await?;
            let belongs = |row: &CaseRow| {
                is_now(*figure, row, now) && part.takes_row(row) && row.is_shown_to(officer, policy)
            };
            let mut open: Vec<_> = open.into_iter().filter(|(_, row)| belongs(row)).collect();
            open.sort_by(|(_, a), (_, b)| (a.order(), &a.reference).cmp(&(b.order(), &b.reference)));
            let all = open.len();
            let lines = open.into_iter().skip(skip).take(most);
            let lines = lines.map(|(person, row)| Found { person, row, counted: None }).collect();
            Ok(Cases { all, lines, kept_back: 0 })
        }
        Figure::Counted(kinds) => {
            let mut rows = counted(lists, policy, kinds, part).await?;
            rows.sort_by(|(_, a), (_, b)| (b.at, &b.reference).cmp(&(a.at, &a.reference)));
            let all = rows.len();
            let rows: Vec<_> = rows.into_iter().skip(skip).take(most).collect();
            shown(lists, policy, officer, rows).await.map(|cases| Cases { all, ..cases })
        }
    }
}

/// Whether an open complaint is in a figure, by the same rules as
/// [`figures::of`] (a test holds them alike).
fn is_now(figure: Now, row: &CaseRow, now: DateTime<Utc>) -> bool {
    let today = || ist_date(row.due_at) == ist_date(now);
    match figure {
        Now::Open => true,
        Now::DueToday => !row.is_overdue(now) && today(),
        Now::Overdue => row.is_overdue(now),
        Now::Silent => figures::is_silent(row, now),
        Now::AtRisk => figures::is_at_risk(row, now),
        Now::Aged(band) => {
            let days = (ist_date(now) - ist_date(row.registered_at)).num_days();
            // A clock that ran ahead does not make a complaint vanish.
            BANDS.get(band).is_some_and(|(from, to)| (*from..=*to).contains(&days.max(0)))
        }
    }
}

/// All events of these kinds, in all months of the part, at once.
async fn counted<L: Lists>(
    lists: &L,
    policy: &Policy,
    kinds: &[Counted],
    part: &Part,
) -> Result<Vec<(PersonKey, Row)>, StoreError> {
    let mut months = vec![part.from];
    while let Some(last) = months.last().filter(|last| **last < part.to) {
        months.push(last.next());
    }
    let wanted = months.iter().flat_map(|month| kinds.iter().map(move |kind| (*month, *kind)));
    let asked = wanted.map(|(month, kind)| events(lists, &policy.cell.id, month, kind));
    let rows = futures_util::future::try_join_all(asked).await?.into_iter().flatten();
    Ok(rows
        .filter(|(_, row)| part.takes(row.category, row.area.as_ref(), &row.office, &row.officer))
        .collect())
}

/// These events with their complaints. One that accuses who looks, or that
/// cannot be read, is only counted.
async fn shown<L: Lists>(
    lists: &L,
    policy: &Policy,
    officer: &OfficerId,
    rows: Vec<(PersonKey, Row)>,
) -> Result<Cases, StoreError> {
    let mut keys: Vec<(PersonKey, Reference)> =
        rows.iter().map(|(person, row)| (person.clone(), row.reference.clone())).collect();
    keys.sort_by(|a, b| (&a.0.hash, &a.1).cmp(&(&b.0.hash, &b.1)));
    keys.dedup();
    let complaints = lists.complaints(&keys).await?;
    let known: BTreeMap<&Reference, _> = complaints.iter().map(|it| (&it.reference, it)).collect();
    let mut cases = Cases::default();
    for (person, event) in rows {
        match known.get(&event.reference).filter(|complaint| !complaint.bars(officer, policy)) {
            Some(complaint) => cases.lines.push(Found {
                person,
                row: CaseRow::of(complaint, policy),
                counted: Some((event.at, event.counted)),
            }),
            None => cases.kept_back += 1,
        }
    }
    Ok(cases)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_names() {
        let check =
            |name: &str, figure: Option<Figure>| assert_eq!(Figure::from_name(name), figure, "{name}");
        check("open", Some(Figure::Now(Now::Open)));
        check("age_3", Some(Figure::Now(Now::Aged(3))));
        check("age_4", None);
        check("untrue", Some(Figure::Counted(vec![Counted::Denied, Counted::CalledBackUntrue])));
        check("nothing", None);
        for counted in Counted::ALL {
            check(counted.as_str(), Some(Figure::Counted(vec![counted])));
        }
    }

    /// The parts of the open list are as many as the figures say.
    #[test]
    fn a_list_has_as_many_lines_as_its_figure_says() {
        let policy = Policy::from_toml(include_str!("../../domain/policy/lucknow.toml")).unwrap();
        let now: DateTime<Utc> = "2026-12-01T04:30:00Z".parse().unwrap();
        let rows: Vec<CaseRow> = (0_i64..60)
            .map(|n| {
                let registered_at = now - chrono::TimeDelta::hours(n * 7);
                CaseRow {
                    reference: Reference::generate("LKO", u64::try_from(n).unwrap()).unwrap(),
                    category: Category::Pension,
                    area: None,
                    office: OfficeId::new("mahila-prakoshth"),
                    officer: OfficerId::new("adm-lko"),
                    level: domain::EscalationLevel::default(),
                    status: domain::complaint::Status::Registered,
                    registered_at,
                    due_at: registered_at + chrono::TimeDelta::hours(n * 5 + 20),
                    acknowledged_at: (n % 3 == 0).then_some(now),
                    disposed_at: None,
                    urgent: false,
                    accused: Vec::new(),
                    missed: false,
                    unreached: false,
                }
            })
            .collect();
        let made = figures::of(&[], &rows, Scope::of(Month::of(now)), now, &policy);
        let many = |figure: Now| rows.iter().filter(|row| is_now(figure, row, now)).count() as u64;
        assert_eq!(many(Now::Open), made.total.open);
        assert_eq!(many(Now::DueToday), made.total.due_today);
        assert_eq!(many(Now::Overdue), made.total.overdue);
        assert_eq!(many(Now::Silent), made.silent.len() as u64);
        assert_eq!(many(Now::AtRisk), made.at_risk.len() as u64);
        for (place, band) in made.ageing.iter().enumerate() {
            assert_eq!(many(Now::Aged(place)), band.open, "{band:?}");
            assert_eq!(band.from, BANDS[place].0);
        }
        assert!(made.total.overdue > 0 && made.total.due_today > 0 && !made.at_risk.is_empty());
    }
}
