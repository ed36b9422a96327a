//! The three functions' binaries, built once per process.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::Value;
use tokio::sync::OnceCell;

use crate::FUNCTIONS;
use crate::config::workspace_root;
use crate::error::{Context, Error};

/// Where each function's executable lies, by the function's name.
pub(crate) type Binaries = BTreeMap<String, PathBuf>;

static BUILT: OnceCell<Binaries> = OnceCell::const_new();

/// The executables: those in the directory `HELPLINE_BINARIES` if it is set,
/// else built by cargo, once per process.
///
/// # Errors
/// The build fails, or a file is missing.
pub(crate) async fn find() -> Result<Binaries, Error> {
    match environment("HELPLINE_BINARIES") {
        Some(directory) => in_directory(&PathBuf::from(directory)),
        None => BUILT.get_or_try_init(build).await.cloned(),
    }
}

#[expect(clippy::disallowed_methods, reason = "the stack's own settings, not a function's")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn in_directory(directory: &std::path::Path) -> Result<Binaries, Error> {
    let found = FUNCTIONS.iter().map(|name| {
        let path = directory.join(name);
        let path = path.canonicalize().context(format!("binary {}", path.display()))?;
        Ok(((*name).to_owned(), path))
    });
    found.collect()
}

async fn build() -> Result<Binaries, Error> {
    let cargo = environment("CARGO").unwrap_or_else(|| "cargo".to_owned());
    let mut command = tokio::process::Command::new(cargo);
    command.arg("build").arg("--message-format=json-render-diagnostics");
    for name in FUNCTIONS {
        command.args(["-p", name]);
    }
    command.current_dir(workspace_root()).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = command.output().await.context("running cargo build")?;
    if !output.status.success() {
        return Err(Error::new("cargo build", output.status));
    }
    let binaries = executables(&String::from_utf8_lossy(&output.stdout));
    match FUNCTIONS.iter().find(|name| !binaries.contains_key(**name)) {
        Some(missing) => Err(Error::new("cargo build", format!("made no binary {missing}"))),
        None => Ok(binaries),
    }
}

/// The executables that cargo's messages name.
fn executables(messages: &str) -> Binaries {
    let artifacts = messages.lines().filter_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        let name = message["target"]["name"].as_str()?.to_owned();
        let path = message["executable"].as_str()?;
        FUNCTIONS.contains(&name.as_str()).then(|| (name, PathBuf::from(path)))
    });
    artifacts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_cargo_messages() {
        let messages = r#"{"reason":"compiler-artifact","target":{"name":"domain"},"executable":null}
not json
{"reason":"compiler-artifact","target":{"name":"sla-sweeper"},"executable":"/t/sla-sweeper"}
{"reason":"build-finished","success":true}"#;
        let expected = Binaries::from([("sla-sweeper".into(), PathBuf::from("/t/sla-sweeper"))]);
        assert_eq!(executables(messages), expected);
    }
}
