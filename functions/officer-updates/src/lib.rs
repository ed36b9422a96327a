//! The officer's link: the page (`/c/{token}`) and the same as JSON
//! (`/v1/c/{token}`).
//!
//! GET and HEAD of the page change nothing, since previews fetch links. Every
//! POST needs the session or the PIN. Neither token, PIN nor anybody's words
//! are ever logged.

mod api;
mod desk;
mod desk_home;
mod desk_register;
mod headers;
mod list_page;
mod login;
mod page;
mod page_case;
mod page_course;
mod page_forms;
mod perform;
mod pin;
mod press;
mod request;
mod session;
mod skin;
mod staff_page;
#[cfg(test)]
#[path = "tests/testing.rs"]
mod testing;
mod words;
mod words_desk;
mod words_filled;
mod words_forms;
mod words_staff;

use std::sync::Arc;

use aws::{AfterAnswer, Config, ConfigError, Deployed};
use chrono::{DateTime, Utc};
use helpline::ports::Settlement;
use helpline::{StoreError, act, log};
use lambda_http::{Body, Request, RequestExt as _, Response};

use crate::headers::{Answer, Guard, HTML};
use crate::perform::{Caller, End, Granted, Performed, is_logged_in, perform, unlock};
use crate::press::{Press, Wanted};
use crate::request::{Fields, Route, header, received_at};
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
        let is_api = matches!(route, Route::ApiShow(_) | Route::ApiAct(..));
        let answered = match route {
            Route::Show(token) => self.show(token, &request, now).await,
            Route::Submit(token) => self.submit(token, &request, now).await,
            Route::File(token, name) => self.file(token, name, &request, now).await,
            Route::List(token) => self.list(token, &request, now).await,
            Route::ListPin(token) => self.list_pin(token, &request, now).await,
            Route::ApiShow(token) => self.api_show(token, &request, now).await,
            Route::ApiAct(token, action) => self.api_act(token, action, &request, now).await,
            Route::Desk(rest) => desk::handle(self, &rest, &request, now).await,
            Route::Nowhere => {
                Ok((Answer::new(404, HTML, page::bare(words::NOT_FOUND).into_string()), Vec::new()))
            }
        };
        let (answer, settlements) = answered.unwrap_or_else(|error| {
            log::failure("officer-updates", &error);
            (if is_api { api::unavailable() } else { skin::unavailable() }, Vec::new())
        });
        self.tail.leave(settlements);
        answer.respond(&self.guard, head)
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
        let caller = Caller { token, session: session_of(request), pin: press.pin.as_deref(), staff: staff_of(request), now };
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

    /// The complaint as JSON, for a session. A PIN is not looked at: counting a
    /// wrong one would make a GET write, and not counting it would let all be
    /// tried; `POST .../open` turns a PIN into a session.
    async fn api_show(&self, token: &str, request: &Request, now: DateTime<Utc>) -> Answered {
        let caller = Caller { token, session: session_of(request), pin: None, staff: None, now };
        let Performed { end, settlements } = match unlock(&self.helpline, caller).await? {
            Ok(granted) => End::Opened(granted).into(),
            Err(denied) => denied,
        };
        let answer = match end {
            End::Opened(granted) if granted.is_theirs() => {
                let file = act::read(&self.helpline, &granted.case).await?;
                api::ok(&api::case_file(&granted.case, &file))
            }
            End::Opened(granted) => self.api_answer(End::NotTheirs(granted), caller),
            end => self.api_answer(end, caller),
        };
        Ok((answer, settlements))
    }

    /// An action by JSON.
    async fn api_act(&self, token: &str, action: &str, request: &Request, now: DateTime<Utc>) -> Answered {
        let malformed = |detail: &str| Ok((api::malformed(detail), Vec::new()));
        let Some(press) = Press::from_json(action, request.body()) else {
            return malformed("The body must be a JSON object of pin, version, text, reason, to, outcome.");
        };
        let Some(wanted) = press.wanted() else { return malformed("There is no such action.") };
        if press.version.is_none() && wanted != Wanted::Open {
            return malformed("version is missing: the version of the complaint that was seen.");
        }
        let caller = Caller { token, session: session_of(request), pin: press.pin.as_deref(), staff: staff_of(request), now };
        let seen = press.version.unwrap_or_default();
        let Performed { end, settlements } = perform(&self.helpline, caller, wanted, seen).await?;
        Ok((self.api_answer(end, caller), settlements))
    }

    fn api_answer(&self, end: End, caller: Caller<'_>) -> Answer {
        api::answer(end, |_: &Granted| session::mint(&self.helpline.vault, caller.token, caller.now))
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
