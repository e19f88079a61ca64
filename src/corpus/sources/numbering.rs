//! Which line of its file a record is on: known when all chunks before it are read.

use super::chunk::{Part, Report};
use super::{Form, Sources};
use crate::corpus::{LeftOut, Skipped, jsonl};

/// Makes lines of a file of lines of a chunk; for [`Sources::origin`].
///
/// Where part of a file could not be read, the lines behind it are numbered as if it had none.
#[derive(Clone, Debug)]
pub struct Numbering {
    /// For each chunk: how many lines its first file has before it.
    lines_before: Vec<usize>,
}

impl Numbering {
    /// Returns how many lines the file that goes on in this chunk has before it.
    pub(super) fn before(&self, chunk: u64) -> usize {
        let chunk = usize::try_from(chunk).ok();
        let before = chunk.and_then(|chunk| self.lines_before.get(chunk));
        before.copied().unwrap_or(0)
    }
}

/// Numbers the lines of all chunks, and adds to `skipped` and `left_out` what was so in them.
pub(super) fn number(
    sources: &Sources,
    reports: Vec<Report>,
    skipped: &mut Vec<Skipped>,
    left_out: &mut LeftOut,
) -> Numbering {
    let mut lines_before = Vec::with_capacity(reports.len());
    let mut tally = Tally::default();
    for report in reports {
        lines_before.push(tally.lines);
        for (index, reason) in report.no_texts {
            skipped.push(Skipped::whole(&sources.sources[index].shown, reason));
        }
        for part in report.parts {
            left_out.out_of_time += part.left_out;
            if part.begins {
                tally = Tally::default();
            }
            tally.add(part, sources, skipped);
        }
    }
    Numbering { lines_before }
}

/// What has been read of a JSON Lines file.
#[derive(Default)]
struct Tally {
    lines: usize,
    has_records: bool,
    has_fault: bool,
}

impl Tally {
    fn add(&mut self, part: Part, sources: &Sources, skipped: &mut Vec<Skipped>) {
        let source = &sources.sources[part.source];
        let (path, is_numbered) = (&source.shown, source.form != Form::Line);
        let mut skip = |line: Option<usize>, reason| {
            skipped.push(Skipped {
                path: path.clone(),
                record: line.filter(|_| is_numbered),
                reason,
            });
        };
        for (line, reason) in part.skipped {
            skip(Some(self.lines + line as usize), reason);
        }
        self.lines += part.lines as usize;
        self.has_records |= part.has_records;
        match part.fault {
            // A fault that lasts is met in every chunk, and told once.
            Some(_) if self.has_fault => {}
            Some(fault) => {
                self.has_fault = true;
                match self.lines {
                    0 => skip(None, fault),
                    lines => skip(Some(lines + 1), jsonl::broken_off(&fault)),
                }
            }
            // Of what was imported it is told already why there is nothing.
            None if self.has_records || self.has_fault || source.is_imported => {}
            None if part.ends => skip(None, jsonl::NO_RECORD.to_owned()),
            None => {}
        }
    }
}
