//! The services that a function calls: DynamoDB as the embedded engine, with
//! the table of template.yaml and the sample policy in it; SNS and the Graph
//! API as servers that take everything.

use aws::Config as Settings;
use axum::Router;
use axum::routing::post;
use domain::policy::Policy;
use dynoxide::Database;
use serde_json::{Value, json};
use stack::config::Config;
use stack::template::{TABLE_NAME, Template};
use tokio::net::TcpListener;

use crate::error::{Context, Error, Result};

/// SNS's answer to a Publish (Amazon SNS API reference, "Publish").
const PUBLISHED: &str = "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult>\
    <MessageId>567910cd-659e-55d4-8ccb-5aaf14679dc0</MessageId></PublishResult><ResponseMetadata>\
    <RequestId>d74b8436-ae13-5ab4-a9ff-ce54dfea72a0</RequestId></ResponseMetadata></PublishResponse>";

async fn listener() -> Result<(TcpListener, u16)> {
    let listener = TcpListener::bind("127.0.0.1:0").await.context("binding a port")?;
    let port = listener.local_addr().context("asking for the port")?.port();
    Ok((listener, port))
}

/// Starts SNS (any path but the Graph API's) and the Graph API (`/graph/...`).
/// Returns the port.
///
/// # Errors
/// No port can be had.
pub(crate) async fn start_senders() -> Result<u16> {
    let (listener, port) = listener().await?;
    let router = Router::new()
        .route("/graph/{*path}", post(async || axum::Json(accepted())))
        .fallback(async || ([("content-type", "text/xml")], PUBLISHED));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(port)
}

/// The Graph API's answer to a message that it takes.
fn accepted() -> Value {
    json!({
        "messaging_product": "whatsapp",
        "contacts": [{"input": "919000000001", "wa_id": "919000000001"}],
        "messages": [{"id": "wamid.HBgMOTE5MDAwMDAwMDAxFQIAERgSQjM1RkE5RjQ5RDk0M0U2NzA1AA=="}],
    })
}

/// Starts DynamoDB with the table and the policy in it. Returns the port.
///
/// # Errors
/// The engine, the table or the policy cannot be had.
pub(crate) async fn start_dynamodb(config: &Config, template: &Template) -> Result<u16> {
    let (listener, port) = listener().await?;
    let database = Database::memory().context("opening the database")?;
    tokio::spawn(dynoxide::server::serve_on(listener, database));
    let url = format!("http://127.0.0.1:{port}");
    for table in &template.tables {
        request(&url, "CreateTable", table).await?;
    }
    publish(config, &url).await?;
    Ok(port)
}

async fn publish(config: &Config, url: &str) -> Result<()> {
    let policy = Policy::from_toml(&config.policy_toml).context("reading the policy")?;
    let own = [
        ("AWS_ENDPOINT_URL_DYNAMODB", url),
        ("AWS_REGION", "ap-south-1"),
        ("AWS_ACCESS_KEY_ID", "local"),
        ("AWS_SECRET_ACCESS_KEY", "local"),
    ];
    let settings = Settings::new(own.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let connector = aws::clients::connector(&settings).context("making a connector")?;
    let client = aws::clients::dynamodb(&settings, &connector).context("making a client")?;
    aws::publish::install(&client, TABLE_NAME, &policy, &config.policy_toml)
        .await
        .context("publishing the policy")
}

/// A request of the bench's own to the engine.
///
/// # Errors
/// The engine does not answer with 200.
pub(crate) async fn request(url: &str, operation: &str, body: &Value) -> Result<Value> {
    let authorization = "AWS4-HMAC-SHA256 Credential=local/20260101/ap-south-1/dynamodb/aws4_request, \
        SignedHeaders=host, Signature=0";
    let client = reqwest::Client::builder().no_proxy().build().context("making a client")?;
    let request = client
        .post(url)
        .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
        .header("content-type", "application/x-amz-json-1.0")
        .header("authorization", authorization)
        .header("x-amz-date", "20260101T000000Z")
        .body(body.to_string());
    let response = request.send().await.context(operation)?;
    let status = response.status();
    let answer: Value = response.json().await.context(operation)?;
    if status.is_success() { Ok(answer) } else { Err(Error::new(operation, answer)) }
}
