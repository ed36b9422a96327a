//! The routes below `/local` that look into the table, and the calculators
//! that call the functions' own code.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aws::inspect::{self, Everything};
use aws::{Config as Settings, Table};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{DateTime, NaiveDate, Utc, Weekday};
use domain::calendar::{Calendar, DayCount, Deadline, WorkingWeek, deadline};
use domain::complaint::{Actor, Complaint};
use domain::message::{InboundMessage, MessageKind};
use domain::policy::Policy;
use domain::roster::{Officer, Role};
use domain::{Category, KeptMessage, Language, Name, dlt_lint, register, sms, triage};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::config::Config;
use crate::error::{Context, Error};
use crate::policies::{self, Policies};
use crate::stack::Inner;
use crate::template::TABLE_NAME;

/// The table as the stack itself reads it, past faults and counters, and the
/// running policy.
pub(crate) struct Inspector {
    table: Table,
    policies: Policies,
}

impl Inspector {
    /// Checks the policy, publishes it, and opens the table.
    pub(crate) async fn start(config: &Config, dynamodb_url: &str) -> Result<Self, Error> {
        let own = [
            ("AWS_ENDPOINT_URL_DYNAMODB", dynamodb_url),
            ("AWS_REGION", "ap-south-1"),
            ("AWS_ACCESS_KEY_ID", "local"),
            ("AWS_SECRET_ACCESS_KEY", "local"),
            ("TABLE_NAME", TABLE_NAME),
            ("DATA_KEY", config.get("DATA_KEY").unwrap_or_default()),
        ];
        let settings = Settings::new(own.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let table = aws::wiring::table(&settings).context("opening the table")?;
        let policies = Policies::install(config, &table).await?;
        Ok(Self { table, policies })
    }

    /// The table, past faults and counters.
    pub(crate) fn table(&self) -> &Table {
        &self.table
    }

    /// The policies.
    pub(crate) fn policies(&self) -> &Policies {
        &self.policies
    }

    async fn everything(&self) -> Result<Everything, Failed> {
        inspect::everything(&self.table).await.map_err(|error| Failed(error.to_string()))
    }
}

/// A route below `/local` that could not answer.
struct Failed(String);

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        (StatusCode::INTERNAL_SERVER_ERROR, Json(json!({"message": self.0}))).into_response()
    }
}

type Stack = State<Arc<Inner>>;
type Answer = Result<Json<Value>, Failed>;

/// The routes of this file.
pub(crate) fn routes() -> Router<Arc<Inner>> {
    Router::new()
        .route("/local/complaints", get(complaints))
        .route("/local/messages", get(messages))
        .route("/local/quarantine", get(quarantine))
        .route("/local/policy", get(policy).post(policies::publish))
        .route("/local/policy/{cell}/versions", get(policies::versions))
        .route("/local/outboxes", get(outboxes))
        .route("/local/triage", post(triage_text))
        .route("/local/deadline", post(deadline_of))
        .route("/local/sms-parts", post(sms_parts))
        .route("/local/dlt-lint", post(lint_template))
}

async fn complaints(State(inner): Stack) -> Answer {
    let all = inner.inspector.everything().await?;
    Ok(Json(all.complaints.iter().map(|complaint| complaint_view(complaint, &all)).collect()))
}

fn complaint_view(complaint: &Complaint, all: &Everything) -> Value {
    let history: Vec<Value> = all
        .history
        .iter()
        .filter(|entry| entry.reference == complaint.reference)
        .map(|entry| json!({"event": entry.event, "at": entry.at, "actor": actor(&entry.actor), "officer": entry.officer, "level": entry.level}))
        .collect();
    let own = |kept: &&KeptMessage| kept.complaint.as_ref() == Some(&complaint.reference);
    let messages: Vec<&str> =
        all.messages.iter().filter(own).map(|kept| kept.message.provider_message_id.as_str()).collect();
    let escalations: Vec<Value> = complaint
        .escalations
        .iter()
        .map(|climb| json!({"level": climb.level, "at": climb.at, "officer": climb.officer}))
        .collect();
    json!({
        "reference": complaint.reference,
        "cell": complaint.cell,
        "category": complaint.category,
        "status": complaint.status,
        "registered_at": complaint.registered_at,
        "due_at": complaint.due_at,
        "officer": complaint.officer,
        "level": complaint.level,
        "area": complaint.area,
        "version": complaint.version,
        "merged_into": complaint.merged_into(),
        "with": complaint.course.with,
        "escalations": escalations,
        "history": history,
        "messages": messages,
    })
}

