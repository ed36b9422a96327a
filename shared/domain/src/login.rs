//! Logging in at the desk: a one-time code by SMS to a registered number.
//!
//! A code is good for five minutes, once, for five tries; three codes are sent
//! in a quarter of an hour and ten in a day, so that neither a phone nor a bill
//! can be flooded. Pure: codes come in as digests, times as arguments.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A code is good for so long.
pub const CODE_LASTS: TimeDelta = TimeDelta::minutes(5);
/// Wrong entries that end a code.
pub const MOST_TRIES: u8 = 5;
/// So many codes within so long, shortest first.
const MOST_CODES: [(usize, TimeDelta); 2] = [(3, TimeDelta::minutes(15)), (10, TimeDelta::hours(24))];

/// What is known of one person's logging in. Holds digests only.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Login {
    /// Grows by one with each change; 0 where nothing is stored.
    pub version: u64,
    /// The code that is good, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<Code>,
    /// When codes were sent in the last day, in seconds of the epoch, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sent: Vec<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Code {
    digest: String,
    #[serde(with = "chrono::serde::ts_seconds")]
    until: DateTime<Utc>,
    wrong: u8,
}

/// Too many codes were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("too many codes were asked for; the next may be asked for at {again_at}")]
pub struct TooMany {
    /// When the next may be asked for.
    pub again_at: DateTime<Utc>,
}

/// What came of entering a code. The state is to be stored whatever it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// The right one: it is used up.
    Right(Login),
    /// A wrong one, and how many tries are left to this code.
    Wrong(Login, u8),
    /// No code is good now: none was asked for, or it is over or used up.
    NoCode,
}

impl Login {
    /// A new code, which ends the one before.
    ///
    /// # Errors
    ///
    /// [`TooMany`], saying when to come again.
    pub fn send(&self, digest: &str, now: DateTime<Utc>) -> Result<Self, TooMany> {
        let day = now - MOST_CODES[1].1;
        let mut sent: Vec<i64> = self.sent.iter().copied().filter(|at| *at > day.timestamp()).collect();
        for (most, within) in MOST_CODES {
            let recent: Vec<i64> =
                sent.iter().copied().filter(|at| *at > (now - within).timestamp()).collect();
            if let Some(free) = recent.len().checked_sub(most).and_then(|first| recent.get(first)) {
                let again_at = DateTime::from_timestamp(*free, 0).unwrap_or(now) + within;
                return Err(TooMany { again_at });
            }
        }
        sent.push(now.timestamp());
        let code = Code { digest: digest.to_owned(), until: now + CODE_LASTS, wrong: 0 };
        Ok(Self { version: self.version, code: Some(code), sent })
    }

    /// Holds what was entered against the code. `matches` compares digests in
    /// constant time.
    pub fn enter(&self, matches: impl Fn(&str) -> bool, now: DateTime<Utc>) -> Entered {
        let Some(code) = self.code.as_ref().filter(|code| now < code.until) else { return Entered::NoCode };
        let mut next = self.clone();
        if matches(&code.digest) {
            next.code = None;
            return Entered::Right(next);
        }
        let wrong = code.wrong + 1;
        next.code = (wrong < MOST_TRIES).then(|| Code { wrong, ..code.clone() });
        Entered::Wrong(next, MOST_TRIES - wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap() + TimeDelta::minutes(minutes)
    }

    fn enter(login: &Login, digest: &str, minutes: i64) -> Entered {
        login.enter(|known| known == digest, at(minutes))
    }

    #[test]
    fn a_code_is_good_once_and_for_five_minutes() {
        let login = Login::default().send("right", at(0)).unwrap();
        let Entered::Right(used) = enter(&login, "right", 4) else { panic!("the right code is refused") };
        assert_eq!(enter(&used, "right", 4), Entered::NoCode);
        assert_eq!(enter(&login, "right", 5), Entered::NoCode);
        assert_eq!(enter(&Login::default(), "", 0), Entered::NoCode);
    }

    #[test]
    fn a_new_code_ends_the_one_before() {
        let login = Login::default().send("first", at(0)).unwrap().send("second", at(1)).unwrap();
        assert!(matches!(enter(&login, "first", 2), Entered::Wrong(_, 4)));
        assert!(matches!(enter(&login, "second", 2), Entered::Right(_)));
    }

    #[test]
    fn the_fifth_wrong_entry_ends_it() {
        let mut login = Login::default().send("right", at(0)).unwrap();
        for left in [4, 3, 2, 1, 0] {
            let Entered::Wrong(next, tries) = enter(&login, "wrong", 1) else { panic!("{left}") };
            assert_eq!(tries, left);
            login = next;
        }
        assert_eq!(enter(&login, "right", 1), Entered::NoCode);
    }

    #[test]
    fn codes_are_rationed() {
        let mut login = Login::default();
        for minute in [0, 1, 2] {
            login = login.send("x", at(minute)).unwrap();
        }
        assert_eq!(login.send("x", at(3)), Err(TooMany { again_at: at(15) }));
        // Ten a day, at a quarter of an hour's distance.
        for minute in (1..8).map(|n| n * 20) {
            login = login.send("x", at(minute)).unwrap();
        }
        assert_eq!(login.send("x", at(300)), Err(TooMany { again_at: at(24 * 60) }));
        assert!(login.send("x", at(24 * 60)).is_ok());
    }
}
