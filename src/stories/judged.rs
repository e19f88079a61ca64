//! What the link model says of one pair, figure by figure: for people who ask why.

use super::collection::{Collection, Studied};
use super::features::FEATURES;
use super::measured::{FLOOR, other_season};
use super::model::{Model, probability};
use super::pairs::{Likely, Measure};
use super::text::Articles;
use super::{Brief, WordWeights};
use crate::duplicates::Group;
use crate::error::Result;

/// One figure of a pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The name of the feature, as in [`FEATURES`].
    pub name: &'static str,
    /// What was measured.
    pub value: f64,
    /// What a unit of it adds to the log-odds.
    pub weight: f64,
}

impl Figure {
    /// Returns what it adds to the log-odds.
    pub fn share(&self) -> f64 {
        self.value * self.weight
    }
}

/// A pair of articles, judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// How probable it is that the two report the same event, 0 to 1.
    pub probability: f64,
    /// The log-odds of a pair of which nothing was measured.
    pub intercept: f64,
    /// What was measured. With the intercept, their shares sum up to the log-odds.
    pub figures: Vec<Figure>,
    /// What words weigh in the corpus.
    pub weights: WordWeights,
    /// The two in brief.
    pub briefs: [Brief; 2],
}

impl Judged {
    /// Judges two articles of a corpus, whatever else is in it; `groups` are its near-duplicates.
    ///
    /// Near-duplicates of either are left out of the comparison, as they are when stories are formed.
    ///
    /// # Errors
    ///
    /// If an article can't be had any more.
    pub fn new(
        articles: &(impl Articles + ?Sized),
        studied: Studied,
        groups: &[Group],
        pair: (usize, usize),
    ) -> Result<Self> {
        let (a, b) = (pair.0.min(pair.1), pair.0.max(pair.1));
        let mut is_node = vec![true; studied.len()];
        for group in groups {
            for member in &group.members {
                is_node[*member] = false;
            }
            if group.members.contains(&a) || group.members.contains(&b) {
                is_node[group.canonical] = false;
            }
        }
        (is_node[a], is_node[b]) = (true, true);
        let nodes: Vec<usize> = (0..studied.len())
            .filter(|article| is_node[*article])
            .collect();
        let node = |article: usize| nodes.partition_point(|node| *node < article);
        let (first, second) = (node(a), node(b));
        let collection = Collection::new(studied, nodes);
        let likely = Likely {
            collection: &collection,
            articles,
        };
        let model = Model::shipped();
        let measure = likely.measure_one(model, FLOOR, (first, second))?;
        let Measure {
            dated, features, ..
        } = measure;
        let scorer = model.scorer(dated);
        let figures = FEATURES.into_iter().zip(features).zip(scorer.weights());
        let season = Figure {
            name: "other_season",
            value: 1.0,
            weight: other_season(&measure, [first, second].map(|node| collection.brief(node))),
        };
        let figures = figures
            .map(|((name, value), weight)| Figure {
                name,
                value,
                weight: *weight,
            })
            .chain([season])
            .filter(|figure| figure.weight != 0.0);
        Ok(Judged {
            probability: probability(scorer.log_odds(&features) + season.weight),
            intercept: scorer.intercept(),
            figures: figures.collect(),
            weights: collection.weights().clone(),
            briefs: match pair.0 == a {
                true => [first, second],
                false => [second, first],
            }
            .map(|node| collection.brief(node).clone()),
        })
    }
}
