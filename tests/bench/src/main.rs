//! `cargo run -p bench --release`: what the helpline costs, as one table.
//!
//! Builds the three functions and a bare one as they are deployed, and prints
//! instructions (under valgrind, which must be installed), sizes, memory,
//! complaints a second and the cost of a sweep. Nothing here passes or fails:
//! a figure that cannot be had says why. Takes ten minutes and more, most of
//! it for building.
//!
//! Instructions are counted from exec to the answer, over TLS to every service.
//! Valgrind knows no SHA instructions: a block of SHA-256 counts some 3,400
//! instructions there, which the processors of Lambda do in a hundred.
//!
//! Profiles stay in `target/bench`. To see names in them, build with symbols
//! and measure those binaries:
//!
//! ```text
//! cargo rustc --release -p webhook-intake --bin webhook-intake -- -C strip=none
//! cargo run -p bench --release -- --binaries target/release --only instructions
//! callgrind_annotate --inclusive=yes target/bench/registration-cold.callgrind
//! ```

mod artefacts;
mod error;
mod event;
mod http;
mod instructions;
mod lab;
mod lives;
mod memory;
mod row;
mod sandbox;
mod services;
mod sweeps;
mod tls;
mod whole;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};

use crate::error::Result;
use crate::lab::Lab;
use crate::row::Row;

/// What the helpline costs, as one table.
#[derive(Debug, Parser)]
struct Arguments {
    /// Measure the binaries in this directory; build nothing.
    #[arg(long, value_name = "DIR")]
    binaries: Option<PathBuf>,
    /// Measure this part only.
    #[arg(long)]
    only: Option<Part>,
    /// Measure what goes through the stack, in this process (the bench itself
    /// asks for it).
    #[arg(long, hide = true)]
    whole: bool,
}

/// A part of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Instructions, cold and warm.
    Instructions,
    /// Binary and zip size.
    Sizes,
    /// Peak memory.
    Memory,
    /// Complaints a second and sweeps, through the stack.
    Stack,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let printed = if arguments.whole { whole().await } else { bench(&arguments).await };
    match printed {
        Ok(text) => {
            // With nowhere to write there is nobody to tell.
            let _ = std::io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn whole() -> Result<String> {
    Ok(whole::here().await?.iter().map(Row::to_line).collect())
}

async fn bench(arguments: &Arguments) -> Result<String> {
    let binaries = match &arguments.binaries {
        Some(directory) => directory.clone(),
        None => artefacts::build().await?,
    };
    let wanted = |part: Part| arguments.only.is_none_or(|only| only == part);
    let mut rows = Vec::new();
    if wanted(Part::Instructions) || wanted(Part::Memory) {
        rows.extend(in_the_lab(&binaries, wanted(Part::Instructions), wanted(Part::Memory)).await?);
    }
    if wanted(Part::Sizes) {
        rows.extend(artefacts::sizes(&binaries));
    }
    if wanted(Part::Stack) {
        rows.extend(whole::measure(&binaries).await);
    }
    Ok(row::table(&rows))
}

async fn in_the_lab(binaries: &Path, instructions: bool, memory: bool) -> Result<Vec<Row>> {
    let lab = Lab::start(binaries.to_owned()).await?;
    let mut rows = Vec::new();
    if instructions {
        rows.extend(instructions::measure(&lab).await);
    }
    if memory {
        rows.extend(memory::measure(&lab).await);
    }
    Ok(rows)
}
