//! Keys of lists, counted events, tallies and readings.

use chrono::{DateTime, Utc};
use domain::case_row::List;
use domain::month::Month;
use domain::tally::{Row, TallyKey};
use domain::{AreaId, Category, CellId, OfficeId, OfficerId, Reference};

use super::due_at;

/// The lists of a cell's complaints.
#[must_use]
pub fn list_of(cell: &CellId) -> String {
    cell.to_string()
}

/// All lines of a list, or of one officer on it, begin so.
#[must_use]
pub fn lines_of(list: List, officer: Option<&OfficerId>) -> String {
    match officer {
        Some(officer) => format!("{}#{officer}#", list.as_str()),
        None => format!("{}#", list.as_str()),
    }
}

/// A line of a list.
#[must_use]
pub fn listed(list: List, officer: &OfficerId, order: DateTime<Utc>) -> String {
    format!("{}{}", lines_of(list, Some(officer)), due_at(order))
}

/// The counted events of a cell's month.
#[must_use]
pub fn events_of(cell: &CellId, month: Month) -> String {
    format!("{cell}#{month}")
}

/// A counted event.
#[must_use]
pub fn event(row: &Row) -> String {
    format!("{}#{}#{}", row.counted, due_at(row.at), row.reference)
}

/// A counted event that has no line of history of its own.
#[must_use]
pub fn counted(reference: &Reference, version: u64) -> String {
    format!("HC#{reference}#{version:08}")
}

/// The tallies of a cell.
#[must_use]
pub fn tallies(cell: &CellId) -> String {
    format!("T#{cell}")
}

/// One tally. An area that she did not say is empty.
#[must_use]
pub fn tally(key: &TallyKey) -> String {
    let area = key.area.as_ref().map_or("", AreaId::as_str);
    format!("{}#{}#{area}#{}#{}", key.month, key.category, key.office, key.officer)
}

/// Which tally this sort key names.
#[must_use]
pub fn read_tally(sk: &str) -> Option<TallyKey> {
    let mut parts = sk.splitn(5, '#');
    let (month, category) = (parts.next()?.parse().ok()?, Category::from_name(parts.next()?)?);
    let area = parts.next().filter(|area| !area.is_empty()).map(AreaId::new);
    let (office, officer) = (OfficeId::new(parts.next()?), OfficerId::new(parts.next()?));
    Some(TallyKey { month, category, area, office, officer })
}

/// The readings of a case: all of them begin so.
#[must_use]
pub fn readings_of(reference: &Reference) -> String {
    format!("V#{reference}#")
}

/// That an officer read a case at this moment.
#[must_use]
pub fn reading(reference: &Reference, at: DateTime<Utc>, officer: &OfficerId) -> String {
    format!("{}{:015}#{officer}", readings_of(reference), at.timestamp_millis().max(0))
}

/// Who read it, and when.
#[must_use]
pub fn read_reading(sk: &str) -> Option<(OfficerId, DateTime<Utc>)> {
    let mut parts = sk.strip_prefix("V#")?.splitn(3, '#').skip(1);
    let at = DateTime::from_timestamp_millis(parts.next()?.parse().ok()?)?;
    Some((OfficerId::new(parts.next()?), at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tallies_read_back() {
        for area in [None, Some(AreaId::new("sadar"))] {
            let (office, officer) = (OfficeId::new("dpo"), OfficerId::new("dpo-lko"));
            let month = "2026-11".parse().unwrap();
            let key = TallyKey { month, category: Category::Pension, area, office, officer };
            assert_eq!(read_tally(&tally(&key)), Some(key));
        }
        assert_eq!(read_tally("2026-11#pension"), None);
    }
}
