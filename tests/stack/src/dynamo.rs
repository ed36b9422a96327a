//! DynamoDB: the embedded engine, and the counting way to it.
//!
//! The engine listens on a port of its own for whoever inspects the data; the
//! functions reach it through [`serve`] only, where their requests are
//! counted, fail and are died at.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dynoxide::Database;
use serde_json::{Value, json};

use crate::calls::Call;
use crate::clock::Clock;
use crate::error::{Context, Error};
use crate::faults::{Boundary, FaultKind, Service};
use crate::process::Instance;
use crate::runtime_api::Outgoing;
use crate::template::{TABLE_NAME, Template};
use crate::usage::writes;

/// Operations that report what they consumed.
const DATA_OPERATIONS: [&str; 10] = [
    "GetItem",
    "BatchGetItem",
    "TransactGetItems",
    "Query",
    "Scan",
    "PutItem",
    "UpdateItem",
    "DeleteItem",
    "TransactWriteItems",
    "BatchWriteItem",
];

/// The engine and the way to it.
pub(crate) struct Dynamo {
    pub(crate) url: String,
    client: reqwest::Client,
    database: Database,
    server: tokio::task::AbortHandle,
    /// The sort keys of messages, in the order in which they were stored.
    arrived: Mutex<HashMap<String, usize>>,
}

/// How a message's sort key begins where the SDK writes one.
const MESSAGE_KEY: &str = "\"sk\":{\"S\":\"M#";

/// The engine's time is the stack's, so that items expire with it.
struct StackClock(Arc<Clock>);

impl dynoxide::storage_backend::Clock for StackClock {
    fn now_unix_secs(&self) -> u64 {
        self.0.now().timestamp().unsigned_abs()
    }

    #[expect(clippy::cast_precision_loss, reason = "exact until the year 287,000")]
    fn now_unix_secs_f64(&self) -> f64 {
        self.0.now().timestamp_millis() as f64 / 1_000.0
    }
}

impl Dynamo {
    /// Opens the data (in memory without a directory) and makes the table.
    pub(crate) async fn start(
        data: Option<&Path>,
        clock: Arc<Clock>,
        template: &Template,
    ) -> Result<Self, Error> {
        let database = match data {
            None => Database::memory_with_clock(Arc::new(StackClock(clock))),
            Some(directory) => {
                std::fs::create_dir_all(directory).context("making the data directory")?;
                Database::new(&directory.join("dynamodb.sqlite").to_string_lossy())
            }
        };
        let database = database.context("opening the database")?;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.context("binding")?;
        let address = listener.local_addr().context("asking for the port")?;
        let server = tokio::spawn(dynoxide::server::serve_on(listener, database.clone())).abort_handle();
        let client = reqwest::Client::builder().no_proxy().build().context("making a client")?;
        let arrived = Mutex::default();
        let dynamo = Self { url: format!("http://{address}"), client, database, server, arrived };
        dynamo.create(template).await?;
        Ok(dynamo)
    }

    async fn create(&self, template: &Template) -> Result<(), Error> {
        for table in &template.tables {
            let (status, answer) = self.own("CreateTable", table).await?;
            let exists = answer["__type"].as_str().is_some_and(|t| t.ends_with("ResourceInUseException"));
            if status.is_success() {
                self.set_ttl(template).await?;
            } else if !exists {
                return Err(Error::new("CreateTable", answer));
            }
        }
        Ok(())
    }

    async fn set_ttl(&self, template: &Template) -> Result<(), Error> {
        let Some(attribute) = &template.ttl_attribute else { return Ok(()) };
        let specification = json!({"AttributeName": attribute, "Enabled": true});
        let request = json!({"TableName": TABLE_NAME, "TimeToLiveSpecification": specification});
        let (status, answer) = self.own("UpdateTimeToLive", &request).await?;
        if status.is_success() { Ok(()) } else { Err(Error::new("UpdateTimeToLive", answer)) }
    }

