//! Through the whole stack, over HTTP: complaints' lives per second, and what
//! a sweep costs when many complaints are open and nothing is due.
//!
//! This part runs in a process of its own, because the stack takes the
//! functions' binaries from the environment (`HELPLINE_BINARIES`).

use std::path::Path;
use std::time::Duration;

use stack::{Options, Stack};
use tokio::process::Command;

use crate::error::{Context, Error, Result};
use crate::http::Driver;
use crate::row::Row;
use crate::{lives, sweeps};

/// The hidden argument of the process that measures.
pub(crate) const ARGUMENT: &str = "--whole";

/// Has another process of this program measure with these binaries.
pub(crate) async fn measure(binaries: &Path) -> Vec<Row> {
    match ask(binaries).await {
        Ok(rows) => rows,
        Err(why) => vec![Row::missing("through the stack", why)],
    }
}

async fn ask(binaries: &Path) -> Result<Vec<Row>> {
    let program = std::env::current_exe().context("finding this program")?;
    let mut command = Command::new(program);
    command.arg(ARGUMENT).env("HELPLINE_BINARIES", binaries).kill_on_drop(true);
    command.stderr(std::process::Stdio::inherit());
    let output = command.output().await.context("running this program again")?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        return Err(Error::new("measuring through the stack", output.status));
    }
    Ok(text.lines().filter_map(Row::from_line).collect())
}

/// Measures in this process.
///
/// # Errors
/// The stack does not start. A part that fails is a row without a figure.
pub(crate) async fn here() -> Result<Vec<Row>> {
    let moment = "2026-12-01T04:30:00Z".parse().context("reading the moment")?;
    let options = Options { clock: Some((moment, true)), ..Options::default() };
    let stack = Stack::start(options).await.context("starting the stack")?;
    let driver = Driver::new(&stack)?;
    let mut rows = vec![lives::measure(&driver).await];
    rows.extend(sweeps::measure(&driver).await);
    stack.stop().await;
    Ok(rows)
}

/// How long something took.
#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
pub(crate) async fn timed<T>(work: impl Future<Output = T>) -> (T, Duration) {
    let start = std::time::Instant::now();
    let value = work.await;
    (value, start.elapsed())
}
