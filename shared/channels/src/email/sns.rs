//! A message of Amazon SNS over HTTPS: its form, the hosts that may vouch for
//! it, and its signature.
//!
//! Source: "Parsing message formats" and "Verifying the signatures of Amazon
//! SNS messages" in the SNS developer guide.

use std::fmt;

use aws_lc_rs::signature::{
    RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey,
    VerificationAlgorithm,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject as _;
use serde::Deserialize;
use webpki::EndEntityCert;

use crate::form;
use crate::request::{Refusal, Secrets};

/// What SNS has to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Kind {
    /// Something was published to the topic.
    Notification,
    /// The topic asks whether we want to hear it.
    SubscriptionConfirmation,
    /// The topic says that we shall not hear it any more.
    UnsubscribeConfirmation,
}

/// A message of SNS. `Debug` is redacted: the message holds her words.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Envelope {
    /// What kind of message it is.
    #[serde(rename = "Type")]
    pub kind: Kind,
    /// SNS's id of it.
    pub message_id: String,
    /// The topic, by its ARN.
    pub topic_arn: String,
    /// Set by some publishers.
    #[serde(default)]
    pub subject: Option<String>,
    /// What was published.
    pub message: String,
    /// When.
    pub timestamp: String,
    /// `1` (SHA-1) or `2` (SHA-256).
    pub signature_version: String,
    /// In base64.
    pub signature: String,
    /// Where the certificate is whose key has signed.
    #[serde(rename = "SigningCertURL")]
    pub certificate_url: String,
    /// Of a confirmation: what to open.
    #[serde(default, rename = "SubscribeURL")]
    pub subscribe_url: Option<String>,
    /// Of a confirmation.
    #[serde(default)]
    pub token: Option<String>,
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Envelope({:?}, {} bytes)", self.kind, self.message.len())
    }
}

impl Envelope {
    /// Reads a request's body. Nothing of it is to be believed yet.
    ///
    /// # Errors
    /// [`Refusal::MalformedSignature`] if it has not SNS's form.
    pub fn read(body: &[u8]) -> Result<Self, Refusal> {
        serde_json::from_slice(body).map_err(|_| Refusal::MalformedSignature)
    }

    /// Whether the message names one of our topics, and a certificate on a host
    /// of SNS: before that nothing is fetched. Anybody can have SNS sign what
    /// is published to a topic of theirs, so the topic counts as the secret.
    ///
    /// # Errors
    /// The [`Refusal`] that applies.
    pub fn admit(&self, topics: &Secrets, hosts: &Hosts) -> Result<(), Refusal> {
        if topics.is_empty() {
            return Err(Refusal::NotConfigured);
        }
        if !topics.contains(&self.topic_arn) {
            return Err(Refusal::ForeignTopic);
        }
        let is_certificate = self.certificate_url.ends_with(".pem") && !self.certificate_url.contains('?');
        if !(is_certificate && hosts.allow(&self.certificate_url)) {
            return Err(Refusal::ForeignHost);
        }
        Ok(())
    }

