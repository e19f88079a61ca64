//! Copies and near-copies: twins, bands, excerpts, proof, groups.
//!
//! ```text
//!            ┌─ twins     the same words, by a hash ─────────────────────────────┐
//! articles ──┼─ bands     agree in part of a signature ─┬─ candidates ── proof ──┴─ edges ── stars
//!            └─ excerpts  sampled some shingles alike ──┘
//! ```
//!
//! A [`Candidate`] is a pair that is suspected; an [`Edge`] is a candidate that was proven on the exact
//! shingle sets, or a pair of twins, whose shingles have one 128-bit hash; a [`Star`] is a group made of
//! edges only. Articles are numbered by precedence: 0 is the
//! fittest to be canonical. What is needed to prove a pair is asked of [`Texts`] when it is needed, so
//! that a corpus may be larger than memory.
//!
//! ```
//! use newsdedup::duplicates::{InMemory, Params, find};
//! use newsdedup::sketch::{Shingles, hash_word, words};
//!
//! let texts = [
//!     "A kiosk in the old harbour burned down on Monday night, the fire brigade said.",
//!     "The lake ferry will sail again from Friday, said its new owner.",
//!     "A kiosk in the old harbour burned down on Monday night, the fire brigade said. (XY)",
//! ];
//! let shingles = texts.map(|text| {
//!     let words: Vec<u64> = words(text).map(|word| hash_word(word.text)).collect();
//!     Shingles::new(&words)
//! });
//! let texts = InMemory::new(shingles.iter());
//! let found = find(&texts, texts.signatures(), &[], &Params::default())?;
//! assert_eq!((found.edges[0].earlier, found.edges[0].later), (0, 2));
//! assert_eq!(found.stars[0].canonical, 0);
//! # Ok::<(), newsdedup::Error>(())
//! ```

mod bands;
mod candidates;
mod excerpts;
mod groups;
mod memory;
mod proof;
mod sightings;
mod twins;

use std::borrow::Cow;
use std::collections::HashSet;

use crate::error::Result;
use crate::sketch::{Shingles, Signature};

pub use candidates::Candidate;
pub use groups::{Group, Star};
pub use memory::InMemory;
pub use proof::{COPY_JACCARD, Edge, Params};
pub use twins::twins;

/// What near-duplicates are proven by.
pub trait Texts: Sync {
    /// Returns the shingle set of an article.
    ///
    /// # Errors
    ///
    /// If the text can't be had any more.
    fn shingles(&self, article: u32) -> Result<Cow<'_, Shingles>>;

    /// Returns how many shingles an article has, repeats counted or not.
    fn shingles_at_most(&self, article: u32) -> usize;

    /// Calls `each` with every article that has any [`sampled`](crate::sketch::sampled) shingle, and 32
    /// bits of the hash of each ([`sample_key`]).
    ///
    /// # Errors
    ///
    /// If the samples can't be had any more.
    fn each_sample(&self, each: &mut dyn FnMut(u32, &[u32])) -> Result<()>;

    /// Returns about how many sampled shingles there are in all.
    fn sampled(&self) -> usize;
}

/// The signatures of a corpus; an article without one is looked for among excerpts only.
pub trait Signatures: Sync {
    /// Calls `each` with every article that has a signature, in any order.
    fn each(&self, each: &mut dyn FnMut(u32, &Signature));

    /// Returns about how many articles there are.
    fn articles(&self) -> usize;

    /// Returns the signature of an article.
    fn get(&self, article: u32) -> Option<&Signature>;
}

impl Signatures for Vec<Option<Signature>> {
    fn each(&self, each: &mut dyn FnMut(u32, &Signature)) {
        for (article, signature) in (0..).zip(self) {
            if let Some(signature) = signature {
                each(article, signature);
            }
        }
    }

    fn articles(&self) -> usize {
        self.len()
    }

    fn get(&self, article: u32) -> Option<&Signature> {
        self.as_slice().get(article as usize)?.as_ref()
    }
}

/// Returns the bits by which a sampled shingle is known.
pub fn sample_key(shingle: u64) -> u32 {
    // The highest four bits are the same in all that are sampled.
    (shingle >> 28) as u32
}

/// The near-duplicates of a corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The proven pairs, sorted by their articles, each once.
    pub edges: Vec<Edge>,
    /// The groups, sorted by their canonical articles.
    pub stars: Vec<Star>,
}

/// How many members of a group, besides its canonical article, are searched for in other articles: an
/// excerpt may have been cut from a version that is not the canonical one.
const MEMBERS_ASKED: usize = 3;

/// Finds the near-duplicates of a corpus.
///
/// `signatures` are dropped as soon as they are no longer needed. `twins` are pairs of articles with
/// the same words, sorted, as [`twins`] finds them: they are proven by the hash that they share.
///
/// What an edge says is exact, but not every edge is found. Of pairs at Jaccard similarity .7, one in
/// thousands is missed. Of more than 17 near-duplicates, each has edges to those who come first, the one
/// to be canonical among them, but not to all others. Of pairs by containment alone some are missed
/// whose smaller text has hardly more than the sixty words that are asked for.
///
/// # Errors
///
/// If `texts` can't give what it is asked for any more.
pub fn find(
    texts: &impl Texts,
    signatures: impl Signatures,
    twins: &[Candidate],
    params: &Params,
) -> Result<Found> {
    let suspected = bands::candidates(&signatures, params.jaccard);
    drop(signatures);
    let mut edges = proof::prove(&suspected, texts, params)?;
    drop(suspected);
    edges.extend(twins.iter().map(|twin| twins::edge(*twin, texts)));
    edges.sort_unstable_by_key(Edge::pair);

    if params.excerpts {
        edges.extend(proven_excerpts(texts, &edges, params)?);
        edges.sort_unstable_by_key(Edge::pair);
    }
    twins::share_edges(&mut edges, twins);
    let stars = groups::stars(&edges);
    Ok(Found { edges, stars })
}

/// Finds cut and padded copies, beyond the `edges` that are known, which are sorted by pair.
fn proven_excerpts(texts: &impl Texts, edges: &[Edge], params: &Params) -> Result<Vec<Edge>> {
    let left_out: HashSet<u32> = groups::stars(edges)
        .iter()
        .flat_map(|star| star.edges.iter().skip(MEMBERS_ASKED))
        .map(|edge| edge.later)
        .collect();
    let asked = |article: u32| {
        !left_out.contains(&article)
            && texts.shingles_at_most(article) >= params.containment_shingles as usize
    };
    let excerpts = excerpts::candidates(texts, params.containment, &asked, edges)?;
    proof::prove(&excerpts, texts, params)
}
