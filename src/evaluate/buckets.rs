//! Scores of parts of the items: of each outlet, of each language, of small and large gold stories.
//!
//! A part is scored inside the whole clustering. B-cubed precision and recall are means over the items of
//! the part, each with its whole clusters; a pair counts for the part if at least one of its two items is
//! in it. So all parts' B-cubed figures, weighted by their items, make the figure of the whole.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::contingency::{Cluster, Pairs, Table, harmonic_mean, pairs_of, ratio};
use super::facts::Facts;
use super::labels::Labelling;
use super::scores::serialize_four_places;

/// By what items are parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Who published the item.
    Outlet,
    /// How many items its gold story has.
    Size,
    /// Its language.
    Lang,
}

/// The smallest story of each part by size, with the name of the part.
const SIZES: [(usize, &str); 6] = [
    (1, "1"),
    (2, "2"),
    (3, "3-5"),
    (6, "6-10"),
    (11, "11-20"),
    (21, "21+"),
];

/// The parts of one dimension.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Breakdown {
    /// By what items are parted.
    pub by: Dimension,
    /// The parts: by size, the smallest stories first, else that with most items first, then by name.
    pub buckets: Vec<Bucket>,
}

/// The scores of one part.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bucket {
    /// What its items have in common; `None` if they have in common that it is not known.
    pub name: Option<String>,
    /// Items labelled.
    pub n: usize,
    /// Mean B-cubed precision of its items.
    #[serde(serialize_with = "serialize_four_places")]
    pub bcubed_p: f64,
    /// Mean B-cubed recall of its items.
    #[serde(serialize_with = "serialize_four_places")]
    pub bcubed_r: f64,
    /// Harmonic mean of both.
    #[serde(serialize_with = "serialize_four_places")]
    pub bcubed_f1: f64,
    /// Pairs with an item of the part that belong together.
    pub gold_pairs: u128,
    /// Pairs with an item of the part that were predicted together.
    pub pred_pairs: u128,
    /// Of the latter, how many belong together; 1 if there are none.
    #[serde(serialize_with = "serialize_four_places")]
    pub pair_p: f64,
    /// Of the former, how many were predicted together; 1 if there are none.
    #[serde(serialize_with = "serialize_four_places")]
    pub pair_r: f64,
    /// Harmonic mean of both.
    #[serde(serialize_with = "serialize_four_places")]
    pub pair_f1: f64,
}

/// The rank and the name of a part.
type Part<'l> = (usize, Option<&'l str>);

/// Scores a clustering in parts. What gold does not say about an item is taken from the prediction.
pub fn breakdown(by: Dimension, gold: &Labelling, predicted: &Labelling) -> Breakdown {
    let whole = Table::new(&gold.labels, &predicted.labels);
    let mut parts: BTreeMap<Part, Vec<(&str, Cluster)>> = BTreeMap::new();
    for (id, label) in &gold.labels {
        let known = |field| known(id, gold, predicted, field);
        let part = match by {
            Dimension::Outlet => (0, known(|facts| &facts.outlet)),
            Dimension::Lang => (0, known(|facts| &facts.language)),
            Dimension::Size => size_of(whole.gold[label.as_str()]),
        };
        let item = (label.as_str(), Cluster::of(id, &predicted.labels));
        parts.entry(part).or_default().push(item);
    }
    let mut parts: Vec<_> = parts.into_iter().collect();
    parts.sort_by_key(|((rank, name), items)| (*rank, Reverse(items.len()), name.is_none(), *name));
    let buckets = parts
        .into_iter()
        .map(|((_, name), items)| Bucket::of(name, Table::of(items.into_iter()), &whole))
        .collect();
    Breakdown { by, buckets }
}

/// Returns what is known of an item: what gold says, else what the prediction says.
pub(super) fn known<'l>(
    id: &str,
    gold: &'l Labelling,
    predicted: &'l Labelling,
    field: fn(&Facts) -> &Option<String>,
) -> Option<&'l str> {
    [gold, predicted]
        .into_iter()
        .find_map(|labels| field(labels.facts.get(id)?).as_deref())
}

/// Returns rank and name of the part that a story of this size belongs to.
fn size_of(size: usize) -> Part<'static> {
    let last = SIZES.iter().rev().find(|(least, _)| *least <= size);
    last.map_or((0, None), |(least, name)| (*least, Some(name)))
}

