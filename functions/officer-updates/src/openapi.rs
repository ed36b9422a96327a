//! The document of the API (OpenAPI 3.1), made from the table of routes and from
//! the shapes that are sent and taken. Built when it is asked for: no cold start
//! pays for it.

use utoipa::OpenApi as _;
use utoipa::openapi::path::{HttpMethod, Operation, Parameter, ParameterIn};
use utoipa::openapi::request_body::RequestBody;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    Content, Header, Info, License, OpenApi, PathItem, Paths, Ref, RefOr, Required, Response, Responses,
};

use crate::headers::{JSON, PROBLEM};
use crate::routes::{At, ROUTES, Spec};
use crate::{api_figures, api_shapes, press};

/// The name of the one security scheme.
const SESSION: &str = "session";

/// All shapes, with those inside them.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(
    api_shapes::Brought,
    api_shapes::CaseFile,
    api_shapes::Code,
    api_shapes::CodeSent,
    api_shapes::Complaint,
    api_shapes::Lines,
    api_shapes::Phone,
    api_shapes::Pin,
    api_shapes::Problem,
    api_shapes::Queue,
    api_shapes::Session,
    api_shapes::WalkIn,
    api_figures::Screen,
    press::Press,
)))]
struct Shapes;

/// What is to be said of a route besides its line in the table.
struct Said {
    /// In a sentence.
    summary: &'static str,
    /// The shape of the body.
    takes: Option<&'static str>,
    /// The shape of a success, with its statuses; none for this document itself.
    gives: (&'static [u16], Option<&'static str>),
    /// The statuses of problems.
    refuses: &'static [u16],
}

impl Said {
    const fn new(
        summary: &'static str,
        takes: Option<&'static str>,
        gives: (&'static [u16], Option<&'static str>),
        refuses: &'static [u16],
    ) -> Self {
        Self { summary, takes, gives, refuses }
    }
}

/// What is said of a route; `None` for the pages.
fn said(at: At) -> Option<Said> {
    let ok: &'static [u16] = &[200];
    Some(match at {
        At::Document => Said::new("This document.", None, (ok, None), &[]),
        At::ApiLogin => Said::new(
            "Sends a one-time code to an officer's registered number. A number that nobody has gets the same answer.",
            Some("Phone"),
            (&[202], Some("CodeSent")),
            &[400, 413, 415, 429, 503],
        ),
        At::ApiCode => Said::new(
            "Turns the code into a session of some hours.",
            Some("Code"),
            (ok, Some("Session")),
            &[400, 403, 413, 415, 503],
        ),
        At::ApiCase => Said::new(
            "The complaint, what she said and what happened, for a session of this link. Its ETag is the complaint's version.",
            None,
            (ok, Some("CaseFile")),
            &[401, 403, 404, 503],
        ),
        At::ApiAct => Said::new(
            "Acts on the complaint, by a session or the PIN, on the version that was seen: `version` in the body (409 if it does not stand) or its ETag as If-Match (412), one of them at least (428). `open` needs none: it turns the PIN into a session.",
            Some("Press"),
            (ok, None),
            &[400, 401, 403, 404, 409, 412, 413, 415, 422, 423, 428, 503],
        ),
        At::ApiList => Said::new(
            "What is with an officer, for a session of this list.",
            None,
            (ok, Some("Lines")),
            &[401, 404, 503],
        ),
        At::ApiListOpen => Said::new(
            "Turns the PIN into a session of this list.",
            Some("Pin"),
            (ok, Some("Session")),
            &[400, 403, 404, 413, 415, 423, 503],
        ),
        At::ApiQueue => Said::new(
            "What the desk has before it, for who sits there.",
            None,
            (ok, Some("Queue")),
            &[401, 403, 503],
        ),
        At::ApiCalls => {
            Said::new("Whom to call back, for the desk.", None, (ok, Some("Lines")), &[401, 403, 503])
        }
        At::ApiRegister => Said::new(
            "Registers a walk-in: 201, and 200 where the same nonce had registered it before.",
            Some("WalkIn"),
            (&[200, 201], Some("Brought")),
            &[400, 401, 403, 413, 415, 422, 503],
        ),
        At::ApiFigures => Said::new(
            "The District Magistrate's figures of a month.",
            None,
            (ok, Some("Screen")),
            &[400, 401, 403, 503],
        ),
        At::ApiCases => Said::new(
            "The open complaints that the figures count.",
            None,
            (ok, Some("Lines")),
            &[400, 401, 403, 503],
        ),
        At::Case | At::Press | At::File | At::Readers | At::List | At::ListPin | At::Desk | At::Dm => {
            return None;
        }
    })
}

/// The document.
pub(crate) fn document() -> OpenApi {
    let mut document = Shapes::openapi();
    document.info = Info::new("Women's grievance helpline", env!("CARGO_PKG_VERSION"));
    document.info.description = Some(
        "For officers' links, the desk and the District Magistrate. Errors are problems (RFC 9457)."
            .to_owned(),
    );
    let mut license = License::new("Apache-2.0");
    license.identifier = Some("Apache-2.0".to_owned());
    document.info.license = Some(license);
    if let Some(components) = document.components.as_mut() {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme(SESSION, SecurityScheme::Http(bearer));
    }
    document.paths = ROUTES.iter().filter_map(|spec| said(spec.at).map(|said| (spec, said))).fold(
        Paths::new(),
        |mut paths, (spec, said)| {
            let path = PathItem::new(method(spec), operation(spec, &said));
            match paths.paths.get_mut(spec.pattern) {
                Some(known) => known.merge_operations(path),
                None => drop(paths.paths.insert(spec.pattern.to_owned(), path)),
            }
            paths
        },
    );
    document
}

