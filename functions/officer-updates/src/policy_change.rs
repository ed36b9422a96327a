//! A change of the policy, whether a page or the API asks for it: read, checked
//! against who may make it and against the file itself, and published in the
//! name of who asked.

use std::sync::Arc;

use aws::publish::{self, Publication, PublishError};
use aws::versions::{self, Version};
use chrono::{DateTime, Utc};
use domain::Language;
use domain::access_pages::may_edit;
use domain::calendar::ist_date;
use domain::policy::Policy;
use domain::policy_edit::{self, Edited};
use helpline::staff::Staff;
use helpline::{StoreError, World as _};

use crate::OfficerUpdates;
use crate::desk_edit::{EditForm, Sent};
use crate::request::Fields;

/// So many versions are shown.
const MOST_VERSIONS: u16 = 20;

/// Why an edit was not made.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// This field is not filled in right.
    Field(&'static str),
    /// It would move somebody who stands above who asks.
    Above,
    /// The file of the running version is not in the table.
    NoSource,
    /// Another version runs than the one that was looked at.
    Overtaken,
    /// This holiday comes soon and names no order.
    NoOrder(String),
    /// What the check says, a line each.
    Check(Vec<String>),
}

/// Who changes the policy of their cell, and when.
#[derive(Clone, Copy)]
pub(crate) struct Change<'a> {
    /// The function.
    pub(crate) app: &'a OfficerUpdates,
    /// Who.
    pub(crate) staff: &'a Staff,
    /// The moment of the request.
    pub(crate) now: DateTime<Utc>,
    /// In which language the check speaks.
    pub(crate) language: Language,
}

impl Change<'_> {
    /// The policy as it stands now, not as it was cached: one query.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the table does not answer, or the cell has none.
    pub(crate) async fn running(&self) -> Result<Arc<Policy>, StoreError> {
        let policies = self.app.helpline.read_policies().await?;
        let own = policies.iter().find(|policy| policy.cell.id == self.staff.policy.cell.id).cloned();
        own.ok_or(StoreError::Corrupt("policy of the cell"))
    }

    /// The newest versions of the policy, with what each changed: one query.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the table does not answer.
    pub(crate) async fn versions(&self) -> Result<Vec<Version>, StoreError> {
        let table = &self.app.helpline.store;
        versions::latest(table.client(), table.name(), &self.staff.policy.cell.id, MOST_VERSIONS).await
    }

    /// What the form would change, or why it may not. Changes nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the table does not answer.
    pub(crate) async fn check(
        &self,
        form: &EditForm,
        policy: &Policy,
        sent: &Fields,
    ) -> Result<Result<Edited, Wrong>, StoreError> {
        let mut salt = [0; 16];
        for half in salt.chunks_mut(8) {
            half.copy_from_slice(&self.app.helpline.world.entropy().to_le_bytes());
        }
        let edit = match (Sent { fields: sent, salt }).read(form) {
            Ok(edit) => edit,
            Err(field) => return Ok(Err(Wrong::Field(field))),
        };
        if !may_edit(policy, &self.staff.officer, &edit) {
            return Ok(Err(Wrong::Above));
        }
        let table = &self.app.helpline.store;
        let source = publish::source(table.client(), table.name(), &policy.cell.id, &policy.version).await?;
        let Some(source) = source else { return Ok(Err(Wrong::NoSource)) };
        Ok(policy_edit::edit(&source, &[edit], ist_date(self.now))
            .map_err(|error| Wrong::Check(error.in_words(policy, self.language))))
    }

    /// Publishes it in the officer's name, on the condition that `policy` still
    /// runs; why not, if not.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the table does not answer; nothing was published then.
    pub(crate) async fn publish(
        &self,
        policy: &Policy,
        edited: &Edited,
    ) -> Result<Result<(), Wrong>, StoreError> {
        let table = &self.app.helpline.store;
        let publication = Publication {
            policy: &edited.policy,
            source: &edited.source,
            over: Some(policy),
            at: self.now,
            by: Some(self.staff.officer.id.as_str()),
        };
        match publish::publish(table.client(), table.name(), &publication).await {
            Ok(_) => {
                self.app.helpline.read_policies().await?;
                Ok(Ok(()))
            }
            Err(PublishError::Store(error)) => Err(error),
            Err(PublishError::Overtaken | PublishError::VersionTaken(_)) => Ok(Err(Wrong::Overtaken)),
            Err(error @ PublishError::NoOrder(_)) => Ok(Err(Wrong::NoOrder(error.to_string()))),
        }
    }
}
