//! A reader whose first bytes were looked at.

use std::io::{self, BufRead, Read};

/// How much of a file is looked at to tell its format and encoding, in bytes: all of most articles.
pub(super) const HEAD: usize = 64 << 10;

/// A reader, and its first bytes, which are read again.
pub(super) struct Peeked<'r> {
    head: Vec<u8>,
    /// How much of the head was read again.
    read: usize,
    /// What went wrong behind the head, to be told in its turn.
    fault: Option<io::Error>,
    rest: Box<dyn BufRead + 'r>,
}

impl<'r> Peeked<'r> {
    /// Looks at the first bytes of a reader.
    pub(super) fn new(mut rest: Box<dyn BufRead + 'r>) -> Peeked<'r> {
        let mut head = Vec::new();
        let fault = (&mut rest).take(HEAD as u64).read_to_end(&mut head).err();
        Peeked {
            head,
            read: 0,
            fault,
            rest,
        }
    }

    /// Returns the first bytes.
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }
}

impl BufRead for Peeked<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read < self.head.len() {
            return Ok(self.head.get(self.read..).unwrap_or_default());
        }
        match self.fault.take() {
            Some(fault) => Err(fault),
            None => self.rest.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        if self.read < self.head.len() {
            self.read += amount;
        } else {
            self.rest.consume(amount);
        }
    }
}

impl Read for Peeked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}
