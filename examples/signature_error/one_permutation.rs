//! One-permutation hashing (OPH): one hash names a slot and a value, and the smallest of each slot is kept
//! (Li, Owen and Zhang, "One permutation hashing", 2012).
//!
//! What is done with slots that stay empty, and how much is kept of a value, differs.

use crate::random::{rehashed, scaled};

/// What an empty slot holds.
const EMPTY: u32 = u32::MAX;

/// Returns the smallest value of each slot.
pub fn one_permutation<const SLOTS: usize>(set: &[u64]) -> [u32; SLOTS] {
    let mut slots = [EMPTY; SLOTS];
    for &hash in set {
        let slot = &mut slots[(hash >> (u64::BITS - SLOTS.ilog2())) as usize];
        *slot = (*slot).min((hash >> (u32::BITS - SLOTS.ilog2())) as u32);
    }
    slots
}

/// Returns the share of equal slots, of those that are not empty in both.
pub fn jaccard<const SLOTS: usize>(one: &[u32; SLOTS], other: &[u32; SLOTS]) -> f64 {
    let filled = one.iter().zip(other);
    let filled = filled.filter(|(one, other)| **one.min(other) != EMPTY);
    let (equal, all) = filled.fold((0, 0), |(equal, all), (one, other)| {
        (equal + u32::from(one == other), all + 1)
    });
    f64::from(equal) / f64::from(all.max(1))
}

/// Fills each empty slot from one that is not, by draws that are the same for all sets (Shrivastava,
/// "Optimal densification for fast and accurate minwise hashing", 2017).
pub fn densified<const SLOTS: usize>(slots: [u32; SLOTS]) -> [u32; SLOTS] {
    let mut filled = slots;
    for (index, slot) in filled.iter_mut().enumerate() {
        let mut draw = 0;
        // Of the empty set nothing could be drawn.
        while *slot == EMPTY && draw < SLOTS * SLOTS {
            *slot = slots[scaled(rehashed(index as u64, draw), SLOTS)];
            draw += 1;
        }
    }
    filled
}

/// How often two different values have the same byte: of 256 bytes, 0 is made 1.
const EQUAL_BYTES: f64 = (254.0 + 2.0 * 2.0) / (256.0 * 256.0);

/// Keeps a byte of each slot's value, which is never the 0 of an empty slot.
pub fn eight_bits<const SLOTS: usize>(slots: [u32; SLOTS]) -> [u8; SLOTS] {
    slots.map(|slot| match slot {
        EMPTY => 0,
        value => (value as u8).max(1),
    })
}

/// Returns the share of slots that are equal but not by chance, of those that are not empty in both.
///
/// What chance adds is known (b-bit minwise hashing: Li and König, 2010), and an empty slot is equal to no
/// other.
pub fn jaccard_of_bytes<const SLOTS: usize>(one: &[u8; SLOTS], other: &[u8; SLOTS]) -> f64 {
    let count = |of: fn(u8, u8) -> bool| {
        let pairs = one.iter().zip(other);
        pairs.filter(|(one, other)| of(**one, **other)).count() as f64
    };
    let any = count(|one, other| one != 0 || other != 0);
    let both = count(|one, other| one != 0 && other != 0);
    let equal = count(|one, other| one == other && one != 0);
    let agreed = (equal - both * EQUAL_BYTES) / (1.0 - EQUAL_BYTES);
    (agreed / any.max(1.0)).max(0.0)
}

/// One bit of each of 512 slots (Li and König 2010), and how many have a value.
///
/// An empty slot can't be told from a 0. How many are empty in both sets is therefore estimated, as the
/// shipped signature does.
pub struct OneBit {
    bits: [u64; OneBit::WORDS],
    filled: u16,
}

impl OneBit {
    const SLOTS: usize = 512;
    const WORDS: usize = Self::SLOTS / u64::BITS as usize;
    /// Bytes of the bits and of the count.
    pub const BYTES: usize = Self::SLOTS / 8 + size_of::<u16>();

    pub fn of(slots: [u32; Self::SLOTS]) -> Self {
        let mut bits = [0; Self::WORDS];
        for (index, slot) in slots.into_iter().enumerate() {
            let bit = u64::from(slot != EMPTY && slot % 2 == 1);
            bits[index % Self::WORDS] |= bit << (index / Self::WORDS);
        }
        OneBit {
            bits,
            filled: slots.iter().filter(|slot| **slot != EMPTY).count() as u16,
        }
    }

    /// Returns the similarity at which as many bits would be equal as are.
    pub fn jaccard(&self, other: &OneBit) -> f64 {
        let pairs = self.bits.iter().zip(&other.bits);
        let unequal: u32 = pairs.map(|(one, other)| (one ^ other).count_ones()).sum();
        let unequal = f64::from(unequal) / Self::SLOTS as f64;
        let [one, other] = [self, other].map(|it| it.empty().ln());
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..20 {
            let middle = (low + high) / 2.0;
            // Of |A| + |B| members a share of 1 / (1 + J) is in the union.
            let empty = ((one + other) / (1.0 + middle)).exp();
            // Of slots that either fills, those with different values have different bits every other time.
            let expected = (1.0 - empty) * (1.0 - middle) / 2.0;
            if expected > unequal {
                low = middle;
            } else {
                high = middle;
            }
        }
        (low + high) / 2.0
    }

    /// Returns the share of empty slots, never none.
    fn empty(&self) -> f64 {
        (Self::SLOTS as f64 - f64::from(self.filled)).max(0.5) / Self::SLOTS as f64
    }
}
