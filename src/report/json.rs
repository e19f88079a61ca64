//! The report as JSON: one indented object, or one story a line.

use std::io::{self, Write};

use serde::Serialize;

use super::Report;

/// Writes the whole report as one object, indented by two spaces.
///
/// # Errors
///
/// If `out` can't be written to.
pub fn write_json(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    write_indented(report, out)
}

/// Writes the stories of the report, one compact object a line.
///
/// # Errors
///
/// If `out` can't be written to.
pub fn write_jsonl(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    report
        .stories
        .iter()
        .try_for_each(|story| write_line(story, out))
}

/// Writes a value as JSON, indented by two spaces.
pub(super) fn write_indented(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")
}

/// Writes a value as one line of JSON.
pub(crate) fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}
