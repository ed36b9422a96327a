//! Her files: fetched from the provider, looked at, stored. What follows from
//! a try is decided in `domain::media`; this is the trying.
//!
//! The name in the store is made of the message's key, so that a try repeated
//! after a crash replaces the same object and leaves no second one.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use channels::email;
use chrono::{DateTime, Utc};
use domain::media::{Lost, MOST_BYTES, Media, MediaState, Outcome};
use domain::message::Provider;
use serde::Deserialize;
use serde_json::json;

use crate::file_kind;
use crate::hosts::origin;
use crate::log;
use crate::ports::{FetchError, FetchRequest, Store, StoreError, World};
use crate::service::{Helpline, Providers};
use crate::vault::PersonKey;

/// Where Twilio says that its files are; they are asked for where its API is
/// configured to be.
const TWILIO_API: &str = "https://api.twilio.com/";
/// Meta's answer about a file is some 300 bytes.
const MOST_ABOUT: usize = 16 * 1024;

/// One try at a file, and what it is after that. An end is kept with her
/// messages.
///
/// # Errors
///
/// [`StoreError`] if the end could not be kept: try again.
pub(crate) async fn advance<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    person: &PersonKey,
    media: &Media,
    now: DateTime<Utc>,
) -> Result<Media, StoreError> {
    let name = helpline.vault.file_name(person, media.provider, &media.key());
    let outcome = if media.is_worth_a_try(now) {
        fetch_and_keep(helpline, &format!("{}/{name}", person.cell), media).await
    } else {
        Outcome::Later
    };
    let next = media.next(outcome, now);
    if next.state != MediaState::Recorded {
        helpline.store.put_media(person, &name, &next).await?;
    }
    tell(&next);
    Ok(next)
}

/// The log's line: never an address, a name or an id.
fn tell(media: &Media) {
    let (kind, what) = match &media.state {
        MediaState::Recorded => ("media_delayed", json!({"tries": media.tries})),
        MediaState::Stored { bytes, kind, .. } => ("media_stored", json!({"bytes": bytes, "type": kind})),
        MediaState::Failed { why } => ("media_failed", json!({"why": why.as_str()})),
    };
    log::line(
        &json!({"kind": kind, "reference": media.reference, "provider": media.provider, "media": what}),
    );
}

async fn fetch_and_keep<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    object: &str,
    media: &Media,
) -> Outcome {
    let bytes = match fetch(helpline, media).await {
        Ok(bytes) => bytes,
        Err(outcome) => return outcome,
    };
    let Some(kind) = file_kind::of(&bytes) else { return Outcome::Refused(Lost::UnknownKind) };
    let length = bytes.len() as u64;
    match helpline.world.keep(object, kind.content_type(), bytes).await {
        Ok(()) => Outcome::Stored { object: object.to_owned(), bytes: length, kind },
        Err(error) => {
            log::failure("media", &error);
            Outcome::Later
        }
    }
}

/// The file's bytes, or what follows from there being none.
async fn fetch<S: Store, W: World>(helpline: &Helpline<S, W>, media: &Media) -> Result<Vec<u8>, Outcome> {
    if media.provider == Provider::Email {
        return from_mail(&helpline.world, &media.media_id).await;
    }
    let providers = &helpline.providers;
    let address = match address(providers, media)? {
        Address::File(request) => request,
        Address::About(request) => {
            let authorization = request.authorization.clone();
            let about = helpline.world.fetch(request).await.map_err(about_failed)?;
            let about: About = serde_json::from_slice(&about).map_err(|_| Outcome::Later)?;
            FetchRequest { url: about.url, authorization, most_bytes: MOST_BYTES }
        }
    };
    helpline.world.fetch(address).await.map_err(|error| file_failed(error, media.provider))
}

/// An attachment, out of the mail that SES put into our bucket of mails.
async fn from_mail<W: World>(world: &W, id: &str) -> Result<Vec<u8>, Outcome> {
    let (bucket, key, place) = email::read_attachment(id).ok_or(Outcome::Refused(Lost::ForeignAddress))?;
    let mail = world.mail(bucket, key).await.ok_or(Outcome::Later)?;
    match mail.status {
        200 => {}
        404 => return Err(Outcome::Missing),
        _ => return Err(Outcome::Later),
    }
    let bytes = email::attachment(&mail.body, place).ok_or(Outcome::Missing)?;
    if bytes.len() > MOST_BYTES { Err(Outcome::Refused(Lost::TooLarge)) } else { Ok(bytes) }
}

