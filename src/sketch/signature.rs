//! Signatures by one-permutation hashing: a set summarized in 148 bytes, in one pass over its members.
//!
//! A member's hash names a slot and a value, and of each slot the smallest value is kept (Li, Owen
//! and Zhang, "One permutation hashing", 2012). Two sets agree in a slot that either fills with
//! probability equal to their Jaccard similarity J, as in classic MinHash (Broder 1997), at the cost
//! of one hash function, not hundreds. A slot that neither fills says nothing; it is left empty, since
//! to fill it from others ("densification") is slow and noisy in the short texts that have many.
//!
//! Two things are made of the 128 slots, and the values themselves are dropped:
//!
//! - **Keys.** Four neighbouring slots are a band. Two sets that agree in a band have the same key; see [`duplicates`](crate::duplicates) for what that tells.
//! - **Bits.** Of each slot's value one bit is kept (b-bit minwise hashing with b = 1: Li and König,
//!   2010). From the share of equal bits J is estimated with a root mean square error of about .07 over
//!   all similarities, and of .06 where J is .7; the tests below hold it to .08. That is twice the error
//!   of the 128 values, of which it takes 18 bytes in place of 512, and enough to spare most pairs that
//!   are not alike the proof. `examples/signature_error` compares it with other signatures.

use std::num::NonZeroU16;

/// Bands of a signature.
pub const BANDS: usize = 32;

/// Slots in a band.
pub const ROWS: usize = 4;

const SLOTS: usize = BANDS * ROWS;
const SLOT_BITS: u32 = SLOTS.ilog2();

/// What an empty slot holds. A value that is as large counts as none, which costs a billionth of them.
const EMPTY: u32 = u32::MAX;

/// How far chance may carry the estimate of a pair below the truth, in standard deviations: in pairs that
/// just reach a similarity of .7 once in 20,000, as measured, and less often in those above it.
const LENIENCE: f64 = 4.0;

/// A summary of a set that has members, from which its similarity to another can be estimated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// A hash of each band; `None` of a band without any value.
    keys: [u32; BANDS],
    /// The lowest bit of each slot's value; 0 if it is empty.
    bits: [u32; BIT_WORDS],
    /// How many slots have a value, at most [`SLOTS`].
    filled: NonZeroU16,
}

/// Words that the bits of all slots fill.
const BIT_WORDS: usize = SLOTS / u32::BITS as usize;

/// The key of a band that has no value.
const NO_KEY: u32 = 0;

impl Signature {
    /// Returns the signature of a set, by the hashes of its members in any order and with any repeats;
    /// `None` of the empty set, which resembles nothing.
    ///
    /// The hashes must be evenly spread over all 64 bits, as those of [shingles](super::Shingles) are.
    pub fn of(members: impl IntoIterator<Item = u64>) -> Option<Self> {
        let mut slots = [EMPTY; SLOTS];
        for hash in members {
            let value = (hash >> (u64::BITS - SLOT_BITS - u32::BITS)) as u32;
            // The shift leaves as many bits as the slots have.
            let slot = &mut slots[(hash >> (u64::BITS - SLOT_BITS)) as usize];
            *slot = value.min(*slot);
        }
        let filled = slots.iter().filter(|slot| **slot != EMPTY).count();
        Some(Signature {
            keys: keys(&slots),
            bits: bits(&slots),
            filled: NonZeroU16::new(filled as u16)?,
        })
    }

    /// Returns the key of a band below [`BANDS`]: sets that agree in it have the same, and of others two
    /// in 2³² do. A band in which the set has no value has no key.
    pub fn key(&self, band: usize) -> Option<u32> {
        self.keys.get(band).copied().filter(|key| *key != NO_KEY)
    }

    /// Returns the estimated Jaccard similarity of the two sets, 0 to 1.
    pub fn jaccard(&self, other: &Signature) -> f64 {
        let equal = self.equal_bits(other);
        let (mut low, mut high) = (0.0, 1.0);
        // The share that is expected grows with the similarity, so halving finds it.
        for _ in 0..20 {
            let middle = (low + high) / 2.0;
            if self.expected_bits(other, middle) < equal {
                low = middle;
            } else {
                high = middle;
            }
        }
        (low + high) / 2.0
    }

    /// Returns the share of equal bits.
    fn equal_bits(&self, other: &Signature) -> f64 {
        let pairs = self.bits.iter().zip(&other.bits);
        let unequal: u32 = pairs.map(|(one, other)| (one ^ other).count_ones()).sum();
        1.0 - f64::from(unequal) / SLOTS as f64
    }

