//! The passages that two texts share: maximal runs of equal words, small edits inside them bridged.
//!
//! Every run of [`SEED_WORDS`] words of one text is looked up in the other and extended word by word as far
//! as the texts agree (seed and extend, as in Smith, Cordell and Mullen, "Computational methods for
//! uncovering reprinted texts", 2015). Of runs that lie over one another the longest is taken whole, and of
//! the others what is left. Runs that follow one another in both texts with a few words between them
//! become one passage: an editor changed a word.

use std::ops::Range;

use crate::sketch::hash_run;
use crate::stories::Reading;

/// Words in a row that must agree before a passage is looked at.
pub const SEED_WORDS: usize = 4;

/// A run of words that stands in a text more often than this is looked up no more: it is a refrain or a table,
/// and the runs around it lead to it.
const MOST_PLACES: usize = 8;

/// So many words may be changed, left out or put in between two runs of one passage.
const EDITED_WORDS: usize = 5;

/// A run of words that stands in both of two texts; ranges count words of the bodies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands in the first text.
    pub a: Range<usize>,
    /// Where it stands in the second text.
    pub b: Range<usize>,
    /// The runs of words that are equal in both, in order, by where they stand in the first text: one, or
    /// more where something was edited.
    pub runs: Vec<Range<usize>>,
}

impl Passage {
    /// Returns how many words of it are equal in both texts.
    pub fn words(&self) -> usize {
        self.runs.iter().map(ExactSizeIterator::len).sum()
    }
}

/// Finds the passages that two texts share, in the order of the first. None overlaps another in either text.
pub fn passages(a: &Reading, b: &Reading) -> Vec<Passage> {
    let mut runs = exact_runs(a, b);
    runs.sort_unstable_by_key(|run| (std::cmp::Reverse(run.words), run.a, run.b));
    let mut taken = [vec![false; a.words.len()], vec![false; b.words.len()]];
    let mut free: Vec<Run> = runs
        .into_iter()
        .filter_map(|run| run.untaken(&mut taken))
        .collect();
    free.sort_unstable_by_key(|run| run.a);
    bridged(&free, a, b)
}

/// Equal words in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    a: usize,
    b: usize,
    words: usize,
}

impl Run {
    /// Takes the longest part of the run that is not taken yet; `None` if it is too short.
    fn untaken(self, [taken_a, taken_b]: &mut [Vec<bool>; 2]) -> Option<Run> {
        let is_free = |word: &usize| !taken_a[self.a + word] && !taken_b[self.b + word];
        let (mut longest, mut start) = (0..0, 0);
        while start < self.words {
            let end = (start..self.words)
                .find(|word| !is_free(word))
                .unwrap_or(self.words);
            if end - start > longest.len() {
                longest = start..end;
            }
            start = end + 1;
        }
        if longest.len() < SEED_WORDS {
            return None;
        }
        for word in longest.clone() {
            taken_a[self.a + word] = true;
            taken_b[self.b + word] = true;
        }
        Some(Run {
            a: self.a + longest.start,
            b: self.b + longest.start,
            words: longest.len(),
        })
    }
}

/// Finds all maximal runs of equal words.
fn exact_runs(a: &Reading, b: &Reading) -> Vec<Run> {
    let index = Index::new(b);
    let mut runs = Vec::new();
    for (start, seed) in seeds(a) {
        for &(_, other) in index.places(seed) {
            let is_inside = start > 0
                && other > 0
                && a.words[start - 1] == b.words[other - 1]
                && !breaks_at(a, start)
                && !breaks_at(b, other);
            if is_inside {
                continue; // found from its first word
            }
            let words = a.words[start..run_end(a, start)]
                .iter()
                .zip(&b.words[other..run_end(b, other)])
                .take_while(|(a, b)| a == b)
                .count();
            // Two different seeds may have one hash.
            if words >= SEED_WORDS {
                runs.push(Run {
                    a: start,
                    b: other,
                    words,
                });
            }
        }
    }
    runs
}

/// Where each seed of a text stands.
struct Index(Vec<(u64, usize)>);

impl Index {
    fn new(text: &Reading) -> Self {
        let mut places: Vec<(u64, usize)> =
            seeds(text).map(|(place, seed)| (seed, place)).collect();
        places.sort_unstable();
        Index(places)
    }

    /// Returns the places of a seed, none if there are too many.
    fn places(&self, seed: u64) -> &[(u64, usize)] {
        let first = self.0.partition_point(|(other, _)| *other < seed);
        let found = &self.0[first..];
        let count = found
            .iter()
            .take(MOST_PLACES + 1)
            .take_while(|(other, _)| *other == seed)
            .count();
        if count > MOST_PLACES {
            return &[];
        }
        &found[..count]
    }
}

/// Returns the seeds of a text, each with its place; none runs across a break.
fn seeds(text: &Reading) -> impl Iterator<Item = (usize, u64)> + '_ {
    let windows = text.words.windows(SEED_WORDS).enumerate();
    windows
        .filter(|(place, _)| run_end(text, *place) >= place + SEED_WORDS)
        .map(|(place, window)| (place, hash_run(window.iter().copied())))
}

/// Returns where a run of words from `start` has to end: where something was removed, or at the end of the text.
fn run_end(text: &Reading, start: usize) -> usize {
    let next = text.breaks.partition_point(|place| *place <= start);
    let end = text.words.len();
    text.breaks.get(next).copied().unwrap_or(end).min(end)
}

fn breaks_at(text: &Reading, place: usize) -> bool {
    text.breaks.binary_search(&place).is_ok()
}

