//! Runs of words that two texts share.
//!
//! Seeds are shared runs of [`SEED_WORDS`] words; each is extended word by word as far as the texts
//! agree (seed and extend, as in Smith, Cordell and Mullen, "Computational methods for uncovering
//! reprinted texts", 2015). What makes a passage worth believing is not its length but its weight:
//! the summed weights of its words, in nats, which is how surprising it would be to meet it twice by
//! chance.

use std::ops::Range;

use crate::sketch::{hash_run, sorted};

/// Words in a row that must agree before a passage is looked at.
const SEED_WORDS: usize = 4;

/// The bits of a seed that say where it stands. Behind the first sixteen million words of a text, they do not.
const PLACE: u64 = (1 << 24) - 1;

/// A run of words that stands in both of two texts; ranges count words.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Where it stands in the first text.
    pub a: Range<usize>,
    /// Where it stands in the second text.
    pub b: Range<usize>,
    /// Summed weight of its words, in nats.
    pub weight: f64,
}

/// A text's words, indexed by seed so that shared passages with many other texts can be found.
#[derive(Clone, Debug, Default)]
pub struct Seeds {
    /// Of each run of [`SEED_WORDS`] words a hash of 40 bits, and behind it where the run stands first; sorted.
    seeds: Vec<u64>,
    /// How many runs there are, repeats counted.
    runs: usize,
}

impl Seeds {
    /// Indexes a text's words; no seed runs across one of the `breaks` (places of words, sorted).
    pub fn new(words: &[u64], breaks: &[usize]) -> Self {
        let mut seeds = Vec::with_capacity(words.len());
        let mut start = 0;
        let ends = breaks.iter().copied().chain([words.len()]);
        for end in ends {
            let run = words.get(start..end).unwrap_or_default();
            let windows = run.windows(SEED_WORDS).zip(start as u64..);
            seeds.extend(windows.map(|(window, place)| {
                let hash = hash_run(window.iter().copied());
                hash & !PLACE | place.min(PLACE)
            }));
            start = end.max(start);
        }
        let runs = seeds.len();
        let mut seeds = sorted(&seeds);
        seeds.dedup_by_key(|seed| *seed & !PLACE);
        Seeds { seeds, runs }
    }

    /// Returns how many runs of words were indexed.
    pub fn len(&self) -> usize {
        self.runs
    }

    /// Returns how many different seeds both texts have.
    pub fn shared(&self, other: &Seeds) -> usize {
        let mut shared = 0;
        each_shared(self, other, |_, _| shared += 1);
        shared
    }
}

/// Returns where a run of words from `start` has to end: at the next break, or at `end`.
fn run_end(start: usize, end: usize, breaks: &[usize]) -> usize {
    let next = breaks.partition_point(|place| *place <= start);
    breaks.get(next).copied().unwrap_or(end).min(end)
}

/// The words of a text as passages are looked for in them.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// Hashes of its words, in order.
    pub words: &'a [u64],
    /// Places that no passage runs across, sorted.
    pub breaks: &'a [usize],
    /// The index of its words.
    pub seeds: &'a Seeds,
}

impl Words<'_> {
    /// Returns the words from a place to the next break.
    fn run(&self, start: usize) -> &[u64] {
        &self.words[start..run_end(start, self.words.len(), self.breaks)]
    }
}

/// Finds the maximal passages that two texts share, in the order of the first; none overlaps another in it.
///
/// `weight` gives a word's weight. A seed that stands in a text more than once is matched at its
/// first place there.
pub fn shared_passages(a: Words, b: Words, weight: impl Fn(u64) -> f64) -> Vec<Passage> {
    let mut matches = matching_seeds(a.seeds, b.seeds);
    matches.sort_unstable();
    let mut passages: Vec<Passage> = Vec::new();
    for (start_a, start_b) in matches {
        if passages.last().is_some_and(|last| start_a < last.a.end) {
            continue;
        }
        let words = a
            .run(start_a)
            .iter()
            .zip(b.run(start_b))
            .take_while(|(a, b)| a == b)
            .count();
        if words < SEED_WORDS {
            continue; // two different runs with one hash
        }
        let weight = a.words[start_a..start_a + words]
            .iter()
            .map(|word| weight(*word))
            .sum();
        passages.push(Passage {
            a: start_a..start_a + words,
            b: start_b..start_b + words,
            weight,
        });
    }
    passages
}

/// Returns where the seeds that both texts have stand first in each.
fn matching_seeds(a: &Seeds, b: &Seeds) -> Vec<(usize, usize)> {
    let mut matches = Vec::new();
    each_shared(a, b, |place_a, place_b| matches.push((place_a, place_b)));
    matches
}

/// Calls `take` with the first places of each seed that both texts have.
fn each_shared(a: &Seeds, b: &Seeds, mut take: impl FnMut(usize, usize)) {
    let (mut i, mut j) = (0, 0);
    while let (Some(seed_a), Some(seed_b)) = (a.seeds.get(i), b.seeds.get(j)) {
        let (hash_a, hash_b) = (seed_a & !PLACE, seed_b & !PLACE);
        if hash_a == hash_b {
            take((seed_a & PLACE) as usize, (seed_b & PLACE) as usize);
        }
        // Which of the two is behind can't be foreseen, so a jump would cost more.
        i += usize::from(hash_a <= hash_b);
        j += usize::from(hash_b <= hash_a);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passages(a: &[u64], b: &[u64]) -> Vec<(Range<usize>, Range<usize>)> {
        passages_between(a, &[], b)
    }

    fn passages_between(
        a: &[u64],
        breaks: &[usize],
        b: &[u64],
    ) -> Vec<(Range<usize>, Range<usize>)> {
        let seeds = [Seeds::new(a, breaks), Seeds::new(b, &[])];
        let a = Words {
            words: a,
            breaks,
            seeds: &seeds[0],
        };
        let b = Words {
            words: b,
            breaks: &[],
            seeds: &seeds[1],
        };
        shared_passages(a, b, |_| 1.0)
            .into_iter()
            .map(|passage| (passage.a, passage.b))
            .collect()
    }

    #[test]
    fn no_passage_runs_across_a_break() {
        let words = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        assert_eq!(
            passages_between(&words, &[4], &words),
            [(0..4, 0..4), (4..9, 4..9)]
        );
        assert_eq!(passages_between(&words, &[3, 6], &words), []);
    }

    #[test]
    fn finds_maximal_runs() {
        let a = [1, 2, 3, 4, 5, 6, 7, 90, 91, 20, 21, 22, 23];
        let b = [20, 21, 22, 23, 80, 2, 3, 4, 5, 6, 81];
        assert_eq!(passages(&a, &b), [(1..6, 5..10), (9..13, 0..4)]);
    }

    #[test]
    fn three_words_are_no_passage() {
        assert_eq!(passages(&[1, 2, 3, 4], &[1, 2, 3, 5]), []);
    }

    #[test]
    fn shared_seeds_are_counted_once_each() {
        let seeds = |words: &[u64]| Seeds::new(words, &[]);
        let one = seeds(&[1, 2, 3, 4, 5]);
        assert_eq!(one.shared(&seeds(&[1, 2, 3, 4, 9, 1, 2, 3, 4, 5])), 2);
        assert_eq!(one.shared(&seeds(&[5, 4, 3, 2, 1])), 0);
    }

    #[test]
    fn a_repeated_run_matches_once() {
        assert_eq!(
            passages(&[1, 2, 3, 4], &[1, 2, 3, 4, 9, 1, 2, 3, 4]),
            [(0..4, 0..4)]
        );
    }
}
