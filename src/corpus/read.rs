//! A whole corpus in memory: all records of the [`Sources`].

use std::path::Path;

use super::{Corpus, Document, Input, Options, Skipped, Sources};
use crate::error::Result;

/// Reads every article of `inputs`; `progress` is told how many more were read, from any thread.
///
/// A folder is walked without following symbolic links, unless the `options` say otherwise. Files in it are left out by name if they are
/// hidden, a README, LICENSE, CHANGELOG or CONTRIBUTING document, or gold labels (`gold.json`,
/// `*.gold.jsonl`); a file named as an input is always read. A file reached by two inputs is read once.
///
/// Files of JSON Lines hold an article a line; other files of JSON hold an array of articles, one article,
/// or several one behind the other. An article is an object with the fields
///
/// | of an article | names, the first that is not empty counts |
/// |---|---|
/// | id | `id` (text or number) |
/// | URL | `url` |
/// | headline | `title`, `headline` |
/// | text | `text`, `body`, `content`, `html` |
/// | publication date | `date`, `published`, `published_at`, `datePublished` |
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
/// As [`Sources::open`]: temporary files are made in the folder `scratch`.
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
    let scan = sources.scan(|chunk| {
        let mut found = Vec::new();
        chunk.for_each(|record| {
            found.push((record.place, record.line, record.fields.into_owned()));
            progress(1);
        });
        found
    });
    let documents = scan.chunks.into_iter().flatten();
    let documents = documents.map(|(place, line, fields)| {
        fields.into_document(sources.origin(place, line, &scan.numbering))
    });
    sources.check(&scan.skipped)?;
    let mut skipped = scan.skipped;
    let documents = one_for_each_id(documents.collect(), &mut skipped);
    skipped.sort();
    Ok(Corpus {
        documents,
        skipped,
        left_out: scan.left_out.total(),
    })
}

/// Sorts by id, and keeps the document with the first path and record of each id.
pub(super) fn one_for_each_id(
    mut documents: Vec<Document>,
    skipped: &mut Vec<Skipped>,
) -> Vec<Document> {
    documents.sort_by(|a, b| (&a.id, &a.path, a.record).cmp(&(&b.id, &b.path, b.record)));
    let mut kept: Vec<Document> = Vec::with_capacity(documents.len());
    for document in documents {
        match kept.last().filter(|last| last.id == document.id) {
            None => kept.push(document),
            Some(last) => {
                let kept = last.origin();
                skipped.push(Skipped::same_id(document.origin(), &document.id, kept));
            }
        }
    }
    kept
}
