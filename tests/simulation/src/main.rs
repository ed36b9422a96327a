//! `cargo run --release -p simulation -- [YEARS] [SEED]`: ten years if nothing
//! is said.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is a command that tells")]

use std::process::ExitCode;

use domain::policy::Policy;
use simulation::{simulate, years};

#[expect(clippy::disallowed_methods, reason = "how long the run took is told by the machine's clock")]
fn main() -> ExitCode {
    let mut said = std::env::args().skip(1).map(|word| word.parse::<u64>());
    let span = said.next().and_then(Result::ok).and_then(|years| i32::try_from(years).ok()).unwrap_or(10);
    let seed = said.next().and_then(Result::ok).unwrap_or(2026);
    let Ok(policy) = Policy::from_toml(include_str!("../../../shared/domain/policy/lucknow.toml")) else {
        eprintln!("the sample policy does not hold");
        return ExitCode::FAILURE;
    };
    let start = chrono::DateTime::from_timestamp(1_798_741_800, 0).unwrap_or_default();
    let began = std::time::Instant::now();
    let report = simulate(&policy, start, years(start, span), seed);
    println!("{span} years from {start}\n{report}\n{:.1} s", began.elapsed().as_secs_f64());
    if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
