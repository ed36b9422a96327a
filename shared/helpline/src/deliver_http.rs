//! A message to her as the request of whoever carries it, and what the answer
//! means. Adding a provider that sends is one arm in each of the two.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use channels::{RenderError, SendOutcome, SendRequest, email, gupshup, infobip, meta, twilio};
use chrono::{DateTime, Utc};
use domain::effect::SendMessage;
use domain::message::Provider;

use crate::ports::HttpRequest;
use crate::service::{Gupshup, Providers};

/// Why there is no request that carries a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoRequest {
    /// This message cannot be shown, or may not be sent now.
    Render(RenderError),
    /// Nothing can be sent this way: a setting is missing, or there is no way.
    NoWay(String),
}

impl From<&str> for NoRequest {
    fn from(why: &str) -> Self {
        Self::NoWay(why.to_owned())
    }
}

/// What a provider made of a message.
pub(crate) fn read(provider: Provider, status: u16, body: &[u8]) -> SendOutcome {
    match provider {
        Provider::Twilio => twilio::parse_send_answer(status, body),
        Provider::Gupshup => gupshup::parse_send_answer(status, body),
        Provider::Infobip => infobip::parse_send_answer(status, body),
        Provider::Email => email::parse_send_answer(status, body),
        _ => meta::parse_send_answer(status, body),
    }
}

/// The request that carries a message, or why there is none.
pub(crate) fn request(
    providers: &Providers,
    message: &SendMessage,
    now: DateTime<Utc>,
) -> Result<HttpRequest, NoRequest> {
    let open = message.window_until.is_none_or(|until| now < until);
    let template = message.message.template.as_ref();
    let unsent = !open && !template.is_some_and(|it| providers.may_send(&it.name, &it.language));
    if unsent {
        return Err(NoRequest::Render(RenderError::WindowClosed));
    }
    match message.to.provider {
        Provider::Meta => to_meta(providers, message, open),
        Provider::Twilio => to_twilio(providers, message, open),
        Provider::Gupshup => to_gupshup(providers, message, open),
        Provider::Infobip => to_infobip(providers, message, open),
        other => Err(NoRequest::NoWay(format!("nothing is sent through {other}"))),
    }
}

/// The request that carries an approved template to an officer through Meta, who
/// gives `echo` back with the message's statuses; or why there is none.
///
/// Source: Cloud API reference, 'Messages', `biz_opaque_callback_data`: any text of
/// up to 512 characters.
pub(crate) fn to_officer(
    providers: &Providers,
    message: &SendMessage,
    echo: &str,
) -> Result<HttpRequest, NoRequest> {
    let template = message.message.template.as_ref();
    if !template.is_some_and(|it| providers.may_send(&it.name, &it.language)) {
        return Err(NoRequest::NoWay("its template is not approved".to_owned()));
    }
    to_meta_with(providers, message, false, Some(echo))
}

fn to_meta(providers: &Providers, message: &SendMessage, open: bool) -> Result<HttpRequest, NoRequest> {
    to_meta_with(providers, message, open, None)
}

fn to_meta_with(
    providers: &Providers,
    message: &SendMessage,
    open: bool,
    echo: Option<&str>,
) -> Result<HttpRequest, NoRequest> {
    let meta = providers.meta.as_ref().ok_or("META_ACCESS_TOKEN is not set")?;
    let mut body = meta::render(&message.message, &message.to, open).map_err(NoRequest::Render)?;
    if let (Some(echo), Some(fields)) = (echo, body.as_object_mut()) {
        fields.insert("biz_opaque_callback_data".to_owned(), echo.into());
    }
    Ok(HttpRequest {
        url: format!("{}/{}/messages", meta.graph_url, message.to.from),
        credential: ("authorization", format!("Bearer {}", meta.access_token)),
        content_type: "application/json",
        body: body.to_string().into_bytes(),
    })
}

fn to_twilio(providers: &Providers, message: &SendMessage, open: bool) -> Result<HttpRequest, NoRequest> {
    let twilio = providers.twilio.as_ref().ok_or("TWILIO_ACCOUNT_SID or TWILIO_AUTH_TOKEN is not set")?;
    let sid = template_key(message).and_then(|key| twilio.content_sids.get(&key));
    let fields = twilio::render(&message.message, &message.to, open, sid.map(String::as_str));
    let account = &twilio.account_sid;
    let login = STANDARD.encode(format!("{account}:{}", twilio.auth_token));
    Ok(HttpRequest {
        url: format!("{}/2010-04-01/Accounts/{account}/Messages.json", twilio.api_url),
        credential: ("authorization", format!("Basic {login}")),
        content_type: "application/x-www-form-urlencoded",
        body: channels::form_encode(&fields.map_err(NoRequest::Render)?).into_bytes(),
    })
}

