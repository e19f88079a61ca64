//! A file of labels as text, and errors that name its lines.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::{Error, Result};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The text of a file of labels, with the name that errors give it.
pub struct Source<'p> {
    path: &'p Path,
    /// The text, without a byte order mark.
    pub text: String,
}

impl<'p> Source<'p> {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// As [`Source::read`].
    pub fn open(path: &'p Path) -> Result<Self> {
        let file = File::open(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::read(file, path)
    }

    /// Reads all of `reader`; `path` is what errors call it.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if it can't be read, [`Error::Labels`] if it is not UTF-8.
    pub fn read(mut reader: impl Read, path: &'p Path) -> Result<Self> {
        let mut bytes = Vec::new();
        reader
            .read_to_end(&mut bytes)
            .map_err(|source| Error::Read {
                path: path.to_owned(),
                source,
            })?;
        let mut text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            Error::Labels {
                path: path.to_owned(),
                line: 1 + line_feeds(&error.as_bytes()[..valid]),
                reason: "invalid UTF-8".to_owned(),
            }
        })?;
        if text.starts_with(BYTE_ORDER_MARK) {
            text.drain(..BYTE_ORDER_MARK.len_utf8());
        }
        Ok(Source { path, text })
    }

    /// Returns the lines that are not blank, with their numbers from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..)
            .zip(self.text.lines())
            .filter(|(_, line)| !line.trim().is_empty())
    }

    /// Returns the number of the line with the first character after `offset` that is not white space.
    pub fn line_of_text_after(&self, offset: usize) -> usize {
        let (before, after) = self
            .text
            .split_at_checked(offset)
            .unwrap_or((&self.text, ""));
        let blank = after.len() - after.trim_start().len();
        1 + line_feeds(before.as_bytes()) + line_feeds(&after.as_bytes()[..blank])
    }

    /// Returns what is wrong with a line.
    pub fn error(&self, line: usize, reason: impl Into<String>) -> Error {
        Error::Labels {
            path: self.path.to_owned(),
            line,
            reason: reason.into(),
        }
    }
}

fn line_feeds(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}
