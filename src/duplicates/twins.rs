//! Articles with the same words, found by a hash before anything else is made of them.

use std::collections::HashMap;

use super::Texts;
use super::candidates::{Candidate, PEERS};
use super::proof::Edge;
use crate::sketch::Overlap;

/// Pairs every article with the first that has the same identity: sorted by the later article.
///
/// An identity is a hash of all of an article's shingles, of so many bits that no two texts share one by
/// chance; `identities` are those of the articles by precedence. Without one, since it has no words, an
/// article is nobody's twin.
pub fn twins(identities: impl IntoIterator<Item = Option<u128>>) -> Vec<Candidate> {
    let known = (0..).zip(identities);
    let mut known: Vec<(u128, u32)> = known
        .filter_map(|(article, identity)| Some((identity?, article)))
        .collect();
    known.sort_unstable();
    let mut twins: Vec<Candidate> = known
        .chunk_by(|(one, _), (next, _)| one == next)
        .filter_map(<[_]>::split_first)
        .flat_map(|(&(_, earlier), others)| {
            others
                .iter()
                .map(move |&(_, later)| Candidate { later, earlier })
        })
        .collect();
    twins.sort_unstable();
    twins
}

/// Returns the edge of two articles with the same words.
pub(super) fn edge(twin: Candidate, texts: &impl Texts) -> Edge {
    let all = texts.shingles_at_most(twin.later).max(1);
    let all = u32::try_from(all).unwrap_or(u32::MAX);
    Edge {
        earlier: twin.earlier,
        later: twin.later,
        overlap: Overlap {
            shared: all,
            own: all,
            other: all,
        },
    }
}

/// Gives twins the edges of each other: what is proven of a text is proven of all that are the same.
///
/// `edges` are sorted by pair, and so they are afterwards. As with other near-duplicates, all pairs of a
/// few twins get edges; of more than a few each gets those of the first, so that a crowd of twins takes no
/// more edges than a crowd of others.
pub(super) fn share_edges(edges: &mut Vec<Edge>, twins: &[Candidate]) {
    let mut classes: HashMap<u32, Vec<u32>> = HashMap::new();
    for twin in twins {
        let class = classes.entry(twin.earlier);
        let class = class.or_insert_with(|| vec![twin.earlier]);
        class.push(twin.later);
    }
    let mut shared = Vec::new();
    for edge in edges.iter() {
        let (earlier, later) = ([edge.earlier], [edge.later]);
        let others = classes.get(&edge.later).map_or(&later[..], Vec::as_slice);
        let is_small = |class: &&Vec<u32>| class.len().max(others.len()) <= PEERS + 1;
        let peers = classes.get(&edge.earlier).filter(is_small);
        let peers = peers.map_or(&earlier[..], Vec::as_slice);
        for &peer in peers {
            shared.extend(others.iter().filter_map(|&other| edge.moved(peer, other)));
        }
    }
    edges.append(&mut shared);
    edges.sort_unstable_by_key(Edge::pair);
    edges.dedup_by_key(|edge| edge.pair());
}

impl Edge {
    /// Returns the edge of two other articles with the same texts; `None` if they are one.
    fn moved(&self, earlier: u32, later: u32) -> Option<Edge> {
        let overlap = match earlier < later {
            true => self.overlap,
            false => self.overlap.turned(),
        };
        (earlier != later).then_some(Edge {
            earlier: earlier.min(later),
            later: earlier.max(later),
            overlap,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_twin_is_paired_with_the_first() {
        let twins = twins([Some(7), Some(1), None, Some(7), None, Some(7)]);
        let pairs: Vec<_> = twins
            .iter()
            .map(|pair| (pair.earlier, pair.later))
            .collect();
        assert_eq!(pairs, [(0, 3), (0, 5)]);
    }
}
