//! A transaction on the wire: sent, sent again where it only met another in a
//! sum, and why its writes were refused.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::TransactWriteItem;

/// Why a transaction was not done.
pub(crate) type Error = SdkError<TransactWriteItemsError>;

/// How long is waited, in milliseconds, before a transaction that met another
/// in a tally is sent again. Together they are shorter than a webhook's patience.
const PAUSES: [u64; 6] = [20, 40, 80, 160, 320, 640];

/// The code of a write whose condition did not hold.
pub(crate) const FAILED: &str = "ConditionalCheckFailed";

/// Sends a transaction. Others' registrations meet ours in a tally of the same
/// month and officer: that alone decides nothing anew, so it is sent again.
pub(crate) async fn send(client: &Client, writes: Vec<TransactWriteItem>, own: usize) -> Result<(), Error> {
    for pause in PAUSES {
        let sent = client.transact_write_items().set_transact_items(Some(writes.clone())).send().await;
        match sent {
            Err(error) if only_tallies_met(&error, own) => {
                #[expect(clippy::disallowed_methods, reason = "it decides nothing: who met must part")]
                tokio::time::sleep(Duration::from_millis(jitter(pause))).await;
            }
            sent => return sent.map(drop),
        }
    }
    client.transact_write_items().set_transact_items(Some(writes)).send().await.map(drop)
}

/// Whether nothing but a conflict on a tally refused it: `own` writes come before those.
fn only_tallies_met(error: &Error, own: usize) -> bool {
    let Some(codes) = codes(error) else { return false };
    let mut refused = codes.into_iter().enumerate().filter(|(_, code)| *code != "None").peekable();
    refused.peek().is_some() && refused.all(|(place, code)| place >= own && code == "TransactionConflict")
}

/// Between half of a time and all of it, by chance, so that those who met part.
fn jitter(most: u64) -> u64 {
    let mut byte = [0];
    // Without chance it is all of the time.
    let chance = if getrandom::fill(&mut byte).is_ok() { u64::from(byte[0]) } else { 255 };
    most / 2 + most * chance / 510
}

/// Why each write was refused, where the transaction was.
pub(crate) fn codes(error: &Error) -> Option<Vec<&str>> {
    let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) = error.as_service_error()
    else {
        return None;
    };
    Some(cancelled.cancellation_reasons().iter().map(|reason| reason.code().unwrap_or("None")).collect())
}
