//! The articles of a corpus, read and weighed together, ready to be measured pair by pair.

use rayon::prelude::*;

use super::background::WordWeights;
use super::features::{Features, Side, features, wording};
use super::neighbours::neighbours;
use super::profile::{Profile, Vector};
use super::reading::Reading;
use super::surroundings::{Likeness, Surroundings, surroundings};

/// Articles that are compared with one another; each goes by its index.
#[derive(Clone, Debug, Default)]
pub struct Collection<'a> {
    readings: Vec<&'a Reading>,
    profiles: Vec<Profile>,
    weights: WordWeights,
}

/// The pairs of a collection that are worth measuring, and what they say of each article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LikelyPairs {
    /// The pairs, the smaller index first, sorted.
    pub pairs: Vec<Likeness>,
    /// What else is near each article.
    surroundings: Vec<Surroundings>,
}

impl<'a> Collection<'a> {
    /// Weighs readings by what all of them have in common.
    pub fn new(readings: Vec<&'a Reading>) -> Self {
        let distinct: Vec<Vec<u64>> = readings
            .par_iter()
            .map(|reading| reading.distinct_words())
            .collect();
        let weights = WordWeights::count(distinct.iter().map(Vec::as_slice));
        let profiles = readings
            .par_iter()
            .map(|reading| Profile::new(reading, &weights))
            .collect();
        Collection {
            readings,
            profiles,
            weights,
        }
    }

    /// Returns how many articles there are.
    pub fn len(&self) -> usize {
        self.readings.len()
    }

    /// Returns whether there are no articles.
    pub fn is_empty(&self) -> bool {
        self.readings.is_empty()
    }

    /// Returns what was read in an article.
    pub fn reading(&self, article: usize) -> &Reading {
        self.readings[article]
    }

    /// Returns an article's words by weight.
    pub fn profile(&self, article: usize) -> &Profile {
        &self.profiles[article]
    }

    /// Returns the weights of words in this collection.
    pub fn weights(&self) -> &WordWeights {
        &self.weights
    }

    /// Finds the pairs worth measuring.
    pub fn likely_pairs(&self) -> LikelyPairs {
        let vectors: Vec<&Vector> = self.profiles.iter().map(|profile| &profile.all).collect();
        let pairs: Vec<Likeness> = neighbours(&vectors)
            .into_par_iter()
            .map(|(a, b)| Likeness {
                pair: (a, b),
                cosine: vectors[a].cosine(vectors[b]),
                wording: wording(&self.profiles[a], &self.profiles[b]),
            })
            .collect();
        LikelyPairs {
            surroundings: surroundings(self.len(), &pairs),
            pairs,
        }
    }

    /// Measures a pair among the likely ones.
    pub fn features(&self, pair: &Likeness, likely: &LikelyPairs) -> Features {
        let [a, b] = [pair.pair.0, pair.pair.1].map(|article| self.side(article, likely));
        features(a, b, pair, &self.weights)
    }

    /// Returns whether the publication dates of both articles are known.
    pub fn is_dated(&self, a: usize, b: usize) -> bool {
        self.readings[a].published.is_some() && self.readings[b].published.is_some()
    }

    fn side(&self, article: usize, likely: &LikelyPairs) -> Side<'_> {
        Side {
            reading: self.readings[article],
            profile: &self.profiles[article],
            surroundings: likely.surroundings[article],
        }
    }
}
