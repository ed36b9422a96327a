//! The providers' routes in one table: who must have sent a request is decided
//! by its route, never by its shape. A new provider is one module and its
//! lines here.

use domain::message::{Inbound, Provider};

use crate::request::{Refusal, Request, Secrets};
use crate::{exotel, gupshup, infobip, meta, msg91, twilio};

/// How one route of a provider is authenticated, read and answered.
#[derive(Debug, Clone, Copy)]
pub struct Adapter {
    /// Whose route it is.
    pub provider: Provider,
    /// `GET` or `POST`, the [payload](Self::payload) by it.
    pub method: &'static str,
    /// The path; a last segment `{secret}` is the caller's proof.
    pub path: &'static str,
    /// The setting that holds the provider's secrets. Unset, the route refuses
    /// everything.
    pub secret: &'static str,
    /// What a request on it means.
    pub kind: Kind,
    /// The answer once everything is stored.
    pub done: Done,
}

/// What a request on a route means.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// The provider asks whether we are who we say; the answer is its challenge.
    Handshake(fn(&Secrets, &str) -> Result<String, Refusal>),
    /// Messages or news of ours: proved by `verify` (secrets, public URL,
    /// request), then read by `parse`.
    Delivery {
        /// Whether the provider sent it.
        verify: fn(&Secrets, &str, &Request<'_>) -> Result<(), Refusal>,
        /// What it holds. Never fails as a whole.
        parse: fn(&[u8]) -> Vec<Inbound>,
    },
    /// SNS tells of a mail: what proves it, and the mail itself, have to be
    /// fetched (see [`email`](crate::email)). Its 'secret' is the topic.
    Mail,
}

impl Adapter {
    /// What a request's `parse` is to read: the body, or, of a GET, the query,
    /// in which such a provider passes what others put into a body.
    #[must_use]
    pub fn payload<'a>(&self, request: &Request<'a>) -> &'a [u8] {
        if self.method == "GET" { request.query.as_bytes() } else { request.body }
    }
}

/// A 200 in the words that the provider expects.
#[derive(Debug, Clone, Copy)]
pub struct Done {
    /// Its content type.
    pub content_type: &'static str,
    /// Its body.
    pub body: &'static str,
}

