//! What makes two segments the same: their words, whatever their case, spacing and punctuation.
//!
//! Digits count. A line that comes with other numbers each time is data in a form, and it is told
//! from a template by its shape: the same words, with every number masked.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64;

use crate::strip::scripts::is_unspaced;

/// A map whose keys are hashes already.
pub(super) type ByHash<T> = HashMap<u64, T, BuildHasherDefault<Unhashed>>;

/// Takes a key that is a hash for its own hash.
#[derive(Default)]
pub(super) struct Unhashed(u64);

impl Hasher for Unhashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// What stands between two folded words.
const SEPARATOR: u8 = b' ';
/// What stands for a number in a shape; no folded word contains it.
const MASK: u8 = b'#';

/// A segment without its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    /// The hash of its folded words.
    pub hash: u64,
    /// How many words it has; in scripts without spaces, as many as characters.
    pub words: u32,
}

/// Folds segments, one at a time, into one buffer that is used again.
#[derive(Debug, Default)]
pub(super) struct Folder {
    folded: Vec<u8>,
    masked: Vec<u8>,
}

impl Folder {
    /// Folds a segment and returns what it is; `None` if it has no word.
    pub fn identify(&mut self, text: &str) -> Option<Identity> {
        let words = self.fold(text);
        (words > 0).then(|| Identity {
            hash: xxh3_64(&self.folded),
            words,
        })
    }

    /// Returns the hash of the segment folded last with its numbers masked; `None` if it has none.
    pub fn shape(&mut self) -> Option<u64> {
        // Without a way out of the loop many bytes are compared at once.
        let is_digit = |byte: &u8| byte.is_ascii_digit();
        let has_number = self
            .folded
            .iter()
            .fold(false, |has, byte| has | is_digit(byte));
        if !has_number {
            return None;
        }
        self.masked.clear();
        for &byte in &self.folded {
            if !byte.is_ascii_digit() {
                self.masked.push(byte);
            } else if self.masked.last() != Some(&MASK) {
                self.masked.push(MASK);
            }
        }
        Some(xxh3_64(&self.masked))
    }

    /// Returns the hashes of the words of the segment folded last, in order.
    pub fn words(&self) -> impl Iterator<Item = u64> + '_ {
        self.folded
            .split(|&byte| byte == SEPARATOR)
            .filter(|word| !word.is_empty())
            .map(xxh3_64)
    }

    /// Writes the words of `text` into the buffer and returns how many they are.
    fn fold(&mut self, text: &str) -> u32 {
        self.folded.clear();
        let mut words = 0;
        let mut gap = true;
        let mut rest = text;
        while let Some(&byte) = rest.as_bytes().first() {
            if byte.is_ascii() {
                // ASCII is folded by the run: most text is, and it needs no tables.
                let beyond = rest.bytes().position(|byte| !byte.is_ascii());
                let (ascii, behind) = rest.split_at(beyond.unwrap_or(rest.len()));
                if gap && words > 0 {
                    self.folded.push(SEPARATOR);
                }
                (words, gap) = self.fold_ascii(ascii, words, gap);
                rest = behind;
                continue;
            }
            let mut characters = rest.chars();
            let Some(character) = characters.next() else {
                break;
            };
            rest = characters.as_str();
            if !character.is_alphanumeric() {
                gap |= !is_invisible(character);
                continue;
            }
            let alone = is_unspaced(character);
            words += self.begin_word(gap || alone, words);
            gap = alone;
            for lower in character.to_lowercase() {
                let mut bytes = [0; 4];
                self.folded
                    .extend_from_slice(lower.encode_utf8(&mut bytes).as_bytes());
            }
        }
        words
    }

    /// Writes the words of a text in ASCII, and returns how many there are now and whether a gap stands
    /// behind them. A separator is written before it is known whether a word follows.
    fn fold_ascii(&mut self, text: &str, words: u32, gap: bool) -> (u32, bool) {
        let (mut words, mut in_word) = (words, !gap);
        let mut end = self.folded.len();
        self.folded.resize(end + text.len(), 0);
        // Without a branch in the loop, since where words begin and end is hard to guess.
        for byte in text.bytes() {
            let lower = LOWER[usize::from(byte)];
            let is_of_word = lower != SEPARATOR;
            if let Some(slot) = self.folded.get_mut(end) {
                *slot = lower;
            }
            end += usize::from(is_of_word | in_word);
            words += u32::from(is_of_word & !in_word);
            in_word = is_of_word;
        }
        self.folded.truncate(end);
        if self.folded.last() == Some(&SEPARATOR) {
            self.folded.pop();
        }
        (words, !in_word)
    }

    /// Parts the next word from the one before, if there is a gap; returns how many words that adds.
    fn begin_word(&mut self, gap: bool, words: u32) -> u32 {
        if gap && words > 0 {
            self.folded.push(SEPARATOR);
        }
        u32::from(gap)
    }
}

/// ASCII letters in lower case, and digits; what is neither parts words.
static LOWER: [u8; 256] = {
    let mut table = [SEPARATOR; 256];
    let mut byte = 0;
    while byte < 256 {
        if (byte as u8).is_ascii_alphanumeric() {
            table[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// Characters that may stand inside a word without being seen.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(text: &str) -> Option<Identity> {
        Folder::default().identify(text)
    }

    #[test]
    fn case_spacing_punctuation_and_invisible_marks_do_not_count() {
        let plain = identity("sign up now its free");
        assert_eq!(identity("  Sign-up NOW:\u{a0}its fr\u{ad}ee! "), plain);
        assert_ne!(identity("sign up now its free 2"), plain);
        assert_eq!(plain.map(|plain| plain.words), Some(5));
        assert_eq!(identity("* * *"), None);
    }

    #[test]
    fn words_are_parted_once_whatever_stands_between() {
        let folded = |text| {
            let mut folder = Folder::default();
            let words = folder.fold(text);
            (String::from_utf8(folder.folded).unwrap(), words)
        };
        let case = |folded: &str, words| (folded.to_owned(), words);
        assert_eq!(folded(" \u{201c}A, b\u{201d} - c!  "), case("a b c", 3));
        assert_eq!(
            folded("caf\u{e9} Z\u{fc}rich\u{ad}er"),
            case("caf\u{e9} z\u{fc}richer", 2)
        );
        assert_eq!(
            folded("\u{2014} 1\u{2014}2 \u{6a4b}\u{6a4b}x ,"),
            case("1 2 \u{6a4b} \u{6a4b} x", 5)
        );
        assert_eq!(folded("., \u{2026}"), case("", 0));
    }

    #[test]
    fn letters_beyond_ascii_fold_and_scripts_without_spaces_have_words() {
        assert_eq!(identity("ÜBER UNS"), identity("über uns"));
        assert_eq!(
            identity("橋は閉鎖。").map(|identity| identity.words),
            Some(4)
        );
    }

    #[test]
    fn a_shape_masks_numbers() {
        let shape = |text| {
            let mut folder = Folder::default();
            folder.identify(text);
            folder.shape()
        };
        assert_eq!(shape("Tide at 9.45"), shape("tide at 12.05"));
        assert_ne!(shape("Tide at 9.45"), shape("tide at 9"));
        assert_eq!(shape("Tide at noon"), None);
    }
}
