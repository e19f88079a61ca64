//! From paths and formats to [`Document`]s: the walk, the decoding and the record formats.
//!
//! [`read`] loads a whole corpus. [`Sources`] leaves it where it is, and gives its records in passing and
//! one by one; a [`Listing`] has them in the order of their ids.
//!
//! Whatever can't be read becomes a [`Skipped`] entry with path, record and reason, and the rest
//! goes on. Documents come out sorted by id, whatever the order of the paths, so that every later
//! stage may use a document's index as its name.
//!
//! Text in UTF-8 that is in order (NFC, no control characters, entities or mojibake) is kept as read, byte for
//! byte, a byte order mark and line ends included. Other text is put in order when it is read, and what had to be
//! decoded or taken out of HTML is kept as it came out: all later spans point into that.

mod choices;
mod format;
pub mod import;
mod jsonl;
mod kind;
mod left_out;
mod lines;
mod listing;
mod names;
mod options;
mod origin;
mod plain;
mod positioned;
mod read;
mod record;
mod sources;
mod walk;

use std::io::{self, BufRead};
use std::path::PathBuf;

pub(crate) use jsonl::json_reason;
pub use kind::Kind;
pub use left_out::LeftOut;
pub use listing::Listing;
pub use names::{Field, Names};
pub use options::{Options, Patterns};
pub use origin::Origin;
pub(crate) use positioned::Section;
pub use read::read;
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
    /// Returns where it was found.
    pub fn origin(&self) -> Origin<'_> {
        Origin {
            path: &self.path,
            record: self.record,
        }
    }

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
    /// gold labels, and what the [`Options`] leave out. A folder counts as one. Also the records of web
    /// archives that are no pages, and articles that are not of the time asked for.
    pub left_out: usize,
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
