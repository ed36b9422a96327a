//! Faults to inject and boundaries to die at, as the contract words them.
//!
//! Every request that a function makes passes here once, before it is done.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};

/// A service that a function calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each name says itself")]
pub enum Service {
    Dynamodb,
    Sns,
    Graph,
    Twilio,
    Gupshup,
    Infobip,
    Ses,
    S3,
}

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// The service's own answer to too many requests; nothing is done.
    Throttle,
    /// The service's own 500; nothing is done.
    Error,
    /// Nothing is done and nothing is answered.
    Timeout,
    /// It is done, but the caller sees a failure.
    LostResponse,
}

/// The next `count` calls, after `after` others, fail so.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Which service fails.
    pub service: Service,
    /// The DynamoDB operation or SNS action; all of them if absent.
    #[serde(default)]
    pub operation: Option<String>,
    /// How it fails.
    pub kind: FaultKind,
    /// How many calls fail; 1 if absent.
    #[serde(default = "one")]
    pub count: u32,
    /// How many calls pass first; 0 if absent.
    #[serde(default)]
    pub after: u32,
}

fn one() -> u32 {
    1
}

/// What kind of call a boundary is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Boundary {
    /// A DynamoDB request that may write.
    Commit,
    /// A DynamoDB request that only reads.
    Read,
    /// An SNS publish, a provider send, or the answer to Twilio.
    Send,
}

/// Where a function is to die.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each name says itself")]
pub enum At {
    BeforeCommit,
    AfterCommit,
    BeforeSend,
    AfterSend,
    BeforeRead,
    AfterRead,
}

/// A death that waits for its boundary.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kill {
    /// The function's name.
    pub function: String,
    /// At which boundary.
    pub at: At,
    /// Which such boundary of an invocation; 1 if absent.
    #[serde(default = "one")]
    pub nth: u32,
}

/// When a function dies at a boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Death {
    /// Before the request is done.
    Before,
    /// After it is done, before the answer returns.
    After,
}

/// One boundary that an invocation passed.
#[derive(Debug, Clone, Serialize)]
pub struct Passed {
    /// The invocation's id.
    pub invocation: String,
    /// The function's name.
    pub function: String,
    /// Which boundary of this kind in this invocation, from 1: a kill's `nth`.
    pub n: u32,
    /// The service called.
    pub service: Service,
    /// The DynamoDB operation, the SNS action, or `messages`/`twiml`.
    pub operation: String,
    /// What kind of boundary.
    pub kind: Boundary,
    /// Whether the caller had the answer already: a boundary of the tail.
    pub after_answer: bool,
}

/// Faults and kills that wait, and the boundaries passed.
#[derive(Debug, Default)]
pub struct Faults {
    faults: Mutex<Vec<Fault>>,
    kills: Mutex<Vec<Kill>>,
    passed: Mutex<Vec<Passed>>,
}

impl Faults {
    /// Adds a fault; several are tried in the order they were added.
    pub fn add(&self, fault: Fault) {
        crate::lock(&self.faults).push(fault);
    }

    /// Removes all faults.
    pub fn clear(&self) {
        crate::lock(&self.faults).clear();
    }

    /// The faults that still wait.
    #[must_use]
    pub fn waiting(&self) -> Vec<Fault> {
        crate::lock(&self.faults).clone()
    }

    /// Whether this call fails, and how. Counts the call.
    pub fn strike(&self, service: Service, operation: &str) -> Option<FaultKind> {
        let mut faults = crate::lock(&self.faults);
        let mut struck = None;
        for fault in faults.iter_mut() {
            let other = fault.operation.as_deref().is_some_and(|name| name != operation);
            if fault.service != service || other || fault.count == 0 {
                continue;
            }
            if fault.after > 0 {
                fault.after -= 1;
            } else {
                fault.count -= 1;
                struck = Some(fault.kind);
                break;
            }
        }
        faults.retain(|fault| fault.count > 0);
        struck
    }

    /// Arms a kill.
    pub fn arm(&self, kill: Kill) {
        crate::lock(&self.kills).push(kill);
    }

