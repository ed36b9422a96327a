//! For every flow: dying at every boundary that it passes, and every call's
//! answer lost, then the provider's retry and two sweeps. Nothing may be lost,
//! nothing done twice but one message at most.
//!
//! The boundaries are found by playing the flow once undisturbed.

use std::collections::BTreeMap;
use std::fmt;

use aws_sdk_dynamodb::types::{DeleteRequest, WriteRequest};
use chrono::TimeDelta;
use futures_util::future::join_all;
use journeys::Helpline;
use journeys::stack::text;
use serde_json::{Value, json};

use crate::flows::{self, Flow, Scene, Shot, Step};
use crate::left::{Left, Sent, at_most_one_more};

/// What disturbs a flow at a boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The process dies before the call is done.
    DiesBefore,
    /// The process dies when it is done.
    DiesAfter,
    /// The call fails so, so many times.
    Fails(&'static str, u32),
}

const TABLE: [Way; 4] =
    [Way::DiesBefore, Way::DiesAfter, Way::Fails("lost-response", 1), Way::Fails("lost-response", 3)];
const SENDS: [Way; 5] = [
    Way::DiesBefore,
    Way::DiesAfter,
    Way::Fails("lost-response", 1),
    Way::Fails("error", 1),
    Way::Fails("timeout", 1),
];

/// How often a case is played to see it struck.
const MOST_TRIES: usize = 3;

/// A call that the step under test makes.
#[derive(Debug, Clone)]
struct Boundary {
    service: String,
    operation: String,
    kind: String,
    /// Which of its kind, from 1.
    n: u64,
    /// How many calls of the same operation came before.
    before: usize,
    after_answer: bool,
}

/// A play.
struct Played {
    /// The step's first answer.
    first: u16,
    /// The boundaries that the step passed.
    passed: Vec<Boundary>,
    /// Whether the disturbance took place.
    struck: bool,
    left: Left,
}

/// A flow disturbed at one boundary.
struct Case<'a> {
    flow: &'a Flow,
    boundary: &'a Boundary,
    way: Way,
}

impl fmt::Display for Case<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Boundary { operation, n, .. } = self.boundary;
        write!(f, "{}, {:?} at {operation} ({n})", self.flow.name, self.way)
    }
}

impl Case<'_> {
    async fn arm(&self, helpline: &Helpline) {
        let boundary = self.boundary;
        let (route, order) = match self.way {
            Way::Fails(kind, count) => (
                "faults",
                json!({"service": boundary.service, "operation": boundary.operation, "kind": kind,
                    "count": count, "after": boundary.before}),
            ),
            death => {
                let when = if death == Way::DiesBefore { "before" } else { "after" };
                let at = format!("{when}-{}", boundary.kind);
                ("kill", json!({"function": self.flow.function, "at": at, "nth": boundary.n}))
            }
        };
        let armed = helpline.tell("POST", route, &order).await;
        assert_eq!(armed.status, 204, "{self}: {}", armed.body);
    }

    /// What the caller of the struck invocation sees, where the flow's own
    /// answer is `clean`.
    fn expected_status(&self, clean: u16) -> u16 {
        let sweeps = self.flow.function == "sla-sweeper";
        match self.way {
            _ if self.boundary.after_answer => clean,
            Way::DiesBefore | Way::DiesAfter => 502,
            // The list of what is due cannot be read: the run fails, and says so.
            Way::Fails(_, 3) if sweeps && self.boundary.operation == "Query" && self.boundary.n == 1 => 502,
            Way::Fails(_, 3) if !sweeps => 503,
            Way::Fails(..) => clean,
        }
    }
}

/// Where a flow is played again and again, the table cleared between: what
/// looks into it reads it whole.
struct Stage {
    helpline: Helpline,
    table: aws::Table,
}

impl Stage {
    async fn set() -> Self {
        let helpline = Helpline::start().await;
        let table = helpline.table();
        Self { helpline, table }
    }

    /// Deletes everything but the policy.
    async fn clear(&self) {
        let (client, table) = (self.table.client(), self.table.name());
        let found = client.scan().table_name(table).projection_expression("pk, sk").send().await.unwrap();
        assert!(found.last_evaluated_key.is_none(), "more than one play's items");
        let keys = found.items.unwrap_or_default().into_iter();
        let keys = keys.filter(|key| aws::items::text(key, aws::keys::PK) != Some(aws::keys::POLICY));
        let deletes: Vec<WriteRequest> = keys
            .map(|key| DeleteRequest::builder().set_key(Some(key)).build().unwrap())
            .map(|delete| WriteRequest::builder().delete_request(delete).build())
            .collect();
        for batch in deletes.chunks(25) {
            client.batch_write_item().request_items(table, batch.to_vec()).send().await.unwrap();
        }
    }
}

async fn boundaries(helpline: &Helpline) -> Vec<Boundary> {
    let passed = helpline.local("boundaries").await;
    let passed = passed.as_array().expect("a list");
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let read = |passed: &Value| {
        let operation = text(&passed["operation"]);
        let before = seen.entry(operation.clone()).or_default();
        *before += 1;
        Boundary {
            service: text(&passed["service"]),
            kind: text(&passed["kind"]),
            n: passed["n"].as_u64().expect("a number"),
            before: *before - 1,
            after_answer: passed["after_answer"] == true,
            operation,
        }
    };
    passed.iter().map(read).collect()
}

