//! Stories: the reports of one event, found from more than shared text.
//!
//! ```text
//! articles ── reading ── studies ──── collection ── nearest ── pairs ──── model ── linkage ──┬── keywords
//!             words,     brief, bag   weighed by    likely     features   same     clusters  └── related
//!             names,     of words:    the corpus    pairs      of each    event?
//!             quotes…    kept         and news at large
//! ```
//!
//! Of each article some two kilobytes are kept, its words without their order and a few facts. Texts are
//! had again ([`Articles`]) where two have to be read side by side: for pairs that may be probable, and for
//! what is said of a story.
//!
//! Near-duplicates enter as one node, their canonical article, so that a text with fifty copies has
//! one voice. Every article ends up in exactly one story.

mod background;
mod bag;
mod brief;
mod collection;
mod compact;
mod days;
mod features;
mod granularity;
mod judged;
mod keywords;
mod linkage;
mod measured;
mod model;
mod nearest;
mod nodes;
mod pairs;
mod passages;
mod reading;
mod related;
mod studies;
#[cfg(test)]
pub(crate) mod testing;
mod text;

use crate::corpus::Skipped;
use crate::duplicates::Group;
use crate::error::Result;

pub use background::WordWeights;
pub use brief::Brief;
pub use collection::{Collection, Comparison, Spot, Studied};
pub use days::groups_within;
pub use features::{DATED_FEATURES, FEATURES, Features};
pub use granularity::Granularity;
pub use judged::{Figure, Judged};
pub use linkage::{Bar, Link, average_linkage};
pub use measured::Measured;
pub use model::{Model, Scorer, Weights};
pub use pairs::{Floor, Likely, Measure, WordingBehind};
pub use reading::Reading;
pub use related::{Order, Related, RelatedKind};
pub use studies::Studies;
pub use text::{Articles, Shelf, Text, Wording};

pub(crate) use reading::is_capitalised;

use nodes::{Nodes, Probabilities};

/// When articles are one story.
///
/// The defaults are from the grid that `examples/fit_links.rs` prints: mean figures over four labelled
/// corpora, each with weights fitted on the other three. They are the best there; from 20 to 40 and
/// from .35 to .4 the figures are nearly level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Params {
    /// Least mean probability of one event between two clusters that are joined.
    pub granularity: Granularity,
    /// How many times lower the odds between two clusters may be than the odds inside the tighter of
    /// them, 1 and up.
    pub looser: f64,
    /// Most days between the publication dates of two articles of one story; `None` is no limit. An
    /// article without a date may stand in any story.
    pub window: Option<u32>,
}

impl Default for Params {
    fn default() -> Self {
        Params {
            granularity: Granularity::STORY,
            looser: 30.0,
            window: None,
        }
    }
}

impl Params {
    /// Returns how strong a merge must be.
    pub fn bar(&self) -> Bar {
        Bar {
            least: self.granularity.least(),
            looser: self.looser,
        }
    }
}

/// The stories of a corpus, by their smallest article.
#[derive(Debug)]
pub struct Stories<'a, A: ?Sized> {
    articles: &'a A,
    nodes: Nodes,
    /// The nodes of each story.
    clusters: Vec<Vec<usize>>,
    /// The story of each node.
    cluster_of: Vec<u32>,
    related: Vec<Vec<Related>>,
    probabilities: Probabilities,
    studied: Studied,
    weights: WordWeights,
}

impl<'a, A: Articles + ?Sized> Stories<'a, A> {
    /// Finds the stories of a corpus.
    ///
    /// `studied` says what is known of each of the articles; `groups` are the near-duplicates among them, which
    /// stay together: [`groups_within`] leaves out those that the window parts. `advance` is told of pairs as
    /// they are measured.
    ///
    /// # Errors
    ///
    /// If an article can't be had any more.
    pub fn find(
        articles: &'a A,
        studied: Studied,
        groups: &[Group],
        params: &Params,
        advance: &(dyn Fn(usize) + Sync),
    ) -> Result<Self> {
        let measured = Measured::new(articles, studied, groups, advance)?;
        let clusters = measured.clusters_of_nodes(params);
        Ok(Stories::of(articles, measured, clusters))
    }

    /// Takes stories that are known, each given by its nodes; none is related to another.
    #[cfg(test)]
    pub(crate) fn known(
        articles: &'a A,
        studied: Studied,
        groups: &[Group],
        clusters: Vec<Vec<usize>>,
    ) -> Self {
        let measured = Measured::new(articles, studied, groups, &|_| ());
        let mut measured = measured.expect("articles in memory can be had");
        measured.links.clear();
        Stories::of(articles, measured, clusters)
    }

