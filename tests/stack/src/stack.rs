//! Starting and stopping the whole.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::AbortHandle;

use crate::clock::Clock;
use crate::config::{Config, workspace_root};
use crate::dynamo::Dynamo;
use crate::error::{Context, Error};
use crate::faults::Faults;
use crate::inspect::Inspector;
use crate::logs::Logs;
use crate::mail::{self, Mails};
use crate::media::Media;
use crate::objects::Objects;
use crate::outbound::Outbound;
use crate::pool::Pool;
use crate::template::Template;
use crate::templates::Templates;
use crate::usage::Usage;
use crate::{FUNCTIONS, binaries, local, schedule};

/// As long a reader waits for what invocations still do after their answer.
const MAX_QUIESCE: Duration = Duration::from_secs(15);
/// As long a stop waits for the processes to end.
const MAX_STOP: Duration = Duration::from_secs(5);

/// How a stack is to run.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The port on 127.0.0.1; 0 for any free one.
    pub port: u16,
    /// The directory that keeps the data; in memory without one.
    pub data: Option<PathBuf>,
    /// A configuration file (see the contract).
    pub config: Option<PathBuf>,
    /// Settings that win over all others, by name; empty means unset.
    pub settings: BTreeMap<String, String>,
    /// Whether this process's environment is read for settings.
    pub inherit_env: bool,
    /// Whether the sweeper runs each minute and when the clock is moved.
    pub schedule: bool,
    /// Where the clock starts, and whether it stands still; real time if
    /// absent.
    pub clock: Option<(DateTime<Utc>, bool)>,
}

/// What a function's requests may touch.
pub(crate) struct Shared {
    pub(crate) clock: Arc<Clock>,
    pub(crate) config: Config,
    pub(crate) faults: Faults,
    pub(crate) usage: Usage,
    pub(crate) outbound: Outbound,
    pub(crate) templates: Templates,
    pub(crate) sms: Mutex<Vec<Value>>,
    pub(crate) fetches: Mutex<Vec<Value>>,
    pub(crate) logs: Logs,
    pub(crate) dynamo: Dynamo,
    pub(crate) mails: Mails,
    pub(crate) objects: Objects,
    pub(crate) media: Media,
    pub(crate) shutdown: watch::Sender<bool>,
    /// Invocations that have answered but still work.
    tails: watch::Sender<usize>,
    /// Tasks that hold a process.
    live: watch::Sender<usize>,
}

impl Shared {
    /// An invocation has answered; it may still work.
    pub(crate) fn start_of_tail(&self) {
        self.tails.send_modify(|n| *n += 1);
    }

    /// An invocation is over; `answered` if it had a tail.
    pub(crate) fn end_of_tail(&self, answered: bool) {
        if answered {
            self.tails.send_modify(|n| *n = n.saturating_sub(1));
        }
    }

    /// Waits until no invocation works on after its answer, so that what a
    /// reader sees next is whole. Gives up after [`MAX_QUIESCE`].
    pub(crate) async fn quiesce(&self) {
        let mut tails = self.tails.subscribe();
        let quiet = tails.wait_for(|n| *n == 0);
        // Giving up is all right: the reader sees what there is.
        let _ = tokio::time::timeout(MAX_QUIESCE, quiet).await;
    }

    /// Runs a task that holds a process; [`Stack::stop`] waits for it.
    pub(crate) fn spawn(self: &Arc<Self>, task: impl Future<Output = ()> + Send + 'static) {
        self.live.send_modify(|n| *n += 1);
        let shared = Arc::clone(self);
        tokio::spawn(async move {
            task.await;
            shared.live.send_modify(|n| *n -= 1);
        });
    }
}

/// The stack from within.
pub(crate) struct Inner {
    pub(crate) shared: Arc<Shared>,
    pub(crate) inspector: Inspector,
    pub(crate) template: Template,
    pub(crate) url: String,
    pub(crate) schedule: bool,
    pools: Vec<Arc<Pool>>,
}

impl Inner {
    pub(crate) fn pool(&self, function: &str) -> Option<&Arc<Pool>> {
        self.pools.iter().find(|pool| pool.function == function)
    }

    /// Each function, and whether it has asked for work yet.
    pub(crate) fn readiness(&self) -> BTreeMap<&'static str, bool> {
        self.pools.iter().map(|pool| (pool.function, pool.ready())).collect()
    }
}

/// The whole helpline, running on this machine. Dropping it kills the
/// functions.
pub struct Stack {
    inner: Arc<Inner>,
    tasks: Vec<AbortHandle>,
}

impl std::fmt::Debug for Stack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Stack({})", self.inner.url)
    }
}

