//! Groups of near-duplicates around a canonical article.
//!
//! A group is a star, not a chain: every member has a proven edge to the canonical article itself.
//! Where A ~ B ~ C but A and C are too different, C is left to be canonical of its own group, so a
//! text that drifts over many reprints never pulls unlike articles together.

use super::Edge;

/// Near-duplicates of one canonical article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The article that stands for the group.
    pub canonical: usize,
    /// The other members in increasing order, each with a proven edge to the canonical article.
    pub members: Vec<usize>,
}

/// Forms the groups of two or more, sorted by canonical article.
///
/// `precedence` lists every article once, those fit to be canonical first; an article joins the first
/// canonical article that it has an edge to.
///
/// # Panics
///
/// If an edge or `precedence` names an article beyond the length of `precedence`.
pub fn groups(edges: &[Edge], precedence: &[usize]) -> Vec<Group> {
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); precedence.len()];
    for edge in edges {
        near[edge.a].push(edge.b);
        near[edge.b].push(edge.a);
    }
    let mut taken = vec![false; precedence.len()];
    let mut found = Vec::new();
    for &canonical in precedence {
        if std::mem::replace(&mut taken[canonical], true) {
            continue;
        }
        let mut members: Vec<usize> = near[canonical]
            .iter()
            .copied()
            .filter(|member| !taken[*member])
            .collect();
        members.sort_unstable();
        for &member in &members {
            taken[member] = true;
        }
        if !members.is_empty() {
            found.push(Group { canonical, members });
        }
    }
    found.sort_unstable_by_key(|group| group.canonical);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(a: usize, b: usize) -> Edge {
        Edge {
            a,
            b,
            jaccard: 0.9,
            containment: 0.9,
        }
    }

    #[test]
    fn a_chain_is_cut_at_what_the_canonical_proves() {
        let found = groups(&[edge(0, 1), edge(1, 2), edge(2, 3)], &[0, 1, 2, 3]);
        assert_eq!(
            found,
            [
                Group {
                    canonical: 0,
                    members: vec![1]
                },
                Group {
                    canonical: 2,
                    members: vec![3]
                }
            ]
        );
    }

    #[test]
    fn precedence_decides_who_is_canonical() {
        let found = groups(&[edge(0, 1), edge(1, 2)], &[1, 0, 2]);
        assert_eq!(
            found,
            [Group {
                canonical: 1,
                members: vec![0, 2]
            }]
        );
    }
}