fn actor(actor: &Actor) -> &str {
    match actor {
        Actor::Complainant => "complainant",
        Actor::Officer(id) => id.as_str(),
        Actor::Clock => "clock",
        Actor::Provider => "provider",
    }
}

async fn messages(State(inner): Stack) -> Answer {
    let mut all = inner.inspector.everything().await?;
    // The clock may stand still between them.
    all.messages.sort_by_cached_key(|kept| {
        let InboundMessage { provider, provider_message_id, .. } = &kept.message;
        let key = aws::keys::message(*provider, provider_message_id);
        (kept.received_at, inner.shared.dynamo.place_of(&key))
    });
    let registered: BTreeSet<&str> =
        all.complaints.iter().map(|complaint| complaint.reference.as_str()).collect();
    let changes = changes_by_message(&all.messages);
    let views = all.messages.iter().map(|kept| {
        let reference = kept.complaint.as_ref().map(domain::Reference::as_str);
        let reference = reference.filter(|reference| registered.contains(reference));
        let key = (kept.message.provider.as_str(), kept.message.provider_message_id.as_str());
        message_view(kept, reference, changes.get(&key).cloned().unwrap_or_default())
    });
    Ok(Json(views.collect()))
}

/// Edits and deletions, by the message they change.
fn changes_by_message(messages: &[KeptMessage]) -> BTreeMap<(&str, &str), Vec<Value>> {
    let mut changes: BTreeMap<(&str, &str), Vec<Value>> = BTreeMap::new();
    for kept in messages {
        let InboundMessage { provider, kind, reply_to, text, .. } = &kept.message;
        if let (MessageKind::Edit | MessageKind::Revoke, Some(changed)) = (kind, reply_to) {
            let change = json!({"kind": kind, "at": kept.received_at, "text": text});
            changes.entry((provider.as_str(), changed.as_str())).or_default().push(change);
        }
    }
    changes
}

fn message_view(kept: &KeptMessage, reference: Option<&str>, changes: Vec<Value>) -> Value {
    let message = &kept.message;
    json!({
        "provider": message.provider,
        "provider_message_id": message.provider_message_id,
        "from_phone": message.sender.phone,
        "from_user_id": message.sender.user_id,
        "kind": message.kind,
        "text": message.text,
        "media_id": message.media_id,
        "location": message.location,
        "choice": message.choice,
        "complaint": reference,
        "reply_to": message.reply_to,
        "subject": message.subject,
        "from_email": message.sender.email,
        "media_count": message.media_count,
        "verdicts": message.verdicts,
        "changes": changes,
        "sent_at": message.sent_at,
        "received_at": kept.received_at,
    })
}

async fn quarantine(State(inner): Stack) -> Answer {
    let all = inner.inspector.everything().await?;
    let bodies = all.quarantine.iter().map(|kept| {
        let at = DateTime::<Utc>::from_timestamp_millis(kept.at);
        json!({"id": kept.id, "provider": kept.provider, "body": String::from_utf8_lossy(&kept.body), "at": at})
    });
    Ok(Json(bodies.collect()))
}

/// How many outboxes hold messages or SMS that nobody has sent yet (a test's
/// teardown wants none), and how many only files that the sweeper will fetch.
async fn outboxes(State(inner): Stack) -> Answer {
    let all = inner.inspector.everything().await?;
    Ok(Json(json!({"pending": all.outboxes, "fetching": all.fetching})))
}

