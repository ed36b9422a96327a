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

use crate::desk_edit::FORMS;
use crate::dm_export::{CSV, XLSX};
use crate::headers::{JSON, PROBLEM};
use crate::openapi_said::{Said, said};
use crate::routes::{At, ROUTES, Spec};
use crate::{api_cases, api_figures, api_lists, api_policy, api_shapes, press};

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
    api_shapes::Phone,
    api_shapes::Pin,
    api_shapes::Problem,
    api_shapes::Session,
    api_shapes::WalkIn,
    api_cases::Cases,
    api_figures::Screen,
    api_lists::Lines,
    api_lists::Quarantine,
    api_lists::Queue,
    api_policy::Changed,
    api_policy::People,
    api_policy::PolicyEdit,
    api_policy::Versions,
    press::Press,
)))]
struct Shapes;

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
            let schema = match name {
                "action" => actions(),
                "edit" => one_of(FORMS.iter().map(|form| form.name)),
                _ => text(),
            };
            parameter(name, ParameterIn::Path, schema)
        })
        .collect();
    match spec.at {
        At::ApiAct | At::ApiEdit => all.push(parameter("If-Match", ParameterIn::Header, text())),
        _ => {}
    }
    let asked: &[&str] = match spec.at {
        At::ApiFigures => &["month", "category", "area"],
        At::ApiCases => &["figure", "from", "month", "category", "area", "office", "officer"],
        At::ApiCsv | At::ApiXlsx => &["month", "lang"],
        _ => &[],
    };
    all.extend(asked.iter().map(|name| parameter(name, ParameterIn::Query, text())));
    if spec.at == At::ApiCases {
        let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).build();
        all.push(parameter("skip", ParameterIn::Query, number.into()));
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
    one_of(std::iter::once("open").chain(domain::officer::ACTIONS))
}

/// One of these names.
fn one_of(names: impl Iterator<Item = &'static str>) -> Schema {
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
        let kind = match spec.at {
            At::ApiCsv => CSV,
            At::ApiXlsx => XLSX,
            _ => JSON,
        };
        good.content.insert(kind.to_owned(), RefOr::T(Content::new(schema)));
        if matches!(spec.at, At::ApiCase | At::ApiAct | At::ApiPolicy | At::ApiEdit) {
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
