//! The stack as a whole, with a probe (`examples/probe.rs`) in place of the
//! three functions.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop")]

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::template::Template;
use crate::{FUNCTIONS, Options, Stack};

const ROUTES: &str = "
  WebhookIntakeFunction:
    Type: AWS::Serverless::Function
    Properties:
      Timeout: 2
      Events:
        Meta: {Type: HttpApi, Properties: {Path: /webhooks/meta, Method: POST}}
        Twilio: {Type: HttpApi, Properties: {Path: /webhooks/twilio, Method: POST}}
  OfficerUpdatesFunction:
    Type: AWS::Serverless::Function
    Properties: {Events: {Link: {Type: HttpApi, Properties: {Path: '/c/{token}', Method: GET}}}}
  SlaSweeperFunction:
    Type: AWS::Serverless::Function
";

fn probe() -> PathBuf {
    let exe = std::env::current_exe().unwrap();
    exe.parent().unwrap().parent().unwrap().join("examples/probe")
}

struct Driver {
    stack: Stack,
    client: reqwest::Client,
}

impl Driver {
    async fn start() -> Self {
        Self::with(Options::default()).await
    }

    async fn with(options: Options) -> Self {
        let text = format!("{}{ROUTES}", include_str!("../tests/table.yaml"));
        let template = Template::parse(&text).unwrap();
        let binaries = FUNCTIONS.iter().map(|name| ((*name).to_owned(), probe())).collect();
        let stack = Stack::start_with(options, template, binaries).await.unwrap();
        Self { stack, client: reqwest::Client::builder().no_proxy().build().unwrap() }
    }

    async fn get(&self, path: &str) -> Value {
        let response = self.client.get(format!("{}{path}", self.stack.url())).send().await.unwrap();
        assert!(response.status().is_success(), "{path}");
        response.json().await.unwrap()
    }

