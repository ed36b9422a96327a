//! What is counted, written in the transaction that it follows from: a row at
//! the line of history, so that a figure can be opened down to it, and the sum
//! in the tally of the month.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::{TransactWriteItem, Update};
use domain::CellId;
use domain::tally::{self, Row, Tally};
use helpline::PersonKey;
use helpline::ports::{Commit, StoreError};

use crate::items::{self, Item, n};
use crate::keys;

/// What a commit counts.
#[derive(Debug, Default)]
pub(crate) struct Counting {
    /// The rows at lines of history, by their place.
    at_lines: BTreeMap<usize, Row>,
    /// Rows without a line: each gets an item of its own.
    alone: Vec<(Row, u64)>,
}

impl Counting {
    /// What a commit counts.
    pub(crate) fn of(commit: &Commit<'_>) -> Self {
        let mut counting = Self::default();
        for after in &commit.decision.complaints {
            let before = commit.before.complaint(&after.reference);
            for (line, row) in tally::rows(before, after, &commit.decision.history, commit.policy) {
                match line {
                    Some(line) if !counting.at_lines.contains_key(&line) => {
                        counting.at_lines.insert(line, row);
                    }
                    _ => counting.alone.push((row, after.version)),
                }
            }
        }
        counting
    }

    /// The line of history, in the index if it is counted.
    pub(crate) fn put_at_line(&self, line: usize, cell: &CellId, item: Item) -> Item {
        match self.at_lines.get(&line) {
            Some(row) => items::listed(item, place(cell, row), row),
            None => item,
        }
    }

    /// The rows that have no line, each with the version that it came with.
    pub(crate) fn alone(&self) -> impl Iterator<Item = (&Row, u64)> {
        self.alone.iter().map(|(row, version)| (row, *version))
    }

    /// All rows.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.at_lines.values().chain(self.alone.iter().map(|(row, _)| row))
    }
}

/// The sums of a cell's rows: one update a tally. They have no condition and
/// never fail one; of two at the same moment one is told to try again.
pub(crate) fn tallies<'a>(
    table: &str,
    cell: &CellId,
    rows: impl IntoIterator<Item = &'a Row>,
) -> Result<Vec<TransactWriteItem>, StoreError> {
    tally::recount(rows).iter().map(|tally| add(table, cell, tally)).collect()
}

/// A counted event as an item of its own, of the change that made this version.
#[must_use]
pub fn counted(person: &PersonKey, row: &Row, version: u64) -> Item {
    let item = items::key(keys::person(person), keys::counted(&row.reference, version));
    items::listed(item, place(&person.cell, row), row)
}

/// A tally as an item: to fill a table, where nothing else counts.
#[must_use]
pub fn tally(cell: &CellId, tally: &Tally) -> Item {
    let mut item = items::key(keys::tallies(cell), keys::tally(&tally.key));
    item.extend(tally.counts.attributes().map(|(name, number)| (name.to_owned(), n(number))));
    item
}

/// Where the index holds a counted event.
fn place(cell: &CellId, row: &Row) -> (String, String) {
    (keys::events_of(cell, row.key().month), keys::event(row))
}

fn add(table: &str, cell: &CellId, tally: &Tally) -> Result<TransactWriteItem, StoreError> {
    let mut update = Update::builder()
        .table_name(table)
        .set_key(Some(items::key(keys::tallies(cell), keys::tally(&tally.key))));
    let mut sums = Vec::new();
    for (place, (name, number)) in tally.counts.attributes().enumerate() {
        sums.push(format!("#n{place} :n{place}"));
        update = update
            .expression_attribute_names(format!("#n{place}"), name)
            .expression_attribute_values(format!(":n{place}"), n(number));
    }
    let update = update.update_expression(format!("ADD {}", sums.join(", "))).build();
    Ok(TransactWriteItem::builder().update(update.map_err(|_| StoreError::Corrupt("tally"))?).build())
}
