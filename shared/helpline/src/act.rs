//! An officer's update: the link, the PIN, the action.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::complaint::Complaint;
use domain::event::{Action, Event, OfficerActed};
use domain::media::MediaState;
use domain::policy::Policy;
use domain::roster::Officer;
use domain::{Decision, OfficerId, Reference, Refused, State, decide};
use thiserror::Error;

use crate::deliver;
use crate::ports::{CaseFile, Commit, Committed, LinkState, Settlement, Store, StoreError, World, names_of};
use crate::service::{Helpline, LEASE, MOST_ATTEMPTS};
use crate::vault::PersonKey;

/// So many wrong PINs lock a link.
pub const WRONG_PINS: u8 = 5;

/// A case as an officer's link opens it.
#[derive(Debug, Clone)]
pub struct Case {
    /// The token in the link.
    pub token: String,
    /// The complainant.
    pub person: PersonKey,
    /// The policy of the cell.
    pub policy: Arc<Policy>,
    /// Whose link it is.
    pub officer: Officer,
    /// The complaint.
    pub complaint: Complaint,
    /// Her, and the complaint.
    pub state: State,
    /// Wrong PINs so far.
    pub link: LinkState,
    /// Whether `state` holds her other complaints too.
    pub with_others: bool,
}

impl Case {
    /// Whether no PIN is taken now.
    #[must_use]
    pub fn is_locked(&self, now: DateTime<Utc>) -> bool {
        self.link.locked_until.is_some_and(|until| now < until)
    }

    /// This case and those of the same matter that are answered with it.
    fn cases(&self) -> Vec<Reference> {
        let own = std::iter::once(&self.complaint.reference);
        own.chain(&self.complaint.course.with).cloned().collect()
    }

    /// Under which names of hers her words may lie.
    fn names(&self) -> Vec<PersonKey> {
        names_of(&self.person, self.state.complainant.as_ref())
    }

    /// Whether this officer still has a part in it.
    #[must_use]
    pub fn is_theirs(&self) -> bool {
        self.complaint.admits(&self.officer.id, &self.policy)
    }
}

/// Why an action was not done.
#[derive(Debug, Error)]
pub enum ActError {
    /// The rules do not allow it. With the case as it stands now.
    #[error("{0}")]
    Refused(Refused, Box<Case>),
    /// Wrong PINs locked the link while a right one was looked at.
    #[error("the link is locked after several wrong PINs")]
    Locked(Box<Case>),
    /// The table could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens the case that a token names; `None` if it names none.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn open<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    token: &str,
) -> Result<Option<Case>, StoreError> {
    open_with(helpline, token, false).await
}

/// The same, with her other complaints if the action may concern them: read at
/// the same moment, so that it takes no longer.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn open_with<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    token: &str,
    with_others: bool,
) -> Result<Option<Case>, StoreError> {
    let Some(parts) = helpline.vault.read_link(token) else { return Ok(None) };
    let policies = helpline.policies().await?;
    let of_cell = policies.iter().find(|policy| helpline.vault.cell_mark(&policy.cell.id) == parts.cell);
    let Some(policy) = of_cell.cloned() else { return Ok(None) };
    let officer =
        policy.everybody().find(|officer| helpline.vault.officer_mark(&officer.id) == parts.officer).cloned();
    let reference = format!("{}{}", policy.cell.prefix, parts.serial).parse::<Reference>().ok();
    let (Some(officer), Some(reference)) = (officer, reference) else { return Ok(None) };
    let person = PersonKey { cell: policy.cell.id.clone(), hash: parts.person };
    let (state, link) = load(helpline, &person, &reference, &officer.id, with_others).await?;
    let complaint = state.complaint(&reference).cloned();
    let token = token.to_owned();
    Ok(complaint.map(|complaint| Case {
        token,
        person,
        policy,
        officer,
        complaint,
        state,
        link,
        with_others,
    }))
}

/// The case, and her other complaints if they are wanted, in one round trip. The
/// two are read apart: each change is made on the condition that what it saw
/// still stands.
async fn load<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    person: &PersonKey,
    reference: &Reference,
    officer: &OfficerId,
    with_others: bool,
) -> Result<(State, LinkState), StoreError> {
    let case = helpline.store.load_case(person, reference, Some(officer));
    if !with_others {
        return case.await;
    }
    let ((_, link), state) = futures_util::future::try_join(case, helpline.store.load_person(person)).await?;
    Ok((state, link))
}

/// What the officer may read after the PIN.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn read<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    case: &Case,
) -> Result<CaseFile, StoreError> {
    helpline.store.case_file(&case.names(), &case.cases()).await
}

/// A link to a file of this case, good for a few minutes; `None` if the case has
/// no such file that can be shown.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn file_link<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    case: &Case,
    name: &str,
    now: DateTime<Utc>,
) -> Result<Option<String>, StoreError> {
    let mut media = None;
    for place in case.names() {
        media = helpline.store.media(&place, name).await?;
        if media.is_some() {
            break;
        }
    }
    let media = media.filter(|media| case.cases().contains(&media.reference));
    Ok(match media.map(|media| media.state) {
        Some(MediaState::Stored { object, .. }) => helpline.world.link(&object, now),
        _ => None,
    })
}

