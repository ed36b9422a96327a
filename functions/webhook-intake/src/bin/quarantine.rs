//! `quarantine list|show ID|replay ID`: what could not be understood, and how
//! it is taken up once the code understands it.
//!
//! Needs the environment of the webhook-intake function (see `template.yaml`)
//! and credentials of somebody who may read and write the table. `show` prints
//! personal data: to a terminal, and to nothing that keeps it.

use std::io::Write as _;
use std::process::ExitCode;

use aws::Config;
use webhook_intake::replay;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match replay::command(&words, &Config::from_env()).await {
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
