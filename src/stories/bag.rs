//! The words of an article without their order: which, how often, and whether they stand in its headline,
//! in its lead or as a name.
//!
//! This is what is kept in memory of every article, so a word takes five bytes, half of its hash and a
//! [`Mark`], and no article has more than [`WORDS`]. Of those that stand in the body just once, and not at
//! its head or as a name, a longer article keeps those with the smallest keys: a sample that is the same in
//! every article, so that what two have in common shows in the same share of the words of both (bottom-k
//! sketch; Cohen and Kaplan, "Summarizing data using bottom-k sketches", 2007).

use super::reading::Reading;
use crate::sketch::sorted;

/// Words at the head of the body that count as the lead.
const LEAD_WORDS: usize = 60;

/// Different words that are kept of an article at most, in so far as they stand there once and not in headline,
/// lead or as names.
const WORDS: usize = 256;

/// The half of a word's hash by which it is known here. In a million different words, some hundred meet
/// another one's.
pub type Key = u32;

/// Returns the key of a word, given its hash.
pub fn key(word: u64) -> Key {
    (word >> 32) as Key
}

/// How often a word stands in an article, and where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark(pub u8);

impl Mark {
    /// The bits of the number; what stands there more often counts as this often.
    pub const TIMES: u8 = 0x0f;
    const TITLE: u8 = 0x10;
    const LEAD: u8 = 0x20;
    const NAME: u8 = 0x40;

    /// Returns how often it stands in headline and body, 1 to 15.
    pub fn times(self) -> u8 {
        self.0 & Mark::TIMES
    }

    /// Returns whether it stands in the headline.
    pub fn in_title(self) -> bool {
        self.0 & Mark::TITLE != 0
    }

    /// Returns whether it stands in the headline or among the body's first words.
    pub fn in_lead(self) -> bool {
        self.0 & Mark::LEAD != 0
    }

    /// Returns whether it stands there once, and not at a place that counts for more.
    fn is_plain(self) -> bool {
        self.0 == 1
    }

    /// Returns whether the body has it as a name.
    pub fn is_name(self) -> bool {
        self.0 & Mark::NAME != 0
    }
}

/// The different words of an article, by key, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bag {
    /// The words, sorted.
    pub keys: Vec<Key>,
    /// What is known of each.
    pub marks: Vec<Mark>,
}

impl Bag {
    /// Takes the words of a reading.
    pub fn new(reading: &Reading) -> Self {
        /// A word that is met once more.
        const ONCE: u32 = 1 << 8;
        let entry = |word: u64, mark: u32| u64::from(key(word)) << 32 | u64::from(mark);
        let mut met: Vec<u64> = Vec::with_capacity(reading.words.len() + reading.title.len());
        let title = u32::from(Mark::TITLE);
        let lead = u32::from(Mark::LEAD);
        // A first sentence that stands in for a headline is in the body already.
        let title = match reading.title_in_body {
            true => title,
            false => title | lead | ONCE,
        };
        met.extend(reading.title.iter().map(|word| entry(*word, title)));
        let (first, rest) = reading.words.split_at(LEAD_WORDS.min(reading.words.len()));
        met.extend(first.iter().map(|word| entry(*word, lead | ONCE)));
        met.extend(rest.iter().map(|word| entry(*word, ONCE)));
        let name = u32::from(Mark::NAME);
        met.extend(reading.names.iter().map(|word| entry(*word, name)));
        let met = sorted(&met);

        let mut bag = Bag::default();
        for same in met.chunk_by(|one, next| one >> 32 == next >> 32) {
            let (mut times, mut mark) = (0_u64, 0);
            for entry in same {
                times += entry >> 8 & 1;
                mark |= *entry as u8;
            }
            let times = times.clamp(1, u64::from(Mark::TIMES)) as u8;
            bag.keys.push((same[0] >> 32) as Key);
            bag.marks.push(Mark(mark | times));
        }
        bag.thin();
        bag
    }

