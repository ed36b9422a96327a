//! What the use cases need of the world, and nothing more.

use chrono::{DateTime, TimeDelta, Utc};
use domain::complaint::HistoryEntry;
use domain::dlt::Sms;
use domain::effect::Effect;
use domain::login::Login;
use domain::media::Media;
use domain::message::{InboundMessage, Provider};
use domain::policy::Policy;
use domain::{CellId, Decision, KeptMessage, OfficerId, Reference, State};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use crate::due::{Due, DueCursor, DuePage};
use crate::mail::Mailbox;
use crate::vault::PersonKey;
pub use crate::woman::{Woman, names_of};

/// The table could not do it. Holds nothing personal; the cause is logged there.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// Nothing was stored, or it cannot be known; a retry may help.
    #[error("the table did not answer ({0}): try again")]
    Unavailable(String),
    /// Something stored cannot be read: a bug, or the wrong key.
    #[error("a stored {0} cannot be read: check DATA_KEY and the version of the functions")]
    Corrupt(&'static str),
    /// Others kept changing it meanwhile.
    #[error("others changed it at the same moment, several times: try again")]
    Busy,
}

/// Wrong PINs on one officer's link to one complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LinkState {
    /// Grows by one with each change; 0 where nothing is stored.
    pub version: u64,
    /// Wrong PINs since the last right one.
    pub wrong: u8,
    /// Until when no PIN is taken.
    #[serde(with = "chrono::serde::ts_seconds_option", default, skip_serializing_if = "Option::is_none")]
    pub locked_until: Option<DateTime<Utc>>,
}

/// What is stored in one transaction.
#[derive(Debug)]
pub struct Commit<'a> {
    /// Whose partition.
    pub person: &'a PersonKey,
    /// Whose partition holds the messages, where an officer sent them.
    pub from: Option<&'a PersonKey>,
    /// What was known when it was decided: its versions are the condition.
    pub before: &'a State,
    /// What was decided.
    pub decision: &'a Decision,
    /// The state of an officer's link, if it changed.
    pub link: Option<(&'a Reference, &'a OfficerId, LinkState)>,
    /// By which it was decided: it gives the next alarm and the office that is counted.
    pub policy: &'a Policy,
    /// Until when the effects are ours; afterwards the sweeper takes them.
    pub lease_until: DateTime<Utc>,
}

/// What came of a commit.
#[derive(Debug, PartialEq)]
pub enum Committed {
    /// Stored, with the effects that are now to be carried out.
    Stored(Option<Outbox>),
    /// Nothing was done: the messages at these places were stored before.
    Duplicate(Vec<usize>),
    /// Something changed since it was read: load and decide again.
    Conflict,
}

/// What came of several women's commits in one transaction.
#[derive(Debug, PartialEq)]
pub enum Together {
    /// All are stored, each with its effects.
    Stored(Vec<Option<Outbox>>),
    /// None is: each is to be stored by itself. For each, the places of the
    /// messages that are known to have been stored before.
    Refused(Vec<Vec<usize>>),
}

/// Where recorded effects lie.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OutboxKey {
    /// Whose partition.
    pub person: PersonKey,
    /// The sort key.
    pub sort: String,
}

/// Effects recorded by one commit and not yet marked as done.
#[derive(Debug, Clone, PartialEq)]
pub struct Outbox {
    /// Where they lie.
    pub key: OutboxKey,
    /// Those still to be carried out.
    pub pending: Vec<Pending>,
}

/// One effect and how often it was tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pending {
    /// What.
    pub effect: Effect,
    /// How often it was tried without success.
    #[serde(default)]
    pub tries: u32,
}

/// How an outbox is to be marked once its effects were carried out.
#[derive(Debug, Clone, PartialEq)]
pub struct Settlement {
    /// Which.
    pub key: OutboxKey,
    /// What is left, and when it is tried again; nothing left deletes it.
    pub left: Vec<Pending>,
    /// When the sweeper tries again.
    pub again_at: DateTime<Utc>,
    /// What its effects add to a history, in the same transaction.
    pub told: Vec<HistoryEntry>,
}

