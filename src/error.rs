//! What can stop a run, or a part of it: always with the path, and with the line where there is one.
//!
//! A bad *record* is no error: it becomes a [`Skipped`](crate::corpus::Skipped) entry and the run
//! goes on. An [`Error`] is what leaves nothing to go on with.

use std::path::PathBuf;

/// The library's result type.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a stage could not do its work at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file that the work can't do without (labels, a rule table) could not be read.
    #[error("{path}: {source}")]
    Read {
        /// The file, as it was named.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A stream could not be copied to a file, from which it can be read again.
    #[error("the input can't be copied to {folder}: {source}")]
    Copy {
        /// The folder that the copy was to be in, as it was named.
        folder: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A temporary file, for what does not fit into memory, could not be made, written or read.
    #[error("a temporary file in {folder} can't be used: {source}")]
    Scratch {
        /// The folder that the file is in, as it was named.
        folder: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A line of a label file is not of the form that is scored.
    #[error("{path}:{line}: {reason}")]
    Labels {
        /// The label file, as it was named.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A table (rules, sources, word statistics, weights) or a profile breaks its own format.
    #[error("{table}: {reason}")]
    Table {
        /// The table's name, with the line where one is at fault.
        table: String,
        /// What is wrong, with the entry it is wrong in.
        reason: String,
    },
    /// Something is named that does not exist.
    #[error("no {kind} is called {name:?}: {hint}")]
    UnknownName {
        /// What it was taken for: a field or a key.
        kind: &'static str,
        /// The name, as it was given.
        name: String,
        /// What may have been meant.
        hint: String,
    },
    /// A key has a value of a wrong type or range.
    #[error("{key:?} has a value that it can't have")]
    WrongValue {
        /// The key, as it was given.
        key: String,
    },
    /// A pattern of paths is not well formed.
    #[error("{reason}")]
    Pattern {
        /// The pattern, and what is wrong with it.
        reason: String,
    },
    /// Something can't be read, where all is wanted.
    #[error("{origin}: {reason}")]
    Strict {
        /// The file, and the record in it.
        origin: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A kind or a rule is to be switched off that does not exist.
    #[error("no kind of boilerplate and no rule is called {name:?}")]
    UnknownRule {
        /// The name, as it was given.
        name: String,
    },
}
