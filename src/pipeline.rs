//! The order of the stages, from a [`Corpus`] to a [`Report`], with an [`Observer`] told of progress.

use rayon::prelude::*;

use crate::corpus::{Corpus, Document};
use crate::duplicates::{self, Group, InMemory};
use crate::error::Result;
use crate::report::{self, Findings, Report};
use crate::sketch::{self, BANDS, ROWS, SHINGLE_WORDS, Shingles};
use crate::stories;
use crate::strip::{Article, HeadlineFrom, Profile, Stripper};

/// What decides the content of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// When two articles are near-duplicates.
    pub duplicates: duplicates::Params,
    /// When two articles report the same event.
    pub stories: stories::Params,
    /// Stories with fewer articles are left out of the report; at least 1.
    pub min_size: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            duplicates: duplicates::Params {
                // A follow-up that ends in all of an earlier report is another story: that is for the
                // link model to decide.
                excerpts: false,
                ..duplicates::Params::default()
            },
            stories: stories::Params::default(),
            min_size: 1,
        }
    }
}

/// The stages of a run, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Files into documents.
    Read,
    /// Documents into what each outlet repeats.
    Learn,
    /// Documents into articles.
    Strip,
    /// Articles into signatures.
    Sketch,
    /// Signatures into proven edges and groups.
    Pair,
    /// Groups into stories.
    Link,
}

/// Is told of progress, from any thread.
pub trait Observer: Sync {
    /// A stage begins; `total` is how many items it has, if that is known.
    fn begin(&self, _stage: Stage, _total: Option<usize>) {}
    /// `count` more items of the current stage are done.
    fn advance(&self, _count: usize) {}
}

/// The observer that does not care.
impl Observer for () {}

/// Learns what the outlets of these documents repeat, and adds what is `known` of them.
pub fn learn(
    documents: &[Document],
    stripper: &Stripper,
    known: Profile,
    observer: &dyn Observer,
) -> Profile {
    observer.begin(Stage::Learn, None);
    let mut profile = stripper.learn(documents);
    profile.merge(known);
    profile
}

/// Strips every document, in parallel and in order.
pub fn strip(
    documents: Vec<Document>,
    stripper: &Stripper,
    profile: &Profile,
    observer: &dyn Observer,
) -> Vec<Article> {
    observer.begin(Stage::Strip, Some(documents.len()));
    documents
        .into_par_iter()
        .map(|document| {
            observer.advance(1);
            stripper.strip_with(document, profile)
        })
        .collect()
}

/// Finds the near-duplicates and the stories of a corpus; `known` is what its outlets are known to
/// repeat, beyond what the corpus itself shows.
pub fn cluster(
    corpus: Corpus,
    stripper: &Stripper,
    known: Profile,
    settings: &Settings,
    observer: &dyn Observer,
) -> Result<Report> {
    let Corpus {
        documents,
        skipped,
        left_out,
    } = corpus;
    let Prepared {
        articles,
        shingles,
        groups,
    } = prepare(documents, stripper, known, settings, observer)?;
    observer.begin(Stage::Link, None);
    let advance = |count| observer.advance(count);
    let stories = stories::stories(&articles, &shingles, &groups, &settings.stories, &advance);
    let findings = Findings {
        articles: &articles,
        groups: &groups,
        stories: &stories,
        skipped,
        left_out,
    };
    Ok(report::build(findings, settings.described()))
}

/// A corpus with its pairs measured, which can be clustered at any number of cut-offs.
pub struct Measured {
    /// The id of each article, by index.
    pub ids: Vec<String>,
    /// The nodes and links.
    pub stories: stories::Measured,
}

/// Does what [`cluster`] does before it clusters.
pub fn measure(
    documents: Vec<Document>,
    stripper: &Stripper,
    known: Profile,
    settings: &Settings,
    observer: &dyn Observer,
) -> Result<Measured> {
    let Prepared {
        articles, groups, ..
    } = prepare(documents, stripper, known, settings, observer)?;
    observer.begin(Stage::Link, None);
    let stories = stories::Measured::new(&articles, &groups, &|count| observer.advance(count));
    let ids = articles.into_iter().map(|article| article.document.id);
    Ok(Measured {
        ids: ids.collect(),
        stories,
    })
}

/// Articles, and the near-duplicates among them.
struct Prepared {
    articles: Vec<Article>,
    shingles: Vec<Shingles>,
    groups: Vec<Group>,
}

/// Runs the stages from documents to groups.
fn prepare(
    documents: Vec<Document>,
    stripper: &Stripper,
    known: Profile,
    settings: &Settings,
    observer: &dyn Observer,
) -> Result<Prepared> {
    let profile = learn(&documents, stripper, known, observer);
    let articles = strip(documents, stripper, &profile, observer);
    let shingles = sketch(&articles, observer);
    observer.begin(Stage::Pair, None);
    let groups = groups(&articles, &shingles, &settings.duplicates)?;
    let groups = stories::groups_within(settings.stories.window, groups, &articles);
    Ok(Prepared {
        articles,
        shingles,
        groups,
    })
}

/// Makes the shingle set of every article.
fn sketch(articles: &[Article], observer: &dyn Observer) -> Vec<Shingles> {
    observer.begin(Stage::Sketch, Some(articles.len()));
    articles
        .par_iter()
        .map(|article| {
            let shingles = Shingles::new(&word_hashes(article));
            observer.advance(1);
            shingles
        })
        .collect()
}

/// Finds the near-duplicates among the articles, sorted by canonical article.
fn groups(
    articles: &[Article],
    shingles: &[Shingles],
    params: &duplicates::Params,
) -> Result<Vec<Group>> {
    let precedence = precedence(articles);
    let texts = InMemory::new(precedence.iter().map(|article| &shingles[*article]));
    let found = duplicates::find(&texts, texts.signatures(), &[], params)?;
    let index = |article: u32| precedence[article as usize];
    let mut groups: Vec<Group> = found.stars.iter().map(|star| star.group(index)).collect();
    groups.sort_unstable_by_key(|group| group.canonical);
    Ok(groups)
}

/// Returns the words that make an article what it is: the headline's, and the body's.
///
/// Without the headline, all market notices whose body is one set phrase would be copies.
fn word_hashes(article: &Article) -> Vec<u64> {
    let headline = match &article.harvest.headline {
        // A first sentence stands in the body already.
        Some(headline) if headline.from != HeadlineFrom::FirstSentence => headline.text.as_str(),
        _ => "",
    };
    let mut hashes = Vec::new();
    sketch::word_hashes(headline, &mut hashes);
    sketch::word_hashes(&article.body(), &mut hashes);
    hashes
}

/// Lists the articles, those fit to be canonical first: earliest published, undated last, then by id.
fn precedence(articles: &[Article]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..articles.len()).collect();
    order.sort_by_key(|article| (articles[*article].age(), *article));
    order
}

impl Settings {
    /// Returns the settings as a report states them.
    fn described(&self) -> report::Settings {
        report::Settings {
            shingle_words: SHINGLE_WORDS,
            signature_values: BANDS * ROWS,
            bands: BANDS,
            jaccard: self.duplicates.jaccard,
            containment: self.duplicates.containment,
            containment_shingles: self.duplicates.containment_shingles,
            granularity: self.stories.granularity,
            same_event: self.stories.granularity.least(),
            looser: self.stories.looser,
            window_days: self.stories.window,
            min_size: self.min_size,
        }
    }
}
