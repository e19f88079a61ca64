//! The proof of a candidate: exact Jaccard similarity or containment of the two shingle sets.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};

use rayon::prelude::*;

use super::Texts;
use super::candidates::Candidate;
use crate::error::Result;
use crate::sketch::{Overlap, Shingles};

/// When a pair counts as near-duplicates: at least this Jaccard similarity, *or* this containment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Params {
    /// Jaccard similarity of the two shingle sets, 0 to 1.
    pub jaccard: f64,
    /// Share of the smaller shingle set that stands in the larger, 0 to 1.
    pub containment: f64,
    /// Containment counts only if the smaller set has at least this many shingles: that all of a
    /// two-line notice stands in a long article says nothing about the article.
    ///
    /// Words in a row have four shingles fewer than words, so the default of 56 is sixty words.
    pub containment_shingles: u32,
    /// Whether excerpts are searched for; without, copies are found as far as the bands suspect them, and
    /// those that were cut to less than half seldom.
    pub excerpts: bool,
}

impl Default for Params {
    fn default() -> Self {
        Params {
            jaccard: 0.7,
            containment: 0.8,
            containment_shingles: 56,
            excerpts: true,
        }
    }
}

impl Params {
    /// Returns whether two texts that have this in common are near-duplicates.
    pub fn are_met(&self, overlap: Overlap) -> bool {
        let smaller = overlap.own.min(overlap.other);
        let alike = overlap.jaccard() >= self.jaccard;
        let contained =
            overlap.of_smaller() >= self.containment && smaller >= self.containment_shingles;
        smaller > 0 && (alike || contained)
    }
}

/// From this Jaccard similarity on, two texts are the same but for trifles.
pub const COPY_JACCARD: f64 = 0.8;

/// A proven pair of near-duplicates; articles go by their places in the precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The article that comes first.
    pub earlier: u32,
    /// The article that comes later.
    pub later: u32,
    /// What the later article (`own`) has in common with the earlier (`other`), exactly.
    pub overlap: Overlap,
}

impl Edge {
    /// Returns the pair that was proven.
    pub fn pair(&self) -> Candidate {
        Candidate {
            later: self.later,
            earlier: self.earlier,
        }
    }
}

/// So many candidates are proven by one thread in a row.
const PROVEN_AT_ONCE: usize = 1 << 12;

/// Shingle sets are kept as long as they have no more than so many shingles together, of eight bytes.
const KEPT_SHINGLES: usize = 1 << 20;

/// Keeps the candidates that the exact sets prove, in the order of the pairs.
///
/// # Errors
///
/// If a text can't be had any more.
pub(super) fn prove(
    candidates: &[Candidate],
    texts: &impl Texts,
    params: &Params,
) -> Result<Vec<Edge>> {
    let related = by_relations(candidates);
    let proven: Result<Vec<Vec<Edge>>> = related
        .par_chunks(PROVEN_AT_ONCE)
        .map(|candidates| prove_related(candidates, texts, params))
        .collect();
    let mut edges: Vec<Edge> = proven?.into_iter().flatten().collect();
    edges.par_sort_unstable_by_key(Edge::pair);
    Ok(edges)
}

/// Puts candidates that are connected by others next to each other, so that each text is needed for one
/// short while only.
fn by_relations(candidates: &[Candidate]) -> Vec<Candidate> {
    let articles = candidates.iter().map(|candidate| candidate.later + 1).max();
    let mut relations = Relations::of(articles.unwrap_or(0));
    for candidate in candidates {
        relations.join(candidate.later, candidate.earlier);
    }
    let mut related: Vec<(u32, Candidate)> = candidates
        .iter()
        .map(|candidate| (relations.first_of(candidate.later), *candidate))
        .collect();
    related.par_sort_unstable();
    related
        .into_iter()
        .map(|(_, candidate)| candidate)
        .collect()
}

/// Which articles are connected by candidates (union-find, by the first article of each set; Tarjan 1975).
struct Relations {
    /// An earlier article that each is connected to; itself, if there is none.
    earlier: Vec<u32>,
}

