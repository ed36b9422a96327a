//! A spreadsheet opened by another program than the one that wrote it.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

/// A sheet: its lines of cells, and how many of them are formulas.
pub(crate) struct Sheet {
    /// Its cells by line.
    pub(crate) lines: Vec<Vec<Data>>,
    /// Its formulas.
    pub(crate) formulas: Vec<String>,
}

impl Sheet {
    /// The cells that are text.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().flatten().filter_map(|cell| match cell {
            Data::String(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Nothing in it is reckoned: each cell is text, a number or empty.
    pub(crate) fn holds_words_and_numbers_only(&self) {
        assert_eq!(self.formulas, Vec::<String>::new(), "formulas");
        for cell in self.lines.iter().flatten() {
            let plain = matches!(cell, Data::String(_) | Data::Float(_) | Data::Int(_) | Data::Empty);
            assert!(plain, "{cell:?}");
        }
    }
}

/// All sheets of an XLSX file, in order.
pub(crate) fn sheets(file: &[u8]) -> Vec<Sheet> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file)).expect("an XLSX file");
    let names = book.sheet_names();
    let sheet = |name: String| {
        let range = book.worksheet_range(&name).expect("a sheet");
        let formulas = book.worksheet_formula(&name).expect("a sheet");
        let formulas = formulas.cells().map(|(_, _, formula)| formula.clone()).filter(|it| !it.is_empty());
        Sheet { lines: range.rows().map(<[Data]>::to_vec).collect(), formulas: formulas.collect() }
    };
    names.into_iter().map(sheet).collect()
}
