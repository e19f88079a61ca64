//! Signatures of which every value is that of some member: two sets agree in one with probability equal to
//! their Jaccard similarity.

use crate::random::{Random, rehashed, scaled};

/// What a value is before any member came.
const NONE: u32 = u32::MAX;

/// Returns the share of equal values.
pub fn jaccard<const VALUES: usize>(one: &[u32; VALUES], other: &[u32; VALUES]) -> f64 {
    let pairs = one.iter().zip(other);
    pairs.filter(|(one, other)| one == other).count() as f64 / VALUES as f64
}

/// Classic MinHash: of each of many hash functions the smallest value (Broder 1997).
///
/// The functions are multiply-shift, the highest 32 bits of ax + b modulo 2⁶⁴ with odd a (Dietzfelbinger et
/// al., "A reliable randomized algorithm for the closest-pair problem", 1997), the cheapest in use. They
/// lean on members that are well mixed already, as the hashes of shingles are.
pub struct MinHash<const VALUES: usize> {
    functions: [(u64, u64); VALUES],
}

impl<const VALUES: usize> MinHash<VALUES> {
    pub fn new() -> Self {
        let mut random = Random::of(1);
        MinHash {
            functions: [(); VALUES].map(|()| (random.number() | 1, random.number())),
        }
    }

    pub fn values(&self, set: &[u64]) -> [u32; VALUES] {
        let mut values = [NONE; VALUES];
        for &member in set {
            for (value, (factor, addend)) in values.iter_mut().zip(&self.functions) {
                let hash = member.wrapping_mul(*factor).wrapping_add(*addend);
                *value = (*value).min((hash >> 32) as u32);
            }
        }
        values
    }
}

/// Fast Similarity Sketching (Dahlgaard, Knudsen and Thorup 2017): in every round each member fills one slot
/// at random, and from the round on that has its number a slot takes from all members, until none is empty.
///
/// A value is the round and 24 bits of a hash.
pub fn fast_similarity<const VALUES: usize>(set: &[u64]) -> [u32; VALUES] {
    let mut values = [NONE; VALUES];
    for round in 0..2 * VALUES {
        for &member in set {
            let hash = rehashed(member, round);
            let slot = round.checked_sub(VALUES);
            let slot = slot.unwrap_or_else(|| scaled(hash, VALUES));
            let value = (round as u32) << 24 | (hash as u32) >> 8;
            values[slot] = values[slot].min(value);
        }
        if !values.contains(&NONE) {
            break;
        }
    }
    values
}

/// SuperMinHash (Ertl, "SuperMinHash: a new minwise hashing algorithm for Jaccard similarity estimation",
/// 2017): every member goes to the slots in an order of its own, and its value grows with every step, so
/// that it can stop where no slot has a larger one.
///
/// A value is the step, up to 127, and 25 bits of a hash.
pub fn super_min_hash<const VALUES: usize>(set: &[u64]) -> [u32; VALUES] {
    let mut values = [NONE; VALUES];
    let step_of = |value: u32| (value >> 25) as usize;
    // How many values were set in each step, and the last step with any.
    let mut set_in = [0; VALUES];
    set_in[VALUES - 1] = VALUES;
    let mut last = VALUES - 1;
    // A permutation for each member; what another member left behind is its own place.
    let mut order = [(usize::MAX, 0); VALUES];
    for (index, &member) in set.iter().enumerate() {
        let mut random = Random::of(member);
        let mut step = 0;
        while step <= last {
            let number = random.number();
            let drawn = step + scaled(number << 32, VALUES - step);
            for place in [step, drawn] {
                if order[place].0 != index {
                    order[place] = (index, place);
                }
            }
            order.swap(step, drawn);
            let value = &mut values[order[step].1];
            let candidate = (step as u32) << 25 | (number >> 39) as u32;
            if candidate < *value {
                let before = step_of(*value);
                *value = candidate;
                set_in[before] -= 1;
                set_in[step] += 1;
                while set_in[last] == 0 {
                    last -= 1;
                }
            }
            step += 1;
        }
    }
    values
}
