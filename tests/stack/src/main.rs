//! `cargo run`: starts the whole helpline on this machine.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use stack::{Error, Options, Stack};

/// The women's grievance helpline, whole, on this machine.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    /// The port on 127.0.0.1.
    #[arg(long, default_value_t = 9000)]
    port: u16,
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
        Self {
            port: arguments.port,
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
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Without a terminal there is the exit code.
            let _ = writeln!(std::io::stderr(), "{error}");
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
