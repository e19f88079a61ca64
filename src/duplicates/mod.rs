//! Copies and near-copies: bands, candidates, proof, groups.
//!
//! A [`Candidate`] is a pair that the bands suspect; an [`Edge`] is a candidate that was proven on
//! the exact shingle sets; a [`Group`] is made of edges only.
//!
//! ```
//! use newsdedup::duplicates::{Params, edges, groups};
//! use newsdedup::sketch::{Shingles, Sketcher, hash_word, words};
//!
//! let texts = [
//!     "A kiosk in the old harbour burned down on Monday night, the fire brigade said.",
//!     "The lake ferry will sail again from Friday, said its new owner.",
//!     "A kiosk in the old harbour burned down on Monday night, the fire brigade said. (XY)",
//! ];
//! let sketcher = Sketcher::default();
//! let shingles = texts.map(|text| {
//!     let words: Vec<u64> = words(text).map(|word| hash_word(word.text)).collect();
//!     Shingles::new(&words)
//! });
//! let signatures = shingles.each_ref().map(|shingles| sketcher.sketch(shingles));
//!
//! let precedence = [2, 1, 0];
//! let edges = edges(&shingles, &signatures, &precedence, &Params::default());
//! assert_eq!((edges[0].a, edges[0].b), (0, 2));
//! let groups = groups(&edges, &precedence);
//! assert_eq!((groups[0].canonical, &groups[0].members[..]), (2, &[0][..]));
//! ```

mod bands;
mod groups;
mod proof;

use crate::sketch::{Shingles, Signature};

pub use bands::{BANDS, Candidate, ROWS, candidates};
pub use groups::{Group, groups};
pub use proof::{Edge, Params, prove};

/// Finds the proven edges of a corpus, sorted by their articles, each pair once.
///
/// `shingles` and `signatures` are indexed by article; `precedence` lists every article once, those
/// fit to be canonical first, and is the same that [`groups`] is given afterwards.
///
/// What an edge says is exact, but not every edge is found. Of pairs at Jaccard similarity .7, one in
/// thousands is missed. Of more than 17 near-duplicates, each has edges to those who come first in
/// `precedence`, the one to be canonical among them, but not to all others. Containment is found as
/// far as the bands suspect it: see [`Params::containment`].
pub fn edges(
    shingles: &[Shingles],
    signatures: &[Option<Signature>],
    precedence: &[usize],
    params: &Params,
) -> Vec<Edge> {
    prove(&candidates(signatures, precedence), shingles, params)
}
