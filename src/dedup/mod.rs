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

mod copies;
mod reader;
mod write;

pub use crate::catalogue::Keep;
pub use copies::Copies;
pub use write::{write_annotated, write_groups, write_kept};

use std::path::Path;

use crate::catalogue::{Catalogue, Texts};
use crate::corpus::Sources;
use crate::duplicates::{self, Params};
use crate::error::Result;
use crate::pipeline::{self, Observer, Stage};
use crate::strip::{Profile, Stripper};

use reader::Reader;

/// What decides which articles are copies, and which of them are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Settings {
    /// When two articles are near-duplicates.
    pub duplicates: Params,
    /// Which article of a group stands for it.
    pub keep: Keep,
}

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
            let profile = pipeline::learn(sources, stripper, known, observer);
            Reader::Stripping(stripper, profile)
        }
    };
    observer.begin(Stage::Sketch, None);
    let mut catalogue = Catalogue::of(sources, &reader, scratch, &|count| observer.advance(count))?;
    observer.begin(Stage::Pair, None);
    let ranks = catalogue.rank(sources, settings.keep);
    catalogue.forget_origins();
    let twins = catalogue.unite_twins(&ranks);
    let ranked_twins = twins.partition_point(|twin| !ranks.is_left_out(twin.later));
    let signatures = catalogue.take_signatures(&ranks);
    let texts = Texts {
        sources,
        catalogue: &catalogue,
        ranks: &ranks,
        twins: &twins,
        lets_change: false,
    };
    let ranked_twins = &twins[..ranked_twins];
    let found = duplicates::find(&texts, signatures, ranked_twins, &settings.duplicates)?;
    Ok(Copies::new(sources, catalogue, ranks, found))
}
