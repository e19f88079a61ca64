//! From text to sets and signatures: words, shingles, MinHash.
//!
//! A text is cut into words by the Unicode rules, five words in a row make a shingle, and the set of
//! an article's shingles is what near-duplication is defined on. A [`Signature`] is a short summary
//! of that set from which the Jaccard similarity of two sets can be estimated.

mod minhash;
mod shingles;
mod words;

pub use minhash::{SIGNATURE_VALUES, Signature, Sketcher};
pub use shingles::{Overlap, SHINGLE_WORDS, Shingles};
pub(crate) use words::hash_run;
pub use words::{Word, fold_word, hash_word, word_hashes, words};
