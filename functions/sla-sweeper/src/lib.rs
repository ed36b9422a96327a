//! The SLA sweeper: takes nothing but the time.

use std::time::Duration;

use aws::{Config, ConfigError, Deployed};
use chrono::{DateTime, Utc};
use helpline::StoreError;
use helpline::jobs;
use helpline::sweep::{Swept, sweep};
use lambda_runtime::{Context, LambdaEvent};
use serde::Deserialize;

/// A run stops taking new items so long before its limit; the next one goes on.
const SPARE: Duration = Duration::from_secs(10);

/// What the schedule sends. Everything else in the event is ignored.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Tick {
    /// The time for which the run was scheduled.
    pub time: DateTime<Utc>,
}

/// The function.
#[derive(Debug)]
pub struct Sweeper {
    helpline: Deployed,
}

impl Sweeper {
    /// The function that the settings describe.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] naming what is missing.
    pub fn new(config: &Config) -> Result<Self, ConfigError> {
        Ok(Self { helpline: aws::wiring::helpline(config)? })
    }

    /// Does what is due at the event's time.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the list of what is due cannot be read; the next
    /// minute tries again.
    pub async fn handle(&self, event: LambdaEvent<Tick>) -> Result<Swept, StoreError> {
        let now = event.payload.time;
        let swept = sweep(&self.helpline, now, || has_time(&event.context)).await?;
        if let Err(error) = jobs::run(&self.helpline, now).await {
            helpline::log::failure("jobs", &error);
        }
        self.helpline.after_answer(Vec::new()).await;
        Ok(swept)
    }
}

/// Whether the invocation's own limit is far enough away.
fn has_time(context: &Context) -> bool {
    #[expect(
        clippy::disallowed_methods,
        reason = "the invocation's limit is wall-clock time, not the event's"
    )]
    let now = std::time::SystemTime::now();
    context.deadline().duration_since(now).is_ok_and(|left| left > SPARE)
}