    /// Returns the share of bits that are equal on average at a given Jaccard similarity J.
    ///
    /// Of u members together, a share e = (1 − 1/s)ᵘ of the s slots is empty in both sets, and their
    /// bits are equal; in the others the smallest value is one of both sets with probability J, and
    /// else the bits are equal by chance: e + (1 − e)(1 + J)/2. The sizes, and so u = (|A| + |B|) / (1 + J),
    /// follow from the empty slots of each in the same way ("linear counting": Whang, Vander-Zanden and
    /// Taylor, 1990).
    fn expected_bits(&self, other: &Signature, jaccard: f64) -> f64 {
        let share = |signature: &Signature| empty_in_union(signature.filled.get(), jaccard);
        expected_bits(share(self) * share(other), jaccard)
    }
}

fn expected_bits(empty: f64, jaccard: f64) -> f64 {
    empty + (1.0 - empty) * (1.0 + jaccard) / 2.0
}

/// Returns the factor that a set with so many filled slots has in the share of slots that are empty in both.
fn empty_in_union(filled: u16, jaccard: f64) -> f64 {
    // Not quite none is empty if all are filled, since the set is finite.
    let empty = (SLOTS as f64 - f64::from(filled)).max(0.5) / SLOTS as f64;
    empty.powf(1.0 / (1.0 + jaccard))
}

/// Tells pairs of signatures apart by a least Jaccard similarity.
#[derive(Clone, Debug)]
pub struct Threshold {
    jaccard: f64,
    /// What [`empty_in_union`] is for each number of filled slots.
    empty_in_union: Vec<f64>,
}

impl Threshold {
    /// Makes ready to ask for at least this similarity, 0 to 1.
    pub fn new(jaccard: f64) -> Self {
        let filled = 0..=SLOTS as u16;
        Threshold {
            jaccard,
            empty_in_union: filled
                .map(|filled| empty_in_union(filled, jaccard))
                .collect(),
        }
    }

    /// Returns whether two sets may have at least this Jaccard similarity. It errs towards yes: of
    /// pairs that do have it, one in tens of thousands is denied.
    pub fn allows(&self, one: &Signature, other: &Signature) -> bool {
        let share = |signature: &Signature| {
            let filled = usize::from(signature.filled.get());
            self.empty_in_union.get(filled).copied().unwrap_or(0.0)
        };
        let expected = expected_bits(share(one) * share(other), self.jaccard);
        let deviation = (expected * (1.0 - expected) / SLOTS as f64).sqrt();
        // Of a few filled slots the deviation says too little; one of them may always differ.
        let lenience = LENIENCE * deviation + 1.0 / SLOTS as f64;
        one.equal_bits(other) >= expected - lenience
    }
}

