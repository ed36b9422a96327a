//! The helpline as one value: its ports, keys, policies and providers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock};

use chrono::{DateTime, TimeDelta, Utc};
use domain::dlt::{DltBook, DltError};
use domain::effect::{ListNotice, ListSms};
use domain::policy::Policy;
use domain::templates::Templates;
use domain::{CellId, Context, OfficerId, Reference};

use crate::jobs::JobOfDay;
use crate::ports::{Settlement, Store, StoreError, World};
use crate::vault::{PersonKey, Vault};

/// A policy is read again after so long; a change is in force by then everywhere.
const POLICY_AGE: TimeDelta = TimeDelta::minutes(5);
/// For so long after a commit its effects belong to the invocation that made
/// it. Longer than an invocation of `webhook-intake` may last, shorter than the
/// sweeper's minute.
pub const LEASE: TimeDelta = TimeDelta::seconds(35);
/// How often a decision is made again when something changed meanwhile.
pub const MOST_ATTEMPTS: usize = 4;

/// How to reach Meta.
#[derive(Clone)]
pub struct Meta {
    /// The Graph API with its version: `https://graph.facebook.com/v24.0`.
    pub graph_url: String,
    /// The bearer token.
    pub access_token: String,
}

/// How to reach Twilio.
#[derive(Clone)]
pub struct Twilio {
    /// `https://api.twilio.com`.
    pub api_url: String,
    /// The account.
    pub account_sid: String,
    /// Its token.
    pub auth_token: String,
    /// Twilio's content id (`HX...`) of each template, by `name:language`.
    pub content_sids: BTreeMap<String, String>,
}

/// How to reach Gupshup.
#[derive(Clone)]
pub struct Gupshup {
    /// `https://api.gupshup.io`.
    pub api_url: String,
    /// The account's key.
    pub api_key: String,
    /// Our WhatsApp number (E.164) of each app, by the app's name.
    pub apps: BTreeMap<String, String>,
    /// Gupshup's id of each template, by `name:language`.
    pub template_ids: BTreeMap<String, String>,
}

/// How to reach Infobip.
#[derive(Clone)]
pub struct Infobip {
    /// The account's own base URL: `https://xxxxx.api.infobip.com`.
    pub api_url: String,
    /// The account's key.
    pub api_key: String,
}

/// The providers that answers go through.
#[derive(Clone, Default)]
pub struct Providers {
    /// Meta, if configured.
    pub meta: Option<Meta>,
    /// Twilio, if configured.
    pub twilio: Option<Twilio>,
    /// Gupshup, if configured.
    pub gupshup: Option<Gupshup>,
    /// Infobip, if configured.
    pub infobip: Option<Infobip>,
    /// The file of WhatsApp templates; read only where one is to be sent.
    pub templates: &'static str,
}

impl Providers {
    /// Whether this template is one that may be sent.
    #[must_use]
    pub fn may_send(&self, name: &str, language: &str) -> bool {
        match Templates::parse(self.templates) {
            Ok(templates) => templates.may_send(name, language),
            Err(error) => {
                crate::log::failure("templates", &error);
                false
            }
        }
    }
}

type Loaded = (DateTime<Utc>, Arc<Vec<Arc<Policy>>>);

/// The helpline.
pub struct Helpline<S, W> {
    /// The table.
    pub store: S,
    /// The world outside the table.
    pub world: W,
    /// The keys.
    pub vault: Vault,
    /// The providers.
    pub providers: Providers,
    /// What officers' links begin with: `https://helpline.example.gov.in`.
    pub public_url: String,
    sms_templates: &'static str,
    book: OnceLock<Result<DltBook, DltError>>,
    policies: Mutex<Option<Loaded>>,
    done: Mutex<BTreeSet<JobOfDay>>,
}

impl<S, W> std::fmt::Debug for Helpline<S, W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Helpline")
    }
}

impl<S: Store, W: World> Helpline<S, W> {
    /// The helpline on these ports. `sms_templates` is the DLT file's text.
    pub fn new(
        store: S,
        world: W,
        vault: Vault,
        providers: Providers,
        public_url: String,
        sms_templates: &'static str,
    ) -> Self {
        let (book, policies, done) = (OnceLock::new(), Mutex::new(None), Mutex::default());
        Self { store, world, vault, providers, public_url, sms_templates, book, policies, done }
    }

    /// The registered SMS templates.
    ///
    /// # Errors
    ///
    /// [`DltError`] if the file does not hold; the build's tests see to it that it does.
    pub fn book(&self) -> Result<&DltBook, DltError> {
        let parsed = self.book.get_or_init(|| DltBook::parse(self.sms_templates, &self.public_url));
        parsed.as_ref().map_err(Clone::clone)
    }

