//! The report of `cluster` as plain data: what each field means, in the order in which it is written.
//!
//! Others build on these names, so a change that breaks them changes [`SCHEMA`].

mod build;
mod cleaned;
mod compared;
mod csv;
mod explain;
mod graphml;
mod json;
mod side_by_side;
mod stats;
mod stop;

use std::ops::Range;

use serde::Serialize;

pub(crate) use json::write_line;

use crate::stories::Granularity;
use crate::strip::{HeadlineFrom, PublishedFrom};

pub use build::{Findings, Report};
pub use cleaned::{Cleaned, write_cleaned, write_text};
pub use compared::Compared;
pub use csv::write_csv;
pub use explain::{Paint, write_explanation};
pub use graphml::write_graphml;
pub use json::{write_json, write_jsonl, write_object};
pub use side_by_side::write_compared;
pub use stats::{KindStats, OutletStats, ReasonStats, Removals, Removed, Stats, write_stats};

/// The name and version of the report's form.
pub const SCHEMA: &str = "newsdedup/stories@1";

/// What made a report, with the settings that decide its content.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Generator {
    /// The program's name.
    pub name: &'static str,
    /// The program's version.
    pub version: &'static str,
    /// The settings in force.
    pub settings: Settings,
}

/// The settings that decide a report's content.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Settings {
    /// Words in a shingle.
    pub shingle_words: usize,
    /// Values in a MinHash signature.
    pub signature_values: usize,
    /// Bands that a signature is cut into.
    pub bands: usize,
    /// Five-word Jaccard at which a pair is a near-duplicate, 0 to 1.
    pub jaccard: f64,
    /// Containment at which a pair is a near-duplicate, 0 to 1.
    pub containment: f64,
    /// Shingles from which containment counts.
    pub containment_shingles: u32,
    /// How fine the stories are: the name of a level, or the number that `same_event` has too.
    pub granularity: Granularity,
    /// Mean probability of "same event" at which two clusters are one story, 0 to 1.
    pub same_event: f64,
    /// How many times lower the odds between two clusters may be than inside the tighter of them.
    pub looser: f64,
    /// Most days between the dates of two articles of one story; null is no limit.
    pub window_days: Option<u32>,
    /// Stories with fewer articles are left out.
    pub min_size: usize,
    /// Most pieces of evidence for an article.
    pub evidence: usize,
}

/// How much was read and found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Records read or tried: articles and skipped entries.
    pub read: usize,
    /// Records and files that could not be read.
    pub skipped: usize,
    /// Files that the walk passed over by name (hidden, README, licence, gold labels).
    pub left_out: usize,
    /// Articles.
    pub articles: usize,
    /// Groups of two or more near-duplicates.
    pub groups: usize,
    /// Stories, those below the minimum size included.
    pub stories: usize,
}

/// The articles of one event.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Story {
    /// From the id of its oldest article, so that it lasts as the story grows.
    pub id: String,
    /// The headline of its most central article.
    pub headline: Option<String>,
    /// Number of articles.
    pub size: usize,
    /// Earliest publication date, ISO 8601.
    pub first_published: Option<String>,
    /// Latest publication date, ISO 8601.
    pub last_published: Option<String>,
    /// Who published its articles, sorted.
    pub outlets: Vec<String>,
    /// The agencies that its articles credit, sorted.
    pub agencies: Vec<String>,
    /// How far it spread.
    pub spread: Spread,
    /// The words that set it apart, heaviest first.
    pub keywords: Vec<String>,
    /// Mean probability that two of its articles report the same event, 0 to 1; 1 for a single article.
    pub cohesion: f64,
    /// Its articles, oldest first, undated last, then by id.
    pub articles: Vec<ArticleEntry>,
    /// What each of its articles added, in the same order; empty for a single article.
    pub timeline: Vec<Step>,
    /// Other stories that it follows or draws on, strongest first.
    pub related: Vec<Related>,
}