fn to_gupshup(providers: &Providers, message: &SendMessage, open: bool) -> Result<HttpRequest, NoRequest> {
    let gupshup = providers.gupshup.as_ref().ok_or("GUPSHUP_API_KEY is not set")?;
    let account = app_of(gupshup, &message.to.from).ok_or("GUPSHUP_APPS does not name the receiving app")?;
    let id = template_key(message).and_then(|key| gupshup.template_ids.get(&key));
    let sent = gupshup::render(&message.message, &message.to, account, open, id.map(String::as_str));
    let sent = sent.map_err(NoRequest::Render)?;
    Ok(on(&gupshup.api_url, ("apikey", gupshup.api_key.clone()), sent))
}

fn to_infobip(providers: &Providers, message: &SendMessage, open: bool) -> Result<HttpRequest, NoRequest> {
    let infobip = providers.infobip.as_ref().ok_or("INFOBIP_API_KEY is not set")?;
    let sent = infobip::render(&message.message, &message.to, open).map_err(NoRequest::Render)?;
    Ok(on(&infobip.api_url, ("authorization", format!("App {}", infobip.api_key)), sent))
}

fn on(host: &str, credential: (&'static str, String), sent: SendRequest) -> HttpRequest {
    let SendRequest { path, content_type, body } = sent;
    HttpRequest { url: format!("{host}{path}"), credential, content_type, body }
}

/// How a provider's own template ids are filed: `name:language`.
fn template_key(message: &SendMessage) -> Option<String> {
    message.message.template.as_ref().map(|it| format!("{}:{}", it.name, it.language))
}

/// The app that answers. A receiver is the app's name (version 2), our number
/// (enterprise) or Meta's id of it (version 3), by which only an app that is
/// alone can be found.
fn app_of<'a>(gupshup: &'a Gupshup, receiver: &str) -> Option<gupshup::Account<'a>> {
    let digits = |number: &str| number.trim_start_matches('+').to_owned();
    let named = gupshup
        .apps
        .iter()
        .find(|(app, number)| app.eq_ignore_ascii_case(receiver) || digits(number) == digits(receiver));
    let only = || gupshup.apps.iter().next().filter(|_| gupshup.apps.len() == 1);
    named.or_else(only).map(|(app, source)| gupshup::Account { source, app })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use std::collections::BTreeMap;

    use domain::message::{Options, Outgoing, TemplateMessage};

    use super::*;

    #[test]
    fn outside_the_window_only_an_approved_template_goes() {
        let file = |state: &str| -> &'static str {
            let of = format!(
                "[[template]]\nname = \"x\"\nlanguage = \"hi\"\ncategory = \"utility\"\nstate = \"{state}\"\nbody = \"{{{{1}}}}\"\nbuttons = []"
            );
            Box::leak(of.into_boxed_str())
        };
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let meta = crate::service::Meta { graph_url: "https://graph.test".into(), access_token: "t".into() };
        let closed = NoRequest::Render(RenderError::WindowClosed);
        for (state, template, window, expected) in [
            ("approved", true, -1, None),
            ("paused", true, -1, Some(&closed)),
            ("rejected", true, -1, Some(&closed)),
            ("approved", false, -1, Some(&closed)),
            ("paused", true, 1, None),
        ] {
            let providers =
                Providers { meta: Some(meta.clone()), templates: file(state), ..Providers::default() };
            let template = template.then(|| TemplateMessage {
                name: "x".into(),
                language: "hi".into(),
                parameters: vec!["LKO4333333C".into()],
                payloads: Vec::new(),
            });
            let to = domain::message::ReplyAddress {
                provider: Provider::Meta,
                channel: domain::message::Channel::Whatsapp,
                from: "1".into(),
                to: domain::message::Sender::phone("+919000000001"),
                thread: None,
            };
            let message = Outgoing { text: "y".into(), options: Options::None, template };
            let window_until = Some(now + chrono::TimeDelta::minutes(window));
            let message = SendMessage { to, message, window_until, asks_on: false, not_before: None };
            assert_eq!(request(&providers, &message, now).err().as_ref(), expected, "{state} {window}");
        }
    }

    #[test]
    fn an_app_is_found_by_what_a_webhook_names() {
        let one = [("LkoHelpline", "+915220000001")];
        let two = [("LkoHelpline", "+915220000001"), ("KnpHelpline", "+915120000001")];
        let check = |apps: &[(&str, &str)], receiver: &str, expected: Option<&str>| {
            let apps = apps.iter().map(|(app, number)| ((*app).to_owned(), (*number).to_owned())).collect();
            let gupshup = Gupshup {
                api_url: String::new(),
                api_key: String::new(),
                apps,
                template_ids: BTreeMap::new(),
            };
            assert_eq!(app_of(&gupshup, receiver).map(|account| account.app), expected, "{receiver}");
        };
        check(&one, "LkoHelpline", Some("LkoHelpline"));
        check(&one, "100000000000001", Some("LkoHelpline"));
        check(&two, "knphelpline", Some("KnpHelpline"));
        check(&two, "+915120000001", Some("KnpHelpline"));
        check(&two, "100000000000001", None);
        check(&[], "LkoHelpline", None);
    }
}
