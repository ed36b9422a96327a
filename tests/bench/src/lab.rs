//! The laboratory: services behind TLS, and functions run in it with and
//! without valgrind.

use std::collections::BTreeMap;
use std::path::PathBuf;

use stack::Options;
use stack::config::{Config, workspace_root};
use stack::template::{TABLE_NAME, Template};

use crate::error::{Context, Result};
use crate::sandbox::{End, Sandbox};
use crate::services;
use crate::tls::Terminator;

/// Everything that a function needs around it.
pub(crate) struct Lab {
    environment: BTreeMap<String, String>,
    binaries: PathBuf,
    /// Where profiles and logs are left for whoever wants to look closer.
    scratch: PathBuf,
    /// What Meta signs with.
    pub(crate) secret: String,
}

impl Lab {
    /// Starts the services. The functions are those in `binaries`.
    ///
    /// # Errors
    /// A service does not start.
    pub(crate) async fn start(binaries: PathBuf) -> Result<Self> {
        let config = Config::load(&Options::default()).context("reading the settings")?;
        let text =
            std::fs::read_to_string(workspace_root().join("template.yaml")).context("template.yaml")?;
        let template = Template::parse(&text).context("template.yaml")?;
        let scratch = workspace_root().join("target/bench");
        std::fs::create_dir_all(&scratch).context("making target/bench")?;

        let terminator = Terminator::new()?;
        let roots = scratch.join("roots.pem");
        terminator.write_roots(&roots)?;
        let table = terminator.listen(services::start_dynamodb(&config, &template).await?).await?;
        // Three ports, as these are three hosts: each costs its own handshake.
        let senders = services::start_senders().await?;
        let (sns, graph) = (terminator.listen(senders).await?, terminator.listen(senders).await?);

        let secret = config.first_secret("META_APP_SECRET").unwrap_or_default().to_owned();
        let mut environment = config.settings;
        environment.extend(fixed(table, sns, graph).map(|(name, value)| (name.to_owned(), value)));
        environment.insert("SSL_CERT_FILE".to_owned(), roots.display().to_string());
        Ok(Self { environment, binaries, scratch, secret })
    }

    fn binary(&self, function: &str) -> String {
        self.binaries.join(function).display().to_string()
    }

    /// Runs a function as it is until `end`; gives its peak memory in KiB.
    ///
    /// # Errors
    /// See [`Sandbox::finished`].
    pub(crate) async fn run(&self, function: &str, events: Vec<Vec<u8>>, end: End) -> Result<u64> {
        let log = self.scratch.join(format!("{function}.log"));
        let command = [self.binary(function)];
        let mut sandbox = Sandbox::start(&command, &self.environment, events, end, &log).await?;
        sandbox.finished().await?;
        let peak = sandbox.peak_kib()?;
        sandbox.stop().await?;
        Ok(peak)
    }

    /// Instructions of a function from exec to the last of its answers. The
    /// profile stays in `target/bench/<name>.callgrind`.
    ///
    /// # Errors
    /// See [`Sandbox::finished`]; valgrind's figures cannot be read.
    pub(crate) async fn instructions(&self, function: &str, name: &str, events: Vec<Vec<u8>>) -> Result<u64> {
        let profile = self.scratch.join(format!("{name}.callgrind"));
        let command = [
            "valgrind".to_owned(),
            "--tool=callgrind".to_owned(),
            format!("--callgrind-out-file={}", profile.display()),
            self.binary(function),
        ];
        let log = self.scratch.join(format!("{name}.log"));
        let mut sandbox =
            Sandbox::start(&command, &self.environment, events, End::AtLastAnswer, &log).await?;
        sandbox.finished().await?;
        sandbox.stop().await?;
        let written = std::fs::read_to_string(&profile).context("reading valgrind's figures")?;
        total(&written).context("finding valgrind's total")
    }
}

/// The total of a callgrind profile ("Callgrind Format Specification": the
/// line `summary:` or `totals:`).
fn total(profile: &str) -> Option<u64> {
    let line = |name: &str| profile.lines().rev().find_map(|line| line.strip_prefix(name));
    line("totals:").or_else(|| line("summary:"))?.split_whitespace().next()?.parse().ok()
}

/// The environment as in Lambda, with services on this machine.
fn fixed(table: u16, sns: u16, graph: u16) -> [(&'static str, String); 13] {
    [
        ("AWS_LAMBDA_FUNCTION_NAME", "bench".into()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".into()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256".into()),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand".into()),
        ("AWS_REGION", "ap-south-1".into()),
        ("AWS_ACCESS_KEY_ID", "local".into()),
        ("AWS_SECRET_ACCESS_KEY", "local".into()),
        ("AWS_ENDPOINT_URL_DYNAMODB", format!("https://localhost:{table}")),
        ("AWS_ENDPOINT_URL_SNS", format!("https://localhost:{sns}")),
        ("META_GRAPH_URL", format!("https://localhost:{graph}/graph/v24.0")),
        ("PUBLIC_URL", "https://helpline.example.gov.in".into()),
        ("TABLE_NAME", TABLE_NAME.into()),
        ("TZ", ":UTC".into()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals() {
        let check = |profile: &str, expected: Option<u64>| assert_eq!(total(profile), expected, "{profile}");
        check("events: Ir\nfn=(1) main\n1 5\ntotals: 5512345\n", Some(5_512_345));
        check("summary: 12\nfn=(1)\n", Some(12));
        check("events: Ir\n", None);
    }
}
