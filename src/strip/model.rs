//! The line model: how probable it is that a line belongs to the article.
//!
//! A logistic regression over named features. It is fitted by `examples/fit_lines.rs` on labelled
//! pages and shipped as a table of weights, one number a feature.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::features::{FEATURES, Features};

/// The shipped weights.
const SHIPPED: &str = include_str!("data/lines.toml");

/// The weights of the line model: the log-odds that a line is kept are the intercept plus the weighted features.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineWeights {
    /// Log-odds of a line whose features are all zero.
    pub intercept: f32,
    /// Log-odds by unit of each feature, by name; a feature that is not here counts for nothing.
    pub features: BTreeMap<String, f32>,
}

/// Says how probable it is that a line belongs to the article.
#[derive(Clone, Debug)]
pub struct LineModel {
    intercept: f32,
    weights: Features,
}

static MODEL: LazyLock<LineModel> = LazyLock::new(|| {
    #[expect(
        clippy::expect_used,
        reason = "no input reaches the shipped table, which a test reads"
    )]
    let weights: LineWeights = toml::from_str(SHIPPED).expect("the shipped table is sound");
    LineModel::new(&weights)
});

impl LineModel {
    /// Makes a model of its weights.
    pub fn new(weights: &LineWeights) -> Self {
        Self {
            intercept: weights.intercept,
            weights: FEATURES.map(|name| weights.features.get(name).copied().unwrap_or(0.0)),
        }
    }

    /// Returns the model with the shipped weights.
    pub fn shipped() -> &'static Self {
        &MODEL
    }

    /// Returns the probability that a line with these features belongs to the article, 0 to 1.
    pub fn probability(&self, features: &Features) -> f32 {
        let weighted = self.weights.iter().zip(features);
        let log_odds = weighted.fold(self.intercept, |sum, (weight, value)| sum + weight * value);
        1.0 / (1.0 + (-log_odds).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_are_those_of_the_features() {
        let weights: LineWeights = toml::from_str(SHIPPED).unwrap();
        let mut features = FEATURES.map(str::to_owned);
        features.sort();
        assert_eq!(weights.features.into_keys().collect::<Vec<_>>(), features);
    }

    #[test]
    fn prose_among_prose_is_kept_rather_than_a_label_among_labels() {
        let mut paragraph = [0.0; FEATURES.len()];
        let mut label = paragraph;
        for (index, name) in FEATURES.into_iter().enumerate() {
            match name {
                "words" => (paragraph[index], label[index]) = (3.5, 0.7),
                "prose" | "above_prose" | "below_prose" | "in_body" => paragraph[index] = 1.0,
                "label" | "above_fragment" | "below_fragment" => label[index] = 1.0,
                _ => {}
            }
        }
        let model = LineModel::shipped();
        assert!(model.probability(&label) < model.probability(&paragraph));
    }
}