/// Plays a flow, disturbed or not: its first answer, its boundaries, and what
/// it left. A disturbed step is retried as whoever called would do it.
async fn play(stage: &Stage, flow: &Flow, case: Option<&Case<'_>>) -> Played {
    stage.clear().await;
    let helpline = &stage.helpline;
    let mut scene = Scene::open(helpline).await;
    for part in flow.before {
        scene.play(part).await;
    }
    let before = Sent::to(&scene).await;
    let shot = scene.load(&flow.step).await;
    helpline.tell("DELETE", "boundaries", &json!({})).await;
    if let Some(case) = case {
        case.arm(helpline).await;
    }
    let first = scene.fire(&shot).await;
    let passed = boundaries(helpline).await;
    let mut status = first;
    let struck = disarm(helpline).await;
    if case.is_some() && !matches!(shot, Shot::Sweep) {
        status = scene.fire(&shot).await;
    }
    for _ in 0..2 {
        scene.pass(TimeDelta::minutes(1)).await;
        status = if matches!(shot, Shot::Sweep) {
            scene.fire(&shot).await
        } else {
            status.max(sweep(&scene).await)
        };
    }
    if let Some(then) = &flow.then {
        scene.play(&[*then]).await;
    }
    let left = Left::of(&scene, status, &before).await;
    Played { first, passed, struck, left }
}

async fn sweep(scene: &Scene<'_>) -> u16 {
    scene.fire(&Shot::Sweep).await
}

/// Whether the order struck; what is left of it is taken back.
async fn disarm(helpline: &Helpline) -> bool {
    let waiting = [helpline.local("kill").await, helpline.local("faults").await];
    for route in ["kill", "faults"] {
        helpline.tell("DELETE", route, &json!({})).await;
    }
    waiting == [json!([]), json!([])]
}

/// What is wrong with a disturbed play; nothing, one hopes.
fn wrong(case: &Case<'_>, clean: &Played, got: &Played) -> Vec<String> {
    let same =
        |what: &str, clean: String, got: String| (clean != got).then(|| format!("{what}: {clean} but {got}"));
    let first = if got.struck { case.expected_status(clean.first) } else { clean.first };
    let (left, clean) = (&got.left, &clean.left);
    let found = [
        same("first answer", first.to_string(), got.first.to_string()),
        same("last answer", clean.status.to_string(), left.status.to_string()),
        same("complaints", json!(clean.complaints).to_string(), json!(left.complaints).to_string()),
        same("messages", clean.messages.to_string(), left.messages.to_string()),
        same("pending", "0".to_owned(), left.pending.to_string()),
        at_most_one_more("SMS", &clean.sent.sms, &left.sent.sms),
        at_most_one_more("replies", &clean.sent.replies, &left.sent.replies),
    ];
    found.into_iter().flatten().map(|what| format!("{case}: {what}")).collect()
}

/// A case, played until the disturbance took place: on a busy machine another
/// sandbox, warm or cold, may have got the step.
async fn strike(stage: &Stage, case: &Case<'_>, clean: &Played) -> Vec<String> {
    let mut found = Vec::new();
    for _ in 0..MOST_TRIES {
        let played = play(stage, case.flow, Some(case)).await;
        found.extend(wrong(case, clean, &played));
        if played.struck {
            return found;
        }
    }
    found.push(format!("{case}: it never passed there"));
    found
}

/// One flow at every boundary, in every way: what went wrong.
async fn disturb(flow: &Flow) -> Vec<String> {
    let stage = Stage::set().await;
    let clean = play(&stage, flow, None).await;
    assert!(!clean.passed.is_empty(), "{}: no boundary", flow.name);
    let mut cases = 0;
    let mut found = Vec::new();
    for boundary in &clean.passed {
        let ways: &[Way] = if boundary.service == "dynamodb" { &TABLE } else { &SENDS };
        for way in ways {
            found.extend(strike(&stage, &Case { flow, boundary, way: *way }, &clean).await);
            cases += 1;
        }
    }
    tell(&format!("{}: {} boundaries, {cases} cases", flow.name, clean.passed.len()));
    stage.helpline.end(&["प्रमाण", "4711", "लेखपाल", "+9190"]).await;
    found
}

#[expect(clippy::print_stdout, reason = "how much was tried is part of the result")]
fn tell(what: &str) {
    println!("{what}");
}

async fn check(flows: &[Flow]) {
    let found: Vec<String> = join_all(flows.iter().map(disturb)).await.concat();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn what_she_does_survives_dying_anywhere() {
    check(&flows::HERS).await;
}

#[tokio::test]
async fn what_the_clock_does_survives_dying_anywhere() {
    check(&flows::CLOCKS).await;
}

#[tokio::test]
async fn what_officers_do_survives_dying_anywhere() {
    check(&flows::OFFICERS).await;
}

#[tokio::test]
async fn every_end_survives_dying_anywhere() {
    check(&flows::ENDS).await;
}

#[tokio::test]
async fn a_flow_undisturbed_has_its_effects() {
    let stage = Stage::set().await;
    for flow in [&flows::HERS[2], &flows::CLOCKS[2]] {
        let Played { first, left, .. } = play(&stage, flow, None).await;
        assert_eq!((first, left.pending), (200, json!(0)), "{}", flow.name);
        assert_eq!(left.sent.sms.values().sum::<usize>(), 1, "{}", flow.name);
        assert!(matches!(flow.step, Step::SweepAt(_)) || left.sent.replies.len() == 1, "{}", flow.name);
    }
    stage.helpline.end(&[]).await;
}