    /// Drops plain words until no more are left than are kept, those with the greatest keys first.
    fn thin(&mut self) {
        let mut surplus = self.keys.len().saturating_sub(WORDS);
        let mut is_kept: Vec<bool> = self
            .marks
            .iter()
            .rev()
            .map(|mark| {
                let is_dropped = surplus > 0 && mark.is_plain();
                surplus -= usize::from(is_dropped);
                !is_dropped
            })
            .collect();
        is_kept.reverse();
        let mut kept = is_kept.iter();
        self.keys.retain(|_| kept.next().copied().unwrap_or(true));
        let mut kept = is_kept.iter();
        self.marks.retain(|_| kept.next().copied().unwrap_or(true));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::hash_word;
    use crate::stories::testing::reading;

    const FERRY: &str = "Ferry aground near Ostrell\n\n\
        The ferry to Ostrell ran aground in fog on Sunday, and the harbour master of Ostrell blamed the fog.\n\n\
        Nobody was hurt, he said, and the ferry would be towed to a yard in the north before the next tide.\n";

    fn mark(bag: &Bag, word: &str) -> Option<Mark> {
        let place = bag.keys.binary_search(&key(hash_word(word))).ok()?;
        Some(bag.marks[place])
    }

    #[test]
    fn words_are_counted_in_headline_and_body() {
        let bag = Bag::new(&reading(FERRY));
        let times = |word: &str| mark(&bag, word).map(Mark::times);
        assert_eq!(times("ferry"), Some(3));
        assert_eq!(times("OSTRELL"), Some(3));
        assert_eq!(times("tide"), Some(1));
        assert_eq!(times("dairy"), None);
        assert!(bag.keys.is_sorted());
        assert_eq!(bag.keys.len(), bag.marks.len());
    }

    #[test]
    fn it_is_known_where_a_word_stands() {
        let bag = Bag::new(&reading(FERRY));
        let places = |word: &str| {
            let mark = mark(&bag, word).unwrap();
            (mark.in_title(), mark.in_lead(), mark.is_name())
        };
        assert_eq!(places("aground"), (true, true, false));
        assert_eq!(places("Ostrell"), (true, true, true));
        assert_eq!(places("fog"), (false, true, false));
    }

    #[test]
    fn what_stands_there_very_often_counts_as_fifteen_times() {
        let text = format!(
            "The council met again. {}\n",
            "Fog and more fog. ".repeat(30)
        );
        let bag = Bag::new(&reading(&text));
        assert_eq!(mark(&bag, "fog").unwrap().times(), 15);
    }

    #[test]
    fn a_long_article_keeps_what_counts_and_a_sample_of_the_rest() {
        let plain = |numbers: std::ops::Range<usize>| -> String {
            numbers.map(|number| format!("word{number} ")).collect()
        };
        let text = format!("{FERRY}\nIt was said that {}.\n", plain(0..900));
        let bag = Bag::new(&reading(&text));
        assert_eq!(bag.keys.len(), WORDS);
        assert!(
            ["aground", "ostrell", "fog"]
                .iter()
                .all(|word| mark(&bag, word).is_some())
        );
        let other = format!("{FERRY}\nThey said {}.\n", plain(300..1200));
        let other = Bag::new(&reading(&other));
        let sampled = |bag: &Bag, number: usize| mark(bag, &format!("word{number}")).is_some();
        let both = (400..900).filter(|word| sampled(&bag, *word) && sampled(&other, *word));
        let either = (400..900).filter(|word| sampled(&bag, *word) || sampled(&other, *word));
        let (both, either) = (both.count(), either.count());
        assert!(10 * both > 9 * either, "{both} of {either}");
    }

    #[test]
    fn an_article_without_words_has_an_empty_bag() {
        assert_eq!(Bag::new(&Reading::default()), Bag::default());
    }
}