    /// The policies in force, as last read: one request on a cold start, none after.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if none has been read yet and the table does not answer.
    pub async fn policies(&self) -> Result<Arc<Vec<Arc<Policy>>>, StoreError> {
        match self.known() {
            Some((_, policies)) => Ok(policies),
            None => self.read_policies().await,
        }
    }

    /// The policies as they stand in the table now, for who edits them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the table does not answer, or none is published.
    pub async fn read_policies(&self) -> Result<Arc<Vec<Arc<Policy>>>, StoreError> {
        let policies: Vec<Arc<Policy>> = self.store.policies().await?.into_iter().map(Arc::new).collect();
        if policies.is_empty() {
            return Err(StoreError::Corrupt("policy (none is published: run `policy publish`)"));
        }
        let policies = Arc::new(policies);
        if let Ok(mut known) = self.policies.lock() {
            *known = Some((self.world.wall_clock(), Arc::clone(&policies)));
        }
        Ok(policies)
    }

    fn known(&self) -> Option<Loaded> {
        self.policies.lock().ok().and_then(|known| known.clone())
    }

    /// The policy of the cell that this number or address belongs to. A receiver
    /// that no cell names belongs to the cell that takes what is unknown, or to
    /// the only one.
    ///
    /// # Errors
    ///
    /// As [`Self::policies`].
    pub async fn policy_for(&self, receiver: &str) -> Result<Option<Arc<Policy>>, StoreError> {
        let policies = self.policies().await?;
        let only = (policies.len() == 1).then(|| policies.first()).flatten();
        let rest = policies.iter().find(|policy| policy.cell.takes_unknown).or(only);
        Ok(policies.iter().find(|policy| policy.receives(receiver)).or(rest).cloned())
    }

    /// The policy of this person's cell.
    ///
    /// # Errors
    ///
    /// As [`Self::policies`]; [`StoreError::Corrupt`] if her cell has none any more.
    pub async fn policy_of(&self, person: &PersonKey) -> Result<Arc<Policy>, StoreError> {
        let policies = self.policies().await?;
        let found = policies.iter().find(|policy| policy.cell.id == person.cell).cloned();
        found.ok_or(StoreError::Corrupt("cell (no policy is published for it)"))
    }

    /// Whether this process knows that a daily job is done.
    pub(crate) fn knows_done(&self, job: &JobOfDay) -> bool {
        self.done.lock().is_ok_and(|done| done.contains(job))
    }

    /// Remembers that it is; the days before are forgotten.
    pub(crate) fn learn_done(&self, job: JobOfDay) {
        if let Ok(mut done) = self.done.lock() {
            done.retain(|known| known.day == job.day);
            done.insert(job);
        }
    }

    /// A reference that nobody has yet, as good as certainly; the commit makes sure.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`] if the policy's prefix is no prefix.
    pub fn fresh_reference(&self, policy: &Policy) -> Result<Reference, StoreError> {
        Reference::generate(&policy.cell.prefix, self.world.entropy())
            .map_err(|_| StoreError::Corrupt("policy prefix"))
    }

    /// The context of a decision.
    #[must_use]
    pub fn context<'a>(
        policy: &'a Policy,
        now: DateTime<Utc>,
        fresh_reference: &'a Reference,
    ) -> Context<'a> {
        Context { policy, now, fresh_reference }
    }

    /// An officer's link to a complaint.
    #[must_use]
    pub fn link(&self, person: &PersonKey, reference: &Reference, officer: &OfficerId) -> String {
        format!("{}/c/{}", self.public_url, self.vault.mint_link(person, reference, officer))
    }

    /// An officer's link to the list of what is with them.
    #[must_use]
    pub fn list_link(&self, cell: &CellId, officer: &OfficerId) -> String {
        format!("{}/l/{}", self.public_url, self.vault.mint_list(cell, officer))
    }

    /// Where an SMS of this kind leads: the District Magistrate's own page, which
    /// asks for a login, for its digest; else the officer's list.
    #[must_use]
    pub fn notice_link(&self, cell: &CellId, list: &ListSms) -> String {
        match list.notice {
            ListNotice::DigestDm => format!("{}/dm", self.public_url),
            _ => self.list_link(cell, &list.officer),
        }
    }

    /// What can wait until the answer is out: marking effects as done, and
    /// reading an old policy again. Should it fail, the sweeper repeats an
    /// effect, which names its complaint and so does no harm.
    pub async fn after_answer(&self, settlements: Vec<Settlement>) {
        if let Err(error) = self.store.settle_all(&settlements).await {
            crate::log::failure("settle", &error);
        }
        let is_old =
            self.known().is_some_and(|(read, _)| (self.world.wall_clock() - read).abs() >= POLICY_AGE);
        if is_old && let Err(error) = self.read_policies().await {
            crate::log::failure("policies", &error);
        }
    }
}
