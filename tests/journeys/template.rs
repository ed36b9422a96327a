//! Holds template.yaml against the code: what is deployed, what may be reached,
//! what may be done, what is kept and what is never written down.
//!
//! `sam validate --lint` says whether the file is well formed; these tests say
//! whether it is ours.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use channels::adapter::{ADAPTERS, Kind};
use officer_updates::routes::ROUTES;
use serde_json::{Map, Value, json};
use serde_yaml_ng::Value as Yaml;

/// Environment names that hold no secret.
const PLAIN: [&str; 8] = [
    "FILES_BUCKET",
    "GUPSHUP_APPS",
    "GUPSHUP_TEMPLATE_IDS",
    "INFOBIP_API_URL",
    "META_GRAPH_URL",
    "PUBLIC_URL",
    "TABLE_NAME",
    "TWILIO_CONTENT_SIDS",
];
/// What the route of mail is told: no secret, but resources of this template.
const MAIL: [(&str, &str); 2] = [("MAIL_BUCKET", "Mails"), ("MAIL_TOPIC_ARN", "MailTopic")];
/// Secrets that every function needs: to read what she said, and to write to her.
const SENDING: [&str; 6] = [
    "DATA_KEY",
    "GUPSHUP_API_KEY",
    "INFOBIP_API_KEY",
    "META_ACCESS_TOKEN",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
];

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The template as JSON; a CloudFormation tag `!Tag value` becomes
/// `{"!Tag": value}`.
pub(crate) fn template() -> Value {
    untag(serde_yaml_ng::from_str(include_str!("../../template.yaml")).unwrap())
}

fn untag(yaml: Yaml) -> Value {
    match yaml {
        Yaml::Tagged(tagged) => json!({ tagged.tag.to_string(): untag(tagged.value) }),
        Yaml::Sequence(items) => items.into_iter().map(untag).collect(),
        Yaml::Mapping(entries) => {
            let entry = |(key, value): (Yaml, Yaml)| (key.as_str().unwrap().to_owned(), untag(value));
            Value::Object(entries.into_iter().map(entry).collect::<Map<_, _>>())
        }
        plain => serde_json::to_value(plain).unwrap(),
    }
}

/// The resources of one type, with their logical names.
pub(crate) fn resources<'a>(template: &'a Value, kind: &str) -> Vec<(&'a str, &'a Value)> {
    let all = template["Resources"].as_object().unwrap();
    let found: Vec<_> = all.iter().filter(|(_, r)| r["Type"] == kind).map(|(n, r)| (n.as_str(), r)).collect();
    assert!(!found.is_empty(), "no {kind} in template.yaml");
    found
}

pub(crate) fn functions(template: &Value) -> Vec<(&str, &Value)> {
    resources(template, "AWS::Serverless::Function")
}

/// What `!Ref` or `!GetAtt` names, without the attribute.
pub(crate) fn target(reference: &Value) -> &str {
    let name = reference.get("!Ref").or_else(|| reference.get("!GetAtt")).and_then(Value::as_str);
    name.unwrap().split('.').next().unwrap()
}

/// Every value under `key`, at any depth.
pub(crate) fn all_under<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a Value>) {
    if let Some(here) = value.get(key) {
        found.push(here);
    }
    match value {
        Value::Object(entries) => entries.values().for_each(|v| all_under(v, key, found)),
        Value::Array(items) => items.iter().for_each(|v| all_under(v, key, found)),
        _ => {}
    }
}

/// The statements of every policy a function runs under.
fn statements(template: &Value) -> Vec<&Value> {
    let mut lists = Vec::new();
    for kind in ["AWS::IAM::ManagedPolicy", "AWS::IAM::Role"] {
        for (_, resource) in resources(template, kind) {
            let properties = &resource["Properties"];
            for part in ["PolicyDocument", "Policies"] {
                all_under(&properties[part], "Statement", &mut lists);
            }
        }
    }
    lists.into_iter().flat_map(|list| list.as_array().unwrap()).collect()
}

fn actions(statement: &Value) -> Vec<&str> {
    match &statement["Action"] {
        Value::String(one) => vec![one],
        many => many.as_array().unwrap().iter().map(|a| a.as_str().unwrap()).collect(),
    }
}

/// The text of every Rust file in a room.
pub(crate) fn source(room: &str) -> String {
    fn read(dir: &Path, text: &mut String) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, text);
            } else if path.extension().is_some_and(|e| e == "rs") {
                text.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut text = String::new();
    read(&root().join(room), &mut text);
    text
}

fn variables(function: &Value) -> BTreeSet<String> {
    function["Properties"]["Environment"]["Variables"].as_object().unwrap().keys().cloned().collect()
}

