//! What is known of all articles for a while: columns in one stretch of memory each, which grow without a
//! copy and are given back as a whole. Thousands of small ones would leave holes that nothing else fits into.

use std::sync::{Mutex, PoisonError};

use crate::sketch::Signature;

/// Columns with an entry for each article.
#[derive(Default)]
pub(super) struct Columns {
    /// Each one's line in its part of the file, which makes the id of a record that has none.
    pub lines: Vec<u32>,
    /// When each was published, in milliseconds since 1970; [`UNDATED`] if that is not known.
    pub ages: Vec<i64>,
    /// What each is compared by, byte for byte.
    pub fingerprints: Vec<u64>,
    /// A hash of each one's words and their order; [`UNKNOWN`] without words, and while its content was seen
    /// before.
    pub identities: Vec<u128>,
    /// An article has no signature without words, and none if its content was seen before.
    pub signatures: Vec<Option<Signature>>,
}

/// The age of an article without a date: it comes after all others.
pub(super) const UNDATED: i64 = i64::MAX;

/// The identity of an article of which the words are not known.
pub(super) const UNKNOWN: u128 = 0;

/// Columns to which any thread may append.
#[derive(Default)]
pub(super) struct Gathered {
    columns: Mutex<Columns>,
}

impl Gathered {
    /// Appends columns, of which nothing is left, and returns the place of their first article.
    pub fn append(&self, more: &mut Columns) -> usize {
        // A thread that panicked meanwhile has ended the run.
        let mut all = self.columns.lock().unwrap_or_else(PoisonError::into_inner);
        let start = all.signatures.len();
        all.lines.append(&mut more.lines);
        all.ages.append(&mut more.ages);
        all.fingerprints.append(&mut more.fingerprints);
        all.identities.append(&mut more.identities);
        all.signatures.append(&mut more.signatures);
        start
    }

    /// Returns all of them.
    pub fn into_inner(self) -> Columns {
        self.columns
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
