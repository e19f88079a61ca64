//! What is kept of all articles, in the order of the input, and the order of precedence among them.

use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::Keep;
use super::cuts;
use super::gathered::{Columns, Gathered, UNKNOWN};
use super::reader::Reader;
use super::samples::each_sample;
use super::scan::{Batch, Scanner};
use super::scratch::Scratch;
use super::seen::Seen;
use crate::corpus::{Numbering, Origin, Place, Skipped, Sources};
use crate::duplicates::{Candidate, Signatures, twins};
use crate::error::Result;
use crate::pipeline::Observer;
use crate::sketch::Signature;

/// What is kept of the articles; an article goes by its number in the order of the input.
pub(super) struct Catalogue {
    batches: Vec<Batch>,
    /// What is known for a while, as the batches came.
    columns: Columns,
    /// The number of each batch's first article, and one more for the end.
    starts: Vec<u32>,
    /// Where the samples and the cuts of the batches stand.
    scratch: Scratch,
    pub skipped: Vec<Skipped>,
    numbering: Numbering,
}

/// The articles by precedence: those fit to be canonical first. Behind the last come those that are left out
/// since their ids are those of others; they have a rank only because others may have the same words.
pub(super) struct Ranks {
    /// The number of the article at each rank.
    articles: Vec<u32>,
    /// The rank of each article.
    ranks: Vec<u32>,
    /// How many are not left out.
    count: u32,
}

impl Ranks {
    /// Takes the articles by precedence, and those that are left out.
    fn new(mut articles: Vec<u32>, left_out: &[u32]) -> Self {
        let count = articles.len() as u32;
        articles.extend(left_out);
        let mut ranks = vec![0; articles.len()];
        for (rank, article) in (0..).zip(&articles) {
            ranks[*article as usize] = rank;
        }
        Ranks {
            articles,
            ranks,
            count,
        }
    }

    /// Returns how many articles are not left out.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Returns whether an article of this rank is left out.
    pub fn is_left_out(&self, rank: u32) -> bool {
        rank >= self.count
    }

    /// Returns the rank of an article.
    pub fn of(&self, article: u32) -> u32 {
        self.ranks[article as usize]
    }

    /// Returns the article at a rank.
    pub fn article(&self, rank: u32) -> u32 {
        self.articles[rank as usize]
    }
}

