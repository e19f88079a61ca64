//! What is kept of the articles of a corpus that is left where it is: one pass over the records, a few bytes
//! of each in memory, more of each in a temporary file.
//!
//! ```text
//! sources ── scan ──┬── batches, columns   ids, places, dates, signatures
//!            reader │   notes              what the reader keeps besides
//!                   └── scratch            sampled shingles, cuts: in a file
//! ```
//!
//! An article goes by its number in the order of the input; [`Ranks`] puts the articles into the order of
//! precedence, in which the later stages know them. [`Texts`] reads again what has to be proven.

mod cuts;
mod gathered;
mod ranks;
mod reader;
mod samples;
mod scan;
mod scratch;
mod seen;
mod texts;

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::corpus::{Numbering, Origin, Place, Skipped, Sources};
use crate::error::Result;

use gathered::{Columns, Gathered, UNKNOWN};
use samples::each_sample;
use scan::{Batch, Scanner};
use seen::Seen;

pub use ranks::Keep;
pub(crate) use ranks::Ranks;
pub(crate) use reader::{Content, Reader};
pub(crate) use scratch::Scratch;
pub(crate) use texts::Texts;

/// What is kept of the articles; an article goes by its number in the order of the input.
pub(crate) struct Catalogue<K> {
    batches: Vec<Batch>,
    /// What the reader keeps of each batch.
    kept: Vec<K>,
    /// What is known for a while, as the batches came.
    columns: Columns,
    /// The number of each batch's first article, and one more for the end.
    starts: Vec<u32>,
    /// Where the samples and the cuts of the batches stand.
    scratch: Scratch,
    pub skipped: Vec<Skipped>,
    /// What was read once and is not there any more.
    changed: Mutex<BTreeSet<Skipped>>,
    /// Files and records that were left out.
    pub left_out: usize,
    numbering: Numbering,
}

/// What is said of an article that is not as it was read.
pub(crate) const CHANGED: &str = "changed while it was read";

impl<K: Send + Sync> Catalogue<K> {
    /// Reads all records, and makes the temporary file in the folder `scratch`.
    ///
    /// `advance` is told how many more were read, from any thread.
    ///
    /// # Errors
    ///
    /// [`Error::Scratch`](crate::Error::Scratch) if the file can't be made or written.
    pub fn of(
        sources: &Sources,
        reader: &impl Reader<Kept = K>,
        scratch: &Path,
        advance: &(dyn Fn(usize) + Sync),
    ) -> Result<Self> {
        let scratch = Scratch::new(scratch)?;
        let (seen, gathered) = (Seen::new(), Gathered::default());
        let scanner = Scanner {
            sources,
            reader,
            seen: &seen,
            scratch: &scratch,
            gathered: &gathered,
        };
        let scan = sources.scan(|chunk| {
            let (batch, kept) = scanner.read(chunk)?;
            advance(batch.len());
            Ok((batch, kept))
        });
        drop(seen);
        sources.check(&scan.skipped)?;
        let chunks: Vec<(Batch, K)> = scan.chunks.into_iter().collect::<Result<_>>()?;
        let (batches, kept): (Vec<Batch>, Vec<K>) = chunks.into_iter().unzip();
        let mut starts = vec![0];
        for batch in &batches {
            let start = starts.last().copied().unwrap_or_default();
            starts.push(start + batch.len() as u32);
        }
        let mut catalogue = Catalogue {
            batches,
            kept,
            columns: gathered.into_inner(),
            starts,
            scratch,
            skipped: scan.skipped,
            changed: Mutex::default(),
            left_out: scan.left_out.total(),
            numbering: scan.numbering,
        };
        catalogue.name_the_nameless(sources);
        catalogue.know_what_was_seen_before();
        Ok(catalogue)
    }

    /// Takes note that an article, given by its number, is not as it was read.
    pub fn note_change(&self, article: u32, sources: &Sources) {
        let origin = self.origin(article, sources);
        let skipped = Skipped {
            path: origin.path.to_owned(),
            record: origin.record,
            reason: CHANGED.to_owned(),
        };
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        changed.insert(skipped);
    }

    /// Returns what was read once and is not there any more, as far as that was noticed, sorted.
    pub fn changed(&self) -> Vec<Skipped> {
        let changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        changed.iter().cloned().collect()
    }

    /// Returns how many articles there are.
    pub fn len(&self) -> u32 {
        self.starts.last().copied().unwrap_or_default()
    }

    /// Calls `each` with every article that was sketched and sampled any shingle, and the keys of these.
    pub fn each_sample(&self, mut each: impl FnMut(u32, &[u32])) -> Result<()> {
        let mut buffer = Vec::new();
        for (batch, start) in self.batches.iter().zip(&self.starts) {
            self.scratch.read(batch.samples.clone(), &mut buffer)?;
            each_sample(&buffer, |place, keys| each(start + place, keys));
        }
        Ok(())
    }