impl Stack {
    /// Builds the functions and starts everything. Returns when the gateway
    /// listens; a request that comes before a function is ready waits for it.
    ///
    /// # Errors
    /// A setting, the template or the data cannot be read, the build fails,
    /// or the port is taken.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let path = workspace_root().join("template.yaml");
        let template = std::fs::read_to_string(&path).context(format!("reading {}", path.display()))?;
        let template = Template::parse(&template)?;
        Self::start_with(options, template, binaries::find().await?).await
    }

    /// Starts with any template and any binaries.
    pub(crate) async fn start_with(
        options: Options,
        template: Template,
        binaries: binaries::Binaries,
    ) -> Result<Self, Error> {
        let mut config = Config::load(&options)?;
        let listener =
            tokio::net::TcpListener::bind(("127.0.0.1", options.port)).await.context("binding the port")?;
        let url = format!("http://{}", listener.local_addr().context("asking for the port")?);
        config.settings.entry("PUBLIC_URL".into()).or_insert_with(|| url.clone());
        let sns = || format!("{url}{}", mail::SNS);
        config.settings.entry("SNS_CERT_HOSTS".into()).or_insert_with(sns);

        let clock = Arc::new(Clock::new(options.clock));
        let dynamo = Dynamo::start(options.data.as_deref(), Arc::clone(&clock), &template).await?;
        let inspector = Inspector::start(&config, &dynamo.url).await?;
        let objects = Objects::open(options.data.as_deref())?;
        let shared = Arc::new(shared(config, clock, dynamo, objects));
        let pools = start_pools(&shared, &template, &binaries)?;
        let inner = Arc::new(Inner { shared, inspector, template, url, schedule: options.schedule, pools });
        let router = local::router(Arc::clone(&inner));
        let mut tasks = vec![spawn(async move { _ = axum::serve(listener, router).await })];
        if options.schedule {
            tasks.push(spawn(schedule::run(Arc::clone(&inner))));
        }
        Ok(Self { inner, tasks })
    }

    /// Where the gateway listens (`http://127.0.0.1:9000`).
    #[must_use]
    pub fn url(&self) -> &str {
        &self.inner.url
    }

    /// Where the embedded DynamoDB listens. What goes there is not counted,
    /// does not fail and is no boundary.
    #[must_use]
    pub fn dynamodb_url(&self) -> &str {
        &self.inner.shared.dynamo.url
    }

    /// The settings in force.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.inner.shared.config
    }

    /// The stack's clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.shared.clock
    }

    /// How many tasks hold a process.
    #[cfg(test)]
    pub(crate) fn live(&self) -> watch::Receiver<usize> {
        self.inner.shared.live.subscribe()
    }

    /// Runs until interrupted, then stops.
    pub async fn wait(self) {
        let terminated = async {
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(mut signal) => _ = signal.recv().await,
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            () = terminated => {}
        }
        self.stop().await;
    }

    /// Stops everything and waits until the functions' processes are gone.
    pub async fn stop(self) {
        self.inner.shared.shutdown.send_replace(true);
        let mut live = self.inner.shared.live.subscribe();
        let gone = live.wait_for(|n| *n == 0);
        // A process that does not end is killed when its task is dropped.
        let _ = tokio::time::timeout(MAX_STOP, gone).await;
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        self.inner.shared.shutdown.send_replace(true);
        for task in &self.tasks {
            task.abort();
        }
    }
}

fn spawn(task: impl Future<Output = ()> + Send + 'static) -> AbortHandle {
    tokio::spawn(task).abort_handle()
}

fn shared(config: Config, clock: Arc<Clock>, dynamo: Dynamo, objects: Objects) -> Shared {
    Shared {
        templates: Templates::parse(
            &config.templates_toml,
            config.get("TWILIO_CONTENT_SIDS").unwrap_or_default(),
        ),
        config,
        clock,
        dynamo,
        mails: Mails::default(),
        objects,
        media: Media::default(),
        faults: Faults::default(),
        usage: Usage::default(),
        outbound: Outbound::default(),
        sms: Mutex::default(),
        fetches: Mutex::default(),
        logs: Logs::default(),
        shutdown: watch::Sender::new(false),
        tails: watch::Sender::new(0),
        live: watch::Sender::new(0),
    }
}

fn start_pools(
    shared: &Arc<Shared>,
    template: &Template,
    binaries: &binaries::Binaries,
) -> Result<Vec<Arc<Pool>>, Error> {
    let pools = FUNCTIONS.into_iter().map(|name| {
        let spec = template.functions.iter().find(|function| function.name == name);
        let spec = spec.ok_or_else(|| Error::new("template.yaml", format!("no function {name}")))?;
        let binary = binaries.get(name).ok_or_else(|| Error::new("binaries", format!("no {name}")))?;
        Ok(Pool::start(name, spec.clone(), binary.clone(), Arc::clone(shared)))
    });
    pools.collect()
}

/// Tells whoever runs the stack what went wrong in it.
pub(crate) fn tell(what: &str) {
    // With nowhere to write there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "stack: {what}");
}
