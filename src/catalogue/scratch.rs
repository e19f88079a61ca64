//! A temporary file for what is too much to keep in memory: blocks of bytes, read again by their place.

use std::fs::File;
use std::io::{Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::corpus::Section;
use crate::error::{Error, Result};

/// A file of blocks, which any thread may append and read.
pub(crate) struct Scratch {
    folder: PathBuf,
    file: File,
    end: Mutex<u64>,
}

impl Scratch {
    /// Makes the file, without a name, in `folder`.
    pub fn new(folder: &Path) -> Result<Self> {
        let file = tempfile::tempfile_in(folder).map_err(|source| failed(folder, source))?;
        Ok(Scratch {
            folder: folder.to_owned(),
            file,
            end: Mutex::new(0),
        })
    }

    /// Appends a block, and returns where it stands.
    pub fn append(&self, block: &[u8]) -> Result<Range<u64>> {
        // A thread that panicked here ends the run.
        let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
        let written = (&self.file).write_all(block);
        written.map_err(|source| failed(&self.folder, source))?;
        let start = *end;
        *end += block.len() as u64;
        Ok(start..*end)
    }

    /// Reads bytes of a block into the buffer, in place of what is in it. All blocks must be appended.
    pub fn read(&self, bytes: Range<u64>, buffer: &mut Vec<u8>) -> Result<()> {
        buffer.clear();
        let mut section = Section::new(&self.file, bytes);
        let read = section.read_to_end(buffer);
        read.map_err(|source| failed(&self.folder, source))?;
        Ok(())
    }

    /// Returns the error that what was read is not what was written.
    pub fn failed(&self, source: std::io::Error) -> Error {
        failed(&self.folder, source)
    }
}

fn failed(folder: &Path, source: std::io::Error) -> Error {
    Error::Scratch {
        folder: folder.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_appended_is_read_by_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let scratch = Scratch::new(folder.path()).unwrap();
        let [first, empty, last] =
            [&b"first"[..], b"", b"last"].map(|block| scratch.append(block).unwrap());
        let mut buffer = Vec::new();
        for (bytes, content) in [(last, "last"), (first.clone(), "first"), (empty, "")] {
            scratch.read(bytes, &mut buffer).unwrap();
            assert_eq!(buffer, content.as_bytes());
        }
        scratch
            .read(first.start + 1..first.end, &mut buffer)
            .unwrap();
        assert_eq!(buffer, b"irst");
    }
}