/// Joins runs, sorted by their place in the first text, that follow one another in both after a few other words.
fn bridged(runs: &[Run], a: &Reading, b: &Reading) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    for run in runs {
        let (ends_a, ends_b) = (run.a + run.words, run.b + run.words);
        let is_continued = |before: &&mut Passage| {
            let follows = |place: usize, end: usize| place >= end && place - end <= EDITED_WORDS;
            follows(run.a, before.a.end)
                && follows(run.b, before.b.end)
                && run_end(a, before.a.end - 1) >= ends_a
                && run_end(b, before.b.end - 1) >= ends_b
        };
        // A run that is moved to elsewhere may stand between the two.
        match passages.iter_mut().rev().take(2).find(is_continued) {
            Some(before) => {
                before.a.end = ends_a;
                before.b.end = ends_b;
                before.runs.push(run.a..ends_a);
            }
            None => {
                let a = run.a..ends_a;
                passages.push(Passage {
                    runs: vec![a.clone()],
                    a,
                    b: run.b..ends_b,
                });
            }
        }
    }
    passages
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reading(words: &[u64], breaks: &[usize]) -> Reading {
        Reading {
            words: words.to_vec(),
            breaks: breaks.to_vec(),
            ..Reading::default()
        }
    }

    /// Finds the passages of two texts given by their words, as ranges of both.
    fn found(a: &[u64], b: &[u64]) -> Vec<(Range<usize>, Range<usize>)> {
        passages(&reading(a, &[]), &reading(b, &[]))
            .into_iter()
            .map(|passage| (passage.a, passage.b))
            .collect()
    }

    #[test]
    fn finds_maximal_runs() {
        let a = [1, 2, 3, 4, 5, 6, 7, 90, 91, 20, 21, 22, 23];
        let b = [20, 21, 22, 23, 80, 2, 3, 4, 5, 6, 81];
        assert_eq!(found(&a, &b), [(1..6, 5..10), (9..13, 0..4)]);
        assert_eq!(found(&[1, 2, 3, 4], &[1, 2, 3, 5]), []);
        assert_eq!(found(&[], &[1, 2, 3, 4]), []);
    }

    #[test]
    fn a_changed_word_does_not_end_a_passage() {
        let a = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        let b = [1, 2, 3, 4, 50, 51, 6, 7, 8, 9];
        let found = passages(&reading(&a, &[]), &reading(&b, &[]));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].a.clone(), found[0].b.clone()), (0..9, 0..10));
        assert_eq!(found[0].runs, [0..4, 5..9]);
        assert_eq!(found[0].words(), 8);
    }

    #[test]
    fn a_passage_ends_where_much_is_put_in() {
        let a = [1, 2, 3, 4, 6, 7, 8, 9];
        let b = [1, 2, 3, 4, 50, 51, 52, 53, 54, 55, 6, 7, 8, 9];
        assert_eq!(found(&a, &b), [(0..4, 0..4), (4..8, 10..14)]);
    }

    #[test]
    fn a_passage_that_stands_twice_is_told_once() {
        assert_eq!(
            found(&[1, 2, 3, 4], &[1, 2, 3, 4, 9, 1, 2, 3, 4]),
            [(0..4, 0..4)]
        );
    }

    #[test]
    fn the_longer_of_two_places_is_taken() {
        let b = [1, 2, 3, 4, 90, 91, 92, 93, 94, 95, 1, 2, 3, 4, 5];
        assert_eq!(found(&[1, 2, 3, 4, 5], &b), [(0..5, 10..15)]);
    }

    #[test]
    fn no_passage_runs_across_what_was_removed() {
        let words = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        let found = passages(&reading(&words, &[4]), &reading(&words, &[]));
        let found: Vec<Range<usize>> = found.into_iter().map(|passage| passage.a).collect();
        assert_eq!(found, [0..4, 4..9]);
        assert_eq!(
            passages(&reading(&words, &[3, 6]), &reading(&words, &[])),
            []
        );
    }

    #[test]
    fn a_word_said_over_and_over_ends() {
        let refrain = vec![7; 20_000];
        assert_eq!(found(&refrain, &refrain), []);
    }

    proptest! {
        #[test]
        fn words_of_a_run_are_equal_and_belong_to_one_passage(
            a in prop::collection::vec(0_u64..6, 0..60),
            b in prop::collection::vec(0_u64..6, 0..60),
        ) {
            let found = passages(&reading(&a, &[]), &reading(&b, &[]));
            let mut taken = [vec![0; a.len()], vec![0; b.len()]];
            for passage in &found {
                passage.a.clone().for_each(|word| taken[0][word] += 1);
                passage.b.clone().for_each(|word| taken[1][word] += 1);
                prop_assert_eq!(passage.runs.first().map(|run| run.start), Some(passage.a.start));
                prop_assert_eq!(passage.runs.last().map(|run| run.end), Some(passage.a.end));
                prop_assert!(b.windows(passage.runs[0].len()).any(|run| run == &a[passage.runs[0].clone()]));
            }
            prop_assert!(taken.iter().flatten().all(|times| *times <= 1));
        }

        #[test]
        fn a_shared_run_of_words_is_found_wherever_it_stands(
            run in prop::collection::vec(100_u64..1_000_000, 4..30),
            before in prop::collection::vec(0_u64..6, 0..40),
            after in prop::collection::vec(10_u64..16, 0..40),
        ) {
            let one = [before.clone(), run.clone(), after.clone()].concat();
            let other = [after, run.clone(), before.clone()].concat();
            let start = before.len();
            let found = passages(&reading(&one, &[]), &reading(&other, &[]));
            let covers = |passage: &Passage| passage.a.start <= start && start + run.len() <= passage.a.end;
            prop_assert!(found.iter().any(covers));
        }
    }
}