    /// Whether the key of this certificate (PEM) has signed the message.
    ///
    /// # Errors
    /// [`Refusal::MalformedSignature`] or [`Refusal::WrongSignature`].
    pub fn verify(&self, certificate: &[u8]) -> Result<(), Refusal> {
        let algorithm: &'static dyn VerificationAlgorithm = match self.signature_version.as_str() {
            "1" => &RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
            "2" => &RSA_PKCS1_2048_8192_SHA256,
            _ => return Err(Refusal::MalformedSignature),
        };
        let signature = STANDARD.decode(&self.signature).map_err(|_| Refusal::MalformedSignature)?;
        let key = public_key(certificate).ok_or(Refusal::WrongSignature)?;
        let key = UnparsedPublicKey::new(algorithm, key);
        key.verify(self.canonical().as_bytes(), &signature).map_err(|_| Refusal::WrongSignature)
    }

    /// What is signed: these fields in this order, name and value a line each.
    #[must_use]
    pub fn canonical(&self) -> String {
        let message = ("Message", Some(&self.message));
        let id = ("MessageId", Some(&self.message_id));
        let time = ("Timestamp", Some(&self.timestamp));
        let topic = ("TopicArn", Some(&self.topic_arn));
        let fields = match self.kind {
            Kind::Notification => vec![message, id, ("Subject", self.subject.as_ref()), time, topic],
            Kind::SubscriptionConfirmation | Kind::UnsubscribeConfirmation => {
                let subscribe = ("SubscribeURL", self.subscribe_url.as_ref());
                vec![message, id, subscribe, time, ("Token", self.token.as_ref()), topic]
            }
        };
        let present = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let lines: String = present.map(|(name, value)| format!("{name}\n{value}\n")).collect();
        format!("{lines}Type\n{:?}\n", self.kind)
    }

    /// What to open so that the topic sends to us: only on a host of SNS, and
    /// only for that.
    ///
    /// # Errors
    /// [`Refusal::ForeignHost`].
    pub fn subscription(&self, hosts: &Hosts) -> Result<&str, Refusal> {
        let url = self.subscribe_url.as_deref().ok_or(Refusal::ForeignHost)?;
        let (_, query) = url.split_once('?').ok_or(Refusal::ForeignHost)?;
        let has = |name: &str, value: &str| form::first(query.as_bytes(), name).as_deref() == Some(value);
        let is_confirmation = has("Action", "ConfirmSubscription") && has("TopicArn", &self.topic_arn);
        if is_confirmation && hosts.allow(url) { Ok(url) } else { Err(Refusal::ForeignHost) }
    }
}

/// The certificate's key, as its `SubjectPublicKeyInfo`.
fn public_key(pem: &[u8]) -> Option<Vec<u8>> {
    let der = CertificateDer::from_pem_slice(pem).ok()?;
    let certificate = EndEntityCert::try_from(&der).ok()?;
    Some(certificate.subject_public_key_info().to_vec())
}

/// The hosts that a certificate or a confirmation may be fetched from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hosts(Vec<String>);

impl Hosts {
    /// Reads a setting: addresses, separated by commas, below which everything
    /// is allowed (`https://sns.example/`). Empty means `https://` and AWS's own
    /// `sns.<region>.amazonaws.com` or `.com.cn`, and nothing else.
    #[must_use]
    pub fn parse(setting: &str) -> Self {
        let entries = setting.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        Self(entries.map(|entry| format!("{}/", entry.trim_end_matches('/'))).collect())
    }

    /// Whether this address may be fetched. One that could be read in two ways
    /// may not.
    #[must_use]
    pub fn allow(&self, url: &str) -> bool {
        let plain = url.bytes().all(|b| b.is_ascii_graphic() && !b"\\@#\"<>^`{|}".contains(&b));
        let path = url.split('?').next().unwrap_or_default();
        if !plain || path.contains("..") || path.contains('%') {
            return false;
        }
        if self.0.is_empty() { is_sns(url) } else { self.0.iter().any(|start| url.starts_with(start)) }
    }
}

fn is_sns(url: &str) -> bool {
    let Some((host, _)) = url.strip_prefix("https://").and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let region = host.strip_prefix("sns.").and_then(|rest| {
        rest.strip_suffix(".amazonaws.com").or_else(|| rest.strip_suffix(".amazonaws.com.cn"))
    });
    region.is_some_and(is_region)
}

/// `ap-south-1`, `us-gov-west-1`. Not `s3`, `s3-ap-south-1`: `sns` would be
/// anybody's bucket there.
fn is_region(name: &str) -> bool {
    let parts: Vec<&str> = name.split('-').collect();
    let letters = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
    let number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match &parts[..] {
        [place, middle @ .., last] => {
            place.len() == 2
                && letters(place)
                && !middle.is_empty()
                && middle.iter().all(letters)
                && number(last)
        }
        _ => false,
    }
}
