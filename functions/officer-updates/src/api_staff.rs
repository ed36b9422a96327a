//! The API for staff: logging in, a walk-in, an officer's own list. The same use
//! cases as the pages', the same rules of who may see what.

use chrono::{DateTime, Utc};
use domain::access_pages::may_open;
use domain::login::CODE_LASTS;
use helpline::act::WRONG_PINS;
use helpline::desk::{Form, MOST_WORDS, Unfit};
use helpline::staff::{self, LoginError, Staff};
use helpline::{StoreError, log, own_list, pin};
use lambda_http::Request;

use crate::api::{self, moment, ok, problem, problem_with};
use crate::api_lists::{Lines, line};
use crate::api_shapes::{Brought, Code, CodeSent, Phone, Pin, Problem, Session, WalkIn};
use crate::headers::Answer;
use crate::request::header;
use crate::routes::Needs;
use crate::{Answered, OfficerUpdates, session};

/// The session in `Authorization: Bearer`. Cookies are not looked at: a form of
/// another site could send them.
fn bearer(request: &Request) -> Option<&str> {
    session::carried(None, header(request, "authorization"))
}

/// Why there is no session.
fn refused(error: LoginError, now: DateTime<Utc>) -> Result<Answer, StoreError> {
    let said = error.to_string();
    Ok(match error {
        LoginError::TooMany(many) => {
            let seconds = (many.again_at - now).num_seconds().max(1);
            problem(429, "too-many-codes", "Too many codes", &said).with("retry-after", seconds.to_string())
        }
        LoginError::NotSent => {
            problem(503, "not-sent", "Not sent", &said).with("retry-after", "60".to_owned())
        }
        LoginError::Wrong(left) => problem_with(403, "wrong-code", "Wrong code", &said, |problem| Problem {
            tries_left: Some(left),
            ..problem
        }),
        LoginError::NoCode => problem(403, "no-code", "No code", &said),
        LoginError::Store(error) => return Err(error),
    })
}

/// Which field of a walk-in must be filled in otherwise.
fn unfit(unfit: Unfit) -> Answer {
    let too_long = format!("words has more than {MOST_WORDS} characters.");
    problem(
        422,
        "unfit",
        "Not registered",
        match unfit {
            Unfit::Nonce => "nonce must be sixteen hexadecimal digits.",
            Unfit::Phone => "phone is no number that can be called.",
            Unfit::Words => "words is empty.",
            Unfit::TooManyWords => &too_long,
            Unfit::Category => "category is none of the categories.",
            Unfit::Area => "area is none of the tehsils.",
            Unfit::Accused => "accused_officers or accused_offices names nobody of this cell.",
        },
    )
}

impl OfficerUpdates {
    /// Who calls a route for staff, if it is open to them; else the answer.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if no policy can be read.
    pub(crate) async fn api_staff(
        &self,
        needs: Needs,
        request: &Request,
        now: DateTime<Utc>,
    ) -> Result<Result<Staff, Answer>, StoreError> {
        let staff = match bearer(request) {
            Some(session) => staff::of_session(&self.helpline, session, now).await?,
            None => None,
        };
        let Some(staff) = staff else { return Ok(Err(api::session_needed())) };
        let open = matches!(needs, Needs::Staff(page) if may_open(&staff.policy, &staff.officer, page));
        Ok(if open { Ok(staff) } else { Err(api::closed()) })
    }

    /// A number to log in with. An unknown one gets the same answer.
    pub(crate) async fn api_login(&self, request: &Request, now: DateTime<Utc>) -> Answered {
        let asked: Phone = match api::read(request) {
            Ok(asked) => asked,
            Err(answer) => return Ok((answer, Vec::new())),
        };
        let answer = match staff::send_code(&self.helpline, &asked.phone, now).await {
            Ok(()) => api::with_status(202, &CodeSent { seconds: CODE_LASTS.num_seconds() }),
            Err(error) => refused(error, now)?,
        };
        Ok((answer, Vec::new()))
    }

