//! The order of precedence among the articles: those fit to be canonical first.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::gathered::UNKNOWN;
use super::scan::Batch;
use super::{Catalogue, find};
use crate::corpus::{Skipped, Sources};
use crate::duplicates::{Candidate, Signatures, twins};
use crate::sketch::Signature;

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

/// The articles by precedence: those fit to be canonical first. Behind the last come those that are left out
/// since their ids are those of others; they have a rank only because others may have the same words.
pub(crate) struct Ranks {
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

impl<K: Send + Sync> Catalogue<K> {
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
pub(crate) struct Ranked<'r> {
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
