//! A first look at articles that nobody knows: which files they are in, where their fields are from, and what
//! would not be read.
//!
//! ```text
//! sources ── scan ──┬── tally     kinds of files, names of fields, facts and lengths of articles
//!                   ├── skips     what is not read, by reason
//!                   └── samples   three articles, had again from their chunks
//! ```
//!
//! In memory are counters and nothing of an article, whatever the input. Articles with one id are all counted:
//! that they are several would only be seen with all ids in memory.

mod fields;
mod lengths;
mod skips;
mod table;
mod tally;

use std::io::{self, Write};

use serde::Serialize;

use crate::corpus::{Kind, LeftOut, Numbering, Sources};
use crate::error::Result;
use crate::strip::{Article, Stripper};

pub use fields::{Found, Hint, Taken};
pub use skips::{Place, Reason, Skips};
pub use table::write_table;
use tally::Tally;

/// The name and version of the form in JSON.
const SCHEMA: &str = "newsdedup/inspection@1";
/// So many articles are shown.
const SAMPLES: usize = 3;
/// So many characters of an article are shown.
const SAMPLE_CHARACTERS: usize = 200;

/// What a corpus looks like.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Inspection {
    /// Always `newsdedup/inspection@1`.
    pub schema: &'static str,
    /// The kinds of files with records, by format.
    pub kinds: Vec<KindFound>,
    /// Where each field of the articles is from, in the order of [`Field::ALL`](crate::corpus::Field::ALL).
    pub fields: Vec<Found>,
    /// Names that look like fields that records lack, the most frequent first.
    pub hints: Vec<Hint>,
    /// What can't be read.
    pub skipped: Skips,
    /// What is passed over on purpose.
    pub left_out: LeftOut,
    /// What is known of the articles.
    pub articles: Facts,
    /// Articles that are spread evenly over the input.
    pub samples: Vec<Sample>,
}

/// A kind of file, and how much of the corpus it has.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KindFound {
    /// The kind.
    #[serde(flatten)]
    pub kind: Kind,
    /// Files and streams of it.
    pub files: usize,
    /// Articles in them.
    pub articles: usize,
}

/// What is known of the articles, by their records or by what stripping finds in their texts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// How many there are.
    pub count: usize,
    /// How many have a date of publication.
    pub dated: usize,
    /// How many have a headline; a first sentence in its place is none.
    pub with_headline: usize,
    /// Of how many the outlet is known.
    pub with_outlet: usize,
    /// Of how many the language is stated.
    pub with_language: usize,
    /// The earliest date, ISO 8601.
    pub first_published: Option<String>,
    /// The latest date.
    pub last_published: Option<String>,
    /// The words of all texts as read.
    pub words: u64,
    /// The words of the median article; above 1000 to three digits.
    pub median_words: u64,
}

/// An article as it would be read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sample {
    /// The id.
    pub id: String,
    /// The headline, or what stands in its place.
    pub headline: Option<String>,
    /// When it was published, ISO 8601.
    pub published: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The beginning of its text without boilerplate.
    pub text: String,
}

/// Looks at all articles of a corpus. `progress` is told how many more were read, from any thread.
///
/// # Errors
///
/// [`Error::Strict`](crate::Error::Strict) if something is skipped and the options of the sources are strict.
pub fn inspect(
    sources: &Sources,
    stripper: &Stripper,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Inspection> {
    let mut scan = sources.scan(|chunk| {
        let mut tally = Tally::default();
        tally.read(chunk, sources, stripper, progress);
        tally
    });
    sources.check(&scan.skipped)?;
    let counts: Vec<usize> = scan.chunks.iter().map(Tally::articles).collect();
    let samples = samples(sources, &scan.numbering, &counts, stripper);
    let mut all = Tally::default();
    for tally in std::mem::take(&mut scan.chunks) {
        all.merge(tally);
    }
    Ok(Inspection {
        schema: SCHEMA,
        kinds: all.kinds(sources),
        fields: all.fields.found(),
        hints: all.fields.hints(),
        skipped: Skips::of(&scan.skipped),
        left_out: scan.left_out,
        articles: all.facts(),
        samples,
    })
}

/// Writes an inspection as one JSON object, indented by two spaces.
///
/// # Errors
///
/// If `out` can't be written to.
pub fn write_json(inspection: &Inspection, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, inspection)?;
    out.write_all(b"\n")
}

/// Reads articles that are spread evenly over all; `counts` are those of each chunk.
fn samples(
    sources: &Sources,
    numbering: &Numbering,
    counts: &[usize],
    stripper: &Stripper,
) -> Vec<Sample> {
    let total: usize = counts.iter().sum();
    let wanted = SAMPLES.min(total);
    let numbers = (0..wanted).map(|index| (2 * index + 1) * total / (2 * wanted));
    let samples = numbers.filter_map(|number| {
        let mut before = 0;
        let chunk = counts.iter().position(|count| {
            let is_in = number < before + count;
            before += if is_in { 0 } else { *count };
            is_in
        })?;
        sample(sources, numbering, chunk, number - before, stripper)
    });
    samples.collect()
}

/// Reads the article at an index of a chunk.
fn sample(
    sources: &Sources,
    numbering: &Numbering,
    chunk: usize,
    index: usize,
    stripper: &Stripper,
) -> Option<Sample> {
    sources.read_one(chunk, |chunk| {
        let (mut seen, mut sample) = (0, None);
        chunk.for_each(|record| {
            if seen == index {
                let origin = sources.origin(record.place, record.line, numbering);
                let article = stripper.strip(record.fields.into_document(origin));
                sample = Some(Sample::of(&article));
            }
            seen += 1;
        });
        sample
    })
}

impl Sample {
    fn of(article: &Article) -> Sample {
        let harvest = &article.harvest;
        let text: String = article.body().chars().take(SAMPLE_CHARACTERS).collect();
        Sample {
            id: article.document.id.clone(),
            headline: harvest.headline.as_ref().map(|found| found.text.clone()),
            published: harvest.published.map(|found| found.moment.to_string()),
            outlet: harvest.outlet.clone(),
            text,
        }
    }
}
