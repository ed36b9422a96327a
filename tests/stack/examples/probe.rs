//! A function for the stack's own tests: does what the request's body says,
//! a word at a time, and answers with what came of it.

use std::collections::BTreeMap;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::{Value, json};

#[expect(clippy::disallowed_methods, reason = "a probe reads where its services are")]
fn environment() -> BTreeMap<String, String> {
    std::env::vars().collect()
}

fn main() -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if environment().get("AWS_LAMBDA_FUNCTION_NAME").is_some_and(|name| name == "officer-updates") {
        return runtime.block_on(work_after_the_answer());
    }
    runtime.block_on(lambda_runtime::run(service_fn(handle)))
}

/// A runtime of its own, which answers first and then makes a request.
async fn work_after_the_answer() -> Result<(), Error> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let api = environment().get("AWS_LAMBDA_RUNTIME_API").cloned().unwrap_or_default();
    let api = format!("http://{api}/2018-06-01/runtime/invocation");
    loop {
        let event = client.get(format!("{api}/next")).send().await?;
        let id = event.headers().get("lambda-runtime-aws-request-id").ok_or("no id")?.to_str()?.to_owned();
        client.post(format!("{api}/{id}/response")).body(r#"{"statusCode":200}"#).send().await?;
        request("put").await;
    }
}

async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    let event = event.payload;
    if event["detail-type"] == "Scheduled Event" {
        return Ok(json!({"swept_at": event["time"]}));
    }
    let mut done = Vec::new();
    for word in event["body"].as_str().unwrap_or_default().split_whitespace() {
        match word {
            "event" => return Ok(event),
            "die" => std::process::exit(3),
            "fail" => return Err("as told".into()),
            "hang" => std::future::pending().await,
            "twiml" => return Ok(twiml()),
            other => done.push(request(other).await),
        }
    }
    log(&json!({"kind": "status", "provider": "meta", "status": "read", "error": null}));
    Ok(
        json!({"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json!(done).to_string()}),
    )
}

#[expect(clippy::print_stdout, reason = "a log line")]
fn log(line: &Value) {
    println!("{line}");
}

fn twiml() -> Value {
    let body = "<Response><Message>1. हाँ</Message></Response>";
    json!({"statusCode": 200, "headers": {"content-type": "text/xml"}, "body": body})
}

/// Makes one request; its status, or 0 where none came.
async fn request(word: &str) -> u16 {
    let environment = environment();
    let url = |name: &str| environment.get(name).cloned().unwrap_or_default();
    let client = reqwest::Client::builder().no_proxy().build().unwrap_or_default();
    let signed = "AWS4-HMAC-SHA256 Credential=a/1/r/s/aws4_request, SignedHeaders=host, Signature=0";
    let request = match word {
        "put" => {
            let item = json!({"pk": {"S": "a"}, "sk": {"S": "b"}});
            let body = json!({"TableName": url("TABLE_NAME"), "Item": item}).to_string();
            let request = client.post(url("AWS_ENDPOINT_URL_DYNAMODB")).body(body);
            let request = request.header("x-amz-target", "DynamoDB_20120810.PutItem");
            request
                .header("content-type", "application/x-amz-json-1.0")
                .header("x-amz-date", "20260101T000000Z")
        }
        "sms" => {
            let form = [
                ("Action", "Publish"),
                ("Version", "2010-03-31"),
                ("PhoneNumber", "+919000000009"),
                ("Message", "m"),
            ];
            client.post(url("AWS_ENDPOINT_URL_SNS")).form(&form)
        }
        "whatsapp" => {
            let body = json!({"messaging_product": "whatsapp", "to": "919000000001", "text": {"body": "m"}});
            let request =
                client.post(format!("{}/100000000000001/messages", url("META_GRAPH_URL"))).json(&body);
            let token = format!("Bearer {}", url("META_ACCESS_TOKEN"));
            return status(request.header("authorization", token)).await;
        }
        _ => client.get(format!("{}/900001", url("META_GRAPH_URL"))),
    };
    status(request.header("authorization", signed)).await
}

async fn status(request: reqwest::RequestBuilder) -> u16 {
    request.send().await.map_or(0, |response| response.status().as_u16())
}