    /// The code: a session, or why not.
    pub(crate) async fn api_code(&self, request: &Request, now: DateTime<Utc>) -> Answered {
        let asked: Code = match api::read(request) {
            Ok(asked) => asked,
            Err(answer) => return Ok((answer, Vec::new())),
        };
        let answer = match staff::enter_code(&self.helpline, &asked.phone, &asked.code, now).await {
            Ok(staff) => {
                let (session, until) = staff::mint(&self.helpline, &staff, now);
                ok(&Session { session, expires_at: moment(until) })
            }
            Err(error) => refused(error, now)?,
        };
        Ok((answer, Vec::new()))
    }

    /// A walk-in: registered once, however often it is sent.
    pub(crate) async fn api_register(
        &self,
        staff: &Staff,
        request: &Request,
        now: DateTime<Utc>,
    ) -> Answered {
        let form: WalkIn = match api::read(request) {
            Ok(form) => form,
            Err(answer) => return Ok((answer, Vec::new())),
        };
        match helpline::desk::register(&self.helpline, staff, &form.into(), now).await? {
            Err(why) => Ok((unfit(why), Vec::new())),
            Ok((brought, settlements)) => {
                let token =
                    self.helpline.vault.mint_link(&brought.person, &brought.reference, &staff.officer.id);
                let (reference, before) = (brought.reference.to_string(), brought.before);
                let status = if before { 200 } else { 201 };
                Ok((api::with_status(status, &Brought { reference, token, before }), settlements))
            }
        }
    }

    /// An officer's list, for its session.
    pub(crate) async fn api_list(&self, token: &str, request: &Request, now: DateTime<Utc>) -> Answered {
        let Some(list) = own_list::open(&self.helpline, token).await? else {
            return Ok((api::not_found(), Vec::new()));
        };
        let known = |session: &str| self.helpline.vault.is_session(token, session, now);
        if !bearer(request).is_some_and(known) {
            return Ok((api::session_needed(), Vec::new()));
        }
        let found = own_list::read(&self.helpline, &list, now).await?;
        let lines = found.into_iter().map(|it| line(&it.row, it.token, now)).collect();
        Ok((ok(&Lines { lines }), Vec::new()))
    }

    /// The PIN of an officer's list: a session of this list, or why not.
    pub(crate) async fn api_list_open(&self, token: &str, request: &Request, now: DateTime<Utc>) -> Answered {
        let asked: Pin = match api::read(request) {
            Ok(asked) => asked,
            Err(answer) => return Ok((answer, Vec::new())),
        };
        let Some(mut list) = own_list::open(&self.helpline, token).await? else {
            return Ok((api::not_found(), Vec::new()));
        };
        // Under a lock no hash is looked at.
        let right = list.locked(now).is_none()
            && pin::is_right(&asked.pin, &list.officer.pin_hash).map_err(|bad| {
                log::failure("pin", &bad);
                StoreError::Corrupt("pin_hash")
            })?;
        let answer = if own_list::enter(&self.helpline, &mut list, right, now).await? {
            let (session, until) = session::mint(&self.helpline.vault, token, now);
            ok(&Session { session, expires_at: moment(until) })
        } else if let Some(until) = list.locked(now) {
            api::locked(until)
        } else {
            api::wrong_pin(WRONG_PINS.saturating_sub(list.pins.wrong))
        };
        Ok((answer, Vec::new()))
    }
}

impl From<WalkIn> for Form {
    fn from(sent: WalkIn) -> Self {
        Self {
            nonce: sent.nonce,
            phone: sent.phone,
            name: sent.name,
            words: sent.words,
            category: sent.category,
            area: sent.area,
            language: sent.language,
            urgent: sent.urgent,
            minor: sent.minor,
            accused_officers: sent.accused_officers,
            accused_offices: sent.accused_offices,
        }
    }
}
