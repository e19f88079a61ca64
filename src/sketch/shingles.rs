//! Shingles: the runs of five words whose set stands for a text.
//!
//! Resemblance and containment of shingle sets are from Broder, "On the resemblance and containment
//! of documents" (1997). The hash of a run is that of a cyclic polynomial (Cohen, "Recursive hashing
//! functions for n-grams", 1997; Lemire and Kaser, "Recursive n-gram hashing is pairwise independent,
//! at best", 2010), with a last multiplication that mixes all its bits.

/// Words in a shingle.
pub const SHINGLE_WORDS: usize = 5;

/// Of so many shingles one is [`sampled`], on average.
pub const SAMPLED_ONE_IN: u64 = 16;

/// By so many bits the hash of each word in a run is turned further than that of the next.
const TURN: u32 = 13;

/// Returns the hashes of a text's shingles, given its word hashes: in the text's order, with repeats.
///
/// A text of one to four words has one shingle, of all its words; a text without words has none.
pub fn shingle_hashes(words: &[u64]) -> impl Iterator<Item = u64> + '_ {
    let before_last = SHINGLE_WORDS.min(words.len()).saturating_sub(1);
    let (first, entering) = words.split_at(before_last);
    let mut polynomial = first
        .iter()
        .fold(0_u64, |hash, word| hash.rotate_left(TURN) ^ word);
    entering.iter().zip(words).map(move |(entering, leaving)| {
        let run = polynomial.rotate_left(TURN) ^ entering;
        polynomial = run ^ leaving.rotate_left(TURN * before_last as u32);
        mixed(run)
    })
}

/// Returns whether a shingle is one of the few, the same in every text, by which parts of texts are
/// recognized (FracMinHash: Irber et al., "Lightweight compositional analysis of metagenomes with
/// FracMinHash and minimum metagenome covers", 2022).
pub fn sampled(shingle: u64) -> bool {
    shingle < u64::MAX / SAMPLED_ONE_IN
}

/// Sorts hashes: each goes to the bucket that its value gives it, and the few that meet there are put in
/// order (Isaac and Singleton, "Sorting by address calculation", 1956). That is twice as fast as to compare
/// them all, if they are evenly spread, and hardly slower if not.
pub(crate) fn sorted(hashes: &[u64]) -> Vec<u64> {
    let count = hashes.len();
    // The product is below the count.
    let bucket = |hash: u64| ((u128::from(hash) * count as u128) >> u64::BITS) as usize;
    let mut starts = vec![0_u32; count + 1];
    for &hash in hashes {
        starts[bucket(hash) + 1] += 1;
    }
    for index in 1..starts.len() {
        starts[index] += starts[index - 1];
    }
    let mut sorted = vec![0; count];
    for &hash in hashes {
        let next = &mut starts[bucket(hash)];
        sorted[*next as usize] = hash;
        *next += 1;
    }
    // Where a bucket began, the one before it ends now.
    let mut start = 0;
    for &end in &starts[..count] {
        match &mut sorted[start as usize..end as usize] {
            [] | [_] => {}
            [one, other] => (*one, *other) = ((*one).min(*other), (*one).max(*other)),
            bucket => bucket.sort_unstable(),
        }
        start = end;
    }
    sorted
}

/// Mixes the bits of a hash, so that each of the result depends on all; no two hashes become one.
fn mixed(hash: u64) -> u64 {
    let folded = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    folded ^ (folded >> 29)
}

/// The set of a text's shingles, as 64-bit hashes.
///
/// A text of one to four words has one shingle, of all its words; a text without words has none and
/// resembles nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shingles {
    /// Sorted, without repeats.
    hashes: Vec<u64>,
}

impl Shingles {
    /// Makes the set from a text's word hashes, in the text's order.
    pub fn new(words: &[u64]) -> Self {
        let mut hashes = sorted(&shingle_hashes(words).collect::<Vec<u64>>());
        hashes.dedup();
        Shingles { hashes }
    }

    /// Returns the [`sampled`] ones among the shingles' hashes, sorted, without repeats.
    pub fn sample(&self) -> &[u64] {
        // Being sampled is being small, and they are sorted.
        let end = self.hashes.partition_point(|hash| sampled(*hash));
        &self.hashes[..end]
    }

    /// Returns the shingles' hashes, sorted, without repeats.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// Returns how many different shingles the text has.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Returns whether the text has no words.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Measures what this text has in common with another.
    pub fn overlap(&self, other: &Shingles) -> Overlap {
        Overlap {
            shared: saturated(self.shared(other)),
            own: saturated(self.len()),
            other: saturated(other.len()),
        }
    }

    /// Returns the number of shingles that stand in both texts.
    fn shared(&self, other: &Shingles) -> usize {
        // Each step of a merge waits for the one before. Those of four merges wait side by side.
        let quarters = halves(&self.hashes, &other.hashes).map(|(one, other)| halves(one, other));
        let [[first, second], [third, fourth]] = quarters;
        let mut merges = [first, second, third, fourth].map(Merge::of);
        let mut goes_on = true;
        while goes_on {
            goes_on = merges
                .iter_mut()
                .fold(true, |all, merge| merge.step() & all);
        }
        merges.into_iter().map(Merge::finish).sum()
    }