    /// Returns the parts of an article's text that stripping left; `None` if texts are taken as they stand.
    pub fn parts(&self, article: u32) -> Result<Option<Vec<Range<usize>>>> {
        let (batch, place) = self.find(article);
        let batch = &self.batches[batch];
        if batch.cuts.is_empty() {
            return Ok(None);
        }
        cuts::parts(&self.scratch, &batch.cuts, batch.len(), place).map(Some)
    }

    /// Takes what the reader keeps of the batches, and returns it with the batch of each rank and its place in
    /// that.
    pub fn take_kept(&mut self, ranks: &Ranks) -> (Vec<K>, Vec<(u32, u32)>) {
        let place = |rank| {
            let (batch, place) = self.find(ranks.article(rank));
            (batch as u32, place as u32)
        };
        let places = (0..ranks.count()).map(place).collect();
        (std::mem::take(&mut self.kept), places)
    }

    /// Returns the temporary file.
    pub fn scratch(&self) -> &Scratch {
        &self.scratch
    }

    /// Forgets which record of its file each article is.
    pub fn forget_origins(&mut self) {
        self.columns.lines = Vec::new();
    }

    /// Returns how many sampled shingles there are.
    pub fn sampled(&self) -> usize {
        self.batches.iter().map(|batch| batch.sampled).sum()
    }

    /// Returns where an article stands.
    pub fn place(&self, article: u32) -> Place {
        let (batch, place) = self.find(article);
        self.batches[batch].place(place)
    }

    /// Returns how many words an article has.
    pub fn words(&self, article: u32) -> u32 {
        let (batch, place) = self.find(article);
        self.batches[batch].words[place]
    }

    /// Returns where an article was found, as people name it.
    pub fn origin<'s>(&self, article: u32, sources: &'s Sources) -> Origin<'s> {
        let (batch, place) = self.find(article);
        let batch = &self.batches[batch];
        let line = self.columns.lines[batch.start + place];
        sources.origin(batch.place(place), line, &self.numbering)
    }

    /// Returns an article's id: its own, else its URL, else where it was found.
    pub fn id(&self, article: u32) -> &str {
        let (batch, place) = self.find(article);
        self.batches[batch].id(place)
    }

    /// Returns the batch of an article and its place in that.
    pub fn find(&self, article: u32) -> (usize, usize) {
        find(&self.starts, article)
    }

    /// Gives records without id and URL the id that [`Origin::id`] makes of where they were found.
    fn name_the_nameless(&mut self, sources: &Sources) {
        let (numbering, lines) = (&self.numbering, &self.columns.lines);
        self.batches.par_iter_mut().for_each(|batch| {
            let count = batch.len();
            if (0..count).all(|place| !batch.id(place).is_empty()) {
                return;
            }
            let (mut ids, mut id_ends) = (String::new(), Vec::with_capacity(count));
            for place in 0..count {
                let line = lines[batch.start + place];
                let origin = || sources.origin(batch.place(place), line, numbering);
                match batch.id(place) {
                    "" => ids.push_str(&origin().id()),
                    id => ids.push_str(id),
                }
                id_ends.push(ids.len() as u32);
            }
            (batch.ids, batch.id_ends) = (ids, id_ends);
        });
    }

    /// Gives articles whose content was seen before the words of the one that was sketched.
    fn know_what_was_seen_before(&mut self) {
        let mut by_content: Vec<(u64, u32)> = Vec::new();
        for (batch, start) in self.batches.iter().zip(&self.starts) {
            let fingerprints = self.columns.fingerprints[batch.start..].iter();
            by_content.extend(fingerprints.copied().zip(*start..).take(batch.len()));
        }
        self.columns.fingerprints = Vec::new();
        by_content.par_sort_unstable();
        let same = by_content.chunk_by(|(one, _), (next, _)| one == next);
        for same in same.filter(|same| same.len() > 1) {
            let known = same.iter().find_map(|&(_, article)| {
                let (batch, place) = self.find(article);
                let batch = &self.batches[batch];
                let identity = self.columns.identities[batch.start + place];
                (identity != UNKNOWN).then_some((identity, batch.words[place]))
            });
            for &(_, article) in same {
                let (batch, place) = self.find(article);
                let batch = &mut self.batches[batch];
                let identity = &mut self.columns.identities[batch.start + place];
                (*identity, batch.words[place]) = known.unwrap_or((UNKNOWN, 0));
            }
        }
    }
}

/// Returns the batch of an article and its place in that, given where batches start.
fn find(starts: &[u32], article: u32) -> (usize, usize) {
    let batch = starts.partition_point(|start| *start <= article) - 1;
    (batch, (article - starts[batch]) as usize)
}

impl Batch {
    fn id(&self, place: usize) -> &str {
        let start = place
            .checked_sub(1)
            .map_or(0, |before| self.id_ends[before]);
        &self.ids[start as usize..self.id_ends[place] as usize]
    }
}
