//! The officer's short session: a cookie for one link, or a bearer token for
//! the API. It is bound to the link by the vault and ends by itself.

use chrono::{DateTime, TimeDelta, Utc};
use helpline::Vault;

/// How long a session lasts.
pub(crate) const LASTS: TimeDelta = TimeDelta::minutes(15);
/// The cookie's name.
const COOKIE: &str = "s";

/// A new session for this link, and when it ends.
pub(crate) fn mint(vault: &Vault, token: &str, now: DateTime<Utc>) -> (String, DateTime<Utc>) {
    let expires = now + LASTS;
    (vault.mint_session(token, expires), expires)
}

/// The `Set-Cookie` header of a session. `token` must be one that opened a
/// case, so that it holds nothing a header may not.
pub(crate) fn cookie(session: &str, token: &str, https: bool) -> String {
    cookie_at(session, &format!("/c/{token}"), https)
}

/// The same for what lies under another path of ours.
pub(crate) fn cookie_at(session: &str, path: &str, https: bool) -> String {
    let secure = if https { "; Secure" } else { "" };
    let seconds = LASTS.num_seconds();
    format!("{COOKIE}={session}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
}

/// The session that a request carries: in its cookies or as a bearer token.
pub(crate) fn carried<'a>(cookies: Option<&'a str>, authorization: Option<&'a str>) -> Option<&'a str> {
    let bearer = authorization
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    bearer.map(|(_, session)| session.trim()).or_else(|| from_cookies(cookies?))
}

fn from_cookies(header: &str) -> Option<&str> {
    let pairs = header.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(name, _)| *name == COOKIE).map(|(_, value)| value).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_are_found_where_they_are_carried() {
        let check = |cookies: Option<&str>, authorization: Option<&str>, session: Option<&str>| {
            assert_eq!(carried(cookies, authorization), session, "{cookies:?} {authorization:?}");
        };
        check(Some("s=1.x"), None, Some("1.x"));
        check(Some("a=b; s=1.x; c=d"), None, Some("1.x"));
        check(None, Some("Bearer 1.x"), Some("1.x"));
        check(None, Some("bearer 1.x"), Some("1.x"));
        check(Some("s=2.y"), Some("Bearer 1.x"), Some("1.x"));
        check(Some("s=2.y"), Some("Basic abc"), Some("2.y"));
        check(Some("ss=1.x"), None, None);
        check(Some("s"), None, None);
        check(None, None, None);
    }

    #[test]
    fn the_cookie_is_for_one_link_and_hidden_from_scripts() {
        let plain = cookie("1.x", "tok", false);
        assert_eq!(plain, "s=1.x; Path=/c/tok; Max-Age=900; HttpOnly; SameSite=Strict");
        assert_eq!(cookie("1.x", "tok", true), format!("{plain}; Secure"));
    }
}
