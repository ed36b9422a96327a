//! Mail on AWS: objects out of the bucket that SES fills, answers through SES,
//! and the two addresses of SNS that have to be opened.
//!
//! As for [`bucket`](crate::bucket), no client of the SDK: a GET and a POST,
//! signed by `sign`.
//!
//! Sources: "GetObject" in the S3 API reference, "SendEmail" in the SES API v2
//! reference, "Amazon SES endpoints and quotas" (the host and the signing name).

use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::http::{HttpConnector as _, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use helpline::ports::HttpAnswer;

use crate::clients;
use crate::config::{Config, ConfigError};
use crate::sign::{self, Signer};
use crate::world::machine_time;

/// SES's limit for a mail is 40 MB; what says that it is longer is not read.
const MOST_BYTES: usize = 45_000_000;

/// Mail on AWS.
#[derive(Debug)]
pub(crate) struct Mailer {
    connector: SharedHttpConnector,
    keys: Credentials,
    region: String,
    s3: Signer,
    ses: Signer,
    /// An address of S3 that the bucket's name is put behind; AWS's own if unset.
    s3_url: Option<String>,
    ses_url: String,
}

impl Mailer {
    /// What the settings describe.
    pub(crate) fn new(config: &Config, connector: SharedHttpConnector) -> Result<Self, ConfigError> {
        let region = config.need("AWS_REGION")?;
        let url = |name: &str| config.get(name).map(|url| url.trim_end_matches('/').to_owned());
        Ok(Self {
            connector,
            keys: clients::credentials(config)?,
            s3: Signer::new("s3", region.clone()),
            ses: Signer::new("ses", region.clone()),
            s3_url: url("AWS_ENDPOINT_URL_S3"),
            ses_url: url("AWS_ENDPOINT_URL_SESV2")
                .unwrap_or_else(|| format!("https://email.{region}.amazonaws.com")),
            region,
        })
    }

    /// Opens an address, unsigned.
    pub(crate) async fn open(&self, url: &str) -> Option<HttpAnswer> {
        self.call(request("GET", url.to_owned(), Vec::new())?).await
    }

    /// An object.
    pub(crate) async fn object(&self, bucket: &str, key: &str) -> Option<HttpAnswer> {
        let own = || format!("https://{bucket}.s3.{}.amazonaws.com/{key}", self.region);
        let url = self.s3_url.as_ref().map_or_else(own, |url| format!("{url}/{bucket}/{key}"));
        let mut wire = request("GET", url, Vec::new())?;
        wire.headers_mut().insert("x-amz-content-sha256", sign::sha256(b""));
        self.s3.sign(&mut wire, &self.keys, machine_time()).ok()?;
        self.call(wire).await
    }

    /// Posts JSON to SES.
    pub(crate) async fn send(&self, path: &str, body: Vec<u8>) -> Option<HttpAnswer> {
        let mut wire = request("POST", format!("{}{path}", self.ses_url), body)?;
        wire.headers_mut().insert("content-type", "application/json");
        self.ses.sign(&mut wire, &self.keys, machine_time()).ok()?;
        self.call(wire).await
    }

    async fn call(&self, wire: HttpRequest) -> Option<HttpAnswer> {
        let answer = self.connector.call(wire).await.ok()?;
        let said = answer.headers().get("content-length").and_then(|length| length.parse::<usize>().ok());
        if said.is_some_and(|length| length > MOST_BYTES) {
            return None;
        }
        let status = answer.status().as_u16();
        let body = ByteStream::new(answer.into_body()).collect().await.ok()?;
        Some(HttpAnswer { status, body: body.to_vec() })
    }
}

fn request(method: &str, url: String, body: Vec<u8>) -> Option<HttpRequest> {
    let mut wire = HttpRequest::new(SdkBody::from(body));
    wire.set_method(method).ok()?;
    wire.set_uri(url).ok()?;
    Some(wire)
}
