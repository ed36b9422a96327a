//! What the tests of all providers share: the samples, and short ways to say
//! what a body held.

use std::fs;
use std::path::PathBuf;

use domain::message::{Channel, Inbound, InboundMessage, Provider, ReplyAddress, Sender};
use serde_json::Value;

use crate::adapter::{Adapter, Kind, find};
use crate::{Refusal, Request, Secrets};

/// A request from `samples/`.
#[derive(Clone)]
pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) signature: String,
    pub(crate) authorization: String,
    pub(crate) body: Vec<u8>,
}

/// All samples of a provider, in order of name.
pub(crate) fn samples(provider: &str) -> Vec<Sample> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples").join(provider);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(sample).collect()
}

fn sample(file: &PathBuf) -> Sample {
    let json: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    let request = &json["request"];
    let text = |value: &Value| value.as_str().unwrap_or("").to_owned();
    Sample {
        name: file.file_stem().unwrap().to_string_lossy().into_owned(),
        method: text(&request["method"]),
        path: text(&request["path"]),
        query: text(&request["query"]),
        signature: text(&request["headers"]["x-hub-signature-256"]),
        authorization: text(&request["headers"]["authorization"]),
        body: text(&request["body"]).into_bytes(),
    }
}

/// Verifies a POST with (or without) one signature header.
pub(crate) fn posted(
    verify: impl Fn(&Request<'_>) -> Result<(), Refusal>,
    (path, query): (&str, &str),
    (name, signature): (&str, Option<&str>),
    body: &[u8],
) -> Result<(), Refusal> {
    // The lookup may only lend what lives as long as the request.
    let header = |wanted: &str| signature.filter(|_| wanted == name);
    verify(&Request { method: "POST", path, query, header: &header, body })
}

impl Sample {
    /// Verifies it as it would come in.
    pub(crate) fn verified(&self, secrets: &str) -> Result<(), Refusal> {
        let header = |name: &str| {
            (name == "authorization").then_some(self.authorization.as_str()).filter(|it| !it.is_empty())
        };
        let request = Request {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            header: &header,
            body: &self.body,
        };
        let Kind::Delivery { verify, .. } = self.adapter().kind else { panic!("a handshake") };
        verify(&Secrets::parse(secrets), "", &request)
    }

    /// What it holds.
    pub(crate) fn parsed(&self) -> Vec<Inbound> {
        let Kind::Delivery { parse, .. } = self.adapter().kind else { panic!("a handshake") };
        let nothing = |_: &str| None;
        let request = Request {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            header: &nothing,
            body: &self.body,
        };
        parse(self.adapter().payload(&request))
    }

    fn adapter(&self) -> &'static Adapter {
        find(&self.method, &self.path).unwrap_or_else(|| panic!("{} has no route", self.name))
    }
}

/// The messages among what a body held.
pub(crate) fn messages(inbound: &[Inbound]) -> Vec<&InboundMessage> {
    inbound
        .iter()
        .filter_map(|i| if let Inbound::Message(message) = i { Some(&**message) } else { None })
        .collect()
}

/// What a body held, in a line: message ids, `status id`, `odd`.
pub(crate) fn shape(inbound: &[Inbound]) -> String {
    let words: Vec<String> = inbound
        .iter()
        .map(|part| match part {
            Inbound::Message(message) => message.provider_message_id.clone(),
            Inbound::Status(status) => format!("{:?} {}", status.status, status.provider_message_id),
            Inbound::Consent(change) => format!("wanted {}", change.wanted),
            Inbound::Odd(_) => "odd".to_owned(),
        })
        .collect();
    words.join(", ")
}

/// An address of hers.
pub(crate) fn address(provider: Provider, channel: Channel, to: Sender) -> ReplyAddress {
    let from = if provider == Provider::Meta { "100000000000001" } else { "+915220000001" };
    ReplyAddress { provider, channel, from: from.into(), to, thread: None }
}

/// The fields of a request's form.
pub(crate) fn fields(request: &crate::SendRequest) -> Vec<(String, String)> {
    crate::form::pairs(&request.body).map(|(k, v)| (crate::form::lossy(&k), crate::form::lossy(&v))).collect()
}
