//! Groups of near-duplicates around a canonical article.
//!
//! A group is a star, not a chain: every member has a proven edge to the canonical article itself.
//! Where A ~ B ~ C but A and C are too different, C is left to be canonical of its own group, so a
//! text that drifts over many reprints never pulls unlike articles together.

use super::Edge;

/// Near-duplicates of one canonical article; articles go by their places in the precedence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Star {
    /// The article that stands for the group; it comes before all members.
    pub canonical: u32,
    /// What proves each of the other members: its edge to the canonical article, which is the earlier
    /// one. Sorted by member.
    pub edges: Vec<Edge>,
}

/// Near-duplicates of one canonical article; articles go by their indices in a corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The article that stands for the group.
    pub canonical: usize,
    /// The other members in increasing order, each with a proven edge to the canonical article.
    pub members: Vec<usize>,
}

/// Forms the groups of two or more articles, sorted by canonical article. `edges` are sorted by pair.
///
/// An article joins the first canonical article that it has an edge to.
pub(super) fn stars(edges: &[Edge]) -> Vec<Star> {
    let mut by_earlier: Vec<&Edge> = edges.iter().collect();
    by_earlier.sort_unstable_by_key(|edge| (edge.earlier, edge.later));
    let last = edges.last().map_or(0, |edge| edge.later as usize + 1);
    let mut taken = vec![false; last];
    let mut found = Vec::new();
    // Whoever has not joined a group when its own turn comes is canonical, since members come later.
    for edges in by_earlier.chunk_by(|one, next| one.earlier == next.earlier) {
        let Some(canonical) = edges.first().map(|edge| edge.earlier) else {
            continue;
        };
        if taken[canonical as usize] {
            continue;
        }
        let joins = |edge: &&&Edge| !std::mem::replace(&mut taken[edge.later as usize], true);
        let edges: Vec<Edge> = edges.iter().filter(joins).map(|edge| **edge).collect();
        if !edges.is_empty() {
            found.push(Star { canonical, edges });
        }
    }
    found
}

impl Star {
    /// Returns what proves a member; `None` for the canonical article and for strangers.
    pub fn edge_of(&self, article: u32) -> Option<&Edge> {
        let found = self.edges.binary_search_by_key(&article, |edge| edge.later);
        self.edges.get(found.ok()?)
    }

    /// Returns the group by the articles' indices, which `index` gives for their places.
    pub fn group(&self, index: impl Fn(u32) -> usize) -> Group {
        let mut members: Vec<usize> = self.edges.iter().map(|edge| index(edge.later)).collect();
        members.sort_unstable();
        Group {
            canonical: index(self.canonical),
            members,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::Overlap;

    /// Stars of pairs (earlier, later), as canonical article and members.
    fn stars_of(pairs: &[(u32, u32)]) -> Vec<(u32, Vec<u32>)> {
        let overlap = Overlap {
            shared: 9,
            own: 10,
            other: 10,
        };
        let edge = |&(earlier, later)| Edge {
            earlier,
            later,
            overlap,
        };
        let edges: Vec<Edge> = pairs.iter().map(edge).collect();
        let members = |star: Star| star.edges.iter().map(|edge| edge.later).collect();
        let stars = stars(&edges).into_iter();
        stars.map(|star| (star.canonical, members(star))).collect()
    }

    #[test]
    fn a_chain_is_cut_at_what_the_canonical_proves() {
        let found = stars_of(&[(0, 1), (1, 2), (2, 3)]);
        assert_eq!(found, [(0, vec![1]), (2, vec![3])]);
    }

    #[test]
    fn who_comes_first_is_canonical() {
        assert_eq!(stars_of(&[(0, 1), (0, 2), (1, 2)]), [(0, vec![1, 2])]);
    }

    #[test]
    fn an_article_joins_the_first_that_proves_it() {
        let found = stars_of(&[(0, 2), (1, 2), (1, 3)]);
        assert_eq!(found, [(0, vec![2]), (1, vec![3])]);
    }
}