    /// Takes the nodes of each story.
    fn of(articles: &'a A, measured: Measured, mut clusters: Vec<Vec<usize>>) -> Self {
        let Measured {
            nodes,
            links,
            studied,
            weights,
            ..
        } = measured;
        clusters.sort_by_cached_key(|cluster| nodes.members_of(cluster)[0]);
        let mut cluster_of = vec![0; nodes.canonical.len()];
        for (cluster, members) in (0..).zip(&clusters) {
            for node in members {
                cluster_of[*node] = cluster;
            }
        }
        Stories {
            articles,
            related: related::related(&clusters, &links, &nodes.canonical, &studied),
            probabilities: Probabilities::new(&links, &cluster_of),
            nodes,
            clusters,
            cluster_of,
            studied,
            weights,
        }
    }

    /// Returns how many stories there are.
    pub fn len(&self) -> usize {
        self.clusters.len()
    }

    /// Returns whether there are no stories.
    pub fn is_empty(&self) -> bool {
        self.clusters.is_empty()
    }

    /// Returns the story of an article.
    pub fn story_of(&self, article: usize) -> usize {
        self.cluster_of[self.nodes.node[article]] as usize
    }

    /// Returns the articles of a story, sorted.
    pub fn members(&self, story: usize) -> Vec<usize> {
        self.nodes.members_of(&self.clusters[story])
    }

    /// Returns the articles of a story without their near-duplicates.
    pub(crate) fn canonical_members(&self, story: usize) -> impl Iterator<Item = usize> + '_ {
        let nodes = self.clusters[story].iter();
        nodes.map(|node| self.nodes.canonical[*node])
    }

    /// Returns what of an article is compared with others.
    ///
    /// # Errors
    ///
    /// If it can't be had any more.
    pub(crate) fn wording(&self, article: usize) -> Result<Wording> {
        self.articles.wording(article)
    }

    /// Returns an article in brief.
    pub fn brief(&self, article: usize) -> &Brief {
        self.studied.brief(article)
    }

    /// Returns the key by which articles are ordered in time: oldest first, undated last, then by index.
    pub fn in_time(&self, article: usize) -> impl Ord + use<A> {
        let age = self.brief(article).age;
        (age.is_none(), age, article)
    }

    /// Returns the canonical article of an article's near-duplicates, itself if it is that; `None` if it has none.
    pub fn canonical(&self, article: usize) -> Option<usize> {
        self.nodes.canonical_of(article)
    }

    /// Returns the articles that turned out to have changed since they were read first.
    pub fn changed(&self) -> Vec<Skipped> {
        self.articles.changed()
    }

    /// Returns a shelf for the texts of a story.
    pub fn shelf(&self) -> Shelf<'a, A> {
        Shelf::new(self.articles)
    }

    /// Returns the node of an article, which near-duplicates share.
    pub(crate) fn node(&self, article: usize) -> usize {
        self.nodes.node[article]
    }

    /// Returns the article that links this one most surely to the rest of its story; `None` if it is alone.
    pub fn partner(&self, article: usize, story: usize) -> Option<usize> {
        let cluster = &self.clusters[story];
        self.nodes.partner(article, cluster, &self.probabilities)
    }

    /// Returns how probable it is that two articles of one story report the same event, 0 to 1; 0 if that was not
    /// measured, for the two had too little in common.
    pub fn probability(&self, article: usize, other: usize) -> f64 {
        let [own, other] = [article, other].map(|article| self.nodes.node[article]);
        match own == other {
            true => 1.0,
            false => self.probabilities.between(own, other),
        }
    }

    /// Returns the words that set a story apart, heaviest first.
    ///
    /// # Errors
    ///
    /// If an article can't be had any more.
    pub fn keywords(&self, story: usize, shelf: &mut Shelf<'a, A>) -> Result<Vec<String>> {
        let canonical: Vec<usize> = self.canonical_members(story).collect();
        keywords::keywords(&canonical, shelf, &self.weights)
    }

    /// Returns the mean probability that two articles of a story report the same event, 0 to 1; 1 for one article.
    pub fn cohesion(&self, story: usize) -> f64 {
        self.nodes
            .cohesion(&self.members(story), &self.probabilities)
    }

    /// Returns the article of a story that agrees most with the others.
    pub fn central(&self, story: usize) -> usize {
        self.nodes.canonical[self.probabilities.central(&self.clusters[story])]
    }

    /// Returns the stories that a story follows, precedes or shares its background with, strongest first.
    pub fn related(&self, story: usize) -> &[Related] {
        &self.related[story]
    }

    /// Returns what words weigh in this corpus.
    pub fn weights(&self) -> &WordWeights {
        &self.weights
    }
}
