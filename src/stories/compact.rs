//! What is compared of a reading, as bytes: for a corpus that is not held in memory.
//!
//! Of each hash the half is kept that [`key`] is, so two words in millions may be taken for one.

use serde::{Deserialize, Serialize};

use super::bag::{Key, key};
use super::reading::Reading;

/// The bytes of a reading. Places are numbers of four bytes, as no text has four billion words.
#[derive(Serialize, Deserialize)]
struct Compact<'b> {
    /// The words' keys, each as four bytes, the lowest first.
    words: &'b [u8],
    breaks: Vec<u32>,
    quotations: Vec<(u32, u32)>,
    numbers: Vec<Key>,
    figures: Vec<(Key, Key)>,
    furniture: Vec<Key>,
    outlet: Option<Key>,
}

/// Appends a reading to bytes.
pub fn write(reading: &Reading, bytes: Vec<u8>) -> Vec<u8> {
    let keys = |hashes: &[u64]| hashes.iter().map(|hash| key(*hash)).collect();
    let words = reading.words.iter();
    let words: Vec<u8> = words.flat_map(|word| key(*word).to_le_bytes()).collect();
    let quotations = reading.quotations.iter();
    let figures = reading.figures.iter();
    let compact = Compact {
        words: &words,
        breaks: reading.breaks.iter().map(|place| *place as u32).collect(),
        quotations: quotations
            .map(|places| (places.start as u32, places.end as u32))
            .collect(),
        numbers: keys(&reading.numbers),
        figures: figures
            .map(|(thing, number)| (key(*thing), key(*number)))
            .collect(),
        furniture: keys(&reading.furniture),
        outlet: reading.outlet.map(key),
    };
    #[expect(
        clippy::expect_used,
        reason = "a vector takes all bytes, and no type in it refuses to be written"
    )]
    postcard::to_extend(&compact, bytes).expect("a vector takes all")
}

/// Reads what [`write`] wrote; `None` if it is something else. What was not written is empty.
pub fn read(bytes: &[u8]) -> Option<Reading> {
    let compact: Compact<'_> = postcard::from_bytes(bytes).ok()?;
    let hash = |key: Key| u64::from(key) << 32;
    let (words, _) = compact.words.as_chunks();
    let places = |(start, end): (u32, u32)| start as usize..end as usize;
    Some(Reading {
        words: words
            .iter()
            .map(|word| hash(Key::from_le_bytes(*word)))
            .collect(),
        breaks: compact
            .breaks
            .into_iter()
            .map(|place| place as usize)
            .collect(),
        quotations: compact.quotations.into_iter().map(places).collect(),
        numbers: compact.numbers.into_iter().map(hash).collect(),
        figures: compact
            .figures
            .into_iter()
            .map(|(thing, number)| (hash(thing), hash(number)))
            .collect(),
        furniture: compact.furniture.into_iter().map(hash).collect(),
        outlet: compact.outlet.map(hash),
        ..Reading::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::testing::reading;

    #[test]
    fn what_is_compared_survives() {
        let reading = reading(
            "Share this article\n\n\
             The pilot of the Skerra ferry counted 61 passengers and 12 crew when the fog came down.\n\n\
             “We never saw the rope at all until it was too late”, he told the radio from his bed.\n",
        );
        let read = read(&write(&reading, Vec::new())).unwrap();
        let halves = |hashes: &[u64]| {
            hashes
                .iter()
                .map(|hash| hash >> 32 << 32)
                .collect::<Vec<_>>()
        };
        assert_eq!(read.words, halves(&reading.words));
        assert_eq!(read.numbers, halves(&reading.numbers));
        assert_eq!(read.furniture, halves(&reading.furniture));
        assert_eq!(read.quotations, reading.quotations);
        assert_eq!(read.breaks, reading.breaks);
        assert_eq!(read.figures.len(), 2);
    }

    #[test]
    fn other_bytes_are_no_reading() {
        assert_eq!(read(&[0xff; 40]), None);
    }
}
