//! Logging in: the registered number, a one-time code by SMS, a session.
//!
//! The number travels in forms only, never in an address. Who asks once with a
//! number that nobody has gets the same page as an officer.

use chrono::{DateTime, Utc};
use domain::Language;
use domain::calendar_words::moment;
use helpline::staff::{self, LoginError, SESSION_LASTS, Staff};
use lambda_http::Request;
use maud::html;

use crate::headers::{Answer, HTML};
use crate::page::Alert;
use crate::request::{Fields, header};
use crate::staff_page::{StaffView, shell};
use crate::{Answered, OfficerUpdates, words_staff as words};

/// The cookie of a session at the desk.
const COOKIE: &str = "staff";

/// The session at the desk that a request carries.
pub(crate) fn carried(request: &Request) -> Option<&str> {
    let pairs = header(request, "cookie")?.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(name, _)| *name == COOKIE).map(|(_, value)| value).next()
}

/// Whether a form came from a page of ours. A browser that says where a request
/// comes from is believed (Fetch Metadata, W3C); the cookie's `SameSite` holds
/// for the others.
pub(crate) fn is_our_own(request: &Request) -> bool {
    !matches!(header(request, "sec-fetch-site"), Some("cross-site" | "same-site"))
}

fn cookie(session: &str, seconds: i64, https: bool) -> String {
    let secure = if https { "; Secure" } else { "" };
    format!("{COOKIE}={session}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
}

/// Where to go after the login: a page of staff, nothing else.
fn next_page(wanted: Option<&str>) -> &'static str {
    match wanted {
        Some("/dm") => "/dm",
        _ => "/desk",
    }
}

/// The login's first page.
pub(crate) fn ask_number(query: &Fields, wanted: Option<&str>, alert: Option<&Alert>) -> Answer {
    let view = view(query);
    let page = shell(
        &view,
        view.say(words::LOG_IN),
        alert,
        html! {
            form method="post" action=(view.to("/desk/login")) {
                input type="hidden" name="next" value=(next_page(wanted));
                label for="phone" { (view.say(words::LOGIN_NUMBER)) }
                input #phone name="phone" type="tel" inputmode="tel" autocomplete="tel" required autofocus;
                p.meta { (view.say(words::LOGIN_HINT)) }
                button { (view.say(words::LOGIN_SEND)) }
            }
        },
    );
    Answer::new(if alert.is_some() { 422 } else { 200 }, HTML, page.into_string())
}

fn ask_code(query: &Fields, form: &Fields, alert: Option<&Alert>) -> Answer {
    let view = view(query);
    let page = shell(
        &view,
        view.say(words::LOG_IN),
        alert,
        html! {
            p { (view.say(words::CODE_SENT)) }
            form method="post" action=(view.to("/desk/code")) {
                input type="hidden" name="next" value=(next_page(form.get("next")));
                input type="hidden" name="phone" value=(form.get("phone").unwrap_or_default());
                label for="code" { (view.say(words::CODE)) }
                input.pin #code name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="8" required autofocus;
                button { (view.say(words::LOG_IN)) }
            }
            p { a href=(view.to("/desk/login")) { (view.say(words::CODE_AGAIN)) } }
        },
    );
    Answer::new(if alert.is_some() { 422 } else { 200 }, HTML, page.into_string())
}

/// A form came from somebody whose session had run out: what was written is kept
/// in the page, to be sent again after a login beside it. A PIN is not kept.
pub(crate) fn session_over(query: &Fields, path: &str, form: &Fields) -> Answer {
    let view = view(query);
    let page = shell(
        &view,
        view.say(words::SESSION_OVER),
        Alert::bad(view.say(words::SESSION_KEPT)).as_ref(),
        html! {
            p { a href=(view.to("/desk/login")) target="_blank" rel="noopener" { (view.say(words::LOG_IN_BESIDE)) } }
            form method="post" action=(view.to(path)) {
                @for (name, value) in form.pairs().filter(|(name, _)| *name != "pin") {
                    input type="hidden" name=(name) value=(value);
                }
                button { (view.say(words::SEND_AGAIN)) }
            }
        },
    );
    Answer::new(401, HTML, page.into_string())
}

