//! The measuring of the likely pairs: all at a glance, and those that may be probable by reading both texts.
//!
//! Texts are read for [`AT_ONCE`] pairs at a time, and those that the next pairs need as well are kept. Pairs
//! stand in the order of their articles, and articles of one story seldom stand far apart in time, so few
//! texts are read many times.

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::collection::Collection;
use super::features::{Features, at_a_glance, on_comparing_wording, on_reading, still_open};
use super::model::{Model, Scorer};
use super::nearest::Nearest;
use super::text::{Articles, Wording};
use crate::error::Result;

/// Pairs that are read together: at most so many times two texts are in memory.
const AT_ONCE: usize = 1024;

/// Which pairs are not worth measuring.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Floor {
    /// Those whose partial cosine is smaller.
    pub cosine: f32,
    /// Those that can't be as probable, whatever their texts turn out to have in common.
    pub probability: f64,
}

impl Floor {
    /// All likely pairs are measured.
    pub const NONE: Floor = Floor {
        cosine: 0.0,
        probability: 0.0,
    };
}

/// Articles that are to be measured pair by pair.
pub struct Likely<'a, A: ?Sized> {
    /// Their words.
    pub collection: &'a Collection,
    /// Their texts.
    pub articles: &'a A,
}

/// A pair that was measured: two nodes, the smaller first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// The two.
    pub pair: (usize, usize),
    /// Whether the publication dates of both are known.
    pub dated: bool,
    /// What was measured.
    pub features: Features,
}

/// A pair of which the wording is known, but not yet what others share with either of it.
struct Draft<D> {
    pair: (u32, u32),
    wording: f32,
    content: D,
}

