//! What is read of an outlet: the segments of a sample of its articles, as hashes.
//!
//! Of each outlet the articles are read whose ids hash lowest, up to [`SAMPLE`], so that their order
//! and the number of threads make no difference. Exact copies are left out, and near-copies make a
//! family ([`families`]).
// Indices of articles and segments come from the lists that they index.

use std::collections::{HashSet, VecDeque};
use std::ops::Range;

use rayon::prelude::*;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::corpus::Document;

use super::families::{PROSE_WORDS, families};
use super::identity::{ByHash, Folder};

/// So many articles of an outlet are read.
const SAMPLE: usize = 4096;
/// So many segments of an article are read, half of them at its head and half at its end.
const SEGMENTS: usize = 2048;

/// An article without its text.
pub(super) struct Digest<'d> {
    pub document: &'d Document,
    pub segments: Vec<SegmentDigest>,
    /// What its headline hashes to, if that has words.
    pub headline: Option<u64>,
    /// Hash and words of the segments that are prose, each once.
    prose: Vec<(u64, u32)>,
}

/// A segment without its text.
#[derive(Clone)]
pub(super) struct SegmentDigest {
    pub span: Range<usize>,
    pub hash: u64,
    pub words: u32,
    /// Its hash with numbers masked, if it has numbers.
    pub shape: Option<u64>,
}

/// What is read of an outlet.
pub(super) struct Sample<'d> {
    pub outlet: String,
    pub articles: Vec<Digest<'d>>,
    /// The family of each article.
    pub family: Vec<usize>,
    /// How many families there are.
    pub families: usize,
}

/// In how many families each segment of an outlet stands.
pub(super) type Counts = ByHash<Count>;

/// In how many families a segment stands.
pub(super) struct Count {
    pub families: u32,
    last_family: usize,
    /// The first article that has it, and which of its segments it is.
    pub first: (usize, usize),
}

impl<'d> Sample<'d> {
    /// Reads an outlet; `cut` cuts a text into segments and hands on the byte range of each.
    pub fn of(
        outlet: String,
        documents: Vec<&'d Document>,
        cut: &(impl Fn(&str, &mut dyn FnMut(Range<usize>)) + Sync),
    ) -> Self {
        let mut ranked: Vec<(u64, &Document)> = documents
            .into_iter()
            .map(|document| (xxh3_64(document.id.as_bytes()), document))
            .collect();
        ranked.sort_unstable_by(|(one, first), (other, second)| {
            one.cmp(other).then_with(|| first.id.cmp(&second.id))
        });
        ranked.truncate(SAMPLE);
        let mut articles: Vec<Digest> = ranked
            .into_par_iter()
            .map_init(Folder::default, |folder, (_, document)| {
                Digest::of(document, cut, folder)
            })
            .collect();
        let mut seen = HashSet::new();
        articles.retain(|article| seen.insert(article.fingerprint()));
        let family = families(&articles);
        let families = family.iter().max().map_or(0, |last| last + 1);
        Sample {
            outlet,
            articles,
            family,
            families,
        }
    }

    /// Returns in how many families each segment stands.
    pub fn counts(&self) -> Counts {
        let mut order: Vec<usize> = (0..self.articles.len()).collect();
        order.sort_by_key(|&article| self.family[article]);
        let mut counts = Counts::default();
        for article in order {
            let family = self.family[article];
            for (index, segment) in self.articles[article].segments.iter().enumerate() {
                let count = counts.entry(segment.hash).or_insert(Count {
                    families: 0,
                    last_family: usize::MAX,
                    first: (article, index),
                });
                count.families += u32::from(count.last_family != family);
                count.last_family = family;
            }
        }
        counts
    }

    /// Returns the text of a segment.
    pub fn text(&self, article: usize, segment: &SegmentDigest) -> &'d str {
        let text = &self.articles[article].document.text;
        text.get(segment.span.clone()).unwrap_or_default()
    }

    /// Returns the text of a segment that is named by its article and its number there.
    pub fn text_at(&self, (article, segment): (usize, usize)) -> &'d str {
        self.text(article, &self.articles[article].segments[segment])
    }
}

impl<'d> Digest<'d> {
    fn of(
        document: &'d Document,
        cut: &impl Fn(&str, &mut dyn FnMut(Range<usize>)),
        folder: &mut Folder,
    ) -> Self {
        let mut segments = Vec::new();
        let mut last = VecDeque::new();
        cut(&document.text, &mut |span| {
            let text = document.text.get(span.clone()).unwrap_or_default();
            let Some(identity) = folder.identify(text) else {
                return;
            };
            let segment = SegmentDigest {
                span,
                hash: identity.hash,
                words: identity.words,
                shape: folder.shape(),
            };
            if segments.len() < SEGMENTS / 2 {
                segments.push(segment);
                return;
            }
            if last.len() == SEGMENTS / 2 {
                last.pop_front();
            }
            last.push_back(segment);
        });
        segments.extend(last);
        let mut prose: Vec<(u64, u32)> = segments
            .iter()
            .filter(|segment| segment.words >= PROSE_WORDS)
            .map(|segment| (segment.hash, segment.words))
            .collect();
        prose.sort_unstable();
        prose.dedup();
        let headline = document.headline.as_deref();
        let headline = headline.and_then(|headline| folder.identify(headline));
        Digest {
            document,
            segments,
            headline: headline.map(|headline| headline.hash),
            prose,
        }
    }

    /// Returns hash and words of the segments that are prose, each once.
    pub fn prose(&self) -> impl Iterator<Item = (u64, u32)> + '_ {
        self.prose.iter().copied()
    }

    /// Returns a hash that only copies of the text have.
    fn fingerprint(&self) -> u64 {
        self.segments.iter().fold(0, |hash, segment| {
            xxh3_64_with_seed(&segment.hash.to_le_bytes(), hash)
        })
    }
}
