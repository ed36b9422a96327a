//! What the page and the API do alike: open the link, ask for the PIN, act.
//! Skins around it turn an [`End`] into HTML or JSON. Who is logged in at the
//! desk needs no PIN for their own links.

use aws::Deployed;
use chrono::{DateTime, Utc};
use domain::{Refused, access, officer};
use helpline::act::{self, ActError, Case, WRONG_PINS};
use helpline::ports::Settlement;
use helpline::{StoreError, log, staff};

use crate::pin;
use crate::press::Wanted;

/// Who calls, by which link, when.
#[derive(Clone, Copy)]
pub(crate) struct Caller<'a> {
    /// The token in the link.
    pub(crate) token: &'a str,
    /// The session that came along, not looked at yet.
    pub(crate) session: Option<&'a str>,
    /// The PIN that came along, not looked at yet.
    pub(crate) pin: Option<&'a str>,
    /// The session at the desk that came along, not looked at yet; none where
    /// nothing may be written, since that somebody reads is written.
    pub(crate) staff: Option<&'a str>,
    /// The moment of the request.
    pub(crate) now: DateTime<Utc>,
}

/// A case that its officer has opened.
pub(crate) struct Granted {
    /// The case.
    pub(crate) case: Box<Case>,
    /// Whether by the PIN or as one who is logged in at the desk, so that the
    /// reading is to be recorded and a session is due.
    pub(crate) by_pin: bool,
}

/// How much of a case its officer sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// All of it.
    Whole,
    /// What happened when, without her words, her number and officers' texts.
    Course,
    /// Where it went.
    Nothing,
}

impl Granted {
    /// How much of it the officer sees.
    pub(crate) fn sight(&self) -> Sight {
        sight(&self.case)
    }

    /// Whether the officer may read what she said.
    pub(crate) fn is_theirs(&self) -> bool {
        is_theirs(&self.case)
    }
}

/// How a request ended. Nothing was changed but in [`End::Done`] and by the
/// counting of wrong PINs.
pub(crate) enum End {
    /// The token names nothing.
    NotFound,
    /// Neither session nor PIN.
    NeedsPin(Box<Case>),
    /// A wrong PIN, and how many tries are left.
    WrongPin(Box<Case>, u8),
    /// No PIN is taken until then.
    Locked(Box<Case>, DateTime<Utc>),
    /// The officer has no part in it any more.
    NotTheirs(Granted),
    /// The case is open to read.
    Opened(Granted),
    /// The action of this name was done, now or by the same press before.
    Done(Granted, &'static str),
    /// The rules do not allow it.
    Refused(Granted, Refused),
}

/// How it ended, and what is to be left to the tail.
pub(crate) struct Performed {
    /// How.
    pub(crate) end: End,
    /// Effects carried out and still to be marked so.
    pub(crate) settlements: Vec<Settlement>,
}

impl From<End> for Performed {
    fn from(end: End) -> Self {
        Self { end, settlements: Vec::new() }
    }
}

/// Whether the officer may read what she said.
pub(crate) fn is_theirs(case: &Case) -> bool {
    sight(case) == Sight::Whole
}

/// How much of it the officer sees, by the domain's table.
pub(crate) fn sight(case: &Case) -> Sight {
    let (policy, complaint, officer) = (&case.policy, &case.complaint, &case.officer.id);
    match () {
        () if !case.officer.active => Sight::Nothing,
        () if access::reads_her(policy, complaint, officer) => Sight::Whole,
        () if access::officer_may(policy, complaint, officer, access::READ) => Sight::Course,
        () => Sight::Nothing,
    }
}

/// The actions that this officer may take now, in the order of the page: the
/// domain's own answer, of table and workflow.
pub(crate) fn allowed(case: &Case) -> Vec<&'static str> {
    officer::offered(&case.policy, &case.complaint, &case.officer.id)
}

/// Opens the link and asks for session or PIN; the case is granted by either.
/// Who shows a case granted by PIN records the PIN first ([`record_pin`], or
/// the action itself).
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub(crate) async fn unlock(
    helpline: &Deployed,
    caller: Caller<'_>,
) -> Result<Result<Granted, Performed>, StoreError> {
    unlock_with(helpline, caller, false).await
}

