//! The providers without a signature of their own: what they send is stored as
//! it says, and who cannot prove himself is refused alike.

use std::collections::BTreeMap;

use journeys::Helpline;
use journeys::stack::{Answer, text};
use serde_json::Value;

use crate::sample::{Sample, nothing_is_stored, samples_of, seen};

/// The providers, each with the setting that holds its secrets, and that of the
/// samples.
const PROVIDERS: [(&str, &str, &str); 4] = [
    ("gupshup", "GUPSHUP_PATH_SECRET", "sample-gs-path"),
    ("infobip", "INFOBIP_BASIC", "hb:heldout-ib"),
    ("msg91", "MSG91_PATH_SECRET", "sample-msg91-path"),
    ("exotel", "EXOTEL_PATH_SECRET", "sample-exotel-path"),
];

/// What each sample means, as reviewed with the parsers.
const REVIEWED: &str = include_str!(
    "../../shared/channels/src/tests/snapshots/channels__tests__providers__samples_mean_what_is_expected.snap"
);

/// What is stored of a sample: fields of its messages, and its statuses.
#[derive(Debug, Default, PartialEq)]
struct Stored {
    messages: Vec<BTreeMap<String, String>>,
    statuses: Vec<String>,
}

/// The reviewed table, by sample.
fn reviewed() -> BTreeMap<String, Stored> {
    let table = REVIEWED.splitn(3, "---\n").nth(2).expect("what follows the header");
    let mut all: BTreeMap<String, Stored> = BTreeMap::new();
    let mut sample = String::new();
    for line in table.lines() {
        let depth = line.len() - line.trim_start().len();
        let words: Vec<&str> = line.split_whitespace().collect();
        let stored = all.entry(sample.clone()).or_default();
        match (depth, words.as_slice()) {
            (0, [name]) => {
                (*name).clone_into(&mut sample);
                all.entry(sample.clone()).or_default();
            }
            (2, ["nothing"]) => {}
            (2, [state, id, "error", code]) => {
                stored.statuses.push(format!("{id} {} {code}", state.to_lowercase()));
            }
            (2, [_, kind, id]) => stored.messages.push(BTreeMap::from([
                ("kind".to_owned(), kind.to_lowercase()),
                ("provider_message_id".to_owned(), (*id).to_owned()),
            ])),
            (4, _) => extend(stored.messages.last_mut().expect("a message"), line.trim()),
            _ => panic!("not understood: {line}"),
        }
    }
    all.retain(|name, _| !name.is_empty());
    all
}

/// One more line of a message.
fn extend(message: &mut BTreeMap<String, String>, line: &str) {
    let (name, rest) = line.split_once(' ').expect("a name and a value");
    let field = match name {
        "text" | "choice" => name,
        "media" => "media_id",
        "reply" => "reply_to",
        "files" => "media_count",
        "at" => "location",
        // What the officer never sees: the file's type as stated, the raw part.
        "type" | "raw" => return,
        phone => {
            message.insert("from_phone".to_owned(), phone.to_owned());
            let (_, at) = rest.split_once(" at ").expect("a time");
            if at != "-" {
                message.insert("sent_at".to_owned(), at.to_owned());
            }
            return;
        }
    };
    message.insert(field.to_owned(), rest.to_owned());
}

