//! Where her files lie: one bucket of S3, two requests of it.
//!
//! Not the SDK's client: it would bring its own signer with elliptic curves,
//! checksums and a table of endpoint rules into every cold start, for a PUT
//! and a link. Both are signed as the table's requests are, by `sign`, whose
//! tests hold them against the SDK's signer.
//!
//! Source: "PutObject" and "Authenticating requests: using query parameters"
//! in the S3 API reference.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::http::{HttpConnector as _, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use chrono::{DateTime, Utc};
use helpline::ports::{LINK_LASTS, NotKept};
use tokio::time::timeout;

use crate::clients;
use crate::config::{Config, ConfigError};
use crate::sign::{self, Signer};

/// Storing a file takes no longer, or is tried again later.
const LIMIT: Duration = Duration::from_secs(8);

/// The bucket.
#[derive(Debug)]
pub(crate) struct Bucket {
    connector: SharedHttpConnector,
    signer: Signer,
    keys: Credentials,
    /// What an object's name is put behind.
    url: String,
    /// The same for links.
    link_url: String,
}

impl Bucket {
    /// The bucket that the settings name; `None` if they name none.
    pub(crate) fn new(config: &Config, connector: SharedHttpConnector) -> Result<Option<Self>, ConfigError> {
        let Some((url, link_url)) = config.files_url()?.zip(config.files_link_url()?) else {
            return Ok(None);
        };
        let signer = Signer::new("s3", config.need("AWS_REGION")?);
        let keys = clients::credentials(config)?;
        Ok(Some(Self { connector, signer, keys, url, link_url }))
    }

    /// Puts an object. The same name again replaces it.
    pub(crate) async fn put(
        &self,
        object: &str,
        content_type: &'static str,
        bytes: Vec<u8>,
        now: SystemTime,
    ) -> Result<(), NotKept> {
        let failed = |why: &str| NotKept(why.to_owned());
        let digest = sign::sha256(&bytes);
        let mut wire = HttpRequest::new(SdkBody::from(bytes));
        wire.set_method("PUT").map_err(|_| failed("method"))?;
        wire.set_uri(format!("{}/{object}", self.url)).map_err(|_| failed("address"))?;
        wire.headers_mut().insert("content-type", content_type);
        wire.headers_mut().insert("x-amz-content-sha256", digest);
        self.signer.sign(&mut wire, &self.keys, now).map_err(|error| failed(&error.to_string()))?;
        let answer = timeout(LIMIT, self.connector.call(wire)).await;
        match answer.map(|answer| answer.map(|answer| answer.status().as_u16())) {
            Ok(Ok(200)) => Ok(()),
            Ok(Ok(status)) => Err(failed(&status.to_string())),
            Ok(Err(_)) | Err(_) => Err(failed("no answer")),
        }
    }

    /// A link that shows an object for [`LINK_LASTS`] from `now`, the moment of
    /// the request: S3's own clock is within seconds of it.
    pub(crate) fn link(&self, object: &str, now: DateTime<Utc>) -> Option<String> {
        self.signer.presign(&format!("{}/{object}", self.link_url), &self.keys, now, LINK_LASTS).ok()
    }
}
