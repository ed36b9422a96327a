//! The one table that is printed.

use std::fmt::Write as _;

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    what: String,
    figure: String,
    goal: String,
}

impl Row {
    /// What was measured, the figure with its unit, and what it is to stay
    /// within (empty where nothing is promised).
    pub(crate) fn new(what: impl Into<String>, figure: impl Into<String>, goal: impl Into<String>) -> Self {
        Self { what: what.into(), figure: figure.into(), goal: goal.into() }
    }

    /// A row whose figure is missing, and why.
    pub(crate) fn missing(what: impl Into<String>, why: impl ToString) -> Self {
        Self::new(what, format!("not measured: {}", why.to_string()), "")
    }

    /// As one line, to be read by [`Self::from_line`].
    pub(crate) fn to_line(&self) -> String {
        self.cells().join("\t") + "\n"
    }

    /// A row from its line; `None` if it is none.
    pub(crate) fn from_line(line: &str) -> Option<Self> {
        let mut cells = line.split('\t');
        let row = Self::new(cells.next()?, cells.next()?, cells.next()?);
        cells.next().is_none().then_some(row)
    }

    /// The three cells.
    pub(crate) fn cells(&self) -> [&str; 3] {
        [&self.what, &self.figure, &self.goal]
    }
}

/// A count as millions with two decimals.
pub(crate) fn millions(count: u64) -> String {
    format!("{}.{:02} M", count / 1_000_000, count % 1_000_000 / 10_000)
}

/// Bytes as MB (10^6) with two decimals.
pub(crate) fn megabytes(bytes: u64) -> String {
    format!("{}B", millions(bytes))
}

/// KiB as MiB with one decimal.
pub(crate) fn mebibytes(kib: u64) -> String {
    format!("{}.{} MiB", kib / 1024, kib % 1024 * 10 / 1024)
}

/// The table as Markdown, columns aligned.
pub(crate) fn table(rows: &[Row]) -> String {
    let head = Row::new("what", "figure", "goal");
    let rule = Row::new("---", "---", "---");
    let all: Vec<&Row> = [&head, &rule].into_iter().chain(rows).collect();
    let mut widths = [0; 3];
    for row in &all {
        for (width, cell) in widths.iter_mut().zip(row.cells()) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for row in all {
        for (cell, width) in row.cells().into_iter().zip(widths) {
            // Writing to a String cannot fail.
            let _ = write!(text, "| {cell:width$} ");
        }
        text.push_str("|\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures() {
        assert_eq!(millions(5_512_345), "5.51 M");
        assert_eq!(millions(40_000), "0.04 M");
        assert_eq!(megabytes(9_800_000), "9.80 MB");
        assert_eq!(mebibytes(16 * 1024 + 512), "16.5 MiB");
    }

    #[test]
    fn lines() {
        let row = Row::new("what", "1; 2", "");
        assert_eq!(Row::from_line(row.to_line().trim_end_matches('\n')), Some(row));
        assert_eq!(Row::from_line("a log line"), None);
    }

    #[test]
    fn columns_are_aligned() {
        let rows = [Row::new("a longer name", "1", ""), Row::missing("b", "no valgrind")];
        let lengths: Vec<usize> = table(&rows).lines().map(|line| line.chars().count()).collect();
        assert!(lengths.iter().all(|length| *length == lengths[0]), "{lengths:?}");
    }
}
