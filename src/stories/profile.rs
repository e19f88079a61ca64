//! An article weighed: sparse vectors of its words, comparable with others of the same corpus.

use std::collections::HashMap;

use super::background::WordWeights;
use super::passages::Seeds;
use super::reading::Reading;

/// Words at the head of the body that count as the lead.
const LEAD_WORDS: usize = 60;

/// A word of a [`Vector`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// Hash of the word.
    pub word: u64,
    /// The word's share in the vector, 0 to 1.
    pub weight: f32,
    /// The word's weight in the corpus, however often it stands here, in nats.
    pub rarity: f32,
}

/// A sparse vector of unit length, sorted by word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vector(Vec<Entry>);

impl Vector {
    /// Weighs words by (1 + ln of how often they stand there) × their weight in the corpus.
    pub fn new(words: impl Iterator<Item = u64>, weights: &WordWeights) -> Self {
        let mut counts: HashMap<u64, u32> = HashMap::new();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
        let mut entries: Vec<Entry> = counts
            .into_iter()
            .map(|(word, count)| {
                let rarity = weights.weight(word);
                Entry {
                    word,
                    weight: ((1.0 + f64::from(count).ln()) * rarity) as f32,
                    rarity: rarity as f32,
                }
            })
            .collect();
        entries.sort_unstable_by_key(|entry| entry.word);
        let length = entries
            .iter()
            .map(|entry| f64::from(entry.weight).powi(2))
            .sum::<f64>()
            .sqrt() as f32;
        if length > 0.0 {
            for entry in &mut entries {
                entry.weight /= length;
            }
        }
        Vector(entries)
    }

    /// Returns the cosine of the angle between two vectors, 0 to 1; 0 if either is empty.
    pub fn cosine(&self, other: &Vector) -> f64 {
        let mut sum = 0.0;
        self.each_shared(other, |a, b| {
            sum += f64::from(a.weight) * f64::from(b.weight);
        });
        sum.min(1.0)
    }

    /// Returns the rarities of the words that both have, in nats, the rarest first.
    pub fn shared_rarities(&self, other: &Vector) -> Vec<f32> {
        let mut rarities = Vec::new();
        self.each_shared(other, |a, _| rarities.push(a.rarity));
        rarities.sort_unstable_by(|a, b| b.total_cmp(a));
        rarities
    }

    /// Returns how much of this vector's words, by rarity, the other has, 0 to 1; 0 if it is empty.
    pub fn share_in(&self, other: &Vector) -> f64 {
        let total: f64 = self.0.iter().map(|entry| f64::from(entry.rarity)).sum();
        let mut shared = 0.0;
        for entry in &self.0 {
            if other
                .0
                .binary_search_by_key(&entry.word, |entry| entry.word)
                .is_ok()
            {
                shared += f64::from(entry.rarity);
            }
        }
        if total > 0.0 { shared / total } else { 0.0 }
    }

    /// Calls `take` with both entries of each word that both have.
    fn each_shared(&self, other: &Vector, mut take: impl FnMut(&Entry, &Entry)) {
        let (mut i, mut j) = (0, 0);
        while let (Some(a), Some(b)) = (self.0.get(i), other.0.get(j)) {
            if a.word == b.word {
                take(a, b);
            }
            i += usize::from(a.word <= b.word);
            j += usize::from(b.word <= a.word);
        }
    }

    /// Returns the entries, sorted by word.
    pub fn entries(&self) -> &[Entry] {
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
        let [often, once] = repeated.entries() else {
            panic!("one entry a word: {repeated:?}");
        };
        assert!(often.weight > once.weight);
        assert_eq!(often.rarity, once.rarity);
    }

    #[test]
    fn a_vector_is_shared_as_far_as_the_other_has_its_words() {
        let own = vector(&[1, 2, 3, 4]);
        assert_eq!(own.share_in(&vector(&[1, 2, 9])), 0.5);
        assert_eq!(own.share_in(&own), 1.0);
        assert_eq!(vector(&[]).share_in(&own), 0.0);
        assert_eq!(own.shared_rarities(&vector(&[1, 2, 9])).len(), 2);
    }

    #[test]
    fn names_have_a_vector_of_their_own() {
        let reading = reading(
            "The council of Ortlund met for 12 hours on the question of the bridge over the river.\n",
        );
        let profile = Profile::new(&reading, &WordWeights::default());
        assert_eq!(profile.names.entries().len(), 1);
        assert!(profile.all.entries().len() > 10);
    }

    #[test]
    fn an_article_without_words_has_empty_vectors() {
        let profile = Profile::new(&Reading::default(), &WordWeights::default());
        assert_eq!(profile.all, Vector::default());
        assert_eq!(profile.all.cosine(&profile.lead), 0.0);
    }
}
