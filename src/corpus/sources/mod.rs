//! The records of a corpus, left where they are: for work on more articles than fit into memory.
//!
//! [`Sources`] lays all files one behind the other and cuts the whole into chunks of a few megabytes,
//! which are read in parallel. Of a record only its [`Place`] has to be kept, which reads it again.
//!
//! Nothing is locked. What is added to a file during the run is not read; where a file became shorter or
//! is gone, what is left of it is read and the rest is skipped with a reason.

mod chunk;
mod find;
mod numbering;
mod stream;

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::import::Spools;
use super::positioned::{OpenFiles, Section};
use super::record::Fields;
use super::{Input, Kind, LeftOut, Names, Options, Origin, Skipped, plain, split, walk};
use crate::error::{Error, Result};
pub use chunk::{Chunk, Record};
pub use numbering::Numbering;

/// Files and streams with records, to be read in chunks, and again record by record.
pub struct Sources {
    sources: Vec<Source>,
    skipped: Vec<Skipped>,
    left_out: LeftOut,
    open_files: OpenFiles,
    options: Options,
    sizes: Sizes,
}

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Where it begins, in bytes, with all sources laid one behind the other.
    pub offset: u64,
    /// How long it is, in bytes.
    pub length: u32,
}

/// What a scan gave.
#[derive(Debug)]
pub struct Scan<T> {
    /// The result of each chunk, in the order of the input.
    pub chunks: Vec<T>,
    /// What could not be read, sorted by path and record, with all that the walk skipped.
    pub skipped: Vec<Skipped>,
    /// How many files and records were left out.
    pub left_out: LeftOut,
    /// Which record of its file each one is.
    pub numbering: Numbering,
}

/// How the sources are cut, in bytes.
#[derive(Clone, Copy)]
struct Sizes {
    /// Size of a chunk; a multiple of [`ALIGNMENT`].
    chunk: u64,
    /// The longest record that is read.
    record: u32,
}

impl Sizes {
    /// Says why a record is skipped that is longer than the longest.
    fn too_long(self) -> String {
        format!("longer than {} bytes", self.record)
    }
}

const SIZES: Sizes = Sizes {
    chunk: 4 << 20,
    record: u32::MAX,
};

/// Sources begin at multiples of this many bytes, as chunks do: so a byte order mark, which is three bytes
/// long, is in one chunk with the first byte behind it.
const ALIGNMENT: u64 = 4;

/// How many files are kept open.
const OPEN_FILES: usize = 64;

/// A file, or the copy of a stream.
struct Source {
    /// The path that people see.
    shown: String,
    form: Form,
    kind: Kind,
    content: Content,
    /// Where it begins in the file that it is in, in bytes.
    offset: u64,
    /// Where it begins among all sources, in bytes.
    start: u64,
    /// How long it was when it was found, in bytes.
    size: u64,
    /// Whether its lines were written by an import, which has skipped what is too long.
    is_imported: bool,
    /// Why it ends before its end, if it does.
    fault: Option<String>,
}

/// How records stand in the bytes of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// All of it is the text of one article.
    Text,
    /// Each line is a record.
    Lines,
    /// The one line is a record, and was all of its file.
    Line,
}

/// Where the bytes of a source are.
enum Content {
    At(PathBuf),
    /// In a temporary file.
    Copied(Arc<File>),
}

impl Source {
    /// Returns a source that [`Sources`] has yet to put in its place, and that is all of a file.
    fn new(shown: &str, form: Form, kind: Kind, content: Content, size: u64) -> Source {
        Source {
            shown: shown.to_owned(),
            form,
            kind,
            content,
            offset: 0,
            start: 0,
            size,
            is_imported: false,
            fault: None,
        }
    }

    /// Returns the bytes of its file from here on, counted from its own first byte.
    fn bytes(&self, from: u64) -> Range<u64> {
        self.offset + from..self.offset + self.size
    }

    /// Returns where it ends among all sources, in bytes.
    fn end(&self) -> u64 {
        self.start + self.size
    }
}

impl Sources {
    /// Finds the files of `inputs`, as [`read`](super::read) does.
    ///
    /// JSON Lines and plain text are left where they are. The records of other formats are copied into
    /// temporary files in the folder `scratch`, which have no names and are gone with the `Sources`; so
    /// are streams, which can be read only once.
    ///
    /// # Errors
    ///
    /// [`Error::Copy`] if a temporary file can't be written. A file that can't be read is no error, it is
    /// skipped; but if the `options` are strict, it is [`Error::Strict`].
    pub fn open(inputs: Vec<Input>, options: &Options, scratch: &Path) -> Result<Sources> {
        let sizes = Sizes {
            record: options.max_record_bytes,
            ..SIZES
        };
        Sources::with_sizes(inputs, options, scratch, sizes)
    }