/// What an officer reads of a case.
#[derive(Debug, Default)]
pub struct CaseFile {
    /// What she said, oldest first.
    pub messages: Vec<KeptMessage>,
    /// What happened, oldest first.
    pub history: Vec<HistoryEntry>,
    /// What became of her files. One that is missing here is still being fetched.
    pub media: Vec<Media>,
}

impl CaseFile {
    /// What became of each file of a message; `None` while nothing is known.
    #[must_use]
    pub fn media_of(&self, message: &InboundMessage) -> Vec<Option<&Media>> {
        let count = message.further_media.len() + usize::from(message.media_id.is_some());
        let is = |place: usize, media: &Media| {
            (media.provider, media.place) == (message.provider, place)
                && media.message_id == message.provider_message_id
        };
        (0..count).map(|place| self.media.iter().find(|media| is(place, media))).collect()
    }
}

/// A raw body (or part of one) that could not be understood.
#[derive(Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Who sent it.
    pub provider: Provider,
    /// Its bytes.
    pub raw: Vec<u8>,
    /// Why, in words that hold nothing of it.
    pub why: String,
    /// When we received it.
    pub at: DateTime<Utc>,
}

impl std::fmt::Debug for Quarantined {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Quarantined({} bytes from {}, {})", self.raw.len(), self.provider, self.why)
    }
}

