//! Webhook intake: verify, parse, store, answer.
//!
//! 2xx if and only if everything is stored or in quarantine; 503 if and only
//! if something is not and a retry may help; 401 only for a signature.

use std::sync::Arc;

use aws::{AfterAnswer, Config, ConfigError, Deployed};
use channels::{REFUSED_BODY, REFUSED_STATUS, Refusal, Secrets, meta, twilio};
use chrono::{DateTime, Utc};
use domain::message::{Inbound, Provider};
use helpline::{intake, log};
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt as _, Response};

/// What a caller hears when nothing is stored.
const TRY_AGAIN: &str = r#"{"message":"Service Unavailable"}"#;
/// What Twilio hears: nothing to say here, answers go through its API.
const EMPTY_TWIML: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Response/>"#;

/// The function: the helpline, and what authenticates each provider.
#[derive(Debug)]
pub struct Intake {
    helpline: Arc<Deployed>,
    tail: AfterAnswer,
    meta_secrets: Secrets,
    meta_tokens: Secrets,
    twilio_secrets: Secrets,
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

impl Intake {
    /// The function that the settings describe.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] naming what is missing. A provider's secret is not:
    /// without it, its route refuses everything.
    pub fn new(config: &Config) -> Result<Self, ConfigError> {
        let helpline = Arc::new(aws::wiring::helpline(config)?);
        Ok(Self {
            tail: AfterAnswer::new(Arc::clone(&helpline)),
            helpline,
            meta_secrets: Secrets::parse(&config.text("META_APP_SECRET")),
            meta_tokens: Secrets::parse(&config.text("META_VERIFY_TOKEN")),
            twilio_secrets: Secrets::parse(&config.text("TWILIO_AUTH_TOKEN")),
        })
    }

    /// The work after each answer.
    #[must_use]
    pub fn tail(&self) -> AfterAnswer {
        self.tail.clone()
    }

    /// Answers one request. The route alone decides who must have signed it.
    pub async fn handle(&self, request: Request) -> Response<Body> {
        let now = received_at(&request);
        let body = request.body().to_vec();
        let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
        let wire = channels::Request {
            method: request.method().as_str(),
            path: request.raw_http_path(),
            query: request.uri().query().unwrap_or_default(),
            header: &header,
            body: &body,
        };
        let answer = match (wire.method, wire.path) {
            ("GET", "/webhooks/meta") => self.handshake(&wire),
            ("POST", "/webhooks/meta") => self.meta(&wire, now).await,
            ("POST", "/webhooks/twilio") => self.twilio(&wire, now, twilio::parse).await,
            ("POST", "/webhooks/twilio/status") => self.twilio(&wire, now, twilio::parse_status).await,
            _ => Answer::json(404, r#"{"message":"Not Found"}"#),
        };
        respond(answer)
    }

    fn handshake(&self, wire: &channels::Request<'_>) -> Answer {
        match meta::handshake(&self.meta_tokens, wire.query) {
            Ok(challenge) => Answer { status: 200, content_type: "text/plain", body: challenge },
            Err(refusal) => refused(Provider::Meta, refusal),
        }
    }

    async fn meta(&self, wire: &channels::Request<'_>, now: DateTime<Utc>) -> Answer {
        match meta::verify(&self.meta_secrets, wire) {
            Ok(()) => {
                self.receive(Provider::Meta, meta::parse(wire.body), now, Answer::json(200, "{}")).await
            }
            Err(refusal) => refused(Provider::Meta, refusal),
        }
    }

    async fn twilio(
        &self,
        wire: &channels::Request<'_>,
        now: DateTime<Utc>,
        parse: impl Fn(&[u8]) -> Vec<Inbound>,
    ) -> Answer {
        match twilio::verify(&self.twilio_secrets, &self.helpline.public_url, wire) {
            Ok(()) => {
                let done = Answer { status: 200, content_type: "text/xml", body: EMPTY_TWIML.to_owned() };
                self.receive(Provider::Twilio, parse(wire.body), now, done).await
            }
            Err(refusal) => refused(Provider::Twilio, refusal),
        }
    }

    async fn receive(
        &self,
        provider: Provider,
        inbound: Vec<Inbound>,
        now: DateTime<Utc>,
        done: Answer,
    ) -> Answer {
        let received = intake::receive(&self.helpline, provider, inbound, now).await;
        self.tail.leave(received.settlements);
        match received.failed {
            None => done,
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
