//! Copies and near-copies: bands, candidates, proof, groups.
//!
//! A [`Candidate`] is a pair that the bands suspect; an [`Edge`] is a candidate that was proven on
//! the exact shingle sets; a [`Group`] is made of edges only.

mod bands;
mod groups;
mod proof;

use crate::sketch::{Shingles, Signature};

pub use bands::{BANDS, Candidate, ROWS, candidates};
pub use groups::{Group, groups};
pub use proof::{Edge, Params, prove};

/// Finds the proven edges of a corpus.
///
/// `shingles` and `signatures` are indexed by article and of one length. Edges come out sorted by
/// their articles, each pair once.
pub fn edges(
    shingles: &[Shingles],
    signatures: &[Option<Signature>],
    params: &Params,
) -> Vec<Edge> {
    prove(&candidates(signatures), shingles, params)
}
