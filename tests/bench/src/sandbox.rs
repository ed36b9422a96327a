//! One process of a function behind the least of a Lambda Runtime API: it
//! hands out a list of events and sees the answers.
//!
//! Source: "Using the Lambda runtime API for custom runtimes" in the Lambda
//! developer guide.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path as FilePath;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::watch;

use crate::error::{Context, Error, Result};

/// A run that has not answered everything by then is given up: valgrind makes
/// a function some fifty times slower.
const MOST_TIME: Duration = Duration::from_secs(600);
/// A deadline far away, in milliseconds of the epoch (the year 2100): no
/// function of the bench is to hurry.
const DEADLINE: &str = "4102444800000";

/// When a run is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// At the last answer, which the function never sees accepted: nothing
    /// that it would do afterwards is counted.
    AtLastAnswer,
    /// When the function asks for more, everything being done.
    WhenIdle,
}

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Progress {
    Running,
    Over,
    Failed(String),
}

struct Script {
    events: Mutex<VecDeque<Bytes>>,
    end: End,
    progress: watch::Sender<Progress>,
}

impl Script {
    fn take(&self) -> Option<Bytes> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    fn is_empty(&self) -> bool {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Ends the run; the request that ended it is never answered.
    async fn finish(&self, progress: Progress) -> Response {
        self.progress.send_replace(progress);
        std::future::pending().await
    }
}

async fn next(State(script): State<Arc<Script>>) -> Response {
    let Some(event) = script.take() else { return script.finish(Progress::Over).await };
    let headers = [
        ("lambda-runtime-aws-request-id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd"),
        ("lambda-runtime-deadline-ms", DEADLINE),
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:ap-south-1:000000000000:function:bench"),
        ("lambda-runtime-trace-id", "Root=1-6926f0a8-3d4e5f60718293a4b5c6d7e8;Sampled=0"),
        ("content-type", "application/json"),
    ];
    (headers, event).into_response()
}

async fn answered(State(script): State<Arc<Script>>, Path(_): Path<String>, body: Bytes) -> Response {
    let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
    // The sweeper's answer has no status: it is its counts.
    if answer.get("statusCode").is_some_and(|status| *status != 200) {
        return script.finish(Progress::Failed(answer.to_string())).await;
    }
    if script.end == End::AtLastAnswer && script.is_empty() {
        return script.finish(Progress::Over).await;
    }
    (StatusCode::ACCEPTED, r#"{"status":"OK"}"#).into_response()
}

async fn failed(State(script): State<Arc<Script>>, body: Bytes) -> Response {
    script.finish(Progress::Failed(String::from_utf8_lossy(&body).into_owned())).await
}

/// A running process.
pub(crate) struct Sandbox {
    child: Child,
    progress: watch::Receiver<Progress>,
}

impl Sandbox {
    /// Starts `command` (a path and its arguments) with this environment and
    /// hands it these events. What it logs goes to `log`.
    ///
    /// # Errors
    /// It cannot be started.
    pub(crate) async fn start(
        command: &[String],
        environment: &BTreeMap<String, String>,
        events: Vec<Vec<u8>>,
        end: End,
        log: &FilePath,
    ) -> Result<Self> {
        let (progress, seen) = watch::channel(Progress::Running);
        let events = Mutex::new(events.into_iter().map(Bytes::from).collect());
        let port = serve(Script { events, end, progress }).await?;
        let log = std::fs::File::create(log).context("making the log file")?;
        let (program, arguments) = command.split_first().context("finding the command")?;
        let child = Command::new(program)
            .args(arguments)
            .env_clear()
            .envs(environment)
            .env("AWS_LAMBDA_RUNTIME_API", format!("127.0.0.1:{port}"))
            .kill_on_drop(true)
            .stdin(Stdio::null())
            .stdout(log.try_clone().context("sharing the log file")?)
            .stderr(log)
            .spawn();
        Ok(Self { child: child.context(format!("starting {program}"))?, progress: seen })
    }

    /// Waits until everything is answered.
    ///
    /// # Errors
    /// An event is not answered with 200, the process ends, or it takes too long.
    pub(crate) async fn finished(&mut self) -> Result<()> {
        let over = self.progress.wait_for(|progress| *progress != Progress::Running);
        let result = tokio::select! {
            over = over => match over.as_deref() {
                Ok(Progress::Over) => Ok(()),
                Ok(Progress::Failed(why)) => Err(Error::new("an event was refused", why)),
                _ => Err(Error::new("the Runtime API", "is gone")),
            },
            ended = self.child.wait() => Err(Error::new("the function ended", format!("{ended:?}"))),
            () = timeout() => Err(Error::new("the function", "does not answer")),
        };
        result
    }

    /// The most memory it has had resident, in KiB (`VmHWM` of proc(5)).
    ///
    /// # Errors
    /// The process is gone.
    pub(crate) fn peak_kib(&self) -> Result<u64> {
        let id = self.child.id().context("finding the process")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).context("reading its status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let figure = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        figure.context("finding VmHWM")
    }

    /// Asks it to end, and waits: valgrind writes its figures then.
    ///
    /// # Errors
    /// It cannot be ended.
    pub(crate) async fn stop(mut self) -> Result<()> {
        let id = self.child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        kill_process(id.context("finding the process")?, Signal::TERM).context("ending the process")?;
        self.child.wait().await.context("waiting for the process").map(|_| ())
    }
}

#[expect(clippy::disallowed_methods, reason = "a limit on a measurement, not a wait for something")]
async fn timeout() {
    tokio::time::sleep(MOST_TIME).await;
}

async fn serve(script: Script) -> Result<u16> {
    let runtime = "/2018-06-01/runtime";
    let router = Router::new()
        .route(&format!("{runtime}/invocation/next"), get(next))
        .route(&format!("{runtime}/invocation/{{id}}/response"), post(answered))
        .route(&format!("{runtime}/invocation/{{id}}/error"), post(failed))
        .route(&format!("{runtime}/init/error"), post(failed))
        .with_state(Arc::new(script));
    let listener = TcpListener::bind("127.0.0.1:0").await.context("binding the Runtime API")?;
    let port = listener.local_addr().context("asking for the port")?.port();
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(port)
}
