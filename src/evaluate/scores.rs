//! B-cubed, pair counts, adjusted Rand index and entropies of a clustering against labels.

use serde::{Serialize, Serializer};

use super::Labels;
use super::contingency::{Pairs, Table, four_places, harmonic_mean, pairs_of, ratio};

/// How well a clustering agrees with labels. Ratios are 0 to 1, the best being 1, but for
/// [`ari`](Self::ari); where there was nothing to get wrong they are 1.
///
/// Serialized with four decimal places.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Items labelled.
    pub n: usize,
    /// Clusters of the labels.
    pub gold_clusters: usize,
    /// Clusters predicted, among the items labelled.
    pub pred_clusters: usize,
    /// Items of the largest of these.
    pub pred_largest: usize,
    /// B-cubed precision (Bagga and Baldwin 1998, "Algorithms for scoring coreference chains"): how
    /// much of an item's predicted cluster shares its label, itself included, as a mean over the items.
    #[serde(serialize_with = "serialize_four_places")]
    pub bcubed_p: f64,
    /// B-cubed recall: how much of an item's gold cluster is predicted together with it.
    #[serde(serialize_with = "serialize_four_places")]
    pub bcubed_r: f64,
    /// Harmonic mean of B-cubed precision and recall.
    #[serde(serialize_with = "serialize_four_places")]
    pub bcubed_f1: f64,
    /// Of the pairs predicted together, how many belong together.
    #[serde(serialize_with = "serialize_four_places")]
    pub pair_p: f64,
    /// Of the pairs that belong together, how many were predicted together.
    #[serde(serialize_with = "serialize_four_places")]
    pub pair_r: f64,
    /// Harmonic mean of pair precision and recall.
    #[serde(serialize_with = "serialize_four_places")]
    pub pair_f1: f64,
    /// Rand index adjusted for chance (Hubert and Arabie 1985, "Comparing partitions"), -0.5 to 1;
    /// 0 is what clusters of the same sizes would score at random.
    #[serde(serialize_with = "serialize_four_places")]
    pub ari: f64,
    /// Mutual information normalized by the arithmetic mean of both entropies (Strehl and Ghosh 2002,
    /// "Cluster ensembles", who take the geometric one); the same as the V-measure.
    #[serde(serialize_with = "serialize_four_places")]
    pub nmi: f64,
    /// Homogeneity (Rosenberg and Hirschberg 2007, "V-measure"): how far a predicted cluster tells the label.
    #[serde(serialize_with = "serialize_four_places")]
    pub homogeneity: f64,
    /// Completeness (the same paper): how far a label tells the predicted cluster.
    #[serde(serialize_with = "serialize_four_places")]
    pub completeness: f64,
    /// Items labelled but not predicted; each counts as a cluster of its own.
    pub missing: usize,
    /// Items predicted but not labelled; they count nowhere else.
    pub extra: usize,
}

/// Scores a clustering against labels.
pub fn scores(gold: &Labels, predicted: &Labels) -> Scores {
    let table = Table::new(gold, predicted);
    let (bcubed_p, bcubed_r) = table.bcubed();
    let pairs = table.pairs();
    let information = table.information();
    Scores {
        n: gold.len(),
        gold_clusters: table.gold.len(),
        pred_clusters: table.predicted.len(),
        pred_largest: table.predicted.values().copied().max().unwrap_or(0),
        bcubed_p,
        bcubed_r,
        bcubed_f1: harmonic_mean(bcubed_p, bcubed_r),
        pair_p: pairs.precision(),
        pair_r: pairs.recall(),
        pair_f1: pairs.f1(),
        ari: adjusted_rand_index(&pairs, table.items),
        nmi: ratio(
            2.0 * information.mutual,
            information.gold + information.predicted,
        ),
        homogeneity: ratio(information.mutual, information.gold),
        completeness: ratio(information.mutual, information.predicted),
        missing: gold
            .keys()
            .filter(|id| !predicted.contains_key(*id))
            .count(),
        extra: predicted
            .keys()
            .filter(|id| !gold.contains_key(*id))
            .count(),
    }
}

