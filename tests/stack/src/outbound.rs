//! What left the helpline through a messaging provider, and when each person
//! last wrote: WhatsApp takes free text for 24 hours after that only.

use std::collections::BTreeMap;
use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};
use domain::message::{Channel, Inbound};
use serde::Serialize;
use serde_json::Value;

use crate::lock;

/// How long after her last message WhatsApp takes free text.
const WINDOW: TimeDelta = TimeDelta::hours(24);

/// Something that she can tap, or answer by number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Choice {
    pub(crate) id: String,
    pub(crate) title: String,
}

/// A message that was sent, as `/local/outbound` shows it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Sent {
    pub(crate) id: String,
    pub(crate) provider: &'static str,
    /// E.164, or a BSUID.
    pub(crate) to: String,
    pub(crate) kind: &'static str,
    pub(crate) text: String,
    pub(crate) options: Vec<Choice>,
    /// The request body as sent.
    pub(crate) raw: String,
    pub(crate) at: DateTime<Utc>,
}

/// All messages sent, and the windows.
#[derive(Default)]
pub(crate) struct Outbound {
    sent: Mutex<Vec<Sent>>,
    last_inbound: Mutex<BTreeMap<String, DateTime<Utc>>>,
    /// The other name (number or user id) of one who wrote with both.
    other_names: Mutex<BTreeMap<String, String>>,
}

impl Outbound {
    pub(crate) fn record(&self, sent: Sent) {
        lock(&self.sent).push(sent);
    }

    pub(crate) fn all(&self) -> Vec<Sent> {
        lock(&self.sent).clone()
    }

    /// Notes that these people have written; gives back what was known of
    /// them before, for [`Outbound::restore`].
    pub(crate) fn wrote(&self, people: &[String], at: DateTime<Utc>) -> Vec<(String, Option<DateTime<Utc>>)> {
        let mut last = lock(&self.last_inbound);
        people.iter().map(|person| (person.clone(), last.insert(person.clone(), at))).collect()
    }

    /// Undoes [`Outbound::wrote`]: the request was no true webhook.
    pub(crate) fn restore(&self, before: Vec<(String, Option<DateTime<Utc>>)>) {
        let mut last = lock(&self.last_inbound);
        for (person, at) in before {
            match at {
                Some(at) => _ = last.insert(person, at),
                None => _ = last.remove(&person),
            }
        }
    }

    /// Learns from Meta's body who has two names.
    pub(crate) fn met(&self, body: &[u8]) {
        for inbound in channels::meta::parse(body) {
            let Inbound::Message(message) = inbound else { continue };
            if let (Some(phone), Some(id)) = (message.sender.phone, message.sender.user_id) {
                lock(&self.other_names).extend([(phone.clone(), id.clone()), (id, phone)]);
            }
        }
    }

    /// Whether free text may be sent to her now, by whichever name she wrote.
    pub(crate) fn window_open(&self, person: &str, now: DateTime<Utc>) -> bool {
        let other = lock(&self.other_names).get(person).cloned();
        let last = lock(&self.last_inbound);
        let open = |name: &str| last.get(name).is_some_and(|at| now.signed_duration_since(*at) < WINDOW);
        open(person) || other.is_some_and(|other| open(&other))
    }
}

/// One spelling of a number or BSUID: E.164 for digits, anything else as it is.
pub(crate) fn person(address: &str) -> String {
    let bare = address.strip_prefix("whatsapp:").unwrap_or(address).trim();
    let digits = bare.strip_prefix('+').unwrap_or(bare);
    let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if number { format!("+{digits}") } else { bare.to_owned() }
}

/// Who wrote, in a body that Meta posts. Lenient: what is odd is skipped, and
/// where a JSON library refuses the whole, Meta still knows who wrote.
pub(crate) fn writers_to_meta(body: &[u8]) -> Vec<String> {
    let Ok(body) = serde_json::from_slice::<Value>(body) else { return writers_in_odd_bytes(body) };
    let items = |value: &Value, key: &str| value[key].as_array().cloned().unwrap_or_default();
    let changes = items(&body, "entry").into_iter().flat_map(|entry| items(&entry, "changes"));
    let messages = changes.flat_map(|change| items(&change["value"], "messages"));
    let people = messages.flat_map(|message| {
        let names = ["from", "from_user_id", "user_id"].map(|key| message[key].as_str().map(person));
        names.into_iter().flatten().collect::<Vec<_>>()
    });
    people.collect()
}

