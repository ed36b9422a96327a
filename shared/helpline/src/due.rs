//! What the index of what is due says, a page at a time.

use domain::{CellId, Reference};

use crate::ports::OutboxKey;
use crate::vault::PersonKey;

/// Something whose time has come.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Due {
    /// A complaint at a limit.
    Complaint(PersonKey, Reference),
    /// A draft left alone.
    Draft(PersonKey),
    /// Effects not carried out, with the moment they were due.
    Outbox(OutboxKey, String),
    /// The open deadlines of a cell, to be counted again, with their moment.
    Recount(CellId, String),
}

/// One page of what is due, most urgent first.
#[derive(Debug, Default)]
pub struct DuePage {
    /// The items.
    pub items: Vec<Due>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<DueCursor>,
}

/// Where a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueCursor {
    /// The shard.
    pub shard: u32,
    /// The last key seen in it, in the store's own form.
    pub after: Vec<(String, String)>,
}
