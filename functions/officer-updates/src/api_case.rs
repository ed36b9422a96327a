//! The API of one complaint: reading it for a session, acting on it.

use chrono::{DateTime, Utc};
use futures_util::future::try_join;
use helpline::{act, others};
use lambda_http::Request;

use crate::api::{self, malformed};
use crate::api_seen::{Seen, seen};
use crate::headers::Answer;
use crate::perform::{Caller, End, Performed, Sight, perform, unlock};
use crate::press::{Press, Wanted};
use crate::request::header;
use crate::{Answered, OfficerUpdates, session, session_of, staff_of};

impl OfficerUpdates {
    /// The complaint as JSON, for a session. A PIN is not looked at: counting a
    /// wrong one would make a GET write, and not counting it would let all be
    /// tried; `POST .../open` turns a PIN into a session.
    pub(crate) async fn api_show(&self, token: &str, request: &Request, now: DateTime<Utc>) -> Answered {
        let caller = Caller { token, session: session_of(request), pin: None, staff: None, now };
        let Performed { end, settlements } = match unlock(&self.helpline, caller).await? {
            Ok(granted) => End::Opened(granted).into(),
            Err(denied) => denied,
        };
        let answer = match end {
            End::Opened(granted) if granted.sight() != Sight::Nothing => {
                let (case, etag) = (&granted.case, api::etag(granted.case.complaint.version));
                let (file, beside) =
                    try_join(act::read(&self.helpline, case), others::of(&self.helpline, case)).await?;
                api::ok(&api::case_file(case, &file, &beside)).with("etag", etag)
            }
            End::Opened(granted) => self.api_answer(End::NotTheirs(granted), caller, 409),
            end => self.api_answer(end, caller, 409),
        };
        Ok((answer, settlements))
    }

    /// An action by JSON.
    pub(crate) async fn api_act(
        &self,
        token: &str,
        action: &str,
        request: &Request,
        now: DateTime<Utc>,
    ) -> Answered {
        let refuse = |answer| Ok((answer, Vec::new()));
        let Some(press) = Press::from_json(action, request.body()) else {
            return refuse(malformed("The body must be a JSON object of the documented form."));
        };
        let Some(wanted) = press.wanted() else { return refuse(api::not_found()) };
        let seen = match seen(request, press.version) {
            Ok(seen) => seen,
            Err(_) if wanted == Wanted::Open => Seen { version: 0, stale: 409 },
            Err(answer) => return refuse(answer),
        };
        let (session, pin) = (session_of(request), press.pin.as_deref());
        // A session at the desk may come as a bearer's too: none is good for the other.
        let staff = staff_of(request).or_else(|| session::carried(None, header(request, "authorization")));
        let caller = Caller { token, session, pin, staff, now };
        let Performed { end, settlements } = perform(&self.helpline, caller, wanted, seen.version).await?;
        Ok((self.api_answer(end, caller, seen.stale), settlements))
    }

    fn api_answer(&self, end: End, caller: Caller<'_>, stale: u16) -> Answer {
        api::answer(end, stale, |_| session::mint(&self.helpline.vault, caller.token, caller.now))
    }
}
