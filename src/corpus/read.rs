//! A whole corpus in memory: all records of the [`Sources`].

use std::path::Path;

use rayon::prelude::*;

use super::{Corpus, Input, Listing, Options, Sources};
use crate::error::Result;

/// Reads every article of `inputs`; `progress` is told how many more were read, from any thread.
///
/// A folder is walked without following symbolic links, unless the `options` say otherwise. Files in it are left out by name if they are
/// hidden, a README, LICENSE, CHANGELOG or CONTRIBUTING document, or gold labels (`gold.json`,
/// `*.gold.jsonl`); a file named as an input is always read. A file reached by two inputs is read once.
///
/// Files of JSON Lines hold an article a line; other files of JSON hold an array of articles, one article,
/// several one behind the other, or an object that is no article with a single array of articles. An article is an object with the fields
///
/// | of an article | names, the first that is not empty counts |
/// |---|---|
/// | id | `id` (text or number) |
/// | URL | `url` |
/// | headline | `title`, `headline` |
/// | text | `text`, `body`, `content`, `html`, `content_html`, `content_text` |
/// | publication date | `date`, `published`, `published_at`, `datePublished`, `date_published`, `publishedAt` |
/// | outlet | `source`, `outlet`, `site`, `publisher` |
/// | language | `lang`, `language` |
///
/// Which format a file is in is told by the ending of its name, or where that says nothing by its first
/// bytes; what is in no known format is one article of plain text. A record is numbered by its line in JSON
/// Lines, and else by its place among the others.
///
/// Of several articles with one id, the one with the first path and record is kept. The result does
/// not depend on the order of the inputs, nor on the number of threads.
///
/// # Errors
///
/// As [`Sources::open`]: temporary files are made in the folder `scratch`; and as [`Listing::read`].
pub fn read(
    inputs: Vec<Input>,
    options: &Options,
    scratch: &Path,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<Corpus> {
    let sources = Sources::open(inputs, options, scratch)?;
    collect(&sources, progress)
}

/// Reads all records of the sources.
pub(super) fn collect(sources: &Sources, progress: &(dyn Fn(usize) + Sync)) -> Result<Corpus> {
    let listing = Listing::of(sources, progress)?;
    let documents = (0..listing.len()).into_par_iter();
    let documents: Result<_> = documents.map(|article| listing.read(article)).collect();
    Ok(Corpus {
        documents: documents?,
        skipped: listing.skipped().to_vec(),
        left_out: listing.left_out(),
    })
}
