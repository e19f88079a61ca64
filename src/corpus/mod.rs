//! From paths and formats to [`Document`]s: the walk, the decoding and the record formats.
//!
//! [`read`] loads a whole corpus. [`Sources`] leaves it where it is, and gives its records in passing and
//! one by one.
//!
//! Whatever can't be read becomes a [`Skipped`] entry with path, record and reason, and the rest
//! goes on. Documents come out sorted by id, whatever the order of the paths, so that every later
//! stage may use a document's index as its name.
//!
//! Text is kept as read, byte for byte, a byte order mark included: all later spans point into it.

mod format;
mod jsonl;
mod lines;
mod origin;
mod plain;
mod positioned;
mod record;
mod sources;
mod walk;

use std::fs::File;
use std::io::{self, BufRead, Cursor, Read};
use std::path::PathBuf;

use rayon::prelude::*;

use format::Format;
pub(crate) use jsonl::json_reason;
pub use origin::Origin;
pub(crate) use positioned::Section;
pub use record::Fields;
pub use sources::{Chunk, Numbering, Place, Record, Scan, Sources};

/// Something to read articles from.
pub enum Input {
    /// A file, or a folder with everything below it.
    Path(PathBuf),
    /// An open stream, shown as `-`: standard input, which the library does not touch itself. Hand it in
    /// once, as `BufReader::new(io::stdin())`: a lock on it can't be sent between threads.
    Stream(Box<dyn BufRead + Send>),
}

/// A record as read, before any cleaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The record's own id, else its URL, else its path (with `#` and the record's number in a file of many).
    pub id: String,
    /// The file it came from, as walked, `-` for standard input.
    pub path: String,
    /// Which record of that file, counted from 1; `None` where a file is one article.
    pub record: Option<usize>,
    /// Where it was published.
    pub url: Option<String>,
    /// The headline, if metadata has one.
    pub headline: Option<String>,
    /// The text as read. All spans are byte ranges of it.
    pub text: String,
    /// When it was published, if metadata says so.
    pub published: Option<crate::dates::Moment>,
    /// Who published it, if metadata says so.
    pub outlet: Option<String>,
    /// The language tag, if metadata has one.
    pub language: Option<String>,
}

impl Skipped {
    /// Says that an article has the id of another.
    pub(crate) fn same_id(article: Origin<'_>, id: &str, kept: Origin<'_>) -> Skipped {
        Skipped {
            path: article.path.to_owned(),
            record: article.record,
            reason: format!("duplicate id {id:?}: the article kept is {kept}"),
        }
    }

    /// Says why all of a file is skipped.
    fn whole(path: &str, reason: impl Into<String>) -> Skipped {
        Skipped {
            path: path.to_owned(),
            record: None,
            reason: reason.into(),
        }
    }
}

impl Document {
    /// Returns where the record was found.
    pub fn origin(&self) -> Origin<'_> {
        Origin {
            path: &self.path,
            record: self.record,
        }
    }
}

/// Something that was not read, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Skipped {
    /// The file, as named or walked.
    pub path: String,
    /// The record of that file, counted from 1; `None` if the whole file was skipped.
    pub record: Option<usize>,
    /// One line that says what is wrong.
    pub reason: String,
}

/// Everything that was read, and everything that was not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corpus {
    /// The articles, sorted by id; ids are unique.
    pub documents: Vec<Document>,
    /// What could not be read, sorted by path and record.
    pub skipped: Vec<Skipped>,
    /// Files that the walk passed over because of their names: hidden files, READMEs and licences,
    /// gold labels. A hidden folder counts as one.
    pub left_out: usize,
}

/// Reads every article of `inputs`; `progress` is told how many more were read, from any thread.
///
/// A folder is walked without following symbolic links. Files in it are left out by name if they are
/// hidden, a README, LICENSE, CHANGELOG or CONTRIBUTING document, or gold labels (`gold.json`,
/// `*.gold.jsonl`); a file named as an input is always read. A file reached by two inputs is read once.
///
/// Files ending in `.jsonl` or `.ndjson` hold an article a line, with the fields
///
/// | of an article | names, the first that is not empty counts |
/// |---|---|
/// | id | `id` (text or number) |
/// | URL | `url` |
/// | headline | `title`, `headline` |
/// | text | `text`, `body`, `content` |
/// | publication date | `date`, `published`, `published_at`, `datePublished` |
/// | outlet | `source`, `outlet`, `site`, `publisher` |
/// | language | `lang`, `language` |
///
/// Every other file is one article of plain text, unless its ending says that it is in a format which
/// is not read. A stream whose first character is `{` is JSON Lines, any other is plain text.
///
/// Of several articles with one id, the one with the first path and record is kept. The result does
/// not depend on the order of the inputs, nor on the number of threads.
pub fn read(inputs: Vec<Input>, progress: &(dyn Fn(usize) + Sync)) -> Corpus {
    let (paths, streams) = split(inputs);
    let walk::Walk {
        files,
        mut skipped,
        left_out,
    } = walk::walk(&paths);
    let mut batches: Vec<Batch> = files
        .par_iter()
        .map(|file| read_file(file, progress))
        .collect();
    batches.extend(
        streams
            .into_iter()
            .map(|stream| read_stream(stream, progress)),
    );

    let mut documents = Vec::new();
    for batch in batches {
        documents.extend(batch.documents);
        skipped.extend(batch.skipped);
    }
    let documents = one_for_each_id(documents, &mut skipped);
    skipped.sort();
    Corpus {
        documents,
        skipped,
        left_out,
    }
}

