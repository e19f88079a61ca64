//! Where an import puts the records of its input, in their order.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_8};

use super::spool::{Spool, Spools};
use crate::corpus::sources::Form;
use crate::corpus::{Names, Skipped};

/// Takes the records of one input.
///
/// Each becomes a line of JSON, and each that is skipped or passed over an empty one, so that a record's
/// line has the number that the record has in its input.
pub(super) struct Sink<'s> {
    spools: &'s Spools,
    spool: Spool,
    out: BufWriter<Arc<File>>,
    /// How many bytes were written.
    written: u64,
    path: &'s str,
    /// The names of fields.
    names: &'s Names,
    /// How many records there were, whatever became of them.
    numbered: usize,
    /// How many of them are articles, good or bad.
    articles: usize,
    skipped: Vec<Skipped>,
    left_out: usize,
    is_single: bool,
    encoding: &'static Encoding,
}

/// Why an import stops before the end of its input.
pub(super) enum Stop {
    /// The input can't be read any further, for this reason.
    Input(String),
    /// The temporary file can't be written.
    Spool(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Input(crate::corpus::io_reason(&error))
    }
}

/// What an import comes to.
pub(super) type Outcome = Result<(), Stop>;

/// What an import gave.
pub(in crate::corpus) struct Imported {
    /// The temporary file that the records are in.
    pub(in crate::corpus) file: Arc<File>,
    /// Where they stand in it.
    pub(in crate::corpus) bytes: Range<u64>,
    /// How they stand there; `None` if there are none.
    pub(in crate::corpus) form: Option<Form>,
    /// What could not be read.
    pub(in crate::corpus) skipped: Vec<Skipped>,
    /// How many records are of a kind that is not read.
    pub(in crate::corpus) left_out: usize,
    /// The name of the encoding that the input was in.
    pub(in crate::corpus) encoding: &'static str,
}

impl<'s> Sink<'s> {
    /// Returns a sink for the records of the input shown as `path`.
    pub(super) fn new(spools: &'s Spools, path: &'s str, names: &'s Names) -> io::Result<Sink<'s>> {
        let spool = spools.take()?;
        Ok(Sink {
            out: BufWriter::new(Arc::clone(&spool.file)),
            spools,
            spool,
            written: 0,
            path,
            names,
            numbered: 0,
            articles: 0,
            skipped: Vec::new(),
            left_out: 0,
            is_single: false,
            encoding: UTF_8,
        })
    }

    /// Returns the path that people see.
    pub(super) fn path(&self) -> &'s str {
        self.path
    }

    /// Returns the names of fields.
    pub(super) fn names(&self) -> &'s Names {
        self.names
    }

    /// Returns how many records there were so far.
    pub(super) fn records(&self) -> usize {
        self.numbered
    }

    /// Takes a record that is a line of JSON already, good or bad.
    pub(super) fn line(&mut self, line: &[u8]) -> Outcome {
        self.articles += 1;
        self.write(line)
    }

    /// Takes a record that can't be read.
    pub(super) fn skip(&mut self, reason: impl Into<String>) -> Outcome {
        self.articles += 1;
        self.pass()?;
        self.skipped.push(Skipped {
            path: self.path.to_owned(),
            record: Some(self.numbered),
            reason: reason.into(),
        });
        Ok(())
    }

    /// Takes a record that is no article and is not meant to be one.
    pub(super) fn pass(&mut self) -> Outcome {
        self.write(b"")
    }

    /// Takes a record of a kind that is not read, which is counted.
    pub(super) fn leave_out(&mut self) -> Outcome {
        self.left_out += 1;
        self.pass()
    }

    /// Says that the one record there was is all of the input, which therefore needs no number.
    pub(super) fn is_single(&mut self) {
        self.is_single = true;
    }

    /// Says what encoding the input is in, if it is not UTF-8.
    pub(super) fn is_in(&mut self, encoding: &'static Encoding) {
        self.encoding = encoding;
    }

    fn write(&mut self, line: &[u8]) -> Outcome {
        self.numbered += 1;
        let written = self.out.write_all(line);
        let written = written.and_then(|()| self.out.write_all(b"\n"));
        self.written += line.len() as u64 + 1;
        written.map_err(Stop::Spool)
    }

    /// Ends the import; `outcome` is what its format came to.
    ///
    /// # Errors
    ///
    /// If the temporary file can't be written.
    pub(super) fn finish(mut self, outcome: Outcome) -> io::Result<Imported> {
        let fault = match outcome {
            Ok(()) => None,
            Err(Stop::Input(reason)) => Some(reason),
            Err(Stop::Spool(error)) => return Err(error),
        };
        self.out.flush()?;
        self.tell(fault);
        let start = self.spool.end;
        self.spool.end += self.written;
        let imported = Imported {
            file: Arc::clone(&self.spool.file),
            bytes: start..self.spool.end,
            form: (self.articles > 0).then_some(match self.is_single {
                true => Form::Line,
                false => Form::Lines,
            }),
            skipped: self.skipped,
            left_out: self.left_out,
            encoding: self.encoding.name(),
        };
        self.spools.give_back(self.spool);
        Ok(imported)
    }

    /// Adds to what is skipped why the input broke off, or that nothing was in it.
    fn tell(&mut self, fault: Option<String>) {
        if self.is_single {
            for skipped in &mut self.skipped {
                skipped.record = None;
            }
        }
        let (record, reason) = match fault {
            Some(fault) if self.numbered == 0 => (None, fault),
            Some(fault) => (
                Some(self.numbered + 1),
                format!("from this record on: {fault}"),
            ),
            None if self.articles == 0 => (None, "empty: no record in it".to_owned()),
            None => return,
        };
        self.skipped.push(Skipped {
            path: self.path.to_owned(),
            record,
            reason,
        });
    }
}
