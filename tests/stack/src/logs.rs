//! The functions' log lines.
//!
//! A function writes to an unlinked file; it is read when an invocation
//! answers, ends or dies, so that what was written before is there to read
//! when the caller has its answer. A pipe would promise no such order.

use std::fs::File;
use std::io::Read as _;
use std::sync::Mutex;

use helpline::{Vault, log};
use serde::Serialize;
use serde_json::Value;

use crate::error::{Context, Error};

/// One line that a function logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Line {
    pub(crate) function: &'static str,
    pub(crate) line: String,
}

/// All lines, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Logs(Mutex<Vec<Line>>);

impl Logs {
    pub(crate) fn lines(&self) -> Vec<Line> {
        crate::lock(&self.0).clone()
    }

    /// The delivery statuses that the functions logged, in order: lines of
    /// JSON with `"kind": "status"`, here or in tracing's `fields`. The log has
    /// the provider's id sealed; the stack has the key.
    pub(crate) fn statuses(&self, vault: Option<&Vault>) -> Vec<Value> {
        let opened = |mut status: Value| {
            let id = vault.and_then(|vault| log::message_id(vault, status["message"].as_str()?));
            if let Some(status) = status.as_object_mut() {
                status.remove("message");
                status.insert("provider_message_id".to_owned(), id.into());
            }
            status
        };
        crate::lock(&self.0).iter().filter_map(|line| status(&line.line)).map(opened).collect()
    }

    fn push(&self, function: &'static str, line: &[u8]) {
        let line = String::from_utf8_lossy(line).trim_end().to_owned();
        if !line.is_empty() {
            crate::lock(&self.0).push(Line { function, line });
        }
    }
}

fn status(line: &str) -> Option<Value> {
    let parsed: Value = serde_json::from_str(line).ok()?;
    let record = [&parsed, &parsed["fields"]].into_iter().find(|v| v["kind"] == "status")?;
    let keys = ["provider", "message", "status", "error", "at"];
    Some(
        keys.into_iter()
            .map(|key| (key.to_owned(), record[key].clone()))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    )
}

/// One instance's output, read as it grows.
#[derive(Debug)]
pub(crate) struct Output {
    function: &'static str,
    reader: Mutex<(File, Vec<u8>)>,
}

impl Output {
    /// Makes the file; the second value is for the child to write to.
    pub(crate) fn create(function: &'static str) -> Result<(Self, File), Error> {
        let path = std::env::temp_dir().join(format!("stack-log-{}", uuid::Uuid::new_v4()));
        let writer = File::options().create_new(true).append(true).open(&path);
        let writer = writer.context("making a log file")?;
        let reader = File::open(&path).context("opening a log file")?;
        // Unlinked at once: the file lives as long as it is open.
        std::fs::remove_file(&path).context("unlinking a log file")?;
        Ok((Self { function, reader: Mutex::new((reader, Vec::new())) }, writer))
    }

    /// Moves what has been written since to the log. A last line without an
    /// end waits for its end, unless the writer is dead.
    pub(crate) fn drain(&self, logs: &Logs, dead: bool) {
        let (file, rest) = &mut *crate::lock(&self.reader);
        // A failing read shows as missing lines; there is nobody to tell.
        let _ = file.read_to_end(rest);
        while let Some(end) = rest.iter().position(|b| *b == b'\n') {
            let line: Vec<u8> = rest.drain(..=end).collect();
            logs.push(self.function, &line);
        }
        if dead {
            logs.push(self.function, &std::mem::take(rest));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;
    use std::io::Write as _;

    #[test]
    fn lines_come_whole() {
        let logs = Logs::default();
        let (output, mut writer) = Output::create("sla-sweeper").unwrap();
        writer.write_all(b"one\ntw").unwrap();
        output.drain(&logs, false);
        assert_eq!(logs.lines().len(), 1);
        writer.write_all(b"o\nthree").unwrap();
        output.drain(&logs, false);
        output.drain(&logs, true);
        let lines: Vec<_> = logs.lines().into_iter().map(|l| l.line).collect();
        assert_eq!(lines, ["one", "two", "three"]);
    }

    #[test]
    fn statuses_are_lines_of_their_kind() {
        let check = |line: &str, found: bool| assert_eq!(status(line).is_some(), found, "{line}");
        check(r#"{"kind":"status","provider":"meta","status":"read","error":null}"#, true);
        check(r#"{"level":"INFO","fields":{"kind":"status","provider":"meta"}}"#, true);
        check(r#"{"kind":"sweep"}"#, false);
        check("status", false);
    }
}
