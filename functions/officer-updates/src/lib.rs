//! The officer's link: the page (`/c/{token}`) and the same as JSON
//! (`/v1/c/{token}`).
//!
//! GET and HEAD of the page change nothing, since previews fetch links. Every
//! POST needs the session or the PIN. Neither token, PIN nor anybody's words
//! are ever logged.

mod api;
mod api_bodies;
mod api_case;
mod api_case_file;
mod api_cases;
mod api_figures;
mod api_lists;
mod api_policy;
mod api_seen;
mod api_shapes;
mod api_staff;
mod desk;
mod desk_edit;
mod desk_home;
mod desk_people;
mod desk_people_edit;
mod desk_quarantine;
mod desk_register;
mod dm;
mod dm_act;
mod dm_cases;
mod dm_charts;
mod dm_export;
mod dm_review;
mod dm_screen;
mod dm_tables;
mod headers;
mod list_page;
mod login;
mod openapi;
mod openapi_said;
mod page;
mod page_case;
mod page_course;
mod page_forms;
mod page_merge;
mod page_part;
mod page_readers;
mod page_said;
mod perform;
mod policy_change;
mod press;
mod request;
pub mod routes;
mod session;
mod skin;
mod staff_page;
#[cfg(test)]
#[path = "tests/testing.rs"]
mod testing;
mod words;
mod words_desk;
mod words_dm;
mod words_filled;
mod words_forms;
mod words_happening;
mod words_merge;
mod words_people;
mod words_staff;

use std::sync::Arc;

use aws::{AfterAnswer, Config, ConfigError, Deployed};
use chrono::{DateTime, Utc};
use helpline::ports::Settlement;
use helpline::{StoreError, act, log, pin};
use lambda_http::{Body, Request, RequestExt as _, Response};

use crate::headers::{Answer, Guard, HTML};
use crate::perform::{Caller, End, Performed, is_logged_in, perform, unlock};
use crate::press::Press;
use crate::request::{Fields, header, received_at};
use crate::routes::{At, Route, is_api};
use crate::skin::Skin;

/// The function: the helpline, and its address.
#[derive(Debug)]
pub struct OfficerUpdates {
    helpline: Arc<Deployed>,
    tail: AfterAnswer,
    guard: Guard,
}

/// An answer, and what is to be left to the tail.
type Answered = Result<(Answer, Vec<Settlement>), StoreError>;

impl OfficerUpdates {
    /// The function that the settings describe.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] naming what is missing.
    pub fn new(config: &Config) -> Result<Self, ConfigError> {
        let helpline = Arc::new(aws::wiring::helpline(config)?);
        let https = helpline.public_url.starts_with("https://");
        let files = config.files_link_url()?.and_then(|url| helpline::hosts::origin(&url));
        let guard = Guard::new(https, files.as_deref());
        Ok(Self { tail: AfterAnswer::new(Arc::clone(&helpline)), helpline, guard })
    }

    /// The work after each answer.
    #[must_use]
    pub fn tail(&self) -> AfterAnswer {
        self.tail.clone()
    }

    /// Answers one request.
    pub async fn handle(&self, request: Request) -> Response<Body> {
        let now = received_at(&request);
        let head = request.method().as_str() == "HEAD";
        let path = request.raw_http_path().to_owned();
        let route = Route::of(request.method().as_str(), &path);
        let answered = match &route {
            Ok(route) if route.spec.is_api() => self.api(route, &request, now).await,
            Ok(route) => self.page(route, &request, now).await,
            Err(others) => Ok((nowhere(&path, others), Vec::new())),
        };
        let (answer, settlements) = answered.unwrap_or_else(|error| {
            log::failure("officer-updates", &error);
            (if is_api(&path) { api::unavailable() } else { skin::unavailable() }, Vec::new())
        });
        self.tail.leave(settlements);
        answer.respond(&self.guard, head)
    }

    /// A page, or a form of one.
    async fn page(&self, route: &Route<'_>, request: &Request, now: DateTime<Utc>) -> Answered {
        let token = route.value(0);
        match route.spec.at {
            At::Case => self.show(token, request, now).await,
            At::Press => self.submit(token, request, now).await,
            At::Readers => self.readers(token, request, now).await,
            At::File => self.file(token, route.value(1), request, now).await,
            At::List => self.list(token, request, now).await,
            At::ListPin => self.list_pin(token, request, now).await,
            at => {
                let path = request.raw_http_path().trim_start_matches('/');
                let rest: Vec<&str> = path.split('/').skip(1).collect();
                match at {
                    At::Dm => dm::handle(self, &rest, request, now).await,
                    _ => desk::handle(self, &rest, request, now).await,
                }
            }
        }
    }

