//! The SDK's clients and the HTTP connector, built once at start.
//!
//! No credential chain and no profile files: a Lambda has its credentials and
//! region in the environment, and looking elsewhere costs instructions at
//! every cold start. The root certificates are compiled in for the same
//! reason (those of AWS, and of DigiCert for Meta and Twilio); `SSL_CERT_FILE`
//! replaces them.

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region, SharedHttpClient};
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::http::HttpConnectorSettings;

use crate::config::{Config, ConfigError};

/// The root certificates of AWS, and of the providers' certificate authority.
const ROOTS: &str = include_str!("../certs/roots.pem");

/// One try of a DynamoDB request; its whole time with retries stays within the
/// 10 seconds of a webhook's function.
const TABLE_ATTEMPT: Duration = Duration::from_millis(1500);
const TABLE_ATTEMPTS: u32 = 3;
/// One SMS: SNS has no idempotency, so it is tried once and the sweeper does
/// the rest.
const SMS_ATTEMPT: Duration = Duration::from_secs(3);
/// One message to a provider, likewise.
const POST: Duration = Duration::from_secs(4);

fn tls_context(config: &Config) -> Result<TlsContext, ConfigError> {
    let pem = match config.get("SSL_CERT_FILE") {
        Some(path) => std::fs::read(path).map_err(|_| ConfigError::CertFile)?,
        None => ROOTS.as_bytes().to_vec(),
    };
    let roots = TrustStore::empty().with_native_roots(false).with_pem_certificate(pem);
    TlsContext::builder().with_trust_store(roots).build().map_err(|_| ConfigError::CertFile)
}

/// The HTTP client of the SDK's clients.
fn http_client(config: &Config) -> Result<SharedHttpClient, ConfigError> {
    let provider = Provider::Rustls(CryptoMode::AwsLc);
    Ok(Builder::new().tls_provider(provider).tls_context(tls_context(config)?).build_https())
}

/// The connector for the providers' own APIs.
///
/// # Errors
///
/// [`ConfigError::CertFile`].
pub fn connector(config: &Config) -> Result<Connector, ConfigError> {
    let settings = HttpConnectorSettings::builder().connect_timeout(POST).read_timeout(POST).build();
    Ok(Connector::builder()
        .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
        .tls_context(tls_context(config)?)
        .connector_settings(settings)
        .sleep_impl(TokioSleep::new())
        .build())
}

fn credentials(config: &Config) -> Result<Credentials, ConfigError> {
    Ok(Credentials::new(
        config.need("AWS_ACCESS_KEY_ID")?,
        config.need("AWS_SECRET_ACCESS_KEY")?,
        config.get("AWS_SESSION_TOKEN").map(str::to_owned),
        None,
        "environment",
    ))
}

fn timeouts(attempt: Duration) -> TimeoutConfig {
    TimeoutConfig::builder().connect_timeout(attempt).operation_attempt_timeout(attempt).build()
}

fn region(config: &Config) -> Result<Region, ConfigError> {
    Ok(Region::new(config.need("AWS_REGION")?))
}

/// The client of the table.
///
/// # Errors
///
/// [`ConfigError`] naming what is missing.
pub fn dynamodb(config: &Config) -> Result<aws_sdk_dynamodb::Client, ConfigError> {
    let retries = RetryConfig::standard()
        .with_max_attempts(TABLE_ATTEMPTS)
        .with_initial_backoff(Duration::from_millis(50));
    let mut builder = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(region(config)?)
        .credentials_provider(credentials(config)?)
        .http_client(http_client(config)?)
        .sleep_impl(TokioSleep::new())
        .retry_config(retries)
        .timeout_config(timeouts(TABLE_ATTEMPT));
    if let Some(endpoint) = config.get("AWS_ENDPOINT_URL_DYNAMODB") {
        builder = builder.endpoint_url(endpoint);
    }
    Ok(aws_sdk_dynamodb::Client::from_conf(builder.build()))
}

/// The client of SNS.
///
/// # Errors
///
/// [`ConfigError`] naming what is missing.
pub fn sns(config: &Config) -> Result<aws_sdk_sns::Client, ConfigError> {
    let mut builder = aws_sdk_sns::Config::builder()
        .behavior_version(aws_sdk_sns::config::BehaviorVersion::latest())
        .region(aws_sdk_sns::config::Region::new(config.need("AWS_REGION")?))
        .credentials_provider(credentials(config)?)
        .http_client(http_client(config)?)
        .sleep_impl(TokioSleep::new())
        .retry_config(aws_sdk_sns::config::retry::RetryConfig::disabled())
        .timeout_config(timeouts(SMS_ATTEMPT));
    if let Some(endpoint) = config.get("AWS_ENDPOINT_URL_SNS") {
        builder = builder.endpoint_url(endpoint);
    }
    Ok(aws_sdk_sns::Client::from_conf(builder.build()))
}
