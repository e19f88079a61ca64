//! Stories: the reports of one event, found from more than shared text.
//!
//! ```text
//! articles ── reading ── studies ──── collection ── nearest ── pairs ──── model ── linkage ──┬── relations
//!             words,     brief, bag   weighed by    likely     features   same     clusters  ├── evidence
//!             names,     of words:    the corpus    pairs      of each    event?             ├── keywords
//!             quotes…    kept         and news at large                                      └── related
//! ```
//!
//! Of each article some two kilobytes are kept, its words without their order and a few facts. Texts are
//! had again ([`Articles`]) where two have to be read side by side: for pairs that may be probable, and for
//! what is said of a story.
//!
//! Near-duplicates enter as one node, their canonical article, so that a text with fifty copies has
//! one voice. Every article ends up in exactly one [`Story`], with its [`Relation`] to the others and
//! the [`Evidence`] for it.

mod background;
mod bag;
mod brief;
mod collection;
mod compact;
mod days;
mod evidence;
mod features;
mod granularity;
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
mod relations;
mod studies;
#[cfg(test)]
mod testing;
mod text;

use crate::duplicates::Group;
use crate::error::Result;

pub use background::WordWeights;
pub use brief::Brief;
pub use collection::{Collection, Comparison, Spot, Studied};
pub use days::groups_within;
pub use evidence::{Evidence, EvidenceKind};
pub use features::{DATED_FEATURES, FEATURES, Features};
pub use granularity::Granularity;
pub use linkage::{Bar, Link, average_linkage};
pub use measured::Measured;
pub use model::{Model, Scorer, Weights};
pub use pairs::{Floor, Likely, Measure, WordingBehind};
pub use reading::Reading;
pub use related::{Order, Related, RelatedKind};
pub use relations::Relation;
pub use studies::Studies;
pub use text::{Articles, Shelf, Text, Wording};

use nodes::{Nodes, Probabilities};
use relations::Source;

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

/// The reports of one event. Articles and stories go by their indices.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Its articles, by index.
    pub members: Vec<Member>,
    /// The words that set it apart, heaviest first.
    pub keywords: Vec<String>,
    /// Mean probability that two of its articles report the same event, 0 to 1; 1 for one article.
    pub cohesion: f64,
    /// The article that agrees most with the others.
    pub central: usize,
    /// Stories that it follows, precedes or shares its background with, strongest first.
    pub related: Vec<Related>,
}

/// An article in its story.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The article.
    pub article: usize,
    /// What it is to the rest of the story.
    pub relation: Relation,
    /// The article that it derives from.
    pub of: Option<usize>,
    /// How much of its text stands in that article: containment of its shingles, 0 to 1.
    pub similarity: f64,
    /// Why it belongs to the story, strongest first; empty if it is the only article.
    pub evidence: Vec<Evidence>,
}

/// The stories of a corpus, by their smallest article. Each is described when it is asked for.
#[derive(Debug)]
pub struct Stories<'a, A: ?Sized> {
    articles: &'a A,
    nodes: Nodes,
    /// The nodes of each story.
    clusters: Vec<Vec<usize>>,
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

    /// Takes stories that are known, each given by its articles; none is related to another.
    #[cfg(test)]
    pub(crate) fn known(articles: &'a A, studied: Studied, clusters: Vec<Vec<usize>>) -> Self {
        let measured = Measured::new(articles, studied, &[], &|_| ());
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

    /// Returns the articles of a story, sorted.
    pub fn members(&self, story: usize) -> Vec<usize> {
        self.nodes.members_of(&self.clusters[story])
    }

    /// Returns an article in brief.
    pub fn brief(&self, article: usize) -> &Brief {
        self.studied.brief(article)
    }

    /// Returns the canonical article of an article's near-duplicates, itself if it is that; `None` if it has none.
    pub fn canonical(&self, article: usize) -> Option<usize> {
        self.nodes.canonical_of(article)
    }

    /// Returns a shelf for the texts of a story.
    pub fn shelf(&self) -> Shelf<'a, A> {
        Shelf::new(self.articles)
    }

    /// Describes a story.
    ///
    /// # Errors
    ///
    /// If an article can't be had any more.
    pub fn story(&self, story: usize, shelf: &mut Shelf<'a, A>) -> Result<Story> {
        let cluster = &self.clusters[story];
        let members = self.nodes.members_of(cluster);
        let canonical: Vec<usize> = cluster
            .iter()
            .map(|node| self.nodes.canonical[*node])
            .collect();
        let sources = relations::sources(
            &members,
            &self.nodes.node,
            &self.studied,
            shelf,
            &self.weights,
        )?;
        let described = sources.into_iter().map(|source| {
            let partner =
                self.nodes
                    .partner(source.article, cluster, &members, &self.probabilities);
            self.member(source, partner, shelf)
        });
        Ok(Story {
            members: described.collect::<Result<_>>()?,
            keywords: keywords::keywords(&canonical, shelf, &self.weights)?,
            cohesion: self.nodes.cohesion(&members, &self.probabilities),
            central: self.nodes.canonical[self.probabilities.central(cluster)],
            related: self.related[story].clone(),
        })
    }

    /// Puts together what is said of one article.
    fn member(
        &self,
        source: Source,
        partner: Option<usize>,
        shelf: &mut Shelf<'a, A>,
    ) -> Result<Member> {
        let Source {
            article,
            relation,
            of,
            similarity,
        } = source;
        let evidence = match of.or(partner) {
            Some(with) => {
                let (own, other) = (shelf.text(article)?, shelf.text(with)?);
                evidence::evidence(&own, (with, &other), &self.weights)
            }
            None => Vec::new(),
        };
        Ok(Member {
            article,
            relation,
            of,
            similarity,
            evidence,
        })
    }
}
