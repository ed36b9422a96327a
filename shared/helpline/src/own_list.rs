//! An officer's own list: the link in an SMS that tells of several complaints,
//! the PIN, and what is with them.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::case_row::{CaseRow, List};
use domain::digest::is_with;
use domain::policy::Policy;
use domain::roster::Officer;
use domain::{CellId, OfficerId};
use serde_json::json;

use crate::act::WRONG_PINS;
use crate::lists::{self, Lists};
use crate::log;
use crate::ports::{LinkState, Store, StoreError, World};
use crate::service::{Helpline, MOST_ATTEMPTS};

/// The port that counts wrong PINs on officers' lists.
#[expect(async_fn_in_trait, reason = "one implementation a program; never a trait object")]
pub trait Pins {
    /// Wrong PINs so far, read consistently.
    async fn pins(&self, cell: &CellId, officer: &OfficerId) -> Result<LinkState, StoreError>;
    /// Stores them one version higher; `false` if they changed since.
    async fn put_pins(
        &self,
        cell: &CellId,
        officer: &OfficerId,
        pins: LinkState,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError>;
}

/// A list as its link names it. Nothing of it is read yet.
#[derive(Debug, Clone)]
pub struct OwnList {
    /// The policy of the cell.
    pub policy: Arc<Policy>,
    /// Whose it is, in post.
    pub officer: Officer,
    /// Wrong PINs so far.
    pub pins: LinkState,
}

impl OwnList {
    /// Until when no PIN is taken.
    #[must_use]
    pub fn locked(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.pins.locked_until.filter(|until| now < *until)
    }
}

/// One line of the list, with the officer's link to the complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnLine {
    /// What the list shows.
    pub row: CaseRow,
    /// The token of the link.
    pub token: String,
}

/// The list that a token names; `None` if it names none, or its officer is not
/// in post.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn open<S: Store + Pins, W: World>(
    helpline: &Helpline<S, W>,
    token: &str,
) -> Result<Option<OwnList>, StoreError> {
    let Some((cell, officer)) = helpline.vault.read_list(token) else { return Ok(None) };
    let policies = helpline.policies().await?;
    let found = policies.iter().find(|policy| helpline.vault.cell_mark(&policy.cell.id) == cell);
    let Some(policy) = found.cloned() else { return Ok(None) };
    let marked = |known: &&Officer| known.active && helpline.vault.officer_mark(&known.id) == officer;
    let Some(officer) = policy.everybody().find(marked).cloned() else { return Ok(None) };
    let pins = helpline.store.pins(&policy.cell.id, &officer.id).await?;
    Ok(Some(OwnList { policy, officer, pins }))
}

/// Records a PIN as right or wrong, before anything is shown: of many tried at
/// once each is counted. The fifth wrong one in a row locks the list. Says
/// whether the list may be shown now.
///
/// # Errors
///
/// [`StoreError`]: nothing may be shown.
pub async fn enter<S: Store + Pins, W: World>(
    helpline: &Helpline<S, W>,
    list: &mut OwnList,
    right: bool,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let (cell, officer) = (&list.policy.cell.id, &list.officer.id);
    let lock = TimeDelta::minutes(list.policy.timers.pin_lock_minutes.into());
    for _ in 0..MOST_ATTEMPTS {
        if list.locked(now).is_some() {
            return Ok(false);
        }
        let wrong = if right { 0 } else { list.pins.wrong + 1 };
        let locks = wrong >= WRONG_PINS;
        let next = LinkState {
            version: list.pins.version,
            wrong: if locks { 0 } else { wrong },
            locked_until: locks.then(|| now + lock),
        };
        if helpline.store.put_pins(cell, officer, next, now).await? {
            if locks {
                log::line(&json!({"kind": "list_locked", "officer": officer}));
            }
            list.pins = LinkState { version: next.version + 1, ..next };
            return Ok(right);
        }
        list.pins = helpline.store.pins(cell, officer).await?;
    }
    Err(StoreError::Busy)
}

/// What is with the officer, by limit: what they answer for, alone or in
/// another's stead, and what has climbed to them.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub async fn read<S: Store + Lists, W: World>(
    helpline: &Helpline<S, W>,
    list: &OwnList,
    now: DateTime<Utc>,
) -> Result<Vec<OwnLine>, StoreError> {
    let (policy, officer) = (&list.policy, &list.officer.id);
    let open = lists::whole(&helpline.store, &policy.cell.id, List::Open, None).await?;
    let theirs = open.into_iter().filter(|(_, row)| is_with(row, officer, policy, now));
    let mut lines: Vec<OwnLine> = theirs
        .map(|(person, row)| {
            let token = helpline.vault.mint_link(&person, &row.reference, officer);
            OwnLine { row, token }
        })
        .collect();
    lines.sort_by_key(|line| (line.row.due_at, line.row.reference.clone()));
    Ok(lines)
}
