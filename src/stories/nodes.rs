//! What is clustered: one node for each article and its near-duplicates, so that a text with fifty copies
//! has one voice, and the probabilities between nodes.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use super::linkage::Link;
use crate::duplicates::Group;

/// The articles that are clustered, and those that follow one of them.
#[derive(Clone, Debug, Default)]
pub struct Nodes {
    /// The article of each node.
    pub canonical: Vec<usize>,
    /// The node of each article: its own, or that of its group.
    pub node: Vec<usize>,
    /// The near-duplicates of the articles that have any, by node.
    copies: FxHashMap<usize, Vec<usize>>,
}

impl Nodes {
    /// Makes the nodes of so many articles; `groups` have no article in common.
    pub fn new(articles: usize, groups: &[Group]) -> Self {
        let mut canonical_of: Vec<usize> = (0..articles).collect();
        for group in groups {
            for member in &group.members {
                canonical_of[*member] = group.canonical;
            }
        }
        let canonical: Vec<usize> = (0..articles)
            .filter(|article| canonical_of[*article] == *article)
            .collect();
        let mut node = vec![0; articles];
        for (place, article) in canonical.iter().enumerate() {
            node[*article] = place;
        }
        for article in 0..articles {
            node[article] = node[canonical_of[article]];
        }
        let copies = groups
            .iter()
            .map(|group| (node[group.canonical], group.members.clone()))
            .collect();
        Nodes {
            canonical,
            node,
            copies,
        }
    }

    /// Returns the canonical article of an article's near-duplicates; `None` if it has none.
    pub fn canonical_of(&self, article: usize) -> Option<usize> {
        let node = self.node[article];
        self.copies
            .contains_key(&node)
            .then(|| self.canonical[node])
    }

    /// Returns the articles of a cluster of nodes, sorted.
    pub fn members_of(&self, cluster: &[usize]) -> Vec<usize> {
        let mut members: Vec<usize> = cluster
            .iter()
            .flat_map(|node| {
                let copies = self.copies.get(node).map_or(&[][..], Vec::as_slice);
                copies.iter().chain([&self.canonical[*node]])
            })
            .copied()
            .collect();
        members.sort_unstable();
        members
    }

    /// Returns the article that links this one most surely to the rest of its story.
    pub fn partner(
        &self,
        article: usize,
        cluster: &[usize],
        probabilities: &Probabilities,
    ) -> Option<usize> {
        let own = self.node[article];
        if self.canonical[own] != article {
            return Some(self.canonical[own]);
        }
        let nearest = cluster
            .iter()
            .filter(|node| **node != own)
            .map(|node| (probabilities.between(own, *node), *node))
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        match nearest {
            Some((_, node)) => Some(self.canonical[node]),
            None => {
                let members = self.members_of(cluster);
                members.into_iter().find(|member| *member != article)
            }
        }
    }

    /// Returns the mean probability of one event over the pairs of a story's articles.
    pub fn cohesion(&self, members: &[usize], probabilities: &Probabilities) -> f64 {
        let mut sizes: HashMap<usize, usize> = HashMap::new();
        for member in members {
            *sizes.entry(self.node[*member]).or_default() += 1;
        }
        let mut nodes: Vec<(usize, usize)> = sizes.into_iter().collect();
        nodes.sort_unstable();
        let pairs = (members.len() * (members.len() - 1) / 2) as f64;
        if pairs == 0.0 {
            return 1.0;
        }
        let copies: f64 = nodes
            .iter()
            .map(|(_, size)| (size * (size - 1) / 2) as f64)
            .sum();
        let across: f64 = nodes
            .iter()
            .enumerate()
            .flat_map(|(i, one)| nodes[..i].iter().map(move |two| (one, two)))
            .map(|(one, two)| probabilities.between(one.0, two.0) * (one.1 * two.1) as f64)
            .sum();
        (copies + across) / pairs
    }
}

/// The probabilities of the measured pairs inside clusters, by pair.
#[derive(Clone, Debug, Default)]
pub struct Probabilities(FxHashMap<(u32, u32), f32>);

impl Probabilities {
    /// Takes the probabilities from the links between nodes of one cluster; each pair has at most one link.
    pub fn new(links: &[Link], cluster_of: &[u32]) -> Self {
        let inside = links
            .iter()
            .filter(|link| cluster_of[link.a] == cluster_of[link.b]);
        let pairs = inside.map(|link| ((link.a as u32, link.b as u32), link.probability as f32));
        Probabilities(pairs.collect())
    }

    /// Returns the probability of a pair of nodes, 0 if it was not measured.
    pub fn between(&self, a: usize, b: usize) -> f64 {
        let pair = (a.min(b) as u32, a.max(b) as u32);
        self.0.get(&pair).copied().unwrap_or(0.0).into()
    }

    /// Returns the node of a cluster that agrees most with the others, the first of them on a tie.
    pub fn central(&self, cluster: &[usize]) -> usize {
        let total = |node: usize| -> f64 {
            cluster
                .iter()
                .filter(|other| **other != node)
                .map(|other| self.between(node, *other))
                .sum()
        };
        let ranked = cluster.iter().map(|node| (total(*node), *node));
        ranked
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map_or(0, |(_, node)| node)
    }
}
