//! Where a record was found, as people name it.

use std::fmt;

/// The file that a record was found in, and which record of it.
///
/// Its [`Display`](fmt::Display) form, `a.txt` or `record 3 of a.jsonl`, is one line whatever the path holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin<'a> {
    /// The file, as walked; `-` for a stream.
    pub path: &'a str,
    /// The record of that file, counted from 1; `None` where a file is one article.
    pub record: Option<usize>,
}

impl Origin<'_> {
    /// Returns the id of an article found here that has neither an id nor a URL.
    pub fn id(&self) -> String {
        match self.record {
            None => self.path.to_owned(),
            Some(record) => format!("{}#{record}", self.path),
        }
    }
}

impl fmt::Display for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.escape_debug();
        match self.record {
            None => write!(f, "{path}"),
            Some(record) => write!(f, "record {record} of {path}"),
        }
    }
}
