//! API Gateway's payload format 2.0: the event in, the answer out.
//!
//! Source: "Working with AWS Lambda proxy integrations for HTTP APIs" in the
//! API Gateway developer guide.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

/// A request as it reached the gateway, with the route it was matched to.
pub(crate) struct Request<'a> {
    pub(crate) method: &'a Method,
    pub(crate) uri: &'a Uri,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a Bytes,
    /// Method and path of the route as the template has them.
    pub(crate) route_key: &'a str,
    pub(crate) path_parameters: &'a BTreeMap<String, String>,
    pub(crate) source_ip: &'a str,
    pub(crate) now: DateTime<Utc>,
}

/// The event for a request.
pub(crate) fn build(request: &Request<'_>) -> Value {
    let query = request.uri.query().unwrap_or_default();
    let mut event = json!({
        "version": "2.0",
        "routeKey": request.route_key,
        "rawPath": request.uri.path(),
        "rawQueryString": query,
        "headers": headers(request),
        "requestContext": context(request),
        "isBase64Encoded": false,
    });
    let cookies = cookies(request.headers);
    if !cookies.is_empty() {
        event["cookies"] = json!(cookies);
    }
    if !query.is_empty() {
        event["queryStringParameters"] = query_parameters(query);
    }
    if !request.path_parameters.is_empty() {
        event["pathParameters"] = json!(request.path_parameters);
    }
    if !request.body.is_empty() {
        let text = is_text(request.headers).then(|| std::str::from_utf8(request.body).ok());
        let text = text.flatten();
        event["isBase64Encoded"] = json!(text.is_none());
        event["body"] = text.map_or_else(|| json!(STANDARD.encode(request.body)), |t| json!(t));
    }
    event
}

fn text(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

/// Lower-case names, several values joined by commas, what the gateway adds.
fn headers(request: &Request<'_>) -> Value {
    let mut joined = BTreeMap::<String, String>::new();
    for (name, value) in request.headers {
        if name == header::COOKIE {
            continue;
        }
        let entry = joined.entry(name.as_str().to_owned());
        entry.and_modify(|v| *v = format!("{v},{}", text(value))).or_insert_with(|| text(value));
    }
    let host = joined.entry("host".into()).or_insert_with(|| "127.0.0.1".into()).clone();
    let port = host.rsplit_once(':').map_or("80", |(_, port)| port).to_owned();
    joined.entry("content-length".into()).or_insert_with(|| request.body.len().to_string());
    joined.entry("x-forwarded-for".into()).or_insert_with(|| request.source_ip.to_owned());
    joined.entry("x-forwarded-proto".into()).or_insert_with(|| "http".into());
    joined.entry("x-forwarded-port".into()).or_insert(port);
    joined.entry("x-amzn-trace-id".into()).or_insert_with(trace_id);
    json!(joined)
}

/// A trace id in X-Ray's form.
pub(crate) fn trace_id() -> String {
    let id = uuid::Uuid::new_v4().simple().to_string();
    let (seconds, rest) = id.split_at(8);
    format!("Root=1-{seconds}-{}", rest.get(..24).unwrap_or(rest))
}

fn cookies(headers: &HeaderMap) -> Vec<String> {
    let all = headers.get_all(header::COOKIE).iter().map(text);
    let split = all.flat_map(|line| line.split(';').map(|c| c.trim().to_owned()).collect::<Vec<_>>());
    split.filter(|cookie| !cookie.is_empty()).collect()
}

fn query_parameters(query: &str) -> Value {
    let mut joined = Map::new();
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        match joined.get_mut(key.as_ref()) {
            Some(Value::String(before)) => *before = format!("{before},{value}"),
            _ => _ = joined.insert(key.into_owned(), json!(value)),
        }
    }
    joined.into()
}

fn context(request: &Request<'_>) -> Value {
    let agent = request.headers.get(header::USER_AGENT).map(text).unwrap_or_default();
    json!({
        "accountId": "000000000000",
        "apiId": "local",
        "domainName": "local.execute-api.ap-south-1.amazonaws.com",
        "domainPrefix": "local",
        "http": {
            "method": request.method.as_str(),
            "path": request.uri.path(),
            "protocol": "HTTP/1.1",
            "sourceIp": request.source_ip,
            "userAgent": agent,
        },
        "requestId": uuid::Uuid::new_v4().to_string(),
        "routeKey": request.route_key,
        "stage": "$default",
        "time": request.now.format("%d/%b/%Y:%H:%M:%S +0000").to_string(),
        "timeEpoch": request.now.timestamp_millis(),
    })
}

/// Whether API Gateway passes a body of this type as text.
fn is_text(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).map(text).unwrap_or_default();
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let listed = ["application/json", "application/javascript", "application/xml"];
    kind.starts_with("text/")
        || listed.contains(&kind.as_str())
        || kind.ends_with("+json")
        || kind.ends_with("+xml")
}

/// A function's answer, as the gateway's caller gets it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Reads what a function answered; `None` if the gateway would refuse it.
pub(crate) fn answer(payload: &[u8]) -> Option<Answer> {
    let value: Value = serde_json::from_slice(payload).ok()?;
    let Some(status) = value.get("statusCode") else {
        return inferred(&value);
    };
    let status = status.as_u64().or_else(|| status.as_str()?.parse().ok())?;
    let body = value["body"].as_str().unwrap_or_default();
    if !(value["body"].is_string() || value["body"].is_null()) {
        return None;
    }
    let body = match value["isBase64Encoded"].as_bool() {
        Some(true) => STANDARD.decode(body).ok()?,
        _ => body.as_bytes().to_vec(),
    };
    Some(Answer {
        status: StatusCode::from_u16(u16::try_from(status).ok()?).ok()?,
        headers: answer_headers(&value)?,
        body: body.into(),
    })
}

