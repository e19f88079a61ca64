//! What was found: which articles are copies, of which, and on what proof.

use std::collections::HashMap;

use crate::catalogue::{Catalogue, Ranks};
use crate::corpus::{Place, Skipped, Sources};
use crate::duplicates::{Edge, Found, Star};

/// The articles of a corpus, and which of them are copies of which.
pub struct Copies<'s> {
    pub(super) sources: &'s Sources,
    catalogue: Catalogue<()>,
    ranks: Ranks,
    found: Found,
    /// The group of each article that is in one, as an index of [`Found::stars`]; articles by rank.
    group_of: HashMap<u32, u32>,
}

/// An article in its place in the input.
#[derive(Clone, Copy)]
pub(super) struct Article {
    pub rank: u32,
    pub place: Place,
}

impl<'s> Copies<'s> {
    pub(super) fn new(
        sources: &'s Sources,
        catalogue: Catalogue<()>,
        ranks: Ranks,
        found: Found,
    ) -> Self {
        let groups = (0..).zip(&found.stars);
        let group_of =
            groups.flat_map(|(group, star)| ranks_of(star).map(move |rank| (rank, group)));
        Copies {
            sources,
            group_of: group_of.collect(),
            catalogue,
            ranks,
            found,
        }
    }

    /// Returns what could not be read, sorted by path and record.
    pub fn skipped(&self) -> &[Skipped] {
        &self.catalogue.skipped
    }

    /// Returns how many articles were read.
    pub fn len(&self) -> usize {
        self.ranks.count() as usize
    }

    /// Returns whether no article was read.
    pub fn is_empty(&self) -> bool {
        self.ranks.count() == 0
    }

    /// Returns the articles in the order of the input.
    pub(super) fn articles(&self) -> impl Iterator<Item = Article> + '_ {
        (0..self.catalogue.len())
            .map(|number| (self.ranks.of(number), self.catalogue.place(number)))
            .filter(|(rank, _)| !self.ranks.is_left_out(*rank))
            .map(|(rank, place)| Article { rank, place })
    }

    /// Returns the groups, each canonical article as it comes in the order of precedence.
    pub(super) fn groups(&self) -> &[Star] {
        &self.found.stars
    }

    /// Returns the group that an article is in.
    pub(super) fn group(&self, rank: u32) -> Option<&Star> {
        let group = self.group_of.get(&rank)?;
        self.found.stars.get(*group as usize)
    }

    /// Returns whether an article is a copy of another that is kept.
    pub(super) fn is_copy(&self, rank: u32) -> bool {
        self.group(rank).is_some_and(|star| star.canonical != rank)
    }

    /// Returns the proven edges between the members of a group, sorted by their ranks.
    pub(super) fn edges<'c>(&'c self, group: &'c Star) -> impl Iterator<Item = &'c Edge> {
        let members = ranks_of(group);
        members.flat_map(move |member| {
            let start = self.found.edges.partition_point(|edge| edge.later < member);
            let edges = self.found.edges[start..].iter();
            edges
                .take_while(move |edge| edge.later == member)
                .filter(move |edge| {
                    let other = self.group(edge.earlier);
                    other.is_some_and(|other| other.canonical == group.canonical)
                })
        })
    }

    /// Returns an article's id, by its rank.
    pub(super) fn id(&self, rank: u32) -> &str {
        self.catalogue.id(self.ranks.article(rank))
    }
}

/// Returns the members of a group by rank, the canonical article first.
pub(super) fn ranks_of(group: &Star) -> impl Iterator<Item = u32> + '_ {
    let members = group.edges.iter().map(|edge| edge.later);
    std::iter::once(group.canonical).chain(members)
}
