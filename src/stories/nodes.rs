//! What is clustered: one node for each article and its near-duplicates, so that a text with fifty copies
//! has one voice, and the probabilities between nodes.

use std::collections::HashMap;

use super::linkage::Link;
use crate::duplicates::Group;

/// The articles that are clustered, and those that follow one of them.
pub struct Nodes {
    /// The article of each node.
    pub canonical: Vec<usize>,
    /// The node of each article: its own, or that of its group.
    pub node: Vec<usize>,
    /// The near-duplicates of each node's article.
    copies: Vec<Vec<usize>>,
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
        let place: HashMap<usize, usize> = canonical.iter().copied().zip(0..).collect();
        let node: Vec<usize> = canonical_of.iter().map(|article| place[article]).collect();
        let mut copies = vec![Vec::new(); canonical.len()];
        for group in groups {
            copies[place[&group.canonical]].clone_from(&group.members);
        }
        Nodes {
            canonical,
            node,
            copies,
        }
    }

    /// Returns the articles of a cluster of nodes, sorted.
    pub fn members_of(&self, cluster: &[usize]) -> Vec<usize> {
        let mut members: Vec<usize> = cluster
            .iter()
            .flat_map(|node| {
                self.copies[*node]
                    .iter()
                    .chain(std::iter::once(&self.canonical[*node]))
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
        members: &[usize],
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
            None => members.iter().copied().find(|member| *member != article),
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

/// The probabilities of the measured pairs, by pair.
pub struct Probabilities(HashMap<(usize, usize), f64>);

impl Probabilities {
    /// Takes the probabilities from the links, of which each pair has at most one.
    pub fn new(links: &[Link]) -> Self {
        Probabilities(
            links
                .iter()
                .map(|link| ((link.a, link.b), link.probability))
                .collect(),
        )
    }

    /// Returns the probability of a pair of nodes, 0 if it was not measured.
    pub fn between(&self, a: usize, b: usize) -> f64 {
        self.0.get(&(a.min(b), a.max(b))).copied().unwrap_or(0.0)
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
