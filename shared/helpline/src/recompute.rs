//! A holiday that was declared late: the open deadlines of its cell are counted
//! again, page by page of the open list, and nothing else is looked at.
//!
//! Each complaint is rung as by its own alarm, which counts before it rings
//! (`domain::recount`). What was counted before moves nothing, so that a run
//! that was cut short begins again from the start without harm.

use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use domain::CellId;
use domain::case_row::{CaseRow, List};
use domain::event::Event;
use futures_util::{StreamExt as _, stream};

use crate::lists::Lists;
use crate::log;
use crate::ports::{Store, StoreError, World};
use crate::service::Helpline;
use crate::sweep::{AT_ONCE, ring};
use crate::together::Held;
use crate::vault::PersonKey;

/// The port that keeps which cells are to be counted again.
#[expect(async_fn_in_trait, reason = "one implementation a program; never a trait object")]
pub trait Recounts {
    /// Records that this cell is counted, unless another holiday was declared
    /// since it was `seen`.
    async fn counted_again(&self, cell: &CellId, seen: &str) -> Result<(), StoreError>;
}

/// Counts the open deadlines of a cell again. False if the time was up, or one
/// of them failed: then the next sweep begins again.
pub(crate) async fn recount<S: Store + Lists + Recounts, W: World>(
    helpline: &Helpline<S, W>,
    cell: &CellId,
    seen: &str,
    held: &Held,
    now: DateTime<Utc>,
    go_on: &impl Fn() -> bool,
) -> Result<bool, StoreError> {
    helpline.read_policies().await?;
    let (whole, mut cursor) = (AtomicBool::new(true), None);
    loop {
        let page = helpline.store.list(cell, List::Open, None, cursor).await?;
        let counted = stream::iter(page.lines).for_each_concurrent(AT_ONCE, |(person, row)| async {
            if !go_on() || !count_one(helpline, person, row, held, now).await {
                whole.store(false, Ordering::Relaxed);
            }
        });
        counted.await;
        cursor = page.next;
        if !whole.load(Ordering::Relaxed) {
            return Ok(false);
        }
        if cursor.is_none() {
            break;
        }
    }
    helpline.store.counted_again(cell, seen).await?;
    Ok(true)
}

/// One complaint; its failure is its own.
async fn count_one<S: Store, W: World>(
    helpline: &Helpline<S, W>,
    person: PersonKey,
    row: CaseRow,
    held: &Held,
    now: DateTime<Utc>,
) -> bool {
    let rang = |_: &PersonKey| Event::ComplaintAlarmRang { reference: row.reference.clone() };
    let rung = ring(helpline, &person, Some(&row.reference), rang, held, now).await;
    rung.map_err(|error| log::failure("recount", &error)).is_ok()
}
