//! What a corpus is clustered from: its nodes, the links between them, and their days. Measuring the
//! pairs is most of the work, and the cut-off has no part in it, so a corpus is measured once and can
//! be clustered at any number of cut-offs.

use rayon::prelude::*;

use super::collection::Collection;
use super::days::Days;
use super::linkage::{Link, average_linkage_where};
use super::nodes::Nodes;
use super::reading::Reading;
use super::{Params, links};
use crate::duplicates::Group;
use crate::strip::Article;

/// No story rests for longer, in days: what is reported again after a year is the next annual report, the
/// anniversary, another season's flood, however alike the reports are.
const LONGEST_PAUSE: i64 = 365;

/// Articles and near-duplicates as nodes, with the probability of each likely pair.
pub struct Measured {
    pub(super) nodes: Nodes,
    pub(super) links: Vec<Link>,
    /// When the articles of each node were published.
    days: Vec<Days>,
}

impl Measured {
    /// Measures the likely pairs of a corpus; `groups` are the near-duplicates among the articles.
    /// `advance` is told of pairs as they are measured.
    pub fn new(
        articles: &[Article],
        groups: &[Group],
        advance: &(dyn Fn(usize) + Sync),
    ) -> Measured {
        let readings: Vec<Reading> = articles.par_iter().map(Reading::new).collect();
        let nodes = Nodes::new(articles.len(), groups);
        let links = links(&collection(&nodes, &readings), advance);
        Measured::of(nodes, links, articles)
    }

    /// Puts together what was measured.
    pub(super) fn of(nodes: Nodes, links: Vec<Link>, articles: &[Article]) -> Measured {
        let mut days = vec![Days::default(); nodes.canonical.len()];
        for (article, node) in articles.iter().zip(&nodes.node) {
            days[*node] = days[*node].and(Days::of(article));
        }
        Measured { nodes, links, days }
    }

    /// Returns the articles of each story, by index and sorted.
    pub fn clusters(&self, params: &Params) -> Vec<Vec<usize>> {
        let clusters = self.clusters_of_nodes(params);
        clusters
            .iter()
            .map(|cluster| self.nodes.members_of(cluster))
            .collect()
    }

    /// Returns the nodes of each story.
    pub(super) fn clusters_of_nodes(&self, params: &Params) -> Vec<Vec<usize>> {
        let days = |nodes: &[usize]| {
            let days = nodes.iter().map(|node| self.days[*node]);
            days.fold(Days::default(), Days::and)
        };
        average_linkage_where(
            self.nodes.canonical.len(),
            &self.links,
            params.bar(),
            |one, other| {
                let (one, other) = (days(one), days(other));
                one.pause(other) <= LONGEST_PAUSE && one.and(other).within(params.window)
            },
        )
    }
}

/// Weighs the readings of the nodes by what all of them have in common.
pub(super) fn collection<'r>(nodes: &Nodes, readings: &'r [Reading]) -> Collection<'r> {
    let canonical = nodes.canonical.iter();
    Collection::new(canonical.map(|article| &readings[*article]).collect())
}
