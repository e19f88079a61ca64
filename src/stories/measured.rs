//! What a corpus is clustered from: its nodes, the links between them, and their days. Measuring the
//! pairs is most of the work, and the cut-off has no part in it, so a corpus is measured once and can
//! be clustered at any number of cut-offs.

use super::Params;
use super::background::WordWeights;
use super::brief::Brief;
use super::collection::{Collection, Studied};
use super::days::Days;
use super::features::{FEATURES, QUOTES_SHARED};
use super::linkage::{Link, average_linkage_where};
use super::model::{Model, probability};
use super::nodes::Nodes;
use super::pairs::{Floor, Likely, Measure, WordingBehind};
use super::text::Articles;
use crate::duplicates::Group;
use crate::error::Result;

/// No story rests for longer, in days: what is reported again after a year is the next annual report, the
/// anniversary, another season's flood, however alike the reports are.
const LONGEST_PAUSE: i64 = 365;

/// A pair below this counts as impossible, and its texts are not read. Without a floor, the figures on labelled
/// corpora are the same to two places, and three times as many pairs are measured.
pub(super) const FLOOR: Floor = Floor {
    cosine: 0.03,
    probability: 0.05,
};

/// Undated articles that share no quotation and are about days that lie at least so far apart, whatever the year,
/// report one event at odds so many times lower.
const OTHER_SEASON: (f64, f64) = (45.0, 50.0);

/// Articles and near-duplicates as nodes, with the probability of each likely pair.
#[derive(Clone, Debug)]
pub struct Measured {
    pub(super) nodes: Nodes,
    pub(super) links: Vec<Link>,
    /// What is known of the articles, without their words.
    pub(super) studied: Studied,
    /// What words weigh in this corpus.
    pub(super) weights: WordWeights,
    /// When the articles of each node were published.
    days: Vec<Days>,
}

impl Measured {
    /// Measures the likely pairs of a corpus; `groups` are the near-duplicates among the articles.
    /// `advance` is told of pairs as they are measured.
    ///
    /// # Errors
    ///
    /// If a text can't be had any more.
    pub fn new(
        articles: &(impl Articles + ?Sized),
        studied: Studied,
        groups: &[Group],
        advance: &(dyn Fn(usize) + Sync),
    ) -> Result<Measured> {
        let nodes = Nodes::new(studied.len(), groups);
        let collection = Collection::new(studied, nodes.canonical.clone());
        let links = links(&collection, articles, advance)?;
        let (studied, weights) = collection.forget_words();
        let mut days = vec![Days::default(); nodes.canonical.len()];
        for (article, node) in nodes.node.iter().enumerate() {
            days[*node] = days[*node].and(Days::of(studied.brief(article)));
        }
        Ok(Measured {
            nodes,
            links,
            studied,
            weights,
            days,
        })
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

/// Returns what the days that two articles are about add to their log-odds beyond the features. Of dated pairs
/// these know it already.
pub(super) fn other_season(measure: &Measure, [one, other]: [&Brief; 2]) -> f64 {
    let (days, times) = OTHER_SEASON;
    let is_open = !measure.dated && measure.features[QUOTES_SHARED] == 0.0;
    let are_apart = is_open && one.days_apart(other).is_some_and(|apart| apart >= days);
    if are_apart { -f64::ln(times) } else { 0.0 }
}

/// Measures the likely pairs, and says how probable each is.
fn links(
    collection: &Collection,
    articles: &(impl Articles + ?Sized),
    advance: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Link>> {
    let model = Model::shipped();
    let scorers = [false, true].map(|dated| model.scorer(dated));
    let keep = |measure: &Measure| {
        let (a, b) = measure.pair;
        let log_odds = scorers[usize::from(measure.dated)].log_odds(&measure.features)
            + other_season(measure, [collection.brief(a), collection.brief(b)]);
        let link = Link::new(measure.pair, log_odds, &measure.features);
        (link, measure.dated)
    };
    // While the wording of other pairs is unknown, the link has log-odds in the place of its probability:
    // to keep all features of all pairs would take more memory than all else.
    let finish = |_, (link, dated): (Link, bool), behind: WordingBehind| {
        let mut features = [0.0; FEATURES.len()];
        behind.add_to(&mut features);
        let more = scorers[usize::from(dated)].weighed(&features);
        Link {
            probability: probability(link.probability + more),
            ..link
        }
    };
    let likely = Likely {
        collection,
        articles,
    };
    likely.measure(model, FLOOR, keep, finish, advance)
}
