//! Banded locality-sensitive hashing: which pairs are worth proving.
//!
//! A signature is cut into [`BANDS`] bands of [`ROWS`] values; two articles that agree in a whole
//! band become a [`Candidate`]. At Jaccard similarity s that happens with probability
//! 1 − (1 − sʳ)ᵇ for b bands of r rows (Leskovec, Rajaraman and Ullman, *Mining of Massive
//! Datasets*, §3.4). With 32 × 4 the steepest rise is at (1/b)^(1/r) = .42, far below what counts
//! as a near-duplicate, and a pair at .7 is missed once in 6,500 times, one at .8 once in 21 million.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::sketch::{SIGNATURE_VALUES, Signature};

/// Bands that a signature is cut into.
pub const BANDS: usize = 32;

/// Values in a band.
pub const ROWS: usize = SIGNATURE_VALUES / BANDS;

const _: () = assert!(
    BANDS * ROWS == SIGNATURE_VALUES,
    "the bands use every value"
);

/// How many of a bucket's first articles, by precedence, the others are paired with.
///
/// This bounds the candidates of n articles by `BANDS` × `PEERS` × n whatever they have in common,
/// so a template in a million pages costs no more than a million pages without one. It loses pairs
/// of large groups only, and not the groups: the one who comes first is paired with all others, and
/// groups are formed around those who come first.
const PEERS: usize = 16;

/// A suspected pair of near-duplicates: two article indices, the smaller first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Candidate(pub usize, pub usize);

/// Returns the pairs that share a band, sorted, each once.
///
/// Of more than a few articles that share a band, each is paired only with those that come first in
/// `precedence`, which lists every article once. Articles without a signature are in no pair.
pub fn candidates(signatures: &[Option<Signature>], precedence: &[usize]) -> Vec<Candidate> {
    // Copies agree in many bands. Repeats go out band by band, for together they take more memory
    // than all else.
    (0..BANDS)
        .into_par_iter()
        .map(|band| candidates_of_band(signatures, precedence, band))
        .reduce(Vec::new, union)
}

/// Pairs the articles that agree in one band.
fn candidates_of_band(
    signatures: &[Option<Signature>],
    precedence: &[usize],
    band: usize,
) -> Vec<Candidate> {
    let mut rows: Vec<Row> = precedence
        .iter()
        .enumerate()
        .filter_map(|(rank, &article)| {
            let key = band_key(signatures[article].as_ref()?, band);
            Some(Row { key, rank, article })
        })
        .collect();
    rows.sort_unstable();
    rows.chunk_by(|a, b| a.key == b.key)
        .flat_map(candidates_of_bucket)
        .collect()
}

/// An article's entry in the table of one band, in the table's order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    key: u64,
    /// The article's place in the precedence.
    rank: usize,
    article: usize,
}

/// Pairs every article of a bucket with those of its first [`PEERS`] that come before it.
fn candidates_of_bucket(bucket: &[Row]) -> impl Iterator<Item = Candidate> + '_ {
    bucket.iter().enumerate().flat_map(|(place, row)| {
        let peers = &bucket[..place.min(PEERS)];
        peers
            .iter()
            .map(|peer| Candidate(peer.article.min(row.article), peer.article.max(row.article)))
    })
}

/// Returns the candidates of both, sorted, each once.
fn union(mut all: Vec<Candidate>, more: Vec<Candidate>) -> Vec<Candidate> {
    all.extend(more);
    // The stable sort finds the two sorted runs and merges them.
    all.sort();
    all.dedup();
    all
}

/// Returns the hash of one band of a signature.
fn band_key(signature: &Signature, band: usize) -> u64 {
    let mut bytes = [0u8; ROWS * 4];
    for (slot, value) in bytes.chunks_exact_mut(4).zip(&signature.0[band * ROWS..]) {
        slot.copy_from_slice(&value.to_le_bytes());
    }
    xxh3_64(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::{Shingles, Sketcher};

    /// The candidates of equal articles.
    fn candidates_of_copies(count: usize) -> Vec<Candidate> {
        let copy = Sketcher::default().sketch(&Shingles::new(&[1, 2, 3, 4, 5, 6]));
        let precedence: Vec<usize> = (0..count).rev().collect();
        candidates(&vec![copy; count], &precedence)
    }

    #[test]
    fn a_small_bucket_is_paired_completely() {
        let all = (0..17).flat_map(|a| (a + 1..17).map(move |b| Candidate(a, b)));
        assert_eq!(candidates_of_copies(17), all.collect::<Vec<_>>());
    }

    #[test]
    fn a_giant_bucket_stays_linear() {
        assert!(candidates_of_copies(2_000).len() <= PEERS * 2_000);
    }

    #[test]
    fn articles_without_words_are_in_no_pair() {
        assert!(candidates(&[None, None], &[0, 1]).is_empty());
    }
}
