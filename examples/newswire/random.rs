//! Random numbers that are the same on every machine.
//!
//! Only operations that IEEE 754 rounds exactly are used: the logarithms and powers of the standard
//! library are the platform's, and may differ in their last bit.

/// A sequence of random numbers (SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014).
pub struct Random {
    state: u64,
}

/// What is drawn: each kind of thing has sequences of its own, so that a change to one leaves the others.
#[derive(Clone, Copy)]
pub enum Draw {
    Lexicon,
    Derivation,
    Copy,
    OwnWords,
    Length,
    Text,
    Background,
    Headline,
    Site,
    Crawl,
    Furniture,
}

/// The step of the sequence: 2⁶⁴ divided by the golden ratio.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Random {
    /// Returns the sequence for one thing, by its kind and its number.
    pub fn of(kind: Draw, number: u64) -> Self {
        Random {
            state: mixed(mixed(STEP + kind as u64) ^ number),
        }
    }

    fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mixed(self.state)
    }

    /// Returns a number below `limit`; 0 if there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.number()) * limit as u128) >> u64::BITS) as usize
    }

    /// Returns whether it came to the one case in so many.
    pub fn one_in(&mut self, cases: usize) -> bool {
        self.below(cases) == 0
    }

    /// Returns a number from 0 to 1.
    pub fn share(&mut self) -> f64 {
        self.between(0.0, 1.0)
    }

    /// Returns a number from `low` to `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        let share = (self.number() >> 11) as f64 / (1_u64 << 53) as f64;
        low + (high - low) * share
    }

    /// Returns one item of a list; the list must have some.
    pub fn pick<'l, T: ?Sized>(&mut self, list: &[&'l T]) -> &'l T {
        list[self.below(list.len())]
    }

    /// Returns a number with log-normal distribution, given its median and the deviation of its logarithm.
    pub fn log_normal(&mut self, median: f64, deviation: f64) -> f64 {
        // Twelve uniform numbers have a variance of 1 in sum, and their sum is nearly normal.
        let normal: f64 = (0..12).map(|_| self.share()).sum::<f64>() - 6.0;
        median * exponential(deviation * normal)
    }
}

/// Returns eˣ as (1 + x/1024)¹⁰²⁴, near enough for the sizes of articles.
fn exponential(x: f64) -> f64 {
    (0..10).fold(1.0 + x / 1024.0, |power, _| power * power)
}

fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