/// The same, with her other complaints where the action may concern them.
async fn unlock_with(
    helpline: &Deployed,
    caller: Caller<'_>,
    with_others: bool,
) -> Result<Result<Granted, Performed>, StoreError> {
    let Some(case) = act::open_with(helpline, caller.token, with_others).await? else {
        return Ok(Err(End::NotFound.into()));
    };
    let is_session = |session: &str| helpline.vault.is_session(caller.token, session, caller.now);
    if caller.session.is_some_and(is_session) {
        return Ok(Ok(Granted { case: Box::new(case), by_pin: false }));
    }
    if is_logged_in(helpline, &case, caller).await? {
        return Ok(Ok(Granted { case: Box::new(case), by_pin: true }));
    }
    let Some(entered) = caller.pin.filter(|entered| !entered.trim().is_empty()) else {
        return Ok(Err(End::NeedsPin(Box::new(case)).into()));
    };
    if let Some(until) = case.link.locked_until.filter(|_| case.is_locked(caller.now)) {
        return Ok(Err(End::Locked(Box::new(case), until).into()));
    }
    match pin::is_right(entered, &case.officer.pin_hash) {
        Ok(true) => Ok(Ok(Granted { case: Box::new(case), by_pin: true })),
        Ok(false) => wrong(helpline, case, caller.now).await.map(Err),
        Err(bad) => {
            log::failure("pin", &bad);
            Err(StoreError::Corrupt("pin_hash"))
        }
    }
}

/// Whether the caller is logged in at the desk as the officer of this link:
/// never as another, whatever their standing.
///
/// # Errors
///
/// [`StoreError`] if no policy can be read.
pub(crate) async fn is_logged_in(
    helpline: &Deployed,
    case: &Case,
    caller: Caller<'_>,
) -> Result<bool, StoreError> {
    let Some(session) = caller.staff else { return Ok(false) };
    let staff = staff::of_session(helpline, session, caller.now).await?;
    Ok(staff.is_some_and(|staff| {
        (&staff.officer.id, &staff.policy.cell.id) == (&case.officer.id, &case.policy.cell.id)
    }))
}

/// Counts a wrong PIN.
async fn wrong(helpline: &Deployed, case: Case, now: DateTime<Utc>) -> Result<Performed, StoreError> {
    let (case, settlements) = match act::wrong_pin(helpline, case, now).await {
        Ok(counted) => counted,
        Err(error) => return not_shown(error).map(Performed::from),
    };
    let left = WRONG_PINS.saturating_sub(case.link.wrong);
    let case = Box::new(case);
    let end = match case.link.locked_until.filter(|until| now < *until) {
        Some(until) => End::Locked(case, until),
        None => End::WrongPin(case, left),
    };
    Ok(Performed { end, settlements })
}

/// Does what a press asks for.
///
/// # Errors
///
/// [`StoreError`] if nothing was stored and the same press may be made again.
pub(crate) async fn perform(
    helpline: &Deployed,
    caller: Caller<'_>,
    wanted: Wanted,
    seen_version: u64,
) -> Result<Performed, StoreError> {
    let with_others = matches!(&wanted, Wanted::Do(action) if action.concerns_others());
    let granted = match unlock_with(helpline, caller, with_others).await? {
        Ok(granted) => granted,
        Err(denied) => return Ok(denied),
    };
    let action = match wanted {
        Wanted::Do(action) if granted.case.officer.active => action,
        Wanted::Without(field) if granted.sight() != Sight::Nothing => {
            let missing = |granted| End::Refused(granted, Refused::Missing { field });
            return record_pin(helpline, granted, caller.now, missing).await;
        }
        Wanted::Do(_) | Wanted::Without(_) => {
            return record_pin(helpline, granted, caller.now, End::NotTheirs).await;
        }
        Wanted::Open => return record_pin(helpline, granted, caller.now, End::Opened).await,
    };
    let (name, by_pin) = (action.name(), granted.by_pin);
    match act::act(helpline, *granted.case, action, seen_version, by_pin, caller.now).await {
        Ok((case, settlements)) => {
            let end = End::Done(Granted { case: Box::new(case), by_pin }, name);
            Ok(Performed { end, settlements })
        }
        Err(ActError::Refused(refused, case)) => {
            let granted = Granted { case, by_pin };
            let end = |granted: Granted| match refused {
                Refused::NotYours if granted.sight() == Sight::Nothing => End::NotTheirs(granted),
                refused => End::Refused(granted, refused),
            };
            record_pin(helpline, granted, caller.now, end).await
        }
        Err(error) => not_shown(error).map(Performed::from),
    }
}

/// Ends a request that changes nothing of the complaint, with the right PIN
/// recorded first, if there was one.
///
/// # Errors
///
/// [`StoreError`] if it could not be recorded: then the case is not shown.
pub(crate) async fn record_pin(
    helpline: &Deployed,
    mut granted: Granted,
    now: DateTime<Utc>,
    end: impl FnOnce(Granted) -> End,
) -> Result<Performed, StoreError> {
    if granted.by_pin
        && let Err(error) = act::right_pin(helpline, &mut granted.case, now).await
    {
        return not_shown(error).map(Performed::from);
    }
    Ok(end(granted).into())
}

