//! How resources become lines of a file. Pure rules.
//!
//! CSV follows RFC 4180: a head line, CRLF, and quotes around cells that hold a comma, a quote or a
//! line break. Whoever may name or tag a resource in a watched account decides what stands in a
//! cell, and a spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage
//! return for a formula. Such a cell gets an apostrophe in front, which a spreadsheet reads as "this
//! is text". NDJSON says everything as it is.

use super::{Column, ExportFormat, Wish};
use crate::resource::Resource;
use serde_json::{Map, Value};
use std::io::{Result, Write};

/// What makes a spreadsheet calculate.
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// Writes what stands before the first resource.
pub fn head(wish: &Wish, out: &mut impl Write) -> Result<()> {
    match wish.format {
        ExportFormat::Csv => record(wish.columns.iter().map(|column| column.as_str().to_owned()), out),
        ExportFormat::Ndjson => Ok(()),
    }
}

/// Writes the line of a resource.
pub fn line(wish: &Wish, resource: &Resource, out: &mut impl Write) -> Result<()> {
    let values = wish.columns.iter().map(|column| (*column, column.of(resource, &wish.meanings)));
    match wish.format {
        ExportFormat::Csv => record(values.map(|(column, value)| text(column, value)), out),
        ExportFormat::Ndjson => {
            let object: Map<String, Value> =
                values.map(|(column, value)| (column.as_str().to_owned(), value)).collect();
            serde_json::to_writer(&mut *out, &object)?;
            out.write_all(b"\n")
        }
    }
}

/// Puts a value into one cell; what has parts is JSON, but for identifiers, which need no quotes.
fn text(column: Column, value: Value) -> String {
    match (column, value) {
        (_, Value::Null) => String::new(),
        (_, Value::String(text)) => text,
        (Column::Dependencies, Value::Array(ids)) => ids.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
        (_, value) => value.to_string(),
    }
}

fn record(cells: impl Iterator<Item = String>, out: &mut impl Write) -> Result<()> {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.write_all(b",")?;
        }
        out.write_all(quoted(&harmless(cell)).as_bytes())?;
    }
    out.write_all(b"\r\n")
}

/// Keeps a cell from being a formula.
fn harmless(cell: String) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    /// Reads records as RFC 4180 says: quotes may surround a cell and are doubled within.
    fn read(text: &str) -> Vec<Vec<String>> {
        let (mut records, mut record, mut cell) = (Vec::new(), Vec::new(), String::new());
        let (mut within, mut letters) = (false, text.chars().peekable());
        while let Some(letter) = letters.next() {
            match letter {
                '"' if within && letters.peek() == Some(&'"') => cell.extend(letters.next()),
                '"' => within = !within,
                ',' if !within => record.push(std::mem::take(&mut cell)),
                '\r' if !within => {
                    assert_eq!(letters.next(), Some('\n'), "a bare carriage return outside of quotes");
                    record.push(std::mem::take(&mut cell));
                    records.push(std::mem::take(&mut record));
                }
                '\n' if !within => panic!("a bare line feed outside of quotes"),
                letter => cell.push(letter),
            }
        }
        assert!(cell.is_empty() && record.is_empty() && !within, "the last record does not end");
        records
    }

    fn written(records: &[Vec<String>]) -> String {
        let mut out = Vec::new();
        for cells in records {
            record(cells.iter().cloned(), &mut out).unwrap();
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn spells_cells_as_rfc_4180_does() {
        let cells = ["plain", "a,b", "say \"hi\"", "two\r\nlines", ""].map(str::to_owned).to_vec();

        assert_eq!(written(&[cells]), "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\",\r\n");
    }

    #[test]
    fn lets_nobody_calculate() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://evil.example\",\"x\")"] {
            let text = written(&[vec![cell.to_owned()]]);

            assert_eq!(read(&text), [[format!("'{cell}")]], "{cell:?}");
        }
    }

    proptest! {
        #[test]
        fn reads_back_what_it_wrote(records in vec(vec("[=+@,\"\r\n\t' a-]{0,6}|.{0,12}", 1..4), 1..4)) {
            let text = written(&records);
            let found = read(&text);

            let expected: Vec<Vec<String>> =
                records.iter().map(|cells| cells.iter().cloned().map(harmless).collect()).collect();
            prop_assert_eq!(&found, &expected);
            for (cell, original) in found.iter().flatten().zip(records.iter().flatten()) {
                prop_assert!(!cell.starts_with(FORMULA));
                let marked = format!("'{original}");
                prop_assert!(cell == original || *cell == marked);
            }
        }
    }
}
