//! What edits are made of: entries, lists and values of a TOML document.

use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, value};

use crate::category::Name;
use crate::ids::OfficerId;

pub(crate) fn entry<const N: usize>(fields: [(&str, &str); N]) -> Table {
    let mut table = Table::new();
    for (name, text) in fields {
        table.insert(name, value(text));
    }
    table
}

pub(crate) fn named(name: &Name) -> InlineTable {
    [("hi", name.hi.as_str()), ("en", name.en.as_str())].into_iter().collect()
}

/// The entries of this name, made where there were none; `None` where something
/// else stands under it, which the check has refused.
pub(crate) fn tables<'a>(document: &'a mut DocumentMut, name: &str) -> Option<&'a mut ArrayOfTables> {
    document.entry(name).or_insert(Item::ArrayOfTables(ArrayOfTables::new())).as_array_of_tables_mut()
}

pub(crate) fn push(document: &mut DocumentMut, name: &str, entry: Table) {
    if let Some(tables) = tables(document, name) {
        tables.push(entry);
    }
}

/// Whether an entry is about this officer, under this key.
pub(crate) fn is_of(entry: &Table, key: &str, officer: &OfficerId) -> bool {
    entry.get(key).and_then(Item::as_str) == Some(officer.as_str())
}

/// Puts a value in the place of another, whose comments stay, or in a new one.
pub(crate) fn put(table: &mut Table, key: &str, mut to: Item) {
    match table.get_mut(key) {
        Some(known) => {
            if let (Some(old), Some(new)) = (known.as_value(), to.as_value_mut()) {
                *new.decor_mut() = old.decor().clone();
            }
            *known = to;
        }
        None => {
            table.insert(key, to);
        }
    }
}
