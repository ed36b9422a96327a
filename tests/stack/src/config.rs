//! Settings of the stack: what is passed to the functions, and the policy.
//!
//! A setting is taken from the caller, else the process environment (if it is
//! to be read), else the configuration file, else `local.toml`. An empty
//! string means 'none': the function does not see the variable at all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::Options;
use crate::error::{Context, Error};
use crate::templates::Templates;

/// The names that the functions read (see the contract's list of secrets).
pub const SETTINGS: [&str; 20] = [
    "META_APP_SECRET",
    "META_VERIFY_TOKEN",
    "META_ACCESS_TOKEN",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_CONTENT_SIDS",
    "GUPSHUP_PATH_SECRET",
    "GUPSHUP_API_KEY",
    "GUPSHUP_APPS",
    "GUPSHUP_TEMPLATE_IDS",
    "INFOBIP_BASIC",
    "INFOBIP_API_KEY",
    "MSG91_PATH_SECRET",
    "EXOTEL_PATH_SECRET",
    "MAIL_TOPIC_ARN",
    "SNS_CERT_HOSTS",
    "PUBLIC_URL",
    "DATA_KEY",
    "RUST_LOG",
    "RUST_BACKTRACE",
];

/// The settings in force. `Debug` shows names only: some values are secrets.
#[derive(Clone, Default)]
pub struct Config {
    /// What the functions get, by name. `PUBLIC_URL` is added once the port
    /// is known.
    pub settings: BTreeMap<String, String>,
    /// The cell's policy and roster, as TOML text.
    pub policy_toml: String,
    /// The policies of further cells of the deployment, as TOML texts: a second
    /// district beside the sample's; none beside a policy of one's own.
    pub more_policies: Vec<String>,
    /// The WhatsApp templates that are approved, as TOML text; empty if there
    /// is no such file.
    pub templates_toml: String,
}

impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config").field("settings", &self.settings.keys()).finish_non_exhaustive()
    }
}

/// The root of the workspace, where `template.yaml` lies.
#[must_use]
pub fn workspace_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

impl Config {
    /// Puts the settings together in order of precedence.
    ///
    /// # Errors
    /// A configuration file that cannot be read or is not TOML; a policy file
    /// that it names and that cannot be read.
    pub fn load(options: &Options) -> Result<Self, Error> {
        let mut layers = vec![parse(include_str!("../local.toml"), "local.toml")?];
        let mut policy = None;
        if let Some(path) = &options.config {
            let table = read_table(path)?;
            policy = policy_of(&table, path)?;
            layers.push(table);
        }
        let mut settings = BTreeMap::new();
        for layer in &layers {
            settings.extend(uppercase_keys(layer));
        }
        if options.inherit_env {
            settings.extend(from_environment());
        }
        settings.extend(options.settings.clone());
        let templates_toml = shared_file("templates.toml");
        let templates = Templates::parse(&templates_toml, "");
        settings.entry("TWILIO_CONTENT_SIDS".into()).or_insert_with(|| templates.content_sids());
        settings.entry("GUPSHUP_TEMPLATE_IDS".into()).or_insert_with(|| templates.gupshup_ids());
        settings.retain(|_, value| !value.is_empty());
        let more_policies = if policy.is_none() { vec![shared_file("barabanki.toml")] } else { Vec::new() };
        let policy_toml = policy.unwrap_or_else(|| shared_file("lucknow.toml"));
        Ok(Self { settings, policy_toml, more_policies, templates_toml })
    }

    /// A setting's value, `None` if unset.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.settings.get(name).map(String::as_str)
    }

    /// The texts of all policies, one after the other.
    #[must_use]
    pub fn all_policies(&self) -> String {
        let all = std::iter::once(&self.policy_toml).chain(&self.more_policies);
        all.map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    /// The first of a secret's values: secrets are comma-separated lists, for
    /// rotation, and what we sign ourselves is signed with the first.
    #[must_use]
    pub fn first_secret(&self, name: &str) -> Option<&str> {
        self.get(name)?.split(',').map(str::trim).find(|s| !s.is_empty())
    }
}

