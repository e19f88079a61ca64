//! Cut and padded copies: which pairs are worth proving for their containment.
//!
//! Of an article and one that is a quarter as long and stands in it, the bands know nothing: their
//! Jaccard similarity is .25. But of the shingles that every article samples alike (FracMinHash; see
//! [`sampled`](crate::sketch::sampled)) the short one's stand among the long one's, in the same share
//! as all others. An inverted index over these samples counts how many two articles have in common.
//!
//! Most sampled shingles stand in one article only. A first pass over the samples marks in a bitmap
//! which were seen more than once, so that the index holds only these.

use rayon::prelude::*;

use super::candidates::{Candidate, MOST_OF_ARTICLE, PEERS};
use super::sightings::Sightings;
use super::{Edge, Texts};
use crate::error::Result;

/// In so many cases chance may leave two texts that are just alike enough with too few samples in common.
const MOST_MISSED: f64 = 0.03;

/// A single sample in common counts only if no more than so many earlier articles have it: what many share
/// is an agency's background or a template.
const RARE: usize = 8;

/// How many samples in common are too few is worked out for samples up to this size, and follows from the
/// normal distribution for larger ones.
const WORKED_OUT: usize = 64;
/// So many standard deviations below the mean lie [`MOST_MISSED`] of the cases.
const DEVIATIONS: f64 = 1.88;

/// Returns the pairs whose samples allow at least the given containment, sorted, each once.
///
/// Only articles that are `asked` for are paired, and no pair that is `known`, which is sorted by pair. Of
/// more than a few articles that sampled the same shingle, each is paired only with those that come first,
/// so there are at most 48 candidates an article.
pub(super) fn candidates(
    texts: &impl Texts,
    containment: f64,
    asked: &(dyn Fn(u32) -> bool + Sync),
    known: &[Edge],
) -> Result<Vec<Candidate>> {
    let index = Index::of(texts, asked)?;
    let least = LeastCommon::new(containment);
    let found: Vec<Vec<Candidate>> = index
        .by_article
        .par_chunk_by(|one, next| index.article(*one) == index.article(*next))
        .map(|entries| index.partners(entries, &least, known))
        .collect();
    Ok(found.into_iter().flatten().collect())
}

/// Which articles sampled which shingle, for shingles that more than one did.
struct Index {
    /// Sorted by shingle, then by article.
    entries: Vec<Entry>,
    /// Where the bucket of each entry begins: the first entry of the same shingle.
    starts: Vec<u32>,
    /// The entries by article.
    by_article: Vec<u32>,
    /// How many shingles each article sampled.
    samples: Vec<u16>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Entry {
    shingle: u32,
    article: u32,
}

impl Entry {
    /// Returns one number that orders entries by shingle, then by article.
    fn order(&self) -> u64 {
        u64::from(self.shingle) << u32::BITS | u64::from(self.article)
    }
}

/// A sample that a pair has in common.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Common {
    pair: Candidate,
    /// Whether few others have it.
    is_rare: bool,
}

impl Index {
    fn of(texts: &impl Texts, asked: &dyn Fn(u32) -> bool) -> Result<Self> {
        let mut sightings = Sightings::new(texts.sampled());
        texts.each_sample(&mut |article, sample| {
            if asked(article) {
                sample.iter().for_each(|shingle| sightings.see(*shingle));
            }
        })?;
        sightings.close();
        let mut shared = 0;
        texts.each_sample(&mut |article, sample| {
            if asked(article) {
                let again = sample.iter().filter(|key| sightings.seen_again(**key));
                shared += again.count();
            }
        })?;
        // Counted first, since to grow would take twice the memory.
        let mut entries = Vec::with_capacity(shared);
        let mut samples = Vec::new();
        texts.each_sample(&mut |article, sample| {
            if !asked(article) {
                return;
            }
            let place = article as usize;
            samples.resize(samples.len().max(place + 1), 0);
            samples[place] = u16::try_from(sample.len()).unwrap_or(u16::MAX);
            let again = sample
                .iter()
                .filter(|shingle| sightings.seen_again(**shingle));
            entries.extend(again.map(|&shingle| Entry { shingle, article }));
        })?;
        drop(sightings);
        entries.par_sort_unstable_by_key(Entry::order);
        entries.dedup();
        keep_shared(&mut entries);
        let mut starts: Vec<u32> = Vec::with_capacity(entries.len());
        for bucket in entries.chunk_by(|one, next| one.shingle == next.shingle) {
            let start = starts.len();
            starts.resize(start + bucket.len(), start as u32);
        }
        Ok(Self {
            by_article: by_article(&entries, samples.len()),
            entries,
            starts,
            samples,
        })
    }

    fn article(&self, entry: u32) -> u32 {
        self.entries[entry as usize].article
    }

