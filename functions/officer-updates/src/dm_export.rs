//! The figures of a month as a file to pass on: CSV and XLSX. Nobody is named,
//! no complaint has a number, and what counts few is hidden.
//!
//! A file is always of the whole district. A table for each tehsil's
//! categories would let a hidden number be had by subtraction from the others.

use domain::figures::{Figures, Line, Scope};
use domain::small_numbers::{Shown, hide_in_line, hide_small};
use domain::tally::Counted;
use helpline::{StoreError, log};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use crate::dm::Board;
use crate::headers::Answer;
use crate::words::Text;
use crate::words_dm as say;

/// The type of a CSV file (RFC 4180).
pub(crate) const CSV: &str = "text/csv; charset=utf-8";
/// The type of an XLSX file (ECMA-376).
pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The columns of a table of parts.
const HEADS: [Text; 8] = [
    say::OPEN,
    say::DUE_TODAY,
    say::OVERDUE,
    say::REGISTERED,
    say::IN_TIME,
    say::LATE,
    say::IN_TIME_BEFORE,
    LATE_BEFORE,
];
const LATE_BEFORE: Text = Text { hi: "पिछले माह देर से", en: "Late last month" };

/// A table of the file.
#[derive(Debug, PartialEq, Eq)]
struct Table {
    /// Its name.
    title: String,
    /// The columns, the first that of the names.
    heads: Vec<String>,
    /// The lines: a name and its numbers.
    rows: Vec<(String, Vec<Shown>)>,
}

/// The month as CSV.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer.
pub(crate) async fn csv(board: &Board<'_>) -> Result<Answer, StoreError> {
    let tables = tables(board).await?;
    Ok(Answer::new(200, CSV, as_csv(&tables)).with("content-disposition", named(board, "csv")))
}

/// The month as XLSX.
///
/// # Errors
///
/// [`StoreError`] if the table does not answer, or the file could not be made.
pub(crate) async fn xlsx(board: &Board<'_>) -> Result<Answer, StoreError> {
    let tables = tables(board).await?;
    match as_xlsx(&tables, board.now.timestamp()) {
        Ok(bytes) => Ok(Answer::file(XLSX, bytes).with("content-disposition", named(board, "xlsx"))),
        Err(error) => {
            log::failure("xlsx", &error);
            Err(StoreError::Corrupt("figures as a file"))
        }
    }
}

fn named(board: &Board<'_>, ending: &str) -> String {
    format!("attachment; filename=\"{}-{}.{ending}\"", board.staff.policy.cell.id, board.scope.month)
}

async fn tables(board: &Board<'_>) -> Result<Vec<Table>, StoreError> {
    let screen = board.figures(Scope::of(board.scope.month)).await?;
    Ok(made(board, &screen.figures))
}

fn made(board: &Board<'_>, figures: &Figures) -> Vec<Table> {
    let categories = figures.by_category.iter().map(|(it, line)| (board.category(*it).to_owned(), *line));
    let areas = figures.by_area.iter().map(|(it, line)| (board.area(it.as_ref()).to_owned(), *line));
    let offices = figures.by_office.iter().map(|(it, line)| (board.office(it).to_owned(), *line));
    vec![
        parts(board, say::BY_CATEGORY, categories.collect(), &figures.total),
        parts(board, say::BY_AREA, areas.collect(), &figures.total),
        parts(board, say::BY_OFFICE, offices.collect(), &figures.total),
        trend(board, figures),
    ]
}

/// A table of parts and their sum. In each column what is small is hidden, and
/// one more where it could be had from the sum.
fn parts(board: &Board<'_>, title: Text, lines: Vec<(String, Line)>, total: &Line) -> Table {
    let numbers: Vec<[u64; HEADS.len()]> = lines.iter().map(|(_, line)| cells(line)).collect();
    let hidden: Vec<Vec<Shown>> = (0..HEADS.len())
        .map(|column| {
            let column: Vec<u64> = numbers.iter().filter_map(|row| row.get(column).copied()).collect();
            hide_in_line(&column)
        })
        .collect();
    let row = |place: usize| hidden.iter().filter_map(|column| column.get(place).copied()).collect();
    let mut rows: Vec<(String, Vec<Shown>)> =
        lines.into_iter().enumerate().map(|(place, (name, _))| (name, row(place))).collect();
    let total = cells(total).map(hide_small).to_vec();
    rows.push((board.view.say(say::TOTAL).to_owned(), total));
    let heads = [say::PART].iter().chain(&HEADS).map(|head| board.view.say(*head).to_owned());
    Table { title: board.view.say(title).to_owned(), heads: heads.collect(), rows }
}

