//! The least that a webhook can cost: one Query, one PutItem, one answer,
//! with the helpline's own client and nothing else. The bench puts it beside
//! webhook-intake, so that what the helpline adds is seen.

use aws::{Config, clients};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use lambda_http::{Adapter, Body, Request, Response, service_fn};
use lambda_runtime::{Error, Runtime};

/// The partition that it writes to; nothing of the helpline's begins so.
const PARTITION: &str = "BARE";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let config = Config::from_env();
    let client = clients::dynamodb(&config, &clients::connector(&config)?)?;
    let table = config.need("TABLE_NAME")?;
    let handler = service_fn(move |request: Request| {
        let (client, table) = (client.clone(), table.clone());
        async move { answer(&client, &table, &request).await }
    });
    Runtime::new(Adapter::from(handler)).run().await
}

async fn answer(client: &Client, table: &str, request: &Request) -> Result<Response<Body>, Error> {
    let partition = AttributeValue::S(PARTITION.to_owned());
    let found = client
        .query()
        .table_name(table)
        .consistent_read(true)
        .key_condition_expression("pk = :pk AND sk BETWEEN :a AND :z")
        .expression_attribute_values(":pk", partition.clone())
        .expression_attribute_values(":a", AttributeValue::S("A".to_owned()))
        .expression_attribute_values(":z", AttributeValue::S("B~".to_owned()))
        .send()
        .await?;
    let seen = found.count().to_string();
    client
        .put_item()
        .table_name(table)
        .item("pk", partition)
        .item("sk", AttributeValue::S("Z".to_owned()))
        .item("bytes", AttributeValue::N(request.body().len().to_string()))
        .item("seen", AttributeValue::N(seen))
        .send()
        .await?;
    Ok(Response::new(Body::from("{}")))
}
