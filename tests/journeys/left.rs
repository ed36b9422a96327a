//! What a play of a flow left behind, so that two plays can be compared.

use std::collections::BTreeMap;

use journeys::stack::text;
use serde_json::{Value, json};

use crate::flows::Scene;

/// What a play left behind.
#[derive(Debug, PartialEq)]
pub(crate) struct Left {
    /// The last answer.
    pub(crate) status: u16,
    /// What stands, without what differs from woman to woman.
    pub(crate) complaints: Vec<Value>,
    /// How many of her messages are stored.
    pub(crate) messages: usize,
    /// Outboxes not yet carried out.
    pub(crate) pending: Value,
    /// What was sent.
    pub(crate) sent: Sent,
}

impl Left {
    /// What stands at the end, and what was sent since.
    pub(crate) async fn of(scene: &Scene<'_>, status: u16, before: &Sent) -> Self {
        let complaints = scene.complaints().await;
        let sent = Sent::about(scene, &complaints).await;
        Self {
            status,
            messages: messages(scene).await,
            pending: scene.helpline.local("outboxes").await["pending"].clone(),
            sent: Sent { sms: gained(sent.sms, &before.sms), replies: gained(sent.replies, &before.replies) },
            complaints: complaints.iter().map(without_moments).collect(),
        }
    }
}

/// What was sent, counted.
#[derive(Debug, PartialEq)]
pub(crate) struct Sent {
    /// SMS about her complaints, by number and template.
    pub(crate) sms: BTreeMap<String, usize>,
    /// What she was sent, by its words.
    pub(crate) replies: BTreeMap<String, usize>,
}

impl Sent {
    /// What was sent so far to her and about her.
    pub(crate) async fn to(scene: &Scene<'_>) -> Self {
        Self::about(scene, &scene.complaints().await).await
    }

    async fn about(scene: &Scene<'_>, complaints: &[Value]) -> Self {
        let references: Vec<String> = complaints.iter().map(|it| text(&it["reference"])).collect();
        let all = scene.helpline.local("sms").await;
        let hers = all.as_array().expect("a list").iter().filter(|sms| {
            let words = text(&sms["text"]);
            references.iter().any(|reference| words.contains(reference))
        });
        let sms = count(hers.map(|sms| {
            let to = if sms["to"] == scene.she.phone.as_str() { "her".to_owned() } else { text(&sms["to"]) };
            format!("{to} {}", sms["attributes"]["AWS.MM.SMS.TemplateId"])
        }));
        let nameless = |words: String| references.iter().fold(words, |words, it| words.replace(it, "REF"));
        let replies = scene.she.replies().await;
        let replies =
            count(replies.into_iter().map(|reply| nameless(format!("{} {}", reply.kind, reply.text))));
        Self { sms, replies }
    }
}

/// A complaint without its number and without moments.
fn without_moments(complaint: &Value) -> Value {
    let only = |list: &Value, keys: &[&str]| -> Vec<Value> {
        let all = list.as_array().expect("a list");
        all.iter().map(|it| keys.iter().map(|key| it[*key].clone()).collect()).collect()
    };
    // Which closed complaints are drawn for a call-back hangs on their number.
    let mut history = only(&complaint["history"], &["event", "actor", "officer", "level"]);
    history.retain(|line| line[0] != "drawn_for_call_back");
    json!({
        "category": complaint["category"],
        "status": complaint["status"],
        "due_at": complaint["due_at"],
        "officer": complaint["officer"],
        "level": complaint["level"],
        "area": complaint["area"],
        "version": complaint["version"],
        "escalations": only(&complaint["escalations"], &["level", "officer"]),
        "history": history,
        "messages": complaint["messages"].as_array().map(Vec::len),
    })
}

async fn messages(scene: &Scene<'_>) -> usize {
    let all = scene.helpline.local("messages").await;
    all.as_array()
        .expect("a list")
        .iter()
        .filter(|message| message["from_phone"] == scene.she.phone.as_str())
        .count()
}

fn count(all: impl Iterator<Item = String>) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    all.for_each(|key| *counted.entry(key).or_default() += 1);
    counted
}

fn gained(now: BTreeMap<String, usize>, before: &BTreeMap<String, usize>) -> BTreeMap<String, usize> {
    let mut gained = now;
    for (key, count) in before {
        if let Some(now) = gained.get_mut(key) {
            *now -= count;
        }
    }
    gained.retain(|_, count| *count > 0);
    gained
}

/// Everything that the clean play sent was sent, and at most one message more.
pub(crate) fn at_most_one_more(
    what: &str,
    clean: &BTreeMap<String, usize>,
    got: &BTreeMap<String, usize>,
) -> Option<String> {
    let missing: Vec<_> = clean.iter().filter(|(key, n)| got.get(*key).is_none_or(|got| got < *n)).collect();
    let strange: Vec<_> = got.keys().filter(|key| !clean.contains_key(*key)).collect();
    let more = got.values().sum::<usize>().saturating_sub(clean.values().sum());
    let fine = missing.is_empty() && strange.is_empty() && more <= 1;
    (!fine).then(|| format!("{what}: missing {missing:?}, strange {strange:?}, {more} more"))
}