    /// A request of the stack itself: not counted.
    async fn own(&self, operation: &str, request: &Value) -> Result<(StatusCode, Value), Error> {
        let mut headers = HeaderMap::new();
        let target = format!("DynamoDB_20120810.{operation}");
        let authorization = "AWS4-HMAC-SHA256 Credential=local/20260101/ap-south-1/dynamodb/aws4_request, \
            SignedHeaders=host, Signature=0";
        for (name, value) in [
            ("x-amz-target", target.as_str()),
            ("content-type", "application/x-amz-json-1.0"),
            ("authorization", authorization),
            ("x-amz-date", "20260101T000000Z"),
        ] {
            headers.insert(name, value.parse().context("a header")?);
        }
        let (status, bytes) = self.forward(&headers, request.to_string().into()).await?;
        Ok((status, serde_json::from_slice(&bytes).context("reading the engine's answer")?))
    }

    async fn forward(&self, headers: &HeaderMap, body: Bytes) -> Result<(StatusCode, Bytes), Error> {
        let mut request = self.client.post(&self.url).body(body);
        for name in ["x-amz-target", "content-type", "authorization", "x-amz-date", "x-amz-security-token"] {
            if let Some(value) = headers.get(name) {
                request = request.header(name, value);
            }
        }
        let response = request.send().await.context("asking the engine")?;
        let status = response.status();
        Ok((status, response.bytes().await.context("reading the engine's answer")?))
    }

    /// Notes the messages of a request that was done. On a clock that stands still
    /// nothing else says which came first.
    fn note_messages(&self, request: &[u8]) {
        let Ok(request) = std::str::from_utf8(request) else { return };
        let mut arrived = crate::lock(&self.arrived);
        for (at, begin) in request.match_indices(MESSAGE_KEY) {
            let quoted = request.get(at + begin.len() - 3..).unwrap_or_default();
            let key = serde_json::Deserializer::from_str(quoted).into_iter::<String>().next();
            let place = arrived.len();
            if let Some(Ok(key)) = key {
                arrived.entry(key).or_insert(place);
            }
        }
    }

    /// Which place a message has among those stored since the start; the last for
    /// one that was there before, or that nobody saw.
    pub(crate) fn place_of(&self, sort_key: &str) -> usize {
        crate::lock(&self.arrived).get(sort_key).copied().unwrap_or(usize::MAX)
    }

    /// Deletes what has expired, in the background: DynamoDB promises no more.
    pub(crate) fn sweep_expired(&self) {
        let database = self.database.clone();
        tokio::task::spawn_blocking(move || {
            if let Err(error) = database.sweep_ttl() {
                crate::stack::tell(&format!("expiring items: {error}"));
            }
        });
    }
}

