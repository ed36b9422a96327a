//! A function's sandboxes: one invocation at a time in each, more of them
//! when all are busy, a new one when one dies.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use crate::error::{Context, Error};
use crate::process::{self, Instance, Invocation, Outcome, TwimlAddress};
use crate::runtime_api;
use crate::stack::Shared;
use crate::template::FunctionSpec;

/// As many sandboxes at most.
const MAX_INSTANCES: usize = 8;
/// As long a caller waits for a free one: API Gateway's own limit.
const MAX_WAIT: Duration = Duration::from_secs(29);
/// So many deaths before the first invocation, and callers are told.
const MAX_FAILED_STARTS: u32 = 3;

/// A sandbox that waits for work, and the way to hand it some.
type Idle = oneshot::Sender<Invocation>;

#[derive(Default)]
struct State {
    idle: Vec<Idle>,
    alive: usize,
    /// Started, but has not asked for work yet.
    starting: usize,
    waiting: usize,
    /// Deaths in a row before the first invocation.
    failed_starts: u32,
    ready: bool,
}

/// All sandboxes of one function.
pub(crate) struct Pool {
    pub(crate) function: &'static str,
    spec: FunctionSpec,
    binary: PathBuf,
    shared: Arc<Shared>,
    state: Mutex<State>,
    changed: Notify,
}

impl Pool {
    /// A pool with its first sandbox starting.
    pub(crate) fn start(
        function: &'static str,
        spec: FunctionSpec,
        binary: PathBuf,
        shared: Arc<Shared>,
    ) -> Arc<Self> {
        let state = Mutex::new(State::default());
        let pool = Arc::new(Self { function, spec, binary, shared, state, changed: Notify::new() });
        pool.grow();
        pool
    }

    /// Whether some sandbox has asked for work.
    pub(crate) fn ready(&self) -> bool {
        crate::lock(&self.state).ready
    }

    /// Invokes the function once and waits for its answer.
    pub(crate) async fn invoke(self: &Arc<Self>, event: Bytes, twiml_to: Option<TwimlAddress>) -> Outcome {
        self.shared.usage.invocation(self.function);
        let (reply, outcome) = oneshot::channel();
        let id = uuid::Uuid::new_v4().to_string();
        let invocation = Invocation { id, event, twiml_to, reply };
        if let Err(why) = self.hand_over(invocation).await {
            return Outcome::Died(why);
        }
        outcome.await.unwrap_or(Outcome::Died("lost"))
    }

    async fn hand_over(self: &Arc<Self>, invocation: Invocation) -> Result<(), &'static str> {
        let deadline = Instant::now() + MAX_WAIT;
        let mut invocation = Some(invocation);
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if self.offer(&mut invocation)? {
                return Ok(());
            }
            let _waiting = Waiting::new(self);
            self.grow_if_needed();
            if tokio::time::timeout_at(deadline, changed).await.is_err() {
                return Err("no sandbox became free");
            }
        }
    }

    /// Gives the invocation to an idle sandbox, the last used first, as
    /// Lambda does.
    fn offer(&self, invocation: &mut Option<Invocation>) -> Result<bool, &'static str> {
        let mut state = crate::lock(&self.state);
        while let Some(given) = invocation.take() {
            let Some(idle) = state.idle.pop() else {
                *invocation = Some(given);
                break;
            };
            // A sandbox that died while idle hands the invocation back.
            *invocation = idle.send(given).err();
        }
        match invocation {
            None => Ok(true),
            Some(_) if state.failed_starts >= MAX_FAILED_STARTS => Err("does not start"),
            Some(_) => Ok(false),
        }
    }

    /// The sandbox asks for work; resolves when there is some.
    pub(crate) async fn next(&self, instance: &Instance) -> Option<(String, Bytes)> {
        let first = !instance.was_ready();
        instance.finish();
        let (idle, work) = oneshot::channel();
        {
            let mut state = crate::lock(&self.state);
            if first {
                state.starting = state.starting.saturating_sub(1);
            }
            state.ready = true;
            state.failed_starts = 0;
            state.idle.push(idle);
        }
        self.changed.notify_waiters();
        let invocation = work.await.ok()?;
        Some(instance.begin(invocation))
    }

    fn grow_if_needed(self: &Arc<Self>) {
        let grow = {
            let state = crate::lock(&self.state);
            state.alive < MAX_INSTANCES && state.starting < state.waiting
        };
        if grow {
            self.grow();
        }
    }

    /// Takes a dead sandbox's place, unless a caller has started one meanwhile.
    fn grow_if_missed(self: &Arc<Self>) {
        let missed = {
            let state = crate::lock(&self.state);
            state.alive == 0 || state.starting < state.waiting
        };
        if missed {
            self.grow();
        }
    }

    fn grow(self: &Arc<Self>) {
        {
            let mut state = crate::lock(&self.state);
            state.alive += 1;
            state.starting += 1;
        }
        let pool = Arc::clone(self);
        self.shared.spawn(async move {
            if let Err(error) = pool.live().await {
                crate::stack::tell(&error.to_string());
                pool.gone(false);
            }
        });
    }

    /// One sandbox's life.
    async fn live(self: &Arc<Self>) -> Result<(), Error> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.context("binding")?;
        let port = listener.local_addr().context("asking for the port")?.port();
        let (instance, output) = Instance::new(self.function, &self.spec, Arc::clone(&self.shared))?;
        let router = runtime_api::router(Arc::clone(self), Arc::clone(&instance));
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        let environment = process::environment(&self.spec, port, &self.shared.config.settings);
        let child = process::spawn(&self.binary, &environment, output);
        let outcome = match child {
            Ok(child) => {
                instance.watch(child).await;
                // Said a few times only: it is tried for ever.
                let failures = crate::lock(&self.state).failed_starts;
                if !instance.was_ready() && failures < MAX_FAILED_STARTS && !*self.shared.shutdown.borrow() {
                    crate::stack::tell(&format!("{} did not start: {}", self.function, instance.last_line()));
                }
                self.gone(instance.was_ready());
                Ok(())
            }
            Err(error) => Err(error),
        };
        server.abort();
        outcome
    }

    /// A sandbox has died: another takes its place if it is missed.
    fn gone(self: &Arc<Self>, was_ready: bool) {
        let (missed, failures) = {
            let mut state = crate::lock(&self.state);
            state.alive -= 1;
            if !was_ready {
                state.starting = state.starting.saturating_sub(1);
                state.failed_starts += 1;
            }
            state.idle.retain(|idle| !idle.is_closed());
            (state.alive == 0 || state.starting < state.waiting, state.failed_starts)
        };
        self.changed.notify_waiters();
        if !missed || *self.shared.shutdown.borrow() {
            return;
        }
        let pool = Arc::clone(self);
        self.shared.spawn(async move {
            let pause = Duration::from_millis(100 << failures.min(5)) * failures.min(1);
            tokio::time::sleep_until(Instant::now() + pause).await;
            pool.grow_if_missed();
        });
    }
}

/// Counts a caller that waits, as long as it does.
struct Waiting<'a>(&'a Pool);

impl<'a> Waiting<'a> {
    fn new(pool: &'a Pool) -> Self {
        crate::lock(&pool.state).waiting += 1;
        Self(pool)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        crate::lock(&self.0.state).waiting -= 1;
    }
}
