//! A corpus without its copies, however large it is: one pass over the records, then proof.
//!
//! ```text
//! sources ── scan ── catalogue ──┬── ranks ── duplicates::find ── copies ── write
//!            words,  a few bytes │   who comes    │
//!            sketch  an article  └── texts ───────┘ reads again what has to be proven
//! ```
//!
//! No text is kept. In memory are, of each article and at the peak,
//!
//! ```text
//! 148 signature + 56 place, date, words, hashes + 40 order + its id + the candidates
//! ```
//!
//! bytes, where a candidate takes 8 and what is proven of it 20: at most 48 an article, and hardly any where
//! there are no copies. Signatures are gone before the sampled shingles that other articles share, 16 bytes
//! each, come in. What a scan is about to read, some hundred kilobytes a thread, and the sample that stripping
//! learns from, 64 MB, do not grow with the corpus. Twins, which have the same words, share the edges of one
//! another: up to 17 times as many in groups of up to 17. All sampled shingles, some 130 bytes an article of news
//! length, and which parts of its text stripping left, some 30, go to a file in a folder that the caller names.

mod catalogue;
mod copies;
mod cuts;
mod gathered;
mod reader;
mod samples;
mod scan;
mod scratch;
mod seen;
mod texts;
mod write;

pub use copies::Copies;
pub use write::{write_annotated, write_groups, write_kept};

use std::path::Path;

use crate::corpus::{Document, Origin, Sources};
use crate::duplicates::{self, Params};
use crate::error::Result;
use crate::pipeline::{Observer, Stage};
use crate::strip::{Profile, Stripper};

use catalogue::Catalogue;
use reader::Reader;
use texts::Texts;

/// What decides which articles are copies, and which of them are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Settings {
    /// When two articles are near-duplicates.
    pub duplicates: Params,
    /// Which article of a group stands for it.
    pub keep: Keep,
}

/// Which article of a group of copies is the canonical one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// The one published first, by its own date or that in its URL; else the first by id.
    #[default]
    Earliest,
    /// The one with the most words, else the earliest.
    Longest,
    /// The first by id.
    First,
}

/// So many bytes of records are read to learn what outlets repeat.
const LEARNED_BYTES: u64 = 64 << 20;

/// Finds the copies among the records of `sources`.
///
/// Words are compared as they stand, or with a `stripper` what it leaves of them; then what outlets
/// repeat is learned from a sample of the records, and added to what is `known`. `scratch` is a folder
/// for a temporary file.
///
/// # Errors
///
/// [`Error::Scratch`](crate::Error::Scratch) if the temporary file can't be written, and
/// [`Error::Read`](crate::Error::Read) if a record that was read once can't be read again. A record that
/// can't be read at all is no error but stands in [`Copies::skipped`].
pub fn dedup<'s>(
    sources: &'s Sources,
    stripper: Option<(&'s Stripper, Profile)>,
    settings: &Settings,
    scratch: &Path,
    observer: &dyn Observer,
) -> Result<Copies<'s>> {
    let reader = match stripper {
        None => Reader::Verbatim,
        Some((stripper, known)) => {
            observer.begin(Stage::Learn, None);
            let mut profile = stripper.learn(&sample(sources));
            profile.merge(known);
            Reader::Stripping(stripper, profile)
        }
    };
    observer.begin(Stage::Sketch, None);
    let mut catalogue = Catalogue::of(sources, &reader, scratch, observer)?;
    observer.begin(Stage::Pair, None);
    let ranks = catalogue.rank(sources, settings.keep);
    let twins = catalogue.unite_twins(&ranks);
    let ranked_twins = twins.partition_point(|twin| !ranks.is_left_out(twin.later));
    let signatures = catalogue.take_signatures(&ranks);
    let texts = Texts {
        sources,
        catalogue: &catalogue,
        ranks: &ranks,
        twins: &twins,
    };
    let ranked_twins = &twins[..ranked_twins];
    let found = duplicates::find(&texts, signatures, ranked_twins, &settings.duplicates)?;
    Ok(Copies::new(sources, catalogue, ranks, found))
}

/// Reads the sample that stripping learns from.
fn sample(sources: &Sources) -> Vec<Document> {
    let chunks = sources.sample(LEARNED_BYTES, |chunk| {
        let mut documents = Vec::new();
        chunk.for_each(|record| {
            // Which line of the file it is, is not known yet; where it stands names it as well.
            let origin = Origin {
                path: sources.path(record.place),
                record: usize::try_from(record.place.offset).ok(),
            };
            documents.push(record.fields.into_document(origin));
        });
        documents
    });
    chunks.into_iter().flatten().collect()
}
