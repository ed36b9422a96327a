//! The District Magistrate's page: who may see it, and which part answers.
//!
//! Nothing of hers stands on any part of it: numbers of complaints, offices,
//! dates. Who is accused by a complaint does not find it here.

use chrono::{DateTime, Utc};
use domain::access_pages::{Page, may_open};
use domain::figures::Scope;
use domain::month::Month;
use domain::{AreaId, Category, OfficeId, OfficerId};
use helpline::StoreError;
use helpline::figures;
use helpline::lists::Screen;
use helpline::staff::Staff;
use lambda_http::Request;
use maud::{Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::headers::{Answer, HTML};
use crate::page::{Alert, bare};
use crate::request::Fields;
use crate::staff_page::{StaffView, shell};
use crate::{Answered, OfficerUpdates, dm_export, login, words, words_dm as say, words_staff};

/// What an id may keep in an address.
const ID: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_');

/// One request for the page.
pub(crate) struct Board<'a> {
    /// The function.
    pub(crate) app: &'a OfficerUpdates,
    /// Who looks.
    pub(crate) staff: &'a Staff,
    /// How it is to be shown.
    pub(crate) view: StaffView<'a>,
    /// The query string.
    pub(crate) query: &'a Fields,
    /// The moment of the request.
    pub(crate) now: DateTime<Utc>,
    /// Of what the figures are.
    pub(crate) scope: Scope,
}

/// Answers a request below `/dm`; `rest` is the path after it.
pub(crate) async fn handle(
    app: &OfficerUpdates,
    rest: &[&str],
    request: &Request,
    now: DateTime<Utc>,
) -> Answered {
    let post = request.method().as_str() == "POST";
    if post && !login::is_our_own(request) {
        let page = bare(words_staff::FOREIGN_FORM).into_string();
        return Ok((Answer::new(403, HTML, page), Vec::new()));
    }
    let query = crate::query(request);
    let Some(staff) = app.staff(request, now).await? else {
        let form = if post { Fields::parse(request.body()) } else { Fields::default() };
        let answer = match form.pairs().next() {
            Some(_) => login::session_over(&query, &own_path(rest, &query), &form),
            None => Answer::see_other("/desk/login?next=/dm".to_owned()),
        };
        return Ok((answer, Vec::new()));
    };
    let scope = scope(&query, &staff, now);
    let path = own_path(rest, &query);
    let language = query.language().unwrap_or(staff.officer.language);
    let view = StaffView { staff: Some(&staff), language, path: &path };
    let board = Board { app, staff: &staff, view, query: &query, now, scope };
    let needs = if matches!(rest, ["cases"] | ["act", _]) { Page::Cases } else { Page::Figures };
    if !board.may(needs) {
        let alert = Alert::bad(board.view.say(words_staff::NOT_ALLOWED));
        return Ok((board.answer(403, board.view.say(say::TITLE), alert.as_ref(), html! {}), Vec::new()));
    }
    let answer = match (post, rest) {
        (false, []) => board.screen().await?,
        (false, ["review"]) => board.review().await?,
        (false, ["cases"]) => board.cases().await?,
        (false, ["act", token]) => board.step_in(token).await?,
        (true, ["act", token]) => return board.step(token, &Fields::parse(request.body())).await,
        (false, ["export.csv"]) => dm_export::csv(&board).await?,
        (false, ["export.xlsx"]) => dm_export::xlsx(&board).await?,
        _ => Answer::new(404, HTML, bare(words::NOT_FOUND).into_string()),
    };
    Ok((answer, Vec::new()))
}

/// The month asked for, none that is to come; category and tehsil if they are
/// such.
fn scope(query: &Fields, staff: &Staff, now: DateTime<Utc>) -> Scope {
    let this = Month::of(now);
    let month = query.get("month").and_then(|month| month.parse().ok()).unwrap_or(this).min(this);
    let area = query.get("area").map(AreaId::new).filter(|area| staff.policy.area(area).is_some());
    Scope { month, category: query.get("category").and_then(Category::from_name), area }
}

/// The page's own path with what it was asked, but for the language.
fn own_path(rest: &[&str], query: &Fields) -> String {
    let mut path = format!("/dm{}{}", if rest.is_empty() { "" } else { "/" }, rest.join("/"));
    let mut mark = '?';
    for name in ["figure", "month", "from", "category", "area", "office", "officer", "skip"] {
        if let Some(value) = query.get(name) {
            path.push_str(&format!("{mark}{name}={}", utf8_percent_encode(value, ID)));
            mark = '&';
        }
    }
    path
}

/// Of which part a number is, for the link to its complaints.
#[derive(Default, Clone, Copy)]
pub(crate) struct Of<'a> {
    /// Of this category.
    pub(crate) category: Option<Category>,
    /// Of this tehsil; `Some(None)`: not said.
    pub(crate) area: Option<Option<&'a AreaId>>,
    /// Of this office.
    pub(crate) office: Option<&'a OfficeId>,
    /// Of this officer.
    pub(crate) officer: Option<&'a OfficerId>,
    /// From this month on.
    pub(crate) from: Option<Month>,
    /// Of this month, where it is not the one of the page.
    pub(crate) month: Option<Month>,
}

