//! Wiring of the officer-updates function.

use std::sync::Arc;

use aws::Config;
use lambda_http::{Adapter, Request, service_fn};
use lambda_runtime::{Error, Runtime};
use officer_updates::OfficerUpdates;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let updates = Arc::new(OfficerUpdates::new(&Config::from_env())?);
    let tail = updates.tail();
    let handler = service_fn(move |request: Request| {
        let updates = Arc::clone(&updates);
        async move { Ok::<_, Error>(updates.handle(request).await) }
    });
    Runtime::new(Adapter::from(handler)).layer(tail).run().await
}
