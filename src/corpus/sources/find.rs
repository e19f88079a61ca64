//! From a file or a stream to what is scanned of it: itself, or what was imported.

use std::fs::File;
use std::io;
use std::sync::Arc;

use super::stream::Copy;
use super::{Content, Form, Source};
use crate::corpus::import::{Candidate, Examined, Imported, Spools, examine};
use crate::corpus::{Kind, Options, STREAM, Skipped, Stream, io_reason, walk};

/// What was found at a path.
#[derive(Default)]
pub(super) struct Found {
    /// What is to be scanned, if there is anything.
    pub(super) source: Option<Source>,
    /// What can't be.
    pub(super) skipped: Vec<Skipped>,
    /// How many records of it are left out.
    pub(super) left_out: usize,
}

impl Found {
    fn skipped(path: &str, reason: impl Into<String>) -> Found {
        Found {
            skipped: vec![Skipped::whole(path, reason)],
            ..Found::default()
        }
    }
}

/// Finds what is to be scanned of a file; only a fault in writing is an error.
pub(super) fn file(file: walk::File, spools: &Spools, options: &Options) -> io::Result<Found> {
    let shown = &file.shown;
    let opened = File::open(&file.path).and_then(|opened| {
        let size = opened.metadata()?.len();
        Ok((opened, size))
    });
    let (opened, size) = match opened {
        Ok(opened) => opened,
        Err(error) => return Ok(Found::skipped(shown, io_reason(&error))),
    };
    let candidate = Candidate {
        shown,
        name: Some(&file.path),
        file: &opened,
        size,
    };
    Ok(match examine(&candidate, spools, options)? {
        Examined::Left(form, kind) => Found {
            source: Some(Source::new(shown, form, kind, Content::At(file.path), size)),
            ..Found::default()
        },
        Examined::Imported(imported, kind) => Found::imported(shown, kind, imported),
        Examined::Refused(reason) => Found::skipped(shown, reason),
    })
}

/// Copies a stream, and finds what is to be scanned of it; only a fault in writing is an error.
pub(super) fn stream(mut stream: Stream, spools: &Spools, options: &Options) -> io::Result<Found> {
    let copy = Copy::of(stream.as_mut(), spools.folder())?;
    let candidate = Candidate {
        shown: STREAM,
        name: None,
        file: &copy.file,
        size: copy.size,
    };
    let mut found = match examine(&candidate, spools, options)? {
        Examined::Left(form, kind) => {
            // A line that the fault has cut is no record, not even a bad one.
            let size = match (&copy.fault, form) {
                (Some(_), Form::Lines) => copy.whole_lines,
                _ => copy.size,
            };
            let content = Content::Copied(Arc::new(copy.file));
            let mut source = Source::new(STREAM, form, kind, content, size);
            source.fault = copy.fault;
            return Ok(Found {
                source: Some(source),
                ..Found::default()
            });
        }
        Examined::Imported(imported, kind) => Found::imported(STREAM, kind, imported),
        Examined::Refused(reason) => Found::skipped(STREAM, reason),
    };
    let fault = copy.fault.map(|fault| Skipped::whole(STREAM, fault));
    found.skipped.extend(fault);
    Ok(found)
}

impl Found {
    fn imported(path: &str, kind: Kind, imported: Imported) -> Found {
        let source = imported.form.map(|form| {
            let content = Content::Copied(imported.file);
            let size = imported.bytes.end - imported.bytes.start;
            let mut source = Source::new(path, form, kind, content, size);
            source.offset = imported.bytes.start;
            source.is_imported = true;
            source
        });
        Found {
            source,
            skipped: imported.skipped,
            left_out: imported.left_out,
        }
    }
}
