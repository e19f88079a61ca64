//! An article weighed: sparse vectors of its words, comparable with others of the same corpus.

use std::collections::HashMap;

use super::background::WordWeights;
use super::passages::Seeds;
use super::reading::Reading;

/// Words at the head of the body that count as the lead.
const LEAD_WORDS: usize = 60;

/// A sparse vector of unit length: weights by word, sorted by word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vector(Vec<(u64, f32)>);

impl Vector {
    /// Weighs words by (1 + ln of how often they stand there) × their weight in the corpus.
    pub fn new(words: impl Iterator<Item = u64>, weights: &WordWeights) -> Self {
        let mut counts: HashMap<u64, u32> = HashMap::new();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
        let mut entries: Vec<(u64, f32)> = counts
            .into_iter()
            .map(|(word, count)| {
                (
                    word,
                    ((1.0 + f64::from(count).ln()) * weights.weight(word)) as f32,
                )
            })
            .collect();
        entries.sort_unstable_by_key(|entry| entry.0);
        let length = entries
            .iter()
            .map(|(_, weight)| f64::from(*weight).powi(2))
            .sum::<f64>()
            .sqrt() as f32;
        if length > 0.0 {
            for (_, weight) in &mut entries {
                *weight /= length;
            }
        }
        Vector(entries)
    }

    /// Returns the cosine of the angle between two vectors, 0 to 1; 0 if either is empty.
    pub fn cosine(&self, other: &Vector) -> f64 {
        let (mut sum, mut i, mut j) = (0.0, 0, 0);
        while let (Some(a), Some(b)) = (self.0.get(i), other.0.get(j)) {
            if a.0 == b.0 {
                sum += f64::from(a.1) * f64::from(b.1);
            }
            i += usize::from(a.0 <= b.0);
            j += usize::from(b.0 <= a.0);
        }
        sum.min(1.0)
    }

    /// Returns the entries: words and weights, sorted by word.
    pub fn entries(&self) -> &[(u64, f32)] {
        &self.0
    }
}

/// An article ready to be compared with others of its corpus.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// All words of headline and body.
    pub all: Vector,
    /// The headline's words.
    pub title: Vector,
    /// The headline's words and the body's first.
    pub lead: Vector,
    /// Words written as names.
    pub names: Vector,
    /// Words with a digit.
    pub numbers: Vector,
    /// The body's words, indexed for shared passages.
    pub(super) seeds: Seeds,
}

impl Profile {
    /// Weighs a reading by the corpus it stands in.
    pub fn new(reading: &Reading, weights: &WordWeights) -> Self {
        let body = || reading.words.iter().copied();
        let title = || reading.title.iter().copied();
        // A first sentence that stands in for a headline is in the body already.
        let heading = || title().filter(|_| !reading.title_in_body);
        let is_name = |word: &u64| reading.names.binary_search(word).is_ok();
        Profile {
            all: Vector::new(heading().chain(body()), weights),
            title: Vector::new(title(), weights),
            lead: Vector::new(heading().chain(body().take(LEAD_WORDS)), weights),
            names: Vector::new(body().filter(is_name), weights),
            numbers: Vector::new(reading.numbers.iter().copied(), weights),
            seeds: Seeds::new(&reading.words, &reading.breaks),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::testing::reading;

    fn vector(words: &[u64]) -> Vector {
        Vector::new(words.iter().copied(), &WordWeights::default())
    }

    #[test]
    fn the_cosine_is_one_with_itself_and_zero_with_a_stranger() {
        let own = vector(&[3, 1, 2, 2]);
        assert!((own.cosine(&own) - 1.0).abs() < 1e-6);
        assert_eq!(own.cosine(&vector(&[7, 8])), 0.0);
        assert_eq!(own.cosine(&vector(&[])), 0.0);
        assert_eq!(vector(&[]).cosine(&vector(&[])), 0.0);
    }

    #[test]
    fn the_order_of_words_changes_nothing() {
        assert_eq!(vector(&[1, 2, 3, 2]), vector(&[2, 3, 2, 1]));
    }

    #[test]
    fn a_word_that_is_repeated_weighs_more() {
        let repeated = vector(&[1, 1, 1, 2]);
        let [(_, often), (_, once)] = repeated.entries() else {
            panic!("one entry a word: {repeated:?}");
        };
        assert!(often > once);
    }

    #[test]
    fn names_and_numbers_have_vectors_of_their_own() {
        let reading = reading(
            "The council of Ortlund met for 12 hours on the question of the bridge over the river.\n",
        );
        let profile = Profile::new(&reading, &WordWeights::default());
        assert_eq!(profile.names.entries().len(), 1);
        assert_eq!(profile.numbers.entries().len(), 1);
        assert!(profile.all.entries().len() > 10);
    }

    #[test]
    fn an_article_without_words_has_empty_vectors() {
        let profile = Profile::new(&Reading::default(), &WordWeights::default());
        assert_eq!(profile.all, Vector::default());
        assert_eq!(profile.all.cosine(&profile.lead), 0.0);
    }
}
