//! What the desk has before it, as JSON: the queue, call-backs, what could not be
//! understood. A line of a list holds nothing of hers but the number.

use aws::inspect;
use chrono::{DateTime, Utc};
use domain::OfficerId;
use domain::calendar::ist_date;
use domain::case_row::{CaseRow, List};
use domain::roster::Officer;
use domain::roster_gap;
use helpline::staff::Staff;
use helpline::{PersonKey, StoreError, Vault, lists};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{moment, ok};
use crate::desk_quarantine::kinds;
use crate::{Answered, OfficerUpdates};

/// A line of a list. Holds nothing of hers but the number.
#[derive(Serialize, ToSchema)]
pub(crate) struct Line {
    /// Its number.
    pub(crate) reference: String,
    /// What it is about.
    pub(crate) category: String,
    /// The tehsil, by id.
    pub(crate) area: Option<String>,
    /// The office, by id.
    pub(crate) office: String,
    /// Who is answerable, by id.
    pub(crate) officer: String,
    /// How high it has climbed.
    pub(crate) level: u8,
    /// Where it stands.
    pub(crate) status: String,
    /// When it was registered.
    pub(crate) registered_at: String,
    /// When it must be disposed of.
    pub(crate) due_at: String,
    /// Whether that has passed.
    pub(crate) overdue: bool,
    /// Whether danger was heard.
    pub(crate) urgent: bool,
    /// When it was acknowledged.
    pub(crate) acknowledged_at: Option<String>,
    /// Whether a message to her did not arrive.
    pub(crate) undelivered: bool,
    /// Whether its officer's SMS did not arrive.
    pub(crate) unreached: bool,
    /// The caller's own link to it: `/v1/c/{token}`.
    pub(crate) token: String,
}

/// A list.
#[derive(Serialize, ToSchema)]
pub(crate) struct Lines {
    /// Its lines, the most urgent first.
    pub(crate) lines: Vec<Line>,
}

/// What the desk has before it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Queue {
    /// Who is on duty now, by id.
    pub(crate) on_duty: Option<String>,
    /// Who sits at the desk now, by id.
    pub(crate) sits: Option<String>,
    /// What tomorrow lacks, in the officer's language.
    pub(crate) gaps: Vec<String>,
    /// Open complaints, the most urgent first.
    pub(crate) open: Vec<Line>,
    /// Disposed of, waiting for her word.
    pub(crate) disposed: Vec<Line>,
}

/// What could not be understood.
#[derive(Serialize, ToSchema)]
pub(crate) struct Quarantine {
    /// By provider and reason.
    kinds: Vec<Unread>,
}

/// What could not be understood, of one provider and for one reason. Holds
/// nothing of any of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Unread {
    /// Who sent it.
    provider: String,
    /// Why.
    why: String,
    /// How many bodies.
    count: usize,
    /// When the latest came.
    latest: String,
}

/// Lines of a list, the most urgent first, with the caller's links.
pub(crate) fn lines(
    vault: &Vault,
    mut rows: Vec<(PersonKey, CaseRow)>,
    officer: &OfficerId,
    now: DateTime<Utc>,
) -> Vec<Line> {
    rows.sort_by_key(|(_, row)| (row.order(), row.reference.clone()));
    let line = |(person, row): (PersonKey, CaseRow)| {
        let token = vault.mint_link(&person, &row.reference, officer);
        line(&row, token, now)
    };
    rows.into_iter().map(line).collect()
}

/// A line, with the caller's link.
pub(crate) fn line(row: &CaseRow, token: String, now: DateTime<Utc>) -> Line {
    Line {
        reference: row.reference.to_string(),
        category: row.category.as_str().to_owned(),
        area: row.area.as_ref().map(|area| area.as_str().to_owned()),
        office: row.office.as_str().to_owned(),
        officer: row.officer.as_str().to_owned(),
        level: row.level.number(),
        status: crate::api_case_file::name(&row.status),
        registered_at: moment(row.registered_at),
        due_at: moment(row.due_at),
        overdue: row.is_overdue(now),
        urgent: row.urgent,
        acknowledged_at: row.acknowledged_at.map(moment),
        undelivered: row.missed,
        unreached: row.unreached,
        token,
    }
}

impl OfficerUpdates {
    /// A list, without lines that accuse who looks.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the table does not answer.
    pub(crate) async fn shown_to(
        &self,
        staff: &Staff,
        list: List,
    ) -> Result<Vec<(PersonKey, CaseRow)>, StoreError> {
        let (cell, who) = (&staff.policy.cell.id, &staff.officer.id);
        let mut found = lists::whole(&self.helpline.store, cell, list, None).await?;
        found.retain(|(_, row)| row.is_shown_to(who, &staff.policy));
        Ok(found)
    }

    /// The desk's queue: two queries.
    pub(crate) async fn api_queue(&self, staff: &Staff, now: DateTime<Utc>) -> Answered {
        let both = futures_util::future::try_join(
            self.shown_to(staff, List::Open),
            self.shown_to(staff, List::Disposed),
        );
        let (open, disposed) = both.await?;
        let lines = |rows| lines(&self.helpline.vault, rows, &staff.officer.id, now);
        let (policy, language) = (&staff.policy, staff.officer.language);
        let reach = policy.reach(now);
        let id = |officer: Option<&Officer>| officer.map(|officer| officer.id.as_str().to_owned());
        let tomorrow = ist_date(now).succ_opt();
        let gaps = tomorrow.map(|day| roster_gap::gaps(policy, day)).unwrap_or_default();
        let queue = Queue {
            on_duty: id(reach.duty_officer()),
            sits: id(reach.sitting_officer()),
            gaps: gaps.iter().map(|gap| roster_gap::in_words(gap, policy, language)).collect(),
            open: lines(open),
            disposed: lines(disposed),
        };
        Ok((ok(&queue), Vec::new()))
    }

    /// Whom to call back.
    pub(crate) async fn api_calls(&self, staff: &Staff, now: DateTime<Utc>) -> Answered {
        let found = self.shown_to(staff, List::CallBack).await?;
        let lines = lines(&self.helpline.vault, found, &staff.officer.id, now);
        Ok((ok(&Lines { lines }), Vec::new()))
    }

    /// What could not be understood: one query for each provider. Nothing is
    /// opened.
    pub(crate) async fn api_quarantine(&self) -> Answered {
        let kinds = kinds(inspect::waiting(&self.helpline.store).await?);
        let unread = kinds.into_iter().map(|kind| Unread {
            provider: kind.provider.to_owned(),
            why: kind.why,
            count: kind.count,
            latest: moment(kind.latest),
        });
        Ok((ok(&Quarantine { kinds: unread.collect() }), Vec::new()))
    }
}