impl Table<'_> {
    /// Returns the sizes of each cell that is not empty: in common, of its gold cluster, of its predicted cluster.
    fn cells(&self) -> impl Iterator<Item = (f64, f64, f64)> + '_ {
        self.common.iter().map(|((label, cluster), &common)| {
            // Both keys were counted together with the cell, so both are there.
            let gold = self.gold.get(label).copied().unwrap_or(common);
            let predicted = self.predicted.get(cluster).copied().unwrap_or(common);
            (common as f64, gold as f64, predicted as f64)
        })
    }

    /// Returns B-cubed precision and recall: each of a cell's items shares it with all of the cell.
    fn bcubed(&self) -> (f64, f64) {
        let mut precision = 0.0;
        let mut recall = 0.0;
        for (common, gold, predicted) in self.cells() {
            precision += common * common / predicted;
            recall += common * common / gold;
        }
        (
            ratio(precision, self.items as f64),
            ratio(recall, self.items as f64),
        )
    }

    fn information(&self) -> Information {
        let items = self.items as f64;
        Information {
            gold: entropy(self.gold.values(), items),
            predicted: entropy(self.predicted.values(), items),
            mutual: self
                .cells()
                .map(|(common, gold, predicted)| {
                    common / items * (common * items / (gold * predicted)).ln()
                })
                .sum(),
        }
    }
}

/// Returns (found - expected) / (best - expected), in numbers of pairs.
fn adjusted_rand_index(pairs: &Pairs, items: usize) -> f64 {
    let all = pairs_of(items);
    // Where the best is no better than chance (all apart, or all in one), any agreement is full agreement.
    if all == 0 || (pairs.gold + pairs.predicted) * all == 2 * pairs.gold * pairs.predicted {
        return 1.0;
    }
    let expected = (pairs.gold * pairs.predicted) as f64 / all as f64;
    let best = (pairs.gold + pairs.predicted) as f64 / 2.0;
    (pairs.both as f64 - expected) / (best - expected)
}

/// Entropies of both clusterings, and what one tells of the other, in nats.
struct Information {
    gold: f64,
    predicted: f64,
    mutual: f64,
}

fn entropy<'s>(sizes: impl Iterator<Item = &'s usize>, items: f64) -> f64 {
    sizes
        .map(|&size| size as f64 / items)
        .map(|share| -share * share.ln())
        .sum()
}