impl Bucket {
    /// Scores the items of `part` inside the `whole` clustering.
    fn of(name: Option<&str>, part: Table, whole: &Table) -> Bucket {
        let (mut precision, mut recall) = (0.0, 0.0);
        let mut pairs = Pairs::default();
        for (cell, inside) in &part.common {
            let common = whole.common[cell];
            let share = (inside * common) as f64;
            precision += share / whole.predicted[&cell.1] as f64;
            recall += share / whole.gold[cell.0] as f64;
            pairs.both += pairs_with(*inside, common);
        }
        for (label, inside) in &part.gold {
            pairs.gold += pairs_with(*inside, whole.gold[label]);
        }
        for (cluster, inside) in &part.predicted {
            pairs.predicted += pairs_with(*inside, whole.predicted[cluster]);
        }
        let bcubed_p = ratio(precision, part.items as f64);
        let bcubed_r = ratio(recall, part.items as f64);
        Bucket {
            name: name.map(str::to_owned),
            n: part.items,
            bcubed_p,
            bcubed_r,
            bcubed_f1: harmonic_mean(bcubed_p, bcubed_r),
            gold_pairs: pairs.gold,
            pred_pairs: pairs.predicted,
            pair_p: pairs.precision(),
            pair_r: pairs.recall(),
            pair_f1: pairs.f1(),
        }
    }
}

/// Returns how many pairs of a cluster have at least one of the items that are `inside`.
fn pairs_with(inside: usize, cluster: usize) -> u128 {
    pairs_of(cluster) - pairs_of(cluster - inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Items of one outlet each: "ax" is an item of outlet "a" in the cluster "x".
    fn labelling(items: &[&str]) -> Labelling {
        let mut labelling = Labelling::default();
        for (id, item) in (0..).map(|id: u32| id.to_string()).zip(items) {
            let (outlet, label) = item.split_at(1);
            labelling.labels.insert(id.clone(), label.to_owned());
            let outlet = (outlet != "-").then(|| outlet.to_owned());
            let facts = Facts {
                outlet,
                ..Facts::default()
            };
            labelling.facts.insert(id, facts);
        }
        labelling
    }

    #[test]
    fn figures_agree_with_hand_computation() {
        // Gold {0 1 2} {3}, predicted {0 1} {2 3}; outlet a has 0 and 3, b has 1, of 2 nothing is known.
        let gold = labelling(&["ax", "bx", "-x", "ay"]);
        let predicted = labelling(&["-1", "-1", "-2", "-2"]);
        let found = breakdown(Dimension::Outlet, &gold, &predicted).buckets;
        let names: Vec<Option<&str>> = found.iter().map(|bucket| bucket.name.as_deref()).collect();
        assert_eq!(names, [Some("a"), Some("b"), None]);
        let a = &found[0];
        // Precision 1 and 1/2, recall 2/3 and 1; gold pairs 01 and 02, predicted pairs 01 and 23.
        assert_eq!((a.n, a.bcubed_p), (2, 0.75));
        assert!((a.bcubed_r - 5.0 / 6.0).abs() < 1e-12);
        assert_eq!((a.gold_pairs, a.pred_pairs), (2, 2));
        assert_eq!((a.pair_p, a.pair_r), (0.5, 0.5));
    }

    #[test]
    fn sizes_are_those_of_gold_stories_in_order() {
        let gold = labelling(&["-x", "-x", "-y", "-z", "-z", "-z", "-z", "-z", "-z"]);
        let found = breakdown(Dimension::Size, &gold, &gold).buckets;
        let parts: Vec<_> = found
            .iter()
            .map(|bucket| (bucket.name.as_deref().unwrap(), bucket.n))
            .collect();
        assert_eq!(parts, [("1", 1), ("2", 2), ("6-10", 6)]);
        assert!(found.iter().all(|bucket| bucket.pair_f1 == 1.0));
    }

    #[test]
    fn what_gold_does_not_say_the_prediction_may() {
        let gold = labelling(&["-x", "ax"]);
        let predicted = labelling(&["b1", "c1"]);
        let found = breakdown(Dimension::Outlet, &gold, &predicted).buckets;
        let names: Vec<Option<&str>> = found.iter().map(|bucket| bucket.name.as_deref()).collect();
        assert_eq!(names, [Some("a"), Some("b")]);
    }
}
