//! Pairs that are suspected, and how many of them there may be.

/// A suspected pair of near-duplicates; ordered by the later article, then by the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Candidate {
    /// The article that comes later by precedence.
    pub later: u32,
    /// The one that comes earlier.
    pub earlier: u32,
}

/// How many of a bucket's first articles, by precedence, the others are paired with.
///
/// This bounds the work whatever the articles have in common, so a template in a million pages costs no
/// more than a million pages without one. It loses pairs of large groups only, and not the groups: the
/// one who comes first is paired with all others, and groups are formed around those who come first.
pub(super) const PEERS: usize = 16;

/// How many earlier articles an article is paired with at most, all buckets taken together.
pub(super) const MOST_OF_ARTICLE: usize = 3 * PEERS;

/// Adds candidates to others; both are sorted and so is the result, in which each stands once.
///
/// Of an article's partners the earliest [`MOST_OF_ARTICLE`] are kept.
pub(super) fn add(all: &mut Vec<Candidate>, more: Vec<Candidate>) {
    all.extend(more);
    // The stable sort finds the two sorted runs and merges them.
    all.sort();
    all.dedup();
    let (mut later, mut partners) = (u32::MAX, 0);
    all.retain(|candidate| {
        partners = if candidate.later == later {
            partners + 1
        } else {
            1
        };
        later = candidate.later;
        partners <= MOST_OF_ARTICLE
    });
}
