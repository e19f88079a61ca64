//! The proof of a candidate: exact Jaccard similarity or containment of the two shingle sets.

use rayon::prelude::*;

use super::Candidate;
use crate::sketch::Shingles;

/// When a pair counts as near-duplicates: at least this Jaccard similarity, *or* this containment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Params {
    /// Jaccard similarity of the two shingle sets, 0 to 1.
    pub jaccard: f64,
    /// Share of the smaller shingle set that stands in the larger, 0 to 1.
    ///
    /// The bands go by Jaccard similarity, so the more the lengths differ, the more such pairs are
    /// missed: of excerpts that are half as long as the whole (Jaccard .5) every eighth, of those
    /// that are a quarter as long (.25) all but every eighth.
    pub containment: f64,
    /// Containment counts only if the smaller set has at least this many shingles: that all of a
    /// two-line notice stands in a long article says nothing about the article.
    ///
    /// Words in a row have four shingles fewer than words, so the default of 56 is sixty words.
    pub containment_shingles: usize,
}

impl Default for Params {
    fn default() -> Self {
        Params {
            jaccard: 0.7,
            containment: 0.8,
            containment_shingles: 56,
        }
    }
}

/// A proven pair of near-duplicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// The smaller article index.
    pub a: usize,
    /// The larger article index.
    pub b: usize,
    /// Exact Jaccard similarity of their shingle sets, 0 to 1.
    pub jaccard: f64,
    /// Exact share of the smaller set that stands in the larger, 0 to 1.
    pub containment: f64,
}

/// Keeps the candidates that the exact sets prove, in the candidates' order.
///
/// `shingles` is indexed by article.
pub fn prove(candidates: &[Candidate], shingles: &[Shingles], params: &Params) -> Vec<Edge> {
    candidates
        .par_iter()
        .filter_map(|candidate| prove_one(*candidate, shingles, params))
        .collect()
}

/// Returns the edge of a candidate, if it is one.
fn prove_one(Candidate(a, b): Candidate, shingles: &[Shingles], params: &Params) -> Option<Edge> {
    let (first, second) = (&shingles[a], &shingles[b]);
    let smaller = first.len().min(second.len());
    if smaller == 0 {
        return None;
    }
    let overlap = first.overlap(second);
    let jaccard = overlap.jaccard();
    let containment = overlap.containment().max(overlap.containment_of_other());
    let alike = jaccard >= params.jaccard;
    let contained = containment >= params.containment && smaller >= params.containment_shingles;
    (alike || contained).then_some(Edge {
        a,
        b,
        jaccard,
        containment,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proven(a: std::ops::Range<u64>, b: std::ops::Range<u64>, params: &Params) -> bool {
        let sets = [a, b].map(|words| Shingles::new(&words.collect::<Vec<_>>()));
        !prove(&[Candidate(0, 1)], &sets, params).is_empty()
    }

    #[test]
    fn the_threshold_itself_is_enough() {
        let params = Params {
            jaccard: 0.5,
            containment: 1.0,
            containment_shingles: usize::MAX,
        };
        assert!(proven(0..104, 0..54, &params), "50 of 100 shingles is 0.5");
        assert!(!proven(0..104, 0..53, &params), "49 of 100 is less");
    }

    #[test]
    fn a_short_notice_inside_a_long_article_is_no_near_duplicate() {
        let params = Params::default();
        assert!(proven(0..400, 100..160, &params));
        assert!(!proven(0..400, 100..130, &params));
    }

    #[test]
    fn articles_without_words_are_never_copies() {
        assert!(!proven(
            0..0,
            0..0,
            &Params {
                jaccard: 0.0,
                containment: 0.0,
                containment_shingles: 0
            }
        ));
    }
}