async fn policy(State(inner): Stack) -> Json<Value> {
    // The desk may have published another.
    inner.inspector.policies.reread(inner.inspector.table()).await;
    let policy = inner.inspector.policies.first();
    let in_short = |officer: &Officer| {
        json!({
            "id": officer.id,
            "name": officer.name,
            "office": officer.office,
            "phone": officer.phone,
            "role": officer.role,
        })
    };
    // An auditor answers for nothing: whoever looks for officers finds none there.
    let (auditors, officers): (Vec<&Officer>, Vec<&Officer>) =
        policy.officers().partition(|officer| officer.role == Role::Auditor);
    let [officers, auditors] =
        [officers, auditors].map(|list| list.into_iter().map(in_short).collect::<Vec<_>>());
    Json(json!({"version": policy.version, "officers": officers, "auditors": auditors}))
}

#[derive(Deserialize)]
struct Text {
    text: String,
}

async fn triage_text(Json(asked): Json<Text>) -> Json<Value> {
    let said = triage::triage(&asked.text);
    Json(json!({"category": said.category, "urgent": said.urgent, "rules": said.rules}))
}

async fn sms_parts(Json(asked): Json<Text>) -> Json<Value> {
    let counted = sms::parts(&asked.text);
    Json(json!({"encoding": counted.encoding, "units": counted.units, "parts": counted.parts}))
}

#[derive(Deserialize)]
struct Lint {
    template: String,
    #[serde(default)]
    values: Vec<String>,
    #[serde(default)]
    whitelist: Vec<String>,
}

async fn lint_template(Json(asked): Json<Lint>) -> Json<Value> {
    let values: Vec<&str> = asked.values.iter().map(String::as_str).collect();
    let verdict = dlt_lint::lint(&asked.template, &values, &asked.whitelist);
    Json(json!({"valid": verdict.is_ok(), "why": verdict.err().map(|why| why.to_string())}))
}

#[derive(Deserialize)]
struct AskDeadline {
    category: Category,
    registered_at: DateTime<Utc>,
    days: Option<u16>,
    count: Option<DayCount>,
    calendar: Option<AskCalendar>,
}

#[derive(Deserialize)]
struct AskCalendar {
    working_week: Vec<Weekday>,
    #[serde(default)]
    second_saturday_off: bool,
    #[serde(default)]
    holidays: Vec<NaiveDate>,
    #[serde(default)]
    compensatory: Vec<NaiveDate>,
}

impl AskCalendar {
    fn calendar(self) -> Calendar {
        let name = || Name { hi: "अवकाश".into(), en: "holiday".into() };
        Calendar::new(
            WorkingWeek::new(&self.working_week, self.second_saturday_off),
            self.holidays.into_iter().map(|date| (date, name())).collect(),
            self.compensatory.into_iter().collect(),
        )
    }
}

async fn deadline_of(State(inner): Stack, Json(asked): Json<AskDeadline>) -> Json<Value> {
    let found = count_deadline(&inner.inspector.policies.first(), asked);
    let steps = Language::ALL.map(|language| (language.code(), found.explain_steps(language)));
    Json(json!({
        "due_at": found.due_at,
        "explanation": found.explain(Language::English),
        "steps": std::collections::BTreeMap::from(steps),
    }))
}

/// Under the policy, or under what was asked for in its place.
fn count_deadline(policy: &Policy, asked: AskDeadline) -> Deadline {
    let limit = policy.sla(asked.category).limit;
    if asked.days.is_none() && asked.count.is_none() && asked.calendar.is_none() {
        return register::deadline(policy, asked.category, asked.registered_at);
    }
    let calendar = asked.calendar.map_or_else(|| policy.calendar_of(None), AskCalendar::calendar);
    let days = asked.days.unwrap_or_else(|| limit.amount());
    deadline(&calendar, asked.registered_at, days, asked.count.unwrap_or(DayCount::Calendar))
}