fn keys(slots: &[u32; SLOTS]) -> [u32; BANDS] {
    let mut keys = [NO_KEY; BANDS];
    for (key, band) in keys.iter_mut().zip(slots.chunks_exact(ROWS)) {
        // An odd multiplier loses nothing of a value, and the last product spreads all of them upwards.
        let hash = band.iter().fold(0_u64, |hash, value| {
            (hash.rotate_left(29) ^ u64::from(!value)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        });
        if hash != 0 {
            *key = ((hash >> u32::BITS) as u32).max(NO_KEY + 1);
        }
    }
    keys
}

/// Returns the bits of the slots. Neighbours go to different words, so that many are shifted at once.
fn bits(slots: &[u32; SLOTS]) -> [u32; BIT_WORDS] {
    let mut bits = [0; BIT_WORDS];
    for slots in slots.chunks_exact(BIT_WORDS) {
        for (word, slot) in bits.iter_mut().zip(slots) {
            *word = *word << 1 | slot & u32::from(*slot != EMPTY);
        }
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::Shingles;

    /// The sets of two texts of random words, of these lengths, that share some words in a row.
    fn pair(seed: u64, [one, other]: [u64; 2], shared: u64) -> (Shingles, Shingles) {
        let words: Vec<u64> = (0..one + other - shared)
            .map(|place| member(seed, place))
            .collect();
        let start = (one - shared) as usize;
        (
            Shingles::new(&words[..one as usize]),
            Shingles::new(&words[start..]),
        )
    }

    fn member(seed: u64, place: u64) -> u64 {
        xxhash_rust::xxh3::xxh3_64_with_seed(&place.to_le_bytes(), seed)
    }

    fn signature(set: &Shingles) -> Signature {
        Signature::of(set.hashes().iter().copied()).unwrap()
    }

    /// Returns bias and root mean square error of the estimate over pairs of texts, given how many words
    /// each pair shares.
    fn errors(words: [u64; 2], shared: impl Fn(u64) -> u64) -> (f64, f64) {
        let pairs = 2_000;
        let (mut bias, mut squares) = (0.0, 0.0);
        for seed in 0..pairs {
            let (a, b) = pair(seed, words, shared(seed));
            let error = signature(&a).jaccard(&signature(&b)) - a.jaccard(&b);
            bias += error / pairs as f64;
            squares += error * error / pairs as f64;
        }
        (bias, squares.sqrt())
    }

    #[test]
    fn the_estimate_is_close_over_all_similarities() {
        for (words, most_bias, most_error) in [
            (20, 0.03, 0.12),
            (40, 0.015, 0.09),
            (89, 0.01, 0.08),
            (200, 0.01, 0.08),
            (559, 0.01, 0.08),
            (1_000, 0.01, 0.08),
            (4_000, 0.01, 0.08),
        ] {
            let (bias, error) = errors([words; 2], |seed| words * (seed % 20) / 20);
            assert!(bias.abs() < most_bias, "{words} words: bias {bias}");
            assert!(
                error < most_error,
                "{words} words: root mean square error {error}"
            );
        }
    }

    /// Of texts of 40 words three quarters of the slots are empty, of 4,000 words none; where one text is
    /// longer, most of the empty slots are those of the other. Of still shorter texts, and near 0 and 1,
    /// beyond which no estimate goes, errors to the two sides do not weigh the same.
    #[test]
    fn empty_slots_do_not_bias_the_estimate() {
        for words in [40, 89, 200, 559, 4_000] {
            for (other, shared) in [
                (words, words / 2),
                (words, words * 2 / 3),
                (words, words * 4 / 5),
                (words * 2, words),
                (words * 5, words),
            ] {
                let (bias, _) = errors([words, other], |_| shared);
                assert!(
                    bias.abs() < 0.01,
                    "{words} and {other} words, {shared} in both: bias {bias}"
                );
            }
        }
    }

    #[test]
    fn of_pairs_that_reach_the_threshold_hardly_any_is_denied() {
        let threshold = Threshold::new(0.7);
        for size in [30_u64, 85, 350, 555, 1_500] {
            // The fewest that 70 % of the union are, where a pair is denied most easily.
            let shared = (14 * size).div_ceil(17);
            let pairs = 40_000;
            let signatures = |seed| {
                let members = |places: std::ops::Range<u64>| {
                    Signature::of(places.map(|place| member(seed, place))).unwrap()
                };
                [members(0..size), members(size - shared..2 * size - shared)]
            };
            let denied = (0..pairs).map(signatures);
            let denied = denied.filter(|[one, other]| !threshold.allows(one, other));
            let denied = denied.count();
            assert!(
                denied * 10_000 < pairs as usize,
                "{size} members: {denied} of {pairs} are denied"
            );
        }
    }

    #[test]
    fn who_reaches_a_similarity_is_never_denied_it() {
        for seed in 0..2_000 {
            let size = 6 + seed % 700;
            let (a, b) = pair(seed, [size; 2], size * (seed % 11) / 10);
            let threshold = Threshold::new(a.jaccard(&b));
            assert!(threshold.allows(&signature(&a), &signature(&b)));
        }
    }

    #[test]
    fn strangers_are_told_apart() {
        let (a, b) = pair(1, [500; 2], 50);
        assert!(!Threshold::new(0.7).allows(&signature(&a), &signature(&b)));
    }

    #[test]
    fn equal_sets_have_equal_signatures_and_the_empty_set_none() {
        let (a, _) = pair(7, [200; 2], 100);
        let reversed = a.hashes().iter().rev().copied();
        assert_eq!(Signature::of(reversed), Some(signature(&a)));
        assert_eq!(Signature::of([]), None);
    }

    #[test]
    fn a_band_without_values_has_no_key() {
        let one = Signature::of([7]).unwrap();
        let keys = (0..BANDS).filter_map(|band| one.key(band));
        assert_eq!(keys.count(), 1);
        assert_eq!(one.key(BANDS), None);
    }
}