    async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let request = self.client.post(format!("{}{path}", self.stack.url())).json(body);
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        (status, response.json().await.unwrap_or_default())
    }

    /// Has the probe do these things, through the route of a webhook.
    async fn probe(&self, path: &str, words: &str) -> (u16, String) {
        let request = self.client.post(format!("{}{path}", self.stack.url()));
        let request = request.header("content-type", "text/plain").body(words.to_owned());
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    async fn meta(&self, words: &str) -> (u16, String) {
        self.probe("/webhooks/meta", words).await
    }

    async fn forget(&self) {
        for path in ["/local/usage", "/local/boundaries", "/local/faults"] {
            self.client.delete(format!("{}{path}", self.stack.url())).send().await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_request_reaches_its_function_as_an_event() {
    let driver = Driver::start().await;
    let (status, body) = driver.meta("event").await;
    let event: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((status, &event["routeKey"]), (200, &json!("POST /webhooks/meta")));
    assert_eq!(driver.meta("put").await, (200, "[200]".into()));
    assert_eq!(driver.probe("/nowhere", "").await.0, 404);
    driver.stack.stop().await;
}

#[tokio::test]
async fn health_and_clock() {
    let driver = Driver::start().await;
    let url = format!("{}/local/health", driver.stack.url());
    while driver.client.get(&url).send().await.unwrap().status() != 200 {
        tokio::task::yield_now().await;
    }
    let wanted = json!({"now": "2026-12-01T10:00:00Z", "frozen": true});
    let set = driver.client.put(format!("{}/local/clock", driver.stack.url())).json(&wanted);
    assert_eq!(set.send().await.unwrap().status(), 200);
    assert_eq!(driver.get("/local/clock").await, wanted);
    let (_, swept) = driver.post("/local/sweep", &json!({})).await;
    assert_eq!(swept, json!({"swept_at": "2026-12-01T10:00:00Z"}));
}

#[tokio::test]
async fn a_moved_clock_sweeps() {
    let driver = Driver::with(Options { schedule: true, ..Options::default() }).await;
    let wanted = json!({"now": "2026-12-01T10:00:00Z"});
    driver.client.put(format!("{}/local/clock", driver.stack.url())).json(&wanted).send().await.unwrap();
    assert_eq!(driver.get("/local/usage").await["invocations"]["sla-sweeper"], 1);
}

#[tokio::test]
async fn functions_that_die_fail_or_hang_are_replaced() {
    let driver = Driver::start().await;
    for words in ["die", "fail", "hang"] {
        let (status, body) = driver.meta(words).await;
        assert_eq!((status, body.as_str()), (502, r#"{"message":"Internal Server Error"}"#), "{words}");
        assert_eq!(driver.meta("put").await.0, 200, "{words}");
    }
}

#[tokio::test]
async fn many_at_once() {
    let driver = std::sync::Arc::new(Driver::start().await);
    let requests = (0..20).map(|_| {
        let driver = std::sync::Arc::clone(&driver);
        tokio::spawn(async move { driver.meta("put").await.0 })
    });
    for request in requests.collect::<Vec<_>>() {
        assert_eq!(request.await.unwrap(), 200);
    }
    assert_eq!(driver.get("/local/usage").await["invocations"]["webhook-intake"], 20);
}

#[tokio::test]
async fn what_comes_after_the_answer_is_waited_for() {
    let driver = Driver::start().await;
    for n in 1..=20 {
        let shown = driver.client.get(format!("{}/c/token", driver.stack.url())).send().await.unwrap();
        assert_eq!(shown.status(), 200);
        assert_eq!(driver.get("/local/usage").await["dynamodb"]["requests"], n);
    }
    driver.meta("").await;
    assert_eq!(driver.get("/local/statuses").await[0]["status"], "read");
}

#[tokio::test]
async fn usage_and_boundaries() {
    let driver = Driver::start().await;
    driver.meta("put sms put media").await;
    let usage = driver.get("/local/usage").await;
    assert_eq!(usage["dynamodb"]["operations"]["PutItem"]["requests"], 2);
    assert_eq!(usage["dynamodb"]["write_units"], 2.0);
    assert_eq!(usage["sns"]["requests"], 1);
    let boundaries = driver.get("/local/boundaries").await;
    let kinds: Vec<_> =
        boundaries.as_array().unwrap().iter().map(|b| (b["kind"].as_str(), b["n"].as_u64())).collect();
    let passed = [("commit", 1), ("send", 1), ("commit", 2), ("read", 1)];
    assert_eq!(kinds, passed.map(|(kind, n)| (Some(kind), Some(n))));
    assert_eq!(driver.get("/local/sms").await[0]["to"], "+919000000009");
    assert_eq!(driver.get("/local/fetches").await.as_array().unwrap().len(), 1);
    driver.forget().await;
    assert_eq!(driver.get("/local/usage").await["dynamodb"]["requests"], 0);
}

#[tokio::test]
async fn faults_as_the_caller_sees_them() {
    let driver = Driver::start().await;
    for (service, words, kind, answer, done) in [
        ("dynamodb", "put", "throttle", "[400]", 0),
        ("dynamodb", "put", "error", "[500]", 0),
        ("sns", "sms", "throttle", "[400]", 0),
        ("sns", "sms", "error", "[500]", 0),
        ("sns", "sms", "lost-response", "[500]", 1),
        ("graph", "whatsapp", "throttle", "[429]", 0),
        ("graph", "whatsapp", "error", "[500]", 0),
    ] {
        let before = driver.get("/local/sms").await.as_array().unwrap().len();
        driver.post("/local/faults", &json!({"service": service, "kind": kind, "count": 1})).await;
        assert_eq!(driver.meta(words).await, (200, answer.into()), "{service} {kind}");
        let after = driver.get("/local/sms").await.as_array().unwrap().len();
        assert_eq!(after - before, done, "{service} {kind}");
    }
    // The probe waits for ever: its own limit ends it.
    driver.post("/local/faults", &json!({"service": "sns", "kind": "timeout", "count": 1})).await;
    assert_eq!(driver.meta("sms").await.0, 502);
}

#[tokio::test]
async fn deaths_at_boundaries() {
    let driver = Driver::start().await;
    for (at, words, path, sms, outbound) in [
        ("before-send", "sms", "/webhooks/meta", 0, 0),
        ("after-send", "sms", "/webhooks/meta", 1, 0),
        ("before-commit", "put sms", "/webhooks/meta", 1, 0),
        ("before-send", "twiml", "/webhooks/twilio", 1, 0),
        ("after-send", "twiml", "/webhooks/twilio", 1, 1),
    ] {
        let kill = json!({"function": "webhook-intake", "at": at});
        assert_eq!(driver.post("/local/kill", &kill).await.0, 204, "{at}");
        // The words are no form: they are the body that the probe obeys.
        let body = if path == "/webhooks/twilio" { "From=%2B919000000001 twiml" } else { words };
        assert_eq!(driver.probe(path, body).await.0, 502, "{at} {words}");
        let count = |list: Value| list.as_array().unwrap().len();
        assert_eq!(count(driver.get("/local/sms").await), sms, "{at} {words}");
        assert_eq!(count(driver.get("/local/outbound").await), outbound, "{at} {words}");
    }
    assert_eq!(driver.post("/local/kill", &json!({"function": "x", "at": "after-send"})).await.0, 400);
}

#[tokio::test]
async fn whatsapp_takes_text_within_a_day() {
    let driver = Driver::start().await;
    assert_eq!(driver.meta("whatsapp").await.1, "[400]");
    let message = json!({"provider": "meta", "from": "+919000000001", "kind": "text", "text": "x"});
    driver.post("/local/phone", &message).await;
    assert_eq!(driver.meta("whatsapp").await.1, "[200]");
    let sent = driver.get("/local/outbound").await;
    assert_eq!((&sent[0]["to"], &sent[0]["kind"]), (&json!("+919000000001"), &json!("text")));
}

#[tokio::test]
async fn a_dropped_stack_takes_its_processes_along() {
    let driver = Driver::start().await;
    driver.meta("put").await;
    let mut live = driver.stack.live();
    drop(driver);
    live.wait_for(|n| *n == 0).await.unwrap();
}