impl Drop for Dynamo {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Serves a function's request.
pub(crate) async fn serve(instance: &Instance, request: Outgoing) -> Response {
    let target = request.headers.get("x-amz-target").and_then(|t| t.to_str().ok()).unwrap_or_default();
    let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
    let kind = if writes(&operation) {
        Some(Boundary::Commit)
    } else {
        DATA_OPERATIONS.contains(&operation.as_str()).then_some(Boundary::Read)
    };
    let usage = &instance.shared.usage;
    let call = Call { instance, service: Service::Dynamodb, operation: &operation, kind };
    let act = perform(instance, &operation, &request);
    call.perform(failure, act, || usage.dynamodb(&operation, false, &Value::Null)).await
}

async fn perform(instance: &Instance, operation: &str, request: &Outgoing) -> Response {
    let shared = &instance.shared;
    let (body, wanted) = ask_for_capacity(operation, &request.body);
    match shared.dynamo.forward(&request.headers, body).await {
        Ok((status, bytes)) => {
            if status.is_success() && writes(operation) {
                shared.dynamo.note_messages(&request.body);
            }
            let (bytes, capacity) = take_capacity(bytes, wanted);
            shared.usage.dynamodb(operation, status.is_success(), &capacity);
            answer(status, bytes)
        }
        Err(_) => failure(FaultKind::Error),
    }
}

/// Asks for the consumed units by index. The second value says whether the
/// function had asked for them itself.
fn ask_for_capacity(operation: &str, body: &Bytes) -> (Bytes, bool) {
    if !DATA_OPERATIONS.contains(&operation) {
        return (body.clone(), true);
    }
    // Not JSON: the engine is to say so itself.
    let Ok(Value::Object(mut request)) = serde_json::from_slice(body) else {
        return (body.clone(), true);
    };
    let before = request.insert("ReturnConsumedCapacity".into(), json!("INDEXES"));
    let wanted = before.is_some_and(|value| value != "NONE");
    (Value::Object(request).to_string().into(), wanted)
}

fn take_capacity(bytes: Bytes, wanted: bool) -> (Bytes, Value) {
    let Ok(Value::Object(mut answer)) = serde_json::from_slice(&bytes) else {
        return (bytes, Value::Null);
    };
    if wanted {
        return (bytes, answer.remove("ConsumedCapacity").unwrap_or_default());
    }
    let capacity = answer.remove("ConsumedCapacity").unwrap_or_default();
    (Value::Object(answer).to_string().into(), capacity)
}

fn answer(status: StatusCode, body: Bytes) -> Response {
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/x-amz-json-1.0"));
    if let Ok(id) = uuid::Uuid::new_v4().to_string().parse() {
        headers.insert("x-amzn-requestid", id);
    }
    response
}

fn failure(kind: FaultKind) -> Response {
    let (status, name, message) = match kind {
        FaultKind::Throttle => (
            StatusCode::BAD_REQUEST,
            "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
            "The level of configured provisioned throughput for the table was exceeded.",
        ),
        _ => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "com.amazonaws.dynamodb.v20120810#InternalServerError",
            "Internal server error",
        ),
    };
    answer(status, json!({"__type": name, "message": message}).to_string().into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;

    #[test]
    fn capacity_is_asked_for_and_taken_out_again() {
        let check = |operation: &str, body: &str, asked: bool, wanted: bool| {
            let (sent, own) = ask_for_capacity(operation, &Bytes::copy_from_slice(body.as_bytes()));
            assert_eq!(String::from_utf8_lossy(&sent).contains("INDEXES"), asked, "{body}");
            assert_eq!(own, wanted, "{body}");
        };
        check("PutItem", "{}", true, false);
        check("PutItem", r#"{"ReturnConsumedCapacity":"TOTAL"}"#, true, true);
        check("PutItem", r#"{"ReturnConsumedCapacity":"NONE"}"#, true, false);
        check("DescribeTable", "{}", false, true);
        check("PutItem", "[", false, true);

        let answer = Bytes::from_static(br#"{"Count":1,"ConsumedCapacity":{"CapacityUnits":0.5}}"#);
        let (kept, capacity) = take_capacity(answer.clone(), true);
        assert_eq!((kept, capacity["CapacityUnits"].as_f64()), (answer.clone(), Some(0.5)));
        assert_eq!(take_capacity(answer, false).0, r#"{"Count":1}"#);
    }

    #[tokio::test]
    async fn messages_have_the_order_in_which_they_were_stored() {
        let template = Template::parse(include_str!("../tests/table.yaml")).unwrap();
        let dynamo = Dynamo::start(None, Arc::new(Clock::new(None)), &template).await.unwrap();
        let put =
            |id: &str| json!({"Put": {"Item": {"pk": {"S": "p"}, "sk": {"S": format!("M#meta#{id}")}}}});
        let body = json!({"TransactItems": [put("b"), put("a\"}"), {"Put": {"Item": {"sk": {"S": "B#x"}}}}]});
        dynamo.note_messages(body.to_string().as_bytes());
        dynamo.note_messages(json!({"TransactItems": [put("0"), put("b")]}).to_string().as_bytes());
        let places = ["b", "a\"}", "0", "x"].map(|id| dynamo.place_of(&format!("M#meta#{id}")));
        assert_eq!(places, [0, 1, 2, usize::MAX]);
    }

    #[tokio::test]
    async fn the_templates_table_is_made_and_counts_by_index() {
        let template = Template::parse(include_str!("../tests/table.yaml")).unwrap();
        let clock = Arc::new(Clock::new(None));
        let dynamo = Dynamo::start(None, clock, &template).await.unwrap();
        let item = json!({"pk": {"S": "a"}, "sk": {"S": "b"}, "due_shard": {"S": "0"}, "due_at": {"S": "1"}});
        let put = json!({"TableName": TABLE_NAME, "Item": item, "ReturnConsumedCapacity": "INDEXES"});
        let (status, answer) = dynamo.own("PutItem", &put).await.unwrap();
        assert!(status.is_success(), "{answer}");
        let usage = crate::usage::Usage::default();
        usage.dynamodb("PutItem", true, &answer["ConsumedCapacity"]);
        let counts = usage.counts().dynamodb;
        assert_eq!(counts.total.write_units.to_string(), "2", "{answer}");
        assert_eq!(counts.operations["PutItem"].indexes["due"].write_units.to_string(), "1");
    }
}
