//! The stack's own time: real time shifted, or held still.

use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;
use tokio::time::Instant;

#[derive(Clone, Copy)]
struct Setting {
    /// The stack's time at `since`.
    base: DateTime<Utc>,
    since: Instant,
    frozen: bool,
}

/// The time that gateway and schedule events carry.
pub struct Clock {
    setting: Mutex<Setting>,
    changed: watch::Sender<u64>,
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}

/// The real time. Everything else in the stack asks [`Clock`].
#[expect(clippy::disallowed_methods, reason = "the stack's clock starts from the real one")]
fn real_now() -> DateTime<Utc> {
    std::time::SystemTime::now().into()
}

impl Clock {
    /// A clock that starts at `start` (`None`: real time), held still if so
    /// asked.
    #[must_use]
    pub fn new(start: Option<(DateTime<Utc>, bool)>) -> Self {
        let (base, frozen) = start.unwrap_or_else(|| (real_now(), false));
        let setting = Setting { base, since: Instant::now(), frozen };
        Self { setting: Mutex::new(setting), changed: watch::Sender::new(0) }
    }

    fn setting(&self) -> Setting {
        *crate::lock(&self.setting)
    }

    /// The stack's time.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let setting = self.setting();
        if setting.frozen {
            return setting.base;
        }
        let elapsed = TimeDelta::from_std(setting.since.elapsed()).unwrap_or_default();
        setting.base.checked_add_signed(elapsed).unwrap_or(setting.base)
    }

    /// Whether time stands still.
    #[must_use]
    pub fn frozen(&self) -> bool {
        self.setting().frozen
    }

    /// Moves the clock; it then runs on from there, or stands still.
    pub fn set(&self, now: DateTime<Utc>, frozen: bool) {
        *crate::lock(&self.setting) = Setting { base: now, since: Instant::now(), frozen };
        self.changed.send_modify(|n| *n += 1);
    }

    /// Waits until the stack's clock passes the next whole minute by running.
    /// A jump starts the wait again; frozen time waits for the next change.
    pub async fn next_minute(&self) -> DateTime<Utc> {
        let mut changed = self.changed.subscribe();
        loop {
            let wait = if self.frozen() { None } else { Some(until_minute(self.now())) };
            let sleep = tokio::time::sleep_until(Instant::now() + wait.unwrap_or(Duration::from_secs(3_600)));
            tokio::select! {
                () = sleep => if wait.is_some() { return self.now() },
                // The sender lives in self: this never fails.
                _ = changed.changed() => {}
            }
        }
    }
}

fn until_minute(now: DateTime<Utc>) -> Duration {
    let into_minute = now.timestamp_millis().rem_euclid(60_000);
    Duration::from_millis(60_000 - into_minute.unsigned_abs())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn minutes() {
        let check = |now: &str, milliseconds: u64| {
            assert_eq!(until_minute(at(now)), Duration::from_millis(milliseconds), "{now}");
        };
        check("2026-12-01T10:00:00Z", 60_000);
        check("2026-12-01T10:00:59.900Z", 100);
        check("1960-01-01T00:00:30Z", 30_000);
    }

    #[tokio::test(start_paused = true)]
    async fn runs_on_or_stands_still() {
        let start = at("2026-12-01T10:00:00Z");
        let clock = Clock::new(Some((start, true)));
        tokio::time::advance(Duration::from_secs(5)).await;
        assert_eq!(clock.now(), start);
        clock.set(start, false);
        tokio::time::advance(Duration::from_secs(5)).await;
        assert_eq!(clock.now(), start + TimeDelta::seconds(5));
        assert_eq!(clock.next_minute().await.timestamp(), (start + TimeDelta::minutes(1)).timestamp());
    }
}
