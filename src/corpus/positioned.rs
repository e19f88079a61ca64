//! Reads parts of files by their position, from any number of threads.
//!
//! These are plain reads and no memory maps: of a map the system ends the program when another one cuts
//! the file short, and where memory is scarce it counts as the program's. Here a file that became shorter
//! is an error like any other.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Part of a file, as a reader that ends where the part does.
pub(crate) struct Section<'a> {
    file: &'a File,
    rest: Range<u64>,
}

impl<'a> Section<'a> {
    /// Returns the part of a file at these bytes, all of which it is expected to have.
    pub(crate) fn new(file: &'a File, bytes: Range<u64>) -> Section<'a> {
        Section { file, rest: bytes }
    }
}

impl Read for Section<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.rest.end.saturating_sub(self.rest.start);
        let most = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
        if most == 0 {
            return Ok(0);
        }
        let read = read_at(self.file, &mut buffer[..most], self.rest.start)?;
        if read == 0 {
            let reason = "it has become shorter since it was found";
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, reason));
        }
        self.rest.start += read as u64;
        Ok(read)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

/// Files that are kept open because they may soon be read again: a few of many, since a process may open
/// no more than some hundreds.
pub(super) struct OpenFiles {
    /// A file has its place by its number, and makes room for the next with the same.
    places: Vec<Mutex<Option<OpenFile>>>,
}

/// The number of a file, and the file.
type OpenFile = (usize, Arc<File>);

impl OpenFiles {
    /// Returns room for `most` open files, at least one.
    pub(super) fn new(most: usize) -> OpenFiles {
        OpenFiles {
            places: (0..most.max(1)).map(|_| Mutex::new(None)).collect(),
        }
    }

    /// Returns the file of this number, which `open` opens if it is not open.
    pub(super) fn get(
        &self,
        number: usize,
        open: impl FnOnce() -> io::Result<File>,
    ) -> io::Result<Arc<File>> {
        let mut place = self.places[number % self.places.len()]
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some((_, file)) = place.as_ref().filter(|(held, _)| *held == number) {
            return Ok(Arc::clone(file));
        }
        let file = Arc::new(open()?);
        *place = Some((number, Arc::clone(&file)));
        Ok(file)
    }
}
