//! A running helpline, its clock, and what it sent.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta, Utc};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use stack::{Options, Stack};

pub use crate::answer::Answer;
use crate::officer::Link;
use crate::woman::{Carrier, Woman};

/// The DLT ids of the morning's digests, in `policy/sms.toml`.
const DIGESTS: [&str; 4] =
    ["1107160000000000103", "1107160000000000104", "1107160000000000105", "1107160000000000106"];

/// The secret that Meta signs with.
pub const META_SECRET: &str = "journey-meta-secret";
/// The token that Twilio signs with.
pub const TWILIO_TOKEN: &str = "journey-twilio-token";

/// A moment in Indian time: `2026-12-01 10:00`.
///
/// # Panics
///
/// If it is none: a slip in the test.
#[must_use]
pub fn ist(moment: &str) -> DateTime<Utc> {
    let local =
        NaiveDateTime::parse_from_str(&format!("{moment}:00"), "%Y-%m-%d %H:%M:%S").expect("a moment");
    let zone = FixedOffset::east_opt(5 * 3600 + 1800).expect("India's offset");
    local.and_local_timezone(zone).single().expect("one moment").to_utc()
}

/// One SMS to an officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sms {
    /// The officer's id in the policy.
    pub officer: String,
    /// The number.
    pub to: String,
    /// What it says.
    pub text: String,
}

/// The helpline, running.
pub struct Helpline {
    stack: Stack,
    http: Client,
    ids: AtomicU64,
    officers: BTreeMap<String, String>,
}

impl Helpline {
    /// Starts on Tuesday 1 December 2026 at 10:00, the clock standing still
    /// and the schedule off.
    pub async fn start() -> Self {
        Self::start_at("2026-12-01 10:00").await
    }

    /// Starts at a moment of Indian time.
    pub async fn start_at(moment: &str) -> Self {
        Self::start_with(moment, BTreeMap::new()).await
    }

    /// Starts with settings of one's own.
    pub async fn start_with(moment: &str, settings: BTreeMap<String, String>) -> Self {
        let mut all = BTreeMap::from([
            ("META_APP_SECRET".to_owned(), META_SECRET.to_owned()),
            ("TWILIO_AUTH_TOKEN".to_owned(), TWILIO_TOKEN.to_owned()),
        ]);
        all.extend(settings);
        let options = Options { settings: all, clock: Some((ist(moment), true)), ..Options::default() };
        Self::start_stack(options).await
    }

    /// Starts with options of one's own.
    pub async fn start_stack(options: Options) -> Self {
        let stack = Stack::start(options).await.expect("the stack starts");
        let http = Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        let mut helpline = Self { stack, http, ids: AtomicU64::new(1), officers: BTreeMap::new() };
        let policy = helpline.local("policy").await;
        let lists = ["officers", "auditors"].map(|list| policy[list].as_array().expect("a list").clone());
        for officer in lists.iter().flatten() {
            helpline.officers.insert(text(&officer["phone"]), text(&officer["id"]));
        }
        // The minute's sweep, as it comes every minute: the first of a day also
        // does what is done once a day.
        helpline.tell("POST", "sweep", &json!({})).await;
        helpline
    }

    /// Where it listens.
    #[must_use]
    pub fn url(&self) -> &str {
        self.stack.url()
    }

    /// The table itself, past faults and counters: to fill it.
    ///
    /// # Panics
    ///
    /// If the stack has no key for it.
    #[must_use]
    pub fn table(&self) -> aws::Table {
        aws::wiring::table(&self.settings()).expect("the stack's settings make a table")
    }

    /// The settings of a tool that works on the stack's own table, and sends
    /// nothing.
    #[must_use]
    pub fn settings(&self) -> aws::Config {
        let own = [
            ("AWS_ENDPOINT_URL_DYNAMODB", self.stack.dynamodb_url()),
            ("AWS_REGION", "ap-south-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("TABLE_NAME", stack::template::TABLE_NAME),
            ("PUBLIC_URL", self.url()),
            ("DATA_KEY", self.stack.config().get("DATA_KEY").unwrap_or_default()),
        ];
        aws::Config::new(own.map(|(name, value)| (name.to_owned(), value.to_owned())))
    }

    /// A fresh number for a message id.
    pub fn next_id(&self) -> u64 {
        self.ids.fetch_add(1, Ordering::Relaxed)
    }

    /// A woman who writes by WhatsApp through Meta.
    #[must_use]
    pub fn woman(&self, phone: &str) -> Woman<'_> {
        Woman::new(self, Carrier::Meta, phone)
    }