/// The numbers of a line. None is the sum of others, so that none gives away a
/// hidden one.
fn cells(line: &Line) -> [u64; HEADS.len()] {
    use Counted::{DisposedInTime, DisposedLate, Registered};
    let (month, before) = (&line.month, &line.before);
    [
        line.open,
        line.due_today,
        line.overdue,
        month.of(Registered),
        month.of(DisposedInTime),
        month.of(DisposedLate),
        before.of(DisposedInTime),
        before.of(DisposedLate),
    ]
}

fn trend(board: &Board<'_>, figures: &Figures) -> Table {
    let shown = [Counted::Registered, Counted::DisposedInTime, Counted::DisposedLate];
    let rows = figures.trend.iter().map(|(month, counts)| {
        (month.to_string(), shown.map(|counted| hide_small(counts.of(counted))).to_vec())
    });
    let heads = [say::MONTH, say::REGISTERED, say::IN_TIME, say::LATE];
    Table {
        title: board.view.say(say::TREND).to_owned(),
        heads: heads.map(|head| board.view.say(head).to_owned()).to_vec(),
        rows: rows.collect(),
    }
}

/// The tables one after another, with a line between (RFC 4180; a mark of byte
/// order, without which Excel does not read Devanagari).
fn as_csv(tables: &[Table]) -> String {
    let mut text = String::from("\u{feff}");
    for table in tables {
        let numbers = table.rows.iter().map(|(name, numbers)| {
            let numbers = numbers.iter().map(ToString::to_string);
            std::iter::once(name.clone()).chain(numbers).collect::<Vec<String>>()
        });
        let lines = [vec![table.title.clone()], table.heads.clone()].into_iter().chain(numbers);
        for line in lines {
            let fields: Vec<String> = line.iter().map(|field| neutral(field)).collect();
            text.push_str(&fields.join(","));
            text.push_str("\r\n");
        }
        text.push_str("\r\n");
    }
    text
}

/// A field that no spreadsheet takes for a formula (OWASP, CSV injection).
fn neutral(field: &str) -> String {
    let guard = if field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { "'" } else { "" };
    if field.contains([',', '"', '\r', '\n']) || !guard.is_empty() {
        format!("\"{guard}{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

/// A sheet for each table. Names are written as text, which no spreadsheet
/// reckons with.
fn as_xlsx(tables: &[Table], made_at: i64) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made_at = ExcelDateTime::from_timestamp(made_at)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made_at));
    let bold = Format::new().set_bold();
    for (sheet, table) in (1..).zip(tables) {
        let page = book.add_worksheet();
        // The title may hold what a sheet's name may not.
        page.set_name(format!("{sheet}"))?;
        page.set_column_width(0, 32)?;
        page.write_string_with_format(0, 0, &table.title, &bold)?;
        for (column, head) in (0_u16..).zip(&table.heads) {
            page.write_string_with_format(1, column, head, &bold)?;
        }
        for (row, (name, numbers)) in (2_u32..).zip(&table.rows) {
            page.write_string(row, 0, name)?;
            for (column, number) in (1_u16..).zip(numbers) {
                match number {
                    Shown::Number(number) => page.write_number(row, column, exact(*number))?,
                    hidden => page.write_string(row, column, hidden.to_string())?,
                };
            }
        }
    }
    book.save_to_buffer()
}

/// A count as a spreadsheet keeps numbers.
fn exact(number: u64) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
#[path = "tests/dm_export.rs"]
mod tests;
