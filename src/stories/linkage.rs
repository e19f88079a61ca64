//! Average-link clustering on a sparse graph of likely pairs.
//!
//! Clusters are merged in the order of the mean probability over all pairs between them, a pair that
//! was not measured counting as impossible (Sokal and Michener 1958, UPGMA). So one bridge between two
//! stories of five articles each is one of 25 pairs and joins nothing. A merge has to reach the cut-off,
//! and it must not be much weaker than what already holds either cluster together: what is a
//! loose bond among reports that have little in common is the mark of a stranger among reports that
//! agree in every quotation.
//!
//! Quotations have a say of their own. Reports that share some were at one occasion. Another that
//! quotes as freely and has none of theirs was likely at another one, however much the two occasions are alike
//! (a speech on Wednesday, a press conference with the same speaker on Thursday): it joins
//! only at odds near to theirs.

use std::collections::{BTreeMap, BinaryHeap};

use super::features::{Features, QUOTES_APART, QUOTES_SHARED};

/// How many times lower the odds may be between two clusters of which one shares quotations and the
/// other has none of these.
const OTHER_OCCASION_LOOSER: f64 = 4.0;

/// Two clusters quote freely if the mean of ln(1 + quotations of the article that has fewer) over
/// the pairs between them is so much: about four quotations an article.
const FREELY: f64 = 1.5;

/// Of a probability, so much at either end is not believed where clusters are compared, and so much
/// where quotations speak.
const DISBELIEF: f64 = 0.02;
const QUOTED_DISBELIEF: f64 = 0.001;

/// How strong a merge must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Least mean probability between the two clusters, 0 to 1.
    pub least: f64,
    /// How many times lower the odds of the mean probability between the two clusters may be than
    /// those inside the tighter of them, 1 and up.
    pub looser: f64,
}

/// A pair that was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The smaller node.
    pub a: usize,
    /// The larger node.
    pub b: usize,
    /// Probability of the same event, 0 to 1.
    pub probability: f64,
    /// Whether the two share a quotation.
    pub quotes_shared: bool,
    /// ln(1 + quotations of the article that has fewer), if they share none.
    pub quotes_apart: f64,
}

impl Link {
    /// Makes the link of a pair of nodes, the smaller first, from what was measured of it.
    pub fn new((a, b): (usize, usize), probability: f64, features: &Features) -> Self {
        Link {
            a,
            b,
            probability,
            quotes_shared: features[QUOTES_SHARED] > 0.0,
            quotes_apart: features[QUOTES_APART],
        }
    }
}

/// Clusters `nodes` nodes by their links; each pair stands at most once in `links`.
///
/// Every node is in one cluster. Clusters are sorted by their smallest node, their nodes in
/// increasing order. Takes O(m log m) steps for m links, and a little more where clusters grow large.
pub fn average_linkage(nodes: usize, links: &[Link], bar: Bar) -> Vec<Vec<usize>> {
    average_linkage_where(nodes, links, bar, |_, _| true)
}

/// Does the same, but joins only clusters that `may_join`; it is given the nodes of both.
///
/// Whatever the conditions, a higher cut-off only stops earlier: its clusters are parts of those of a
/// lower one.
pub fn average_linkage_where(
    nodes: usize,
    links: &[Link],
    bar: Bar,
    may_join: impl Fn(&[usize], &[usize]) -> bool,
) -> Vec<Vec<usize>> {
    let mut forest = Forest::new(nodes, links);
    let mut queue: BinaryHeap<Merge> = links
        .iter()
        .map(|link| forest.merge(link.a, link.b))
        .filter(|merge| merge.mean >= bar.least)
        .collect();
    while let Some(merge) = queue.pop() {
        if forest.is_current(&merge)
            && forest.holds(&merge, bar)
            && may_join(&forest.members[merge.a], &forest.members[merge.b])
        {
            forest.join(&merge);
            queue.extend(
                forest
                    .merges_of(merge.a)
                    .filter(|merge| merge.mean >= bar.least),
            );
        }
    }
    forest.clusters()
}

/// Returns the odds of a probability, of which a part at either end is not believed.
fn odds(probability: f64, disbelief: f64) -> f64 {
    let believed = probability.clamp(disbelief, 1.0 - disbelief);
    believed / (1.0 - believed)
}

/// A possible merge of two clusters as they were when it was queued.
#[derive(Clone, Copy, Debug)]
struct Merge {
    mean: f64,
    a: usize,
    b: usize,
    /// Nodes in both together; clusters only grow, so an unchanged sum means unchanged clusters.
    size: usize,
}

