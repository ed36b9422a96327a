//! Holds template.yaml against what must go on by itself: the clock, the alarms,
//! the build.

#![allow(clippy::unwrap_used, reason = "a test")]

use serde_json::{Value, json};

use crate::template::{functions, resources, root, template};

#[test]
fn the_clock_ticks_each_minute_and_says_the_time() {
    let template = template();
    let sweeper = &template["Resources"]["SlaSweeper"]["Properties"];
    let minute = &sweeper["Events"]["Minute"];
    assert_eq!(minute["Type"], "ScheduleV2");
    assert_eq!(minute["Properties"]["ScheduleExpression"], "rate(1 minute)");
    let input: Value = serde_json::from_str(minute["Properties"]["Input"].as_str().unwrap()).unwrap();
    assert_eq!(input, json!({ "time": "<aws.scheduler.scheduled-time>" }));
    assert!(sweeper["Timeout"].as_u64().unwrap() < 60, "a run must end before the next one");
    assert_eq!(sweeper["EventInvokeConfig"]["MaximumRetryAttempts"], 0);
}

/// Else a sweep would send what an invocation is still about to send, or the
/// gateway would give up a body that is still being stored.
#[test]
fn an_invocation_ends_before_its_lease_and_before_the_gateway() {
    let template = template();
    let seconds = template["Resources"]["WebhookIntake"]["Properties"]["Timeout"].as_i64().unwrap();
    assert!(seconds < 30, "API Gateway waits for 30 s");
    assert!(helpline::service::LEASE.num_seconds() > seconds);
    assert!(helpline::service::LEASE.num_seconds() < 60, "the next sweep takes over");
}

#[test]
fn somebody_is_told() {
    let template = template();
    let alarms = resources(&template, "AWS::CloudWatch::Alarm");
    for (name, alarm) in &alarms {
        assert_eq!(alarm["Properties"]["AlarmActions"], json!([{ "!Ref": "AlarmTopic" }]), "{name}");
    }
    let silent = &template["Resources"]["SweeperSilentAlarm"]["Properties"];
    assert_eq!(silent["TreatMissingData"], "breaching");
    for (function, _) in functions(&template) {
        let watched = json!([{ "Name": "FunctionName", "Value": { "!Ref": function } }]);
        let watches = |alarm: &Value| alarm["MetricName"] == "Errors" && alarm["Dimensions"] == watched;
        assert!(alarms.iter().any(|(_, a)| watches(&a["Properties"])), "no error alarm for {function}");
    }
    let filters = resources(&template, "AWS::Logs::MetricFilter");
    let failed = r#"{ $.kind = "sms_failed" }"#;
    let heard = filters.iter().filter(|(_, f)| f["Properties"]["FilterPattern"] == failed).count();
    assert_eq!(heard, functions(&template).len(), "each function sends SMS");
}

#[test]
fn the_build_leaves_the_slow_entropy_out() {
    let cargo = std::fs::read_to_string(root().join(".cargo/config.toml")).unwrap();
    assert!(cargo.contains("AWS_LC_SYS_NO_JITTER_ENTROPY = \"1\""));
}
