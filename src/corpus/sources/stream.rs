//! Streams, which can be read only once, as files that can be read again.

use std::fs::File;
use std::io::{self, BufRead, Write};
use std::path::Path;

use memchr::memrchr;

use crate::corpus::io_reason;

/// The copy of a stream.
pub(super) struct Copy {
    pub(super) file: File,
    /// How long it is, in bytes.
    pub(super) size: u64,
    /// How much of it are whole lines, in bytes.
    pub(super) whole_lines: u64,
    /// Why the stream could not be read any further, if it could not.
    pub(super) fault: Option<String>,
}

impl Copy {
    /// Copies a stream into a nameless file in `folder`; only a fault in writing is an error.
    pub(super) fn of(stream: &mut dyn BufRead, folder: &Path) -> io::Result<Copy> {
        let mut copy = Copy {
            file: tempfile::tempfile_in(folder)?,
            size: 0,
            whole_lines: 0,
            fault: None,
        };
        loop {
            let block = match stream.fill_buf() {
                Ok([]) => return Ok(copy),
                Ok(block) => block,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    copy.fault = Some(io_reason(&error));
                    return Ok(copy);
                }
            };
            copy.add(block)?;
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
