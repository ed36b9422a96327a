//! What an idle sweep costs when few and when very many complaints are open.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Map, Value, json};
use stack::template::TABLE_NAME;

use crate::error::{Context, Error, Result};
use crate::event::{Step, step_body};
use crate::http::Driver;
use crate::row::Row;
use crate::services::request;
use crate::whole::timed;

/// How many complaints are open.
const OPEN: [usize; 2] = [100, 100_000];
/// The figures are means over so many sweeps.
const SWEEPS: u32 = 20;
/// DynamoDB takes so many items in one BatchWriteItem.
const BATCH: usize = 25;
/// A woman that no other part of the bench knows.
const WOMAN: usize = 900_000;

/// Requests, units and milliseconds of a sweep with so many open.
pub(crate) async fn measure(driver: &Driver) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut open = 0;
    for wanted in OPEN {
        let what = format!("idle sweep, {wanted} complaints open: requests; read, write units; ms");
        rows.push(match cost(driver, open, wanted).await {
            Ok(figure) => Row::new(what, figure, ""),
            Err(why) => Row::missing(what, why),
        });
        open = wanted;
    }
    rows
}

async fn cost(driver: &Driver, open: usize, wanted: usize) -> Result<String> {
    let model = model(driver).await?;
    fill(driver, &model, open, wanted).await?;
    // One sweep first: a cold start, and whatever the model's own life left.
    sweep(driver).await?;
    driver.request(Method::DELETE, "/local/usage", &[], String::new()).await?;
    let mut time = Duration::ZERO;
    for _ in 0..SWEEPS {
        let (swept, took) = timed(sweep(driver)).await;
        time += took;
        match swept?["due"].as_u64() {
            Some(0) => {}
            due => return Err(Error::new("an idle sweep", format!("found {due:?} due"))),
        }
    }
    let used = driver.local("usage").await?;
    let mean = |name: &str| used["dynamodb"][name].as_f64().map(|total| total / f64::from(SWEEPS));
    let figures = mean("requests").zip(mean("read_units")).zip(mean("write_units"));
    let ((requests, read), write) = figures.context("the usage")?;
    Ok(format!("{requests}; {read}, {write}; {:.1}", (time / SWEEPS).as_secs_f64() * 1_000.0))
}

async fn sweep(driver: &Driver) -> Result<Value> {
    driver.request(Method::POST, "/local/sweep", &[], String::new()).await
}

/// The item of an open complaint, as the functions store it.
async fn model(driver: &Driver) -> Result<Map<String, Value>> {
    for step in Step::ALL {
        driver.webhook(step_body(WOMAN, step)).await?;
    }
    let open = json!({
        "TableName": TABLE_NAME,
        "FilterExpression": "begins_with(sk, :complaint) AND attribute_exists(list_pk)",
        "ExpressionAttributeValues": {":complaint": {"S": "B#"}},
    });
    let found = request(&driver.dynamodb_url, "Scan", &open).await?;
    let item = found["Items"].as_array().and_then(|items| items.first()?.as_object().cloned());
    item.context("finding an open complaint")
}

/// Adds complaints of other women until `wanted` are open.
async fn fill(driver: &Driver, model: &Map<String, Value>, open: usize, wanted: usize) -> Result<()> {
    let numbers: Vec<usize> = (open.max(1)..wanted).collect();
    for numbers in numbers.chunks(BATCH) {
        let puts: Vec<Value> =
            numbers.iter().map(|n| json!({"PutRequest": {"Item": copy(model, *n)}})).collect();
        let body = json!({"RequestItems": {TABLE_NAME: puts}});
        let written = request(&driver.dynamodb_url, "BatchWriteItem", &body).await?;
        if written["UnprocessedItems"].as_object().is_some_and(|left| !left.is_empty()) {
            return Err(Error::new("filling the table", "items were left unprocessed"));
        }
    }
    Ok(())
}

/// The same complaint in the partition of another woman.
fn copy(model: &Map<String, Value>, n: usize) -> Map<String, Value> {
    let mut item = model.clone();
    let pk = model["pk"]["S"].as_str().unwrap_or_default();
    let cell = pk.rsplit_once('#').map_or(pk, |(cell, _)| cell);
    item.insert("pk".to_owned(), json!({"S": format!("{cell}#{n:020x}")}));
    item
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_differ_in_the_woman_only() {
        let model =
            json!({"pk": {"S": "P#lko#0a"}, "sk": {"S": "B#LKO1"}}).as_object().cloned().unwrap_or_default();
        let copied = Value::Object(copy(&model, 255));
        assert_eq!(copied, json!({"pk": {"S": "P#lko#000000000000000000ff"}, "sk": {"S": "B#LKO1"}}));
    }
}
