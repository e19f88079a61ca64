//! The report as JSON: one indented object, or one story a line.
//!
//! The object is put together from its parts, since its stories are described one after the other: what is
//! between them is written here, and all else by `serde_json`.

use std::io::{self, Write};

use serde::Serialize;

use super::stop::Stop;
use super::{Counts, Generator, Report, SCHEMA};
use crate::stories::Articles;

/// What stands before the stories.
#[derive(Serialize)]
struct Head<'r> {
    schema: &'static str,
    generator: &'r Generator,
    corpus: &'r Counts,
}

/// Writes the whole report as one object, indented by two spaces.
///
/// # Errors
///
/// If an article can't be read again, or `out` can't be written to.
pub fn write_json<A: Articles + ?Sized>(
    report: &Report<'_, A>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let head = Head {
        schema: SCHEMA,
        generator: &report.generator,
        corpus: &report.corpus,
    };
    let head = indented(&head, 0)?;
    let fields = head.trim_end_matches('}').trim_end();
    write!(out, "{fields},\n  \"stories\": [")?;
    let mut between = "\n";
    report.each(
        |story| indented(&story, 2),
        |story| {
            write!(out, "{between}    {}", story?)?;
            between = ",\n";
            Stop::none()
        },
    )?;
    let end = if between == "\n" { "" } else { "\n  " };
    let skipped = indented(&report.skipped_at_last(), 1)?;
    writeln!(out, "{end}],\n  \"skipped\": {skipped}\n}}")
}

/// Writes the stories of the report, one compact object a line.
///
/// # Errors
///
/// If an article can't be read again, or `out` can't be written to.
pub fn write_jsonl<A: Articles + ?Sized>(
    report: &Report<'_, A>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let written = report.each(
        |story| serde_json::to_string(&story),
        |story| {
            writeln!(out, "{}", story.map_err(io::Error::from)?)?;
            Stop::none()
        },
    );
    Ok(written?)
}

/// Returns a value as JSON, indented by two spaces, as it stands so many levels deep in another.
fn indented(value: &impl Serialize, depth: usize) -> io::Result<String> {
    let json = serde_json::to_string_pretty(value)?;
    // A string has no line feeds in JSON, so all are those between the parts.
    Ok(match depth {
        0 => json,
        _ => json.replace('\n', &format!("\n{}", "  ".repeat(depth))),
    })
}

/// Writes a value as JSON, indented by two spaces.
///
/// # Errors
///
/// If `out` can't be written to.
pub fn write_object(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")
}

/// Writes a value as one line of JSON.
pub(crate) fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}
