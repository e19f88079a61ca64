//! The signatures of all articles, in one stretch of memory that grows without a copy and is given back as
//! a whole: thousands of small ones would leave holes that nothing else fits into.

use std::sync::{Mutex, PoisonError};

use crate::sketch::Signature;

/// Signatures, in runs that any thread may append.
#[derive(Default)]
pub(super) struct Gathered {
    signatures: Mutex<Vec<Option<Signature>>>,
}

impl Gathered {
    /// Appends a run, of which nothing is left, and returns the place of its first signature.
    pub fn append(&self, run: &mut Vec<Option<Signature>>) -> usize {
        // To append is to move: a thread that panicked meanwhile has ended the run.
        let mut signatures = self
            .signatures
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let start = signatures.len();
        signatures.append(run);
        start
    }

    /// Returns all of them.
    pub fn into_inner(self) -> Vec<Option<Signature>> {
        self.signatures
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