/// The same of what the stack shows, of the fields that are asked for.
fn shown(message: &Value, fields: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let value = |name: &str| match &message[name] {
        Value::Object(point) => format!("{} {}", point["latitude"], point["longitude"]),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    fields.keys().map(|name| (name.clone(), value(name))).collect()
}

async fn list(helpline: &Helpline, route: &str) -> Vec<Value> {
    helpline.local(route).await.as_array().expect("a list").clone()
}

fn status(status: &Value) -> String {
    let error = status["error"].as_str().unwrap_or("-");
    format!("{} {} {error}", text(&status["provider_message_id"]), text(&status["status"]))
}

async fn is_stored(helpline: &Helpline, sample: &Sample, provider: &str, expected: &Stored) {
    let before = list(helpline, "statuses").await.len();
    let answer = sample.send(helpline).await;
    assert_eq!(answer.status, 200, "{}: {}", sample.name, answer.body);
    let messages = list(helpline, "messages").await;
    for fields in &expected.messages {
        let id = &fields["provider_message_id"];
        let found: Vec<_> = messages.iter().filter(|it| text(&it["provider_message_id"]) == *id).collect();
        assert_eq!(found.len(), 1, "{} {id}", sample.name);
        assert_eq!(text(&found[0]["provider"]), provider, "{}", sample.name);
        assert_eq!(&shown(found[0], fields), fields, "{}", sample.name);
    }
    let statuses = list(helpline, "statuses").await;
    let new: Vec<_> = statuses[before..].iter().map(status).collect();
    assert_eq!(new, expected.statuses, "{}", sample.name);
}

#[tokio::test]
async fn every_sample_is_accepted_and_stored_as_it_says() {
    let reviewed = reviewed();
    for (provider, _, _) in PROVIDERS {
        let helpline = Helpline::start_at("2026-12-01 10:00").await;
        let mut count = 0;
        for sample in samples_of(provider) {
            let expected = &reviewed[&sample.name];
            is_stored(&helpline, &sample, provider, expected).await;
            count += expected.messages.len();
        }
        assert!(count > 10, "{provider}");
        assert_eq!(list(&helpline, "messages").await.len(), count, "{provider}");
        assert_eq!(list(&helpline, "quarantine").await, Vec::<Value>::new(), "{provider}");
        is_answered(&helpline, provider).await;
        // Sent once more, all of it is known.
        let sent = helpline.outbound().await.len();
        for sample in samples_of(provider) {
            assert_eq!(sample.send(&helpline).await.status, 200, "{}", sample.name);
        }
        assert_eq!(list(&helpline, "messages").await.len(), count, "{provider}");
        assert_eq!(helpline.outbound().await.len(), sent, "{provider}");
        helpline.end(&["90000000"]).await;
    }
}

/// Whatever the shape of a message, its answer was taken where anything is sent.
async fn is_answered(helpline: &Helpline, provider: &str) {
    let answers = ["gupshup", "infobip"].contains(&provider);
    let logs = helpline.local("logs").await.to_string();
    assert_eq!(logs.contains("message_failed"), !answers, "{provider}");
    assert!(!logs.contains("message_delayed"), "{provider}");
    let sent = helpline.outbound().await;
    assert!(sent.iter().all(|it| text(&it["provider"]) == provider), "{provider}");
    assert_eq!(sent.is_empty(), !answers, "{provider}");
}

/// The sample with its proof changed: another, shortened, longer, none.
fn forged(sample: &Sample, secret: &str) -> Vec<Sample> {
    let wrong = [String::from("x"), secret[1..].to_owned(), format!("{secret}x"), secret.to_uppercase()];
    if !sample.headers.contains_key("authorization") {
        let with = |wrong: &String| Sample { path: sample.path.replace(secret, wrong), ..sample.clone() };
        return wrong.iter().map(with).collect();
    }
    let mut all: Vec<Sample> = wrong
        .iter()
        .map(|wrong| {
            let mut forged = sample.clone();
            forged.headers.insert("authorization".into(), channels::infobip::credential(wrong));
            forged
        })
        .collect();
    all.push({
        let mut bare = sample.clone();
        bare.headers.remove("authorization");
        bare
    });
    all
}

fn all_alike(refusals: &[Answer]) {
    let first = seen(&refusals[0]);
    assert_eq!(first.0, 401, "{first:?}");
    for refusal in refusals {
        assert_eq!(seen(refusal), first);
    }
}

#[tokio::test]
async fn a_wrong_proof_is_refused_and_nothing_is_stored() {
    let helpline = Helpline::start().await;
    let mut refusals = Vec::new();
    for (provider, _, secret) in PROVIDERS {
        for sample in samples_of(provider) {
            for forged in forged(&sample, secret) {
                refusals.push(forged.send(&helpline).await);
            }
        }
    }
    // As Meta's unsigned ones are.
    let json = [("content-type", "application/json")];
    refusals.push(helpline.request("POST", "/webhooks/meta", &json, b"{}".to_vec()).await);
    assert!(refusals.len() > 200, "{} tried", refusals.len());
    all_alike(&refusals);
    nothing_is_stored(&helpline).await;
    let planted: Vec<&str> = PROVIDERS.iter().map(|(_, _, secret)| *secret).chain(["90000000"]).collect();
    helpline.end(&planted).await;
}

async fn with_secrets(setting: impl Fn(&str) -> String) -> Helpline {
    let settings = PROVIDERS.iter().map(|(_, name, secret)| ((*name).to_owned(), setting(secret)));
    Helpline::start_with("2026-12-01 10:00", settings.collect()).await
}

#[tokio::test]
async fn without_a_secret_everything_is_refused() {
    let helpline = with_secrets(|_| String::new()).await;
    let mut refusals = Vec::new();
    for (provider, _, _) in PROVIDERS {
        refusals.push(samples_of(provider)[0].send(&helpline).await);
    }
    all_alike(&refusals);
    nothing_is_stored(&helpline).await;
    helpline.end(&["90000000"]).await;
}

#[tokio::test]
async fn while_a_secret_is_rotated_the_old_and_the_new_one_hold() {
    let helpline = with_secrets(|secret| format!("new:one,{secret}")).await;
    for (provider, _, secret) in PROVIDERS {
        let sample = &samples_of(provider)[0];
        assert_eq!(sample.send(&helpline).await.status, 200, "{provider}");
        let mut new = sample.clone();
        new.path = sample.path.replace(secret, "new:one");
        new.headers
            .entry("authorization".into())
            .and_modify(|it| *it = channels::infobip::credential("new:one"));
        assert_eq!(new.send(&helpline).await.status, 200, "{provider}");
    }
    helpline.end(&["90000000", "new:one"]).await;
}
