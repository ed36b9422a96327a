//! A meter between a tool's table and the engine: what each request consumes.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use journeys::Helpline;
use serde_json::{Value, json};

/// Requests and read units so far.
type Used = Arc<Mutex<(usize, f64)>>;

#[derive(Clone)]
struct Way {
    engine: String,
    client: reqwest::Client,
    used: Used,
}

/// The meter. It listens on this machine only.
pub(crate) struct Meter {
    address: String,
    used: Used,
}

impl Meter {
    /// Starts it before the engine of a helpline.
    pub(crate) async fn start(helpline: &Helpline) -> Self {
        let engine = helpline.settings().get("AWS_ENDPOINT_URL_DYNAMODB").unwrap().to_owned();
        let used = Used::default();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let way = Way { engine, client, used: Arc::clone(&used) };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(pass).with_state(way);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, used }
    }

    /// The helpline's table, through the meter.
    pub(crate) fn table(&self, helpline: &Helpline) -> aws::Table {
        let own = helpline.settings();
        let names = [
            "AWS_REGION",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "TABLE_NAME",
            "PUBLIC_URL",
            "DATA_KEY",
        ];
        let same = names.map(|name| (name.to_owned(), own.text(name)));
        let way = ("AWS_ENDPOINT_URL_DYNAMODB".to_owned(), self.address.clone());
        aws::wiring::table(&aws::Config::new(same.into_iter().chain([way]))).unwrap()
    }

    /// Requests and read units so far.
    pub(crate) fn used(&self) -> (usize, f64) {
        *self.used.lock().unwrap()
    }
}

async fn pass(State(way): State<Way>, headers: HeaderMap, body: Bytes) -> (StatusCode, Vec<u8>) {
    let mut asked: Value = serde_json::from_slice(&body).unwrap();
    asked["ReturnConsumedCapacity"] = json!("TOTAL");
    let mut request = way.client.post(&way.engine).body(asked.to_string());
    for name in ["x-amz-target", "content-type", "authorization", "x-amz-date"] {
        request = request.header(name, headers[name].clone());
    }
    let answer = request.send().await.unwrap();
    let (status, bytes) = (answer.status(), answer.bytes().await.unwrap());
    let said: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let mut used = way.used.lock().unwrap();
    used.0 += 1;
    used.1 += said["ConsumedCapacity"]["CapacityUnits"].as_f64().unwrap_or_default();
    (status, bytes.to_vec())
}
