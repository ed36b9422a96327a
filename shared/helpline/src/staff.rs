//! Who works at the desk or for the District Magistrate, and how they log in:
//! the registered number, a one-time code by SMS, a session of some hours.
//!
//! The first answer to an unknown number is that to a known one. Who asks again
//! and again, or tries codes, can tell them apart by the limits, which hold for
//! officers' numbers only; those are no secret, and no code is won by it. The
//! code itself is stored nowhere and logged never.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::CellId;
use domain::login::{Entered, TooMany};
use domain::policy::Policy;
use domain::roster::Officer;
use serde_json::json;
use subtle::ConstantTimeEq;
use thiserror::Error;

use crate::log;
use crate::ports::{SmsOutcome, Store, StoreError, World};
use crate::service::{Helpline, MOST_ATTEMPTS};

/// How long a session at the desk lasts: a sitting and what follows from it.
pub const SESSION_LASTS: TimeDelta = TimeDelta::hours(4);
/// The SMS that brings a code.
const TEMPLATE: &str = "login_code";
/// A code has six digits.
const CODES: u64 = 1_000_000;

/// Somebody who is logged in, as the policy in force knows them.
#[derive(Debug, Clone)]
pub struct Staff {
    /// The policy of the cell.
    pub policy: Arc<Policy>,
    /// Who.
    pub officer: Officer,
}

/// Why no code was sent, or none was taken.
#[derive(Debug, Error)]
pub enum LoginError {
    /// Too many codes.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The SMS did not go out; another may be asked for.
    #[error("the code could not be sent: ask for another, or ask the cell in-charge to look at the number")]
    NotSent,
    /// A wrong code, with the tries that are left to it.
    #[error("the code is wrong; {0} tries are left")]
    Wrong(u8),
    /// No code is good now.
    #[error("no code is good now: ask for a new one")]
    NoCode,
    /// The table could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The officer in post with this number, in whichever cell.
async fn find<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    phone: &str,
) -> Result<Option<Staff>, StoreError> {
    let Some(phone) = e164(phone) else { return Ok(None) };
    let policies = helpline.policies().await?;
    Ok(policies.iter().find_map(|policy| {
        let officer = policy.officers().find(|officer| officer.active && officer.phone == phone)?;
        Some(Staff { policy: Arc::clone(policy), officer: officer.clone() })
    }))
}

/// A number as people write it, in E.164: ten digits are an Indian number.
#[must_use]
pub fn e164(written: &str) -> Option<String> {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    match (digits.len(), written.trim().starts_with('+')) {
        (10, false) => Some(format!("+91{digits}")),
        (11, false) if digits.starts_with('0') => Some(format!("+91{}", &digits[1..])),
        (12, false) if digits.starts_with("91") => Some(format!("+{digits}")),
        (8..=15, true) => Some(format!("+{digits}")),
        _ => None,
    }
}

/// Sends a code to this number, if it is an officer's.
///
/// # Errors
///
/// [`LoginError::TooMany`], [`LoginError::NotSent`], [`LoginError::Store`].
pub async fn send_code<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    phone: &str,
    now: DateTime<Utc>,
) -> Result<(), LoginError> {
    let Some(Staff { policy, officer }) = find(helpline, phone).await? else {
        log::line(&json!({"kind": "login_unknown"}));
        return Ok(());
    };
    let (cell, code) = (&policy.cell.id, format!("{:06}", helpline.world.entropy() % CODES));
    let digest = helpline.vault.code_digest(cell, &officer.id, &code);
    for _ in 0..MOST_ATTEMPTS {
        let login = helpline.store.login(cell, &officer.id).await?.send(&digest, now)?;
        // Stored before it is sent: a code that arrives is one that is good.
        if helpline.store.put_login(cell, &officer.id, &login, now).await? {
            return publish(helpline, &officer, &code).await;
        }
    }
    Err(StoreError::Busy.into())
}