/// The path under which a stream's articles are reported.
const STREAM: &str = "-";

const BYTE_ORDER_MARK: &str = "\u{feff}";

type Stream = Box<dyn BufRead + Send>;

fn split(inputs: Vec<Input>) -> (Vec<PathBuf>, Vec<Stream>) {
    let mut paths = Vec::new();
    let mut streams = Vec::new();
    for input in inputs {
        match input {
            Input::Path(path) => paths.push(path),
            Input::Stream(stream) => streams.push(stream),
        }
    }
    (paths, streams)
}

/// What one file gave.
#[derive(Default)]
struct Batch {
    documents: Vec<Document>,
    skipped: Vec<Skipped>,
}

impl Batch {
    fn skip(&mut self, path: &str, record: Option<usize>, reason: impl Into<String>) {
        self.skipped.push(Skipped {
            path: path.to_owned(),
            record,
            reason: reason.into(),
        });
    }

    fn skipped(path: &str, reason: impl Into<String>) -> Batch {
        Batch {
            documents: Vec::new(),
            skipped: vec![Skipped::whole(path, reason)],
        }
    }
}

fn read_file(file: &walk::File, progress: &(dyn Fn(usize) + Sync)) -> Batch {
    let format = Format::of(&file.path);
    if let Format::Unread(name) = format {
        return Batch::skipped(&file.shown, Format::refusal(name));
    }
    match File::open(&file.path) {
        Ok(open) => read_open(format, &file.shown, open, progress),
        Err(error) => Batch::skipped(&file.shown, io_reason(&error)),
    }
}

fn read_stream(mut stream: Stream, progress: &(dyn Fn(usize) + Sync)) -> Batch {
    match sniff(&mut stream) {
        Ok((format, start)) => {
            read_open(format, STREAM, Cursor::new(start).chain(stream), progress)
        }
        Err(error) => Batch::skipped(STREAM, io_reason(&error)),
    }
}

/// Returns the format of a stream, and its start, which had to be read to tell.
fn sniff(stream: &mut dyn BufRead) -> io::Result<(Format, Vec<u8>)> {
    let start = first_line_with_text(stream)?;
    let text = start
        .strip_prefix(BYTE_ORDER_MARK.as_bytes())
        .unwrap_or(&start);
    let format = if text.trim_ascii_start().starts_with(b"{") {
        Format::JsonLines
    } else {
        Format::Plain
    };
    Ok((format, start))
}

fn read_open(
    format: Format,
    path: &str,
    reader: impl Read,
    progress: &(dyn Fn(usize) + Sync),
) -> Batch {
    if format == Format::JsonLines {
        return jsonl::read(path, reader, progress);
    }
    match plain::read(path, reader) {
        Ok(document) => {
            progress(1);
            Batch {
                documents: vec![document],
                skipped: Vec::new(),
            }
        }
        Err(reason) => Batch::skipped(path, reason),
    }
}

/// Returns the bytes up to the end of the first line that is not blank: enough to tell the format.
fn first_line_with_text(stream: &mut dyn BufRead) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    loop {
        let length = start.len();
        let read = stream.read_until(b'\n', &mut start)?;
        if read == 0 || !start[length..].trim_ascii().is_empty() {
            return Ok(start);
        }
    }
}

/// Sorts by id, and keeps the document with the first path and record of each id.
fn one_for_each_id(mut documents: Vec<Document>, skipped: &mut Vec<Skipped>) -> Vec<Document> {
    documents.sort_by(|a, b| (&a.id, &a.path, a.record).cmp(&(&b.id, &b.path, b.record)));
    let mut kept: Vec<Document> = Vec::with_capacity(documents.len());
    for document in documents {
        match kept.last().filter(|last| last.id == document.id) {
            None => kept.push(document),
            Some(last) => {
                let kept = last.origin();
                skipped.push(Skipped::same_id(document.origin(), &document.id, kept));
            }
        }
    }
    kept
}

fn io_reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        _ => format!("can't be read: {error}"),
    }
}

/// Returns whether a text has nothing to see: white space, byte order marks, zero-width characters.
fn is_blank(text: &str) -> bool {
    let is_invisible = |c: char| {
        c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
    };
    text.chars().all(is_invisible)
}
