//! Banded locality-sensitive hashing: which pairs are worth proving for their Jaccard similarity.
//!
//! Two articles that agree in a band of their [`Signature`]s share a bucket. At Jaccard similarity s
//! that happens in one of b bands of r rows with probability 1 − (1 − sʳ)ᵇ (Leskovec, Rajaraman and
//! Ullman, *Mining of Massive Datasets*, §3.4). With 32 × 4 the steepest rise is at (1/b)^(1/r) = .42,
//! far below what counts as a near-duplicate, and a pair at .7 is missed once in 6,500 times, one at .8
//! once in 21 million. Short texts leave slots empty, and two texts alike leave the same ones empty,
//! so of theirs fewer still are missed.
//!
//! Most of the pairs that share a bucket without being alike are told by the bits of their signatures
//! and never get to the proof.

use rayon::prelude::*;

use super::Signatures;
use super::candidates::{Candidate, PEERS, add};
use super::sightings::Sightings;
use crate::sketch::{BANDS, Threshold};

/// So many bands are in memory at a time, eight bytes an article each.
const BANDS_AT_ONCE: usize = 2;

/// Returns the pairs that share a band and whose signatures allow at least the given Jaccard similarity:
/// sorted, each once.
///
/// Articles without a signature are in no pair. Of more than a few articles that share a band, each is
/// paired only with those that come first, so there are at most 48 candidates an article.
pub(super) fn candidates(signatures: &impl Signatures, jaccard: f64) -> Vec<Candidate> {
    let threshold = Threshold::new(jaccard);
    let mut all = Vec::new();
    for first in (0..BANDS).step_by(BANDS_AT_ONCE) {
        let found: Vec<Vec<Candidate>> = tables(signatures, first)
            .into_par_iter()
            .map(|table| candidates_of_band(table, signatures, &threshold))
            .collect();
        for candidates in found {
            add(&mut all, candidates);
        }
    }
    all
}

/// Returns the tables of some neighbouring bands, which are read in one pass.
fn tables(signatures: &impl Signatures, first: usize) -> [Vec<Row>; BANDS_AT_ONCE] {
    let mut tables = [(); BANDS_AT_ONCE].map(|()| Vec::with_capacity(signatures.articles()));
    signatures.each(&mut |article, signature| {
        for (band, table) in (first..).zip(&mut tables) {
            table.extend(signature.key(band).map(|key| Row { key, article }));
        }
    });
    tables
}

/// Returns the candidates of one band, sorted.
fn candidates_of_band(
    mut table: Vec<Row>,
    signatures: &impl Signatures,
    threshold: &Threshold,
) -> Vec<Candidate> {
    let mut sightings = Sightings::new(table.len());
    table.iter().for_each(|row| sightings.see(row.key));
    table.retain(|row| sightings.seen_again(row.key));
    table.sort_unstable();
    let may_reach = |candidate: &Candidate| {
        let later = signatures.get(candidate.later);
        let both = later.zip(signatures.get(candidate.earlier));
        both.is_some_and(|(later, earlier)| threshold.allows(later, earlier))
    };
    let mut found: Vec<Candidate> = table
        .chunk_by(|one, next| one.key == next.key)
        .flat_map(candidates_of_bucket)
        .filter(may_reach)
        .collect();
    found.sort_unstable();
    found
}

/// An article's entry in the table of one band, in the table's order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    key: u32,
    article: u32,
}

/// Pairs every article of a bucket with those of its first [`PEERS`] that come before it.
fn candidates_of_bucket(bucket: &[Row]) -> impl Iterator<Item = Candidate> + '_ {
    bucket.iter().enumerate().flat_map(|(place, row)| {
        let peers = &bucket[..place.min(PEERS)];
        peers.iter().map(|peer| Candidate {
            later: row.article,
            earlier: peer.article,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::candidates::MOST_OF_ARTICLE;
    use super::*;
    use crate::sketch::Signature;

    /// The candidates of equal articles.
    fn candidates_of_copies(count: usize) -> Vec<Candidate> {
        candidates(&vec![Signature::of(1..7); count], 0.7)
    }

    #[test]
    fn a_small_bucket_is_paired_completely() {
        let all =
            (0..17).flat_map(|later| (0..later).map(move |earlier| Candidate { later, earlier }));
        assert_eq!(candidates_of_copies(17), all.collect::<Vec<_>>());
    }

    #[test]
    fn a_giant_bucket_stays_linear() {
        assert!(candidates_of_copies(2_000).len() <= PEERS * 2_000);
    }

    #[test]
    fn many_buckets_that_share_articles_stay_linear() {
        let spread = |place: u64| place.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let near =
            |article: u64| Signature::of((0..900).map(spread).chain([spread(1_000 + article)]));
        let signatures: Vec<_> = (0..500).map(near).collect();
        assert!(candidates(&signatures, 0.7).len() <= MOST_OF_ARTICLE * 500);
    }

    #[test]
    fn articles_without_words_are_in_no_pair() {
        assert!(candidates(&vec![None, None], 0.7).is_empty());
    }
}
