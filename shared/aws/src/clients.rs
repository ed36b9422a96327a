//! The SDK's clients and the HTTP connector, built once at start.
//!
//! No credential chain and no profile files: a Lambda has its credentials and
//! region in the environment, and looking elsewhere costs instructions at
//! every cold start. The root certificates are compiled in for the same
//! reason (those of AWS, and of DigiCert for Meta and Twilio); `SSL_CERT_FILE`
//! replaces them.

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::endpoint::{Endpoint, EndpointFuture};
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, IdentityCache, Region, SharedHttpClient, StalledStreamProtectionConfig,
};
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_runtime_api::client::http::{HttpConnectorSettings, SharedHttpConnector, http_client_fn};

use crate::config::{Config, ConfigError};
use crate::sign::Signer;

/// The root certificates of AWS, and of the providers' certificate authority.
const ROOTS: &str = include_str!("../certs/roots.pem");

/// One try of a DynamoDB request; its whole time with retries stays within the
/// 10 seconds of a webhook's function.
const TABLE_ATTEMPT: Duration = Duration::from_millis(1500);
const TABLE_ATTEMPTS: u32 = 3;
/// One SMS: SNS has no idempotency, so it is tried once and the sweeper does
/// the rest.
const SMS_ATTEMPT: Duration = Duration::from_secs(3);
/// Connecting, to whomever.
const CONNECT: Duration = Duration::from_millis(1500);
/// Waiting for an answer: the limit of a message to a provider, which likewise
/// is tried once.
const READ: Duration = Duration::from_secs(4);

fn tls_context(config: &Config) -> Result<TlsContext, ConfigError> {
    let pem = match config.get("SSL_CERT_FILE") {
        Some(path) => std::fs::read(path).map_err(|_| ConfigError::CertFile)?,
        None => ROOTS.as_bytes().to_vec(),
    };
    let roots = TrustStore::empty().with_native_roots(false).with_pem_certificate(pem);
    TlsContext::builder().with_trust_store(roots).build().map_err(|_| ConfigError::CertFile)
}

/// The one way out over HTTP: each host's connection, one TLS configuration.
/// DynamoDB, SNS and the providers share it, because reading the root
/// certificates again for each would cost a million instructions at every cold
/// start.
///
/// # Errors
///
/// [`ConfigError::CertFile`].
pub fn connector(config: &Config) -> Result<SharedHttpConnector, ConfigError> {
    let settings = HttpConnectorSettings::builder().connect_timeout(CONNECT).read_timeout(READ).build();
    let connector = Connector::builder()
        .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
        .tls_context(tls_context(config)?)
        .connector_settings(settings)
        .sleep_impl(TokioSleep::new())
        .build();
    Ok(SharedHttpConnector::new(connector))
}

/// The SDK's view of the connector.
fn http_client(connector: &SharedHttpConnector) -> SharedHttpClient {
    let connector = connector.clone();
    http_client_fn(move |_, _| connector.clone())
}

/// Where a service is. Fixed: the SDK's own rules read a table of all regions
/// with regular expressions, at every cold start and for each service.
#[derive(Debug)]
struct Fixed(Endpoint);

impl Fixed {
    /// The setting, if it is set; else the service's address in our region
    /// (AWS General Reference, "Service endpoints").
    fn new(config: &Config, setting: &str, service: &str) -> Result<Self, ConfigError> {
        let url = match config.get(setting) {
            Some(url) => url.to_owned(),
            None => format!("https://{service}.{}.amazonaws.com", config.need("AWS_REGION")?),
        };
        Ok(Self(Endpoint::builder().url(url).build()))
    }

    fn answer(&self) -> EndpointFuture<'_> {
        EndpointFuture::ready(Ok(self.0.clone()))
    }
}

impl aws_sdk_dynamodb::config::endpoint::ResolveEndpoint for Fixed {
    fn resolve_endpoint<'a>(
        &'a self,
        _: &'a aws_sdk_dynamodb::config::endpoint::Params,
    ) -> EndpointFuture<'a> {
        self.answer()
    }
}

impl aws_sdk_sns::config::endpoint::ResolveEndpoint for Fixed {
    fn resolve_endpoint<'a>(&'a self, _: &'a aws_sdk_sns::config::endpoint::Params) -> EndpointFuture<'a> {
        self.answer()
    }
}

/// The keys that Lambda puts into the environment.
pub(crate) fn credentials(config: &Config) -> Result<Credentials, ConfigError> {
    Ok(Credentials::new(
        config.need("AWS_ACCESS_KEY_ID")?,
        config.need("AWS_SECRET_ACCESS_KEY")?,
        config.get("AWS_SESSION_TOKEN").map(str::to_owned),
        None,
        "environment",
    ))
}

fn timeouts(attempt: Duration) -> TimeoutConfig {
    TimeoutConfig::builder().operation_attempt_timeout(attempt).build()
}

fn region(config: &Config) -> Result<Region, ConfigError> {
    Ok(Region::new(config.need("AWS_REGION")?))
}

/// The client of the table.
///
/// # Errors
///
/// [`ConfigError`] naming what is missing.
pub fn dynamodb(
    config: &Config,
    connector: &SharedHttpConnector,
) -> Result<aws_sdk_dynamodb::Client, ConfigError> {
    let retries = RetryConfig::standard()
        .with_max_attempts(TABLE_ATTEMPTS)
        .with_initial_backoff(Duration::from_millis(50));
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(region(config)?)
        .endpoint_resolver(Fixed::new(config, "AWS_ENDPOINT_URL_DYNAMODB", "dynamodb")?)
        .push_auth_scheme(Signer::new("dynamodb", config.need("AWS_REGION")?))
        .credentials_provider(credentials(config)?)
        .http_client(http_client(connector))
        .identity_cache(IdentityCache::no_cache())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .sleep_impl(TokioSleep::new())
        .retry_config(retries)
        .timeout_config(timeouts(TABLE_ATTEMPT))
        .build();
    Ok(aws_sdk_dynamodb::Client::from_conf(config))
}

/// The settings of SNS's client. Making a client of them reads a table of all
/// regions, half a million instructions: for the first SMS, not at each start.
///
/// # Errors
///
/// [`ConfigError`] naming what is missing.
pub fn sns(config: &Config, connector: &SharedHttpConnector) -> Result<aws_sdk_sns::Config, ConfigError> {
    Ok(aws_sdk_sns::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(region(config)?)
        .endpoint_resolver(Fixed::new(config, "AWS_ENDPOINT_URL_SNS", "sns")?)
        .push_auth_scheme(Signer::new("sns", config.need("AWS_REGION")?))
        .credentials_provider(credentials(config)?)
        .http_client(http_client(connector))
        .identity_cache(IdentityCache::no_cache())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .sleep_impl(TokioSleep::new())
        .retry_config(RetryConfig::disabled())
        .timeout_config(timeouts(SMS_ATTEMPT))
        .build())
}
