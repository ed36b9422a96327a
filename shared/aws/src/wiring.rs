//! How a function is put together: settings, keys, clients, once at start; and
//! the small tail of work after each answer.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use aws_smithy_runtime_api::client::http::SharedHttpConnector;
use helpline::Helpline;
use helpline::ports::Settlement;
use lambda_runtime::LambdaInvocation;
use tower::{Layer, Service};

use crate::clients;
use crate::config::{Config, ConfigError};
use crate::table::Table;
use crate::world::Outside;

/// The helpline as the functions run it.
pub type Deployed = Helpline<Table, Outside>;

/// The registered SMS templates, as reviewed.
const SMS_TEMPLATES: &str = include_str!("../../domain/policy/sms.toml");

/// The table that the settings name.
///
/// # Errors
///
/// [`ConfigError`] naming what is missing.
pub fn table(config: &Config) -> Result<Table, ConfigError> {
    table_over(config, &clients::connector(config)?)
}

fn table_over(config: &Config, connector: &SharedHttpConnector) -> Result<Table, ConfigError> {
    Ok(Table::new(clients::dynamodb(config, connector)?, config.need("TABLE_NAME")?, config.vault()?))
}

/// The helpline that the settings describe.
///
/// # Errors
///
/// [`ConfigError`] naming what is missing.
pub fn helpline(config: &Config) -> Result<Deployed, ConfigError> {
    let connector = clients::connector(config)?;
    Ok(Helpline::new(
        table_over(config, &connector)?,
        Outside::new(config, connector)?,
        config.vault()?,
        config.providers()?,
        config.public_url()?,
        SMS_TEMPLATES,
    ))
}

/// Work that can wait until the answer is out.
type Waiting = Arc<Mutex<Vec<Settlement>>>;

/// Runs what can wait after the response has gone to the Runtime API and
/// before the next invocation is asked for: the sandbox is not frozen until
/// then, and whoever called has the answer already.
#[derive(Clone)]
pub struct AfterAnswer {
    helpline: Arc<Deployed>,
    waiting: Waiting,
}

impl std::fmt::Debug for AfterAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AfterAnswer")
    }
}

impl AfterAnswer {
    /// The tail of this helpline's invocations.
    #[must_use]
    pub fn new(helpline: Arc<Deployed>) -> Self {
        Self { helpline, waiting: Waiting::default() }
    }

    /// Leaves work for after the answer.
    pub fn leave(&self, settlements: Vec<Settlement>) {
        if let Ok(mut waiting) = self.waiting.lock() {
            waiting.extend(settlements);
        }
    }

    async fn run(&self) {
        let work = self.waiting.lock().map(|mut waiting| std::mem::take(&mut *waiting)).unwrap_or_default();
        self.helpline.after_answer(work).await;
    }
}

impl<S> Layer<S> for AfterAnswer {
    type Service = WithTail<S>;

    fn layer(&self, inner: S) -> WithTail<S> {
        WithTail { inner, tail: self.clone() }
    }
}

/// A service with its tail.
#[derive(Debug)]
pub struct WithTail<S> {
    inner: S,
    tail: AfterAnswer,
}

impl<S> Service<LambdaInvocation> for WithTail<S>
where
    S: Service<LambdaInvocation, Response = (), Error = lambda_runtime::Error>,
    S::Future: Send + 'static,
{
    type Response = ();
    type Error = lambda_runtime::Error;
    type Future = Pin<Box<dyn Future<Output = Result<(), lambda_runtime::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, invocation: LambdaInvocation) -> Self::Future {
        let answered = self.inner.call(invocation);
        let tail = self.tail.clone();
        Box::pin(async move {
            let result = answered.await;
            tail.run().await;
            result
        })
    }
}
