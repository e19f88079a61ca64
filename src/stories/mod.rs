//! Stories: the reports of one event, found from more than shared text.
//!
//! ```text
//! articles ── reading ── collection ── neighbours ──── features ── model ── linkage ──┬── relations
//!             words,     weighed by    likely pairs,   of a pair   same     clusters  ├── evidence
//!             names,     the corpus    surroundings                event?             ├── keywords
//!             quotes…    and news at large                                            └── related
//! ```
//!
//! Near-duplicates enter as one node, their canonical article, so that a text with fifty copies has
//! one voice. Every article ends up in exactly one [`Story`], with its [`Relation`] to the others and
//! the [`Evidence`] for it.

mod background;
mod collection;
mod days;
mod evidence;
mod features;
mod granularity;
mod keywords;
mod linkage;
mod measured;
mod model;
mod neighbours;
mod nodes;
mod passages;
mod profile;
mod reading;
mod related;
mod relations;
mod surroundings;
#[cfg(test)]
mod testing;

use rayon::prelude::*;

use crate::duplicates::Group;
use crate::sketch::Shingles;
use crate::strip::Article;

pub use background::WordWeights;
pub use collection::{Collection, LikelyPairs};
pub use days::groups_within;
pub use evidence::{Evidence, EvidenceKind};
pub use features::{DATED_FEATURES, FEATURES, Features};
pub use granularity::Granularity;
pub use linkage::{Bar, Link, average_linkage};
pub use measured::Measured;
pub use model::{Model, Weights};
pub use profile::{Entry, Profile, Vector};
pub use reading::Reading;
pub use related::{Order, Related, RelatedKind};
pub use relations::Relation;
pub use surroundings::Likeness;

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
            looser: 40.0,
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

/// Finds the stories of a corpus, sorted by their smallest article.
///
/// `shingles` is indexed by article; `groups` are the near-duplicates among the articles, which stay
/// together: [`groups_within`] leaves out those that the window parts. `advance` is told of pairs as they
/// are measured.
pub fn stories(
    articles: &[Article],
    shingles: &[Shingles],
    groups: &[Group],
    params: &Params,
    advance: &(dyn Fn(usize) + Sync),
) -> Vec<Story> {
    let readings: Vec<Reading> = articles.par_iter().map(Reading::new).collect();
    let nodes = Nodes::new(articles.len(), groups);
    let collection = measured::collection(&nodes, &readings);
    let links = links(&collection, advance);
    let measured = Measured::of(nodes, links, articles);
    let clusters = measured.clusters_of_nodes(params);
    let Measured { nodes, links, .. } = &measured;
    let related = related::related(&clusters, links, &collection);
    let probabilities = Probabilities::new(links);
    let mut stories: Vec<Story> = clusters
        .par_iter()
        .zip(related)
        .map(|(cluster, related)| {
            let members = nodes.members_of(cluster);
            let partner =
                |article: usize| nodes.partner(article, cluster, &members, &probabilities);
            let sources = relations::sources(
                &members,
                &nodes.node,
                articles,
                shingles,
                &readings,
                collection.weights(),
            );
            Story {
                keywords: keywords::keywords(cluster, &nodes.canonical, &collection, articles),
                cohesion: nodes.cohesion(&members, &probabilities),
                central: nodes.canonical[probabilities.central(cluster)],
                related,
                members: sources
                    .into_iter()
                    .map(|source| {
                        member(
                            source,
                            partner(source.article),
                            articles,
                            &readings,
                            collection.weights(),
                        )
                    })
                    .collect(),
            }
        })
        .collect();
    order(&mut stories);
    stories
}

/// Measures the likely pairs, and says how probable each is.
fn links(collection: &Collection, advance: &(dyn Fn(usize) + Sync)) -> Vec<Link> {
    let model = Model::shipped();
    let likely = collection.likely_pairs();
    likely
        .pairs
        .par_iter()
        .map(|pair| {
            advance(1);
            let (a, b) = pair.pair;
            let features = collection.features(pair, &likely);
            let probability = model.probability(&features, collection.is_dated(a, b));
            Link::new((a, b), probability, &features)
        })
        .collect()
}

/// Puts together what is said of one article.
fn member(
    source: Source,
    partner: Option<usize>,
    articles: &[Article],
    readings: &[Reading],
    weights: &WordWeights,
) -> Member {
    let Source {
        article,
        relation,
        of,
        similarity,
    } = source;
    let evidence = match of.or(partner) {
        Some(with) => evidence::evidence((article, with), articles, readings, weights),
        None => Vec::new(),
    };
    Member {
        article,
        relation,
        of,
        similarity,
        evidence,
    }
}

/// Sorts stories by their smallest article, and keeps the references between them right.
fn order(stories: &mut [Story]) {
    let mut ranked: Vec<usize> = (0..stories.len()).collect();
    ranked.sort_unstable_by_key(|story| stories[*story].members[0].article);
    let mut place = vec![0; stories.len()];
    for (rank, story) in ranked.into_iter().enumerate() {
        place[story] = rank;
    }
    for related in stories.iter_mut().flat_map(|story| &mut story.related) {
        related.story = place[related.story];
    }
    stories.sort_unstable_by_key(|story| story.members[0].article);
}
