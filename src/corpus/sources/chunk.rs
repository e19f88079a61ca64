//! A chunk of the sources, and the records in it.

use std::io;
use std::mem;
use std::ops::Range;

use super::{Form, Place, Source, Sources};
use crate::corpus::lines::Lines;
use crate::corpus::positioned::Section;
use crate::corpus::record::Fields;
use crate::corpus::{Kind, io_reason, jsonl, plain};

/// A part of the sources, with the records that begin in it.
pub struct Chunk<'s> {
    sources: &'s Sources,
    /// The bytes of the part, with all sources laid one behind the other.
    pub(super) bytes: Range<u64>,
    /// The sources in it that are not read yet.
    rest: Range<usize>,
    buffer: Vec<u8>,
    report: Report,
}

/// A record in passing.
#[derive(Debug)]
pub struct Record<'a> {
    /// Where it stands.
    pub place: Place,
    /// Its line in the part of its file that the chunk has, counted from 1, or 0 where a file is one
    /// article. [`Sources::origin`] makes the number in the file of it, which is known at the end of the scan.
    pub line: u32,
    /// Its bytes: a line of JSON without the line end, or all of a plain file.
    pub raw: &'a [u8],
    /// What it says.
    pub fields: Fields<'a>,
}

/// What there is to say of a chunk when it is read.
#[derive(Default)]
pub(super) struct Report {
    /// The parts of JSON Lines files in it, in their order.
    pub(super) parts: Vec<Part>,
    /// The plain files that are no articles: index and reason.
    pub(super) no_texts: Vec<(usize, String)>,
}

/// What a chunk has of a JSON Lines file.
pub(super) struct Part {
    /// Index of the file.
    pub(super) source: usize,
    /// Whether the file begins here.
    pub(super) begins: bool,
    /// Whether the file ends here.
    pub(super) ends: bool,
    /// How many lines begin here.
    pub(super) lines: u32,
    /// Whether one of them is not blank.
    pub(super) has_records: bool,
    /// Lines that are skipped, counted from 1, and why.
    pub(super) skipped: Vec<(u32, String)>,
    /// Why there are no more lines, if that is not because the part ends.
    pub(super) fault: Option<String>,
    /// How many records are not of the time asked for.
    pub(super) left_out: usize,
}

