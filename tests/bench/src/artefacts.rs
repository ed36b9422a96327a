//! What is deployed: built as it is deployed, one package at a time, and how
//! large it is.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use stack::FUNCTIONS;
use stack::config::workspace_root;
use tokio::process::Command;

use crate::error::{Context, Error, Result};
use crate::row::{Row, megabytes};

/// The function to measure the others by.
pub(crate) const BARE: &str = "bench-bare";

/// What a zip archive adds to one deflated file: its local header (30 bytes
/// and the name), its entry in the directory (46 and the name), and the
/// directory's end (22). Source: PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12
/// and 4.3.16. The name is `bootstrap`.
const ZIP_OVERHEAD: u64 = 30 + 9 + 46 + 9 + 22;

/// Builds the functions and the bare one, each alone, so that none gets the
/// features that another asks of their common crates. Returns the directory.
///
/// # Errors
/// A build fails.
pub(crate) async fn build() -> Result<PathBuf> {
    for package in FUNCTIONS.into_iter().chain([BARE]) {
        let mut cargo = Command::new(cargo());
        cargo.args(["build", "--release", "-p", package]).current_dir(workspace_root());
        let status = cargo.status().await.context("running cargo")?;
        if !status.success() {
            return Err(Error::new(format!("cargo build --release -p {package}"), status));
        }
    }
    // Beside this program's own directory, wherever the target directory is.
    let program = std::env::current_exe().context("finding this program")?;
    let target = program.parent().and_then(Path::parent).context("finding the target directory")?;
    Ok(target.join("release"))
}

#[expect(clippy::disallowed_methods, reason = "cargo says in the environment which cargo it is")]
fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

/// The sizes of what is in `binaries`.
pub(crate) fn sizes(binaries: &Path) -> Vec<Row> {
    [BARE].into_iter().chain(FUNCTIONS).map(|name| size(binaries, name)).collect()
}

fn size(binaries: &Path, name: &str) -> Row {
    let what = format!("{name}, binary; zipped");
    match sizes_of(&binaries.join(name)) {
        Ok((binary, zip)) => Row::new(what, format!("{}; {}", megabytes(binary), megabytes(zip)), ""),
        Err(why) => Row::missing(what, why),
    }
}

/// Bytes of a file, and of the zip archive with it alone at the best level.
fn sizes_of(path: &Path) -> Result<(u64, u64)> {
    let file = std::fs::read(path).context(path.display().to_string())?;
    let mut zip = DeflateEncoder::new(Vec::new(), Compression::best());
    zip.write_all(&file).context("compressing")?;
    let deflated = zip.finish().context("compressing")?.len();
    let bytes = |length: usize| u64::try_from(length).context("counting bytes");
    Ok((bytes(file.len())?, bytes(deflated)? + ZIP_OVERHEAD))
}