async fn publish<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    officer: &Officer,
    code: &str,
) -> Result<(), LoginError> {
    let rendered = helpline.book().and_then(|book| book.render(TEMPLATE, officer.language, &[code]));
    let sms = rendered.map_err(|error| {
        log::failure("sms template", &error);
        LoginError::NotSent
    })?;
    let outcome = helpline.world.publish(&sms, &officer.phone).await;
    let why = match outcome {
        SmsOutcome::Sent => {
            log::line(&json!({"kind": "login_code_sent", "officer": officer.id}));
            return Ok(());
        }
        SmsOutcome::Unsendable(why) | SmsOutcome::Again(why) => why,
    };
    log::line(&json!({"kind": "login_code_failed", "officer": officer.id, "why": why}));
    Err(LoginError::NotSent)
}

/// Takes a code: who it was sent to is logged in.
///
/// # Errors
///
/// [`LoginError::Wrong`], [`LoginError::NoCode`], [`LoginError::Store`].
pub async fn enter_code<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    phone: &str,
    code: &str,
    now: DateTime<Utc>,
) -> Result<Staff, LoginError> {
    let Some(staff) = find(helpline, phone).await? else { return Err(LoginError::NoCode) };
    let (cell, officer) = (&staff.policy.cell.id, &staff.officer.id);
    let code: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    let digest = helpline.vault.code_digest(cell, officer, &code);
    let matches = |known: &str| bool::from(known.as_bytes().ct_eq(digest.as_bytes()));
    for _ in 0..MOST_ATTEMPTS {
        let (login, end) = match helpline.store.login(cell, officer).await?.enter(matches, now) {
            Entered::NoCode => return Err(LoginError::NoCode),
            Entered::Right(login) => (login, None),
            Entered::Wrong(login, left) => (login, Some(LoginError::Wrong(left))),
        };
        // Used up before anybody is let in: the same code twice lets in once.
        if helpline.store.put_login(cell, officer, &login, now).await? {
            log::line(&json!({"kind": "login", "officer": officer, "done": end.is_none()}));
            return end.map_or(Ok(staff), Err);
        }
    }
    Err(StoreError::Busy.into())
}

/// A session: what the browser keeps, and when it ends.
#[must_use]
pub fn mint<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    staff: &Staff,
    now: DateTime<Utc>,
) -> (String, DateTime<Utc>) {
    let until = now + SESSION_LASTS;
    let (cell, officer) = (&staff.policy.cell.id, staff.officer.id.as_str());
    let tag = helpline.vault.mint_session(&scope(cell, officer), until);
    (format!("{cell}:{officer}:{tag}"), until)
}

/// Whose session this is, if it is good and they are still in post.
///
/// # Errors
///
/// [`StoreError`] if no policy can be read.
pub async fn of_session<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    session: &str,
    now: DateTime<Utc>,
) -> Result<Option<Staff>, StoreError> {
    let mut parts = session.splitn(3, ':');
    let (Some(cell), Some(officer), Some(tag)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(None);
    };
    let cell = CellId::new(cell);
    if !helpline.vault.is_session(&scope(&cell, officer), tag, now) {
        return Ok(None);
    }
    let policies = helpline.policies().await?;
    let policy = policies.iter().find(|policy| policy.cell.id == cell).cloned();
    Ok(policy.and_then(|policy| {
        let officer = policy.officers().find(|known| known.active && known.id.as_str() == officer).cloned();
        officer.map(|officer| Staff { policy, officer })
    }))
}

/// What a session at the desk is bound to: no link is spelt like it.
fn scope(cell: &CellId, officer: &str) -> String {
    format!("staff:{cell}:{officer}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let check = |written: &str, read: Option<&str>| {
            assert_eq!(e164(written).as_deref(), read, "{written}");
        };
        check("9000010001", Some("+919000010001"));
        check("090000 10001", Some("+919000010001"));
        check("+91 90000-10001", Some("+919000010001"));
        check("919000010001", Some("+919000010001"));
        check("+4915112345678", Some("+4915112345678"));
        for nothing in ["", "123", "abc", "+1", "90000100011234567"] {
            check(nothing, None);
        }
    }
}