    fn with_sizes(
        inputs: Vec<Input>,
        options: &Options,
        scratch: &Path,
        sizes: Sizes,
    ) -> Result<Sources> {
        let (paths, streams) = split(inputs);
        let walk = walk::walk(&paths, options);
        let spools = Spools::new(scratch);
        let files = walk.files.into_par_iter();
        let found: io::Result<Vec<_>> = files
            .map(|file| find::file(file, &spools, options))
            .collect();
        let streams = streams.into_iter();
        let found = found.and_then(|mut found| {
            for stream in streams {
                found.push(find::stream(stream, &spools, options)?);
            }
            Ok(found)
        });
        let found = found.map_err(|source| Error::Copy {
            folder: scratch.to_owned(),
            source,
        })?;
        let mut sources = Vec::with_capacity(found.len());
        let (mut skipped, mut left_out) = (walk.skipped, walk.left_out);
        for found in found {
            sources.extend(found.source);
            skipped.extend(found.skipped);
            left_out.no_pages += found.left_out;
        }
        lay_out(&mut sources);
        let sources = Sources {
            sources,
            skipped,
            left_out,
            open_files: OpenFiles::new(OPEN_FILES),
            options: options.clone(),
            sizes,
        };
        sources.check(&sources.skipped)?;
        Ok(sources)
    }

    /// Makes an error of the first thing that was skipped, if the options are strict.
    ///
    /// # Errors
    ///
    /// [`Error::Strict`] for the first of `skipped`.
    pub fn check(&self, skipped: &[Skipped]) -> Result<()> {
        match skipped.iter().min() {
            Some(first) if self.options.strict => Err(Error::Strict {
                origin: first.origin().to_string(),
                reason: first.reason.clone(),
            }),
            _ => Ok(()),
        }
    }

    /// Returns how many bytes all sources have.
    pub fn bytes(&self) -> u64 {
        self.sources.iter().map(|source| source.size).sum()
    }

    /// Returns how many files and records were left out because of their names or kinds, as in
    /// [`Corpus::left_out`](super::Corpus::left_out).
    pub fn left_out(&self) -> usize {
        self.left_out.total()
    }

    /// Returns the names of fields that users gave.
    pub fn names(&self) -> &Names {
        &self.options.names
    }