fn shared_file(name: &str) -> String {
    let path = workspace_root().join("shared/domain/policy").join(name);
    std::fs::read_to_string(path).unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "the stack is the one place that reads it")]
fn from_environment() -> impl Iterator<Item = (String, String)> {
    SETTINGS.into_iter().filter_map(|name| Some((name.to_owned(), std::env::var(name).ok()?)))
}

fn parse(text: &str, name: &str) -> Result<toml::Table, Error> {
    text.parse().context(format!("{name} is not TOML"))
}

fn read_table(path: &Path) -> Result<toml::Table, Error> {
    let name = path.display().to_string();
    parse(&std::fs::read_to_string(path).context(format!("reading {name}"))?, &name)
}

fn uppercase_keys(table: &toml::Table) -> impl Iterator<Item = (String, String)> {
    table.iter().filter_map(|(key, value)| {
        let ours = key.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        let text = match value {
            toml::Value::String(text) => text.clone(),
            toml::Value::Table(_) | toml::Value::Array(_) => return None,
            other => other.to_string(),
        };
        ours.then(|| (key.clone(), text))
    })
}

fn policy_of(table: &toml::Table, config: &Path) -> Result<Option<String>, Error> {
    match table.get("policy") {
        None => Ok(None),
        Some(toml::Value::String(relative)) => {
            let path = config.parent().unwrap_or(Path::new(".")).join(relative);
            let text = std::fs::read_to_string(&path);
            text.map(Some).context(format!("reading the policy {}", path.display()))
        }
        Some(toml::Value::Table(policy)) => {
            toml::to_string(policy).map(Some).context("writing the inline policy")
        }
        Some(_) => Err(Error::new("policy", "must be a path or a table")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;

    fn load(file: &str, arguments: &[(&str, &str)]) -> Config {
        let dir = std::env::temp_dir().join(format!("stack-config-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(dir.join("config.toml"), file).unwrap();
        std::fs::write(dir.join("other.toml"), "version = 7").unwrap();
        let options = Options {
            config: Some(dir.join("config.toml")),
            settings: arguments.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect(),
            ..Options::default()
        };
        let config = Config::load(&options).unwrap();
        std::fs::remove_dir_all(dir).unwrap();
        config
    }

    #[test]
    fn precedence() {
        let check = |file: &str, arguments: &[(&str, &str)], expected: Option<&str>| {
            assert_eq!(load(file, arguments).get("META_APP_SECRET"), expected, "{file}");
        };
        check("", &[], Some("sample-meta-app-secret"));
        check("META_APP_SECRET = 'f'", &[], Some("f"));
        check("META_APP_SECRET = ''", &[], None);
        check("META_APP_SECRET = 'f'", &[("META_APP_SECRET", "a")], Some("a"));
        check("META_APP_SECRET = 'f'", &[("META_APP_SECRET", "")], None);
        check("meta = 'f'", &[], Some("sample-meta-app-secret"));
    }

    #[test]
    fn policy_by_path_or_inline() {
        let check = |file: &str, expected: &str| {
            assert_eq!(load(file, &[]).policy_toml.trim(), expected);
        };
        check("policy = 'other.toml'", "version = 7");
        check("[policy]\nversion = 8", "version = 8");
    }

    #[test]
    fn the_first_of_several_secrets_signs() {
        let config = load("META_APP_SECRET = ' , one , two'", &[]);
        assert_eq!(config.first_secret("META_APP_SECRET"), Some("one"));
    }

    #[test]
    fn the_local_data_key_has_64_bytes() {
        use base64::Engine as _;
        let config = load("", &[]);
        let key = base64::engine::general_purpose::STANDARD.decode(config.get("DATA_KEY").unwrap());
        assert_eq!(key.unwrap().len(), 64);
    }
}
