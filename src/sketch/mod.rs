//! From text to sets and signatures: words, shingles, one-permutation MinHash.
//!
//! A text is cut into words by the Unicode rules, five words in a row make a shingle, and the set of
//! an article's shingles is what near-duplication is defined on. A [`Signature`] is a short summary
//! of that set from which the Jaccard similarity of two sets can be estimated, and a [`sampled`] hash
//! is one of those that every set keeps, so that even a small part of a text can be recognized.

mod shingles;
mod signature;
mod words;

pub(crate) use shingles::sorted;
pub use shingles::{Overlap, SAMPLED_ONE_IN, SHINGLE_WORDS, Shingles, sampled, shingle_hashes};
pub use signature::{BANDS, ROWS, Signature, Threshold};
pub(crate) use words::hash_run;
pub use words::{Word, fold_word, hash_word, word_hashes, words};
