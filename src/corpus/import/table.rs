//! Tables with a header: CSV, and its kin with semicolons or tabs. A row is an object with the names of the
//! header, as a line of JSON would be.
//!
//! Rows are cut apart here, and their fields by the library: to it a quote without an end takes in all the
//! rest of a table, and nobody is told.

use std::io::{BufRead, Cursor};

use csv::{ByteRecord, Reader, ReaderBuilder, Terminator};
use serde_json::{Map, Value};

use super::clean::clean;
use super::sink::{Outcome, Sink, Stop};
use crate::corpus::BYTE_ORDER_MARK;
use crate::corpus::lines::Lines;

/// The signs that may stand between two fields, the likeliest first.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// Reads the rows of `reader`; each has at most `longest` bytes.
pub(super) fn read(reader: &mut dyn BufRead, longest: usize, sink: &mut Sink<'_>) -> Outcome {
    let mut buffer = Vec::new();
    let mut lines = Lines::new(reader, &mut buffer, longest);
    let mut table: Option<Table> = None;
    // Lines of a row that is not complete.
    let mut row: Vec<u8> = Vec::new();
    let mut is_open = false;
    while let Some(line) = lines.next_line()? {
        let Some(line) = line.bytes else {
            sink.skip(format!("longer than {longest} bytes"))?;
            continue;
        };
        if !is_open && line.trim_ascii().is_empty() {
            continue;
        }
        let Some(table) = &mut table else {
            table = Some(Table::with_header(line));
            continue;
        };
        if is_open && row.len() + line.len() >= longest {
            table.take_apart(&row, sink)?;
            (is_open, row) = (false, Vec::new());
        }
        is_open = table.ends_in_quotes(line, is_open);
        row.extend_from_slice(line);
        if is_open {
            row.push(b'\n');
        } else {
            table.take(&row, sink)?;
            row.clear();
        }
    }
    match table {
        Some(mut table) if is_open => table.take_apart(&row, sink),
        _ => Ok(()),
    }
}

/// Returns whether a line looks like the header of a table with articles: names, among them one of a text.
pub(in crate::corpus) fn is_header(line: &[u8]) -> bool {
    let table = Table::with_header(line);
    let has_text = |name: &String| matches!(name.as_str(), "text" | "body" | "content" | "html");
    table.names.len() > 1 && table.names.iter().any(has_text)
}

/// The form of a table.
struct Table {
    delimiter: u8,
    names: Vec<String>,
    cutter: Cutter,
}

impl Table {
    /// Returns the form that a header gives: the delimiter is the sign that it has most of.
    fn with_header(header: &[u8]) -> Table {
        let mark = BYTE_ORDER_MARK.as_bytes();
        let header = header.strip_prefix(mark).unwrap_or(header);
        let count = |delimiter: u8| header.iter().filter(|byte| **byte == delimiter).count();
        let mut delimiter = DELIMITERS[0];
        for other in DELIMITERS {
            if count(other) > count(delimiter) {
                delimiter = other;
            }
        }
        let mut cutter = Cutter::new(delimiter);
        let name = |name| String::from_utf8_lossy(name).trim().to_owned();
        Table {
            delimiter,
            names: cutter.fields(header).iter().map(name).collect(),
            cutter,
        }
    }

    /// Returns whether the end of a line is in quotes, as its beginning may be.
    fn ends_in_quotes(&self, line: &[u8], begins_in_quotes: bool) -> bool {
        let mut in_quotes = begins_in_quotes;
        let mut begins_field = !begins_in_quotes;
        let mut bytes = line.iter().peekable();
        while let Some(&byte) = bytes.next() {
            match byte {
                b'"' if in_quotes && bytes.peek() == Some(&&b'"') => {
                    bytes.next();
                }
                b'"' if in_quotes => in_quotes = false,
                b'"' if begins_field => in_quotes = true,
                _ => {}
            }
            begins_field = byte == self.delimiter;
        }
        in_quotes
    }

    /// Takes a row.
    fn take(&mut self, row: &[u8], sink: &mut Sink<'_>) -> Outcome {
        let row = self.cutter.fields(row);
        let named = self
            .names
            .iter()
            .zip(row)
            .filter(|(_, value)| !value.is_empty());
        let object: Map<String, Value> = named
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value);
                (name.clone(), Value::String(clean(&value).into_owned()))
            })
            .collect();
        let line = serde_json::to_vec(&object).map_err(|error| Stop::Spool(error.into()))?;
        sink.line(&line)
    }

    /// Takes the lines of a row that has no end, each as a row by itself.
    fn take_apart(&mut self, row: &[u8], sink: &mut Sink<'_>) -> Outcome {
        let lines = row.split(|byte| *byte == b'\n');
        for line in lines.filter(|line| !line.trim_ascii().is_empty()) {
            match self.ends_in_quotes(line, false) {
                true => sink.skip("a quote without an end")?,
                false => self.take(line, sink)?,
            }
        }
        Ok(())
    }
}

/// Cuts rows into their fields. One reader reads all rows, since to make one takes many times as long as a row.
struct Cutter {
    delimiter: u8,
    reader: Reader<Cursor<Vec<u8>>>,
    /// How many bytes the reader was given.
    given: u64,
    fields: ByteRecord,
}

impl Cutter {
    fn new(delimiter: u8) -> Cutter {
        let mut reader = ReaderBuilder::new();
        let reader = reader
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            // Others are no ends of lines here.
            .terminator(Terminator::Any(b'\n'));
        Cutter {
            delimiter,
            reader: reader.from_reader(Cursor::default()),
            given: 0,
            fields: ByteRecord::new(),
        }
    }

    /// Cuts a row; one that can't be cut has no fields.
    fn fields(&mut self, row: &[u8]) -> &ByteRecord {
        // Whoever takes the end of the row for that of a field in quotes waits for more, or leaves some of the row.
        if self.reader.is_done() || self.reader.position().byte() != self.given {
            *self = Cutter::new(self.delimiter);
        }
        let input = self.reader.get_mut();
        input.set_position(0);
        input.get_mut().clear();
        input.get_mut().extend_from_slice(row);
        input.get_mut().push(b'\n');
        self.given += row.len() as u64 + 1;
        self.fields.clear();
        // Reading from memory does not fail, and rows of any length are allowed.
        let _ = self.reader.read_byte_record(&mut self.fields);
        &self.fields
    }
}
