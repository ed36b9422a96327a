//! `policy check|publish|show`: the reviewed TOML of a cell, held to its rules
//! and put into the table.
//!
//! Needs AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY (and
//! AWS_SESSION_TOKEN) and TABLE_NAME for all but `check`.

use std::io::Write as _;
use std::process::ExitCode;

use aws::Config;
use domain::policy::Policy;

const USAGE: &str = "usage: policy check FILE | policy publish FILE | policy show";

type Outcome = Result<String, String>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["check", file] => read(file).map(|policy| about(&policy)),
        ["publish", file] => publish(file).await,
        ["show"] => show().await,
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

fn read(file: &str) -> Result<Policy, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    Policy::from_toml(&text).map_err(|errors| format!("{file} does not hold:\n{errors}"))
}

fn about(policy: &Policy) -> String {
    let (officers, holidays) = (policy.officers().count(), policy.calendar.holidays.len());
    format!("{} version {}: holds ({officers} officers, {holidays} holidays)", policy.cell.id, policy.version)
}

fn table(config: &Config) -> Result<(aws_sdk_dynamodb::Client, String), String> {
    let connector = aws::clients::connector(config).map_err(|error| error.to_string())?;
    let client = aws::clients::dynamodb(config, &connector).map_err(|error| error.to_string())?;
    let name = config.need("TABLE_NAME").map_err(|error| error.to_string())?;
    Ok((client, name))
}

async fn publish(file: &str) -> Outcome {
    let policy = read(file)?;
    let (client, name) = table(&Config::from_env())?;
    aws::publish::publish(&client, &name, &policy).await.map_err(|error| error.to_string())?;
    Ok(format!("{}\npublished; in force within five minutes", about(&policy)))
}

async fn show() -> Outcome {
    let (client, name) = table(&Config::from_env())?;
    let policies = aws::publish::all(&client, &name).await.map_err(|error| error.to_string())?;
    let lines: Vec<String> = policies.iter().map(about).collect();
    Ok(if lines.is_empty() { "no policy is published".to_owned() } else { lines.join("\n") })
}