    /// A woman who writes by WhatsApp through Twilio.
    #[must_use]
    pub fn woman_on_twilio(&self, phone: &str) -> Woman<'_> {
        Woman::new(self, Carrier::TwilioWhatsapp, phone)
    }

    /// A woman who writes by SMS through Twilio.
    #[must_use]
    pub fn woman_by_sms(&self, phone: &str) -> Woman<'_> {
        Woman::new(self, Carrier::TwilioSms, phone)
    }

    /// A woman who writes by this carrier.
    #[must_use]
    pub fn woman_through(&self, carrier: Carrier, phone: &str) -> Woman<'_> {
        Woman::new(self, carrier, phone)
    }

    /// A request.
    pub async fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let mut request = self.http.request(method, format!("{}{path}", self.url())).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.expect("an answer");
        let status = response.status().as_u16();
        let header = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
            (name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned())
        };
        let headers = response.headers().iter().map(header).collect();
        let bytes = response.bytes().await.expect("a body").to_vec();
        Answer { status, headers, body: String::from_utf8_lossy(&bytes).into_owned(), bytes }
    }

    /// What `/local/{route}` says.
    pub async fn local(&self, route: &str) -> Value {
        self.request("GET", &format!("/local/{route}"), &[], Vec::new()).await.json()
    }

    /// Tells `/local/{route}` something.
    pub async fn tell(&self, method: &str, route: &str, body: &Value) -> Answer {
        let json = [("content-type", "application/json")];
        self.request(method, &format!("/local/{route}"), &json, body.to_string().into_bytes()).await
    }

    /// Sets the clock to a moment of Indian time.
    pub async fn clock(&self, moment: &str) {
        self.set_clock(ist(moment)).await;
    }

    /// Sets the clock.
    pub async fn set_clock(&self, now: DateTime<Utc>) {
        let set = self.tell("PUT", "clock", &json!({"now": now, "frozen": true})).await;
        assert_eq!(set.status, 200, "{}", set.body);
    }

    /// The clock.
    pub async fn now(&self) -> DateTime<Utc> {
        time(&self.local("clock").await["now"])
    }

    /// Time passes; nothing sweeps.
    pub async fn pass(&self, time: TimeDelta) {
        let now = self.now().await;
        self.set_clock(now + time).await;
    }

    /// The sweeper runs once; what it says of itself.
    pub async fn sweep(&self) -> Value {
        let swept = self.tell("POST", "sweep", &json!({})).await;
        assert_eq!(swept.status, 200, "{}", swept.body);
        swept.json()
    }

    /// The clock is set and the sweeper runs.
    pub async fn sweep_at(&self, moment: &str) -> Value {
        self.clock(moment).await;
        self.sweep().await
    }

    /// All SMS to officers so far but the morning's digests: whatever day a
    /// journey jumps to, its first sweep tells that morning's.
    pub async fn sms(&self) -> Vec<Sms> {
        self.sms_where(false).await
    }

    /// The morning's digests so far, oldest first.
    pub async fn digests(&self) -> Vec<Sms> {
        self.sms_where(true).await
    }

    async fn sms_where(&self, digests: bool) -> Vec<Sms> {
        let sent = self.local("sms").await;
        let id = |sms: &Value| text(&sms["attributes"]["AWS.MM.SMS.TemplateId"]);
        let all = sent.as_array().expect("a list").iter();
        all.filter(|sms| DIGESTS.contains(&id(sms).as_str()) == digests)
            .map(|sms| self.read_sms(sms))
            .collect()
    }

    fn read_sms(&self, sms: &Value) -> Sms {
        let to = text(&sms["to"]);
        let officer = self.officers.get(&to).cloned().unwrap_or_default();
        Sms { officer, to, text: text(&sms["text"]) }
    }

    /// The officers told by SMS so far, oldest first.
    pub async fn told(&self) -> Vec<String> {
        self.sms().await.into_iter().map(|sms| sms.officer).collect()
    }

    /// Whom the sweeper tells when the clock is set to this moment.
    pub async fn told_at(&self, moment: DateTime<Utc>) -> Vec<String> {
        let before = self.sms().await.len();
        self.set_clock(moment).await;
        self.sweep().await;
        self.told().await.split_off(before)
    }

    /// The newest SMS.
    pub async fn last_sms(&self) -> Sms {
        self.sms().await.pop().expect("an SMS")
    }

    /// The link in the newest SMS to this officer.
    pub async fn link_of(&self, officer: &str) -> Link<'_> {
        let sms = self.sms().await.into_iter().rfind(|sms| sms.officer == officer);
        let sms = sms.unwrap_or_else(|| panic!("no SMS to {officer}"));
        Link::in_text(self, &sms.text)
    }

    /// The officer with this role: `in_charge`, `dm`.
    pub async fn officer_with_role(&self, role: &str) -> String {
        let policy = self.local("policy").await;
        let officers = policy["officers"].as_array().expect("officers");
        text(&officers.iter().find(|officer| officer["role"] == role).expect("such an officer")["id"])
    }

    /// All complaints.
    pub async fn complaints(&self) -> Vec<Value> {
        self.local("complaints").await.as_array().expect("a list").clone()
    }

    /// The only complaint.
    ///
    /// # Panics
    ///
    /// If there is none, or more than one.
    pub async fn complaint(&self) -> Value {
        let mut complaints = self.complaints().await;
        assert_eq!(complaints.len(), 1, "{complaints:#?}");
        complaints.remove(0)
    }

    /// Everything sent to complainants.
    pub async fn outbound(&self) -> Vec<Value> {
        self.local("outbound").await.as_array().expect("a list").clone()
    }

    /// Ends the journey: no effect may be left undelivered, and nothing
    /// personal may be in any log.
    pub async fn end(self, planted: &[&str]) {
        let left = self.local("outboxes").await;
        assert_eq!(left["pending"], 0, "effects were left undelivered");
        let logs = self.local("logs").await.to_string();
        for marker in planted {
            assert!(!logs.contains(marker), "a log holds {marker}");
        }
        self.stack.stop().await;
    }
}

/// A JSON string's text.
#[must_use]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A JSON string's moment.
///
/// # Panics
///
/// If it is none.
#[must_use]
pub fn time(value: &Value) -> DateTime<Utc> {
    value.as_str().and_then(|at| at.parse().ok()).unwrap_or_else(|| panic!("no time: {value}"))
}
