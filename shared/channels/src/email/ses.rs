//! What SES tells of a mail that it received: to whom, what its checks found,
//! and where the mail itself lies.
//!
//! Source: "Contents of notifications for Amazon SES email receiving" in the
//! SES developer guide.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::message::{MailVerdicts, Verdict};
use serde::Deserialize;

/// A mail that SES received. `Debug` is redacted.
#[derive(Clone, PartialEq, Eq)]
pub struct Received {
    /// SES's id of it.
    pub id: String,
    /// The envelope's sender (`MAIL FROM`); empty for a bounce.
    pub source: String,
    /// Our addresses that it was sent to.
    pub recipients: Vec<String>,
    /// When SES received it, as sent.
    pub sent_at: Option<String>,
    /// What its checks found.
    pub verdicts: MailVerdicts,
    /// Where the mail is.
    pub place: Place,
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Received({:?})", self.verdicts)
    }
}

/// Where a mail is.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// Here: SES's action "SNS", which takes up to 150 KB.
    Here(Vec<u8>),
    /// In an object: SES's action "S3", which takes up to 40 MB.
    Object {
        /// The bucket.
        bucket: String,
        /// The key.
        key: String,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Notification {
    mail: Mail,
    receipt: Receipt,
    content: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mail {
    #[serde(default)]
    timestamp: Option<String>,
    #[serde(default)]
    source: Option<String>,
    message_id: String,
    #[serde(default)]
    destination: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Receipt {
    recipients: Vec<String>,
    spf_verdict: Found,
    dkim_verdict: Found,
    dmarc_verdict: Found,
    spam_verdict: Found,
    virus_verdict: Found,
    action: Action,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Found {
    status: Verdict,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Action {
    encoding: Option<String>,
    bucket_name: Option<String>,
    object_key: Option<String>,
}

impl Received {
    /// Reads what SES published; `None` if it is something else.
    #[must_use]
    pub fn read(message: &str) -> Option<Self> {
        let Notification { mail, receipt, content } = serde_json::from_str(message).ok()?;
        let place = place(&receipt.action, content)?;
        let recipients = if receipt.recipients.is_empty() { mail.destination } else { receipt.recipients };
        Some(Self {
            id: mail.message_id,
            source: mail.source.unwrap_or_default(),
            recipients,
            sent_at: mail.timestamp,
            verdicts: MailVerdicts {
                spf: receipt.spf_verdict.status,
                dkim: receipt.dkim_verdict.status,
                dmarc: receipt.dmarc_verdict.status,
                spam: receipt.spam_verdict.status,
                virus: receipt.virus_verdict.status,
            },
            place,
        })
    }
}

fn place(action: &Action, content: Option<String>) -> Option<Place> {
    if let (Some(bucket), Some(key)) = (&action.bucket_name, &action.object_key) {
        return Some(Place::Object { bucket: bucket.clone(), key: key.clone() });
    }
    let content = content?;
    let is_base64 = action.encoding.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("base64"));
    let bytes = if is_base64 { STANDARD.decode(content).ok()? } else { content.into_bytes() };
    Some(Place::Here(bytes))
}