impl<'s> Chunk<'s> {
    pub(super) fn new(sources: &'s Sources, bytes: Range<u64>) -> Chunk<'s> {
        Chunk {
            sources,
            rest: sources.within(&bytes),
            bytes,
            buffer: Vec::new(),
            report: Report::default(),
        }
    }

    /// Calls `visit` with every record in its turn. What can't be read is passed over, and told by
    /// [`Scan::skipped`](super::Scan::skipped).
    pub fn for_each(&mut self, visit: impl FnMut(Record<'_>)) {
        self.for_each_or(visit, |_, _| {});
    }

    /// Calls `visit` with every record in its turn, and `miss` with the kind of file and the bytes of every
    /// line that can't be read as a record.
    pub fn for_each_or(
        &mut self,
        mut visit: impl FnMut(Record<'_>),
        mut miss: impl FnMut(Kind, &[u8]),
    ) {
        for index in mem::take(&mut self.rest) {
            let source = &self.sources.sources[index];
            if source.form != Form::Text {
                let part = self.visit_part(index, source, &mut visit, &mut miss);
                self.report.parts.push(part);
            } else if self.bytes.contains(&source.start)
                && let Err(reason) = self.visit_text(source, &mut visit)
            {
                self.report.no_texts.push((index, reason));
            }
        }
    }

    /// Reads what was not asked for, which is needed to number the lines of the next chunk.
    pub(super) fn finish(mut self) -> Report {
        self.for_each(|_| {});
        self.report
    }

    fn visit_text(
        &mut self,
        source: &Source,
        visit: &mut impl FnMut(Record<'_>),
    ) -> Result<(), String> {
        if let Some(fault) = &source.fault {
            return Err(fault.clone());
        }
        let place = self.sources.place(source)?;
        let raw = self.sources.read(place, &mut self.buffer);
        let raw = raw.map_err(|error| io_reason(&error))?;
        visit(Record {
            place,
            line: 0,
            raw,
            fields: plain::parse(raw)?,
        });
        Ok(())
    }

    fn visit_part(
        &mut self,
        index: usize,
        source: &Source,
        visit: &mut impl FnMut(Record<'_>),
        miss: &mut impl FnMut(Kind, &[u8]),
    ) -> Part {
        let mut part = Part {
            source: index,
            begins: self.bytes.contains(&source.start),
            ends: self.bytes.contains(&source.end()),
            lines: 0,
            has_records: false,
            skipped: Vec::new(),
            fault: None,
            left_out: 0,
        };
        part.fault = match self.visit_lines(source, &mut part, visit, miss) {
            Err(error) => Some(io_reason(&error)),
            Ok(()) => source.fault.clone().filter(|_| part.ends),
        };
        part
    }

    /// Visits the lines that begin in the chunk; the last may end behind it.
    fn visit_lines(
        &mut self,
        source: &Source,
        part: &mut Part,
        visit: &mut impl FnMut(Record<'_>),
        miss: &mut impl FnMut(Kind, &[u8]),
    ) -> io::Result<()> {
        let from = self.bytes.start.saturating_sub(source.start);
        let to = self.bytes.end.min(source.end()) - source.start;
        let file = self.sources.file(part.source)?;
        // A line begins here if the byte before ends one.
        let first = from.saturating_sub(1);
        let sources = self.sources;
        let longest = match source.is_imported {
            true => u32::MAX,
            false => sources.sizes.record,
        };
        let section = Section::new(&file, source.bytes(first));
        let mut lines = Lines::new(section, &mut self.buffer, longest as usize);
        if from > 0 && !lines.skip_line(to - from)? {
            return Ok(());
        }
        while first + lines.offset() < to {
            let Some(line) = lines.next_line()? else {
                break;
            };
            part.lines += 1;
            match sources.record(source, first + line.offset, line.bytes, part.lines) {
                None => continue,
                Some(Ok(record)) if !sources.options.is_in_time(&record.fields) => {
                    part.left_out += 1
                }
                Some(Ok(record)) => visit(record),
                Some(Err(reason)) => {
                    part.skipped.push((part.lines, reason));
                    let is_first = first + line.offset == 0;
                    let raw = line.bytes.and_then(|bytes| jsonl::record(bytes, is_first));
                    miss(source.kind, raw.unwrap_or_default());
                }
            }
            part.has_records = true;
        }
        Ok(())
    }
}

impl Sources {
    /// Returns the record on a line that begins at `offset` of its file, or why it is none, unless the line
    /// is blank. A line without bytes is too long to be read.
    fn record<'a>(
        &self,
        source: &Source,
        offset: u64,
        bytes: Option<&'a [u8]>,
        line: u32,
    ) -> Option<Result<Record<'a>, String>> {
        let Some(bytes) = bytes else {
            return Some(Err(self.sizes.too_long()));
        };
        let raw = jsonl::record(bytes, offset == 0)?;
        let mark = bytes.len() - raw.len();
        let place = Place {
            offset: source.start + offset + mark as u64,
            // No longer than the longest record, which has such a length.
            length: raw.len() as u32,
        };
        Some(
            Fields::parse_with(raw, &self.options.names).map(|fields| Record {
                place,
                line,
                raw,
                fields,
            }),
        )
    }

    /// Returns the place of a plain file's article.
    fn place(&self, source: &Source) -> Result<Place, String> {
        let length = u32::try_from(source.size).ok();
        let length = length.filter(|length| *length <= self.sizes.record);
        Ok(Place {
            offset: source.start,
            length: length.ok_or_else(|| self.sizes.too_long())?,
        })
    }
}