fn method(spec: &Spec) -> HttpMethod {
    if spec.writes() { HttpMethod::Post } else { HttpMethod::Get }
}

fn operation(spec: &Spec, said: &Said) -> Operation {
    let mut operation = Operation::new();
    operation.summary = Some(said.summary.to_owned());
    operation.operation_id = Some(format!("{:?}", spec.at));
    let parameters = parameters(spec);
    operation.parameters = (!parameters.is_empty()).then_some(parameters.into_iter().map(RefOr::T).collect());
    if let Some(shape) = said.takes {
        operation.request_body = Some(RefOr::T(body(shape, spec.at != At::ApiAct)));
    }
    operation.security = match spec.at {
        At::Document | At::ApiLogin | At::ApiCode | At::ApiListOpen => None,
        // The PIN will do as well.
        At::ApiAct => Some(vec![SecurityRequirement::default(), session()]),
        _ => Some(vec![session()]),
    };
    operation.responses = responses(spec, said);
    operation
}

fn session() -> SecurityRequirement {
    SecurityRequirement::new(SESSION, [] as [&str; 0])
}

fn body(shape: &str, required: bool) -> RequestBody {
    let mut body = RequestBody::new();
    body.content.insert(JSON.to_owned(), RefOr::T(Content::new(Some(Ref::from_schema_name(shape)))));
    body.required = Some(if required { Required::True } else { Required::False });
    body
}

/// The names of the pattern, and what stands in query or header.
fn parameters(spec: &Spec) -> Vec<Parameter> {
    let names = spec.pattern.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut all: Vec<Parameter> = names
        .map(|name| {
            let schema = if name == "action" { actions() } else { text() };
            parameter(name, ParameterIn::Path, schema)
        })
        .collect();
    match spec.at {
        At::ApiAct => all.push(parameter("If-Match", ParameterIn::Header, text())),
        At::ApiFigures | At::ApiCases => {
            all.extend(["month", "category", "area"].map(|name| parameter(name, ParameterIn::Query, text())));
        }
        _ => {}
    }
    all
}

fn parameter(name: &str, place: ParameterIn, schema: Schema) -> Parameter {
    let mut parameter = Parameter::new(name);
    parameter.required = if place == ParameterIn::Path { Required::True } else { Required::False };
    parameter.parameter_in = place;
    parameter.schema = Some(RefOr::T(schema));
    parameter
}

fn text() -> Schema {
    ObjectBuilder::new().schema_type(Type::String).build().into()
}

/// The names of actions, as the domain has them.
fn actions() -> Schema {
    let names = std::iter::once("open").chain(domain::officer::ACTIONS);
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).build().into()
}

fn responses(spec: &Spec, said: &Said) -> Responses {
    let (statuses, shape) = said.gives;
    let mut responses = Responses::new();
    for status in statuses {
        let mut good = Response::new("Done.");
        let schema = match (spec.at, shape) {
            (At::ApiAct, _) => Some(either("Session", "Complaint")),
            (_, shape) => shape.map(|shape| RefOr::Ref(Ref::from_schema_name(shape))),
        };
        good.content.insert(JSON.to_owned(), RefOr::T(Content::new(schema)));
        if matches!(spec.at, At::ApiCase | At::ApiAct) {
            good.headers.insert("ETag".to_owned(), RefOr::T(Header::new(text())));
        }
        responses.responses.insert(status.to_string(), RefOr::T(good));
    }
    for status in said.refuses {
        let mut bad = Response::new("A problem (RFC 9457).");
        let problem = Content::new(Some(Ref::from_schema_name("Problem")));
        bad.content.insert(PROBLEM.to_owned(), RefOr::T(problem));
        if matches!(status, 429 | 503) {
            let seconds = ObjectBuilder::new()
                .schema_type(Type::Integer)
                .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)));
            bad.headers.insert("Retry-After".to_owned(), RefOr::T(Header::new(seconds.build())));
        }
        responses.responses.insert(status.to_string(), RefOr::T(bad));
    }
    responses
}

fn either(one: &str, other: &str) -> RefOr<Schema> {
    let shapes = [one, other].map(Ref::from_schema_name);
    let any =
        shapes.into_iter().fold(utoipa::openapi::schema::AnyOfBuilder::new(), |any, shape| any.item(shape));
    RefOr::T(any.build().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn written() -> Value {
        serde_json::to_value(document()).unwrap()
    }

    #[test]
    fn it_names_each_route_of_the_api_and_no_other() {
        let document = written();
        assert_eq!(document["openapi"], "3.1.0");
        let mut named = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for method in item.as_object().unwrap().keys() {
                named.push(format!("{} {path}", method.to_uppercase()));
            }
        }
        let mut routes: Vec<String> = ROUTES
            .iter()
            .filter(|spec| spec.is_api())
            .map(|spec| format!("{} {}", spec.method, spec.pattern))
            .collect();
        named.sort();
        routes.sort();
        assert_eq!(named, routes);
    }

    #[test]
    fn whatever_it_refers_to_is_there() {
        fn references(value: &Value, found: &mut Vec<String>) {
            if let Some(name) = value.get("$ref").and_then(Value::as_str) {
                found.push(name.to_owned());
            }
            match value {
                Value::Object(fields) => fields.values().for_each(|value| references(value, found)),
                Value::Array(items) => items.iter().for_each(|value| references(value, found)),
                _ => {}
            }
        }
        let document = written();
        let mut found = Vec::new();
        references(&document, &mut found);
        assert!(!found.is_empty());
        for name in found {
            assert!(document.pointer(name.trim_start_matches('#')).is_some(), "{name}");
        }
    }
}