/// Writes a score with four places.
pub(super) fn serialize_four_places<S: Serializer>(
    value: &f64,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(four_places(*value))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Labels of items named by their position: "aab" puts the first two together.
    fn labels(text: &str) -> Labels {
        text.char_indices()
            .map(|(position, label)| (format!("item {position:02}"), label.to_string()))
            .collect()
    }

    fn near(actual: f64, expected: f64) {
        assert!(
            (actual - expected).abs() < 1e-12,
            "{actual} is not {expected}"
        );
    }

    #[test]
    fn agreement_scores_one_whatever_the_names() {
        let scores = scores(&labels("aabbbc"), &labels("zzxxxy"));
        let ratios = [
            scores.bcubed_f1,
            scores.pair_f1,
            scores.ari,
            scores.nmi,
            scores.homogeneity,
            scores.completeness,
        ];
        for ratio in ratios {
            near(ratio, 1.0);
        }
        assert_eq!(
            (
                scores.n,
                scores.gold_clusters,
                scores.pred_clusters,
                scores.pred_largest
            ),
            (6, 3, 3, 3)
        );
        assert_eq!((scores.missing, scores.extra), (0, 0));
    }

    #[test]
    fn figures_agree_with_hand_computation() {
        // Gold {0 1 2} {3 4}, predicted {0 1} {2 3 4}.
        let scores = scores(&labels("aaabb"), &labels("xxyyy"));
        // Precision by item: 1, 1, 1/3, 2/3, 2/3; recall by item: 2/3, 2/3, 1/3, 1, 1.
        near(scores.bcubed_p, 11.0 / 15.0);
        near(scores.bcubed_r, 11.0 / 15.0);
        near(scores.bcubed_f1, 11.0 / 15.0);
        // Together in both: 0-1 and 3-4; together in each: four pairs of ten.
        near(scores.pair_p, 0.5);
        near(scores.pair_r, 0.5);
        // Expected 4 * 4 / 10, best 4: (2 - 1.6) / (4 - 1.6).
        near(scores.ari, 1.0 / 6.0);
        let entropy = -(0.6 * 0.6_f64.ln() + 0.4 * 0.4_f64.ln());
        let mutual =
            0.4 * (0.4 / 0.24_f64).ln() + 0.2 * (0.2 / 0.36_f64).ln() + 0.4 * (0.4 / 0.24_f64).ln();
        near(scores.nmi, mutual / entropy);
        near(scores.homogeneity, mutual / entropy);
        near(scores.completeness, mutual / entropy);
    }

    #[test]
    fn all_in_one_has_full_recall_and_no_information() {
        let scores = scores(&labels("aabb"), &labels("xxxx"));
        near(scores.bcubed_p, 0.5);
        near(scores.bcubed_r, 1.0);
        near(scores.pair_p, 1.0 / 3.0);
        near(scores.pair_r, 1.0);
        near(scores.ari, 0.0);
        near(scores.nmi, 0.0);
        near(scores.homogeneity, 0.0);
        near(scores.completeness, 1.0);
        assert_eq!(scores.pred_largest, 4);
    }

    #[test]
    fn all_apart_has_full_precision() {
        let scores = scores(&labels("aabb"), &labels("wxyz"));
        near(scores.bcubed_p, 1.0);
        near(scores.bcubed_r, 0.5);
        near(scores.pair_p, 1.0);
        near(scores.pair_r, 0.0);
        near(scores.pair_f1, 0.0);
        near(scores.ari, 0.0);
        near(scores.homogeneity, 1.0);
        near(scores.completeness, 0.5);
    }

    #[test]
    fn where_nothing_can_be_wrong_all_is_right() {
        for (gold, predicted) in [("a", "x"), ("abc", "xyz"), ("aaa", "xxx"), ("", "")] {
            let scores = scores(&labels(gold), &labels(predicted));
            for ratio in [
                scores.bcubed_f1,
                scores.pair_f1,
                scores.ari,
                scores.nmi,
                scores.homogeneity,
            ] {
                assert_eq!(ratio, 1.0, "{gold:?}");
            }
        }
    }

    #[test]
    fn worse_than_chance_is_below_zero() {
        near(scores(&labels("aabb"), &labels("xyxy")).ari, -0.5);
    }

    #[test]
    fn missing_items_are_singletons_and_extra_ones_are_ignored() {
        let gold = labels("aaab");
        let mut predicted = labels("xx");
        // Labels that look like the names of missing items don't join them.
        predicted.insert("elsewhere".to_owned(), "item 02".to_owned());
        let got = scores(&gold, &predicted);
        assert_eq!(
            got,
            Scores {
                missing: 2,
                extra: 1,
                ..scores(&gold, &labels("xxyz"))
            }
        );
        assert_eq!(got.pred_clusters, 3);
    }

    #[test]
    fn serialized_in_order_with_four_places() {
        let json = serde_json::to_string(&scores(&labels("aaabb"), &labels("xxyyy"))).unwrap();
        let expected = concat!(
            r#"{"n":5,"gold_clusters":2,"pred_clusters":2,"pred_largest":3,"bcubed_p":0.7333,"bcubed_r":0.7333,"#,
            r#""bcubed_f1":0.7333,"pair_p":0.5,"pair_r":0.5,"pair_f1":0.5,"ari":0.1667,"nmi":0.4325,"#,
            r#""homogeneity":0.4325,"completeness":0.4325,"missing":0,"extra":0}"#
        );
        assert_eq!(json, expected);
    }
}