fn writers_in_odd_bytes(body: &[u8]) -> Vec<String> {
    writers("", channels::meta::parse(body))
}

/// Who wrote by WhatsApp, each named behind the provider's prefix: a window is
/// open for the number that she wrote to.
pub(crate) fn writers(prefix: &str, inbound: Vec<Inbound>) -> Vec<String> {
    let senders = inbound.into_iter().filter_map(|part| match part {
        Inbound::Message(message) => (message.channel == Channel::Whatsapp).then_some(message.sender),
        Inbound::Status(_) | Inbound::Consent(_) | Inbound::Odd(_) => None,
    });
    let names = senders.flat_map(|sender| [sender.phone, sender.user_id]).flatten();
    names.map(|name| format!("{prefix}{}", person(&name))).collect()
}

/// Who wrote, in a body that Twilio posts for WhatsApp.
pub(crate) fn writers_to_twilio(body: &[u8]) -> Vec<String> {
    let mut pairs = form_urlencoded::parse(body);
    let from = pairs.find(|(key, value)| key == "From" && value.starts_with("whatsapp:"));
    from.map(|(_, value)| format!("twilio:{}", person(&value))).into_iter().collect()
}

/// The numbered lines of a text (`1. Title`), as choices.
pub(crate) fn numbered(text: &str) -> Vec<Choice> {
    let choices = text.lines().filter_map(|line| {
        let (number, title) = line.trim().split_once(['.', ')'])?;
        let digits = !number.is_empty() && number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit());
        let title = title.strip_prefix(' ')?.trim();
        (digits && !title.is_empty()).then(|| Choice { id: number.to_owned(), title: title.to_owned() })
    });
    choices.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;

    #[test]
    fn one_spelling_of_a_person() {
        let check = |address: &str, expected: &str| assert_eq!(person(address), expected);
        check("919000000001", "+919000000001");
        check("whatsapp:+919000000001", "+919000000001");
        check("IN.123", "IN.123");
    }

    #[test]
    fn numbered_lines() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            let found = numbered(text);
            let found: Vec<_> = found.iter().map(|c| (c.id.as_str(), c.title.as_str())).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("चुनें:\n1. हिंसा\n2. पेंशन", &[("1", "हिंसा"), ("2", "पेंशन")]);
        check("10) X", &[("10", "X")]);
        check("1.5 hours\nat 10.30", &[]);
        check("2026. Year", &[]);
    }

    #[test]
    fn the_window_lasts_a_day() {
        let outbound = Outbound::default();
        let start: DateTime<Utc> = "2026-12-01T10:00:00Z".parse().unwrap();
        let body = br#"{"entry":[{"changes":[{"value":{"messages":[{"from":"919000000001"},{"odd":1}]}}]}]}"#;
        let before = outbound.wrote(&writers_to_meta(body), start);
        let check = |hours: i64, open: bool| {
            assert_eq!(outbound.window_open("+919000000001", start + TimeDelta::hours(hours)), open);
        };
        check(0, true);
        check(23, true);
        check(24, false);
        outbound.restore(before);
        check(0, false);
    }

    #[test]
    fn twilio_windows_are_for_whatsapp() {
        assert_eq!(writers_to_twilio(b"From=whatsapp%3A%2B9190&To=x"), ["twilio:+9190"]);
        assert!(writers_to_twilio(b"From=%2B9190").is_empty());
    }

    #[test]
    fn a_window_is_one_providers_and_for_whatsapp() {
        let body = br#"{"results":[
            {"messageId":"1","from":"919000000001","to":"915220000001","message":{"type":"TEXT","text":"x"}},
            {"messageId":"2","from":"919000000002","to":"915220000001","text":"x"}]}"#;
        let outbound = Outbound::default();
        let start: DateTime<Utc> = "2026-12-01T10:00:00Z".parse().unwrap();
        outbound.wrote(&writers("infobip:", channels::infobip::parse(body)), start);
        let check = |person: &str, open: bool| assert_eq!(outbound.window_open(person, start), open);
        check("infobip:+919000000001", true);
        check("infobip:+919000000002", false);
        check("gupshup:+919000000001", false);
        check("+919000000001", false);
    }
}