#[test]
fn each_function_of_the_workspace_is_deployed_and_nothing_else() {
    let template = template();
    let deployed: BTreeSet<_> = functions(&template)
        .iter()
        .map(|(_, f)| f["Metadata"]["BuildProperties"]["Binary"].as_str().unwrap().to_owned())
        .collect();
    let written: BTreeSet<_> = std::fs::read_dir(root().join("functions"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(deployed, written);
    for (name, function) in functions(&template) {
        assert_eq!(function["Metadata"]["BuildMethod"], "rust-cargolambda", "{name}");
        let binary = function["Metadata"]["BuildProperties"]["Binary"].as_str().unwrap();
        assert_eq!(function["Properties"]["CodeUri"], format!("functions/{binary}"), "{name}");
    }
    let globals = &template["Globals"]["Function"];
    assert_eq!(globals["Runtime"], "provided.al2023");
    assert_eq!(globals["Handler"], "bootstrap");
    assert_eq!(globals["Architectures"], json!([{ "!Ref": "Architecture" }]));
    let architecture = &template["Parameters"]["Architecture"];
    assert_eq!(architecture["Default"], "arm64");
    assert_eq!(architecture["AllowedValues"], json!(["arm64", "x86_64"]));
}

#[test]
fn the_public_routes_are_these() {
    let template = template();
    let mut routes = BTreeSet::new();
    for (name, function) in functions(&template) {
        for event in function["Properties"]["Events"].as_object().unwrap().values() {
            if event["Type"] == "HttpApi" {
                let route = &event["Properties"];
                assert_eq!(target(&route["ApiId"]), "Api", "{name}");
                routes.insert(format!("{} {} {name}", route["Method"], route["Path"]).replace('"', ""));
            }
        }
    }
    let ours = |route: &str| route.ends_with(" OfficerUpdates");
    let (officers, webhooks): (BTreeSet<String>, BTreeSet<String>) =
        routes.into_iter().partition(|route| ours(route));
    let providers = ADAPTERS.iter().map(|it| format!("{} {} WebhookIntake", it.method, it.path));
    assert_eq!(webhooks, providers.collect());
    let officers: BTreeSet<&str> =
        officers.iter().filter_map(|it| it.strip_suffix(" OfficerUpdates")).collect();
    // Each line of the function's table is let through, and nothing is let
    // through in whole that has no line below it.
    for spec in ROUTES {
        // What answers GET answers HEAD.
        let methods: &[&str] = if spec.writes() { &["POST"] } else { &["GET", "HEAD"] };
        for method in methods {
            let through = officers.iter().filter(|route| lets_through(route, method, spec.pattern));
            let paths: BTreeSet<_> =
                through.filter_map(|route| route.split_once(' ')).map(|it| it.1).collect();
            assert_eq!(paths.len(), 1, "{method} {} in {officers:?}", spec.pattern);
        }
    }
    // The gateway refuses limits for a route that it does not have.
    for route in template["Resources"]["Api"]["Properties"]["RouteSettings"].as_object().unwrap().keys() {
        assert!(officers.contains(route.as_str()), "{route} has a limit and is no route");
    }
    for route in officers {
        let get = route.replacen("HEAD ", "GET ", 1);
        let leads = ROUTES.iter().any(|spec| lets_through(&get, spec.method, spec.pattern));
        assert!(leads, "{route} leads nowhere");
    }
}

/// Whether a route of the template lets this line of the table through: as it
/// stands, or below a path of which all is let through.
fn lets_through(route: &str, method: &str, pattern: &str) -> bool {
    let (own, path) = route.split_once(' ').unwrap();
    let fits = match path.strip_suffix("{proxy+}") {
        Some(above) => pattern.starts_with(above),
        None => path == pattern,
    };
    fits && (own == method || own == "ANY")
}

#[test]
fn the_access_log_holds_no_path_and_no_address() {
    let template = template();
    let settings = &template["Resources"]["Api"]["Properties"]["AccessLogSettings"];
    let format: Value = serde_json::from_str(settings["Format"].as_str().unwrap()).unwrap();
    let logged: BTreeSet<_> = format.as_object().unwrap().values().map(|v| v.as_str().unwrap()).collect();
    let allowed = [
        "$context.integrationErrorMessage",
        "$context.requestId",
        "$context.responseLatency",
        "$context.routeKey",
        "$context.status",
    ];
    assert_eq!(logged, allowed.into());
}

#[test]
fn every_log_is_kept_for_180_days() {
    let template = template();
    let groups = resources(&template, "AWS::Logs::LogGroup");
    for (name, group) in &groups {
        assert_eq!(group["Properties"]["RetentionInDays"], 180, "{name}");
        assert_eq!(group["DeletionPolicy"], "Retain", "{name}");
    }
    let mut writers: Vec<_> = functions(&template)
        .iter()
        .map(|(_, f)| target(&f["Properties"]["LoggingConfig"]["LogGroup"]))
        .collect();
    writers.push(target(&template["Resources"]["Api"]["Properties"]["AccessLogSettings"]["DestinationArn"]));
    let writers: BTreeSet<_> = writers.into_iter().collect();
    assert_eq!(writers, groups.iter().map(|(name, _)| *name).collect());
}

#[test]
fn no_function_may_more_than_it_does() {
    let template = template();
    let verbs = [
        "BatchGetItem",
        "BatchWriteItem",
        "ConditionCheckItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "UpdateItem",
    ];
    for statement in statements(&template) {
        assert_ne!(statement["Resource"], "*", "{statement}");
        for action in actions(statement) {
            let (service, verb) = action.split_once(':').unwrap();
            let fits = match service {
                "dynamodb" => verbs.contains(&verb),
                "kms" => verb != "*" && statement["Condition"]["StringEquals"]["kms:ViaService"].is_array(),
                "logs" => ["CreateLogStream", "PutLogEvents"].contains(&verb),
                "s3" => match statement["Resource"]["!Sub"].as_str() {
                    Some("${Files.Arn}/*") => ["GetObject", "PutObject"].contains(&verb),
                    Some("${Mails.Arn}/mail/*") => verb == "GetObject",
                    _ => false,
                },
                "ses" => {
                    let from = &statement["Condition"]["StringEquals"]["ses:FromAddress"];
                    ["SendEmail", "SendRawEmail"].contains(&verb)
                        && from == &json!({ "!Ref": "MailAddresses" })
                }
                "sns" => {
                    verb == "Publish" && statement["NotResource"]["!Sub"] == "arn:${AWS::Partition}:sns:*:*:*"
                }
                _ => false,
            };
            assert!(fits, "{action} in {statement}");
        }
    }
}

#[test]
fn an_index_is_read_only_by_the_function_that_needs_it() {
    let template = template();
    let readers = |index: &str| -> Vec<&str> {
        let wanted = json!({ "!Sub": format!("${{Table.Arn}}/index/{index}") });
        let reads = |role: &Value| {
            let mut found = Vec::new();
            all_under(role, "Resource", &mut found);
            found.contains(&&wanted)
        };
        resources(&template, "AWS::IAM::Role").into_iter().filter(|(_, r)| reads(r)).map(|(n, _)| n).collect()
    };
    assert_eq!(readers("due"), ["SlaSweeperRole"]);
    assert_eq!(readers("list"), ["OfficerUpdatesRole", "SlaSweeperRole"]);
    assert!(readers("*").is_empty());
}

#[test]
fn secrets_come_by_reference_and_only_to_who_needs_them() {
    let template = template();
    for (name, function) in functions(&template) {
        let mut expected: BTreeSet<String> = SENDING.map(str::to_owned).into();
        if name == "WebhookIntake" {
            let signed = ADAPTERS.iter().filter(|adapter| !matches!(adapter.kind, Kind::Mail));
            expected.extend(signed.map(|adapter| adapter.secret.to_owned()));
        }
        let mut set = variables(function);
        for (own, resource) in MAIL.into_iter().filter(|_| name == "WebhookIntake") {
            assert!(set.remove(own), "{own}");
            let value = &function["Properties"]["Environment"]["Variables"][own];
            assert_eq!(value, &json!({ "!Ref": resource }), "{own}");
        }
        assert_eq!(set, expected, "{name}");
        for secret in &expected {
            let value = &function["Properties"]["Environment"]["Variables"][secret]["!Sub"];
            let reference =
                format!("{{{{resolve:secretsmanager:helpline/${{Stage}}:SecretString:{secret}}}}}");
            assert_eq!(value, &json!(reference), "{name} {secret}");
        }
    }
    let globals = &template["Globals"]["Function"];
    assert_eq!(globals["KmsKeyArn"], json!({ "!GetAtt": "Key.Arn" }));
    let plain: Vec<_> = globals["Environment"]["Variables"].as_object().unwrap().keys().collect();
    assert_eq!(plain.into_iter().map(String::as_str).collect::<BTreeSet<_>>(), PLAIN.into());
}

#[test]
fn the_code_reads_what_the_template_sets() {
    let template = template();
    let code = source("shared/aws/src") + &source("shared/channels/src");
    let set: BTreeSet<_> = functions(&template).into_iter().flat_map(|(_, f)| variables(f)).collect();
    for name in set.iter().map(String::as_str).chain(PLAIN) {
        assert!(code.contains(&format!("\"{name}\"")), "no code reads {name}");
    }
}
