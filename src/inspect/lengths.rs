//! How long articles are, in so many counters whatever their number.

use std::collections::BTreeMap;

/// Below this, lengths are counted exactly, and above to three digits.
const EXACT: u64 = 1000;

/// How many articles have how many words.
#[derive(Debug, Default)]
pub(super) struct Lengths {
    counts: BTreeMap<u64, usize>,
    total: u64,
}

impl Lengths {
    /// Counts an article of so many words.
    pub(super) fn add(&mut self, words: u64) {
        *self.counts.entry(to_three_digits(words)).or_default() += 1;
        self.total += words;
    }

    pub(super) fn merge(&mut self, other: Lengths) {
        for (words, count) in other.counts {
            *self.counts.entry(words).or_default() += count;
        }
        self.total += other.total;
    }

    /// Returns the words of all articles.
    pub(super) fn total(&self) -> u64 {
        self.total
    }

    /// Returns the words of the median article, the shorter of two in the middle; 0 if there is none.
    pub(super) fn median(&self) -> u64 {
        let all: usize = self.counts.values().sum();
        let mut before = 0;
        let middle = self.counts.iter().find(|(_, count)| {
            before += **count;
            2 * before >= all
        });
        middle.map_or(0, |(words, _)| *words)
    }
}

/// Rounds down to three digits.
fn to_three_digits(words: u64) -> u64 {
    let mut unit = 1;
    while words / unit >= EXACT {
        unit *= 10;
    }
    words / unit * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(all: &[u64]) -> Lengths {
        let mut lengths = Lengths::default();
        all.iter().for_each(|words| lengths.add(*words));
        lengths
    }

    #[test]
    fn the_median_is_in_the_middle() {
        let cases: [(&[u64], u64); 5] = [
            (&[], 0),
            (&[7], 7),
            (&[9, 7], 7),
            (&[1, 30, 2], 2),
            (&[5, 12_345, 99_999], 12_300),
        ];
        for (all, median) in cases {
            assert_eq!(of(all).median(), median, "{all:?}");
        }
        assert_eq!(of(&[5, 12_345]).total(), 12_350);
    }

    #[test]
    fn parts_together_are_the_whole() {
        let mut one = of(&[1, 2, 3]);
        one.merge(of(&[40, 50]));
        assert_eq!((one.total(), one.median()), (96, 3));
    }
}