/// Meta's answer about a file ("Retrieve media URL", Cloud API reference). The
/// address is good for five minutes.
#[derive(Deserialize)]
struct About {
    url: String,
}

/// Where to begin.
enum Address {
    /// The file itself.
    File(FetchRequest),
    /// What says where the file is.
    About(FetchRequest),
}

/// Where to begin with a file. A provider without its key may have it before
/// the file is lost.
fn address(providers: &Providers, media: &Media) -> Result<Address, Outcome> {
    let id = media.media_id.as_str();
    let to = |url: String, authorization: String| FetchRequest { url, authorization, most_bytes: MOST_BYTES };
    match media.provider {
        Provider::Meta if is_id(id) => {
            let meta = providers.meta.as_ref().ok_or(Outcome::Later)?;
            let (url, bearer) = (format!("{}/{id}", meta.graph_url), format!("Bearer {}", meta.access_token));
            Ok(Address::About(FetchRequest { most_bytes: MOST_ABOUT, ..to(url, bearer) }))
        }
        Provider::Twilio => {
            let twilio = providers.twilio.as_ref().ok_or(Outcome::Later)?;
            let login = STANDARD.encode(format!("{}:{}", twilio.account_sid, twilio.auth_token));
            let path = id.strip_prefix(TWILIO_API).ok_or(Outcome::Refused(Lost::ForeignAddress))?;
            let url = format!("{}/{path}", twilio.api_url);
            Ok(Address::File(to(url, format!("Basic {login}"))))
        }
        Provider::Infobip if is_infobips(providers, id) => {
            let infobip = providers.infobip.as_ref().ok_or(Outcome::Later)?;
            Ok(Address::File(to(id.to_owned(), format!("App {}", infobip.api_key))))
        }
        // An address of its own that wants no key (Gupshup): the list of
        // hosts decides.
        _ => Ok(Address::File(to(id.to_owned(), String::new()))),
    }
}

/// Where Infobip's API is, for an account without a base URL of its own; each
/// account's own is a host below it. Source: "Base URL", Infobip API essentials.
const INFOBIP_API: &str = "api.infobip.com";

/// Whether a file lies at Infobip's own API, which wants the key ("Get inbound
/// media", Infobip's WhatsApp API); nobody else gets it.
fn is_infobips(providers: &Providers, url: &str) -> bool {
    let Some(at) = origin(url) else { return false };
    let configured = providers.infobip.as_ref().and_then(|infobip| origin(&infobip.api_url));
    let host = at.strip_prefix("https://").unwrap_or_default();
    configured.is_some_and(|ours| ours == at)
        || host.strip_suffix(INFOBIP_API).is_some_and(|account| account.is_empty() || account.ends_with('.'))
}

/// Whether it is an id of Meta's, which goes into a path.
fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn about_failed(error: FetchError) -> Outcome {
    match error {
        FetchError::ForeignAddress => Outcome::Refused(Lost::ForeignAddress),
        // Meta: 400 (code 100) for an id that it does not have.
        FetchError::Status(400 | 404 | 410) => Outcome::Missing,
        FetchError::TooLarge | FetchError::Status(_) | FetchError::NoAnswer => Outcome::Later,
    }
}