    /// A call of the API.
    async fn api(&self, route: &Route<'_>, request: &Request, now: DateTime<Utc>) -> Answered {
        if let Some(refused) = api::unreadable(request).filter(|_| route.spec.writes()) {
            return Ok((refused, Vec::new()));
        }
        // The first name of the pattern: of a link or a list its token.
        let token = route.value(0);
        match route.spec.at {
            At::Document => return Ok((api::ok(&openapi::document()), Vec::new())),
            At::ApiLogin => return self.api_login(request, now).await,
            At::ApiCode => return self.api_code(request, now).await,
            At::ApiCase => return self.api_show(token, request, now).await,
            At::ApiAct => return self.api_act(token, route.value(1), request, now).await,
            At::ApiList => return self.api_list(token, request, now).await,
            At::ApiListOpen => return self.api_list_open(token, request, now).await,
            _ => {}
        }
        let staff = match self.api_staff(route.spec.needs, request, now).await? {
            Ok(staff) => staff,
            Err(refused) => return Ok((refused, Vec::new())),
        };
        match route.spec.at {
            At::ApiQueue => self.api_queue(&staff, now).await,
            At::ApiCalls => self.api_calls(&staff, now).await,
            At::ApiRegister => self.api_register(&staff, request, now).await,
            At::ApiQuarantine => self.api_quarantine().await,
            At::ApiPolicy => self.api_policy(&staff, now).await,
            At::ApiVersions => self.api_versions(&staff, now).await,
            At::ApiEdit => self.api_edit(&staff, token, request, now).await,
            At::ApiFigures => self.api_figures(&staff, &query(request), now).await,
            At::ApiCases => self.api_cases(&staff, &query(request), now).await,
            at @ (At::ApiCsv | At::ApiXlsx) => self.api_export(&staff, at, request, now).await,
            _ => Ok((api::not_found(), Vec::new())),
        }
    }

    /// The page, for a session; else the front. Changes nothing.
    async fn show(&self, token: &str, request: &Request, now: DateTime<Utc>) -> Answered {
        let query = query(request);
        let caller = Caller { token, session: session_of(request), pin: None, staff: None, now };
        let skin = Skin { helpline: &self.helpline, caller, query: &query, https: self.guard.https };
        let answer = match unlock(&self.helpline, caller).await? {
            Ok(granted) => skin.read(&granted).await?,
            Err(denied) => {
                let logged_in = match &denied.end {
                    End::NeedsPin(case) => {
                        let caller = Caller { staff: staff_of(request), ..caller };
                        is_logged_in(&self.helpline, case, caller).await?
                    }
                    _ => false,
                };
                skin.first_look(denied.end, logged_in)
            }
        };
        Ok((answer, Vec::new()))
    }

    /// A form of the page.
    async fn submit(&self, token: &str, request: &Request, now: DateTime<Utc>) -> Answered {
        let (query, form) = (query(request), Fields::parse(request.body()));
        let press = Press::from_form(&form);
        let Some(wanted) = press.wanted() else {
            return Ok((Answer::new(400, HTML, page::bare(words::BAD_REQUEST).into_string()), Vec::new()));
        };
        let caller = Caller {
            token,
            session: session_of(request),
            pin: press.pin.as_deref(),
            staff: staff_of(request),
            now,
        };
        // A form without a version has seen none: 0 is no version.
        let seen = press.version.unwrap_or_default();
        let Performed { end, settlements } = perform(&self.helpline, caller, wanted, seen).await?;
        let skin = Skin { helpline: &self.helpline, caller, query: &query, https: self.guard.https };
        let answer = skin.answer(end, &press).await;
        Ok((answer, settlements))
    }

    /// A file that she sent: a link to it that is good for a few minutes, for a
    /// session. Who has none learns nothing, not even whether there is a file.
    async fn file(&self, token: &str, name: &str, request: &Request, now: DateTime<Utc>) -> Answered {
        let caller = Caller { token, session: session_of(request), pin: None, staff: None, now };
        let refused = |status, text| Answer::new(status, HTML, page::bare(text).into_string());
        let answer = match unlock(&self.helpline, caller).await? {
            Ok(granted) if granted.is_theirs() => {
                let link = act::file_link(&self.helpline, &granted.case, name, now).await?;
                link.map_or_else(|| refused(404, words::NO_FILE), Answer::found)
            }
            Ok(_) => refused(403, words::MOVED_TITLE),
            Err(denied) if matches!(denied.end, End::NotFound) => refused(404, words::NOT_FOUND),
            Err(_) => refused(401, words::PIN_NEEDED),
        };
        Ok((answer, Vec::new()))
    }

    /// An officer's list, for a session; else the PIN's form. Changes nothing.
    async fn list(&self, token: &str, request: &Request, now: DateTime<Utc>) -> Answered {
        let answer = list_page::show(&self.helpline, self.lists(token, request, now)).await?;
        Ok((answer, Vec::new()))
    }

    /// The PIN of an officer's list.
    async fn list_pin(&self, token: &str, request: &Request, now: DateTime<Utc>) -> Answered {
        let form = Fields::parse(request.body());
        let answer = list_page::submit(&self.helpline, self.lists(token, request, now), &form).await?;
        Ok((answer, Vec::new()))
    }

    fn lists<'a>(&self, token: &'a str, request: &'a Request, now: DateTime<Utc>) -> list_page::Caller<'a> {
        let (session, language) = (session_of(request), query(request).language());
        list_page::Caller { token, session, language, now, https: self.guard.https }
    }
}

/// What has no route: the API says which methods its path takes.
fn nowhere(path: &str, others: &[&str]) -> Answer {
    match (is_api(path), others) {
        (true, []) => api::not_found(),
        (true, others) => api::wrong_method(others),
        (false, _) => Answer::new(404, HTML, page::bare(words::NOT_FOUND).into_string()),
    }
}

fn session_of(request: &Request) -> Option<&str> {
    session::carried(header(request, "cookie"), header(request, "authorization"))
}

/// The session at the desk, unless another site's page sent the request.
fn staff_of(request: &Request) -> Option<&str> {
    login::carried(request).filter(|_| login::is_our_own(request))
}

fn query(request: &Request) -> Fields {
    Fields::parse(request.uri().query().unwrap_or_default().as_bytes())
}