/// Where a right PIN could not be recorded. Recording asks no rule that could
/// refuse.
fn not_shown(error: ActError) -> Result<End, StoreError> {
    match error {
        ActError::Locked(case) => match case.link.locked_until {
            Some(until) => Ok(End::Locked(case, until)),
            None => Err(StoreError::Busy),
        },
        ActError::Store(error) => Err(error),
        ActError::Refused(..) => Err(StoreError::Busy),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::case;
    use domain::complaint::Status;
    use domain::event::{Event, OfficerActed};
    use domain::{Context, decide};

    /// What is offered is what the domain does; what is not, it refuses.
    fn check(status: Status, acknowledged: bool) {
        let mut case = case();
        case.complaint.status = status;
        case.complaint.acknowledged_at = acknowledged.then_some(case.complaint.registered_at);
        case.complaint.disposed_at = Some(case.complaint.registered_at);
        // An earlier one of hers, with which it could be merged.
        let earlier = domain::complaint::Complaint {
            reference: domain::Reference::generate("LKO", 41).unwrap(),
            registered_at: case.complaint.registered_at - chrono::TimeDelta::days(1),
            status: Status::Registered,
            ..case.complaint.clone()
        };
        let into = earlier.reference.clone();
        case.state.complaints = vec![case.complaint.clone(), earlier];
        let reference = &case.complaint.reference;
        let context =
            Context { policy: &case.policy, now: case.complaint.registered_at, fresh_reference: reference };
        let decided = officer::ACTIONS.into_iter().filter(|name| {
            let fields = "text=x&reason=document&to=dm-lko&outcome=relief&days=1&until=2026-12-15&category=pension&number=1";
            let fields = match *name {
                "hand_off" => fields.replace("dm-lko", "police"),
                "call_back" => fields.replace("relief", "confirmed"),
                "merge" => fields.replace("dm-lko", into.as_str()).replace("document", "same_event"),
                _ => fields.to_owned(),
            };
            let fields = crate::request::Fields::parse(format!("action={name}&{fields}").as_bytes());
            let Some(Wanted::Do(action)) = crate::press::Press::from_form(&fields).wanted() else {
                panic!("{name}")
            };
            let event = Event::OfficerActed(OfficerActed {
                officer: case.officer.id.clone(),
                reference: reference.clone(),
                seen_version: case.complaint.version,
                action,
            });
            decide(&case.state, event, &context).is_ok()
        });
        let decided: Vec<_> = decided.collect();
        assert_eq!(allowed(&case), decided, "{status:?}, acknowledged: {acknowledged}");
    }

    #[test]
    fn the_page_offers_what_the_domain_allows() {
        check(Status::Registered, false);
        check(Status::Registered, true);
        check(Status::Acknowledged, true);
        check(Status::InProgress, true);
        check(Status::AwaitingComplainant, true);
        check(Status::Disposed, true);
        check(Status::Disposed, false);
        check(Status::Closed, true);
        check(Status::ClosedUnconfirmed, true);
    }

    /// Strangers at the head see the course, and her only where it is theirs to
    /// call her back; other strangers see nothing.
    #[test]
    fn how_much_is_seen_without_a_part_in_it() {
        let check = |id: &str, drawn: bool, seen: Sight| {
            let mut case = case();
            case.officer = case.policy.everybody().find(|officer| officer.id.as_str() == id).unwrap().clone();
            if drawn {
                case.complaint.status = Status::ClosedUnconfirmed;
                case.complaint.course.call_back = Some(domain::course::CallBack::Drawn);
            }
            assert_eq!(sight(&case), seen, "{id}, drawn: {drawn}");
        };
        check("adm-lko", false, Sight::Course);
        check("dm-lko", false, Sight::Course);
        check("adm-lko", true, Sight::Whole);
        check("duty-1", false, Sight::Nothing);
        check("duty-1", true, Sight::Nothing);
        let mut case = case();
        assert_eq!(sight(&case), Sight::Whole);
        case.complaint.accused = vec![domain::conflict::Accused::Officer(case.officer.id.clone())];
        assert_eq!(sight(&case), Sight::Nothing);
    }

    #[test]
    fn an_officer_out_of_post_has_no_part_in_it() {
        let mut case = case();
        assert!(is_theirs(&case));
        case.officer.active = false;
        assert!(!is_theirs(&case));
    }
}