impl Board<'_> {
    /// Whether this page is open to who came.
    pub(crate) fn may(&self, page: Page) -> bool {
        may_open(&self.staff.policy, &self.staff.officer, page)
    }

    /// The figures, as who looks may see them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the table does not answer.
    pub(crate) async fn figures(&self, scope: Scope) -> Result<Screen, StoreError> {
        let (store, officer) = (&self.app.helpline.store, &self.staff.officer.id);
        figures::screen(store, &self.staff.policy, officer, scope, self.now).await
    }

    /// A page's answer.
    pub(crate) fn answer(&self, status: u16, title: &str, alert: Option<&Alert>, content: Markup) -> Answer {
        Answer::new(status, HTML, shell(&self.view, title, alert, content).into_string())
    }

    /// Where one can go from here.
    pub(crate) fn menu(&self) -> Markup {
        let month = self.month_query('?', self.scope.month);
        let pages = [
            (Page::Figures, "/dm".to_owned(), say::SCREEN),
            (Page::Figures, format!("/dm/review{month}"), say::REVIEW),
            (Page::Figures, format!("/dm/export.csv{month}"), say::CSV),
            (Page::Figures, format!("/dm/export.xlsx{month}"), say::XLSX),
            (Page::Desk, "/desk".to_owned(), say::DESK),
        ];
        let own = self.view.path.split('?').next().unwrap_or_default();
        html! {
            nav.menu aria-label=(self.view.say(say::MENU)) {
                @for (page, path, title) in pages {
                    @if self.may(page) {
                        a href=(self.view.to(&path))
                            aria-current=[(path.split('?').next() == Some(own)).then_some("page")] {
                            (self.view.say(title))
                        }
                    }
                }
            }
        }
    }

    /// The month in a query, unless it is the present one.
    fn month_query(&self, mark: char, month: Month) -> String {
        if month == Month::of(self.now) { String::new() } else { format!("{mark}month={month}") }
    }

    /// A number, leading to the complaints that it counts if who looks may see
    /// those.
    pub(crate) fn number(&self, number: u64, figure: &str, of: Of<'_>) -> Markup {
        if number == 0 || !self.may(Page::Cases) {
            return html! { (number) };
        }
        html! { a href=(self.cases_of(figure, of)) { (number) } }
    }

    /// The address of the complaints that a figure counts.
    pub(crate) fn cases_of(&self, figure: &str, of: Of<'_>) -> String {
        let mut path = format!("/dm/cases?figure={figure}");
        let is_now = matches!(figure, "open" | "due_today" | "overdue" | "silent" | "at_risk")
            || figure.starts_with("age_");
        if !is_now {
            path.push_str(&self.month_query('&', of.month.unwrap_or(self.scope.month)));
            if let Some(from) = of.from {
                path.push_str(&format!("&from={from}"));
            }
        }
        let area = of.area.or_else(|| self.scope.area.as_ref().map(Some));
        let parts = [
            ("category", of.category.or(self.scope.category).map(Category::as_str)),
            ("area", area.map(|area| area.map_or("-", AreaId::as_str))),
            ("office", of.office.map(OfficeId::as_str)),
            ("officer", of.officer.map(OfficerId::as_str)),
        ];
        for (name, value) in parts {
            if let Some(value) = value {
                path.push_str(&format!("&{name}={}", utf8_percent_encode(value, ID)));
            }
        }
        self.view.to(&path)
    }

    /// The name of a category.
    pub(crate) fn category(&self, category: Category) -> &str {
        self.staff.policy.category(category).name.in_language(self.view.language)
    }

    /// The name of a tehsil.
    pub(crate) fn area<'b>(&'b self, area: Option<&'b AreaId>) -> &'b str {
        let Some(area) = area else { return self.view.say(say::NOT_SAID) };
        let known = self.staff.policy.area(area);
        known.map_or(area.as_str(), |known| known.name.in_language(self.view.language))
    }

    /// The name of an office.
    pub(crate) fn office<'b>(&'b self, office: &'b OfficeId) -> &'b str {
        match self.staff.policy.office(office) {
            Some(known) => known.name.in_language(self.view.language),
            None if office.as_str() == "none" => self.view.say(say::FORMER),
            None => office.as_str(),
        }
    }

    /// The name of an officer.
    pub(crate) fn officer<'b>(&'b self, officer: &'b OfficerId) -> &'b str {
        let known = self.staff.policy.officer(officer);
        known.map_or(officer.as_str(), |known| known.name.in_language(self.view.language))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::policy::Policy;

    use super::*;

    #[test]
    fn what_is_asked_for_is_read_and_nothing_else() {
        let policy = Policy::from_toml(include_str!("../../../shared/domain/policy/lucknow.toml")).unwrap();
        let officer = policy.dm().clone();
        let staff = Staff { policy: Arc::new(policy), officer };
        let now: DateTime<Utc> = "2026-12-01T04:30:00Z".parse().unwrap();
        let check = |query: &str, month: &str, category: Option<Category>, area: Option<&str>| {
            let read = scope(&Fields::parse(query.as_bytes()), &staff, now);
            let wanted = Scope { month: month.parse().unwrap(), category, area: area.map(AreaId::new) };
            assert_eq!(read, wanted, "{query}");
        };
        check("", "2026-12", None, None);
        check(
            "month=2026-11&category=pension&area=malihabad",
            "2026-11",
            Some(Category::Pension),
            Some("malihabad"),
        );
        check("month=2031-01&category=x&area=y", "2026-12", None, None);
        check("month=%3Cscript%3E", "2026-12", None, None);
    }

    #[test]
    fn the_own_path_holds_only_what_is_known() {
        let query = Fields::parse(b"lang=en&month=2026-11&area=a%26b&evil=1");
        assert_eq!(own_path(&[], &query), "/dm?month=2026-11&area=a%26b");
        assert_eq!(own_path(&["cases"], &Fields::default()), "/dm/cases");
    }
}
