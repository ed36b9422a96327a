//! The port for pages: lists of complaints, what was counted, who read what.
//! Nothing here is needed to take a complaint or to watch its clock.

use chrono::{DateTime, Utc};
use domain::case_row::{CaseRow, List};
use domain::complaint::Complaint;
use domain::figures::{self, Figures, Scope};
use domain::month::Month;
use domain::policy::Policy;
use domain::tally::{Counted, Row, Tally};
use domain::{CellId, OfficerId, Reference};

use crate::ports::StoreError;
use crate::vault::PersonKey;

/// Where a page begins: the last key seen, in the store's own form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub Vec<(String, String)>);

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The lines, each with whose complaint it is.
    pub lines: Vec<(PersonKey, T)>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor>,
}

/// That somebody read a case. `Debug` does not hold the motive.
#[derive(Clone, PartialEq, Eq)]
pub struct Reading {
    /// Who.
    pub officer: OfficerId,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, where somebody without a part in it had to say so.
    pub motive: Option<String>,
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reading({}, {})", self.officer, self.at)
    }
}

/// Lists, figures and readings.
#[expect(async_fn_in_trait, reason = "one implementation a program; never a trait object")]
pub trait Lists {
    /// A page of a cell's list, or of one officer's part of it: of an officer
    /// in the order of limits (or of disposals), of a cell officer by officer.
    async fn list(
        &self,
        cell: &CellId,
        list: List,
        officer: Option<&OfficerId>,
        cursor: Option<Cursor>,
    ) -> Result<Page<CaseRow>, StoreError>;
    /// The tallies of these months and those between.
    async fn tallies(&self, cell: &CellId, from: Month, to: Month) -> Result<Vec<Tally>, StoreError>;
    /// A page of the events that a figure counts, oldest first.
    async fn counted(
        &self,
        cell: &CellId,
        month: Month,
        counted: Counted,
        cursor: Option<Cursor>,
    ) -> Result<Page<Row>, StoreError>;
    /// These complaints as they stand, read consistently, a request for each
    /// hundred; one that is not there is passed over.
    async fn complaints(&self, keys: &[(PersonKey, Reference)]) -> Result<Vec<Complaint>, StoreError>;
    /// Keeps that somebody read a case.
    async fn log_reading(
        &self,
        person: &PersonKey,
        reference: &Reference,
        reading: &Reading,
    ) -> Result<(), StoreError>;
    /// Who read a case, oldest first.
    async fn readings(&self, person: &PersonKey, reference: &Reference) -> Result<Vec<Reading>, StoreError>;
}

/// All lines of a list.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn whole<L: Lists>(
    lists: &L,
    cell: &CellId,
    list: List,
    officer: Option<&OfficerId>,
) -> Result<Vec<(PersonKey, CaseRow)>, StoreError> {
    let (mut lines, mut cursor) = (Vec::new(), None);
    loop {
        let page = lists.list(cell, list, officer, cursor).await?;
        lines.extend(page.lines);
        cursor = page.next;
        if cursor.is_none() {
            return Ok(lines);
        }
    }
}

/// All events that a figure counts.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn events<L: Lists>(
    lists: &L,
    cell: &CellId,
    month: Month,
    counted: Counted,
) -> Result<Vec<(PersonKey, Row)>, StoreError> {
    let (mut rows, mut cursor) = (Vec::new(), None);
    loop {
        let page = lists.counted(cell, month, counted, cursor).await?;
        rows.extend(page.lines);
        cursor = page.next;
        if cursor.is_none() {
            return Ok(rows);
        }
    }
}

/// The District Magistrate's screen, with whose complaint each open line is.
#[derive(Debug, Clone, PartialEq)]
pub struct Screen {
    /// The figures.
    pub figures: Figures,
    /// The open list.
    pub open: Vec<(PersonKey, CaseRow)>,
}

/// The figures of a cell: two queries at once, of the tallies of thirteen
/// months and of the open list, and more only where an answer has more than
/// 1 MB (some 2,000 open complaints).
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn screen<L: Lists>(
    lists: &L,
    policy: &Policy,
    scope: Scope,
    now: DateTime<Utc>,
) -> Result<Screen, StoreError> {
    let cell = &policy.cell.id;
    let (tallies, open) = futures_util::future::try_join(
        lists.tallies(cell, scope.from(), scope.month),
        whole(lists, cell, List::Open, None),
    )
    .await?;
    let rows: Vec<CaseRow> = open.iter().map(|(_, row)| row.clone()).collect();
    Ok(Screen { figures: figures::of(&tallies, &rows, scope, now, policy), open })
}

/// Counts a month again, from its events: equal to its tallies, or one of
/// both is wrong. So many queries as there are kinds of event, and more for
/// each 1 MB.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn recount<L: Lists>(lists: &L, cell: &CellId, month: Month) -> Result<Vec<Tally>, StoreError> {
    let mut rows = Vec::new();
    for counted in Counted::ALL {
        rows.extend(events(lists, cell, month, counted).await?.into_iter().map(|(_, row)| row));
    }
    Ok(domain::tally::recount(&rows))
}
