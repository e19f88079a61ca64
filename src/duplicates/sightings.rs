//! Which keys were seen more than once, in a few bits for each: what is alone is not worth sorting.

/// Keys that were seen; errs towards having seen one before, once in some eight times.
pub(super) struct Sightings {
    once: Vec<u64>,
    again: Vec<u64>,
}

/// So many bits belong to each key that is expected, in both bitmaps.
const BITS_OF_KEY: usize = 8;

impl Sightings {
    /// Expects about so many keys, evenly spread over all 32 bits.
    pub fn new(expected: usize) -> Self {
        let words = (expected * BITS_OF_KEY).div_ceil(u64::BITS as usize).max(1);
        Self {
            once: vec![0; words],
            again: vec![0; words],
        }
    }

    /// Sees a key.
    pub fn see(&mut self, key: u32) {
        let (word, bit) = self.place(key);
        self.again[word] |= self.once[word] & bit;
        self.once[word] |= bit;
    }

    /// Forgets what was seen only once, for good.
    pub fn close(&mut self) {
        self.once = Vec::new();
    }

    /// Returns whether a key may have been seen more than once.
    pub fn seen_again(&self, key: u32) -> bool {
        let (word, bit) = self.place(key);
        self.again[word] & bit != 0
    }

    /// Returns the word and the bit of a key.
    fn place(&self, key: u32) -> (usize, u64) {
        let bits = self.again.len() as u64 * u64::from(u64::BITS);
        let place = (u64::from(key) * bits) >> u32::BITS;
        let word = (place / u64::from(u64::BITS)) as usize;
        (word, 1 << (place % u64::from(u64::BITS)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_twice_is_never_missed_and_what_is_seen_once_seldom_taken_for_it() {
        let spread = |number: u32| number.wrapping_mul(0x9e37_79b9);
        let mut sightings = Sightings::new(11_000);
        for number in (0..10_000).chain(0..1_000) {
            sightings.see(spread(number));
        }
        let again = |numbers: std::ops::Range<u32>| {
            numbers
                .filter(|number| sightings.seen_again(spread(*number)))
                .count()
        };
        assert_eq!(again(0..1_000), 1_000);
        assert!(again(1_000..10_000) < 9_000 / 5);
    }
}
