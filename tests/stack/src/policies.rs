//! The policies of the stack: what is published at the start, the one that
//! `/local/policy` shows, and publishing another as the command does.

use std::sync::{Arc, Mutex, PoisonError};

use aws::publish::{self, Publication, PublishError, Published};
use aws::{Table, versions};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::policy::Policy;
use serde_json::json;

use crate::config::Config;
use crate::error::{Context, Error};
use crate::stack::Inner;
use crate::template::TABLE_NAME;

/// The running policy of the first cell, the one that the contract speaks of.
pub(crate) struct Policies {
    first: Mutex<Arc<Policy>>,
}

impl Policies {
    /// Checks all policies and puts them in force.
    pub(crate) async fn install(config: &Config, table: &Table) -> Result<Self, Error> {
        let first = Policy::from_toml(&config.policy_toml).context("the policy does not hold")?;
        Self::put(table, &first, &config.policy_toml).await?;
        for source in &config.more_policies {
            let policy = Policy::from_toml(source).context("a further policy does not hold")?;
            Self::put(table, &policy, source).await?;
        }
        Ok(Self { first: Mutex::new(Arc::new(first)) })
    }

    async fn put(table: &Table, policy: &Policy, source: &str) -> Result<(), Error> {
        let put = publish::install(table.client(), TABLE_NAME, policy, source).await;
        put.context("publishing the policy")
    }

    /// The running policy of the first cell.
    pub(crate) fn first(&self) -> Arc<Policy> {
        Arc::clone(&self.first.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes over what runs by now, whoever published it; a table that does not
    /// answer leaves what was known.
    pub(crate) async fn reread(&self, table: &Table) {
        let all = publish::all(table.client(), TABLE_NAME).await.unwrap_or_default();
        all.into_iter().for_each(|policy| self.learn(policy));
    }

    fn learn(&self, policy: Policy) {
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        if first.cell.id == policy.cell.id {
            *first = Arc::new(policy);
        }
    }
}

fn refused(why: &str) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({"message": why}))).into_response()
}

/// Publishes the TOML of the body at the stack's time, by the rules of the
/// command `policy publish`.
pub(crate) async fn publish(State(inner): State<Arc<Inner>>, source: String) -> Response {
    let policy = match Policy::from_toml(&source) {
        Ok(policy) => policy,
        Err(errors) => return refused(&errors.to_string()),
    };
    let table = inner.inspector.table();
    let over = match publish::all(table.client(), TABLE_NAME).await {
        Ok(all) => all.into_iter().find(|it| it.cell.id == policy.cell.id),
        Err(error) => return refused(&error.to_string()),
    };
    let at = inner.shared.clock.now();
    let it = Publication { policy: &policy, source: &source, over: over.as_ref(), at, by: None };
    let done: Result<Published, PublishError> = publish::publish(table.client(), TABLE_NAME, &it).await;
    let changes = match done {
        Ok(Published::Done(changes)) => changes,
        Ok(Published::Already) => Vec::new(),
        Err(error) => return refused(&error.to_string()),
    };
    let version = policy.version.clone();
    inner.inspector.policies().learn(policy);
    Json(json!({"version": version, "changes": changes})).into_response()
}

/// The versions of a cell's policy, oldest first.
pub(crate) async fn versions(
    State(inner): State<Arc<Inner>>,
    axum::extract::Path(cell): axum::extract::Path<String>,
) -> Response {
    let table = inner.inspector.table();
    match versions::history(table.client(), TABLE_NAME, &domain::CellId::new(cell)).await {
        Ok(all) => {
            let line = |it: &versions::Version| json!({"version": it.version, "at": it.at, "by": it.by, "changes": it.changes, "installed": it.installed});
            Json(all.iter().map(line).collect::<Vec<_>>()).into_response()
        }
        Err(error) => refused(&error.to_string()),
    }
}
