//! Webhook intake: verify, parse, store, answer.
//!
//! 2xx if and only if everything is stored or in quarantine; 503 if and only
//! if something is not and a retry may help; 401 only for a signature.

pub mod replay;

use std::collections::BTreeMap;
use std::sync::Arc;

use aws::{AfterAnswer, Config, ConfigError, Deployed};
use channels::adapter::{self, Adapter, Done, Kind};
use channels::{REFUSED_BODY, REFUSED_STATUS, Refusal, Secrets};
use chrono::{DateTime, Utc};
use domain::message::{Inbound, Provider};
use helpline::mail::{Mail, NoMail};
use helpline::{intake, log};
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt as _, Response};

/// What a caller hears when nothing is stored.
const TRY_AGAIN: &str = r#"{"message":"Service Unavailable"}"#;
/// What a caller hears on a route that no provider has.
const NOT_FOUND: &str = r#"{"message":"Not Found"}"#;

/// The function: the helpline, and what authenticates each provider.
#[derive(Debug)]
pub struct Intake {
    helpline: Arc<Deployed>,
    tail: AfterAnswer,
    /// By the name of the setting that holds them.
    secrets: BTreeMap<&'static str, Secrets>,
    mail: Mail,
}

/// What comes back to the caller.
struct Answer {
    status: u16,
    content_type: &'static str,
    body: String,
}

impl Answer {
    fn json(status: u16, body: &str) -> Self {
        Self { status, content_type: "application/json", body: body.to_owned() }
    }
}

impl From<Done> for Answer {
    fn from(done: Done) -> Self {
        Self { status: 200, content_type: done.content_type, body: done.body.to_owned() }
    }
}

impl Intake {
    /// The function that the settings describe.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] naming what is missing. A provider's secret is not:
    /// without it, its route refuses everything.
    pub fn new(config: &Config) -> Result<Self, ConfigError> {
        let helpline = Arc::new(aws::wiring::helpline(config)?);
        let secrets = adapter::ADAPTERS.iter().map(|it| (it.secret, Secrets::parse(&config.text(it.secret))));
        let tail = AfterAnswer::new(Arc::clone(&helpline));
        Ok(Self { tail, helpline, secrets: secrets.collect(), mail: config.mail() })
    }

    /// The work after each answer.
    #[must_use]
    pub fn tail(&self) -> AfterAnswer {
        self.tail.clone()
    }

    /// Answers one request. The route alone decides who must have signed it.
    pub async fn handle(&self, request: Request) -> Response<Body> {
        let now = received_at(&request);
        let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
        let wire = channels::Request {
            method: request.method().as_str(),
            path: request.raw_http_path(),
            query: request.uri().query().unwrap_or_default(),
            header: &header,
            body: request.body(),
        };
        let answer = match adapter::find(wire.method, wire.path) {
            Some(found) => self.answer(found, &wire, now).await,
            None => Answer::json(404, NOT_FOUND),
        };
        respond(answer)
    }

    async fn answer(&self, adapter: &Adapter, wire: &channels::Request<'_>, now: DateTime<Utc>) -> Answer {
        let none = Secrets::default();
        let secrets = self.secrets.get(adapter.secret).unwrap_or(&none);
        match adapter.kind {
            Kind::Handshake(handshake) => match handshake(secrets, wire.query) {
                Ok(challenge) => Answer { body: challenge, ..Answer::from(adapter.done) },
                Err(refusal) => refused(adapter.provider, refusal),
            },
            Kind::Delivery { verify, parse } => match verify(secrets, &self.helpline.public_url, wire) {
                Ok(()) => self.receive(adapter, parse(adapter.payload(wire)), now).await,
                Err(refusal) => refused(adapter.provider, refusal),
            },
            Kind::Mail => match self.mail.inbound(&self.helpline.world, wire.body).await {
                Ok(inbound) => self.receive(adapter, inbound, now).await,
                Err(NoMail::Refused(refusal)) => refused(adapter.provider, refusal),
                Err(NoMail::Later(why)) => {
                    log::failure("mail", &why);
                    Answer::json(503, TRY_AGAIN)
                }
            },
        }
    }

    async fn receive(&self, adapter: &Adapter, inbound: Vec<Inbound>, now: DateTime<Utc>) -> Answer {
        let received = intake::receive(&self.helpline, adapter.provider, inbound, now).await;
        self.tail.leave(received.settlements);
        match received.failed {
            None => adapter.done.into(),
            Some(error) => {
                log::failure("intake", &error);
                Answer::json(503, TRY_AGAIN)
            }
        }
    }
}

/// The caller is told nothing; the log says why.
fn refused(provider: Provider, refusal: Refusal) -> Answer {
    log::refusal(provider.as_str(), &refusal);
    Answer::json(REFUSED_STATUS, REFUSED_BODY)
}

/// When API Gateway received the request: the only clock.
fn received_at(request: &Request) -> DateTime<Utc> {
    let millis = match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => context.time_epoch,
        _ => 0,
    };
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

fn respond(answer: Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = lambda_http::http::StatusCode::from_u16(answer.status).unwrap_or_default();
    let content_type = lambda_http::http::HeaderValue::from_static(answer.content_type);
    response.headers_mut().insert("content-type", content_type);
    response
}
