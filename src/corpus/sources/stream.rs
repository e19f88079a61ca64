//! Streams, which can be read only once, as files that can be read again.

use std::fs::File;
use std::io::{self, BufRead, Write};
use std::path::Path;
use std::sync::Arc;

use memchr::memrchr;

use super::{Content, Source};
use crate::corpus::format::Format;
use crate::corpus::{BYTE_ORDER_MARK, STREAM, Stream, io_reason};
use crate::error::{Error, Result};

/// Copies a stream into a nameless file in `folder`; inside, returns why the stream can't be read at all.
pub(super) fn copy(
    mut stream: Stream,
    folder: &Path,
) -> Result<std::result::Result<Source, String>> {
    let (format, start) = match sniff(&mut stream) {
        Ok(found) => found,
        Err(error) => return Ok(Err(io_reason(&error))),
    };
    let copied = tempfile::tempfile_in(folder)
        .and_then(|file| Copy::of(start.as_slice(), file)?.with(stream.as_mut()))
        .map_err(|source| Error::Copy {
            folder: folder.to_owned(),
            source,
        })?;
    // A line that the fault has cut is no record, not even a bad one.
    let size = match (&copied.fault, format) {
        (Some(_), Format::JsonLines) => copied.whole_lines,
        _ => copied.size,
    };
    let content = Content::Copied(Arc::new(copied.file));
    let mut source = Source::new(STREAM, format, content, size);
    source.fault = copied.fault;
    Ok(Ok(source))
}

/// What is copied so far.
struct Copy {
    file: File,
    /// How much that is, in bytes.
    size: u64,
    /// How much of it are whole lines, in bytes.
    whole_lines: u64,
    /// Why the stream could not be read any further, if it could not.
    fault: Option<String>,
}

impl Copy {
    fn of(start: &[u8], file: File) -> io::Result<Copy> {
        let mut copy = Copy {
            file,
            size: 0,
            whole_lines: 0,
            fault: None,
        };
        copy.add(start)?;
        Ok(copy)
    }

    /// Adds the rest of a stream; only a fault in writing is an error.
    fn with(mut self, stream: &mut dyn BufRead) -> io::Result<Copy> {
        loop {
            let block = match stream.fill_buf() {
                Ok([]) => return Ok(self),
                Ok(block) => block,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.fault = Some(io_reason(&error));
                    return Ok(self);
                }
            };
            self.add(block)?;
            let length = block.len();
            stream.consume(length);
        }
    }

    fn add(&mut self, block: &[u8]) -> io::Result<()> {
        self.file.write_all(block)?;
        if let Some(line_feed) = memrchr(b'\n', block) {
            self.whole_lines = self.size + line_feed as u64 + 1;
        }
        self.size += block.len() as u64;
        Ok(())
    }
}

/// Returns the format of a stream, and its start, which had to be read to tell.
fn sniff(stream: &mut dyn BufRead) -> io::Result<(Format, Vec<u8>)> {
    let start = first_line_with_text(stream)?;
    let text = start
        .strip_prefix(BYTE_ORDER_MARK.as_bytes())
        .unwrap_or(&start);
    let format = if text.trim_ascii_start().starts_with(b"{") {
        Format::JsonLines
    } else {
        Format::Plain
    };
    Ok((format, start))
}

/// Returns the bytes up to the end of the first line that is not blank: enough to tell the format.
fn first_line_with_text(stream: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    loop {
        let length = start.len();
        let read = stream.read_until(b'\n', &mut start)?;
        let line = &start[length..];
        let text = line.strip_prefix(BYTE_ORDER_MARK.as_bytes());
        if read == 0 || !text.unwrap_or(line).trim_ascii().is_empty() {
            return Ok(start);
        }
    }
}
