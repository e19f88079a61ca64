//! Random numbers that are the same in every run.

/// A sequence of random numbers (SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014).
pub struct Random {
    state: u64,
}

/// The step of the sequence: 2⁶⁴ divided by the golden ratio.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Random {
    /// Returns the sequence of a seed.
    pub fn of(seed: u64) -> Self {
        Random { state: mixed(seed) }
    }

    /// Returns the next number, evenly spread over all 64 bits.
    pub fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mixed(self.state)
    }

    /// Returns a number below `limit`; 0 if there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        scaled(self.number(), limit)
    }

    /// Returns a number from 0 to 1.
    pub fn share(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Returns a hash of a hash, as one of a family: another for each number.
pub fn rehashed(hash: u64, number: usize) -> u64 {
    mixed(hash ^ mixed(STEP.wrapping_mul(number as u64 + 1)))
}

/// Brings an evenly spread hash below `limit`, by its highest bits.
pub fn scaled(hash: u64, limit: usize) -> usize {
    ((u128::from(hash) * limit as u128) >> u64::BITS) as usize
}

fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
