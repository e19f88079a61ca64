//! Texts whose shingle sets are all in memory.

use std::borrow::Cow;

use super::{Texts, sample_key};
use crate::error::Result;
use crate::sketch::{Shingles, Signature};

/// The shingle sets of a corpus, by precedence.
#[derive(Clone, Debug)]
pub struct InMemory<'s> {
    sets: Vec<&'s Shingles>,
}

impl<'s> InMemory<'s> {
    /// Takes the sets of all articles, that of the fittest to be canonical first.
    pub fn new(sets: impl IntoIterator<Item = &'s Shingles>) -> Self {
        InMemory {
            sets: sets.into_iter().collect(),
        }
    }

    /// Makes the signatures of the sets.
    pub fn signatures(&self) -> Vec<Option<Signature>> {
        let sets = self.sets.iter();
        sets.map(|set| Signature::of(set.hashes().iter().copied()))
            .collect()
    }
}

impl Texts for InMemory<'_> {
    fn shingles(&self, article: u32) -> Result<Cow<'_, Shingles>> {
        let set = self.sets.get(article as usize).copied();
        Ok(set.map_or_else(Cow::default, Cow::Borrowed))
    }

    fn shingles_at_most(&self, article: u32) -> usize {
        self.sets.get(article as usize).map_or(0, |set| set.len())
    }

    fn each_sample(&self, each: &mut dyn FnMut(u32, &[u32])) -> Result<()> {
        let mut keys = Vec::new();
        for (article, set) in (0..).zip(&self.sets) {
            keys.clear();
            keys.extend(set.sample().iter().copied().map(sample_key));
            each(article, &keys);
        }
        Ok(())
    }

    fn sampled(&self) -> usize {
        self.sets.iter().map(|set| set.sample().len()).sum()
    }
}
