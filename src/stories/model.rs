//! The link model: how probable it is that two articles report the same event.
//!
//! Two logistic regressions over the same named features, one for pairs of which both publication
//! dates are known, one for the rest. They are fitted by `examples/fit_links.rs` on labelled corpora
//! and shipped as a table of weights, one number a feature.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::features::{DATED_FEATURES, FEATURES, Features};

/// The shipped weights.
const SHIPPED: &str = include_str!("data/links.toml");

/// The weights of a logistic regression: its log-odds are the intercept plus the weighted features.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Log-odds of a pair whose features are all zero.
    pub intercept: f64,
    /// Log-odds by unit of each feature, by name; a feature that is not here counts for nothing.
    pub features: BTreeMap<String, f64>,
}

/// Says how probable it is that two articles report the same event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// For pairs of which both publication dates are known.
    pub dated: Weights,
    /// For the rest.
    pub undated: Weights,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    #[expect(
        clippy::expect_used,
        reason = "no input reaches the shipped table, which a test reads"
    )]
    toml::from_str(SHIPPED).expect("the shipped table is sound")
});

impl Model {
    /// Returns the model with the shipped weights.
    pub fn shipped() -> &'static Model {
        &MODEL
    }

    /// Returns the probability that a pair with these features reports the same event, 0 to 1.
    ///
    /// `dated` says whether the publication dates of both articles are known.
    pub fn probability(&self, features: &Features, dated: bool) -> f64 {
        self.scorer(dated).probability(features)
    }

    /// Returns the weights for pairs of which the publication dates are known, or not.
    pub fn scorer(&self, dated: bool) -> Scorer {
        let weights = if dated { &self.dated } else { &self.undated };
        let used = match dated {
            true => FEATURES.len(),
            false => FEATURES.len() - DATED_FEATURES,
        };
        let mut scorer = Scorer {
            intercept: weights.intercept,
            weights: [0.0; FEATURES.len()],
        };
        let named = FEATURES[..used].iter().zip(&mut scorer.weights);
        for (name, weight) in named {
            *weight = weights.features.get(*name).copied().unwrap_or(0.0);
        }
        scorer
    }
}

/// The weights of a logistic regression in the order of the features.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scorer {
    intercept: f64,
    weights: Features,
}

impl Scorer {
    /// Returns the probability of a pair with these features, 0 to 1.
    pub fn probability(&self, features: &Features) -> f64 {
        probability(self.log_odds(features))
    }

    /// Returns the greatest probability that a pair can have of which some features, given with the most they
    /// can be, are not known yet, and 0 in `features`.
    pub fn at_most(&self, features: &Features, open: &[(usize, f64)]) -> f64 {
        let more = open
            .iter()
            .map(|(feature, most)| (self.weights[*feature] * most).max(0.0));
        probability(self.log_odds(features) + more.sum::<f64>())
    }

    /// Returns the log-odds of a pair with these features.
    pub fn log_odds(&self, features: &Features) -> f64 {
        self.intercept + self.weighed(features)
    }

    /// Returns the log-odds of a pair whose features are all zero.
    pub fn intercept(&self) -> f64 {
        self.intercept
    }

    /// Returns the weight of each feature.
    pub fn weights(&self) -> &Features {
        &self.weights
    }

    /// Returns what these features add to the log-odds.
    pub fn weighed(&self, features: &Features) -> f64 {
        let weighted = self.weights.iter().zip(features);
        weighted.map(|(weight, value)| weight * value).sum()
    }
}

/// Returns the probability with these log-odds, 0 to 1.
pub fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_are_those_of_the_features() {
        let model = Model::shipped();
        let named = |weights: &Weights| weights.features.keys().cloned().collect::<Vec<_>>();
        let mut features = FEATURES.map(str::to_owned);
        features.sort();
        assert_eq!(named(&model.dated), features);
        let undated: Vec<&str> = FEATURES[..FEATURES.len() - DATED_FEATURES].to_vec();
        assert!(
            named(&model.undated)
                .iter()
                .all(|name| undated.contains(&name.as_str()))
        );
    }

    #[test]
    fn more_words_in_common_make_one_event_more_probable() {
        let mut features = [0.0; FEATURES.len()];
        let at = |similarity: f64, features: &mut Features| {
            features[0] = similarity.ln();
            Model::shipped().probability(features, false)
        };
        let (less, more) = (at(0.2, &mut features), at(0.4, &mut features));
        assert!(0.0 < less && less < more && more < 1.0, "{less} {more}");
    }
}
