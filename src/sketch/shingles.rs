//! Shingles: the runs of five words whose set stands for a text.
//!
//! Resemblance and containment of shingle sets are from Broder, "On the resemblance and containment
//! of documents" (1997).

use xxhash_rust::xxh3::xxh3_64;

/// Words in a shingle.
pub const SHINGLE_WORDS: usize = 5;

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
        let width = SHINGLE_WORDS.min(words.len()).max(1);
        let mut bytes = [0u8; SHINGLE_WORDS * 8];
        let mut hashes: Vec<u64> = words
            .windows(width)
            .map(|window| {
                for (slot, word) in bytes.chunks_exact_mut(8).zip(window) {
                    slot.copy_from_slice(&word.to_le_bytes());
                }
                xxh3_64(&bytes[..width * 8])
            })
            .collect();
        hashes.sort_unstable();
        hashes.dedup();
        Shingles { hashes }
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
            shared: self.shared(other),
            own: self.len(),
            other: other.len(),
        }
    }

    /// Returns the number of shingles that stand in both texts.
    fn shared(&self, other: &Shingles) -> usize {
        let (mut shared, mut i, mut j) = (0, 0, 0);
        while let (Some(a), Some(b)) = (self.hashes.get(i), other.hashes.get(j)) {
            shared += usize::from(a == b);
            i += usize::from(a <= b);
            j += usize::from(b <= a);
        }
        shared
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

/// The numbers from which all similarities of a text A to a text B follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// Shingles in both, |A ∩ B|.
    pub shared: usize,
    /// Shingles of A.
    pub own: usize,
    /// Shingles of B.
    pub other: usize,
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

    /// Returns how much of B stands in A, |A ∩ B| / |B|, 0 to 1; 0 if B has no words.
    pub fn containment_of_other(&self) -> f64 {
        ratio(self.shared, self.other)
    }
}

/// Returns `part / whole`, and 0 of nothing.
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(words: std::ops::Range<u64>) -> Shingles {
        Shingles::new(&words.collect::<Vec<_>>())
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
