//! How long verifying and parsing takes: one message of each provider (goal 50
//! microseconds), and Meta's largest body, 1,000 messages in 2.9 MB (goal 50
//! milliseconds). `cargo bench -p channels`; prints one table, judges nothing.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a measurement, made and printed here")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use channels::{Request, Secrets, exotel, gupshup, infobip, meta, msg91, twilio};
use domain::message::Inbound;

const SECRET: &str = "bench:secret";
const URL: &str = "https://helpline.example.gov.in";
/// Each figure is the best of so many rounds.
const ROUNDS: usize = 20;

type Verify = fn(&Secrets, &Request<'_>) -> bool;

/// One line of the table.
struct Row {
    name: &'static str,
    path: &'static str,
    header: (&'static str, String),
    body: Vec<u8>,
    verify: Verify,
    parse: fn(&[u8]) -> Vec<Inbound>,
    messages: usize,
    goal: Duration,
}

fn main() {
    println!("{:<22}{:>10}{:>14}{:>12}", "verify + parse", "bytes", "time", "goal");
    for row in rows() {
        let (bytes, time) = (row.body.len(), best(&row));
        println!(
            "{:<22}{bytes:>10}{:>14}{:>12}",
            row.name,
            format!("{time:.1?}"),
            format!("{:.0?}", row.goal)
        );
    }
}

/// The least mean time of a round of calls lasting some 10 milliseconds.
fn best(row: &Row) -> Duration {
    let calls: u32 = if row.messages > 1 { 1 } else { 1000 };
    let secrets = Secrets::parse(SECRET);
    let round = || {
        let start = Instant::now();
        for _ in 0..calls {
            assert_eq!(once(row, &secrets), row.messages, "{}", row.name);
        }
        start.elapsed() / calls
    };
    (0..ROUNDS).map(|_| round()).min().unwrap_or_default()
}

fn once(row: &Row, secrets: &Secrets) -> usize {
    let header = |name: &str| (name == row.header.0).then_some(row.header.1.as_str());
    let request = Request { method: "POST", path: row.path, query: "", header: &header, body: &row.body };
    if (row.verify)(secrets, black_box(&request)) { black_box((row.parse)(&row.body)).len() } else { 0 }
}

fn row(
    name: &'static str,
    path: &'static str,
    body: String,
    verify: Verify,
    parse: fn(&[u8]) -> Vec<Inbound>,
) -> Row {
    let goal = Duration::from_micros(50);
    Row { name, path, header: ("", String::new()), body: body.into_bytes(), verify, parse, messages: 1, goal }
}

fn rows() -> Vec<Row> {
    let text = "मेरे पति रोज़ शराब पीकर मारते हैं, कृपया मदद करें। पता: आलमबाग, लखनऊ";
    let whole = |row: Row| Row { messages: 1000, goal: Duration::from_millis(50), ..row };
    let by_meta = |name, body: String| {
        let header = ("x-hub-signature-256", meta::signature(SECRET, body.as_bytes()));
        Row { header, ..row(name, "/webhooks/meta", body, |s, r| meta::verify(s, r).is_ok(), meta::parse) }
    };
    let form: Vec<(String, String)> = [
        ("MessageSid", "SM00000000000000000000000000000001"),
        ("From", "whatsapp:+919000000001"),
        ("To", "whatsapp:+915220000001"),
        ("Body", text),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    let form = channels::form_encode(&form);
    let signature = twilio::signature(SECRET, &format!("{URL}/webhooks/twilio"), form.as_bytes());
    let by_twilio =
        row("twilio", "/webhooks/twilio", form, |s, r| twilio::verify(s, URL, r).is_ok(), twilio::parse);
    let by_infobip = row(
        "infobip",
        "/webhooks/infobip",
        format!(
            r#"{{"results":[{{"messageId":"1","from":"919000000001","to":"915220000001","text":"{text}"}}]}}"#
        ),
        |s, r| infobip::verify(s, r).is_ok(),
        infobip::parse,
    );
    vec![
        by_meta("meta", meta_body(1, text)),
        Row { header: ("x-twilio-signature", signature), ..by_twilio },
        row(
            "gupshup",
            "/webhooks/gupshup/bench:secret",
            format!(
                r#"{{"app":"A","timestamp":1,"version":2,"type":"message","payload":{{"id":"1","source":"919000000001","type":"text","payload":{{"text":"{text}"}}}}}}"#
            ),
            |s, r| gupshup::verify(s, r).is_ok(),
            gupshup::parse,
        ),
        Row { header: ("authorization", infobip::credential(SECRET)), ..by_infobip },
        row(
            "msg91",
            "/webhooks/msg91/bench:secret",
            format!(
                r#"{{"uuid":"1","customerNumber":"919000000001","integratedNumber":"915220000001","contentType":"text","text":"{text}"}}"#
            ),
            |s, r| msg91::verify(s, r).is_ok(),
            msg91::parse,
        ),
        row(
            "exotel",
            "/webhooks/exotel/bench:secret",
            format!(r#"{{"SmsSid":"1","From":"09000000001","To":"05220000001","Body":"{text}"}}"#),
            |s, r| exotel::verify(s, r).is_ok(),
            exotel::parse,
        ),
        whole(by_meta("meta, 1,000 messages", meta_body(1000, &"क".repeat(900)))),
    ]
}

fn meta_body(messages: usize, text: &str) -> String {
    let all: Vec<String> = (0..messages)
        .map(|i| {
            format!(
                r#"{{"from":"919000000001","id":"wamid.{i}","timestamp":"1767225600","type":"text","text":{{"body":"{text}"}}}}"#
            )
        })
        .collect();
    let metadata =
        r#""metadata":{"display_phone_number":"915220000001","phone_number_id":"100000000000001"}"#;
    let value = format!(r#"{{"messaging_product":"whatsapp",{metadata},"messages":[{}]}}"#, all.join(","));
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{"field":"messages","value":{value}}}]}}]}}"#
    )
}
