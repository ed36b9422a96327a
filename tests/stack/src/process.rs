//! One sandbox of a function: a child process and a port of its own.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use tokio::process::{Child, Command};
use tokio::sync::{Notify, oneshot, watch};
use tokio::time::Instant;

use crate::error::{Context, Error};
use crate::faults::{Boundary, Death, Passed, Service};
use crate::logs::Output;
use crate::mail;
use crate::objects::{BUCKET, LINKS};
use crate::stack::Shared;
use crate::template::{FunctionSpec, TABLE_NAME};

/// How an invocation ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The function's answer.
    Answer(Bytes),
    /// The function reported an error.
    Error(Bytes),
    /// The process died, for this reason.
    Died(&'static str),
}

/// What an invocation is given.
pub(crate) struct Invocation {
    pub(crate) id: String,
    pub(crate) event: Bytes,
    /// Who gets the answer as a message, if the answer can be one (TwiML).
    pub(crate) twiml_to: Option<TwimlAddress>,
    pub(crate) reply: oneshot::Sender<Outcome>,
}

/// The two ends of a Twilio message that the answer replies to.
#[derive(Clone)]
pub(crate) struct TwimlAddress {
    pub(crate) to: String,
}

/// The invocation that an instance is working on.
struct Current {
    id: String,
    twiml_to: Option<TwimlAddress>,
    /// Taken when the function answers; what follows is the tail.
    reply: Option<oneshot::Sender<Outcome>>,
    /// Boundaries passed: commits, reads, sends.
    passed: [u32; 3],
}

/// One sandbox. It lives as long as its process.
pub(crate) struct Instance {
    pub(crate) function: &'static str,
    pub(crate) shared: Arc<Shared>,
    timeout: std::time::Duration,
    output: Output,
    current: Mutex<Option<Current>>,
    kill: Notify,
    reason: Mutex<&'static str>,
    deadline: watch::Sender<Option<Instant>>,
    ready: watch::Sender<bool>,
}

impl Instance {
    /// An instance and the file that its process is to write to.
    pub(crate) fn new(
        function: &'static str,
        spec: &FunctionSpec,
        shared: Arc<Shared>,
    ) -> Result<(Arc<Self>, std::fs::File), Error> {
        let (output, writer) = Output::create(function)?;
        let instance = Self {
            function,
            shared,
            timeout: spec.timeout,
            output,
            current: Mutex::new(None),
            kill: Notify::new(),
            reason: Mutex::new("exited"),
            deadline: watch::Sender::new(None),
            ready: watch::Sender::new(false),
        };
        Ok((Arc::new(instance), writer))
    }

    /// Whether the process has ever asked for an invocation.
    pub(crate) fn was_ready(&self) -> bool {
        *self.ready.borrow()
    }

    /// The process asks for the next invocation: the last one is over.
    pub(crate) fn finish(&self) {
        self.deadline.send_replace(None);
        self.ready.send_replace(true);
        self.output.drain(&self.shared.logs, false);
        if let Some(current) = crate::lock(&self.current).take() {
            self.shared.end_of_tail(current.reply.is_none());
        }
    }

    /// The process starts on an invocation.
    pub(crate) fn begin(&self, invocation: Invocation) -> (String, Bytes) {
        let Invocation { id, event, twiml_to, reply } = invocation;
        let current = Current { id: id.clone(), twiml_to, reply: Some(reply), passed: [0; 3] };
        *crate::lock(&self.current) = Some(current);
        self.deadline.send_replace(Some(Instant::now() + self.timeout));
        (id, event)
    }

    /// How long an invocation may take.
    pub(crate) fn timeout(&self) -> std::time::Duration {
        self.timeout
    }

    /// The process answered: the caller has it at once. False if there is no
    /// such invocation.
    pub(crate) fn answer(&self, id: &str, outcome: Outcome) -> bool {
        self.output.drain(&self.shared.logs, false);
        let mut current = crate::lock(&self.current);
        let Some(current) = current.as_mut().filter(|current| current.id == id) else {
            return false;
        };
        let Some(reply) = current.reply.take() else { return false };
        self.shared.start_of_tail();
        // A caller that hung up wants no answer.
        let _ = reply.send(outcome);
        true
    }

    /// Where the answer to the running invocation goes as a message.
    pub(crate) fn twiml_to(&self) -> Option<TwimlAddress> {
        crate::lock(&self.current).as_ref()?.twiml_to.clone()
    }

    /// Passes a boundary; says whether the process is to die at it.
    pub(crate) fn pass(&self, service: Service, operation: &str, kind: Boundary) -> Option<Death> {
        let passed = {
            let mut current = crate::lock(&self.current);
            let current = current.as_mut()?;
            let counter = &mut current.passed[kind as usize];
            *counter += 1;
            Passed {
                invocation: current.id.clone(),
                function: self.function.to_owned(),
                n: *counter,
                service,
                operation: operation.to_owned(),
                kind,
                after_answer: current.reply.is_none(),
            }
        };
        self.shared.faults.pass(passed)
    }