impl Ord for Merge {
    /// The heap's greatest: the strongest merge, on a tie the one of the smaller nodes.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.mean
            .total_cmp(&other.mean)
            .then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Merge {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Merge {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Merge {}

/// The pairs between two clusters, or inside one, taken together.
#[derive(Clone, Copy, Debug, Default)]
struct Bond {
    /// Summed probability.
    probability: f64,
    /// Whether any pair shares a quotation.
    quotes_shared: bool,
    /// Summed `quotes_apart`.
    quotes_apart: f64,
}

impl Bond {
    fn add(&mut self, other: Bond) {
        self.probability += other.probability;
        self.quotes_shared |= other.quotes_shared;
        self.quotes_apart += other.quotes_apart;
    }
}

/// The clusters while they grow; each goes by one of its nodes.
struct Forest {
    /// Nodes of each cluster; empty once it is part of another.
    members: Vec<Vec<usize>>,
    /// What is between two clusters, from either side.
    between: Vec<BTreeMap<usize, Bond>>,
    /// What is inside a cluster.
    within: Vec<Bond>,
}

impl Forest {
    fn new(nodes: usize, links: &[Link]) -> Self {
        let mut between = vec![BTreeMap::new(); nodes];
        for link in links {
            let bond = Bond {
                probability: link.probability,
                quotes_shared: link.quotes_shared,
                quotes_apart: link.quotes_apart,
            };
            between[link.a].insert(link.b, bond);
            between[link.b].insert(link.a, bond);
        }
        Forest {
            members: (0..nodes).map(|node| vec![node]).collect(),
            between,
            within: vec![Bond::default(); nodes],
        }
    }

    fn size(&self, cluster: usize) -> usize {
        self.members[cluster].len()
    }

    /// Describes the merge of two clusters as they are now.
    fn merge(&self, a: usize, b: usize) -> Merge {
        let pairs = (self.size(a) * self.size(b)) as f64;
        Merge {
            mean: self.between(a, b).probability / pairs,
            a: a.min(b),
            b: a.max(b),
            size: self.size(a) + self.size(b),
        }
    }

    fn between(&self, a: usize, b: usize) -> Bond {
        self.between[a].get(&b).copied().unwrap_or_default()
    }

    fn merges_of(&self, cluster: usize) -> impl Iterator<Item = Merge> + '_ {
        self.between[cluster]
            .keys()
            .map(move |other| self.merge(cluster, *other))
    }

    fn is_current(&self, merge: &Merge) -> bool {
        self.size(merge.a) > 0
            && self.size(merge.b) > 0
            && self.size(merge.a) + self.size(merge.b) == merge.size
    }

    /// Returns whether a merge is not much weaker than what holds either cluster together.
    fn holds(&self, merge: &Merge, bar: Bar) -> bool {
        let &Merge { mean, a, b, .. } = merge;
        let tighter = self.inside(a).max(self.inside(b));
        if odds(mean, DISBELIEF) * bar.looser < odds(tighter, DISBELIEF) {
            return false;
        }
        let between = self.between(a, b);
        let pairs = (self.size(a) * self.size(b)) as f64;
        if between.quotes_shared || between.quotes_apart < FREELY * pairs {
            return true;
        }
        [a, b]
            .into_iter()
            .filter(|cluster| self.within[*cluster].quotes_shared)
            .all(|cluster| {
                odds(mean, QUOTED_DISBELIEF) * OTHER_OCCASION_LOOSER
                    >= odds(self.inside(cluster), QUOTED_DISBELIEF)
            })
    }

    /// Returns the mean probability inside a cluster; 0 if it is a single node.
    fn inside(&self, cluster: usize) -> f64 {
        match self.size(cluster) * (self.size(cluster) - 1) / 2 {
            0 => 0.0,
            pairs => self.within[cluster].probability / pairs as f64,
        }
    }

    /// Puts cluster `b` of a merge into cluster `a`.
    fn join(&mut self, &Merge { a, b, .. }: &Merge) {
        let moved = std::mem::take(&mut self.members[b]);
        self.members[a].extend(moved);
        let (inside, across) = (self.within[b], self.between(a, b));
        self.within[a].add(inside);
        self.within[a].add(across);
        self.between[a].remove(&b);
        for (other, bond) in std::mem::take(&mut self.between[b]) {
            self.between[other].remove(&b);
            if other != a {
                self.between[a].entry(other).or_default().add(bond);
                self.between[other].entry(a).or_default().add(bond);
            }
        }
    }

    fn clusters(self) -> Vec<Vec<usize>> {
        let mut clusters: Vec<Vec<usize>> = self
            .members
            .into_iter()
            .filter(|members| !members.is_empty())
            .collect();
        for members in &mut clusters {
            members.sort_unstable();
        }
        clusters.sort_unstable();
        clusters
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BAR: Bar = Bar {
        least: 0.5,
        looser: f64::INFINITY,
    };

    fn link(a: usize, b: usize, probability: f64) -> Link {
        Link {
            a,
            b,
            probability,
            quotes_shared: false,
            quotes_apart: 0.0,
        }
    }

    /// All pairs among the nodes, at one probability.
    fn clique(nodes: std::ops::Range<usize>, probability: f64) -> Vec<Link> {
        nodes
            .clone()
            .flat_map(|a| (a + 1..nodes.end).map(move |b| link(a, b, probability)))
            .collect()
    }

    #[test]
    fn one_bridge_does_not_join_two_stories() {
        let mut links = clique(0..4, 0.9);
        links.extend(clique(4..8, 0.9));
        links.push(link(3, 4, 1.0));
        let found = average_linkage(8, &links, BAR);
        assert_eq!(
            found.len(),
            3,
            "the bridge's ends leave their stories or stay, but never join both: {found:?}"
        );
    }

    #[test]
    fn a_cluster_of_all_likely_pairs_is_found_whole() {
        assert_eq!(
            average_linkage(5, &clique(0..5, 0.6), BAR),
            [[0, 1, 2, 3, 4]]
        );
    }

    #[test]
    fn the_bar_itself_is_enough() {
        assert_eq!(average_linkage(2, &[link(0, 1, 0.5)], BAR), [[0, 1]]);
        assert_eq!(average_linkage(2, &[link(0, 1, 0.499)], BAR).len(), 2);
    }

    #[test]
    fn a_stranger_does_not_join_a_tight_cluster() {
        let links = [link(0, 1, 0.98), link(0, 2, 0.6), link(1, 2, 0.6)];
        assert_eq!(average_linkage(3, &links, BAR), [[0, 1, 2]]);
        let strict = Bar {
            looser: 16.0,
            ..BAR
        };
        assert_eq!(average_linkage(3, &links, strict), [vec![0, 1], vec![2]]);
    }

    #[test]
    fn what_may_not_join_stays_apart_and_the_rest_goes_on() {
        let links = clique(0..4, 0.9);
        let apart = |one: &[usize], other: &[usize]| {
            let both = || one.iter().chain(other);
            !(both().any(|node| *node == 0) && both().any(|node| *node == 3))
        };
        let found = average_linkage_where(4, &links, BAR, apart);
        assert_eq!(found, [vec![0, 1, 2], vec![3]]);
    }

    #[test]
    fn the_clusters_of_a_higher_cut_off_are_parts_of_those_of_a_lower_one() {
        let probability = |a: usize, b: usize| (a * 31 + b * 17) % 19;
        let links: Vec<Link> = (0..30)
            .flat_map(|a| (a + 1..30).map(move |b| link(a, b, probability(a, b) as f64 / 19.0)))
            .filter(|link| link.probability > 0.2)
            .collect();
        let at = |least| average_linkage(30, &links, Bar { least, looser: 3.0 });
        for pair in [0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8].windows(2) {
            let (coarse, fine) = (at(pair[0]), at(pair[1]));
            for part in &fine {
                let holds = |whole: &&Vec<usize>| part.iter().all(|node| whole.contains(node));
                assert!(coarse.iter().any(|whole| holds(&whole)), "{part:?}");
            }
        }
    }

    #[test]
    fn who_quotes_freely_and_nothing_of_theirs_joins_only_if_nearly_as_sure() {
        let with_third = |probability: f64, quotes: usize, shared: bool| {
            let third = |node: usize| Link {
                quotes_apart: if shared { 0.0 } else { (quotes as f64).ln_1p() },
                quotes_shared: shared,
                ..link(node, 2, probability)
            };
            let first = Link {
                quotes_shared: true,
                ..link(0, 1, 0.98)
            };
            average_linkage(3, &[first, third(0), third(1)], BAR).len()
        };
        assert_eq!(with_third(0.85, 6, false), 2);
        assert_eq!(with_third(0.95, 6, false), 1);
        assert_eq!(with_third(0.85, 2, false), 1, "two quotations are few");
        assert_eq!(with_third(0.85, 6, true), 1);
    }

    #[test]
    fn the_order_of_links_changes_nothing() {
        let mut links = clique(0..6, 0.7);
        links.extend([link(5, 6, 0.9), link(6, 7, 0.55), link(0, 7, 0.8)]);
        let found = average_linkage(8, &links, BAR);
        links.reverse();
        assert_eq!(average_linkage(8, &links, BAR), found);
    }
}
