//! All articles of the sources in the order of their ids, without their texts: for work that goes through the
//! articles one by one and in that order, however many there are.
//!
//! In memory are 32 bytes of each article, and its id.

use std::cmp::Ordering;
use std::io;

use rayon::prelude::*;

use super::{Document, Fields, Numbering, Place, Record, Skipped, Sources};
use crate::error::{Error, Result};

/// The articles of some sources, sorted by id; ids are unique. An article goes by its index.
///
/// Of several articles with one id, the one with the first path and record is listed, and the others are
/// skipped.
pub struct Listing<'s> {
    sources: &'s Sources,
    /// The ids, one behind the other, in no order.
    ids: String,
    entries: Vec<Entry>,
    numbering: Numbering,
    skipped: Vec<Skipped>,
    left_out: usize,
}

/// An article, and where its id stands among all.
#[derive(Clone, Copy)]
struct Entry {
    place: Place,
    line: u32,
    id_length: u32,
    id_start: u64,
}

/// What a chunk has.
#[derive(Default)]
struct Listed {
    ids: String,
    entries: Vec<Entry>,
}

impl Listed {
    fn add(&mut self, id: &str, place: Place, line: u32) {
        self.entries.push(Entry {
            place,
            line,
            // No longer than its record, of which the length is such a number too, or than its path.
            id_length: id.len() as u32,
            id_start: self.ids.len() as u64,
        });
        self.ids.push_str(id);
    }
}

impl<'s> Listing<'s> {
    /// Reads all records of the sources; `progress` is told how many more were read, from any thread.
    ///
    /// # Errors
    ///
    /// [`Error::Strict`] if something is skipped and the options of the sources are strict.
    pub fn of(sources: &'s Sources, progress: &(dyn Fn(usize) + Sync)) -> Result<Listing<'s>> {
        let scan = sources.scan(|chunk| {
            let mut listed = Listed::default();
            chunk.for_each(|record| {
                let id = record.fields.id().unwrap_or_default();
                listed.add(id, record.place, record.line);
                progress(1);
            });
            listed
        });
        sources.check(&scan.skipped)?;
        let mut all = Listed::default();
        for listed in scan.chunks {
            for entry in listed.entries {
                match id(&listed.ids, &entry) {
                    // Which record of its file it is, was not known before.
                    "" => {
                        let origin = sources.origin(entry.place, entry.line, &scan.numbering);
                        all.add(&origin.id(), entry.place, entry.line);
                    }
                    id => all.add(id, entry.place, entry.line),
                }
            }
        }
        let mut listing = Listing {
            sources,
            ids: all.ids,
            entries: all.entries,
            numbering: scan.numbering,
            skipped: scan.skipped,
            left_out: scan.left_out.total(),
        };
        listing.sort();
        listing.skip_same_ids();
        Ok(listing)
    }

    /// Returns how many articles there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns whether there is no article.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns what could not be read, sorted by path and record.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Returns how many files and records were left out, as in [`Corpus::left_out`](super::Corpus::left_out).
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// Returns the sources that the articles stand in.
    pub fn sources(&self) -> &'s Sources {
        self.sources
    }

    /// Returns how long the record of each article is, in bytes.
    pub fn lengths(&self) -> impl Iterator<Item = u32> + '_ {
        self.entries.iter().map(|entry| entry.place.length)
    }

    /// Reads an article again; an index that is too high is a bug of the caller's and panics.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if its file can't be read any more, or another record stands in its place.
    pub fn read(&self, article: usize) -> Result<Document> {
        let entry = &self.entries[article];
        let failed = |source| Error::Read {
            path: self.sources.path(entry.place).into(),
            source,
        };
        let changed = || failed(io::Error::other("changed while it was read"));
        let mut buffer = Vec::new();
        let raw = self.sources.read(entry.place, &mut buffer);
        let raw = raw.map_err(failed)?;
        let fields = self.sources.parse(entry.place, raw);
        let document = self.document(entry, fields.map_err(|_| changed())?);
        match document.id == id(&self.ids, entry) {
            true => Ok(document),
            false => Err(changed()),
        }
    }

    /// Returns the article that a record of the same sources is; `None` if another one has its id.
    pub fn find(&self, record: Record<'_>) -> Option<Document> {
        let entry = Entry {
            place: record.place,
            line: record.line,
            id_length: 0,
            id_start: 0,
        };
        let document = self.document(&entry, record.fields);
        let by_id = |entry: &Entry| id(&self.ids, entry).cmp(&document.id);
        let found = self.entries.binary_search_by(by_id).ok()?;
        (self.entries[found].place == record.place).then_some(document)
    }

    fn document(&self, entry: &Entry, fields: Fields<'_>) -> Document {
        let origin = self
            .sources
            .origin(entry.place, entry.line, &self.numbering);
        fields.into_document(origin)
    }

    /// Sorts by id, path and record.
    fn sort(&mut self) {
        let mut entries = std::mem::take(&mut self.entries);
        entries.par_sort_unstable_by(|one, other| self.order(one, other));
        self.entries = entries;
    }

    fn order(&self, one: &Entry, other: &Entry) -> Ordering {
        let origin = |entry: &Entry| {
            self.sources
                .origin(entry.place, entry.line, &self.numbering)
        };
        let by_id = id(&self.ids, one).cmp(id(&self.ids, other));
        by_id.then_with(|| origin(one).cmp(&origin(other)))
    }

    /// Leaves the first of the articles with one id.
    fn skip_same_ids(&mut self) {
        let (sources, ids, numbering) = (self.sources, &self.ids, &self.numbering);
        let origin = |entry: &Entry| sources.origin(entry.place, entry.line, numbering);
        let skipped = &mut self.skipped;
        self.entries.dedup_by(|entry, kept| {
            let is_same = id(ids, entry) == id(ids, kept);
            if is_same {
                let (article, kept) = (origin(entry), origin(kept));
                skipped.push(Skipped::same_id(article, id(ids, entry), kept));
            }
            is_same
        });
        self.skipped.sort();
    }
}

fn id<'i>(ids: &'i str, entry: &Entry) -> &'i str {
    let start = usize::try_from(entry.id_start).unwrap_or(usize::MAX);
    let end = start.saturating_add(entry.id_length as usize);
    ids.get(start..end).unwrap_or_default()
}
