//! Wiring of the webhook-intake function.

use std::sync::Arc;

use aws::Config;
use lambda_http::{Adapter, Request, service_fn};
use lambda_runtime::{Error, Runtime};
use webhook_intake::Intake;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let intake = Arc::new(Intake::new(&Config::from_env())?);
    let tail = intake.tail();
    let handler = service_fn(move |request: Request| {
        let intake = Arc::clone(&intake);
        async move { Ok::<_, Error>(intake.handle(request).await) }
    });
    Runtime::new(Adapter::from(handler)).layer(tail).run().await
}