/// Does an action. A press repeated is done once. A right PIN (`by_pin`) is
/// recorded in the same transaction; see [`right_pin`] for why.
///
/// # Errors
///
/// [`ActError::Refused`] where the rules do not allow it, [`ActError::Locked`]
/// and [`ActError::Store`] where nothing was stored.
pub async fn act<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    mut case: Case,
    action: Action,
    seen_version: u64,
    by_pin: bool,
    now: DateTime<Utc>,
) -> Result<(Case, Vec<Settlement>), ActError> {
    let event = Event::OfficerActed(OfficerActed {
        officer: case.officer.id.clone(),
        reference: case.complaint.reference.clone(),
        seen_version,
        action,
    });
    carry(helpline, &mut case, Some(&event), by_pin, now).await.map(|settlements| (case, settlements))
}

/// Counts a wrong PIN; the fifth locks the link and tells the cell in-charge.
///
/// # Errors
///
/// [`StoreError`] if nothing was stored.
pub async fn wrong_pin<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    mut case: Case,
    now: DateTime<Utc>,
) -> Result<(Case, Vec<Settlement>), ActError> {
    for _ in 0..MOST_ATTEMPTS {
        let wrong = case.link.wrong + 1;
        let locked = wrong >= WRONG_PINS;
        let lock = TimeDelta::minutes(case.policy.timers.pin_lock_minutes.into());
        let link = LinkState {
            version: case.link.version,
            wrong: if locked { 0 } else { wrong },
            locked_until: locked.then(|| now + lock),
        };
        let (reference, officer) = (case.complaint.reference.clone(), case.officer.id.clone());
        let event = locked.then_some(Event::LinkLocked { reference, officer });
        match commit(helpline, &case, event, Some(link), now).await? {
            Some((decision, settlements)) => {
                case.link = LinkState { version: link.version + 1, ..link };
                learn(&mut case, &decision);
                return Ok((case, settlements));
            }
            None => reload(helpline, &mut case).await?,
        }
        // Others' wrong PINs locked it meanwhile: counting on would unlock it.
        if case.is_locked(now) {
            return Ok((case, Vec::new()));
        }
    }
    Err(StoreError::Busy.into())
}

/// Records a right PIN, which forgets the wrong ones before it.
///
/// It is recorded even where there were none: the write fails if a wrong PIN
/// was counted since the case was read, so that a thousand PINs tried at the
/// same moment meet the lock as surely as a thousand tried in turn.
///
/// # Errors
///
/// [`ActError::Locked`] and [`ActError::Store`]: the case must not be shown.
pub async fn right_pin<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    case: &mut Case,
    now: DateTime<Utc>,
) -> Result<(), ActError> {
    carry(helpline, case, None, true, now).await.map(drop)
}

/// Decides and commits; again on the new state if something changed meanwhile.
async fn carry<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    case: &mut Case,
    event: Option<&Event>,
    by_pin: bool,
    now: DateTime<Utc>,
) -> Result<Vec<Settlement>, ActError> {
    for _ in 0..MOST_ATTEMPTS {
        let link = by_pin.then(|| LinkState { version: case.link.version, ..LinkState::default() });
        match commit(helpline, case, event.cloned(), link, now).await? {
            Some((decision, settlements)) => {
                if let Some(link) = link {
                    case.link = LinkState { version: link.version + 1, ..link };
                }
                learn(case, &decision);
                return Ok(settlements);
            }
            None => reload(helpline, case).await?,
        }
        if by_pin && case.is_locked(now) {
            return Err(ActError::Locked(Box::new(case.clone())));
        }
    }
    Err(StoreError::Busy.into())
}

/// One try; `None` on a conflict.
async fn commit<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    case: &Case,
    event: Option<Event>,
    link: Option<LinkState>,
    now: DateTime<Utc>,
) -> Result<Option<(Decision, Vec<Settlement>)>, ActError> {
    let fresh = helpline.fresh_reference(&case.policy)?;
    let context = Helpline::<S, W>::context(&case.policy, now, &fresh);
    let decision = match event {
        Some(event) => decide(&case.state, event, &context)
            .map_err(|refused| ActError::Refused(refused, Box::new(case.clone())))?,
        None => Decision::default(),
    };
    if decision.is_empty() && link.is_none() {
        return Ok(Some((decision, Vec::new())));
    }
    let commit = Commit {
        person: &case.person,
        from: None,
        before: &case.state,
        decision: &decision,
        link: link.map(|link| (&case.complaint.reference, &case.officer.id, link)),
        policy: &case.policy,
        lease_until: now + LEASE,
    };
    match helpline.store.commit(&commit).await? {
        Committed::Stored(outbox) => {
            let settlements = deliver::deliver(helpline, &case.policy, outbox, now).await;
            Ok(Some((decision, settlements)))
        }
        Committed::Duplicate(_) | Committed::Conflict => Ok(None),
    }
}

async fn reload<S: Store, W: World>(helpline: &Helpline<S, W>, case: &mut Case) -> Result<(), StoreError> {
    let reference = case.complaint.reference.clone();
    let officer = &case.officer.id;
    let (state, link) = load(helpline, &case.person, &reference, officer, case.with_others).await?;
    case.complaint = state.complaint(&reference).cloned().ok_or(StoreError::Corrupt("complaint"))?;
    case.state = state;
    case.link = link;
    Ok(())
}

/// The case after a decision.
fn learn(case: &mut Case, decision: &Decision) {
    case.state.apply(decision);
    if let Some(complaint) = case.state.complaint(&case.complaint.reference) {
        case.complaint = complaint.clone();
    }
}
