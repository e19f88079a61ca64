//! Formats that can't be read where they are: decoded once, when they are found, to JSON Lines in a temporary
//! file, from which they are scanned like any other.
//!
//! ```text
//! file, stream ── compression ── peek ── format ──┬── left where it is: JSON Lines, plain text
//!                                                 └── json, lines … ── sink ── spool
//! ```
//!
//! Files are decoded in parallel, each record by record: in memory is one record a thread.

mod article;
mod compression;
mod json;
mod lines;
mod peek;
mod sink;
mod spool;
mod text;

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use super::format::Format;
use super::io_reason;
use super::positioned::Section;
use super::sources::Form;
use peek::Peeked;
pub(super) use sink::Imported;
use sink::Sink;
pub(super) use spool::Spools;

/// What is done with a file.
pub(super) enum Examined {
    /// It is read where it is.
    Left(Form),
    /// Its records were copied.
    Imported(Imported),
    /// It is not read, for this reason.
    Refused(String),
}

/// A file to be read.
pub(super) struct Candidate<'f> {
    /// The path that people see.
    pub(super) shown: &'f str,
    /// Its name, from which its format may be told; a stream has none.
    pub(super) name: Option<&'f Path>,
    pub(super) file: &'f File,
    /// How long it is, in bytes.
    pub(super) size: u64,
}

/// Looks at a file, and imports it if it can't be read where it is; no record has more than `longest` bytes.
///
/// # Errors
///
/// If a temporary file can't be written.
pub(super) fn examine(
    candidate: &Candidate<'_>,
    spools: &Spools,
    longest: usize,
) -> io::Result<Examined> {
    let section = Section::new(candidate.file, 0..candidate.size);
    let (input, is_compressed) = match compression::decompress(Box::new(BufReader::new(section))) {
        Ok(decompressed) => decompressed,
        Err(error) => return Ok(Examined::Refused(io_reason(&error))),
    };
    let mut input = Peeked::new(input);
    let read = match Format::of(candidate.name, input.head()) {
        Format::Plain if !is_compressed => return Ok(Examined::Left(Form::Text)),
        Format::JsonLines if !is_compressed => return Ok(Examined::Left(Form::Lines)),
        Format::Unread(name) => return Ok(Examined::Refused(Format::refusal(name))),
        Format::Plain => text::read,
        Format::JsonLines => lines::read,
        Format::Json => json::read,
    };
    let mut sink = Sink::new(spools, candidate.shown)?;
    let outcome = read(&mut input, longest, &mut sink);
    Ok(Examined::Imported(sink.finish(outcome)?))
}
