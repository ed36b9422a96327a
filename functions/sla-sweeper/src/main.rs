//! Wiring of the sla-sweeper function.

use std::sync::Arc;

use aws::Config;
use lambda_runtime::{Error, LambdaEvent, Runtime, service_fn};
use sla_sweeper::{Sweeper, Tick};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let sweeper = Arc::new(Sweeper::new(&Config::from_env())?);
    let handler = service_fn(move |event: LambdaEvent<Tick>| {
        let sweeper = Arc::clone(&sweeper);
        async move { sweeper.handle(event).await.map_err(Error::from) }
    });
    Runtime::new(handler).run().await
}