fn view(query: &Fields) -> StaffView<'static> {
    let language = query.language().unwrap_or(Language::Hindi);
    StaffView { staff: None, language, path: "/desk/login" }
}

/// What went wrong, as the page says it.
fn said(error: &LoginError, language: Language) -> Option<Alert> {
    Alert::bad(match error {
        LoginError::TooMany(many) => {
            format!("{} {}", words::TOO_MANY_CODES.say(language), moment(many.again_at, language))
        }
        LoginError::Wrong(left) => format!("{} {left}", words::WRONG_CODE.say(language)),
        LoginError::NoCode => words::NO_CODE.say(language).to_owned(),
        LoginError::NotSent | LoginError::Store(_) => words::CODE_NOT_SENT.say(language).to_owned(),
    })
}

impl OfficerUpdates {
    /// Who is logged in at the desk.
    ///
    /// # Errors
    ///
    /// [`helpline::StoreError`] if no policy can be read.
    pub(crate) async fn staff(
        &self,
        request: &Request,
        now: DateTime<Utc>,
    ) -> Result<Option<Staff>, helpline::StoreError> {
        match carried(request) {
            Some(session) => staff::of_session(&self.helpline, session, now).await,
            None => Ok(None),
        }
    }

    /// A number was entered: the code is on its way, if it is an officer's.
    pub(crate) async fn login_number(&self, query: &Fields, form: &Fields, now: DateTime<Utc>) -> Answered {
        let phone = form.get("phone").unwrap_or_default();
        let answer = match staff::send_code(&self.helpline, phone, now).await {
            Ok(()) => ask_code(query, form, None),
            Err(LoginError::Store(error)) => return Err(error),
            Err(error) => {
                let alert = said(&error, view(query).language);
                ask_number(query, form.get("next"), alert.as_ref())
            }
        };
        Ok((answer, Vec::new()))
    }

    /// A code was entered.
    pub(crate) async fn login_code(&self, query: &Fields, form: &Fields, now: DateTime<Utc>) -> Answered {
        let (phone, code) = (form.get("phone").unwrap_or_default(), form.get("code").unwrap_or_default());
        let answer = match staff::enter_code(&self.helpline, phone, code, now).await {
            Ok(staff) => {
                let (session, _) = staff::mint(&self.helpline, &staff, now);
                let cookie = cookie(&session, SESSION_LASTS.num_seconds(), self.guard.https);
                let next = view(query).to(next_page(form.get("next")));
                Answer::see_other(next).with("set-cookie", cookie)
            }
            Err(LoginError::Store(error)) => return Err(error),
            Err(error) => {
                let alert = said(&error, view(query).language);
                ask_code(query, form, alert.as_ref())
            }
        };
        Ok((answer, Vec::new()))
    }

    /// Leaves the desk.
    pub(crate) fn logout(&self) -> Answer {
        Answer::see_other("/desk/login".to_owned()).with("set-cookie", cookie("", 0, self.guard.https))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_elsewhere_after_the_login() {
        for (wanted, next) in [
            (None, "/desk"),
            (Some("/dm"), "/dm"),
            (Some("//evil.example"), "/desk"),
            (Some("/c/x"), "/desk"),
        ] {
            assert_eq!(next_page(wanted), next);
        }
    }

    #[test]
    fn the_cookie_is_hidden_from_scripts_and_other_sites() {
        let plain = cookie("lko:x:1.t", 14_400, false);
        assert_eq!(plain, "staff=lko:x:1.t; Path=/; Max-Age=14400; HttpOnly; SameSite=Strict");
        assert!(cookie("x", 1, true).ends_with("; Secure"));
    }
}
