//! What the functions read from their environment: once, at start.

use std::collections::BTreeMap;

use helpline::hosts::{BadHosts, Hosts};
use helpline::mail::Mail;
use helpline::service::{Gupshup, Infobip, Meta, Providers, Twilio};
use helpline::vault::{BadSecret, Vault};
use thiserror::Error;

/// The registered WhatsApp templates, as reviewed.
const WHATSAPP_TEMPLATES: &str = include_str!("../../domain/policy/templates.toml");

/// Where Meta and Twilio keep files: Meta's addresses are on the second ("Download
/// media", Cloud API reference), Twilio leads on to the last ("Media resource").
const MEDIA_HOSTS: &str = "graph.facebook.com,lookaside.fbsbx.com,*.twilio.com,mms.twiliocdn.com,\
    filemanager.gupshup.io,api.infobip.com,*.api.infobip.com";

/// The environment is unusable. Names settings, never their values.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConfigError {
    /// A setting is missing.
    #[error("{0} is not set: see template.yaml for what each function needs")]
    Missing(&'static str),
    /// The key is unusable.
    #[error(transparent)]
    BadSecret(#[from] BadSecret),
    /// A setting that lists pairs cannot be read.
    #[error("{0} must be name=value,name=value: see template.yaml")]
    Pairs(&'static str),
    /// `MEDIA_HOSTS` cannot be read.
    #[error(transparent)]
    MediaHosts(#[from] BadHosts),
    /// The root certificates cannot be read.
    #[error("SSL_CERT_FILE names a file that cannot be read")]
    CertFile,
}

/// The settings of a function.
pub struct Config {
    values: BTreeMap<String, String>,
}

impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.values.keys()).finish()
    }
}

impl Config {
    /// The process's own environment.
    #[must_use]
    pub fn from_env() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
        Self::new(std::env::vars())
    }

    /// These settings. Empty ones count as not set.
    pub fn new(values: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { values: values.into_iter().filter(|(_, value)| !value.is_empty()).collect() }
    }

    /// A setting, if it is set.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// A setting that may be empty.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    /// A setting without which nothing works.
    ///
    /// # Errors
    ///
    /// [`ConfigError::Missing`].
    pub fn need(&self, name: &'static str) -> Result<String, ConfigError> {
        self.get(name).map(str::to_owned).ok_or(ConfigError::Missing(name))
    }

    /// The keys.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] if `DATA_KEY` is missing or unusable.
    pub fn vault(&self) -> Result<Vault, ConfigError> {
        Ok(Vault::new(&self.need("DATA_KEY")?)?)
    }

    /// The address that officers' links begin with.
    ///
    /// # Errors
    ///
    /// [`ConfigError::Missing`].
    pub fn public_url(&self) -> Result<String, ConfigError> {
        Ok(self.need("PUBLIC_URL")?.trim_end_matches('/').to_owned())
    }

    /// The providers that answers go through. One without its key is left out:
    /// what she is to be answered through it fails, and is logged.
    ///
    /// # Errors
    ///
    /// [`ConfigError::Pairs`].
    pub fn providers(&self) -> Result<Providers, ConfigError> {
        let meta = self.get("META_ACCESS_TOKEN").map(|token| Meta {
            graph_url: self.url("META_GRAPH_URL", "https://graph.facebook.com/v26.0"),
            access_token: token.to_owned(),
        });
        let infobip = self.get("INFOBIP_API_KEY").map(|key| Infobip {
            api_url: self.url("INFOBIP_API_URL", "https://api.infobip.com"),
            api_key: key.to_owned(),
        });
        Ok(Providers {
            meta,
            twilio: self.twilio()?,
            gupshup: self.gupshup()?,
            infobip,
            templates: WHATSAPP_TEMPLATES,
        })
    }

    /// Where files are put: the address that an object's name is put behind.
    /// `None` if no bucket is named.
    ///
    /// # Errors
    ///
    /// [`ConfigError::Missing`] the region.
    pub fn files_url(&self) -> Result<Option<String>, ConfigError> {
        let Some(bucket) = self.get("FILES_BUCKET") else { return Ok(None) };
        let region = self.need("AWS_REGION")?;
        let endpoint = self.get("AWS_ENDPOINT_URL_S3").map(|url| url.trim_end_matches('/'));
        let own = || format!("https://{bucket}.s3.{region}.amazonaws.com");
        Ok(Some(endpoint.map_or_else(own, |url| format!("{url}/{bucket}"))))
    }

    /// What links to files begin with: where they are put, unless
    /// `FILES_LINK_URL` names another address of the same bucket.
    ///
    /// # Errors
    ///
    /// As [`Self::files_url`].
    pub fn files_link_url(&self) -> Result<Option<String>, ConfigError> {
        let own = self.files_url()?;
        let other = self.get("FILES_LINK_URL").map(|url| url.trim_end_matches('/').to_owned());
        Ok(own.map(|own| other.unwrap_or(own)))
    }

    /// The route of e-mail. Without `MAIL_TOPIC_ARN` it refuses everything.
    #[must_use]
    pub fn mail(&self) -> Mail {
        Mail::new(&self.text("MAIL_TOPIC_ARN"), &self.text("SNS_CERT_HOSTS"), &self.text("MAIL_BUCKET"))
    }

    /// The hosts that files are fetched from.
    ///
    /// # Errors
    ///
    /// [`ConfigError::MediaHosts`].
    pub fn media_hosts(&self) -> Result<Hosts, ConfigError> {
        Ok(Hosts::parse(self.get("MEDIA_HOSTS").unwrap_or(MEDIA_HOSTS))?)
    }

    fn twilio(&self) -> Result<Option<Twilio>, ConfigError> {
        let content_sids = self.pairs("TWILIO_CONTENT_SIDS")?;
        let account = self.get("TWILIO_ACCOUNT_SID").zip(self.get("TWILIO_AUTH_TOKEN"));
        Ok(account.map(|(sid, tokens)| Twilio {
            api_url: self.url("TWILIO_API_URL", "https://api.twilio.com"),
            account_sid: sid.to_owned(),
            // While a token is being rotated the first is the one in force.
            auth_token: tokens.split(',').next().unwrap_or_default().trim().to_owned(),
            content_sids,
        }))
    }

    fn gupshup(&self) -> Result<Option<Gupshup>, ConfigError> {
        let (apps, template_ids) = (self.pairs("GUPSHUP_APPS")?, self.pairs("GUPSHUP_TEMPLATE_IDS")?);
        Ok(self.get("GUPSHUP_API_KEY").map(|key| Gupshup {
            api_url: self.url("GUPSHUP_API_URL", "https://api.gupshup.io"),
            api_key: key.to_owned(),
            apps,
            template_ids,
        }))
    }

    fn url(&self, name: &str, default: &str) -> String {
        self.get(name).unwrap_or(default).trim_end_matches('/').to_owned()
    }

    /// `name=value,name=value`; none where it is not set.
    fn pairs(&self, name: &'static str) -> Result<BTreeMap<String, String>, ConfigError> {
        let entries = self.get(name).unwrap_or_default();
        let entries = entries.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        entries
            .map(|entry| {
                let (name, value) = entry.split_once('=').ok_or(ConfigError::Pairs(name))?;
                Ok((name.trim().to_owned(), value.trim().to_owned()))
            })
            .collect()
    }
}
