//! What the stack takes from `template.yaml`: routes, limits and the table.
//!
//! CloudFormation's short tags (`!Ref`, `!Sub`, ...) are read as `null`: nothing
//! that the stack reads depends on them.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::error::{Context, Error};

/// The table's name on this machine.
pub const TABLE_NAME: &str = "helpline";

/// One route of the HTTP API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// `GET`, `POST`, ... or `ANY`.
    pub method: String,
    /// The path as the template has it (`/c/{token}`).
    pub path: String,
    /// The function that answers.
    pub function: String,
}

/// What one function is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionSpec {
    /// The binary's name (`webhook-intake`).
    pub name: String,
    /// How long an invocation may take.
    pub timeout: Duration,
    /// Memory in MB.
    pub memory: u64,
    /// Environment variables whose value the template states in plain.
    pub environment: BTreeMap<String, String>,
}

/// The parts of the template that the stack needs.
#[derive(Debug, Clone, Default)]
pub struct Template {
    /// All routes.
    pub routes: Vec<Route>,
    /// All functions.
    pub functions: Vec<FunctionSpec>,
    /// `CreateTable` requests.
    pub tables: Vec<Value>,
    /// The attribute that holds the time to live, if any.
    pub ttl_attribute: Option<String>,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// The text is not YAML, or a table has no key schema.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let yaml: serde_yaml_ng::Value =
            serde_yaml_ng::from_str(text).context("template.yaml is not YAML")?;
        let root = plain(&yaml);
        let globals = &root["Globals"]["Function"];
        let mut template = Self::default();
        for (id, resource) in root["Resources"].as_object().into_iter().flatten() {
            let properties = &resource["Properties"];
            match resource["Type"].as_str() {
                Some("AWS::Serverless::Function") => {
                    let name = function_name(id, resource);
                    template.routes.extend(routes(&name, &properties["Events"]));
                    template.functions.push(function(name, globals, properties));
                }
                Some("AWS::DynamoDB::Table") => {
                    template.ttl_attribute = ttl_attribute(properties);
                    template.tables.push(create_table(properties)?);
                }
                _ => {}
            }
        }
        Ok(template)
    }

    /// The route for a method and a path, the most specific first, with the
    /// values of its parameters (decoded).
    #[must_use]
    pub fn route(&self, method: &str, path: &str) -> Option<(&Route, BTreeMap<String, String>)> {
        let candidates = self.routes.iter().filter_map(|route| {
            let parameters = matches(&route.path, path)?;
            let rank = (specificity(&route.path), route.method == "ANY");
            let fits = route.method == method || route.method == "ANY";
            fits.then_some((rank, route, parameters))
        });
        candidates.min_by(|a, b| a.0.cmp(&b.0)).map(|(_, route, parameters)| (route, parameters))
    }
}

/// YAML to JSON. A tagged value becomes `null`, so that an expression is never
/// taken for a literal.
fn plain(yaml: &serde_yaml_ng::Value) -> Value {
    use serde_yaml_ng::Value as Yaml;
    match yaml {
        Yaml::Null | Yaml::Tagged(_) => Value::Null,
        Yaml::Bool(b) => json!(b),
        Yaml::Number(n) => n.as_i64().map_or_else(|| json!(n.as_f64()), |i| json!(i)),
        Yaml::String(s) => json!(s),
        Yaml::Sequence(items) => items.iter().map(plain).collect(),
        Yaml::Mapping(entries) => entries
            .iter()
            .filter_map(|(key, value)| Some((key.as_str()?.to_owned(), plain(value))))
            .collect::<Map<_, _>>()
            .into(),
    }
}

/// The name of the binary: what the build says, else the logical id.
fn function_name(id: &str, resource: &Value) -> String {
    let binary = &resource["Metadata"]["BuildProperties"]["Binary"];
    binary.as_str().map_or_else(|| kebab(id.strip_suffix("Function").unwrap_or(id)), str::to_owned)
}

fn kebab(id: &str) -> String {
    let mut name = String::new();
    for c in id.chars() {
        if c.is_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.extend(c.to_lowercase());
    }
    name
}

fn routes(function: &str, events: &Value) -> Vec<Route> {
    let events = events.as_object().into_iter().flatten();
    let api = events.filter(|(_, event)| event["Type"] == "HttpApi");
    api.map(|(_, event)| {
        let text = |key: &str| event["Properties"][key].as_str();
        Route {
            method: text("Method")
                .unwrap_or("ANY")
                .to_uppercase()
                .replace("X-AMAZON-APIGATEWAY-ANY-METHOD", "ANY"),
            path: text("Path").unwrap_or("/{proxy+}").to_owned(),
            function: function.to_owned(),
        }
    })
    .collect()
}

fn function(name: String, globals: &Value, properties: &Value) -> FunctionSpec {
    let number = |key: &str| properties[key].as_u64().or_else(|| globals[key].as_u64());
    let default_timeout = if name == "sla-sweeper" { 50 } else { 10 };
    let mut environment = BTreeMap::new();
    for scope in [globals, properties] {
        for (key, value) in scope["Environment"]["Variables"].as_object().into_iter().flatten() {
            match value {
                Value::String(text) => environment.insert(key.clone(), text.clone()),
                Value::Number(number) => environment.insert(key.clone(), number.to_string()),
                _ => None,
            };
        }
    }
    FunctionSpec {
        timeout: Duration::from_secs(number("Timeout").unwrap_or(default_timeout)),
        memory: number("MemorySize").unwrap_or(128),
        environment,
        name,
    }
}

fn ttl_attribute(properties: &Value) -> Option<String> {
    properties["TimeToLiveSpecification"]["AttributeName"].as_str().map(str::to_owned)
}

