//! A figure opened down to the complaints that it counts, as JSON, and the month
//! as a file to pass on: what the District Magistrate's page has behind its links.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use domain::figures::TREND;
use domain::month::Month;
use domain::{AreaId, OfficeId, OfficerId};
use helpline::StoreError;
use helpline::figures::{Figure, Found, Part, cases};
use helpline::staff::Staff;
use lambda_http::Request;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{malformed, moment, ok};
use crate::api_figures::scope;
use crate::api_lists::{Line, line};
use crate::dm::Board;
use crate::dm_cases::MOST_LINES;
use crate::headers::Answer;
use crate::request::Fields;
use crate::routes::At;
use crate::staff_page::StaffView;
use crate::{Answered, OfficerUpdates, dm_export};

/// What a figure counts.
#[derive(Serialize, ToSchema)]
pub(crate) struct Cases {
    /// So many in all.
    all: usize,
    /// So many of these lines are not shown to who looks: a conflict of interest.
    kept_back: usize,
    /// What is open the most urgent first, what was counted the newest first.
    lines: Vec<Case>,
    /// The `skip` of the next lines, if there are more.
    next: Option<usize>,
}

/// A complaint that a figure counts.
#[derive(Serialize, ToSchema)]
pub(crate) struct Case {
    /// The complaint as it stands now.
    #[serde(flatten)]
    line: Line,
    /// When it was counted; none for what is open now.
    counted_at: Option<String>,
    /// As what.
    counted: Option<String>,
}

/// A parameter of the query, if it is there.
fn asked<T: FromStr>(query: &Fields, name: &str, form: &str) -> Result<Option<T>, Answer> {
    let read = |value: &str| value.parse().map_err(|_| malformed(&format!("{name} must be {form}.")));
    query.get(name).map(read).transpose()
}

/// Which part of which figure the query asks for.
fn part(query: &Fields, staff: &Staff, now: DateTime<Utc>) -> Result<(Figure, Part), Answer> {
    let figure = Figure::from_name(query.get("figure").unwrap_or("open"));
    let figure = figure.ok_or_else(|| malformed("figure is none of the figures."))?;
    // "-" is no tehsil but where she did not say; `scope` knows tehsils alone.
    let nowhere = query.get("area") == Some("-");
    let scope = if nowhere { scope(&query.without("area"), staff, now) } else { scope(query, staff, now) }?;
    let from: Month = asked(query, "from", "written as 2026-11")?.unwrap_or(scope.month);
    let area = if nowhere { Some(None) } else { scope.area.map(Some::<AreaId>) };
    let part = Part {
        from: from.clamp(scope.month.back(TREND - 1), scope.month),
        to: scope.month,
        category: scope.category,
        area,
        office: query.get("office").map(OfficeId::new),
        officer: query.get("officer").map(OfficerId::new),
    };
    Ok((figure, part))
}

impl OfficerUpdates {
    /// The complaints that a figure counts, so many at a time.
    pub(crate) async fn api_cases(&self, staff: &Staff, query: &Fields, now: DateTime<Utc>) -> Answered {
        let wanted = part(query, staff, now);
        let wanted = wanted.and_then(|part| Ok((part, asked(query, "skip", "a number")?.unwrap_or(0_usize))));
        let ((figure, part), skip) = match wanted {
            Ok(wanted) => wanted,
            Err(answer) => return Ok((answer, Vec::new())),
        };
        let (store, who) = (&self.helpline.store, &staff.officer.id);
        let found = cases(store, &staff.policy, who, (&figure, &part), now, (skip, MOST_LINES)).await?;
        let case = |it: Found| {
            let token = self.helpline.vault.mint_link(&it.person, &it.row.reference, who);
            Case {
                line: line(&it.row, token, now),
                counted_at: it.counted.map(|(at, _)| moment(at)),
                counted: it.counted.map(|(_, counted)| counted.to_string()),
            }
        };
        let next = skip.checked_add(MOST_LINES).filter(|next| *next < found.all);
        let (all, kept_back) = (found.all, found.kept_back);
        let lines = found.lines.into_iter().map(case).collect();
        Ok((ok(&Cases { all, kept_back, lines, next }), Vec::new()))
    }

    /// The month as a file: the one that the page gives.
    pub(crate) async fn api_export(
        &self,
        staff: &Staff,
        at: At,
        request: &Request,
        now: DateTime<Utc>,
    ) -> Answered {
        let query = crate::query(request);
        let scope = match scope(&query, staff, now) {
            Ok(scope) => scope,
            Err(answer) => return Ok((answer, Vec::new())),
        };
        let language = query.language().unwrap_or(staff.officer.language);
        let view = StaffView { staff: Some(staff), language, path: "" };
        let board = Board { app: self, staff, view, query: &query, now, scope };
        let file: Result<Answer, StoreError> =
            if at == At::ApiXlsx { dm_export::xlsx(&board).await } else { dm_export::csv(&board).await };
        Ok((file?, Vec::new()))
    }
}
