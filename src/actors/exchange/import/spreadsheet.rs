//! Tables in spreadsheets: `.xlsx`, `.xlsb`, `.xls`, `.ods`. The first sheet that is not empty is read, as it is shown.

use super::Settings;
use super::draft::Draft;
use super::table::{Row, read_rows};
use crate::message;
use calamine::{Data, DataRef, Reader, Sheets, Xlsx, open_workbook_auto_from_rs};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The maximum number of columns that are read. A cell at the far end of a sheet would otherwise fill the memory.
const COLUMNS: usize = 500;
/// The maximum number of rows that are read.
const ROWS: usize = 1 << 20;

/// Whether a file is a spreadsheet: a ZIP archive or an OLE container.
pub(super) fn is_spreadsheet(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

pub(super) fn read(bytes: &[u8], settings: &Settings, draft: &mut Draft) {
    // The reader of spreadsheets is not built for damaged files.
    let sheets = catch_unwind(AssertUnwindSafe(|| sheets(bytes)));
    let sheets = sheets.unwrap_or_else(|_| Err("it is damaged".to_owned()));
    let sheets = match sheets {
        Ok(sheets) => sheets,
        Err(error) => {
            draft.defect(
                1,
                message!("the spreadsheet cannot be read: {error}", error),
                message!("nothing is imported"),
            );
            return;
        }
    };
    let mut full = sheets.into_iter().filter(|(_, rows)| !rows.is_empty());
    let Some((name, rows)) = full.next() else {
        draft.defect(1, message!("the spreadsheet is empty"), message!("nothing is imported"));
        return;
    };
    let others: Vec<String> = full.map(|(name, _)| format!("`{name}`")).collect();
    if !others.is_empty() {
        let what = message!("the spreadsheet has other sheets: {others}", others = others.join(", "));
        draft.defect(1, what, message!("only `{name}` is read", name));
    }
    read_rows(&rows, settings, draft);
}

/// The sheets with their rows.
fn sheets(bytes: &[u8]) -> Result<Vec<(String, Vec<Row>)>, String> {
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let rows = match &mut book {
            Sheets::Xlsx(book) => sparse(book, &name)?,
            book => {
                let range = book.worksheet_range(&name).map_err(|error| error.to_string())?;
                let first = range.start().map_or(0, |(row, _)| row);
                let indent = range.start().map_or(0, |(_, column)| column as usize).min(COLUMNS);
                let rows = (first + 1..).zip(range.rows().take(ROWS)).map(|(line, cells)| {
                    let cells = cells.iter().take(COLUMNS - indent).map(text);
                    (line, std::iter::repeat_n(String::new(), indent).chain(cells).collect())
                });
                rows.collect()
            }
        };
        sheets.push((name, squared(rows)));
    }
    Ok(sheets)
}

/// The rows of a sheet, cell by cell: a sheet of two far cells takes the memory of two cells.
fn sparse(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<Row>, String> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
    let mut rows: Vec<Row> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
        let (row, column) = cell.get_position();
        let value = text(&Data::from(DataRef::clone(cell.get_value())));
        if value.is_empty() || column as usize >= COLUMNS || rows.len() >= ROWS {
            continue;
        }
        if rows.last().is_none_or(|(line, _)| *line != row + 1) {
            rows.push((row + 1, Vec::new()));
        }
        let Some((_, cells)) = rows.last_mut() else { continue };
        if cells.len() <= column as usize {
            cells.resize(column as usize + 1, String::new());
        }
        cells[column as usize] = value;
    }
    Ok(rows)
}

/// Rows that are not empty, all as long as the longest of the first ones: empty cells at the end are not written.
fn squared(mut rows: Vec<Row>) -> Vec<Row> {
    rows.retain(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    for (_, cells) in &mut rows {
        cells.resize(width, String::new());
    }
    rows
}

/// A cell as text; a date in ISO 8601.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(time) => time.clone(),
        cell => cell.to_string(),
    }
}