    /// Pairs an article, by its entries, with those that come before it in its buckets.
    fn partners(&self, entries: &[u32], least: &LeastCommon, known: &[Edge]) -> Vec<Candidate> {
        let mut common: Vec<Common> = Vec::new();
        for &entry in entries {
            let start = self.starts[entry as usize] as usize;
            let before = &self.entries[start..entry as usize];
            let later = self.article(entry);
            let peers = before.iter().take(PEERS);
            common.extend(peers.map(|peer| Common {
                pair: Candidate {
                    later,
                    earlier: peer.article,
                },
                is_rare: before.len() <= RARE,
            }));
        }
        common.sort_unstable();
        let pairs = common.chunk_by(|one, next| one.pair == next.pair);
        let is_enough = |common: &&[Common]| match common {
            [only] => only.is_rare && least.of(self.smaller_sample(only.pair)) == 1,
            [first, ..] => common.len() >= least.of(self.smaller_sample(first.pair)),
            [] => false,
        };
        let mut partners: Vec<Candidate> = pairs
            .filter(is_enough)
            .filter_map(|common| common.first())
            .map(|common| common.pair)
            .filter(|candidate| known.binary_search_by_key(candidate, Edge::pair).is_err())
            .collect();
        partners.truncate(MOST_OF_ARTICLE);
        partners
    }

    /// Returns how many shingles that one of a pair sampled which sampled fewer.
    fn smaller_sample(&self, pair: Candidate) -> usize {
        let samples = |article: u32| self.samples.get(article as usize).copied().unwrap_or(0);
        usize::from(samples(pair.later).min(samples(pair.earlier)))
    }
}

/// Returns the entries by article, of which there are so many, each one's in their order (counting sort).
fn by_article(entries: &[Entry], articles: usize) -> Vec<u32> {
    let mut places = vec![0_u32; articles + 1];
    for entry in entries {
        places[entry.article as usize + 1] += 1;
    }
    for article in 1..places.len() {
        places[article] += places[article - 1];
    }
    let mut sorted = vec![0; entries.len()];
    for (number, entry) in (0..).zip(entries) {
        let place = &mut places[entry.article as usize];
        sorted[*place as usize] = number;
        *place += 1;
    }
    sorted
}

/// How many samples two texts must have in common, by the size of the smaller sample: of m samples of a
/// text, so many stand in the other as a binomial distribution of m and the containment gives.
struct LeastCommon {
    containment: f64,
    worked_out: Vec<usize>,
}

impl LeastCommon {
    fn new(containment: f64) -> Self {
        let worked_out = (0..=WORKED_OUT).map(|samples| quantile(samples, containment));
        LeastCommon {
            containment,
            worked_out: worked_out.collect(),
        }
    }

    fn of(&self, samples: usize) -> usize {
        let beyond = || {
            let mean = self.containment * samples as f64;
            let deviation = (mean * (1.0 - self.containment)).sqrt();
            (mean - DEVIATIONS * deviation) as usize
        };
        let least = self.worked_out.get(samples).copied();
        least.unwrap_or_else(beyond).max(1)
    }
}

/// Returns the least number of successes in so many trials that fewer than [`MOST_MISSED`] of all cases
/// stay below.
fn quantile(trials: usize, probability: f64) -> usize {
    let failure = 1.0 - probability;
    if failure <= 0.0 {
        return trials;
    }
    let mut exactly = failure.powi(trials as i32);
    let mut below = 0.0;
    for successes in 0..trials {
        below += exactly;
        if below > MOST_MISSED {
            return successes;
        }
        let left = (trials - successes) as f64;
        exactly *= left / (successes + 1) as f64 * probability / failure;
    }
    trials
}

/// Removes the entries of shingles that one article alone has: the bitmap errs towards keeping them.
fn keep_shared(entries: &mut Vec<Entry>) {
    let mut before = None;
    let mut kept = 0;
    for place in 0..entries.len() {
        let entry = entries[place];
        let after = entries.get(place + 1).map(|next| next.shingle);
        if before == Some(entry.shingle) || after == Some(entry.shingle) {
            entries[kept] = entry;
            kept += 1;
        }
        before = Some(entry.shingle);
    }
    entries.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_samples_ask_for_few_in_common_and_many_for_nearly_their_share() {
        let least = LeastCommon::new(0.8);
        let expected = [
            (1, 1),
            (2, 1),
            (3, 1),
            (4, 2),
            (10, 5),
            (64, 45),
            (65, 45),
            (1_000, 776),
        ];
        for (samples, common) in expected {
            assert_eq!(least.of(samples), common, "{samples} samples");
        }
        assert_eq!(LeastCommon::new(1.0).of(7), 7);
        assert_eq!(LeastCommon::new(0.0).of(7), 1);
    }
}
