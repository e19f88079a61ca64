//! Formats that can't be read where they are: decoded once, when they are found, to JSON Lines in a temporary
//! file, from which they are scanned like any other.
//!
//! ```text
//! file, stream ── compression ── peek ── format ──┬── left where it is: JSON Lines, plain text
//!                                                 └── json, lines … ── sink ── spool
//! ```
//!
//! Files are decoded in parallel, each record by record: in memory is one record a thread, and of a web archive
//! 8 MB of responses, whose pages are read in parallel.

mod article;
pub(super) mod clean;
mod compression;
mod encoding;
mod feed;
pub(super) mod fragment;
pub mod html;
mod http;
mod json;
mod lines;
mod members;
mod page;
mod peek;
mod sink;
mod spool;
pub(super) mod table;
mod text;
mod values;
mod warc;

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use encoding_rs::{Encoding, UTF_8};

use super::format::Format;
use super::kind::Kind;
use super::positioned::Section;
use super::sources::Form;
use super::{Options, io_reason};
use encoding::Decoded;
use peek::Peeked;
pub(super) use sink::Imported;
use sink::{Outcome, Sink, Stop};
pub(super) use spool::Spools;

/// What is done with a file.
pub(super) enum Examined {
    /// It is read where it is.
    Left(Form, Kind),
    /// Its records were copied.
    Imported(Imported, Kind),
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

/// Looks at a file, and imports it if it can't be read where it is; as the `options` say.
///
/// # Errors
///
/// If a temporary file can't be written.
pub(super) fn examine(
    candidate: &Candidate<'_>,
    spools: &Spools,
    options: &Options,
) -> io::Result<Examined> {
    let section = || BufReader::new(Section::new(candidate.file, 0..candidate.size));
    let (input, compression) = match compression::decompress(Box::new(section())) {
        Ok(decompressed) => decompressed,
        Err(error) => return Ok(Examined::Refused(io_reason(&error))),
    };
    let input = Peeked::new(input);
    let format = Format::of(candidate.name, &encoding::as_utf_8(input.head()));
    let kind = |encoding| Kind {
        format: format.name(),
        compression,
        encoding,
    };
    match format {
        Format::Plain | Format::JsonLines if compression.is_some() => {}
        Format::Plain if !is_foreign(Box::new(section())) => {
            return Ok(Examined::Left(Form::Text, kind(UTF_8.name())));
        }
        // There may be gigabytes, of which the beginning must do.
        Format::JsonLines if !is_foreign(Box::new(input.head())) => {
            return Ok(Examined::Left(Form::Lines, kind(UTF_8.name())));
        }
        _ => {}
    }
    let mut sink = Sink::new(spools, candidate.shown, &options.names)?;
    let longest = options.max_record_bytes as usize;
    let declared = match format {
        Format::Feed => encoding::declared(input.head(), "encoding"),
        _ => None,
    };
    let wrapping = match format {
        Format::Json => {
            // It must be known before the first article is taken, and is at the end.
            let (input, _) = match compression::decompress(Box::new(section())) {
                Ok(again) => again,
                Err(error) => return Ok(Examined::Refused(io_reason(&error))),
            };
            json::wrapping(&mut Decoded::new(input, None), longest, &options.names)
        }
        _ => None,
    };
    let outcome = match wrapping {
        Some(member) => {
            let mut decoded = Decoded::new(Box::new(input), None);
            let outcome = json::read_wrapped(&mut decoded, member, longest, &mut sink);
            sink.is_in(decoded.encoding());
            outcome
        }
        None => read(format, Box::new(input), declared, longest, &mut sink),
    };
    let imported = sink.finish(outcome)?;
    let kind = kind(imported.encoding);
    Ok(Examined::Imported(imported, kind))
}

/// Returns whether text is in another encoding than UTF-8. What can't be read is told when it is scanned.
fn is_foreign(text: Box<dyn BufRead + '_>) -> bool {
    Decoded::new(text, None)
        .turns_out_foreign()
        .unwrap_or(false)
}

/// Reads records in a format; what goes by its own rules on encodings is read as it is.
fn read(
    format: Format,
    input: Box<dyn BufRead + '_>,
    declared: Option<&'static Encoding>,
    longest: usize,
    sink: &mut Sink<'_>,
) -> Outcome {
    let mut input = input;
    let read = match format {
        Format::Plain => return text::read(&mut input, longest, sink),
        Format::Html => return page::read(&mut input, longest, sink),
        Format::Warc => return warc::read(&mut input, longest, sink),
        Format::JsonLines => lines::read,
        Format::Json => json::read,
        Format::Table => table::read,
        Format::Feed => feed::read,
        Format::Unread(name) => return Err(Stop::Input(Format::refusal(name))),
    };
    let mut decoded = Decoded::new(input, declared);
    let outcome = read(&mut decoded, longest, sink);
    sink.is_in(decoded.encoding());
    outcome
}