impl Catalogue {
    /// Reads all records, and makes the temporary file in the folder `scratch`.
    pub fn of(
        sources: &Sources,
        reader: &Reader<'_>,
        scratch: &Path,
        observer: &dyn Observer,
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
            let batch = scanner.read(chunk)?;
            observer.advance(batch.len());
            Ok(batch)
        });
        drop(seen);
        let batches: Vec<Batch> = scan.chunks.into_iter().collect::<Result<_>>()?;
        let mut starts = vec![0];
        for batch in &batches {
            let start = starts.last().copied().unwrap_or_default();
            starts.push(start + batch.len() as u32);
        }
        let mut catalogue = Catalogue {
            batches,
            columns: gathered.into_inner(),
            starts,
            scratch,
            skipped: scan.skipped,
            numbering: scan.numbering,
        };
        catalogue.name_the_nameless(sources);
        catalogue.know_what_was_seen_before();
        Ok(catalogue)
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
    fn find(&self, article: u32) -> (usize, usize) {
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

/// What decides about precedence before whole ids are compared, in this order.
#[derive(Clone, Copy)]
struct RankKey {
    /// Longer texts have less; the same for all if length does not count.
    shortness: u32,
    age: i64,
    /// The first bytes of the id behind those that all ids have in common.
    id: u64,
    article: u32,
}

impl RankKey {
    fn order(&self) -> impl Ord + use<> {
        (self.shortness, self.age, self.id)
    }
}

impl Catalogue {
    /// Orders the articles by precedence. Of several with one id the first is ranked, and the others
    /// are skipped.
    pub fn rank(&mut self, sources: &Sources, keep: Keep) -> Ranks {
        let mut left_out = Vec::new();
        for (article, first) in self.same_ids() {
            left_out.push(article);
            let kept = self.origin(first, sources);
            let article_origin = self.origin(article, sources);
            let skipped = Skipped::same_id(article_origin, self.id(article), kept);
            self.skipped.push(skipped);
        }
        self.skipped.sort();
        left_out.sort_unstable();
        let in_common = self.length_in_common();
        let ranked = (0..self.len()).filter(|article| left_out.binary_search(article).is_err());
        let mut keyed: Vec<RankKey> = ranked
            .map(|article| self.rank_key(article, keep, in_common))
            .collect();
        keyed.par_sort_unstable_by(|one, other| {
            one.order()
                .cmp(&other.order())
                .then_with(|| self.id(one.article).cmp(self.id(other.article)))
        });
        let articles: Vec<u32> = keyed.into_iter().map(|key| key.article).collect();
        self.columns.ages = Vec::new();
        self.columns.lines = Vec::new();
        Ranks::new(articles, &left_out)
    }

    fn rank_key(&self, article: u32, keep: Keep, in_common: usize) -> RankKey {
        let (batch, place) = self.find(article);
        let batch = &self.batches[batch];
        let mut id = [0; 8];
        let start = &batch.id(place).as_bytes()[in_common..];
        let length = start.len().min(id.len());
        id[..length].copy_from_slice(&start[..length]);
        RankKey {
            shortness: match keep {
                Keep::Longest => u32::MAX - batch.words[place],
                Keep::Earliest | Keep::First => 0,
            },
            age: match keep {
                Keep::Earliest | Keep::Longest => self.columns.ages[batch.start + place],
                Keep::First => 0,
            },
            id: u64::from_be_bytes(id),
            article,
        }
    }

    /// Returns how many bytes all ids begin with alike.
    fn length_in_common(&self) -> usize {
        let first = if self.len() > 0 { self.id(0) } else { "" };
        let of_batch = |batch: &Batch| {
            let ids = (0..batch.len()).map(|place| batch.id(place));
            let alike = ids.map(|id| {
                let pairs = id.bytes().zip(first.bytes());
                pairs.take_while(|(one, other)| one == other).count()
            });
            alike.min().unwrap_or(first.len())
        };
        let shortest = self.batches.par_iter().map(of_batch).min();
        shortest.unwrap_or_default()
    }

    /// Returns every article whose id an earlier one has, with the first of these.
    fn same_ids(&self) -> Vec<(u32, u32)> {
        let mut by_hash: Vec<(u64, u32)> = Vec::with_capacity(self.len() as usize);
        for (batch, start) in self.batches.iter().zip(&self.starts) {
            let ids = (0..batch.len()).map(|place| xxh3_64(batch.id(place).as_bytes()));
            by_hash.extend(ids.zip(*start..));
        }
        by_hash.par_sort_unstable();
        let mut found = Vec::new();
        for same in by_hash.chunk_by(|(one, _), (next, _)| one == next) {
            for (index, &(_, article)) in same.iter().enumerate().skip(1) {
                let mut before = same[..index].iter().map(|(_, first)| *first);
                let first = before.find(|first| self.id(*first) == self.id(article));
                found.extend(first.map(|first| (article, first)));
            }
        }
        found
    }

    /// Finds articles with the same words, by rank, those that are left out among them, and leaves to the
    /// first of them alone what they were sketched to.
    pub fn unite_twins(&mut self, ranks: &Ranks) -> Vec<Candidate> {
        let identities = ranks.articles.iter().map(|article| {
            let (batch, place) = self.find(*article);
            let identity = self.columns.identities[self.batches[batch].start + place];
            (identity != UNKNOWN).then_some(identity)
        });
        let twins = twins(identities);
        for twin in &twins {
            let later = self.signature(ranks.article(twin.later)).take();
            let first = self.signature(ranks.article(twin.earlier));
            if first.is_none() {
                *first = later;
            }
        }
        self.columns.identities = Vec::new();
        twins
    }

    /// Hands out the signatures, which are not needed for long.
    pub fn take_signatures<'r>(&mut self, ranks: &'r Ranks) -> Ranked<'r> {
        Ranked {
            signatures: std::mem::take(&mut self.columns.signatures),
            runs: self.batches.iter().map(|batch| batch.start).collect(),
            starts: self.starts.clone(),
            ranks,
        }
    }

    fn signature(&mut self, article: u32) -> &mut Option<Signature> {
        let (batch, place) = self.find(article);
        &mut self.columns.signatures[self.batches[batch].start + place]
    }
}

/// The signatures of the articles, by rank.
pub(super) struct Ranked<'r> {
    signatures: Vec<Option<Signature>>,
    /// Where those of each batch begin.
    runs: Vec<usize>,
    starts: Vec<u32>,
    ranks: &'r Ranks,
}

impl Signatures for Ranked<'_> {
    fn each(&self, each: &mut dyn FnMut(u32, &Signature)) {
        let ranks = self.starts.windows(2).map(|range| match *range {
            [start, end] => &self.ranks.ranks[start as usize..end as usize],
            _ => &[],
        });
        for (run, ranks) in self.runs.iter().zip(ranks) {
            for (rank, signature) in ranks.iter().zip(&self.signatures[*run..]) {
                let is_left_out = self.ranks.is_left_out(*rank);
                if let Some(signature) = signature.as_ref().filter(|_| !is_left_out) {
                    each(*rank, signature);
                }
            }
        }
    }

    fn articles(&self) -> usize {
        self.ranks.count as usize
    }

    fn get(&self, rank: u32) -> Option<&Signature> {
        let article = *self.ranks.articles.get(rank as usize)?;
        let (batch, place) = find(&self.starts, article);
        let signatures = self.signatures.as_slice().get(*self.runs.get(batch)?..)?;
        signatures.get(place)?.as_ref()
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