    /// Returns the Jaccard similarity of the two texts; see [`Overlap::jaccard`].
    pub fn jaccard(&self, other: &Shingles) -> f64 {
        self.overlap(other).jaccard()
    }

    /// Returns how much of this text stands in the other; see [`Overlap::containment`].
    pub fn containment_in(&self, other: &Shingles) -> f64 {
        self.overlap(other).containment()
    }
}

/// Cuts two sorted lists at one value, so that what they share is in both first halves or in both second.
fn halves<'h>(one: &'h [u64], other: &'h [u64]) -> [(&'h [u64], &'h [u64]); 2] {
    let (low, high) = one.split_at(one.len() / 2);
    let cut = high.first().map_or(other.len(), |middle| {
        other.partition_point(|hash| hash < middle)
    });
    let (other_low, other_high) = other.split_at(cut);
    [(low, other_low), (high, other_high)]
}

/// A merge of two sorted lists without repeats, which counts what they share.
struct Merge<'h> {
    one: &'h [u64],
    other: &'h [u64],
    at: usize,
    other_at: usize,
    shared: usize,
}

impl<'h> Merge<'h> {
    fn of((one, other): (&'h [u64], &'h [u64])) -> Self {
        Merge {
            one,
            other,
            at: 0,
            other_at: 0,
            shared: 0,
        }
    }

    /// Passes the smaller of the next two hashes, or both if they are equal; returns false at the end.
    #[inline]
    fn step(&mut self) -> bool {
        let next = self.one.get(self.at).zip(self.other.get(self.other_at));
        let Some((one, other)) = next else {
            return false;
        };
        self.shared += usize::from(one == other);
        self.at += usize::from(one <= other);
        self.other_at += usize::from(other <= one);
        true
    }

    /// Goes on to the end, and returns how many hashes both lists have.
    fn finish(mut self) -> usize {
        while self.step() {}
        self.shared
    }
}

/// The numbers from which all similarities of a text A to a text B follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overlap {
    /// Shingles in both, |A ∩ B|.
    pub shared: u32,
    /// Shingles of A.
    pub own: u32,
    /// Shingles of B.
    pub other: u32,
}

impl Overlap {
    /// Returns the Jaccard similarity |A ∩ B| / |A ∪ B|, 0 to 1; 0 if either text has no words.
    pub fn jaccard(&self) -> f64 {
        ratio(self.shared, self.own + self.other - self.shared)
    }

    /// Returns how much of A stands in B, |A ∩ B| / |A|, 0 to 1; 0 if A has no words.
    pub fn containment(&self) -> f64 {
        ratio(self.shared, self.own)
    }

    /// Returns what B has in common with A.
    pub fn turned(&self) -> Overlap {
        Overlap {
            shared: self.shared,
            own: self.other,
            other: self.own,
        }
    }

    /// Returns how much of the smaller of the two stands in the other, 0 to 1; 0 if it has no words.
    pub fn of_smaller(&self) -> f64 {
        ratio(self.shared, self.own.min(self.other))
    }

    /// Returns how much of B stands in A, |A ∩ B| / |B|, 0 to 1; 0 if B has no words.
    pub fn containment_of_other(&self) -> f64 {
        ratio(self.shared, self.other)
    }
}

/// Returns `part / whole`, and 0 of nothing.
fn ratio(part: u32, whole: u32) -> f64 {
    if whole == 0 {
        0.0
    } else {
        f64::from(part) / f64::from(whole)
    }
}

/// Returns a count; four billion shingles, which no record holds, are as many as more.
fn saturated(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(words: std::ops::Range<u64>) -> Shingles {
        Shingles::new(&words.collect::<Vec<_>>())
    }

    #[test]
    fn hashes_are_sorted_however_they_are_spread() {
        let spread = |number: u64| number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for hashes in [
            (0..1_000).map(spread).collect::<Vec<_>>(),
            (0..1_000).rev().collect(),
            vec![u64::MAX, 0, u64::MAX, 7],
            vec![7],
            Vec::new(),
        ] {
            let mut expected = hashes.clone();
            expected.sort();
            assert_eq!(sorted(&hashes), expected);
        }
    }

    #[test]
    fn a_cut_copy_is_contained_but_not_alike() {
        let (whole, half) = (set(0..104), set(0..54));
        assert_eq!(half.containment_in(&whole), 1.0);
        assert_eq!(whole.containment_in(&half), 0.5);
        assert_eq!(whole.jaccard(&half), 0.5);
    }

    #[test]
    fn short_texts_have_one_shingle_and_empty_texts_none() {
        assert_eq!(set(0..3).len(), 1);
        assert_eq!(set(0..3).jaccard(&set(0..3)), 1.0);
        assert_eq!(set(0..3).jaccard(&set(0..4)), 0.0);
        assert!(set(0..0).is_empty());
        assert_eq!(set(0..0).jaccard(&set(0..0)), 0.0);
    }
}