const EMPTY_JSON: Done = Done { content_type: "application/json", body: "{}" };
/// Nothing to say here: answers go through Twilio's API.
const EMPTY_TWIML: Done =
    Done { content_type: "text/xml", body: r#"<?xml version="1.0" encoding="UTF-8"?><Response/>"# };
const EMPTY: Done = Done { content_type: "text/plain", body: "" };

const fn post(
    provider: Provider,
    path: &'static str,
    secret: &'static str,
    kind: Kind,
    done: Done,
) -> Adapter {
    Adapter { provider, method: "POST", path, secret, kind, done }
}

/// Every route of every provider.
pub const ADAPTERS: [Adapter; 10] = [
    Adapter {
        provider: Provider::Meta,
        method: "GET",
        path: "/webhooks/meta",
        secret: "META_VERIFY_TOKEN",
        kind: Kind::Handshake(meta::handshake),
        done: EMPTY,
    },
    post(Provider::Meta, "/webhooks/meta", "META_APP_SECRET", META, EMPTY_JSON),
    post(Provider::Twilio, "/webhooks/twilio", "TWILIO_AUTH_TOKEN", TWILIO, EMPTY_TWIML),
    post(Provider::Twilio, "/webhooks/twilio/status", "TWILIO_AUTH_TOKEN", TWILIO_STATUS, EMPTY_TWIML),
    post(Provider::Gupshup, "/webhooks/gupshup/{secret}", "GUPSHUP_PATH_SECRET", GUPSHUP, EMPTY),
    post(Provider::Infobip, "/webhooks/infobip", "INFOBIP_BASIC", INFOBIP, EMPTY_JSON),
    post(Provider::Msg91, "/webhooks/msg91/{secret}", "MSG91_PATH_SECRET", MSG91, EMPTY_JSON),
    post(Provider::Exotel, EXOTEL_PATH, EXOTEL_SECRET, EXOTEL, EMPTY),
    post(Provider::Email, "/webhooks/email", "MAIL_TOPIC_ARN", Kind::Mail, EMPTY),
    // What the body of the answer says is sent to her as an SMS: nothing.
    Adapter {
        provider: Provider::Exotel,
        method: "GET",
        path: EXOTEL_PATH,
        secret: EXOTEL_SECRET,
        kind: EXOTEL,
        done: EMPTY,
    },
];

const EXOTEL_PATH: &str = "/webhooks/exotel/{secret}";
const EXOTEL_SECRET: &str = "EXOTEL_PATH_SECRET";

const META: Kind =
    Kind::Delivery { verify: |secrets, _, request| meta::verify(secrets, request), parse: meta::parse };
const GUPSHUP: Kind =
    Kind::Delivery { verify: |secrets, _, request| gupshup::verify(secrets, request), parse: gupshup::parse };
const INFOBIP: Kind =
    Kind::Delivery { verify: |secrets, _, request| infobip::verify(secrets, request), parse: infobip::parse };
const MSG91: Kind =
    Kind::Delivery { verify: |secrets, _, request| msg91::verify(secrets, request), parse: msg91::parse };
const EXOTEL: Kind =
    Kind::Delivery { verify: |secrets, _, request| exotel::verify(secrets, request), parse: exotel::parse };
const TWILIO: Kind = Kind::Delivery { verify: twilio::verify, parse: twilio::parse };
const TWILIO_STATUS: Kind = Kind::Delivery { verify: twilio::verify, parse: twilio::parse_status };

/// The adapter of a request, if any provider has this route.
#[must_use]
pub fn find(method: &str, path: &str) -> Option<&'static Adapter> {
    ADAPTERS.iter().find(|adapter| adapter.method == method && fits(adapter.path, path))
}

/// Whether a path is of this form; `{secret}` fits any one segment.
fn fits(form: &str, path: &str) -> bool {
    match form.strip_suffix("{secret}") {
        Some(start) => path.strip_prefix(start).is_some_and(|rest| !rest.is_empty() && !rest.contains('/')),
        None => form == path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_belongs_to_one_provider() {
        for (method, path, provider) in [
            ("GET", "/webhooks/meta", Some(Provider::Meta)),
            ("POST", "/webhooks/meta", Some(Provider::Meta)),
            ("POST", "/webhooks/twilio", Some(Provider::Twilio)),
            ("POST", "/webhooks/twilio/status", Some(Provider::Twilio)),
            ("POST", "/webhooks/gupshup/s", Some(Provider::Gupshup)),
            ("POST", "/webhooks/infobip", Some(Provider::Infobip)),
            ("POST", "/webhooks/msg91/s", Some(Provider::Msg91)),
            ("POST", "/webhooks/exotel/s", Some(Provider::Exotel)),
            ("GET", "/webhooks/exotel/s", Some(Provider::Exotel)),
            ("POST", "/webhooks/email", Some(Provider::Email)),
            ("GET", "/webhooks/email", None),
            ("POST", "/webhooks/gupshup/", None),
            ("POST", "/webhooks/gupshup/s/t", None),
            ("GET", "/webhooks/gupshup/s", None),
            ("GET", "/webhooks/twilio", None),
            ("POST", "/webhooks/meta/", None),
            ("POST", "/webhooks", None),
        ] {
            assert_eq!(find(method, path).map(|adapter| adapter.provider), provider, "{method} {path}");
        }
    }

    #[test]
    fn a_secret_is_one_segment() {
        for (path, fit) in
            [("/w/x/s", true), ("/w/x/", false), ("/w/x", false), ("/w/x/s/t", false), ("/w/y/s", false)]
        {
            assert_eq!(fits("/w/x/{secret}", path), fit, "{path}");
        }
    }
}
