//! A body's messages, sorted by who wrote them.

use domain::message::{Channel, MessageKind, Provider};
use domain::{CellId, Language};

use super::*;

/// A message `n` of a woman with these names.
fn message(n: usize) -> InboundMessage {
    InboundMessage {
        provider: Provider::Meta,
        channel: Channel::Whatsapp,
        provider_message_id: format!("wamid.{n}"),
        receiver: "100000000000001".to_owned(),
        sender: Sender::default(),
        kind: MessageKind::Text,
        text: None,
        choice: None,
        media_id: None,
        media_type: None,
        media_count: 0,
        further_media: Vec::new(),
        location: None,
        reply_to: None,
        subject: None,
        verdicts: None,
        raw: None,
        sent_at: None,
    }
}

fn policy() -> Arc<Policy> {
    let lucknow = include_str!("../../../domain/policy/lucknow.toml");
    let policy = Policy::from_toml(lucknow).unwrap();
    assert_eq!(policy.cell.languages.first(), Some(&Language::Hindi));
    Arc::new(policy)
}

fn name(text: &str) -> PersonKey {
    PersonKey { cell: CellId::new("lko"), hash: text.to_owned() }
}

/// Messages by the names that they say; threads as `names: messages`.
fn check(messages: &[&[&str]], expected: &[&str]) {
    let policy = policy();
    let mut threads = Threads::default();
    for (n, names) in messages.iter().enumerate() {
        threads.add(names.iter().copied().map(name).collect(), Arc::clone(&policy), message(n));
    }
    let mut said: Vec<String> = threads
        .into_threads()
        .map(|mut thread| {
            let names: Vec<&str> = thread.names.iter().map(|name| name.hash.as_str()).collect();
            let names = names.join(" ");
            let messages = thread.messages();
            let ids: Vec<&str> =
                messages.iter().map(|it| it.provider_message_id.trim_start_matches("wamid.")).collect();
            format!("{names}: {}", ids.join(" "))
        })
        .collect();
    said.sort();
    assert_eq!(said, expected, "{messages:?}");
}

#[test]
fn a_message_with_both_names_makes_one_thread_of_two() {
    check(&[&["p"], &["q"], &["p"]], &["p: 0 2", "q: 1"]);
    check(&[&["p", "u"], &["u"], &["p"], &["q"]], &["p u: 0 1 2", "q: 3"]);
    check(&[&["u"], &["p"], &["p", "u"], &["u"]], &["p u: 0 1 2 3"]);
    check(&[&["u"], &["q"], &["p", "u"]], &["p u: 0 2", "q: 1"]);
    check(&[&["u"], &["p", "u"], &["p", "v"], &["v"]], &["p v u: 0 1 2 3"]);
}

#[test]
fn a_message_that_stands_twice_is_one() {
    let policy = policy();
    let mut threads = Threads::default();
    for n in [0, 1, 0] {
        threads.add(vec![name("p")], Arc::clone(&policy), message(n));
    }
    let lengths: Vec<usize> = threads.into_threads().map(|mut thread| thread.messages().len()).collect();
    assert_eq!(lengths, [2]);
}
