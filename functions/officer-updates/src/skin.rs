//! How an [`End`] looks as a page.

use aws::Deployed;
use domain::{Language, Refused};
use helpline::act::{self, Case};
use helpline::{StoreError, log, others};
use maud::Markup;

use crate::headers::{Answer, HTML};
use crate::page::{Alert, Front, View, bare, front, moved};
use crate::page_case::case_page;
use crate::page_course::course_page;
use crate::page_part::Parts;
use crate::perform::{Caller, End, Granted, Sight};
use crate::press::Press;
use crate::request::Fields;
use crate::{session, words};

/// What the page needs besides the end.
pub(crate) struct Skin<'a> {
    /// Reads the case.
    pub(crate) helpline: &'a Deployed,
    /// Who called.
    pub(crate) caller: Caller<'a>,
    /// The query string: `lang`, `done`.
    pub(crate) query: &'a Fields,
    /// Whether the address is https.
    pub(crate) https: bool,
}

/// A page for when nothing was stored.
pub(crate) fn unavailable() -> Answer {
    Answer::new(503, HTML, bare(words::TRY_AGAIN).into_string()).with("retry-after", "5".to_owned())
}

fn html(status: u16, page: Markup) -> Answer {
    Answer::new(status, HTML, page.into_string())
}

impl Skin<'_> {
    /// In the officer's language, or the one asked for.
    fn view(&self, case: &Case) -> View<'_> {
        let asked = self.query.language();
        let language = asked.unwrap_or(case.officer.language);
        View {
            token: self.caller.token,
            language,
            asked: asked.is_some(),
            parts: Parts::of(self.query),
            now: self.caller.now,
        }
    }

    /// The first look at a link, without session: 200, whatever the lock. Who
    /// is logged in at the desk needs no PIN.
    pub(crate) fn first_look(&self, end: End, logged_in: bool) -> Answer {
        match end {
            End::NeedsPin(case) if logged_in => {
                html(200, front(&self.view(&case), &Front::logged_in(&case.complaint), None, None))
            }
            End::NeedsPin(case) => {
                let view = self.view(&case);
                let locked = case.link.locked_until.filter(|_| case.is_locked(self.caller.now));
                let alert = match locked {
                    Some(until) => Alert::bad(words::locked(view.language, until)),
                    None => acknowledged(&view, &case, self.query),
                };
                html(200, front(&view, &Front::of(&case.complaint), alert.as_ref(), None))
            }
            _ => html(404, bare(words::NOT_FOUND)),
        }
    }

    /// The case for one who has opened it, with what was just done.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the table does not answer.
    pub(crate) async fn read(&self, granted: &Granted) -> Result<Answer, StoreError> {
        let view = self.view(&granted.case);
        let done = self.query.get("done").and_then(|action| words::done(view.language, action));
        let alert = done.and_then(Alert::good);
        Ok(html(200, self.case(granted, alert.as_ref(), None).await?))
    }

    /// As much of the case as its officer sees.
    async fn case(
        &self,
        granted: &Granted,
        alert: Option<&Alert>,
        kept: Option<&Press>,
    ) -> Result<Markup, StoreError> {
        let (view, case) = (self.view(&granted.case), &granted.case);
        let sight = granted.sight();
        if sight == Sight::Nothing {
            return Ok(moved(&view, case, alert));
        }
        if sight == Sight::Course {
            let file = act::read(self.helpline, case).await?;
            return Ok(course_page(&view, case, file, alert, kept));
        }
        let (file, beside) =
            futures_util::future::try_join(act::read(self.helpline, case), others::of(self.helpline, case))
                .await?;
        Ok(case_page(&view, case, (&file, &beside), alert, kept))
    }

    /// The answer to a form. What was done is done: it never fails.
    pub(crate) async fn answer(&self, end: End, press: &Press) -> Answer {
        match end {
            End::NotFound => html(404, bare(words::NOT_FOUND)),
            End::NeedsPin(case) => {
                self.ask_pin(401, &case, press, |language| words::PIN_NEEDED.say(language).to_owned())
            }
            End::WrongPin(case, left) => {
                self.ask_pin(403, &case, press, |language| words::wrong_pin(language, left))
            }
            End::Locked(case, until) => {
                self.ask_pin(423, &case, press, |language| words::locked(language, until))
            }
            End::NotTheirs(granted) => {
                let page = moved(&self.view(&granted.case), &granted.case, None);
                self.keep_open(html(403, page), &granted)
            }
            End::Opened(granted) => {
                let address = self.view(&granted.case).address();
                self.keep_open(Answer::see_other(address), &granted)
            }
            End::Done(granted, action) => {
                let address = self.view(&granted.case).address_after(action);
                self.keep_open(Answer::see_other(address), &granted)
            }
            End::Refused(granted, refused) => self.refused(&granted, &refused, press).await,
        }
    }

    fn ask_pin(&self, status: u16, case: &Case, press: &Press, says: impl Fn(Language) -> String) -> Answer {
        let view = self.view(case);
        let alert = Alert::bad(says(view.language));
        html(status, front(&view, &Front::of(&case.complaint), alert.as_ref(), Some(press)))
    }

    /// The case as it stands now, with what the officer wrote.
    async fn refused(&self, granted: &Granted, refused: &Refused, press: &Press) -> Answer {
        let view = self.view(&granted.case);
        let status = match refused {
            Refused::Stale => 409,
            Refused::NotYours => 403,
            _ => 422,
        };
        let alert = Alert::bad(words::refused(view.language, refused, granted.case.complaint.status));
        match self.case(granted, alert.as_ref(), Some(press)).await {
            Ok(page) => self.keep_open(html(status, page), granted),
            Err(error) => {
                log::failure("case file", &error);
                unavailable()
            }
        }
    }

    /// With a session, if the PIN was just right.
    fn keep_open(&self, answer: Answer, granted: &Granted) -> Answer {
        if !granted.by_pin {
            return answer;
        }
        let (session, _) = session::mint(&self.helpline.vault, self.caller.token, self.caller.now);
        answer.with("set-cookie", session::cookie(&session, self.caller.token, self.https))
    }
}

/// Says that it is acknowledged to a browser that keeps no cookies, if it is.
fn acknowledged(view: &View<'_>, case: &Case, query: &Fields) -> Option<Alert> {
    let done = query
        .get("done")
        .filter(|action| *action == "acknowledge" && case.complaint.acknowledged_at.is_some());
    Alert::good(words::done(view.language, done?)?)
}
