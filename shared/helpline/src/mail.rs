//! E-mail: what SNS posts, proved and turned into what the body of any other
//! provider holds.
//!
//! Order matters: the topic and the address of the certificate are looked at
//! before anything is fetched, the signature before anything is believed, and
//! a mail is fetched only from our own bucket. SES puts every mail there, since
//! it would bounce one of over 150 KB that it had to put into the notification;
//! the bucket also keeps the mail as it was.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use channels::email::ses::{Place, Received};
use channels::email::sns::{Envelope, Hosts, Kind};
use channels::{Refusal, Secrets, email};
use domain::message::{Inbound, OddPart};
use serde_json::json;

use crate::log;
use crate::ports::HttpAnswer;

/// SNS changes its certificate about once a year; more are not kept.
const MOST_CERTIFICATES: usize = 8;
/// Of a larger mail only the notification goes to quarantine: it names the
/// object in which the mail lies.
const LARGEST_QUARANTINED: usize = 1_000_000;

/// What mail needs of the world. None of these follows a redirect.
#[expect(async_fn_in_trait, reason = "one implementation a program; never a trait object")]
pub trait Mailbox {
    /// Opens an address: a certificate, or the confirmation of a subscription.
    /// Whoever calls has seen to it that it is one of SNS. `None` if there was
    /// no answer.
    async fn open(&self, url: &str) -> Option<HttpAnswer>;
    /// An object of our bucket of mails. `None` if there was no answer.
    async fn mail(&self, bucket: &str, key: &str) -> Option<HttpAnswer>;
    /// Posts to SES, once. `None` if there was no answer.
    async fn send_mail(&self, path: &str, body: Vec<u8>) -> Option<HttpAnswer>;
}

/// Why nothing came of a request.
#[derive(Debug, PartialEq, Eq)]
pub enum NoMail {
    /// It is not from our topic.
    Refused(Refusal),
    /// Something did not answer: SNS is to send again.
    Later(&'static str),
}

/// The route of mail.
pub struct Mail {
    topics: Secrets,
    hosts: Hosts,
    bucket: String,
    /// By address.
    certificates: Mutex<BTreeMap<String, Arc<Vec<u8>>>>,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mail({:?})", self.hosts)
    }
}

impl Mail {
    /// Takes mail from these topics (ARNs, separated by commas; none refuses
    /// everything), vouched for on these hosts (see [`Hosts::parse`]), out of
    /// this bucket.
    #[must_use]
    pub fn new(topics: &str, hosts: &str, bucket: &str) -> Self {
        let (topics, hosts) = (Secrets::parse(topics), Hosts::parse(hosts));
        Self { topics, hosts, bucket: bucket.to_owned(), certificates: Mutex::default() }
    }

    /// What a request on the route holds.
    ///
    /// # Errors
    ///
    /// [`NoMail`].
    pub async fn inbound<W: Mailbox>(&self, world: &W, body: &[u8]) -> Result<Vec<Inbound>, NoMail> {
        let envelope = Envelope::read(body).map_err(NoMail::Refused)?;
        envelope.admit(&self.topics, &self.hosts).map_err(NoMail::Refused)?;
        let certificate = self.certificate(world, &envelope.certificate_url).await?;
        envelope.verify(&certificate).map_err(NoMail::Refused)?;
        match envelope.kind {
            Kind::Notification => self.received(world, &envelope.message).await,
            Kind::SubscriptionConfirmation => self.confirm(world, &envelope).await,
            Kind::UnsubscribeConfirmation => {
                log::line(&json!({"kind": "mail_unsubscribed"}));
                Ok(Vec::new())
            }
        }
    }

    async fn certificate<W: Mailbox>(&self, world: &W, url: &str) -> Result<Arc<Vec<u8>>, NoMail> {
        if let Some(known) = self.certificates.lock().ok().and_then(|known| known.get(url).cloned()) {
            return Ok(known);
        }
        let answer = world.open(url).await.filter(|answer| answer.status == 200);
        let answer = answer.ok_or(NoMail::Later("the certificate of SNS did not come"))?;
        let certificate = Arc::new(answer.body);
        if let Ok(mut known) = self.certificates.lock() {
            if known.len() >= MOST_CERTIFICATES {
                known.clear();
            }
            known.insert(url.to_owned(), Arc::clone(&certificate));
        }
        Ok(certificate)
    }

    async fn confirm<W: Mailbox>(&self, world: &W, envelope: &Envelope) -> Result<Vec<Inbound>, NoMail> {
        let url = envelope.subscription(&self.hosts).map_err(NoMail::Refused)?;
        let answer = world.open(url).await.filter(|answer| answer.status == 200);
        answer.ok_or(NoMail::Later("the subscription could not be confirmed"))?;
        log::line(&json!({"kind": "mail_subscribed"}));
        Ok(Vec::new())
    }

    async fn received<W: Mailbox>(&self, world: &W, message: &str) -> Result<Vec<Inbound>, NoMail> {
        let odd = |why| vec![Inbound::Odd(OddPart { raw: message.as_bytes().to_vec(), why })];
        let Some(received) = Received::read(message) else {
            return Ok(odd("a notification that is not SES's of a mail"));
        };
        let raw = match &received.place {
            Place::Here(raw) => raw.clone(),
            Place::Object { bucket, key } if *bucket == self.bucket && is_key(key) => {
                match world.mail(bucket, key).await {
                    Some(answer) if answer.status == 200 => answer.body,
                    Some(answer) if answer.status == 404 => {
                        return Ok(odd("a mail that is not in the bucket"));
                    }
                    _ => return Err(NoMail::Later("the mail did not come out of its bucket")),
                }
            }
            Place::Object { .. } => return Ok(odd("a mail in a bucket that is not ours")),
        };
        let parts = email::parse(&received, &raw).into_iter();
        Ok(parts.map(|part| within_limits(part, message)).collect())
    }
}

/// SES names objects by letters and digits, below the rule's prefix.
fn is_key(key: &str) -> bool {
    let plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_.".contains(&b));
    plain && !key.is_empty() && !key.starts_with('/') && !key.contains("..")
}

fn within_limits(part: Inbound, notification: &str) -> Inbound {
    match part {
        Inbound::Odd(odd) if odd.raw.len() > LARGEST_QUARANTINED => {
            Inbound::Odd(OddPart { raw: notification.as_bytes().to_vec(), ..odd })
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        for (key, sound) in [
            ("mail/0123abc", true),
            ("mail/a.b-c_d", true),
            ("", false),
            ("/mail/a", false),
            ("mail/../other", false),
            ("mail/a?x", false),
            ("mail/a b", false),
            ("mail/é", false),
        ] {
            assert_eq!(is_key(key), sound, "{key}");
        }
    }

    #[test]
    fn of_a_large_mail_the_notification_is_kept() {
        let odd = |size| Inbound::Odd(OddPart { raw: vec![b'x'; size], why: "" });
        let kept = |size| match within_limits(odd(size), "note") {
            Inbound::Odd(odd) => odd.raw.len(),
            _ => 0,
        };
        assert_eq!((kept(10), kept(LARGEST_QUARANTINED + 1)), (10, 4));
    }
}
