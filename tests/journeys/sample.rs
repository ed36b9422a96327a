//! Sample requests of the providers, and what a refusal looks like.

use std::collections::BTreeMap;
use std::path::Path;

use channels::twilio;
use journeys::Helpline;
use journeys::stack::{Answer, TWILIO_TOKEN, text};
use serde_json::{Value, json};

/// The public address of Twilio's samples.
pub(crate) const PUBLIC_URL: &str = "https://helpline.example.gov.in";

/// A request as its file has it.
#[derive(Clone)]
pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Sample {
    fn read(path: &Path) -> Self {
        let file: Value = serde_json::from_slice(&std::fs::read(path).expect("the file")).expect("JSON");
        let request = &file["request"];
        let headers = request["headers"].as_object().expect("headers").iter();
        Self {
            name: path.file_stem().expect("a name").to_string_lossy().into_owned(),
            method: text(&request["method"]),
            path: text(&request["path"]),
            query: text(&request["query"]),
            headers: headers.map(|(name, value)| (name.clone(), text(value))).collect(),
            body: text(&request["body"]).into_bytes(),
        }
        .signed()
    }

    /// Twilio's are to be signed by whoever uses them.
    fn signed(mut self) -> Self {
        if let Some(signature) = self.headers.get_mut("x-twilio-signature") {
            *signature = twilio::signature(TWILIO_TOKEN, &format!("{PUBLIC_URL}{}", self.path), &self.body);
        }
        self
    }

    /// The header that authenticates it.
    pub(crate) fn signature_header(&self) -> &'static str {
        if self.name.starts_with("tw-") { "x-twilio-signature" } else { "x-hub-signature-256" }
    }

    /// Sends it as it is.
    pub(crate) async fn send(&self, helpline: &Helpline) -> Answer {
        let mark = if self.query.is_empty() { "" } else { "?" };
        let target = format!("{}{mark}{}", self.path, self.query);
        let own = |name: &str| !["host", "x-forwarded-proto"].contains(&name);
        let headers: Vec<(&str, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, _)| own(name))
            .collect();
        helpline.request(&self.method, &target, &headers, self.body.clone()).await
    }
}

/// A provider's samples, in order.
pub(crate) fn samples_of(provider: &str) -> Vec<Sample> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/channels/samples").join(provider);
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.iter().map(|path| Sample::read(path)).collect()
}

/// What a refused caller sees: status, body, headers but the date's.
pub(crate) fn seen(answer: &Answer) -> (u16, String, Vec<(String, String)>) {
    let per_request =
        |name: &str| name == "date" || name.contains("request-id") || name.contains("requestid");
    let headers = answer.headers.iter().filter(|(name, _)| !per_request(name));
    (answer.status, answer.body.clone(), headers.map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// Nothing came of it, anywhere.
pub(crate) async fn nothing_is_stored(helpline: &Helpline) {
    for route in ["messages", "complaints", "quarantine", "statuses", "outbound", "sms"] {
        assert_eq!(helpline.local(route).await, json!([]), "{route}");
    }
}
