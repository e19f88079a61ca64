//! The one pass over all records: what is kept of each.

use std::ops::Range;

use crate::corpus::{Chunk, Origin, Place, Record, Sources};
use crate::duplicates::sample_key;
use crate::error::Result;
use crate::sketch::{Signature, sampled, shingle_hashes};

use super::cuts::Cuts;
use super::gathered::{Columns, Gathered, UNDATED, UNKNOWN};
use super::reader::Reader;
use super::samples::Samples;
use super::scratch::Scratch;
use super::seen::Seen;

/// What is kept of the articles of one chunk, column by column, in the order of the records.
#[derive(Default)]
pub(super) struct Batch {
    /// Where each record begins, in bytes.
    pub offsets: Vec<u64>,
    /// How long it is, in bytes.
    pub lengths: Vec<u32>,
    /// Ids and URLs, one behind the other; a record may have neither.
    pub ids: String,
    /// Where each id ends.
    pub id_ends: Vec<u32>,
    /// How many words each has; 0 also while its content was seen before.
    pub words: Vec<u32>,
    /// Where its articles begin in the [`Columns`].
    pub start: usize,
    /// Where its samples stand in the temporary file.
    pub samples: Range<u64>,
    /// Where its cuts do; nowhere if texts are taken as they stand.
    pub cuts: Range<u64>,
    /// How many sampled shingles there are.
    pub sampled: usize,
}

/// What reading a chunk needs, and what all chunks share.
pub(super) struct Scanner<'s, R> {
    pub sources: &'s Sources,
    pub reader: &'s R,
    pub seen: &'s Seen,
    pub scratch: &'s Scratch,
    pub gathered: &'s Gathered,
}

/// Buffers that serve for article after article.
#[derive(Default)]
struct Buffers {
    words: Vec<u64>,
    shingles: Vec<u64>,
    sample: Vec<u32>,
    columns: Columns,
    samples: Samples,
    cuts: Cuts,
}

impl<R: Reader> Scanner<'_, R> {
    /// Reads the records of a chunk.
    pub fn read(&self, chunk: &mut Chunk<'_>) -> Result<(Batch, R::Kept)> {
        let mut batch = Batch::default();
        let mut buffers = Buffers::default();
        let mut notes = R::Notes::default();
        chunk.for_each(|record| self.add(record, &mut batch, &mut buffers, &mut notes));
        batch.shrink();
        batch.start = self.gathered.append(&mut buffers.columns);
        batch.sampled = buffers.samples.keys;
        batch.samples = self.scratch.append(buffers.samples.bytes())?;
        batch.cuts = self.scratch.append(&buffers.cuts.bytes())?;
        Ok((batch, self.reader.keep(notes, self.scratch)?))
    }

    fn add(
        &self,
        record: Record<'_>,
        batch: &mut Batch,
        buffers: &mut Buffers,
        notes: &mut R::Notes,
    ) {
        let Record {
            place,
            line,
            fields,
            ..
        } = record;
        // A chunk has some megabytes of records, and one longer record at most.
        let number = batch.offsets.len() as u32;
        batch.offsets.push(place.offset);
        batch.lengths.push(place.length);
        buffers.columns.lines.push(line);
        batch.ids.push_str(fields.id().unwrap_or_default());
        batch.id_ends.push(batch.ids.len() as u32);

        // Which record of its file it is, is not known yet; where it stands names it as well.
        let origin = Origin {
            path: self.sources.path(place),
            record: usize::try_from(place.offset).ok(),
        };
        let content = self.reader.read(fields, origin, notes);
        let age = content.published.map(|moment| moment.milliseconds());
        buffers.columns.ages.push(age.unwrap_or(UNDATED));
        let fingerprint = content.fingerprint();
        buffers.columns.fingerprints.push(fingerprint);
        if self.reader.strips() {
            buffers.cuts.add(&content.parts);
        }
        buffers.words.clear();
        if self.seen.add(fingerprint) {
            content.words(&mut buffers.words);
        }
        batch.words.push(buffers.words.len() as u32);
        let (identity, signature) = buffers.sketch(number);
        buffers.columns.identities.push(identity);
        buffers.columns.signatures.push(signature);
    }
}

impl Batch {
    /// Returns how many articles there are.
    pub fn len(&self) -> usize {
        self.offsets.len()
    }

    /// Returns where an article stands.
    pub fn place(&self, article: usize) -> Place {
        Place {
            offset: self.offsets[article],
            length: self.lengths[article],
        }
    }

    /// Gives back the room for articles that did not come.
    fn shrink(&mut self) {
        self.offsets.shrink_to_fit();
        self.lengths.shrink_to_fit();
        self.ids.shrink_to_fit();
        self.id_ends.shrink_to_fit();
        self.words.shrink_to_fit();
    }
}

impl Buffers {
    /// Makes the identity and the signature of the words, and adds their sample to the others.
    fn sketch(&mut self, number: u32) -> (u128, Option<Signature>) {
        self.shingles.clear();
        self.shingles.extend(shingle_hashes(&self.words));
        self.add_sample(number);
        let signature = Signature::of(self.shingles.iter().copied());
        let identity = signature.as_ref().map(|_| Identity::of(&self.shingles));
        (identity.map_or(UNKNOWN, Identity::known), signature)
    }

    /// Adds the keys of the sampled shingles to the samples.
    fn add_sample(&mut self, number: u32) {
        if self.sample.len() <= self.shingles.len() {
            self.sample.resize(self.shingles.len() + 1, 0);
        }
        // Every key is written and most are overwritten by the next: which shingle is sampled can't be
        // foreseen, so a jump would cost more.
        let sample = &mut self.sample[..];
        let mut keys = 0;
        for &shingle in &self.shingles {
            sample[keys] = sample_key(shingle);
            keys += usize::from(sampled(shingle));
        }
        self.samples.add(number, &sample[..keys]);
    }
}

/// Two sums of shingles, which tell texts apart that differ in any word or the order of any two: a hash of
/// 128 bits of the shingles with their repeats (Clarke et al., "Incremental multiset hash functions", 2003).
#[derive(Default)]
struct Identity {
    sum: u64,
    sum_of_turned: u64,
}

impl Identity {
    fn of(shingles: &[u64]) -> Self {
        let mut identity = Identity::default();
        for &shingle in shingles {
            identity.sum = identity.sum.wrapping_add(shingle);
            let turned = shingle.rotate_left(32).wrapping_mul(shingle | 1);
            identity.sum_of_turned = identity.sum_of_turned.wrapping_add(turned);
        }
        identity
    }

    /// Returns the sums of a text that has shingles.
    fn known(self) -> u128 {
        let both = u128::from(self.sum) << u64::BITS | u128::from(self.sum_of_turned);
        both.max(UNKNOWN + 1)
    }
}
