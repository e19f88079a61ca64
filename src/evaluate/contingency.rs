//! The contingency table: how many items each pair of gold cluster and predicted cluster has in common.
//! Every score is a sum over it. It is kept and walked in sorted order, so that the same labels always
//! give the same bits.

use std::collections::BTreeMap;

use super::Labels;

/// A predicted cluster: items without a prediction are one each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cluster<'l> {
    /// The items with this label.
    Labelled(&'l str),
    /// The item with this id, which nobody predicted.
    Missing(&'l str),
}

impl<'l> Cluster<'l> {
    /// Returns the cluster that an item is predicted in.
    pub fn of(id: &'l str, predicted: &'l Labels) -> Cluster<'l> {
        let label = predicted.get(id);
        label.map_or(Cluster::Missing(id), |label| Cluster::Labelled(label))
    }

    /// Returns the label that was predicted.
    pub fn label(self) -> Option<&'l str> {
        match self {
            Cluster::Labelled(label) => Some(label),
            Cluster::Missing(_) => None,
        }
    }
}

/// The sizes of all clusters, and of what each gold cluster and predicted cluster have in common.
pub struct Table<'l> {
    /// Items with a gold label.
    pub items: usize,
    /// Of these, how many each gold cluster has.
    pub gold: BTreeMap<&'l str, usize>,
    /// How many each predicted cluster has.
    pub predicted: BTreeMap<Cluster<'l>, usize>,
    /// How many both have; no cell is empty.
    pub common: BTreeMap<(&'l str, Cluster<'l>), usize>,
}

impl<'l> Table<'l> {
    /// Counts all items with a gold label.
    pub fn new(gold: &'l Labels, predicted: &'l Labels) -> Self {
        let items = gold
            .iter()
            .map(|(id, label)| (label.as_str(), Cluster::of(id, predicted)));
        Self::of(items)
    }

    /// Counts items, each given by its gold cluster and its predicted cluster.
    pub fn of(items: impl Iterator<Item = (&'l str, Cluster<'l>)>) -> Self {
        let mut table = Table {
            items: 0,
            gold: BTreeMap::new(),
            predicted: BTreeMap::new(),
            common: BTreeMap::new(),
        };
        for (label, cluster) in items {
            table.items += 1;
            *table.gold.entry(label).or_default() += 1;
            *table.predicted.entry(cluster).or_default() += 1;
            *table.common.entry((label, cluster)).or_default() += 1;
        }
        table
    }

    /// Returns how many pairs of items are together in gold, in the prediction, and in both.
    pub fn pairs(&self) -> Pairs {
        Pairs {
            both: self.common.values().copied().map(pairs_of).sum(),
            gold: self.gold.values().copied().map(pairs_of).sum(),
            predicted: self.predicted.values().copied().map(pairs_of).sum(),
        }
    }
}

/// How many pairs of items are together. Wide integers, because their products are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    /// In gold and in the prediction.
    pub both: u128,
    /// In gold.
    pub gold: u128,
    /// In the prediction.
    pub predicted: u128,
}

impl Pairs {
    /// Returns of the pairs predicted together, how many belong together.
    pub fn precision(&self) -> f64 {
        ratio(self.both as f64, self.predicted as f64)
    }

    /// Returns of the pairs that belong together, how many are predicted together.
    pub fn recall(&self) -> f64 {
        ratio(self.both as f64, self.gold as f64)
    }

    /// Returns the harmonic mean of both.
    pub fn f1(&self) -> f64 {
        harmonic_mean(self.precision(), self.recall())
    }
}

/// Returns how many pairs so many items make.
pub fn pairs_of(items: usize) -> u128 {
    let items = items as u128;
    items * items.saturating_sub(1) / 2
}

/// Returns `part / whole`, and 1 of nothing.
pub fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 1.0 } else { part / whole }
}

/// Returns the harmonic mean of two ratios.
pub fn harmonic_mean(a: f64, b: f64) -> f64 {
    if a + b == 0.0 {
        0.0
    } else {
        2.0 * a * b / (a + b)
    }
}

/// Rounds a score to the four places that are written.
pub fn four_places(value: f64) -> f64 {
    // Adding zero turns -0 into 0.
    (value * 1e4).round() / 1e4 + 0.0
}
