//! `cargo run`: starts the whole helpline on this machine. With `--demo` it
//! plays one complaint's whole life instead, and ends.

mod demo;
mod demo_officer;
mod demo_stage;
mod demo_woman;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use stack::{Error, Options, Stack};

/// The women's grievance helpline, whole, on this machine.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    /// Play one complaint's whole life, print each step, and end: 0 if every
    /// step went as it must.
    #[arg(long, conflicts_with = "data")]
    demo: bool,
    /// The port on 127.0.0.1: 9000 unless given; any free one with --demo.
    #[arg(long)]
    port: Option<u16>,
    /// A TOML file with settings and the cell's policy.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A directory that keeps the data; in memory without it.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Do not run the sweeper each minute.
    #[arg(long)]
    no_schedule: bool,
}

impl From<Arguments> for Options {
    fn from(arguments: Arguments) -> Self {
        let usual = if arguments.demo { 0 } else { 9000 };
        Self {
            port: arguments.port.unwrap_or(usual),
            config: arguments.config,
            data: arguments.data,
            schedule: !arguments.no_schedule,
            inherit_env: true,
            ..Self::default()
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match arguments.demo {
        true => demo::run(arguments.into()).await.map_err(|failed| failed.to_string()),
        false => run(arguments).await.map_err(|error| error.to_string()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            // Without a terminal there is the exit code.
            let _ = writeln!(std::io::stderr(), "{why}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Error> {
    let stack = Stack::start(arguments.into()).await?;
    let _ = writeln!(std::io::stdout(), "The helpline is at {}", stack.url());
    stack.wait().await;
    Ok(())
}