fn create_table(properties: &Value) -> Result<Value, Error> {
    if !properties["KeySchema"].is_array() {
        return Err(Error::new("template.yaml", "the table has no KeySchema"));
    }
    let mut request = json!({"TableName": TABLE_NAME, "BillingMode": "PAY_PER_REQUEST"});
    for key in ["KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "LocalSecondaryIndexes"] {
        if properties[key].is_array() {
            request[key] = properties[key].clone();
        }
    }
    Ok(request)
}

fn matches(pattern: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let mut parameters = BTreeMap::new();
    let mut rest = path.strip_prefix('/')?;
    let mut segments = pattern.strip_prefix('/')?.split('/').peekable();
    while let Some(segment) = segments.next() {
        if let Some(name) = parameter(segment, "+}") {
            parameters.insert(name.to_owned(), decode(rest));
            return (!rest.is_empty()).then_some(parameters);
        }
        let (head, tail) = rest.split_once('/').map_or((rest, None), |(h, t)| (h, Some(t)));
        match parameter(segment, "}") {
            Some(name) if !head.is_empty() => _ = parameters.insert(name.to_owned(), decode(head)),
            None if segment == head => {}
            _ => return None,
        }
        match (segments.peek(), tail) {
            (None, None) => return Some(parameters),
            (Some(_), Some(tail)) => rest = tail,
            _ => return None,
        }
    }
    None
}

fn parameter<'a>(segment: &'a str, end: &str) -> Option<&'a str> {
    segment.strip_prefix('{')?.strip_suffix(end)
}

fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Lower is more specific: static before parameter before greedy, segment by
/// segment.
fn specificity(pattern: &str) -> Vec<u8> {
    let rank = |segment: &str| match (segment.starts_with('{'), segment.ends_with("+}")) {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => 2,
    };
    pattern.split('/').map(rank).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;

    const TEXT: &str = "
Globals:
  Function: {Timeout: 10, MemorySize: 256, Environment: {Variables: {TABLE_NAME: !Ref Table, SHARDS: 1}}}
Resources:
  WebhookIntakeFunction:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub '${AWS::StackName}-webhook-intake'
      Events:
        Verify: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: /webhooks/meta, Method: get}}
        Meta: {Type: HttpApi, Properties: {Path: /webhooks/meta, Method: POST}}
        Gupshup: {Type: HttpApi, Properties: {Path: '/webhooks/gupshup/{secret}', Method: POST}}
  Pages:
    Type: AWS::Serverless::Function
    Metadata: {BuildMethod: rust-cargolambda, BuildProperties: {Binary: officer-updates}}
    Properties:
      Events:
        Link: {Type: HttpApi, Properties: {Path: '/c/{token}', Method: ANY}}
        Desk: {Type: HttpApi, Properties: {Path: '/c/desk', Method: GET}}
        Api: {Type: HttpApi, Properties: {Path: '/v1/{proxy+}', Method: GET}}
  SlaSweeper:
    Type: AWS::Serverless::Function
    Properties: {Timeout: 45}
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: pk, AttributeType: S}]
      KeySchema: [{AttributeName: pk, KeyType: HASH}]
      TimeToLiveSpecification: {AttributeName: expires_at, Enabled: true}
";

    #[test]
    fn routes_by_specificity() {
        let template = Template::parse(TEXT).unwrap();
        let check = |method: &str, path: &str, expected: Option<(&str, &str)>| {
            let found = template.route(method, path);
            let found = found.as_ref().map(|(route, _)| (route.function.as_str(), route.path.as_str()));
            assert_eq!(found, expected, "{method} {path}");
        };
        check("GET", "/webhooks/meta", Some(("webhook-intake", "/webhooks/meta")));
        check("PUT", "/webhooks/meta", None);
        check("HEAD", "/webhooks/meta", None);
        check("GET", "/webhooks/meta/", None);
        check("HEAD", "/c/abc", Some(("officer-updates", "/c/{token}")));
        check("GET", "/c/desk", Some(("officer-updates", "/c/desk")));
        check("GET", "/c/", None);
        check("GET", "/v1/a/b", Some(("officer-updates", "/v1/{proxy+}")));
        check("GET", "/v1", None);
        check("POST", "/webhooks/gupshup/x/y", None);
    }

    #[test]
    fn parameters_are_decoded() {
        let template = Template::parse(TEXT).unwrap();
        let (_, parameters) = template.route("POST", "/webhooks/gupshup/a%20b").unwrap();
        assert_eq!(parameters["secret"], "a b");
        let (_, parameters) = template.route("GET", "/v1/a/b").unwrap();
        assert_eq!(parameters["proxy"], "a/b");
    }

    #[test]
    fn functions_and_table() {
        let template = Template::parse(TEXT).unwrap();
        let names: Vec<_> =
            template.functions.iter().map(|f| (f.name.as_str(), f.timeout.as_secs())).collect();
        let expected = [("officer-updates", 10), ("sla-sweeper", 45), ("webhook-intake", 10)];
        assert_eq!(
            {
                let mut n = names;
                n.sort_unstable();
                n
            },
            expected
        );
        assert_eq!(template.functions[0].environment, BTreeMap::from([("SHARDS".into(), "1".into())]));
        assert_eq!(template.ttl_attribute.as_deref(), Some("expires_at"));
        assert_eq!(template.tables[0]["TableName"], "helpline");
    }

    #[test]
    fn the_projects_own_template() {
        let path = crate::config::workspace_root().join("template.yaml");
        let template = Template::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
        let names: std::collections::BTreeSet<_> =
            template.functions.iter().map(|function| function.name.as_str()).collect();
        assert_eq!(names, crate::FUNCTIONS.into_iter().collect());
        assert!(template.route("POST", "/webhooks/meta").is_some());
        assert_eq!(template.tables.len(), 1);
    }
}