/// How far a story spread.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// How many articles report it.
    pub articles: usize,
    /// How many outlets that are known by name.
    pub outlets: usize,
    /// Hours from the first to the last publication; null if fewer than two dates are known.
    pub hours: Option<f64>,
    /// Which share of the articles are copies or reprints, 0 to 1.
    pub copies: f64,
}

/// What an article added to its story.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// The article's id.
    pub id: String,
    /// When it was published, ISO 8601.
    pub published: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// What it is to the rest of the story.
    pub relation: Relation,
    /// Which share of its words stands in sentences that no article before it has, 0 to 1.
    pub new_share: f64,
    /// The heaviest of these sentences, in their order.
    pub new: Vec<Sentence>,
}

/// A sentence of an article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sentence {
    /// The sentence.
    pub text: String,
    /// Byte range in the article's text as read.
    pub span: Span,
}

/// An article of a story, and why it is there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArticleEntry {
    /// The record's own id, else its URL, else its path (with record number).
    pub id: String,
    /// The file that it was read from.
    pub path: String,
    /// Its record in that file, counted from 1; null where a file is one article.
    pub record: Option<usize>,
    /// Where it was published.
    pub url: Option<String>,
    /// Its headline, or its first sentence where it has none.
    pub headline: Option<String>,
    /// Where the headline is from.
    pub headline_from: Option<HeadlineFrom>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its language, as metadata states it.
    pub language: Option<String>,
    /// When it was published, ISO 8601.
    pub published: Option<String>,
    /// How that is known.
    pub published_from: Option<PublishedFrom>,
    /// The agencies and publishers that it credits.
    pub agencies: Vec<String>,
    /// Who published the text before: whom a notice names, or the agency whose text several outlets carry.
    pub reprint_of: Option<String>,
    /// The id of its near-duplicate group's canonical article; null where it has no near-duplicates.
    pub group: Option<String>,
    /// What it is to the rest of the story.
    pub relation: Relation,
    /// The id of the article that it derives from; null for `origin` and `report`.
    pub of: Option<String>,
    /// How it is known that it derives from that article, or from whom `reprint_of` names; null without either.
    pub direction: Option<Direction>,
    /// How much of its text is borrowed from that article, or stands in another that carries the same agency's:
    /// containment of its shingles, 0 to 1; 0 without one.
    pub similarity: f64,
    /// Why it belongs to the story, strongest first.
    pub evidence: Vec<Evidence>,
}

pub use crate::provenance::{Direction, Relation};

/// One reason to believe a link, with the place in both texts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evidence {
    /// What kind of reason.
    pub kind: EvidenceKind,
    /// What is shared, as this article has it.
    pub text: String,
    /// How many words are shared.
    pub words: usize,
    /// Who says it, if it is a quotation and the speaker is named beside it.
    pub speaker: Option<String>,
    /// The id of the other article.
    pub with: String,
    /// Byte range in this article's text as read; null where the reason stands in metadata.
    pub span: Option<Span>,
    /// Byte range in the other article's text as read.
    pub with_span: Option<Span>,
}

pub use crate::provenance::EvidenceKind;

/// A half-open byte range, written as `[start, end]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Span(pub usize, pub usize);

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Span(range.start, range.end)
    }
}

/// Another story that this one follows or draws on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Related {
    /// The other story's id.
    pub story: String,
    /// How it is related.
    pub kind: RelatedKind,
    /// Whether the other story is earlier or later; null where no dates tell.
    pub order: Option<Order>,
    /// Mean probability of "same event" between the two, 0 to 1.
    pub score: f64,
}

pub use crate::stories::{Order, RelatedKind};

/// Rounds a share to four places, which is more than any of them is sure to.
pub(crate) fn rounded(share: f64) -> f64 {
    // A zero that is added makes one of minus zero, which readers would take for a fault.
    (share * 1e4).round() / 1e4 + 0.0
}