fn file_failed(error: FetchError, provider: Provider) -> Outcome {
    match error {
        FetchError::ForeignAddress => Outcome::Refused(Lost::ForeignAddress),
        FetchError::TooLarge => Outcome::Refused(Lost::TooLarge),
        // Meta's address may have grown old on the way; the next try asks for
        // a new one.
        FetchError::Status(404 | 410) if provider != Provider::Meta => Outcome::Missing,
        // Gupshup: 400 or 404 for a file that it does not have ("Media
        // Management", Gupshup's partner documentation).
        FetchError::Status(400) if provider == Provider::Gupshup => Outcome::Missing,
        FetchError::Status(_) | FetchError::NoAnswer => Outcome::Later,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;
    use crate::service::{Infobip, Meta, Twilio};
    use domain::Reference;

    fn providers() -> Providers {
        let meta = Meta { graph_url: "https://graph.example/v26.0".into(), access_token: "token".into() };
        let twilio = Twilio {
            api_url: "https://twilio.example".into(),
            account_sid: "AC1".into(),
            auth_token: "t".into(),
            content_sids: Default::default(),
        };
        let infobip = Infobip { api_url: "http://127.0.0.1:9000/x".into(), api_key: "k".into() };
        Providers { meta: Some(meta), twilio: Some(twilio), infobip: Some(infobip), ..Providers::default() }
    }

    fn media(provider: Provider, media_id: &str) -> Media {
        let at = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        Media {
            reference: Reference::generate("LKO", 42).unwrap(),
            provider,
            message_id: "m".into(),
            place: 0,
            media_id: media_id.into(),
            state: MediaState::Recorded,
            tries: 0,
            next_at: at,
            expires_at: at,
        }
    }

    #[test]
    fn each_provider_is_asked_with_its_own_key_and_no_other() {
        let check = |provider, id: &str, expected: Option<(&str, &str)>| {
            let found = address(&providers(), &media(provider, id)).ok();
            let found = found.map(|(Address::File(it) | Address::About(it))| (it.url, it.authorization));
            let found = found.as_ref().map(|(url, key)| (url.as_str(), key.as_str()));
            assert_eq!(found, expected, "{provider} {id}");
        };
        check(Provider::Meta, "9001", Some(("https://graph.example/v26.0/9001", "Bearer token")));
        // No id: never with the token.
        check(Provider::Meta, "../me", Some(("../me", "")));
        check(Provider::Meta, "https://example.org/x", Some(("https://example.org/x", "")));
        let hers = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1";
        let asked = "https://twilio.example/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1";
        check(Provider::Twilio, hers, Some((asked, "Basic QUMxOnQ=")));
        check(Provider::Twilio, "https://api.twilio.com.example.org/x", None);
        check(Provider::Gupshup, "https://example.org/x", Some(("https://example.org/x", "")));
        for (url, key) in [
            ("https://api.infobip.com/whatsapp/1/senders/1/media/2", "App k"),
            ("https://x1y2.api.infobip.com/m", "App k"),
            ("http://127.0.0.1:9000/m", "App k"),
            ("http://x1y2.api.infobip.com/m", ""),
            ("https://evilapi.infobip.com/m", ""),
            ("https://api.infobip.com.example.org/m", ""),
            ("https://example.org/api.infobip.com", ""),
            ("https://api.infobip.com@example.org/m", ""),
        ] {
            check(Provider::Infobip, url, Some((url, key)));
        }
    }

    #[test]
    fn without_its_key_a_provider_is_asked_later() {
        for (provider, id) in [
            (Provider::Meta, "9001"),
            (Provider::Twilio, "https://api.twilio.com/x"),
            (Provider::Infobip, "https://api.infobip.com/x"),
        ] {
            let found = address(&Providers::default(), &media(provider, id));
            assert_eq!(found.err(), Some(Outcome::Later), "{provider}");
        }
    }

    #[test]
    fn a_failure_is_final_only_where_it_is() {
        let check = |error, about, file: [Outcome; 2]| {
            assert_eq!(about_failed(error), about, "{error:?}");
            assert_eq!(
                [Provider::Meta, Provider::Twilio].map(|it| file_failed(error, it)),
                file,
                "{error:?}"
            );
        };
        use Outcome::{Later, Missing, Refused};
        let foreign = || Refused(Lost::ForeignAddress);
        let large = || Refused(Lost::TooLarge);
        check(FetchError::ForeignAddress, foreign(), [foreign(), foreign()]);
        check(FetchError::TooLarge, Later, [large(), large()]);
        check(FetchError::NoAnswer, Later, [Later, Later]);
        check(FetchError::Status(404), Missing, [Later, Missing]);
        check(FetchError::Status(400), Missing, [Later, Later]);
        for status in [401, 403, 429, 500, 503] {
            check(FetchError::Status(status), Later, [Later, Later]);
        }
    }
}
