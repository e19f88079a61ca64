//! The order of the stages, from [`Sources`] to a [`Report`], with an [`Observer`] told of progress.
//!
//! ```text
//! sources ── read ──┬── articles    had again when they are asked for    ──┬── cluster ── report
//!                   └── studied     in memory, some two kilobytes of each ─┘
//!
//! sources ── listing ── learn_listed ── strip ── whatever is written of each article
//! ```

mod articles;
mod clean;

use std::path::Path;

use crate::catalogue::{Catalogue, Keep, Ranks, Texts};
use crate::corpus::{Document, Origin, Record, Sources};
use crate::duplicates::{self, Group};
use crate::error::Result;
use crate::provenance::Comparison;
use crate::report::{self, Findings, Report};
use crate::sketch::{BANDS, ROWS, SHINGLE_WORDS};
use crate::stories::{self, Articles as _, Judged, Measured, Spot, Stories, Studied, Text};
use crate::strip::{Profile, Stripper};

use articles::{Kept, Reader};

pub use articles::Articles;
pub use clean::{learn_listed, strip};

/// What decides the content of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// When two articles are near-duplicates.
    pub duplicates: duplicates::Params,
    /// When two articles report the same event.
    pub stories: stories::Params,
    /// Stories with fewer articles are left out of the report; at least 1.
    pub min_size: usize,
    /// Most pieces of evidence that the report has for an article.
    pub evidence: usize,
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
            evidence: 5,
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
    /// Documents into articles, and these into signatures.
    Strip,
    /// Records into signatures.
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

/// So many bytes of records are read to learn what outlets repeat.
const LEARNED_BYTES: u64 = 64 << 20;

/// Learns what the outlets of a corpus repeat from a sample of its records, and adds what is `known` of them.
pub fn learn(
    sources: &Sources,
    stripper: &Stripper,
    known: Profile,
    observer: &dyn Observer,
) -> Profile {
    learn_from_sample(sources, stripper, known, observer, |record| {
        // Which line of the file it is, is not known yet; where it stands names it as well.
        let origin = Origin {
            path: sources.path(record.place),
            record: usize::try_from(record.place.offset).ok(),
        };
        Some(record.fields.into_document(origin))
    })
}

/// Learns from those records of a sample of which `document` makes one.
fn learn_from_sample(
    sources: &Sources,
    stripper: &Stripper,
    known: Profile,
    observer: &dyn Observer,
    document: impl Fn(Record<'_>) -> Option<Document> + Sync,
) -> Profile {
    observer.begin(Stage::Learn, None);
    let chunks = sources.sample(LEARNED_BYTES, |chunk| {
        let mut documents = Vec::new();
        chunk.for_each(|record| documents.extend(document(record)));
        documents
    });
    let documents: Vec<Document> = chunks.into_iter().flatten().collect();
    let mut profile = stripper.learn(&documents);
    profile.merge(known);
    profile
}

/// Reads and strips the articles of a corpus, and finds the near-duplicates among them. The second result is
/// what is known of each.
///
/// `known` is what outlets are known to repeat, beyond what the corpus itself shows. `scratch` is a folder for
/// a temporary file.
///
/// # Errors
///
/// [`Error::Scratch`](crate::Error::Scratch) if the temporary file can't be written, and
/// [`Error::Read`](crate::Error::Read) if a record that was read once can't be read again. A record that
/// can't be read at all is no error but stands in [`Articles::skipped`].
pub fn read<'s>(
    sources: &'s Sources,
    stripper: &Stripper,
    known: Profile,
    settings: &Settings,
    scratch: &Path,
    observer: &dyn Observer,
) -> Result<(Articles<'s>, Studied)> {
    let reader = Reader {
        stripper,
        profile: learn(sources, stripper, known, observer),
    };
    observer.begin(Stage::Strip, None);
    let mut catalogue = Catalogue::of(sources, &reader, scratch, &|count| observer.advance(count))?;
    drop(reader);
    observer.begin(Stage::Pair, None);
    let ranks = catalogue.rank(sources, Keep::Earliest);
    let groups = groups(sources, &mut catalogue, &ranks, &settings.duplicates)?;
    let (kept, places) = catalogue.take_kept(&ranks);
    let (studies, findings) = kept
        .into_iter()
        .map(|kept| (kept.studies, kept.findings))
        .unzip();
    let spots = places
        .into_iter()
        .map(|(chunk, place)| Spot { chunk, place });
    let studied = Studied::new(studies, spots.collect());
    let articles = Articles {
        sources,
        groups: stories::groups_within(settings.stories.window, groups, &studied),
        catalogue,
        ranks,
        findings,
    };
    Ok((articles, studied))
}

/// Finds the near-duplicates among the articles of a corpus, sorted by canonical article; an article goes by
/// its rank.
fn groups(
    sources: &Sources,
    catalogue: &mut Catalogue<Kept>,
    ranks: &Ranks,
    params: &duplicates::Params,
) -> Result<Vec<Group>> {
    let twins = catalogue.unite_twins(ranks);
    let ranked = twins.partition_point(|twin| !ranks.is_left_out(twin.later));
    let signatures = catalogue.take_signatures(ranks);
    let texts = Texts {
        sources,
        catalogue,
        ranks,
        twins: &twins,
        lets_change: true,
    };
    let found = duplicates::find(&texts, signatures, &twins[..ranked], params)?;
    let rank = |rank: u32| rank as usize;
    Ok(found.stars.iter().map(|star| star.group(rank)).collect())
}

/// Finds the stories of a corpus that was [`read`].
///
/// # Errors
///
/// If a record can't be read again.
pub fn cluster<'a, 's>(
    articles: &'a Articles<'s>,
    studied: Studied,
    settings: &Settings,
    observer: &dyn Observer,
) -> Result<Report<'a, Articles<'s>>> {
    observer.begin(Stage::Link, None);
    let advance = |count| observer.advance(count);
    let groups = articles.groups();
    let stories = Stories::find(articles, studied, groups, &settings.stories, &advance)?;
    let findings = Findings {
        stories,
        articles: articles.len(),
        groups: groups.len(),
        skipped: articles.skipped().to_vec(),
        left_out: articles.left_out(),
    };
    Report::new(findings, settings.described())
}

/// Compares two articles of a corpus that was [`read`], whatever stories they are in.
///
/// # Errors
///
/// If a record can't be read again.
pub fn compare(
    articles: &Articles<'_>,
    studied: Studied,
    pair: (usize, usize),
    observer: &dyn Observer,
) -> Result<Comparison> {
    observer.begin(Stage::Link, None);
    let judged = Judged::new(articles, studied, articles.groups(), pair)?;
    let texts = [Text::of(articles, pair.0)?, Text::of(articles, pair.1)?];
    Ok(Comparison::new([&texts[0], &texts[1]], judged))
}

/// Measures the pairs of a corpus that was [`read`], so that it can be clustered at any number of cut-offs.
///
/// # Errors
///
/// If a record can't be read again.
pub fn measure(
    articles: &Articles<'_>,
    studied: Studied,
    observer: &dyn Observer,
) -> Result<Measured> {
    observer.begin(Stage::Link, None);
    let advance = |count| observer.advance(count);
    Measured::new(articles, studied, articles.groups(), &advance)
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
            evidence: self.evidence,
        }
    }
}