/// The table.
#[expect(async_fn_in_trait, reason = "one implementation a program; never a trait object")]
pub trait Store {
    /// The policies of all cells, in one request.
    async fn policies(&self) -> Result<Vec<Policy>, StoreError>;
    /// Her and her complaints, by all names that a message says: one request a
    /// name, at once. The first name becomes her home if she has none.
    async fn load_woman(&self, names: &[PersonKey]) -> Result<Woman, StoreError>;
    /// Her and her complaints, in one request; more if it is not her home.
    async fn load_person(&self, person: &PersonKey) -> Result<State, StoreError>;
    /// Her, one complaint and one officer's link to it, in one request.
    async fn load_case(
        &self,
        person: &PersonKey,
        reference: &Reference,
        officer: Option<&OfficerId>,
    ) -> Result<(State, LinkState), StoreError>;
    /// What she said in these cases and what happened in the first, under any of these names of hers.
    async fn case_file(&self, names: &[PersonKey], cases: &[Reference]) -> Result<CaseFile, StoreError>;
    /// Stores a decision whole, or nothing of it, in one request.
    async fn commit(&self, commit: &Commit<'_>) -> Result<Committed, StoreError>;
    /// The same, and makes the names of this woman one: what her state is after
    /// must hold what was known under the other.
    async fn commit_joining(&self, commit: &Commit<'_>, woman: &Woman) -> Result<Committed, StoreError>;
    /// Stores what was decided of several women, or nothing of it, in one
    /// request. What stands in the way of one (a conflict, a duplicate, an item
    /// too large) refuses all, and is no error; no answer is.
    async fn commit_together(&self, commits: &[(Commit<'_>, &Woman)]) -> Result<Together, StoreError>;
    /// A page of what is due.
    async fn due(&self, now: DateTime<Utc>, cursor: Option<&DueCursor>) -> Result<DuePage, StoreError>;
    /// Takes due effects for ourselves until `until`, unless another did.
    async fn claim(
        &self,
        key: &OutboxKey,
        seen: &str,
        until: DateTime<Utc>,
    ) -> Result<Option<Outbox>, StoreError>;
    /// Marks effects as done, or as to be tried again.
    async fn settle(&self, settlement: &Settlement) -> Result<(), StoreError>;
    /// The same for many: those with nothing left in one request for each 25.
    /// Tries all, and says what failed first.
    async fn settle_all(&self, settlements: &[Settlement]) -> Result<(), StoreError>;
    /// Keeps what became of a file, under its name. What is stored stays so.
    async fn put_media(&self, person: &PersonKey, name: &str, media: &Media) -> Result<(), StoreError>;
    /// What became of the file with this name; `None` if it is not there (yet).
    async fn media(&self, person: &PersonKey, name: &str) -> Result<Option<Media>, StoreError>;
    /// What is known of an officer's logging in at the desk.
    async fn login(&self, cell: &CellId, officer: &OfficerId) -> Result<Login, StoreError>;
    /// Stores it, one version higher; `false` if it changed since it was read.
    async fn put_login(
        &self,
        cell: &CellId,
        officer: &OfficerId,
        login: &Login,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError>;
    /// Keeps a raw body. The same body twice is kept once.
    async fn quarantine(&self, body: &Quarantined) -> Result<(), StoreError>;
}

/// What became of an SMS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SmsOutcome {
    /// The service took it.
    Sent,
    /// It can never be sent so: the number is wrong, or opted out.
    Unsendable(String),
    /// It may go later.
    Again(String),
}

/// A request to a messaging provider.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// Where.
    pub url: String,
    /// The header that authenticates us, its name in lower case, and its value.
    pub credential: (&'static str, String),
    /// The `Content-Type` header.
    pub content_type: &'static str,
    /// The body.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HttpRequest(redacted)")
    }
}

/// A provider's answer.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// A file to fetch.
#[derive(Clone, PartialEq, Eq)]
pub struct FetchRequest {
    /// Where it is said to be. Followed only to the hosts that are allowed.
    pub url: String,
    /// The `Authorization` header, for this host only; empty for none.
    pub authorization: String,
    /// More bytes than that are not read.
    pub most_bytes: usize,
}

impl std::fmt::Debug for FetchRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FetchRequest(redacted)")
    }
}

/// Why a file was not fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FetchError {
    /// The address, or one that it leads on to, is not allowed.
    #[error("the address is not one that files are fetched from")]
    ForeignAddress,
    /// There is more than was allowed.
    #[error("the file is too large")]
    TooLarge,
    /// The answer was this status.
    #[error("the answer was {0}")]
    Status(u16),
    /// There was no answer, or it broke off.
    #[error("there was no answer")]
    NoAnswer,
}

/// The store did not take a file; a retry may help.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the store of files did not take it ({0})")]
pub struct NotKept(pub String);

/// Where her files lie.
#[expect(async_fn_in_trait, reason = "one implementation a program; never a trait object")]
pub trait Files {
    /// Keeps a file under this name; the same name again replaces it.
    async fn keep(&self, object: &str, content_type: &'static str, bytes: Vec<u8>) -> Result<(), NotKept>;
    /// A link that shows it to whoever has it, for [`LINK_LASTS`] from `now`.
    /// `None` if no store is configured.
    fn link(&self, object: &str, now: DateTime<Utc>) -> Option<String>;
}

/// How long a link to a file is good.
pub const LINK_LASTS: TimeDelta = TimeDelta::minutes(5);

/// The world outside the table.
#[expect(async_fn_in_trait, reason = "one implementation a program; never a trait object")]
pub trait World: Files + Mailbox {
    /// Sends one SMS, once: no retry inside, since SNS cannot tell a double.
    async fn publish(&self, sms: &Sms, phone: &str) -> SmsOutcome;
    /// Posts to a provider, once. `None` if there was no answer.
    async fn post(&self, request: HttpRequest) -> Option<HttpAnswer>;
    /// Fetches a file, once, from an allowed host only, and no further than
    /// allowed hosts lead.
    async fn fetch(&self, request: FetchRequest) -> Result<Vec<u8>, FetchError>;
    /// Fresh random bits.
    fn entropy(&self) -> u64;
    /// The machine's own clock. Only for the age of what is cached: every rule
    /// takes its time from the event.
    fn wall_clock(&self) -> DateTime<Utc>;
}