    /// Disarms all kills.
    pub fn disarm(&self) {
        crate::lock(&self.kills).clear();
    }

    /// The kills still armed.
    #[must_use]
    pub fn armed(&self) -> Vec<Kill> {
        crate::lock(&self.kills).clone()
    }

    /// Records a boundary; says whether the function dies at it.
    pub(crate) fn pass(&self, passed: Passed) -> Option<Death> {
        let mut kills = crate::lock(&self.kills);
        let hit = kills.iter().position(|kill| {
            kill.function == passed.function && kill.nth == passed.n && boundary_of(kill.at).0 == passed.kind
        });
        crate::lock(&self.passed).push(passed);
        hit.map(|index| boundary_of(kills.remove(index).at).1)
    }

    /// The boundaries passed since the last [`Faults::forget_boundaries`].
    #[must_use]
    pub fn boundaries(&self) -> Vec<Passed> {
        crate::lock(&self.passed).clone()
    }

    /// Starts the log of boundaries anew.
    pub fn forget_boundaries(&self) {
        crate::lock(&self.passed).clear();
    }
}

fn boundary_of(at: At) -> (Boundary, Death) {
    match at {
        At::BeforeCommit => (Boundary::Commit, Death::Before),
        At::AfterCommit => (Boundary::Commit, Death::After),
        At::BeforeSend => (Boundary::Send, Death::Before),
        At::AfterSend => (Boundary::Send, Death::After),
        At::BeforeRead => (Boundary::Read, Death::Before),
        At::AfterRead => (Boundary::Read, Death::After),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]
    use super::*;

    fn fault(text: &str) -> Fault {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn faults_strike_in_turn() {
        let check = |faults: &[&str], calls: &[&str], expected: &str| {
            let waiting = Faults::default();
            faults.iter().for_each(|text| waiting.add(fault(text)));
            let struck: String = calls
                .iter()
                .map(|call| if waiting.strike(Service::Dynamodb, call).is_some() { 'x' } else { '.' })
                .collect();
            assert_eq!(struck, expected, "{faults:?}");
        };
        let one = r#"{"service":"dynamodb","kind":"error"}"#;
        let later = r#"{"service":"dynamodb","kind":"throttle","after":1,"count":2}"#;
        let put = r#"{"service":"dynamodb","kind":"error","operation":"PutItem"}"#;
        let sns = r#"{"service":"sns","kind":"error"}"#;
        check(&[one], &["Query", "Query"], "x.");
        check(&[later], &["Query"; 4], ".xx.");
        check(&[put], &["Query", "PutItem", "PutItem"], ".x.");
        check(&[sns], &["Query"], ".");
        check(&[one, one], &["Query"; 3], "xx.");
    }

    #[test]
    fn unknown_words_are_refused() {
        for text in [r#"{"service":"ec2","kind":"error"}"#, r#"{"service":"sns","kind":"slow"}"#] {
            assert!(serde_json::from_str::<Fault>(text).is_err(), "{text}");
        }
    }

    fn passed(function: &str, kind: Boundary, n: u32) -> Passed {
        Passed {
            invocation: "i".into(),
            function: function.into(),
            n,
            service: Service::Sns,
            operation: "Publish".into(),
            kind,
            after_answer: false,
        }
    }

    #[test]
    fn a_kill_strikes_once_at_its_boundary() {
        let faults = Faults::default();
        faults.arm(Kill { function: "sla-sweeper".into(), at: At::AfterSend, nth: 2 });
        let check = |function, kind, n, expected| {
            assert_eq!(faults.pass(passed(function, kind, n)), expected);
        };
        check("sla-sweeper", Boundary::Send, 1, None);
        check("webhook-intake", Boundary::Send, 2, None);
        check("sla-sweeper", Boundary::Commit, 2, None);
        check("sla-sweeper", Boundary::Send, 2, Some(Death::After));
        check("sla-sweeper", Boundary::Send, 2, None);
        assert_eq!(faults.boundaries().len(), 5);
        assert!(faults.armed().is_empty());
    }
}
