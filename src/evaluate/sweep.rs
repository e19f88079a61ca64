//! Scores along a scale of granularities, from fine to coarse, so that a person can choose one.

use serde::Serialize;

use super::Labels;
use super::contingency::{Table, four_places};
use super::scores::{Scores, scores};

/// The scores at one granularity.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Step {
    /// The granularity.
    pub granularity: f64,
    /// The scores of the whole.
    #[serde(flatten)]
    pub scores: Scores,
    /// Pairs that are together here and not one step finer.
    pub joined: u128,
    /// How many of these belong together, of all of them; `None` if there are none. This is what the
    /// granularity means on this corpus.
    pub joined_p: Option<f64>,
}

/// Scores clusterings, each with its granularity, the finest first. The stories of each have to be parts of
/// those of the next.
pub fn sweep(gold: &Labels, clusterings: impl IntoIterator<Item = (f64, Labels)>) -> Vec<Step> {
    let mut before = (0, 0);
    let clusterings = clusterings.into_iter();
    clusterings
        .map(|(granularity, predicted)| {
            let pairs = Table::new(gold, &predicted).pairs();
            let joined = pairs.predicted.saturating_sub(before.0);
            let right = pairs.both.saturating_sub(before.1);
            before = (pairs.predicted, pairs.both);
            Step {
                granularity,
                scores: scores(gold, &predicted),
                joined,
                joined_p: (joined > 0).then(|| four_places(right as f64 / joined as f64)),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> Labels {
        text.char_indices()
            .map(|(position, label)| (position.to_string(), label.to_string()))
            .collect()
    }

    #[test]
    fn each_step_says_how_much_of_what_it_joins_belongs_together() {
        let clusterings = ["abcd", "aacd", "aacd", "aaaa"].map(labels);
        let found = sweep(
            &labels("xxyy"),
            [0.9, 0.6, 0.5, 0.1].into_iter().zip(clusterings),
        );
        let joined: Vec<_> = found
            .iter()
            .map(|step| (step.joined, step.joined_p))
            .collect();
        assert_eq!(
            joined,
            [(0, None), (1, Some(1.0)), (0, None), (5, Some(0.2))]
        );
        let stories: Vec<usize> = found.iter().map(|step| step.scores.pred_clusters).collect();
        assert_eq!(stories, [4, 3, 3, 1]);
    }
}
