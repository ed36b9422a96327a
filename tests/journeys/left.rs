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
    /// SMS to officers about her, by number and template.
    pub(crate) sms: BTreeMap<String, usize>,
    /// What she was sent, by its words.
    pub(crate) replies: BTreeMap<String, usize>,
}

impl Left {
    /// What stands at the end, and what was sent since.
    pub(crate) async fn of(
        scene: &Scene<'_>,
        status: u16,
        sms_before: &BTreeMap<String, usize>,
        replies_before: &BTreeMap<String, usize>,
    ) -> Self {
        Self {
            status,
            complaints: stand(scene).await,
            messages: messages(scene).await,
            pending: scene.helpline.local("outboxes").await["pending"].clone(),
            sms: gained(sms(scene).await, sms_before),
            replies: gained(replies(scene).await, replies_before),
        }
    }
}

/// Her complaints, without numbers and moments.
async fn stand(scene: &Scene<'_>) -> Vec<Value> {
    let without_time = |list: &Value, keys: &[&str]| -> Vec<Value> {
        let all = list.as_array().expect("a list");
        all.iter().map(|it| keys.iter().map(|key| it[*key].clone()).collect()).collect()
    };
    let shown = |complaint: &Value| {
        json!({
            "category": complaint["category"],
            "status": complaint["status"],
            "due_at": complaint["due_at"],
            "officer": complaint["officer"],
            "level": complaint["level"],
            "area": complaint["area"],
            "version": complaint["version"],
            "escalations": without_time(&complaint["escalations"], &["level", "officer"]),
            "history": without_time(&complaint["history"], &["event", "actor", "officer", "level"]),
            "messages": complaint["messages"].as_array().map(Vec::len),
        })
    };
    scene.complaints().await.iter().map(shown).collect()
}

async fn messages(scene: &Scene<'_>) -> usize {
    let all = scene.helpline.local("messages").await;
    all.as_array()
        .expect("a list")
        .iter()
        .filter(|message| message["from_phone"] == scene.she.phone.as_str())
        .count()
}

/// SMS about her complaints, counted by template and number.
pub(crate) async fn sms(scene: &Scene<'_>) -> BTreeMap<String, usize> {
    let references: Vec<String> = scene.complaints().await.iter().map(|it| text(&it["reference"])).collect();
    let all = scene.helpline.local("sms").await;
    let hers = all.as_array().expect("a list").iter().filter(|sms| {
        let words = text(&sms["text"]);
        references.iter().any(|reference| words.contains(reference))
    });
    count(hers.map(|sms| format!("{} {}", sms["to"], sms["attributes"]["AWS.MM.SMS.TemplateId"])))
}

/// What she was sent, counted by its words.
pub(crate) async fn replies(scene: &Scene<'_>) -> BTreeMap<String, usize> {
    let references: Vec<String> = scene.complaints().await.iter().map(|it| text(&it["reference"])).collect();
    let nameless =
        |words: String| references.iter().fold(words, |words, reference| words.replace(reference, "REF"));
    count(
        scene.she.replies().await.into_iter().map(|reply| nameless(format!("{} {}", reply.kind, reply.text))),
    )
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
