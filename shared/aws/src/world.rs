//! The world outside the table: SMS through SNS, messages through the
//! providers' own APIs.

use std::sync::OnceLock;
use std::time::SystemTime;

use aws_sdk_sns::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sns::types::MessageAttributeValue;
use aws_smithy_runtime_api::client::http::{HttpConnector as _, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest as WireRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use chrono::{DateTime, Utc};
use domain::dlt::Sms;
use helpline::mail::Mailbox;
use helpline::ports::{FetchError, FetchRequest, Files, HttpAnswer, HttpRequest, NotKept, SmsOutcome, World};

use crate::bucket::Bucket;
use crate::clients;
use crate::config::{Config, ConfigError};
use crate::fetch::Fetcher;
use crate::mailer::Mailer;

/// The most that one SMS may cost, in US dollars: two Unicode parts in India
/// are far below it, and a number abroad is far above.
const MAX_PRICE: &str = "0.05";

/// SNS refuses the number itself with these: another try would change nothing.
const UNSENDABLE: [&str; 4] = ["InvalidParameter", "InvalidParameterValue", "OptedOut", "EndpointDisabled"];

/// The way out.
#[derive(Debug)]
pub struct Outside {
    sns: OnceLock<aws_sdk_sns::Client>,
    sns_config: aws_sdk_sns::Config,
    connector: SharedHttpConnector,
    fetcher: Fetcher,
    bucket: Option<Bucket>,
    mailer: Mailer,
}

impl Outside {
    /// The way out that the settings describe, over this connector.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] naming what is missing.
    pub fn new(config: &Config, connector: SharedHttpConnector) -> Result<Self, ConfigError> {
        let fetcher = Fetcher::new(connector.clone(), config.media_hosts()?);
        let bucket = Bucket::new(config, connector.clone())?;
        let mailer = Mailer::new(config, connector.clone())?;
        let sns_config = clients::sns(config, &connector)?;
        Ok(Self { sns: OnceLock::new(), sns_config, connector, fetcher, bucket, mailer })
    }

    fn sns(&self) -> &aws_sdk_sns::Client {
        self.sns.get_or_init(|| aws_sdk_sns::Client::from_conf(self.sns_config.clone()))
    }
}

fn attribute(kind: &str, value: &str) -> Option<MessageAttributeValue> {
    MessageAttributeValue::builder().data_type(kind).string_value(value).build().ok()
}

impl World for Outside {
    async fn publish(&self, sms: &Sms, phone: &str) -> SmsOutcome {
        let attributes = [
            ("AWS.MM.SMS.EntityId", attribute("String", sms.entity_id())),
            ("AWS.MM.SMS.TemplateId", attribute("String", sms.template_id())),
            ("AWS.SNS.SMS.SenderID", attribute("String", sms.header())),
            ("AWS.SNS.SMS.SMSType", attribute("String", "Transactional")),
            ("AWS.SNS.SMS.MaxPrice", attribute("Number", MAX_PRICE)),
        ];
        let mut request = self.sns().publish().phone_number(phone).message(sms.text());
        for (name, value) in attributes {
            if let Some(value) = value {
                request = request.message_attributes(name, value);
            }
        }
        match request.send().await {
            Ok(_) => SmsOutcome::Sent,
            Err(error) => refused(&error),
        }
    }

    async fn post(&self, request: HttpRequest) -> Option<HttpAnswer> {
        let mut wire = WireRequest::new(SdkBody::from(request.body));
        wire.set_method("POST").ok()?;
        wire.set_uri(request.url).ok()?;
        wire.headers_mut().insert("content-type", request.content_type);
        let (header, credential) = request.credential;
        wire.headers_mut().insert(header, credential);
        let answer = self.connector.call(wire).await.ok()?;
        let status = answer.status().as_u16();
        let body = ByteStream::new(answer.into_body()).collect().await.ok()?;
        Some(HttpAnswer { status, body: body.to_vec() })
    }

    async fn fetch(&self, request: FetchRequest) -> Result<Vec<u8>, FetchError> {
        self.fetcher.fetch(request).await
    }

    fn entropy(&self) -> u64 {
        // Lambda's kernel always has randomness; should it not, the commit's
        // condition still keeps references apart.
        getrandom::u64().unwrap_or_default()
    }

    fn wall_clock(&self) -> DateTime<Utc> {
        machine_time().into()
    }
}

impl Mailbox for Outside {
    async fn open(&self, url: &str) -> Option<HttpAnswer> {
        self.mailer.open(url).await
    }

    async fn mail(&self, bucket: &str, key: &str) -> Option<HttpAnswer> {
        self.mailer.object(bucket, key).await
    }

    async fn send_mail(&self, path: &str, body: Vec<u8>) -> Option<HttpAnswer> {
        self.mailer.send(path, body).await
    }
}

impl Files for Outside {
    async fn keep(&self, object: &str, content_type: &'static str, bytes: Vec<u8>) -> Result<(), NotKept> {
        let bucket = self.bucket.as_ref().ok_or_else(|| NotKept("FILES_BUCKET is not set".to_owned()))?;
        bucket.put(object, content_type, bytes, machine_time()).await
    }

    fn link(&self, object: &str, now: DateTime<Utc>) -> Option<String> {
        self.bucket.as_ref()?.link(object, now)
    }
}

#[expect(clippy::disallowed_methods, reason = "the age of a cache, or of a signature, is no event's time")]
pub(crate) fn machine_time() -> SystemTime {
    SystemTime::now()
}

/// What an error means for the SMS. Only its code is told: a message of SNS
/// may repeat the number.
fn refused<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> SmsOutcome {
    match error.code() {
        Some(code) if UNSENDABLE.contains(&code) => SmsOutcome::Unsendable(code.to_owned()),
        Some(code) => SmsOutcome::Again(code.to_owned()),
        None => SmsOutcome::Again("no answer".to_owned()),
    }
}
