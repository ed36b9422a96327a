//! `policy check|diff|publish|show`: the reviewed TOML of a cell, held to its
//! rules, compared with what runs, and put into the table.
//!
//! Needs AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY (and
//! AWS_SESSION_TOKEN) and TABLE_NAME for all but `check`.

use std::io::Write as _;
use std::process::ExitCode;

use aws::Config;
use aws::publish::{self, Publication, Published};
use aws::versions::{self, Version};
use chrono::{DateTime, Utc};
use domain::policy::Policy;
use domain::policy_diff::{self, about};

const USAGE: &str = "usage: policy check FILE | policy diff FILE | policy publish FILE\n       \
                     policy show | policy show CELL | policy show CELL VERSION";

/// Holidays that end within so many days are worth a word.
const SOON_DAYS: i64 = 120;

type Outcome = Result<String, String>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["check", file] => {
            read(file).map(|(policy, _)| format!("holds: {}{}", about(&policy), ends(&policy)))
        }
        ["diff", file] => diff(file).await,
        ["publish", file] => publish(file).await,
        ["show"] => show().await,
        ["show", cell] => versions(cell).await,
        ["show", cell, version] => source(cell, version).await,
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(said) => {
            // With nowhere to write there is the exit code.
            let _ = writeln!(std::io::stdout(), "{said}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            let _ = writeln!(std::io::stderr(), "{why}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a command that a person gives has no other time")]
fn now() -> DateTime<Utc> {
    std::time::SystemTime::now().into()
}

fn read(file: &str) -> Result<(Policy, String), String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let policy = Policy::from_toml(&text).map_err(|errors| format!("{file} does not hold:\n{errors}"))?;
    Ok((policy, text))
}

/// A word if the holiday list ends soon.
fn ends(policy: &Policy) -> String {
    let last = policy.calendar.holidays.iter().map(|holiday| holiday.date).max();
    let left = last.map_or(0, |last| (last - domain::calendar::ist_date(now())).num_days());
    if left >= SOON_DAYS {
        return String::new();
    }
    format!("\nthe holiday list ends in {left} days: add the next year's")
}

struct Open {
    client: aws_sdk_dynamodb::Client,
    table: String,
}

impl Open {
    fn new() -> Result<Self, String> {
        let config = Config::from_env();
        let connector = aws::clients::connector(&config).map_err(|error| error.to_string())?;
        let client = aws::clients::dynamodb(&config, &connector).map_err(|error| error.to_string())?;
        let table = config.need("TABLE_NAME").map_err(|error| error.to_string())?;
        Ok(Self { client, table })
    }

    async fn all(&self) -> Result<Vec<Policy>, String> {
        publish::all(&self.client, &self.table).await.map_err(|error| error.to_string())
    }

    async fn running(&self, like: &Policy) -> Result<Option<Policy>, String> {
        Ok(self.all().await?.into_iter().find(|policy| policy.cell.id == like.cell.id))
    }
}

fn changes(lines: &[String]) -> String {
    if lines.is_empty() { "nothing changes".to_owned() } else { format!("- {}", lines.join("\n- ")) }
}

async fn diff(file: &str) -> Outcome {
    let (policy, _) = read(file)?;
    match Open::new()?.running(&policy).await? {
        None => Ok(format!("no policy runs for {}; {}", policy.cell.id, about(&policy))),
        Some(running) => {
            let lines = changes(&policy_diff::diff(&running, &policy));
            Ok(format!("{} runs; {file} is {}\n{lines}", running.version, policy.version))
        }
    }
}

async fn publish(file: &str) -> Outcome {
    let (policy, source) = read(file)?;
    let open = Open::new()?;
    let running = open.running(&policy).await?;
    let it = Publication { policy: &policy, source: &source, over: running.as_ref(), at: now(), by: None };
    let done = publish::publish(&open.client, &open.table, &it).await.map_err(|error| error.to_string())?;
    Ok(match done {
        Published::Already => format!("{} runs already", policy.version),
        Published::Done(lines) => {
            format!("{}\npublished; in force within five minutes\n{}", about(&policy), changes(&lines))
        }
    })
}

async fn show() -> Outcome {
    let lines: Vec<String> = Open::new()?.all().await?.iter().map(about).collect();
    Ok(if lines.is_empty() { "no policy is published".to_owned() } else { lines.join("\n") })
}

async fn versions(cell: &str) -> Outcome {
    let open = Open::new()?;
    let found = versions::history(&open.client, &open.table, &domain::CellId::new(cell)).await;
    let line = |it: &Version| {
        let by = it.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
        format!("{} at {}{by}\n{}", it.version, it.at, changes(&it.changes))
    };
    found.map(|all| all.iter().map(line).collect::<Vec<_>>().join("\n")).map_err(|error| error.to_string())
}

async fn source(cell: &str, version: &str) -> Outcome {
    let open = Open::new()?;
    let found = publish::source(&open.client, &open.table, &domain::CellId::new(cell), version).await;
    found.map_err(|error| error.to_string())?.ok_or_else(|| format!("{cell} has no version {version}"))
}