impl<A: Articles + ?Sized> Likely<'_, A> {
    /// Measures all likely pairs above the floor, by what the model says of them, in the order of their articles.
    /// Each is told to `advance`.
    ///
    /// Of each pair in turn, `keep` is given all but the wording, and what it keeps is given to `finish` once
    /// the wording of all pairs is known, with a function that adds it to the features.
    ///
    /// # Errors
    ///
    /// If a text can't be had any more.
    pub fn measure<D: Send + Sync, T: Send>(
        &self,
        model: &Model,
        floor: Floor,
        keep: impl Fn(&Measure) -> D + Sync,
        finish: impl Fn((usize, usize), D, WordingBehind) -> T + Sync,
        advance: &(dyn Fn(usize) + Sync),
    ) -> Result<Vec<T>> {
        let nearest = Nearest::of(self.collection, floor.cosine);
        let pairs = self.promising(&nearest, model, floor.probability);
        let mut drafts = Vec::with_capacity(pairs.len());
        let mut texts: FxHashMap<u32, Wording> = FxHashMap::default();
        for block in pairs.chunks(AT_ONCE) {
            self.load(block, &mut texts)?;
            // All texts of the block are loaded.
            let read = block.par_iter().map(|&(a, b)| {
                let measure = self.at_a_glance(&nearest, (a as usize, b as usize));
                advance(1);
                self.read(measure, &texts[&a], &texts[&b], &keep)
            });
            drafts.par_extend(read);
        }
        drop((texts, pairs, nearest));
        let mut most = vec![0_f32; self.collection.len()];
        for Draft { pair, wording, .. } in &drafts {
            for article in [pair.0, pair.1] {
                let most = &mut most[article as usize];
                *most = most.max(*wording);
            }
        }
        let finished = drafts.into_par_iter().map(|draft| {
            let (a, b) = draft.pair;
            let behind = WordingBehind {
                wording: draft.wording.into(),
                most: [a, b].map(|article| most[article as usize].into()),
            };
            finish((a as usize, b as usize), draft.content, behind)
        });
        Ok(finished.collect())
    }

    /// Measures one pair of nodes, whether it is likely or not, the smaller first.
    ///
    /// # Errors
    ///
    /// If a text can't be had any more.
    pub fn measure_one(
        &self,
        model: &Model,
        floor: Floor,
        pair: (usize, usize),
    ) -> Result<Measure> {
        let nearest = Nearest::of(self.collection, floor.cosine);
        let (a, b) = pair;
        let read = |node: usize| self.articles.wording(self.collection.article(node));
        let (one, two) = (read(a)?, read(b)?);
        let mut measure = self.at_a_glance(&nearest, pair);
        on_reading(&mut measure.features, &one, &two, self.collection.weights());
        let wording = one.shared(&two);
        // How much either shares with others counts as far as those pairs are measured.
        let mut most = [wording; 2];
        let scorers = [false, true].map(|dated| model.scorer(dated));
        let pairs = (0..self.collection.len()).flat_map(|node| nearest.pairs_of(node));
        for (node, other) in pairs {
            let (which, other) = match (node == a || node == b, other == a || other == b) {
                (true, false) => (usize::from(node == b), other),
                (false, true) => (usize::from(other == b), node),
                _ => continue, // of neither, or the pair itself
            };
            let pair = ([a, b][which].min(other), [a, b][which].max(other));
            if self.is_promising(&nearest, &scorers, floor.probability, pair) {
                let shared = [&one, &two][which].shared(&read(other)?);
                most[which] = most[which].max(shared);
            }
        }
        on_comparing_wording(&mut measure.features, wording, most);
        Ok(measure)
    }

    /// Returns the pairs that may be probable, sorted.
    fn promising(&self, nearest: &Nearest, model: &Model, least: f64) -> Vec<(u32, u32)> {
        let scorers = [false, true].map(|dated| model.scorer(dated));
        let mut pairs: Vec<(u32, u32)> = (0..self.collection.len())
            .into_par_iter()
            .flat_map_iter(|article| nearest.pairs_of(article))
            .filter(|pair| self.is_promising(nearest, &scorers, least, *pair))
            .map(|(a, b)| (a as u32, b as u32))
            .collect();
        pairs.par_sort_unstable();
        pairs
    }

    /// Returns whether a pair may be as probable as asked for; `scorers` are those for undated and for dated pairs.
    fn is_promising(
        &self,
        nearest: &Nearest,
        scorers: &[Scorer; 2],
        least: f64,
        pair: (usize, usize),
    ) -> bool {
        let measure = self.at_a_glance(nearest, pair);
        let [one, two] = [pair.0, pair.1].map(|article| self.collection.brief(article));
        let scorer = &scorers[usize::from(measure.dated)];
        scorer.at_most(&measure.features, &still_open(one, two)) >= least
    }

    fn at_a_glance(&self, nearest: &Nearest, pair: (usize, usize)) -> Measure {
        let [one, two] = [pair.0, pair.1].map(|article| self.collection.brief(article));
        Measure {
            pair,
            dated: one.published.is_some() && two.published.is_some(),
            features: at_a_glance(self.collection, nearest, pair.0, pair.1),
        }
    }

    /// Reads the texts of pairs, and forgets all others.
    fn load(&self, pairs: &[(u32, u32)], texts: &mut FxHashMap<u32, Wording>) -> Result<()> {
        let wanted: BTreeSet<u32> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
        texts.retain(|article, _| wanted.contains(article));
        let missing: Vec<u32> = wanted
            .into_iter()
            .filter(|article| !texts.contains_key(article))
            .collect();
        let read: Vec<(u32, Wording)> = missing
            .into_par_iter()
            .map(|node| {
                let article = self.collection.article(node as usize);
                Ok((node, self.articles.wording(article)?))
            })
            .collect::<Result<_>>()?;
        texts.extend(read);
        Ok(())
    }

    /// Measures what takes the texts of a pair.
    fn read<D>(
        &self,
        mut measure: Measure,
        one: &Wording,
        two: &Wording,
        keep: impl Fn(&Measure) -> D,
    ) -> Draft<D> {
        on_reading(&mut measure.features, one, two, self.collection.weights());
        let (a, b) = measure.pair;
        Draft {
            pair: (a as u32, b as u32),
            wording: one.shared(two) as f32,
            content: keep(&measure),
        }
    }
}

/// How much wording a pair shares, and at most either article with any other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WordingBehind {
    wording: f64,
    most: [f64; 2],
}

impl WordingBehind {
    /// Adds what it says to the features of the pair.
    pub fn add_to(&self, features: &mut Features) {
        on_comparing_wording(features, self.wording, self.most);
    }
}
