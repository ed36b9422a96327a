//! Which hosts files are fetched from. The address of a file comes from a
//! provider's answer or webhook; it is followed only to hosts on a list, so
//! that nobody can send the function to an address inside the cloud.

use thiserror::Error;

/// An entry of the list cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("MEDIA_HOSTS must be a list of host, *.domain or scheme://host:port, separated by commas")]
pub struct BadHosts;

/// What is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Rule {
    /// Scheme, host and port exactly: the only rule that may name an IP
    /// address, plain http or a port.
    Origin(String),
    /// This host, by https on its usual port.
    Host(String),
    /// Any host below this domain, by https on its usual port.
    Below(String),
}

/// The hosts that files are fetched from. Empty allows none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hosts(Vec<Rule>);

impl Hosts {
    /// Reads a list: `graph.facebook.com,*.twilio.com`.
    ///
    /// # Errors
    ///
    /// [`BadHosts`] if an entry is none of the three forms.
    pub fn parse(list: &str) -> Result<Self, BadHosts> {
        let entries = list.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        entries.map(rule).collect::<Result<_, _>>().map(Self)
    }

    /// Whether this address may be fetched from.
    #[must_use]
    pub fn allow(&self, url: &str) -> bool {
        let Some(origin) = origin(url) else { return false };
        let host = origin.strip_prefix("https://").filter(|host| is_name(host));
        self.0.iter().any(|rule| match rule {
            Rule::Origin(allowed) => origin == *allowed,
            Rule::Host(allowed) => host == Some(allowed),
            Rule::Below(domain) => host
                .and_then(|host| host.strip_suffix(domain.as_str()))
                .is_some_and(|left| left.len() > 1 && left.ends_with('.')),
        })
    }
}

fn rule(entry: &str) -> Result<Rule, BadHosts> {
    let entry = entry.to_ascii_lowercase();
    if entry.contains("://") {
        return origin(&entry).filter(|origin| *origin == entry).map(Rule::Origin).ok_or(BadHosts);
    }
    match entry.strip_prefix("*.") {
        Some(domain) if is_name(domain) => Ok(Rule::Below(domain.to_owned())),
        None if is_name(&entry) => Ok(Rule::Host(entry)),
        _ => Err(BadHosts),
    }
}

/// Scheme and authority of an address, in lower case; `None` for what is no
/// plain address, or one made to be read in two ways (a user before the host,
/// a backslash, a space, letters that are not ASCII).
#[must_use]
pub fn origin(url: &str) -> Option<String> {
    if !url.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\') {
        return None;
    }
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().filter(|authority| !authority.is_empty())?;
    let known = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    (known && authority.bytes().all(plain)).then(|| format!("{scheme}://{authority}").to_ascii_lowercase())
}

/// Whether this is the name of a host, and no IP address in any spelling: its
/// last label has no digit.
fn is_name(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.contains('.') && host.split('.').all(label) && last.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;

    const LIST: &str = "graph.facebook.com, lookaside.fbsbx.com,*.twilio.com,http://127.0.0.1:9000";

    fn check(url: &str, allowed: bool) {
        assert_eq!(Hosts::parse(LIST).unwrap().allow(url), allowed, "{url}");
    }

    #[test]
    fn only_hosts_of_the_list() {
        for url in [
            "https://graph.facebook.com/v26.0/1",
            "https://GRAPH.facebook.com/v26.0/1",
            "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2&hash=x@y",
            "https://api.twilio.com/2010-04-01/Accounts/AC/Messages/MM/Media/ME",
            "https://a.b.twilio.com",
            "http://127.0.0.1:9000/x",
        ] {
            check(url, true);
        }
    }

    #[test]
    fn nothing_else_however_it_is_spelt() {
        for url in [
            "",
            "graph.facebook.com/x",
            "//graph.facebook.com/x",
            "http://graph.facebook.com/x",
            "ftp://graph.facebook.com/x",
            "file:///etc/passwd",
            "https://graph.facebook.com:8443/x",
            "https://graph.facebook.com.example.org/x",
            "https://example.org/graph.facebook.com",
            "https://example.org?graph.facebook.com",
            "https://example.org#graph.facebook.com",
            "https://graph.facebook.com@example.org/x",
            "https://user:pass@graph.facebook.com/x",
            "https://graph.facebook.com\\@example.org/x",
            "https://graph.facebook.com .example.org/x",
            "https://graph.facebook.com%2eexample.org/x",
            "https://ｇraph.facebook.com/x",
            "https://twilio.com/x",
            "https://.twilio.com/x",
            "https://eviltwilio.com/x",
            "https://127.0.0.1/x",
            "https://2130706433/x",
            "https://0x7f.1/x",
            "https://[::1]/x",
            "https://169.254.169.254/latest/meta-data",
            "http://127.0.0.1:9001/x",
            "http://127.0.0.1/x",
            "https://127.0.0.1:9000/x",
            "http://localhost:9000/x",
        ] {
            check(url, false);
        }
        assert!(!Hosts::default().allow("https://graph.facebook.com/x"));
    }

    #[test]
    fn a_list_that_is_none_is_refused() {
        for list in [
            "*",
            "*.",
            "127.0.0.1",
            "a b.org",
            "https://a.org/path",
            "localhost",
            "a..org",
            "https://u@a.org",
        ] {
            assert_eq!(Hosts::parse(list), Err(BadHosts), "{list}");
        }
        assert_eq!(Hosts::parse(" , "), Ok(Hosts::default()));
    }
}