    /// Returns the kind of every file and stream in which there are records, in their order.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> + '_ {
        self.sources.iter().map(|source| source.kind)
    }

    /// Returns the kind of the file that a record stands in.
    pub fn kind(&self, place: Place) -> Kind {
        self.sources[self.index(place.offset)].kind
    }

    /// Reads all records: `each` gets every chunk, in parallel, and what it returns comes in the order of
    /// the input, whatever the number of threads.
    ///
    /// In memory are, for every thread, some hundred kilobytes or the longest record.
    pub fn scan<T: Send>(&self, each: impl Fn(&mut Chunk<'_>) -> T + Sync) -> Scan<T> {
        let read: Vec<_> = (0..self.chunks())
            .into_par_iter()
            .map(|number| self.read_chunk(number, &each))
            .collect();
        let (chunks, reports): (_, Vec<_>) = read.into_iter().unzip();
        let mut skipped = self.skipped.clone();
        let mut left_out = self.left_out;
        let numbering = numbering::number(self, reports, &mut skipped, &mut left_out);
        skipped.sort();
        Scan {
            chunks,
            skipped,
            left_out,
            numbering,
        }
    }

    /// Reads a sample: `each` gets chunks that are spread evenly over the sources, as many as make up about
    /// `bytes` bytes and at least one, if there is any.
    pub fn sample<T: Send>(&self, bytes: u64, each: impl Fn(&mut Chunk<'_>) -> T + Sync) -> Vec<T> {
        let chunks = self.chunks();
        let wanted = (bytes / self.sizes.chunk).max(1).min(chunks);
        (0..wanted)
            .into_par_iter()
            .map(|index| self.read_chunk(spread(index, wanted, chunks), &each).0)
            .collect()
    }

    /// Reads the chunk at this index of those that a [`scan`](Sources::scan) reads; one that is not there has
    /// no records.
    pub fn read_one<T>(&self, index: usize, each: impl Fn(&mut Chunk<'_>) -> T + Sync) -> T {
        let number = (index as u64).min(self.chunks());
        self.read_chunk(number, &each).0
    }

    /// Reads a record again, into `buffer`: a line of JSON without its line end, or all of a plain file.
    ///
    /// # Errors
    ///
    /// If the file can't be read any more. If it was changed, other bytes may stand at this place.
    pub fn read<'b>(&self, place: Place, buffer: &'b mut Vec<u8>) -> io::Result<&'b [u8]> {
        let index = self.index(place.offset);
        let source = &self.sources[index];
        let start = source.offset + place.offset - source.start;
        let file = self.file(index)?;
        let length = place.length as usize;
        if buffer.len() < length {
            buffer.resize(length, 0);
        }
        let bytes = &mut buffer[..length];
        Section::new(&file, start..start + u64::from(place.length)).read_exact(bytes)?;
        Ok(bytes)
    }

    /// Parses a record that was [`read`](Sources::read) again.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with it, in words: then it was changed since it was read first.
    pub fn parse<'b>(
        &self,
        place: Place,
        raw: &'b [u8],
    ) -> std::result::Result<Fields<'b>, String> {
        match self.sources[self.index(place.offset)].form {
            Form::Text => plain::parse(raw),
            Form::Lines | Form::Line => Fields::parse_with(raw, &self.options.names),
        }
    }

    /// Returns the file that a record stands in, as people name it; `-` for a stream.
    pub fn path(&self, place: Place) -> &str {
        &self.sources[self.index(place.offset)].shown
    }

    /// Returns whether a record is a whole file of plain text, and not a line of JSON.
    pub fn is_plain(&self, place: Place) -> bool {
        self.sources[self.index(place.offset)].form == Form::Text
    }

    /// Returns where a record was found, given its place and its [line](Record::line).
    pub fn origin(&self, place: Place, line: u32, numbering: &Numbering) -> Origin<'_> {
        let source = &self.sources[self.index(place.offset)];
        let record = match source.form {
            Form::Text | Form::Line => None,
            Form::Lines => {
                let chunk = place.offset / self.sizes.chunk;
                let goes_on = source.start < chunk * self.sizes.chunk;
                let before = if goes_on { numbering.before(chunk) } else { 0 };
                Some(before + line as usize)
            }
        };
        Origin {
            path: &source.shown,
            record,
        }
    }

    fn read_chunk<T>(
        &self,
        number: u64,
        each: &(impl Fn(&mut Chunk<'_>) -> T + Sync),
    ) -> (T, chunk::Report) {
        let start = number * self.sizes.chunk;
        let mut chunk = Chunk::new(self, start..start + self.sizes.chunk);
        let result = each(&mut chunk);
        (result, chunk.finish())
    }

    fn chunks(&self) -> u64 {
        let end = self.sources.last().map_or(0, |source| source.end() + 1);
        end.div_ceil(self.sizes.chunk)
    }

    /// Returns the source that a byte is in.
    fn index(&self, offset: u64) -> usize {
        let behind = self
            .sources
            .partition_point(|source| source.start <= offset);
        behind.saturating_sub(1)
    }

    /// Returns the sources that begin, go on or end in this part of them all.
    fn within(&self, bytes: &Range<u64>) -> Range<usize> {
        let first = self
            .sources
            .partition_point(|source| source.end() < bytes.start);
        let behind = self
            .sources
            .partition_point(|source| source.start < bytes.end);
        first..behind
    }

    fn file(&self, index: usize) -> io::Result<Arc<File>> {
        match &self.sources[index].content {
            Content::At(path) => self.open_files.get(index, || File::open(path)),
            Content::Copied(file) => Ok(Arc::clone(file)),
        }
    }
}

/// Puts the sources one behind the other, with a gap after each, so that an empty one has a place too.
fn lay_out(sources: &mut [Source]) {
    let mut start = 0;
    for source in sources {
        source.start = start;
        start = (source.end() + 1).next_multiple_of(ALIGNMENT);
    }
}

/// Returns the index of the chunk at `index` of `wanted` that are spread evenly over `all`.
fn spread(index: u64, wanted: u64, all: u64) -> u64 {
    let index = u128::from(index) * u128::from(all) / u128::from(wanted.max(1));
    u64::try_from(index).unwrap_or(all)
}

#[cfg(test)]
mod tests;