    /// Kills the process, as SIGKILL does, and never returns: the request
    /// that was being served ends with its connection.
    pub(crate) async fn die(&self) -> std::convert::Infallible {
        self.strike("killed at a boundary");
        std::future::pending().await
    }

    fn strike(&self, reason: &'static str) {
        *crate::lock(&self.reason) = reason;
        self.kill.notify_one();
    }

    /// Runs the process to its end, killing it when asked, when an invocation
    /// takes too long or when the stack stops.
    pub(crate) async fn watch(&self, mut child: Child) {
        let mut shutdown = self.shared.shutdown.subscribe();
        tokio::select! {
            _ = child.wait() => {}
            () = self.kill.notified() => {}
            () = self.overdue() => self.strike("timed out"),
            _ = shutdown.wait_for(|stop| *stop) => {}
        }
        // If it has ended by itself there is nothing to kill: no error here.
        let _ = child.start_kill();
        let _ = child.wait().await;
        self.bury();
    }

    async fn overdue(&self) {
        let mut deadline = self.deadline.subscribe();
        loop {
            let due = *deadline.borrow_and_update();
            let Some(due) = due else {
                let _ = deadline.changed().await;
                continue;
            };
            tokio::select! {
                () = tokio::time::sleep_until(due) => return,
                _ = deadline.changed() => {}
            }
        }
    }

    fn bury(&self) {
        self.output.drain(&self.shared.logs, true);
        if let Some(current) = crate::lock(&self.current).take() {
            self.shared.end_of_tail(current.reply.is_none());
            if let Some(reply) = current.reply {
                let _ = reply.send(Outcome::Died(*crate::lock(&self.reason)));
            }
        }
    }

    /// What the process logged last, for an operator who wonders why it does
    /// not start.
    pub(crate) fn last_line(&self) -> String {
        let lines = self.shared.logs.lines();
        let mine = lines.into_iter().rev().find(|line| line.function == self.function);
        mine.map(|line| line.line).unwrap_or_default()
    }
}

/// Starts the process. It sees nothing of this process's environment.
pub(crate) fn spawn(
    binary: &Path,
    environment: &BTreeMap<String, String>,
    output: std::fs::File,
) -> Result<Child, Error> {
    let errors = output.try_clone().context("sharing the log file")?;
    let mut command = Command::new(binary);
    command.env_clear().envs(environment).kill_on_drop(true).stdin(Stdio::null());
    command.stdout(output).stderr(errors);
    command.spawn().context(format!("starting {}", binary.display()))
}

/// What the process finds in its environment, as in Lambda, with every
/// endpoint at the instance's own port.
pub(crate) fn environment(
    spec: &FunctionSpec,
    port: u16,
    settings: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let own = format!("127.0.0.1:{port}");
    let fixed = [
        ("AWS_LAMBDA_FUNCTION_NAME", spec.name.clone()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".into()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", spec.memory.to_string()),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand".into()),
        ("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/{}", spec.name)),
        ("AWS_LAMBDA_LOG_STREAM_NAME", format!("local/[$LATEST]{port}")),
        ("AWS_LAMBDA_RUNTIME_API", own.clone()),
        ("AWS_REGION", "ap-south-1".into()),
        ("AWS_DEFAULT_REGION", "ap-south-1".into()),
        ("AWS_ACCESS_KEY_ID", "local".into()),
        ("AWS_SECRET_ACCESS_KEY", "local".into()),
        ("AWS_ENDPOINT_URL_DYNAMODB", format!("http://{own}")),
        ("AWS_ENDPOINT_URL_SNS", format!("http://{own}/sns")),
        ("META_GRAPH_URL", format!("http://{own}/graph/v24.0")),
        ("TWILIO_API_URL", format!("http://{own}/twilio")),
        ("GUPSHUP_API_URL", format!("http://{own}/gupshup")),
        ("INFOBIP_API_URL", format!("http://{own}/infobip")),
        ("AWS_ENDPOINT_URL_S3", format!("http://{own}/s3")),
        ("FILES_BUCKET", BUCKET.into()),
        ("FILES_LINK_URL", format!("{}{LINKS}", settings.get("PUBLIC_URL").map_or("", String::as_str))),
        ("MEDIA_HOSTS", format!("http://{own}")),
        ("AWS_ENDPOINT_URL_SESV2", format!("http://{own}/ses")),
        ("MAIL_BUCKET", mail::BUCKET.into()),
        ("TABLE_NAME", TABLE_NAME.into()),
        ("TZ", ":UTC".into()),
    ];
    let mut all = spec.environment.clone();
    all.extend(settings.clone());
    all.extend(fixed.map(|(name, value)| (name.to_owned(), value)));
    all
}
