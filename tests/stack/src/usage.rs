//! What the functions used: the figures of `/local/usage`.
//!
//! A failed condition is billed by DynamoDB (at least one unit) but reported
//! by nobody; it is counted here as a failed request, without units.

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde::Serialize;
use serde_json::Value;

/// Read and write units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Units {
    /// Read units.
    pub read_units: f64,
    /// Write units.
    pub write_units: f64,
}

impl Units {
    fn add(&mut self, other: Self) {
        self.read_units += other.read_units;
        self.write_units += other.write_units;
    }
}

/// One DynamoDB operation's requests and units.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct OperationUsage {
    /// Requests on the wire, retries included.
    pub requests: u64,
    /// Those of them that were not answered with 200.
    pub failed: u64,
    /// All units: table and indexes.
    #[serde(flatten)]
    pub total: Units,
    /// The tables' part.
    pub table: Units,
    /// Each index's part.
    pub indexes: BTreeMap<String, Units>,
}

/// DynamoDB as a whole.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DynamoUsage {
    /// Requests on the wire.
    pub requests: u64,
    /// All units.
    #[serde(flatten)]
    pub total: Units,
    /// By operation (`Query`, `TransactWriteItems`, ...).
    pub operations: BTreeMap<String, OperationUsage>,
}

/// Calls of another service.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Calls {
    /// Requests on the wire.
    pub requests: u64,
    /// By operation.
    pub operations: BTreeMap<String, u64>,
}

impl Calls {
    fn count(&mut self, operation: &str) {
        self.requests += 1;
        *self.operations.entry(operation.to_owned()).or_default() += 1;
    }
}

/// Everything since the last reset.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Counts {
    /// DynamoDB.
    pub dynamodb: DynamoUsage,
    /// SNS.
    pub sns: Calls,
    /// The WhatsApp Graph API.
    pub graph: Calls,
    /// Twilio's REST API.
    pub twilio: Calls,
    /// Gupshup's API.
    pub gupshup: Calls,
    /// Infobip's API.
    pub infobip: Calls,
    /// SES.
    pub ses: Calls,
    /// Invocations, by function.
    pub invocations: BTreeMap<String, u64>,
}

/// The counters.
#[derive(Debug, Default)]
pub struct Usage(Mutex<Counts>);

impl Usage {
    /// The figures now.
    #[must_use]
    pub fn counts(&self) -> Counts {
        crate::lock(&self.0).clone()
    }

    /// Starts anew.
    pub fn reset(&self) {
        *crate::lock(&self.0) = Counts::default();
    }

    /// Counts an invocation.
    pub(crate) fn invocation(&self, function: &str) {
        *crate::lock(&self.0).invocations.entry(function.to_owned()).or_default() += 1;
    }

    /// Counts a call of SNS or of a messaging provider.
    pub(crate) fn call(&self, service: crate::faults::Service, operation: &str) {
        use crate::faults::Service;
        let counts = &mut *crate::lock(&self.0);
        match service {
            Service::Sns => counts.sns.count(operation),
            Service::Graph => counts.graph.count(operation),
            Service::Twilio => counts.twilio.count(operation),
            Service::Gupshup => counts.gupshup.count(operation),
            Service::Infobip => counts.infobip.count(operation),
            Service::Ses => counts.ses.count(operation),
            Service::Dynamodb | Service::S3 => {}
        }
    }

    /// Counts a DynamoDB request with the `ConsumedCapacity` of its answer.
    pub(crate) fn dynamodb(&self, operation: &str, succeeded: bool, capacity: &Value) {
        let counts = &mut crate::lock(&self.0).dynamodb;
        counts.requests += 1;
        let usage = counts.operations.entry(operation.to_owned()).or_default();
        usage.requests += 1;
        usage.failed += u64::from(!succeeded);
        let several = capacity.as_array().map_or(std::slice::from_ref(capacity), Vec::as_slice);
        for one in several.iter().filter(|one| one.is_object()) {
            let total = units(one, operation);
            usage.total.add(total);
            usage.table.add(units(&one["Table"], operation));
            for (name, index) in one["GlobalSecondaryIndexes"].as_object().into_iter().flatten() {
                usage.indexes.entry(name.clone()).or_default().add(units(index, operation));
            }
            counts.total.add(total);
        }
    }
}

/// Whether an operation may write: the commit boundary.
#[must_use]
pub fn writes(operation: &str) -> bool {
    matches!(operation, "PutItem" | "UpdateItem" | "DeleteItem" | "TransactWriteItems" | "BatchWriteItem")
}

fn units(capacity: &Value, operation: &str) -> Units {
    let number = |key: &str| capacity[key].as_f64();
    let all = number("CapacityUnits").unwrap_or_default();
    let (read, write) = if writes(operation) { (0.0, all) } else { (all, 0.0) };
    match (number("ReadCapacityUnits"), number("WriteCapacityUnits")) {
        (None, None) => Units { read_units: read, write_units: write },
        (r, w) => Units { read_units: r.unwrap_or_default(), write_units: w.unwrap_or_default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn units_by_table_and_index() {
        let usage = Usage::default();
        let write = json!({"TableName": "t", "CapacityUnits": 3.0, "Table": {"CapacityUnits": 2.0},
            "GlobalSecondaryIndexes": {"due": {"CapacityUnits": 1.0}}});
        usage.dynamodb("TransactWriteItems", true, &json!([write.clone(), write]));
        usage.dynamodb("Query", true, &json!({"CapacityUnits": 0.5, "Table": {"CapacityUnits": 0.5}}));
        usage.dynamodb("Query", false, &Value::Null);
        let counts = usage.counts().dynamodb;
        assert_eq!(counts.requests, 3);
        assert_eq!(counts.total, Units { read_units: 0.5, write_units: 6.0 });
        let transact = &counts.operations["TransactWriteItems"];
        assert_eq!(transact.table.write_units.to_string(), "4");
        assert_eq!(transact.indexes["due"].write_units.to_string(), "2");
        assert_eq!(counts.operations["Query"].failed, 1);
    }
}