impl Relations {
    /// Returns so many articles, none connected to another.
    fn of(articles: u32) -> Self {
        Relations {
            earlier: (0..articles).collect(),
        }
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.first_of(one), self.first_of(other));
        self.earlier[one.max(other) as usize] = one.min(other);
    }

    /// Returns the first article that this one is connected to.
    fn first_of(&mut self, article: u32) -> u32 {
        let mut first = article;
        while self.earlier[first as usize] != first {
            first = self.earlier[first as usize];
        }
        let mut passed = article;
        while passed != first {
            passed = std::mem::replace(&mut self.earlier[passed as usize], first);
        }
        first
    }
}

/// Proves candidates that are next to those that they are connected with.
fn prove_related(
    candidates: &[Candidate],
    texts: &impl Texts,
    params: &Params,
) -> Result<Vec<Edge>> {
    let mut recent = Recent::default();
    let mut edges = Vec::new();
    for &Candidate { later, earlier } in candidates {
        let overlap = recent.overlap(later, earlier, texts)?;
        if params.are_met(overlap) {
            edges.push(Edge {
                earlier,
                later,
                overlap,
            });
        }
    }
    Ok(edges)
}

/// The shingle sets that were made last.
#[derive(Default)]
struct Recent<'t> {
    sets: HashMap<u32, Cow<'t, Shingles>>,
    order: VecDeque<u32>,
    /// How many shingles they have together.
    shingles: usize,
}

impl<'t> Recent<'t> {
    /// Returns what one text has in common with another.
    fn overlap(&mut self, one: u32, other: u32, texts: &'t impl Texts) -> Result<Overlap> {
        self.need(one, texts)?;
        self.need(other, texts)?;
        self.drop_all_but(one, other);
        let sets = self.sets.get(&one).zip(self.sets.get(&other));
        Ok(sets.map_or_else(Overlap::default, |(one, other)| one.overlap(other)))
    }

    fn need(&mut self, article: u32, texts: &'t impl Texts) -> Result<()> {
        if let Entry::Vacant(entry) = self.sets.entry(article) {
            let set = entry.insert(texts.shingles(article)?);
            self.shingles += set.len();
            self.order.push_back(article);
        }
        Ok(())
    }

    /// Drops sets, the oldest first, until few enough shingles are left; but not these two.
    fn drop_all_but(&mut self, one: u32, other: u32) {
        for _ in 0..self.order.len() {
            if self.shingles <= KEPT_SHINGLES {
                break;
            }
            let Some(oldest) = self.order.pop_front() else {
                break;
            };
            if oldest == one || oldest == other {
                self.order.push_back(oldest);
            } else if let Some(set) = self.sets.remove(&oldest) {
                self.shingles -= set.len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::InMemory;
    use super::*;

    fn proven(a: std::ops::Range<u64>, b: std::ops::Range<u64>, params: &Params) -> bool {
        let [a, b] = [a, b].map(|words| Shingles::new(&words.collect::<Vec<_>>()));
        params.are_met(a.overlap(&b))
    }

    #[test]
    fn the_threshold_itself_is_enough() {
        let params = Params {
            jaccard: 0.5,
            containment: 1.0,
            containment_shingles: u32::MAX,
            excerpts: true,
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
                containment_shingles: 0,
                excerpts: true,
            }
        ));
    }

    #[test]
    fn candidates_of_one_crowd_are_neighbours() {
        let candidate = |later, earlier| Candidate { later, earlier };
        let scattered = [
            candidate(2, 0),
            candidate(3, 1),
            candidate(4, 2),
            candidate(5, 3),
            candidate(6, 0),
        ];
        let pairs: Vec<(u32, u32)> = by_relations(&scattered)
            .iter()
            .map(|pair| (pair.later, pair.earlier))
            .collect();
        assert_eq!(pairs, [(2, 0), (4, 2), (6, 0), (3, 1), (5, 3)]);
    }

    #[test]
    fn large_sets_are_dropped_and_made_again() {
        let large: Vec<u64> = (0..400_000_u64).map(|word| word << 20).collect();
        let sets: Vec<Shingles> = (0..4)
            .map(|article| Shingles::new(&large[article..]))
            .collect();
        let texts = InMemory::new(&sets);
        let mut recent = Recent::default();
        for (later, earlier) in [(1, 0), (2, 0), (3, 0), (3, 2), (1, 3)] {
            let overlap = sets[later as usize].overlap(&sets[earlier as usize]);
            let found = recent.overlap(later, earlier, &texts).unwrap();
            assert_eq!(found, overlap);
            assert!(recent.sets.len() <= 2);
        }
    }
}