/// An answer without `statusCode` is the body of a 200, as JSON.
fn inferred(value: &Value) -> Option<Answer> {
    let body = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Some(Answer { status: StatusCode::OK, headers, body: body.into() })
}

fn answer_headers(value: &Value) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    let single = value["headers"].as_object().into_iter().flatten();
    let single = single.map(|(name, value)| (name.as_str(), value));
    let multiple = value["multiValueHeaders"].as_object().into_iter().flatten();
    let multiple = multiple.flat_map(|(name, values)| {
        values.as_array().into_iter().flatten().map(move |value| (name.as_str(), value))
    });
    let cookies = value["cookies"].as_array().into_iter().flatten();
    let cookies = cookies.map(|cookie| ("set-cookie", cookie));
    for (name, value) in single.chain(multiple).chain(cookies) {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let name: HeaderName = name.parse().ok()?;
        let value: HeaderValue = text.parse().ok()?;
        // lambda_http names a header in `headers` and in `multiValueHeaders`.
        let repeated = headers.get_all(&name).iter().any(|known| known == value);
        if name != header::CONTENT_LENGTH && !repeated {
            headers.append(name, value);
        }
    }
    if !headers.contains_key(header::CONTENT_TYPE) {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain;charset=utf-8"));
    }
    Some(headers)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;

    fn event(uri: &str, headers: &[(&str, &str)], body: &[u8]) -> Value {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        }
        build(&Request {
            method: &Method::POST,
            uri: &uri.parse().unwrap(),
            headers: &map,
            body: &Bytes::copy_from_slice(body),
            route_key: "POST /webhooks/{secret}",
            path_parameters: &BTreeMap::from([("secret".into(), "x".into())]),
            source_ip: "127.0.0.1",
            now: "2026-12-01T04:30:00.250Z".parse().unwrap(),
        })
    }

    #[test]
    fn bodies_are_text_or_base64() {
        let check = |content_type: &str, body: &[u8], expected: Option<&str>| {
            let event = event("/webhooks/x", &[("content-type", content_type)], body);
            let got = (event["isBase64Encoded"] == false).then(|| event["body"].as_str().unwrap());
            assert_eq!(got, expected, "{content_type}");
        };
        check("application/json", "नमस्ते".as_bytes(), Some("नमस्ते"));
        check("application/json; charset=UTF-8", b"{}", Some("{}"));
        check("application/problem+json", b"{}", Some("{}"));
        check("application/json", b"\xff", None);
        check("application/x-www-form-urlencoded", b"a=b", None);
        check("text/plain", b"hi", Some("hi"));
        check("", b"hi", None);
    }

    #[test]
    fn the_shape_of_an_event() {
        let event = event(
            "/webhooks/x?a=1&b=%20&a=2",
            &[("Host", "h:9000"), ("X-A", "1"), ("x-a", "2"), ("cookie", "k=v; l=w")],
            b"",
        );
        assert_eq!(event["rawQueryString"], "a=1&b=%20&a=2");
        assert_eq!(event["queryStringParameters"], json!({"a": "1,2", "b": " "}));
        assert_eq!(event["headers"]["x-a"], "1,2");
        assert_eq!(event["headers"]["x-forwarded-port"], "9000");
        assert_eq!(event["headers"].get("cookie"), None);
        assert_eq!(event["cookies"], json!(["k=v", "l=w"]));
        assert_eq!(event["pathParameters"], json!({"secret": "x"}));
        assert_eq!(event["requestContext"]["time"], "01/Dec/2026:04:30:00 +0000");
        assert_eq!(event["requestContext"]["timeEpoch"], 1_796_099_400_250_i64);
        assert_eq!(event.get("body"), None);
    }

    #[test]
    fn answers() {
        let check = |payload: &str, expected: Option<(u16, &str)>| {
            let got = answer(payload.as_bytes());
            let got = got.map(|a| (a.status.as_u16(), String::from_utf8(a.body.to_vec()).unwrap()));
            assert_eq!(got, expected.map(|(s, b)| (s, b.to_owned())), "{payload}");
        };
        check(r#"{"statusCode":201,"body":"hi"}"#, Some((201, "hi")));
        check(r#"{"statusCode":200,"body":"aGk=","isBase64Encoded":true}"#, Some((200, "hi")));
        check(r#"{"statusCode":204}"#, Some((204, "")));
        check(r#"{"done":1}"#, Some((200, r#"{"done":1}"#)));
        check(r#""text""#, Some((200, "text")));
        check(r#"{"statusCode":200,"body":{"a":1}}"#, None);
        check(r#"{"statusCode":9}"#, None);
        check("", None);
    }

    #[test]
    fn cookies_become_headers() {
        let payload = r#"{"statusCode":200,"headers":{"x-a":"1"},"multiValueHeaders":{"x-a":["1","2"]},"cookies":["a=1","b=2"]}"#;
        let headers = answer(payload.as_bytes()).unwrap().headers;
        assert_eq!(headers.get_all("set-cookie").iter().count(), 2);
        assert_eq!(headers.get_all("x-a").iter().count(), 2);
    }
}
