//! The desk: who may come in, and which page answers.

use chrono::{DateTime, Utc};
use domain::access_pages::{Page, may_open};
use helpline::staff::Staff;
use lambda_http::Request;

use crate::headers::{Answer, HTML};
use crate::page::{Alert, bare};
use crate::request::Fields;
use crate::staff_page::{StaffView, shell};
use crate::{Answered, OfficerUpdates, login, words, words_desk, words_staff};

/// One request of somebody at the desk.
pub(crate) struct Visit<'a> {
    /// The function.
    pub(crate) app: &'a OfficerUpdates,
    /// Who.
    pub(crate) staff: &'a Staff,
    /// How pages are to be shown.
    pub(crate) view: StaffView<'a>,
    /// The query string.
    pub(crate) query: &'a Fields,
    /// The moment of the request.
    pub(crate) now: DateTime<Utc>,
}

impl Visit<'_> {
    /// Whether this page is open to who came.
    pub(crate) fn may(&self, page: Page) -> bool {
        may_open(&self.staff.policy, &self.staff.officer, page)
    }

    /// A page's answer.
    pub(crate) fn answer(
        &self,
        status: u16,
        title: &str,
        alert: Option<&Alert>,
        content: maud::Markup,
    ) -> Answer {
        Answer::new(status, HTML, shell(&self.view, title, alert, content).into_string())
    }

    /// The page is not open to who came.
    pub(crate) fn closed(&self) -> Answer {
        let alert = Alert::bad(words_staff::NOT_ALLOWED.say(self.view.language));
        self.answer(403, self.view.say(words_desk::DESK), alert.as_ref(), maud::html! {})
    }
}

/// Answers a request below `/desk`; `rest` is the path after it.
pub(crate) async fn handle(
    app: &OfficerUpdates,
    rest: &[&str],
    request: &Request,
    now: DateTime<Utc>,
) -> Answered {
    let post = request.method().as_str() == "POST";
    let query = crate::query(request);
    let form = if post { Fields::parse(request.body()) } else { Fields::default() };
    if post && !login::is_our_own(request) {
        let page = bare(words_staff::FOREIGN_FORM).into_string();
        return Ok((Answer::new(403, HTML, page), Vec::new()));
    }
    match (post, rest) {
        (false, ["login"]) => {
            return Ok((login::ask_number(&query, query.get("next"), None), Vec::new()));
        }
        (true, ["login"]) => return app.login_number(&query, &form, now).await,
        (true, ["code"]) => return app.login_code(&query, &form, now).await,
        (true, ["logout"]) => return Ok((app.logout(), Vec::new())),
        _ => {}
    }
    let path = format!("/desk{}{}", if rest.is_empty() { "" } else { "/" }, rest.join("/"));
    let Some(staff) = app.staff(request, now).await? else {
        let answer = match form.pairs().next() {
            Some(_) => login::session_over(&query, &path, &form),
            None => Answer::see_other("/desk/login".to_owned()),
        };
        return Ok((answer, Vec::new()));
    };
    let language = query.language().unwrap_or(staff.officer.language);
    let view = StaffView { staff: Some(&staff), language, path: &path };
    let visit = Visit { app, staff: &staff, view, query: &query, now };
    if !visit.may(Page::Desk) {
        return Ok((visit.closed(), Vec::new()));
    }
    match (post, rest) {
        (false, []) => visit.home().await,
        (false, ["register"]) => Ok((visit.register_form(None), Vec::new())),
        (true, ["register"]) => visit.register(&form).await,
        (false, ["slip", token]) => visit.slip(token).await,
        (false, ["calls"]) => visit.calls().await,
        (false, ["quarantine"]) => visit.quarantine().await,
        (_, ["people", ..]) if !visit.may(Page::Policy) => Ok((visit.closed(), Vec::new())),
        (false, ["people"]) => visit.people().await,
        (false, ["people", "versions"]) => visit.versions().await,
        (false, ["people", name]) => visit.edit_form(name).await,
        (true, ["people", name]) => visit.edit(name, &form).await,
        _ => Ok((Answer::new(404, HTML, bare(words::NOT_FOUND).into_string()), Vec::new())),
    }
}
